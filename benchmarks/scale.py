"""How search grows: 10,000, 100,000 and 1,000,000 passages on one machine.

    python -m benchmarks.scale --data BUILT --work FOLDER --questions CASES.jsonl

`BUILT` is a data folder built from real articles. A passage of the test library is two real
statements in a row from one real passage and two from another, under the breadcrumb of the first;
its vector is the first passage's vector plus noise of half its length in a random direction,
scaled to length one, and a statement's vector is made likewise from that of its passage. All is
drawn with a fixed seed. The library is written with the builder's own parts (no embedding, no
reading of files, the stems of a line made once), opened as a snapshot is and asked `--count`
questions drawn with a fixed seed, one at a time, after a warm-up.

Each size runs in a process of its own. Printed for each: build seconds and file sizes; peak and
current memory (the mapped files' share by itself); milliseconds at p50 / p95 from question to 50
ranked passages, with and without encoding, and without and with filters; and, as a peer in the
same process, those of an exact FAISS index, against which recall is counted. `--plot FILE.svg`
draws latency over size. The test libraries are removed unless `--keep` is given.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import faiss
import numpy as np

from benchmarks.scale_library import Real, build
from benchmarks.scale_plot import draw
from index.arrays import Float32, Int64
from index.filters import Filters
from index.ivf import IvfIndex
from index.search import Searcher
from index.snapshot import MODEL_FOLDER, Snapshot, open_snapshot
from index.vectors import VectorIndex

# The Python layer takes arrays and keywords that the generated types do not know.
_faiss: Any = faiss
SEED = 20261122
FILTERS = {
    "one article": Filters(articles=("article-7",)),
    "2 in 100 rows": Filters(tiers=("human_early_phase",), conditions=("knee",)),
    "people only": Filters(human_only=True),
}


def measure(folder: Path, questions: Sequence[str]) -> dict[str, Any]:
    """Open a test library and ask it; return the figures."""
    before = _memory()
    began = time.perf_counter()
    searcher = Searcher(open_snapshot(folder, "quick"))
    figures: dict[str, Any] = {"open s": time.perf_counter() - began}
    vectors = [searcher.encode(question) for question in questions]
    for question in questions[:20]:
        searcher.search(question)
    pairs = list(zip(questions, vectors, strict=True))
    figures["encode + search"] = _times([(searcher.search, q, {}) for q in questions])
    figures["search"] = _times([(searcher.search, q, {"query_vector": v}) for q, v in pairs])
    figures["memory"] = {name: value - before.get(name, 0) for name, value in _memory().items()}
    dense = searcher.snapshot.dense
    figures["by probes"] = _by_probes(searcher.snapshot, vectors)
    figures["dense alone"] = _times([(dense.search, v, {"k": 100}) for v in vectors])
    for name, filters in FILTERS.items():
        rows = searcher.snapshot.facets.rows(filters)
        figures[f"filter: {name}"] = {
            "rows": 0 if rows is None else len(rows),
            "facets": _times([(searcher.snapshot.facets.rows, filters, {})] * 10),
            "search": _times(
                [(searcher.search, q, {"query_vector": v, "filters": filters})
                 for q, v in pairs[:50]]
            ),
            "recall@10": _recall(searcher.snapshot, vectors[:50], 10, rows)[0],
        }  # fmt: skip
    for k in (10, 100):
        figures[f"recall@{k}"], figures["exact FAISS"] = _recall(
            searcher.snapshot, vectors, k, None
        )
    figures["dense"] = dict(searcher.snapshot.manifest.dense)
    figures["MB"] = _sizes(folder)
    return figures


def _times(calls: Sequence[tuple[Callable[..., Any], Any, dict[str, Any]]]) -> list[float]:
    """Return milliseconds at p50 and p95: on the clock, then of computing by all threads."""
    taken = []
    for call, argument, options in calls:
        began, computed = time.perf_counter(), time.process_time()
        call(argument, **options)
        taken.append((time.perf_counter() - began, time.process_time() - computed))
    clock, computing = np.percentile(taken, [50, 95], axis=0).T * 1000
    return [*map(float, clock), *map(float, computing)]


def _recall(
    snapshot: Snapshot,
    vectors: Sequence[Float32],
    k: int,
    rows: Int64 | None,
    index: VectorIndex | None = None,
) -> tuple[float, list[float]]:
    """Return recall@k against comparing all vectors, and the milliseconds of doing so."""
    peer = _peer(snapshot)
    faiss.omp_set_num_threads(1)
    selector = None
    if rows is not None:
        mask = np.zeros(peer.ntotal, dtype=bool)
        mask[rows] = True
        packed = np.packbits(mask, bitorder="little")
        selector = _faiss.SearchParameters(sel=_faiss.IDSelectorBitmap(packed))
    found, taken = 0, []
    for vector in vectors:
        began = time.perf_counter()
        _, best = peer.search(vector[None, :], k, params=selector)
        taken.append((time.perf_counter() - began) * 1000)
        got = {row for row, _ in (index or snapshot.dense).search(vector, max(k, 100), rows)[:k]}
        found += sum(int(row) in got for row in best[0])
    times = [float(np.percentile(taken, 50)), float(np.percentile(taken, 95))]
    return found / (k * len(vectors)), times


def _by_probes(snapshot: Snapshot, vectors: Sequence[Float32]) -> dict[int, list[float]]:
    """Return recall@10 and milliseconds of computing, p50 and p95, by the lists read."""
    index = snapshot.dense
    if not isinstance(index, IvfIndex):
        return {}
    found = {}
    for probes in (16, 32, 64, 128, 256, 512):
        other = index.with_probes(probes)
        times = _times([(other.search, vector, {"k": 100}) for vector in vectors])
        found[probes] = [_recall(snapshot, vectors, 10, None, other)[0], *times[2:]]
    return found


_PEERS: dict[str, Any] = {}


def _peer(snapshot: Snapshot) -> Any:  # noqa: ANN401 - faiss ships no types
    if snapshot.id not in _PEERS:
        flat = faiss.IndexFlatIP(snapshot.dense.dimension)
        path = snapshot.path / "vectors.f32"
        if path.is_file():
            flat.add(np.fromfile(path, dtype="<f4").reshape(-1, flat.d))
        else:
            stored = faiss.read_index(str(snapshot.path / "dense.faiss"))
            flat.add(stored.reconstruct_n(0, stored.ntotal))
        _PEERS[snapshot.id] = flat
    return _PEERS[snapshot.id]


def _memory() -> dict[str, float]:
    """Return megabytes: of this process alone, of files mapped, and the peak of both."""
    names = {"RssAnon": "own", "RssFile": "mapped"}
    found = {
        names[line.split(":")[0]]: int(line.split()[1]) / 1024
        for line in Path("/proc/self/status").read_text().splitlines()
        if line.split(":")[0] in names
    }
    return {**found, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def _sizes(folder: Path) -> dict[str, float]:
    sizes: dict[str, float] = {}
    for path in folder.rglob("*"):
        if path.is_file():
            name = path.relative_to(folder).parts[0]
            sizes[name] = sizes.get(name, 0.0) + path.stat().st_size / 1e6
    return sizes


def _questions(files: Sequence[Path], count: int) -> list[str]:
    lines = [line for file in files for line in file.read_text("utf-8").splitlines() if line]
    found = [str(json.loads(line)["question"]) for line in lines if '"question"' in line]
    return random.Random(SEED).sample(found, min(count, len(found)))  # noqa: S311 - a draw


def _report(all_figures: dict[int, dict[str, Any]]) -> None:
    def pair(values: Sequence[float]) -> str:
        return f"{values[0]:.1f} / {values[1]:.1f}"

    rows: dict[str, Callable[[dict[str, Any]], str]] = {
        "vector search": lambda f: " ".join(str(value) for value in f["dense"].values()),
        "question to 50 passages, ms": lambda f: pair(f["encode + search"]),
        "without encoding, ms": lambda f: pair(f["search"]),
        "the same, ms of computing": lambda f: pair(f["search"][2:]),
        "vector search alone, ms": lambda f: pair(f["dense alone"]),
        "exact FAISS, 1 thread, ms": lambda f: pair(f["exact FAISS"]),
        "recall@10 against exact": lambda f: f"{f['recall@10']:.4f}",
        "recall@100 against exact": lambda f: f"{f['recall@100']:.4f}",
        "memory after, own / mapped, MB": lambda f: (
            f"{f['memory']['own']:.0f} / {f['memory']['mapped']:.0f}"
        ),
        "open (sizes checked), s": lambda f: f"{f['open s']:.2f}",
        "build without embedding and stemming, s": lambda f: f"{sum(f['build'].values()):.0f}",
        "of it dense / lexical / records": lambda f: " / ".join(
            f"{f['build'][name]:.0f}" for name in ("dense", "lexical", "records")
        ),
        "files, MB": lambda f: f"{sum(f['MB'].values()):,.0f}",
    }  # fmt: skip
    for name in FILTERS:
        rows[f"filter {name}: rows"] = lambda f, n=name: f"{f[f'filter: {n}']['rows']:,}"  # type: ignore[misc]
        rows[f"filter {name}: ms"] = lambda f, n=name: pair(f[f"filter: {n}"]["search"])  # type: ignore[misc]
        rows[f"filter {name}: recall@10"] = lambda f, n=name: (  # type: ignore[misc]
            f"{f[f'filter: {n}']['recall@10']:.4f}"
        )
    sizes = sorted(all_figures)
    print("| p50 / p95 | " + " | ".join(f"{size:,}" for size in sizes) + " |")
    print("|---|" + "---|" * len(sizes))
    for name, told in rows.items():
        print(f"| {name} | " + " | ".join(told(all_figures[size]) for size in sizes) + " |")
    for size in sizes:
        for probes, (recall, p50, p95) in all_figures[size]["by probes"].items():
            times = f"{p50:.1f} / {p95:.1f} ms of computing"
            print(f"{size:,}, {probes} lists: recall@10 {recall:.4f}, {times}")
    for size in sizes:
        parts = ", ".join(f"{k} {v:,.0f}" for k, v in sorted(all_figures[size]["MB"].items()))
        print(f"files at {size:,}, MB: {parts}")


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--questions", type=Path, action="append", required=True)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--plot", type=Path)
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("--step", choices=["build", "measure"], help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.step == "build":
        real = open_snapshot(args.data)
        print(json.dumps(build(Real(real), real.path / MODEL_FOLDER, args.sizes[0], args.work)))
    elif args.step == "measure":
        print(json.dumps(measure(args.work, _questions(args.questions, args.count))))
    else:
        _all(args)


def _all(args: argparse.Namespace) -> None:
    figures: dict[int, dict[str, Any]] = {}
    for size in args.sizes:
        folder = args.work / f"passages-{size}"
        made = _child("build", args, size, folder)
        figures[size] = {**_child("measure", args, size, folder), "build": made}
        if not args.keep:
            shutil.rmtree(folder)
        (args.work / "scale.json").write_text(json.dumps(figures, indent=1), encoding="utf-8")
    _report(figures)
    if args.plot:
        lines = {
            "question to passages, p95": "encode + search", "without encoding, p95": "search",
            "vector search, p95": "dense alone", "exact FAISS, p95": "exact FAISS",
        }  # fmt: skip
        drawn = {
            name: [(size, figures[size][key][1]) for size in sorted(figures)]
            for name, key in lines.items()
        }
        args.plot.write_text(draw(drawn), encoding="utf-8")


def _child(step: str, args: argparse.Namespace, size: int, folder: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.scale", "--step", step, "--data", str(args.data)]
    command += ["--work", str(folder), "--sizes", str(size), "--count", str(args.count)]
    for file in args.questions:
        command += ["--questions", str(file)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


if __name__ == "__main__":
    main()
