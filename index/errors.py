"""Errors of the index, named by what the caller should do next."""

from __future__ import annotations


class SearchIndexError(Exception):
    """Base of every error that this package raises on purpose."""


class BuildError(SearchIndexError):
    """A build cannot finish: mend the input, the disk or the permissions, then build again."""


class BuildBusyError(BuildError):
    """Another build holds the data folder: wait for it and retry."""


class ModelError(SearchIndexError):
    """The embedding model is missing, altered or unsuitable: mend the deployment."""


class MissingDependencyError(ModelError):
    """An optional package is not installed: install what the message names."""


class SnapshotError(SearchIndexError):
    """A snapshot is missing, damaged or of another kind: build or activate another one."""


class NotFoundError(SearchIndexError, KeyError):
    """No record has this id in the snapshot: ask for one that exists."""

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else "not found"
