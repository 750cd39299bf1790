"""What the exit codes of `refdesk` mean, and the error that ends a command."""

from __future__ import annotations

from typing import Final

import click

EXIT_OK: Final = 0
EXIT_PROBLEMS: Final = 1
EXIT_USAGE: Final = 2
EXIT_FAILED: Final = 3
EXIT_DECLINED: Final = 4
EXIT_NOT_FOUND: Final = 5
EXIT_INTERRUPTED: Final = 130


class FailedError(click.ClickException):
    """A command failed: one line says what and what to do."""

    exit_code = EXIT_FAILED
