"""Learn the map of query vectors that `index.embedding.query_map` applies.

    python -m training.query_map --scifact CLAIMS_FOLDER DATA --medquad QA_FILE DATA --wiki DATA

DATA are data folders with a snapshot of each library (`python -m benchmarks.retrieval --help`
makes the first two, `refdesk build` the third). What is learned from, and what is kept out, is
told in `training/query_map.md`.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray

from corpus.records import Passage
from index.arrays import Float32
from index.embedding.cache import embed_cached, open_cache
from index.embedding.encoder import Encoder, passage_input
from index.embedding.query_map import MAP_FILE, QueryMap
from index.snapshot import Snapshot, open_snapshot
from training.medquad import answer_row, make_task, read_pairs

SEED: Final = 20261122
RANK: Final = 64
STEPS: Final = 120
RATE: Final = 3e-3
SHARPNESS: Final = 20.0
"""Cosines are multiplied with this before the softmax, as is usual for this model."""
SHARES: Final = {"medquad": 1.0, "scifact": 0.5, "wiki": 0.5}
BATCHES: Final = {"medquad": 256, "scifact": 128, "wiki": 128}
STAY: Final = 1.0
"""Weight of staying where a claim or a query of the wiki was: 1 - cosine with the plain vector."""
_HEADINGS: Final = 3000
_SENTENCES: Final = 4500
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Examples:
    """Queries with the passages that are right for them.

    Attributes:
        queries: float32 `[q, d]`, plain query vectors.
        passages: float32 `[n, d]`, all passages of the library that may be seen.
        right: For each query the rows of `passages` that are right; none empty.
        stays: Whether the mapped query is held near the plain one.
    """

    queries: Float32
    passages: Float32
    right: Sequence[Rows]
    stays: bool


def main() -> None:
    """Train on everything that may be learned from and write the map."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scifact", type=Path, nargs=2, required=True)
    parser.add_argument("--medquad", type=Path, nargs=2, required=True)
    parser.add_argument("--wiki", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--out", type=Path, default=MAP_FILE)
    args = parser.parse_args()
    torch.set_num_threads(1)  # the order of sums, and so the last digits, stay the same
    examples = {
        "medquad": medquad_examples(*args.medquad),
        "scifact": scifact_examples(*args.scifact),
        "wiki": wiki_examples(args.wiki, args.seed),
    }
    for name, each in examples.items():
        print(f"{name}: {len(each.queries)} queries, {len(each.passages)} passages")
    down, up = fit(examples, args.seed)
    weights = _open(args.wiki).encoder.settings.weights_sha256
    QueryMap(weights, down, up).save(args.out)
    print(f"written: {args.out}, {args.out.stat().st_size} bytes")


def medquad_examples(source: Path, data: Path) -> Examples:
    """Return the training questions of MedQuAD; no answer of the test side is among passages."""
    task = make_task(read_pairs(source))
    hidden = frozenset(task.test).union(*(task.relevant[row] for row in task.test))
    snapshot = _open(data)
    passages, vectors = _passages(snapshot, data)
    answers = [answer_row(passage.article) for passage in passages]
    seen = [row for row, answer in enumerate(answers) if answer not in hidden]
    holders: dict[int, list[int]] = defaultdict(list)
    for place, row in enumerate(seen):
        holders[answers[row]].append(place)
    asked, right = [], []
    for row in task.train:
        rows = sorted(place for answer in task.relevant[row] for place in holders[answer])
        if rows:
            asked.append(task.pairs[row].question)
            right.append(np.array(rows))
    return Examples(_queries(snapshot.encoder, asked), vectors[seen], right, stays=False)


def scifact_examples(source: Path, data: Path) -> Examples:
    """Return the training claims of SciFact, those that a development claim repeats left out."""
    snapshot = _open(data)
    passages, vectors = _passages(snapshot, data)
    holders: dict[str, list[int]] = defaultdict(list)
    for row, passage in enumerate(passages):
        holders[passage.article.removeprefix("scifact-")].append(row)
    repeated = {claim["text"] for claim in _lines(source / "claims_dev.jsonl")}
    asked, right = [], []
    for claim in _lines(source / "claims_train.jsonl"):
        rows = sorted(row for document in claim["cited_doc_ids"] for row in holders[document])
        if rows and claim["text"] not in repeated:
            asked.append(claim["text"])
            right.append(np.array(rows))
    return Examples(_queries(snapshot.encoder, asked), vectors, right, stays=True)


def wiki_examples(data: Path, seed: int) -> Examples:
    """Return headings with the passages under them, and sentences with their own passage."""
    draw = random.Random(seed)  # noqa: S311 - a draw
    snapshot = _open(data)
    passages, vectors = _passages(snapshot, data)
    sections: dict[str, list[int]] = defaultdict(list)
    for row, passage in enumerate(passages):
        if "Footnotes" not in passage.section:
            sections[passage.breadcrumb].append(row)
    headings = draw.sample(sorted(sections), min(_HEADINGS, len(sections)))
    asked = [heading.replace(" > ", " ") for heading in headings]
    right = [np.array(sections[heading]) for heading in headings]
    under = [row for rows in sections.values() for row in rows]
    for row in draw.sample(under, min(_SENTENCES, len(under))):
        sentences = [s for s in _SENTENCE_END.split(passages[row].text) if 40 < len(s) < 250]
        if sentences:
            asked.append(draw.choice(sentences))
            right.append(np.array([row]))
    return Examples(_queries(snapshot.encoder, asked), vectors, right, stays=True)


def fit(examples: dict[str, Examples], seed: int) -> tuple[Float32, Float32]:
    """Return the two halves of the map, float32 `[d, r]` and `[r, d]`.

    Each query's right passages against all passages of its library (softmax over cosines; where
    several are right their probabilities are summed), by AdamW with a falling rate.
    """
    torch.manual_seed(seed)
    draw = np.random.default_rng(seed)
    dimension = next(iter(examples.values())).queries.shape[1]
    down = torch.nn.Parameter(torch.randn(dimension, RANK) * 0.05)
    up = torch.nn.Parameter(torch.zeros(RANK, dimension))
    optimiser = torch.optim.AdamW([down, up], lr=RATE, weight_decay=0.01)
    tensors = {name: torch.tensor(each.passages) for name, each in examples.items()}
    for step in range(STEPS):
        for group in optimiser.param_groups:
            group["lr"] = RATE * (1 - step / STEPS)
        total = torch.zeros(())
        told = []
        for name, each in examples.items():
            size = min(BATCHES[name], len(each.queries))
            batch = draw.choice(len(each.queries), size, replace=False)
            plain = torch.tensor(each.queries[batch])
            mapped = torch.nn.functional.normalize(plain + (plain @ down) @ up, dim=-1)
            loss = _loss(mapped @ tensors[name].T, [each.right[row] for row in batch])
            total = total + SHARES[name] * loss
            if each.stays:
                total = total + STAY * (1 - (mapped * plain).sum(1)).mean()
            told.append(f"{name} {loss.item():.3f}")
        optimiser.zero_grad()
        total.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        if step % 10 == 9:
            print(f"step {step + 1}: {', '.join(told)}", flush=True)
    return down.detach().numpy(), up.detach().numpy()


def _loss(cosines: torch.Tensor, right: Sequence[Rows]) -> torch.Tensor:
    scores = cosines * SHARPNESS
    rows = np.repeat(np.arange(len(right)), [len(each) for each in right])
    columns = np.concatenate(right)
    hits = torch.full_like(scores, -torch.inf)
    hits[rows, columns] = scores[rows, columns]
    return (torch.logsumexp(scores, 1) - torch.logsumexp(hits, 1)).mean()


def _open(data: Path) -> Snapshot:
    return open_snapshot(data)


def _passages(snapshot: Snapshot, data: Path) -> tuple[list[Passage], Float32]:
    """Return all passages with their vectors in full precision, from the cache of the build."""
    count = snapshot.manifest.counts["passages"]
    passages = snapshot.store.passage_rows(list(range(count)))
    with open_cache(data / "cache" / "vectors.sqlite") as cache:
        items = [passage_input(passage) for passage in passages]
        vectors, _ = embed_cached(snapshot.encoder, cache, items)
    return passages, vectors


def _queries(encoder: Encoder, texts: Sequence[str]) -> Float32:
    prompt = encoder.settings.prompt_query
    vectors, _ = encoder.encode_passages([(prompt + text, ()) for text in texts])
    return vectors


def _lines(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


if __name__ == "__main__":
    main()
