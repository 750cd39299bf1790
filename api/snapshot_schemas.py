"""What the operator is told of snapshots."""

from __future__ import annotations

from pydantic import Field

from api.schemas import DisclaimerOut, Out


class SnapshotOut(Out):
    """One snapshot of the data folder; the fields after `readable` are null where it is false."""

    id: str
    active: bool = Field(description="The pointer names it.")
    serving: bool = Field(description="The process that was asked answers from it.")
    readable: bool = Field(description="Its manifest can be read.")
    built_at: str | None
    articles: int | None
    passages: int | None
    model: str | None


class SnapshotsOut(Out):
    """Every snapshot of the data folder, oldest first."""

    warnings: list[str] = Field(description="As in `/readyz`.")
    snapshots: list[SnapshotOut]
    disclaimer: DisclaimerOut
