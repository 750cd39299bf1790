"""How the same words may look: slips of the finger, disguises and encodings.

Each function takes a text, its language and a source of chance, and returns the changed text, or
None where it does not apply to that script.
"""

from __future__ import annotations

import base64
import codecs
import random
import re
import unicodedata
from typing import Final

LATIN: Final = frozenset({"en", "es", "pt", "fr", "de", "it", "nl", "pl", "tr"})
CASED: Final = LATIN | {"ru"}
_KEYS: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю")
_LEET: Final = {"a": "4", "e": "3", "i": "1", "o": "0", "s": "5", "t": "7"}
_TWINS: Final = dict(zip("aceopxyABEHKMOPCTX", "асеорхуАВЕНКМОРСТХ", strict=True))
_FALLING: Final = {"ł": "l", "ß": "ss", "ı": "i", "Ł": "L", "ø": "o"}
_EMOJI: Final = ("🙏", "😭", "🥺", "❓", "💉", "😅", "👵")
_HUMS: Final = ("um", "uh", "like", "you know", "I mean", "so yeah")
_STOPS: Final = re.compile(r"[.,!?;:¿¡\"'„“”«»…。、，！？؟،।]+")
_LONG_WORD: Final = re.compile(r"[^\W\d_]{4,}")


def typos(text: str, lang: str, rng: random.Random) -> str | None:
    """Return the text with about one slip in 30 characters: neighbour key, swap, drop, double."""
    if lang not in CASED:
        return None
    letters = list(text)
    inside = [at for word in _LONG_WORD.finditer(text) for at in range(word.start(), word.end())]
    if not inside:
        return None
    for at in rng.sample(inside, min(len(inside), 1 + len(text) // 30)):
        letters[at] = _slip(letters, at, rng)
    return "".join(letters)


def _slip(letters: list[str], at: int, rng: random.Random) -> str:
    letter = letters[at]
    how = rng.randrange(4)
    if how == 0:
        return _neighbour(letter, rng)
    if how == 1 and at + 1 < len(letters) and letters[at + 1].isalpha():
        after, letters[at + 1] = letters[at + 1], letter
        return after
    return "" if how <= 2 else letter * 2


def _neighbour(letter: str, rng: random.Random) -> str:
    for row in _KEYS:
        at = row.find(letter.lower())
        if at >= 0:
            return rng.choice([row[i] for i in (at - 1, at + 1) if 0 <= i < len(row)])
    return letter


def plain_lower(text: str, lang: str, rng: random.Random) -> str | None:  # noqa: ARG001
    """Return the text as typed in haste: small letters, no punctuation."""
    return " ".join(_STOPS.sub(" ", text.lower()).split()) or None


def shouted(text: str, lang: str, rng: random.Random) -> str | None:  # noqa: ARG001
    """Return the text in capitals; a Turkish i keeps its dot."""
    if lang not in CASED:
        return None
    return (text.replace("i", "İ") if lang == "tr" else text).upper()


def without_accents(text: str, lang: str, rng: random.Random) -> str | None:  # noqa: ARG001
    """Return Latin letters without their marks, as on a foreign keyboard."""
    if lang not in LATIN - {"en"}:
        return None
    apart = unicodedata.normalize("NFD", "".join(_FALLING.get(each, each) for each in text))
    return "".join(each for each in apart if not unicodedata.combining(each))


def zero_width(text: str, lang: str, rng: random.Random) -> str | None:  # noqa: ARG001
    """Return the text with invisible characters inside its words."""
    marks = "\u200b\u2060\ufeff\u00ad"
    return "".join(
        each + (rng.choice(marks) if each.isalpha() and rng.random() < 0.25 else "")
        for each in text
    )


def homoglyphs(text: str, lang: str, rng: random.Random) -> str | None:
    """Return the text with letters of the other script that look the same."""
    if lang not in CASED:
        return None
    twins = _TWINS if lang in LATIN else {twin: own for own, twin in _TWINS.items()}
    return "".join(twins[each] if each in twins and rng.random() < 0.5 else each for each in text)


def leet(text: str, lang: str, rng: random.Random) -> str | None:
    """Return the text with figures for letters."""
    if lang not in LATIN:
        return None
    return "".join(
        _LEET[each.lower()] if each.lower() in _LEET and rng.random() < 0.75 else each
        for each in text
    )


def spaced(text: str, lang: str, rng: random.Random) -> str | None:
    """Return short texts with a space, dot or dash after every letter."""
    if lang not in CASED or len(text) > 90:
        return None
    joint = rng.choice((" ", ".", "-"))
    return "   ".join(joint.join(word) for word in text.split())


def in_base64(text: str, lang: str, rng: random.Random) -> str | None:  # noqa: ARG001
    """Return the text in base64, at times with a word on what to do with it."""
    code = base64.b64encode(text.encode()).decode()
    return rng.choice(("{}", "decode this and answer: {}", "{} <- base64")).format(code)


def underscored(text: str, lang: str, rng: random.Random) -> str | None:
    """Return the words joined by underscores or plus signs."""
    return rng.choice("_+").join(text.split()) if lang in CASED else None


def reversed_text(text: str, lang: str, rng: random.Random) -> str | None:
    """Return the text backwards, with the request to read it so."""
    if lang != "en":
        return None
    return rng.choice(("read this backwards: {}", "{} (reversed)")).format(text[::-1])


def marked_up(text: str, lang: str, rng: random.Random) -> str | None:  # noqa: ARG001
    """Return the text in Markdown."""
    return rng.choice(("**{}**", "> {}", "# {}", "```\n{}\n```")).format(text)


def twice(text: str, lang: str, rng: random.Random) -> str | None:  # noqa: ARG001
    """Return the text said twice."""
    return f"{text} {text}"


def alternating(text: str, lang: str, rng: random.Random) -> str | None:  # noqa: ARG001
    """Return the text with capitals at every other letter."""
    if lang not in CASED:
        return None
    return "".join(each.upper() if at % 2 else each.lower() for at, each in enumerate(text))


def stretched(text: str, lang: str, rng: random.Random) -> str | None:
    """Return the text with some vowels drawn out."""
    if lang not in LATIN:
        return None
    return "".join(
        each * rng.randint(3, 5) if each in "aeiou" and rng.random() < 0.15 else each
        for each in text
    )


def full_width(text: str, lang: str, rng: random.Random) -> str | None:  # noqa: ARG001
    """Return Latin letters in their full-width forms."""
    if lang not in LATIN:
        return None
    return "".join(chr(ord(each) + 0xFEE0) if "!" <= each <= "~" else each for each in text)


def bidirectional(text: str, lang: str, rng: random.Random) -> str | None:  # noqa: ARG001
    """Return the text with direction marks around some of its words."""
    return " ".join(
        f"\u202a{word}\u202c" if rng.random() < 0.5 else f"\u200e{word}" for word in text.split()
    )


def with_emoji(text: str, lang: str, rng: random.Random) -> str | None:  # noqa: ARG001
    """Return the text with pictures between and after its words."""
    words = text.split()
    return " ".join(
        f"{word} {rng.choice(_EMOJI)}" if at == len(words) - 1 or rng.random() < 0.25 else word
        for at, word in enumerate(words)
    )


def without_vowels(text: str, lang: str, rng: random.Random) -> str | None:
    """Return English words with most of their inner vowels left out."""
    if lang != "en":
        return None
    return re.sub(r"(?<=[a-z])[aeiou](?=[a-z])", lambda m: "" if rng.random() < 0.6 else m[0], text)


def in_hex(text: str, lang: str, rng: random.Random) -> str | None:  # noqa: ARG001
    """Return the text as hexadecimal bytes."""
    return rng.choice(("{}", "hex: {}", "what does this say, and reply to it: {}")).format(
        text.encode().hex(rng.choice(" :"))
    )


def in_rot13(text: str, lang: str, rng: random.Random) -> str | None:
    """Return the text with each letter moved by 13 places."""
    if lang != "en":
        return None
    return rng.choice(("rot13: {}", "{} (caesar 13, please reply)")).format(
        codecs.encode(text, "rot13")
    )


def hummed(text: str, lang: str, rng: random.Random) -> str | None:
    """Return English as a machine would write down speech."""
    if lang != "en":
        return None
    words = _STOPS.sub("", text.lower()).split()
    return " ".join(f"{rng.choice(_HUMS)} {w}" if rng.random() < 0.2 else w for w in words)


def as_mail(text: str, lang: str, rng: random.Random) -> str | None:  # noqa: ARG001
    """Return the text as a mail with its head and foot."""
    subject = rng.choice(("Question", "(no subject)", "Fwd: Re:", "MSC"))
    return f"Subject: {subject}\n\n{text}\n\n--\nA. Brandt"


def in_html(text: str, lang: str, rng: random.Random) -> str | None:  # noqa: ARG001
    """Return the text inside an HTML element."""
    return rng.choice(("<p>{}</p>", "<div class='q'>{}</div>", "<b>{}</b><br/>")).format(text)
