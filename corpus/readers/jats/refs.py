"""The reference list of a full text: labels, and each entry as one line of fields.

An entry is laid out as the footnotes of articles are, fields divided by " · ": authors, title,
journal with year and place, DOI, PMID. An entry without parts is kept as it was written.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from corpus.identifiers import find_identifiers
from corpus.readers.jats.line import Labels, line_of
from corpus.readers.jats.xml import Node, text_of

_CITATIONS: Final = (
    "element-citation",
    "mixed-citation",
    "nlm-citation",
    "citation",
    "citation-alternatives",
)
_NAMES: Final = ("name", "string-name", "collab", "etal", "name-alternatives")
_INITIALS: Final = re.compile(r"[A-Z]{1,4}(?:-[A-Z])?")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the reference list: its label as cited, its text, and its line in the file."""

    label: str
    text: str
    line: int


def entries_of(lists: list[Node]) -> tuple[tuple[Entry, ...], Labels]:
    """Return the entries of the reference lists in order, and their labels by element id.

    A label is the one printed, without its full stop, or the entry's number where none is; one
    that is given twice gets its number after it.
    """
    entries: list[Entry] = []
    by_id: dict[str, str] = {}
    taken: Counter[str] = Counter()
    for number, ref in enumerate((ref for one in lists for ref in one.within("ref")), 1):
        label = text_of(ref.child("label")).strip(" .[]()") or str(number)
        taken[label] += 1
        if taken[label] > 1:
            label = f"{label}.{number}"
        citations = ref.children(*_CITATIONS)
        for node in (ref, *citations):
            if node.get("id"):
                by_id.setdefault(node.get("id"), label)
        told = "; ".join(filter(None, (_entry(citation) for citation in citations)))
        entries.append(Entry(label, told or _note(ref), ref.line))
    return tuple(entries), Labels(by_id, tuple(entry.label for entry in entries))


def _note(ref: Node) -> str:
    return " ".join(text_of(child) for child in ref.children() if child.tag != "label").strip()


def _entry(citation: Node) -> str:
    if citation.tag == "citation-alternatives":
        return next((_entry(one) for one in citation.children(*_CITATIONS)), "")
    fields: dict[str, Node] = {}
    for node in citation.within():
        fields.setdefault(node.tag, node)
    heading = fields.get("article-title") or fields.get("chapter-title")
    title = line_of(heading).text if heading is not None else ""
    place = _place(fields)
    doi, pmid = _identifiers(citation)
    numbers = [f"doi:{doi}" if doi else "", f"PMID: {pmid}" if pmid.isdigit() else ""]
    if not (title or place):
        whole = line_of(citation).text
        numbers = [number for number in numbers if number and number not in whole]
        return " · ".join([whole, *numbers]) if whole else " · ".join(numbers)
    told = [_authors(citation), title.rstrip(" ."), place, *numbers]
    return " · ".join(part for part in told if part)


def _text(part: Node | str) -> str:
    """Return the text of a piece of an element."""
    return part if isinstance(part, str) else part.text()


def _place(fields: Mapping[str, Node]) -> str:
    """Return "Journal 2015;4(2):123–9" from what an entry has of it."""

    def first(*tags: str) -> str:
        found = next((fields[tag] for tag in tags if tag in fields), None)
        return text_of(found).strip(" .;:,")

    source, year = first("source"), first("year")
    year = match[0] if (match := _YEAR.search(year)) else year
    volume, issue, page = first("volume"), first("issue"), first("fpage", "elocation-id")
    last = first("lpage")
    where = f"{volume}({issue})" if volume and issue else volume or issue
    pages = f"{page}–{last}" if page and last and last != page else page
    numbers = ":".join(part for part in (where, pages) if part)
    dated = ";".join(part for part in (year, numbers) if part)
    return " ".join(part for part in (source, dated) if part)


def _authors(citation: Node) -> str:
    groups = [
        group
        for group in citation.children("person-group")
        if group.get("person-group-type") in {"author", ""}
    ]
    holders = groups or [citation]
    names = [node for holder in holders for node in holder.children(*_NAMES)]
    return ", ".join(filter(None, map(person_of, names)))


def person_of(node: Node) -> str:
    """Return a name as lists give it: "Okafor AB", a group's own name, or "et al"."""
    if node.tag == "etal":
        return "et al"
    if node.tag == "name-alternatives":
        return next((person_of(one) for one in node.children("name", "string-name")), "")
    surname = text_of(node.child("surname"))
    given = text_of(node.child("given-names"))
    if not surname:
        return node.text().strip(" ,.")
    return " ".join(part for part in (surname, initials(given)) if part)


def initials(given: str) -> str:
    """Return given names as initials, "Ana Lúcia" as "AL"; initials stay as they are."""
    words = re.split(r"[\s.\-‐]+", given.strip())
    if len(words) == 1 and _INITIALS.fullmatch(words[0]):
        return words[0]
    return "".join(word if word.isupper() and len(word) < 4 else word[:1] for word in words)


def _identifiers(citation: Node) -> tuple[str, str]:
    """Return the DOI and PMID of an entry, "" for none: of its own elements, else of its text.

    Elements stand for a field each, even where nothing parts them in the text.
    """
    given: dict[str, str] = {}
    for node in citation.within("pub-id"):
        given.setdefault(node.get("pub-id-type"), node.text())
    told = " ".join(map(_text, citation.parts)) if len(given.keys() & {"doi", "pmid"}) < 2 else ""
    values = []
    for scheme in ("doi", "pmid"):
        words = given.get(scheme) or told
        value = next((i.value for i in find_identifiers(words) if i.scheme == scheme), "")
        values.append(value or given.get(scheme, ""))
    return values[0], values[1]
