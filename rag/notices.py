"""The released lines that an answer needs beside its disclaimer."""

from __future__ import annotations

from collections.abc import Sequence

from rag.answer import Evidence, Notice
from rag.policy import PolicyDecision
from rag.wording import said, wording

# Caveat, kind of notice in the HTTP contract, released wording.
_BY_CAVEAT = (
    ("per-protocol-only", "analysis_set", "notice.analysis_set"),
    ("results-unpublished", "as_of", "notice.status"),
    ("time-sensitive", "as_of", "notice.as_of"),
)


def notices_for(
    decision: PolicyDecision, evidence: Sequence[Evidence], lang: str | None = None
) -> tuple[Notice, ...]:
    """Return the notices for a decision and the evidence shown, each once.

    A translation that is not signed yet is followed by its English original, of the same kind.
    """
    needed = [(need, f"notice.{need}") for need in decision.strong if need != "personal"]
    ids = {caveat.id for entry in evidence for caveat in entry.caveats}
    needed += [(kind, line) for caveat, kind, line in _BY_CAVEAT if caveat in ids]
    if any(entry.tier.id == "regulatory_approval" for entry in evidence):
        needed.append(("approval_scope", "notice.approval_scope"))
    return tuple(
        Notice(kind, text)
        for kind, line in dict.fromkeys(needed)
        for text in said(wording(line), lang)
    )
