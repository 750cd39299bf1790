"""What was expected against what came, as tables whose cells are shaded by their share."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from corpus.vocabulary import TIERS
from rag.evaluation.report.words import clipped, number_of, plain, share
from rag.evaluation.results import CaseResult, RunResult

SHADES = 4
_NAME = 60
FAILED = "failed"
_TITLES = {
    "policy": ("What the policy did",
               ("An extra specific line is no error, and abstaining where the library lacks the "
               "answer is right for an allowed question.")),
    "tier": ("Evidence tiers",
             ("Strongest first. Left of the cell where both agree, a statement was labelled "
             "stronger than it is (inflated); right of it, weaker.")),
    "outcome": ("Answered, or not in the library",
                "Declining a part of a question counts as answering it."),
}  # fmt: skip
_ORDERS = {
    "policy": ("answer", "answer_strong", "partial", "refuse", "emergency", "abstain"),
    "tier": tuple(sorted(TIERS, key=lambda name: TIERS[name].rank)),
    "outcome": ("answered", "partial", "not_in_library", "refused", "emergency"),
}  # fmt: skip
_RIGHT = {
    "policy": ("got", ("policy.action",)),
    "tier": ("got", ("tier.accuracy",)),
    "outcome": ("outcome", ("abstention.recall", "answerable.answered")),
}
_KIND_OF = {"answer": "outcome"}


@dataclass(frozen=True, slots=True)
class Cell:
    """Cases of one expected and one given value.

    Attributes:
        css: "hit", "mixed" or "miss" with a shade, "hit l3"; "zero" where there is no case, and
            "zero agree" where there should be some.
        told: The cell as a sentence.
    """

    count: int
    css: str
    told: str


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """All cases of which one value was expected; `right` is "38 (0.950)"."""

    name: str
    cells: tuple[Cell, ...]
    total: int
    right: str


@dataclass(frozen=True, slots=True)
class Matrix:
    """One confusion matrix, expected in rows."""

    id: str
    title: str
    note: str
    columns: tuple[str, ...]
    rows: tuple[MatrixRow, ...]


Key = tuple[str, str, str]
Judged = Mapping[Key, tuple[int, int]]


def matrices_of(result: RunResult) -> tuple[Matrix, ...]:
    """Return the matrices that have a case: policy, tiers, outcomes, then any others."""
    judged = judged_right(result.cases)
    names = [name for name in _TITLES if name in result.confusion]
    names += sorted(set(result.confusion) - set(_TITLES))
    found = [_matrix(name, result.confusion[name], judged) for name in names]
    return tuple(matrix for matrix in found if matrix.rows)


def judged_right(cases: Iterable[CaseResult]) -> Judged:
    """Return for (kind, expected, got) how many cases were judged right, out of how many.

    What is right is not always what is equal: a case may accept several actions or tiers, and
    the judges know; so the shading follows their scores.
    """
    counts: dict[Key, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for case in cases:
        kind = _KIND_OF.get(case.kind, case.kind)
        if kind not in _RIGHT or case.status != "ok":
            continue
        field, measures = _RIGHT[kind]
        score = next((case.scores[name] for name in measures if name in case.scores), None)
        if score is None:
            continue
        key = (kind, str(case.detail.get("expected")), str(case.detail.get(field)))
        right, of = counts[key]
        counts[key] = (right + (score.hits >= score.of), of + 1)
    return counts


def _matrix(kind: str, counts: Mapping[str, Mapping[str, int]], judged: Judged) -> Matrix:
    title, note = _TITLES.get(kind, (clipped(plain(kind), _NAME), ""))
    expected = _ordered(kind, counts)
    columns = {name for row in counts.values() for name in row}
    # What was expected and never given has a column too: a square shows where both agree.
    got = _ordered(kind, columns | {name for name in counts if counts[name] and name != FAILED})
    rows = [_row(kind, name, got, counts[name], judged) for name in expected if counts[name]]
    return Matrix(kind, title, note, tuple(_name(name) for name in got), tuple(rows))


def _row(
    kind: str, expected: str, columns: Sequence[str], counts: Mapping[str, int], judged: Judged
) -> MatrixRow:
    total = sum(counts.values())
    cells: list[Cell] = []
    right = 0
    for got in columns:
        count = counts.get(got, 0)
        hits = _right(kind, expected, got, count, judged)
        right += hits
        cells.append(_cell(expected, got, count, hits, total))
    told = f"{right:,} ({share(right / total)})" if total else "–"
    return MatrixRow(_row_name(expected), tuple(cells), total, told)


def _right(kind: str, expected: str, got: str, count: int, judged: Judged) -> int:
    """Return how many of a cell are right; where no score tells, those that are equal."""
    hits, of = judged.get((kind, expected, got), (0, 0))
    if of:
        return min(hits, count)
    return count if expected == got != FAILED else 0


def _cell(expected: str, got: str, count: int, right: int, total: int) -> Cell:
    where = f"expected {_name(expected)}, got {_name(got)}"
    if not count:
        return Cell(0, "zero agree" if expected == got else "zero", f"{where}: none")
    verdict = "hit" if right == count else "mixed" if right else "miss"
    shade = max(1, math.ceil(SHADES * count / total))
    told = f"{where}: {number_of(count, 'case')}, {right:,} judged right"
    return Cell(count, f"{verdict} l{shade}", told)


def _ordered(kind: str, names: Iterable[str]) -> list[str]:
    order = {name: place for place, name in enumerate(_ORDERS.get(kind, ()))}
    last = len(order)
    return sorted(names, key=lambda n: (last + 1 if n == FAILED else order.get(n, last), n))


def _name(name: str) -> str:
    tier = TIERS.get(name)
    return tier.label if tier else clipped(plain(name), _NAME)


def _row_name(name: str) -> str:
    return "not told (failed)" if name == FAILED else _name(name)
