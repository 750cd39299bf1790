"""Forwarded addresses are believed from configured proxies alone."""

from __future__ import annotations

from typing import Any

import pytest

from api.access.addresses import peer_of
from api.access.notation import networks_of

TRUSTED = networks_of(["10.0.0.0/8", "2001:db8:f::/48", "127.0.0.1"])


def scope(client: str, **headers: str) -> dict[str, Any]:
    pairs = [
        (name.replace("_", "-").encode(), part.encode())
        for name, value in headers.items()
        for part in value.split("\n")
    ]
    return {"type": "http", "client": (client, 1), "scheme": "http", "headers": pairs}


@pytest.mark.parametrize(
    ("client", "sent", "expected"),
    [
        ("192.0.2.1", "", "192.0.2.1"),
        ("192.0.2.1", "198.51.100.7", "192.0.2.1"),  # not from a proxy: not believed
        ("10.0.0.1", "198.51.100.7", "198.51.100.7"),
        ("10.0.0.1", "203.0.113.9, 198.51.100.7", "198.51.100.7"),  # the first one is anyone's word
        ("10.0.0.1", "203.0.113.9, 198.51.100.7, 10.2.3.4", "198.51.100.7"),
        ("10.0.0.1", "203.0.113.9\n198.51.100.7", "198.51.100.7"),  # two header lines are one list
        ("10.0.0.1", "10.9.9.9", "10.9.9.9"),
        ("10.0.0.1", "198.51.100.7:4711", "198.51.100.7"),
        ("::ffff:10.0.0.1", "198.51.100.7", "198.51.100.7"),
        ("10.0.0.1", "", "10.0.0.1"),
    ],
)
def test_x_forwarded_for(client: str, sent: str, expected: str) -> None:
    headers = {"x_forwarded_for": sent} if sent else {}
    assert peer_of(scope(client, **headers), TRUSTED).client == f"address:{expected}"


@pytest.mark.parametrize(
    ("sent", "client", "scheme"),
    [
        ("for=198.51.100.7;proto=https", "address:198.51.100.7", "https"),
        ('for="[2001:db8:cafe::17]:4711"', "address:2001:db8:cafe::/64", "http"),
        ("for=203.0.113.9, For=198.51.100.7", "address:198.51.100.7", "http"),
        ("for=203.0.113.9, for=unknown", "name:unknown", "http"),
        ("by=192.0.2.60", "address:10.0.0.1", "http"),
    ],
)
def test_forwarded(sent: str, client: str, scheme: str) -> None:
    found = peer_of(scope("10.0.0.1", forwarded=sent), TRUSTED, "forwarded")
    assert (found.client, found.scheme) == (client, scheme)


def test_the_header_that_the_proxies_do_not_write_is_not_read() -> None:
    sent = scope("10.0.0.1", forwarded="for=203.0.113.9", x_forwarded_for="198.51.100.7")
    assert peer_of(sent, TRUSTED).client == "address:198.51.100.7"
    assert peer_of(sent, TRUSTED, "forwarded").client == "address:203.0.113.9"


def test_the_scheme_is_believed_from_proxies_alone() -> None:
    headers = {"x_forwarded_for": "198.51.100.7", "x_forwarded_proto": "https"}
    assert peer_of(scope("10.0.0.1", **headers), TRUSTED).scheme == "https"
    assert peer_of(scope("192.0.2.1", **headers), TRUSTED).scheme == "http"
    odd = headers | {"x_forwarded_proto": "javascript"}
    assert peer_of(scope("10.0.0.1", **odd), TRUSTED).scheme == "http"


def test_one_customer_is_one_client_under_ipv6() -> None:
    one, other = scope("2001:db8:1:2::1"), scope("2001:db8:1:2:ffff::9")
    assert peer_of(one).client == peer_of(other).client == "address:2001:db8:1:2::/64"


def test_local_is_what_nobody_passed_on() -> None:
    assert peer_of(scope("127.0.0.1")).local
    assert peer_of(scope("::1")).local
    assert not peer_of(scope("192.0.2.1")).local
    for header in ("x_forwarded_for", "forwarded", "x_real_ip", "via"):
        assert not peer_of(scope("127.0.0.1", **{header: "127.0.0.1"})).local
    assert not peer_of(scope("127.0.0.1", x_forwarded_for="127.0.0.1"), TRUSTED).local


def test_a_long_list_is_read_from_its_end() -> None:
    sent = ", ".join(["10.1.1.1"] * 5000)
    assert peer_of(scope("10.0.0.1", x_forwarded_for=sent), TRUSTED).client == "address:10.1.1.1"


def test_networks_are_checked() -> None:
    with pytest.raises(ValueError, match="proxy"):
        networks_of(["proxy"])
