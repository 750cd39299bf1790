"""Passages a second of sentence-transformers and of ONNX Runtime on the same texts.

Each runtime has a process of its own (torch's threads slow ONNX Runtime down when both are in
one), and rounds alternate, so that a busy machine troubles both alike.

Run: python -m benchmarks.embedding [--texts 64] [--words 140] [--rounds 3] [--models FOLDER]
"""

from __future__ import annotations

import argparse
import itertools
import multiprocessing
import statistics
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.arrays import Float32
from index.embedding.encoder import Encoder, PassageInput
from index.embedding.export import prepare_model
from index.embedding.onnx_encoder import OnnxEncoder, usable_cores
from index.embedding.reference import ReferenceEncoder
from index.embedding.spec import ModelSpec, locate

WORDS = (
    "mesenchymal stromal cells umbilical cord marrow frailty trial placebo infusion months walk "
    "distance cytokine inflammation patients mice randomised dose safety endpoint measured rose "
    "fell baseline versus group adverse events graft host disease fistula approval of the in and"
).split()
_QUERIES = 50
_encoders: dict[str, Encoder] = {}


@dataclass(frozen=True)
class Round:
    """One timed pass: seconds for all texts, milliseconds for each query, the vectors."""

    seconds: float
    query_ms: list[float]
    vectors: Float32


def make_items(count: int, words: int, seed: int) -> list[PassageInput]:
    """Return texts of half to all of `words` words, each cut into five pieces."""
    rng = np.random.default_rng(seed)
    items = []
    for _ in range(count):
        text = " ".join(rng.choice(WORDS, int(rng.integers(words // 2, words + 1))))
        cuts = np.linspace(0, len(text), 6).astype(int).tolist()
        items.append((text, tuple(itertools.pairwise(cuts))))
    return items


def run_round(runtime: str, folder: Path, items: list[PassageInput]) -> Round:
    """Encode all texts, then some short questions; the first call opens the model."""
    if runtime not in _encoders:
        if runtime == "onnx":
            _encoders[runtime] = OnnxEncoder(folder)
        else:
            _encoders[runtime] = ReferenceEncoder(locate(ModelSpec()))
        _encoders[runtime].encode_passages(items[:4])
    encoder = _encoders[runtime]
    start = time.perf_counter()
    vectors, _ = encoder.encode_passages(items)
    seconds = time.perf_counter() - start
    queries = []
    for i in range(_QUERIES):
        start = time.perf_counter()
        encoder.encode_query(f"What did the frailty trial number {i} measure?")
        queries.append(1000 * (time.perf_counter() - start))
    return Round(seconds, queries, vectors)


def main() -> None:
    """Print one line for each runtime, on the same texts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=int, default=64)
    parser.add_argument("--words", type=int, default=140)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--models", type=Path)
    given = parser.parse_args()
    items = make_items(given.texts, given.words, given.seed)
    # sentence-transformers has no piece vectors in its one pass: it is timed without them.
    bare: list[PassageInput] = [(text, ()) for text, _ in items]
    with tempfile.TemporaryDirectory() as scratch:
        folder = prepare_model(ModelSpec(), given.models or Path(scratch))
        count_tokens = OnnxEncoder(folder).count_tokens
        tokens = statistics.mean(min(256, count_tokens(text)) for text, _ in items)
        rounds = _alternate(folder, {"reference": bare, "onnx": items}, given.rounds)
    print(f"{len(items)} texts, {tokens:.0f} word pieces on average, {usable_cores()} cores")
    speeds = {}
    for runtime, name in (("reference", "sentence-transformers fp32"), ("onnx", "ONNX Runtime")):
        speeds[runtime] = len(items) / statistics.median(r.seconds for r in rounds[runtime])
        query = statistics.median(itertools.chain(*(r.query_ms for r in rounds[runtime])))
        print(f"{name:28}{speeds[runtime]:7.1f} passages/s   query p50 {query:6.1f} ms")
    products = np.sum(rounds["onnx"][0].vectors * rounds["reference"][0].vectors, axis=1)
    ratio = speeds["onnx"] / speeds["reference"]
    print(f"ratio {ratio:.2f}, largest cosine difference {float(np.max(1 - products)):.1e}")
    print("ONNX Runtime gives statement vectors besides, sentence-transformers does not.")


def _alternate(
    folder: Path, work: dict[str, list[PassageInput]], rounds: int
) -> dict[str, list[Round]]:
    context = multiprocessing.get_context("spawn")
    pools = {runtime: ProcessPoolExecutor(1, mp_context=context) for runtime in work}
    results: dict[str, list[Round]] = {runtime: [] for runtime in work}
    for _ in range(rounds):
        for runtime, items in work.items():
            done = pools[runtime].submit(run_round, runtime, folder, items)
            results[runtime].append(done.result())
    for pool in pools.values():
        pool.shutdown()
    return results


if __name__ == "__main__":
    main()
