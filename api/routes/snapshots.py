"""The operator's routes for snapshots: list, activate, roll back, follow the pointer now."""

from __future__ import annotations

import logging
from pathlib import Path as FilePath
from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from api.access.needs import needs
from api.access.roles import Scope
from api.convert import disclaimer_out
from api.problems import ProblemError
from api.provider import Provider
from api.readiness import NEW_UNUSABLE
from api.reply import reply
from api.settings import Settings
from api.snapshot_schemas import SnapshotOut, SnapshotsOut
from api.watching import Watcher
from index.errors import SearchIndexError, SnapshotError
from index.keeping import Listed, activate_whole, find_id, list_folders, rollback
from rag.disclaimers import disclaimer_for

router = APIRouter(prefix="/v1/admin", tags=["operation"], dependencies=[needs(Scope.ADMIN)])
_log = logging.getLogger("refdesk.desk")


@router.get("/snapshots", response_model=SnapshotsOut, summary="List the snapshots")
def snapshots(request: Request) -> Response:
    """List every snapshot of the data folder, which is active, and which answers."""
    return _listed(request)


@router.post("/snapshots/{id}/activate", response_model=SnapshotsOut, summary="Activate a snapshot")
def activate(
    request: Request,
    id: Annotated[str, Path(description="Id of the snapshot, or the start of it.")],  # noqa: A002
) -> Response:
    """Verify a snapshot, make it the active one and answer from it; the old one stays if damaged.

    Other processes follow within `reload_seconds`.
    """
    data = _data(request)
    try:
        whole = find_id(data, id)
    except (SnapshotError, ValueError, OSError):
        raise ProblemError("not-found") from None
    try:
        activate_whole(data, whole)
    except (SearchIndexError, OSError) as error:
        _log.error("snapshot %s was not activated: %s", whole, error)
        raise ProblemError("snapshot-damaged") from None
    return _followed(request)


@router.post("/rollback", response_model=SnapshotsOut, summary="Go back to an older snapshot")
def roll_back(request: Request) -> Response:
    """Activate the newest whole snapshot that is older than the active one, and answer from it."""
    try:
        rollback(_data(request))
    except (SnapshotError, OSError) as error:
        _log.error("no snapshot to go back to: %s", error)
        raise ProblemError("no-older-snapshot") from None
    return _followed(request)


@router.post("/reload", response_model=SnapshotsOut, summary="Follow the active snapshot now")
def reload(request: Request) -> Response:
    """Switch to the active snapshot now, trying again what could not be opened before."""
    return _followed(request)


def _data(request: Request) -> FilePath:
    settings: Settings = request.app.state.settings
    return settings.data


def _followed(request: Request) -> Response:
    watcher: Watcher = request.app.state.watcher
    watcher.look(told=True)
    request.app.state.readiness.forget()
    return _listed(request)


def _listed(request: Request) -> Response:
    provider: Provider = request.app.state.provider
    serving = provider.serving()
    return reply(
        SnapshotsOut(
            warnings=[NEW_UNUSABLE] if provider.unusable() else [],
            snapshots=[entry_out(each, serving) for each in list_folders(_data(request))],
            disclaimer=disclaimer_out(disclaimer_for(None)),
        )
    )


def entry_out(each: Listed, serving: str) -> SnapshotOut:
    """Return one snapshot; `serving` is the id of the one that answers."""
    manifest = each.manifest
    return SnapshotOut(
        id=each.id,
        active=each.active,
        serving=each.id == serving,
        readable=manifest is not None,
        built_at=manifest.built_at if manifest else None,
        articles=manifest.counts["articles"] if manifest else None,
        passages=manifest.counts["passages"] if manifest else None,
        model=str(manifest.model["name"]) if manifest else None,
    )
