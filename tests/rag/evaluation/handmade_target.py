"""A target over two invented articles whose answers a test sets word by word.

The judges, the runner, the gate and the comparison are about payloads; what makes the payloads is
proved elsewhere with the real desk (tests/api/test_evaluation_cli.py).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any

from corpus.records import text_sha256
from rag.disclaimers import disclaimer_for
from rag.evaluation.target import Payload, Reply, TargetError, TargetInfo

KNEES = (
    "The KNEECELL trial gave 30 adults 50 million cells.\n"
    "Walking improved in 71.9% of them.\n"
    "Stairs did not improve (p=.66).\n"
)
HIPS = "The HIPCELL trial has ended; results are not published.\n"
SOURCES = {"knees": KNEES, "hips": HIPS}
TIERS = {"knees": "human_rct_phase2", "hips": "trial_no_results"}
KNEE_STUDY = {"label": "Marlow 2024", "doi": "10.1000/KNEE", "nct": None, "pmid": None}
HIP_STUDY = {"label": "HIPCELL", "doi": None, "nct": "NCT09990001", "pmid": None}
STUDIES = {"knees": KNEE_STUDY, "hips": HIP_STUDY}


def disclaimer() -> dict[str, Any]:
    found = disclaimer_for(None)
    return {
        "id": found.id,
        "text": found.text,
        "sha256": found.sha256,
        "elements": list(found.elements),
    }


def entry(n: int, slug: str, quote: str, **changes: object) -> dict[str, Any]:
    source = SOURCES[slug]
    start = source.index(quote)
    whole = {
        "n": n,
        "passage_id": f"{slug}-passage",
        "quote": quote,
        "article": {"slug": slug},
        "span": {"start": start, "end": start + len(quote)},
        "source_sha256": text_sha256(source),
        "tier": {"id": TIERS[slug]},
        "references": [STUDIES[slug]],
    }
    return {**whole, **changes}


def answer(*evidence: dict[str, Any], **changes: object) -> dict[str, Any]:
    quotes = [
        {"text": each["quote"], "kind": "quote", "citations": [each["n"]]} for each in evidence
    ]
    whole = {
        "conversation_id": "c1",
        "outcome": "answered" if evidence else "not_in_library",
        "reason": "supported" if evidence else "no_support",
        "policy": {"action": "answer", "category": "none", "version": "1", "signals": []},
        "disclaimer": disclaimer(),
        "statements": [{"text": "In people:", "kind": "framing", "citations": []}, *quotes],
        "text": "an answer",
        "evidence": list(evidence),
        "related": [],
        "support": {"verdict": "supported", "score": 5.0, "threshold": 3.6, "missing": []},
        "timings_ms": {"policy": 1.0, "total": 9.0},
    }
    return {**whole, **changes}


def declined(action: str, outcome: str = "refused") -> dict[str, Any]:
    policy = {"action": action, "category": "dosing", "version": "1", "signals": ["dosing.me"]}
    return answer(outcome=outcome, reason="dosing", policy=policy, support=None)


def article(slug: str) -> dict[str, Any]:
    source = SOURCES[slug]
    statements = []
    at = 0
    for line in source.splitlines(keepends=True):
        span = {"start": at, "end": at + len(line) - 1}
        statements.append({"span": span, "tier": TIERS[slug], "tier_basis": "said so"})
        at += len(line)
    return {
        "slug": slug,
        "source": source,
        "passages": [{"passage_id": f"{slug}-passage", "span": {"start": 0, "end": len(source)}}],
        "statements": statements,
        "references": [{"key": f"{slug}#note", "label": STUDIES[slug]["label"]}],
    }


class HandmadeTarget:
    """Gives what `answers` says by question; anything else fails like a service that is down."""

    def __init__(
        self,
        answers: Mapping[str, dict[str, Any] | BaseException],
        *,
        on_ask: Callable[[str], None] | None = None,
        snapshot: str = "s1",
    ) -> None:
        self.answers = answers
        self.asked: list[tuple[str, str | None]] = []
        self.info = TargetInfo("in process", "handmade", snapshot, "v1", "0")
        self._on_ask = on_ask
        self._lock = threading.Lock()

    def ask(self, question: str, *, conversation_id: str | None = None) -> Reply:
        with self._lock:
            self.asked.append((question, conversation_id))
        if self._on_ask:
            self._on_ask(question)
        found = self.answers.get(question, TargetError("503 busy"))
        if isinstance(found, BaseException):
            raise found
        return Reply(found, 10.0)

    def search(self, query: str, k: int) -> Reply:
        del query
        results = [entry(1, "hips", HIPS.strip()), entry(2, "knees", KNEES.splitlines()[0])]
        return Reply({"results": results[:k], "disclaimer": disclaimer()}, 5.0)

    def article(self, slug: str) -> Payload | None:
        return article(slug) if slug in SOURCES else None
