"""HTML laid out as text: what is kept, what is left out, marks with their place."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.readers.html import read_html
from corpus.readers.htmlline import footnote_label, raised
from corpus.records import Document


def read(text: str) -> Document:
    return read_html(text, Path("page.html"))


def marks(document: Document) -> list[tuple[str, str]]:
    return [(mark.label, mark.span.quote(document.source)) for mark in document.markers]


PAGE = """<html lang="de"><head><title>Site</title><meta name="date" content="2026-01-02">
<link rel="canonical" href="https://x.org/p"><style>p{}</style></head><body>
<header>Site name</header><nav>Menu</nav>
<main><header><h1>The page<sup><a href="#fn1">1</a></sup></h1></header>
<p>Cells &amp; more:&nbsp;10<sup>6</sup> grew<sup><a href="#fn2">2</a></sup>. One<br>two</p>
<ul><li><p>loose</p><p>item</p><ul><li>inner <a href="#fn1">[1]</a></li></ul></li></ul>
<table><caption>About</caption><tr><th>Name</th><th>Size <a href="#fn2">2</a></th></tr>
<tr><td rowspan="2">a|b</td><td>1 <a href="#fn1">1</a></td></tr><tr><td>2</td></tr>
<tr><td colspan="2">both</td></tr></table>
<script>evil()</script><noscript>no</noscript><svg><text>drawn</text></svg>
<h2>Next</h2><pre>code
 kept</pre><aside>Beside</aside>
<ol><li id="fn1"><p>doi:10.1000/x.1 note <a href="#r">↩</a></p><p>more</p></li>
<li id="fn2">two</li></ol></main><footer>Imprint</footer></body></html>"""


def test_layout() -> None:
    assert read(PAGE).source == (
        "The page[1]\nCells & more: 10⁶ grew[2]. One two\n- loose\n- item\n- inner [1]\nAbout\n"
        "| Name | Size [2] |\n| a/b | 1 [1] |\n| | 2 |\n| both | |\nNext\ncode kept\nBeside\n"
        "- doi:10.1000/x.1 note more\n- two\n"
    )


def test_kinds_sections_headers_and_labels() -> None:
    document = read(PAGE)
    assert [block.kind.value for block in document.blocks] == [
        "heading", "paragraph", "list_item", "list_item", "list_item", "paragraph",
        "table_header", "table_row", "table_row", "table_row", "heading", "code", "paragraph",
        "footnote", "footnote",
    ]  # fmt: skip
    row = document.blocks[8]
    assert (row.header, row.lead) == (("Name", "Size"), "About")
    assert document.blocks[4].lead == "item"
    assert document.blocks[-1].section == ("The page", "Next")
    assert [block.label for block in document.blocks[-2:]] == ["1", "2"]
    assert document.title == "The page"
    assert document.metadata == {"lang": "de", "url": "https://x.org/p", "date": "2026-01-02"}


def test_marks_in_headings_paragraphs_items_and_cells() -> None:
    assert marks(read(PAGE)) == [
        ("1", "[1]"),
        ("2", "[2]"),
        ("1", "[1]"),
        ("2", "[2]"),
        ("1", "[1]"),
    ]


@pytest.mark.parametrize(
    "hiding",
    [
        "hidden",
        "aria-hidden=true",
        'style="display: none"',
        'style="visibility:hidden"',
        'style="font-size:0"',
        'style="position:absolute; left:-9999px"',
        'style="color: transparent"',
    ],
)
def test_hidden_text_is_left_out_and_told_with_its_line(hiding: str) -> None:
    document = read(f"<p>shown</p>\n<div {hiding}><p>unseen words</p></div><p>and shown</p>")
    assert document.source == "shown\nand shown\n"
    (problem,) = document.problems
    assert (problem.code, problem.line) == ("hidden-text", 2)
    assert "unseen words" in problem.message


@pytest.mark.parametrize(
    "style", ["font-size:0.9em", "opacity:0.5", "background-color:transparent"]
)
def test_text_that_is_shown_is_not_taken_for_hidden(style: str) -> None:
    document = read(f'<p style="{style}">shown</p>')
    assert (document.source, document.problems) == ("shown\n", ())


def test_entities_are_decoded_and_markup_in_them_stays_text() -> None:
    document = read("<p>p &lt; .05 &eacute; &#x3b1; &lt;script&gt;x&lt;/script&gt;</p>")
    assert document.source == "p < .05 é α <script>x</script>\n"


def test_all_articles_of_a_page_are_read_and_a_teaser_is_not_the_page() -> None:
    assert read("<article>one</article><article>two</article>").source == "one\ntwo\n"
    page = "<div><p>The long text of the page itself.</p></div><article>teaser</article>"
    assert "long text" in read(page).source


def test_a_table_that_arranges_a_page_is_laid_out_as_blocks() -> None:
    page = "<table><tr><td><h2>Head</h2><p>words</p></td><td><table><tr><td>x</table></td></table>"
    document = read(page)
    assert document.source == "Head\nwords\n| x |\n"
    assert document.blocks[1].section == ("Head",)


def test_words_outside_any_block_and_unclosed_elements_are_kept() -> None:
    assert read("bare <b>words <p>para <ul><li>item").source == "bare words\npara\n- item\n"


@pytest.mark.parametrize(
    ("element_id", "label"),
    [
        ("fn1", "1"),
        ("fn:dominici", "dominici"),
        ("cite_note-Caplan-3", "Caplan-3"),
        ("user-content-fn-2", "2"),
        ("references", ""),
        ("notes", ""),
        ("fnref1", ""),
        ("finding", ""),
    ],
)
def test_labels_of_notes(element_id: str, label: str) -> None:
    assert footnote_label(element_id) == label


def test_raised_figures() -> None:
    assert (raised("6"), raised(" −3 "), raised("th"), raised("2,3")) == ("⁶", "⁻³", "th", "²,³")
