"""Questions of other languages in English words: what is told, kept, dropped and not known."""

from __future__ import annotations

import hashlib
import json
from importlib.resources import files

import pytest

from index.snapshot import Snapshot
from rag.desk import Question, ReferenceDesk
from rag.gloss import Gloss, in_english
from rag.gloss_words import (
    COMMON,
    COMMON_SHA256,
    GlossWordsError,
    languages,
    read_common,
    words_of,
)
from rag.nearness import GLOSSED, nearness_model
from rag.question import read_question
from rag.terms import with_terms
from training.common_words import packed


def told(text: str, lang: str) -> str:
    gloss = in_english(text, lang)
    assert gloss is not None
    return gloss.text


@pytest.mark.parametrize(
    ("lang", "question", "english"),
    [
        (
            "es",
            "¿Cuántos niños participaron en el ensayo de autismo de Duke?",
            "how many children took part in trial of autism of Duke?",
        ),
        (
            "fr",
            "Quel était le score de Wexner un an après la réparation du sphincter ?",
            "which it was score of Wexner one year after repair of sphincter?",
        ),
        ("de", "Verursachen Statine Muskelschmerzen?", "causes statins muscle pain?"),
        ("pt", "sobrevida da prótese de quadril", "survival of hip replacement"),
        ("ja", "膝の試験で24か月時点の変化", "knee of trial 24 months at of change"),
        ("zh", "中国哪家医院做了中风研究？", "which hospital in China conducted stroke study?"),
    ],
)
def test_known_words_are_told_in_the_order_asked(lang: str, question: str, english: str) -> None:
    assert told(question, lang) == english


@pytest.mark.parametrize(
    ("lang", "question", "names"),
    [
        ("es", "¿Qué mide CRATUS II a los 6 meses?", ["CRATUS II", "6 months"]),
        ("de", "Wie stark änderten sich die ADAS-Cog-Werte?", ["ADAS-Cog score"]),
        ("fr", "part de CD73 (p=.02) dans NCT02065245", ["CD73", ".02", "NCT02065245"]),
        ("ja", "CRATUSの参加者は何人ですか", ["CRATUS", "how many"]),
        ("zh", "MDS-UPDRS-III评分", ["MDS-UPDRS-III", "score"]),
    ],
)
def test_names_and_figures_stay_as_typed(lang: str, question: str, names: list[str]) -> None:
    for name in names:
        assert name in told(question, lang)


def test_the_parts_of_a_compound_are_told() -> None:
    assert told("Knorpelvolumens der Kniegruppen", "de") == "cartilage volume of knee group"
    assert told("Scheininfusionen", "de") == "sham infusion"


def test_accents_may_be_left_out_and_matter_where_they_are_typed() -> None:
    assert told("cordon umbilical", "es") == told("cordón umbilical", "es") == "umbilical cord"
    assert told("une étude sur le genou", "fr").split()[-2:] == ["about", "knee"]
    assert told("est-ce sûr", "fr").endswith("safe")


def test_a_word_that_is_not_known_is_told_of() -> None:
    gloss = in_english("¿La rasagilina mejora la marcha?", "es")
    assert gloss == Gloss("rasagilina improved walking?", ("rasagilina",))


def test_what_is_not_known_must_stand_in_the_evidence(small_snapshot: Snapshot) -> None:
    gloss = in_english("¿La rasagilina mejora la marcha?", "es")
    assert gloss is not None
    read = with_terms(read_question(gloss.text), small_snapshot.encoder, english=False, gloss=gloss)
    assert [term.text for term in read.terms] == ["rasagilina"]


def test_a_neighbouring_language_serves_where_it_knows_every_word() -> None:
    german = "Parkinson-Zittern: waren die Infusionen besser als Placebo?"
    assert told(german, "nl") == told(german, "de")
    assert in_english("Wat deed de rasagiline met de wandelafstand?", "nl") is None


def test_english_and_languages_without_words_are_left_alone() -> None:
    assert in_english("What did CRATUS find?", "en") is None
    assert in_english("What did CRATUS find?", "") is None
    assert in_english("Что нашло исследование CRATUS?", "ru") is None


def test_a_gloss_needs_more_support_than_what_was_asked_in_english() -> None:
    model = nearness_model()
    plain = model.least("what did it find", english=True)
    assert model.least("what did it find", english=False, glossed=True) == GLOSSED * plain > plain


def test_a_question_in_spanish_is_answered_from_an_english_library(desk: ReferenceDesk) -> None:
    answer = desk.ask(Question("¿Mejoró la distancia de marcha en el ensayo KNEECELL?"))
    assert answer.outcome == "answered"
    assert any("walking distance" in entry.quote.text for entry in answer.evidence)
    assert "KNEECELL" in desk.search("¿Qué es el ensayo KNEECELL de la rodilla?")[0].quote.text


@pytest.mark.parametrize(
    "question",
    [
        "¿Mejoró la rasagilina la distancia de marcha en el ensayo KNEECELL?",
        "¿Cuántas mujeres participaron en el ensayo CORDJOINT?",
        "Wie viele Frauen nahmen an der KNEECELL-Studie teil?",
    ],
)
def test_what_the_library_lacks_is_not_answered_in_any_language(
    desk: ReferenceDesk, question: str
) -> None:
    assert desk.ask(Question(question)).outcome == "not_in_library"


def test_every_row_of_the_table_has_a_cell_for_each_language() -> None:
    table = json.loads(files("rag").joinpath("data/words.json").read_text("utf-8"))
    assert tuple(table["languages"]) == languages()
    for row in table["words"]:
        assert len(row) == 1 + len(languages())
        assert row[0].isascii()
        for cell in row[1:]:
            entries = cell.split(",")
            assert all(entry == entry.strip() == entry.lower() for entry in entries if entry), row
            assert len(set(entries)) == len(entries), (row[0], cell)


def test_the_learned_words_are_the_released_ones() -> None:
    raw = files("rag").joinpath("data", COMMON).read_bytes()
    assert read_common(raw, "es", COMMON_SHA256)["biblioteca"] == "library"
    with pytest.raises(GlossWordsError, match="not the released file"):
        read_common(raw + b" ", "es", COMMON_SHA256)
    with pytest.raises(GlossWordsError, match="cannot read"):
        read_common(raw, "xx", COMMON_SHA256)


def test_learned_words_are_packed_alike_and_read_back() -> None:
    words = {"es": {"biblioteca": "library", "libro": "book"}, "zh": {"公司": "company"}}
    raw = packed(words)
    assert raw == packed(words)
    sha256 = hashlib.sha256(raw).hexdigest()
    assert read_common(raw, "es", sha256) == words["es"]
    assert read_common(raw, "zh", sha256) == words["zh"]


def test_the_words_of_a_language_are_read_once() -> None:
    assert words_of("es") is words_of("es")
    assert words_of("sv") is None
