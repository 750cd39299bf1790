"""What meets the desk from outside: a question begun, its answer still to be made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rag.answer import Answer
from rag.disclaimers import Disclaimer
from rag.policy import PolicyDecision


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
