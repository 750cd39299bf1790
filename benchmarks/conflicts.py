"""How many contradictions a library holds, and what finding them costs.

    python -m benchmarks.conflicts FOLDER [...] [--list] [--draw N --seed S] [--linear]

Reads every article under the folders and prints the contradictions by kind and the seconds of
processor time to find them. `--list` prints each with both statements, `--draw` N of them drawn at
random, to be judged by hand; `--linear` the seconds for 10, 50 and 100% of the articles.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from corpus.conflicts import Conflict, find_conflicts
from corpus.library import Library, read_library
from corpus.passages import Budget

_SHARES = (10, 50, 100)
_WIDTH = 400


def main() -> None:
    """Print the figures, and the contradictions where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--list", action="store_true", help="print every contradiction")
    parser.add_argument("--draw", type=int, default=0, help="print so many, drawn at random")
    parser.add_argument("--seed", type=int, default=0, help="seed of the draw")
    parser.add_argument("--linear", action="store_true", help="print seconds by share of articles")
    options = parser.parse_args()
    library = read_library(options.folders, Budget())
    found, seconds = _timed(library, 100)
    _print_counts(library, found, seconds)
    if options.linear:
        _print_linear(library)
    drawn = list(found)
    if options.draw:
        drawn = random.Random(options.seed).sample(drawn, min(options.draw, len(drawn)))  # noqa: S311
    if options.list or options.draw:
        _print_pairs(library, drawn)


def _timed(library: Library, share: int) -> tuple[tuple[Conflict, ...], float]:
    """Return the contradictions in `share` percent of the articles, and seconds taken."""
    articles = library.articles[: max(1, len(library.articles) * share // 100)]
    started = time.process_time()
    found = find_conflicts(articles, library.references)
    return found, time.process_time() - started


def _print_counts(library: Library, found: Sequence[Conflict], seconds: float) -> None:
    statements = sum(len(article.statements) for article in library.articles)
    print(f"articles / statements     {len(library.articles)} / {statements}")
    print(f"contradictions            {len(found)}")
    for kind, count in sorted(Counter(str(one.kind) for one in found).items()):
        print(f"  {kind:<22}  {count}")
    print(f"seconds                   {seconds:.2f}")


def _print_linear(library: Library) -> None:
    for share in _SHARES:
        found, seconds = _timed(library, share)
        print(f"{share:>3}% of the articles      {seconds:.2f} s, {len(found)} contradictions")


def _print_pairs(library: Library, found: Sequence[Conflict]) -> None:
    by_id = {one.id: one for article in library.articles for one in article.statements}
    for number, conflict in enumerate(found, 1):
        print(f"\n{number}. {conflict.kind} · {conflict.subject}")
        for name in (conflict.first, conflict.second):
            print(f"   {name}: {by_id[name].clean[:_WIDTH]}")


if __name__ == "__main__":
    main()
