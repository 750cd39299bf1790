"""The entailment head on SciFact's development claims: supported, contradicted, or no evidence.

    python -m benchmarks.entailment --scifact FOLDER

The pairs are those of `training.scifact_pairs`: the rationale sentences of a claim, and for a claim
without evidence the two sentences of the cited abstract that are nearest to it. Printed: how the
three labels are told apart, the trade-off of precision and recall of "support" over thresholds, the
same for two peers that need no training (cosine of the vectors; share of the claim's words in the
quote), and the part of the claims whose abstract no training claim cites.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sklearn.metrics import average_precision_score, confusion_matrix, f1_score

from index.arrays import Float32
from rag.evaluation.statistics import wilson
from rag.generation.verify.entailment import LABELS, shipped_head
from rag.generation.verify.pair_features import NAMES
from training.entailment import bundled_encoder, feature_rows
from training.scifact_pairs import Pair, PairMaker, read_abstracts, read_lines

THRESHOLDS = (0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7)


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scifact", type=Path, required=True)
    given = parser.parse_args()
    encoder = bundled_encoder()
    maker = PairMaker(read_abstracts(given.scifact / "corpus.jsonl"), encoder)
    made = maker.of_claims(read_lines(given.scifact / "claims_dev.jsonl"))
    seen = {
        str(name)
        for claim in read_lines(given.scifact / "claims_train.jsonl")
        for name in claim["cited_doc_ids"]
    }
    # What stands beside a rationale may be evidence that nobody marked, and what is drawn from afar
    # is too easy: both train and do not judge.
    pairs = [pair for pair in made if pair.kind in {"rationale", "cited"}]
    rows = feature_rows(encoder, pairs)
    _report("all development claims", pairs, rows)
    fresh = [place for place, pair in enumerate(pairs) if pair.abstract not in seen]
    _report("abstract cited by no training claim", [pairs[i] for i in fresh], rows[fresh])


def _report(title: str, pairs: Sequence[Pair], rows: Float32) -> None:
    head = shipped_head()
    found = head.probabilities(rows)
    labels = np.array([LABELS.index(pair.label) for pair in pairs])
    called = found.argmax(axis=1)
    right = int(np.sum(called == labels))
    low, high = wilson(right, len(labels))
    print(f"\n{title}: {len(labels)} pairs")
    print(
        f"three labels: accuracy {right / len(labels):.3f} [{low:.3f}, {high:.3f}], macro F1"
        f" {f1_score(labels, called, average='macro'):.3f}"
    )
    print("rows are true, columns called: " + ", ".join(LABELS))
    for label, line in zip(LABELS, confusion_matrix(labels, called, labels=[0, 1, 2]), strict=True):
        print(f"  {label:10} " + " ".join(f"{count:5}" for count in line))
    peers = {
        "head": found[:, 0],
        "cosine": rows[:, NAMES.index("cosine")],
        "words shared": rows[:, NAMES.index("stems_shared")],
    }
    for name, scores in peers.items():
        precise = average_precision_score(labels == 0, scores)
        contradicted = scores[labels == 1]
        above = np.mean(scores[labels == 0][:, None] > contradicted[None])
        print(
            f"{name:13} average precision of support {precise:.3f} (share"
            f" {np.mean(labels == 0):.3f}); supported above contradicted {above:.3f}"
        )
    print("threshold  called  precision [95%]          recall   contradicted called supported")
    for threshold in sorted({*THRESHOLDS, head.threshold}):
        _line(threshold, found[:, 0], labels, shipped=threshold == head.threshold)


def _line(threshold: float, scores: Float32, labels: Float32, *, shipped: bool) -> None:
    mine = scores >= threshold
    hits, count = int(np.sum(labels[mine] == 0)), int(mine.sum())
    if not count:
        return
    low, high = wilson(hits, count)
    wrong, against = int(np.sum(labels[mine] == 1)), int(np.sum(labels == 1))
    print(
        f"  {threshold:.3f}{' *' if shipped else '  '}  {count:4}   {hits / count:.3f}"
        f" [{low:.3f}, {high:.3f}]   {hits / np.sum(labels == 0):.3f}    {wrong} of {against}"
    )


if __name__ == "__main__":
    main()
