"""The wrong cases as the page shows them: in full, or by their error where no answer came."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rag.evaluation.report.details import LONGEST, list_of, text_of
from rag.evaluation.report.sides import Blocks, sides_of, tier_words
from rag.evaluation.report.trouble import UNJUDGED, Fault, Trouble, troubles_of
from rag.evaluation.report.words import clipped, plain
from rag.evaluation.results import CaseResult

_FACT = 90
"""Characters of one short word on a case."""


@dataclass(frozen=True, slots=True)
class CaseView:
    """One case.

    Attributes:
        lang: BCP 47 tag of the question, "" where unknown.
        turns: Earlier turns of the conversation.
        facts: Short words on it: kind and groups.
        faults: What went wrong, worst first.
        error: Why it failed or was skipped.
    """

    id: str
    lang: str
    question: str
    turns: tuple[str, ...]
    facts: tuple[str, ...]
    faults: tuple[str, ...]
    error: str
    expected: Blocks
    given: Blocks


@dataclass(frozen=True, slots=True)
class TroubleView:
    """The cases of one fault.

    Attributes:
        cases: Those shown in full; none where no answer came.
        errors: Where no answer came: each error once, with its cases.
        total: Cases with this as their worst fault.
        held_out: Of them, those held out: not shown to those who change rules.
        rest: Of them, the others that are not shown.
    """

    fault: Fault
    cases: tuple[CaseView, ...]
    errors: tuple[tuple[str, tuple[CaseView, ...]], ...]
    total: int
    held_out: int
    rest: int


def trouble_views(cases: Sequence[CaseResult]) -> tuple[TroubleView, ...]:
    """Return the wrong cases of a run, worst fault first."""
    return tuple(_trouble_view(trouble) for trouble in troubles_of(cases))


def case_view(case: CaseResult, faults: Sequence[Fault]) -> CaseView:
    """Return what the page shows of one case."""
    expected, given = sides_of(case)
    return CaseView(
        id=case.id,
        lang=_lang(case.groups),
        question=text_of(case.detail, "question") or text_of(case.detail, "quote"),
        turns=tuple(clipped(str(turn), LONGEST) for turn in list_of(case.detail, "turns")),
        facts=_facts(case),
        faults=tuple(fault.short for fault in faults),
        error=clipped(case.error, LONGEST),
        expected=expected,
        given=given,
    )


def _trouble_view(trouble: Trouble) -> TroubleView:
    views = tuple(case_view(case, faults) for case, faults in trouble.shown)
    unjudged = trouble.fault.id in UNJUDGED
    return TroubleView(
        fault=trouble.fault,
        cases=() if unjudged else views,
        errors=_by_error(views) if unjudged else (),
        total=trouble.total,
        held_out=trouble.held_out,
        rest=trouble.rest,
    )


def _by_error(views: Sequence[CaseView]) -> tuple[tuple[str, tuple[CaseView, ...]], ...]:
    """Return each error with its cases, the commonest first: one outage is one line."""
    found: dict[str, list[CaseView]] = {}
    for view in views:
        found.setdefault(view.error or "no reason told", []).append(view)
    ordered = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple((error, tuple(cases)) for error, cases in ordered)


def _lang(groups: Mapping[str, str]) -> str:
    return next((value for name, value in groups.items() if name.endswith("lang")), "")


def _facts(case: CaseResult) -> tuple[str, ...]:
    told = (f"{name.rpartition('.')[2]}: {_value(value)}" for name, value in case.groups.items())
    return tuple(clipped(each, _FACT) for each in (case.kind, *told))


def _value(value: str) -> str:
    label = tier_words(value)
    return label if label != value else plain(value)
