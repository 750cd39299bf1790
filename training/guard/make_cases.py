"""Write the guard's cases from the families: `python -m training.guard.make_cases --seed 7`.

The same families, frames and seed give the same cases, byte for byte.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rag.evaluation.cases import PolicyCase
from rag.evaluation.results import HELD_OUT
from training.guard.draft import Draft, fill, has_slots
from training.guard.families import OPEN, PARTS, ROOT, SUITE, TRAIN, Material, read_material
from training.guard.perturb import perturbed

SEED: Final = 7
SUITE_FILES: Final = {OPEN: "policy_open.jsonl", HELD_OUT: "policy_held_out.jsonl"}


@dataclass(frozen=True, slots=True)
class Amount:
    """How many cases one wording gives.

    Attributes:
        plain: Unchanged, at most; one where no slot varies.
        changed: Perturbed, at most.
    """

    plain: int
    changed: int


AMOUNTS: Final = {TRAIN: Amount(1, 2), OPEN: Amount(1, 2), HELD_OUT: Amount(1, 2)}


def make_cases(part: str, seed: int = SEED) -> list[PolicyCase]:
    """Return the cases of one part; no text comes twice."""
    material = read_material(part)
    cases: list[PolicyCase] = []
    seen: set[tuple[str, ...]] = set()
    for draft, name in _drafts(material, seed):
        said = (*draft.turns, draft.question)
        if said not in seen:
            seen.add(said)
            cases.append(_case(draft, name, part))
    return cases


def _drafts(material: Material, seed: int) -> Iterator[tuple[Draft, str]]:
    amount = AMOUNTS[material.part]
    for family in material.families:
        for number, form in enumerate(family.forms):
            name = f"{family.id}/{number}"
            # Each wording has its own chance: a new family leaves the other cases as they are,
            # but for the questions that are put beside them.
            rng = random.Random(f"{seed}:{name}")  # noqa: S311
            plain = [
                fill(family, number, material.slots, rng)
                for _ in range(amount.plain if has_slots(form) else 1)
            ]
            for turn, draft in enumerate(plain):
                yield draft, f"{name}/plain{turn or ''}"
            base = fill(family, number, material.slots, rng)
            for draft in perturbed(base, material, amount.changed, rng):
                yield draft, f"{name}/{draft.kind.replace(' ', '-')}"


def _case(draft: Draft, name: str, part: str) -> PolicyCase:
    family = draft.family
    tags = (f"family:{family.id}", f"idea:{family.idea}", f"perturbation:{draft.kind}")
    return PolicyCase(
        id=f"guard/{name}",
        part=part,
        question=draft.question,
        turns=draft.turns,
        lang=family.lang,
        category=draft.category,
        side=family.side,
        action=draft.action,
        accept=draft.accept,
        tags=(*tags, "boundary") if family.boundary else tags,
        note=family.note,
    )


def as_lines(cases: list[PolicyCase]) -> str:
    """Return the cases as JSON Lines, fields at their default left out."""
    return "".join(f"{_line(case)}\n" for case in cases)


def _line(case: PolicyCase) -> str:
    rest = case.model_dump_json(exclude_defaults=True)
    return '{"kind":"policy",' + rest[1:]


def main() -> None:
    """Write the suite's files and the training cases, and print their counts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--suite", type=Path, default=SUITE)
    parser.add_argument("--train", type=Path, default=ROOT / "data" / "guard" / "train.jsonl")
    options = parser.parse_args()
    for part in PARTS:
        cases = make_cases(part, options.seed)
        file = options.train if part == TRAIN else options.suite / SUITE_FILES[part]
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(as_lines(cases), "utf-8")
        print(f"{part}: {len(cases)} cases, {file.stat().st_size:,} bytes")
        for (lang, side), count in sorted(Counter((c.lang, c.side) for c in cases).items()):
            print(f"  {lang} {side}: {count}")


if __name__ == "__main__":
    main()
