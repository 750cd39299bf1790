"""The settings of the service: strict, bounded, read once at the edge and passed in.

Command-line options win over `REFDESK_*` environment variables, which win over the file
`refdesk.toml`, which wins over the defaults. Nothing below the command line reads the environment.
To add one, add a field to its group in `api.settings.model` and run `refdesk config docs`.
"""

from __future__ import annotations

from api.settings.errors import SettingsError
from api.settings.model import MAX_BODY_BYTES, MAX_DESK_BYTES, Settings
from api.settings.reading import CONFIG_FILE, PREFIX, Reading, read_all, read_settings

__all__ = [
    "CONFIG_FILE",
    "MAX_BODY_BYTES",
    "MAX_DESK_BYTES",
    "PREFIX",
    "Reading",
    "Settings",
    "SettingsError",
    "read_all",
    "read_settings",
]
