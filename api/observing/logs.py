"""Log lines on standard error: for people, or one JSON object a line for machines.

Nothing is added to a line but the id of its request; an exception is told by kind and place, never
in its own words, which may hold a question's.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from datetime import UTC, datetime

from api.choices import LogFormat
from api.observing.request_id import REQUEST_ID

#: Libraries whose own lines at "info" and below tell operators nothing.
_CHATTY = ("uvicorn.error", "asyncio", "httpx", "httpcore", "urllib3", "alembic")


def configure_logs(level: str, form: LogFormat) -> None:
    """Have every logger of this process write to standard error.

    Args:
        level: Name of a level of `logging`, in lower case.
        form: "text" or "json".
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if form == "json" else TextLines())
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    for chatty in _CHATTY:
        logging.getLogger(chatty).setLevel(max(logging.WARNING, logging.getLogger().level))


class TextLines(logging.Formatter):
    """A line for people; one of a request ends with the request's id."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        name = REQUEST_ID.get()
        line = f"{_stamp(record)} {record.levelname} {record.getMessage()}"
        return line + (f" [{name}]" if name else "") + _failure(record)


class JsonLines(logging.Formatter):
    """One JSON object in one line: time, level, logger, message, request, and what is told."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: dict[str, object] = {
            "time": _stamp(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        name = REQUEST_ID.get()
        if name:
            line["request"] = name
        line |= getattr(record, "told", {})
        if record.exc_info:
            line["failure"] = _failure(record).strip()
        return json.dumps(line, ensure_ascii=False)


def _stamp(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")


def _failure(record: logging.LogRecord) -> str:
    if not record.exc_info or record.exc_info[1] is None:
        return ""
    error = record.exc_info[1]
    trace = "".join(traceback.format_tb(error.__traceback__))
    return f"\n{type(error).__name__} at\n{trace}".rstrip()
