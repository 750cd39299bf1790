"""Boilerplate stays in the source and out of the blocks; no sentence of content goes with it."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.library import read_article
from corpus.passages import Budget
from corpus.readers import read_documents
from corpus.readers.boilerplate.notices import is_imprint, is_navigation, is_notice
from corpus.readers.boilerplate.remove import without_boilerplate
from corpus.readers.html import read_html
from corpus.readers.markdown import read_markdown
from corpus.records import Document
from tests.corpus.pages import markdown_pages
from tests.shared import shared_path

SENTENCE = "The cells of the invented ZEPHYR trial were given to people of the valley in spring."


def read(text: str) -> Document:
    return without_boilerplate(read_markdown(text, Path("page.md")))


def told(document: Document) -> list[str]:
    return [" ".join(block.span.quote(document.source).split()) for block in document.blocks]


def body(number: int) -> list[str]:
    """Return the lines of one page's own text, ten paragraphs of it."""
    lines = []
    for place in range(10):
        lines += [
            f"Paragraph {number}.{place}. The cells of the invented ZEPHYR",
            "trial grew.",
            "",
        ]
    return lines


def paged(pages: list[list[str]], head: str = "Annals of Invented Cells") -> str:
    """Return pages as a converter writes them: a gap, the running head, the page's number."""
    lines = []
    for number, page in enumerate(pages, 1):
        lines += [*(["", "", ""] if number > 1 else []), head, str(number), *page]
    return "\n".join(line for line in lines if line is not None) + "\n"


def test_running_heads_and_page_numbers_are_left_out() -> None:
    document = read(paged([body(number) for number in range(1, 6)]))
    assert len(document.blocks) == 50
    assert all(text.startswith("Paragraph") for text in told(document))
    assert [problem.code for problem in document.problems] == ["boilerplate"]
    assert not document.problems[0].fatal


def test_a_line_repeated_within_the_text_is_the_authors() -> None:
    lines = [
        line for number in range(6) for line in [*body(number), "The same refrain stands here", ""]
    ]
    document = read_markdown("\n".join(lines), Path("page.md"))
    assert without_boilerplate(document) is document


def test_figures_on_lines_of_their_own_are_no_page_numbers() -> None:
    text = "\n\n".join(["Counted were", "1", "2", "3", "4", "cells."])
    assert "3" in told(read(text))


def test_a_sentence_cut_by_a_page_break_is_left_out_whole_and_told() -> None:
    first = [*body(1), "This one stands before it. In the trial the drug has not", ""]
    second = ["been shown to help any of the people. This one stands after it.", "", *body(2)]
    document = read(paged([first, second, body(3), body(4)]))
    texts = told(document)
    assert "This one stands before it." in texts
    assert "This one stands after it." in texts
    assert not any("has not" in text or "shown to help" in text for text in texts)
    (problem,) = [one for one in document.problems if one.code == "cut-sentence"]
    assert document.source.splitlines()[problem.line - 1].endswith("has not")


def test_a_cut_sentence_is_found_over_the_footnotes_of_its_page() -> None:
    rule = " " * 40
    first = [*body(1), "They say it does", rule, "1 A note of the first page, which is ended.", ""]
    second = ["harm in all who had it. This one stands after it.", "", *body(2)]
    texts = told(read(paged([first, second, body(3), body(4)])))
    assert "1 A note of the first page, which is ended." in texts
    assert "This one stands after it." in texts
    assert not any("say it does" in text or "harm in all" in text for text in texts)


def test_a_heading_or_item_before_a_page_break_is_not_cut() -> None:
    first = [*body(1), "A short head", ""]
    second = ["Then it begins anew here. And goes on.", "", *body(2)]
    texts = told(read(paged([first, second, body(3), body(4)])))
    assert "A short head" in texts
    assert "Then it begins anew here. And goes on." in texts


def test_a_running_head_written_as_a_heading_is_no_section() -> None:
    document = read(paged([["", *body(number)] for number in range(1, 5)], "# Annals of Cells"))
    assert all(block.section == () for block in document.blocks)


@pytest.mark.parametrize(
    "contents",
    [
        "Table of Contents\n\nI.\nIntroduction........ 1\nII.\nThe long title\nof two ...... 4",
        "# Contents\n\nIntroduction 1\n\nMethods 4\n\nResults 9",
    ],
)
def test_tables_of_contents_are_left_out(contents: str) -> None:
    assert told(read(f"{SENTENCE}\n\n{contents}\n\nAfter it. {SENTENCE}\n")) == [
        SENTENCE,
        f"After it. {SENTENCE}",
    ]


def test_one_line_with_dots_is_no_table_of_contents() -> None:
    assert len(told(read(f"{SENTENCE}\n\nThe score was .......... 4\n\n{SENTENCE}"))) == 3


@pytest.mark.parametrize(
    "notice",
    [
        "For questions on this leaflet, contact the Office of Letters at 555-010-0199.",
        "If you need additional assistance with forms, call 555-010-0199.",
        "To discuss an alternative approach, contact the staff listed on the title page.",
        "Please send comments to letters@example.org.",
        "© 2024 Invented Press. All rights reserved.",
        "Copyright 2024 by Invented Press.",
        "This is an open access article distributed under the terms of a Creative Commons licence.",
        "This website uses cookies to improve your visit.",
        "By continuing to use our site you accept cookies.",
        "The OMB control number for this form is 0000-0001.",
        "Docket No. XX-2020-D-0001",
        "Identify all comments with the docket number given in the notice.",
        "This guidance represents the current thinking of the Invented Agency on this topic.",
        "It does not establish any rights for any person and is not binding on the public.",
        "Contains Nonbinding Recommendations",
    ],
)
def test_notices_are_left_out_and_their_neighbours_stay(notice: str) -> None:
    assert is_notice(notice)
    ended = notice if notice.endswith(".") else f"{notice}."
    text = f"{SENTENCE} {ended} Then it goes on.\n\n{notice}\n"
    assert told(read(text)) == [SENTENCE, "Then it goes on."]


@pytest.mark.parametrize(
    "content",
    [
        "For questions of pain, people were asked to call a nurse twice a day.",
        "People with questions about pain had contact with a nurse at the office of the trial.",
        "Copies of the gene were counted in each cell line.",
        "To obtain more cells, contact with the plastic was kept for two days.",
        "Guidance documents do not establish legally enforceable responsibilities.",
        "Open access to the joint was needed in 4 of 20 people.",
        "Comments of the reviewers were about the dose.",
        "Cell contact was needed; further information is in https://example.org.",
        "The product is not for use in children.",
        "Cookies were given to the children of both groups.",
        "The current thinking is that cells act by what they send out.",
        "Mice were housed under the licence of the invented board.",
        "This trial is published under its first name, and did not show a benefit.",
    ],
)
def test_content_that_sounds_like_a_notice_stays(content: str) -> None:
    assert not is_notice(content)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Skip to main content", True),
        ("Home | About us | Contact | Privacy policy", True),
        ("Home > Conditions > Knee", True),
        ("« Previous · Next »", True),
        ("[Results](#results)", True),
        ("Home", True),
        ("Home care | nursing", False),
        ("Help was given at home > 3 times a week.", False),
        ("[The trial](https://example.org/trial)", False),
        ("Search of the literature", False),
        ("Pain | Falls", False),
        ("—", False),
    ],
)
def test_navigation(text: str, expected: bool) -> None:
    assert is_navigation(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Office of Letters\nCenter for Cells\n10 Far Ave.\nPhone: 555-010-0199\na@b.org",
            1,
        ),
        ("Department of Cells\nInvented Administration\nOffice of Letters\nJuly 2020", 1),
        ("Phone calls were made\nto all people who\nwere in the trial", 0),
        ("The Center for Cells\nis where people\nwere treated", 0),
        ("Pain\nFalls\nScore", 0),
        ("Office of Letters", 0),
    ],
)
def test_imprints(text: str, expected: int) -> None:
    assert is_imprint(text.splitlines()) is bool(expected)


def test_a_title_said_again_is_no_evidence() -> None:
    front = "---\ntitle: 'The Use of Cells:  A Leaflet for People'\n---\n\n"
    text = f"{front}The Use of\nCells\n\nA Leaflet for People\n\n{SENTENCE}\n\nCells\n"
    assert told(read(text)) == [SENTENCE, "Cells"]


def test_the_titles_of_a_cover_are_no_evidence_where_the_text_was_on_pages() -> None:
    cover = ["A Leaflet for", "People", "", "Edition of Spring", "", f"{SENTENCE} Well.", ""]
    pages = [cover, ["A Leaflet", "for People", "", *body(1)], body(2), body(3), body(4)]
    texts = told(read(paged(pages)))
    assert "A Leaflet for People" not in texts
    assert "Edition of Spring" in texts


def test_boilerplate_of_a_web_page() -> None:
    page = (
        "<div>Skip to content</div><div>Home | Search | Log in</div>"
        f"<p>{SENTENCE}</p><p>We use cookies on this page.</p><p>© 2024 Invented Press</p>"
    )
    document = without_boilerplate(read_html(page, Path("page.html")))
    assert told(document) == [SENTENCE]
    assert "We use cookies" in document.source


def test_code_and_tables_are_left_as_they_are() -> None:
    text = "```\n© 2024 Invented Press\n```\n\n| a | b |\n|---|---|\n| Home | Search |\n"
    document = read_markdown(text, Path("page.md"))
    assert without_boilerplate(document) is document


@settings(max_examples=150, deadline=None)
@given(markdown_pages())
def test_what_is_left_lies_in_what_was_there(page: str) -> None:
    document = read_markdown(page, Path("page.md"))
    left = without_boilerplate(document)
    assert left.source == document.source
    assert all(
        any(old.kind is block.kind and old.span.covers(block.span) for old in document.blocks)
        for block in left.blocks
    )
    assert replace(without_boilerplate(left), problems=()) == replace(left, problems=())


_WORD = st.sampled_from(
    "cells people valley Zephyr twice grew n=15 2.5% often of in and not".split()
)
_SENTENCE = st.lists(_WORD, min_size=3, max_size=15).map(
    lambda words: " ".join(["It", *words]) + "."
)
_PARAGRAPH = st.lists(_SENTENCE, min_size=1, max_size=4)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.lists(_PARAGRAPH, min_size=10, max_size=14), min_size=4, max_size=6),
    st.sampled_from(["Annals of Invented Cells", "CONFIDENTIAL", "# The Leaflet 3"]),
)
def test_furniture_goes_and_every_whole_sentence_stays(
    pages: list[list[list[str]]], head: str
) -> None:
    text = paged([[line for one in page for line in (*one, "")] for page in pages], head)
    document = read(text)
    found = " ".join(told(document))
    wanted = " ".join(sentence for page in pages for one in page for sentence in one)
    assert found.split() == wanted.split()


def test_hard_wrapped_paragraphs_give_whole_sentences(tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    first = (
        "The cells of the invented ZEPHYR trial \nwere given to people of \nthe valley in spring."
    )
    path.write_text(f"{first}  Nobody was \nharmed by them.\n", "utf-8")
    article = read_article(path, Budget())
    assert [" ".join(one.text.split()) for one in article.statements] == [
        SENTENCE,
        "Nobody was harmed by them.",
    ]


_FURNITURE = re.compile(
    r"Contains Nonbinding Recommendations|\.{5}|Table of Contents|Additional copies are available"
    r"|For questions on the content|does not establish any rights|Silver Spring|Phone:"
)


@pytest.mark.parametrize(
    ("name", "changed", "cut"), [("149_regulatory", 45, 9), ("191_evaluation", 29, 6)]
)
def test_two_converted_guidance_documents(name: str, changed: int, cut: int) -> None:
    (path,) = shared_path("corpora/fda_guidance").glob(f"{name}*.md")
    (document,) = read_documents(path)
    left = without_boilerplate(document)
    kept = {block.span for block in left.blocks}
    assert _FURNITURE.search(document.source)
    assert not any(_FURNITURE.search(text) for text in told(left))
    assert sum(block.span not in kept for block in document.blocks) == changed
    told_cuts = [one.message for one in left.problems if one.code == "cut-sentence"]
    assert told_cuts[0].startswith(f"{cut} sentences")


def test_nothing_is_left_out_of_pages_without_boilerplate() -> None:
    """Measured on every wiki page, both seeds and the full texts: precision comes first."""
    paths = sorted(shared_path("corpora/aging_wiki").rglob("*.md"))[::9]
    paths += shared_path("corpora/seeds").glob("*.txt")
    paths += shared_path("corpora/cell_therapy_fulltext").glob("*.nxml")
    assert len(paths) > 100
    for path in paths:
        for document in read_documents(path):
            assert without_boilerplate(document) is document, path
