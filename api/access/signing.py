"""The key that tokens and sign-ins are signed with: configured, or made once in the data folder."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Final

FILE: Final = "signing.key"
#: HS256 wants a key as long as its hash (RFC 7518, section 3.2).
LEAST_BYTES: Final = 32


class SigningKeyError(OSError):
    """The signing key cannot be read or made: mend the file, or configure a key."""


def signing_key(configured: str, data: Path) -> bytes:
    """Return the configured key, or the one of the data folder, made where there is none.

    Raises:
        SigningKeyError: The file cannot be read, is too short, or others may read it.
    """
    if configured:
        return configured.encode("utf-8")
    path = data / FILE
    try:
        if not path.exists():
            _make(path)
        mode = path.stat().st_mode
        key = path.read_bytes().strip()
    except OSError as error:
        raise SigningKeyError(f"{path} cannot be read or made: {error.strerror}") from None
    if mode & 0o077:
        raise SigningKeyError(f"{path} can be read by others; chmod 600 it, or remove it")
    if len(key) < LEAST_BYTES:
        raise SigningKeyError(f"{path} holds less than {LEAST_BYTES} bytes; remove it")
    return key


def _make(path: Path) -> None:
    # Written beside and linked into place: of several processes the first one wins, whole.
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{FILE}.{secrets.token_hex(8)}")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_urlsafe(48).encode("ascii"))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(fresh, path)
        except FileExistsError:
            return
    finally:
        fresh.unlink()
