"""What the articles of a library say together: its studies, their standing, and contradictions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from corpus.conflicts import Conflict
from corpus.records import Article, Reference, Statement
from corpus.retractions import Notice, apply_notices, is_struck
from corpus.studies import Study, StudyRegistry, gather_studies

STRUCK: Final[Mapping[str, str]] = {
    "retracted": "retracted-paper",
    "withdrawn": "withdrawn-paper",
    "concern": "expression-of-concern",
}
"""Caveat of a statement by the status of a paper that it cites and that may not support it."""
CORRECTED: Final = "corrected-paper"
DISAGREE: Final = "sources-disagree"
_SHOWN_FIELDS: Final = frozenset({"phase", "status", "n"})


@dataclass(frozen=True, slots=True)
class Findings:
    """What is known over all articles.

    Attributes:
        references: One record for each study, by every key that an article cites.
        studies: Studies by key, with the fields on which their sources disagree.
        conflicts: Contradictions between statements.
    """

    references: Mapping[str, Reference]
    studies: Mapping[str, Study]
    conflicts: tuple[Conflict, ...]


def findings_of(
    articles: Sequence[Article], notices: Iterable[Notice] = ()
) -> tuple[tuple[Article, ...], Findings]:
    """Join what the articles say; return them with their statements' caveats completed.

    Args:
        articles: In the library's order.
        notices: Retractions and the like (`corpus.retractions.read_notices`).
    """
    from corpus.conflicts import find_conflicts  # slow to load, and only a build needs it

    registry = gather_studies(articles)
    standing = apply_notices(registry.references, notices)
    references = {key: standing[record] for key, record in registry.canonical.items()}
    references |= standing
    marked = tuple(_marked(article, references, registry) for article in articles)
    return marked, Findings(references, registry.studies, find_conflicts(marked, references))


def _marked(
    article: Article, references: Mapping[str, Reference], registry: StudyRegistry
) -> Article:
    """Return the article with its studies as all sources tell them, and their standing marked."""
    statements = tuple(_with_standing(each, references, registry) for each in article.statements)
    records = dict.fromkeys(references[each.key] for each in article.references)
    return replace(article, statements=statements, references=tuple(records))


def _with_standing(
    statement: Statement, references: Mapping[str, Reference], registry: StudyRegistry
) -> Statement:
    added: dict[str, None] = {}
    for key in statement.references:
        reference = references.get(key)
        if reference is None:
            continue
        if is_struck(reference):
            added[STRUCK[reference.status]] = None
        elif reference.status == "corrected":
            added[CORRECTED] = None
        study = registry.study_of(key)
        if study and any(each.field in _SHOWN_FIELDS for each in study.conflicts):
            added[DISAGREE] = None
    new = [caveat for caveat in added if caveat not in statement.caveats]
    return replace(statement, caveats=(*statement.caveats, *new)) if new else statement
