"""A running service as a target: what it sends is checked before anyone judges it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, NoReturn, Self
from urllib.parse import quote

from pydantic import BaseModel, ValidationError

from api.convert import disclaimer_out
from api.evaluation.failures import problem_code, problem_line, shown
from api.jsonout import json_bytes
from api.library_schemas import ArticleOut, ReadyOut
from api.schemas import AnswerOut, SearchOut
from rag.disclaimers import disclaimer_for
from rag.evaluation.packages import MissingPackageError
from rag.evaluation.target import Payload, Reply, TargetError, TargetInfo

if TYPE_CHECKING:
    from api.evaluation.transport import Received, Transport

#: Stands in while a payload is checked: a missing or wrong disclaimer is for the judge to count,
#: not a reason to drop the payload.
_DISCLAIMER: Final[dict[str, Any]] = {"disclaimer": disclaimer_out(disclaimer_for(None))}
#: What a service older than this field does not tell.
_UNTOLD: Final[dict[str, Any]] = {"support": None}
_PROBE: Final = "mesenchymal stem cells"


class _Title(BaseModel):
    version: str


class _Document(BaseModel):
    """The one field of an OpenAPI document that is read."""

    info: _Title


class HttpTarget:
    """A service over HTTP; safe to share between threads."""

    def __init__(
        self,
        base_url: str,
        timeout: float = 60.0,
        retries: int = 4,
        *,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Connect, and ask the service what it is.

        Args:
            base_url: http or https, with or without a path prefix.
            timeout: Seconds for one try of one request.
            retries: How often a request is tried again when a 429 or 503 has `Retry-After`.
            sleep: Waits for that long, in seconds, 30 at most.

        Raises:
            TargetError: The address cannot be used, or there is no service ready to answer.
            MissingPackageError: httpx is not installed.
        """
        self._transport = _transport(base_url, timeout, retries, sleep)
        try:
            self._info = self._read_info()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections."""
        self._transport.close()

    @property
    def info(self) -> TargetInfo:
        """What is measured, as it was when this target connected.

        A service tells its version and not the hash of its code: after a change of code without
        a new version, start a run afresh.
        """
        return self._info

    def ask(self, question: str, *, conversation_id: str | None = None) -> Reply:
        """Return the answer of POST /v1/ask.

        Raises:
            TargetError: No answer came, or one that is none of the contract.
        """
        named = {} if conversation_id is None else {"conversation_id": conversation_id}
        return self._post("/v1/ask", {"question": question, **named}, AnswerOut)

    def search(self, query: str, k: int) -> Reply:
        """Return what POST /v1/search finds, at most `k` results, 1 to 50.

        Raises:
            TargetError: No result came, or one that is none of the contract.
        """
        return self._post("/v1/search", {"query": query, "k": k}, SearchOut)

    def article(self, slug: str) -> Payload | None:
        """Return GET /v1/articles/{slug}, or None when there is no such article.

        Raises:
            TargetError: The service failed, or what came is none of the contract.
        """
        # Dots too: "." and ".." alone would name a folder above, not an article.
        name = quote(slug, safe="", errors="surrogatepass").replace(".", "%2E")
        received = self._transport.send("GET", f"/v1/articles/{name}")
        if received.status == 404 and problem_code(_json_or_none(received)) == "not-found":
            return None
        return _payload(received, ArticleOut)

    def _post(self, path: str, fields: dict[str, Any], shape: type[BaseModel]) -> Reply:
        received = self._transport.send("POST", path, json_bytes(fields))
        return Reply(_payload(received, shape), received.milliseconds, received.disclaimer_id)

    def _read_info(self) -> TargetInfo:
        ready = _payload(self._transport.send("GET", "/readyz"), ReadyOut)
        stamp = self.search(_PROBE, 1).payload["index"]
        if ready["snapshot"] != stamp["snapshot"]:
            raise TargetError("the service changed its snapshot just now; try again")
        return TargetInfo(
            kind="http",
            where=self._transport.base_url,
            snapshot=stamp["snapshot"],
            corpus_version=stamp["corpus_version"],
            software=self._version(),
        )

    def _version(self) -> str:
        try:
            document = _payload(self._transport.send("GET", "/openapi.json"), _Document)
        except TargetError:
            return "unknown"  # a proxy may keep the description to itself
        return shown(document["info"]["version"])


def _transport(
    base_url: str, timeout: float, retries: int, sleep: Callable[[float], None]
) -> Transport:
    try:
        from api.evaluation.transport import Transport
    except ModuleNotFoundError as error:
        if error.name != "httpx":
            raise
        raise MissingPackageError("httpx not installed; run: pip install 'refdesk[eval]'") from None
    return Transport(base_url, timeout=timeout, retries=retries, sleep=sleep)


def _payload(received: Received, shape: type[BaseModel]) -> dict[str, Any]:
    """Return the JSON value of a response after checking that it has a shape of the contract.

    Raises:
        TargetError: It is an error, a redirect, no JSON, or lacks or mistakes a field.
    """
    if received.status != 200:
        _refuse(received)
    try:
        payload = _json(received)
    except (ValueError, RecursionError):
        media = shown(received.media) or "no content type"
        raise TargetError(
            f"the reply is not JSON ({media}): is there a Refdesk service at this address?"
        ) from None
    if not isinstance(payload, dict):
        raise TargetError("the reply is not a JSON object: is there a Refdesk service here?")
    whole: dict[str, Any] = {**_UNTOLD, **payload} if shape is AnswerOut else payload
    ignored = _DISCLAIMER if "disclaimer" in shape.model_fields else {}
    try:
        # Services may tell more than this version knows; what it knows must be there.
        shape.model_validate({**whole, **ignored}, strict=True, extra="ignore")
    except ValidationError as error:
        raise TargetError(f"the reply is none of the contract: {_first(error)}") from None
    return whole


def _refuse(received: Received) -> NoReturn:
    if received.location:
        raise TargetError(
            f"{received.status} redirect to {shown(received.location)!r}: "
            "not followed; give the address where it ends"
        )
    tried = f" (tried {received.tries} times)" if received.tries > 1 else ""
    raise TargetError(problem_line(received.status, _json_or_none(received)) + tried)


def _json_or_none(received: Received) -> object:
    try:
        return _json(received)
    except (ValueError, RecursionError):
        return None


def _json(received: Received) -> object:
    value: object = json.loads(received.body.decode("utf-8"), parse_constant=_no_constant)
    return value


def _no_constant(name: str) -> object:
    raise ValueError(name)  # NaN and Infinity are no JSON (RFC 8259, 6)


def _first(error: ValidationError) -> str:
    """Return where the first fault lies and its kind, without any of the reply's words."""
    fault = error.errors(include_url=False, include_context=False, include_input=False)[0]
    return f"{shown('.'.join(map(str, fault['loc'])))}: {fault['type'].replace('_', ' ')}"
