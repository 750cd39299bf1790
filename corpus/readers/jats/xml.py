"""XML as a tree with line numbers, parsed so that a hostile file costs nothing and fetches nothing.

The standard library's expat is used with every door shut: the DTD that a JATS file names is
accepted and never read, a declared entity (internal or external) is refused before it can be
used, and the numbers of bytes, elements and levels are bounded. The named characters of the JATS
DTD ("&alpha;") are those of HTML and are known without it. Of the many white spaces and hyphens
of typesetting one each is kept, for search and rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.entities import html5
from pathlib import Path
from typing import Final
from xml.parsers import expat

from corpus.records import Problem
from corpus.source import ArticleError

MOST_LEVELS: Final = 100
"""Deepest nesting of elements; articles in use have about 25 levels."""
MOST_ELEMENTS: Final = 600_000
"""Most elements in one file: an article of 16 MB at the usual 40 bytes for an element has fewer."""
_MOST_SHOWN: Final = 40
_SPACE: Final = re.compile(r"\s+")
_UNSEEN: Final = re.compile("[\u00ad\u200b\u2060\ufeff]")


@dataclass(slots=True, eq=False)
class Node:
    """An element: its local name, attributes by local name, text and children in order.

    `line` is the 1-based line of its start tag in the file.
    """

    tag: str
    attributes: dict[str, str]
    line: int
    parts: list[Node | str] = field(default_factory=list)

    def children(self, *tags: str) -> list[Node]:
        """Return the child elements, or those with one of the given names."""
        return [
            part for part in self.parts if isinstance(part, Node) and (not tags or part.tag in tags)
        ]

    def child(self, *path: str) -> Node | None:
        """Return the first element down a path of names, or None."""
        node: Node | None = self
        for tag in path:
            node = next(iter(node.children(tag)), None) if node is not None else None
        return node

    def within(self, *tags: str) -> Iterator[Node]:
        """Yield the elements below this one, or those of the given names, in document order."""
        pending = self.parts[::-1]
        while pending:
            part = pending.pop()
            if isinstance(part, Node):
                if not tags or part.tag in tags:
                    yield part
                pending += part.parts[::-1]

    def text(self) -> str:
        """Return all text below this element with white space as single spaces."""
        texts: list[str] = []
        pending = self.parts[::-1]
        while pending:
            part = pending.pop()
            if isinstance(part, str):
                texts.append(part)
            else:
                pending += part.parts[::-1]
        return " ".join("".join(texts).split())

    def get(self, name: str) -> str:
        """Return an attribute by its local name, or ""."""
        return self.attributes.get(name, "")


def text_of(node: Node | None) -> str:
    """Return the text of an element, "" for none."""
    return node.text() if node is not None else ""


def parse_xml(source: str, path: Path) -> Node:
    """Return the root element of `source`.

    Raises:
        ArticleError: Not well-formed (a truncated file among them), or hostile: an entity
            declared, nested too deeply, too many elements; names file and line.
    """
    return _TreeBuilder(path).parse(source)


def _plain(text: str) -> str:
    """Return `text` with every white space as a space, every hyphen as "-", nothing unseen."""
    if text.isascii():
        return _SPACE.sub(" ", text)
    return _UNSEEN.sub("", _SPACE.sub(" ", text)).replace("\u2010", "-").replace("\u2011", "-")


class _TreeBuilder:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._open: list[Node] = []
        self._root: Node | None = None
        self._elements = 0
        self._parser = parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.EntityDeclHandler = self._entity_declared
        parser.SkippedEntityHandler = self._skipped_entity

    def parse(self, source: str) -> Node:
        try:
            self._parser.Parse(source, True)
        except expat.ExpatError as error:
            reason = expat.ErrorString(error.code)
            message = f"not well-formed XML: {reason}; is the file whole?"
            raise self._refusal("broken-xml", message, error.lineno) from error
        except UnicodeEncodeError as error:
            raise self._refusal("broken-xml", "holds half a surrogate pair", 0) from error
        if self._root is None:
            raise self._refusal("broken-xml", "the file holds no element", 0)
        return self._root

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        if self._elements > MOST_ELEMENTS:
            message = f"more than {MOST_ELEMENTS:,} elements; split the file"
            raise self._refusal("too-large", message)
        if len(self._open) >= MOST_LEVELS:
            message = f"elements are nested in more than {MOST_LEVELS} levels"
            raise self._refusal("too-deep", message)
        if ":" in name:
            name = name.rpartition(":")[2]
        if attributes:
            attributes = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        node = Node(name, attributes, self._parser.CurrentLineNumber)
        if self._open:
            self._open[-1].parts.append(node)
        else:
            self._root = node
        self._open.append(node)

    def _end(self, _name: str) -> None:
        self._open.pop()

    def _text(self, data: str) -> None:
        self._open[-1].parts.append(_plain(data))

    def _entity_declared(
        self,
        name: str,
        _is_parameter: bool,
        _value: str | None,
        _base: str | None,
        _system: str,
        _public: str | None,
        notation: str | None,
    ) -> None:
        # An unparsed entity names a picture and can never be expanded.
        if notation is None:
            message = f"declares the entity {name[:_MOST_SHOWN]!r}; write its text out instead"
            raise self._refusal("entity-declared", message)

    def _skipped_entity(self, name: str, is_parameter: bool) -> None:
        if not is_parameter and self._open:
            self._text(html5.get(f"{name};", f"&{name};"))

    def _refusal(self, code: str, message: str, line: int | None = None) -> ArticleError:
        at = self._parser.CurrentLineNumber if line is None else line
        return ArticleError(Problem(str(self._path), at, code, message, fatal=True))
