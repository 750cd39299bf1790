"""What sending needs: one response whole, when to ask again, and failures in words."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

import httpx

from refdesk.client.addresses import checked_base_url, checked_key, is_loopback
from refdesk.client.errors import AddressError, LateError, ReplyError, UnreachableError
from refdesk.told import shown

MAX_REPLY_BYTES: Final = 16 * 1024 * 1024
MAX_WAIT: Final = 30.0
"""Seconds waited before one more try, whatever the service asks for."""
# Less than servers keep an idle connection (uvicorn: 5 s): a request must not meet its closing.
LIMITS: Final = httpx.Limits(keepalive_expiry=2.0)
_LATER: Final = frozenset({429, 503})


@dataclass(frozen=True, slots=True)
class Received:
    """One response, whole.

    Attributes:
        media: Content type without parameters.
        location: Where a redirect points; "" otherwise.
        retry_after: The header as it came.
        disclaimer_id: `X-Disclaimer-Id`; "" when lacking.
        milliseconds: From the first try to the last byte, waits included.
        tries: How often it was asked for.
    """

    status: int
    media: str
    location: str
    retry_after: str
    disclaimer_id: str
    body: bytes
    milliseconds: float = 0.0
    tries: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """How a service is reached.

    Attributes:
        base_url: As `checked_base_url` takes it.
        timeout: Seconds for one try, from connecting to the last byte.
        retries: Tries after the first that a service may ask for.
        api_key: Sent as bearer token; none when empty. Never shown.
        agent: User-Agent.
    """

    base_url: str
    timeout: float = 60.0
    retries: int = 4
    api_key: str = field(default="", repr=False)
    agent: str = "refdesk-client"

    def __post_init__(self) -> None:
        """Check address and key.

        Raises:
            AddressError: One of them cannot be used.
        """
        object.__setattr__(self, "base_url", checked_base_url(self.base_url))
        object.__setattr__(self, "api_key", checked_key(self.api_key))
        if not (self.timeout > 0 and self.retries >= 0):
            raise AddressError("timeout must be above 0 seconds, retries 0 or more")

    def headers(self) -> dict[str, str]:
        """Return the headers of every request."""
        headers = {
            "User-Agent": self.agent,
            "Accept": "application/json, application/problem+json, text/event-stream",
            # A reply's size is known before it is unpacked, and its time is the service's own.
            "Accept-Encoding": "identity",
        }
        return headers | ({"Authorization": f"Bearer {self.api_key}"} if self.api_key else {})

    @property
    def trusts_surroundings(self) -> bool:
        """Whether a proxy of the environment is used: it cannot reach this machine's loopback."""
        return not is_loopback(self.base_url)

    def request_headers(self, body: bytes | None) -> dict[str, str]:
        """Return the headers that a body needs."""
        return {} if body is None else {"Content-Type": "application/json"}

    @contextmanager
    def failures_told(self) -> Iterator[None]:
        """Raise what the HTTP library raises as an error of this package.

        Raises:
            UnreachableError: No connection.
            LateError: Too slow.
            ReplyError: The reply broke off.
        """
        try:
            yield
        except httpx.ConnectTimeout:
            raise self._unreachable("it does not answer") from None
        except httpx.TimeoutException:
            raise self.late() from None
        except (httpx.ConnectError, httpx.ProxyError, httpx.UnsupportedProtocol) as error:
            raise self._unreachable(str(error)) from None
        except httpx.RequestError as error:
            cause = shown(error) or type(error).__name__
            raise ReplyError(f"the reply of {self.base_url} broke off: {cause}") from None

    def late(self) -> LateError:
        """Return the error of a reply that took too long."""
        return LateError(f"no whole reply of {self.base_url} within {self.timeout:g} s")

    def _unreachable(self, cause: str) -> UnreachableError:
        return UnreachableError(
            f"no connection to {self.base_url} ({shown(cause)}): "
            "check that the service runs ('refdesk serve') and that host and port are right"
        )


class Body:
    """A body as it comes, bounded in size and time."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._deadline = time.monotonic() + line.timeout
        self._size = 0

    def check(self, part: bytes) -> bytes:
        """Return a part that may still be taken.

        Raises:
            ReplyError: Too much came.
            LateError: It came too late; a timeout of the HTTP library is for each part alone.
        """
        self._size += len(part)
        if self._size > MAX_REPLY_BYTES:
            whose = self._line.base_url
            raise ReplyError(f"a reply of {whose} exceeds {MAX_REPLY_BYTES >> 20} MB")
        if time.monotonic() > self._deadline:
            raise self._line.late()
        return part


def received_from(response: httpx.Response, body: bytes) -> Received:
    """Return a response whose body was read."""
    told = response.headers
    return Received(
        status=response.status_code,
        media=told.get("content-type", "").partition(";")[0].strip().lower(),
        location=told.get("location", "") if response.is_redirect else "",
        retry_after=told.get("retry-after", "").strip(),
        disclaimer_id=told.get("x-disclaimer-id", ""),
        body=body,
    )


def asked_wait(status: int, retry_after: str) -> float | None:
    """Return the seconds that a response asks to wait, bounded; None when it asks for none."""
    if status not in _LATER:
        return None
    if re.fullmatch(r"[0-9]{1,9}", retry_after):
        return min(float(retry_after), MAX_WAIT)
    try:
        until = parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    # A date "-0000" has no zone; HTTP knows none but UTC (RFC 9110, 5.6.7).
    aware = until if until.tzinfo else until.replace(tzinfo=UTC)
    return min(max(0.0, (aware - datetime.now(UTC)).total_seconds()), MAX_WAIT)
