"""Candidates made by hand, for tests of support and composition without a model."""

from __future__ import annotations

from corpus.records import Kind, Passage, Span, Statement
from index.textfold import words
from rag.candidates import Agreement, Candidate


def candidate(
    text: str,
    score: float = 0.7,
    *,
    tier: str = "human_rct_phase2",
    direction: str = "na",
    study: str = "doi:10.1/a",
    kind: Kind = Kind.PARAGRAPH,
    block: int = 0,
    context: str = "",
) -> Candidate:
    """Return a candidate whose every score is `score`; `block` sets it apart from others."""
    start = block * 1000
    statement = Statement(
        id=f"a@{start}-{start + len(text)}",
        article="a",
        span=Span(start, start + len(text)),
        text=text,
        kind=kind,
        section=("S",),
        clean=text,
        tier=tier,
        tier_basis="R5",
        direction=direction,
        references=(study,) if study else (),
        block=block,
    )
    passage = Passage("p-1", "a", Span(0, 9), ("S",), "A > S", text, (statement.id,), ((0, 1),))
    held = frozenset(words(f"{text} {context}"))
    agreement = Agreement(own=score, mapped=score, passage=score)
    return Candidate(statement, passage, context, held, score, score, score, score, agreement)
