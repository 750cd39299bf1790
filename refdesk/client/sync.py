"""The client of programs that wait for each answer."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from typing import Self, Unpack

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
from refdesk.client.sending import Sender
from refdesk.client.wire import Line


class Client:
    """A running service; safe to share between threads, closed by `with` or `close`.

    Every method raises a `RefdeskError` when there is no result; its kind says what to do.
    """

    def __init__(
        self,
        base_url: str,
        *,
        api_key: str | None = None,
        timeout: float = 60.0,
        retries: int = 4,
        sleep: Callable[[float], None] = time.sleep,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        """Make the client; nothing is sent yet.

        Args:
            base_url: http or https, with or without a path prefix.
            api_key: For staff and programs; that of `REFDESK_API_KEY` when None, "" for none.
            timeout: Seconds for one try of one request, from connecting to the last byte.
            retries: How often a request is sent again when a 429 or 503 has `Retry-After`.
            sleep: Waits for that long, in seconds, 30 at most.
            transport: In place of connections of its own.

        Raises:
            AddressError: Address or key cannot be used.
        """
        key = os.environ.get(KEY_VARIABLE, "") if api_key is None else api_key
        line = Line(base_url, timeout=timeout, retries=retries, api_key=key)
        self._sender = Sender(line, sleep=sleep, transport=transport)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.base_url!r})"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections."""
        self._sender.close()

    @property
    def base_url(self) -> str:
        """The address of the service."""
        return self._sender.line.base_url

    def ask(self, question: str, **options: Unpack[AskOptions]) -> AnswerOut:
        """Return the answer to a question of 1 to 2,000 characters; every outcome is one."""
        return self._run(calls.ask(question, **options))

    def ask_stream(self, question: str, **options: Unpack[AskOptions]) -> Generator[Event]:
        """Yield the answer in pieces: disclaimer, policy, evidence, statements, the whole.

        Nothing is sent before the first event is asked for. To stop early, close the iterator
        (`contextlib.closing`).
        """
        call = calls.ask_stream(question, **options)
        reader = EventReader()
        for part in self._sender.stream(call.path, call.body or b""):
            yield from reader.take(part)
        reader.end()

    def search(self, query: str, *, k: int = 10, filters: FiltersIn | None = None) -> SearchOut:
        """Return at most `k` passages near a query, 1 to 50, without an answer."""
        return self._run(calls.search(query, k=k, filters=filters))

    def articles(self) -> ArticlesOut:
        """Return the list of the library."""
        return self._run(calls.articles())

    def article(self, slug: str) -> ArticleOut:
        """Return one article whole; `source[span.start:span.end]` is what a span tells of."""
        return self._run(calls.article(slug))

    def passage(self, passage_id: str) -> PassageOut:
        """Return one passage in its context."""
        return self._run(calls.passage(passage_id))

    def study_page(
        self, *, offset: int = 0, limit: int = 20, **wanted: Unpack[StudyOptions]
    ) -> StudiesOut:
        """Return one page of the registry, newest first, with how many studies there are."""
        return self._run(calls.studies(offset=offset, limit=limit, **wanted))

    def studies(self, **wanted: Unpack[StudyOptions]) -> Iterator[StudyEntryOut]:
        """Yield every study that meets all of what is given, newest first, page by page."""
        offset, page = 0, self.study_page(limit=calls.PAGE, **wanted)
        while page.studies:
            yield from page.studies
            offset += len(page.studies)
            if offset >= page.total:
                return
            page = self.study_page(offset=offset, limit=calls.PAGE, **wanted)

    def tiers(self) -> TiersOut:
        """Return the vocabulary of tiers, strongest kind of source first."""
        return self._run(calls.tiers())

    def caveats(self) -> CaveatsOut:
        """Return the vocabulary of caveats."""
        return self._run(calls.caveats())

    def disclaimers(self) -> DisclaimersOut:
        """Return every released disclaimer."""
        return self._run(calls.disclaimers())

    def answer_record(self, answer_id: str) -> AnswerRecordOut:
        """Return what was kept of an answer (staff)."""
        return self._run(calls.answer_record(answer_id))

    def desk(self) -> DeskOut:
        """Return what the staff desk can do, and the snapshots that can be asked (staff)."""
        return self._run(calls.desk())

    def inspect(self, question: str, **options: Unpack[InspectOptions]) -> DeskAnswerOut:
        """Return an answer with everything that stands behind it (staff)."""
        return self._run(calls.inspect(question, **options))

    def export(self, question: str, inspected: DeskAnswerOut, wanted: Format = "markdown") -> bytes:
        """Return an answer as a file, with its disclaimer in it (staff).

        Args:
            question: As it was asked.
            inspected: What `inspect` gave for it, unchanged, less than a day ago.
            wanted: "markdown", "docx", "csl-json" or "ris".
        """
        call = calls.export(question, inspected, wanted)
        return file_of(call, self._sender.send("POST", call.path, call.body))

    def feedback(
        self, answer_id: str, rating: Rating, *, tags: Sequence[Tag] = (), comment: str = ""
    ) -> FeedbackOut:
        """Say what an answer was worth; said again it replaces itself, until it is reviewed.

        Args:
            answer_id: Of the answer.
            rating: "up" or "down".
            tags: "wrong_citation" and the like.
            comment: At most 2,000 characters; redacted before it is kept.
        """
        return self._run(calls.feedback(answer_id, rating, tags=tags, comment=comment))

    def ready(self) -> ReadyOut:
        """Return that the desk is open, and its snapshot."""
        return self._run(calls.ready())

    def _run(self, call: Call[Shape]) -> Shape:
        return result_of(call, self._sender.send(call.method, call.path, call.body))
