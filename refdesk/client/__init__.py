"""A typed client of the HTTP interface: `Client`, and `AsyncClient` for asynchronous programs.

    from refdesk.client import Client

    with Client("http://127.0.0.1:8000") as desk:
        answer = desk.ask("Were MSC infusions safe in frail older adults?")
        print(answer.disclaimer.text)
        print(answer.text)

Results are the shapes of the contract, as pydantic models. Every one of them carries its
disclaimer, to be shown with what is shown of it; a reply that came without is an error here.
"""

from __future__ import annotations

try:
    import httpx as _httpx  # noqa: F401 - told here, before anything else needs it
except ModuleNotFoundError as error:
    if error.name != "httpx":
        raise
    raise ModuleNotFoundError(
        "httpx not installed; run: pip install 'refdesk[client]'", name="httpx"
    ) from None

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
from api.schemas import AnswerOut, DisclaimerOut, EvidenceOut, FiltersIn, SearchOut
from refdesk.client.asynchronous import AsyncClient
from refdesk.client.errors import (
    AddressError,
    BusyError,
    DisclaimerError,
    LateError,
    NotAllowedError,
    NotFoundError,
    RefdeskError,
    ReplyError,
    RequestError,
    ServiceError,
    ServiceFailedError,
    UnreachableError,
)
from refdesk.client.events import (
    DisclaimerEvent,
    DoneEvent,
    Event,
    EvidenceEvent,
    PolicyEvent,
    StatementEvent,
)
from refdesk.client.sync import Client

__all__ = [
    "AddressError",
    "AnswerOut",
    "AnswerRecordOut",
    "ArticleOut",
    "ArticlesOut",
    "AsyncClient",
    "BusyError",
    "CaveatsOut",
    "Client",
    "DeskAnswerOut",
    "DeskOut",
    "DisclaimerError",
    "DisclaimerEvent",
    "DisclaimerOut",
    "DisclaimersOut",
    "DoneEvent",
    "Event",
    "EvidenceEvent",
    "EvidenceOut",
    "FeedbackOut",
    "FiltersIn",
    "Format",
    "LateError",
    "NotAllowedError",
    "NotFoundError",
    "PassageOut",
    "PolicyEvent",
    "Rating",
    "ReadyOut",
    "RefdeskError",
    "ReplyError",
    "RequestError",
    "SearchOut",
    "ServiceError",
    "ServiceFailedError",
    "StatementEvent",
    "StudiesOut",
    "StudyEntryOut",
    "Tag",
    "TiersOut",
    "UnreachableError",
]
