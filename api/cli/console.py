"""Where people's output goes: colour and bars on a terminal only, plain text elsewhere."""

from __future__ import annotations

import sys

from rich.console import Console

#: Width of output that does not go to a terminal.
PLAIN_WIDTH = 100


def out() -> Console:
    """Return the console of results, standard output; rich honours NO_COLOR by itself."""
    width = None if sys.stdout.isatty() else PLAIN_WIDTH
    return Console(width=width, highlight=False, soft_wrap=False)


def err() -> Console:
    """Return the console of progress and notes, standard error."""
    width = None if sys.stderr.isatty() else PLAIN_WIDTH
    return Console(stderr=True, width=width, highlight=False)
