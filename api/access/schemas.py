"""What GET and POST /v1/session tell, and what POST /auth/key is sent."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from api.access.roles import Role, Scope
from api.fields import STRICT
from api.schemas import DisclaimerOut


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class KeyIn(BaseModel):
    """An API key, to sign in with."""

    model_config = STRICT

    key: SecretStr = Field(max_length=200)


class CallerOut(_Strict):
    """Who the service takes the caller for."""

    disclaimer: DisclaimerOut
    role: Role = Field(description="The role.")
    name: str | None = Field(description="Name of the key or of who is signed in; else null.")
    scopes: list[Scope] = Field(description="What this caller may do.")
    csrf: str | None = Field(
        description="For signed-in pages: what the header X-CSRF-Token must carry; else null."
    )


class TokenOut(_Strict):
    """A token for a page of another site."""

    disclaimer: DisclaimerOut
    token: str | None = Field(
        description="Send it as 'Authorization: Bearer'; null where none is needed: for the "
        "service's own pages and for programs."
    )
    expires_in: int | None = Field(description="Seconds that the token lasts; null without one.")
