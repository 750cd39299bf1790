"""The package's own files, read once and served from memory with their entity tags."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from types import MappingProxyType
from typing import Final

from fastapi import Request
from starlette.responses import Response

_MEDIA: Final = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
#: Asked for again each time, and sent again only when it has changed.
REVALIDATED: Final = "no-cache"
#: For a name that changes with its content.
FOR_EVER: Final = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class StaticFile:
    """Bytes as they are served.

    Attributes:
        media: Media type with its charset.
        digest: SHA-256 of the bytes, in hex.
    """

    body: bytes
    media: str
    digest: str

    @property
    def etag(self) -> str:
        """The entity tag, in quotes."""
        return f'"{self.digest[:20]}"'


def static_file(body: bytes, media: str) -> StaticFile:
    """Return bytes of a textual media type with their digest."""
    return StaticFile(body, f"{media}; charset=utf-8", hashlib.sha256(body).hexdigest())


def _read() -> Mapping[str, StaticFile]:
    found: dict[str, StaticFile] = {}
    for entry in resources.files("api").joinpath("static").iterdir():
        media = _MEDIA.get(entry.name[entry.name.rfind(".") :])
        if media:
            found[entry.name] = static_file(entry.read_bytes(), media)
    return MappingProxyType(found)


#: What pages may ask for, by name; templates and data files are not among it.
FILES: Final = _read()


def serve(request: Request, file: StaticFile, cache: str = REVALIDATED, **more: str) -> Response:
    """Return a file, or 304 where the browser has it.

    Args:
        request: Its `If-None-Match` is looked at.
        file: What to send.
        cache: The value of `Cache-Control`.
        more: Other headers, underscores for hyphens.
    """
    extra = {name.replace("_", "-"): value for name, value in more.items()}
    headers = {"ETag": file.etag, "Cache-Control": cache, **extra}
    if file.etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(file.body, media_type=file.media, headers=headers)
