"""The journal of a run: each case's result as it comes, so that a stopped run can go on.

The first line says what is measured with what; a line is written whole and flushed. A last line
that was cut off by a crash is dropped and its case asked again.
"""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path
from types import TracebackType
from typing import Self

from pydantic import BaseModel, ConfigDict, ValidationError

from rag.evaluation.results import CaseResult

JOURNAL_FILE = "journal.jsonl"


class JournalError(ValueError):
    """The journal belongs to another run: name another folder, or start afresh."""


class JournalHead(BaseModel):
    """What a run measures: cases and target, each by its hash or fingerprint."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    suite: str
    suite_sha256: str
    target: str
    started: str


class Journal:
    """The journal of one output folder; `add` may be called from several threads.

    Attributes:
        done: Results of an earlier, stopped run with the same suite and target, by case id.
        head: The head in force: the earlier run's where there was one.
    """

    def __init__(self, out: Path, head: JournalHead) -> None:
        """Open or go on.

        Raises:
            JournalError: An unfinished run of another suite or target lies in `out`.
        """
        self.path = out / JOURNAL_FILE
        self.done: dict[str, CaseResult] = {}
        self.head = head
        self._lock = threading.Lock()
        kept = self._read(head) if self.path.is_file() else [head.model_dump_json()]
        # Written anew so that what follows starts on a line of its own.
        whole = "".join(f"{line}\n" for line in kept)
        temporary = self.path.with_suffix(".new")
        temporary.write_text(whole, "utf-8")
        temporary.replace(self.path)
        self._file = self.path.open("a", encoding="utf-8")

    def add(self, result: CaseResult) -> None:
        """Write one result down."""
        with self._lock:
            self._file.write(result.model_dump_json() + "\n")
            self._file.flush()

    def close(self) -> None:
        """Close the file; it stays on the disk."""
        with self._lock:
            if not self._file.closed:
                os.fsync(self._file.fileno())
                self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _read(self, head: JournalHead) -> list[str]:
        lines = self.path.read_text("utf-8", errors="replace").splitlines()
        try:
            self.head = JournalHead.model_validate_json(lines[0])
        except (IndexError, ValidationError):
            return [head.model_dump_json()]
        self._refuse_another(head)
        kept = [lines[0]]
        for line in lines[1:]:
            try:
                result = CaseResult.model_validate(json.loads(line))
            except (ValueError, ValidationError):
                continue
            if result.status != "failed":  # a failure may have been the reason for stopping
                self.done[result.id] = result
                kept.append(line)
        return kept

    def _refuse_another(self, head: JournalHead) -> None:
        for name in ("suite", "suite_sha256", "target"):
            was, now = getattr(self.head, name), getattr(head, name)
            if was != now:
                raise JournalError(
                    f"{self.path.parent} holds an unfinished run with another {name}: "
                    f"{was} there, {now} now; name another folder or start afresh"
                )
