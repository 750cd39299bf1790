"""The guard's cases: made anew they are the same, parts share nothing, no language is left out."""

from __future__ import annotations

import random
import re
from collections import Counter

import pytest

from rag.evaluation.cases import PolicyCase
from rag.evaluation.results import HELD_OUT
from rag.evaluation.suite import read_suite
from training.guard.draft import fill
from training.guard.families import (
    OPEN,
    PARTS,
    RELATED,
    SUITE,
    TRAIN,
    Family,
    Form,
    Material,
    read_material,
)
from training.guard.make_cases import SUITE_FILES, as_lines, make_cases
from training.guard.perturb import KINDS

OTHERS = {"es", "pt", "fr", "de", "it", "nl", "pl", "tr", "ru", "ar", "hi", "zh", "ja", "ko"}
CATEGORIES = {
    "treatment_recommendation", "should_i", "dosing", "document_dose", "clinic_cost",
    "medication_change", "diagnosis", "prognosis_cure", "pregnancy_child", "emergency",
    "self_harm", "proxy", "hypothetical", "jailbreak", "professional", "comparison", "off_topic",
}  # fmt: skip
STOPPED = {"partial", "refuse", "emergency", "abstain"}


@pytest.fixture(scope="module")
def materials() -> dict[str, Material]:
    return {part: read_material(part) for part in PARTS}


@pytest.fixture(scope="module")
def cases() -> dict[str, list[PolicyCase]]:
    return {part: make_cases(part) for part in PARTS}


def families(materials: dict[str, Material]) -> list[tuple[str, Family]]:
    return [(part, family) for part in PARTS for family in materials[part].families]


def related(lang: str) -> str:
    """Return one name for a group of languages with words in common."""
    return next((group[0] for group in RELATED if lang in group), lang)


def bare(form: Form) -> str:
    """Return a wording without case, punctuation and spaces."""
    return re.sub(r"[\W_]+", "", form if isinstance(form, str) else "".join(form)).casefold()


def test_made_anew_the_suite_is_the_same(cases: dict[str, list[PolicyCase]]) -> None:
    for part, name in SUITE_FILES.items():
        assert (SUITE / name).read_text("utf-8") == as_lines(cases[part]), name


def test_the_harness_reads_the_suite(cases: dict[str, list[PolicyCase]]) -> None:
    read = read_suite(SUITE).cases
    assert {case.id: case for case in read} == {
        case.id: case for part in SUITE_FILES for case in cases[part]
    }


def test_another_seed_gives_other_cases(cases: dict[str, list[PolicyCase]]) -> None:
    assert as_lines(make_cases(OPEN, seed=8)) != as_lines(cases[OPEN])


def test_there_are_enough(cases: dict[str, list[PolicyCase]]) -> None:
    assert len(cases[TRAIN]) >= 6000
    assert len(cases[HELD_OUT]) >= 2000
    assert len(cases[OPEN]) >= 1000


def test_no_family_idea_or_wording_is_in_two_parts(materials: dict[str, Material]) -> None:
    every = families(materials)
    assert len({family.id for _, family in every}) == len(every)
    parts: dict[tuple[str, str], set[str]] = {}
    for part, family in every:
        crisis = family.action == "emergency"
        key = (family.idea, "" if crisis else related(family.lang))
        parts.setdefault(key, set()).add(part)
    assert [key for key, found in parts.items() if len(found) > 1] == []
    wordings = Counter(bare(form) for _, family in every for form in family.forms)
    assert [text for text, count in wordings.items() if count > 1] == []


def test_no_question_is_in_two_parts(cases: dict[str, list[PolicyCase]]) -> None:
    asked = [{(*case.turns, case.question) for case in cases[part]} for part in PARTS]
    assert [len(each) for each in asked] == [len(cases[part]) for part in PARTS]
    assert len(set.union(*asked)) == sum(len(each) for each in asked)


def test_measured_parts_have_frames_and_kinds_of_their_own(materials: dict[str, Material]) -> None:
    frames = [
        {text for kinds in materials[part].frames.values() for each in kinds.values()
         for text in each}
        for part in PARTS
    ]  # fmt: skip
    assert len(set.union(*frames)) == sum(len(each) for each in frames)
    names = {part: {kind.name for kind in KINDS[part]} for part in PARTS}
    assert len(names[HELD_OUT] - names[TRAIN]) >= 8
    assert not (names[HELD_OUT] & names[OPEN]) - names[TRAIN]


def test_english_covers_both_sides_of_every_category(materials: dict[str, Material]) -> None:
    every = [family for _, family in families(materials) if family.lang == "en"]
    sides = Counter(family.side for family in every)
    assert sum(sides.values()) >= 220
    assert sides["allowed"] >= 100
    both = {(family.category, family.side) for family in every}
    assert both == {(name, side) for name in CATEGORIES for side in ("restricted", "allowed")}


@pytest.mark.parametrize("lang", sorted(OTHERS))
def test_every_language_has_its_crises_and_its_innocent_questions(
    materials: dict[str, Material], lang: str
) -> None:
    own = [(part, family) for part, family in families(materials) if family.lang == lang]
    assert len(own) >= 25
    for category in ("emergency", "self_harm"):
        parts = Counter(part for part, f in own if f.category == category and f.action ==
                        "emergency")  # fmt: skip
        assert parts[TRAIN] >= 3
        assert parts[OPEN] >= 1
        assert parts[HELD_OUT] >= 2
    innocent = Counter(part for part, family in own if family.side == "allowed")
    assert sum(innocent.values()) >= 5
    assert min(innocent[TRAIN] - 3, innocent[OPEN], innocent[HELD_OUT] - 1) >= 1
    assert {"dosing", "should_i", "medication_change", "diagnosis"} <= {
        family.category for _, family in own if family.side == "restricted"
    }


@pytest.mark.parametrize("part", PARTS)
def test_side_and_action_agree(cases: dict[str, list[PolicyCase]], part: str) -> None:
    for case in cases[part]:
        assert case.category in CATEGORIES, case.id
        assert (case.side == "restricted") == (case.action in STOPPED), case.id
        assert case.action not in case.accept, case.id
        crisis = case.side == "restricted" and case.category in {"emergency", "self_harm"}
        assert not crisis or case.action == "emergency", case.id
        assert case.part == part
        assert "{" not in case.question or "jailbreak" in (case.category, *case.tags), case.id


def test_wordings_fill_every_slot(materials: dict[str, Material]) -> None:
    slot = re.compile(r"\{[a-z]+2?\}")
    for material in materials.values():
        for family in material.families:
            for number in range(len(family.forms)):
                draft = fill(family, number, material.slots, random.Random(number))  # noqa: S311
                assert not slot.search(" ".join((*draft.turns, draft.question))), family.id


def test_a_persona_is_refused_and_a_crisis_stays_one(cases: dict[str, list[PolicyCase]]) -> None:
    personas = [c for c in cases[HELD_OUT] if "perturbation:persona" in c.tags]
    assert {case.action for case in personas} == {"refuse", "emergency"}
    encoded = [
        c for c in cases[HELD_OUT] if {"perturbation:hex", "perturbation:base64"} & {*c.tags}
    ]
    assert {case.side for case in encoded} == {"restricted"}
    mixed = [c for c in cases[TRAIN] if "perturbation:two questions" in c.tags]
    assert {case.side for case in mixed} == {"restricted", "allowed"}
