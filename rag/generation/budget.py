"""How much a model may be asked: requests in an hour and tokens in a day, over moving windows."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from threading import Lock

HOUR_S = 3600.0
DAY_S = 86_400.0


class BudgetSpentError(RuntimeError):
    """The budget of the last hour or day is spent: the extractive answer costs nothing."""


class Budget:
    """Counts requests and tokens of this process; safe to share between threads."""

    def __init__(
        self,
        requests_per_hour: int,
        tokens_per_day: int,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Set the limits.

        Args:
            requests_per_hour: At most so many in any hour, retries counted.
            tokens_per_day: No request once so many have been used in a day.
            clock: Seconds from any start; wall-clock steps must not move it.
        """
        self._requests_per_hour = requests_per_hour
        self._tokens_per_day = tokens_per_day
        self._clock = clock
        self._requests: deque[float] = deque()
        self._tokens: deque[tuple[float, int]] = deque()
        self._lock = Lock()

    def take_request(self) -> None:
        """Count one request.

        Raises:
            BudgetSpentError: It would be one too many, or the tokens are spent.
        """
        with self._lock:
            now = self._clock()
            while self._requests and self._requests[0] <= now - HOUR_S:
                self._requests.popleft()
            while self._tokens and self._tokens[0][0] <= now - DAY_S:
                self._tokens.popleft()
            if len(self._requests) >= self._requests_per_hour:
                raise BudgetSpentError("the requests of this hour are spent")
            if sum(count for _, count in self._tokens) >= self._tokens_per_day:
                raise BudgetSpentError("the tokens of this day are spent")
            self._requests.append(now)

    def spend(self, tokens: int) -> None:
        """Count the tokens of a request and its reply."""
        with self._lock:
            self._tokens.append((self._clock(), max(0, tokens)))
