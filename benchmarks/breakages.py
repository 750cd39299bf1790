"""Break the desk on purpose and see whether the gate turns red.

    python -m benchmarks.breakages [--suite suites/articles] [--bars suites/articles/bars.toml]

Runs the suite as it is and once for each breakage, and prints the bars that each one misses. Ends
with 1 when the desk as it is misses a bar, or when a breakage misses none.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from unittest.mock import patch

from api.evaluation.inprocess import DeskTarget
from corpus.tiers import StatementContext, TierDecision, decide_tier
from index.build import BuildOptions
from index.lexical import LexicalIndex
from index.library import build_library
from index.rerank import agreement
from rag import desk
from rag.evaluation.gate import COUNTS, Bars, Verdict, hold, read_bars
from rag.evaluation.run import run_suite
from rag.evaluation.suite import Suite, read_suite
from rag.policy import Guard


@contextmanager
def nothing_broken() -> Iterator[None]:
    """Leave the desk as it is."""
    yield


@contextmanager
def without_lexical_search() -> Iterator[None]:
    """Let the search look at no words: not in the index, and not in the second look."""
    with (
        patch.object(LexicalIndex, "search", lambda *_: []),
        patch.object(agreement, "_coverage", lambda *_: 0.0),
        patch.object(agreement, "_pairs", lambda *_: 0.0),
    ):
        yield


@contextmanager
def everything_phase_3() -> Iterator[None]:
    """Label every statement as a phase 3 trial, at build time."""

    def inflated(context: StatementContext) -> TierDecision:
        return replace(decide_tier(context), tier="human_rct_phase3")

    with patch("corpus.library.decide_tier", inflated):
        yield


@contextmanager
def without_the_classifier() -> Iterator[None]:
    """Leave the question policy to its rules; every other layer stays."""
    with patch.object(desk, "shipped_guard", lambda *_: Guard(None)):
        yield


@dataclass(frozen=True, slots=True)
class Breakage:
    """A way to break the desk, and the kinds of case that can see it."""

    told: str
    breaks: Callable[[], AbstractContextManager[None]]
    kinds: frozenset[str]


BREAKAGES: Mapping[str, Breakage] = {
    "lexical": Breakage(
        "the lexical side of the search dropped", without_lexical_search, frozenset({"answer"})
    ),
    "phase-3": Breakage(
        "every statement labelled phase 3", everything_phase_3, frozenset({"tier"})
    ),
    "classifier": Breakage(
        "the classifier of the policy left out", without_the_classifier, frozenset({"policy"})
    ),
}
AS_IT_IS = Breakage("as it is", nothing_broken, frozenset())


def missed(
    suite: Suite,
    bars: Bars,
    breakage: Breakage,
    folder: Path,
    *,
    models: Path | None = None,
    kinds: Collection[str] = (),
) -> list[Verdict]:
    """Build and run with the desk broken; return the bars that are missed.

    Args:
        suite: Names the articles that are built.
        bars: Held against the result; those on kinds of case left out are not.
        breakage: In force while building and asking.
        folder: For the snapshot and the result; used again, it saves embedding anew.
        models: Cache of exported models; one of its own when None.
        kinds: Run cases of these kinds only; all when empty.
    """
    cases = tuple(case for case in suite.cases if not kinds or case.kind in kinds)
    # Articles kept from a build that was not broken would hide what is.
    shutil.rmtree(folder / "data" / "cache" / "articles", ignore_errors=True)
    with breakage.breaks():
        build_library(suite.articles, folder / "data", options=BuildOptions(models=models))
        with DeskTarget(folder / "data") as target:
            wanted = replace(suite, cases=cases)
            result = run_suite(wanted, target, folder / "result", fresh=True)
    seen = {metric.id for metric in result.metrics} | set(COUNTS)
    return [
        verdict
        for verdict in hold(result, bars)
        if not verdict.passed and (not kinds or verdict.bar.metric in seen)
    ]


def main() -> int:
    """Print which bars each breakage misses."""
    parser = argparse.ArgumentParser(prog="benchmarks.breakages", description=__doc__)
    parser.add_argument("--suite", type=Path, default=Path("suites/articles"))
    parser.add_argument("--bars", type=Path, default=Path("suites/articles/bars.toml"))
    args = parser.parse_args()
    suite, bars = read_suite(args.suite), read_bars(args.bars)
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        wrong = _report(AS_IT_IS, missed(suite, bars, AS_IT_IS, folder)) > 0
        for breakage in BREAKAGES.values():
            wrong |= _report(breakage, missed(suite, bars, breakage, folder)) == 0
    return int(wrong)


def _report(breakage: Breakage, verdicts: list[Verdict]) -> int:
    print(f"{breakage.told}: gate {'RED' if verdicts else 'green'}, {len(verdicts)} bars missed")
    for verdict in verdicts:
        value = "-" if verdict.value is None else f"{verdict.value:.3f}"
        print(f"    {verdict.bar.told:58} {value}")
    return len(verdicts)


if __name__ == "__main__":
    raise SystemExit(main())
