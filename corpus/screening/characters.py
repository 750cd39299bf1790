"""Characters that nobody sees, and text that only a program reads: found and made readable."""

from __future__ import annotations

import base64
import binascii
import re
import unicodedata

UNSEEN = re.compile(
    "[\u200b\u2060-\u2064\u202a-\u202e\u2066-\u2069\ufff9-\ufffb\U000e0000-\U000e007f]"
)
"""Characters without a shape of their own: worth a word to the author."""
MISLEADING = re.compile(
    "[\u202d\u202e\ufff9-\ufffb]|(?<![\U0001f3f4\U000e0000-\U000e007f])[\U000e0000-\U000e007f]+"
)
"""Those that make a reader see other words than stand there: order turned round, text in tag
characters (a flag's, which follow a black flag, left alone)."""
_BREAKS_WORDS = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\u202a-\u202e\u2066-\u2069\ufeff]")
_TAGS = {0xE0000 + code: chr(code) for code in range(0x20, 0x7F)}
_NOT_PLAIN = re.compile("[^\x00-\x7f]")
_ENCODED = re.compile(r"(?<![\w/+.\-])(?=[A-Za-z0-9+/_\-]*\d)[A-Za-z0-9+/_\-]{40,}={0,2}(?![\w/+])")
_LEAST_READABLE = 0.95


def laid_bare(text: str) -> str:
    """Return `text` as a program may read it: compatibility forms, tag letters, nothing unseen."""
    if not _NOT_PLAIN.search(text):
        return text
    return unicodedata.normalize("NFKC", _BREAKS_WORDS.sub("", text.translate(_TAGS)))


def find_encoded(text: str) -> list[tuple[int, int]]:
    """Return (start, end) of base64 that decodes to readable words, in order."""
    return [match.span() for match in _ENCODED.finditer(text) if _reads(match[0])]


def _reads(blob: str) -> bool:
    whole = blob.rstrip("=").replace("-", "+").replace("_", "/")
    whole = whole[: len(whole) - (len(whole) % 4 == 1)]
    try:
        words = base64.b64decode(whole + "=" * (-len(whole) % 4)).decode("utf-8")
    except (binascii.Error, ValueError):
        return False
    readable = sum(char.isalnum() or char in " .,;:!?'\"\n-/" for char in words)
    return " " in words and readable >= _LEAST_READABLE * len(words)
