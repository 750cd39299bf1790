"""Origins are compared as browsers write them; every other site is foreign."""

from __future__ import annotations

from typing import Any

import pytest

from api.access.notation import origin_of
from api.access.origins import foreign_origin, host_allowed


@pytest.mark.parametrize(
    ("written", "origin"),
    [
        ("https://www.example.org", "https://www.example.org"),
        ("HTTPS://WWW.Example.ORG/", "https://www.example.org"),
        ("https://example.org:443", "https://example.org"),
        ("http://example.org:8080", "http://example.org:8080"),
        ("http://[::1]:8000", "http://[::1]:8000"),
    ],
)
def test_an_origin_has_one_form(written: str, origin: str) -> None:
    assert origin_of(written) == origin


@pytest.mark.parametrize(
    "written",
    ["*", "null", "", "example.org", "ftp://example.org", "https://*.example.org",
     "https://example.org/path", "https://a@example.org", "https://example.org?x",
     "https://bücher.example", "https://example.org:99999"],
)  # fmt: skip
def test_what_is_no_origin_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        origin_of(written)


def scope(*headers: tuple[str, str]) -> dict[str, Any]:
    return {"type": "http", "headers": [(name.encode(), value.encode()) for name, value in headers]}


@pytest.mark.parametrize(
    ("headers", "foreign"),
    [
        ([("host", "desk.example")], ""),
        ([("host", "desk.example"), ("origin", "https://desk.example")], ""),
        ([("host", "desk.example:443"), ("origin", "https://desk.example")], ""),
        ([("host", "desk.example"), ("origin", "http://desk.example")], "http://desk.example"),
        ([("host", "desk.example"), ("origin", "https://desk.example:8443")],
         "https://desk.example:8443"),
        ([("host", "desk.example"), ("origin", "https://evil.example")], "https://evil.example"),
        ([("host", "10.0.0.1"), ("origin", "https://own.example")], ""),
        ([("host", "10.0.0.1"), ("origin", "http://own.example")], "http://own.example"),
        ([("host", "desk.example"), ("origin", "null")], "null"),
        ([("host", "desk.example"), ("origin", "")], "null"),
        ([("origin", "https://desk.example")], "https://desk.example"),
        ([("host", "desk.example"), ("origin", "https://desk.example"),
          ("origin", "https://evil.example")], "null"),
    ],
)  # fmt: skip
def test_foreign_is_every_site_but_ours(headers: list[tuple[str, str]], foreign: str) -> None:
    assert foreign_origin(scope(*headers), "https", "https://own.example") == foreign


def test_a_page_that_came_by_tls_is_ours_where_a_proxy_ended_it() -> None:
    sent = scope(("host", "desk.example"), ("origin", "https://desk.example"))
    assert foreign_origin(sent, "http") == ""
    plain = scope(("host", "desk.example"), ("origin", "http://desk.example"))
    assert foreign_origin(plain, "http") == ""
    assert foreign_origin(plain, "https") == "http://desk.example"


def test_hosts_by_name() -> None:
    hosts = {"desk.example", ".inner.example"}
    for name in ("desk.example", "DESK.example:8000", "a.inner.example"):
        assert host_allowed(scope(("host", name)), hosts)
    for name in ("evil.example", "desk.example.evil", "inner.example", "xinner.example", "", "["):
        assert not host_allowed(scope(("host", name)), hosts)
    assert not host_allowed(scope(), hosts)
    assert not host_allowed(scope(("host", "desk.example"), ("host", "evil.example")), hosts)
    assert host_allowed(scope(("host", "anything")), set())
