"""The concept table: every entry compiles, finds itself, and overlaps nothing by accident."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.concepts import Concept, asked_concepts, concepts, told_of


def test_the_table_is_whole() -> None:
    table = concepts()
    assert len(table) > 150
    assert len({concept.id for concept in table}) == len(table)
    assert {concept.kind for concept in table} == {
        "condition",
        "product",
        "phase",
        "measure",
        "fact",
        "population",
        "source",
        "lay",
    }


@pytest.mark.parametrize("concept", concepts(), ids=lambda concept: concept.id)
def test_added_words_speak_of_the_concept(concept: Concept) -> None:
    if concept.kind in {"condition", "product", "measure"} and concept.words:
        assert concept.told.search(concept.words)


@pytest.mark.parametrize(
    ("question", "absent"),
    [
        ("Can the cells turn into bone?", "condition.osteoporosis"),
        ("What does MSC stand for?", "condition.ms"),
        ("Also, was it blinded?", "condition.als"),
        ("Was the page updated?", "fact.age"),
        ("Which lesson follows?", "lay.lungs"),
        ("Is the sponsor named?", "fact.price"),
    ],
)
def test_words_within_words_do_not_count(question: str, absent: str) -> None:
    assert absent not in {concept.id for concept in asked_concepts(question)}


@pytest.mark.parametrize(
    "spelling",
    ["intention-to-treat", "intention to treat", "Intention-To-Treat", "intention–to–treat"],
)
def test_hyphens_and_case_make_no_difference(spelling: str) -> None:
    found = {concept.id for concept in asked_concepts(f"Give the {spelling} result")}
    assert "measure.itt" in found


@pytest.mark.parametrize("kind", ["condition", "product", "source", "phase"])
def test_what_a_text_tells_is_found_without_looking_for_everything(kind: str) -> None:
    folder = Path(__file__).resolve().parents[2] / "corpus" / "articles"
    lines = [line for each in sorted(folder.glob("*.md")) for line in each.read_text().split("\n")]
    alike = [each for each in concepts() if each.kind == kind]
    for line in lines:
        assert told_of(kind, line) == {each.id for each in alike if each.told.search(line)}
    assert any(told_of(kind, line) for line in lines)
