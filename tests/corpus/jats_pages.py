"""Small invented JATS articles, built from their parts. The trials and findings are made up."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from corpus.readers.jats.reader import read_jats
from corpus.records import Block, Document, Kind

DOCTYPE = (
    '<!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96) Journal Archiving and Interchange DTD'
    ' v1.0 20120330//EN" "JATS-archivearticle1.dtd">'
)
REFERENCES = "".join(
    f'<ref id="B{n}"><label>{n}.</label><element-citation publication-type="journal">'
    f'<person-group person-group-type="author"><name><surname>Okafor{n}</surname>'
    f"<given-names>A B</given-names></name><etal/></person-group>"
    f"<article-title>An invented paper number {n}.</article-title>"
    f"<source>J Invented Med</source><year>20{n:02d}</year><volume>{n}</volume>"
    f"<fpage>1</fpage><lpage>9</lpage><pub-id pub-id-type='doi'>10.5555/inv.{n}</pub-id>"
    f"<pub-id pub-id-type='pmid'>9000{n:02d}</pub-id></element-citation></ref>"
    for n in range(1, 10)
)


def jats(
    body: str = "",
    *,
    title: str = "The MADEUP-1 trial: cells in invented fever",
    abstract: str = "",
    kind: str = "research-article",
    subject: str = "Research",
    keywords: Sequence[str] = (),
    back: str = f"<ref-list>{REFERENCES}</ref-list>",
    meta: str = "",
    head: str = DOCTYPE,
) -> str:
    """Return a whole JATS file with the given parts."""
    words = "".join(f"<kwd>{word}</kwd>" for word in keywords)
    return (
        f'{head}\n<article article-type="{kind}" xml:lang="en"'
        ' xmlns:xlink="http://www.w3.org/1999/xlink"'
        ' xmlns:mml="http://www.w3.org/1998/Math/MathML"><front><journal-meta>'
        "<journal-title-group><journal-title>J Invented Med</journal-title></journal-title-group>"
        '</journal-meta><article-meta><article-id pub-id-type="pmid">90001</article-id>'
        '<article-id pub-id-type="pmc">77001</article-id>'
        '<article-id pub-id-type="doi">10.5555/madeup.1</article-id><article-categories>'
        f'<subj-group subj-group-type="heading"><subject>{subject}</subject></subj-group>'
        f"</article-categories><title-group><article-title>{title}</article-title></title-group>"
        '<contrib-group><contrib contrib-type="author"><name><surname>Lindqvist</surname>'
        "<given-names>Maja K</given-names></name></contrib></contrib-group>"
        '<pub-date pub-type="epub"><day>3</day><month>2</month><year>2021</year></pub-date>'
        '<pub-date pub-type="pmc-release"><day>1</day><month>1</month><year>2020</year></pub-date>'
        "<permissions><license><license-p>Under "
        '<ext-link xlink:href="https://creativecommons.org/licenses/by/4.0/">CC BY</ext-link>'
        f"</license-p></license></permissions>{meta}<abstract>{abstract}</abstract>"
        f"<kwd-group>{words}</kwd-group></article-meta></front>"
        f"<body>{body}</body><back>{back}</back></article>"
    )


def section(title: str, *paragraphs: str) -> str:
    """Return a section with paragraphs of markup."""
    inner = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return f"<sec><title>{title}</title>{inner}</sec>"


def cite(*numbers: int) -> str:
    """Return links to references, parted by commas."""
    return ",".join(f'<xref ref-type="bibr" rid="B{n}">{n}</xref>' for n in numbers)


def read_text(text: str, folder: Path, name: str = "madeup.nxml") -> Document:
    """Return the document that `text` holds, by way of a file in `folder`."""
    path = folder / name
    path.write_text(text, "utf-8")
    (document,) = read_jats(path)
    return document


def texts(document: Document, *kinds: Kind) -> list[str]:
    """Return the text of the blocks of these kinds, in order."""
    return [quote(document, block) for block in document.blocks if block.kind in kinds]


def quote(document: Document, block: Block) -> str:
    """Return a block's text."""
    return block.span.quote(document.source)
