"""What an answer tells of the draft behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Generation:
    """What became of a draft; part of the answer, so that nothing is dropped in silence.

    Attributes:
        model: Name of the model, "" where no reply came.
        prompt: Version of the words that the model was given.
        used: Whether a drafted sentence is shown.
        failure: Why there is no draft, "nothing-left" where every sentence was dropped, else "".
        drafted: Sentences in the draft.
        shown: Sentences shown.
        dropped: How many were dropped, by reason.
        tokens: Tokens that the reply tells of.
    """

    model: str
    prompt: str
    used: bool
    failure: str = ""
    drafted: int = 0
    shown: int = 0
    dropped: Mapping[str, int] = field(default_factory=dict)
    tokens: int = 0
