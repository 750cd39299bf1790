"""Errors as problem details (RFC 9457), each with the disclaimer; words from a fixed set only.

Nothing of an exception's text and nothing of a request's content gets into a body: what is told
of a bad field is where it is, a code and a sentence of our own.
"""

from __future__ import annotations

import logging
import re
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from api.convert import disclaimer_out
from api.jsonout import json_bytes
from api.library_schemas import FieldErrorOut, ProblemOut
from rag.disclaimers import disclaimer_for

_log = logging.getLogger("refdesk.http")
PROBLEM_MEDIA: Final = "application/problem+json"
_FIELD_NAME = re.compile(r"^[A-Za-z_][A-Za-z0-9_]{0,31}$")


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """One kind of problem: its stable code, HTTP status, title and what the caller can do."""

    code: str
    status: int
    title: str
    detail: str


_SIGN_IN: Final = "Send an API key as 'Authorization: Bearer', or sign in."
_KINDS: Final = (
    ProblemKind("credentials-required", 401, "Credentials required", _SIGN_IN),
    ProblemKind(
        "credentials-invalid",
        401,
        "Credentials not valid",
        "The API key is not one of this service; nothing was done.",
    ),
    ProblemKind("key-expired", 401, "Key expired", "The API key is over; ask for a new one."),
    ProblemKind("key-revoked", 401, "Key revoked", "The API key was revoked; ask for a new one."),
    ProblemKind(
        "token-required",
        401,
        "Token required",
        "Pages of other sites need a token: get one with POST /v1/session.",
    ),
    ProblemKind(
        "token-expired", 401, "Token expired", "The token is over; get one with POST /v1/session."
    ),
    ProblemKind(
        "token-invalid",
        401,
        "Token not valid",
        "The token is none of this service, or was made for another origin or purpose.",
    ),
    ProblemKind("not-allowed", 403, "Not allowed", "These credentials do not reach this far."),
    ProblemKind(
        "origin-not-allowed",
        403,
        "Origin not allowed",
        "Pages of this site may not ask here; the operator lists those that may.",
    ),
    ProblemKind(
        "host-not-allowed", 403, "Host not allowed", "The service does not go by this name."
    ),
    ProblemKind(
        "page-token-required",
        403,
        "Page token required",
        "Send the value of 'csrf' from GET /v1/session in the header X-CSRF-Token.",
    ),
    ProblemKind(
        "key-opens-no-page",
        403,
        "Key opens no page",
        "Pages of staff need a key of role staff or admin with a scope desk, records or admin.",
    ),
    ProblemKind("not-found", 404, "Not found", "There is nothing at this address."),
    ProblemKind(
        "method-not-allowed",
        405,
        "Method not allowed",
        "This address answers other methods; see the Allow header.",
    ),
    ProblemKind(
        "sign-in-failed",
        403,
        "Sign-in failed",
        "The sign-in could not be completed; begin again at /auth/sign-in.",
    ),
    ProblemKind("body-too-slow", 408, "Body too slow", "The request body did not arrive in time."),
    ProblemKind(
        "generation-unavailable",
        409,
        "No model is configured",
        "No model is configured for generative mode; ask with mode 'extractive' or 'auto'.",
    ),
    ProblemKind(
        "feedback-reviewed",
        409,
        "Already reviewed",
        "Your feedback on this answer was reviewed already; it cannot be changed any more.",
    ),
    ProblemKind(
        "seal-broken",
        409,
        "Seal broken",
        "The question, the answer and its seal do not belong together, or are over a day old.",
    ),
    ProblemKind(
        "snapshot-damaged",
        409,
        "Snapshot damaged",
        "The snapshot is not whole, so it was not activated; the service log says why.",
    ),
    ProblemKind(
        "snapshot-unreadable",
        409,
        "Snapshot not readable",
        "The snapshot asked for cannot be opened; the service log says why.",
    ),
    ProblemKind(
        "no-older-snapshot",
        409,
        "No older snapshot",
        "There is no whole snapshot to go back to; nothing was changed.",
    ),
    ProblemKind(
        "rebuild-running",
        409,
        "A build runs",
        "A build runs already; GET tells how far it is, DELETE stops it.",
    ),
    ProblemKind("no-rebuild", 409, "No build runs", "No build runs; there is nothing to stop."),
    ProblemKind(
        "no-articles",
        409,
        "No articles configured",
        "The setting 'articles' names nothing to build from.",
    ),
    ProblemKind(
        "build-not-installed",
        409,
        "Building is not installed",
        "This service cannot build: install refdesk[build], or build elsewhere and activate.",
    ),
    ProblemKind(
        "body-too-large",
        413,
        "Body too large",
        "The request body may have 64 KiB at most, at the staff desk 1 MiB.",
    ),
    ProblemKind(
        "unsupported-media-type",
        415,
        "Unsupported media type",
        "Send the body as application/json in UTF-8.",
    ),
    ProblemKind(
        "invalid-request", 422, "Invalid request", "The request has fields that cannot be used."
    ),
    ProblemKind(
        "too-many-requests",
        429,
        "Too many requests",
        "Try again after the seconds that the Retry-After header names.",
    ),
    ProblemKind(
        "internal-error", 500, "Internal error", "The service failed; nothing was answered."
    ),
    ProblemKind(
        "no-snapshot",
        503,
        "Not ready",
        "No snapshot is active; build one with 'refdesk build'.",
    ),
    ProblemKind(
        "snapshot-unusable",
        503,
        "Not ready",
        "The active snapshot cannot be opened; the service log says why.",
    ),
    ProblemKind(
        "record-not-kept",
        503,
        "Not ready",
        "The record of the answer could not be written, so no answer is given; the log says why.",
    ),
    ProblemKind(
        "records-unusable",
        503,
        "Not ready",
        "The records of answers cannot be read or written; the service log says why.",
    ),
    ProblemKind(
        "disk-low",
        503,
        "Not ready",
        "The disk of the data folder is nearly full; the service log says how much is left.",
    ),
    ProblemKind(
        "rebuild-impossible",
        503,
        "Not possible now",
        "The build could not be started or stopped; the service log says why.",
    ),
    ProblemKind(
        "busy",
        503,
        "Busy",
        "As many questions wait as may; try again after the seconds in Retry-After.",
    ),
    ProblemKind(
        "out-of-time", 503, "Out of time", "The request took too long; nothing was answered."
    ),
    ProblemKind(
        "sign-in-unavailable",
        503,
        "Sign-in not possible",
        "Nobody can sign in this way now; the service log says why.",
    ),
    ProblemKind(
        "keys-unusable",
        503,
        "Not ready",
        "The API keys cannot be read; the service log says why.",
    ),
    ProblemKind(
        "starting", 503, "Not ready", "The service is starting; try again in a few seconds."
    ),
)
KINDS: Final[Mapping[str, ProblemKind]] = MappingProxyType({kind.code: kind for kind in _KINDS})
_BY_STATUS: Final[Mapping[int, str]] = {
    401: "credentials-required",
    403: "not-allowed",
    404: "not-found",
    405: "method-not-allowed",
    413: "body-too-large",
    415: "unsupported-media-type",
    422: "invalid-request",
}

#: Sentences for the checks that request models make; every other one gets "Not a valid value."
_FIELD_MESSAGES: Final[Mapping[str, str]] = {
    "missing": "This field is required.",
    "extra_forbidden": "There is no such field.",
    "string_type": "Must be a text.",
    "string_unicode": "Must be valid Unicode text.",
    "string_too_short": "Too short; at least {min_length} characters.",
    "string_too_long": "Too long; at most {max_length} characters.",
    "string_pattern_mismatch": "Does not have the form that this field needs.",
    "int_type": "Must be a whole number.",
    "int_parsing": "Must be a whole number.",
    "int_from_float": "Must be a whole number.",
    "bool_type": "Must be true or false.",
    "list_type": "Must be a list.",
    "model_attributes_type": "Must be an object.",
    "model_type": "Must be an object.",
    "too_long": "At most {max_length} entries.",
    "greater_than_equal": "Must be at least {ge}.",
    "less_than_equal": "Must be at most {le}.",
    "literal_error": "Must be one of: {expected}.",
    "not_a_time": "Must be a day or a time, 2026-11-22 or 2026-11-22T10:20:30Z.",
    "unknown_tier": "Not a tier; GET /v1/tiers lists them.",
    "control_character": "Must not hold control characters.",
    "json_invalid": "The body is not valid JSON.",
    "not_utf8": "The body is not UTF-8.",
    "json_too_deep": "The body is nested too deeply.",
    # The desk's own checks of a question.
    "empty": "The question is empty; type one.",
    "too_long_question": "The question may have 2,000 characters at most.",
    "control_characters": "The question must not hold control characters.",
    "not_unicode": "The question must be valid Unicode text.",
}
_SHOWN_LIMITS: Final = ("min_length", "max_length", "ge", "le", "expected")


class ProblemError(Exception):
    """Ends a request with a problem: raised by routes and by the guard."""

    def __init__(
        self,
        code: str,
        *,
        errors: Sequence[FieldErrorOut] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(code)
        self.kind = KINDS[code]
        self.errors = tuple(errors)
        self.headers = dict(headers or {})


def problem_out(code: str, errors: Sequence[FieldErrorOut] = ()) -> ProblemOut:
    """Return the body of a problem of this kind."""
    kind = KINDS[code]
    return ProblemOut(
        type=f"urn:refdesk:problem:{kind.code}",
        title=kind.title,
        status=kind.status,
        detail=kind.detail,
        disclaimer=disclaimer_out(disclaimer_for(None)),
        errors=list(errors),
    )


def problem_bytes(code: str, errors: Sequence[FieldErrorOut] = ()) -> bytes:
    """Return a problem as JSON."""
    return json_bytes(problem_value(code, errors))


def problem_value(code: str, errors: Sequence[FieldErrorOut] = ()) -> dict[str, Any]:
    """Return a problem as a JSON value; `errors` only where there are some."""
    body = problem_out(code, errors).model_dump()
    if not errors:
        del body["errors"]
    return body


def log_unforeseen(error: Exception, method: str) -> None:
    """Log place and kind of a defect; an exception's words may hold a question's."""
    trace = "".join(traceback.format_tb(error.__traceback__))
    _log.error("unhandled %s on %s\n%s", type(error).__name__, method, trace)


def code_for_status(status: int) -> str:
    """Return the kind of problem that a bare HTTP status stands for."""
    return _BY_STATUS.get(status, "invalid-request" if 400 <= status < 500 else "internal-error")


def field_error(location: Sequence[str | int], code: str, **limits: object) -> FieldErrorOut:
    """Return one field's error in words of our own."""
    message = _FIELD_MESSAGES.get(code, "Not a valid value.")
    try:
        message = message.format(**limits)
    except KeyError:
        message = "Not a valid value."
    return FieldErrorOut(
        location=".".join(_shown(part) for part in location), code=code, message=message
    )


def field_errors(raw: Sequence[Mapping[str, Any]]) -> list[FieldErrorOut]:
    """Return the errors of a pydantic validation, without any input."""
    errors = []
    for entry in raw[:20]:
        limits = {k: v for k, v in (entry.get("ctx") or {}).items() if k in _SHOWN_LIMITS}
        errors.append(field_error(entry["loc"], str(entry["type"]), **limits))
    return errors


def _shown(part: str | int) -> str:
    # The name of an unknown field is the caller's own text: shown only when it reads as a name.
    text = str(part)
    return text if text.isdigit() or _FIELD_NAME.match(text) else "?"
