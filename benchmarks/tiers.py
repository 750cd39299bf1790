"""How fast statements are decided; how often rightly is told by `refdesk eval run suites/articles`.

    python -m benchmarks.tiers FOLDER [...]

Reads every article under the folders, then decides tier, caveats and direction of each statement
again, cold, and prints megabytes of clean text per second of processor time.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from pathlib import Path
from unittest.mock import patch

from corpus.caveats import derive_caveats
from corpus.direction import statement_direction
from corpus.library import read_library
from corpus.passages import Budget
from corpus.tiers import StatementContext, TierDecision, decide_tier, forget


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+")
    _print_speed(_read(parser.parse_args().folders))


def _read(folders: Sequence[Path]) -> list[StatementContext]:
    """Read the articles and keep the context that each statement was decided from."""
    contexts: list[StatementContext] = []

    def kept(context: StatementContext) -> TierDecision:
        contexts.append(context)
        return decide_tier(context)

    with patch("corpus.library.decide_tier", kept):
        read_library(folders, Budget())
    return contexts


def _print_speed(contexts: Sequence[StatementContext]) -> None:
    size = sum(len(context.text) for context in contexts) / 1e6
    forget()
    started = time.process_time()
    for context in contexts:
        decide_tier(context)
    decided = time.process_time()
    forget()
    for context in contexts:  # as the library does it: one statement after the other
        tier = decide_tier(context).tier
        derive_caveats(context, tier)
        statement_direction(context.text, tier)
    ended = time.process_time()
    print(f"statements / MB of clean text        {len(contexts)} / {size:.2f}")
    print(f"tier alone, MB/s                     {size / (decided - started):.2f}")
    print(f"tier, caveats and direction, MB/s    {size / (ended - decided):.2f}")


if __name__ == "__main__":
    main()
