"""Checks of articles before they are published: what is missing, broken or promised in them.

Every check is a function from a read article to problems, so that one can be left out or set to
another severity without touching the rest.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from corpus.figures import find_figure
from corpus.identifiers import find_identifiers, find_malformed
from corpus.library import Library, article_files, read_library, slugify
from corpus.passages import Budget
from corpus.readers.markdown import split_cells
from corpus.records import Article, Kind, Problem, Statement
from corpus.source import Lines

_PROSE = frozenset({Kind.PARAGRAPH, Kind.LIST_ITEM, Kind.TABLE_ROW})
_MARK = re.compile(r"\[\^[^\]\s]+\]")
_PROMISE = re.compile(
    r"\b(?:breakthroughs?|miracles?|miraculous|promising|game[\s-]chang\w+|revolutionary"
    r"|(?:can|will|may|could|does)\s+cure|cures\b|guaranteed?|you\s+should|we\s+recommend"
    r"|ask\s+your\s+doctor\s+for)\b",
    re.IGNORECASE,
)


class Severity(StrEnum):
    """An error fails the lint; a warning is only shown."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class LintProblem:
    """One finding, told so that the article's author can mend it; `line` 0 means the file."""

    path: str
    line: int
    code: str
    message: str
    severity: Severity = field(compare=False)


@dataclass(frozen=True, slots=True)
class LintReport:
    """Findings over `files` files, by path, line and code."""

    files: int
    problems: tuple[LintProblem, ...]

    @property
    def errors(self) -> tuple[LintProblem, ...]:
        """Return the findings that fail the lint."""
        return tuple(problem for problem in self.problems if problem.severity is Severity.ERROR)


SEVERITIES: Mapping[str, Severity] = {
    "unused-footnote": Severity.WARNING,
    "promising-words": Severity.WARNING,
    "ragged-row": Severity.WARNING,
    "hidden-character": Severity.WARNING,
    "contradiction": Severity.WARNING,
    "sources-disagree": Severity.WARNING,
}
"""Severity by code where it is not an error."""


def lint_paths(paths: Iterable[Path], *, severities: Mapping[str, Severity] = {}) -> LintReport:
    """Check every article under `paths`.

    Args:
        paths: Files and folders.
        severities: Severity by code, over `SEVERITIES`.

    Raises:
        FileNotFoundError: A given path does not exist.
    """
    given = list(paths)
    chosen = {**SEVERITIES, **severities}
    files = article_files(given)
    library = read_library(given, Budget())
    found = list(library.problems)
    for article in library.articles:
        found += _linted(article)
    found += [*_contradictions(library), *_disagreements(library)]
    problems = {
        LintProblem(one.path, one.line, one.code, one.message, chosen.get(one.code, Severity.ERROR))
        for one in found
    }
    return LintReport(len(files), tuple(sorted(problems)))


def _linted(article: Article) -> list[Problem]:
    found = []
    lines = Lines(article.source)
    for check in CHECKS:
        for place, code, message in check(article):
            line = lines.number(place) if place is not None else 0
            found.append(Problem(article.path, line, code, message))
    return found


def _contradictions(library: Library) -> Iterator[Problem]:
    """Tell each contradiction at both of its statements."""
    articles = {article.slug: article for article in library.articles}
    statements = {each.id: each for article in library.articles for each in article.statements}
    lines = {slug: Lines(article.source) for slug, article in articles.items()}
    for conflict in library.findings.conflicts:
        pair = (conflict.first, conflict.second)
        for here, there in (pair, pair[::-1]):
            one, other = statements[here], statements[there]
            place = (
                f"{articles[other.article].path}:{lines[other.article].number(other.span.start)}"
            )
            yield Problem(
                articles[one.article].path,
                lines[one.article].number(one.span.start),
                "contradiction",
                f"{conflict.told} The other one: {place}",
            )


def _disagreements(library: Library) -> Iterator[Problem]:
    """Tell each field on which the sources of a study disagree, at the first article told."""
    paths = {article.slug: article.path for article in library.articles}
    for study in library.findings.studies.values():
        for conflict in study.conflicts:
            told = "; ".join(f"{value} ({where})" for value, where in conflict.values)
            first = conflict.values[0][1].partition("#")[0].partition("@")[0]
            message = f"the sources of {study.key} disagree on {conflict.field}: {told}"
            yield Problem(paths.get(first, first), 0, "sources-disagree", message)


Finding = tuple[int | None, str, str]
"""Offset in the source (None for the file as a whole), code, message."""


def check_head(article: Article) -> Iterator[Finding]:
    """Find a missing title or date, and a slug that is none."""
    head = article.metadata
    named = article.title != article.slug.replace("-", " ")  # the reader's last resort
    headed = any(statement.kind is Kind.HEADING for statement in article.statements)
    if not (head.get("title") or headed or named):
        yield None, "missing-title", "no title: add 'title:' to the front matter"
    if not article.as_of:
        message = "no as-of date: add 'as-of: YYYY-MM-DD', the day the text speaks for"
        yield None, "missing-as-of", message
    slug = head.get("slug")
    if slug is not None and slugify(str(slug)) != str(slug):
        place = max(article.source.find("slug:"), 0)
        message = f"slug {slug!r} is no slug; use {slugify(str(slug))!r}"
        yield place, "bad-slug", message


def check_identifiers(article: Article) -> Iterator[Finding]:
    """Find what looks like a DOI or a registry number and is not one."""
    for span, wrong in find_malformed(article.source):
        yield span.start, "malformed-identifier", wrong


def check_figures(article: Article) -> Iterator[Finding]:
    """Find figures that no reference stands behind, in the statement or in its table's header."""
    marked_tables = _tables_with_mark(article)
    for statement in article.statements:
        if statement.kind not in _PROSE or statement.block in marked_tables:
            continue
        if _is_referenced(statement, article):
            continue
        figure = find_figure(statement.clean)
        if figure:
            message = f"the figure {figure!r} has no reference: add a footnote mark after it"
            yield statement.span.start, "figure-without-reference", message


def _is_referenced(statement: Statement, article: Article) -> bool:
    if find_identifiers(statement.text):
        return True
    if article.media == "text/markdown":
        return _MARK.search(statement.text) is not None
    # Bare digits and links have no look of their own: the reader found them, the study tells.
    return bool(statement.references)


def _tables_with_mark(article: Article) -> frozenset[int]:
    """Return the row blocks whose table has a mark in its header: it stands for every row."""
    marked: set[int] = set()
    header_marked = False
    for statement in article.statements:
        if statement.kind is Kind.TABLE_HEADER:
            header_marked = _MARK.search(statement.text) is not None
        elif statement.kind is not Kind.TABLE_ROW:
            header_marked = False
        elif header_marked:
            marked.add(statement.block)
    return frozenset(marked)


def check_tables(article: Article) -> Iterator[Finding]:
    """Find rows with more or fewer cells than their header: a figure under the wrong name."""
    for statement in article.statements:
        if statement.kind is not Kind.TABLE_ROW or not statement.header:
            continue
        cells = len(split_cells(statement.text))
        if cells != len(statement.header):
            message = f"the row has {cells} cells and its header {len(statement.header)}"
            yield statement.span.start, "ragged-row", message


def check_wording(article: Article) -> Iterator[Finding]:
    """Find words that promise or advise; quoted words, footnotes and notices do not."""
    for statement in article.statements:
        if statement.kind in _PROSE and statement.tier != "none":
            text = _unquoted(statement.text)
            for match in _PROMISE.finditer(text):
                message = f"{match[0]!r} promises or advises; say what was measured"
                yield statement.span.start + match.start(), "promising-words", message


def _unquoted(text: str) -> str:
    return re.sub(r"“[^”]*”|\"[^\"]*\"", lambda match: " " * len(match[0]), text)


CHECKS: Sequence[Callable[[Article], Iterator[Finding]]] = (
    check_head,
    check_identifiers,
    check_figures,
    check_tables,
    check_wording,
)
"""All checks of a read article, in no order that matters."""
