"""A report as Markdown shows every word and lets none of them be markup."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from markdown_it import MarkdownIt
from starlette.testclient import TestClient

from api.exporting.cited import nothing_known
from api.exporting.formats import EXPORTERS
from api.exporting.text import lines_of
from tests.api.exporting.answers import (
    HOSTILE,
    asked,
    handmade,
    hostile_known,
    hostile_report,
    known,
    nasty_texts,
    with_texts,
)

QUESTION = "Were the cells safe?"
PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
PLAIN = {"text", "softbreak", "code_inline", "strong_open", "strong_close", "link_open"}
OURS = ("https://doi.org/", "https://clinicaltrials.gov/study/", "https://pubmed.ncbi.nlm.nih.gov/",
        "https://example.org/")  # fmt: skip


def written(question: str = QUESTION, **changes: object) -> str:
    return EXPORTERS["markdown"].write(question, handmade(**changes), known).decode()


def shape(text: str) -> list[str]:
    """Return what a parser takes for blocks, quotes as one."""
    return [
        token.type for token in PARSER.parse(text) if token.level == 0 or token.type[:4] == "list"
    ]


def inlines(text: str) -> Iterator[Any]:
    for token in PARSER.parse(text):
        yield from token.children or ()


def quotes(text: str) -> list[str]:
    """Return the words of each quote, its lines apart."""
    found: list[str] = []
    depth = 0
    for token in PARSER.parse(text):
        depth += token.nesting if token.type.startswith("blockquote") else 0
        if token.type == "blockquote_open" and depth == 1:
            found.append("")
        if token.type == "inline" and depth:
            inner = token.children or ()
            parts = ["\n" if part.type == "softbreak" else part.content for part in inner]
            found[-1] += ("\n" if found[-1] else "") + "".join(parts)
    return found


def test_it_says_everything_in_order() -> None:
    text = written()
    wanted = [
        "# Refdesk: Answered from the library",
        "> Educational information only",
        "## Question",
        "> Were the cells safe?",
        "## Where the library disagrees with itself",
        "- Two counts differ. \\[1\\] \\[2\\]",
        "## What the library says",
        "From early human trials:",
        "- Measure: Deaths; What was reported: One \\[1\\] **(Human trial: early phase)** Fewer",
        "- “HERA has no results.” \\[2\\]",
        "- One of 15 people died. (drafted) \\[1\\] \\[3\\]",
        "worded by a language model",
        "## Please note",
        "- The amount studied",
        "## Evidence",
        "### \\[1\\] All on frailty",
        "> \\| Deaths \\| One \\[\\^golpanian2017\\] \\|",
        "- Strength: **Human trial: early phase**. A small early trial.",
        '- Decided by: R5: "phase-1" in the reference',
        "- Caveat: Fewer than 50 people took part.",
        "- The article reports this of: Golpanian 2017",
        "- Article: [All on frailty](<https://example.org/frailty>), as of 2026-05-06; section",
        f"characters 10 to 15 of the source of `frailty`, SHA-256 `{'ab' * 32}`; passage `p-1`",
        "### \\[3\\] All on rules",
        "> A rule\n> of two lines.",
        "- The quote is from the paper or registration itself.",
        "## Near the question, but no answer to it",
        "### \\[4\\] All on names",
        "## Studies and documents cited",
        "- Golpanian S, DiFede DL, Khan A et al. Allogeneic cells in aging frailty. J Gerontol A",
        "[DOI 10.1093/gerona/glx056](<https://doi.org/10.1093/gerona/glx056>). Cited by \\[1",
        "- hera. Randomized trial, phase 2b. [ClinicalTrials.gov NCT02982915](<https://clinicaltri",
        "- FDA 2020: FDA USA · July 2020 · regulatory guidance · no identifier given.",
        "## How this was made",
        "- Answer: `a1b2`",
        "- Snapshot of the library: `s1`, built 2026-11-22T12:00:00Z",
        "- Disclaimer: `general-en-1.0.0`",
    ]
    place = 0
    for each in wanted:
        assert each in text[place:], each
        place = text.index(each, place)


@pytest.mark.parametrize("outcome", ["answered", "refused", "emergency", "not_in_library"])
def test_every_outcome_of_the_service(client: TestClient, outcome: str) -> None:
    question, answer = asked(client, outcome)
    text = EXPORTERS["markdown"].write(question, answer, nothing_known).decode()
    assert quotes(text)[0] == answer.disclaimer.text
    digest = hashlib.sha256(quotes(text)[0].encode()).hexdigest()
    assert digest == answer.disclaimer.sha256
    assert quotes(text)[1] == question
    assert quotes(text)[2:] == [entry.quote for entry in (*answer.evidence, *answer.related)]
    told = {"refused": "Not a question for this service", "emergency": "Emergency",
            "not_in_library": "Not in the library", "answered": "Answered"}  # fmt: skip
    assert text.startswith(f"# Refdesk: {told[outcome]}")
    for notice in answer.notices:
        assert notice.text.split(".")[0] in text
    if outcome == "emergency":
        assert text.index(answer.notices[0].text[:40]) < text.index("Educational")


def test_every_hostile_text_is_words_only() -> None:
    plain = shape(written())
    for hostile in HOSTILE:
        answer, known = hostile_report(hostile)
        text = EXPORTERS["markdown"].write(f"{hostile}?", answer, known).decode()
        check(text, plain)
        for entry in answer.evidence:
            assert words(entry.quote) in [words(quote) for quote in quotes(text)]


@settings(max_examples=60, deadline=None)
@given(nasty_texts)
def test_whatever_is_written_is_words_only(nasty: str) -> None:
    def change(text: str) -> str:
        return f"{nasty}{text}"

    answer = with_texts(handmade(), change)
    text = EXPORTERS["markdown"].write(nasty, answer, hostile_known(change)).decode()
    check(text, shape(written()))
    assert [words(quote) for quote in quotes(text)[1:-1]] == [
        words(each) for each in (nasty, *(entry.quote for entry in answer.evidence))
    ]


def check(text: str, plain: list[str]) -> None:
    """Look that a hostile report is laid out as a harmless one, and leads nowhere else."""
    assert shape(text) == plain
    for token in inlines(text):
        assert token.type in PLAIN | {"link_close"}, (token.type, token.content)
        if token.type == "link_open":
            assert str(token.attrGet("href")).startswith(OURS)


def words(text: str) -> list[str]:
    """Return the words of a text as any file shows them."""
    return " ".join(lines_of(text)).split()
