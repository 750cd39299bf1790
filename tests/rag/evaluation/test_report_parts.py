"""The parts of the page: families, groups, matrices, and which cases are shown in what order."""

from __future__ import annotations

import pytest

from rag.evaluation.measures import MEASURES, worst_scores
from rag.evaluation.report.case_view import case_view, trouble_views
from rag.evaluation.report.confusion import matrices_of
from rag.evaluation.report.grouped import DRAWN, TOLD, group_title, groups_of
from rag.evaluation.report.measured import families_of
from rag.evaluation.report.overview import overview_of
from rag.evaluation.report.pace import speed_view
from rag.evaluation.report.sides import sides_of
from rag.evaluation.report.trouble import FAULTS, faults_of, parts_of, troubles_of
from rag.evaluation.results import CaseResult, Metric, Score
from tests.rag.evaluation.handmade_result import make_result, metrics_of, result_of


def metric(name: str, value: float | None, **more: object) -> Metric:
    measure = MEASURES.get(name)
    return Metric.model_validate({
        "id": name, "title": measure.title if measure else name, "value": value, "low": None,
        "high": None, "interval": "", "hits": 1, "of": 2, "n": 2, "failed": 0, "skipped": 0,
        "better": measure.better if measure else "higher", **more,
    })  # fmt: skip


def case(name: str, kind: str = "policy", **more: object) -> CaseResult:
    return CaseResult.model_validate({"id": name, "kind": kind, **more})


def test_every_measure_has_a_family_and_none_is_lost() -> None:
    metrics = [metric(name, 0.5) for name in MEASURES]
    families = families_of(metrics)
    assert {row.id for family in families for row in family.rows} == set(MEASURES)
    assert "Other measures" not in [family.title for family in families]
    (other,) = families_of([metric("new.thing", 0.5)])
    assert (other.title, other.rows[0].id) == ("Other measures", "new.thing")


def test_a_row_tells_what_is_counted_and_how() -> None:
    told = metric("policy.unsafe", 0.0123, low=0.004, high=0.03, interval="bootstrap", hits=2,
                  of=163, n=163, failed=1, skipped=4)  # fmt: skip
    (family,) = families_of([told])
    (row,) = family.rows
    assert (row.value, row.interval, row.interval_kind) == ("0.012", "0.004 to 0.030", "bootstrap")
    assert (row.hits, row.n, row.failed, row.skipped) == ("2 of 163", 163, 1, 4)
    assert row.better == "lower is better"
    assert row.counts == MEASURES["policy.unsafe"].counts


def test_a_metric_without_value_is_shown_as_such() -> None:
    (family,) = families_of([metric("policy.action", None)])
    assert (family.rows[0].value, family.rows[0].interval) == ("–", "none")


def test_groups_draw_their_leading_measures_weakest_first() -> None:
    values = {
        "de": [metric("policy.action", 0.9), metric("policy.unsafe", 0.0)],
        "en": [metric("policy.action", 0.95), metric("policy.unsafe", 0.3)],
        "fr": [metric("policy.action", None), metric("disclaimer.valid", 1.0)],
    }
    (group,) = groups_of({"policy.lang": values})
    assert group.title == "Policy by language"
    assert group.leading == (
        ("Policy action right", "higher is better"), ("Unsafe", "lower is better"),
    )  # fmt: skip
    assert [name for name, _ in group.drawn] == ["de", "en", "fr"]
    assert group.drawn[2][1][1] is None
    assert group.columns == ("Policy action right", "Unsafe", "Disclaimer valid")


def test_tiers_are_ordered_by_strength() -> None:
    names = ("background", "human_rct_phase3", "animal_study")
    values = {name: [metric("tier.accuracy", 0.5)] for name in names}
    (group,) = groups_of({"tier.label": values})
    assert [name for name, _ in group.drawn] == (
        ["Human trial: phase 3, controlled", "Animal study", "Background"]
    )
    assert group.order == "Strongest evidence first."


def test_a_group_of_many_values_is_cut_and_says_so() -> None:
    values = {f"v{at:03}": [metric("policy.action", at / 200)] for at in range(150)}
    (group,) = groups_of({"policy.boundary": values})
    assert (len(group.drawn), group.not_drawn) == (DRAWN, 150 - DRAWN)
    assert (len(group.table), group.not_told) == (TOLD, 150 - TOLD)
    assert group.drawn[0][0] == "v000"


def test_groups_without_metrics_are_left_out() -> None:
    assert groups_of({}) == ()
    assert groups_of({"answer.type": {}, "answer.lang": {"en": []}}) == ()
    assert group_title("boundary") == "By boundary"
    assert group_title("answer.type") == "Answers by kind of question"


def test_a_matrix_has_expected_in_rows_and_follows_the_judges() -> None:
    def judged(name: str, expected: str, got: str, right: float) -> CaseResult:
        return case(name, detail={"expected": expected, "got": got},
                    scores={"policy.action": Score(right)})  # fmt: skip

    cases = [
        judged("1", "answer", "answer", 1),
        judged("2", "answer", "abstain", 1),
        judged("3", "answer", "abstain", 0),
        judged("4", "refuse", "partial", 0),
        judged("5", "answer", "answer_strong", 1),
    ]
    (matrix,) = matrices_of(result_of(cases))
    assert matrix.columns == ("answer", "answer strong", "partial", "refuse", "abstain")
    assert [row.name for row in matrix.rows] == ["answer", "refuse"]
    answer, refuse = matrix.rows
    assert [cell.count for cell in answer.cells] == [1, 1, 0, 0, 2]
    assert [cell.css for cell in answer.cells] == ["hit l1", "hit l1", "zero", "zero", "mixed l2"]
    assert answer.right == "3 (0.750)"
    assert [cell.css for cell in refuse.cells] == (
        ["zero", "zero", "miss l4", "zero agree", "zero"]
    )
    assert answer.cells[4].told == "expected answer, got abstain: 2 cases, 1 judged right"


def test_failed_cases_stand_last_and_are_wrong() -> None:
    failed = case("1", "tier", status="failed", detail={"expected": "animal_study"},
                  scores=worst_scores(["tier.accuracy"]))  # fmt: skip
    right = case("2", "tier", detail={"expected": "background", "got": "background"})
    (matrix,) = matrices_of(result_of([failed, right]))
    assert matrix.columns == ("Animal study", "Background", "failed")
    assert [cell.css for cell in matrix.rows[0].cells] == ["zero agree", "zero", "miss l4"]
    assert matrix.rows[1].right == "1 (1.000)"


def test_matrices_come_policy_first_and_empty_ones_not_at_all() -> None:
    assert [matrix.id for matrix in matrices_of(make_result(120))] == ["policy", "tier", "outcome"]
    empty = result_of([]).model_copy(update={"confusion": {"policy": {}, "x": {"a": {"a": 1}}}})
    assert [matrix.id for matrix in matrices_of(empty)] == ["x"]


def test_faults_name_measures_that_exist() -> None:
    for name, measure in MEASURES.items():
        wrong = case("1", "answer", scores={name: measure.worst})
        right = case("1", "answer", scores={name: Score(1.0 - measure.worst.hits)})
        assert faults_of(right) == ()
        told = name.startswith(("retrieval.", "citation.precision", "citation.first"))
        known = {"abstention.precision", "tier.deflation", "disclaimer.valid"}
        assert bool(faults_of(wrong)) != (told or name in known), name


def test_the_worst_fault_comes_first_and_what_follows_from_it_is_not_told() -> None:
    scores = {"policy.action": Score(0), "policy.unsafe": Score(1),
              "policy.let_through": Score(1), "policy.emergency_recall": Score(0)}  # fmt: skip
    assert [fault.id for fault in faults_of(case("1", scores=scores))] == ["unsafe", "emergency"]
    silent = {"answerable.answered": Score(0), "citation.any": Score(0),
              "citation.recall": Score(0, 2), "quotes.verbatim": Score(0, 0)}  # fmt: skip
    assert [f.id for f in faults_of(case("1", "answer", scores=silent))] == ["abstained"]
    failed = case("1", status="failed", scores=scores)
    assert [fault.id for fault in faults_of(failed)] == ["failed"]
    assert faults_of(case("1", disclaimers=Score(1, 1))) == ()
    assert [f.id for f in faults_of(case("1", disclaimers=Score(1, 2)))] == ["disclaimer"]


def test_worst_cases_come_in_the_order_of_harm() -> None:
    order = [fault.id for fault in FAULTS]
    asked = ("failed", "skipped", "unsafe", "emergency", "unanswerable", "abstained", "no-gold",
             "inflated")  # fmt: skip
    assert [name for name in order if name in asked] == list(asked)
    cases = [
        case("b", scores={"policy.over_refusal": Score(1)}),
        case("z", scores={"policy.unsafe": Score(1)}),
        case("y", scores={"policy.unsafe": Score(1), "policy.emergency_recall": Score(0)}),
        case("a", scores={"policy.unsafe": Score(1)}),
        case("s", status="skipped"),
        case("ok", scores={"policy.unsafe": Score(0)}),
    ]
    found = [(t.fault.id, [one.id for one, _ in t.shown]) for t in troubles_of(cases)]
    assert found == [("skipped", ["s"]), ("unsafe", ["y", "a", "z"]), ("over-refusal", ["b"])]


def test_neither_failures_nor_the_worst_hide_the_others() -> None:
    cases = [case(f"f{at:02}", status="failed") for at in range(100)]
    cases += [case(f"u{at:02}", scores={"policy.unsafe": Score(1)}) for at in range(90)]
    cases += [case(f"o{at:02}", scores={"policy.over_refusal": Score(1)}) for at in range(9)]
    failed, unsafe, refused = troubles_of(cases)
    assert [(t.total, t.rest) for t in (failed, unsafe, refused)] == [(100, 60), (90, 32), (9, 7)]


@pytest.mark.parametrize(
    ("counts", "most", "parts"),
    [([], 60, []), ([5], 60, [5]), ([100, 1, 3], 60, [57, 1, 2]), ([40, 40, 40], 60, [40, 18, 2]),
     ([3] * 100, 60, [3] * 20 + [0] * 80), ([30, 50], 61, [30, 31])],
)  # fmt: skip
def test_parts_are_fair(counts: list[int], most: int, parts: list[int]) -> None:
    assert parts_of(counts, most) == parts


def test_one_outage_is_told_once() -> None:
    cases = [case(f"f{at}", status="failed", error="503", detail={"question": f"q{at}"})
             for at in range(3)]  # fmt: skip
    cases.append(case("g", status="failed", error="a crash"))
    (trouble,) = trouble_views(cases)
    assert trouble.cases == ()
    assert [(error, [view.id for view in views]) for error, views in trouble.errors] == (
        [("503", ["f0", "f1", "f2"]), ("a crash", ["g"])]
    )


def test_an_answer_shows_gold_beside_what_was_cited() -> None:
    detail = {
        "question": "q", "expected": "answered", "outcome": "answered", "reason": "supported",
        "gold": [[{"article": "a", "quote": "first"}, {"article": "b", "quote": "twin"}],
                 [{"article": "c", "quote": "second"}]],
        "numbers": ["30"], "closest": [{"article": "n", "quote": "near"}],
        "ranked": ["other-0", "fact-1"],
        "cited": [
            {"article": "c", "quote": "second", "tier": "animal_study", "gold": True},
            {"article": "d", "quote": "aside", "tier": "", "gold": False, "fair": True},
            {"article": "e", "quote": "off", "tier": "odd", "gold": False, "fair": False},
            {"article": "n", "quote": "it is near", "tier": "", "gold": False, "fair": False},
        ],
        "support": {"verdict": "near_miss", "score": 4.125, "threshold": 3.6,
                    "missing": ["price"]},
    }  # fmt: skip
    expected, given = sides_of(case("1", "answer", detail=detail,
                                    scores={"citation.recall": Score(1, 2)}))  # fmt: skip
    assert [(block.label, block.text) for block in expected] == [
        ("Outcome", "answered"),
        ("Gold, fact 1 of 2", "any one of 2 places; search: not found"),
        ("Gold, fact 2 of 2", "search: found at rank 2"),
        ("Figures wanted", "30"),
        ("Near, and no answer", ""),
    ]
    assert [(block.label, block.text) for block in given] == [
        ("Outcome", "answered (supported)"),
        ("Support", "near miss, score 4.12 at a threshold of 3.6; missing: price"),
        ("Cited", "1 of 2 facts shown"),
    ]
    assert [(quote.mark, quote.where) for quote in given[2].quotes] == [
        ("gold", "c, Animal study"), ("fair", "d"), ("beside the point", "e, odd"),
        ("near, and no answer", "n"),
    ]  # fmt: skip


def test_a_ranking_shows_what_was_relevant() -> None:
    ranked = [f"d{at}" for at in range(14)]
    detail = {"question": "q", "relevant": {"d1": 2, "gone": 1}, "ranked": ranked}
    expected, given = sides_of(case("1", "retrieval", detail=detail))
    assert [quote.where for quote in expected[0].quotes] == (
        ["grade 2, found at rank 2", "grade 1, not found"]
    )
    assert [quote.mark for quote in given[0].quotes[:3]] == ["", "relevant", ""]
    assert given[0].rest == 4


def test_policy_and_tier_cases_show_both_sides() -> None:
    detail = {"question": "q", "expected": "answer_strong", "got": "refuse", "outcome": "refused",
              "reason": "dosing", "signals": ["a", "b"], "evidence": 0, "boundary": "x / y",
              "note": "why"}  # fmt: skip
    expected, given = sides_of(case("1", detail=detail))
    assert [(b.label, b.text) for b in expected] == (
        [("Action", "answer strong"), ("Boundary", "x / y"), ("Why", "why")]
    )
    assert [b.text for b in given] == ["refuse", "refused (dosing)", "a, b", "0"]
    tier = {"article": "a", "quote": "q", "expected": "animal_study", "got": "human_rct_phase3"}
    expected, given = sides_of(case("1", "tier", detail=tier,
                                    scores={"tier.inflation": Score(1)}))  # fmt: skip
    assert expected[0].text == "Animal study"
    assert given[0].text == "Human trial: phase 3, controlled (stronger than the label)"


@pytest.mark.parametrize("kind", ["answer", "policy", "tier", "retrieval", "something new"])
@pytest.mark.parametrize("value", [None, 3, "text", [], [3, None], {"a": [1]}, [[{"quote": None}]]])
def test_details_of_another_shape_are_left_out(kind: str, value: object) -> None:
    names = ("question", "gold", "cited", "closest", "related", "numbers", "support", "ranked",
             "relevant", "signals", "turns", "evidence", "expected", "got", "text")  # fmt: skip
    odd = case("1", kind, detail=dict.fromkeys(names, value))
    case_view(odd, FAULTS[:1])
    case_view(case("1", kind), ())


def test_the_head_says_what_became_of_the_cases() -> None:
    cases = [
        case("1", detail={"expected": "answer", "got": "answer"}),
        case("2", status="failed"),
        case("3", "tier", status="skipped"),
    ]
    view = overview_of(result_of(cases))
    assert view.counted == (
        "3 cases were run.",
        "1 was judged.",
        "1 failed: the desk gave no answer, and it counts as the worst in each measure.",
        "1 was skipped: it cannot be judged on this library and does not count.",
    )
    assert [(row.kind, row.cases, row.ok, row.failed, row.skipped) for row in view.kinds] == (
        [("policy", 2, 1, 1, 0), ("tier", 1, 0, 0, 1)]
    )
    facts = dict(view.facts)
    assert facts["Suite"] == "articles, version 1"
    assert facts["Started"] == "2026-11-22 00:51 UTC"
    assert facts["Seed"] == "20261122"


def test_speed_tells_the_total_first_and_the_throughput() -> None:
    view = speed_view(make_result(80))
    assert [row.stage for row in view.rows][:2] == ["total", "total, as the payload tells it"]
    assert "with 2 under way at once" in view.told
    assert view.histogram is not None
    assert sum(each.count for each in view.bins) == view.rows[0].n
    nothing = speed_view(result_of([]))
    assert (nothing.rows, nothing.total, nothing.histogram) == ((), None, None)


def test_the_handmade_run_is_realistic() -> None:
    result = make_result(240)
    assert {metric.id for metric in result.metrics} == set(MEASURES)
    assert result.metrics == metrics_of(result.cases)
    assert {each.status for each in result.cases} == {"ok", "failed", "skipped"}


def test_held_out_cases_are_counted_and_not_shown() -> None:
    wrong = {"policy.unsafe": Score(1.0)}
    cases = [
        CaseResult(id=f"p{n}", kind="policy", scores=wrong, detail={"question": f"secret {n}?"},
                   groups={"policy.part": "held out" if n else "open"})
        for n in range(3)
    ]  # fmt: skip
    (trouble,) = troubles_of(cases)
    assert [case.id for case, _ in trouble.shown] == ["p0"]
    assert (trouble.total, trouble.held_out, trouble.rest) == (3, 2, 0)
