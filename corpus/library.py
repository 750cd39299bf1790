"""The library: every readable article under the given paths, and what was wrong with the rest."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from corpus.caveats import derive_caveats, inherited_tags
from corpus.collector import collector_paused
from corpus.direction import statement_direction
from corpus.findings import Findings, findings_of
from corpus.passages import Budget, build_passages
from corpus.proposed import proposal_for, with_proposal
from corpus.readers import IN_FOLDERS, read_documents
from corpus.readers.boilerplate import without_boilerplate
from corpus.records import (
    Article,
    Document,
    Kind,
    Problem,
    Reference,
    Statement,
    text_sha256,
)
from corpus.references import canonical_keys, merge_references, parse_footnote
from corpus.retractions import Notice
from corpus.screening import REFUSED_BASIS, screened
from corpus.source import ArticleError
from corpus.statements import Draft, draft_statements
from corpus.tiers import StatementContext, TierDecision, decide_tier
from corpus.vocabulary import TIERS

# Files that stand beside articles in a folder and are none.
_NOT_ARTICLES = re.compile(r"(?:readme|attribution|changelog|licen[cs]e\b.*)", re.IGNORECASE)
_AS_OF_FIELDS = (
    "as-of",
    "as_of",
    "reviewed",
    "verified-date",
    "literature-checked-through",
    "updated",
    "date",
)
_DATE = re.compile(r"\b(20\d\d-\d\d(?:-\d\d)?)\b")
_AS_OF_TEXT = re.compile(r"\bas of (20\d\d-\d\d(?:-\d\d)?)\b", re.IGNORECASE)
# An inherited study is kept only where the statement tells of a study: a wrong citation is worse
# than none.
_TELLS_OF_A_STUDY = frozenset(
    tier.id for tier in TIERS.values() if tier.outcome_evidence or tier.id == "trial_no_results"
)


@dataclass(frozen=True, slots=True)
class Library:
    """Articles in path order, what they say together, and all problems."""

    articles: tuple[Article, ...]
    findings: Findings
    problems: tuple[Problem, ...]

    @property
    def references(self) -> Mapping[str, Reference]:
        """One record for each study, by every key that an article cites."""
        return self.findings.references

    @property
    def failed(self) -> tuple[Problem, ...]:
        """Return the problems that kept an article out."""
        return tuple(problem for problem in self.problems if problem.fatal)


class Kept(Protocol):
    """Articles read before. What reading gives depends on the file, its slug and the readers."""

    def get(self, file: Path, slug: str) -> tuple[Article, ...] | None:
        """Return the articles of a file exactly as they were read, or None."""

    def put(self, file: Path, slug: str, articles: Sequence[Article]) -> None:
        """Keep the articles of a file that was read without a fatal problem."""


def article_files(paths: Iterable[Path]) -> list[tuple[Path, Path]]:
    """Return (root, file) for every article file under `paths`, sorted, each file once.

    Raises:
        FileNotFoundError: A given path does not exist.
    """
    found: dict[Path, Path] = {}
    for path in paths:
        if not path.exists():
            raise FileNotFoundError(f"{path}: no such file or folder")
        if path.is_file():
            found.setdefault(path.resolve(), path.parent)
            continue
        for file in sorted(path.rglob("*")):
            hidden = any(part.startswith(".") for part in file.relative_to(path).parts)
            if file.is_file() and not hidden and _is_article_name(file):
                found.setdefault(file.resolve(), path)
    return [(root, file) for file, root in found.items()]


def _is_article_name(file: Path) -> bool:
    return file.suffix.lower() in IN_FOLDERS and not _NOT_ARTICLES.fullmatch(file.stem)


def read_library(
    paths: Sequence[Path],
    budget: Budget,
    *,
    notices: Iterable[Notice] = (),
    kept: Kept | None = None,
    progress: Callable[[int, int, str], None] | None = None,
) -> Library:
    """Read every article under `paths`. One bad article never stops the others.

    Args:
        paths: Files and folders.
        budget: Passage length.
        notices: Retractions and the like, which change the standing of studies.
        kept: Articles of unchanged files are taken from here; those read anew are put here.
        progress: Called as (done, total, file name) after each file.
    """
    files = article_files(paths)
    articles: list[Article] = []
    problems = [_no_articles(path) for path in paths if not _holds_any(path, files)]
    slugs = _Slugs(files)
    for done, (root, file) in enumerate(files, 1):
        with collector_paused():
            for read in _articles(file, slugs, budget, kept):
                if isinstance(read, Problem):
                    problems.append(read)
                else:
                    articles.append(read)
                    problems += read.problems
        if progress:
            progress(
                done,
                len(files),
                file.relative_to(root.resolve()).as_posix()
                if file.is_relative_to(root.resolve())
                else file.name,
            )
    joined, findings = findings_of(articles, notices)
    return Library(joined, findings, tuple(problems))


def _articles(
    file: Path, slugs: _Slugs, budget: Budget, kept: Kept | None
) -> Iterator[Article | Problem]:
    """Yield the articles of a file, or what keeps one out; one bad one never stops the others."""
    slug = slugs.default(file)
    read: Sequence[Article | Problem] | None = kept.get(file, slug) if kept else None
    if read is None:
        read = list(_read(file, slug, budget))
        whole = [each for each in read if isinstance(each, Article)]
        if kept and len(whole) == len(read):
            kept.put(file, slug, whole)
    for each in read:
        try:
            yield slugs.checked(each) if isinstance(each, Article) else each
        except ArticleError as error:
            yield error.problem


def _read(file: Path, slug: str, budget: Budget) -> Iterator[Article | Problem]:
    try:
        for document in read_documents(file):
            try:
                yield _article_of(document, file, slug, budget)
            except ArticleError as error:
                yield error.problem
    except ArticleError as error:
        yield error.problem


def _holds_any(path: Path, files: Sequence[tuple[Path, Path]]) -> bool:
    folder = path.resolve()
    return any(file == folder or file.is_relative_to(folder) for _, file in files) or any(
        root == path for root, _ in files
    )


def _no_articles(path: Path) -> Problem:
    known = ", ".join(sorted(IN_FOLDERS))
    message = f"no article is in this folder; articles are files that end in {known}"
    return Problem(str(path), 0, "no-articles", message, fatal=True)


class _Slugs:
    """Gives every article one slug: its own, its file's name, or with its folder's where taken."""

    def __init__(self, files: Sequence[tuple[Path, Path]]) -> None:
        self._stems = Counter(slugify(file.stem) for _, file in files)
        self._taken: dict[str, str] = {}

    def default(self, file: Path) -> str:
        stem = slugify(file.stem)
        return stem if self._stems[stem] == 1 else slugify(f"{file.parent.name}-{file.stem}")

    def checked(self, article: Article) -> Article:
        """Return the article, or refuse it when an earlier one has its slug."""
        other = self._taken.get(article.slug)
        self._taken.setdefault(article.slug, article.path)
        if other is not None:
            message = (
                f"slug {article.slug!r} is already that of {other}; give one of them another"
                " 'slug:' in its front matter"
            )
            raise ArticleError(Problem(article.path, 1, "duplicate-slug", message, fatal=True))
        return article


def slugify(text: str) -> str:
    """Return `text` as a URL path segment: ASCII letters, digits, hyphens and underscores."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9_]+", "-", ascii_text.lower()).strip("-_") or "article"


def read_article(path: Path, budget: Budget, *, slug: str = "") -> Article:
    """Read one article whole: statements with tiers and studies, and passages.

    Of a file with several articles, the first.

    Raises:
        ArticleError: The file cannot be read as an article; carries the problem to show.
    """
    document = next(iter(read_documents(path)))
    return _article_of(document, path, slug or slugify(path.stem), budget)


def _article_of(document: Document, path: Path, slug: str, budget: Budget) -> Article:
    fatal = next((problem for problem in document.problems if problem.fatal), None)
    if fatal or not document.blocks:
        message = "the file has no text to show: nothing but front matter, rules or hidden parts"
        raise ArticleError(fatal or Problem(str(path), 0, "no-text", message, fatal=True))
    document = screened(document)
    kept = without_boilerplate(document)
    # A page of nothing else is not emptied: its one line may be all that it has to say.
    return assemble(kept if kept.blocks else document, slug=slug, budget=budget)


def assemble(document: Document, *, slug: str, budget: Budget) -> Article:
    """Return the article that `document` holds, its statements tiered and packed in passages."""
    slug = slugify(str(document.metadata["slug"])) if document.metadata.get("slug") else slug
    title = document.title or slug.replace("-", " ")
    by_label, references = _footnotes(document, slug)
    own = document.own
    if own is not None:
        references = merge_references([own, *references.values()])
    drafts = draft_statements(document, by_label, references)
    statements = tuple(_statements(drafts, document, slug, references))
    used = dict.fromkeys(key for statement in statements for key in statement.references)
    used.update(dict.fromkeys(by_label.values()))
    used.update(dict.fromkeys([own.key] if own else []))
    return Article(
        slug=slug,
        title=title,
        source=document.source,
        source_sha256=text_sha256(document.source),
        media=document.media,
        path=document.path,
        url=str(document.metadata.get("url") or ""),
        licence=str(document.metadata.get("licence") or document.metadata.get("license") or ""),
        lang=str(document.metadata.get("lang") or "en"),
        as_of=_as_of(document),
        metadata=document.metadata,
        sections=tuple(dict.fromkeys(block.section for block in document.blocks if block.section)),
        statements=statements,
        passages=build_passages(title, document.source, statements, budget),
        references=tuple(references[key] for key in used),
        problems=document.problems,
        own=own.key if own else "",
    )


def _footnotes(document: Document, slug: str) -> tuple[dict[str, str], dict[str, Reference]]:
    by_label: dict[str, str] = {}
    references: list[Reference] = []
    for block in document.blocks:
        if block.kind is Kind.FOOTNOTE and block.label not in by_label:
            text = block.span.quote(document.source)
            reference = parse_footnote(text, label=block.label, slug=slug)
            by_label[block.label] = reference.key
            references.append(reference)
    # A page may cite one paper by its DOI here and by its PubMed number there.
    canonical = canonical_keys(references)
    by_label = {label: canonical[key] for label, key in by_label.items()}
    return by_label, merge_references(references)


def _statements(
    drafts: Sequence[Draft], document: Document, slug: str, references: dict[str, Reference]
) -> Iterator[Statement]:
    proposal = proposal_for(document)
    passed_on = inherited_tags(drafts, document.markers)
    for draft in drafts:
        if draft.refused:
            yield _refused(draft, document, slug)
            continue
        keys = draft.own or draft.inherited
        label = document.blocks[draft.block].label if draft.kind is Kind.FOOTNOTE else ""
        context = StatementContext(
            text=draft.clean,
            kind=draft.kind,
            section=draft.section,
            header=draft.header,
            lead=draft.lead,
            preceding=draft.preceding,
            references=tuple(references[key] for key in keys),
            tags=draft.tags,
            metadata=document.metadata,
            own=references[document.own.key] if document.own else None,
            carried=document.own is not None and not draft.own,
        )
        decision = with_proposal(decide_tier(context), context, proposal)
        cited = _cited(draft, decision, document.own)
        told = replace(
            context,
            references=tuple(references[key] for key in cited),
            tags=tuple(dict.fromkeys((*draft.tags, *passed_on.get(label, ())))),
        )
        yield Statement(
            id=f"{slug}@{draft.span.start}-{draft.span.end}",
            article=slug,
            span=draft.span,
            text=draft.span.quote(document.source),
            kind=draft.kind,
            section=draft.section,
            clean=draft.clean,
            tier=decision.tier,
            tier_basis=decision.basis,
            caveats=derive_caveats(told, decision.tier),
            direction=statement_direction(draft.clean, decision.tier),
            references=cited,
            header=draft.header,
            block=draft.block,
        )


def _refused(draft: Draft, document: Document, slug: str) -> Statement:
    """Return a statement that stays in its article and is never evidence."""
    return Statement(
        id=f"{slug}@{draft.span.start}-{draft.span.end}",
        article=slug,
        span=draft.span,
        text=draft.span.quote(document.source),
        kind=draft.kind,
        section=draft.section,
        clean=draft.clean,
        tier="none",
        tier_basis=REFUSED_BASIS,
        header=draft.header,
        block=draft.block,
    )


def _cited(draft: Draft, decision: TierDecision, own: Reference | None) -> tuple[str, ...]:
    """Return the keys that a statement cites: its own marks, its article's study, or its lead's."""
    if draft.own:
        return draft.own
    if own is not None and decision.own:
        return (own.key,)
    return draft.inherited if decision.tier in _TELLS_OF_A_STUDY else ()


def _as_of(document: Document) -> str:
    """Return the date the text speaks for: from its front matter, else the latest it states."""
    for name in _AS_OF_FIELDS:
        match = _DATE.search(str(document.metadata.get(name) or ""))
        if match:
            return match[1]
    return max(_AS_OF_TEXT.findall(document.source), default="")
