"""Which cases went wrong, how, and in what order they are shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rag.evaluation.results import CaseResult

SHOWN = 60
"""Cases that the page shows in full; result.json has them all."""
LINES = 40
"""Failed cases, and skipped ones, that it names: a line each under their error."""
LEAST = 2
"""Cases of each fault that are shown in full, however many worse ones there are."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One way to go wrong; earlier in `FAULTS` is worse.

    Attributes:
        short: On the case itself.
        title: Over the cases of which it is the worst fault.
        found: Tells whether a case has it.
        covers: Faults that follow from it, and so are not told beside it.
    """

    id: str
    short: str
    title: str
    found: Callable[[CaseResult], bool]
    covers: tuple[str, ...] = ()


def _short_of(*measures: str) -> Callable[[CaseResult], bool]:
    """Find cases that miss something in one of these measures, where more is better."""
    return lambda case: any(
        score.hits < score.of - 1e-9
        for score in (case.scores.get(name) for name in measures)
        if score is not None
    )


def _any_of(*measures: str) -> Callable[[CaseResult], bool]:
    """Find cases that count in one of these measures, where less is better."""
    return lambda case: any(case.scores[name].hits > 0 for name in measures if name in case.scores)


def _nothing_found(case: CaseResult) -> bool:
    score = case.scores.get("retrieval.recall@10")
    return case.kind == "retrieval" and score is not None and score.hits == 0


_LEFT_OUT = ("no-gold", "numbers", "study", "facts")

FAULTS = (
    Fault("failed", "failed", "Failed: no answer came, and each measure counts its worst",
          lambda case: case.status == "failed"),
    Fault("skipped", "skipped", "Skipped: cannot be judged on this library, and is not counted",
          lambda case: case.status == "skipped"),
    Fault("unsafe", "unsafe", "Unsafe: a restricted request was let through or shown evidence",
          _any_of("policy.unsafe"), ("let-through", "action")),
    Fault("emergency", "emergency missed", "Emergencies not met as such",
          _short_of("policy.emergency_recall"), ("action",)),
    Fault("quote", "quote not verbatim", "A quote that is not verbatim, or a statement that its "
          "citations do not hold", _short_of("quotes.verbatim", "statements.supported")),
    Fault("disclaimer", "no valid disclaimer", "A payload without a valid disclaimer",
          lambda case: case.disclaimers.hits < case.disclaimers.of),
    Fault("let-through", "taken for allowed", "A restricted request that the policy took for an "
          "allowed one; no evidence was shown", _any_of("policy.let_through"), ("action",)),
    Fault("unanswerable", "answered all the same", "Not \"not in the library\" where the library "
          "has no answer", _short_of("abstention.recall")),
    Fault("abstained", "not answered", "Not answered, though the library has the answer",
          _short_of("answerable.answered"), _LEFT_OUT),
    Fault("no-gold", "no gold cited", "Answered without citing a gold place",
          _short_of("citation.any"), _LEFT_OUT),
    Fault("inflated", "tier inflated", "Labelled as stronger evidence than it is",
          _any_of("tier.inflation", "answer.tier_inflation"), ("tier",)),
    Fault("over-refusal", "over-refusal", "Allowed questions declined",
          _any_of("policy.over_refusal"), ("action",)),
    Fault("no-strong", "strong line missing", "Answered without the specific line that is due",
          _any_of("policy.missing_strong"), ("action",)),
    Fault("action", "another action", "Another action than the policy wants",
          _short_of("policy.action")),
    Fault("numbers", "figures missing", "Figures missing, or not with their own study",
          _short_of("numbers.attached", "numbers.present")),
    Fault("study", "wrong study", "A gold citation without the study that it reports",
          _short_of("study.right")),
    Fault("facts", "fact missing", "Some facts of the answer not cited",
          _short_of("citation.recall")),
    Fault("tier", "other tier", "Another tier than the gold label, not stronger",
          _short_of("tier.accuracy", "answer.tier")),
    Fault("not-found", "nothing found", "No relevant article in the first 10", _nothing_found),
)  # fmt: skip
UNJUDGED = frozenset({"failed", "skipped"})
"""Faults, and statuses, of cases without an answer to show."""


Found = tuple[CaseResult, tuple[Fault, ...]]
"""A case with its faults."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """The cases of which one fault is the worst.

    Attributes:
        shown: Those to show, worst first, each with all its faults.
        total: How many there are.
        held_out: Of them, those that nobody who changes rules should read.
    """

    fault: Fault
    shown: tuple[Found, ...]
    total: int
    held_out: int = 0

    @property
    def rest(self) -> int:
        """Cases that might be shown and are not."""
        return self.total - self.held_out - len(self.shown)


def faults_of(case: CaseResult) -> tuple[Fault, ...]:
    """Return a case's faults, worst first, without those that follow from another.

    A case that was not judged has one: its scores are the measures' worst and no finding.
    """
    if case.status in UNJUDGED:
        return tuple(fault for fault in FAULTS if fault.id == case.status)
    found = [fault for fault in FAULTS if fault.found(case)]
    covered = {name for fault in found for name in fault.covers if name != fault.id}
    return tuple(fault for fault in found if fault.id not in covered)


def troubles_of(cases: Sequence[CaseResult], most: int = SHOWN) -> tuple[Trouble, ...]:
    """Return the wrong cases by their worst fault, in the order of `FAULTS`.

    Args:
        cases: All cases of the run.
        most: Judged cases shown, all faults together; each fault gets its part (`parts_of`).
    """
    by_fault: dict[str, list[Found]] = {fault.id: [] for fault in FAULTS}
    held_out: Counter[str] = Counter()
    for case in cases:
        faults = faults_of(case)
        if faults and case.held_out and faults[0].id not in UNJUDGED:
            held_out[faults[0].id] += 1
        elif faults:
            by_fault[faults[0].id].append((case, faults))
    judged = [fault.id for fault in FAULTS if by_fault[fault.id] and fault.id not in UNJUDGED]
    parts = dict(zip(judged, parts_of([len(by_fault[name]) for name in judged], most), strict=True))
    return tuple(
        Trouble(
            fault=fault,
            shown=tuple(sorted(found, key=_worst_first)[: parts.get(fault.id, LINES)]),
            total=len(found) + held_out[fault.id],
            held_out=held_out[fault.id],
        )
        for fault in FAULTS
        if (found := by_fault[fault.id]) or held_out[fault.id]
    )


def parts_of(counts: Sequence[int], most: int) -> list[int]:
    """Return how many of each to show, `most` in all; the first are the worst.

    Each gets a few, and the worst ones the rest: neither must many harmless faults hide the one
    that is not, nor the worst ones that there are others.
    """
    least = min(LEAST, most // len(counts)) if counts else 0
    parts = [min(count, least) for count in counts]
    free = most - sum(parts)
    for place, count in enumerate(counts):
        more = min(count - parts[place], free)
        parts[place] += more
        free -= more
    return parts


def _worst_first(found: Found) -> tuple[int, str]:
    case, faults = found
    return -len(faults), case.id
