"""When a question names a study or a phase, another one's result does not answer it.

A title that names several studies ("The frailty trials: ALPHA, BETA") stands over the statements of
all of them, so it cannot tell whose a result is. What tells: the statement's own words, a heading
that names this study alone, and the sources of such statements.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from index.textfold import words
from rag.candidates import Candidate
from rag.concepts import concepts
from rag.question import Name, ReadQuestion

STUDY_NAME: Final = re.compile(r"(?=(?:[^A-Z]*[A-Z]){4})[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)*")
"""Four capitals or more, as trials are called: "ELIAD", "ALPHA-2", "NCT01234567"."""


def of_named_studies(
    question: ReadQuestion, candidates: Sequence[Candidate]
) -> Sequence[Candidate]:
    """Return the candidates without those of other studies than the question names.

    What cites no study, or also cites a study named, stays; so does everything where no candidate
    is the named study's own.
    """
    names = [each for each in question.names if STUDY_NAME.fullmatch(each.text)]
    own = {each.statement.id for each in candidates if any(_is_own(each, name) for name in names)}
    sources = {
        source
        for each in candidates
        if each.statement.id in own
        for source in each.statement.references
    }
    if not own:
        return candidates
    return [
        each
        for each in candidates
        if each.statement.id in own
        or not each.statement.references
        or not sources.isdisjoint(each.statement.references)
    ]


def of_asked_phases(question: ReadQuestion, candidates: Sequence[Candidate]) -> Sequence[Candidate]:
    """Return the candidates without those told of other phases than the question names.

    A statement that names no phase, nor its headings, stays; so does everything where no candidate
    is of a phase asked about.
    """
    asked = [each for each in question.concepts if each.kind == "phase"]
    others = [each for each in concepts() if each.kind == "phase" and each not in asked]
    told = {each.statement.id: _where(each) for each in candidates}
    own = {name for name, text in told.items() if any(each.told.search(text) for each in asked)}
    if not own:
        return candidates
    return [
        each
        for each in candidates
        if each.statement.id in own
        or not any(other.told.search(told[each.statement.id]) for other in others)
    ]


def _where(candidate: Candidate) -> str:
    """Return a statement with the headings that it stands under."""
    return f"{' '.join(candidate.statement.section)} {candidate.statement.clean}"


def _is_own(candidate: Candidate, name: Name) -> bool:
    statement = candidate.statement
    wanted = set(name.words)
    if wanted <= set(words(statement.clean)):
        return True
    return any(wanted <= set(words(heading)) for heading in statement.section if _one(heading))


def _one(heading: str) -> bool:
    """Tell whether a heading names one study at most."""
    return len(set(STUDY_NAME.findall(heading))) <= 1
