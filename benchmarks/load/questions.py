"""Mixed questions for the benchmarks of a service: of each kind that it treats in its own way.

From the open part of the shipped suite, and from sentences of the library that is asked, so that a
library that the suite was not made for has something to answer. Nothing of the held-out part.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from rag.evaluation.cases import AnswerCase, PolicyCase
from rag.evaluation.suite import read_suite

SUITE: Final = Path(__file__).resolve().parents[2] / "suites" / "articles"
#: Of each twenty questions.
SHARES: Final = {"answerable": 9, "filters": 4, "abstaining": 3, "refused": 2, "emergency": 2}
_FILTERS: Final[tuple[dict[str, Any], ...]] = (
    {"human_only": True},
    {"since_year": 2015},
    {"weakest_tier": "human_observational"},
    {"tiers": ["human_rct_phase2", "human_rct_phase3", "human_early_phase"]},
    {"human_only": True, "since_year": 2010},
)


@dataclass(frozen=True, slots=True)
class Asked:
    """One request body of POST /v1/ask, and the kind of question that it is."""

    kind: str
    question: str
    filters: dict[str, Any] = field(default_factory=dict)

    def body(self) -> dict[str, Any]:
        """Return the JSON value of the request."""
        limited = {"filters": self.filters} if self.filters else {}
        return {"question": self.question, **limited}


def by_kind(sentences: Sequence[str]) -> dict[str, list[str]]:
    """Return questions by kind; sentences of the library count as answerable."""
    cases = [case for case in read_suite(SUITE).cases if case.part == "open"]
    answers = [case for case in cases if isinstance(case, AnswerCase)]
    policy = [case for case in cases if isinstance(case, PolicyCase)]
    answerable = [case.question for case in answers if case.answerable]
    # Beside the sentences of another library, the suite's own questions would not be answerable.
    own = [f"Is this known: {sentence[:200]}" for sentence in sentences] or answerable
    abstaining = [case.question for case in answers if not case.answerable]
    return {
        "answerable": own,
        "filters": own,
        "abstaining": abstaining + (answerable if sentences else []),
        "refused": [case.question for case in policy if case.action == "refuse"],
        "emergency": [case.question for case in policy if case.action == "emergency"],
    }


def mixed(sentences: Sequence[str], seed: int = 1) -> Iterator[Asked]:
    """Yield questions without end, each kind by its share, in an order that the seed decides."""
    chance = random.Random(seed)  # noqa: S311 - a mixture, no secret
    asked = by_kind(sentences)
    kinds = [kind for kind, share in SHARES.items() for _ in range(share)]
    filters = itertools.cycle(_FILTERS)
    while True:
        kind = chance.choice(kinds)
        limited = next(filters) if kind == "filters" else {}
        yield Asked(kind, chance.choice(asked[kind]), limited)


def all_questions() -> list[str]:
    """Return every open question of the suite."""
    return sorted({question for questions in by_kind([]).values() for question in questions})
