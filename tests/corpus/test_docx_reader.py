"""Word documents laid out as text: what Word shows after all changes, and nothing from outside."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.readers.docx import parts as docx_parts
from corpus.readers.docx.reader import read_docx
from corpus.records import Document, Kind
from corpus.source import ArticleError
from tests.corpus.office_files import docx, paragraph, run, table

SENTENCE = "In the invented ZEPHYR trial cells were given to people."
NOTE = '<w:r><w:footnoteReference w:id="{}"/></w:r>'


def read(tmp_path: Path, data: bytes) -> Document:
    path = tmp_path / "article.docx"
    path.write_bytes(data)
    (document,) = read_docx(path)
    return document


def body(tmp_path: Path, content: str) -> str:
    return read(tmp_path, docx(content)).source


def refused(tmp_path: Path, data: bytes) -> str:
    with pytest.raises(ArticleError) as caught:
        read(tmp_path, data)
    assert caught.value.problem.fatal
    assert caught.value.problem.message
    return caught.value.problem.code


def test_headings_by_style_name_base_and_outline(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        docx(
            paragraph("The title", "T")
            + paragraph("Methods", "H1")
            + paragraph("People", "Own")
            + paragraph(SENTENCE)
            + paragraph("Results", "", '<w:outlineLvl w:val="0"/>')
            + paragraph("Not a head", "H1", '<w:outlineLvl w:val="9"/>')
        ),
    )
    assert document.title == "The title"
    assert [(block.kind, block.section) for block in document.blocks] == [
        (Kind.HEADING, ("The title",)),
        (Kind.HEADING, ("The title", "Methods")),
        (Kind.HEADING, ("The title", "Methods", "People")),
        (Kind.PARAGRAPH, ("The title", "Methods", "People")),
        (Kind.HEADING, ("The title", "Results")),
        (Kind.PARAGRAPH, ("The title", "Results")),
    ]


def test_lists_by_style_or_number_and_their_lead(tmp_path: Path) -> None:
    numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{}"/></w:numPr>'
    document = read(
        tmp_path,
        docx(
            paragraph("Seen were:")
            + paragraph("pain", "LB")
            + paragraph("falls", "", numbered.format(2))
            + paragraph("not an item", "LB", numbered.format(0))
        ),
    )
    assert document.source == "Seen were:\n- pain\n- falls\nnot an item\n"
    assert [block.lead for block in document.blocks] == ["", "Seen were:", "Seen were:", ""]


def test_tables_with_header_spans_and_marks(tmp_path: Path) -> None:
    wide = f'<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{paragraph("both | of them")}'
    mark = run("15") + NOTE.format(7)
    rows = [["Arm", "n"], ["cells", paragraph(mark)], [wide], ["", ""]]
    document = read(tmp_path, docx(table(rows), notes={"7": "A note."}))
    assert document.source == ("| Arm | n |\n| cells | 15[1] |\n| both / of them | |\n- A note.\n")
    assert [block.header for block in document.blocks[:3]] == [(), ("Arm", "n"), ("Arm", "n")]
    assert document.markers[0].span.quote(document.source) == "[1]"


@pytest.mark.parametrize(
    ("first", "is_header"),
    [
        ([paragraph(run("Arm", "<w:b/>")), paragraph(run("n", "<w:b/>"))], True),
        ([paragraph(run("Arm", "<w:b/>")), paragraph("n")], False),
    ],
)
def test_a_bold_first_row_is_the_header(tmp_path: Path, first: list[str], is_header: bool) -> None:
    document = read(tmp_path, docx(table([first, ["cells", "15"]], header=False)))
    assert (document.blocks[0].kind is Kind.TABLE_HEADER) is is_header


def test_a_table_of_one_cell_is_a_frame(tmp_path: Path) -> None:
    framed = table([[paragraph("Key point", "H1") + paragraph(SENTENCE)]])
    assert body(tmp_path, framed) == f"Key point\n{SENTENCE}\n"


def test_footnotes_by_the_order_of_their_marks(tmp_path: Path) -> None:
    text = run("Cells grew") + NOTE.format(9) + run(" and so") + NOTE.format(2) + run(".")
    gone = "<w:del>" + NOTE.format(3) + "</w:del>"
    notes = {"2": "Second.", "9": "doi:10.1000/zephyr.1 first", "3": "Of deleted words."}
    document = read(tmp_path, docx(paragraph(text + gone), notes=notes))
    assert document.source == (
        "Cells grew[1] and so[2].\n- doi:10.1000/zephyr.1 first\n- Second.\n"
    )
    assert [block.label for block in document.blocks] == ["", "1", "2"]
    assert [mark.label for mark in document.markers] == ["1", "2"]


def test_a_mark_without_its_note_is_told(tmp_path: Path) -> None:
    document = read(tmp_path, docx(paragraph(run("Cells") + NOTE.format(4)), notes={}))
    assert [problem.code for problem in document.problems] == ["missing-footnote"]


def test_insertions_are_shown_and_deletions_are_not(tmp_path: Path) -> None:
    changed = (
        run("Cells ")
        + f'<w:ins w:id="1">{run("may have ")}</w:ins>'
        + '<w:del w:id="2"><w:r><w:delText>always </w:delText></w:r></w:del>'
        + f"<w:moveFrom>{run('here ')}</w:moveFrom><w:moveTo>{run('helped.')}</w:moveTo>"
    )
    document = read(tmp_path, docx(paragraph(changed)))
    assert document.source == "Cells may have helped.\n"
    assert [problem.code for problem in document.problems] == ["tracked-changes"]


def test_a_deleted_paragraph_end_joins_two_paragraphs(tmp_path: Path) -> None:
    first = paragraph("Cells ", "", "<w:rPr><w:del/></w:rPr>")
    assert body(tmp_path, first + paragraph("helped.")) == "Cells helped.\n"


def test_hidden_words_comments_fields_and_contents_are_left_out(tmp_path: Path) -> None:
    words = (
        run("Shown")
        + run(" unseen", "<w:vanish/>")
        + run(" secret", '<w:rStyle w:val="Hid"/>')
        + run(" seen", '<w:rStyle w:val="Hid"/><w:vanish w:val="0"/>')
        + '<w:r><w:commentReference w:id="0"/></w:r>'
        + '<w:r><w:instrText> HYPERLINK "http://x.org" </w:instrText></w:r>'
        + f"<w:hyperlink>{run(' link')}</w:hyperlink>"
    )
    contents = (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/>'
        f"</w:docPartObj></w:sdtPr><w:sdtContent>{paragraph('Contents')}</w:sdtContent></w:sdt>"
    )
    control = f"<w:sdt><w:sdtContent>{paragraph('In a control')}</w:sdtContent></w:sdt>"
    text = contents + paragraph(words) + paragraph("Methods 3", "TOC1") + control
    document = read(tmp_path, docx(text))
    assert document.source == "Shown seen link\nIn a control\n"
    (problem,) = document.problems
    assert "unseen secret" in problem.message


def test_raised_figures_symbols_tabs_and_formulas(tmp_path: Path) -> None:
    math = "http://schemas.openxmlformats.org/officeDocument/2006/math"
    words = (
        run("10")
        + run("6", '<w:vertAlign w:val="superscript"/>')
        + '<w:r><w:tab/><w:t>TNF-</w:t><w:sym w:font="Symbol" w:char="F061"/></w:r>'
        + '<w:r><w:sym w:font="Symbol" w:char="nonsense"/><w:br/><w:t>x</w:t></w:r>'
        + f'<m:oMath xmlns:m="{math}"><m:r><m:t>=y</m:t></m:r></m:oMath>'
    )
    assert body(tmp_path, paragraph(words)) == "10⁶ TNF-α x=y\n"


def test_a_text_box_is_read_once_and_after_its_paragraph(tmp_path: Path) -> None:
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    box = f"<w:txbxContent>{paragraph('In the box.')}</w:txbxContent>"
    both = (
        f'<w:r><mc:AlternateContent xmlns:mc="{mc}"><mc:Choice>{box}</mc:Choice>'
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>"
    )
    text = body(tmp_path, paragraph(run("Around it.") + both))
    assert text == "Around it.\nIn the box.\n"


def test_headers_footers_macros_and_outside_targets_are_never_read(tmp_path: Path) -> None:
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    links = (
        f'<Relationship Id="h" Type="{office}/header" Target="header1.xml"/>'
        f'<Relationship Id="t" Type="{office}/attachedTemplate" TargetMode="External"'
        ' Target="http://127.0.0.1:9/evil.dotm"/>'
        f'<Relationship Id="n" Type="{office}/footnotes" TargetMode="External"'
        ' Target="file:///etc/passwd"/>'
        '<Relationship Id="v" Type="http://schemas.microsoft.com/office/2006/relationships/'
        'vbaProject" Target="vbaProject.bin"/>'
    )
    parts = {"word/header1.xml": b"<hdr>Running head</hdr>", "word/vbaProject.bin": b"\0evil"}
    text = paragraph(run(SENTENCE) + NOTE.format(1))
    document = read(tmp_path, docx(text, relations=links, parts=parts))
    assert document.source == f"{SENTENCE}[1]\n"
    assert [problem.code for problem in document.problems] == ["missing-footnote"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_xml_entities_are_refused(tmp_path: Path, encoding: str) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    data = docx(paragraph(SENTENCE), parts={"word/extra.xml": bomb.encode(encoding)})
    assert refused(tmp_path, data) == "xml-entities"
    outside = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    assert refused(tmp_path, docx(paragraph(SENTENCE), prologue=outside)) == "xml-entities"


def test_zip_bombs_are_refused_before_they_are_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    big = {"word/media/a.bin": b"\0" * 2_000_000}
    monkeypatch.setattr(docx_parts, "MOST_UNPACKED", 1_000_000)
    assert refused(tmp_path, docx(paragraph(SENTENCE), parts=big)) == "too-large"
    monkeypatch.setattr(docx_parts, "MOST_UNPACKED", 10_000_000)
    monkeypatch.setattr(docx_parts, "MOST_XML", 100_000)
    assert refused(tmp_path, docx(paragraph("x" * 200_000))) == "too-large"
    monkeypatch.setattr(docx_parts, "MOST_ENTRIES", 3)
    assert refused(tmp_path, docx(paragraph(SENTENCE))) == "too-large"
    monkeypatch.setattr(docx_parts, "MOST_BYTES", 10)
    assert refused(tmp_path, docx(paragraph(SENTENCE))) == "too-large"


def _without(data: bytes, left_out: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            if name != left_out:
                new.writestr(name, old.read(name))
    return out.getvalue()


def test_what_is_no_word_document_is_refused(tmp_path: Path) -> None:
    whole = docx(paragraph(SENTENCE))
    macro = "application/vnd.ms-word.document.macroEnabled.main+xml"
    cases = {
        "plain text": ("damaged", b"not a zip"),
        "cut off": ("damaged", whole[:-200]),
        "old format": ("encrypted", b"\xd0\xcf\x11\xe0" + b"\0" * 600),
        "no document": ("damaged", _without(whole, "word/document.xml")),
        "macros": ("damaged", docx(paragraph(SENTENCE), main_type=macro)),
        "broken XML": ("damaged", docx("<w:p>")),
        "empty": ("no-text", docx(paragraph(""))),
        "only hidden": ("no-text", docx(paragraph(run("unseen", "<w:vanish/>")))),
    }
    for name, (code, data) in cases.items():
        assert refused(tmp_path, data) == code, name


def test_nested_too_deeply_is_refused(tmp_path: Path) -> None:
    deep = "<w:ins>" * 2000 + run("deep") + "</w:ins>" * 2000
    assert refused(tmp_path, docx(f"<w:p>{deep}</w:p>")) == "damaged"


def test_a_style_based_on_itself_ends(tmp_path: Path) -> None:
    whole = docx(paragraph(SENTENCE, "Own"))
    circle = b'<w:name w:val="heading 2"/>'
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            based = b'<w:name w:val="own"/><w:basedOn w:val="Own"/>'
            new.writestr(name, old.read(name).replace(circle, based))
    assert read(tmp_path, out.getvalue()).source == f"{SENTENCE}\n"


_WORDS = st.text(st.sampled_from("abc αβ1.%<&é"), min_size=1, max_size=8)
_PIECES = st.lists(st.tuples(st.sampled_from(["run", "ins", "del", "hidden"]), _WORDS), max_size=8)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(_PIECES, min_size=1, max_size=5))
def test_what_is_shown_comes_out_and_spans_are_in_it(
    tmp_path: Path, made: list[list[tuple[str, str]]]
) -> None:
    forms: dict[str, Callable[[str], str]] = {
        "run": run,
        "ins": lambda text: f"<w:ins>{run(text)}</w:ins>",
        "del": lambda text: f"<w:del>{run(text)}</w:del>",
        "hidden": lambda text: run(text, "<w:vanish/>"),
    }
    content = "".join(
        paragraph("<w:r/>" + "".join(forms[kind](text) for kind, text in pieces)) for pieces in made
    )
    shown = [
        " ".join("".join(text for kind, text in pieces if kind in {"run", "ins"}).split())
        for pieces in made
    ]
    expected = [text for text in shown if any(char.isalnum() for char in text)]
    path = tmp_path / "a.docx"
    path.write_bytes(docx(content))
    if not expected:
        with pytest.raises(ArticleError):
            list(read_docx(path))
        return
    (document,) = read_docx(path)
    assert [block.span.quote(document.source) for block in document.blocks] == expected
