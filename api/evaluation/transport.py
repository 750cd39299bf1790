"""Requests to a service: pooled, bounded in time and size, patient where it says "later"."""

from __future__ import annotations

import ipaddress
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final
from urllib.parse import SplitResult, urlsplit

import httpx

from api.evaluation.failures import shown
from rag.evaluation.target import TargetError

MAX_REPLY_BYTES: Final = 16 * 1024 * 1024
MAX_WAIT: Final = 30.0
"""Seconds waited before one more try, whatever the service asks for."""
# Less than servers keep an idle connection (uvicorn: 5 s): a request must not meet its closing.
_KEEP_ALIVE: Final = 2.0
_LATER: Final = frozenset({429, 503})
_HEADERS: Final = {
    "User-Agent": "refdesk-eval",
    "Accept": "application/json, application/problem+json",
    # A reply is measured as the service made it, and its size is known before it is unpacked.
    "Accept-Encoding": "identity",
}


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


class Transport:
    """One pooled client for one service; safe to share between threads."""

    def __init__(
        self,
        base_url: str,
        *,
        timeout: float,
        retries: int,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Make the client; nothing is sent yet.

        Args:
            base_url: As `checked_base_url` takes it.
            timeout: Seconds for one try, from connecting to the last byte.
            retries: Tries after the first that a service may ask for.
            sleep: Waits, in seconds.

        Raises:
            TargetError: The base URL cannot be used.
        """
        self.base_url = checked_base_url(base_url)
        self._timeout = timeout
        self._retries = retries
        self._sleep = sleep
        self._client = httpx.Client(
            timeout=timeout,
            headers=_HEADERS,
            follow_redirects=False,
            # No bound but the caller's threads.
            limits=httpx.Limits(keepalive_expiry=_KEEP_ALIVE),
            # A proxy of the surroundings cannot reach this machine's own loopback.
            trust_env=not _is_loopback(urlsplit(self.base_url)),
        )

    def close(self) -> None:
        """Close all connections."""
        self._client.close()

    def send(self, method: str, path: str, body: bytes | None = None) -> Received:
        """Send one request; wait and try again where a 429 or 503 says when.

        Args:
            method: "GET" or "POST".
            path: With leading slash, quoted.
            body: JSON, or None.

        Raises:
            TargetError: No connection, no reply in time, a reply too large or broken off.
        """
        began = time.perf_counter()
        received = self._once(method, path, body)
        tries = 1
        while tries <= self._retries and (wait := _asked_wait(received)) is not None:
            self._sleep(wait)
            received = self._once(method, path, body)
            tries += 1
        milliseconds = (time.perf_counter() - began) * 1000
        return replace(received, milliseconds=milliseconds, tries=tries)

    def _once(self, method: str, path: str, body: bytes | None) -> Received:
        headers = {} if body is None else {"Content-Type": "application/json"}
        deadline = time.monotonic() + self._timeout
        address = self.base_url + path
        try:
            with self._client.stream(method, address, content=body, headers=headers) as response:
                told = response.headers
                return Received(
                    status=response.status_code,
                    media=told.get("content-type", "").partition(";")[0].strip().lower(),
                    location=told.get("location", "") if response.is_redirect else "",
                    retry_after=told.get("retry-after", "").strip(),
                    disclaimer_id=told.get("x-disclaimer-id", ""),
                    body=self._read(response, deadline),
                )
        except httpx.ConnectTimeout:
            raise self._unreachable("it does not answer") from None
        except httpx.TimeoutException:
            raise self._late() from None
        except (httpx.ConnectError, httpx.ProxyError, httpx.UnsupportedProtocol) as error:
            raise self._unreachable(str(error)) from None
        except httpx.RequestError as error:
            cause = shown(error) or type(error).__name__
            raise TargetError(f"the reply of {self.base_url} broke off: {cause}") from None

    def _read(self, response: httpx.Response, deadline: float) -> bytes:
        """Read a body within time and size; a timeout of the client is for each part alone."""
        body = bytearray()
        for part in response.iter_bytes():
            body += part
            if len(body) > MAX_REPLY_BYTES:
                raise TargetError(f"a reply of {self.base_url} exceeds {MAX_REPLY_BYTES >> 20} MB")
            if time.monotonic() > deadline:
                raise self._late()
        return bytes(body)

    def _late(self) -> TargetError:
        return TargetError(f"no whole reply of {self.base_url} within {self._timeout:g} s")

    def _unreachable(self, cause: str) -> TargetError:
        return TargetError(
            f"no connection to {self.base_url} ({shown(cause)}): "
            "check that the service runs ('refdesk serve') and that host and port are right"
        )


def checked_base_url(text: str) -> str:
    """Return a base URL without trailing slashes; a path prefix is kept.

    Raises:
        TargetError: It is no http or https address of a host, or holds a password, query or
            fragment.
    """
    try:
        parts = urlsplit(text)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
        httpx.URL(text)
    except (ValueError, httpx.InvalidURL):
        usable = False
    if not usable or not text.isprintable() or " " in text:
        raise TargetError(
            f"not an address of a service: {shown(text)!r}; "
            "give one as http://127.0.0.1:8000 or https://host/prefix"
        )
    if parts.username is not None or parts.query or parts.fragment:
        # Results record the address: it must not carry a secret.
        raise TargetError("the address must not hold a user name, password, query or fragment")
    return text.rstrip("/")


def _is_loopback(parts: SplitResult) -> bool:
    host = parts.hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _asked_wait(received: Received) -> float | None:
    """Return the seconds that a response asks to wait, bounded; None when it asks for none."""
    if received.status not in _LATER:
        return None
    if re.fullmatch(r"[0-9]{1,9}", received.retry_after):
        return min(float(received.retry_after), MAX_WAIT)
    try:
        until = parsedate_to_datetime(received.retry_after)
    except ValueError:
        return None
    # A date "-0000" has no zone; HTTP knows none but UTC (RFC 9110, 5.6.7).
    aware = until if until.tzinfo else until.replace(tzinfo=UTC)
    return min(max(0.0, (aware - datetime.now(UTC)).total_seconds()), MAX_WAIT)
