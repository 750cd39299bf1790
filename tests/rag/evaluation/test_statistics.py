"""Intervals and tests against values worked out elsewhere, and by what they must mean."""

from __future__ import annotations

import numpy as np
import pytest

from rag.evaluation.results import Score
from rag.evaluation.statistics import interval, mcnemar, paired_difference, ratio, wilson

ONE, ZERO = Score(1.0), Score(0.0)


def test_the_ratio_adds_up_hits_and_counts() -> None:
    assert ratio([Score(1, 2), Score(3, 8)]) == pytest.approx(0.4)
    assert ratio([]) is None
    assert ratio([Score(0, 0)]) is None


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [
        # Newcombe 1998, doi:10.1002/(SICI)1097-0258(19980430)17:8<857::AID-SIM777>3.0.CO;2-E,
        # table I, method 3: the Wilson score interval.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_gives_the_published_intervals(hits: int, n: int, low: float, high: float) -> None:
    assert wilson(hits, n) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(("hits", "n"), [(1, 0), (-1, 4), (5, 4)])
def test_wilson_refuses_what_is_no_share(hits: int, n: int) -> None:
    with pytest.raises(ValueError, match="no interval"):
        wilson(hits, n)


def test_the_bootstrap_interval_covers_and_repeats() -> None:
    draw = np.random.default_rng(7)
    covered = 0
    for _ in range(60):
        scores = [Score(float(draw.random() < 0.7)) for _ in range(80)]
        found = interval(scores)
        assert found is not None
        low, high, kind = found
        assert kind == "bootstrap"
        assert interval(scores) == found
        covered += low <= 0.7 <= high
    assert covered >= 50  # 57 are expected of 60 at 95%


def test_the_interval_of_a_ratio_weighs_cases_and_not_citations() -> None:
    one_huge = [Score(0, 60), *[ONE] * 20]
    found = interval(one_huge)
    assert found is not None
    assert found[0] < 0.15
    assert found[1] == 1.0  # a third of the resamples miss the huge case


def test_where_all_cases_agree_wilson_stands_in() -> None:
    found = interval([ONE] * 20)
    assert found is not None
    assert found[1:] == (1.0, "wilson")
    assert found[0] == pytest.approx(0.8389, abs=5e-5)
    assert interval([Score(0, 0)]) is None


def test_a_paired_difference_uses_the_pairing() -> None:
    before = [ONE, ZERO] * 50
    after = [ONE, ZERO] * 45 + [ONE, ONE] * 5
    found = paired_difference(before, after)
    assert found is not None
    difference, low, high = found
    assert difference == pytest.approx(0.05)
    assert 0 < low < difference < high < 0.12  # unpaired, the interval would hold zero
    assert paired_difference(before, before) == (0.0, 0.0, 0.0)
    assert paired_difference([Score(0, 0)], [ONE]) is None
    with pytest.raises(ValueError, match="same cases"):
        paired_difference(before, after[1:])


@pytest.mark.parametrize(
    ("better", "worse", "p"),
    # Two-sided exact binomial at one half, by hand: 2 * sum of C(n, k) / 2**n, at most 1.
    [(0, 0, 1.0), (0, 5, 0.0625), (9, 1, 22 / 1024), (1, 9, 22 / 1024), (5, 5, 1.0)],
)
def test_mcnemar_is_exact(better: int, worse: int, p: float) -> None:
    assert mcnemar(better, worse) == pytest.approx(p)
