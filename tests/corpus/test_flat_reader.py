"""Flattened text: what a line is told by its look alone, and the two real pages by landmarks."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from corpus.library import read_article
from corpus.passages import Budget
from corpus.readers.flat import read_flat
from corpus.records import Article, Document, Kind
from corpus.source import read_source
from tests.shared import shared_path


def read(text: str) -> Document:
    return read_flat(text, Path("page.txt"))


def told(document: Document) -> list[tuple[str, str]]:
    return [(block.kind.value, block.span.quote(document.source)) for block in document.blocks]


PAGE = """Some cells
A lead sentence about cells that were named in 1991 2 by others:
- first item needs-replication
- [x] second item, low-grade
| Name | Size |
|---|---|
| a | 5 |
2. Second part
Inner heading
Phase 2 ran for 12 weeks 1. On day 7. It rose to 5.
Footnotes
-
doi:10.1000/x.1 · one ↩
-
two ↩
"""


def test_kinds_sections_and_labels() -> None:
    document = read(PAGE)
    assert [kind for kind, _ in told(document)] == [
        "heading",
        "paragraph",
        "list_item",
        "list_item",
        "table_header",
        "table_row",
        "heading",
        "heading",
        "paragraph",
        "heading",
        "footnote",
        "footnote",
    ]
    assert document.title == "Some cells"
    row = next(block for block in document.blocks if block.kind is Kind.TABLE_ROW)
    assert row.header == ("Name", "Size")
    assert row.section == ("Some cells",)
    assert document.blocks[8].section == ("Some cells", "2. Second part", "Inner heading")
    assert [block.label for block in document.blocks[-2:]] == ["1", "2"]
    assert [tag.name for tag in document.tags] == ["needs-replication"]


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("Cells were named 1.", ["1"]),
        ("Named in 1991 1 by others 2.", ["1", "2"]),
        ("Phase 1. On day 1. At 1. Up to 2.", []),
        ("It took 12 weeks 1.", ["1"]),
        ("They grew 2.", []),  # the first mark of a list is its first number
        ("They grew 1. And slept 3.", ["1"]),
        ("They grew 1. And slept 1.", ["1"]),  # the list shows one back-link for it
        ("They grew 12 and more.", []),
    ],
)
def test_bare_digits_that_cite(text: str, labels: list[str]) -> None:
    document = read(f"{text}\nFootnotes\n-\none ↩\n-\ntwo ↩\n-\nthree ↩\n")
    assert [marker.label for marker in document.markers] == labels
    for marker in document.markers:
        assert marker.span.quote(document.source) == marker.label


def test_without_a_list_no_digit_cites() -> None:
    assert read("Cells were named 1. They grew 2.\n").markers == ()


def seed(name: str) -> Article:
    return read_article(shared_path("corpora/seeds") / name, Budget())


def test_landmarks_of_the_first_seed() -> None:
    article = seed("000_5debf9158c947f94.txt")
    assert len(article.statements) == 49
    kinds = Counter(statement.kind.value for statement in article.statements)
    assert kinds == {"heading": 6, "list_item": 6, "paragraph": 37}
    assert article.title == "What are umbilical cord MSCs?"
    assert article.statements[0].text == "Key takeaways"
    assert article.statements[9].text.startswith("They are one of several")
    assert article.statements[-1].text == "Individual results vary."
    assert [reference.key for reference in article.references] == ["NCT04089579", "NCT04811651"]


SECOND = "003_e4b2aff5fb764daf.txt"


def test_landmarks_of_the_second_seed() -> None:
    article = seed(SECOND)
    assert len(article.statements) == 152
    kinds = Counter(statement.kind.value for statement in article.statements)
    assert (kinds["footnote"], kinds["table_header"], kinds["table_row"]) == (9, 4, 15)
    assert article.title.startswith("Mesenchymal stem/stromal cell")
    assert article.statements[9].text.startswith("Marker expression: CD105+")
    assert article.statements[-1].text.startswith("doi:10.1007/s13770-025-00782-1")
    assert article.as_of == "2026-05-06"


def test_marks_of_the_second_seed() -> None:
    path = shared_path("corpora/seeds") / SECOND
    document = read_flat(read_source(path), path)
    assert [marker.label for marker in document.markers] == "1 2 3 4 5 6 4 4 7 8 9 4".split()
    # The list's own back-links count the marks of each note.
    shown = {
        block.label: block.span.quote(document.source).count("↩")
        for block in document.blocks
        if block.kind is Kind.FOOTNOTE
    }
    assert Counter(marker.label for marker in document.markers) == shown


@pytest.mark.parametrize(
    ("place", "label", "doi", "design", "n", "access"),
    [
        (0, "Dominici 2006", "10.1080/14653240600855905", "consensus", None, "closed"),
        (1, "Caplan 1991", "10.1002/jor.1100090504", "review", None, "closed"),
        (2, "Caplan 2017", "10.1002/sctm.17-0051", "perspective", None, "full_text"),
        (3, "Galipeau 2018", "10.1016/j.stem.2018.05.004", "perspective", None, "full_text"),
        (4, "Golpanian 2017", "10.1093/gerona/glx056", "phase-trial", 15, "full_text"),
        (5, "Tompkins 2017", "10.1093/gerona/glx137", "rct", 30, "full_text"),
        (6, "Scott 2018", "10.1007/s40259-018-0311-4", "review", None, "closed"),
        (7, "Schiess 2025", "10.1002/mds.70028", "rct", 45, "abstract_only"),
        (8, "Kim 2026", "10.1007/s13770-025-00782-1", "systematic-review", None, "abstract_only"),
    ],
)
def test_footnotes_of_the_second_seed(
    place: int, label: str, doi: str, design: str, n: int | None, access: str
) -> None:
    article = seed(SECOND)
    notes = [statement for statement in article.statements if statement.kind is Kind.FOOTNOTE]
    (key,) = notes[place].references
    reference = next(each for each in article.references if each.key == key)
    assert (reference.label, reference.doi) == (label, doi)
    assert (reference.design, reference.n, reference.access) == (design, n, access)
    assert reference.year == int(label[-4:])
