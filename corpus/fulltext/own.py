"""The sentences in which a paper tells of its own study, apart from those on other studies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

_SENTENCE_END: Final = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9“\"(])|\n")
_ABOUT_OTHERS_HEADING: Final = re.compile(
    r"^(?:back ?ground|introduction|context|rationale|purpose|aims?|objectives?|importance"
    r"|conclusions?|interpretation|discussion|significance|implications?|limitations?|relevance"
    r"|funding|abbreviations?|what (?:is|are)\b.*)\b",
    re.IGNORECASE,
)
_METHODS_HEADING: Final = re.compile(
    r"\bmethods?\b|\bmethodology\b|\b(?:study|trial|experimental) (?:design|population|setting)\b"
    r"|^(?:materials|patients|participants|subjects|procedures?|design|protocol)\b"
    r"|\bexperimental (?:section|procedures?)\b",
    re.IGNORECASE,
)
_RESULTS_HEADING: Final = re.compile(r"^(?:results?|findings|outcomes?)\b", re.IGNORECASE)
_OTHERS: Final = re.compile(
    r"\b(?:previous|earlier|prior|recent|several|many|numerous|few|some|other|preliminary"
    r"|small-scale|large-scale|preclinical|published|larger|further|future|additional|our phase)"
    r" (?:[\w-]+,? ){0,4}(?:studies|trials|study|trial|work|reports?|investigations|experiments"
    r"|meta-analys[ei]s)\b"
    r"|\b(?:ha(?:ve|s) (?:been |previously |recently )*(?:shown|demonstrated|reported|suggested"
    r"|described|completed|published|conducted))\b"
    r"|\b(?:previously|recently) (?:\w+ )?(?:shown|reported|demonstrated|completed|conducted"
    r"|published|described)\b"
    r"|\b(?:are|is) (?:needed|required|warranted|necessary)\b|\bnext steps?\b|\bas suggested by\b",
    re.IGNORECASE,
)
_OWN: Final = re.compile(
    r"\b(?:this|the (?:present|current|reported)|our|in the) (?:[\w-]+,? ){0,4}"
    r"(?:study|trial|review|analysis|report|investigation)\b"
    r"|\b(?:here,? )?we (?:here )?(?:report|conduct|perform|assess|evaluat|investigat|aim|sought"
    r"|compar|test|stud|randomi|treat|present|propose|determin|examin|analy)\w*\b",
    re.IGNORECASE,
)
_ENROLLED: Final = re.compile(
    r"\b(?:were|was|will be) (?:\w+ ){0,2}(?:randomi[sz]ed|assigned|allocated|enrolled|recruited"
    r"|included|treated|divided)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class OwnWords:
    """Sentences on the paper's own study, by where they stand.

    `abstract` holds those of methods and results together in order; `results` tells whether the
    paper reports any under a heading of its own.
    """

    title: str
    abstract: tuple[str, ...]
    methods: tuple[str, ...]
    results: bool


def own_words(
    title: str,
    abstract: Sequence[tuple[str, str]],
    body: Sequence[tuple[tuple[str, ...], str]],
) -> OwnWords:
    """Return the sentences of a paper that tell of its own study.

    Args:
        title: Its title.
        abstract: (heading, paragraph), "" for a paragraph without a heading.
        body: (headings, paragraph).
    """
    return OwnWords(
        title=title,
        abstract=tuple(_of_abstract(abstract)),
        methods=tuple(_of_methods(text for path, text in body if _is_methods(path))),
        results=any(_RESULTS_HEADING.match(heading) for heading, _ in abstract)
        or any(path and _RESULTS_HEADING.match(path[0]) for path, _ in body),
    )


def _is_methods(path: tuple[str, ...]) -> bool:
    """Tell whether a paragraph stands under methods, and not under results or a discussion."""
    return (
        bool(path)
        and _METHODS_HEADING.search(path[0]) is not None
        and not _RESULTS_HEADING.match(path[0])
    )


def _of_abstract(abstract: Sequence[tuple[str, str]]) -> Iterator[str]:
    for heading, paragraph in abstract:
        others = _ABOUT_OTHERS_HEADING.match(heading) is not None
        for sentence in sentences(paragraph):
            own = _OWN.search(sentence) or _ENROLLED.search(sentence)
            if others:
                if _OWN.search(sentence) and not _OTHERS.search(sentence):
                    yield sentence
            elif own or not _OTHERS.search(sentence):
                yield sentence


def _of_methods(paragraphs: Iterable[str]) -> Iterator[str]:
    for paragraph in paragraphs:
        for sentence in sentences(paragraph):
            if not _OTHERS.search(sentence):
                yield sentence


def sentences(text: str) -> list[str]:
    """Return the sentences of `text`, roughly: a cut too many does no harm here."""
    return [part.strip() for part in _SENTENCE_END.split(text) if part.strip()]
