"""From a response to a typed result: nothing passes that is none of the contract.

A disclaimer must be there and whole: its text has the hash it tells. Which texts are released is
the service's to know; a client that is older than a translation must still show it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any, NoReturn, TypeVar

from pydantic import BaseModel, ValidationError

from api.library_schemas import FieldErrorOut
from api.schemas import DisclaimerOut
from refdesk.client.calls import Call, FileCall, Shape
from refdesk.client.errors import DisclaimerError, Problem, ReplyError, service_error
from refdesk.client.wire import Received, asked_wait
from refdesk.told import first_fault, problem_code, problem_line, shown

Model = TypeVar("Model", bound=BaseModel)


def result_of(call: Call[Shape], received: Received) -> Shape:
    """Return the typed result of a call.

    Raises:
        ServiceError: The service replied with an error; the kind says what to do.
        DisclaimerError: The reply has no whole disclaimer.
        ReplyError: It is no JSON, or lacks or mistakes a field.
    """
    if received.status != 200:
        refuse(received)
    value = json_object(received)
    check_disclaimer(value.get("disclaimer"), received.disclaimer_id)
    return shaped(value, call.shape)


def file_of(call: FileCall, received: Received) -> bytes:
    """Return the file that a call asked for.

    Raises:
        ServiceError: The service replied with an error; the kind says what to do.
        DisclaimerError: The reply does not name the disclaimer of the answer.
        ReplyError: It is no file of that format.
    """
    if received.status != 200:
        refuse(received)
    if received.media != call.media or not received.body:
        told = shown(received.media) or "no content type"
        raise ReplyError(f"the reply is no file of the format that was asked for ({told})")
    if received.disclaimer_id != call.disclaimer_id:
        raise DisclaimerError("the file does not name its disclaimer; it may not be shown")
    return received.body


def refuse(received: Received) -> NoReturn:
    """Raise the error that a response other than 200 stands for.

    Raises:
        ServiceError: An error of the service.
        ReplyError: A redirect.
    """
    if received.location:
        raise ReplyError(
            f"{received.status} redirect to {shown(received.location)!r}: "
            "not followed; give the address where it ends"
        )
    try:
        value: object = json_value(received.body)
    except ValueError:
        value = None
    tried = f" (tried {received.tries} times)" if received.tries > 1 else ""
    wait = asked_wait(received.status, received.retry_after)
    raise service_error(problem_from(received.status, value, wait=wait, tried=tried))


def problem_from(
    status: int, value: object, *, wait: float | None = None, tried: str = ""
) -> Problem:
    """Return problem details from their JSON value, or from none.

    Args:
        status: HTTP status.
        value: What came as body.
        wait: Seconds that the service asks to wait.
        tried: Said behind the line.
    """
    told: Mapping[str, Any] = value if isinstance(value, dict) else {}
    errors = told.get("errors")
    fields = [_or_none(each, FieldErrorOut) for each in errors] if isinstance(errors, list) else []
    return Problem(
        status=status,
        code=problem_code(value),
        line=problem_line(status, value) + tried,
        errors=tuple(each for each in fields if each),
        disclaimer=_or_none(told.get("disclaimer"), DisclaimerOut),
        retry_after=wait,
    )


def json_object(received: Received) -> dict[str, Any]:
    """Return the JSON object of a response.

    Raises:
        ReplyError: It has none.
    """
    try:
        value = json_value(received.body)
    except ValueError:
        media = shown(received.media) or "no content type"
        raise ReplyError(
            f"the reply is not JSON ({media}): is there a Refdesk service at this address?"
        ) from None
    if not isinstance(value, dict):
        raise ReplyError("the reply is not a JSON object: is there a Refdesk service here?")
    return value


def json_value(body: bytes) -> object:
    """Return the JSON value of a body.

    Raises:
        ValueError: It is no JSON in UTF-8, or nested too deeply.
    """
    try:
        value: object = json.loads(body.decode("utf-8"), parse_constant=_no_constant)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    return value


def check_disclaimer(carried: object, header: str) -> DisclaimerOut:
    """Return the disclaimer of a reply.

    Args:
        carried: Its JSON value in the reply.
        header: `X-Disclaimer-Id`; "" where something between dropped it.

    Raises:
        DisclaimerError: There is none, it is not whole, or the header names another one.
    """
    found = _or_none(carried, DisclaimerOut)
    if found is None or not found.text.strip():
        raise DisclaimerError("the reply has no disclaimer; nothing of it may be shown")
    digest = hashlib.sha256(found.text.encode("utf-8", "surrogatepass")).hexdigest()
    if digest != found.sha256 or header not in ("", found.id):
        raise DisclaimerError("the disclaimer of the reply is not whole; nothing may be shown")
    return found


def shaped(value: object, shape: type[Model]) -> Model:
    """Return a JSON value in a shape of the contract; what is unknown here is left out.

    Raises:
        ReplyError: A field is lacking or wrong.
    """
    try:
        # Services may tell more than this version knows; what it knows must be there.
        return shape.model_validate(value, strict=True, extra="ignore")
    except ValidationError as error:
        raise ReplyError(f"the reply is none of the contract: {first_fault(error)}") from None


def _or_none(value: object, shape: type[Model]) -> Model | None:
    try:
        return shape.model_validate(value, strict=True, extra="ignore")
    except ValidationError:
        return None


def _no_constant(name: str) -> object:
    raise ValueError(name)  # NaN and Infinity are no JSON (RFC 8259, 6)
