"""Build a library and ask it questions: the figures of size and speed.

    python -m benchmarks.library --articles FOLDER --data DIR --questions CASES.jsonl [...]

Prints passages, seconds and peak memory of the build, the size of the snapshot on the disk, the
seconds of a second build over unchanged articles, and the latency of `--count` questions drawn
with a fixed seed from the files' `question` fields (in process, one at a time, after a warm-up).
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import statistics
import time
from pathlib import Path

from index.library import BuildReport, build_library
from index.snapshot import open_snapshot
from rag.desk import Question, ReferenceDesk
from rag.question import MAX_QUESTION

SEED = 20261121


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=Path, action="append", required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--questions", type=Path, action="append", required=True)
    parser.add_argument("--count", type=int, default=200)
    args = parser.parse_args()
    first, seconds = _build(args.articles, args.data)
    print(f"articles / passages / statements   {_counts(first)}")
    print(f"problems reported                  {len(first.problems)}")
    print(f"build, s                           {seconds:.1f}")
    print(f"build peak memory, MB              {_peak_mb():.0f}")
    folder = args.data / "snapshots" / first.manifest.id
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    model = sum(file.stat().st_size for file in (folder / "model").iterdir())
    print(f"snapshot, MB (of it the model)     {size / 1e6:.0f} ({model / 1e6:.0f})")
    _, again = _build(args.articles, args.data)
    print(f"second build, nothing changed, s   {again:.1f}")
    _ask(args.data, _questions(args.questions, args.count))


def _build(articles: list[Path], data: Path) -> tuple[BuildReport, float]:
    started = time.perf_counter()
    stages: dict[str, float] = {}

    def progress(stage: str, done: int, total: int) -> None:
        if time.perf_counter() - stages.get(stage, 0.0) > 30 or done == total:
            stages[stage] = time.perf_counter()
            print(f"  {stage} {done}/{total}", flush=True)

    report = build_library(articles, data, progress=progress)
    return report, time.perf_counter() - started


def _counts(report: BuildReport) -> str:
    counts = report.manifest.counts
    return f"{counts['articles']} / {counts['passages']} / {counts['statements']}"


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _questions(files: list[Path], count: int) -> list[str]:
    found = [
        str(json.loads(line)["question"])[:MAX_QUESTION]
        for file in files
        for line in file.read_text("utf-8").splitlines()
        if line.strip()
    ]
    return random.Random(SEED).sample(found, min(count, len(found)))  # noqa: S311 - a draw


def _ask(data: Path, questions: list[str]) -> None:
    started = time.perf_counter()
    desk = ReferenceDesk(open_snapshot(data))
    desk.ask(Question(questions[0]))
    print(f"open to first answer, s            {time.perf_counter() - started:.2f}")
    for question in questions[:20]:
        desk.ask(Question(question))
    times: list[float] = []
    stages: dict[str, list[float]] = {}
    for question in questions:
        started = time.perf_counter()
        answer = desk.ask(Question(question))
        times.append((time.perf_counter() - started) * 1000)
        for stage, milliseconds in answer.timings_ms.items():
            stages.setdefault(stage, []).append(milliseconds)
    times.sort()
    print(f"questions                          {len(times)}")
    print(f"latency ms, p50 / p95 / max        {_summary(times)}")
    for stage, values in stages.items():
        print(f"  {stage:32} {_summary(sorted(values))}")


def _summary(values: list[float]) -> str:
    p95 = values[int(0.95 * (len(values) - 1))]
    return f"{statistics.median(values):.1f} / {p95:.1f} / {values[-1]:.1f}"


if __name__ == "__main__":
    main()
