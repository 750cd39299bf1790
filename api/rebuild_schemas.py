"""What the operator is told of a build that was started over HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal

from pydantic import Field

from api.rebuilding.status import Reason
from api.schemas import DisclaimerOut, Out

#: Why a build failed, in words of our own: its log, in the data folder, names files and causes.
DETAILS: Final[Mapping[Reason, str]] = MappingProxyType(
    {
        "articles-missing": "A file or folder of the setting 'articles' or 'notices' is not there.",
        "another-build": "Another build holds the data folder; wait for it, then start again.",
        "packages-missing": "Packages for building are missing; install refdesk[build].",
        "model-unusable": "The embedding model is missing, altered or unsuitable.",
        "not-built": "The build could not finish: the disk, its rights or the articles.",
        "defect": "The build met a defect; its log has the place.",
        "ended-early": "The process that built was ended from outside, or had no memory left.",
        "not-started": "The process that builds could not be started.",
    }
)


class RebuildOut(Out):
    """The latest build that was started over HTTP; all is null where there was none."""

    id: str | None = Field(description="Of the build.")
    state: Literal["none", "running", "done", "failed", "stopped"]
    stage: str | None = Field(
        description="What it does, or did last: `model`, `read`, `embed` or `lexical`."
    )
    done: int = Field(description="Of `total`, in this stage.")
    total: int
    began_at: str | None = Field(description="ISO 8601, UTC.")
    ended_at: str | None = Field(description="Null while it runs, and where it was killed.")
    reason: Reason | None = Field(description="Why it failed.")
    detail: str | None = Field(description="The same in words; the log is in the data folder.")
    snapshot: str | None = Field(description="What it built; it is active then.")
    articles: int | None
    passages: int | None
    left_out: int | None = Field(description="Articles that could not be read.")
    problems: int | None = Field(description="What else was found in the articles.")
    disclaimer: DisclaimerOut
