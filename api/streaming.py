"""Server-sent events: the form of an answer in pieces, and the check of how a stream opens.

The events are those of FastAPI (`fastapi.sse`), in the wire format of the HTML standard, section
"Server-sent events". Each event's data is the value that the field of its name has in the answer.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from fastapi.sse import ServerSentEvent, format_sse_event

from api.jsonout import json_bytes
from api.released import released_disclaimer
from api.schemas import AnswerOut
from rag.disclaimers import Disclaimer

EVENT_STREAM: Final = "text/event-stream"
_MOST_OPENING = 64 * 1024


def event(name: str, value: object) -> ServerSentEvent:
    """Return one event with a JSON value as its data."""
    return ServerSentEvent(event=name, raw_data=json_bytes(value).decode("utf-8"))


def rest_of(answer: AnswerOut) -> Iterator[ServerSentEvent]:
    """Return what follows disclaimer and policy: evidence, each statement, the whole answer."""
    whole = answer.model_dump()
    yield event("evidence", whole["evidence"])
    for statement in whole["statements"]:
        yield event("statement", statement)
    yield event("done", whole)


def sent(piece: ServerSentEvent) -> bytes:
    """Return an event as it is sent."""
    return format_sse_event(event=piece.event, data_str=piece.raw_data)


def error_event(problem: bytes) -> bytes:
    """Return the last event of a stream that failed, as it is sent: problem details."""
    return format_sse_event(event="error", data_str=problem.decode("utf-8"))


class StreamOpening:
    """Holds the start of a stream back until its first event is a released disclaimer.

    Attributes:
        disclaimer: The disclaimer that the stream opens with; None until it is there.
        refused: The first event is something else, or does not end.
    """

    def __init__(self) -> None:
        self.disclaimer: Disclaimer | None = None
        self.refused = False
        self._held = bytearray()

    def take(self, chunk: bytes) -> bytes:
        """Take what the application sends; return what may be sent on, nothing before its time."""
        self._held += chunk
        first = next((each for each in _whole_events(self._held) if not each.startswith(b":")), b"")
        if first:
            self.disclaimer = _disclaimer_event(first)
        self.refused = (bool(first) and self.disclaimer is None) or (
            not first and len(self._held) > _MOST_OPENING
        )
        return bytes(self._held) if self.disclaimer else b""


def _whole_events(held: bytearray) -> list[bytes]:
    return bytes(held).split(b"\n\n")[:-1]


def _disclaimer_event(written: bytes) -> Disclaimer | None:
    lines = written.split(b"\n")
    if len(lines) != 2 or lines[0] != b"event: disclaimer" or not lines[1].startswith(b"data: "):
        return None
    try:
        value: Any = json.loads(lines[1].removeprefix(b"data: "))
    except (ValueError, RecursionError):
        return None
    return released_disclaimer(value)
