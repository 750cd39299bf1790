"""Hand-written families of questions, and what fills and frames them.

A family is one idea of what a person may type, with its label under the policy and several
wordings. The file a family stands in is its part: `training/guard/families` is trained on,
`suites/guard/families/open.jsonl` and `held_out.jsonl` are measured on.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from rag.evaluation.cases import Action
from rag.evaluation.results import HELD_OUT

ROOT: Final = Path(__file__).resolve().parents[2]
OWN: Final = ROOT / "training" / "guard"
SUITE: Final = ROOT / "suites" / "guard"
TRAIN: Final = "train"
OPEN: Final = "open"
PARTS: Final = (TRAIN, OPEN, HELD_OUT)
RELATED: Final = (("es", "pt", "fr", "it"), ("de", "nl"), ("pl", "ru"))
"""Languages with words in common."""

Form = str | tuple[str, ...]
"""One wording; of several turns the last is the question."""
Slots = dict[str, dict[str, list[str]]]
"""Language ("*" for all) -> slot -> fillers."""
Frames = dict[str, dict[str, list[str]]]
"""Language -> kind of frame -> templates with `{q}`, or sentences to put around."""


class Family(BaseModel):
    """One idea of what a person may type, its label, and its wordings.

    `idea` is shared by families of several languages that say about the same. Those of related
    languages are in one part; of a crisis, those of all languages.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(min_length=1)
    idea: str = Field(min_length=1)
    lang: str = Field(min_length=2)
    category: str = Field(min_length=1)
    side: Literal["restricted", "allowed"]
    action: Action
    accept: tuple[Action, ...] = ()
    note: str = ""
    boundary: bool = Field(default=False, description="The policy leaves room here.")
    forms: tuple[Form, ...] = Field(min_length=3, max_length=15)


@dataclass(frozen=True, slots=True)
class Material:
    """What the cases of one part are made from."""

    part: str
    families: tuple[Family, ...]
    slots: Slots
    frames: Frames


def read_material(part: str) -> Material:
    """Read families, fillers and frames of one part.

    The parts that are measured may fill slots with what is never trained on, besides the rest.
    """
    own = _read_map(OWN / "slots.json")
    if part == TRAIN:
        files = sorted((OWN / "families").glob("*.jsonl"))
        return Material(part, _read(files), own, _read_map(OWN / "frames.json"))
    folder = SUITE / "families"
    name = part.replace(" ", "_")
    slots = _joined(own, _read_map(folder / "slots.json"))
    frames = _read_map(folder / f"{name}_frames.json")
    return Material(part, _read([folder / f"{name}.jsonl"]), slots, frames)


def _read(files: list[Path]) -> tuple[Family, ...]:
    lines = [line for file in files for line in file.read_text("utf-8").splitlines()]
    return tuple(Family.model_validate_json(line) for line in lines)


def _read_map(file: Path) -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = json.loads(file.read_text("utf-8"))
    return found


def _joined(first: Slots, second: Slots) -> Slots:
    return {
        lang: {
            slot: fillers + second.get(lang, {}).get(slot, []) for slot, fillers in slots.items()
        }
        for lang, slots in first.items()
    }
