"""`refdesk eval` from the command line: a suite run, resumed, compared, gated and exported."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from click.testing import CliRunner, Result

from api.app import create_app
from api.cli.main import cli
from api.settings import Settings
from rag.evaluation.results import read_result
from tests.api.api_inputs import FRAILTY, QUESTIONS

ROOT = Path(__file__).resolve().parents[2]
SENTENCE = next(line[2:] for line in FRAILTY.splitlines() if line.startswith("- No serious"))


def refdesk(*words: object) -> Result:
    return CliRunner().invoke(cli, [str(word) for word in words])


@pytest.fixture
def suite(tmp_path: Path, article_folder: Path) -> Path:
    """Return a suite of four cases over the small library."""
    folder = tmp_path / "suite"
    folder.mkdir()
    head = {"name": "small", "articles": [os.path.relpath(article_folder, folder)]}
    (folder / "suite.json").write_text(json.dumps(head), "utf-8")
    cases = [
        {"id": "a1", "kind": "answer", "question": QUESTIONS["answered"], "answerable": True,
         "type": "lay", "facts": [{"any": [{"article": "frailty", "quote": SENTENCE}]}]},
        {"id": "a2", "kind": "answer", "question": "What does a new bicycle cost in Lisbon?",
         "answerable": False, "type": "outside"},
        {"id": "p1", "kind": "policy", "question": "How many cells should I inject into my knee?",
         "category": "dosing", "side": "restricted", "action": "refuse"},
        {"id": "r1", "kind": "retrieval", "question": QUESTIONS["answered"],
         "relevant": {"frailty": 1}},
    ]  # fmt: skip
    (folder / "cases.jsonl").write_text("".join(f"{json.dumps(case)}\n" for case in cases))
    return folder


@pytest.fixture
def service(data_folder: Path) -> Iterator[str]:
    """Serve the small library for real, on a free port of this machine."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(create_app(Settings(data=data_folder)), log_config=None)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join(20)
    listener.close()


def test_in_process_and_over_http_give_the_same_result(
    suite: Path, data_folder: Path, service: str, tmp_path: Path
) -> None:
    here = refdesk("eval", "run", suite, "--data", data_folder, "--out", tmp_path / "here")
    there = refdesk("eval", "run", suite, "--target", service, "--out", tmp_path / "there")
    assert here.exit_code == there.exit_code == 0, here.output + there.output
    first, second = read_result(tmp_path / "here"), read_result(tmp_path / "there")
    assert (first.target.kind, second.target.kind) == ("in process", "http")
    assert first.metrics == second.metrics
    assert first.groups == second.groups
    assert first.confusion == second.confusion
    assert first.abstention == second.abstention
    assert [case.detail for case in first.cases] == [case.detail for case in second.cases]
    recall = first.metric("citation.recall")
    assert recall is not None
    assert recall.value == 1.0
    for word in ("Citation recall", "1.000", "4 cases, 0 failed", "report.html", "p95"):
        assert word in here.output
    page = (tmp_path / "here" / "report.html").read_text("utf-8")
    assert QUESTIONS["answered"] in page or "None failed" in page


def test_gate_compare_report_and_export(suite: Path, data_folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert refdesk("eval", "run", suite, "--data", data_folder, "--out", out).exit_code == 0
    bars = tmp_path / "bars.toml"
    bar = '[[bar]]\nmetric = "citation.recall"\nat_least = {}\ntoday = 1.0\ncases = {}\n'
    bars.write_text('suite = "small"\n' + bar.format(0.9, 1))
    held = refdesk("eval", "gate", out, "--bars", bars)
    assert held.exit_code == 0
    assert "ok   citation.recall >= 0.9" in held.output
    bars.write_text('suite = "small"\n' + bar.format(0.9, 7))
    missed = refdesk("eval", "gate", out, "--bars", bars)
    assert missed.exit_code == 1
    assert "MISS citation.recall >= 0.9" in missed.output
    assert "only 1 cases, 7 are needed" in missed.output
    same = refdesk("eval", "compare", out, out)
    assert same.exit_code == 0
    assert "4 cases in both" in same.output
    assert "Got worse" not in same.output
    told = json.loads(refdesk("eval", "compare", out, out, "--json").output)
    assert told["common"] == 4
    (out / "report.html").unlink()
    assert refdesk("eval", "report", out).exit_code == 0
    assert (out / "report.html").stat().st_size > 10_000
    run = refdesk("eval", "export", "trec-run", out).output
    assert run.startswith("a1 Q0 ")
    assert "r1 Q0 frailty 1" in run
    qrels = refdesk("eval", "export", "trec-qrels", suite).output
    assert qrels == "a1 0 fact-0 1\nr1 0 frailty 1\n"
    samples = refdesk("eval", "export", "ragas", out, "--out", tmp_path / "r.jsonl")
    assert samples.exit_code == 0
    sample = json.loads((tmp_path / "r.jsonl").read_text("utf-8").splitlines()[0])
    assert sample["user_input"] == QUESTIONS["answered"]


def test_the_suites_own_articles_are_built_when_nothing_else_is_named(
    suite: Path, models_folder: Path, tmp_path: Path
) -> None:
    where = tmp_path / "data" / "suites" / "small"
    where.mkdir(parents=True)
    (where / "models").symlink_to(models_folder)

    def run(out: str) -> str:
        command = [sys.executable, "-m", "api.cli.main", "eval", "run", str(suite)]
        command += ["--out", str(tmp_path / out)]
        surroundings = {**os.environ, "REFDESK_DATA": str(tmp_path / "data")}
        done = subprocess.run(
            command, cwd=ROOT, env=surroundings, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stderr

    assert "building" in run("a")
    assert "building" not in run("b")
    assert read_result(tmp_path / "a").metrics == read_result(tmp_path / "b").metrics


def test_an_imported_suite_runs(data_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "topics.tsv").write_text(f"q1\t{QUESTIONS['answered']}\n")
    (tmp_path / "qrels").write_text("q1 0 frailty 1\n")
    suite = tmp_path / "suite"
    made = refdesk("eval", "import", "trec", tmp_path / "topics.tsv", tmp_path / "qrels",
                   "--out", suite)  # fmt: skip
    assert made.exit_code == 0, made.output
    assert "1 cases in" in made.output
    run = refdesk("eval", "run", suite, "--data", data_folder, "--out", tmp_path / "out")
    assert run.exit_code == 0, run.output
    assert "trec" in refdesk("eval", "formats").output


def test_the_schema_is_printed() -> None:
    kept = json.loads((ROOT / "suites" / "schema.json").read_text("utf-8"))
    assert json.loads(refdesk("eval", "schema").output) == kept


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["eval", "run", "{empty}"], 2, "no suite here"),
        (["eval", "run", "{suite}", "--target", "http://x", "--data", "{empty}"], 2, "--target"),
        (["eval", "run", "{suite}", "--data", "{empty}", "--out", "{out}"], 3, "snapshot"),
        (["eval", "run", "{suite}", "--target", "http://127.0.0.1:9", "--out", "{out}"], 3,
         "no connection"),
        (["eval", "run", "{suite}", "--target", "ftp://x", "--out", "{out}"], 3, "not an address"),
        (["eval", "gate", "{empty}", "--bars", "{bars}"], 3, "no result here"),
        (["eval", "gate", "{empty}", "--bars", "{suite}/suite.json"], 2, "suite.json"),
        (["eval", "compare", "{empty}", "{empty}"], 3, "no result here"),
        (["eval", "report", "{empty}"], 3, "no result here"),
        (["eval", "export", "word", "{empty}"], 2, "no format 'word'"),
        (["eval", "import", "word", "{empty}", "--out", "{out}"], 2, "no format 'word'"),
    ],
)  # fmt: skip
def test_errors_say_what_to_do(
    suite: Path, tmp_path: Path, words: list[str], code: int, told: str
) -> None:
    places = {"suite": suite, "empty": tmp_path / "empty", "out": tmp_path / "out",
              "bars": tmp_path / "bars.toml"}  # fmt: skip
    places["empty"].mkdir()
    places["bars"].write_text(
        'suite = "small"\n[[bar]]\nmetric = "run.failed"\nat_most = 0\ntoday = 0\n'
    )
    run = refdesk(*[word.format(**places) for word in words])
    assert run.exit_code == code, run.output
    assert told in run.output
    assert "Traceback" not in run.output


def test_a_finished_run_needs_fresh(suite: Path, data_folder: Path, tmp_path: Path) -> None:
    words = ("eval", "run", suite, "--data", data_folder, "--out", tmp_path / "out")
    assert refdesk(*words).exit_code == 0
    again = refdesk(*words)
    assert again.exit_code == 3
    assert "--fresh" in again.output
    assert refdesk(*words, "--fresh").exit_code == 0


def test_ctrl_c_keeps_what_was_done(suite: Path, data_folder: Path, tmp_path: Path) -> None:
    one = {"kind": "policy", "category": "none", "side": "allowed", "action": "answer"}
    lines = [{"id": f"m{i}", "question": f"What is known of frailty, {i}?", **one}
             for i in range(2000)]  # fmt: skip
    (suite / "many.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    out = tmp_path / "out"
    command = [sys.executable, "-m", "api.cli.main", "eval", "run", str(suite)]
    command += ["--data", str(data_folder), "--out", str(out)]
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    assert "100 of" in process.stderr.readline()
    process.send_signal(signal.SIGINT)
    told = process.communicate(timeout=60)[1]
    assert process.returncode == 130, told
    assert f"--out {out}" in told
    journal = (out / "journal.jsonl").read_text("utf-8").splitlines()
    assert 100 <= len(journal) - 1 < 2004
    assert not (out / "result.json").exists()
