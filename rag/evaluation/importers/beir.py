"""BEIR folders and TREC topics: queries with the documents that are relevant to them.

BEIR: Thakur et al. 2021, arXiv:2104.08663; the layout is that of its repository: `corpus.jsonl`
(`_id`, `title`, `text`), `queries.jsonl` (`_id`, `text`), `qrels/*.tsv`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from pydantic import Field

from corpus.library import slugify
from rag.evaluation.cases import RetrievalCase
from rag.evaluation.importers.articles import Slugs, markdown_article
from rag.evaluation.importers.base import (
    ArticleFile,
    Imported,
    Importer,
    Options,
    SuiteImportError,
    sampled,
    wrong,
)
from rag.evaluation.importers.lines import Row, made, one_line, rows, text_lines
from rag.evaluation.importers.qrels import Judged, read_qrels
from rag.evaluation.suite import SuiteHeader


class _Query(Row):
    id: str = Field(alias="_id")
    text: str


class _Document(Row):
    id: str = Field(alias="_id")
    title: str | None = None
    text: str | None = None

    @property
    def is_empty(self) -> bool:
        return not one_line(f"{self.title or ''}{self.text or ''}")


class Corpus:
    """The documents of a `corpus.jsonl` as articles, read from the file at every iteration."""

    def __init__(self, path: Path, prefix: str, **head: str) -> None:
        """Read the file once, for its ids.

        Args:
            path: The file; lines have `_id`, `title` and `text`.
            prefix: What slugs begin with.
            head: Further fields of every article's front matter.

        Raises:
            SuiteImportError: A line is no document, or an id comes twice.
        """
        self._path, self._head = path, head
        self._ids: set[str] = set()
        self.empty = 0
        for number, document in rows(path, _Document):
            if document.id in self._ids:
                raise wrong(path, number, f"_id {document.id!r} comes twice; keep one of them")
            self._ids.add(document.id)
            self.empty += document.is_empty
        self.slugs = Slugs(prefix, self._ids)

    def __contains__(self, name: str) -> bool:
        return name in self._ids

    def __iter__(self) -> Iterator[ArticleFile]:
        for _, document in rows(self._path, _Document):
            if not document.is_empty:
                slug = self.slugs.of(document.id)
                title = document.title or document.id
                text = document.text or document.title or ""
                yield f"{slug}.md", markdown_article(slug, title, [text], lang="en", **self._head)

    def notes(self, judged: Iterable[str]) -> tuple[str, ...]:
        """Return what a reader should know about judged documents and empty ones."""
        missing = {name for name in judged if name not in self._ids}
        told = []
        if missing:
            some = ", ".join(sorted(missing)[:3])
            told.append(
                f"{len(missing)} relevant documents are not in {self._path.name} ({some});"
                " they stay relevant and are never found, as trec_eval counts it"
            )
        if self.empty:
            told.append(f"{self.empty} documents without any text are left out")
        return tuple(told)


def read_beir(sources: Sequence[Path], options: Options) -> Imported:
    """Return a BEIR folder as retrieval cases over its documents; a sample is of queries.

    Raises:
        SuiteImportError: Something is missing or does not fit; names file and line.
    """
    folder = sources[0]
    name = slugify(folder.resolve().name)
    qrels = sources[1] if len(sources) == 2 else _only_qrels(folder / "qrels")
    judged = read_qrels(qrels)
    corpus = Corpus(folder / "corpus.jsonl", name)
    queries = folder / "queries.jsonl"
    texts = ((number, query.id, query.text) for number, query in rows(queries, _Query))
    cases, notes = judged_cases(queries, texts, judged, corpus.slugs)
    relevant = {document for case in judged.values() for document in case}
    header = SuiteHeader(name=name, description=f"BEIR layout, judgements of {qrels.name}.")
    chosen = sampled(cases, lambda case: case.id, options)
    return Imported(header, chosen, corpus, notes=(*notes, *corpus.notes(relevant)))


def read_trec(sources: Sequence[Path], options: Options) -> Imported:
    """Return TREC topics with their qrels as retrieval cases; a sample is of topics.

    Topics are lines "id<TAB>text". Documents are named by the slugs of the library in use.

    Raises:
        SuiteImportError: A line does not fit; names file and line.
    """
    topics, qrels = sources
    cases, notes = judged_cases(topics, _topics(topics), read_qrels(qrels), None)
    header = SuiteHeader(
        name=slugify(topics.stem), description=f"TREC topics, judgements of {qrels.name}."
    )
    chosen = sampled(cases, lambda case: case.id, options)
    return Imported(header, chosen, library=options.articles, notes=notes)


def judged_cases(
    path: Path, queries: Iterable[tuple[int, str, str]], judged: Judged, slugs: Slugs | None
) -> tuple[list[RetrievalCase], tuple[str, ...]]:
    """Return a case for every query with a relevant document, and notes on the others.

    Args:
        path: Where the queries come from.
        queries: Line, id and text of each.
        judged: Judgements by query.
        slugs: Slugs of the documents; None where documents are named by their slugs.

    Raises:
        SuiteImportError: A query comes twice or has no text.
    """
    cases: list[RetrievalCase] = []
    seen: set[str] = set()
    for number, name, text in queries:
        if name in seen:
            raise wrong(path, number, f"query {name!r} comes twice; keep one of them")
        seen.add(name)
        if judged.get(name):
            relevant = {slugs.of(d) if slugs else d: g for d, g in judged[name].items()}
            value = {"id": name, "question": one_line(text), "relevant": relevant}
            cases.append(made(path, number, RetrievalCase, value))
    return cases, _left_out(judged, seen)


def _left_out(judged: Judged, seen: set[str]) -> tuple[str, ...]:
    unknown = sum(name not in seen for name in judged)
    nothing = sum(name in seen and not relevant for name, relevant in judged.items())
    told = []
    if unknown:
        told.append(f"{unknown} judged queries have no text here and are left out")
    if nothing:
        told.append(f"{nothing} judged queries have no relevant document and are left out")
    return tuple(told)


def _topics(path: Path) -> Iterator[tuple[int, str, str]]:
    for number, line in text_lines(path):
        name, tab, text = line.partition("\t")
        if not tab:
            raise wrong(path, number, "no tab; lines 'id<TAB>question' are read")
        yield number, name.strip(), text


def _only_qrels(folder: Path) -> Path:
    """Return `test.tsv`, the split that BEIR reports, or the only file there is."""
    files = sorted(folder.glob("*.tsv"))
    test = [file for file in files if file.name == "test.tsv"]
    if test or len(files) == 1:
        return (test or files)[0]
    some = ", ".join(file.name for file in files) or "none"
    raise SuiteImportError(f"{folder}: name the judgements to use after the folder; here: {some}")


BEIR = Importer(
    name="beir",
    help="BEIR folder: retrieval cases over its documents, which become articles",
    sources="FOLDER [QRELS]",
    count=(1, 2),
    options=frozenset({"sample"}),
    function=read_beir,
)
TREC = Importer(
    name="trec",
    help="TREC topics and qrels whose documents are article slugs: retrieval cases",
    sources="TOPICS QRELS",
    count=(2, 2),
    options=frozenset({"sample", "articles"}),
    function=read_trec,
)
