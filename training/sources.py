"""The texts to learn from, read from where they lie; nothing of them is kept but weights."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from training.split import part_of
from training.substitute import as_animals
from training.weak import weak_label

LABELS: Final = Path(__file__).parent / "labels.jsonl"
AUDIT: Final = Path(__file__).parent / "audit.jsonl"
HELD_OUT: Final = frozenset({"18104691"})
"""The one real review of animal studies among the abstracts: kept for a look, never learned."""

HAND_WEIGHT: Final = 4.0
WEAK_WEIGHT: Final = 0.5
RECORD_WEIGHT: Final = 0.5
SWAPPED_WEIGHT: Final = 0.25
RECORDS: Final = {"train": 350, "validation": 100, "test": 200}
"""How many registry records each part takes, in the file's order."""


@dataclass(frozen=True, slots=True)
class Label:
    """A design given by a reader who read the abstract.

    Attributes:
        id: The abstract's id in its source.
        part: "train", "validation" or "test" (by id, see `split`), or "article".
        design: The design.
        also: A second design that would be defensible, or "".
        stratum: The weak label by which it was drawn, "none" without one, "chosen" when it was
            picked for learning.
        of: How many abstracts of the part the stratum holds; 0 when picked.
    """

    id: str
    part: str
    design: str
    also: str = ""
    stratum: str = ""
    of: int = 0


@dataclass(frozen=True, slots=True)
class Example:
    """A text with its design, how much it counts, and where the label is from."""

    text: str
    design: str
    weight: float
    origin: str


def read_labels(path: Path = LABELS) -> list[Label]:
    """Return the labels in the file's order."""
    return [Label(**json.loads(line)) for line in path.read_text("utf-8").splitlines()]


def read_audit(path: Path = AUDIT) -> dict[str, bool]:
    """Return whether people were studied, for each abstract read because it was called human."""
    entries = map(json.loads, path.read_text("utf-8").splitlines())
    return {entry["id"]: entry["people"] for entry in entries}


def read_abstracts(path: Path) -> dict[str, Mapping[str, Any]]:
    """Return the abstracts of a SciFact corpus file by id."""
    lines = path.read_text("utf-8").splitlines()
    return {entry["_id"]: entry for entry in map(json.loads, lines)}


def abstract_text(entry: Mapping[str, Any]) -> str:
    """Return an abstract as a reader would paste it: title, line break, text."""
    return f"{entry['title']}\n{entry['text']}"


def read_records(path: Path, part: str) -> list[str]:
    """Return the summaries of a part's registry records, each under its title.

    A record states a plan whatever its fields say of the design, so its text is a protocol's.
    """
    texts: list[str] = []
    for line in path.read_text("utf-8").splitlines():
        record = json.loads(line)
        if part_of(record["NCTId"]) == part and len(texts) < RECORDS[part]:
            title = record.get("OfficialTitle") or record["BriefTitle"]
            texts.append(f"{title}\n{record['BriefSummary']}")
    return texts


def training_examples(scifact: Path, trials: Path) -> list[Example]:
    """Return all examples of the training part, in an order that depends on the files alone."""
    examples = list(_abstract_examples(scifact))
    examples += [
        Example(text, "protocol", RECORD_WEIGHT, "record") for text in read_records(trials, "train")
    ]
    return examples + list(_swapped(examples))


def _abstract_examples(scifact: Path) -> Iterator[Example]:
    hand = {label.id: label.design for label in read_labels() if label.part == "train"}
    for id_, entry in read_abstracts(scifact).items():
        if part_of(id_) != "train" or id_ in HELD_OUT:
            continue
        text = abstract_text(entry)
        if id_ in hand:
            yield Example(text, hand[id_], HAND_WEIGHT, "hand")
        elif design := weak_label(entry["title"], entry["text"]):
            yield Example(text, design, WEAK_WEIGHT, "weak")


def _swapped(examples: list[Example]) -> Iterator[Example]:
    for place, example in enumerate(examples):
        if example.origin in {"hand", "weak"} and example.design in _OF_ANIMALS:
            text = as_animals(example.text, place)
            yield Example(text, _OF_ANIMALS[example.design], SWAPPED_WEIGHT, "swapped")


_OF_ANIMALS: Final = {
    "human_systematic_review": "animal_systematic_review",
    "human_randomised_trial": "animal_study",
    "human_uncontrolled_trial": "animal_study",
}
