"""Records come back exactly as they were built, from any thread."""

from __future__ import annotations

import contextlib
import dataclasses
import gc
import random
import sqlite3
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.findings import Findings, findings_of
from corpus.records import Article, Problem, Reference, Span
from index.errors import BuildError, NotFoundError, SnapshotError
from index.records import write_store as write_found
from index.store import RecordStore
from tests.handmade import make_article, small_library


def write_store(path: Path, articles: list[Article]) -> None:
    joined, findings = findings_of(articles)
    write_found(path, joined, findings)


@pytest.fixture
def store(tmp_path: Path) -> RecordStore:
    write_store(tmp_path / "records.sqlite", small_library())
    return RecordStore(tmp_path / "records.sqlite")


def test_an_article_comes_back_whole(store: RecordStore) -> None:
    for article in small_library():
        assert store.article(article.slug) == article
        assert store.source(article.slug) == article.source
    assert store.slugs() == ["frailty", "cord", "names"]


def test_the_list_leaves_the_contents_out(store: RecordStore) -> None:
    for listed, article in zip(store.articles(), small_library(), strict=True):
        bare = dataclasses.replace(article, source="", statements=(), passages=(), references=())
        assert listed == bare


def test_odd_characters_and_problems_survive(tmp_path: Path) -> None:
    odd = make_article("odd", [("Höhe\x00", ["lone \ud800 surrogate", "🧬 NUL \x00 here"])])
    problem = Problem("odd.md", 3, "missing-footnote", "No footnote 4.")
    odd = dataclasses.replace(odd, problems=(problem,), metadata={"tags": ["a", "b"], "n": 3})
    write_store(tmp_path / "r.sqlite", [odd])
    store = RecordStore(tmp_path / "r.sqlite")
    assert store.article("odd") == odd
    assert store.problems() == [problem]


def test_rows_and_ids_name_the_same_passages(store: RecordStore) -> None:
    passages = [p for article in small_library() for p in article.passages]
    for row, passage in enumerate(passages):
        assert store.passage_row(row) == passage
        assert store.passage(passage.id) == passage
        assert store.row_of(passage.id) == row
    ids = [passages[2].id, passages[0].id, passages[2].id]
    assert [p.id for p in store.passages(ids)] == ids
    assert store.passage_rows([3, 1]) == [passages[3], passages[1]]
    assert store.passages_of("names") == passages[2:]


def test_the_passage_that_holds_a_statement_is_known_without_its_text(store: RecordStore) -> None:
    for article in small_library():
        held = {key: store.row_of(p.id) for p in article.passages for key in p.statements}
        assert held
        assert store.holders_of(article.slug) == held
    assert store.holders_of("no article") == {}


def test_statements_in_order(store: RecordStore) -> None:
    article = small_library()[0]
    assert store.statements_of("frailty") == list(article.statements)
    assert store.statements_of(article.passages[0]) == list(article.statements)
    assert store.statement(article.statements[1].id) == article.statements[1]


def test_statements_counted_without_their_text(store: RecordStore) -> None:
    counted: Counter[tuple[object, ...]] = Counter()
    for slug in store.slugs():
        for each in store.statements_of(slug):
            counted[slug, each.kind, each.tier, each.references] += 1
    groups = store.alike()
    assert {(g.article, g.kind, g.tier, g.references): g.count for g in groups} == counted
    listed = [(slug, each.key) for slug in store.slugs() for each in store.references_of(slug)]
    assert store.listed() == listed
    assert list(dict.fromkeys(group.article for group in groups)) == store.slugs()


def test_one_reference_for_each_key_over_all_articles(tmp_path: Path) -> None:
    first = small_library()[0]
    other = make_article("other", [("H", ["One."])], references=first.references)
    write_store(tmp_path / "r.sqlite", [first, other])
    store = RecordStore(tmp_path / "r.sqlite")
    assert store.references() == list(first.references)
    assert store.references_of("other") == list(first.references)
    assert store.counts()["references"] == 1


@pytest.mark.parametrize(
    ("method", "key"),
    [
        ("article", "nowhere"),
        ("source", "nowhere"),
        ("passage", "nowhere"),
        ("passage_row", 99),
        ("passage_row", -1),
        ("row_of", "nowhere"),
        ("statement", "frailty@0-1"),
    ],
)
def test_an_unknown_key_is_said(store: RecordStore, method: str, key: object) -> None:
    with pytest.raises(NotFoundError, match=str(key)):
        getattr(store, method)(key)
    with pytest.raises(NotFoundError, match="nowhere"):
        store.references(["nowhere"])


@pytest.mark.parametrize("same", ["slug", "passage", "statement"])
def test_two_of_one_id_are_refused_with_both_files(tmp_path: Path, same: str) -> None:
    first = small_library()[0]
    second = dataclasses.replace(small_library()[1], path="second.md")
    changed: dict[str, Article] = {
        "slug": dataclasses.replace(second, slug=first.slug),
        "passage": dataclasses.replace(second, passages=first.passages),
        "statement": dataclasses.replace(second, statements=first.statements),
    }
    with pytest.raises(BuildError, match=r"occurs twice.*frailty\.md.*second\.md"):
        write_store(tmp_path / "r.sqlite", [first, changed[same]])


def test_many_threads_read_at_once(store: RecordStore) -> None:
    with ThreadPoolExecutor(6) as pool:
        read = list(pool.map(lambda _: store.article("frailty"), range(300)))
    assert read == [small_library()[0]] * 300
    store.close()


def test_the_file_is_not_written(tmp_path: Path, store: RecordStore) -> None:
    before = (tmp_path / "records.sqlite").read_bytes()
    store.articles()
    store.close()
    assert (tmp_path / "records.sqlite").read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["records.sqlite"]


def test_a_file_that_is_no_store_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"nothing of the kind" * 100)
    for name in ("x", "missing"):
        with pytest.raises(SnapshotError, match="cannot read the records"):
            RecordStore(tmp_path / name)


def test_a_study_cited_twice_is_one_record_filled_from_both(tmp_path: Path) -> None:
    bare = Reference(key="NCT01234567", label="NCT01234567", nct="NCT01234567")
    full = dataclasses.replace(bare, label="Marlow 2024", year=2024, n=64)
    first = make_article("one", [("A", ["One calm cell."])], references=(bare,))
    second = make_article("two", [("B", ["Two calm cells."])], references=(full,))
    write_store(tmp_path / "records.sqlite", [first, second])
    with contextlib.closing(RecordStore(tmp_path / "records.sqlite")) as store:
        (merged,) = store.references(["NCT01234567"])
        assert (merged.year, merged.n) == (2024, 64)
        assert store.references_of("one") == store.references_of("two") == [merged]


def test_a_store_dropped_unclosed_closes_its_connections(tmp_path: Path) -> None:
    write_store(tmp_path / "records.sqlite", small_library())
    store = RecordStore(tmp_path / "records.sqlite")
    with ThreadPoolExecutor(2) as pool:
        wait([pool.submit(store.slugs) for _ in range(8)])
    connections = list(store._file._open)
    assert connections
    del store
    gc.collect()
    for connection in connections:
        with pytest.raises(sqlite3.ProgrammingError, match="closed"):
            connection.execute("SELECT 1")


def test_what_is_not_the_text_of_its_span_is_refused(tmp_path: Path) -> None:
    article = small_library()[0]
    first, *rest = article.statements
    moved = Span(first.span.start + 1, first.span.end + 1)
    for wrong in (
        dataclasses.replace(first, text=first.text + "!"),
        dataclasses.replace(first, span=moved),
        dataclasses.replace(first, id="frailty@1-2x"),
        dataclasses.replace(first, article="cord"),
    ):
        changed = dataclasses.replace(article, statements=(wrong, *rest), passages=())
        with pytest.raises(BuildError, match="is not the text of"):
            write_store(tmp_path / f"{len(list(tmp_path.iterdir()))}.sqlite", [changed])


@given(
    st.lists(
        st.lists(
            st.tuples(st.text(st.characters(codec=None), min_size=1), st.text(), st.booleans()),
            min_size=1,
            max_size=5,
        ),
        min_size=1,
        max_size=4,
    ),
    st.randoms(use_true_random=False),
)
@settings(max_examples=60, deadline=None)
def test_any_text_comes_back(groups: list[list[tuple[str, str, bool]]], rng: random.Random) -> None:
    """Quotes of any characters, plain words that differ or not, passages that are cut pieces."""
    article = make_article(
        "any", [(f"S{i}", [text for text, _, _ in group]) for i, group in enumerate(groups)]
    )
    wanted = [clean for group in groups for _, clean, _ in group]
    changed = [same for group in groups for _, _, same in group]
    statements = tuple(
        each if same else dataclasses.replace(each, clean=clean, block=place, header=("a", clean))
        for place, (each, clean, same) in enumerate(
            zip(article.statements, wanted, changed, strict=True)
        )
    )
    passages = tuple(
        each
        if rng.random() < 0.5
        else dataclasses.replace(
            each, text=each.text[::-1], statements=each.statements[::-1] + each.statements[:1]
        )
        for each in article.passages
    )
    article = dataclasses.replace(article, statements=statements, passages=passages)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "records.sqlite"
        write_found(path, [article], Findings({}, {}, ()))
        with contextlib.closing(RecordStore(path)) as store:
            assert store.article("any") == article
            for each in statements:
                assert store.statement(each.id) == each


ODD_IDS = (
    *("", "@", "@0-1", "frailty", "frailty@-1-2", "frailty@007-9", "frailty@٣-٤"),
    *("frailty@1-" + "9" * 40, "nowhere@11-94"),
)


@pytest.mark.parametrize("id_", ODD_IDS)
def test_an_odd_id_is_no_statement(store: RecordStore, id_: str) -> None:
    with pytest.raises(NotFoundError):
        store.statement(id_)


def test_records_take_little_more_than_the_source(tmp_path: Path) -> None:
    groups = [
        (f"Part {part}", [f"Sentence {part}.{place} " + "says of cells what is said. " * 6
                          for place in range(6)])
        for part in range(300)
    ]  # fmt: skip
    article = make_article("long", groups)
    write_store(tmp_path / "records.sqlite", [article])
    assert (tmp_path / "records.sqlite").stat().st_size < 2 * len(article.source)
