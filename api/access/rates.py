"""How many requests a client may make: moving windows by the library `limits`, per process.

Notation: "30/minute", or several with ";" between. Every window must have room.
"""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from limits import RateLimitItem, parse_many
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from api.access.notation import check_rate
from api.access.roles import Role
from api.problems import ProblemError

_SWEEP_SECONDS = 60.0


def rate_of(text: str) -> tuple[RateLimitItem, ...]:
    """Read a rate.

    Raises:
        ValueError: It is not in the notation.
    """
    return tuple(parse_many(check_rate(text)))


@dataclass(frozen=True, slots=True)
class Rates:
    """Counts requests, each client by itself.

    Attributes:
        asking: Rate of answers and searches by role.
        reading: Rate of all else.
        wrong: Rate of credentials that were refused, by address.
    """

    asking: Mapping[Role, tuple[RateLimitItem, ...]]
    reading: tuple[RateLimitItem, ...]
    wrong: tuple[RateLimitItem, ...]
    _storage: MemoryStorage = field(default_factory=MemoryStorage)
    _limiter: MovingWindowRateLimiter = field(init=False)
    _swept: list[float] = field(default_factory=lambda: [time.monotonic()])

    def __post_init__(self) -> None:
        """Join the limiter to its storage."""
        object.__setattr__(self, "_limiter", MovingWindowRateLimiter(self._storage))

    def count(self, cost: str, role: Role, client: str) -> None:
        """Count a request.

        Raises:
            ProblemError: 429, with the seconds until there is room again.
        """
        if cost in {"asking", "reading"}:
            items = self.asking[role] if cost == "asking" else self.reading
            self._hit(items, cost, client)

    def count_wrong(self, client: str) -> None:
        """Count credentials that were refused; an address that guesses is slowed down."""
        for item in self.wrong:
            self._limiter.hit(item, "wrong", client)

    def check_wrong(self, client: str) -> None:
        """Refuse more credentials from an address that guesses.

        Raises:
            ProblemError: 429.
        """
        full = [item for item in self.wrong if not self._limiter.test(item, "wrong", client)]
        if full:
            raise self._too_many(full, "wrong", client)

    def _hit(self, items: tuple[RateLimitItem, ...], cost: str, client: str) -> None:
        # First looked at, then counted: a request that one window refuses uses up no other.
        full = [item for item in items if not self._limiter.test(item, cost, client)]
        if full:
            raise self._too_many(full, cost, client)
        for item in items:
            self._limiter.hit(item, cost, client)
        if time.monotonic() - self._swept[0] > _SWEEP_SECONDS:
            self._sweep()

    def _sweep(self) -> None:
        """Forget clients that have not come for a whole window; the storage keeps their keys."""
        self._swept[0] = time.monotonic()
        for key in [key for key, events in self._storage.events.items() if not events]:
            self._storage.clear(key)

    def _too_many(self, full: list[RateLimitItem], cost: str, client: str) -> ProblemError:
        room = max(self._limiter.get_window_stats(item, cost, client)[0] for item in full)
        wait = max(1, math.ceil(room - time.time()))
        return ProblemError("too-many-requests", headers={"Retry-After": str(wait)})
