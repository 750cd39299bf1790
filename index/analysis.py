"""Text to stems: what the lexical index stores and what a query is turned into."""

from __future__ import annotations

import functools
import re
import threading

import snowballstemmer

from index.textfold import words

# Lucene's list with the words that questions are made of.
STOP_WORDS = frozenset(
    """a about am an and any are as at be been being but by can could did do does for from had has
    have he her his how i if in into is it its me my no not of on or our s she should so some such
    t than that the their them then there these they this to us was we were what when where which
    who whom whose why will with would you your""".split()
)
# The stemmer takes an "s" from words with a vowel only, and so leaves "mscs" beside "msc".
_PLURAL_LETTERS = re.compile("[b-df-hj-np-tv-xz]{2,}[b-df-hj-np-rtv-xz]s")
_stemmer = snowballstemmer.stemmer("english")
# The stemmer keeps the word it works on in itself.
_stemmer_lock = threading.Lock()


def analyze(text: str) -> list[str]:
    """Return the stems of `text`, in order, stop words left out.

    The words are those of `index.textfold.words`; words of ASCII letters are stemmed with
    Snowball English (Porter 2), all others kept.
    """
    return [stem(word) for word in words(text) if word not in STOP_WORDS]


@functools.lru_cache(maxsize=1 << 17)
def stem(word: str) -> str:
    """Return the Snowball English stem of a folded word."""
    if not (word.isascii() and word.isalpha()):
        return word
    if _PLURAL_LETTERS.fullmatch(word):
        return word[:-1]
    with _stemmer_lock:
        return str(_stemmer.stemWord(word))
