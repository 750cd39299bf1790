"""Each route as a value: method, path, body, and the shape of what comes back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, Generic, Literal, TypedDict, TypeVar, Unpack
from urllib.parse import urlencode

from pydantic import BaseModel

from api.choices import Format, Rating, Tag
from api.desk_schemas import DeskAnswerOut, DeskOut
from api.feedback_schemas import FeedbackOut
from api.fields import Mode
from api.library_schemas import (
    ArticleOut,
    ArticlesOut,
    CaveatsOut,
    DisclaimersOut,
    PassageOut,
    ReadyOut,
    StudiesOut,
    TiersOut,
)
from api.record_schemas import AnswerRecordOut
from api.schemas import AnswerOut, FiltersIn, SearchOut
from refdesk.client.addresses import path_part

Shape = TypeVar("Shape", bound=BaseModel)
PAGE = 100
"""Studies on one page at most."""
#: Media types, without parameters, of the files that answers are saved as.
MEDIA: Final[Mapping[Format, str]] = MappingProxyType(
    {
        "markdown": "text/markdown",
        "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "csl-json": "application/vnd.citationstyles.csl+json",
        "ris": "application/x-research-info-systems",
    }
)


class AskOptions(TypedDict, total=False):
    """How a question may be answered; what is not given is left to the service.

    Attributes:
        conversation_id: Continues a conversation; every answer has one.
        filters: What the answer is limited to.
        max_evidence: Citations at most, 1 to 20.
        locale: BCP 47 tag, "en-GB".
        mode: "extractive", "generative" or "auto".
    """

    conversation_id: str
    filters: FiltersIn
    max_evidence: int
    locale: str
    mode: Mode


class InspectOptions(AskOptions, total=False):
    """How a question may be answered, and from which snapshot.

    Attributes:
        snapshot: Id of a snapshot; the one that answers when it is not given.
    """

    snapshot: str


class StudyOptions(TypedDict, total=False):
    """What a list of studies is limited to; each one given must be met.

    Attributes:
        tier: Tier id of the study itself, or "unstated".
        cited_as: Tier id of a citing statement.
        condition: Words of its condition.
        status: "published", "ongoing", ...
        year: Exactly this year.
        design: "rct", "systematic-review", ...
        q: Words of label, title, authors, or an identifier.
    """

    tier: str
    cited_as: str
    condition: str
    status: str
    year: int
    design: str
    q: str


@dataclass(frozen=True, slots=True)
class Call(Generic[Shape]):
    """One request and the shape of its reply.

    Attributes:
        path: With leading slash, quoted, query included.
        body: JSON, or None.
    """

    method: Literal["GET", "POST"]
    path: str
    shape: type[Shape]
    body: bytes | None = None


@dataclass(frozen=True, slots=True)
class FileCall:
    """One request whose reply is a file.

    Attributes:
        body: JSON.
        media: Media type of the file, without parameters.
        disclaimer_id: Of the disclaimer that it carries.
    """

    path: str
    body: bytes
    media: str
    disclaimer_id: str


def ask(question: str, **options: Unpack[AskOptions]) -> Call[AnswerOut]:
    """Return the call of POST /v1/ask."""
    return _post("/v1/ask", {"question": question, **options}, AnswerOut)


def ask_stream(question: str, **options: Unpack[AskOptions]) -> Call[AnswerOut]:
    """Return the call of POST /v1/ask/stream; its reply is read by `events`."""
    return _post("/v1/ask/stream", {"question": question, **options}, AnswerOut)


def search(query: str, *, k: int, filters: FiltersIn | None) -> Call[SearchOut]:
    """Return the call of POST /v1/search."""
    limited = {} if filters is None else {"filters": filters}
    return _post("/v1/search", {"query": query, "k": k, **limited}, SearchOut)


def articles() -> Call[ArticlesOut]:
    """Return the call of GET /v1/articles."""
    return Call("GET", "/v1/articles", ArticlesOut)


def article(slug: str) -> Call[ArticleOut]:
    """Return the call of GET /v1/articles/{slug}."""
    return Call("GET", f"/v1/articles/{path_part(slug)}", ArticleOut)


def passage(passage_id: str) -> Call[PassageOut]:
    """Return the call of GET /v1/passages/{id}."""
    return Call("GET", f"/v1/passages/{path_part(passage_id)}", PassageOut)


def studies(
    *, offset: int = 0, limit: int = PAGE, **wanted: Unpack[StudyOptions]
) -> Call[StudiesOut]:
    """Return the call of GET /v1/studies: one page."""
    query = urlencode({**wanted, "offset": offset, "limit": limit})
    return Call("GET", f"/v1/studies?{query}", StudiesOut)


def tiers() -> Call[TiersOut]:
    """Return the call of GET /v1/tiers."""
    return Call("GET", "/v1/tiers", TiersOut)


def caveats() -> Call[CaveatsOut]:
    """Return the call of GET /v1/caveats."""
    return Call("GET", "/v1/caveats", CaveatsOut)


def disclaimers() -> Call[DisclaimersOut]:
    """Return the call of GET /v1/disclaimers."""
    return Call("GET", "/v1/disclaimers", DisclaimersOut)


def ready() -> Call[ReadyOut]:
    """Return the call of GET /readyz."""
    return Call("GET", "/readyz", ReadyOut)


def answer_record(answer_id: str) -> Call[AnswerRecordOut]:
    """Return the call of GET /v1/answers/{id}."""
    return Call("GET", f"/v1/answers/{path_part(answer_id)}", AnswerRecordOut)


def desk() -> Call[DeskOut]:
    """Return the call of GET /v1/desk."""
    return Call("GET", "/v1/desk", DeskOut)


def inspect(question: str, **options: Unpack[InspectOptions]) -> Call[DeskAnswerOut]:
    """Return the call of POST /v1/desk/ask."""
    return _post("/v1/desk/ask", {"question": question, **options}, DeskAnswerOut)


def export(question: str, inspected: DeskAnswerOut, wanted: Format) -> FileCall:
    """Return the call of POST /v1/desk/export."""
    sent = {"format": wanted, "question": question, "answer": inspected.answer,
            "seal": inspected.seal}  # fmt: skip
    body = json.dumps(sent, default=_plain).encode("ascii")
    carried = inspected.answer.disclaimer.id
    return FileCall("/v1/desk/export", body, MEDIA[wanted], carried)


def feedback(
    answer_id: str, rating: Rating, *, tags: Sequence[Tag], comment: str
) -> Call[FeedbackOut]:
    """Return the call of POST /v1/feedback."""
    said = {"answer_id": answer_id, "rating": rating, "tags": list(tags), "comment": comment}
    return _post("/v1/feedback", said, FeedbackOut)


def _post(path: str, fields: dict[str, Any], shape: type[Shape]) -> Call[Shape]:
    return Call("POST", path, shape, json.dumps(fields, default=_plain).encode("ascii"))


def _plain(value: object) -> object:
    if not isinstance(value, BaseModel):
        raise TypeError(f"no JSON form: {type(value).__name__}")
    # Only what was given: a field that the service does not know yet is then no error.
    return value.model_dump(exclude_unset=True)
