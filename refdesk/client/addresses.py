"""Where a service is, and the key to it: checked once, before anything is sent."""

from __future__ import annotations

import ipaddress
from urllib.parse import quote, urlsplit

import httpx

from refdesk import KEY_VARIABLE
from refdesk.client.errors import AddressError
from refdesk.told import shown


def checked_base_url(text: str) -> str:
    """Return a base URL without trailing slashes; a path prefix is kept.

    Raises:
        AddressError: It is no http or https address of a host, or holds a password, query or
            fragment.
    """
    try:
        parts = urlsplit(text)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
        httpx.URL(text)
    except (ValueError, httpx.InvalidURL):
        usable = False
    if not usable or not text.isprintable() or " " in text:
        raise AddressError(
            f"not an address of a service: {shown(text)!r}; "
            "give one as http://127.0.0.1:8000 or https://host/prefix"
        )
    if parts.username is not None or parts.query or parts.fragment:
        # Results record the address: it must not carry a secret.
        raise AddressError("the address must not hold a user name, password, query or fragment")
    return text.rstrip("/")


def checked_key(text: str) -> str:
    """Return an API key without surrounding blanks; "" is none.

    Raises:
        AddressError: It is no printable ASCII in one piece; the message does not repeat it.
    """
    key = text.strip()
    if not (key.isascii() and key.isprintable()) or " " in key:
        raise AddressError(f"the API key must be printable ASCII without blanks ({KEY_VARIABLE})")
    return key


def is_loopback(base_url: str) -> bool:
    """Return whether an address is of this machine alone."""
    host = urlsplit(base_url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def path_part(text: str) -> str:
    """Return a text as one part of a path."""
    # Dots too: "." and ".." alone would name a folder above.
    return quote(text, safe="", errors="surrogatepass").replace(".", "%2E")
