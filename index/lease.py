"""A shared hold on a snapshot: while a process reads it, nobody prunes it."""

from __future__ import annotations

import fcntl
import os
import weakref
from pathlib import Path

from index.errors import SnapshotError
from index.manifest import MANIFEST_FILE


class Lease:
    """A lock on a snapshot's manifest, shared by readers, exclusive to who removes it.

    The system drops it when its process ends, however it ends; letting go of the object or
    calling `release` drops it too.
    """

    def __init__(self, folder: Path, *, exclusive: bool = False) -> None:
        """Take the lock.

        Args:
            folder: The snapshot's folder.
            exclusive: Do not share, and do not wait for those who share.

        Raises:
            SnapshotError: The snapshot is not there, or another process holds it and
                `exclusive` is asked for.
        """
        path = folder / MANIFEST_FILE
        try:
            descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        except OSError as error:
            raise SnapshotError(
                f"{path} is missing or unreadable: this is no finished snapshot"
            ) from error
        self._close = weakref.finalize(self, os.close, descriptor)
        try:
            mode = fcntl.LOCK_EX | fcntl.LOCK_NB if exclusive else fcntl.LOCK_SH
            fcntl.flock(descriptor, mode)
        except OSError as error:
            self.release()
            raise SnapshotError(f"{folder} is in use by another process") from error
        # Between opening and locking it may have been pruned.
        if not path.exists() or not os.path.samestat(path.stat(), os.fstat(descriptor)):
            self.release()
            raise SnapshotError(f"{folder} was removed a moment ago; try again")

    def release(self) -> None:
        """Drop the lock; a second call does nothing."""
        self._close()
