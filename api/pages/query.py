"""What the list of studies is limited to, as it stands in a page's address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, Field

from api.fields import Name, StudyTierId
from api.study_filter import Order, Retraction, StudyFilter

STUDIES: Final = "/library"


Year = Annotated[int, Field(ge=1900, le=2100)]
Count = Annotated[int, Field(ge=0, le=10_000_000)]
Page = Annotated[int, Field(ge=1, le=1_000_000)]


FIRST_ORDER: Final = "strongest"
"""How the list is sorted where nothing else is asked for: what weighs most stands first."""


class Wanted(BaseModel):
    """Filters of the list of studies; unknown names are an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    q: Name | None = None
    tier: StudyTierId | None = None
    condition: Name | None = None
    design: Name | None = None
    phase: Name | None = None
    status: Name | None = None
    retraction: Retraction = ""
    year_from: Year | None = None
    year_to: Year | None = None
    n_min: Count | None = None
    n_max: Count | None = None
    sort: Order = FIRST_ORDER

    def filter(self) -> StudyFilter:
        """Return what the catalogue looks for."""
        return StudyFilter(
            tier=self.tier or "",
            condition=self.condition or "",
            design=self.design or "",
            phase=self.phase or "",
            status=self.status or "",
            retraction=self.retraction,
            year_from=self.year_from,
            year_to=self.year_to,
            n_min=self.n_min,
            n_max=self.n_max,
            q=self.q or "",
        )

    def link(self, path: str = STUDIES, **changes: object) -> str:
        """Return an address with these filters; a change to None takes one out."""
        return address(path, {**self.given(), **changes})

    def given(self) -> dict[str, Any]:
        """Return what differs from a list without filters."""
        return self.model_dump(exclude_defaults=True, exclude_none=True)


class WantedPage(Wanted):
    """Filters of the list of studies, and which page of it."""

    page: Page = 1

    def given(self) -> dict[str, Any]:
        """Return the filters; the page is not among them."""
        return {name: value for name, value in super().given().items() if name != "page"}


class WantedNames(BaseModel):
    """What the list of articles and the evidence map can be limited to."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    q: Name | None = None
    page: Page = 1


class WantedOne(BaseModel):
    """Which page of what is said of one study."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    page: Page = 1


def address(path: str, values: Mapping[str, object]) -> str:
    """Return a path with those values that are not None, in their order."""
    pairs = [(name, str(value)) for name, value in values.items() if value is not None]
    return f"{path}?{urlencode(pairs)}" if pairs else path
