"""GET /v1/desk and POST /v1/desk/ask: an answer with everything that stands behind it."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.access.needs import needs
from api.access.roles import Scope
from api.choices import FORMATS
from api.convert import answer_out, disclaimer_out
from api.convert_desk import behind_out
from api.desk_schemas import DeskAnswerOut, DeskAskRequest, DeskOut
from api.exporting.seal import seal_of
from api.reply import provider_of, reply
from api.routes.ask import begun_at, kept
from api.routes.snapshots import entry_out
from api.settings import Settings
from index.keeping import list_folders
from rag.behind import watching
from rag.disclaimers import disclaimer_for

router = APIRouter(prefix="/v1/desk", tags=["staff desk"], dependencies=[needs(Scope.DESK)])


@router.get("", response_model=DeskOut, summary="What the staff desk can do")
def desk(request: Request) -> Response:
    """Tell which snapshots can be asked, in which formats answers are saved, and of a model."""
    settings: Settings = request.app.state.settings
    serving = provider_of(request).provider.serving()
    found = [entry_out(each, serving) for each in list_folders(settings.data)]
    return reply(
        DeskOut(
            disclaimer=disclaimer_out(disclaimer_for(None)),
            generative=request.app.state.drafts,
            formats=list(FORMATS),
            snapshots=found[::-1],
        )
    )


@router.post("/ask", response_model=DeskAnswerOut, summary="Ask, and see what stands behind it")
def ask(request: Request, asked: DeskAskRequest) -> Response:
    """Answer as POST /v1/ask does, from any snapshot, with all that led to the answer.

    Policy, output check and record are those of every answer. What is shown beside the answer are
    passages and statements of the library, and sentences that a model drafted and that were
    dropped: none of it is evidence for the question, and what the output check withholds is left
    out here too.
    """
    provider = provider_of(request)
    held = provider.desk() if asked.snapshot is None else provider.desk_over(asked.snapshot)
    asking = begun_at(held, request, asked)
    with watching() as behind:
        made = kept(asking)
    answer = answer_out(made)
    found = {each.passage.article for each in behind.found}
    titles = {each.slug: each.title for each in held.snapshot.store.articles(sorted(found))}
    return reply(
        DeskAnswerOut(
            disclaimer=answer.disclaimer,
            answer=answer,
            seal=seal_of(request.app.state.door.signer, asked.question, answer),
            behind=behind_out(behind, made, titles),
        )
    )
