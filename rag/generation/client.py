"""Drafting by any endpoint with an OpenAI-compatible face (POST {base_url}/chat/completions).

Whatever the endpoint does, the caller gets a draft or a `DraftingError` within the time allowed:
the deadline covers retries and a reply that drips, a reply has a greatest length, and after several
failures in a row the endpoint is left alone for a while.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Annotated, Final, Literal

import httpx
import pybreaker
import tenacity
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from rag.answer import Evidence
from rag.generation.budget import Budget, BudgetSpentError
from rag.generation.draft import Draft, DraftingError, Failure
from rag.generation.prompt import messages_for

MOST_BYTES: Final = 256 * 1024
_RETRIED: Final = frozenset({429, 500, 502, 503, 504})
_BYTES_A_TOKEN: Final = 4
"""For the budget, where a reply does not tell its tokens."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where drafts come from, and what they may cost.

    Attributes:
        base_url: For example "https://models.example.org/v1".
        model: Name that the endpoint knows.
        key: Sent as a bearer token; "" sends none. Never shown or logged.
        timeout_s: Seconds for one draft, retries included.
        attempts: Requests for one draft at most.
        max_tokens: Tokens of one reply at most.
        requests_per_hour: Requests at most, retries counted.
        tokens_per_day: Tokens after which no more is asked.
        failures: Failed drafts in a row after which the endpoint is left alone.
        rest_s: Seconds for which it then is.
    """

    base_url: str
    model: str
    key: str = field(default="", repr=False)
    timeout_s: float = 20.0
    attempts: int = 3
    max_tokens: int = 600
    requests_per_hour: int = 600
    tokens_per_day: int = 2_000_000
    failures: int = 5
    rest_s: float = 30.0


class _Message(BaseModel):
    model_config = ConfigDict(strict=True)

    content: Annotated[str, Field(max_length=MOST_BYTES)]


class _Choice(BaseModel):
    model_config = ConfigDict(strict=True)

    message: _Message
    finish_reason: Literal["stop", "length"] | None = None


class _Usage(BaseModel):
    total_tokens: Annotated[int, Field(ge=0, le=10_000_000)] = 0


class _Reply(BaseModel):
    """The part of a chat completion that is read; other members are left alone."""

    model: Annotated[str, Field(max_length=200)] = ""
    choices: Annotated[list[_Choice], Field(min_length=1)]
    usage: _Usage | None = None


class _TryAgainError(DraftingError):
    """A failure that may pass."""


class ChatClient:
    """Drafts by one endpoint; safe to share between threads."""

    def __init__(self, endpoint: Endpoint, budget: Budget | None = None) -> None:
        self._endpoint = endpoint
        self._budget = budget or Budget(endpoint.requests_per_hour, endpoint.tokens_per_day)
        self._breaker = pybreaker.CircuitBreaker(
            fail_max=endpoint.failures,
            reset_timeout=endpoint.rest_s,
            exclude=[BudgetSpentError],
            throw_new_error_on_trip=False,
        )
        headers = {"Authorization": f"Bearer {endpoint.key}"} if endpoint.key else {}
        self._http = httpx.Client(
            base_url=endpoint.base_url.rstrip("/") + "/",
            headers={**headers, "Accept": "application/json"},
            follow_redirects=False,
            trust_env=False,
        )

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def draft(self, question: str, evidence: Sequence[Evidence]) -> Draft:
        """Return a draft.

        Raises:
            DraftingError: There is none, and why.
        """
        body = {
            "model": self._endpoint.model,
            "messages": messages_for(question, evidence),
            "temperature": 0,
            "max_tokens": self._endpoint.max_tokens,
            "stream": False,
        }
        deadline = time.monotonic() + self._endpoint.timeout_s
        try:
            return self._breaker.call(self._tried, body, deadline)
        except pybreaker.CircuitBreakerError:
            raise DraftingError("circuit-open", "the model is left alone for a while") from None
        except BudgetSpentError as error:
            raise DraftingError("budget-spent", str(error)) from None

    def _tried(self, body: dict[str, object], deadline: float) -> Draft:
        retrying = tenacity.Retrying(
            retry=tenacity.retry_if_exception_type(_TryAgainError),
            stop=tenacity.stop_after_attempt(self._endpoint.attempts)
            | tenacity.stop_before_delay(self._endpoint.timeout_s),
            wait=tenacity.wait_random_exponential(multiplier=0.2, max=2.0),
            reraise=True,
        )
        return retrying(self._once, body, deadline)

    def _once(self, body: dict[str, object], deadline: float) -> Draft:
        self._budget.take_request()
        content = self._reply(body, deadline)
        try:
            reply = _Reply.model_validate_json(content)
        except ValidationError:
            self._budget.spend(len(content) // _BYTES_A_TOKEN)
            raise DraftingError("bad-reply", "the reply is no chat completion") from None
        tokens = reply.usage.total_tokens if reply.usage else 0
        self._budget.spend(tokens or len(content) // _BYTES_A_TOKEN)
        return Draft(
            text=reply.choices[0].message.content,
            model=reply.model or self._endpoint.model,
            tokens=tokens,
        )

    def _reply(self, body: dict[str, object], deadline: float) -> bytes:
        left = deadline - time.monotonic()
        if left <= 0:
            raise DraftingError("timed-out", "no time is left")
        try:
            with self._http.stream("POST", "chat/completions", json=body, timeout=left) as reply:
                _check_status(reply.status_code)
                return _whole(reply, deadline)
        except httpx.TimeoutException:
            raise DraftingError("timed-out", "the model did not answer in time") from None
        except httpx.RemoteProtocolError:
            raise _TryAgainError("bad-reply", "the reply breaks off") from None
        except httpx.TransportError:
            raise _TryAgainError("unreachable", "the model cannot be reached") from None
        except (httpx.DecodingError, httpx.InvalidURL):
            raise DraftingError("bad-reply", "the reply cannot be decoded") from None


def _check_status(status: int) -> None:
    if status == 200:
        return
    busy: Failure = "busy" if status == 429 else "refused"
    if status in _RETRIED:
        raise _TryAgainError(busy, f"status {status}")
    raise DraftingError("refused", f"status {status}")


def _whole(reply: httpx.Response, deadline: float) -> bytes:
    found = bytearray()
    for chunk in reply.iter_bytes():
        found += chunk
        if len(found) > MOST_BYTES:
            raise DraftingError("bad-reply", "the reply is too long")
        # The timeout of the library is between two chunks: a reply may drip past it.
        if time.monotonic() > deadline:
            raise DraftingError("timed-out", "the reply did not end in time")
    return bytes(found)
