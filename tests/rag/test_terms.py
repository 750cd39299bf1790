"""Technical words must be found again; common ones, mistyped ones and inflected ones need not."""

from __future__ import annotations

import pytest

from index.snapshot import Snapshot
from rag.question import read_question
from rag.spelling import holds, is_mistyped
from rag.support import decide_support
from rag.terms import with_terms
from tests.rag.handmade_candidates import candidate


def terms(snapshot: Snapshot, question: str, *, english: bool = True) -> list[str]:
    read = with_terms(read_question(question), snapshot.encoder, english=english)
    return [term.text for term in read.terms]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("Does semaglutide slow frailty?", ["semaglutide"]),
        ("Did the dummy treatment do as well?", []),
        ("Was there more stiffness or less sadness?", []),
        ("What did the sarcoidosis patients feel?", ["sarcoidosis"]),
    ],
)
def test_a_word_of_several_pieces_is_technical(
    small_snapshot: Snapshot, question: str, found: list[str]
) -> None:
    assert terms(small_snapshot, question) == found


def test_other_languages_have_none(small_snapshot: Snapshot) -> None:
    assert terms(small_snapshot, "Combien de participants?", english=False) == []


def test_what_the_library_lacks_is_missing(small_snapshot: Snapshot) -> None:
    question = with_terms(
        read_question("Does semaglutide improve walking?"), small_snapshot.encoder
    )
    decided = decide_support(question, [candidate("Walking improved with the cells", 0.9)])
    assert decided.missing == ("term",)
    assert decided.verdict != "supported"


@pytest.mark.parametrize("typed", ["univeristy", "univrsity", "universsity", "unaversity"])
def test_one_slip_is_forgiven(typed: str) -> None:
    assert is_mistyped(typed, {"university"})


@pytest.mark.parametrize("word", ["diversity", "unvirsety", "uni"])
def test_another_word_is_no_slip(word: str) -> None:
    assert not is_mistyped(word, {"university"})


def test_another_form_of_a_long_word_is_held() -> None:
    assert holds({"randomized"}, "randomised")
    assert holds({"infusions"}, "infusion")
    assert not holds({"injection"}, "infusion")
