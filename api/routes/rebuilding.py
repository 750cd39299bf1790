"""The operator's route for a build from the configured articles: start it, watch it, stop it."""

from __future__ import annotations

import logging
import subprocess
import threading
from pathlib import Path

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.access.needs import needs
from api.access.roles import Scope
from api.convert import disclaimer_out
from api.problems import ProblemError
from api.rebuild_schemas import DETAILS, RebuildOut
from api.rebuilding import control, status
from api.rebuilding.status import Status
from api.reply import reply
from api.settings import Settings
from api.watching import Watcher
from rag.disclaimers import disclaimer_for

router = APIRouter(prefix="/v1/admin", tags=["operation"], dependencies=[needs(Scope.ADMIN)])
_log = logging.getLogger("refdesk.desk")


@router.post(
    "/rebuild", response_model=RebuildOut, status_code=202, summary="Build from the articles"
)
def rebuild(request: Request) -> Response:
    """Begin a build from the configured articles, in a process of its own; one at a time.

    It goes on whatever becomes of this connection. What it made is activated when it is whole, and
    the service answers from it without a restart; until then, and if it fails, from what there is.
    """
    settings = _settings(request)
    if not settings.articles:
        raise ProblemError("no-articles")
    if not control.can_build():
        raise ProblemError("build-not-installed")
    try:
        begun, process = control.start(settings)
    except status.RunningError:
        raise ProblemError("rebuild-running") from None
    except OSError as error:
        _log.error("a build could not be started: %s", error.strerror or type(error).__name__)
        raise ProblemError("rebuild-impossible") from None
    _follow(process, request.app.state.watcher)
    return _told(begun, 202)


@router.get("/rebuild", response_model=RebuildOut, summary="How far the build is")
def progress(request: Request) -> Response:
    """Tell of the latest build that was started here: how far it is, or how it ended."""
    return _told(status.read(_folder(request)))


@router.delete("/rebuild", response_model=RebuildOut, summary="Stop the build")
def stop(request: Request) -> Response:
    """Stop the build that runs; the service goes on answering from the snapshot that it has."""
    try:
        return _told(control.stop(_settings(request).data))
    except control.NotRunningError:
        raise ProblemError("no-rebuild") from None
    except (OSError, status.RunningError) as error:
        _log.error("a build could not be stopped: %s", type(error).__name__)
        raise ProblemError("rebuild-impossible") from None


def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


def _folder(request: Request) -> Path:
    return status.folder_of(_settings(request).data)


def _follow(process: subprocess.Popen[bytes], watcher: Watcher) -> None:
    """Have the active snapshot looked at when the build ends, and let go of its process."""

    def wait() -> None:
        code = process.wait()
        _log.info("the build ended with %d", code)
        watcher.wake()

    threading.Thread(target=wait, name="refdesk-rebuild", daemon=True).start()


def _told(latest: Status | None, code: int = 200) -> Response:
    known = latest.model_dump(exclude={"pid"}) if latest else _NONE
    detail = DETAILS[latest.reason] if latest and latest.reason else None
    disclaimer = disclaimer_out(disclaimer_for(None))
    told = reply(RebuildOut(**known, detail=detail, disclaimer=disclaimer))
    told.status_code = code
    return told


_NONE = {
    **dict.fromkeys(Status.model_fields.keys() - {"pid"}), "state": "none", "done": 0, "total": 0
}  # fmt: skip
