"""What is measured, behind one door: a desk in this process or a service over HTTP.

A target hands out the payloads of the contract (docs/http-api.md) as plain JSON values, so that
one judge serves both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

Payload = Mapping[str, Any]


class TargetError(RuntimeError):
    """The target gave no answer to this case; the message says what it gave instead."""


@dataclass(frozen=True, slots=True)
class TargetInfo:
    """What was measured: two runs with the same `fingerprint` measure the same thing.

    Attributes:
        kind: "in process" or "http".
        where: Data folder or base URL, as the user named it.
        snapshot: Id of the active snapshot.
        corpus_version: First characters of the corpus hash.
        software: Version of refdesk and, in process, the hash of its code.
    """

    kind: str
    where: str
    snapshot: str
    corpus_version: str
    software: str

    @property
    def fingerprint(self) -> str:
        """Identity for resuming a run."""
        return "/".join((self.kind, self.snapshot, self.corpus_version, self.software))


@dataclass(frozen=True, slots=True)
class Reply:
    """One payload as it came.

    Attributes:
        payload: The JSON value.
        milliseconds: From asking to the whole payload, as the caller sees it.
        disclaimer_header: `X-Disclaimer-Id`; "" when HTTP lacked it, None in process.
    """

    payload: Payload
    milliseconds: float
    disclaimer_header: str | None = None


class Target(Protocol):
    """A desk that can be asked; safe to share between threads."""

    @property
    def info(self) -> TargetInfo:
        """What is measured."""

    def ask(self, question: str, *, conversation_id: str | None = None) -> Reply:
        """Return the answer of POST /v1/ask.

        Raises:
            TargetError: No answer came.
        """

    def search(self, query: str, k: int) -> Reply:
        """Return what POST /v1/search finds, at most `k` results, 1 to 50.

        Raises:
            TargetError: No result came.
        """

    def article(self, slug: str) -> Payload | None:
        """Return GET /v1/articles/{slug}, or None when there is no such article.

        Raises:
            TargetError: The target failed.
        """
