"""The application: routes, error shapes, guard and lifespan put together."""

from __future__ import annotations

import re
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import anyio.to_thread
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api.access.build import door_of
from api.access.cors import Cors
from api.access.needs import Declared, declared, methods_at
from api.guard import Guard
from api.holding import Holding
from api.observing.metrics import Metrics
from api.observing.observer import Observer, RouteSeen
from api.observing.tracing import tracing_of
from api.openapi import install_openapi
from api.problems import (
    KINDS,
    PROBLEM_MEDIA,
    ProblemError,
    code_for_status,
    field_errors,
    problem_bytes,
)
from api.provider import Provider, SnapshotProvider
from api.readiness import Readiness
from api.retention import Retention
from api.routes import (
    answers,
    ask,
    desk,
    desk_export,
    feedback,
    health,
    key_sign_in,
    library,
    library_pages,
    pages,
    reading,
    rebuilding,
    reviewing,
    session,
    sign_in,
    snapshots,
    vocabulary,
    widget,
)
from api.routes import metrics as figures
from api.settings import Settings
from api.urgent import Urgent
from api.version import refdesk_version
from api.watching import Watcher

#: Every module of routes, in the order in which they are tried.
_ROUTES = (
    ask,
    answers,
    desk,
    desk_export,
    feedback,
    library,
    vocabulary,
    session,
    sign_in,
    key_sign_in,
    health,
    figures,
    snapshots,
    rebuilding,
    reviewing,
    widget,
    reading,
    library_pages,
    pages,
)

#: How long a computing thread may keep the interpreter while the event loop waits for it, in
#: seconds. At Python's own 0.005 a refusal, which takes it several times, waits behind each thread.
_SWITCH_S: Final = 0.0005


def create_app(
    settings: Settings, provider: Provider | None = None, metrics_folder: Path | None = None
) -> FastAPI:
    """Return the application for these settings.

    Args:
        settings: Data folder, workers and the like.
        provider: Where the desk comes from; the active snapshot of `settings.data` when None.
        metrics_folder: Where several processes put their figures together; None for one process.
    """
    source = provider or SnapshotProvider(settings)
    metrics = Metrics(refdesk_version(), metrics_folder)
    tracing = tracing_of(settings)
    watcher = Watcher(source, settings.reload_seconds, metrics)
    door = door_of(settings, lambda: source.database())
    retention = Retention(lambda: source.records(), settings.retain_days)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        # Routes that compute run in threads; more at once than this only slows each of them.
        limiter = anyio.to_thread.current_default_thread_limiter()
        limiter.total_tokens = settings.computing
        before = sys.getswitchinterval()
        sys.setswitchinterval(_SWITCH_S)
        await anyio.to_thread.run_sync(watcher.start)
        retention.start()
        try:
            yield
        finally:
            await anyio.to_thread.run_sync(watcher.stop)
            await anyio.to_thread.run_sync(retention.stop)
            await anyio.to_thread.run_sync(source.close)
            await anyio.to_thread.run_sync(tracing.close)
            sys.setswitchinterval(before)

    app = FastAPI(
        title="Refdesk", docs_url=None, redoc_url=None, lifespan=lifespan, redirect_slashes=False
    )
    app.state.provider = source
    app.state.settings = settings
    app.state.watcher = watcher
    app.state.metrics = metrics
    app.state.readiness = Readiness(source, settings)
    app.state.door = door
    app.state.drafts = bool(settings.generate_base_url)
    for module in _ROUTES:
        app.include_router(module.router)
    install_openapi(app, refdesk_version())
    app.add_exception_handler(ProblemError, _on_problem)
    app.add_exception_handler(RequestValidationError, _on_validation)
    app.add_exception_handler(HTTPException, _on_http)
    app.add_middleware(RouteSeen)
    app.add_middleware(Urgent)
    app.add_middleware(Holding, provider=source)
    door.routes = declared(app.routes)
    app.add_middleware(Guard, door=door, json_paths=json_paths(door.routes))
    if door.rules.origins:
        app.add_middleware(Cors, origins=door.rules.origins)
    app.add_middleware(Observer, metrics=metrics, trusted=door.rules.trusted, tracing=tracing)
    return app


def json_paths(found: Sequence[Declared]) -> list[re.Pattern[str]]:
    """Return the patterns of the paths that take a JSON body."""
    return [each.route.path_regex for each in found if each.route.body_field is not None]


async def _on_problem(request: Request, error: Exception) -> Response:
    del request
    if not isinstance(error, ProblemError):
        raise error
    body = problem_bytes(error.kind.code, error.errors)
    return _problem(error.kind.status, body, error.headers)


async def _on_validation(request: Request, error: Exception) -> Response:
    del request
    if not isinstance(error, RequestValidationError):
        raise error
    return _problem(422, problem_bytes("invalid-request", field_errors(error.errors())), {})


async def _on_http(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    code = code_for_status(error.status_code)
    headers = {}
    if error.status_code == 405:
        # The framework names the methods of the first route alone; an address may have several.
        headers["Allow"] = ", ".join(methods_at(request.app.state.door.routes, request.scope))
    return _problem(KINDS[code].status, problem_bytes(code), headers)


def _problem(status: int, body: bytes, headers: dict[str, str]) -> Response:
    return Response(body, status_code=status, headers=headers, media_type=PROBLEM_MEDIA)
