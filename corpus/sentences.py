"""Sentences of a block, as spans; citation marks and tags stay with the sentence they follow.

The boundaries are those of `sentencex`; this module first hides what misleads every splitter
(marks glued to a full stop, abbreviations of this field) and then joins what is no sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

import sentencex

from corpus.records import Span
from corpus.source import trimmed

_ABBREVIATION = re.compile(
    r"\b(?:et al|vs|e\.g|i\.e|cf|ca|approx|resp|incl|Fig|Figs|Tab|Ref|Refs|No|Nos|Vol|Eq|Dr|Prof"
    r"|St|Sci|Med|Biol|Clin|Res|Ther|Transl|Gerontol|Neurol|Immunol|Cytother|J|Int|Am|Eur|Nat"
    r"|Proc|Natl|Acad|spp|sp|subsp|var|U\.S|U\.K|E\.U)\.$"
)
_INITIAL = re.compile(r"\b[A-Z]\.(?=\s+[A-Z])")
_STOP = re.compile(r"\.(?=\s)")
_LONGEST_ABBREVIATION = 9
_FILLER = "\u00b7"
# "n=45 randomised" and "hMSCs" may open a sentence; an ordinary lower-case word may not.
_STARTS_LOWER = re.compile(r"(?![np]\s*[=<>≤≥])[a-zα-ω]+(?=[\s,.;:)]|$)")
_OPENS_CLAUSE = re.compile(r"\s*[—–-]\s")
_AROUND = 400
"""Characters on either side of a boundary that decide it: a whole page would cost its square."""
_WORD = re.compile(r"\w+")
_SPACE = re.compile(r"\s")
_MASK = re.compile(r"Xx+")
_LONGEST_LABEL = 4
_SENTENCE_AFTER_TAG = 4
_BRACKETS = re.compile(r"\([^()]*\)")
_MARK_ONLY = re.compile(r"^[\s\[\]()\d.,;:*_–—-]*$")


def sentence_spans(text: str, hidden: Sequence[Span] = (), lang: str = "en") -> tuple[Span, ...]:
    """Return the spans of the sentences in `text`, trimmed, in order, covering all its words.

    Args:
        text: One block's characters.
        hidden: Spans inside `text` of marks and tags, which never begin or end a sentence.
        lang: ISO 639 code of the language, for the splitter.
    """
    if not text.strip():
        return ()
    masked = _masked(text, hidden)
    cuts = _boundaries(masked, lang)
    cuts = [cut for cut in cuts if _is_boundary(masked, cut)]
    spans = [
        trimmed(text, start, end) for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True)
    ]
    return tuple(_joined(text, masked, [span for span in spans if span.start < span.end]))


def _masked(text: str, hidden: Sequence[Span]) -> str:
    masked = _hidden(text, hidden) if hidden else text
    stops = [
        stop.start()
        for stop in _STOP.finditer(masked)
        if _ABBREVIATION.search(masked, max(0, stop.start() - _LONGEST_ABBREVIATION), stop.end())
        or _INITIAL.match(masked, max(0, stop.start() - 1))
    ]
    for stop in stops:
        masked = masked[:stop] + _FILLER + masked[stop + 1 :]
    # As plain spaces: the splitter counts each as one byte and breaks on wider ones.
    return _SPACE.sub(" ", masked)


def _hidden(text: str, hidden: Sequence[Span]) -> str:
    characters = list(text)
    for span in hidden:
        length = span.end - span.start
        # White space and not a letter: ".[^a] Next" must still read as the end of a sentence.
        # A tag that a dash follows opens what comes after it, so it reads as a name.
        opens = _OPENS_CLAUSE.match(text, span.end) is not None
        characters[span.start : span.end] = "X" + "x" * (length - 1) if opens else " " * length
    return "".join(characters)


def _boundaries(masked: str, lang: str) -> list[int]:
    ends: list[int] = []
    position = 0
    for sentence in _segments(masked, lang):
        position += len(sentence)
        ends.append(position)
    if position != len(masked):  # the splitter changed the text: trust nothing of it
        return []
    return ends[:-1]


def _segments(masked: str, lang: str) -> Sequence[str]:
    """Return the splitter's sentences; all as one where it breaks down on a text."""
    try:
        return list(sentencex.segment(lang, masked))
    except BaseException as error:
        # Its panics are no `Exception`, and no text may stop a build.
        if type(error).__name__ != "PanicException":
            raise
        return [masked]


def _is_boundary(masked: str, cut: int) -> bool:
    before = masked[max(0, cut - _AROUND) : cut].rstrip()
    after = masked[cut : cut + _AROUND].lstrip()
    if not before or not after or _STARTS_LOWER.match(after):
        return False
    opened = before.count("(") - before.count(")")
    return not (opened > 0 and ")" in after[:200] and after.find(")") < (after.find("(") % 10**6))


def _joined(text: str, masked: str, spans: list[Span]) -> list[Span]:
    """Join a label ("Long-term safety.") to what follows and a lone mark to what precedes."""
    joined = spans[:1]
    label = len(spans) > 1 and _is_label(masked[spans[0].start : spans[0].end])
    for span in spans[1:]:
        words = masked[span.start : span.end]
        hidden_start = masked[span.start] != text[span.start]
        # a mark or a tag that opens it counts with fewer words than make a sentence
        least = _SENTENCE_AFTER_TAG if hidden_start else 1
        if label or _MARK_ONLY.match(words) or _count_words(words, least) < least:
            joined[-1] = Span(joined[-1].start, span.end)
        else:
            joined.append(span)
        label = False
    return joined


def _is_label(words: str) -> bool:
    return (
        words.rstrip().endswith(".") and _count_words(words, _LONGEST_LABEL + 1) <= _LONGEST_LABEL
    )


def _count_words(words: str, enough: int) -> int:
    """Return how many words stand outside brackets, hidden marks left out, `enough` at most."""
    outside = _BRACKETS.sub(" ", words) if "(" in words else words
    told = (word for word in _WORD.finditer(outside) if not _MASK.fullmatch(word[0]))
    return sum(1 for _ in islice(told, enough))
