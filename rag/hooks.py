"""What meets the desk from outside: a question begun, who words and keeps its answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from rag.answer import Answer, AnswerStatement, Evidence
from rag.course import Question
from rag.disclaimers import Disclaimer
from rag.generation.report import Generation
from rag.policy import PolicyDecision

Keep = Callable[[Question, str, Sequence[str], Answer], None]
"""Takes how it was asked, the question as read, the earlier ones, and what is about to leave."""


@dataclass(frozen=True, slots=True)
class Written:
    """The statements to show, and what became of the draft."""

    statements: tuple[AnswerStatement, ...]
    generation: Generation


class Writes(Protocol):
    """Words an answer anew from its evidence, or leaves its quotes as they are."""

    def write(
        self, question: str, evidence: Sequence[Evidence], quotes: Sequence[AnswerStatement]
    ) -> Written:
        """Return the statements to show for evidence that the extractive answer quotes."""

    def close(self) -> None:
        """Give back what it holds open."""


@dataclass(frozen=True, slots=True)
class Asking:
    """A question that was checked and decided on by the policy, and is not answered yet.

    Attributes:
        decision: The policy's, made before anything is retrieved.
        disclaimer: That of the answer, whatever it will be.
        answer: Makes the answer; to be called once.
    """

    decision: PolicyDecision
    disclaimer: Disclaimer
    answer: Callable[[], Answer]
