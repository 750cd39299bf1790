"""How origins, networks and rates are written in settings; light, as every command reads those."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import urlsplit

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
_PORTS: Final = {"http": 80, "https": 443}
_RATE = re.compile(r"[1-9][0-9]{0,8}/(?:[1-9][0-9]{0,3} )?(?:second|minute|hour|day)")


def origin_of(text: str) -> str:
    """Return an origin as browsers write it: scheme, host and, unless it is the usual one, port.

    Raises:
        ValueError: It is no http or https origin, or it has more than an origin has.
    """
    parts = urlsplit(text.strip())
    if parts.scheme not in _PORTS or not parts.hostname or not parts.netloc.isascii():
        raise ValueError("an origin is written like https://www.example.org")
    if parts.path not in {"", "/"} or parts.query or parts.fragment or parts.username:
        raise ValueError("an origin has no path and no name")
    if any(ord(mark) < 33 or mark in '*"<>\\' for mark in parts.netloc):
        raise ValueError("an origin names one host, without wildcards")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    port = parts.port
    return f"{parts.scheme}://{host}" + (
        f":{port}" if port not in {None, _PORTS[parts.scheme]} else ""
    )


def origins_of(texts: Sequence[str]) -> frozenset[str]:
    """Return the origins of a list; raises ValueError as `origin_of`."""
    return frozenset(origin_of(text) for text in texts)


def networks_of(texts: Sequence[str]) -> tuple[Network, ...]:
    """Read addresses and networks in CIDR notation.

    Raises:
        ValueError: One of them is neither.
    """
    return tuple(ipaddress.ip_network(text.strip()) for text in texts)


def check_rate(text: str) -> str:
    """Return a rate as it was written: "30/minute", "5/10 second", several with ";" between.

    Raises:
        ValueError: It is not in this notation.
    """
    if not all(_RATE.fullmatch(part.strip()) for part in text.split(";")):
        raise ValueError('must be written like "30/minute;600/hour"')
    return text
