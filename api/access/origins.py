"""Which sites may ask: the service's own pages, and the origins that the operator lists."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import Scope

from api.access.notation import origin_of


def foreign_origin(scope: Scope, scheme: str, own: str = "") -> str:
    """Return the origin of a request from another site; empty for our own pages and for programs.

    Browsers send `Origin` with every request across sites that a script can read, and with every
    POST; a program sends none. What is no origin ("null") is foreign. A page that came by TLS is
    ours too where a proxy that nobody told us of has ended the TLS: the name is the same.

    Args:
        scope: Of the request.
        scheme: How the client reached us, as far as is known.
        own: The origin that the operator says we have, if any.
    """
    headers = Headers(scope=scope)
    sent = headers.getlist("origin")
    if not sent:
        return ""
    host = headers.get("host", "")
    if len(sent) == 1 and _is_ours(sent[0], {f"{scheme}://{host}", f"https://{host}", own}):
        return ""
    return sent[0] if len(sent) == 1 and sent[0] else "null"


def _is_ours(sent: str, ours: Collection[str]) -> bool:
    try:
        told = origin_of(sent)
    except ValueError:
        return False
    for each in ours:
        try:
            if told == origin_of(each):
                return True
        except ValueError:
            continue
    return False


def host_allowed(scope: Scope, hosts: Collection[str]) -> bool:
    """Tell whether `Host` names this service; every name does where none is configured.

    A name that starts with a dot stands for its subdomains.
    """
    if not hosts:
        return True
    sent = Headers(scope=scope).getlist("host")
    if len(sent) != 1:
        return False
    try:
        name = urlsplit(f"//{sent[0]}").hostname or ""
    except ValueError:
        return False
    return any(name == host or (host[:1] == "." and name.endswith(host)) for host in hosts)
