"""Whatever a client writes into headers that access reads, it gets no 500 and no more rights."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from api.app import create_app
from api.settings import Settings

SITE = "https://www.example.org"
NAMES = (
    "Authorization", "Origin", "Host", "X-Forwarded-For", "X-Forwarded-Proto", "Forwarded", "Via",
    "Cookie", "X-CSRF-Token", "Access-Control-Request-Method", "Content-Type",
)  # fmt: skip
PIECES = (
    "Bearer ", "rdk_", "rdk_aaaaaaaaaa_", "a" * 43, "null", SITE, "http://localhost", "[::1]", "[",
    "]:8", "127.0.0.1", "10.0.0.1, ", "for=", '"', ";", "proto=https", "refdesk=", "POST", ".",
    "__Host-refdesk=", "eyJhbGciOiJub25lIn0", "\x00", "\xff", "é", "*", "%", "://", "@", ":99999",
)  # fmt: skip
GUARDED = ("/v1/answers/x", "/v1/admin/snapshots", "/metrics")


@pytest.fixture(scope="module")
def proxied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A service where everything that reads headers is switched on."""
    chosen = Settings(
        data=tmp_path_factory.mktemp("headers"),
        origins=(SITE,),
        trusted_proxies=("192.0.2.1", "10.0.0.0/8"),
        proxy_header="forwarded",
        limits="off",
        oidc_issuer="http://127.0.0.1:9",
        oidc_client_id="desk",
        oidc_staff=("desk",),
        public_url="http://localhost",
    )
    with TestClient(create_app(chosen), client=("192.0.2.1", 1)) as client:
        yield client


@settings(max_examples=300, deadline=None)
@given(
    headers=st.lists(
        st.tuples(
            st.sampled_from(NAMES),
            st.lists(st.sampled_from(PIECES), max_size=5).map("".join)
            | st.text(st.characters(max_codepoint=255), max_size=30),
        ),
        max_size=5,
    ),
    path=st.sampled_from(
        [
            "/v1/answers/x",
            "/v1/admin/feedback",
            "/metrics",
            "/v1/tiers",
            "/v1/session",
            "/auth/callback",
        ]
    ),
    method=st.sampled_from(["GET", "OPTIONS", "DELETE"]),
)
def test_no_header_breaks_the_door_or_opens_it(
    proxied: TestClient, headers: list[tuple[str, str]], path: str, method: str
) -> None:
    raw = [(name.encode(), value.encode("latin-1")) for name, value in headers]
    reply = proxied.request(method, path, headers=raw)
    assert reply.status_code != 500
    assert reply.headers["X-Disclaimer-Id"]
    if method == "GET" and path in GUARDED:
        assert reply.status_code in {401, 403}
    assert reply.headers.get("access-control-allow-origin") in {None, SITE}
    assert "access-control-allow-credentials" not in reply.headers
