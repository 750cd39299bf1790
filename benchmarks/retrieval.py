"""How well search ranks, beside its peers in the same run on the same data.

    python -m benchmarks.retrieval --scifact FOLDER --medquad QA_FILE --data FOLDER [--peer]

SciFact: 300 development claims to the abstracts that they cite. MedQuAD: 2,000 drawn questions to
their own answers among all (`training.medquad`). nDCG@10 by ir-measures, with a percentile
bootstrap over questions, and the paired difference of ours to each peer.

Peers: BM25 (ours, over whole documents), sentence-transformers with an exact FAISS index (whole
documents, cut at 256 word pieces), reciprocal-rank fusion of the two, and with --peer the hybrid
search of txtai over the same vectors. Ours searches passages; a document ranks by its best one.
`--data` keeps snapshots and vectors from one run to the next; a first run embeds 50,000 texts.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.metadata
import importlib.util
import json
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import faiss
import ir_measures
import numpy as np
import sentence_transformers
import torch

from index.arrays import Float32, unit_rows
from index.embedding.spec import ModelSpec, locate
from index.fusion import reciprocal_rank_fusion
from index.lexical import LexicalIndex
from index.library import build_library
from index.search import Searcher
from index.snapshot import ACTIVE_FILE, open_snapshot
from rag.evaluation.importers import write_import
from rag.evaluation.results import Score
from rag.evaluation.statistics import interval, paired_difference
from training.medquad import SEED, answer_slug, build_answers, make_task, read_pairs

DEPTH = 100
MEASURE = ir_measures.nDCG @ 10
Ranking = list[str]
Search = Callable[[str], Ranking]


@dataclass(frozen=True, slots=True)
class Task:
    """Questions with the documents that are right for them, and the documents' texts.

    Attributes:
        texts: By document name.
        asked: Question texts.
        right: For each question the names of the right documents.
        groups: Questions that are also told apart, by what they have in common.
    """

    name: str
    texts: Mapping[str, str]
    asked: Sequence[str]
    right: Sequence[frozenset[str]]
    groups: Mapping[str, Sequence[int]]


def main() -> None:
    """Print a table for each task."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scifact", type=Path)
    parser.add_argument("--medquad", type=Path)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--peer", action="store_true")
    parser.add_argument(
        "--bfloat16", action="store_true", help="embed the plain peer so: faster, cosine 0.9999"
    )
    args = parser.parse_args()
    if args.scifact:
        _measure(_scifact(args.scifact), _scifact_data(args.scifact, args.data), args)
    if args.medquad:
        _measure(_medquad(args.medquad), _medquad_data(args.medquad, args.data), args)


def _measure(task: Task, data: Path, args: argparse.Namespace) -> None:
    print(f"\n{task.name}: {len(task.asked)} questions, {len(task.texts)} documents")
    plain = _plain(task, args.data / f"{task.name}-plain.npz", args.bfloat16)
    systems = {**_peers(task, plain), **(_peer_library(task, plain) if args.peer else {})}
    snapshot = open_snapshot(data)
    systems["ours, only fused by score"] = _ours(Searcher(snapshot, mapped=False, reranker=None))
    systems["ours, and the map of queries"] = _ours(Searcher(snapshot, reranker=None))
    systems["ours, and reranked"] = _ours(Searcher(snapshot))
    scores = {}
    for name, search in systems.items():
        scores[name] = _ndcg(task, search)
        print(f"  {name:38} {_told(scores[name])}", flush=True)
    for group, rows in task.groups.items():
        print(f"  only {group} (n = {len(rows)})")
        for name, each in scores.items():
            print(f"    {name:36} {_told([each[row] for row in rows])}")
    print("  the last minus")
    *peers, ours = scores
    for name in peers:
        found = paired_difference(scores[name], scores[ours])
        if found:
            print(f"    {name:36} {found[0]:+.3f} [{found[1]:+.3f}, {found[2]:+.3f}]")
    snapshot.close()


def _ndcg(task: Task, search: Search) -> list[Score]:
    rankings = [search(question) for question in task.asked]
    run = [
        ir_measures.ScoredDoc(str(row), name, -float(place))
        for row, ranking in enumerate(rankings)
        for place, name in enumerate(ranking[:DEPTH])
    ]
    judged = [
        ir_measures.Qrel(str(row), name, 1)
        for row, names in enumerate(task.right)
        for name in sorted(names)
    ]
    found = {
        metric.query_id: metric.value for metric in ir_measures.iter_calc([MEASURE], judged, run)
    }
    return [Score(found.get(str(row), 0.0)) for row in range(len(task.asked))]


def _told(scores: Sequence[Score]) -> str:
    mean = sum(score.hits for score in scores) / len(scores)
    found = interval(scores)
    return f"nDCG@10 {mean:.3f}" + (f" [{found[0]:.3f}, {found[1]:.3f}]" if found else "")


def _ours(searcher: Searcher) -> Search:
    def search(question: str) -> Ranking:
        hits = searcher.search(question, k=DEPTH)
        passages = searcher.snapshot.store.passage_rows([hit.row for hit in hits])
        return list(dict.fromkeys(passage.article for passage in passages))

    return search


@dataclass(frozen=True, slots=True)
class _Plain:
    """Vectors of whole documents and questions by sentence-transformers itself."""

    documents: Float32
    questions: Float32


def _plain(task: Task, kept: Path, bfloat16: bool) -> _Plain:
    if not kept.is_file():
        model = sentence_transformers.SentenceTransformer(
            str(locate(ModelSpec()).folder), device="cpu", local_files_only=True
        )
        model.max_seq_length = 256
        texts = [list(task.texts.values()), list(task.asked)]
        with torch.autocast("cpu", torch.bfloat16, enabled=bfloat16):
            documents, questions = (
                unit_rows(np.asarray(model.encode(each), dtype=np.float32)) for each in texts
            )
        np.savez(kept, documents=documents, questions=questions)
    held = np.load(kept)
    return _Plain(held["documents"], held["questions"])


def _peers(task: Task, plain: _Plain) -> dict[str, Search]:
    names = list(task.texts)
    exact: Any = faiss.IndexFlatIP(plain.documents.shape[1])
    exact.add(plain.documents)
    _, nearest = exact.search(plain.questions, DEPTH)
    dense = {text: rows.tolist() for text, rows in zip(task.asked, nearest, strict=True)}
    with tempfile.TemporaryDirectory() as folder:  # an open index needs its files no more
        bm25 = LexicalIndex.build(Path(folder) / "bm25", task.texts.values())

    def lexical(question: str) -> list[int]:
        return [row for row, _ in bm25.search(question, DEPTH)]

    def fused(question: str) -> list[int]:
        return [row for row, _ in reciprocal_rank_fusion([dense[question], lexical(question)])]

    return {
        "BM25": lambda question: [names[row] for row in lexical(question)],
        "sentence-transformers, exact FAISS": lambda question: [names[r] for r in dense[question]],
        "reciprocal-rank fusion of the two": lambda question: [names[r] for r in fused(question)],
    }


def _peer_library(task: Task, plain: _Plain) -> dict[str, Search]:
    if importlib.util.find_spec("txtai") is None:
        print("  txtai is not installed here: left out")
        return {}
    txtai: Any = importlib.import_module("txtai")
    texts = [*task.texts.values(), *task.asked]
    vectors = np.concatenate([plain.documents, plain.questions])
    known = dict(zip(texts, vectors, strict=True))
    embeddings = txtai.Embeddings(
        method="external",
        transform=lambda batch: np.stack([known[text] for text in batch]),
        hybrid=True,
        content=False,
        backend="faiss",
        faiss={"components": "IDMap,Flat"},
    )
    embeddings.index(task.texts.items())

    def search(question: str) -> Ranking:
        return [str(name) for name, _ in embeddings.search(question, DEPTH)]

    return {f"txtai {importlib.metadata.version('txtai')}, hybrid": search}


def _scifact(folder: Path) -> Task:
    texts = {
        f"scifact-{entry['_id']}": f"{entry['title']}\n{entry['text']}"
        for entry in _lines(folder / "corpus.jsonl")
    }
    claims = list(_lines(folder / "claims_dev.jsonl"))
    learned = {
        document
        for claim in _lines(folder / "claims_train.jsonl")
        for document in claim["cited_doc_ids"]
    }
    known = [bool(learned & set(claim["cited_doc_ids"])) for claim in claims]
    return Task(
        "scifact",
        texts,
        [claim["text"] for claim in claims],
        [frozenset(f"scifact-{name}" for name in claim["cited_doc_ids"]) for claim in claims],
        {
            "claims whose abstracts no training claim cites": [
                row for row, seen in enumerate(known) if not seen
            ],
            "claims that share an abstract with training claims": [
                row for row, seen in enumerate(known) if seen
            ],
        },
    )


def _scifact_data(folder: Path, data: Path) -> Path:
    target = data / "scifact"
    if not (target / ACTIVE_FILE).is_file():
        with tempfile.TemporaryDirectory() as suite:
            out = Path(suite) / "scifact"
            write_import("scifact", [folder], out)
            build_library([out / "articles"], target, progress=_progress)
    return target


def _medquad(path: Path) -> Task:
    task = make_task(read_pairs(path))
    print(f"\nMedQuAD: {len(task.test)} questions drawn with seed {SEED}")
    return Task(
        "medquad",
        {answer_slug(row): pair.answer for row, pair in enumerate(task.pairs)},
        [task.pairs[row].question for row in task.test],
        [frozenset(map(answer_slug, task.relevant[row])) for row in task.test],
        {},
    )


def _medquad_data(path: Path, data: Path) -> Path:
    target = data / "medquad"
    if not (target / ACTIVE_FILE).is_file():
        build_answers(read_pairs(path), target, _progress)
    return target


def _progress(stage: str, done: int, total: int) -> None:
    if done == total or done % 6400 == 0:
        print(f"  {stage} {done}/{total}", flush=True)


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    return map(json.loads, path.read_text("utf-8").splitlines())


if __name__ == "__main__":
    main()
