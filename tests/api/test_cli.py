"""The command line as programs and people use it: real processes, exit codes, clean output."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from click.testing import CliRunner

from api.cli.main import cli
from api.cli.serving import _listen
from api.settings import Settings
from index.build import BuildOptions, build_snapshot
from index.snapshot import list_snapshots
from rag.disclaimers import disclaimer_for
from tests.api.api_inputs import QUESTIONS
from tests.handmade import small_library

ROOT = Path(__file__).resolve().parents[2]
# Whatever `refdesk` is told by the surroundings of the tests must not decide their outcome.
CLEAN = {name: value for name, value in os.environ.items() if not name.startswith("REFDESK_")}


def refdesk(*words: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "api.cli.main", *words],
        cwd=ROOT,
        env={**CLEAN, **more},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def one_line_error(run: subprocess.CompletedProcess[str]) -> str:
    lines = run.stderr.strip().splitlines()
    assert "Traceback" not in run.stderr
    assert lines[-1].startswith("Error: ")
    return lines[-1]


@pytest.mark.parametrize(
    ("outcome", "code"), [("answered", 0), ("refused", 4), ("emergency", 4), ("not_in_library", 5)]
)
def test_ask_json_is_the_http_shape_and_the_exit_code_tells(
    data_folder: Path, outcome: str, code: int
) -> None:
    words = ["ask", QUESTIONS[outcome], "--data", str(data_folder), "--json"]
    done = CliRunner().invoke(cli, words)
    answer = json.loads(done.stdout)
    assert done.exit_code == code
    assert answer["outcome"] == outcome
    assert answer["disclaimer"]["id"] == disclaimer_for(None).id
    assert {"evidence", "policy", "timings_ms"} <= set(answer)


def test_ask_for_people_has_tier_source_and_disclaimer_but_no_colour(data_folder: Path) -> None:
    run = refdesk("ask", QUESTIONS["answered"], "--data", str(data_folder))
    assert run.returncode == 0
    assert run.stderr == ""
    assert "\x1b" not in run.stdout
    flat = " ".join(run.stdout.split())
    assert disclaimer_for(None).text in flat
    assert "No serious adverse event was judged to be caused by the cells" in flat
    assert "[1] Frailty trials, as of 2026-05-06" in flat
    assert "https://doi.org/10.1093/gerona/glx056" in flat


def test_an_emergency_comes_before_everything_else(data_folder: Path) -> None:
    words = ["ask", QUESTIONS["emergency"], "--data", str(data_folder), "--locale", "en-US"]
    done = CliRunner().invoke(cli, words)
    assert done.exit_code == 4
    assert done.stdout.startswith("EMERGENCY")
    assert done.stdout.index("911") < done.stdout.index("Educational information")


def test_ask_about_the_desk_says_so_and_claims_no_library(data_folder: Path) -> None:
    run = refdesk("ask", "What does the no-mechanism tag mean?", "--data", str(data_folder))
    assert run.returncode == 0
    assert run.stdout.startswith("About this service\n")
    assert "How this would work is not known." in run.stdout
    assert "Sources" not in run.stdout


def test_ask_without_a_snapshot(tmp_path: Path) -> None:
    run = refdesk("ask", "What is CRATUS?", "--data", str(tmp_path), "--json")
    assert run.returncode == 3
    assert json.loads(run.stdout)["status"] == 503
    assert json.loads(run.stdout)["disclaimer"]["text"] == disclaimer_for(None).text
    assert "build one first" in one_line_error(run)


@pytest.mark.parametrize("question", ["", "  ", "a\x01b", "x" * 2001, "?"])
def test_ask_refuses_what_is_no_question(data_folder: Path, question: str) -> None:
    done = CliRunner().invoke(cli, ["ask", question, "--data", str(data_folder)])
    assert done.exit_code == 2
    assert done.stderr.startswith("Error: question: ")
    assert done.stdout == ""


def test_ask_takes_bytes_that_are_no_text(data_folder: Path) -> None:
    command = [sys.executable.encode(), b"-m", b"api.cli.main", b"ask", b"caf\xe9"]
    command += [b"--data", os.fsencode(data_folder)]
    run = subprocess.run(command, cwd=ROOT, env=CLEAN, capture_output=True, check=False)
    assert run.returncode == 2
    assert b"Traceback" not in run.stderr
    assert b"valid Unicode" in run.stderr


def test_generative_mode_needs_a_model(data_folder: Path) -> None:
    words = ["ask", "What is CRATUS?", "--data", str(data_folder), "--mode", "generative"]
    done = CliRunner().invoke(cli, words)
    assert done.exit_code == 2
    assert "No model is configured" in done.stderr


def test_build_then_snapshots(article_folder: Path, models_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "models").symlink_to(models_folder)
    run = refdesk("build", "--articles", str(article_folder), "--data", str(tmp_path))
    assert run.returncode == 0, run.stderr
    assert "Reading articles: 2 of 2" in run.stderr
    assert "is active" in run.stdout
    counts = dict(line.rsplit(maxsplit=1) for line in run.stdout.splitlines()[1:])
    assert counts["articles"] == "2"
    assert counts["references"] == "3"
    listed = CliRunner().invoke(cli, ["snapshots", "--data", str(tmp_path), "--json"])
    found = json.loads(listed.stdout)["snapshots"]
    assert [entry["active"] for entry in found] == [True]
    table = CliRunner().invoke(cli, ["snapshots", "--data", str(tmp_path)])
    assert f"* {found[0]['id']}" in " ".join(table.stdout.split())


def test_snapshots_are_verified_rolled_back_and_pruned(models_folder: Path, tmp_path: Path) -> None:
    for _ in range(3):
        build_snapshot(small_library(), tmp_path, options=BuildOptions(models=models_folder))
    ids = [each.id for each in list_snapshots(tmp_path)]

    def run(*words: str) -> tuple[int, str]:
        done = CliRunner().invoke(cli, ["snapshots", *words, "--data", str(tmp_path)])
        return done.exit_code, done.output

    assert run("verify") == (0, "".join(f"{id_}: whole\n" for id_ in ids))
    assert run("rollback") == (0, f"Snapshot {ids[1]} is active.\n")
    code, told = run("prune", "--keep", "1", "--dry-run")
    assert (code, told.splitlines()[0]) == (0, f"would remove {ids[0]}")
    assert run("activate", ids[0])[0] == 0
    path = tmp_path / "snapshots" / ids[1] / "records.sqlite"
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    code, told = run("verify", ids[1])
    assert code == 1
    assert told.startswith(f"{ids[1]}: damaged: ")
    code, told = run("activate", ids[1])
    assert code == 3
    assert told.startswith("Error: ")
    assert run("rollback")[0] == 3
    code, told = run("prune", "--keep", "1")
    assert (code, told.splitlines()[0]) == (0, f"removed {ids[1]}")
    (tmp_path / "snapshots" / ids[2] / "manifest.json").write_text("{}")
    code, told = run("list", "--json")
    assert [row.get("active") for row in json.loads(told)["snapshots"]] == [True, False]
    assert "cannot read" in json.loads(told)["snapshots"][1]["unreadable"]
    assert "unreadable" in run()[1]
    assert run("activate", "none")[0] == 3


def test_a_bad_article_is_named_and_only_strict_stops(
    article_folder: Path, models_folder: Path, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.md"
    bad.write_bytes(b"\x00\xff\x00binary")
    data = tmp_path / "data"
    data.mkdir()
    (data / "models").symlink_to(models_folder)
    words = ["build", "--articles", str(article_folder), "--articles", str(bad)]
    strict = refdesk(*words, "--data", str(data), "--strict")
    assert strict.returncode == 1
    assert "bad.md" in strict.stderr
    assert "Traceback" not in strict.stderr
    assert not (data / "ACTIVE").exists()
    lenient = refdesk(*words, "--data", str(data))
    assert lenient.returncode == 0
    assert "bad.md" in lenient.stderr
    assert (data / "ACTIVE").exists()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["build", "--data", "x"], 2),
        (["build", "--articles", "no/such/folder", "--data", "{tmp}"], 2),
        (["ask"], 2),
        (["ask", "x", "--max-evidence", "99"], 2),
        (["serve", "--port", "99999"], 2),
        (["serve", "--host", "no host", "--data", "{tmp}"], 3),
        (["snapshots", "--data", "{tmp}/none"], 3),
        (["nonsense"], 2),
        (["lint", "no/such/file.md"], 2),
    ],
)
def test_errors_are_one_line_with_a_code(tmp_path: Path, words: list[str], code: int) -> None:
    run = refdesk(*[word.replace("{tmp}", str(tmp_path)) for word in words])
    assert run.returncode == code, run.stderr
    assert one_line_error(run)
    assert run.stdout == ""


def test_a_bad_variable_is_a_usage_error(tmp_path: Path) -> None:
    run = refdesk("snapshots", "--data", str(tmp_path), REFDESK_PORT="many")
    assert run.returncode == 2
    assert "REFDESK_PORT" in one_line_error(run)


def test_lint_names_file_and_line(tmp_path: Path) -> None:
    article = tmp_path / "page.md"
    article.write_text("---\ntitle: A\nas-of: 2026-01-01\n---\n\n# A\n\nCells home [^gone].\n")
    run = refdesk("lint", str(article), "--json")
    report = json.loads(run.stdout)
    assert run.returncode == 1
    assert report["files"] == 1
    errors = [entry for entry in report["problems"] if entry["severity"] == "error"]
    assert any(entry["line"] == 8 for entry in errors)
    shown = refdesk("lint", str(article))
    assert "page.md:8: error: " in shown.stdout


def test_help_and_version_are_fast_and_name_every_command() -> None:
    began = time.perf_counter()
    run = refdesk("--help")
    seconds = time.perf_counter() - began
    assert run.returncode == 0
    for name in ("build", "ask", "serve", "lint", "snapshots"):
        assert name in cli.commands
        assert f"\n  {name} " in run.stdout
        described = CliRunner().invoke(cli, [name, "--help"])
        assert described.exit_code == 0
        assert "\x08" not in described.output
    assert seconds < 5, "help must not import the libraries of the commands"
    assert refdesk("--version").stdout.startswith("refdesk ")


def test_help_imports_nothing_heavy() -> None:
    heavy = ("numpy", "fastapi", "faiss", "pydantic", "torch", "rag")
    code = f"import sys, api.cli.main; print([m for m in {heavy} if m in sys.modules])"
    command = [sys.executable, "-c", code]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


SERVED_WITHOUT = """
import sys
from pathlib import Path
from starlette.testclient import TestClient
from api.app import create_app
from api.settings import Settings
with TestClient(create_app(Settings(data=Path(sys.argv[1])))) as client:
    reply = client.post("/v1/ask", json={"question": sys.argv[2]})
    assert reply.json()["outcome"] == "answered", reply.text
print(sorted({"torch", "transformers", "sentence_transformers", "onnx"} & set(sys.modules)))
"""


def test_serving_imports_no_training_library(data_folder: Path) -> None:
    command = [sys.executable, "-c", SERVED_WITHOUT, str(data_folder), QUESTIONS["answered"]]
    run = subprocess.run(command, cwd=ROOT, env=CLEAN, capture_output=True, text=True, check=False)
    assert run.stdout.strip() == "[]", run.stderr


def test_replies_do_not_wait_for_acknowledgements() -> None:
    with _listen(Settings(port=0)) as listener:
        assert listener.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_serve_answers_and_stops_cleanly(data_folder: Path, how: signal.Signals) -> None:
    port = _free_port()
    process = _start("serve", "--port", str(port), "--data", str(data_folder))
    try:
        assert _ready(f"http://127.0.0.1:{port}/readyz")
        other = refdesk("serve", "--port", str(port), "--data", str(data_folder))
        assert other.returncode == 3
        assert "cannot listen" in one_line_error(other)
    finally:
        process.send_signal(how)
        out, err = process.communicate(timeout=30)
    assert process.returncode == 0, err
    assert out == ""
    assert "Traceback" not in err


def test_serve_builds_first_when_there_is_no_snapshot(
    article_folder: Path, models_folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "models").symlink_to(models_folder)
    port = _free_port()
    words = ["--port", str(port), "--articles", str(article_folder), "--data", str(tmp_path)]
    process = _start("serve", *words)
    try:
        assert _ready(f"http://127.0.0.1:{port}/readyz")
    finally:
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert process.returncode == 0, err
    assert out == ""
    assert f"Refdesk at http://127.0.0.1:{port}/" in err


def test_ctrl_c_ends_a_build_and_leaves_nothing_half_done(
    article_folder: Path, tmp_path: Path
) -> None:
    process = _start("build", "--articles", str(article_folder), "--data", str(tmp_path))
    assert process.stderr is not None
    assert process.stderr.readline().startswith("Preparing the embedding model")
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert err.strip().endswith("stopped")
    assert "Traceback" not in err
    assert not (tmp_path / "ACTIVE").exists()


def _start(*words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "api.cli.main", *words],
        cwd=ROOT,
        env=CLEAN,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _ready(url: str) -> bool:
    for _ in range(300):
        try:
            with urllib.request.urlopen(url, timeout=2) as reply:  # noqa: S310 - own service
                return bool(reply.status == 200)
        except OSError:
            time.sleep(0.2)
    return False
