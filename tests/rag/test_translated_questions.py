"""The translated questions: each belongs to a case, and its gloss keeps what the case names."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from benchmarks.languages import cases
from rag.gloss import in_english
from rag.gloss_words import languages

STUDY = re.compile(r"\b[A-Z][A-Z0-9]{3,}\b")


def test_every_question_is_of_a_known_case_in_every_language() -> None:
    found = cases()
    assert len({case.id for case in found}) == len(found)
    counts = Counter(case.lang for case in found)
    assert set(counts) == {"en", *languages()}
    assert len(set(counts.values())) == 1
    assert {case.tags[0] for case in found} == {"open", "held out", "seen", "fresh"}


@pytest.mark.parametrize("lang", languages())
def test_glosses_keep_the_studies_named(lang: str) -> None:
    named = {
        case.id.rsplit("-", 1)[0]: set(STUDY.findall(case.question))
        for case in cases()
        if case.lang == "en"
    }
    for case in cases():
        if case.lang == lang:
            gloss = in_english(case.question, lang)
            assert gloss is not None
            assert named[case.id.rsplit("-", 1)[0]] <= set(STUDY.findall(gloss.text))


@pytest.mark.parametrize("lang", languages())
def test_most_words_of_the_open_questions_are_known(lang: str) -> None:
    found = [
        in_english(case.question, lang)
        for case in cases()
        if case.lang == lang and case.tags[0] == "open"
    ]
    known = sum(gloss is not None and not gloss.unknown for gloss in found)
    assert known >= 0.8 * len(found)
