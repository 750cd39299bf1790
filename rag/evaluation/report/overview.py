"""The head of the page: what was run, when, and how many cases count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rag.evaluation.report.words import clipped, moment, number_of
from rag.evaluation.results import CaseResult, RunResult

_NAME = 120
_VALUE = 300
_KINDS = ("answer", "policy", "tier", "retrieval")


@dataclass(frozen=True, slots=True)
class KindRow:
    """Cases of one kind by what became of them."""

    kind: str
    cases: int
    ok: int
    failed: int
    skipped: int


@dataclass(frozen=True, slots=True)
class Overview:
    """The head.

    Attributes:
        facts: Label and value, in reading order.
        counted: What became of the cases, one sentence each.
    """

    suite: str
    facts: tuple[tuple[str, str], ...]
    counted: tuple[str, ...]
    kinds: tuple[KindRow, ...]


def overview_of(result: RunResult) -> Overview:
    """Return the head of a run."""
    suite, target = result.suite, result.target
    facts = (
        ("Suite", f"{suite.name}, version {suite.version}"),
        ("Suite SHA-256", suite.sha256),
        ("Target", f"{target.kind}: {target.where}"),
        ("Snapshot", target.snapshot),
        ("Corpus version", target.corpus_version),
        ("Software", target.software),
        ("Started", moment(result.started)),
        ("Seed", str(result.seed)),
    )
    return Overview(
        suite=clipped(suite.name, _NAME),
        facts=tuple((label, clipped(value, _VALUE)) for label, value in facts if value),
        counted=tuple(_counted(result.cases, result.suite.cases)),
        kinds=_kinds(result.cases),
    )


def _counted(cases: Sequence[CaseResult], of_suite: int) -> list[str]:
    by_status = Counter(case.status for case in cases)
    of_all = "" if of_suite == len(cases) else f", of {of_suite:,} in the suite"
    return [
        f"{number_of(len(cases), 'case was', 'cases were')} run{of_all}.",
        f"{number_of(by_status['ok'], 'was', 'were')} judged.",
        _failed(by_status["failed"]),
        _skipped(by_status["skipped"]),
    ]


def _failed(count: int) -> str:
    if not count:
        return "None failed."
    counts = "it counts" if count == 1 else "they count"
    return f"{count:,} failed: the desk gave no answer, and {counts} as the worst in each measure."


def _skipped(count: int) -> str:
    if not count:
        return "None was skipped."
    if count == 1:
        return "1 was skipped: it cannot be judged on this library and does not count."
    return f"{count:,} were skipped: they cannot be judged on this library and do not count."


def _kinds(cases: Sequence[CaseResult]) -> tuple[KindRow, ...]:
    present = {case.kind for case in cases}
    kinds = [kind for kind in _KINDS if kind in present] + sorted(present - set(_KINDS))
    return tuple(_kind(kind, [case for case in cases if case.kind == kind]) for kind in kinds)


def _kind(kind: str, cases: Sequence[CaseResult]) -> KindRow:
    statuses = Counter(case.status for case in cases)
    return KindRow(kind, len(cases), statuses["ok"], statuses["failed"], statuses["skipped"])
