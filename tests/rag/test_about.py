"""Questions about the desk: told from questions about studies, answered in released words alone."""

from __future__ import annotations

import pytest

from corpus.vocabulary import CAVEATS, TIERS
from rag.about import read_about
from rag.vocabulary_words import is_vocabulary_text, tier_line
from rag.wording import all_wordings, wording
from tests.rag.about_measure import cases, rates

WORDS = {item.id for item in all_wordings() if item.kind == "about"}


# Floors below the measured rates; `python -m benchmarks.about` prints those with every miss.
@pytest.mark.parametrize(("part", "recall"), [("tuned", 0.97), ("held out", 0.95)])
def test_questions_about_the_desk_are_told_from_their_near_twins(part: str, recall: float) -> None:
    read = cases(part)
    found = {name: hits / of for name, (hits, of) in rates(read).items()}
    assert found["precision"] == 1
    assert found["recall"] >= recall
    assert found["right kind"] >= recall


def test_the_labelled_cases_are_enough_and_each_is_there_once() -> None:
    every = [*cases("tuned"), *cases("held out")]
    assert len({case.text for case in every}) == len(every)
    assert sum(bool(case.kind) for case in every) >= 60
    assert sum(not case.kind for case in every) >= 120


@pytest.mark.parametrize("name", [caveat.id for caveat in CAVEATS.values() if caveat.public])
def test_every_mark_a_reader_sees_is_explained_by_its_name(name: str) -> None:
    for question in (f"What does the {name} tag mean?", f'What does "{name}" mean?'):
        about = read_about(question)
        assert about is not None
        assert about.kinds == (f"mark:{name}",)
        assert about.lines == (wording("about.mark"), CAVEATS[name].label)


@pytest.mark.parametrize("name", [name for name in TIERS if name != "none"])
def test_every_tier_is_explained_by_its_id_and_its_label(name: str) -> None:
    for asked in (
        f"What does the tier {name} mean?",
        f'What does the tier "{TIERS[name].label}" mean?',
    ):
        about = read_about(asked)
        assert about is not None
        assert about.kinds == (f"tier:{name}",)
        assert about.lines == (wording("about.tier"), tier_line(TIERS[name]))


def test_marks_that_no_reader_sees_are_not_explained() -> None:
    hidden = [caveat.id for caveat in CAVEATS.values() if not caveat.public]
    assert hidden
    for name in hidden:
        assert read_about(f'What does "{name}" mean?') is None
    assert read_about('What does "made-up-mark" mean?') is None


def test_every_sentence_must_be_about_the_desk() -> None:
    both = read_about("Hello! Who are you? And what can I ask?")
    assert both is not None
    assert both.kinds == ("who", "scope")
    assert read_about("Who are you? What did CRATUS find?") is None
    assert read_about("Hello!") is None


def test_vocabulary_words_are_known_to_the_character() -> None:
    line = tier_line(TIERS["animal_study"])
    assert line == "Animal study: Seen in animals; it may not happen in people."
    assert is_vocabulary_text(line)
    for text in (
        TIERS["animal_study"].label,
        f"{line} ",
        line.lower(),
        "",
        CAVEATS["heading"].label,
    ):
        assert not is_vocabulary_text(text), text
    assert all(is_vocabulary_text(each.label) for each in CAVEATS.values() if each.public)
