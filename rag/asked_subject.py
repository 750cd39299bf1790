"""When a question names a condition, a product or a cell source, only what is on it answers.

A statement is on it where its own words name it, or where a title, heading or lead over it does
that names no other of the kind. What cites the same study is on it too. Nearness alone does not
tell: "side effects in GvHD trials" is near every sentence on side effects.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence, Set
from typing import Final

from rag.candidates import Candidate
from rag.concepts import Concept, told_of
from rag.missing import subjects_of
from rag.question import ReadQuestion

_HEADED: Final = ("condition", "product")
"""Kinds of which something must be shown, where they are asked about."""
_KINDS: Final = (*_HEADED, "source")

_ASKED_OF: Final = (
    (
        frozenset({"measure.adverse", "lay.safety"}),
        re.compile(
            r"adverse|\bSAEs?\b|safe|side effect|serious|toler|harm|toxic|complicat|death|\bdied"
            r"|risk|reaction|swelling|tumou?r|hurt|event",
            re.IGNORECASE,
        ),
    ),
    (
        frozenset({"lay.approved"}),
        re.compile(
            r"approv|authori[sz]|licen[cs]|cleared|market|regulat|investigational|status|permit",
            re.IGNORECASE,
        ),
    ),
)
"""Concepts that ask of a subject what many words tell, and those words."""
_THE_CELLS: Final = "lay.subject"
_OF_CELLS: Final = re.compile(r"\bcells?\b|\bh?MSCs?\b|mesenchym|stromal|\bstem\b", re.IGNORECASE)
_COMPARES: Final = re.compile(
    r"\b(?:compar\w+|versus|vs|both|between|against|than)\b"
    r"(?!\s+(?:the\s+|a\s+)?(?:placebo|control|usual|standard|sham)\b)",
    re.IGNORECASE,
)


def asked_of(question: ReadQuestion) -> list[tuple[str, re.Pattern[str]]]:
    """Return what is asked of a named condition or product, with the words that tell it."""
    ids = {each.id for each in question.concepts}
    if not any(each.required and each.kind in _HEADED for each in question.concepts):
        return []
    return [(min(of & ids), told) for of, told in _ASKED_OF if of & ids]


def not_told(
    question: ReadQuestion, shown: Sequence[Candidate], candidates: Sequence[Candidate] = ()
) -> tuple[str, ...]:
    """Return the ids of what is asked of a subject that nothing shown tells; of the subject first.

    That is the cells, where nothing shown is of any cells; each named condition or product where
    nothing is on any of its kind; else, where one is named, that harm or approval is asked about
    and no word of it stands in what is shown or in any of the `candidates` on the subject.
    """
    if any(each.id == _THE_CELLS for each in question.concepts) and not any(
        _OF_CELLS.search(text) for each in shown for text in (each.statement.clean, *_over(each))
    ):
        return (_THE_CELLS,)
    asked = [each for each in question.concepts if each.required and each.kind in _HEADED]
    absent: list[str] = []
    for kind in _HEADED:
        alike = [each for each in asked if each.kind == kind]
        if not any(subjects_of(each, alike) for each in shown):
            absent += [each.id for each in alike]
    if absent or not asked:
        return tuple(absent)
    near = [*shown, *of_asked_subjects(question, candidates)]
    return tuple(
        name
        for name, told in asked_of(question)
        if not any(told.search(each.statement.clean) for each in near)
    )


def of_asked_subjects(
    question: ReadQuestion, candidates: Sequence[Candidate]
) -> Sequence[Candidate]:
    """Return the candidates on the condition, the product and the cell source that are asked about.

    Each kind by itself; everything stays where none is on what was asked of a kind, and where one
    is compared with something that no table names.
    """
    for kind in _KINDS:
        asked = [each for each in question.concepts if each.kind == kind]
        if len(asked) > 1 or (asked and not _COMPARES.search(question.text)):
            candidates = _Subject(asked).of(candidates)
    return candidates


class _Subject:
    """What is asked of one kind."""

    def __init__(self, asked: Sequence[Concept]) -> None:
        self._asked = asked
        self._kind = asked[0].kind
        self._ids = frozenset(each.id for each in asked)

    def of(self, candidates: Sequence[Candidate]) -> Sequence[Candidate]:
        """Return the candidates on it, and those on the same studies; all where none is on it."""
        theirs = self._of_others(candidates)
        own = [each for each in candidates if self._is_own(each, theirs)]
        ids = {each.statement.id for each in own}
        studies = {
            key
            for each in own
            if not self._tells_other(each.statement.clean)
            for key in each.statement.references
            if key not in theirs
        }
        left = [
            each
            for each in candidates
            if each.statement.id in ids or not studies.isdisjoint(each.statement.references)
        ]
        return left or candidates

    def _of_others(self, candidates: Sequence[Candidate]) -> frozenset[str]:
        """Return the sources that are cited for something else more often than for this.

        Among them are reviews of several, which are the study of none.
        """
        votes: Counter[str] = Counter()
        for each in candidates:
            text = each.statement.clean
            vote = 1 if self._tells(text) else -1 if self._tells_other(text) else 0
            votes.update(dict.fromkeys(each.statement.references, vote))
        return frozenset(key for key, count in votes.items() if count < 0)

    def _is_own(self, candidate: Candidate, theirs: Set[str]) -> bool:
        text = candidate.statement.clean
        if self._tells(text):
            return True
        if self._tells_other(text):
            return False
        over = _over(candidate)
        if not theirs.isdisjoint(candidate.statement.references):
            over = over[1:]  # a title names what some of its article is about, not all
        return any(self._tells(each) and not self._tells_other(each) for each in over)

    def _tells(self, text: str) -> bool:
        return not self._ids.isdisjoint(told_of(self._kind, text))

    def _tells_other(self, text: str) -> bool:
        if told_of(self._kind, text) <= self._ids:
            return False
        # Concepts overlap: what is told of Alzheimer's disease is told of dementia too.
        for each in self._asked:
            text = each.told.sub(" ", text)
        return bool(told_of(self._kind, text))


def _over(candidate: Candidate) -> list[str]:
    """Return what stands over a statement: the title, its headings, and what leads to it."""
    section = candidate.statement.section
    title = candidate.passage.breadcrumb.partition(" > ")[0]
    headings = [each for each in section if each != title]
    return [title, *headings, candidate.context.removeprefix(" ".join(section[-2:]))]
