"""The evidence library for readers: /library and what lies under it, without any script needed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, TypeVar
from urllib.parse import urlencode

from fastapi import APIRouter, Path, Request
from pydantic import BaseModel, ValidationError
from starlette.responses import RedirectResponse, Response

from api.access.needs import needs
from api.access.roles import Scope
from api.library_schemas import FieldErrorOut
from api.pages.article_list import ARTICLES, articles_page
from api.pages.evidence_map import MAP, map_page
from api.pages.export import SavedListOut, as_csv, saved_list
from api.pages.listing import listing_page
from api.pages.query import STUDIES, Wanted, WantedNames, WantedOne, WantedPage
from api.pages.rendering import study_path
from api.pages.study import study_page
from api.problems import ProblemError, field_errors
from api.reply import provider_of, reply
from api.static_files import serve, static_file
from api.studies import StudyCatalogue
from index.errors import NotFoundError
from index.store import RecordStore
from rag.disclaimers import disclaimer_for

Asked = TypeVar("Asked", bound=BaseModel)

router = APIRouter(include_in_schema=False, dependencies=[needs(Scope.LIBRARY)])


@router.get(STUDIES)
def studies(request: Request) -> Response:
    """Return the list of studies that the address asks for."""
    if clean := _without_empty(request):
        return clean
    catalogue = _catalogue(request)
    wanted, errors = _asked(request, WantedPage)
    return _page(request, listing_page(catalogue, wanted, _read_on(request), errors))


@router.get(f"{STUDIES}/studies.json")
def studies_json(request: Request) -> Response:
    """Return the same list as JSON, whole."""
    answer = reply(_saved(request))
    answer.headers["Content-Disposition"] = 'attachment; filename="refdesk-studies.json"'
    return answer


@router.get(f"{STUDIES}/studies.csv")
def studies_csv(request: Request) -> Response:
    """Return the same list as CSV, whole."""
    headers = {"Content-Disposition": 'attachment; filename="refdesk-studies.csv"'}
    body = as_csv(_saved(request)).encode("utf-8", "replace")
    return Response(body, media_type="text/csv; charset=utf-8; header=present", headers=headers)


@router.get(f"{STUDIES}/studies/{{key:path}}")
def study(request: Request, key: Annotated[str, Path()]) -> Response:
    """Return one study; a key that leads to another's record leads to its page."""
    store, catalogue = provider_of(request).desk().snapshot.store, _catalogue(request)
    entry = catalogue.by_key.get(key)
    if entry is None:
        known = catalogue.known(key)
        target = known if known != key else _known(store, key)
        return RedirectResponse(study_path(target), status_code=303)
    asked = _refused(*_asked(request, WantedOne))
    return _page(request, study_page(store, catalogue, entry, asked.page))


@router.get(MAP)
def evidence_map(request: Request) -> Response:
    """Return how many studies of each kind there are for each condition."""
    if clean := _without_empty(request):
        return clean
    wanted, errors = _asked(request, WantedNames)
    return _page(request, map_page(_catalogue(request), wanted, _read_on(request), errors))


@router.get(ARTICLES)
def articles(request: Request) -> Response:
    """Return the list of articles."""
    if clean := _without_empty(request):
        return clean
    wanted, errors = _asked(request, WantedNames)
    return _page(request, articles_page(_catalogue(request), wanted, _read_on(request), errors))


def _known(store: RecordStore, key: str) -> str:
    """Return the key of the record that `key` leads to, another than itself."""
    try:
        found = store.references([key])[0].key
    except (NotFoundError, UnicodeEncodeError):
        raise ProblemError("not-found") from None
    if found == key:
        raise ProblemError("not-found")
    return found


def _catalogue(request: Request) -> StudyCatalogue:
    return provider_of(request).catalogue()


def _asked(request: Request, model: type[Asked]) -> tuple[Asked, Sequence[FieldErrorOut]]:
    """Return what an address asks for; with errors, the model's defaults.

    A name that is given twice is an error: neither value may be left out unseen.
    """
    given: dict[str, str | list[str]] = {}
    for name, value in request.query_params.multi_items():
        given[name] = [value] if name in given else value
    try:
        return model.model_validate(given), ()
    except ValidationError as error:
        found = [{**each, "loc": ("query", *each["loc"])} for each in error.errors()]
        return model(), field_errors(found)


def _refused(asked: Asked, errors: Sequence[FieldErrorOut]) -> Asked:
    """Return what is asked for.

    Raises:
        ProblemError: 422, with the errors, if there are any.
    """
    if errors:
        raise ProblemError("invalid-request", errors=errors)
    return asked


def _saved(request: Request) -> SavedListOut:
    catalogue = _catalogue(request)
    wanted = _refused(*_asked(request, Wanted))
    return saved_list(catalogue, wanted, _read_on(request), disclaimer_for(None))


def _without_empty(request: Request) -> Response | None:
    """Lead a form's address, with its empty fields, to the one worth keeping."""
    given = request.query_params.multi_items()
    if all(value for _, value in given):
        return None
    kept = urlencode([(name, value) for name, value in given if value])
    path = request.url.path
    return RedirectResponse(f"{path}?{kept}" if kept else path, status_code=303)


def _read_on(request: Request) -> str:
    return provider_of(request).desk().snapshot.manifest.built_at[:10]


def _page(request: Request, html: str) -> Response:
    return serve(request, static_file(html.encode("utf-8", "replace"), "text/html"))
