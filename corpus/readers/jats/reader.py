"""JATS full texts (PubMed Central, publishers), laid out as text: the text that quotes point into.

One line for each heading, paragraph, list item ("- ") and table row ("| a | b |"); figures and
tables follow the paragraph they stand in, a caption before its table; citations are bracketed
marks and the reference list is laid out under "References", "[12] " before each entry. What
speaks of the paper's making (funding, interests, files kept elsewhere) is left out and named in
the metadata under "left-out".
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from corpus.fulltext.design import FullText, StudyDesign, own_registry_number, study_of
from corpus.readers.jats.layout import Layout
from corpus.readers.jats.meta import Front, front_of
from corpus.readers.jats.notices import is_notice
from corpus.readers.jats.refs import Entry, entries_of
from corpus.readers.jats.xml import Node, parse_xml, text_of
from corpus.records import Document, Kind, Problem, Reference
from corpus.references import reference_key, reference_url
from corpus.source import ArticleError, read_source

_OTHER_ABSTRACTS: Final = {
    "graphical": "Graphical abstract",
    "teaser": "In brief",
    "short": "In brief",
    "toc": "In brief",
    "precis": "In brief",
    "plain-language-summary": "Plain language summary",
    "summary": "Summary",
    "executive-summary": "Summary",
    "key-points": "Key points",
    "highlights": "Highlights",
    "author-highlights": "Highlights",
    "editor-summary": "Editor's summary",
}
ABSTRACT: Final = "Abstract"
"""The heading of an article's own abstract, whatever its publisher calls it."""


def read_jats(path: Path) -> Iterator[Document]:
    """Read the full text in a JATS file: one document, whose `own` is the study it reports.

    Raises:
        ArticleError: Unreadable, hostile or broken XML, or no JATS article; names file and line.
    """
    root = parse_xml(read_source(path), path)
    if root.tag != "article":
        message = f"the root element is <{root.tag[:40]}>, not <article>: no JATS full text"
        raise ArticleError(Problem(str(path), root.line, "not-jats", message, fatal=True))
    yield _document(root, path)


def _document(article: Node, path: Path) -> Document:
    front = front_of(article)
    entries, labels = entries_of(list(article.within("ref-list")))
    layout = Layout(labels)
    if front.title:
        layout.emit_heading(front.title, (front.title,))
    for abstract in _abstracts(article):
        _lay_abstract(abstract, layout)
    for part in _main_parts(article):
        layout.block(part, ())
    _lay_notes(article, layout)
    _lay_references(entries, layout)
    text = _full_text(front, layout)
    study = study_of(text)
    says = _says_something(layout)
    return Document(
        path=str(path),
        media="application/jats+xml",
        source="".join(layout.parts),
        title=front.title,
        metadata=_metadata(front, study, article, layout),
        blocks=tuple(layout.blocks) if says else (),
        markers=tuple(layout.markers) if says else (),
        problems=tuple(_problems(layout, front, entries, path)),
        own=_own(front, study, text),
    )


def _says_something(layout: Layout) -> bool:
    """Tell whether there is more than a title and a list of other papers."""
    return any(block.kind not in {Kind.HEADING, Kind.FOOTNOTE} for block in layout.blocks)


def _abstracts(article: Node) -> list[Node]:
    meta = article.child("front", "article-meta")
    return meta.children("abstract") if meta is not None else []


def _main_parts(article: Node) -> Iterator[Node]:
    """Yield what the body, the floats and the appendices hold, in this order."""
    for holder in article.children("body", "floats-group", "floats-wrap"):
        yield from holder.children()
    back = article.child("back")
    if back is None:
        return
    for part in back.children("sec", "app-group", "notes", "app"):
        yield from part.children("app") if part.tag == "app-group" else [part]


def _lay_abstract(abstract: Node, layout: Layout) -> None:
    parts = [part for part in abstract.children() if part.tag != "title" and part.text()]
    if not parts:
        return
    kind = abstract.get("abstract-type")
    title = text_of(abstract.child("title")).strip(" .:")
    heading = _OTHER_ABSTRACTS.get(kind, title if kind and title else ABSTRACT)
    layout.emit_heading(heading, (heading,))
    for part in parts:
        layout.block(part, (heading,))


def _full_text(front: Front, layout: Layout) -> FullText:
    """Return the texts that the design is decided from, as they were laid out."""
    source = "".join(layout.parts)
    abstract: list[tuple[str, str]] = []
    body: list[tuple[tuple[str, ...], str]] = []
    for block in layout.blocks:
        if block.kind not in {Kind.PARAGRAPH, Kind.LIST_ITEM}:
            continue
        text = block.span.quote(source)
        if block.section[:1] == (ABSTRACT,):
            abstract.append((block.section[-1] if len(block.section) > 1 else "", text))
        else:
            body.append((block.section, text))
    return FullText(
        title=front.title,
        article_type=front.article_type,
        subjects=front.subjects,
        keywords=front.keywords,
        abstract=tuple(abstract),
        body=tuple(body),
        retracted=front.retracted,
    )


def _lay_notes(article: Node, layout: Layout) -> None:
    """Lay out the footnotes at the end that the text refers to."""
    cited = {
        target
        for link in article.within("xref")
        if link.get("ref-type") in {"fn", ""}
        for target in link.get("rid").split()
    }
    back = article.child("back")
    groups = back.children("fn-group") if back is not None else []
    notes = [note for group in groups for note in group.children("fn") if note.get("id") in cited]
    if notes and not any(is_notice(text_of(group.child("title"))) for group in groups):
        layout.emit_heading("Notes", ("Notes",))
        for note in notes:
            layout.block(note, ("Notes",))


def _lay_references(entries: tuple[Entry, ...], layout: Layout) -> None:
    if any(entry.text for entry in entries):
        layout.emit_heading("References", ("References",))
    for entry in entries:
        layout.emit_entry(entry.label, entry.text)


def _problems(
    layout: Layout, front: Front, entries: tuple[Entry, ...], path: Path
) -> Iterator[Problem]:
    if not front.title:
        message = "the article has no title: <article-title> is missing or empty"
        yield Problem(str(path), 0, "no-title", message)
    for entry in entries:
        if not entry.text:
            message = f"reference {entry.label!r} says nothing"
            yield Problem(str(path), entry.line, "empty-footnote", message)
    for target, line in layout.missing.items():
        message = f"a citation points to {target!r}, which is no reference of this article"
        yield Problem(str(path), line, "missing-footnote", message)


def _metadata(front: Front, study: StudyDesign, article: Node, layout: Layout) -> dict[str, object]:
    found: dict[str, object] = {
        "type": "full-text",
        "article-type": front.article_type,
        "slug": front.slug,
        "url": front.url,
        "licence": front.licence,
        "lang": front.lang,
        "date": front.published,
        "journal": front.journal,
        "design-basis": study.basis,
        "funding": _funding(article),
        "left-out": list(dict.fromkeys(layout.left_out)),
    }
    return {key: value for key, value in found.items() if value}


def _funding(article: Node) -> str:
    meta = article.child("front", "article-meta")
    statements = meta.within("funding-statement") if meta is not None else iter(())
    return " ".join(node.text() for node in statements)


def _own(front: Front, study: StudyDesign, text: FullText) -> Reference | None:
    """Return the study that the article reports; None for one that no reader could name."""
    key = reference_key(front.doi, "", front.pmid)
    key = key or (f"PMCID:{front.pmcid}" if front.pmcid else "")
    if not key:
        return None
    surname = front.authors[0].rpartition(" ")[0] or front.authors[0] if front.authors else ""
    label = " ".join(part for part in (surname, str(front.year or "")) if part)
    planned = study.status == "ongoing"
    return Reference(
        key=key,
        label=label or front.slug,
        doi=front.doi,
        pmid=front.pmid,
        nct=own_registry_number(text),
        authors=", ".join(front.authors),
        title=front.title,
        year=front.year,
        venue=" ".join(part for part in (front.journal, str(front.year or "")) if part),
        design=study.design,
        phase=study.phase,
        n=None if planned else study.n,
        n_planned=study.n if planned else None,
        population=study.population,
        condition=study.condition,
        status=study.status,
        access="full_text" if text.body else "abstract_only",
        url=reference_url(front.doi, "", front.pmid) or front.url,
        summary=study.scope,
    )
