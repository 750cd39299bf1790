"""A proposed design reaches the statements of a bare abstract, marked, and never lifts too far."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.library import read_article
from corpus.passages import Budget
from corpus.proposals import CAP
from corpus.records import Article
from corpus.vocabulary import TIERS
from tests.corpus.proposed_texts import COHORT, HORSES, MICE, PROTOCOL, REVIEW, TRIAL


def read(tmp_path: Path, text: str) -> Article:
    path = tmp_path / "abstract.md"
    path.write_text(text, encoding="utf-8")
    return read_article(path, Budget())


def bare(text: str) -> str:
    """Return an abstract whose title does not tell its design, each paragraph on a line."""
    title, _, rest = text.partition("\n")
    return f"# {title.partition(':')[0]}\n\n{' '.join(rest.split())}\n"


@pytest.mark.parametrize("text", [TRIAL, COHORT, REVIEW, PROTOCOL, HORSES])
def test_a_proposal_is_marked_and_lifts_to_early_evidence_at_most(
    text: str, tmp_path: Path
) -> None:
    article = read(tmp_path, bare(text))
    proposed = [s for s in article.statements if "proposed from the text" in s.tier_basis]
    assert proposed or text is not HORSES  # where a text's own words tell, they decide
    assert all(TIERS[s.tier].rank >= TIERS[CAP].rank for s in proposed)


def test_a_proposed_animal_study_makes_no_human_evidence(tmp_path: Path) -> None:
    article = read(tmp_path, bare(MICE))
    assert not any(TIERS[s.tier].human and TIERS[s.tier].outcome_evidence
                   for s in article.statements)  # fmt: skip
    assert any(s.tier == "animal_study" for s in article.statements)


@pytest.mark.parametrize(
    "around",
    [
        "---\ntype: study\n---\n{}",
        "{}\nIt was seen before [^a].\n\n[^a]: doi:10.1000/a.1 · Alder B · Venue 2019\n",
        "{}" + "\nCells were given to more patients and their motion was measured again." * 120,
    ],
)
def test_nothing_is_proposed_where_something_tells(tmp_path: Path, around: str) -> None:
    path = tmp_path / "page.md"
    path.write_text(around.format(bare(TRIAL)), encoding="utf-8")
    article = read_article(path, Budget())
    assert not any("proposed" in statement.tier_basis for statement in article.statements)
