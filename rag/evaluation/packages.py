"""The packages that only the harness needs: told by name where one is missing."""

from __future__ import annotations

from importlib.util import find_spec

PACKAGES = ("httpx", "ir_measures", "scipy")


class MissingPackageError(RuntimeError):
    """A package of the harness is not installed; the message has the command that installs it."""


def need_packages() -> None:
    """Check that the harness can run.

    Raises:
        MissingPackageError: A package is missing.
    """
    missing = [name for name in PACKAGES if find_spec(name) is None]
    if missing:
        raise MissingPackageError(
            f"{', '.join(missing)} not installed; run: pip install 'refdesk[eval]'"
        )
