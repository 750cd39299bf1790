"""A report as a Word document (DOCX): headings, lists and links that Word knows as such.

Nothing personal and no time is in it, so the same report is the same bytes.
"""

from __future__ import annotations

import io
import unicodedata
import zipfile
from collections.abc import Sequence
from typing import Any, Final

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from api.exporting.blocks import Block, Role, Run
from api.exporting.text import lines_of, one_line
from api.schemas import AnswerOut

#: Style of each block. The first ones are Word's own, so that its outline and readers know them.
_STYLES: Final[dict[Role, str]] = {
    "title": "Title",
    "heading": "Heading 1",
    "entry": "Heading 2",
    "quote": "Quote",
    "item": "List Bullet",
    "paragraph": "Normal",
    "framing": "Framing",
    "disclaimer": "Disclaimer",
    "urgent": "Urgent",
}
#: The time that every part of the file has: a ZIP archive knows none before it.
_NO_TIME: Final = (1980, 1, 1, 0, 0, 0)
_FONT: Final = "Calibri"
#: Style, size of its letters and space after it, in points.
_SIZES: Final = (
    ("Normal", 10.5, 6),
    ("Title", 20, 10),
    ("Heading 1", 14, 4),
    ("Heading 2", 12, 3),
    ("Quote", 10.5, 6),
    ("List Bullet", 10.5, 2),
    ("Footer", 8.5, 0),
)
#: Characters that a property of a document may have.
_MOST_TOLD: Final = 255
#: Both stand out from white by more than 7 to 1 (WCAG 2.2, 1.4.6).
_HEADING: Final = RGBColor(0x1F, 0x3A, 0x5F)
_LINK: Final = RGBColor(0x0B, 0x4F, 0x94)


def word(blocks: Sequence[Block], answer: AnswerOut) -> bytes:
    """Return a report as DOCX.

    Args:
        blocks: Of the report.
        answer: Whose ids stand in the footer and the properties.
    """
    document = docx.Document()
    _prepare(document, answer)
    # Looked up once: python-docx searches all styles for each name.
    ids = {role: _style(document, name).style_id for role, name in _STYLES.items()}
    for each in blocks:
        _add(document, each, ids[each.role])
    written = io.BytesIO()
    document.save(written)
    return _without_times(written.getvalue())


def _prepare(document: Document, answer: AnswerOut) -> None:
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(22)
    page.top_margin = page.bottom_margin = Mm(20)
    for name, size, after in _SIZES:
        style = _style(document, name)
        style.font.name, style.font.size = _FONT, Pt(size)
        style.paragraph_format.space_after = Pt(after)
    for name in ("Title", "Heading 1", "Heading 2"):
        _style(document, name).font.color.rgb = _HEADING
    _style(document, "Quote").paragraph_format.left_indent = Mm(6)
    for name, colour in (("Disclaimer", "7A7A7A"), ("Urgent", "B3261E"), ("Framing", "")):
        _new_style(document, name, colour)
    _style(document, "Framing").font.bold = True
    _style(document, "Framing").paragraph_format.space_before = Pt(6)
    ids = f"Answer {answer.answer_id} · snapshot {answer.index.snapshot}"
    footer = page.footer.paragraphs[0]
    footer.text = one_line(f"Not medical advice: disclaimer {answer.disclaimer.id} · {ids}")
    _tell(document, answer)


def _new_style(document: Document, name: str, colour: str) -> None:
    style: Any = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    style.paragraph_format.keep_with_next = name == "Framing"
    if colour:
        borders = OxmlElement("w:pBdr")
        left = OxmlElement("w:left")
        for key, value in (("val", "single"), ("sz", "24"), ("space", "8"), ("color", colour)):
            left.set(qn(f"w:{key}"), value)
        borders.append(left)
        style.element.get_or_add_pPr().append(borders)


def _tell(document: Document, answer: AnswerOut) -> None:
    """Write what the file is about; whoever saved it and when is nobody's business."""
    properties = document.core_properties
    element: Any = properties._element  # nothing public takes a property away
    for child in list(element):
        element.remove(child)
    properties.title = one_line(f"Refdesk answer {answer.answer_id}")[:_MOST_TOLD]
    properties.identifier = one_line(answer.answer_id)[:_MOST_TOLD]
    properties.subject = one_line(f"Disclaimer {answer.disclaimer.id}")[:_MOST_TOLD]


def _add(document: Document, each: Block, style: str) -> None:
    paragraph = document.add_paragraph()
    paragraph._p.style = style
    words = "".join(run.text for run in each.runs)
    if each.role == "quote":
        _lines(paragraph, words)
    else:
        for run in each.runs:
            _write(paragraph, run)
    if _from_the_right(words):
        paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
        for written in paragraph.runs:
            written.font.rtl = True


def _from_the_right(text: str) -> bool:
    """Tell whether a text is read from the right, by its first letter (UAX 9, rules P2 and P3)."""
    strong = (unicodedata.bidirectional(sign) for sign in text)
    return next((each for each in strong if each in {"L", "R", "AL"}), "L") != "L"


def _lines(paragraph: Paragraph, text: str) -> None:
    for place, line in enumerate(lines_of(text)):
        if place:
            paragraph.add_run().add_break()
        paragraph.add_run(line)


def _write(paragraph: Paragraph, run: Run) -> None:
    written = paragraph.add_run(" ".join(lines_of(run.text)))
    if run.strong:
        written.bold = True
    if run.exact:
        written.font.name = "Consolas"
        written.font.size = Pt(9)
    if run.href:  # python-docx makes no links of its own
        written.font.color.rgb = _LINK
        written.font.underline = True
        link = OxmlElement("w:hyperlink")
        leads = paragraph.part.relate_to(run.href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        link.set(qn("r:id"), leads)
        link.append(written._r)
        paragraph._p.append(link)


def _style(document: Document, name: str) -> ParagraphStyle:
    style: Any = document.styles[name]
    return style  # type: ignore[no-any-return]


def _without_times(written: bytes) -> bytes:
    again = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(written)) as before,
        zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            part = zipfile.ZipInfo(name, _NO_TIME)
            part.compress_type = zipfile.ZIP_DEFLATED
            after.writestr(part, before.read(name))
    return again.getvalue()
