"""The client of asynchronous programs: `Client` with `await`."""

from __future__ import annotations

import os
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Sequence
from contextlib import aclosing
from typing import Self, Unpack

import anyio
import httpx

from api.choices import Format, Rating, Tag
from api.desk_schemas import DeskAnswerOut, DeskOut
from api.feedback_schemas import FeedbackOut
from api.library_schemas import (
    ArticleOut,
    ArticlesOut,
    CaveatsOut,
    DisclaimersOut,
    PassageOut,
    ReadyOut,
    StudiesOut,
    StudyEntryOut,
    TiersOut,
)
from api.record_schemas import AnswerRecordOut
from api.schemas import AnswerOut, FiltersIn, SearchOut
from refdesk import KEY_VARIABLE
from refdesk.client import calls
from refdesk.client.calls import AskOptions, Call, InspectOptions, Shape, StudyOptions
from refdesk.client.events import Event, EventReader
from refdesk.client.replies import file_of, result_of
from refdesk.client.sending_async import AsyncSender
from refdesk.client.wire import Line


class AsyncClient:
    """A running service; safe to share between tasks, closed by `async with` or `close`.

    Every method raises a `RefdeskError` when there is no result; its kind says what to do.
    """

    def __init__(
        self,
        base_url: str,
        *,
        api_key: str | None = None,
        timeout: float = 60.0,
        retries: int = 4,
        sleep: Callable[[float], Awaitable[None]] = anyio.sleep,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        """Make the client; nothing is sent yet.

        Args:
            base_url: http or https, with or without a path prefix.
            api_key: For staff and programs; that of `REFDESK_API_KEY` when None, "" for none.
            timeout: Seconds for one try of one request, from connecting to the last byte.
            retries: How often a request is sent again when a 429 or 503 has `Retry-After`.
            sleep: Waits for that long, in seconds, 30 at most.
            transport: In place of connections of its own, such as `httpx.ASGITransport(app)`.

        Raises:
            AddressError: Address or key cannot be used.
        """
        key = os.environ.get(KEY_VARIABLE, "") if api_key is None else api_key
        line = Line(base_url, timeout=timeout, retries=retries, api_key=key)
        self._sender = AsyncSender(line, sleep=sleep, transport=transport)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.base_url!r})"

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Close all connections."""
        await self._sender.close()

    @property
    def base_url(self) -> str:
        """The address of the service."""
        return self._sender.line.base_url

    async def ask(self, question: str, **options: Unpack[AskOptions]) -> AnswerOut:
        """Return the answer to a question of 1 to 2,000 characters; every outcome is one."""
        return await self._run(calls.ask(question, **options))

    async def ask_stream(
        self, question: str, **options: Unpack[AskOptions]
    ) -> AsyncGenerator[Event]:
        """Yield the answer in pieces: disclaimer, policy, evidence, statements, the whole.

        Nothing is sent before the first event is asked for. To stop early, close the iterator
        (`contextlib.aclosing`).
        """
        call = calls.ask_stream(question, **options)
        reader = EventReader()
        async with aclosing(self._sender.stream(call.path, call.body or b"")) as parts:
            async for part in parts:
                for event in reader.take(part):
                    yield event
        reader.end()

    async def search(
        self, query: str, *, k: int = 10, filters: FiltersIn | None = None
    ) -> SearchOut:
        """Return at most `k` passages near a query, 1 to 50, without an answer."""
        return await self._run(calls.search(query, k=k, filters=filters))

    async def articles(self) -> ArticlesOut:
        """Return the list of the library."""
        return await self._run(calls.articles())

    async def article(self, slug: str) -> ArticleOut:
        """Return one article whole; `source[span.start:span.end]` is what a span tells of."""
        return await self._run(calls.article(slug))

    async def passage(self, passage_id: str) -> PassageOut:
        """Return one passage in its context."""
        return await self._run(calls.passage(passage_id))

    async def study_page(
        self, *, offset: int = 0, limit: int = 20, **wanted: Unpack[StudyOptions]
    ) -> StudiesOut:
        """Return one page of the registry, newest first, with how many studies there are."""
        return await self._run(calls.studies(offset=offset, limit=limit, **wanted))

    async def studies(self, **wanted: Unpack[StudyOptions]) -> AsyncIterator[StudyEntryOut]:
        """Yield every study that meets all of what is given, newest first, page by page."""
        offset, page = 0, await self.study_page(limit=calls.PAGE, **wanted)
        while page.studies:
            for study in page.studies:
                yield study
            offset += len(page.studies)
            if offset >= page.total:
                return
            page = await self.study_page(offset=offset, limit=calls.PAGE, **wanted)

    async def tiers(self) -> TiersOut:
        """Return the vocabulary of tiers, strongest kind of source first."""
        return await self._run(calls.tiers())

    async def caveats(self) -> CaveatsOut:
        """Return the vocabulary of caveats."""
        return await self._run(calls.caveats())

    async def disclaimers(self) -> DisclaimersOut:
        """Return every released disclaimer."""
        return await self._run(calls.disclaimers())

    async def answer_record(self, answer_id: str) -> AnswerRecordOut:
        """Return what was kept of an answer (staff)."""
        return await self._run(calls.answer_record(answer_id))

    async def desk(self) -> DeskOut:
        """Return what the staff desk can do, and the snapshots that can be asked (staff)."""
        return await self._run(calls.desk())

    async def inspect(self, question: str, **options: Unpack[InspectOptions]) -> DeskAnswerOut:
        """Return an answer with everything that stands behind it (staff)."""
        return await self._run(calls.inspect(question, **options))

    async def export(
        self, question: str, inspected: DeskAnswerOut, wanted: Format = "markdown"
    ) -> bytes:
        """Return an answer as a file, with its disclaimer in it (staff).

        Args:
            question: As it was asked.
            inspected: What `inspect` gave for it, unchanged, less than a day ago.
            wanted: "markdown", "docx", "csl-json" or "ris".
        """
        call = calls.export(question, inspected, wanted)
        return file_of(call, await self._sender.send("POST", call.path, call.body))

    async def feedback(
        self, answer_id: str, rating: Rating, *, tags: Sequence[Tag] = (), comment: str = ""
    ) -> FeedbackOut:
        """Say what an answer was worth; said again it replaces itself, until it is reviewed.

        Args:
            answer_id: Of the answer.
            rating: "up" or "down".
            tags: "wrong_citation" and the like.
            comment: At most 2,000 characters; redacted before it is kept.
        """
        return await self._run(calls.feedback(answer_id, rating, tags=tags, comment=comment))

    async def ready(self) -> ReadyOut:
        """Return that the desk is open, and its snapshot."""
        return await self._run(calls.ready())

    async def _run(self, call: Call[Shape]) -> Shape:
        return result_of(call, await self._sender.send(call.method, call.path, call.body))
