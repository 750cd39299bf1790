"""The features of an abstract: its cues, its words alone and in pairs, and its make-up.

The product's own subject is taken out first. The registry records from which the weights learn
what a plan looks like are all about cell products; without this a text on cells would be taken
for a plan, or for work on cells in a dish, by its subject alone.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Final

from corpus.proposals.cues import Cue, count_headings, find_cues

MAX_CHARACTERS: Final = 6000
"""Characters of a text that are read: a pasted abstract is far shorter."""

_SUBJECT: Final = re.compile(
    r"\b(?:(?:human|autologous|allogene?ic|bone[- ]marrow(?:[- ]derived)?|umbilical[- ]cord"
    r"(?:[- ](?:blood|tissue|derived))*|cord[- ]blood(?:[- ]derived)?|adipose(?:[- ]tissue)?"
    r"(?:[- ]derived)?|wharton'?s jelly(?:[- ]derived)?|placenta[l]?(?:[- ]derived)?|amniotic"
    r"|dental pulp|menstrual(?: blood)?|multipotent|mesenchymal|stromal|hematopoietic"
    r"|haematopoietic|neural|embryonic|pluripotent|induced|cardiac)[- ]+)*"
    r"(?:stem|stromal|progenitor|mononuclear|precursor)(?:[- /](?:stem|stromal|progenitor))*"
    r"[- ]+cells?\b(?: \([\w-]+\))?|\b\w{0,4}-?mscs?\b|\bbone[- ]marrow\b|\bumbilical[- ]cord\b"
    r"|\bcell(?:ular)? (?:therapy|therapies|products?|transplantation|infusions?)\b"
    r"|\bmesenchymal\b|\bstem cell\b"
)
_WORD: Final = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*|\d[\d.,]*%?")
_SENTENCE_END: Final = re.compile(r"(?<=[.!?:;])\s+|\n+")
_LONGEST_TITLE: Final = 300
_CUE_WEIGHT: Final = 0.5
_TENSES: Final = {
    "told as done": re.compile(r"\b(?:was|were|had|did)\b|\b\w+ed\b"),
    "told as known": re.compile(
        r"\b(?:is|are|has|have|can|may|might|could|become|remain|include)s?\b"
    ),
    "told by the authors": re.compile(r"\b(?:we|our|us|here)\b"),
}


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature of a text: its key in the model, its value, and the words it was read from."""

    key: str
    value: float
    words: str


def features(text: str) -> list[Feature]:
    """Return the features of an abstract; its first line is taken for the title."""
    read = text[:MAX_CHARACTERS]
    title, body = _split(read.strip())
    lower_title, lower = _SUBJECT.sub(" ", title.lower()), _SUBJECT.sub(" ", body.lower())
    cues = find_cues(lower_title, f"{lower_title}\n{lower}")
    return [*_cue_features(cues), *_make_up(read, lower, cues), *_word_features(lower_title, lower)]


def _split(text: str) -> tuple[str, str]:
    """Return title and body: a first line that stands apart, or else the first sentence."""
    head, separator, rest = text.partition("\n")
    if separator and 0 < len(head) <= _LONGEST_TITLE and rest.strip():
        return head, rest
    first = _SENTENCE_END.split(text, maxsplit=1)
    if len(first) > 1 and len(first[0]) <= _LONGEST_TITLE:
        return first[0], text[len(first[0]) :]
    return "", text


def _cue_features(cues: dict[str, Cue]) -> list[Feature]:
    found = []
    for name, cue in cues.items():
        weight = _CUE_WEIGHT * math.log2(1 + min(cue.count, 15))
        found.append(Feature(f"c:{name}", weight, cue.words))
        if cue.in_title:
            found.append(Feature(f"ct:{name}", 1.0, cue.words))
    return found


def _make_up(read: str, lower: str, cues: dict[str, Cue]) -> list[Feature]:
    """Return shares and sizes that no single word shows."""
    counts = {name: cue.count for name, cue in cues.items()}
    people = counts.get("people", 0)
    beasts = counts.get("animals", 0) + counts.get("small animals", 0)
    bench = counts.get("cells", 0) + counts.get("molecules", 0)
    whole = people + beasts + bench + 2
    pooled = counts.get("search", 0) + counts.get("studies pooled", 0) > 2
    made = [
        ("s:bias", 1.0),
        ("s:people share", 2 * people / whole),
        ("s:animals share", 2 * beasts / whole),
        ("s:bench share", 2 * bench / whole),
        ("s:headings", min(count_headings(read), 6) / 4),
        ("s:length", min(len(lower), 3000) / 1500),
        ("s:no people", float(people == 0)),
        ("s:no animals", float(beasts == 0)),
        ("s:no result", float("own result" not in cues and "statistics" not in cues)),
        ("s:pooled people", float(pooled and people >= beasts)),
        ("s:pooled animals", 2 * float(pooled and beasts > people)),
    ]
    words = 1 + lower.count(" ")
    for name, tense in _TENSES.items():
        made.append((f"s:{name}", min(20 * len(tense.findall(lower)) / words, 3.0)))
    return [Feature(key, value, "") for key, value in made if value]


def _word_features(title: str, body: str) -> list[Feature]:
    grams: dict[str, str] = {}
    for part, mark in ((title, "t"), (body, "w")):
        for sentence in _SENTENCE_END.split(part):
            _add_grams(sentence, mark, grams)
    value = 1 / math.sqrt(len(grams)) if grams else 0.0
    return [Feature(key, 2 * value, words) for key, words in grams.items()]


def _add_grams(sentence: str, mark: str, grams: dict[str, str]) -> None:
    shown = _WORD.findall(sentence)
    words = ["0" if word[0].isdigit() else word for word in shown]
    for length in (1, 2):
        for start in range(len(words) - length + 1):
            key = f"{mark}:{' '.join(words[start : start + length])}"
            if key not in grams:
                grams[key] = " ".join(shown[start : start + length])
