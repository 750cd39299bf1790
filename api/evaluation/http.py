"""A running service as a target: what it sends is checked before anyone judges it."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final, Self
from urllib.parse import quote

from pydantic import BaseModel

from api.convert import disclaimer_out
from api.jsonout import json_bytes
from api.library_schemas import ArticleOut, ReadyOut
from api.schemas import AnswerOut, SearchOut
from rag.disclaimers import disclaimer_for
from rag.evaluation.packages import MissingPackageError
from rag.evaluation.target import Payload, Reply, TargetError, TargetInfo
from refdesk.told import shown

if TYPE_CHECKING:
    from api.evaluation.transport import Transport
    from refdesk.client.wire import Received

#: Stands in while a payload is checked: a missing or wrong disclaimer is for the judge to count,
#: not a reason to drop the payload.
_DISCLAIMER: Final[dict[str, Any]] = {"disclaimer": disclaimer_out(disclaimer_for(None))}
#: What a service older than these fields does not tell.
_UNTOLD: Final[Mapping[type[BaseModel], dict[str, Any]]] = {
    AnswerOut: {"support": None, "generation": None},
    ReadyOut: {"warnings": []},
}
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
        api_key: str = "",
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Connect, and ask the service what it is.

        Args:
            base_url: http or https, with or without a path prefix.
            timeout: Seconds for one try of one request.
            retries: How often a request is tried again when a 429 or 503 has `Retry-After`.
            api_key: Of the harness; none when empty.
            sleep: Waits for that long, in seconds, 30 at most.

        Raises:
            TargetError: The address cannot be used, or there is no service ready to answer.
            MissingPackageError: httpx is not installed.
        """
        self._transport = _transport(base_url, timeout, retries, api_key, sleep)
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
        if self._transport.is_problem(received, 404, "not-found"):
            return None
        return self._payload(received, ArticleOut)

    def _post(self, path: str, fields: dict[str, Any], shape: type[BaseModel]) -> Reply:
        received = self._transport.send("POST", path, json_bytes(fields))
        return Reply(self._payload(received, shape), received.milliseconds, received.disclaimer_id)

    def _read_info(self) -> TargetInfo:
        ready = self._payload(self._transport.send("GET", "/readyz"), ReadyOut)
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
            document = self._payload(self._transport.send("GET", "/openapi.json"), _Document)
        except TargetError:
            return "unknown"  # a proxy may keep the description to itself
        return shown(document["info"]["version"])

    def _payload(self, received: Received, shape: type[BaseModel]) -> dict[str, Any]:
        ignored = _DISCLAIMER if "disclaimer" in shape.model_fields else {}
        untold = _UNTOLD.get(shape, {})
        return self._transport.payload(received, shape, untold=untold, ignored=ignored)


def _transport(
    base_url: str, timeout: float, retries: int, api_key: str, sleep: Callable[[float], None]
) -> Transport:
    try:
        from api.evaluation.transport import Transport
    except ModuleNotFoundError as error:
        if error.name != "httpx":
            raise
        raise MissingPackageError("httpx not installed; run: pip install 'refdesk[eval]'") from None
    return Transport(base_url, timeout=timeout, retries=retries, api_key=api_key, sleep=sleep)
