"""One spelling for words that are typed in many: dashes, exponents, Greek letters, identifiers.

`fold` gives a plain lower-case text, `words` its search words before stop words and stemming.
Both are pure and take any string.
"""

from __future__ import annotations

import re
import unicodedata

_EXPONENT_DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_EXPONENT_PLAIN = str.maketrans(f"{_EXPONENT_DIGITS}⁺⁻", "0123456789+-")
_EXPONENT = re.compile(f"(?<=[0-9])⁻?[{_EXPONENT_DIGITS}]+")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹘﹣－⁃"), "-")
_APOSTROPHES = dict.fromkeys(map(ord, "’‘‛ʼ′`´＇"), "'")
_SIGNS = {**_DASHES, **_APOSTROPHES, ord("×"): "x", ord("⁄"): "/"}
_GREEK = {
    "α": "alpha",
    "β": "beta",
    "γ": "gamma",
    "δ": "delta",
    "ε": "epsilon",
    "ζ": "zeta",
    "η": "eta",
    "θ": "theta",
    "ι": "iota",
    "κ": "kappa",
    "λ": "lambda",
    "μ": "mu",
    "ν": "nu",
    "ξ": "xi",
    "ο": "omicron",
    "π": "pi",
    "ρ": "rho",
    "σ": "sigma",
    "ς": "sigma",
    "τ": "tau",
    "υ": "upsilon",
    "φ": "phi",
    "χ": "chi",
    "ψ": "psi",
    "ω": "omega",
}
_GREEK_NAMES = frozenset(_GREEK.values())
# A Greek letter beside Latin letters or digits is a part of its own: "TNFα" is "tnf-alpha".
# Words written in Greek stay whole.
_GREEK_LETTER = re.compile(f"(?<![α-ω])([{''.join(_GREEK)}])(?![α-ω])")
# The micro sign of a unit: "μg" and "μM" are typed "ug" and "uM".
_MICRO = re.compile(r"(?<![^\W\d_])μ(?=(?:g|l|m|mol|s)\b)")
_CONTROL = re.compile(r"[\u0000-\u001f\u007f-\u009f]")

_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_RAISED_POINT = re.compile(r"(?<=\d)·(?=\d)(?!10\^)")
_BARE_DECIMAL = re.compile(r"(?<![\w.])\.(?=\d)")
_P_VALUE = re.compile(r"\bp\s*([=<>≤≥])\s*(?=\d)")
_TIMES = re.compile(r"(?<=\d)\s*[x*·]\s*(?=10\^)")
_REGISTRY = re.compile(r"\bnct[\s:#-]*(?=\d{8}\b)")
_POSSESSIVE = re.compile(r"'s\b")

_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>()\[\]{},;]+")
_WORD = re.compile(
    r"p[=<>≤≥]\d+(?:\.\d+)?"  # a p-value
    r"|(?:\d+(?:\.\d+)?x)?10\^-?\d+"  # a count with an exponent
    r"|\d+\.\d+[^\W\d_]*(?!\.\d)"  # a decimal, perhaps with its unit
    r"|[^\W_]+(?:[-'][^\W_]+)*\+*"  # a word, a compound, a cell marker with its plus
)
_PART = re.compile(r"[^\W_]+")
_WITH_UNIT = re.compile(
    r"(\d+(?:\.\d+)?)"
    r"(kg|g|mg|ug|ng|pg|ml|l|dl|ul|km|m|cm|mm|um|nm|mol|mmol|h|hr|hrs|min|s|d|wk|mo|y|yr|yrs|x)"
)
_SHORT = 4
_LONGEST = 100


def fold(text: str) -> str:
    """Return `text` in one plain spelling: lower case, ASCII dashes, Greek letters named.

    Unicode is normalised (NFKC) after exponents are saved: "10×10⁶" becomes "10x10^6" and not
    "10x106". Accents are dropped; control characters become spaces, format characters nothing.
    """
    text = _EXPONENT.sub(lambda run: "^" + run[0].translate(_EXPONENT_PLAIN), text)
    text = unicodedata.normalize("NFKC", text.translate(_SIGNS)).translate(_SIGNS)
    text = _bare_letters(_CONTROL.sub(" ", text).casefold())
    text = _GREEK_LETTER.sub(_greek_name, _MICRO.sub("u", text))
    text = _POSSESSIVE.sub("", _THOUSANDS.sub("", text))
    text = _TIMES.sub("x", _RAISED_POINT.sub(".", text))
    text = _P_VALUE.sub(r"p\1", _BARE_DECIMAL.sub("0.", text))
    return _REGISTRY.sub("nct", text)


def words(text: str) -> list[str]:
    """Return the search words of `text`, in order, repeated as they occur.

    A compound gives its parts and, when a part is short, numbered or Greek, also the whole
    without its dashes: "TNF-α", "TNFα" and "TNF alpha" share words, so do "6-MWT" and "6MWT".
    """
    folded = fold(text)
    found = [doi.rstrip(".-'") for doi in _DOI.findall(folded)]
    for match in _WORD.finditer(_DOI.sub(" ", folded)):
        found.extend(_forms(match[0]))
    return [word[:_LONGEST] for word in found]


def _bare_letters(text: str) -> str:
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if unicodedata.category(c) not in ("Mn", "Cf", "Cs"))


def _greek_name(match: re.Match[str]) -> str:
    text, start, end = match.string, match.start(), match.end()
    before = "-" if start and text[start - 1].isalnum() else ""
    after = "-" if end < len(text) and text[end].isalnum() else ""
    return f"{before}{_GREEK[match[0]]}{after}"


def _forms(word: str) -> list[str]:
    if word[0] == "p" and word[1:2] in ("=", "<", ">", "≤", "≥"):
        return [word, word[2:]]
    if "^" in word:
        return [word, word.partition("x")[2]] if "x" in word else [word]
    if measured := _WITH_UNIT.fullmatch(word):
        return [word, measured[1], measured[2]]
    plain = word.rstrip("+")
    if "." in plain:
        return [plain]
    parts = _PART.findall(plain)
    forms = parts if len(parts) > 1 else [plain]
    if len(parts) > 1 and _joins(parts):
        forms = [*forms, "".join(parts)]
    return [*forms, f"{''.join(parts)}+"] if plain != word else forms


def _joins(parts: list[str]) -> bool:
    """Tell whether a compound is also written as one word: it has a letter and a short part."""
    if all(part.isdigit() for part in parts):
        return False
    return any(len(part) <= _SHORT or part in _GREEK_NAMES or not part.isalpha() for part in parts)
