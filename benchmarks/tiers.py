"""How fast statements are decided, and how often rightly: the figures of the tier rules.

    python -m benchmarks.tiers FOLDER [...] [--labels LABELS.jsonl] [--errors]

Reads every article under the folders, then decides tier, caveats and direction of each statement
again, cold, and prints megabytes of clean text per second of processor
time. With `--labels` it prints accuracy and
inflation (the share labelled stronger than the label) over a file of one object per line:
`article` (slug), `text` (the statement as the source has it) and `tier`. The labels are split by
the hash of the text: a third is held out from those who change the rules, so `--errors` lists the
others only.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from unittest.mock import patch

from corpus.caveats import derive_caveats
from corpus.direction import statement_direction
from corpus.library import read_library
from corpus.passages import Budget
from corpus.records import Article, Statement, text_sha256
from corpus.tiers import StatementContext, TierDecision, decide_tier, forget
from corpus.vocabulary import TIERS

HELD_OUT_OF = 3


@dataclass(frozen=True, slots=True)
class Label:
    """A statement's tier as a person decided it; `note` says why where that is not plain."""

    article: str
    text: str
    tier: str
    note: str = ""

    @property
    def held_out(self) -> bool:
        """Tell whether the label belongs to the third that rules are not fitted to."""
        return int(text_sha256(self.text)[:8], 16) % HELD_OUT_OF == 0


@dataclass
class Score:
    """Counts of one group of labels."""

    right: int = 0
    total: int = 0
    inflated: list[tuple[Label, Statement]] = field(default_factory=list)
    wrong: list[tuple[Label, Statement]] = field(default_factory=list)

    @property
    def accuracy(self) -> float:
        """Return the share decided as labelled, 0.0 to 1.0; 0.0 for an empty group."""
        return self.right / self.total if self.total else 0.0

    @property
    def inflation(self) -> float:
        """Return the share decided stronger than labelled, 0.0 to 1.0."""
        return len(self.inflated) / self.total if self.total else 0.0

    def add(self, label: Label, statement: Statement) -> None:
        """Count one label against the tier its statement was given."""
        self.total += 1
        if statement.tier == label.tier:
            self.right += 1
            return
        self.wrong.append((label, statement))
        if TIERS[statement.tier].rank < TIERS[label.tier].rank:
            self.inflated.append((label, statement))


def read_labels(path: Path) -> list[Label]:
    """Return the labels of a JSON Lines file, in order."""
    return [Label(**json.loads(line)) for line in path.read_text("utf-8").splitlines() if line]


def score_labels(
    labels: Iterable[Label], articles: Sequence[Article]
) -> tuple[dict[bool, Score], list[Label]]:
    """Return the scores by whether held out, and the labels whose statement is in no article."""
    statements = {(s.article, s.text): s for article in articles for s in article.statements}
    scores = {False: Score(), True: Score()}
    missing = []
    for label in labels:
        statement = statements.get((label.article, label.text))
        if statement is None:
            missing.append(label)
        else:
            scores[label.held_out].add(label, statement)
    return scores, missing


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--labels", type=Path)
    parser.add_argument("--errors", action="store_true", help="list wrong labels not held out")
    args = parser.parse_args()
    articles, contexts = _read(args.folders)
    _print_speed(contexts)
    if args.labels:
        _print_scores(*score_labels(read_labels(args.labels), articles), errors=args.errors)


def _read(folders: Sequence[Path]) -> tuple[tuple[Article, ...], list[StatementContext]]:
    """Read the articles and keep the context that each statement was decided from."""
    contexts: list[StatementContext] = []

    def kept(context: StatementContext) -> TierDecision:
        contexts.append(context)
        return decide_tier(context)

    with patch("corpus.library.decide_tier", kept):
        return read_library(folders, Budget()).articles, contexts


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


def _print_scores(scores: dict[bool, Score], missing: Sequence[Label], *, errors: bool) -> None:
    for held_out, score in scores.items():
        name = "held out" if held_out else "open"
        print(
            f"labels, {name:8}: {score.right} of {score.total} right ({score.accuracy:.3f}), "
            f"{len(score.inflated)} inflated ({score.inflation:.3f})"
        )
    if missing:
        print(f"labels without a statement           {len(missing)}")
    for label, statement in scores[False].wrong if errors else ():
        stronger = TIERS[statement.tier].rank < TIERS[label.tier].rank
        print(f"{'INFLATED' if stronger else 'weaker  '} {label.tier} <- {statement.tier}")
        print(f"    {label.article}: {statement.text[:200]}\n    {statement.tier_basis}")


if __name__ == "__main__":
    main()
