"""What is read off a pattern never hides a match: guided and plain searches agree."""

from __future__ import annotations

import pytest

from corpus.tiers.branches import read_branches
from corpus.tiers.starts import read_starts
from corpus.tiers.words import Concept, words_of


@pytest.mark.parametrize(
    ("pattern", "stems"),
    [
        (r"\b(?:trials?|studies)\b", {"tria", "stud"}),
        (r"\b(?:very )*no data\b", {"very", "no"}),
        (r"\bil-?\d\b", {"il", *(f"il{digit}" for digit in range(10))}),
        (r"\b(?:un)?tested\b", {"unte", "test"}),
        (r"\bran{1,2}\b", {"ran", "rann"}),
        (r"\b(?P<non>non)-?random", {"non", "nonr"}),
        (r"(?<!not )\bapproved\b(?= (?:in|by))", {"appr"}),
    ],
)
def test_beginnings_are_read(pattern: str, stems: set[str]) -> None:
    starts = read_starts(pattern)
    assert starts is not None
    assert set(starts.stems) == stems


def test_an_open_beginning_stays_partial() -> None:
    starts = read_starts(r"\bno\w*")
    assert starts is not None
    assert starts.partial == ("no",)
    assert Concept(r"\bno\w*").find(words_of("but nothing else")) == "nothing"


@pytest.mark.parametrize("pattern", [r"\d ?%", r"[^.]+ trial", r"trial", r"(?i)\btrial", r"\b.x"])
def test_a_pattern_that_may_begin_anywhere_is_searched_plainly(pattern: str) -> None:
    assert read_starts(pattern) is None
    assert Concept(pattern).within(words_of("a 5 % x-trial. ax trial"))


def test_the_leftmost_match_is_found() -> None:
    concept = Concept(r"\b(?:zeta|alpha) one\b")
    assert concept.find(words_of("alphas, zeta one, alpha one")) == "zeta one"


def test_a_letter_that_grows_in_lower_case_keeps_every_place() -> None:
    assert Concept(r"\btrial\b").find(words_of("\u0130 \u0130 Trial")) == "Trial"


@pytest.mark.parametrize(
    ("pattern", "needs"),
    [
        (r"\bno (?:\w+ ){0,3}?(?:trials?|data)\b", [{"tria", "data"}]),
        (r"\b(?:lack of data|unknown)\b", [{"data"}, set()]),
        (r"\bis (?:still )?untested\b", [{"unte"}]),
        (r"\bno (?:trial )?\w+", [set()]),
        (r"\b(?:in|at) the\b", [set()]),
    ],
)
def test_branches_tell_the_words_they_need(pattern: str, needs: list[set[str]]) -> None:
    found = [set(branch.needs) for branch in read_branches(pattern)]
    assert sorted(map(sorted, set(map(frozenset, found)))) == sorted(map(sorted, needs))


def test_a_branch_without_its_word_is_not_searched() -> None:
    concept = Concept(r"\bno (?:\w+ )?trials\b")
    assert not concept.mask & words_of("there is no cure").possible
    assert concept.find(words_of("there are no large trials")) == "no large trials"


def test_an_opening_is_told_by_the_first_word() -> None:
    concept = Concept(r"^(?:see also|go to)\b")
    assert concept.within(words_of("See also the page on cells"))
    assert not concept.mask & words_of("The cells see also light").possible
