"""Short-lived signed tokens: JSON Web Tokens (RFC 7519) under HS256, one purpose each.

The audience keeps the purposes apart: a page's token is no sign-in and the other way round. No
other algorithm is taken, whatever a token says of itself (RFC 8725, section 3.1).
"""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

import jwt

from api.problems import ProblemError

ALGORITHM: Final = "HS256"
ISSUER: Final = "refdesk"
Purpose = Literal["page", "session", "sign-in", "answer"]
#: RFC 6750, section 3.
INVALID: Final = {"WWW-Authenticate": 'Bearer realm="refdesk", error="invalid_token"'}
_log = logging.getLogger("refdesk.access")
_CLOCK_STEP: Final = 60
_REQUIRED: Final = ("iss", "aud", "iat", "exp", "jti")


@dataclass(frozen=True, slots=True, repr=False)
class Signer:
    """Makes and reads tokens.

    Attributes:
        key: The signing key, or what gives it once it is needed; that may fail as `OSError`.
        now: The wall clock, in seconds since 1970.
    """

    key: bytes | Callable[[], bytes]
    now: Callable[[], float] = time.time

    def sign(self, purpose: Purpose, seconds: int, claims: Mapping[str, Any]) -> str:
        """Return a token of a purpose that ends after so many seconds.

        Raises:
            ProblemError: 503: there is no signing key.
        """
        made = int(self.now())
        standard = {
            "iss": ISSUER,
            "aud": _audience(purpose),
            "iat": made,
            "exp": made + seconds,
            "jti": secrets.token_urlsafe(9),
        }
        return jwt.encode({**claims, **standard}, self._secret(), ALGORITHM)

    def read(self, purpose: Purpose, token: str) -> Mapping[str, Any]:
        """Return what a token says.

        Raises:
            ProblemError: 401: it is over, was changed, or is for something else; 503: there is no
                signing key.
        """
        secret = self._secret()
        try:
            claims: Mapping[str, Any] = jwt.decode(
                token,
                secret,
                algorithms=[ALGORITHM],
                audience=_audience(purpose),
                issuer=ISSUER,
                # The clock is ours to give; times are compared below.
                options={"require": list(_REQUIRED), "verify_exp": False, "verify_iat": False},
            )
        except (jwt.PyJWTError, ValueError):
            raise ProblemError("token-invalid", headers=INVALID) from None
        made, ends = claims["iat"], claims["exp"]
        if not (isinstance(made, int) and isinstance(ends, int)):
            raise ProblemError("token-invalid", headers=INVALID)
        # One from the future was made under another clock; it would live too long.
        if not made - _CLOCK_STEP <= self.now() < ends:
            raise ProblemError("token-expired", headers=INVALID)
        return claims

    def _secret(self) -> bytes:
        if isinstance(self.key, bytes):
            return self.key
        try:
            return self.key()
        except OSError as error:
            _log.error("nothing can be signed: %s", error)
            raise ProblemError("sign-in-unavailable") from None


def _audience(purpose: Purpose) -> str:
    return f"refdesk:{purpose}"
