"""Whose address a request comes from: that of the connection, or what a trusted proxy says.

A header that any client can write is believed only as far as configured proxies wrote it: the list
is read from its end, and the first address that is no trusted proxy is the client
(RFC 7239, sections 5.2 and 8.1).
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from starlette.datastructures import Headers
from starlette.types import Scope

from api.access.notation import Network

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

#: Which header the trusted proxies write; the other one is never read, as a client may send it.
PROXY_HEADERS: Final = ("x-forwarded-for", "forwarded")
_MOST_HOPS = 32
_PAIR = re.compile(r'\s*(for|proto)\s*=\s*(?:"([^"]*)"|([^;,"\s]*))\s*', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Peer:
    """Where a request comes from.

    Attributes:
        client: Key of the client's address for limits; an IPv6 address counts by its /64, which
            is what one customer is given.
        scheme: "http" or "https", as the client used it.
        local: The connection comes from this machine, and nothing says it was passed on.
    """

    client: str
    scheme: str
    local: bool


def peer_of(scope: Scope, trusted: Sequence[Network] = (), header: str = PROXY_HEADERS[0]) -> Peer:
    """Return where a request comes from."""
    direct = (scope.get("client") or ("", 0))[0]
    headers = Headers(scope=scope)
    address = _address(direct)
    if address is None or not _among(address, trusted):
        passed_on = any(name in headers for name in (*PROXY_HEADERS, "x-real-ip", "via"))
        local = address is not None and address.is_loopback and not passed_on
        return Peer(_key(direct), scope.get("scheme", "http"), local)
    hops = _forwarded(headers) if header == "forwarded" else _x_forwarded(headers)
    found, scheme = direct, scope.get("scheme", "http")
    for text, proto in reversed(hops[-_MOST_HOPS:]):
        found = text
        scheme = proto if proto in {"http", "https"} else scheme
        hop = _address(text)
        if hop is None or not _among(hop, trusted):
            break
    return Peer(_key(found), scheme, local=False)


def _x_forwarded(headers: Headers) -> list[tuple[str, str]]:
    proto = headers.get("x-forwarded-proto", "").strip().lower()
    listed = ",".join(headers.getlist("x-forwarded-for"))
    return [(_bare(part), proto) for part in listed.split(",") if part.strip()]


def _forwarded(headers: Headers) -> list[tuple[str, str]]:
    found = []
    for element in ",".join(headers.getlist("forwarded")).split(","):
        pairs = {name.lower(): quoted or plain for name, quoted, plain in _PAIR.findall(element)}
        if pairs:
            found.append((_bare(pairs.get("for", "")), pairs.get("proto", "").lower()))
    return found


def _bare(node: str) -> str:
    """Return a node without its port: "[2001:db8::1]:80" is "2001:db8::1"."""
    node = node.strip().strip('"')
    if node.startswith("["):
        return node[1:].partition("]")[0]
    return node.partition(":")[0] if node.count(":") == 1 else node


def _address(text: str) -> Address | None:
    try:
        found = ipaddress.ip_address(text)
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return mapped or found


def _among(address: Address, networks: Sequence[Network]) -> bool:
    return any(address in network for network in networks if network.version == address.version)


def _key(text: str) -> str:
    address = _address(text)
    if address is None:
        return f"name:{text[:64]}"
    if isinstance(address, ipaddress.IPv6Address):
        return f"address:{ipaddress.ip_network((address, 64), strict=False).network_address}/64"
    return f"address:{address}"
