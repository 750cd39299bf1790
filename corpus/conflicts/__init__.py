"""Contradictions between statements, found when a library is built and told in fixed sentences."""

from corpus.conflicts.find import find_conflicts
from corpus.conflicts.told import TOLD, Conflict, ConflictKind

__all__ = ["TOLD", "Conflict", "ConflictKind", "find_conflicts"]
