"""Page tokens: what a page shows in place of a secret, for some minutes.

A page of a listed site gets one for the public role, good from that site alone. A page of our own,
opened by who is signed in, gets one for that person.
"""

from __future__ import annotations

from dataclasses import dataclass

from api.access.roles import ROLE_SCOPES, Caller, Role
from api.access.tokens import INVALID, Signer
from api.problems import ProblemError


@dataclass(frozen=True, slots=True)
class PageTokens:
    """Makes and reads page tokens.

    Attributes:
        signer: Signs them.
        seconds: How long one lasts.
    """

    signer: Signer
    seconds: int

    def mint(self, caller: Caller, origin: str) -> str | None:
        """Return a token for a page, or None where the page needs none.

        Args:
            caller: Who opened the page.
            origin: The other site that the page is of, which was found to be listed; empty for a
                page of our own.
        """
        if origin:
            return self._token(Role.PUBLIC, "", "", origin)
        if caller.by == "sign-in":
            return self._token(caller.role, caller.name, caller.client, "")
        return None

    def _token(self, role: Role, name: str, client: str, origin: str) -> str:
        claims = {"role": role.value, "name": name, "client": client, "org": origin}
        return self.signer.sign("page", self.seconds, claims)

    def caller(self, token: str, origin: str, address: str) -> Caller:
        """Return the caller that shows a token.

        Args:
            token: What was sent.
            origin: The other site that the request comes from; empty for our own pages.
            address: Key of the address. A public token gives no rate of its own, so that a copied
                one gains nothing.

        Raises:
            ProblemError: 401: the token is over, changed, or was made for another site.
        """
        claims = self.signer.read("page", token)
        if claims.get("org") != origin or claims.get("role") not in list(Role):
            raise ProblemError("token-invalid", headers=INVALID)
        role = Role(claims["role"])
        if (role is Role.PUBLIC) != bool(origin):
            raise ProblemError("token-invalid", headers=INVALID)
        client = address if role is Role.PUBLIC else str(claims["client"])
        return Caller(role, ROLE_SCOPES[role], client, "token", name=str(claims["name"]))
