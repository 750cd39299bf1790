"""Charts: what is drawn lies where its number says."""

from __future__ import annotations

from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from rag.evaluation.report.curves import (
    abstention_view,
    precision_recall_chart,
    trade_off_chart,
)
from rag.evaluation.report.histogram import bins_of, latency_chart
from rag.evaluation.report.plot import HEIGHT, Axis, axis_over, traces
from rag.evaluation.report.strips import interval_strip, time_strip
from rag.evaluation.report.svg import element, percent
from rag.evaluation.report.words import bounds, clipped, milliseconds, moment, share, visible
from rag.evaluation.results import Curve, CurvePoint, Quantiles

CURVE = Curve(
    now=3.6,
    points=[
        CurvePoint(threshold=0.0, precision=None, recall=0.0, answered=1.0),
        CurvePoint(threshold=2.0, precision=1.0, recall=0.25, answered=1.0),
        CurvePoint(threshold=4.0, precision=0.8, recall=0.75, answered=0.5),
    ],
)


def parsed(drawing: Markup | None) -> ElementTree.Element:
    assert drawing is not None
    return ElementTree.fromstring(drawing)  # noqa: S314 - our own


def by_class(root: ElementTree.Element, css: str) -> list[ElementTree.Element]:
    return [node for node in root.iter() if css in (node.get("class") or "").split()]


def test_the_dot_lies_at_the_value_and_the_line_from_low_to_high() -> None:
    root = parsed(interval_strip("Citation recall", 0.9, 0.85, 0.9375))
    (dot,) = by_class(root, "dot")
    (line,) = by_class(root, "interval")
    assert dot.get("cx") == "90%"
    assert (line.get("x1"), line.get("x2")) == ("85%", "93.75%")
    assert [cap.get("x1") for cap in by_class(root, "cap")] == ["85%", "93.75%"]
    assert [each.get("x1") for each in by_class(root, "grid")] == ["0%", "50%", "100%"]
    assert root.findtext("title") == "Citation recall"
    assert root.findtext("desc") == "0.900, 95% interval 0.850 to 0.938."


def test_a_strip_without_interval_or_value_draws_neither() -> None:
    bare = parsed(interval_strip("x", 0.5, None, None))
    assert by_class(bare, "interval") == []
    assert len(by_class(bare, "dot")) == 1
    assert bare.findtext("desc") == "0.500, without an interval."
    empty = parsed(interval_strip("x", None, None, None))
    assert by_class(empty, "dot") == []
    assert empty.findtext("desc") == "Nothing was counted."


def test_what_lies_off_the_axis_is_drawn_on_its_edge() -> None:
    assert [percent(part) for part in (-0.1, 0.0, 1 / 3, 1.0, 1.7)] == (
        ["0%", "0%", "33.33%", "100%", "100%"]
    )


def test_a_stage_is_drawn_against_the_longest() -> None:
    root = parsed(time_strip("search", Quantiles(n=4, p50=10, p95=40, p99=45, max=50), 80))
    (dot,) = by_class(root, "dot")
    (line,) = by_class(root, "interval")
    assert (dot.get("cx"), line.get("x1"), line.get("x2")) == ("12.5%", "12.5%", "50%")
    nothing = parsed(time_strip("policy", Quantiles(n=1, p50=0, p95=0, p99=0, max=0), 0.0))
    assert by_class(nothing, "dot")[0].get("cx") == "0%"


@given(st.lists(st.floats(-1e4, 1e4), min_size=1, max_size=20), st.integers(1, 12))
def test_an_axis_holds_its_values_with_few_round_ticks(values: list[float], most: int) -> None:
    axis = axis_over(values, most)
    assert axis.low <= min(values) < axis.high
    assert max(values) <= axis.high
    assert len(axis.ticks) <= most + 1
    assert all(axis.low - 1e-3 <= tick <= axis.high + 1e-3 for tick in axis.ticks)


def test_ticks_are_told_with_the_decimals_they_need() -> None:
    quarters = Axis(0, 1, 0.25)
    assert [quarters.told(tick) for tick in quarters.ticks] == (
        ["0.00", "0.25", "0.50", "0.75", "1.00"]
    )
    assert [Axis(-0.1, 0.3, 0.1).told(tick) for tick in Axis(-0.1, 0.3, 0.1).ticks] == (
        ["-0.1", "0.0", "0.1", "0.2", "0.3"]
    )
    assert Axis(0, 4000, 1000).told(2000.0) == "2,000"


def test_the_threshold_in_force_stands_where_it_is() -> None:
    root = parsed(trade_off_chart(CURVE))
    (line,) = by_class(root, "now")
    assert line.get("x1") == line.get("x2") == "90%"
    assert "in force: 3.6" in [text.text for text in root.iter("text")]
    assert "nearest point 4" in (root.findtext("desc") or "")


def test_lines_go_through_their_points_and_stop_at_gaps() -> None:
    root = parsed(trade_off_chart(CURVE))
    paths = {str(path.get("class")): path.get("d") for path in by_class(root, "trace")}
    assert paths == {
        "trace precision": "M50 0L100 20",
        "trace recall": "M0 100L50 75L100 25",
        "trace answered": "M0 0L50 0L100 50",
    }
    broken = traces([([(0, 0), None, (1, 1), (2, 0)], "x")], Axis(0, 2, 1), Axis(0, 1, 1))
    assert 'd="M0 100M50 0L100 100"' in broken
    lone = by_class(parsed(trade_off_chart(CURVE)), "precision")
    assert [node.get("x") for node in lone if "marker" in str(node.get("class"))] == ["50%"]


def test_precision_against_recall_rings_the_point_in_force() -> None:
    root = parsed(precision_recall_chart(CURVE))
    (ring,) = by_class(root, "in-force")
    assert ring.get("x") == "75%"
    assert float(str(ring.get("y"))) == pytest.approx(HEIGHT * 0.2)
    nowhere = CURVE.model_copy(update={"now": None})
    assert by_class(parsed(precision_recall_chart(nowhere)), "in-force") == []
    none = Curve(now=1.0, points=[CurvePoint(threshold=1, precision=None, recall=1, answered=1)])
    assert precision_recall_chart(none) is None


def test_the_table_behind_the_curves_has_every_point() -> None:
    view = abstention_view(CURVE)
    assert view is not None
    assert [(row.threshold, row.precision, row.in_force) for row in view.rows] == (
        [("0.000", "–", False), ("2.000", "1.000", False), ("4.000", "0.800", True)]
    )
    assert abstention_view(None) is None
    assert abstention_view(Curve(now=None, points=[])) is None


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=300))
def test_every_answer_is_in_one_bin(times: list[float]) -> None:
    bins = bins_of(times)
    assert sum(each.count for each in bins) == len(times)
    assert len(bins) <= 28
    for low, high in pairwise(bins):
        assert low.high == pytest.approx(high.low)
    parsed(latency_chart(bins, None))


def test_bars_stand_on_the_axis_and_one_slow_answer_gets_its_own() -> None:
    bins = bins_of([*[10.0] * 60, *[30.0] * 139, 5000.0])
    assert (bins[0].low, bins[0].count) == (10.0, 60)
    assert (bins[-1].high, bins[-1].count) == (None, 1)
    total = Quantiles(n=200, p50=30, p95=30, p99=31, max=5000)
    root = parsed(latency_chart(bins, total))
    bars = by_class(root, "bar")
    assert len(bars) == len(bins)
    for bar in bars:
        assert float(str(bar.get("y"))) + float(str(bar.get("height"))) == HEIGHT
    assert "longer" in [text.text for text in root.iter("text")]
    assert [text.text for text in by_class(root, "told")] == ["p50 30 ms", "p95 30 ms", "p99 31 ms"]
    assert len({text.get("y") for text in by_class(root, "told")}) == 3
    assert latency_chart([], total) is None


def test_an_element_escapes_text_and_attributes() -> None:
    made = element("text", "<b> & \x00", class_='"x', stroke_width=1.50, hidden=None)
    assert made == '<text class="&#34;x" stroke-width="1.5">&lt;b&gt; &amp; [U+0000]</text>'


@pytest.mark.parametrize(
    ("value", "told"),
    [(None, "–"), (0.0, "0.000"), (1.0, "1.000"), (0.9996, "> 0.999"), (0.0002, "< 0.001"),
     (0.12345, "0.123"), (1 - 1e-12, "1.000")],
)  # fmt: skip
def test_nothing_is_rounded_to_all_or_none(value: float | None, told: str) -> None:
    assert share(value) == told


def test_figures_are_told_in_words() -> None:
    assert bounds(0.5, None) == "none"
    assert bounds(0.5, 0.75) == "0.500 to 0.750"
    assert [milliseconds(value) for value in (0.31, 9.96, 310.4, 12_400)] == (
        ["0.3 ms", "10.0 ms", "310 ms", "12.4 s"]
    )
    assert moment("2026-11-22T01:51:09+01:00") == "2026-11-22 00:51 UTC"
    assert moment("yesterday") == "yesterday"
    assert clipped("abcdef", 3) == "abc … (3 more characters)"


@given(st.text())
def test_visible_text_is_allowed_in_xml_and_loses_no_letter(text: str) -> None:
    told = visible(text)
    parsed(element("text", told))
    kept = [each for each in text if each.isalnum() or each in "\n\u200c\u200d"]
    assert all(each in told for each in kept)
