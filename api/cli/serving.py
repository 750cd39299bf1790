"""`refdesk serve`: build when there is nothing to serve, then listen until stopped."""

from __future__ import annotations

import logging
import signal
import socket
import subprocess
import sys
from types import FrameType

import uvicorn

from api.app import create_app
from api.cli.console import err
from api.cli.exits import EXIT_OK, FailedError
from api.settings import Settings
from index.errors import SnapshotError
from index.library import is_current


def run_serve(settings: Settings) -> int:
    """Serve until SIGINT or SIGTERM; return the exit code.

    Raises:
        FailedError: The first build failed, or the address cannot be listened at.
    """
    if settings.articles:
        _bring_up_to_date(settings)
    _log_to_stderr(settings.log_level)
    # After its own clean stop uvicorn raises the signal again; both then mean "done".
    signal.signal(signal.SIGTERM, _stopped)
    signal.signal(signal.SIGINT, _stopped)
    listener = _listen(settings)
    config = uvicorn.Config(
        create_app(settings),
        access_log=False,  # the guard logs requests without their query strings
        log_config=None,
        server_header=False,
        timeout_graceful_shutdown=10,
    )
    shown = f"[{settings.host}]" if ":" in settings.host else settings.host
    port = listener.getsockname()[1]
    err().print(f"Refdesk at http://{shown}:{port}/ (Ctrl-C stops it)", markup=False)
    try:
        uvicorn.Server(config).run(sockets=[listener])
    except SystemExit as stop:
        if stop.code not in (None, EXIT_OK):
            raise FailedError("the service could not start; its log says why") from None
    return EXIT_OK


def _listen(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return socket.create_server((settings.host, settings.port), family=family)
    except (OSError, UnicodeError) as error:
        cause = getattr(error, "strerror", None) or "not an address"
        raise FailedError(
            f"cannot listen at {settings.host} port {settings.port}: {cause}; choose another one"
        ) from error


def _bring_up_to_date(settings: Settings) -> None:
    """Build when there is no snapshot, or when its articles or their readers have changed.

    A snapshot that is merely out of date goes on being served when the new build fails.
    """
    try:
        if is_current(settings.articles, settings.data):
            return
        err().print("The articles have changed since the snapshot: building a new one.")
        if not _built(settings):
            err().print("Warning: the build failed; serving the snapshot there is.")
    except FileNotFoundError as error:
        raise FailedError(str(error)) from error
    except SnapshotError:
        err().print("No snapshot yet: building one first.")
        if not _built(settings):
            raise FailedError("the first build failed; nothing to serve") from None


def _built(settings: Settings) -> bool:
    """Run a build and tell whether it succeeded.

    In a process of its own: the one that serves must not carry the training libraries.
    """
    command = [sys.executable, "-m", "api.cli.main", "build"]
    command += ["--data", str(settings.data), "--model", settings.model]
    for path in settings.articles:
        command += ["--articles", str(path)]
    code = subprocess.run(command, check=False, stdout=sys.stderr).returncode  # noqa: S603
    if code < 0 or code >= 128:
        raise KeyboardInterrupt
    return code == 0


def _stopped(number: int, frame: FrameType | None) -> None:
    del number, frame
    raise SystemExit(EXIT_OK)


def _log_to_stderr(level: str) -> None:
    logging.basicConfig(
        level=level.upper(), stream=sys.stderr, format="%(asctime)s %(levelname)s %(message)s"
    )
    for chatty in ("uvicorn.error", "asyncio"):
        logging.getLogger(chatty).setLevel(max(logging.WARNING, logging.getLogger().level))
