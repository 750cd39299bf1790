"""`refdesk ask --save`: the answer as a file, beside the one on standard output."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from api.cli.asking import run_ask
from api.cli.exits import FailedError
from api.cli.main import cli
from api.cli.saving import saving_to
from api.exporting.carried import file_disclaimer
from api.exporting.formats import EXPORTERS
from api.settings import Settings
from tests.api.api_inputs import QUESTIONS

RECORDS_OFF = {"REFDESK_RECORDS": "off"}


def ask(data: Path, *words: str, outcome: str = "answered") -> Any:  # noqa: ANN401 - click's result
    told = ["ask", QUESTIONS[outcome], "--data", str(data), *words]
    return CliRunner(env=RECORDS_OFF).invoke(cli, told)


@pytest.mark.parametrize("ending", [".md", ".docx", ".json", ".RIS"])
def test_the_end_of_its_name_says_the_format(
    data_folder: Path, tmp_path: Path, ending: str
) -> None:
    file = tmp_path / f"cratus{ending}"
    done = ask(data_folder, "--save", str(file), "--json")
    assert done.exit_code == 0
    assert f"saved as {file}" in done.stderr
    media = next(each.media for each in EXPORTERS.values() if each.ending == ending.lower())
    carried = file_disclaimer(file.read_bytes(), media)
    assert carried is not None
    answer = json.loads(done.stdout)
    assert carried.id == answer["disclaimer"]["id"]
    if ending != ".docx":
        text = file.read_text(encoding="utf-8")
        assert answer["answer_id"] in text
        assert "J Gerontol A" in text  # the registry was asked


def test_what_is_declined_is_saved_and_the_exit_code_tells(
    data_folder: Path, tmp_path: Path
) -> None:
    for outcome, code in (("refused", 4), ("emergency", 4), ("not_in_library", 5)):
        file = tmp_path / f"{outcome}.md"
        assert ask(data_folder, "--save", str(file), outcome=outcome).exit_code == code
        assert QUESTIONS[outcome][:20] in file.read_text(encoding="utf-8")


def test_a_file_that_is_there_is_overwritten_by_force_alone(
    data_folder: Path, tmp_path: Path
) -> None:
    file = tmp_path / "answer.md"
    file.write_text("mine")
    refused = ask(data_folder, "--save", str(file))
    assert refused.exit_code == 2
    assert "--force" in refused.stderr
    assert refused.stdout == ""
    assert file.read_text() == "mine"
    assert ask(data_folder, "--save", str(file), "--force").exit_code == 0
    assert file.read_text(encoding="utf-8").startswith("# Refdesk: Answered")


@pytest.mark.parametrize(
    "words",
    [
        ["--save", "answer.pdf"],
        ["--save", "answer"],
        ["--save", "nowhere/answer.md"],
        ["--save", "folder.md"],
        ["--save", "folder.md", "--force"],
        ["--force"],
    ],
)
def test_what_cannot_be_done_is_told_before_anything_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("folder.md").mkdir()
    done = ask(tmp_path, *words)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder.md"]


def test_a_question_that_cannot_be_asked_makes_no_file(data_folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "answer.md"
    words = ["ask", " ", "--data", str(data_folder), "--save", str(file)]
    assert CliRunner(env=RECORDS_OFF).invoke(cli, words).exit_code == 2
    assert not file.exists()


def test_a_file_that_has_come_to_be_meanwhile_is_kept_and_the_answer_given(
    data_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "answer.md"
    saving = saving_to(file, force=False)
    file.write_text("mine")
    settings = Settings(data=data_folder, records="off")
    with pytest.raises(FailedError, match="was not written: File exists"):
        run_ask(settings, QUESTIONS["answered"], {}, as_json=True, saving=saving)
    assert json.loads(capsys.readouterr().out)["outcome"] == "answered"
    assert file.read_text() == "mine"
