"""Pairs of a quote and a claim from SciFact, labelled: they train and measure the entailment head.

SciFact (Wadden et al. 2020): claims CC BY 4.0, abstracts ODC-By 1.0. Pairs are made by rule and no
text of them is kept in the project.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from corpus.sentences import sentence_spans
from index.arrays import Float32
from index.embedding.encoder import Encoder
from rag.generation.verify.entailment import Label

SEED = 20261122
NEAREST = 2
"""Sentences of a cited abstract that stand for "no evidence" with a claim that has none there."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A quote, a claim, what the quote is to it.

    Attributes:
        kind: "rationale", "cited" (nearest sentences of an abstract without evidence), "beside"
            (the sentence of an abstract with evidence that is nearest and none itself) or "far" (a
            sentence of another abstract, drawn).
        abstract: Id of the abstract, by which folds are parted.
    """

    quote: str
    claim: str
    label: Label
    kind: str
    abstract: str


def read_lines(path: Path) -> list[dict[str, Any]]:
    """Return the objects of a JSON lines file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def read_abstracts(path: Path) -> dict[str, tuple[str, ...]]:
    """Return the sentences of each abstract by its id."""
    found = {}
    for entry in read_lines(path):
        told = entry.get("sentences")
        text = str(entry.get("text", ""))
        cut = told or [span.quote(text) for span in sentence_spans(text)]
        found[str(entry["_id"])] = tuple(map(str, cut))
    return found


class PairMaker:
    """Makes pairs; needs an encoder to find the sentence nearest to a claim."""

    def __init__(self, abstracts: Mapping[str, Sequence[str]], encoder: Encoder) -> None:
        self._abstracts = abstracts
        self._encoder = encoder
        self._names = sorted(name for name, sentences in abstracts.items() if sentences)
        self._random = random.Random(SEED)  # noqa: S311 - repeatable, nothing secret
        self._vectors: dict[str, Float32] = {}

    def of_claims(self, claims: Sequence[Mapping[str, Any]]) -> list[Pair]:
        """Return the pairs of claims with the abstracts that they cite."""
        texts = [(str(claim["text"]), ()) for claim in claims]
        vectors, _ = self._encoder.encode_passages(texts)
        found: list[Pair] = []
        for claim, vector in zip(claims, vectors, strict=True):
            found += self._of_claim(claim, vector)
        return found

    def _of_claim(self, claim: Mapping[str, Any], vector: Float32) -> Iterator[Pair]:
        text = str(claim["text"])
        told: dict[str, list[Mapping[str, Any]]] = {}
        for entry in claim["evidence"]:
            told.setdefault(str(entry["doc_id"]), []).append(entry)
        for name in map(str, claim["cited_doc_ids"]):
            sentences = self._abstracts.get(name)
            if not sentences:
                continue
            order = np.argsort(-(self._sentence_vectors(name) @ vector))
            if name not in told:
                nearest = sorted(int(row) for row in order[:NEAREST])
                quote = " ".join(sentences[row] for row in nearest)
                yield Pair(quote, text, "none", "cited", name)
                continue
            rationale: set[int] = set()
            for entry in told[name]:
                rows = [int(row) for row in entry["sentences"]]
                rationale.update(rows)
                label: Label = "support" if entry["label"] == "SUPPORT" else "contradict"
                quote = " ".join(sentences[row] for row in rows if row < len(sentences))
                if quote:
                    yield Pair(quote, text, label, "rationale", name)
            yield Pair(self._drawn(name), text, "none", "far", name)
            beside = [int(row) for row in order if int(row) not in rationale][:1]
            yield from (Pair(sentences[row], text, "none", "beside", name) for row in beside)

    def _drawn(self, but: str) -> str:
        # Without these, near pairs alone would stand for "none", and nearness for no evidence.
        name = self._random.choice(self._names)
        while name == but:
            name = self._random.choice(self._names)
        return self._random.choice(self._abstracts[name])

    def _sentence_vectors(self, name: str) -> Float32:
        if name not in self._vectors:
            items = [(sentence, ()) for sentence in self._abstracts[name]]
            self._vectors[name] = self._encoder.encode_passages(items)[0]
        return self._vectors[name]
