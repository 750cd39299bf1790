"""Bringing a data folder up to date with its articles, for the commands that read it."""

from __future__ import annotations

import subprocess
import sys

from api.cli.console import err
from api.cli.exits import FailedError
from api.cli.options import config_file
from api.settings import Settings
from index.errors import SnapshotError
from index.library import is_current


def bring_up_to_date(settings: Settings, *, old_will_do: bool) -> None:
    """Build when there is no snapshot, or when its articles or their readers have changed.

    Args:
        settings: Data folder, articles and model.
        old_will_do: Go on with a snapshot that is merely out of date when the new build fails.

    Raises:
        FailedError: There is nothing to go on with.
    """
    try:
        if is_current(settings.articles, settings.data, settings.notices):
            return
        err().print("The articles have changed since the snapshot: building a new one.")
        if _built(settings):
            return
        if not old_will_do:
            raise FailedError("the build failed; the snapshot there is does not fit the articles")
        err().print("Warning: the build failed; going on with the snapshot there is.")
    except FileNotFoundError as error:
        raise FailedError(str(error)) from error
    except SnapshotError:
        err().print("No snapshot yet: building one first.")
        if not _built(settings):
            raise FailedError("the first build failed; there is nothing to go on with") from None


def _built(settings: Settings) -> bool:
    """Run a build and tell whether it succeeded.

    In a process of its own: the one that goes on must not carry the training libraries.
    """
    file = config_file()
    command = [sys.executable, "-m", "api.cli.main", *(["--config", str(file)] if file else [])]
    command += ["build", "--data", str(settings.data), "--model", settings.model]
    command += ["--dense", settings.dense, "--probes", str(settings.probes)]
    for path in settings.articles:
        command += ["--articles", str(path)]
    if settings.notices:
        command += ["--notices", str(settings.notices)]
    code = subprocess.run(command, check=False, stdout=sys.stderr).returncode  # noqa: S603
    if code < 0 or code >= 128:
        raise KeyboardInterrupt
    return code == 0
