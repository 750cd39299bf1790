"""How rightly caveats and directions are derived, on hand-labelled statements.

    python -m benchmarks.caveats LABELS.jsonl ARTICLES [--missed]

LABELS has one JSON object a line: `seed` (file name), `quote`, `flags`, `direction`, and a `tier`.
Prints precision and recall of every caveat, and the accuracy of directions. Caveats that need a
reader's knowledge of other statements or of the world are counted apart.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from corpus.library import read_article
from corpus.passages import Budget
from corpus.records import Article, Statement

CURATED = frozenset(
    {
        "internal-conflict",
        "status-changed-outside-corpus",
        "registry-id-suspect",
        "unit-suspect",
        "ambiguous-number",
        "tag-mismatch",
        "boilerplate-mismatch",
        "phase-doubtful",
    }
)
"""Caveats that other statements or the world outside decide: no statement shows them itself."""


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("labels", type=Path)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--missed", action="store_true", help="list what differs")
    chosen = parser.parse_args()
    pairs = _pairs(chosen.labels, chosen.articles)
    _print_caveats(pairs)
    _print_directions(pairs)
    if chosen.missed:
        _print_missed(pairs)


def _pairs(labels: Path, folder: Path) -> list[tuple[dict[str, Any], Statement]]:
    cases = [json.loads(line) for line in labels.read_text(encoding="utf-8").splitlines()]
    names = {case["seed"] for case in cases}
    articles = {name: read_article(folder / name, Budget()) for name in sorted(names)}
    return [(case, _statement(articles[case["seed"]], case["quote"])) for case in cases]


def _statement(article: Article, quote: str) -> Statement:
    """Return the statement that shares most characters with `quote`."""
    start = article.source.index(quote)
    end = start + len(quote)
    return max(article.statements, key=lambda s: min(end, s.span.end) - max(start, s.span.start))


def _print_caveats(pairs: Sequence[tuple[dict[str, Any], Statement]]) -> None:
    both, given, wanted = Counter[str](), Counter[str](), Counter[str]()
    for case, statement in pairs:
        gold, made = set(case["flags"]), set(statement.caveats)
        both.update(gold & made)
        given.update(made)
        wanted.update(gold)
    print(f"{'caveat':34}{'wanted':>7}{'given':>7}{'right':>7}{'precision':>11}{'recall':>8}")
    for name in sorted(wanted | given, key=lambda name: (name in CURATED, -wanted[name], name)):
        mark = "  (curated)" if name in CURATED else ""
        print(
            f"{name:34}{wanted[name]:7}{given[name]:7}{both[name]:7}"
            f"{_share(both[name], given[name]):>11}{_share(both[name], wanted[name]):>8}{mark}"
        )
    derived = [name for name in wanted | given if name not in CURATED]
    _print_total("all that a statement shows", derived, both, given, wanted)
    _print_total("all", wanted | given, both, given, wanted)


def _print_total(
    title: str,
    names: Iterable[str],
    both: Counter[str],
    given: Counter[str],
    wanted: Counter[str],
) -> None:
    right, made, gold = (sum(count[name] for name in names) for count in (both, given, wanted))
    print(f"{title:34}{gold:7}{made:7}{right:7}{_share(right, made):>11}{_share(right, gold):>8}")


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.2f}" if whole else "-"


def _print_directions(pairs: Sequence[tuple[dict[str, Any], Statement]]) -> None:
    right = sum(case["direction"] == statement.direction for case, statement in pairs)
    told = [(case, statement) for case, statement in pairs if case["direction"] != "na"]
    kept = sum(case["direction"] == statement.direction for case, statement in told)
    print(f"direction right: {right} of {len(pairs)}; where one is told {kept} of {len(told)}")


def _print_missed(pairs: Sequence[tuple[dict[str, Any], Statement]]) -> None:
    for case, statement in pairs:
        gold, made = set(case["flags"]), set(statement.caveats)
        missing, added = sorted(gold - made - CURATED), sorted(made - gold)
        turned = (
            "" if case["direction"] == statement.direction else f"direction {case['direction']}"
        )
        if missing or added or turned:
            print(f"\n{case['id']} {statement.tier} {statement.direction} {turned}")
            print(f"  {case['quote'][:200]}\n  missing {missing}\n  added   {added}")


if __name__ == "__main__":
    main()
