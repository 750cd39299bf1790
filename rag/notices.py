"""The released lines that an answer needs beside its disclaimer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rag.answer import Evidence, Notice
from rag.policy import PolicyDecision
from rag.wording import wording

_BY_CAVEAT = (
    ("per-protocol-only", "analysis_set"),
    ("results-unpublished", "status"),
    ("time-sensitive", "as_of"),
)


def notices_for(decision: PolicyDecision, evidence: Sequence[Evidence]) -> tuple[Notice, ...]:
    """Return the notices for a decision and the evidence shown, each kind once."""
    kinds = [*(need for need in decision.strong if need != "personal")]
    ids = {caveat.id for entry in evidence for caveat in entry.caveats}
    kinds += [kind for caveat, kind in _BY_CAVEAT if caveat in ids]
    if any(entry.tier.id == "regulatory_approval" for entry in evidence):
        kinds.append("approval_scope")
    if "personal" in decision.strong:
        kinds.append("personal")
    return _notices(kinds)


def _notices(kinds: Iterable[str]) -> tuple[Notice, ...]:
    return tuple(Notice(kind, wording(f"notice.{kind}").text) for kind in dict.fromkeys(kinds))
