"""Suites: what a line may hold, and how a wrong one is told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from rag.evaluation.cases import CASE, AnswerCase, case_schema
from rag.evaluation.suite import SuiteError, SuiteHeader, read_suite, write_suite

ROOT = Path(__file__).parents[3]
GOOD: dict[str, Any] = {
    "id": "a1",
    "kind": "answer",
    "question": "How many?",
    "answerable": True,
    "facts": [{"any": [{"article": "knees", "quote": "30 adults"}], "numbers": ["30"]}],
}


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "other"},
        {"qestion": "misspelt"},
        {"question": ""},
        {"answerable": False},
        {"facts": [{"any": []}]},
        {"facts": [{"any": [{"article": "knees", "quote": "x", "tier": "gold_standard"}]}]},
        {"id": ""},
    ],
)
def test_a_wrong_case_is_refused(change: dict[str, Any]) -> None:
    CASE.validate_python(GOOD)
    with pytest.raises(ValidationError):
        CASE.validate_python({**GOOD, **change})


def test_the_schema_in_the_repository_is_the_one_in_force() -> None:
    kept = json.loads((ROOT / "suites" / "schema.json").read_text("utf-8"))
    assert kept == json.loads(json.dumps(case_schema()))


def test_a_suite_tells_every_wrong_line(tmp_path: Path) -> None:
    lines = [json.dumps(GOOD), "{not json", json.dumps({**GOOD, "question": ""}), json.dumps(GOOD)]
    (tmp_path / "cases.jsonl").write_text("\n".join(lines), "utf-8")
    with pytest.raises(SuiteError) as raised:
        read_suite(tmp_path)
    told = str(raised.value)
    assert "cases.jsonl:2" in told
    assert "cases.jsonl:3: answer.question" in told
    assert "'a1' comes 2 times" in told


def test_many_problems_are_counted_and_not_all_told(tmp_path: Path) -> None:
    (tmp_path / "cases.jsonl").write_text("{}\n" * 500, "utf-8")
    with pytest.raises(SuiteError) as raised:
        read_suite(tmp_path)
    assert str(raised.value).count("\n") < 30
    assert "480 more" in str(raised.value)


def test_nothing_there_is_told(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "gone.jsonl"):
        with pytest.raises(SuiteError, match="no suite here"):
            read_suite(path)
    (tmp_path / "empty.jsonl").write_text("\n", "utf-8")
    with pytest.raises(SuiteError, match="holds no case"):
        read_suite(tmp_path)


def test_a_suite_reads_back_as_written(tmp_path: Path) -> None:
    header = SuiteHeader(name="knees", version="3", articles=("articles",))
    case = AnswerCase.model_validate(GOOD)
    write_suite(tmp_path / "new", header, [case])
    suite = read_suite(tmp_path / "new")
    assert suite.cases == (case,)
    assert suite.header == header
    assert suite.articles == (tmp_path / "new" / "articles",)


def test_the_hash_follows_the_cases(tmp_path: Path) -> None:
    file = tmp_path / "cases.jsonl"
    file.write_text(json.dumps(GOOD), "utf-8")
    first = read_suite(file)
    assert first.name == "cases"
    file.write_text(json.dumps({**GOOD, "question": "How many more?"}), "utf-8")
    assert read_suite(file).sha256 != first.sha256
