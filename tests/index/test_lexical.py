"""Folding, stems and BM25."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import index.lexical
from index.analysis import analyze
from index.errors import SnapshotError
from index.lexical import LexicalIndex
from index.textfold import fold, words

TEXTS = [
    "TNF-α fell by 1.2 pg/mL in the treated frailty group.",
    "Registered as NCT04089579; 10×10⁶ cells were given.",
    "The 6MWT rose by 66 m (p=.011) in frailty.",
    "CD105+ and CD34− cells; IL‑6 was not measured.",
    "Patients walked further after six months of follow-up, doi 10.1093/gerona/glx056.",
    "",
]


@pytest.fixture(scope="module")
def lexical(tmp_path_factory: pytest.TempPathFactory) -> LexicalIndex:
    folder = tmp_path_factory.mktemp("lexical")
    LexicalIndex.build(folder, TEXTS)
    return LexicalIndex.open(folder)


@pytest.mark.parametrize(
    ("typed", "row"),
    [
        *[(f"TNF{dash}α", 0) for dash in ("-", "‐", "‑", "–", "—", "−", "")],
        ("TNF alpha", 0),
        ("tnf-alpha", 0),
        ("tnfalpha", 0),
        ("NCT04089579", 1),
        ("nct 04089579", 1),
        ("NCT–04089579", 1),
        ("10×10⁶", 1),
        ("10 x 10^6", 1),
        ("10*10⁶", 1),
        ("6MWT", 2),
        ("6-MWT", 2),
        ("p=.011", 2),
        ("P = 0.011", 2),
        ("p = 0·011", 2),
        ("CD105", 3),
        ("CD105+", 3),
        ("CD105⁺", 3),
        ("IL-6", 3),
        ("il6", 3),
        ("patient walking", 4),
        ("followup", 4),
        ("https://doi.org/10.1093/gerona/glx056.", 4),
        ("10.1093/GERONA/GLX056", 4),
    ],
)
def test_identifiers_are_found_however_typed(lexical: LexicalIndex, typed: str, row: int) -> None:
    assert lexical.search(typed, 6)[0][0] == row


def test_an_exponent_is_not_a_longer_number() -> None:
    assert "10x10^6" in words("10×10⁶ cells")
    assert "106" not in words("10×10⁶ cells")
    assert words("10⁻⁶") == ["10^-6"]


def test_a_range_is_not_one_number() -> None:
    assert words("10–20") == ["10", "20"]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Müller’s naïve ﬁne", "muller naive fine"),
        ("50 μg and 5 µM", "50 ug and 5 um"),
        ("NF-κB", "nf-kappa-b"),
        ("1,000,000 cells; refs 13,14", "1000000 cells; refs 13,14"),
        ("a\x00b\u200bc\ud800d", "a bcd"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text(max_size=300))
def test_any_text_is_folded_and_analysed_the_same_twice(text: str) -> None:
    assert analyze(text) == analyze(text)
    assert all(stem and not stem.isspace() for stem in analyze(text))


@given(st.text(max_size=200))
def test_hostile_queries_never_fail(lexical: LexicalIndex, text: str) -> None:
    hits = lexical.search(text, 3)
    assert len(hits) <= 3


@pytest.mark.parametrize(
    "query",
    [
        "body:frailty AND (",
        '"frailty',
        "frailty OR *",
        "row:0",
        "[a TO z]",
        "frailty^9",
        "-frailty",
    ],
)
def test_query_syntax_is_only_text(lexical: LexicalIndex, query: str) -> None:
    rows = sorted(row for row, _ in lexical.search(query, 6))
    assert rows == ([0, 2] if "frailty" in query else [])


def test_scores_are_bm25(lexical: LexicalIndex) -> None:
    # Robertson and Zaragoza 2009, with k1 = 1.2 and b = 0.75, worked out in full.
    stem = "frailti"
    documents = [analyze(text) for text in TEXTS]
    average = sum(map(len, documents)) / len(documents)
    idf = math.log(1 + (6 - 2 + 0.5) / (2 + 0.5))
    assert lexical.idf([stem]) == {stem: pytest.approx(idf)}
    for row, score in lexical.search("frailty", 6):
        count = documents[row].count(stem)
        norm = 1.2 * (0.25 + 0.75 * len(documents[row]) / average)
        assert score == pytest.approx(idf * 2.2 * count / (count + norm), rel=1e-5)


def test_a_stem_nobody_has_weighs_most(lexical: LexicalIndex) -> None:
    weights = lexical.idf(["frailti", "unheard"])
    assert weights["unheard"] == pytest.approx(math.log(1 + 6.5 / 0.5))
    assert weights["unheard"] > weights["frailti"]


@pytest.mark.parametrize("named", [0, 3, 10_000])
@pytest.mark.parametrize("count", [0, 1, 5, 60, 199, 200])
def test_filter_is_exact_at_any_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: int, count: int
) -> None:
    monkeypatch.setattr(index.lexical, "_MOST_NAMED", named)
    rng = np.random.default_rng(5)
    texts = [" ".join(rng.choice(list("abcdefgh"), 12)).replace("a", "cell") for _ in range(200)]
    lexical = LexicalIndex.build(tmp_path / "x", texts)
    allowed = rng.permutation(200)[:count].astype(np.int64)
    everything = lexical.search("cell b", 200)
    want = [hit for hit in everything if hit[0] in set(allowed.tolist())][:10]
    got = lexical.search("cell b", 10, allowed)
    assert [row for row, _ in got] == [row for row, _ in want]
    assert [s for _, s in got] == pytest.approx([s for _, s in want])


def test_ties_go_by_row_across_the_cut(tmp_path: Path) -> None:
    lexical = LexicalIndex.build(tmp_path / "x", ["same words here"] * 40)
    assert [row for row, _ in lexical.search("words", 5)] == [0, 1, 2, 3, 4]
    allowed = np.array([30, 4, 12])
    assert [row for row, _ in lexical.search("words", 2, allowed)] == [4, 12]


def test_stop_words_alone_find_nothing(lexical: LexicalIndex) -> None:
    assert lexical.search("what is the", 5) == []
    assert lexical.search("", 5) == []
    assert lexical.search("frailty", 0) == []


def test_a_folder_that_is_no_index_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SnapshotError, match="cannot read the lexical index"):
        LexicalIndex.open(tmp_path)


def test_opening_leaves_the_folder_as_it_was(tmp_path: Path) -> None:
    LexicalIndex.build(tmp_path / "x", TEXTS)
    before = {path.name: path.stat().st_mtime_ns for path in (tmp_path / "x").iterdir()}
    when = (tmp_path / "x").stat().st_mtime_ns
    lexical = LexicalIndex.open(tmp_path / "x")
    assert lexical.search("frailty", 1)
    assert {p.name: p.stat().st_mtime_ns for p in (tmp_path / "x").iterdir()} == before
    assert (tmp_path / "x").stat().st_mtime_ns == when
    assert not any(name.endswith(".lock") for name in before)
    assert all(path.stat().st_mode & 0o044 for path in (tmp_path / "x").iterdir())


@pytest.mark.parametrize(
    ("several", "one"), [("MSCs", "MSC"), ("UC-MSCs", "UC-MSC"), ("HDLs", "HDL")]
)
def test_letters_without_a_vowel_have_a_plural_too(several: str, one: str) -> None:
    assert analyze(several)[0] == analyze(one)[0]
    assert analyze("TBSS lps ASCs") == ["tbss", "lps", "asc"]
