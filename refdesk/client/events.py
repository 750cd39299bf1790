"""The events of a streamed answer: typed, in the contract's order, the disclaimer first.

Bytes are split where the service splits them, at blank lines: a quote may hold any character that
other line readers take for an end of line.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias

from api.schemas import AnswerOut, DisclaimerOut, EvidenceOut, PolicyOut, StatementOut
from refdesk.client.errors import DisclaimerError, ReplyError, service_error
from refdesk.client.replies import (
    check_disclaimer,
    json_value,
    problem_from,
    refuse,
    shaped,
)
from refdesk.client.wire import Received

_MEDIA: Final = "text/event-stream"


@dataclass(frozen=True, slots=True)
class DisclaimerEvent:
    """The first event: to be shown before and beside whatever follows."""

    disclaimer: DisclaimerOut


@dataclass(frozen=True, slots=True)
class PolicyEvent:
    """Whether and how the question may be answered."""

    policy: PolicyOut


@dataclass(frozen=True, slots=True)
class EvidenceEvent:
    """All evidence of the answer."""

    evidence: tuple[EvidenceOut, ...]


@dataclass(frozen=True, slots=True)
class StatementEvent:
    """One sentence of the answer."""

    statement: StatementOut


@dataclass(frozen=True, slots=True)
class DoneEvent:
    """The last event: the whole answer."""

    answer: AnswerOut


Event: TypeAlias = DisclaimerEvent | PolicyEvent | EvidenceEvent | StatementEvent | DoneEvent

_MAY_FOLLOW: Final = {
    "": {"disclaimer"},
    "disclaimer": {"policy", "error"},
    "policy": {"evidence", "error"},
    "evidence": {"statement", "done", "error"},
    "statement": {"statement", "done", "error"},
}


class EventReader:
    """Turns the parts of one stream into events and holds them to the contract."""

    def __init__(self) -> None:
        self._header = ""
        self._held = b""
        self._last = ""
        self._disclaimer: DisclaimerOut | None = None

    def take(self, part: Received | bytes) -> list[Event]:
        """Take the response, then the parts of its body; return the events that are whole.

        Raises:
            ServiceError: The service replied with an error, or ended the stream with one.
            DisclaimerError: The stream does not begin with a whole disclaimer.
            ReplyError: It is none of the contract.
        """
        if isinstance(part, Received):
            self._start(part)
            return []
        *blocks, self._held = (self._held + part).split(b"\n\n")
        return [self._event(*named) for block in blocks if (named := _named(block))]

    def end(self) -> None:
        """Say that nothing more comes.

        Raises:
            ReplyError: The answer is not whole.
        """
        if self._last != "done":
            raise ReplyError(f"the stream ended after {self._last or 'nothing'!r}, not 'done'")

    def _start(self, received: Received) -> None:
        if received.status != 200:
            refuse(received)
        if received.media != _MEDIA:
            raise ReplyError("the reply is no event stream: is there a Refdesk service here?")
        self._header = received.disclaimer_id

    def _event(self, name: str, data: bytes) -> Event:
        try:
            value = json_value(data)
        except ValueError:
            raise ReplyError("an event of the stream is not JSON") from None
        if self._disclaimer is None:
            # Whatever comes first: without a disclaimer nothing of the stream is given.
            told = value if name == "disclaimer" else None
            self._disclaimer = check_disclaimer(told, self._header)
        if name not in _MAY_FOLLOW.get(self._last, set()):
            raise ReplyError(f"the stream has an event out of its order, after {self._last!r}")
        if name == "error":
            status = value.get("status") if isinstance(value, dict) else None
            raise service_error(problem_from(status if isinstance(status, int) else 500, value))
        self._last = name
        return self._typed(name, value)

    def _typed(self, name: str, value: object) -> Event:
        if name == "disclaimer":
            return DisclaimerEvent(shaped(value, DisclaimerOut))
        if name == "policy":
            return PolicyEvent(shaped(value, PolicyOut))
        if name == "evidence":
            entries = value if isinstance(value, list) else [value]
            return EvidenceEvent(tuple(shaped(entry, EvidenceOut) for entry in entries))
        if name == "statement":
            return StatementEvent(shaped(value, StatementOut))
        answer = shaped(value, AnswerOut)
        if answer.disclaimer != self._disclaimer:
            raise DisclaimerError(
                "the answer carries another disclaimer than its stream began with"
            )
        return DoneEvent(answer)


def _named(block: bytes) -> tuple[str, bytes] | None:
    """Return name and data of one event; None for a comment, which keeps the line open."""
    name, data = "", []
    for line in block.split(b"\n"):
        field, _, value = line.rstrip(b"\r").partition(b":")
        if field == b"event":
            name = value.removeprefix(b" ").decode("utf-8", "replace")
        elif field == b"data":
            data.append(value.removeprefix(b" "))
    return (name, b"\n".join(data)) if data else None
