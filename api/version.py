"""Which version of the program this is."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def refdesk_version() -> str:
    """Return the installed version, or "0" when run from a bare checkout."""
    try:
        return version("refdesk")
    except PackageNotFoundError:
        return "0"
