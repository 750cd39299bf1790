"""Bring a question to the form that the patterns are written for.

Undone here: compatibility forms (NFKC), zero-width and bidirectional controls, letters of another
script that look Latin, accents on Latin letters, spaced-out letters, digits for letters, chat
shorthand, small typing errors in the words that matter, markup, symbols, drawn-out letters, and
text hidden in an encoding.
"""

from __future__ import annotations

import base64
import binascii
import codecs
import html
import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import unquote

from rag.policy.language import UNSUPPORTED, detect, speaks_english
from rag.policy.spelling import SHORTHAND, correct, leet_word

#: Longest question looked at; the HTTP contract allows 2,000 characters.
MAX_LENGTH = 8_000


@dataclass(frozen=True, slots=True)
class Normalised:
    """A question in the form for matching.

    Attributes:
        raw: NFKC text without control characters, original case.
        text: Casefolded, folded, corrected: what the patterns read.
        sentences: `text` cut at sentence ends.
        plain: Casefolded, mended where English, accents and sentence ends kept: what the
            classifier reads.
        langs: Languages, the likeliest first; `("und",)` where none is handled.
        marks: What had to be undone: "invisible", "lookalike", "spaced", "leet", "encoded".
    """

    raw: str
    text: str
    sentences: tuple[str, ...]
    plain: str
    langs: tuple[str, ...]
    marks: tuple[str, ...]


_QUOTES = str.maketrans(
    {
        "‘": "'", "’": "'", "‚": "'", "‛": "'", "`": "'", "´": "'", "ʼ": "'",
        "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "「": '"', "」": '"',
        "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "−": "-",
        "¿": " ", "¡": " ",
    }
)  # fmt: skip
_LOOKALIKE = dict(
    zip(
        "асеорхуіјѕһкмтвнԁɡαβεικνορτυχӏ",
        "aceopxyijshkmtbhdgabeiknoptuxl",
        strict=True,
    )
)
_PLAIN = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "ё": "е"})
_ARABIC = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه", "ـ": None})
_WORD = re.compile(r"[^\W\d_]+")
_TOKEN = re.compile(r"[\w'@$!|-]+")
_SPACED = re.compile(r"(?<![^\W_])(?:[^\W_][ .*_-]{1,3}){4,400}[^\W_](?![^\W_])")
_SENTENCE_END = re.compile(r"[?!;\n。؟।…]+|\.(?=\s|$|[\"')])")
_TAG = re.compile(r"</?[a-z][^<>]{0,200}>|<!--.{0,400}?-->", re.DOTALL)
_JOINED = re.compile(r"(?<=[^\W_])[_+]+(?=[^\W_])|(?<!\w)_+|_+(?!\w)")
_DRAWN_OUT = re.compile(r"([^\W\d_])\1{2,}")
_BASE64 = re.compile(r"(?<![\w+/])[A-Za-z0-9+/]{16,}={0,2}(?![\w+/])")
_HEX = re.compile(r"(?<!\w)(?:[0-9a-f]{2} ?){12,}(?!\w)", re.IGNORECASE)
_PERCENT = re.compile(r"(?:%[0-9a-fA-F]{2}){4,}")


def normalise(question: str) -> Normalised:
    """Return `question` in the form for matching; at most `MAX_LENGTH` characters are read."""
    marks: list[str] = []
    raw = _visible(unicodedata.normalize("NFKC", question[:MAX_LENGTH]), marks)
    hidden = _decoded(raw)
    if hidden:
        marks.append("encoded")
        raw = ". ".join((raw, *hidden))
    folded = _without_ornament(raw.translate(_QUOTES).casefold().replace("i\u0307", "i"))
    despaced = _SPACED.sub(_join_letters, folded)
    if despaced != folded:
        marks.append("spaced")
    accented = re.sub(r"[^\S\n]+", " ", _fold_lookalikes(despaced, marks)).strip()
    text = _fold_accents(accented)
    langs = detect(accented, text)
    if "en" in langs or langs == (UNSUPPORTED,):  # the spelling tables are English
        text = _respell(text, marks)
    sentences = tuple(part.strip() for part in _SENTENCE_END.split(text) if part.strip())
    plain = text if langs[0] == "en" else accented
    return Normalised(raw, text, sentences, plain, langs, tuple(dict.fromkeys(marks)))


def _without_ornament(text: str) -> str:
    """Take out markup and symbols, undo underscores for spaces and drawn-out letters."""
    if "<" in text or "&" in text:
        text = html.unescape(_TAG.sub(" ", text))
    text = _JOINED.sub(" ", _DRAWN_OUT.sub(r"\1", text))
    if text.isascii():
        return text
    return "".join(" " if unicodedata.category(char) in ("So", "Sk") else char for char in text)


def _visible(text: str, marks: list[str]) -> str:
    kept = "".join(
        char
        for char in text
        if char in "\n\t\r" or unicodedata.category(char) not in ("Cf", "Cc", "Cs", "Co")
    )
    if len(kept) != len(text):
        marks.append("invisible")
    return kept.replace("\r", "\n").replace("\t", " ")


def _decoded(text: str) -> tuple[str, ...]:
    found = []
    for match in _BASE64.finditer(text):
        token = match.group()
        try:
            found.append(base64.b64decode(token + "=" * (-len(token) % 4)).decode("utf-8"))
        except (binascii.Error, UnicodeDecodeError):
            continue
    for match in _HEX.finditer(text):
        try:
            found.append(bytes.fromhex(match.group().replace(" ", "")).decode("utf-8"))
        except (ValueError, UnicodeDecodeError):
            continue
    found.extend(unquote(text) for _ in range(bool(_PERCENT.search(text))))
    if text.isascii() and not speaks_english(text.casefold()):
        # A shifted alphabet or reversed letters show themselves by the English they give.
        turned = (codecs.encode(text, "rot13"), text[::-1])
        found.extend(words for words in turned if speaks_english(words.casefold()))
    return tuple(words for words in found if words.isprintable() and " " in words)


def _join_letters(match: re.Match[str]) -> str:
    # Words inside a spaced-out run are told apart by a wider gap.
    return " ".join(
        re.sub(r"[ .*_-]", "", word) if len(word) > 1 else word
        for word in re.split(r" {2,}", match.group())
    )


def _fold_lookalikes(text: str, marks: list[str]) -> str:
    def fold(match: re.Match[str]) -> str:
        word = match.group()
        if word.isascii() or not any("a" <= char <= "z" for char in word):
            return word
        folded = "".join(_LOOKALIKE.get(char, char) for char in word)
        if folded != word:
            marks.append("lookalike")
        return folded

    return text if text.isascii() else _WORD.sub(fold, text)


def _fold_accents(text: str) -> str:
    if text.isascii():
        return text
    folded: list[str] = []
    for char in unicodedata.normalize("NFD", text.translate(_PLAIN)):
        if unicodedata.category(char) == "Mn" and (
            char == "़" or "ً" <= char <= "ْ" or (folded and folded[-1] < "ɐ")
        ):
            continue
        folded.append(char)
    return unicodedata.normalize("NFC", "".join(folded)).translate(_ARABIC)


def _respell(text: str, marks: list[str]) -> str:
    def respell(match: re.Match[str]) -> str:
        token = match.group()
        if token in SHORTHAND:
            return SHORTHAND[token]
        plain = leet_word(token)
        if plain is not None:
            marks.append("leet")
            return plain
        return correct(token)

    respelt = _TOKEN.sub(respell, text)
    return re.sub(
        r"\b4(?= (?:me|my|him|her|us|our|a|an|the|this|them|early|someone)\b)", "for", respelt
    )
