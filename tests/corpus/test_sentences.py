"""Sentence boundaries where marks, abbreviations and brackets mislead."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.records import Span
from corpus.sentences import sentence_spans
from tests.corpus.pages import WORDS


def split(text: str, *hidden: str) -> list[str]:
    spans = [Span(text.index(mark), text.index(mark) + len(mark)) for mark in hidden]
    return [span.quote(text) for span in sentence_spans(text, spans)]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("One of them ends right here. Two of them end here.", 2),
        ("Golpanian et al. 2017 gave cells. They walked.", 2),
        ("It rose vs. placebo, e.g. in Fig. 2 of the paper.", 1),
        ("It rose in both of them (p=.011). It fell in one (p=.02).", 2),
        ("A trial (n=30. All were old.) was run there.", 1),
        ("Published in J. Gerontol. A Biol. Sci. last year.", 1),
        ("Long-term safety. No data go beyond twelve months.", 1),
        ("In all n=45 people were drawn. n=15 got placebo.", 2),
        ("", 0),
        ("   ", 0),
    ],
)
def test_boundaries(text: str, count: int) -> None:
    assert len(split(text)) == count


def test_marks_and_tags_stay_with_the_sentence_before_them() -> None:
    assert split("Cells of the cord grew well here.[^a] They fell later.", "[^a]") == [
        "Cells of the cord grew well here.[^a]",
        "They fell later.",
    ]
    assert split("All of them slept very well. None died [^a].", "[^a]") == [
        "All of them slept very well.",
        "None died [^a].",
    ]
    assert split("They fell after two weeks. #gap/x", "#gap/x") == [
        "They fell after two weeks. #gap/x"
    ]


@settings(derandomize=True, max_examples=60, deadline=None, database=None)
@given(st.lists(st.sampled_from([*WORDS, ". ", ".\n"]), max_size=30).map(" ".join))
def test_sentences_hold_all_words_in_order(text: str) -> None:
    spans = sentence_spans(text)
    assert "".join("".join(span.quote(text).split()) for span in spans) == "".join(text.split())
    for before, after in pairwise(spans):
        assert before.end <= after.start


@pytest.mark.parametrize("space", ["\xa0", "\u2009", "\u3000", "\t"])
def test_wide_spaces_before_a_full_stop_break_nothing(space: str) -> None:
    # The splitter counts a space as one byte, and panics at "A", a wider one and a full stop.
    text = f"It came with vitamin A{space}. Nobody{space}died of it. Two left."
    plain = text.replace(space, " ")
    assert sentence_spans(text) == sentence_spans(plain)
    assert split(text)[-1] == "Two left."
