"""Hybrid search: ranks, filters, statement scores, and what a serving process imports."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from corpus.records import Reference
from corpus.vocabulary import TIERS, UnknownTierError
from index.arrays import Float32
from index.embedding.query_map import query_map_for
from index.exact import exact_scores
from index.filters import Facets, Filters
from index.fusion import convex_combination
from index.search import Searcher
from index.snapshot import Snapshot
from tests.handmade import make_article, small_library

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def searcher(snapshot: Snapshot) -> Searcher:
    return Searcher(snapshot)


def mapped(snapshot: Snapshot, vector: Float32) -> Float32:
    found = query_map_for(snapshot.encoder.settings)
    assert found is not None
    return found(vector)


@pytest.mark.parametrize(
    ("query", "row"),
    [
        ("How far could old people walk?", 0),
        ("a study of elderly, frail people", 0),
        ("TNF–α", 0),
        ("NCT 04089579", 1),
        ("animal experiment with cells from the cord", 1),
        ("surface markers", 2),
        ("is the term justified?", 3),
    ],
)
def test_the_right_passage_comes_first(searcher: Searcher, query: str, row: int) -> None:
    hits = searcher.search(query)
    assert hits[0].row == row
    assert searcher.snapshot.store.passage_row(row).id == hits[0].passage_id


def test_hits_tell_both_ranks_and_scores(searcher: Searcher) -> None:
    query = "mesenchymal cells of bone marrow"
    snapshot = searcher.snapshot
    vector = searcher.encode(query)
    dense = snapshot.dense.search(mapped(snapshot, vector), 100)
    lexical = snapshot.lexical.search(query, 100)
    fused = convex_combination(dict(dense), dict(lexical))
    hits = Searcher(snapshot, reranker=None).search(query)
    assert [hit.row for hit in hits] == [row for row, _ in fused]
    assert [hit.score for hit in hits] == pytest.approx([score for _, score in fused], abs=1e-6)
    for hit in hits:
        place = [row for row, _ in lexical].index(hit.row) if hit.lexical_rank else None
        assert hit.lexical_rank == (None if place is None else place + 1)
        assert hit.lexical_score == (None if place is None else lexical[place][1])
        assert dense[(hit.dense_rank or 0) - 1][0] == hit.row
        assert hit.dense_score == pytest.approx(dict(dense)[hit.row], abs=1e-6)
    assert Searcher(snapshot, reranker=None).search(query, query_vector=vector) == hits


def test_a_lexical_hit_beyond_the_dense_candidates_has_its_cosine(searcher: Searcher) -> None:
    hits = searcher.search("NCT04089579", k=1, candidates=1)
    assert hits[0].lexical_rank == 1 or hits[0].dense_rank == 1
    both = searcher.search("disputed NCT04089579", k=4, candidates=1)
    vector = mapped(searcher.snapshot, searcher.encode("disputed NCT04089579"))
    expected = dict(searcher.snapshot.dense.search(vector, 4))
    for hit in both:
        assert hit.dense_score == pytest.approx(expected[hit.row], abs=1e-6)


def test_a_score_does_not_depend_on_how_deep_the_searches_go(searcher: Searcher) -> None:
    query = "cells of the cord in frail mice"
    whole = {hit.row: hit for hit in searcher.search(query)}
    for hit in searcher.search(query, k=4, candidates=1):
        assert hit.score == pytest.approx(whole[hit.row].score, abs=1e-6)
        assert hit.lexical_score == whole[hit.row].lexical_score


def test_scores_stay_above_nothing(searcher: Searcher) -> None:
    opposite = -searcher.encode("cells")
    hits = searcher.search("zzzz", query_vector=opposite)
    assert len(hits) == 4
    assert min(hit.score for hit in hits) > 0


@pytest.mark.parametrize("query", ["", "  \n", "\t"])
def test_a_blank_query_finds_nothing(searcher: Searcher, query: str) -> None:
    assert searcher.search(query) == []


@pytest.mark.parametrize("query", ["\x00", '")(', "\ud800", "词" * 900, "a" * 2000, "OR AND NOT"])
def test_odd_queries_are_answered(searcher: Searcher, query: str) -> None:
    hits = searcher.search(query, k=3)
    assert len(hits) == 3
    assert all(np.isfinite(hit.dense_score) for hit in hits)


def test_k_is_kept(searcher: Searcher) -> None:
    assert len(searcher.search("cells", k=2)) == 2
    assert len(searcher.search("cells", k=400)) == 4
    assert searcher.search("cells", k=0) == []


@pytest.mark.parametrize(
    ("filters", "rows"),
    [
        (Filters(), [0, 1, 2, 3]),
        (Filters(articles=("names", "cord")), [1, 2, 3]),
        (Filters(articles=("nowhere",)), []),
        (Filters(tiers=("lab_mechanistic",)), [0]),
        (Filters(tiers=("animal_study", "background")), [1, 2, 3]),
        (Filters(weakest_tier="human_early_phase"), [0]),
        (Filters(weakest_tier="animal_study"), [0, 1]),
        (Filters(human_only=True), [0]),
        (Filters(since_year=2017), [0, 1]),
        (Filters(since_year=2018), [1]),
        (Filters(conditions=("Frailty",)), [0]),
        (Filters(conditions=("stroke", "aging")), [0, 1]),
        (Filters(conditions=("the",)), []),
        (Filters(tiers=("animal_study",), since_year=2018), [1]),
        (Filters(tiers=("animal_study",), human_only=True), []),
    ],
)
def test_filters_leave_exactly_what_fits(
    searcher: Searcher, filters: Filters, rows: list[int]
) -> None:
    hits = searcher.search("cells in people and mice", filters=filters)
    assert sorted(hit.row for hit in hits) == rows


def test_one_statement_must_meet_all_conditions() -> None:
    old = Reference(key="a", label="Old", year=1999, condition="stroke")
    new = Reference(key="b", label="New", year=2024, condition="frailty")
    article = make_article(
        "mixed",
        [("One", ["Human and old.", "Animal and new."]), ("Two", ["Again human.", "Again mice."])],
        tiers=("human_early_phase", "animal_study"),
        references=(old, new),
    )
    facets = Facets.gather([article])
    assert facets.rows(Filters(human_only=True)).tolist() == [0, 1]  # type: ignore[union-attr]
    assert facets.rows(Filters(since_year=2020)).tolist() == [0, 1]  # type: ignore[union-attr]
    both = facets.rows(Filters(human_only=True, since_year=2020))
    assert both is not None
    assert both.tolist() == []


def test_an_article_may_name_its_conditions(tmp_path: Path) -> None:
    tagged = make_article("tagged", [("One", ["A text."])], metadata={"conditions": ["Lupus"]})
    Facets.gather([*small_library(), tagged]).save(tmp_path)
    rows = Facets.open(tmp_path).rows(Filters(conditions=("lupus",)))
    assert rows is not None
    assert rows.tolist() == [4]


def test_unknown_tiers_are_refused() -> None:
    with pytest.raises(UnknownTierError, match="use one of"):
        Filters(tiers=("gold",))
    with pytest.raises(UnknownTierError, match="use one of"):
        Filters(weakest_tier="gold")


def test_each_tier_can_be_filtered_by_rank() -> None:
    names = sorted(TIERS, key=lambda name: TIERS[name].rank)
    article = make_article("all", [(name, ["Text."]) for name in names], tiers=names)
    facets = Facets.gather([article])
    for name in names:
        got = facets.rows(Filters(weakest_tier=name))
        want = [i for i, other in enumerate(names) if TIERS[other].rank <= TIERS[name].rank]
        assert got is not None
        assert got.tolist() == want


def test_statement_scores_are_cosines(searcher: Searcher) -> None:
    query = searcher.encode("six-minute walk distance") * np.float32(3)
    scores = searcher.statement_scores(query, [1, 0])
    assert [len(part) for part in scores] == [2, 3]
    pieces = np.asarray(searcher.snapshot.pieces[0:3], dtype=np.float32)
    assert scores[1] == pytest.approx(exact_scores(pieces, query), abs=1e-3)
    assert int(np.argmax(scores[1])) == 1
    assert searcher.statement_scores(query, []) == []


def test_threads_find_the_same(searcher: Searcher) -> None:
    queries = ["walking", "cord cells in mice", "surface markers", "TNF-α"] * 10
    want = [[hit.row for hit in searcher.search(query)] for query in queries]
    with ThreadPoolExecutor(4) as pool:
        got = list(pool.map(lambda query: [h.row for h in searcher.search(query)], queries))
    assert got == want


def test_serving_imports_neither_torch_nor_transformers(built_data: Path) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from index.search import Searcher\n"
        "from index.snapshot import open_snapshot\n"
        "hits = Searcher(open_snapshot(Path(sys.argv[1]), 'full')).search('frailty trial')\n"
        "assert hits[0].row == 0, hits\n"
        "heavy = ['torch', 'transformers', 'sentence_transformers', 'onnx']\n"
        "heavy.append('corpus.conflicts.find')  # what only a build needs\n"
        "print([name for name in heavy if name in sys.modules])\n"
    )
    command = [sys.executable, "-W", "error", "-c", code, str(built_data)]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"
