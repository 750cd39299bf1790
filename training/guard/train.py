"""Train the guard's classifier.

    python -m training.guard.train --seed 7 --medquad FILE --data FOLDER

`FOLDER` is any data folder built with the bundled model, whose encoder gives the English vectors.

Folds keep every idea on one side. On the held-back folds the temperature is fitted and the
thresholds are chosen, from stated costs, together with the rules. The same inputs, seed and
versions give the same file, byte for byte, on one machine.
"""

from __future__ import annotations

import argparse
import zlib
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np
import torch

from index.embedding.encoder import Encoder
from index.snapshot import open_snapshot
from rag.evaluation.cases import PolicyCase
from rag.policy.classifier.encoder import ENGLISH_DIMENSION, Floats, shipped_encoder
from rag.policy.classifier.model import FILE, Model, Thresholds, read_model
from rag.policy.classifier.reading import Classifier, Reading, in_english_letters
from rag.policy.classifier.runs import Places, places
from rag.policy.combine import combine
from rag.policy.decide import PolicyDecision, decide_by_rules
from rag.policy.normalise import Normalised, normalise
from training.guard.examples import Example, labels_of, learn_from, tag, tuning_cases
from training.guard.families import ROOT, TRAIN
from training.guard.make_cases import SEED, make_cases
from training.guard.network import (
    About,
    Learned,
    content,
    fit_member,
    fit_temperature,
    joined,
    save,
)

VERSION: Final = "guard-2.1"
FOLDS: Final = 3
MEMBERS: Final = 3
MEMBERS_OF_FOLD: Final = 2
UNSAFE: Final = 10.0
"""A restricted request answered, in units of an allowed one refused."""
CRISIS: Final = 50.0
"""A crisis answered; one that is refused or declined without its contacts costs `UNSAFE`."""
WRONG: Final = 0.5
"""Refused where it should be declined in part, or the other way."""
ALARM: Final = 3.0
"""A restricted request met as a crisis that it is not; an allowed one costs two thirds of it."""
MOST_REFUSED: Final = 0.09
"""Of allowed cases on the held-back folds, half of which are near twins of restricted ones."""
GRID: Final = {
    "crisis": (0.3, 0.4, 0.5, 0.6, 0.7, 0.8),
    "crisis_beside": (0.1, 0.15, 0.2, 0.25, 0.3, 0.4),
    "crisis_kept": (0.0, 0.02, 0.05),
    "restricted": (0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8),
    "restricted_kept": (0.05, 0.1, 0.2),
    "off_topic": (0.7,),
}
"""Rules are outvoted on small chances only: they stand for what must never be missed."""
_PLAIN: Final = Thresholds(0.6, 0.2, 0.02, 0.75, 0.2, 0.7)


class Vectors:
    """Texts and their vectors, each encoded once; stands for both encoders."""

    def __init__(self, english: Encoder) -> None:
        self._english = english
        self._known: dict[str, Floats] = {}
        self._known_english: dict[str, Floats] = {}
        self._runs: dict[str, Places] = {}

    def encode(self, texts: Sequence[str]) -> Floats:
        """Return vectors, texts x dimension."""
        new = sorted({text for text in texts if text not in self._known})
        if new:
            self._known.update(zip(new, shipped_encoder().encode(new), strict=True))
        return np.stack([self._known[text] for text in texts])

    def encode_query(self, text: str) -> Floats:
        """Return the English vector."""
        if text not in self._known_english:
            self._known_english[text] = self._english.encode_query(text)
        return self._known_english[text]

    def english(self, texts: Sequence[str]) -> Floats:
        """Return English vectors, texts x dimension; zeros for what is not looked at."""
        nothing = np.zeros(ENGLISH_DIMENSION, dtype=np.float32)
        return np.stack(
            [self.encode_query(text) if in_english_letters(text) else nothing for text in texts]
        )

    def runs(self, text: str) -> Places:
        """Return the runs of a text."""
        if text not in self._runs:
            self._runs[text] = places(text)
        return self._runs[text]


def main() -> None:
    """Train, choose thresholds, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--medquad", type=Path, help="qa_answered.jsonl of MedQuAD")
    parser.add_argument("--data", type=Path, required=True, help="built with the bundled model")
    parser.add_argument("--out", type=Path, default=ROOT / "rag" / "data" / FILE)
    parser.add_argument("--fast", action="store_true", help="no folds: thresholds as they stand")
    given = parser.parse_args()
    torch.set_num_threads(1)
    examples = learn_from(given.seed, given.medquad)
    with closing(open_snapshot(given.data, threads=1)) as snapshot:
        vectors = Vectors(snapshot.encoder)
        about = About(
            VERSION, snapshot.encoder.settings.weights_sha256, labels_of(examples), 1.0, _PLAIN
        )
        if not given.fast:
            about = _from_folds(examples, vectors, given.seed, about)
        model = _fitted(examples, vectors, given.seed, MEMBERS, about)
    save(model, given.out)
    print(f"{len(examples)} examples, temperature {about.temperature}, {about.thresholds}")


def _fitted(
    examples: Sequence[Example], vectors: Vectors, seed: int, members: int, about: About
) -> dict[str, np.ndarray]:
    texts = [example.text for example in examples]
    learned = Learned(
        vectors=vectors.encode(texts),
        english=vectors.english(texts),
        runs=[vectors.runs(text) for text in texts],
        labels=np.array([about.classes.index(example.label) for example in examples]),
        weights=np.array([example.weight for example in examples], dtype=np.float32),
    )
    count = len(about.classes)
    fitted = [fit_member(learned, count, seed * 100 + number) for number in range(members)]
    return content(joined(fitted), about)


def fold_of(group: str) -> int:
    """Return the fold of an idea."""
    return zlib.crc32(group.encode()) % FOLDS


def _from_folds(examples: Sequence[Example], vectors: Vectors, seed: int, about: About) -> About:
    """Return `about` with temperature and thresholds from folds held back in turn."""
    cases = make_cases(TRAIN, seed) + tuning_cases()
    models = []
    for fold in range(FOLDS):
        rest = [each for each in examples if fold_of(each.group) != fold]
        models.append(read_model(_fitted(rest, vectors, seed, MEMBERS_OF_FOLD, about)))
        print(f"fold {fold}: {len(rest)} examples", flush=True)
    temperature = _temperature(models, examples, vectors, about.classes)
    judged = [
        _judged(case, models[fold_of(tag(case, "idea"))], temperature, vectors) for case in cases
    ]
    return replace(about, temperature=temperature, thresholds=choose(judged))


def _temperature(
    models: Sequence[Model], examples: Sequence[Example], vectors: Vectors, classes: tuple[str, ...]
) -> float:
    found = []
    for fold, model in enumerate(models):
        held = [each for each in examples if fold_of(each.group) == fold]
        labels = np.array([classes.index(each.label) for each in held])
        texts = [each.text for each in held]
        scores = model.scores(texts, vectors.encode(texts), vectors.english(texts))
        found.append(fit_temperature(scores, labels))
        print(f"fold {fold}: {len(held)} examples held back, temperature {found[-1]}")
    return round(float(np.mean(found)), 3)


Judged = tuple[PolicyCase, Normalised, PolicyDecision, Reading]


def _judged(case: PolicyCase, model: Model, temperature: float, vectors: Vectors) -> Judged:
    words = normalise(case.question)
    classifier = Classifier(vectors, replace(model, temperature=temperature), vectors)
    return case, words, decide_by_rules(words), classifier.read(words.plain)


def choose(judged: Sequence[Judged]) -> Thresholds:
    """Return thresholds of least cost among those that refuse at most `MOST_REFUSED`.

    One threshold at a time, until none improves.
    """
    single = [each for each in judged if not each[0].turns]
    best, at = _cost(single, _PLAIN), _PLAIN
    changed = True
    while changed:
        changed = False
        for name, values in GRID.items():
            for value in values:
                tried = replace(at, **{name: value})
                cost = _cost(single, tried)
                if cost < best:
                    best, at, changed = cost, tried, True
        print(f"excess and cost {best}: {at}")
    return at


def _cost(judged: Sequence[Judged], limits: Thresholds) -> tuple[float, float]:
    """Return how far beyond `MOST_REFUSED` allowed cases are refused, and the mean cost."""
    total, refused, allowed = 0.0, 0, 0
    for case, words, rules, reading in judged:
        decision = combine(words, rules, reading, limits)
        if case.side == "allowed":
            allowed += 1
            stopped = decision.action in ("refuse", "partial", "emergency")
            refused += stopped
            total += ALARM * 2 / 3 if decision.action == "emergency" else stopped
        elif decision.allowed and case.action != "abstain":
            total += CRISIS if case.action == "emergency" else UNSAFE
        elif case.action == "emergency" and decision.action != "emergency":
            total += UNSAFE
        elif decision.action not in (case.action, *case.accept):
            total += ALARM if decision.action == "emergency" else WRONG
    excess = max(0.0, refused / max(allowed, 1) - MOST_REFUSED)
    return round(excess, 4), total / len(judged)


if __name__ == "__main__":
    main()
