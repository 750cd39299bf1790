"""Fusion by rank and by score against values worked out by hand."""

from __future__ import annotations

import pytest

from index.fusion import convex_combination, reciprocal_rank_fusion


def test_hand_computed_scores() -> None:
    # Row 7 is first and third, row 8 second and first, row 9 only third.
    fused = reciprocal_rank_fusion([[7, 8, 9], [8, 5, 7]])
    assert [row for row, _ in fused] == [8, 7, 5, 9]
    scores = dict(fused)
    assert scores[8] == pytest.approx(1 / 62 + 1 / 61)
    assert scores[7] == pytest.approx(1 / 61 + 1 / 63)
    assert scores[5] == pytest.approx(1 / 62)
    assert scores[9] == pytest.approx(1 / 63)


def test_equal_scores_go_by_row() -> None:
    assert [row for row, _ in reciprocal_rank_fusion([[9], [2], [4]])] == [2, 4, 9]


def test_k_decides_how_much_the_first_ranks_weigh() -> None:
    rankings = [[1, 2], [3, 2]]
    assert reciprocal_rank_fusion(rankings, k=0)[0] == (1, 1.0)
    assert reciprocal_rank_fusion(rankings, k=60)[0] == (2, 1 / 62 + 1 / 62)


def test_nothing_in_nothing_out() -> None:
    assert reciprocal_rank_fusion([]) == []
    assert reciprocal_rank_fusion([[], []]) == []


def test_a_row_named_twice_and_a_negative_k_are_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        reciprocal_rank_fusion([[1, 1]])
    with pytest.raises(ValueError, match="negative"):
        reciprocal_rank_fusion([[1]], k=-1)


def test_scores_are_combined_with_the_best_bm25_as_the_unit() -> None:
    fused = convex_combination({3: 0.5, 5: 0.8, 9: 0.2}, {3: 8.0, 9: 2.0}, share=0.25)
    assert [row for row, _ in fused] == [3, 5, 9]
    scores = dict(fused)
    assert scores[3] == pytest.approx(0.75 * 0.5 + 0.25)
    assert scores[5] == pytest.approx(0.75 * 0.8)
    assert scores[9] == pytest.approx(0.75 * 0.2 + 0.25 * 2 / 8)


def test_a_share_of_none_or_all_leaves_one_side() -> None:
    cosines, lexical = {1: 0.9, 2: 0.1}, {2: 3.0}
    assert [row for row, _ in convex_combination(cosines, lexical, 0.0)] == [1, 2]
    assert [row for row, _ in convex_combination(cosines, lexical, 1.0)] == [2, 1]


def test_a_negative_cosine_counts_as_none_and_ties_go_by_row() -> None:
    assert convex_combination({7: -0.4, 2: 0.0}, {}) == [(2, 0.0), (7, 0.0)]
    assert convex_combination({}, {}) == []


def test_a_share_outside_its_range_and_a_row_without_cosine_are_refused() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        convex_combination({}, {}, 1.1)
    with pytest.raises(KeyError):
        convex_combination({1: 0.5}, {2: 1.0})
