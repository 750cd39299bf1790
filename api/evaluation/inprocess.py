"""A desk in this process as a target: the payloads of the service without the service."""

from __future__ import annotations

import time
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Self, TypeVar

from pydantic import BaseModel, ValidationError

from api.convert import answer_out, search_out
from api.convert_library import article_out
from api.evaluation.software import software
from api.problems import ProblemError, field_errors, problem_out
from api.reply import invalid_question
from api.routes.ask import index_out
from api.routes.library import references_of
from api.schemas import AskRequest, SearchRequest
from index.errors import NotFoundError, SearchIndexError
from index.snapshot import Snapshot, open_snapshot
from rag.desk import Question, ReferenceDesk
from rag.disclaimers import disclaimer_for
from rag.evaluation.target import Payload, Reply, TargetError, TargetInfo
from rag.question import InvalidQuestionError
from refdesk.told import problem_line

Asked = TypeVar("Asked", bound=BaseModel)


class DeskTarget:
    """A desk over one snapshot; safe to share between threads."""

    def __init__(self, data: Path | Snapshot, *, threads: int | None = None) -> None:
        """Open the desk.

        Args:
            data: Data folder with an active snapshot, one snapshot's folder, or an open snapshot,
                which stays open when the target is closed.
            threads: Batches of passages encoded at once; the usable cores when None. An open
                snapshot has its own.

        Raises:
            TargetError: The snapshot cannot be opened; the message says why.
        """
        self._owned = not isinstance(data, Snapshot)
        snapshot = data if isinstance(data, Snapshot) else _open(data, threads)
        self._desk = ReferenceDesk(snapshot)
        self._info = TargetInfo(
            kind="in process",
            where=str(data.path if isinstance(data, Snapshot) else data),
            snapshot=snapshot.id,
            corpus_version=index_out(snapshot).corpus_version,
            software=software(),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the snapshot, if this target opened it."""
        if self._owned:
            self._desk.snapshot.close()

    @property
    def info(self) -> TargetInfo:
        """What is measured."""
        return self._info

    def ask(self, question: str, *, conversation_id: str | None = None) -> Reply:
        """Return the answer of POST /v1/ask.

        Raises:
            TargetError: What is an error over HTTP, in the same words.
        """
        began = time.perf_counter()
        with _as_over_http("question"):
            fields = {"question": question, "conversation_id": conversation_id}
            asked = _checked(AskRequest, fields)
            wish = Question(asked.question, conversation_id=asked.conversation_id)
            payload = answer_out(self._desk.ask(wish)).model_dump(mode="json")
        return Reply(payload, (time.perf_counter() - began) * 1000)

    def search(self, query: str, k: int) -> Reply:
        """Return what POST /v1/search finds, at most `k` results, 1 to 50.

        Raises:
            TargetError: What is an error over HTTP, in the same words.
        """
        began = time.perf_counter()
        with _as_over_http("query"):
            asked = _checked(SearchRequest, {"query": query, "k": k})
            found = self._desk.search(asked.query, k=asked.k)
            stamp = index_out(self._desk.snapshot)
            payload = search_out(found, disclaimer_for(None), stamp).model_dump(mode="json")
        return Reply(payload, (time.perf_counter() - began) * 1000)

    def article(self, slug: str) -> Payload | None:
        """Return GET /v1/articles/{slug}, or None when there is no such article.

        Raises:
            TargetError: The records cannot be read.
        """
        store = self._desk.snapshot.store
        with _as_over_http("slug"):
            try:
                found = store.article(slug)
            except (NotFoundError, UnicodeEncodeError):
                return None
            references = references_of(store, found.statements, found.references)
            return article_out(found, references, disclaimer_for(None)).model_dump(mode="json")


def _open(data: Path, threads: int | None) -> Snapshot:
    try:
        return open_snapshot(data, threads=threads)
    except (SearchIndexError, OSError) as error:
        raise TargetError(str(error)) from error


def _checked(model: type[Asked], fields: Mapping[str, object]) -> Asked:
    try:
        return model.model_validate(fields)
    except ValidationError as error:
        raise ProblemError("invalid-request", errors=field_errors(error.errors())) from None


@contextmanager
def _as_over_http(field: str) -> Iterator[None]:
    """Raise what the service would answer with an error as a `TargetError` of the same words.

    Args:
        field: Of the request, that holds the question.
    """
    try:
        yield
    except ProblemError as problem:
        raise _told(problem) from None
    except InvalidQuestionError as error:
        raise _told(invalid_question(field, error)) from None
    except Exception as error:
        line = problem_line(500, problem_out("internal-error").model_dump())
        place = traceback.extract_tb(error.__traceback__)[-1]
        told = f"{line} ({type(error).__name__} in {place.name}, line {place.lineno})"
        raise TargetError(told) from error


def _told(problem: ProblemError) -> TargetError:
    body = problem_out(problem.kind.code, problem.errors).model_dump()
    return TargetError(problem_line(problem.kind.status, body))
