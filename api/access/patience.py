"""How long a connection may take over the head of a request.

uvicorn waits without end for the first byte of a connection and for the rest of a head that has
begun. The time for a body is the guard's (`api.guard`), which can answer with a problem.
"""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol


def patient_for(seconds: float) -> type[H11Protocol]:
    """Return uvicorn's protocol, closing connections whose head takes longer than `seconds`."""

    class Patient(H11Protocol):
        def __init__(self, *given: Any, **named: Any) -> None:  # noqa: ANN401 - uvicorn's own
            super().__init__(*given, **named)
            self._head: asyncio.TimerHandle | None = None

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            self._wait()

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            # Started by the first byte of a head; every later one does not start it anew.
            if self._answered() and self._head is None:
                self._wait()

        def handle_events(self) -> None:
            super().handle_events()
            if not self._answered():
                self._stop()

        def connection_lost(self, exc: Exception | None) -> None:
            self._stop()
            super().connection_lost(exc)

        def _answered(self) -> bool:
            return self.cycle is None or self.cycle.response_complete

        def _wait(self) -> None:
            self._head = self.loop.call_later(seconds, self._give_up)

        def _stop(self) -> None:
            if self._head is not None:
                self._head.cancel()
                self._head = None

        def _give_up(self) -> None:
            self._head = None
            if self._answered() and not self.transport.is_closing():
                self.transport.close()

    return Patient
