"""Fitting the network over vectors and runs of texts, and its compact form."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from torch.nn.functional import cross_entropy, relu

from rag.policy.classifier.encoder import DIMENSION, ENGLISH_DIMENSION, Floats
from rag.policy.classifier.model import RUNS_WEIGH, Thresholds
from rag.policy.classifier.runs import BUCKETS, Places

UNITS: Final = 128
"""Hidden units of one member; 64 to 256 differ little on held-back families."""
DROPPED: Final = 0.35
RUNS_DROPPED: Final = 0.5
"""Of the runs of a text, so that none is relied upon."""
EPOCHS: Final = 12
RATE: Final = 3e-3
DECAY: Final = 1e-2
SMOOTHED: Final = 0.03
"""Label smoothing: some labels can be read two ways."""
BATCH: Final = 128
ENGLISH_DROPPED: Final = 0.3
"""Of the English texts whose English vector is withheld, so that the rest must do as well."""
_ROWS: Final = DIMENSION + ENGLISH_DIMENSION
_GAIN: Final = 8.0
"""Vectors have length one; weights of a usual size need larger inputs."""
_LARGEST: Final = 127


Runs = tuple[torch.Tensor, torch.Tensor, torch.Tensor]
"""Buckets of all texts of a batch, where each text starts, and the weight of each bucket."""


def batched(runs: Sequence[Places]) -> Runs:
    """Return the runs of a batch of texts as the network reads them."""
    starts = np.cumsum([0, *(len(each) for each in runs[:-1])])
    weights = np.concatenate(
        [np.full(len(each), RUNS_WEIGH / np.sqrt(max(len(each), 1)), np.float32) for each in runs]
    )
    found = np.concatenate(list(runs))
    return torch.from_numpy(found), torch.from_numpy(starts), torch.from_numpy(weights)


class Member(torch.nn.Module):
    """A linear layer beside a hidden one (Cheng et al. 2016, wide and deep)."""

    def __init__(self, classes: int) -> None:
        super().__init__()
        self.wide = torch.nn.Linear(_ROWS, classes)
        self.deep = torch.nn.Linear(_ROWS, UNITS)
        self.out = torch.nn.Linear(UNITS, classes, bias=False)
        self.runs = torch.nn.EmbeddingBag(BUCKETS, classes, mode="sum")
        torch.nn.init.zeros_(self.runs.weight)
        self.drop = torch.nn.Dropout(DROPPED)
        self.drop_runs = torch.nn.Dropout(RUNS_DROPPED)

    def forward(self, vectors: torch.Tensor, runs: Runs) -> torch.Tensor:
        """Return scores, texts x classes."""
        seen = self.drop(vectors * _GAIN)
        found, starts, weights = runs
        scores: torch.Tensor = self.out(self.drop(relu(self.deep(seen)))) + self.wide(seen)
        scores += self.runs(found, starts, per_sample_weights=self.drop_runs(weights))
        return scores


@dataclass(frozen=True, slots=True)
class Learned:
    """What a member learns from: one row, or entry, for each text; no English vector is zeros."""

    vectors: Floats
    english: Floats
    runs: Sequence[Places]
    labels: NDArray[np.int64]
    weights: Floats


def fit_member(learned: Learned, classes: int, seed: int) -> Member:
    """Return one member, fitted with AdamW on one cycle of the learning rate."""
    torch.manual_seed(seed)
    member = Member(classes)
    count = len(learned.labels)
    steps = EPOCHS * -(-count // BATCH)
    optimiser = torch.optim.AdamW(member.parameters(), lr=RATE, weight_decay=DECAY)
    rate = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=steps, pct_start=0.15)
    order = np.random.default_rng(seed)
    wanted, counted = map(torch.from_numpy, (learned.labels, learned.weights))
    member.train()
    for _ in range(EPOCHS):
        kept = (order.random((count, 1)) >= ENGLISH_DROPPED).astype(np.float32)
        seen = torch.from_numpy(np.hstack([learned.vectors, learned.english * kept]))
        shuffled = torch.from_numpy(order.permutation(count))
        for start in range(0, count, BATCH):
            batch = shuffled[start : start + BATCH]
            runs = batched([learned.runs[at] for at in batch.tolist()])
            losses = cross_entropy(
                member(seen[batch], runs), wanted[batch], reduction="none", label_smoothing=SMOOTHED
            )
            optimiser.zero_grad()
            loss = (losses * counted[batch]).sum() / counted[batch].sum()
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            rate.step()
    return member.eval()


def joined(members: Sequence[Member]) -> dict[str, Any]:
    """Return one network whose scores are the mean of the members', as the file's arrays."""

    def stacked(parts: Sequence[torch.Tensor], axis: int) -> Floats:
        return np.concatenate([part.detach().numpy() for part in parts], axis=axis)

    count = len(members)
    wide = sum(member.wide.weight.detach().numpy() for member in members) / count
    runs = sum(member.runs.weight.detach().numpy() for member in members) / count
    bias = sum(member.wide.bias.detach().numpy() for member in members) / count
    return {
        **_stored("wide", _GAIN * np.asarray(wide).T),
        **_stored("deep", _GAIN * stacked([member.deep.weight for member in members], 0).T),
        "deep_bias": stacked([member.deep.bias for member in members], 0).astype(np.float32),
        **_stored("out", stacked([member.out.weight for member in members], 1).T / count),
        **_stored("runs", np.asarray(runs)),
        "bias": np.asarray(bias, dtype=np.float32),
    }


@dataclass(frozen=True, slots=True)
class About:
    """What a file says of its weights."""

    version: str
    english_weights: str
    classes: tuple[str, ...]
    temperature: float
    thresholds: Thresholds


def content(arrays: dict[str, Any], about: About) -> dict[str, Any]:
    """Return what `rag.policy.classifier.model.read_model` reads."""
    limits = {name: getattr(about.thresholds, name) for name in Thresholds.__slots__}
    told = {
        "version": about.version,
        "english_weights": about.english_weights,
        "classes": list(about.classes),
        "temperature": about.temperature,
        "thresholds": limits,
    }
    return {**arrays, "about": np.array(json.dumps(told))}


def save(held: dict[str, Any], path: Path) -> None:
    """Write the file; the same arrays give the same bytes."""
    with path.open("wb") as stream:
        np.savez_compressed(stream, **held)


def fit_temperature(scores: Floats, labels: NDArray[np.int64]) -> float:
    """Return the temperature that makes the labels likeliest; scores are texts x classes."""

    def loss(temperature: float) -> float:
        cooled = scores / temperature
        cooled = cooled - cooled.max(axis=1, keepdims=True)
        total = np.log(np.exp(cooled).sum(axis=1))
        return float((total - cooled[np.arange(len(labels)), labels]).mean())

    return round(float(minimize_scalar(loss, bounds=(0.3, 6.0), method="bounded").x), 3)


def _stored(name: str, weights: NDArray[Any]) -> dict[str, Any]:
    """Return a matrix as signed bytes, with what a unit is worth in each column."""
    steps = (np.maximum(np.abs(weights).max(axis=0), 1e-9) / _LARGEST).astype(np.float32)
    return {name: np.round(weights / steps).astype(np.int8), f"{name}_steps": steps}
