"""JATS full texts: what is laid out, in which order, under which headings, with which marks."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.records import Document, Kind
from corpus.references import parse_footnote
from tests.corpus.jats_pages import cite, jats, quote, read_text, section, texts
from tests.corpus.proofs import proved


def read_body(body: str, folder: Path) -> Document:
    document = read_text(jats(body), folder)
    proved(document)
    return document


def paragraph(words: str, folder: Path) -> Document:
    return read_body(section("Results", words), folder)


def marks(document: Document) -> list[tuple[str, str]]:
    return [(mark.label, mark.span.quote(document.source)) for mark in document.markers]


def test_title_abstract_and_sections_come_in_order_under_their_headings(tmp_path: Path) -> None:
    inner = section("Fever", "It fell by 1.2 degrees.")
    body = section("Introduction", "Fever is hot.") + f"<sec><title>Results</title>{inner}</sec>"
    document = read_text(
        jats(body, abstract=section("Methods", "We counted.") + "<p>No heading.</p>"), tmp_path
    )
    proved(document)
    assert [(quote(document, b), b.section) for b in document.blocks[:-10]] == [
        (document.title, (document.title,)),
        ("Abstract", ("Abstract",)),
        ("Methods", ("Abstract", "Methods")),
        ("We counted.", ("Abstract", "Methods")),
        ("No heading.", ("Abstract",)),
        ("Introduction", ("Introduction",)),
        ("Fever is hot.", ("Introduction",)),
        ("Results", ("Results",)),
        ("Fever", ("Results", "Fever")),
        ("It fell by 1.2 degrees.", ("Results", "Fever")),
    ]


def test_the_metadata_and_the_study_it_is(tmp_path: Path) -> None:
    document = read_text(jats(section("Results", "x y")), tmp_path)
    assert document.title == "The MADEUP-1 trial: cells in invented fever"
    assert {key: document.metadata[key] for key in ("slug", "licence", "lang", "date", "url")} == {
        "slug": "PMC77001",
        "licence": "CC BY 4.0",
        "lang": "en",
        "date": "2021-02-03",
        "url": "https://doi.org/10.5555/madeup.1",
    }
    assert document.metadata["type"] == "full-text"
    assert document.metadata["article-type"] == "research-article"
    own = document.own
    assert own is not None
    assert (own.key, own.label, own.authors) == (
        "doi:10.5555/madeup.1",
        "Lindqvist 2021",
        "Lindqvist MK",
    )
    assert (own.doi, own.pmid, own.year, own.access) == (
        "10.5555/madeup.1",
        "90001",
        2021,
        "full_text",
    )


def test_the_year_is_that_of_the_issue_and_the_date_the_first(tmp_path: Path) -> None:
    issue = '<pub-date pub-type="collection"><month>1</month><year>2022</year></pub-date>'
    document = read_text(jats(section("Results", "x y"), meta=issue), tmp_path)
    assert document.own is not None
    assert (document.own.year, document.metadata["date"]) == (2022, "2021-02-03")


@pytest.mark.parametrize(
    ("markup", "laid", "labels"),
    [
        (f"Fever [{cite(1, 3)}] fell.", "Fever [1, 3] fell.", "1 3"),
        (f"Fever [{cite(4)}-{cite(7)}] fell.", "Fever [4, 5, 6, 7] fell.", "4 5 6 7"),
        (f"Fever [{cite(1)}, {cite(3)}–{cite(5)}].", "Fever [1, 3, 4, 5].", "1 3 4 5"),
        (f"Fever.<sup>{cite(2)},{cite(5)}</sup> Then", "Fever.[2, 5] Then", "2 5"),
        (f"Fever,{cite(2)}, {cite(3)} that", "Fever,[2, 3] that", "2 3"),
        (f"Fever ({cite(6)}) fell.", "Fever [6] fell.", "6"),
        (f"Fever (see {cite(6)}) fell.", "Fever (see [6]) fell.", "6"),
        (
            'Fever [<xref ref-type="bibr" rid="B2 B3 B4">2-4</xref>].',
            "Fever [2, 3, 4].",
            "2 3 4",
        ),
        ('Fever [<xref ref-type="bibr" rid="B2">2–4</xref>].', "Fever [2, 3, 4].", "2 3 4"),
        (
            'As <xref ref-type="bibr" rid="B5">Okafor et al. (2005)</xref> say.',
            "As Okafor et al. (2005) [5] say.",
            "5",
        ),
        (f"{cite(9)} at the start", "[9] at the start", "9"),
        (f"A range backwards [{cite(7)}-{cite(4)}].", "A range backwards [7, 4].", "7 4"),
        (f"Twice [{cite(2)}, {cite(2)}].", "Twice [2].", "2"),
    ],
)
def test_citations_become_bracketed_marks(
    markup: str, laid: str, labels: str, tmp_path: Path
) -> None:
    document = paragraph(markup, tmp_path)
    assert texts(document, Kind.PARAGRAPH) == [laid]
    assert [label for label, _ in marks(document)] == labels.split()


def test_a_citation_gives_the_statement_its_study(tmp_path: Path) -> None:
    document = paragraph(f"Fever fell in 12 patients [{cite(2)}].", tmp_path)
    article = proved(document)
    told = next(s for s in article.statements if s.kind is Kind.PARAGRAPH)
    assert told.references[0] == "doi:10.5555/inv.2"
    assert told.clean == "Fever fell in 12 patients."


@pytest.mark.parametrize(
    ("markup", "laid"),
    [
        ("2 × 10<sup>6</sup> cells", "2 × 10⁶ cells"),
        ("10<sup>6/kg</sup>", "10^6/kg"),
        ("CD34<sup>+</sup> cells in CO<sub>2</sub>", "CD34+ cells in CO2"),
        ("log<sub>10</sub> and 10<sub>2</sub>", "log10 and 10_2"),
        ("0.71<sup>a</sup> on the 1<sup>st</sup> day", "0.71ᵃ on the 1st day"),
        ("HLA<sup>high</sup>", "HLA^high"),
        (
            "<mml:math><mml:mfrac><mml:mi>a</mml:mi><mml:mi>b</mml:mi></mml:mfrac></mml:math>",
            "a/b",
        ),
        (
            (
                "<inline-formula><alternatives><tex-math>\\documentclass{x} $$x^2$$</tex-math>"
                "<mml:math><mml:msup><mml:mi>x</mml:mi><mml:mn>2</mml:mn></mml:msup></mml:math>"
                "</alternatives></inline-formula>"
            ),
            "x^2",
        ),
        ("<tex-math>\\begin{x}$$y = 3$$\\end{x}</tex-math>", "y = 3"),
        ("A <italic>very</italic> <bold>hot</bold>\n  fever", "A very hot fever"),
        (
            "thin\u2009space, soft\u00adhyphen, true\u2010hyphen",
            "thin space, softhyphen, true-hyphen",
        ),
        ("&alpha;-fever and &nosuchthing;", "α-fever and &nosuchthing;"),
        ('0.3<xref ref-type="table-fn" rid="n1">a</xref>', "0.3[a]"),
        ('see <xref ref-type="fig" rid="F1">Fig. 1</xref>', "see Fig. 1"),
    ],
)
def test_raised_lowered_and_formulas_are_readable(markup: str, laid: str, tmp_path: Path) -> None:
    assert texts(paragraph(markup, tmp_path), Kind.PARAGRAPH) == [laid]


def test_a_list_parts_its_paragraph_and_takes_its_lead(tmp_path: Path) -> None:
    document = paragraph(
        "We asked:<list><list-item><p>one</p><p>and more</p></list-item>"
        "<list-item><label>(B)</label><p>two<list><list-item><p>deep</p></list-item></list></p>"
        "</list-item></list>and went on.",
        tmp_path,
    )
    items = [(quote(document, b), b.lead) for b in document.blocks if b.kind is Kind.LIST_ITEM]
    assert items == [
        ("one", "We asked:"),
        ("and more", "We asked:"),
        ("two", "We asked:"),
        ("deep", "two"),
    ]
    assert texts(document, Kind.PARAGRAPH) == ["We asked:", "and went on."]
    assert "- one\n  and more\n(B) two\n- deep\n" in document.source


TABLE = (
    '<table-wrap id="T1"><label>Table 1</label><caption><p>Fever by arm</p></caption><table>'
    '<thead><tr><th rowspan="2">Day</th><th colspan="2">Fever</th></tr>'
    "<tr><th>Cells</th><th>Salt | water</th></tr></thead><tbody>"
    '<tr><td colspan="3">First week</td></tr>'
    '<tr><td rowspan="2">1 to 2</td><td>38.1</td><td>38.2</td></tr>'
    "<tr><td>38.0</td><td>38.4</td></tr><tr><td/><td> </td><td/></tr>"
    "</tbody></table><table-wrap-foot><fn><label>*</label><p>Mean.</p></fn></table-wrap-foot>"
    "</table-wrap>"
)


def test_a_table_follows_its_paragraph_with_caption_header_rows_and_notes(tmp_path: Path) -> None:
    document = paragraph(f"Fever fell{TABLE} in both.", tmp_path)
    laid = [b for b in document.blocks if b.section == ("Results",)][1:]
    assert [quote(document, b) for b in laid] == [
        "Fever fell in both.",
        "Table 1. Fever by arm",
        "| Day | Fever: Cells | Fever: Salt / water |",
        "| First week |",
        "| 1 to 2 | 38.1 | 38.2 |",
        "| 1 to 2 | 38.0 | 38.4 |",
        "* Mean.",
    ]
    row = laid[4]
    assert (row.kind, row.lead) == (Kind.TABLE_ROW, "Table 1. Fever by arm")
    assert row.header == ("Day", "Fever: Cells", "Fever: Salt / water")
    clean = [s.clean for s in proved(document).statements if s.kind is Kind.TABLE_ROW]
    assert clean[1] == "Day: 1 to 2; Fever: Cells: 38.1; Fever: Salt / water: 38.2"


def test_a_table_in_a_table_stays_in_its_cell(tmp_path: Path) -> None:
    nested = "<table><tr><td>a</td><td>b</td></tr></table>"
    table = f"<table-wrap><table><tr><td>out {nested}</td><td>c</td></tr></table></table-wrap>"
    document = read_body(f"<sec><title>Results</title>{table}</sec>", tmp_path)
    assert texts(document, Kind.TABLE_ROW) == ["| out a b | c |"]


@pytest.mark.parametrize("span", ["0", "-4", "99999999999", "x", ""])
def test_a_cell_that_spans_nonsense_is_kept_small(span: str, tmp_path: Path) -> None:
    cell = f'<td colspan="{span}" rowspan="{span}">a</td>'
    table = f"<table-wrap><table><tr>{cell}<td>b</td></tr></table></table-wrap>"
    document = read_body(f"<sec><title>Results</title>{table}</sec>", tmp_path)
    assert len(document.source) < 3_000


def test_figures_boxes_and_formulas_of_their_own(tmp_path: Path) -> None:
    figure = (
        '<fig id="F1"><label>Figure 1</label><caption><title>Flow.</title><p>Who was asked.</p>'
        '</caption><graphic xlink:href="f1"/></fig>'
    )
    box = "<boxed-text><sec><title>In short</title><p>Hot.</p></sec></boxed-text>"
    formula = "<disp-formula><mml:math><mml:mi>x</mml:mi></mml:math></disp-formula>"
    body = f"<sec><title>Results</title><p>Seen.{figure}{box}</p>{formula}</sec>"
    document = read_body(body, tmp_path)
    assert [(quote(document, b), b.section) for b in document.blocks[1:-10]] == [
        ("Results", ("Results",)),
        ("Seen.", ("Results",)),
        ("Figure 1. Flow. Who was asked.", ("Results",)),
        ("In short", ("Results", "In short")),
        ("Hot.", ("Results", "In short")),
        ("x", ("Results",)),
    ]


def test_references_are_footnotes_that_are_understood(tmp_path: Path) -> None:
    document = read_text(jats(section("Results", "x y")), tmp_path)
    footnotes = [block for block in document.blocks if block.kind is Kind.FOOTNOTE]
    assert [block.label for block in footnotes] == [str(n) for n in range(1, 10)]
    assert quote(document, footnotes[2]) == (
        "Okafor3 AB, et al · An invented paper number 3 · J Invented Med 2003;3:1–9"
        " · doi:10.5555/inv.3 · PMID: 900003"
    )
    read = parse_footnote(quote(document, footnotes[2]), label="3", slug="madeup")
    assert (read.key, read.pmid, read.year) == ("doi:10.5555/inv.3", "900003", 2003)
    assert (read.authors, read.venue) == ("Okafor3 AB, et al", "J Invented Med 2003;3:1–9")


@pytest.mark.parametrize(
    ("entry", "laid"),
    [
        (
            (
                "<mixed-citation><name><surname>Sato</surname><given-names>Ken Ichi</given-names>"
                "</name>. <article-title>Heat</article-title>. <source>Warm</source>"
                " <year>2001</year>. doi:<comment>10.5555/w.1</comment>"
                "<pub-id pub-id-type='pmid'>123</pub-id></mixed-citation>"
            ),
            "Sato KI · Heat · Warm 2001 · doi:10.5555/w.1 · PMID: 123",
        ),
        ("<mixed-citation>Anon. Heat. 2001.</mixed-citation>", "Anon. Heat. 2001."),
        ("<note><p>Personal letter.</p></note>", "Personal letter."),
        (
            (
                "<mixed-citation><string-name><surname>Ito</surname>,"
                " <given-names>M.-L.</given-names></string-name>"
                " <chapter-title>Heat</chapter-title> <source>Book</source></mixed-citation>"
            ),
            "Ito ML · Heat · Book",
        ),
    ],
)
def test_a_reference_keeps_what_it_has(entry: str, laid: str, tmp_path: Path) -> None:
    back = f'<ref-list><ref id="B1">{entry}</ref></ref-list>'
    document = read_text(jats(section("Results", "x y"), back=back), tmp_path)
    assert texts(document, Kind.FOOTNOTE) == [laid]


def test_repeated_missing_and_empty_references_are_told(tmp_path: Path) -> None:
    one = "<mixed-citation>One.</mixed-citation>"
    back = (
        f'<ref-list><ref id="B1"><label>1</label>{one}</ref><ref id="B2"><label>1</label>{one}'
        '</ref><ref id="B3"><label>3</label></ref></ref-list>'
    )
    document = read_text(
        jats(section("Results", f"x [{cite(1)}] y [{cite(2, 8)}]"), back=back), tmp_path
    )
    labels = [block.label for block in document.blocks if block.kind is Kind.FOOTNOTE]
    assert labels == ["1", "1.2"]
    assert {(p.code, p.line) for p in document.problems} == {
        ("missing-footnote", 2),
        ("empty-footnote", 2),
    }


@pytest.mark.parametrize(
    "heading",
    [
        "Competing interests",
        "Declaration of interests",
        "Conflicts of interest",
        "Conflict of Interest Statement",
        "Disclosures",
        "Sources of Funding",
        "Role of the funding source",
        "Acknowledgements",
        "Authors’ contributions",
        "Author Contributions",
        "Contributors",
        "Availability of data and materials",
        "Data sharing statement",
        "Supplementary Material",
        "Additional file 1",
        "Abbreviations",
        "Publisher’s Note",
        "Consent for publication",
        "Ethics approval and consent to participate",
    ],
)
def test_what_speaks_of_the_papers_making_is_left_out(heading: str, tmp_path: Path) -> None:
    body = section("Results", "Fever fell.") + section(heading, "The maker paid 12 patients.")
    document = read_body(body, tmp_path)
    assert "paid" not in document.source
    assert document.metadata["left-out"] == [heading]


@pytest.mark.parametrize(
    "heading",
    [
        "Results",
        "Patient contributions to care",
        "Supporting evidence",
        "Availability of donors",
        "Funding of fever care and its effect on mortality",
        "Conflict in cell fate",
        "Additional outcomes",
        "Limitations",
    ],
)
def test_what_speaks_of_medicine_stays(heading: str, tmp_path: Path) -> None:
    assert "Fever fell." in read_body(section(heading, "Fever fell."), tmp_path).source


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Conflict of Interest: none for 12 patients.", "Conflict of Interest"),
        ("<bold>Funding</bold> The maker paid 12 patients.", "Funding"),
        ("<bold>Fever</bold> fell in 12 patients.", ""),
        ("Fever: it fell in 12 patients.", ""),
    ],
)
def test_a_notice_may_open_its_paragraph(words: str, told: str, tmp_path: Path) -> None:
    document = read_body(section("Results", "Hot.", words), tmp_path)
    assert ("12 patients" in document.source) is not bool(told)
    assert document.metadata.get("left-out", []) == ([told] if told else [])


def test_a_table_stays_whatever_its_section_is_called(tmp_path: Path) -> None:
    document = read_body(f"<sec><title>Additional information</title>{TABLE}</sec>", tmp_path)
    assert "| 1 to 2 | 38.1 | 38.2 |" in document.source


def test_thanks_and_files_at_the_end_are_left_out_and_cited_notes_stay(tmp_path: Path) -> None:
    back = (
        "<ack><p>We thank 12 patients.</p></ack><glossary><def-list><def-item><term>AB</term>"
        "<def><p>a b</p></def></def-item></def-list></glossary><fn-group>"
        '<fn id="fn1"><label>a</label><p>Measured twice.</p></fn>'
        '<fn fn-type="conflict"><p>The maker paid.</p></fn></fn-group>'
        "<app-group><app><title>Appendix</title><p>More heat.</p></app></app-group>"
    )
    body = section("Results", 'Hot.<xref ref-type="fn" rid="fn1">a</xref>')
    document = read_text(jats(body, back=back), tmp_path)
    assert texts(document, Kind.PARAGRAPH) == ["Hot.[a]", "More heat.", "a Measured twice."]
    assert document.blocks[-1].section == ("Notes",)


def test_only_the_articles_own_abstract_is_called_so(tmp_path: Path) -> None:
    meta = (
        '<abstract abstract-type="graphical"><p>A picture.</p></abstract>'
        '<abstract abstract-type="key-message"><title>Key message</title><p>Hot.</p></abstract>'
        '<trans-abstract xml:lang="sv"><p>Varmt.</p></trans-abstract>'
    )
    document = read_text(
        jats(section("Results", "x"), meta=meta, abstract="<p>Ours.</p>"), tmp_path
    )
    told = [(b.section, quote(document, b)) for b in document.blocks if b.kind is Kind.PARAGRAPH]
    assert told == [
        (("Graphical abstract",), "A picture."),
        (("Key message",), "Hot."),
        (("Abstract",), "Ours."),
        (("Results",), "x"),
    ]


def test_the_same_file_is_always_laid_out_the_same(tmp_path: Path) -> None:
    text = jats(section("Results", f"Fever fell{TABLE} [{cite(1)}-{cite(9)}]."))
    assert read_text(text, tmp_path) == read_text(text, tmp_path)
