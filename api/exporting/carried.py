"""Telling whether a saved answer carries a released disclaimer, whole: read back as written."""

from __future__ import annotations

import html
import io
import json
import re
import zipfile
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from api.exporting.formats import EXPORTERS
from rag.disclaimers import Disclaimer, all_disclaimers

#: Of a part of a Word document: its words.
_WORDS: Final = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>")
#: What a format may put between the words of a disclaimer: blanks, and marks of Markdown.
_BETWEEN: Final = re.compile(r"[\s\\>]")


def file_disclaimer(file: bytes, media: str) -> Disclaimer | None:
    """Return the released disclaimer that a saved answer carries in all of its entries, or None.

    Args:
        file: As it leaves.
        media: Its media type.
    """
    try:
        texts = [_BETWEEN.sub("", text) for text in _READERS[media](file)]
    except (KeyError, TypeError, ValueError, zipfile.BadZipFile):
        return None
    # Longest first: a translation stands together with the original, which is one of its own.
    for released in sorted(all_disclaimers(), key=lambda each: -len(each.text)):
        whole = _BETWEEN.sub("", released.text)
        if texts and all(whole in text for text in texts):
            return released
    return None


def _word(file: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(file)) as parts:
        words = _WORDS.findall(parts.read("word/document.xml").decode())
    return [html.unescape("".join(words))]


def _markdown(file: bytes) -> list[str]:
    return [file.decode()]


def _csl(file: bytes) -> list[str]:
    return [item["note"] for item in json.loads(file)]


def _ris(file: bytes) -> list[str]:
    return file.decode().split("\r\nER  - \r\n")[:-1]


_READERS: Final[Mapping[str, Callable[[bytes], list[str]]]] = MappingProxyType(
    {
        EXPORTERS["markdown"].media: _markdown,
        EXPORTERS["docx"].media: _word,
        EXPORTERS["csl-json"].media: _csl,
        EXPORTERS["ris"].media: _ris,
    }
)
