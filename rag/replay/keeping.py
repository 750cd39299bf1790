"""What keeps the records of answers, as the desk needs it: the service brings its database."""

from __future__ import annotations

from typing import Protocol

from rag.replay.record import AnswerRecord


class RecordNotKeptError(RuntimeError):
    """The record of an answer could not be written, so the answer must not leave: see the cause."""


class KeepsRecords(Protocol):
    """Where records of answers are kept; safe to share between threads."""

    def keep(self, record: AnswerRecord) -> None:
        """Write a record; on return it is committed.

        Raises:
            RecordNotKeptError: It is not.
        """
