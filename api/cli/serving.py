"""`refdesk serve`: build when there is nothing to serve, then listen until stopped."""

from __future__ import annotations

import logging
import signal
import socket
from types import FrameType
from typing import Any

import uvicorn

from api.access.build import door_of
from api.access.patience import patient_for
from api.access.signing import SigningKeyError
from api.app import create_app
from api.cli.console import err
from api.cli.exits import EXIT_OK, FailedError
from api.cli.uptodate import bring_up_to_date
from api.database import DatabaseUnusableError, DatabaseVersionError
from api.observing.logs import configure_logs
from api.records import database_of
from api.settings import Settings, SettingsError

_log = logging.getLogger("refdesk.records")


def run_serve(settings: Settings) -> int:
    """Serve until SIGINT or SIGTERM; return the exit code.

    Raises:
        FailedError: The first build failed, the address cannot be listened at, the database is
            of another version, or the signing key cannot be used.
    """
    if settings.articles:
        bring_up_to_date(settings, old_will_do=True)
    configure_logs(settings.log_level, settings.log_format)
    _check_database(settings)
    _check_access(settings)
    # After its own clean stop uvicorn raises the signal again; both then mean "done".
    signal.signal(signal.SIGTERM, _stopped)
    signal.signal(signal.SIGINT, _stopped)
    listener = _listen(settings)
    shown = f"[{settings.host}]" if ":" in settings.host else settings.host
    port = listener.getsockname()[1]
    err().print(f"Refdesk at http://{shown}:{port}/ (Ctrl-C stops it)", markup=False)
    serve = _serve_alone if settings.processes == 1 else _serve_together
    if not serve(settings, listener):
        raise FailedError("the service could not start; its log says why")
    return EXIT_OK


def _serve_alone(settings: Settings, listener: socket.socket) -> bool:
    app = create_app(settings)
    app.state.watcher.long_lived.begin()
    signal.signal(signal.SIGHUP, lambda *_: app.state.watcher.wake())
    config = uvicorn.Config(app, http=patient_for(settings.body_seconds), **_how(settings))
    try:
        uvicorn.Server(config).run(sockets=[listener])
    except SystemExit as stop:
        return stop.code in (None, EXIT_OK)
    return True


def _serve_together(settings: Settings, listener: socket.socket) -> bool:
    from api.cli.processes import serve_with_processes

    return serve_with_processes(settings, listener, **_how(settings))


def _how(settings: Settings) -> dict[str, Any]:
    return {
        "access_log": False,  # the observer logs requests, without their query strings
        "log_config": None,
        "server_header": False,
        # uvicorn would believe whoever asks from this machine; see `trusted_proxies`.
        "proxy_headers": False,
        "timeout_graceful_shutdown": settings.stop_seconds,
    }


def _check_access(settings: Settings) -> None:
    """Make the signing key where one is needed, before there are several processes.

    Raises:
        FailedError: It cannot be used, or packages of sign-in are missing.
    """
    try:
        door_of(settings, lambda: database_of(settings))
    except (SigningKeyError, SettingsError) as error:
        raise FailedError(str(error)) from error


def _check_database(settings: Settings) -> None:
    """Refuse tables of another version; a database that is away may come back.

    Raises:
        FailedError: They are, or the setting cannot be used.
    """
    try:
        database = database_of(settings)
        if settings.records == "off" and database.path is not None:
            return
        try:
            with database.reading():
                pass
        except DatabaseVersionError:
            raise
        except DatabaseUnusableError as error:
            _log.error("the database cannot be used now: %s", error)
        finally:
            database.close()
    except DatabaseUnusableError as error:
        raise FailedError(str(error)) from error


def _listen(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        listener = socket.create_server((settings.host, settings.port), family=family)
    except (OSError, UnicodeError) as error:
        cause = getattr(error, "strerror", None) or "not an address"
        raise FailedError(
            f"cannot listen at {settings.host} port {settings.port}: {cause}; choose another one"
        ) from error
    # asyncio does this only for sockets that name their protocol; without it each reply after the
    # first on a connection waits some 40 ms for the client's acknowledgement (Nagle's algorithm).
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def _stopped(number: int, frame: FrameType | None) -> None:
    del number, frame
    raise SystemExit(EXIT_OK)
