"""Other names: what is learned, what is not, and that either name finds the other's passage."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.build import BuildOptions, build_snapshot
from index.errors import SnapshotError
from index.search import Searcher
from index.snapshot import SYNONYMS_FILE, active_path, open_snapshot
from index.synonyms import Synonym, Synonyms, definitions, learn_synonyms
from rag.candidates import find_candidates
from rag.question import read_question
from tests.handmade import make_article


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("six-minute walk test (6MWT)", []),
        ("the 6-minute walk test (6MWT) rose", [("6MWT", "6-minute walk test")]),
        ("graft-versus-host disease (GvHD; n=4)", [("GvHD", "graft-versus-host disease")]),
        (
            "in steroid-refractory acute graft-versus-host disease (SR-aGvHD)",
            [("SR-aGvHD", "steroid-refractory acute graft-versus-host disease")],
        ),
        ("tumour necrosis factor-α (TNF-α) fell", [("TNF-α", "tumour necrosis factor-α")]),
        ("It worked. Cells (CE) were given", []),
        ("fell by half (p=0.01)", []),
        ("as was seen (Table) before", []),
        ("the drug (USA) was given", []),
        ("()", []),
    ],
)
def test_definitions(text: str, found: list[tuple[str, str]]) -> None:
    assert list(definitions(text)) == found


@given(st.text(max_size=200))
def test_any_text_can_be_learned_from(text: str) -> None:
    table = learn_synonyms([[text]])
    table.of(text)
    for short, long in definitions(text):
        assert f"{short}" in text
        assert long in text


def test_a_short_form_of_two_meanings_stands_for_neither() -> None:
    split = [["Multiple sclerosis (MS)"], ["mass spectrometry (MS)"]]
    assert learn_synonyms(split).pairs == ()
    most = learn_synonyms([*split, ["multiple sclerosis (MS)"], ["Multiple sclerosis (MS)"]])
    assert most.pairs == (Synonym("MS", "Multiple sclerosis", "abbreviation", 3),)


def test_spellings_of_one_meaning_stand_side_by_side() -> None:
    texts = [["mesenchymal stem cells (MSCs)"], ["mesenchymal stromal cells (MSCs)"]]
    assert [pair.other for pair in learn_synonyms(texts).pairs] == [
        "mesenchymal stem cells",
        "mesenchymal stromal cells",
    ]


def test_two_names_need_both_orders() -> None:
    one_way = [["Examplocel (RX-101) was given"]]
    assert learn_synonyms(one_way).pairs == ()
    both = learn_synonyms([*one_way, ["RX-101 (Examplocel) was given"]])
    assert both.pairs == (Synonym("Examplocel", "RX-101", "name", 2),)
    lopsided = [["mouse (NCTX1) here"], *([f"NCTX1 (mouse) {i}"] for i in range(9))]
    assert learn_synonyms(lopsided).pairs == ()


def test_the_order_of_articles_does_not_matter() -> None:
    texts = [["Multiple sclerosis (MS)"], ["multiple Sclerosis (MS)"], ["mean score (MS)"]]
    assert learn_synonyms(texts).pairs == learn_synonyms(texts[::-1]).pairs


def test_names_are_found_whatever_their_ending_and_dash() -> None:
    table = learn_synonyms([["mesenchymal stromal cells (MSCs)"], ["the walk index (6-WI)"]])
    (renaming,) = table.of("Is an MSC safe?")
    assert renaming.name == ("msc",)
    assert renaming.other == ("mesenchymal", "stromal", "cells")
    assert table.of("the mesenchymal stromal cell")[0].other == ("mscs",)
    assert table.of("") == ()


def test_a_table_is_kept_as_it_is(tmp_path: Path) -> None:
    table = learn_synonyms([["multiple sclerosis (MS)"], ["ängstliche Skala (ÄS)"]])
    table.save(tmp_path / "table.json")
    assert Synonyms.open(tmp_path / "table.json").pairs == table.pairs
    assert len((tmp_path / "table.json").read_text("utf-8").splitlines()) == len(table.pairs) + 2
    (tmp_path / "table.json").write_text('[{"one": 1}]')
    with pytest.raises(SnapshotError, match="synonyms"):
        Synonyms.open(tmp_path / "table.json")


def test_either_name_finds_and_supports_the_other(tmp_path: Path, models_folder: Path) -> None:
    far = [("Notes", [f"Sentence {i} tells of the storage of records." for i in range(6)])]
    articles = [
        make_article("first", [("Terms", ["Quarterly loss of balance (QLB) was told before."])]),
        make_article("second", [("Trial", ["Of people with QLB, 12 of 40 fell in a year."])]),
        *(make_article(f"far-{i}", far) for i in range(3)),
    ]
    build_snapshot(articles, tmp_path, options=BuildOptions(models=models_folder))
    assert SYNONYMS_FILE in {path.name for path in active_path(tmp_path).iterdir()}
    searcher = Searcher(open_snapshot(tmp_path))
    asked = "How many people with quarterly loss of balance fell in a year?"
    question = read_question(asked)
    best = find_candidates(searcher, question, None)[0]
    assert best.statement.clean.startswith("Of people with QLB")
    assert {"quarterly", "loss", "balance"} <= best.held
    lexical = searcher.snapshot.lexical
    plain = dict(lexical.search("quarterly loss of balance", 9))
    wide = dict(lexical.search("quarterly loss of balance", 9, also="qlb"))
    assert len(wide) == len(plain) + 1
