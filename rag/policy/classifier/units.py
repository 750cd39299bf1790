"""What of a message is classified: every sentence, every two together, a short message whole.

A long story as a whole would hide a request in it; a sentence alone would lose what "it" is.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from rag.policy.classifier.hindi import in_english_words

LONGEST_WHOLE: Final = 1200
"""Characters of a text that are read as one."""
LONGEST_SENTENCE: Final = 400
WHOLE_UP_TO: Final = 3
"""Sentences of a message that is also read as a whole."""
SENTENCES: Final = 60
"""Sentences read; of a message with more, the first and the last half of these."""

_END: Final = re.compile(r"(?<=[.?!;。؟।…\n])\s*")


def whole(plain: str) -> str:
    """Return a message in its plain form as the encoder reads it."""
    return in_english_words(" ".join(plain.split()))[:LONGEST_WHOLE]


def units(plain: str) -> tuple[str, ...]:
    """Return the texts to classify of a message in its plain form; at least one."""
    sentences = _sentences(in_english_words(" ".join(plain.split())))
    found = [whole(plain)] if len(sentences) <= WHOLE_UP_TO else []
    if len(sentences) > 1:
        found.extend(sentences)
    if len(sentences) > 2:
        found.extend(f"{one} {other}" for one, other in pairwise(sentences))
    return tuple(dict.fromkeys(found))


def _sentences(text: str) -> list[str]:
    parts = [part.strip() for part in _END.split(text)]
    whole = [part for part in parts if any(char.isalnum() for char in part)]
    short = [piece for part in whole for piece in _pieces(part)]
    if len(short) <= SENTENCES:
        return short
    return short[: SENTENCES // 2] + short[-SENTENCES // 2 :]


def _pieces(sentence: str) -> list[str]:
    # A text without sentence ends is cut into overlapping pieces.
    step = LONGEST_SENTENCE // 2
    if len(sentence) <= LONGEST_SENTENCE:
        return [sentence]
    starts = range(0, len(sentence) - step, step)
    return [sentence[start : start + LONGEST_SENTENCE] for start in starts]
