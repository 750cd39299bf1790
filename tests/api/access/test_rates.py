"""Rates: each client by itself, windows that move, and the seconds to wait."""

from __future__ import annotations

import time

import pytest

from api.access import rates as module
from api.access.rates import Rates, rate_of
from api.access.roles import Role
from api.problems import ProblemError


def rates(asking: str = "3/minute", reading: str = "5/minute") -> Rates:
    by_role = {role: rate_of(asking) for role in Role}
    return Rates(by_role, rate_of(reading), rate_of("2/minute"))


def waiting(counted: Rates, cost: str = "asking", client: str = "a") -> int:
    with pytest.raises(ProblemError) as caught:
        counted.count(cost, Role.PUBLIC, client)
    assert caught.value.kind.code == "too-many-requests"
    return int(caught.value.headers["Retry-After"])


def test_one_client_does_not_use_up_anothers_rate() -> None:
    counted = rates()
    for _ in range(3):
        counted.count("asking", Role.PUBLIC, "a")
    assert 1 <= waiting(counted) <= 60
    counted.count("asking", Role.PUBLIC, "b")
    counted.count("reading", Role.PUBLIC, "a")
    for _ in range(100):
        counted.count("none", Role.PUBLIC, "a")


def test_the_window_moves(monkeypatch: pytest.MonkeyPatch) -> None:
    began = time.time()
    shift = 0.0
    monkeypatch.setattr(time, "time", lambda: began + shift)
    counted = rates("2/minute")
    counted.count("asking", Role.PUBLIC, "a")
    shift = 40.0
    counted.count("asking", Role.PUBLIC, "a")
    assert waiting(counted) == 20
    shift = 60.5
    counted.count("asking", Role.PUBLIC, "a")
    assert waiting(counted) == 40  # a fixed window would have let the second one in


def test_a_request_that_one_window_refuses_uses_up_no_other() -> None:
    counted = rates("1/minute;3/hour")
    counted.count("asking", Role.PUBLIC, "a")
    for _ in range(5):
        assert waiting(counted) <= 60
    counted.count("asking", Role.PUBLIC, "b")


def test_guessing_is_slowed_down() -> None:
    counted = rates()
    counted.check_wrong("a")
    counted.count_wrong("a")
    counted.count_wrong("a")
    with pytest.raises(ProblemError):
        counted.check_wrong("a")
    counted.check_wrong("b")


def test_clients_that_stay_away_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    counted = rates("1/second")
    for number in range(50):
        counted.count("asking", Role.PUBLIC, f"client {number}")
    for events in counted._storage.events.values():
        events.clear()  # what the storage does when their window is over
    monkeypatch.setattr(module, "_SWEEP_SECONDS", 0.0)
    counted.count("asking", Role.PUBLIC, "a")
    assert len(counted._storage.events) == 1


@pytest.mark.parametrize("text", ["", "many", "0/minute", "3 per fortnight", "-1/second"])
def test_bad_rates_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        rate_of(text)
