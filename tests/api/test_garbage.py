"""What lives long is set aside, and rings in it are found when it is taken back."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from api.garbage import LongLived


class Ring:
    """An object that holds itself, so that only the collector frees it."""

    def __init__(self) -> None:
        self.own = self


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def kept(clock: Clock) -> Iterator[LongLived]:
    long_lived = LongLived(clock)
    long_lived.begin()
    yield long_lived
    long_lived.end()
    assert gc.get_freeze_count() == 0


def test_what_a_full_collection_leaves_is_not_looked_at_again(kept: LongLived) -> None:
    del kept
    gc.collect()
    aside = gc.get_freeze_count()
    assert aside > 10_000
    assert len(gc.get_objects()) < aside / 10
    gc.collect(1)
    assert gc.get_freeze_count() == pytest.approx(aside, rel=0.1)


def test_a_ring_in_it_is_found_after_an_hour(kept: LongLived, clock: Clock) -> None:
    del kept
    ring = Ring()
    lost = weakref.ref(ring)
    gc.collect()
    del ring
    gc.collect()
    assert lost() is not None
    clock.now = 3600.0
    gc.collect()  # takes back
    gc.collect()
    assert lost() is None
    assert gc.get_freeze_count() > 10_000


def test_an_application_leaves_the_collector_alone(client: TestClient) -> None:
    assert client.get("/readyz").status_code == 200
    gc.collect()
    assert gc.get_freeze_count() == 0


def test_a_ring_in_it_is_found_when_everything_settles(kept: LongLived) -> None:
    ring = Ring()
    lost = weakref.ref(ring)
    kept.settle()
    del ring
    kept.settle()
    assert lost() is None
