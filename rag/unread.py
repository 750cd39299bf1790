"""Figures whose source nobody of the library has read in full.

The reservation stands where the article's author put it: in a tag of the paragraph, or in what a
footnote tells of the paper's access. A summary, a table row or a later sentence about the same
study repeats the figure without it; here it is carried there too, and where the article says what
was read, or a footnote shows that a source named as support tells of another part only (of the
approval, say), that is brought along.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from corpus.figures import find_figure
from corpus.records import Kind, Reference, Statement
from corpus.vocabulary import TIERS
from rag.same_study import StudyReader

UNREAD: Final = ("no-fulltext-access", "closed-access")
"""Caveats that say so, the graver first."""

_ABOUT_READING: Final = re.compile(
    r"\bfull[- ]?text\b|\bclosed[- ]access\b|\bpaywall|\b(?:not|never|nobody|without)\b[^.;]{0,30}"
    r"\b(?:read(?:ing)?|accessed|available|open to)\b|\bcould not (?:be )?(?:\w+ )?(?:read|check|"
    r"verif|confirm|open)\w*|\b(?:abstract|summary|press release) (?:only|alone)\b"
    r"|\bonly (?:the |an? )?(?:abstract|summary|press release|approval)\b"
    r"|\b(?:figures?|percentages?|numbers?|rates?|details?) (?:\w+ ){0,3}?(?:come|comes|came|taken"
    r"|are|is|rest|rests) (?:\w+ )?(?:from|on)\b",
    re.IGNORECASE,
)
# What a source may tell of a product without telling a result of it.
_OTHER_PART: Final = re.compile(
    r"\b(?:approv\w+|authori[sz]\w+|licen[cs]\w+|marketing|designs?|designed|protocol|registered"
    r"|registration|rationale|mechanism|manufactur\w+|histor\w+)\b",
    re.IGNORECASE,
)
_RESULT: Final = re.compile(
    r"\d\s?%|\bp\s?[=<>≤≥]|\b(?:remission|respon(?:se|ders?)|superior|improv\w+|healed|efficacy|"
    r"effective|success\w*|outcomes?|results?|met its)\b",
    re.IGNORECASE,
)
_CLAUSE: Final = re.compile(r"\s·\s|;\s|\.\s")
_PROPER: Final = re.compile(r"\b(?:[A-Z][A-Z0-9]{2,}(?:-[A-Z0-9]+)*|[A-Z][a-z]{4,}\w*)")
# Capitalised in many sentences that have nothing else in common.
_COMMON: Final = frozenset(
    "January February March April August September October November December Phase Trial Study"
    " European Union Europe States United Agency Medicines Journal FDA EMA PMDA MSC MSCs RCT RCTs"
    " NCT DOI The This That These Those There Their Other Local Demonstrates Cells Stem Table"
    " Figure Footnotes".split()
)


def carried(statement: Statement, reader: StudyReader) -> tuple[str, ...]:
    """Return the caveats on reading that a statement must be shown with and does not have.

    None for a statement whose own sources were all read, or that neither gives a figure nor
    reports an outcome.
    """
    if set(UNREAD) <= set(statement.caveats) or not _needs_source(statement):
        return ()
    own = reader.references(statement)
    if own and all(each.access == "full_text" for each in own):
        return ()
    told = {caveat for each in reader.beside(statement) for caveat in each.caveats}
    if own and all(each.access == "closed" for each in own):
        told.add("closed-access")
    return tuple(name for name in UNREAD if name in told and name not in statement.caveats)


def _needs_source(statement: Statement) -> bool:
    return TIERS[statement.tier].outcome_evidence or find_figure(statement.clean) != ""


def is_unread(caveats: Iterable[str]) -> bool:
    """Tell whether caveats say that the source was not read in full."""
    return not set(UNREAD).isdisjoint(caveats)


def rests_on_unread(statement: Statement, reader: StudyReader) -> bool:
    """Tell whether a statement gives a figure whose source was not read in full."""
    if find_figure(statement.clean) == "":
        return False
    return is_unread(statement.caveats) or bool(carried(statement, reader))


def on_reading(statement: Statement, reader: StudyReader) -> Iterator[Iterator[Statement]]:
    """Yield what tells how far the source of a statement carries, each as all that would do.

    The sentence on what was read comes first; then the footnote of a source that is named beside
    it and tells another part of the story only. Nothing is yielded for a statement that gives no
    figure from an unread source.
    """
    if not rests_on_unread(statement, reader):
        return
    around = reader.around(statement)
    near = [each for each in around if _beside(each, statement)]
    about = {each.id for each in (*near, *reader.beside(statement))}
    yield (
        each
        for each in around
        if each.id in about
        and each.kind is not Kind.FOOTNOTE
        and is_unread(each.caveats)
        and _ABOUT_READING.search(each.clean)
    )
    paragraph = [statement, *near]
    yield (each for each in around if _tells_other_part(each, paragraph, reader))


def _beside(other: Statement, statement: Statement) -> bool:
    return (other.section, other.block) == (statement.section, statement.block)


def _tells_other_part(
    footnote: Statement, paragraph: Sequence[Statement], reader: StudyReader
) -> bool:
    """Tell whether a footnote is of a source named in the paragraph, and tells no result of it."""
    sources = reader.references(footnote) if footnote.kind is Kind.FOOTNOTE else ()
    if len(sources) != 1 or sources[0].access == "closed":
        return False
    (source,) = sources
    if not any(_is_named(source, each) for each in paragraph):
        return False
    words = " ".join([*paragraph[0].section[-1:], *(each.clean for each in paragraph)])
    subject = _proper(words) - _proper(f"{source.label} {source.authors}")
    told = [part for part in _CLAUSE.split(footnote.clean) if subject & _proper(part)]
    return any(map(_OTHER_PART.search, told)) and not any(map(_RESULT.search, told))


def _is_named(source: Reference, statement: Statement) -> bool:
    cited = source.key in statement.references
    return cited or (source.year is not None and source.label in statement.clean)


def _proper(text: str) -> frozenset[str]:
    return frozenset(_PROPER.findall(text)) - _COMMON
