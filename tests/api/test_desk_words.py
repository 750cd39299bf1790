"""The staff desk has plain words for every code that the service may say."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from api.choices import FORMATS, STATES, TAGS
from api.schemas import Outcome, PolicyOut, SupportOut
from rag.generation.draft import Failure
from rag.policy.decide import _RANK

DESK = Path(__file__).resolve().parents[2] / "widget" / "src" / "desk"
WORDS = (DESK / "words.ts").read_text(encoding="utf-8")


def coded(table: str) -> set[str]:
    """Return the codes of a table of words.ts."""
    found = re.search(rf"const {table}: Words = \{{(.*?)\}};", WORDS, re.DOTALL)
    assert found, table
    return set(re.findall(r'(?:^|[\s,])"?([\w-]+)"?: "', found[1]))


@pytest.mark.parametrize(
    ("table", "codes"),
    [
        ("CATEGORIES", _RANK),
        ("ACTIONS", get_args(PolicyOut.model_fields["action"].annotation)),
        ("VERDICTS", get_args(SupportOut.model_fields["verdict"].annotation)),
        ("FAILURES", (*get_args(Failure), "nothing-left")),
        ("OUTCOMES", get_args(Outcome)),
        ("TAGS", TAGS),
        ("STATES", STATES),
        ("MISSING", ("name", "term", "count", "time")),
    ],
)
def test_every_code_has_words_and_no_word_is_left_over(table: str, codes: tuple[str, ...]) -> None:
    assert coded(table) == set(codes)


def test_every_format_has_a_name_and_an_ending() -> None:
    for file, table in (("answer_actions.ts", "NAMES"), ("service.ts", "ENDINGS")):
        text = (DESK / file).read_text(encoding="utf-8")
        found = re.search(rf"const {table}[^=]*= \{{(.*?)\}};", text, re.DOTALL)
        assert found
        assert set(re.findall(r'"?([\w-]+)"?: "', found[1])) == set(FORMATS), table
