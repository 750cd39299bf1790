"""A problem of the service as one line, the same in process and over HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pydantic import ValidationError

_OURS: Final = "urn:refdesk:problem:"
_SHOWN_ERRORS: Final = 3
_SHOWN_LENGTH: Final = 200


def problem_code(body: object) -> str:
    """Return the stable code of a problem of ours, "invalid-request"; "" for anything else."""
    kind = body.get("type") if isinstance(body, Mapping) else None
    return kind.removeprefix(_OURS) if isinstance(kind, str) and kind.startswith(_OURS) else ""


def problem_line(status: int, body: object) -> str:
    """Return a problem as "422 invalid-request: question: The question is empty".

    Args:
        status: Of the response.
        body: Its JSON value, or None where it had none; strangers' words are cut short.
    """
    if not isinstance(body, Mapping) or not isinstance(body.get("type"), str):
        return f"{status} without problem details: is this a Refdesk service, or a proxy before it?"
    return f"{status} {shown(problem_code(body) or 'problem')}: {shown(_told(body))}"


def shown(text: object) -> str:
    """Return foreign text fit for one line: printable and not long."""
    # Cut first: what a stranger sends may be of any length.
    start = str(text)[: 2 * _SHOWN_LENGTH]
    line = " ".join("".join(c if c.isprintable() else " " for c in start).split())
    return line if len(line) <= _SHOWN_LENGTH else line[: _SHOWN_LENGTH - 3] + "..."


def first_fault(error: ValidationError) -> str:
    """Return where the first fault lies and its kind, without any of the reply's words."""
    fault = error.errors(include_url=False, include_context=False, include_input=False)[0]
    return f"{shown('.'.join(map(str, fault['loc'])))}: {fault['type'].replace('_', ' ')}"


def _told(body: Mapping[str, Any]) -> str:
    errors = body.get("errors")
    if isinstance(errors, list) and errors:
        return "; ".join(map(_field, errors[:_SHOWN_ERRORS]))
    return str(body.get("detail") or body.get("title") or "no detail given")


def _field(error: object) -> str:
    if not isinstance(error, Mapping):
        return "no detail given"
    return f"{str(error.get('location')).removeprefix('body.')}: {error.get('message')}"
