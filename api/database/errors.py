"""What can be wrong with the database, in words that hold no password and no person."""

from __future__ import annotations


class DatabaseUnusableError(RuntimeError):
    """The database cannot be reached, opened, read or written: the message says why."""


class DatabaseVersionError(DatabaseUnusableError):
    """The tables are of another version than this program's: the message says what to do."""
