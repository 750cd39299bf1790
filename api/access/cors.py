"""Answers to browsers of other sites: Starlette's CORS layer, its own replies in our form.

It stands outside of the guard, so that problems too reach the pages that may read them; a listed
origin is named, never "*", and credentials (cookies) are never allowed.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import Response
from starlette.types import ASGIApp

from api.guard import DISCLAIMER_HEADER, data_headers
from api.problems import PROBLEM_MEDIA, problem_bytes
from rag.disclaimers import disclaimer_for

METHODS: Final = ("GET", "POST")
ASKED_HEADERS: Final = ("Authorization", "Content-Type")
SHOWN_HEADERS: Final = (DISCLAIMER_HEADER, "Retry-After", "X-Request-Id")
#: Seconds for which a browser may keep the answer to a preflight; browsers take two hours at most.
KEPT_SECONDS: Final = 7200


class Cors(CORSMiddleware):
    """CORS for an allow-list of origins."""

    def __init__(self, app: ASGIApp, origins: Collection[str]) -> None:
        super().__init__(
            app,
            allow_origins=sorted(origins),
            allow_methods=METHODS,
            allow_headers=ASKED_HEADERS,
            allow_credentials=False,
            expose_headers=SHOWN_HEADERS,
            max_age=KEPT_SECONDS,
        )

    def preflight_response(self, request_headers: Headers) -> Response:
        """Return Starlette's answer to a preflight, as 204, or as a problem where it refuses."""
        found = super().preflight_response(request_headers)
        headers = {
            name: value
            for name, value in found.headers.items()
            if name.startswith("access-control-") or name == "vary"
        }
        headers |= data_headers() | {DISCLAIMER_HEADER: disclaimer_for(None).id}
        if found.status_code == 200:
            return Response(status_code=204, headers=headers)
        body = problem_bytes("origin-not-allowed")
        return Response(body, status_code=403, headers=headers, media_type=PROBLEM_MEDIA)
