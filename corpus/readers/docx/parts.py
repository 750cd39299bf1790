"""Opening a DOCX file without trusting it: its zip entries are judged before any is unpacked.

A DOCX is a zip of XML parts. Entities, external targets and macros have no business in an
article: a part that declares entities is refused, targets outside the file are never followed,
and macros are bytes that nobody runs.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import docx
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import OpcError
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from corpus.records import Problem
from corpus.source import ArticleError

MOST_BYTES: Final = 64 * 1024 * 1024
MOST_UNPACKED: Final = 256 * 1024 * 1024
MOST_XML: Final = 64 * 1024 * 1024
"""Bytes of XML that a file may unpack to: a book of several thousand pages."""
MOST_ENTRIES: Final = 5_000
_OLD_WORD = b"\xd0\xcf\x11\xe0"
_XML_NAMES = (".xml", ".rels")
_NOTES = (
    ("", RELATIONSHIP_TYPE.FOOTNOTES, "w:footnote"),
    ("e", RELATIONSHIP_TYPE.ENDNOTES, "w:endnote"),
)
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    OpcError,
    KeyError,
    ValueError,
    SyntaxError,  # what the XML library raises is one
    AttributeError,
    TypeError,
    IndexError,
    NotImplementedError,
    RuntimeError,
    EOFError,
)


def open_docx(path: Path) -> WordDocument:
    """Return the Word document at `path`.

    Raises:
        ArticleError: Unreadable, no DOCX, locked, damaged, too large when unpacked, or with
            entities in its XML.
    """
    data = _read(path)
    if data.startswith(_OLD_WORD):
        message = "the file is locked with a password or in the old .doc format; save it as .docx"
        raise _refusal(path, "encrypted", message)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_entries(path, archive)
        return docx.Document(io.BytesIO(data))
    except _BROKEN as error:
        message = "the file is damaged or no Word document; save it again as .docx"
        raise _refusal(path, "damaged", message) from error


def note_elements(word: WordDocument, path: Path) -> Iterator[tuple[tuple[str, str], Any]]:
    """Yield a document's notes, by their kind ("" or "e" for endnotes) and id.

    Raises:
        ArticleError: A part with notes is malformed.
    """
    for kind, relation, tag in _NOTES:
        for link in word.part.rels.values():
            if link.reltype != relation or link.is_external:
                continue
            try:
                notes = parse_xml(link.target_part.blob)
            except SyntaxError as error:
                message = "the footnotes are damaged; save the file again as .docx"
                raise _refusal(path, "damaged", message) from error
            for note in notes.iterchildren(qn(tag)):
                if note.get(qn("w:type")) in {None, "normal"}:  # the others are ruled lines
                    yield (kind, str(note.get(qn("w:id")))), note


def _read(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            message = f"the file has {size:,} bytes, more than the {MOST_BYTES:,} allowed; split it"
            raise _refusal(path, "too-large", message)
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or "unreadable"
        raise _refusal(path, "unreadable", f"cannot be read: {reason}") from error


def _check_entries(path: Path, archive: zipfile.ZipFile) -> None:
    """Refuse a file that unpacks to too much, is locked, or declares entities.

    The sizes are those that the zip's directory states; unpacking never gives more than them.
    """
    entries = archive.infolist()
    xml = [entry for entry in entries if entry.filename.lower().endswith(_XML_NAMES)]
    unpacked = sum(entry.file_size for entry in entries)
    too_much = unpacked > MOST_UNPACKED or sum(entry.file_size for entry in xml) > MOST_XML
    if len(entries) > MOST_ENTRIES or too_much:
        message = (
            f"the file unpacks to {unpacked:,} bytes in {len(entries):,} parts, more than one"
            " article may; split it or take its pictures out"
        )
        raise _refusal(path, "too-large", message)
    if any(entry.flag_bits & 1 for entry in entries):
        message = "the file is locked with a password; save it without one"
        raise _refusal(path, "encrypted", message)
    for entry in xml:
        # Without its zero bytes UTF-16 reads as ASCII does.
        content = archive.read(entry).replace(b"\0", b"")
        if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
            message = f"{entry.filename} declares XML entities, which no Word file has; not read"
            raise _refusal(path, "xml-entities", message)


def _refusal(path: Path, code: str, message: str) -> ArticleError:
    return ArticleError(Problem(str(path), 0, code, message, fatal=True))
