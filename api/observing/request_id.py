"""The id of a request: in its log lines, its traces and the header `X-Request-Id` of its reply."""

from __future__ import annotations

import re
import uuid
from contextvars import ContextVar
from typing import Final

HEADER: Final = "X-Request-Id"
#: The id of the request that is being answered; empty outside of one.
REQUEST_ID: Final[ContextVar[str]] = ContextVar("refdesk_request_id", default="")
_SANE = re.compile(r"[A-Za-z0-9._-]{8,64}")


def request_id(sent: str | None, *, trusted: bool) -> str:
    """Return the id of a request.

    Args:
        sent: What the header of the request says.
        trusted: It comes from a proxy of ours: an id that any client can choose would let it write
            into the log what it likes.
    """
    if trusted and sent is not None and _SANE.fullmatch(sent):
        return sent
    return uuid.uuid4().hex
