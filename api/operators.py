"""Who may reach the operator's routes: whoever asks from this machine itself, not passed on."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Final

from fastapi import Request

from api.problems import ProblemError

_PASSED_ON: Final = ("x-forwarded-for", "forwarded", "x-real-ip", "via")


async def operators_only(request: Request) -> None:
    """Let a request of this machine pass; to any other there is nothing at this address.

    Raises:
        ProblemError: 404.
    """
    try:
        local = ip_address(request.client.host if request.client else "").is_loopback
    except ValueError:
        local = False
    if not local or any(name in request.headers for name in _PASSED_ON):
        raise ProblemError("not-found")
