"""A posterior probability is no p-value: asked for the one, a study may only have the other.

A p-value is how often chance alone would give such a result; a posterior probability is how likely
an effect is held to be after the study. The library shows what it has and says that it is not what
was asked for.
"""

from __future__ import annotations

from collections.abc import Sequence

from corpus.figures import find_figure
from corpus.records import Kind
from rag.candidates import Candidate
from rag.concepts import concepts
from rag.support import Support

P_VALUE = frozenset({"fact.p_value", "fact.significance"})


def posterior_instead(support: Support, candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Return what gives a posterior probability where only a p-value was missed, best first.

    Only statements on the subject of the question count; a footnote comes after the others.
    """
    if not P_VALUE & set(support.missing):
        return ()
    (posterior,) = (each for each in concepts() if each.id == "fact.posterior")
    found = (
        each
        for each in candidates
        if each.statement.id in support.on_subject
        and posterior.told.search(each.statement.clean)
        and find_figure(each.statement.clean)
    )
    return tuple(sorted(found, key=lambda each: each.statement.kind is Kind.FOOTNOTE))
