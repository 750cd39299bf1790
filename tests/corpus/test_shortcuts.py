"""Shortcuts hide nothing: each gives what the plain, slow way gives, over generated text."""

from __future__ import annotations

import gc
import re

from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from corpus.collector import collector_paused
from corpus.readers.markdown import split_cells
from corpus.readers.markdownblocks import PARSER

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
