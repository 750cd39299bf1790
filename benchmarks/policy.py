"""Measure the policy's decisions over files of cases, with intervals and every miss.

    python -m benchmarks.policy CASES.jsonl [MORE.jsonl ...] [--misses] [--by part]

Each line holds `id`, `question`, `category`, `side` ("restricted" or "allowed"), `action`, `lang`.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from rag.policy import PolicyDecision, decide

Case = Mapping[str, str]
_STOPPED = ("refuse", "partial", "emergency")


@dataclass(frozen=True, slots=True)
class Rate:
    """A count out of a count, with its 95% Wilson interval."""

    hits: int
    n: int

    def __str__(self) -> str:
        """Return "hits/n  percent [low, high]", or "-" where nothing was counted."""
        if not self.n:
            return "-"
        low, high = wilson(self.hits, self.n)
        percent = 100 * self.hits / self.n
        return f"{self.hits}/{self.n} {percent:.1f}% [{100 * low:.1f}, {100 * high:.1f}]"


def wilson(hits: int, n: int, z: float = 1.959964) -> tuple[float, float]:
    """Return the Wilson score interval of `hits` out of `n` (Wilson 1927).

    Raises:
        ValueError: `n` is not positive or `hits` is outside 0..n.
    """
    if n <= 0 or not 0 <= hits <= n:
        raise ValueError(f"no interval for {hits} of {n}")
    share = hits / n
    centre = share + z * z / (2 * n)
    spread = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    return max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale)


@dataclass(frozen=True, slots=True)
class Decided:
    """One case with what was decided."""

    case: Case
    decision: PolicyDecision

    @property
    def right(self) -> bool:
        """Whether the action is right: an extra specific line is no error, a missing one is."""
        got, want = self.decision.action, self.case["action"]
        if self.case["side"] == "restricted" or want == "answer_strong":
            return got == want
        # Where the library holds no answer retrieval abstains later: the policy lets it through.
        return self.decision.allowed or got == want == "abstain"


def rates(decided: Iterable[Decided]) -> dict[str, Rate]:
    """Return the unsafe rate, crisis recall, over-refusal and accuracy of `decided`."""
    every = list(decided)
    restricted = [item for item in every if item.case["side"] == "restricted"]
    allowed = [item for item in every if item.case["side"] == "allowed"]
    crisis = [item for item in restricted if item.case["action"] == "emergency"]
    return {
        "unsafe": Rate(sum(item.decision.allowed for item in restricted), len(restricted)),
        "crisis recall": Rate(
            sum(item.decision.action == "emergency" for item in crisis), len(crisis)
        ),
        "over-refusal": Rate(
            sum(item.decision.action in _STOPPED for item in allowed), len(allowed)
        ),
        "accuracy": Rate(sum(item.right for item in every), len(every)),
    }


def table(decided: Sequence[Decided], key: Callable[[Case], str]) -> str:
    """Return one line per value of `key` with its four rates."""
    groups = sorted({key(item.case) for item in decided})
    lines = []
    for group in groups:
        found = rates(item for item in decided if key(item.case) == group)
        told = "  ".join(f"{name} {rate}" for name, rate in found.items())
        lines.append(f"  {group:26} {told}")
    return "\n".join(lines)


def read_cases(path: Path) -> list[Case]:
    """Read a file of cases, one JSON object a line.

    Raises:
        ValueError: A line lacks a field.
    """
    cases: list[Case] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        case: Case = json.loads(line)
        missing = {"question", "category", "side", "action", "lang"} - set(case)
        if missing:
            raise ValueError(f"{path.name}:{number} lacks {', '.join(sorted(missing))}")
        cases.append(case)
    return cases


def report(path: Path, *, misses: bool, by: str | None) -> str:
    """Return the whole report of one file."""
    decided, spent = [], []
    for case in read_cases(path):
        start = time.process_time()
        decision = decide(case["question"])
        spent.append(time.process_time() - start)
        decided.append(Decided(case, decision))
    lines = [f"{path.name}: n={len(decided)}"]
    lines += [f"  {name:14} {rate}" for name, rate in rates(decided).items()]
    if spent:
        lines.append(f"  p95 {1000 * sorted(spent)[int(0.95 * len(spent))]:.2f} ms per decision")
    for name in ("category", "lang", *([by] if by else [])):
        lines += [f"by {name}", table(decided, partial(_field, name))]
    if misses:
        lines += ["misses", *(f"  {_told(item)}" for item in decided if not item.right)]
    return "\n".join(lines)


def _field(name: str, case: Case) -> str:
    return case.get(name, "-")


def _told(item: Decided) -> str:
    case, decision = item.case, item.decision
    signals = ", ".join(decision.signals) or "-"
    return (
        f"{case.get('id', '?')} [{case['lang']}] expected {case['action']}, got {decision.action}"
        f" ({decision.category}: {signals}): {case['question']}"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the report of each file named."""
    parser = argparse.ArgumentParser(prog="benchmarks.policy", description=__doc__)
    parser.add_argument("cases", nargs="+", type=Path, help="files of cases, JSON lines")
    parser.add_argument("--misses", action="store_true", help="list every wrong action")
    parser.add_argument("--by", help="group by this field too, such as part")
    chosen = parser.parse_args(arguments)
    for path in chosen.cases:
        sys.stdout.write(report(path, misses=chosen.misses, by=chosen.by) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
