"""For other programs: `refdesk.client` asks a running service and gives typed answers."""

from __future__ import annotations

from typing import Final

KEY_VARIABLE: Final = "REFDESK_API_KEY"
"""Environment variable that holds the API key of programs that ask a service."""
