"""Contradictions of a whole library: approvals, order, form and cost."""

from __future__ import annotations

import time
from dataclasses import FrozenInstanceError, replace
from pathlib import Path

import pytest

from corpus.conflicts import TOLD, Conflict, ConflictKind, find_conflicts
from corpus.library import read_library
from corpus.passages import Budget
from tests.corpus.conflict_pages import cited, conflicts_of, kinds, library_of
from tests.shared import shared_path

GRANT = "Lumistem was approved in Japan in March 2018 for amber fever in adults."


def page(*sentences: str, as_of: str = "") -> str:
    front = f"---\nas-of: {as_of}\n---\n\n" if as_of else ""
    return front + "# Page\n\n" + "\n\n".join(sentences) + "\n"


@pytest.mark.parametrize(
    "other",
    [
        "Lumistem is not approved in Japan for amber fever in adults.",
        "Lumistem has not been approved in Japan for amber fever in adults.",
        "Lumistem has no approval in Japan for amber fever in adults.",
    ],
)
def test_approved_and_not_approved(tmp_path: Path, other: str) -> None:
    assert kinds(conflicts_of(tmp_path, page(GRANT, other))) == ["approval"]


@pytest.mark.parametrize(
    "other",
    [
        "Lumistem is not approved in Canada for amber fever in adults.",  # place
        "Lumistem is not approved in Japan for violet rash in adults.",  # use
        "Lumistem is not approved in Japan for amber fever in children.",  # age
        "Solacell is not approved in Japan for amber fever in adults.",  # product
        "Lumistem is no longer approved in Japan for amber fever in adults.",  # later
        "Lumistem would be approved in Japan in 2030 for amber fever in adults.",
    ],
)
def test_approvals_do_not_reach_further(tmp_path: Path, other: str) -> None:
    assert conflicts_of(tmp_path, page(GRANT, other)) == ()


def test_an_earlier_denial_is_history(tmp_path: Path) -> None:
    denial = "Lumistem is not approved in Japan for amber fever in adults."
    assert conflicts_of(tmp_path, page(GRANT), page(denial, as_of="2016-05-01")) == ()
    assert kinds(conflicts_of(tmp_path, page(GRANT), page(denial, as_of="2020-05-01"))) == [
        "approval"
    ]


def test_two_dates_of_one_approval(tmp_path: Path) -> None:
    other = GRANT.replace("March 2018", "May 2019")
    assert kinds(conflicts_of(tmp_path, page(GRANT), page(other))) == ["date"]
    rough = GRANT.replace("March 2018", "2018")
    assert conflicts_of(tmp_path, page(GRANT), page(rough)) == ()
    conditional = other.replace("was approved", "was conditionally approved")
    assert conflicts_of(tmp_path, page(GRANT), page(conditional)) == ()


def test_a_conflict_is_a_frozen_pair_with_the_released_sentence(tmp_path: Path) -> None:
    library = library_of(
        tmp_path,
        cited("The trial enrolled 40 adults."),
        cited("The trial enrolled 64 adults."),
    )
    (found,) = find_conflicts(library.articles, library.references)
    order = [one.id for article in library.articles for one in article.statements]
    assert order.index(found.first) < order.index(found.second)
    assert (found.kind, found.subject) == ("n", "doi:10.5555/nord.1")
    assert found.told == TOLD[ConflictKind.N]
    with pytest.raises(FrozenInstanceError):
        found.subject = "x"  # type: ignore[misc]


def test_every_kind_has_its_sentence_and_no_other_may_be_told() -> None:
    assert set(TOLD) == set(ConflictKind)
    assert len(set(TOLD.values())) == len(TOLD)
    with pytest.raises(ValueError, match="released"):
        Conflict(ConflictKind.N, "a@0-1", "b@0-1", "x", "Our own words.")
    with pytest.raises(ValueError, match="itself"):
        Conflict(ConflictKind.N, "a@0-1", "a@0-1", "x", TOLD[ConflictKind.N])


def test_of_a_registry_record_only_its_fields_are_facts(tmp_path: Path) -> None:
    """Its plans, criteria and publications speak of other things, and of other studies."""
    record = (
        "# NORDLYS\n\n## Entry\n\n- Phase: Phase 1/Phase 2\n- Enrolment: 62 (actual)\n\n"
        "## Plan\n\nThis phase 3 trial (n=300) is ongoing, as are others.\n"
    )
    library = library_of(tmp_path, cited("NCT90000001 is a phase 2b trial."), record)
    articles = (library.articles[0], replace(library.articles[1], own="NCT90000001"))
    first = replace(articles[0].statements[1], references=("NCT90000001",))
    articles = (replace(articles[0], statements=(first,)), articles[1])
    (found,) = find_conflicts(articles, {})
    words = {one.id: one.clean for one in library.articles[1].statements}
    assert (found.kind, words[found.second]) == ("phase", "Phase: Phase 1/Phase 2")


def test_no_articles_and_no_references() -> None:
    assert find_conflicts((), {}) == ()


def test_unknown_references_are_no_error(tmp_path: Path) -> None:
    library = library_of(tmp_path, cited("The trial enrolled 40 adults."))
    assert find_conflicts(library.articles, {}) == ()


def test_the_order_of_articles_changes_no_pair(tmp_path: Path) -> None:
    library = library_of(
        tmp_path,
        cited("The trial enrolled 40 adults.", "Reach improved at 12 weeks."),
        cited("The trial enrolled 64 adults.", "Reach did not change at 12 weeks."),
    )
    forward = find_conflicts(library.articles, library.references)
    backward = find_conflicts(library.articles[::-1], library.references)
    assert len(forward) == 2
    assert {frozenset((one.first, one.second)) for one in forward} == {
        frozenset((one.first, one.second)) for one in backward
    }
    assert forward == find_conflicts(library.articles, library.references)


def test_a_pair_in_each_article_and_one_between_them(tmp_path: Path) -> None:
    both = cited("The trial enrolled 40 adults.", "The trial enrolled 64 adults.")
    found = conflicts_of(tmp_path, both, both)
    where = [(one.first.split("@")[0], one.second.split("@")[0]) for one in found]
    assert sorted(where) == [("p1", "p1"), ("p1", "p2"), ("p2", "p2")]


def test_many_statements_of_one_study_cost_no_square(tmp_path: Path) -> None:
    """A thousand statements of one value are no million pairs."""
    many = [f"By day {day}00 the trial enrolled 40 adults." for day in range(1, 1001)]
    library = library_of(tmp_path, cited(*many, "The trial enrolled 64 adults."))
    started = time.process_time()
    found = find_conflicts(library.articles, library.references)
    assert kinds(found) == ["n"]
    assert time.process_time() - started < 5


def test_the_seed_pages_hold_their_known_contradictions() -> None:
    library = read_library([shared_path("corpora/seeds")], Budget())
    found = find_conflicts(library.articles, library.references)
    assert {str(one.kind) for one in found} == {"status", "direction", "safety"}
    assert {one.subject for one in found} == {"NCT02982915", "CRATUS", "003_e4b2aff5fb764daf"}
