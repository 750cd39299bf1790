"""What the desk remembers of a conversation: a few earlier questions, for the policy alone."""

from __future__ import annotations

import uuid
from collections import OrderedDict
from threading import Lock

CONVERSATIONS = 2000
"""Conversations remembered; the one unused for longest is forgotten first."""
TURNS = 6
"""Earlier questions remembered of each."""


class Conversations:
    """Bounded memory of earlier questions, one list for each conversation; thread-safe."""

    def __init__(self) -> None:
        self._turns: OrderedDict[str, tuple[str, ...]] = OrderedDict()
        self._lock = Lock()

    def history(self, conversation_id: str | None) -> tuple[str, ...]:
        """Return the earlier questions, oldest first; empty for an unknown conversation."""
        with self._lock:
            return self._turns.get(conversation_id or "", ())

    def remember(self, conversation_id: str | None, question: str) -> str:
        """Add a question and return the conversation's id, a new one for a new conversation."""
        with self._lock:
            name = conversation_id or uuid.uuid4().hex
            self._turns[name] = (*self._turns.pop(name, ()), question)[-TURNS:]
            while len(self._turns) > CONVERSATIONS:
                self._turns.popitem(last=False)
            return name
