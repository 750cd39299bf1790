"""The widget's script and its words in other languages, for every site that embeds it."""

from __future__ import annotations

from importlib import resources
from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.access.needs import open_to
from api.problems import ProblemError
from api.static_files import FILES, FOR_EVER, REVALIDATED, serve, static_file

_SCRIPT: Final = FILES["refdesk-chat.js"]
_STABLE: Final = "refdesk-chat.js"
_HASHED: Final = f"refdesk-chat.{_SCRIPT.digest[:16]}.js"
#: The script under the name that changes with its content.
WIDGET_PATH: Final = f"/widget/{_HASHED}"

#: The widget's own words by file name, "words.es.json"; it fetches those of its language.
WORDS: Final = {
    f"words.{entry.name}": static_file(entry.read_bytes(), "application/json")
    for entry in resources.files("api").joinpath("static", "words").iterdir()
}

router = APIRouter(include_in_schema=False, dependencies=[open_to("all")])


@router.get("/widget/{name}")
async def widget(request: Request, name: str) -> Response:
    """Return the script: revalidated under its plain name, kept for ever under the other.

    Words are revalidated too. Any site may load these; what a site may ask is decided where it
    asks.
    """
    if words := WORDS.get(name):
        return serve(request, words, REVALIDATED, Access_Control_Allow_Origin="*")
    if name not in (_STABLE, _HASHED):
        raise ProblemError("not-found")
    cache = FOR_EVER if name == _HASHED else REVALIDATED
    return serve(request, _SCRIPT, cache, Access_Control_Allow_Origin="*")
