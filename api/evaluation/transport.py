"""Requests of the harness: the client's own sending, its errors as those of a target."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from pydantic import BaseModel

from rag.evaluation.target import TargetError
from refdesk.client import replies
from refdesk.client.errors import RefdeskError
from refdesk.client.sending import Sender
from refdesk.client.wire import Line, Received
from refdesk.told import problem_code

_AGENT: Final = "refdesk-eval"


class Transport:
    """One pooled client for one service; safe to share between threads.

    Nothing is judged here: a disclaimer that is missing or wrong is left in its payload.
    """

    def __init__(
        self,
        base_url: str,
        *,
        timeout: float,
        retries: int,
        api_key: str = "",
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Make the client; nothing is sent yet.

        Args:
            base_url: As `refdesk.client.Client` takes it.
            timeout: Seconds for one try, from connecting to the last byte.
            retries: Tries after the first that a service may ask for.
            api_key: Of the harness; none when empty.
            sleep: Waits, in seconds.

        Raises:
            TargetError: Address or key cannot be used.
        """
        with _as_target_errors():
            line = Line(base_url, timeout=timeout, retries=retries, api_key=api_key, agent=_AGENT)
            self._sender = Sender(line, sleep=sleep)

    @property
    def base_url(self) -> str:
        """The address, without trailing slashes."""
        return self._sender.line.base_url

    def close(self) -> None:
        """Close all connections."""
        self._sender.close()

    def send(self, method: str, path: str, body: bytes | None = None) -> Received:
        """Send one request; wait and try again where a 429 or 503 says when.

        Args:
            method: "GET" or "POST".
            path: With leading slash, quoted.
            body: JSON, or None.

        Raises:
            TargetError: No connection, no reply in time, a reply too large or broken off.
        """
        with _as_target_errors():
            return self._sender.send(method, path, body)

    def payload(
        self,
        received: Received,
        shape: type[BaseModel],
        *,
        untold: Mapping[str, Any],
        ignored: Mapping[str, Any],
    ) -> dict[str, Any]:
        """Return the JSON object of a response that has a shape of the contract.

        Args:
            received: A response.
            shape: The shape.
            untold: Values of fields that an older service does not tell; returned with the rest.
            ignored: Values in place of the reply's own while the shape is checked.

        Raises:
            TargetError: It is an error, a redirect, no JSON, or lacks or mistakes a field.
        """
        with _as_target_errors():
            if received.status != 200:
                replies.refuse(received)
            whole = {**untold, **replies.json_object(received)}
            replies.shaped({**whole, **ignored}, shape)
            return whole

    def is_problem(self, received: Received, status: int, code: str) -> bool:
        """Return whether a response is this problem of the service itself, not of a proxy."""
        if received.status != status:
            return False
        try:
            return problem_code(replies.json_value(received.body)) == code
        except ValueError:
            return False


@contextmanager
def _as_target_errors() -> Iterator[None]:
    try:
        yield
    except RefdeskError as error:
        raise TargetError(str(error)) from None
