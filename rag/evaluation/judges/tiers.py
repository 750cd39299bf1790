"""Judging the tier of a statement: right, stronger than its label, or weaker."""

from __future__ import annotations

from typing import Any

from corpus.records import Span
from corpus.vocabulary import TIERS
from rag.evaluation.cases import Place, TierCase
from rag.evaluation.library import GoldMissingError, LibraryView, overlaps, span_of
from rag.evaluation.measures import worst_scores
from rag.evaluation.results import Score
from rag.evaluation.target import Payload

TIER_MEASURES = ("tier.accuracy", "tier.inflation", "tier.deflation")


def judge_tier(case: TierCase, library: LibraryView) -> tuple[dict[str, Score], dict[str, Any]]:
    """Return the scores of one label, and what the report shows of it.

    Raises:
        GoldMissingError: The statement does not stand once in the target's library.
        rag.evaluation.target.TargetError: The target failed.
    """
    located = library.locate(Place(article=case.article, quote=case.quote))
    article = library.article(case.article)
    statement = _statement(article.statements if article else (), located.span)
    if statement is None:
        raise GoldMissingError(f"{case.article}: no statement holds {case.quote!r}")
    got = str(statement["tier"])
    right = got in (case.tier, *case.accept)
    stronger, weaker = _rank(got) < _rank(case.tier), _rank(got) > _rank(case.tier)
    scores = {
        "tier.accuracy": Score(float(right)),
        "tier.inflation": Score(float(not right and stronger)),
        "tier.deflation": Score(float(not right and weaker)),
    }
    detail = {
        "article": case.article,
        "quote": case.quote,
        "expected": case.tier,
        "got": got,
        "basis": statement["tier_basis"],
        "note": case.note,
    }
    return scores, detail


def failed_tier() -> dict[str, Score]:
    """Return the scores of a label that the target failed on."""
    return worst_scores(TIER_MEASURES)


def _statement(statements: tuple[Payload, ...], span: Span) -> Payload | None:
    """Return the statement that shares most with `span`."""
    near = [each for each in statements if overlaps(span_of(each), span)]
    return max(near, key=lambda each: _common(span_of(each), span), default=None)


def _common(left: Span, right: Span) -> int:
    return min(left.end, right.end) - max(left.start, right.start)


def _rank(tier: str) -> int:
    known = TIERS.get(tier)
    return known.rank if known else 0
