"""JATS files that are broken, empty, huge or meant to harm: told plainly, in bounded time."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from corpus.library import read_article, read_library
from corpus.passages import Budget
from corpus.readers.jats import xml as jatsxml
from corpus.readers.jats.reader import read_jats
from corpus.records import Kind, Problem
from corpus.source import ArticleError
from tests.corpus.jats_pages import DOCTYPE, jats, read_text, section
from tests.corpus.proofs import proved

LAUGHS = (
    "<!DOCTYPE article [<!ENTITY a 'ha'>"
    + "".join(
        f"<!ENTITY {b} '{f'&{a};' * 10}'>" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]><article><body><p>&i;</p></body></article>"
)


def refusal(text: str | bytes, folder: Path) -> Problem:
    path = folder / "bad.xml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises(ArticleError) as caught:
        list(read_jats(path))
    assert caught.value.problem.fatal
    assert caught.value.problem.path == str(path)
    return caught.value.problem


@pytest.mark.parametrize(
    "text",
    [
        LAUGHS,
        '<!DOCTYPE article [<!ENTITY x SYSTEM "file:///etc/hostname">]><article>&x;</article>',
        '<!DOCTYPE article [<!ENTITY % x SYSTEM "http://example.org/x.dtd"> %x;]><article/>',
        '<!DOCTYPE article [<!ENTITY x PUBLIC "a" "http://example.org/x">]><article/>',
        "<!DOCTYPE article [<!ENTITY q 'aaaaaaaaaaaa'>]><article>&q;&q;</article>",
    ],
)
def test_declared_entities_are_refused(text: str, tmp_path: Path) -> None:
    started = time.monotonic()
    problem = refusal(text, tmp_path)
    assert problem.code == "entity-declared"
    assert problem.line == 1
    assert time.monotonic() - started < 1


def test_the_dtd_of_jats_is_named_and_never_fetched(tmp_path: Path) -> None:
    away = '<!DOCTYPE article PUBLIC "-//NLM//DTD JATS" "http://dtd.example.org/jats.dtd">'
    for head in (DOCTYPE, away, ""):
        assert "Hot." in read_text(jats(section("Results", "Hot."), head=head), tmp_path).source


def test_a_picture_named_as_an_entity_is_no_harm(tmp_path: Path) -> None:
    head = (
        '<!DOCTYPE article [<!NOTATION IMAGE SYSTEM "image">'
        '<!ENTITY gr1 SYSTEM "gr1" NDATA IMAGE>]>'
    )
    assert "Hot." in read_text(jats(section("Results", "Hot."), head=head), tmp_path).source


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        (jats(section("Results", "Hot."))[:-40], "broken-xml", 2),
        ("<article>\n<body>\n<p>a</b></body></article>", "broken-xml", 3),
        ("<article>\n&nosuchthing;</article>", "broken-xml", 2),
        ("not XML at all", "broken-xml", 1),
        ("<html>\n<body><p>a</p></body></html>", "not-jats", 1),
        ("<?xml version='1.0'?>\n<rss><channel/></rss>", "not-jats", 2),
        ("<article>" + "<sec>" * 200 + "</sec>" * 200 + "</article>", "too-deep", 1),
        ("", "empty", 0),
        (b"<article>\n\xff</article>", "not-utf-8", 2),
        ("<article>\x01</article>", "binary", 1),
    ],
)
def test_broken_files_are_told_with_their_line(
    text: str | bytes, code: str, line: int, tmp_path: Path
) -> None:
    problem = refusal(text, tmp_path)
    assert (problem.code, problem.line) == (code, line)


def test_a_flood_of_elements_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jatsxml, "MOST_ELEMENTS", 1_000)
    assert refusal(f"<article>{'<p/>' * 2_000}</article>", tmp_path).code == "too-large"


@pytest.mark.parametrize(
    "text",
    [
        "<article/>",
        "<article><front/><body/><back/></article>",
        jats(""),
        jats("", back=""),
        jats(section("Funding", "The maker paid.")),
    ],
)
def test_an_article_without_text_is_told_and_not_made(text: str, tmp_path: Path) -> None:
    path = tmp_path / "empty.nxml"
    path.write_text(text, "utf-8")
    (document,) = read_jats(path)
    assert document.blocks == ()


def test_an_article_without_a_front_is_read_and_is_nobodys_study(tmp_path: Path) -> None:
    text = "<article><body><sec><title>Results</title><p>Hot.</p></sec></body></article>"
    document = read_text(text, tmp_path)
    proved(document)
    assert document.own is None
    assert [problem.code for problem in document.problems] == ["no-title"]


def test_an_abstract_alone_is_read_as_such(tmp_path: Path) -> None:
    document = read_text(jats("", abstract="<p>Fever fell.</p>"), tmp_path)
    assert document.own is not None
    assert document.own.access == "abstract_only"


def test_five_megabytes_are_read_in_bounded_time(tmp_path: Path) -> None:
    row = "<tr><td>Day 1</td><td>38.1</td></tr>" * 40
    table = f"<table-wrap><table><tbody>{row}</tbody></table></table-wrap>"
    cited = "".join(
        f'[<xref ref-type="bibr" rid="B{n % 9 + 1}">{n}</xref>] hot. ' for n in range(40)
    )
    part = section("Results", f"Fever fell {cited}{table}", "<italic>More</italic> heat. " * 60)
    text = jats(part * (5_000_000 // len(part)))
    assert len(text) > 4_900_000
    started = time.monotonic()
    document = read_text(text, tmp_path)
    assert time.monotonic() - started < 20
    assert sum(block.kind is Kind.TABLE_ROW for block in document.blocks) > 10_000


def test_a_thousand_citations_in_one_place_cost_no_square(tmp_path: Path) -> None:
    refs = "".join(
        f'<ref id="B{n}"><label>{n}</label><mixed-citation>N {n}.</mixed-citation></ref>'
        for n in range(1, 4_001)
    )
    link = '<xref ref-type="bibr" rid="B{}">{}</xref>'
    ranges = ", ".join(f"{link.format(1, 1)}-{link.format(4000, 4000)}" for _ in range(60))
    text = jats(section("Results", f"Hot [{ranges}]."), back=f"<ref-list>{refs}</ref-list>")
    started = time.monotonic()
    document = read_text(text, tmp_path)
    assert time.monotonic() - started < 5
    assert len(document.markers) == 4_000


def test_one_bad_file_never_stops_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.nxml").write_text(LAUGHS, "utf-8")
    (tmp_path / "b.nxml").write_text(jats(section("Results", "Fever fell.")), "utf-8")
    library = read_library([tmp_path], Budget())
    assert [article.slug for article in library.articles] == ["pmc77001"]
    assert [problem.code for problem in library.failed] == ["entity-declared"]
    assert read_article(tmp_path / "b.nxml", Budget()).own == "doi:10.5555/madeup.1"
