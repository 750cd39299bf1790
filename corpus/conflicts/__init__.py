"""Contradictions between statements, found when a library is built and told in fixed sentences."""

from typing import TYPE_CHECKING, Any

from corpus.conflicts.told import TOLD, Conflict, ConflictKind

if TYPE_CHECKING:
    from corpus.conflicts.find import find_conflicts

__all__ = ["TOLD", "Conflict", "ConflictKind", "find_conflicts"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - of a module
    """Load the finder when it is asked for: its many patterns cost a serving process its start."""
    if name != "find_conflicts":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from corpus.conflicts.find import find_conflicts

    return find_conflicts
