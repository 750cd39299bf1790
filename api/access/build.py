"""The door of a serving process, from its settings."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from api.access.door import Door, Rules
from api.access.key_callers import KeyCallers
from api.access.notation import networks_of, origin_of, origins_of
from api.access.pages import PageTokens
from api.access.places import Places
from api.access.rates import Rates, rate_of
from api.access.roles import ROLE_SCOPES, Role, Scope
from api.access.sign_in import SignIns
from api.access.signing import signing_key
from api.access.tokens import Signer
from api.database import Database
from api.settings import Settings, SettingsError

if TYPE_CHECKING:
    from api.access.oidc import Issuer

#: Credentials that are refused, from one address.
WRONG = "20/minute"


def door_of(settings: Settings, database: Callable[[], Database]) -> Door:
    """Return the door that the settings describe.

    Args:
        settings: Of the process.
        database: Gives the database that holds the keys.

    Raises:
        api.access.signing.SigningKeyError: A signing key is needed and cannot be had.
        SettingsError: Sign-in is configured and its packages are not installed.
    """
    closed = {Scope.SEARCH} if settings.public_search == "off" else set()
    rules = Rules(
        origins=origins_of(settings.origins),
        own=settings.public_url,
        hosts=frozenset(name.lower() for name in settings.hosts),
        trusted=networks_of(settings.trusted_proxies),
        proxy_header=settings.proxy_header,
        local_metrics=settings.metrics == "local",
        public=ROLE_SCOPES[Role.PUBLIC] - closed,
    )
    told = bool(rules.origins or settings.oidc_issuer)
    signer, keys = _signer(settings, needed=told), KeyCallers(database)
    return Door(
        rules,
        Places(settings.computing, settings.queue),
        rates=_rates(settings) if limited(settings) else None,
        keys=keys,
        tokens=PageTokens(signer, settings.token_minutes * 60) if told else None,
        sign_ins=_sign_ins(settings, signer, keys),
        signer=signer,
        deadline=float(settings.deadline),
        body_seconds=float(settings.body_seconds),
    )


def limited(settings: Settings) -> bool:
    """Tell whether rates hold: by themselves once others than this machine's user may come."""
    if settings.limits != "auto":
        return settings.limits == "on"
    told = settings.origins or settings.hosts or settings.trusted_proxies
    return bool(told) or settings.host not in {"127.0.0.1", "::1", "localhost"}


def _rates(settings: Settings) -> Rates:
    asking = {
        Role.PUBLIC: rate_of(settings.rate_public),
        Role.STAFF: rate_of(settings.rate_staff),
        Role.ADMIN: rate_of(settings.rate_admin),
    }
    return Rates(asking, rate_of(settings.rate_reading), rate_of(WRONG))


def _signer(settings: Settings, *, needed: bool) -> Signer:
    """Return the signer; where only staff with a key need it, its key is made at their first use.

    A service that is started and never signed in to leaves no key behind.
    """
    key = cache(lambda: signing_key(settings.signing_key.get_secret_value(), settings.data))
    return Signer(key() if needed else key)


def _sign_ins(settings: Settings, signer: Signer, keys: KeyCallers) -> SignIns:
    secure = origin_of(settings.public_url).startswith("https:") if settings.public_url else False
    issuer = _issuer(settings) if settings.oidc_issuer else None
    return SignIns(signer, keys, settings.session_minutes * 60, secure, issuer)


def _issuer(settings: Settings) -> Issuer:
    try:
        from api.access.oidc import Issuer, OidcConfig
    except ModuleNotFoundError as error:
        raise SettingsError(f"oidc_issuer needs {error.name}: install refdesk[oidc]") from None
    return Issuer(
        OidcConfig(
            issuer=settings.oidc_issuer,
            client_id=settings.oidc_client_id,
            client_secret=settings.oidc_client_secret.get_secret_value(),
            redirect=f"{origin_of(settings.public_url)}/auth/callback",
            scopes=settings.oidc_scopes,
            claim=settings.oidc_claim,
            staff=frozenset(settings.oidc_staff),
            admin=frozenset(settings.oidc_admin),
        )
    )
