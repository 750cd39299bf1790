"""Small articles made by hand, for tests of what comes after the readers."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.records import Article, Kind, Passage, Reference, Span, Statement, text_sha256

FRAILTY = (
    "The CRATUS trial gave 100 million allogeneic cells to 15 people with aging frailty.",
    "Six-minute walk distance (6MWT) rose by 66 metres after six months (p=.011).",
    "TNF-α fell in the treated groups.",
)
CORD = (
    "Umbilical cord mesenchymal cells were compared with bone marrow cells in mice.",
    "A dose of 10×10⁶ cells was given, registered as NCT04089579.",
)
NAMES = (
    "Mesenchymal stromal cells carry CD105+ and CD73 on their surface.",
    "The name stem cell is disputed.",
)


def make_article(
    slug: str,
    groups: Sequence[tuple[str, Sequence[str]]],
    *,
    tiers: Sequence[str] = ("background",),
    references: Sequence[Reference] = (),
    metadata: dict[str, object] | None = None,
) -> Article:
    """Return an article of one passage for each (heading, sentences).

    Statement i over the article has tier `tiers[i % len(tiers)]` and cites
    `references[i % len(references)]`, if there are any.
    """
    source = ""
    statements: list[Statement] = []
    passages: list[Passage] = []
    for heading, sentences in groups:
        source += f"## {heading}\n\n"
        made = []
        for text in sentences:
            span = Span(len(source), len(source) + len(text))
            source += f"{text}\n"
            place = len(statements)
            cited = (references[place % len(references)].key,) if references else ()
            made.append(
                Statement(
                    id=f"{slug}@{span.start}-{span.end}",
                    article=slug,
                    span=span,
                    text=text,
                    kind=Kind.PARAGRAPH,
                    section=(heading,),
                    clean=text,
                    tier=tiers[place % len(tiers)],
                    tier_basis="test",
                    references=cited,
                )
            )
            statements.append(made[-1])
        passages.append(_passage(slug, heading, made))
    return Article(
        slug=slug,
        title=slug.title(),
        source=source,
        source_sha256=text_sha256(source),
        media="text/markdown",
        path=f"{slug}.md",
        metadata=metadata or {},
        sections=tuple((heading,) for heading, _ in groups),
        statements=tuple(statements),
        passages=tuple(passages),
        references=tuple(references),
    )


def _passage(slug: str, heading: str, statements: Sequence[Statement]) -> Passage:
    text = " ".join(statement.clean for statement in statements)
    pieces = []
    start = 0
    for statement in statements:
        pieces.append((start, start + len(statement.clean)))
        start += len(statement.clean) + 1
    return Passage(
        id=text_sha256(f"{slug}\n{heading}\n{text}")[:16],
        article=slug,
        span=Span(statements[0].span.start, statements[-1].span.end),
        section=(heading,),
        breadcrumb=f"{slug.title()} > {heading}",
        text=text,
        statements=tuple(statement.id for statement in statements),
        pieces=tuple(pieces),
    )


def small_library() -> list[Article]:
    """Return three articles: a human trial, an animal study, and names."""
    trial = Reference(
        key="NCT02065245", label="Tompkins 2017", year=2017, condition="aging frailty", design="rct"
    )
    mice = Reference(key="doi:10.1/mice", label="Mice 2021", year=2021, condition="stroke")
    return [
        make_article(
            "frailty",
            [("Trials", FRAILTY)],
            tiers=("human_early_phase", "human_early_phase", "lab_mechanistic"),
            references=(trial,),
        ),
        make_article("cord", [("Sources", CORD)], tiers=("animal_study",), references=(mice,)),
        make_article("names", [("Markers", NAMES[:1]), ("Naming", NAMES[1:])]),
    ]
