# ruff: noqa: E501 - a pattern is read as one line, however long
"""Which language a question is in, so far as the guard needs to know.

Script decides first, then letters that only some languages use, then function words. What no
lexicon handles is "und": the caller then gives the safe default and never evidence by accident.
"""

from __future__ import annotations

import re

from rag.policy.lexicon import FUNCTION_WORDS, HANDLED

#: Returned for a language that the guard does not handle.
UNSUPPORTED = "und"

_SCRIPTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("ko", re.compile(r"[가-힣ᄀ-ᇿ]")),
    ("ja", re.compile(r"[぀-ヿ]")),
    ("zh", re.compile(r"[一-鿿㐀-䶿]")),
    ("ar", re.compile(r"[؀-ۿ]")),
    ("hi", re.compile(r"[ऀ-ॿ]")),
    ("ru", re.compile(r"[а-яё]{2}")),
)
# Letters that the handled language of the same script does not have.
_FOREIGN = re.compile(
    r"[іїєґўјљњћђџқғүұһөәӣӯҷ]|[پچژگکیےٹڈڑہھںۀۍېۇۆۋ]|ळ|[ơưđ]|[ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]"
)
_OTHER_SCRIPT = re.compile(
    r"[\u0980-\u0dff\u0e00-\u0eff\u0f00-\u109f\u10a0-\u10ff\u1200-\u137f\u1780-\u17ff]|"
    r"[\u1800-\u18af\u0590-\u05ff\u0530-\u058f\u0700-\u07bf]|[\u0370-\u03ff]{3}"
)
_ENGLISH_TERMS = re.compile(
    r"\b(?:cells?|cord|umbilical|marrow|stem|knees?|pain|outcomes?|trials?|stud(?:y|ies)|exosomes?|mice|heart|evidence|safety|results?|"
    r"reviews?|dose|frailty|aging|ageing|stroke|inflammatory|macrophages?|survival|walking|children|patients?|side effects?)\b"
)
_WORDS = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")


def detect(accented: str, folded: str) -> tuple[str, ...]:
    """Name the languages of a question, the likeliest first.

    Args:
        accented: Casefolded text with its accents.
        folded: The same text with accents folded, as function words are listed.

    Returns:
        One or more handled language codes (a mixed message has several), or `("und",)`.
    """
    if _OTHER_SCRIPT.search(accented):
        return (UNSUPPORTED,)
    found = [lang for lang, script in _SCRIPTS if script.search(accented)]
    if "ja" in found and "zh" in found:
        found.remove("zh")
    if _FOREIGN.search(accented):
        return (UNSUPPORTED,)
    latin = _latin(folded)
    if found:
        return tuple(found) + tuple(lang for lang in latin if lang != UNSUPPORTED)
    return latin


def _latin(folded: str) -> tuple[str, ...]:
    words = [word for word in _WORDS.findall(folded) if word.isascii()]
    if not words:
        return ("en",)
    scores = {lang: sum(word in known for word in words) for lang, known in FUNCTION_WORDS.items()}
    ranked = sorted(scores, key=lambda lang: (-scores[lang], lang != "en", lang))
    best = ranked[0]
    if len(_ENGLISH_TERMS.findall(folded)) >= 2 and scores[best] <= scores["en"] + 1:
        return ("en",)  # a terse search has terms and no function words
    if scores[best] == 0:
        # Keywords, names and numbers only: nothing tells a language, and a few words are no
        # request; a long text without one known word is a language we do not know.
        return ("en",) if len(words) < 4 else (UNSUPPORTED,)
    if best not in HANDLED and scores[best] > scores["en"]:
        return (UNSUPPORTED,)
    if len(words) >= 6 and scores[best] / len(words) < 0.12:
        return (UNSUPPORTED,)
    # A second language counts when the message really mixes: one shared word is no language.
    kept = [
        lang
        for lang in ranked[:3]
        if lang in HANDLED
        and (lang == best or (scores[lang] >= 2 and 3 * scores[lang] >= 2 * scores[best]))
    ]
    return tuple(kept) or ("en",)


def speaks_english(folded: str) -> bool:
    """Tell whether at least a third of the words are common English ones."""
    words = [word for word in _WORDS.findall(folded) if word.isascii()]
    known = FUNCTION_WORDS["en"]
    return 3 * sum(word in known for word in words) >= len(words)
