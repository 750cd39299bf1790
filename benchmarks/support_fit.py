"""What tells a question about the library from one about something else: the figures behind it.

    python -m benchmarks.support_fit CASES.jsonl --others QUESTIONS.jsonl --articles FOLDER

For answerable cases and for questions on other subjects it prints the features of
`rag.support.nearness`, the weighted score, and the share of both sides above several thresholds,
the shipped one marked. The whole decision (`decide_support`) is printed last.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
from pathlib import Path

import numpy as np

from index.library import build_library
from index.search import Searcher
from index.snapshot import open_snapshot
from rag.candidates import find_candidates
from rag.question import MAX_QUESTION, read_question
from rag.support import THRESHOLD, WEIGHTS, decide_support, nearness

SEED = 5


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", type=Path)
    parser.add_argument("--others", type=Path, required=True)
    parser.add_argument("--articles", type=Path, action="append", required=True)
    parser.add_argument("--count", type=int, default=800)
    args = parser.parse_args()
    cases = [json.loads(line) for line in args.cases.read_text("utf-8").splitlines()]
    inside = [str(case["question"]) for case in cases if case["answerable"]]
    near = [str(case["question"]) for case in cases if not case["answerable"]]
    lines = args.others.read_text("utf-8").splitlines()
    drawn = random.Random(SEED).sample(lines, min(args.count, len(lines)))  # noqa: S311 - a draw
    outside = [str(json.loads(line)["question"])[:MAX_QUESTION] for line in drawn]
    with tempfile.TemporaryDirectory() as folder:
        build_library(args.articles, Path(folder))
        searcher = Searcher(open_snapshot(Path(folder)))
        groups = {
            "answerable": _scores(searcher, inside),
            "near misses": _scores(searcher, near),
            "other subjects": _scores(searcher, outside),
        }
    for name, (features, _) in groups.items():
        print(f"{name}: n = {len(features)}; median " + _medians(features))
    weights = np.array(list(WEIGHTS.values()))
    print("threshold   " + "   ".join(f"{name} above" for name in groups))
    for threshold in sorted({2.0, 3.0, THRESHOLD, 4.5, 5.5}):
        shares = [
            float((features @ weights >= threshold).mean()) for features, _ in groups.values()
        ]
        mark = "  <- shipped" if threshold == THRESHOLD else ""
        print(f"{threshold:9.1f}   " + "   ".join(f"{share:.3f}" for share in shares) + mark)
    for name, (_, supported) in groups.items():
        print(f"decided 'supported', {name}: {sum(supported)}/{len(supported)}")


def _scores(searcher: Searcher, questions: list[str]) -> tuple[np.ndarray, list[bool]]:
    features: list[list[float]] = []
    supported: list[bool] = []
    for text in questions:
        question = read_question(text)
        candidates = find_candidates(searcher, question, None)
        if candidates:
            features.append(list(nearness(question, candidates).values()))
        supported.append(decide_support(question, candidates).verdict == "supported")
    return np.array(features), supported


def _medians(features: np.ndarray) -> str:
    medians = np.median(features, axis=0)
    return ", ".join(f"{name} {value:.2f}" for name, value in zip(WEIGHTS, medians, strict=True))


if __name__ == "__main__":
    main()
