"""What a drafting model gives, or why it gives nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from rag.answer import Evidence

Failure = Literal[
    "unreachable", "timed-out", "refused", "busy", "bad-reply", "circuit-open", "budget-spent"
]
"""Why there is no draft; stable names that answers and records carry."""


class DraftingError(RuntimeError):
    """There is no draft: the extractive answer is given instead.

    Attributes:
        failure: Why, in one word. The message never holds words of a question or a reply.
    """

    def __init__(self, failure: Failure, message: str) -> None:
        super().__init__(message)
        self.failure: Failure = failure


@dataclass(frozen=True, slots=True)
class Draft:
    """What a model wrote, unchecked: nothing of it may leave as it is.

    Attributes:
        text: Sentences with `[n]` marks, if the model did as it was told.
        model: Name of the model as the reply tells it.
        tokens: Tokens of request and reply together, 0 where the reply does not tell.
    """

    text: str
    model: str
    tokens: int = 0


class Drafter(Protocol):
    """Something that drafts an answer from evidence."""

    def draft(self, question: str, evidence: Sequence[Evidence]) -> Draft:
        """Return a draft.

        Raises:
            DraftingError: There is none.
        """

    def close(self) -> None:
        """Give back what it holds open."""
