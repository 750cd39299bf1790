"""What a readable export is made of, whatever it is written as: blocks of runs of text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

#: `quote` keeps its line ends; every other block is one line.
Role = Literal[
    "title", "heading", "entry", "urgent", "disclaimer", "framing", "paragraph", "item", "quote"
]


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one dress.

    Attributes:
        text: The words; not yet fit for any file.
        strong: They stand out.
        exact: They are to be compared letter by letter: an id, a hash.
        href: Where they lead, or "".
    """

    text: str
    strong: bool = False
    exact: bool = False
    href: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph, an item of a list or a quote."""

    role: Role
    runs: tuple[Run, ...]


def block(role: Role, *parts: str | Run) -> Block:
    """Return a block of runs; a text alone is a plain one, and empty ones are left out."""
    runs = (part if isinstance(part, Run) else Run(part) for part in parts)
    return Block(role, tuple(run for run in runs if run.text))
