"""Small PDF and Word files made by hand: what a test is about and nothing else."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

PAGE = (612, 792)
"""Width and height of a page in points: US letter."""
FULL_LINE = 78
"""Letters of a line of running text across the page in 11 points."""


@dataclass(frozen=True)
class Text:
    """Words on a page: baseline start in points from the left and the upper edge.

    Attributes:
        mode: Text render mode of ISO 32000-1; 3 is invisible.
        turn: The transformation's first four numbers; a quarter turn is (0, 1, -1, 0).
    """

    x: float
    y: float
    words: str
    size: float = 11
    bold: bool = False
    mode: int = 0
    turn: tuple[float, float, float, float] = (1, 0, 0, 1)


def column(
    lines: Sequence[str], *, x: float = 72, y: float = 120, size: float = 11, bold: bool = False
) -> list[Text]:
    """Return lines under one another at the usual distance."""
    return [Text(x, y + place * 1.2 * size, line, size, bold) for place, line in enumerate(lines)]


def wrapped(text: str, width: int = FULL_LINE) -> list[str]:
    """Return the words of `text` in lines of at most `width` letters."""
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + 1 + len(word) > width and lines[-1]:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def pdf(
    pages: Sequence[Sequence[Text]],
    *,
    catalog: str = "",
    trailer: str = "",
    count: int | None = None,
    extra: Sequence[bytes] = (),
    page_entry: str = "",
    title: str = "",
) -> bytes:
    """Return a PDF of `pages` set in Helvetica.

    Args:
        pages: The words of each page.
        catalog: More entries of the catalogue.
        trailer: More entries of the trailer.
        count: The number of pages that the page tree states, where it lies.
        extra: More objects, numbered after all others.
        page_entry: More entries of each page.
        title: The title in the file's own record.
    """
    objects: list[bytes] = []
    kids = " ".join(f"{5 + 2 * place} 0 R" for place in range(len(pages)))
    total = len(pages) if count is None else count
    objects.append(f"<</Type/Catalog/Pages 2 0 R{catalog}>>".encode())
    objects.append(f"<</Type/Pages/Kids[{kids}]/Count {total}>>".encode())
    for name in ("Helvetica", "Helvetica-Bold"):
        font = f"<</Type/Font/Subtype/Type1/BaseFont/{name}/Encoding/WinAnsiEncoding>>"
        objects.append(font.encode())
    for place, page in enumerate(pages):
        box = f"/MediaBox[0 0 {PAGE[0]} {PAGE[1]}]"
        fonts = "/Resources<</Font<</F1 3 0 R/F2 4 0 R>>>>"
        content = f"/Contents {6 + 2 * place} 0 R"
        objects.append(f"<</Type/Page/Parent 2 0 R{box}{fonts}{content}{page_entry}>>".encode())
        objects.append(_stream(b"".join(map(_shown, page))))
    objects += extra
    objects.append(f"<</Title({title})>>".encode())
    return _file(objects, trailer)


def _shown(text: Text) -> bytes:
    words = text.words.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    turn = " ".join(map(str, text.turn))
    place = f"{turn} {text.x} {PAGE[1] - text.y} Tm"
    font = "F2" if text.bold else "F1"
    begin = f"BT /{font} {text.size} Tf {text.mode} Tr {place} (".encode()
    return begin + words.encode("cp1252") + b") Tj ET\n"


def _stream(data: bytes) -> bytes:
    packed = zlib.compress(data)
    head = f"<</Length {len(packed)}/Filter/FlateDecode>>\nstream\n".encode()
    return head + packed + b"\nendstream"


def stream(data: bytes, entries: str = "") -> bytes:
    """Return a stream object whose data are given as they stand in the file."""
    return f"<</Length {len(data)}{entries}>>\nstream\n".encode() + data + b"\nendstream"


def _file(objects: Sequence[bytes], trailer: str) -> bytes:
    out = io.BytesIO()
    out.write(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(f"{number} 0 obj\n".encode() + body + b"\nendobj\n")
    start = out.tell()
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode())
    out.write(b"".join(f"{place:010} 00000 n \n".encode() for place in places))
    entries = f"/Size {len(objects) + 1}/Root 1 0 R/Info {len(objects)} 0 R{trailer}"
    out.write(f"trailer\n<<{entries}>>\nstartxref\n{start}\n%%EOF\n".encode())
    return out.getvalue()


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_STYLES = """<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/></w:style>
<w:style w:type="paragraph" w:styleId="Own"><w:name w:val="My head"/><w:basedOn w:val="H2"/>
</w:style>
<w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>
<w:style w:type="paragraph" w:styleId="LB"><w:name w:val="List Bullet"/>
<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="character" w:styleId="Hid"><w:name w:val="Hid"/><w:rPr><w:vanish/></w:rPr>
</w:style>"""


def run(text: str, properties: str = "") -> str:
    """Return a Word run of `text`, with the XML of its properties."""
    inner = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{inner}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(content: str, style: str = "", properties: str = "") -> str:
    """Return a Word paragraph: text, or the XML of its runs."""
    inner = content if content.startswith("<") else run(content)
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{inner}</w:p>"


def table(rows: Sequence[Sequence[str]], *, header: bool = True) -> str:
    """Return a Word table; cells are text or the XML of their paragraphs."""
    made = []
    for place, row in enumerate(rows):
        mark = "<w:trPr><w:tblHeader/></w:trPr>" if header and not place else ""
        cells = "".join(
            f"<w:tc>{cell if cell.startswith('<') else paragraph(cell)}</w:tc>" for cell in row
        )
        made.append(f"<w:tr>{mark}{cells}</w:tr>")
    return f"<w:tbl>{''.join(made)}</w:tbl>"


def docx(
    body: str,
    *,
    notes: Mapping[str, str] | None = None,
    parts: Mapping[str, bytes] | None = None,
    relations: str = "",
    prologue: str = "",
    main_type: str = f"{_WORD}.document.main+xml",
) -> bytes:
    """Return a Word file.

    Args:
        body: The XML of the body's paragraphs and tables.
        notes: The text of each footnote by its id.
        parts: More parts of the zip by name.
        relations: More XML of the document's relationships.
        prologue: What stands before the document's root element.
        main_type: The content type of the main part.
    """
    made = {
        "_rels/.rels": _relations(
            f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
        ),
        "word/document.xml": f'{prologue}<w:document xmlns:w="{W}"><w:body>{body}</w:body>'
        "</w:document>",
        "word/styles.xml": f'<w:styles xmlns:w="{W}">{_STYLES}</w:styles>',
    }
    links = f'<Relationship Id="s" Type="{_OFFICE}/styles" Target="styles.xml"/>{relations}'
    if notes is not None:
        links += f'<Relationship Id="f" Type="{_OFFICE}/footnotes" Target="footnotes.xml"/>'
        made["word/footnotes.xml"] = (
            f'<w:footnotes xmlns:w="{W}"><w:footnote w:type="separator" w:id="-1"/>'
            + "".join(
                f'<w:footnote w:id="{name}">{paragraph(text)}</w:footnote>'
                for name, text in notes.items()
            )
            + "</w:footnotes>"
        )
    made["word/_rels/document.xml.rels"] = _relations(links)
    made["[Content_Types].xml"] = _content_types(main_type)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in made.items():
            archive.writestr(name, text)
        for name, data in (parts or {}).items():
            archive.writestr(name, data)
    return out.getvalue()


def _relations(inner: str) -> str:
    return f'<Relationships xmlns="{_PACKAGE}">{inner}</Relationships>'


def _content_types(main_type: str) -> str:
    types = {
        "/word/document.xml": main_type,
        "/word/styles.xml": f"{_WORD}.styles+xml",
        "/word/footnotes.xml": f"{_WORD}.footnotes+xml",
    }
    inner = "".join(
        f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in types.items()
    )
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Default Extension="bin" ContentType="application/octet-stream"/>{inner}</Types>'
    )
