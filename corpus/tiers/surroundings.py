"""What the structure around a statement makes of it: its table's header, its list's heading.

A row is read with its header: the same words define a term under "Term | Meaning", and state a
fact under "Product | Regulator". A clause under "What is not known" asks; it does not report.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from corpus.records import Kind
from corpus.tiers.claims import NUMBERS, has_result
from corpus.tiers.context import StatementContext
from corpus.tiers.words import Words, words_of

_MEANING: Final = re.compile(
    r"\b(?:meanings?|means|definitions?|defined|stands? for|stood for|full (?:form|name)"
    r"|explanations?|explained|in plain words|what (?:it|this|that) (?:is|says|means|covers)"
    r"|what (?:stands|is asked|is required|counts)|asked for|requirements?|interpretation)\b"
)
_TERM: Final = re.compile(
    r"^(?:the )?(?:(?:evidence|source|short|our) )?(?:tiers?|terms?|words?|abbreviations?"
    r"|acronyms?|caveats?|labels?|flags?|grades?|criteri(?:on|a)|glossary|symbols?)$"
)
_FIELD: Final = re.compile(
    r"^(?:fields?|propert(?:y|ies)|attributes?|identifiers?|database|resource|synonyms?)$"
)
_DESCRIPTION: Final = re.compile(
    r"\b(?:handling|manufactur\w+|composition|description|formulation"
    r"|supplier|catalog\w*|storage|packag\w+)\b"
)
_SCALE: Final = re.compile(
    r"\b(?:reference (?:ranges?|values|intervals?)|cut-?offs?|(?:staging|grading|scoring)"
    r" (?:scales?|systems?|criteria))\b"
)
_GLOSSARY: Final = re.compile(
    r"^\W*(?:list of )?(?:acronyms?|abbreviations?|glossary|nomenclature)\W*$"
)
_OUTCOME_COLUMN: Final = re.compile(
    r"\b(?:outcomes?|results?|findings?|effects?|p[- ]?values?|endpoints?|efficacy|benefits?"
    r"|harms?|measures?|reported|placebo|controls?|evidence|change)\b"
)
_FIGURE_CELL: Final = re.compile(r"^\W*\d[\d.,·%–−\-+±/() ]*(?:\D{0,12})$")

_IDENTITY: Final = re.compile(
    r"^\W*(?:\d+\W+)?(?:identit(?:y|ies)|identification|identifiers?|nomenclature|names?|synonyms"
    r"|classification|at a glance|(?:key|basic|quick) facts|database (?:entries|ids?))\b"
)
_ORTHOLOG: Final = re.compile(r"^(?:[\w-]+ ){1,2}(?:orthologs?|orthologues?|homologs?)\W", re.I)
_ENTRY: Final = re.compile(r"^[^:]{2,50}:\s")
_UNKNOWNS: Final = re.compile(
    r"\b(?:not (?:yet |been |well )*(?:known|clear|established|tested|shown|settled|answered"
    r"|understood)|unknowns?|unresolved|unanswered|unclear|open (?:questions?|issues?|problems?)"
    r"|(?:outstanding|remaining|key|unsettled) questions?|(?:don.t|do not|cannot) know"
    r"|(?:knowledge|evidence|research) gaps?|gaps in (?:the )?\w+|still open|missing evidence)\b"
)
_GAPS: Final = re.compile(r"\bgaps?\b|\buncertaint(?:y|ies)\b|\bquestions\b")
_NOUN_CLAUSE: Final = re.compile(
    r"^\W*(?:whether|what|why|how|which|who|to what extent|the extent to which)\b", re.IGNORECASE
)
_QUESTION_MARK: Final = re.compile(r"\?[\s*_)”\"]*$")
_FINITE: Final = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|do|does|did|can|cannot|could|may|might|must|shall"
    r"|should|will|would|remains?|showed|used|differs?|gave)\b"
    r"|n't\b|:"
)
_SUBORDINATE: Final = re.compile(r"[,;]|\b(?:that|which|who|whose|where|when|because)\b")
_REMARKS: Final = re.compile(
    r"\b(?:limitations?|caveats?|background|rationale|contexts?|interpretation|significance"
    r"|implications?|relevance|discussion|commentary|related|cross-?references?|why (?:this|it)"
    r"|history|metadata|citation|provenance|conflicts?|funding|disclosures?|archive|verification"
    r"|open questions?|future|gaps?|connections?|links?|position|critique|tensions?|bottom line"
    r"|what this (?:page|paper|study)|wiki|see also)\b"
)
_CRITIQUE: Final = re.compile(
    r"\b(?:limitations?|limits|caveats?|gaps?(?![ -](?:fill|junction))|open questions?|future"
    r"|interpretation|significance"
    r"|implications?|discussion|critique|tensions?|bottom line|needed|priorities|criticisms?)\b"
)
_LEAST_WORDS: Final = 4
_LONGEST_LEAD_IN: Final = 8


@lru_cache(maxsize=4096)
def is_definition_table(header: tuple[str, ...]) -> bool:
    """Tell whether a table's header announces terms with their meanings or identifying fields."""
    cells = tuple(cell.lower().strip() for cell in header)
    if len(cells) < 2 or any(_OUTCOME_COLUMN.search(cell) for cell in cells[1:]):
        return False
    if _FIELD.match(cells[0]) or any(_MEANING.search(cell) for cell in cells[1:]):
        return True
    return _TERM.match(cells[0]) is not None


@lru_cache(maxsize=4096)
def _is_scale(heading: str) -> bool:
    """Tell whether a heading announces ranges, stages or classes that a table lists."""
    return _SCALE.search(heading.lower()) is not None


@lru_cache(maxsize=4096)
def _is_glossary(heading: str) -> bool:
    return _GLOSSARY.match(heading.lower()) is not None


@lru_cache(maxsize=4096)
def is_description_table(header: tuple[str, ...]) -> bool:
    """Tell whether a header announces what things are made of, and no outcome."""
    joined = " | ".join(header).lower()
    return _DESCRIPTION.search(joined) is not None and _OUTCOME_COLUMN.search(joined) is None


def defines(context: StatementContext, words: Words) -> str:
    """Return the header that makes a row a definition or description, or ""."""
    if context.kind is not Kind.TABLE_ROW or not context.header:
        return ""
    if context.section and _is_scale(context.section[-1]):
        return context.section[-1]
    told = " | ".join(context.header)
    if is_definition_table(context.header):
        return told
    if is_description_table(context.header) and "p=" not in words.lower.replace(" ", ""):
        return told
    return ""


def is_lead_in(words: Words) -> bool:
    """Tell whether a short statement only announces what follows it ("Key features:")."""
    return words.text.rstrip(" *_").endswith(":") and len(words.text.split()) <= _LONGEST_LEAD_IN


def identifies(context: StatementContext, words: Words) -> str:
    """Return the heading under which a list gives names and numbers of a thing, or ""."""
    glossary = next((heading for heading in context.section if _is_glossary(heading)), "")
    if glossary or context.kind is not Kind.LIST_ITEM or not context.section:
        return glossary
    entry = _ENTRY.match(words.text) is not None and not has_result(words)
    entry |= _ORTHOLOG.match(words.text) is not None
    return context.section[-1] if entry and _IDENTITY.match(context.section[-1].lower()) else ""


def is_figure_row(context: StatementContext, words: Words) -> bool:
    """Tell whether a table row sets figures side by side: an outcome without a verb."""
    if context.kind is not Kind.TABLE_ROW or is_description_table(context.header):
        return False
    cells = words.text.split(" | ")[1:]
    return sum(_FIGURE_CELL.match(cell) is not None for cell in cells) > 1


@lru_cache(maxsize=4096)
def _asks(heading: str) -> tuple[bool, bool]:
    """Return whether a heading announces what is unknown, strictly and in a wider sense."""
    lower = heading.lower()
    strict = _UNKNOWNS.search(lower) is not None and "limit" not in lower
    return strict, strict or _UNKNOWNS.search(lower) is not None or bool(_GAPS.search(lower))


def open_question(context: StatementContext, words: Words) -> str:
    """Return the heading or lead under which a statement is a question left open, or "".

    A question or a noun clause ("whether ...", "how often ...") is one under any heading of gaps;
    a phrase without a verb ("effects beyond a year") only under one that names the unknown.
    """
    above = [context.section[-1]] if context.section else []
    if context.kind is Kind.LIST_ITEM and context.lead.rstrip().endswith(":"):
        above.append(context.lead)
    for text in above:
        strict, wide = _asks(text)
        if wide and (_NOUN_CLAUSE.match(words.text) or _QUESTION_MARK.search(words.text)):
            return text
        if strict and _is_phrase(words):
            return text
    return ""


def _is_phrase(words: Words) -> bool:
    """Tell whether a statement has no finite verb before its first clause of another kind."""
    if NUMBERS.within(words):
        return False
    main = _SUBORDINATE.split(words.lower, maxsplit=1)[0]
    return len(words.lower.split()) >= _LEAST_WORDS and _FINITE.search(main) is None


@lru_cache(maxsize=8192)
def is_remark_heading(heading: str) -> bool:
    """Tell whether a heading opens remarks on a study and not what the study found."""
    return _REMARKS.search(heading.lower()) is not None


def is_among_remarks(context: StatementContext) -> bool:
    """Tell whether a statement's nearest heading opens remarks on a study."""
    return bool(context.section) and is_remark_heading(context.section[-1])


@lru_cache(maxsize=8192)
def _is_critique_heading(heading: str) -> bool:
    return _CRITIQUE.search(heading.lower()) is not None


def is_critique(context: StatementContext) -> bool:
    """Tell whether a statement's nearest heading opens an author's judgement of the evidence."""
    return bool(context.section) and _is_critique_heading(context.section[-1])


def without(words: Words, found: str) -> Words:
    """Return `words` less one phrase, so that a doubt's own verb is not read as a result."""
    return words_of(words.text.replace(found, " ", 1)) if found else words


def reports_beside(words: Words, doubt: str) -> bool:
    """Tell whether a statement reports an outcome besides the words of its doubt."""
    return has_result(without(words, doubt))
