"""Shortcuts hide nothing: each gives what the plain, slow way gives, over generated text."""

from __future__ import annotations

import gc
import re

from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from corpus.caveats.trials import _DOSE
from corpus.collector import collector_paused
from corpus.identifiers import (
    _NEXT_DOI,
    _QUERY,
    _WHOLE_DOI,
    _end,
    find_identifiers,
    normalise_doi,
)
from corpus.markup import plain_words
from corpus.readers.markdown import split_cells
from corpus.readers.markdownblocks import PARSER
from corpus.records import Span
from corpus.statements import _YEAR
from corpus.tiers.claims import NUMBERS

_CELLS = frozenset({"th_open", "th_close", "td_open", "td_close", "tbody_open", "tbody_close"})
_LINES = st.lists(
    st.sampled_from(
        [
            "",
            "",
            "words",
            "  words",
            "    words",
            "\twords",
            "- item",
            "  - item",
            "* item",
            "*",
            "12. item",
            "1) item",
            "-not a list",
            "# Heading",
            "####### no",
            "===",
            "---",
            "- - -",
            "***",
            "___",
            "> quoted",
            ">",
            "> - item",
            "```",
            "~~~ x",
            "``",
            "<div>",
            "<!-- c -->",
            "<b>x",
            "| a | b |",
            "|---|:-:|",
            "| 1 | 2 |",
            "a | b",
            "- | -",
            "--|--",
            r"| a \| b |",
            "|",
            "||",
            "\\|",
            "  |x|",
        ]
    ),
    max_size=12,
)


def _plain_parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": 100}).enable("table").disable("reference")
    parser.core.ruler.enableOnly(["normalize", "block"])
    return parser


def _told(tokens: list[Token]) -> list[object]:
    """Return what a reader sees of the tokens: those of cells left out, and their inline words."""
    told: list[object] = []
    in_row = False
    for token in tokens:
        in_row = token.type == "tr_open" or (in_row and token.type != "tr_close")
        if token.type in _CELLS or (in_row and token.type == "inline"):
            continue
        told.append((token.type, token.tag, token.map, token.markup, token.content))
    return told


@given(_LINES)
@settings(max_examples=600)
def test_the_block_parser_finds_the_blocks_that_plain_markdown_it_finds(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert _told(PARSER.parse(text)) == _told(_plain_parser().parse(text))


def test_a_table_of_many_short_rows_ends_where_it_did() -> None:
    columns = 300
    head = "|" + "a|" * columns + "\n|" + "-|" * columns + "\n"
    text = head + "| x\n" * 400
    assert _told(PARSER.parse(text)) == _told(_plain_parser().parse(text))


_EMPHASIS = re.compile(r"(?<![\w*])(\*{1,3}|_{1,3})(?=\S)|(?<=\S)(\*{1,3}|_{1,3})(?![\w*])|\*\*")
_LOOSE_MARK = re.compile(r" (?=[.,;:)](?:\s|$))")


@given(st.text(alphabet="a1 *_.,;:)\n-", max_size=30))
@settings(max_examples=1500)
def test_emphasis_and_loose_marks_go_as_the_plain_patterns_say(text: str) -> None:
    plain = _LOOSE_MARK.sub("", " ".join(_EMPHASIS.sub("", text).split()))
    assert plain_words(text) == plain


_PIECES = st.lists(
    st.sampled_from(
        [
            "10.1234/",
            "10.",
            "1000/abc",
            "10.5555/x?y=1",
            "doi.org/",
            "DOI.ORG/",
            "do\u0131.org/",
            "https://",
            "/doi/",
            "/doi/abs/",
            " ",
            "\u00a0",
            "x",
            ".",
            "?",
            "#a",
            ";",
            "NCT01234567",
            "nct 0123-4567",
            "PMID: 12",
            "pm\u0131d 34",
            "pubmed.ncbi.nlm.nih.gov/77",
            "%2F",
            "(",
            ")",
            "doi:",
        ]
    ),
    max_size=9,
).map("".join)
_PLAIN_DOI = re.compile(
    r"(?P<url>doi\.org/\s*|/doi/\S{0,5}?)?(?<![A-Za-z0-9.])(?P<doi>10\.[0-9]{4,9}"
    r"[\u00ad\u200b\u200c\u200d\u2060\ufeff]*(?:/|%2F|[\u2044\u2215\uff0f])"
    r"(?:[^\s\"'<>·|\]}\u201c\u201d]|<[^<>\s]{1,40}>(?=[0-9]\.[0-9]\.co)){1,400})",
    re.IGNORECASE,
)


def _dois_by_plain_search(text: str) -> list[Span]:
    spans = []
    match = _PLAIN_DOI.search(text)
    while match:
        raw = match["doi"]
        if next_doi := _NEXT_DOI.search(raw):
            raw = raw[: next_doi.start()]
        if match["url"] and (query := _QUERY.search(raw)):
            raw = raw[: query.start()]
        span = Span(match.start("doi"), match.start("doi") + _end(raw))
        if _WHOLE_DOI.match(normalise_doi(span.quote(text))):
            spans.append(span)
        match = _PLAIN_DOI.search(text, span.end)
    return spans


@given(_PIECES)
@settings(max_examples=1500)
def test_a_doi_is_found_where_one_search_over_the_whole_text_finds_it(text: str) -> None:
    found = [each.span for each in find_identifiers(text) if each.scheme == "doi"]
    assert found == _dois_by_plain_search(text)


@given(st.text(alphabet="12098a ._", max_size=16))
@settings(max_examples=1500)
def test_years_and_cells_are_those_of_the_plain_patterns(text: str) -> None:
    plain = [match.span() for match in re.finditer(r"\b(?:19|20)\d\d\b", text)]
    assert [match.span() for match in _YEAR.finditer(text)] == plain


@given(st.text(alphabet="a| \\>", max_size=16))
def test_cells_divide_at_every_bar_that_is_not_escaped(row: str) -> None:
    inner = row.strip().lstrip(">").strip().removeprefix("|").removesuffix("|")
    plain = tuple(cell.strip() for cell in re.split(r"(?<!\\)\|", inner))
    assert split_cells(row) == plain


def test_the_collector_rests_only_meanwhile() -> None:
    assert gc.isenabled()
    with collector_paused():
        assert not gc.isenabled()
        with collector_paused():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


@given(st.text(alphabet="a1.25 -−+)mg_", max_size=16))
@settings(max_examples=1500)
def test_signed_figures_and_doses_are_those_of_the_plain_patterns(text: str) -> None:
    signed = re.compile(r"(?<![\w.)])[-−+]\d+(?:\.\d+)?(?![\d-]*[a-z])")
    told = next(each for each in NUMBERS.concepts if "[-−+]" in each.pattern.pattern)
    assert _spans(told.pattern, text) == _spans(signed, text)
    dose = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?) ?(m|million|mg|µg|μg|billion|×10\S*)\b")
    assert _spans(_DOSE, text) == _spans(dose, text)


def _spans(pattern: re.Pattern[str], text: str) -> list[tuple[tuple[int, int], tuple[str, ...]]]:
    return [(match.span(), match.groups()) for match in pattern.finditer(text)]
