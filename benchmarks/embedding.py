"""Passages a second of sentence-transformers and of our own runtimes on the same texts.

Beside the speed stands what it costs: cosine with the reference, and rank overlap, the share of
the reference's ten nearest passages that are found again, over questions encoded in single
precision as the desk does it. Each runtime has a process of its own (torch's threads slow ONNX
Runtime down when both are in one), and rounds alternate, so that a busy machine troubles all
alike.

    python -m benchmarks.embedding [--texts 64] [--words 140] [--rounds 3] [--models FOLDER]
    python -m benchmarks.embedding --articles FOLDER --texts 2000 --rounds 1

Without --articles the texts are drawn from a word list: right for speed, and too alike for the
overlap to mean much.
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

from corpus.library import read_library
from corpus.passages import Budget
from index.arrays import Float32
from index.embedding.encoder import Encoder, PassageInput, passage_input
from index.embedding.export import prepare_model
from index.embedding.half_encoder import HalfEncoder
from index.embedding.onnx_encoder import OnnxEncoder
from index.embedding.precision import bfloat16_instructions
from index.embedding.reference import ReferenceEncoder
from index.embedding.spec import ModelSpec, locate
from index.embedding.token_encoder import usable_cores

WORDS = (
    "mesenchymal stromal cells umbilical cord marrow frailty trial placebo infusion months walk "
    "distance cytokine inflammation patients mice randomised dose safety endpoint measured rose "
    "fell baseline versus group adverse events graft host disease fistula approval of the in and"
).split()
_QUERIES = 50
_NEAREST = 10
_NAMES = {
    "reference": "sentence-transformers fp32",
    "onnx": "ONNX Runtime fp32",
    "half": "torch bf16",
}
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


def read_items(articles: Path, encoder: Encoder, count: int, seed: int) -> list[PassageInput]:
    """Return some passages of real articles, as a build embeds them."""
    limit = encoder.settings.max_tokens
    budget = Budget(encoder_limit=limit, encoder_count=encoder.count_tokens)
    library = read_library([articles], budget)
    passages = [passage for article in library.articles for passage in article.passages]
    rng = np.random.default_rng(seed)
    chosen = rng.choice(len(passages), min(count, len(passages)), replace=False)
    return [passage_input(passages[row]) for row in sorted(chosen)]


def run_round(runtime: str, folder: Path, items: list[PassageInput]) -> Round:
    """Encode all texts, then some short questions; the first call opens the model."""
    if runtime not in _encoders:
        if runtime == "onnx":
            _encoders[runtime] = OnnxEncoder(folder)
        elif runtime == "half":
            _encoders[runtime] = HalfEncoder(ModelSpec(), folder, OnnxEncoder(folder))
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


def rank_overlap(queries: Float32, vectors: Float32, reference: Float32) -> float:
    """Return the mean share of a query's ten nearest `reference` rows among those of `vectors`."""
    shares = []
    for query in queries:
        want = np.argsort(-(reference @ query), kind="stable")[:_NEAREST]
        got = np.argsort(-(vectors @ query), kind="stable")[:_NEAREST]
        shares.append(len(np.intersect1d(want, got)) / len(want))
    return statistics.mean(shares)


def main() -> None:
    """Print one line for each runtime, on the same texts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=int, default=64)
    parser.add_argument("--words", type=int, default=140)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--models", type=Path)
    parser.add_argument("--articles", type=Path, help="take the texts from these articles")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = prepare_model(ModelSpec(), given.models or Path(scratch))
        exact = OnnxEncoder(folder)
        if given.articles:
            items = read_items(given.articles, exact, given.texts, given.seed)
        else:
            items = make_items(given.texts, given.words, given.seed)
        # sentence-transformers has no piece vectors in its one pass: it is timed without them.
        bare: list[PassageInput] = [(text, ()) for text, _ in items]
        tokens = statistics.mean(min(256, exact.count_tokens(text)) for text, _ in items)
        # A first sentence asks for its passage and for what is like it.
        asked = [text.rpartition("\n")[2].partition(". ")[0] for text, _ in items[:200]]
        queries = np.stack([exact.encode_query(text) for text in asked])
        work = {"reference": bare, "onnx": items, "half": items}
        rounds = _alternate(folder, work, given.rounds)
    print(
        f"{len(items)} texts, {tokens:.0f} word pieces on average, {usable_cores()} cores, "
        f"bfloat16: {bfloat16_instructions() or 'none'}"
    )
    want = rounds["reference"][0].vectors
    print(f"{'':28}passages/s  ratio  query p50 ms  cosine min  mean     overlap@{_NEAREST}")
    slowest = statistics.median(r.seconds for r in rounds["reference"])
    for runtime, done in rounds.items():
        seconds = statistics.median(r.seconds for r in done)
        query = statistics.median(itertools.chain(*(r.query_ms for r in done)))
        got = done[0].vectors
        cosines = np.sum(got * want, axis=1)
        print(
            f"{_NAMES[runtime]:28}{len(items) / seconds:10.1f}  {slowest / seconds:5.2f}"
            f"  {query:12.1f}  {np.min(cosines):10.5f}  {np.mean(cosines):.5f}"
            f"  {rank_overlap(queries, got, want):.3f}"
        )
    print("Ours give statement vectors besides, sentence-transformers does not.")


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
