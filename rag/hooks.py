"""What meets the desk from outside: a question begun, and who keeps its answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rag.answer import Answer
from rag.course import Question
from rag.disclaimers import Disclaimer
from rag.policy import PolicyDecision

Keep = Callable[[Question, str, Sequence[str], Answer], None]
"""Takes how it was asked, the question as read, the earlier ones, and what is about to leave."""


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
