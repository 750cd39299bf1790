"""The block parser of Markdown: markdown-it's, less the work that gives nothing the reader uses.

Its rules decide what is a block; here they are only spared the lines on which they cannot match,
and tables the tokens of their cells.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.common.utils import mdTrim
from markdown_it.rules_block import (
    StateBlock,
    blockquote,
    fence,
    heading,
    hr,
    html_block,
    list_block,
    table,
)
from markdown_it.rules_block.table import MAX_AUTOCOMPLETED_CELLS, getLine

Rule = Callable[[StateBlock, int, int, bool], bool]

_INTERRUPTS_ALL: Final = ["paragraph", "reference", "blockquote", "list"]
_INTERRUPTS: Final = ["paragraph", "reference", "blockquote"]
_OPENS: Final[tuple[tuple[str, Rule, str, list[str]], ...]] = (
    ("fence", fence, "`~", _INTERRUPTS_ALL),
    ("blockquote", blockquote, ">", _INTERRUPTS_ALL),
    ("hr", hr, "*-_", _INTERRUPTS_ALL),
    ("list", list_block, "*-+0123456789", _INTERRUPTS),
    ("html_block", html_block, "<", _INTERRUPTS),
    ("heading", heading, "#", _INTERRUPTS),
)
"""Name of a rule, the rule, the marks of which its first line must open with one, and the blocks
that it ends without a blank line (as in markdown-it's own list)."""
_BAR: Final = re.compile(r"(?<!\\)\|")


def _only_at(marks: str, rule: Rule) -> Rule:
    """Return `rule`, not even called on a line that opens with none of its marks."""
    known = frozenset(marks)

    def at_a_mark(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        place = state.bMarks[start] + state.tShift[start]
        return state.src[place : place + 1] in known and rule(state, start, end, silent)

    return at_a_mark


def _table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a table as markdown-it does, without tokens for its cells: rows are kept whole."""
    if not table(state, start, end, True):
        return False
    if silent:
        return True
    parent, state.parentType = state.parentType, "table"
    whole = state.push("table_open", "table", 1)
    state.push("thead_open", "thead", 1).map = [start, start + 1]
    _row(state, start)
    state.push("thead_close", "thead", -1)
    line = _rows(state, start, end)
    state.push("table_close", "table", -1)
    whole.map = [start, line]
    state.parentType = parent
    state.line = line
    return True


def _rows(state: StateBlock, start: int, end: int) -> int:
    """Add the rows below a table's head; return the line after them."""
    enders = state.md.block.ruler.getRules("blockquote")
    columns = _cells(mdTrim(getLine(state, start)))
    missing = 0
    line = start + 2
    while line < end and state.sCount[line] >= state.blkIndent:
        if any(rule(state, line, end, True) for rule in enders):
            break
        text = mdTrim(getLine(state, line))
        if not text or state.is_code_block(line):
            break
        missing += columns - _cells(text)
        if missing > MAX_AUTOCOMPLETED_CELLS:
            break
        _row(state, line)
        line += 1
    return line


def _row(state: StateBlock, line: int) -> None:
    state.push("tr_open", "tr", 1).map = [line, line + 1]
    state.push("tr_close", "tr", -1)


def _cells(row: str) -> int:
    """Return how many cells a trimmed row has; a bar at either end opens or closes one."""
    bars = _BAR.findall(row)
    closed = row.endswith("|") and not row.endswith("\\|")
    return len(bars) + 1 - row.startswith("|") - closed


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": 100}).enable("table").disable("reference")
    # Only block structure is needed: inline parsing costs most of the time and gives no offsets.
    parser.core.ruler.enableOnly(["normalize", "block"])
    parser.block.ruler.at("table", _table, {"alt": ["paragraph", "reference"]})
    for name, rule, marks, interrupts in _OPENS:
        parser.block.ruler.at(name, _only_at(marks, rule), {"alt": interrupts})
    return parser


PARSER: Final = _parser()
"""Markdown text to tokens of its blocks; of a table, its head and its rows."""
