"""Questions about the desk against their near twins, labelled by hand: what each is taken for.

Cases whose part is "held out" were written before any pattern and are not tuned on.
`python -m benchmarks.about` prints both parts.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rag.about import read_about

LABELLED = Path(__file__).with_name("about_labelled.jsonl")


@dataclass(frozen=True)
class Case:
    """One question; `kind` is "" where it is none about the desk."""

    text: str
    kind: str
    lang: str
    part: str

    @property
    def found(self) -> str:
        """Return the first kind that it is taken for, or ""."""
        about = read_about(self.text)
        return about.kinds[0] if about else ""


def cases(part: str) -> list[Case]:
    lines = LABELLED.read_text(encoding="utf-8").splitlines()
    return [case for case in (Case(**json.loads(line)) for line in lines) if case.part == part]


def rates(read: Sequence[Case]) -> dict[str, tuple[int, int]]:
    """Return hits and total: recall and precision of any kind, and recall of the right kind."""
    about = [case for case in read if case.kind]
    taken = [case for case in read if case.found]
    return {
        "recall": (sum(bool(case.found) for case in about), len(about)),
        "precision": (sum(bool(case.kind) for case in taken), len(taken)),
        "right kind": (sum(case.found == case.kind for case in about), len(about)),
    }
