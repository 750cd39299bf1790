"""Settings of who may ask, and how much."""

from __future__ import annotations

from typing import Final, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator

from api.access.notation import check_rate, networks_of, origins_of
from api.choices import LimitsWhen, MetricsFor, ProxyHeader, Switch
from api.settings.group import Group

_LEAST_KEY: Final = 32


class Access(Group):
    """Who may ask."""

    origins: tuple[str, ...] = Field(
        default=(),
        description="Other sites whose pages may ask, `https://www.example.org`; their pages need "
        "a token ([access](access.md)).",
    )
    hosts: tuple[str, ...] = Field(
        default=(),
        description="Names that the service goes by, without ports; `.example.org` stands for the "
        "names under it. Any name where there are none.",
    )
    trusted_proxies: tuple[str, ...] = Field(
        default=(),
        description="Addresses or networks (`10.0.0.0/8`) of the proxies in front, whose word on "
        "the client's address is believed.",
    )
    proxy_header: ProxyHeader = Field(
        default="x-forwarded-for",
        description="Which header these proxies write; the other one is never read.",
    )
    public_search: Switch = Field(
        default="on", description="`off` keeps `POST /v1/search` for staff."
    )
    metrics: MetricsFor = Field(
        default="local",
        description="Who may read `/metrics`: `admin` those with the scope, `local` this machine "
        "too, where no proxy passes the request on.",
    )
    signing_key: SecretStr = Field(
        default=SecretStr(""),
        description="What tokens and sign-ins are signed with, 32 characters or more; without one, "
        "a key is made in the data folder.",
    )
    token_minutes: int = Field(
        default=10, ge=1, le=60, description="Minutes that a token for a page lasts."
    )

    @field_validator("origins")
    @classmethod
    def _origins(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        origins_of(value)
        return value

    @field_validator("hosts")
    @classmethod
    def _hosts(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if any(not name.isascii() or set(name) & set("/:* ") or not name for name in value):
            raise ValueError("must be names without scheme, port or wildcard")
        return value

    @field_validator("trusted_proxies")
    @classmethod
    def _proxies(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        try:
            networks_of(value)
        except ValueError:
            raise ValueError("must be addresses or networks like 10.0.0.0/8") from None
        return value

    @model_validator(mode="after")
    def _key(self) -> Self:
        key = self.signing_key.get_secret_value()
        if key and len(key) < _LEAST_KEY:
            raise ValueError(f"signing_key must have {_LEAST_KEY} characters or more")
        return self


class SignIn(Group):
    """Sign-in of staff."""

    oidc_issuer: str = Field(
        default="",
        description="OpenID Connect issuer, exactly as its tokens name it ([access](access.md)).",
    )
    oidc_client_id: str = Field(default="", description="Name of this service there.")
    oidc_client_secret: SecretStr = Field(
        default=SecretStr(""), description="Its secret there; none for a public client."
    )
    oidc_scopes: tuple[str, ...] = Field(
        default=("openid", "profile"), description="What is asked of the issuer."
    )
    oidc_claim: str = Field(
        default="groups", description="The claim that tells what somebody is: a text or a list."
    )
    oidc_staff: tuple[str, ...] = Field(
        default=(), description="Values of the claim that make somebody staff."
    )
    oidc_admin: tuple[str, ...] = Field(
        default=(), description="Values of the claim that make somebody admin."
    )
    public_url: str = Field(
        default="",
        description="Address under which browsers reach the service, `https://desk.example.org`; "
        "the issuer sends people back to `/auth/callback` there.",
    )
    session_minutes: int = Field(
        default=60, ge=5, le=720, description="Minutes that a sign-in lasts."
    )

    @model_validator(mode="after")
    def _together(self) -> Self:
        told = (self.oidc_issuer, self.oidc_client_id, self.public_url)
        if self.oidc_issuer and not all(told):
            raise ValueError("oidc_issuer needs oidc_client_id and public_url")
        if self.oidc_issuer and not (self.oidc_staff or self.oidc_admin):
            raise ValueError("oidc_issuer needs oidc_staff or oidc_admin")
        if self.oidc_issuer and "openid" not in self.oidc_scopes:
            raise ValueError("oidc_scopes must hold openid")
        for name in ("oidc_issuer", "public_url"):
            _by_tls(name, getattr(self, name))
        if self.public_url:
            origins_of([self.public_url])
        return self


def _by_tls(name: str, address: str) -> None:
    if not address:
        return
    parts = urlsplit(address)
    local = parts.scheme == "http" and parts.hostname in {"localhost", "127.0.0.1", "::1"}
    if (parts.scheme != "https" and not local) or not parts.hostname or parts.username:
        raise ValueError(f"{name} must be an https address, or http on this machine")
    if parts.query or parts.fragment:
        raise ValueError(f"{name} must be an address without query")


class Limits(Group):
    """How much."""

    limits: LimitsWhen = Field(
        default="auto",
        description="Whether the rates below hold. `auto`: not while the service listens at a "
        "loopback address and `origins`, `hosts` and `trusted_proxies` are empty.",
    )
    rate_public: str = Field(
        default="30/minute;600/hour",
        description="Questions and searches of one address without a key.",
    )
    rate_staff: str = Field(
        default="120/minute", description="Questions and searches of one staff key or person."
    )
    rate_admin: str = Field(default="120/minute", description="The same for the role admin.")
    rate_reading: str = Field(
        default="300/minute", description="All else under `/v1` of one address, key or person."
    )
    queue: int = Field(
        default=64,
        ge=0,
        le=10_000,
        description="Requests that may wait for a worker thread; one more is refused with 503.",
    )
    deadline: int = Field(
        default=60, ge=1, le=600, description="Seconds that a request may take, waiting included."
    )
    body_seconds: int = Field(
        default=10, ge=1, le=120, description="Seconds in which head and body must arrive."
    )

    @field_validator("rate_public", "rate_staff", "rate_admin", "rate_reading")
    @classmethod
    def _rate(cls, value: str) -> str:
        return check_rate(value)
