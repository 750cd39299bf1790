"""A draft cut into sentences with the citations they claim."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.sentences import sentence_spans

MOST_CHARACTERS = 20_000
"""Of a draft; more is no draft of a few sentences, and is cut off."""
_MARK = re.compile(r"\[\s*(\d{1,3}(?:\s*,\s*\d{1,3})*)\s*\]")
_BULLET = re.compile(r"^\s*(?:[-*•]|\d{1,2}[.)])\s+", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """One sentence of a draft: its words without marks, and the citations it claims."""

    text: str
    citations: tuple[int, ...]


def split_draft(draft: str) -> tuple[DraftSentence, ...]:
    """Return the sentences of a draft in order.

    A mark behind a full stop belongs to the sentence before it. What is no sentence, such as a
    heading, becomes one without citation, and falls with it.
    """
    text = _BULLET.sub("", draft[:MOST_CHARACTERS].replace("\r", "\n"))
    found: list[DraftSentence] = []
    for block in re.split(r"\n+", text):
        words, marks = _without_marks(block)
        for span in sentence_spans(words):
            numbers = [n for place, n in marks if span.start < place <= span.end]
            sentence = " ".join(span.quote(words).split())
            found.append(DraftSentence(sentence, tuple(dict.fromkeys(numbers))))
    return tuple(found)


def _without_marks(block: str) -> tuple[str, list[tuple[int, int]]]:
    """Return a block without its marks, and where each stood, just behind what it marks."""
    words, done = "", 0
    marks: list[tuple[int, int]] = []
    for match in _MARK.finditer(block):
        words = (words + block[done : match.start()]).rstrip()
        marks += [(len(words), int(n)) for n in match[1].split(",")]
        done = match.end()
    return words + block[done:], marks
