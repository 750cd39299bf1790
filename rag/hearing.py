"""A question heard in its conversation: what the policy makes of it, and how it is to be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.about import About, read_about
from rag.followup import OtherArms, is_bare, standalone
from rag.policy import PolicyDecision
from rag.policy.guard import Guard


@dataclass(frozen=True, slots=True)
class Heard:
    """A question as it was heard.

    Attributes:
        text: As typed, checked.
        read_as: As it is to be searched for; other words only where it is a follow-up.
        decision: The policy's, the stricter of what is typed and what is read.
        about: What it asks about the desk itself; None where it asks nothing of it.
    """

    text: str
    read_as: str
    decision: PolicyDecision
    about: About | None

    @property
    def asked_as(self) -> str | None:
        """How it was read, where that is not as typed."""
        return self.read_as if self.read_as != self.text else None


def hear(
    guard: Guard, text: str, history: Sequence[str], other_arms: OtherArms | None = None
) -> Heard:
    """Hear a checked question after the earlier ones of its conversation, oldest first."""
    decision = guard.decide(text, history=history)
    about = read_about(text, follows=bool(history))
    if about is not None and decision.action in {"refuse", "partial"}:
        # "Why do you refuse?" after a refusal asks about the desk, not for the same once more.
        decision = guard.decide(text)
    # English alone: the words that lean back are English (`rag.leaning`).
    may_follow = decision.action != "emergency" and decision.lang in {"", "en"}
    if not history or about is not None or not may_follow:
        return Heard(text, text, decision, about)
    read_as = standalone(text, history, other_arms)
    if read_as != text:
        bare = is_bare(text)
        decision = guard.decide_read(decision, read_as, history=history, bare=bare)
    return Heard(text, read_as, decision, about)
