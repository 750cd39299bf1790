"""Settings of access are checked where they are read, and secrets stay secret."""

from __future__ import annotations

import pytest

from api.settings import Settings, SettingsError, read_settings

OIDC = {
    "REFDESK_OIDC_ISSUER": "https://id.example",
    "REFDESK_OIDC_CLIENT_ID": "desk",
    "REFDESK_OIDC_CLIENT_SECRET": "zebrafinch",
    "REFDESK_OIDC_STAFF": "desk,evidence",
    "REFDESK_PUBLIC_URL": "https://desk.example",
}


def test_a_sign_in_is_configured_whole() -> None:
    found = read_settings({}, OIDC)
    assert found.oidc_staff == ("desk", "evidence")
    assert "zebrafinch" not in repr(found)


def test_they_are_read_from_the_environment() -> None:
    found = read_settings(
        {},
        {
            "REFDESK_ORIGINS": "https://www.example.org, https://b.example.org:8443",
            "REFDESK_TRUSTED_PROXIES": "10.0.0.0/8,::1",
            "REFDESK_RATE_PUBLIC": "5/10 second;100/day",
            "REFDESK_SIGNING_KEY": "z" * 40,
        },
    )
    assert found.origins == ("https://www.example.org", "https://b.example.org:8443")
    assert found.trusted_proxies == ("10.0.0.0/8", "::1")
    assert found.rate_public == "5/10 second;100/day"
    assert "zzz" not in repr(found)


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({"REFDESK_ORIGINS": "*"}, "origins"),
        ({"REFDESK_ORIGINS": "https://example.org/path"}, "origins"),
        ({"REFDESK_HOSTS": "https://example.org"}, "hosts"),
        ({"REFDESK_HOSTS": "*.example.org"}, "hosts"),
        ({"REFDESK_TRUSTED_PROXIES": "proxy.example"}, "trusted_proxies"),
        ({"REFDESK_TRUSTED_PROXIES": "10.0.0.1/8"}, "trusted_proxies"),
        ({"REFDESK_PROXY_HEADER": "x-real-ip"}, "proxy_header"),
        ({"REFDESK_RATE_PUBLIC": "many"}, "rate_public"),
        ({"REFDESK_RATE_READING": "0/minute"}, "rate_reading"),
        ({"REFDESK_SIGNING_KEY": "zebrafinch"}, "signing_key"),
        ({"REFDESK_TOKEN_MINUTES": "0"}, "token_minutes"),
        ({"REFDESK_QUEUE": "-1"}, "QUEUE"),
        ({"REFDESK_METRICS": "all"}, "metrics"),
        ({"REFDESK_OIDC_ISSUER": "https://id.example"}, "oidc_client_id"),
        (OIDC | {"REFDESK_OIDC_STAFF": ""}, "oidc_staff"),
        (OIDC | {"REFDESK_OIDC_ISSUER": "http://id.example"}, "https"),
        (OIDC | {"REFDESK_PUBLIC_URL": "http://desk.example"}, "https"),
        (OIDC | {"REFDESK_PUBLIC_URL": "https://desk.example/path"}, "path"),
        (OIDC | {"REFDESK_OIDC_SCOPES": "profile"}, "openid"),
    ],
)
def test_what_cannot_be_used_is_named(environment: dict[str, str], named: str) -> None:
    with pytest.raises(SettingsError, match=named) as caught:
        read_settings({}, environment)
    assert "zebrafinch" not in str(caught.value)


def test_by_itself_nothing_is_open_to_other_sites() -> None:
    assert Settings().origins == Settings().trusted_proxies == ()
