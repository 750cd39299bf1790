"""Where the shared inputs lie, for tests that read real corpora and case files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


def shared_root() -> Path:
    """Return the folder of shared inputs: `REFDESK_SHARED`, or `shared` beside the checkout."""
    given = os.environ.get("REFDESK_SHARED")
    return Path(given) if given else Path(__file__).resolve().parents[2] / "shared"


def shared_path(relative: str) -> Path:
    """Return a path under the shared inputs, or skip the calling test where it is absent."""
    path = shared_root() / relative
    if not path.exists():
        pytest.skip(f"shared input {relative} is not here (set REFDESK_SHARED to its folder)")
    return path
