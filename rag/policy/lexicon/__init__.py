"""Word lists per language: what the multilingual rules are made from.

English has rules of its own (`rag.policy.english`); the lists here cover the other languages that
the guard handles. They were written for this project and await review by native speakers.
"""

from __future__ import annotations

from collections.abc import Mapping

from rag.policy.lexicon.eastern import EASTERN
from rag.policy.lexicon.entry import Lexicon
from rag.policy.lexicon.function_words import FUNCTION_WORDS
from rag.policy.lexicon.northern import NORTHERN
from rag.policy.lexicon.romance import ROMANCE

LEXICONS: Mapping[str, Lexicon] = {
    lexicon.lang: lexicon for lexicon in (*ROMANCE, *NORTHERN, *EASTERN)
}

#: Handled languages in Latin script other than English.
LATIN = ("es", "pt", "fr", "it", "de", "nl", "pl", "tr")

#: Languages that the guard handles.
HANDLED = frozenset(LEXICONS) | {"en"}

__all__ = ["FUNCTION_WORDS", "HANDLED", "LATIN", "LEXICONS", "Lexicon"]
