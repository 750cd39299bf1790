"""A report as Markdown (CommonMark): words only, none of them markup of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from api.exporting.blocks import Block, Role, Run
from api.exporting.text import lines_of, one_line

#: What CommonMark, and what is added to it elsewhere, reads as markup anywhere in a line.
_ANYWHERE: Final = re.compile(r"[\\`*_{}\[\]<>#|~&$^@]|==|:(?=//)|(?<=www)\.", re.IGNORECASE)
#: What is markup where a line begins: lists, rules and underlines of headings.
_AT_START: Final = re.compile(r"^(\d{1,9}(?=[.)])|(?=[-+=]))")
_TICKS: Final = re.compile("`+")


def markdown(blocks: Sequence[Block]) -> bytes:
    """Return a report as Markdown in UTF-8, with line feeds."""
    written = ""
    before: Role | None = None
    for each in blocks:
        apart = "\n" if each.role == before == "item" else "\n\n"
        written += (apart if written else "") + _written(each)
        before = each.role
    return f"{written}\n".encode()


def _written(each: Block) -> str:
    if each.role == "quote":
        text = "".join(run.text for run in each.runs)
        return "\n".join(f"> {_line(_words(line))}".rstrip() for line in lines_of(text))
    return _BEGINS[each.role] + _line("".join(map(_run, each.runs)))


def _line(written: str) -> str:
    """Return a line that begins with words: nothing at its start makes a list or a heading."""
    return _AT_START.sub(r"\1\\", written.strip())


def _run(run: Run) -> str:
    if run.exact:
        return _exact(one_line(run.text))
    words = _words(run.text)
    if run.href:
        words = f"[{words}](<{run.href}>)"
    if not run.strong or not words.strip():
        return words
    lead = words[: len(words) - len(words.lstrip())]
    return f"{lead}**{words.strip()}**{words[len(words.rstrip()) :]}"


def _words(text: str) -> str:
    """Return text as Markdown that shows it, letter by letter."""
    return _ANYWHERE.sub(lambda match: "".join(f"\\{sign}" for sign in match[0]),
                         " ".join(lines_of(text)))  # fmt: skip


def _exact(text: str) -> str:
    if not text:
        return ""
    fence = "`" * (1 + max((len(ticks) for ticks in _TICKS.findall(text)), default=0))
    pad = " " if "`" in text else ""
    return f"{fence}{pad}{text}{pad}{fence}"


_BEGINS: Final[dict[Role, str]] = {
    "title": "# ",
    "heading": "## ",
    "entry": "### ",
    "urgent": "",
    "disclaimer": "> ",
    "framing": "",
    "paragraph": "",
    "item": "- ",
}
