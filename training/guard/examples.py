"""What the guard's classifier learns from: texts with a class, a group and a weight."""

from __future__ import annotations

import json
import math
import random
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from rag.evaluation.cases import PolicyCase
from rag.evaluation.suite import read_suite
from rag.policy.classifier.model import ALLOWED
from rag.policy.classifier.units import units, whole
from rag.policy.normalise import normalise
from training.guard.families import OWN, ROOT, TRAIN, read_material
from training.guard.make_cases import make_cases

OWN_CASES: Final = ROOT / "tests" / "rag" / "policy_cases.jsonl"
ARTICLES: Final = ROOT / "suites" / "articles"
MEASURED_PARTS: Final = 8
"""One document of the medical questions in so many is measured on and never trained on."""
_WRAPPED: Final = 0.6
_WHOLE: Final = {"story", "two questions", "base64", "persona", "code switch"}


@dataclass(frozen=True, slots=True)
class Example:
    """One text to learn from.

    Attributes:
        text: As the encoder reads it.
        label: A class of the model.
        group: What may not be on both sides of a fold: the idea of a family.
        weight: What an error costs while fitting.
    """

    text: str
    label: str
    group: str
    weight: float = 1.0


def label_of(case: PolicyCase) -> str:
    """Return the class of a case."""
    if case.side == "allowed":
        return ALLOWED
    crisis = case.action == "emergency" and case.category != "self_harm"
    return f"{'emergency' if crisis else case.category}:{case.action}"


def tag(case: PolicyCase, name: str) -> str:
    """Return what a tag such as "family:" says of a case, or its id."""
    found = (each.removeprefix(f"{name}:") for each in case.tags if each.startswith(f"{name}:"))
    return next(found, case.id)


def tuning_cases() -> list[PolicyCase]:
    """Return further cases that are used for learning: older ones of the rules' tests."""
    own = [
        PolicyCase(
            id=row["id"], part="open", question=row["question"], lang=row["lang"],
            category=row["category"], side=row["side"], action=row["action"],
        )
        for row in map(json.loads, OWN_CASES.read_text("utf-8").splitlines())
    ]  # fmt: skip
    articles = [
        case
        for case in read_suite(ARTICLES).cases
        if isinstance(case, PolicyCase) and case.part == "open"
    ]
    return [case for case in own + articles if case.category != "none"]


def learn_from(seed: int, medquad: Path | None) -> list[Example]:
    """Return all examples, families weighted alike but for the square root of their size."""
    rng = random.Random(seed)  # noqa: S311
    phrases = json.loads((OWN / "asides.json").read_text("utf-8"))
    cases = make_cases(TRAIN) + tuning_cases()
    examples = [each for case in cases for each in _of_case(case)]
    examples += [each for case in cases for each in _wrapped(case, phrases, rng)]
    examples += _asides(phrases, rng)
    if medquad is not None:
        asked = sorted(set(medical_questions(medquad, measured=False)))
        drawn = rng.sample(asked, min(2500, len(asked)))
        examples += [_example(text, ALLOWED, f"medical {text}") for text in drawn]
    sizes = Counter(example.group for example in examples)
    return [replace(each, weight=1 / math.sqrt(sizes[each.group])) for each in examples]


def _example(text: str, label: str, group: str) -> Example:
    return Example(whole(normalise(text).plain), label, group)


def _of_case(case: PolicyCase) -> Iterator[Example]:
    group = tag(case, "idea")
    label = label_of(case)
    if case.turns:
        yield _example(" ".join((*case.turns, case.question)), label, group)
        return
    plain = normalise(case.question).plain
    texts = units(plain)
    if label == ALLOWED:
        yield from (Example(text, ALLOWED, group) for text in texts)
    elif texts[0] == whole(plain):
        yield Example(texts[0], label, group)  # of a longer one, who knows which sentence it is


def _wrapped(
    case: PolicyCase, phrases: dict[str, dict[str, list[str]]], rng: random.Random
) -> Iterator[Example]:
    """Yield the case with other words around, which change nothing."""
    if case.turns or tag(case, "perturbation") in _WHOLE or rng.random() > _WRAPPED:
        return
    lang = case.lang if rng.random() < 0.75 and case.lang in phrases["openers"] else "en"
    before = rng.choice(["openers", "openers", "asides", ""])
    after = rng.choice(["closers", "asides", ""])
    parts = [
        rng.choice(phrases[before][lang]) if before else "",
        case.question,
        rng.choice(phrases[after][lang]) if after else "",
    ]
    yield _example(" ".join(part for part in parts if part), label_of(case), tag(case, "idea"))


def _asides(phrases: dict[str, dict[str, list[str]]], rng: random.Random) -> Iterator[Example]:
    """Yield sentences beside the point, which no unit of a message may be refused for."""
    frames = read_material(TRAIN).frames
    for lang, sentences in phrases["asides"].items():
        told = [*sentences, *frames[lang]["life"], *frames[lang]["illness"]]
        for text in (*told, *phrases["openers"][lang], *phrases["closers"][lang]):
            yield _example(text, ALLOWED, f"aside {text}")
        for number in range(40):
            yield _example(" ".join(rng.sample(told, 2)), ALLOWED, f"asides {lang} {number}")


def medical_questions(file: Path, *, measured: bool) -> Iterable[str]:
    """Yield general medical questions of the measured or of the other documents (MedQuAD)."""
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            document = str(row["doc"] or row["url"])
            if (zlib.crc32(document.encode()) % MEASURED_PARTS == 0) is measured:
                yield row["question"]


def labels_of(examples: Sequence[Example]) -> tuple[str, ...]:
    """Return the classes that occur, the allowed one first."""
    return (ALLOWED, *sorted({example.label for example in examples} - {ALLOWED}))
