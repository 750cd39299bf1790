"""A report as DOCX opens, says what the Markdown says, and holds nothing personal and no code."""

from __future__ import annotations

import io
import re
import zipfile
from functools import cache
from typing import Any

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from hypothesis import given, settings
from starlette.testclient import TestClient

from api.convert import disclaimer_out
from api.exporting.cited import nothing_known
from api.exporting.formats import EXPORTERS
from api.exporting.text import lines_of, one_line
from api.schemas import AnswerOut
from rag.disclaimers import disclaimer_for
from tests.api.exporting.answers import (
    HOSTILE,
    asked,
    handmade,
    hostile_report,
    known,
    nasty_texts,
)

QUESTION = "Were the cells safe?"
OURS = ("https://doi.org/", "https://clinicaltrials.gov/study/", "https://pubmed.ncbi.nlm.nih.gov/")


def written(answer: AnswerOut | None = None) -> bytes:
    return EXPORTERS["docx"].write(QUESTION, answer or handmade(), known)


def opened(file: bytes) -> Any:  # noqa: ANN401 - python-docx's own
    return docx.Document(io.BytesIO(file))


def texts(document: Any, *styles: str) -> list[str]:  # noqa: ANN401
    return [each.text for each in document.paragraphs if each.style.name in styles]


def leads(document: Any) -> set[str]:  # noqa: ANN401
    return {
        each.target_ref
        for each in document.part.rels.values()
        if each.reltype == RELATIONSHIP_TYPE.HYPERLINK
    }


def test_it_has_headings_lists_links_and_a_footer() -> None:
    document = opened(written())
    assert texts(document, "Title") == ["Refdesk: Answered from the library"]
    assert texts(document, "Heading 1") == [
        "Question", "Where the library disagrees with itself", "What the library says",
        "Please note", "Evidence", "Near the question, but no answer to it",
        "Studies and documents cited", "How this was made",
    ]  # fmt: skip
    assert texts(document, "Heading 2")[0] == "[1] All on frailty"
    assert texts(document, "Quote") == [
        QUESTION, "| Deaths | One [^golpanian2017] |", "HERA has **no** results [^hera].",
        "A rule\nof two lines.", "Something near.",
    ]  # fmt: skip
    assert 'Decided by: R5: "phase-1" in the reference' in texts(document, "List Bullet")
    assert {"https://doi.org/10.1093/gerona/glx056", "https://example.org/frailty",
            "https://clinicaltrials.gov/study/NCT02982915"} <= leads(document)  # fmt: skip
    (link, *_) = [each for p in document.paragraphs for each in p.hyperlinks if "DOI" in each.text]
    assert (link.text, link.address) == (
        "DOI 10.1093/gerona/glx056", "https://doi.org/10.1093/gerona/glx056",
    )  # fmt: skip
    footer = document.sections[0].footer.paragraphs[0].text
    assert footer == "Not medical advice: disclaimer general-en-1.0.0 · Answer a1b2 · snapshot s1"


def test_its_colours_stand_out_from_paper() -> None:
    document = opened(written())
    styles = [document.styles[name] for name in ("Title", "Heading 1", "Heading 2")]
    link = next(run for p in document.paragraphs for each in p.hyperlinks for run in each.runs)
    for colour in [*(each.font.color.rgb for each in styles), link.font.color.rgb]:
        assert contrast_with_white(colour) > 7


def contrast_with_white(colour: tuple[int, int, int]) -> float:
    """Return the contrast ratio of WCAG 2.2, from 1 to 21."""
    parts = [part / 255 for part in colour]
    red, green, blue = (x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in parts)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def test_nothing_personal_and_no_time_is_in_it() -> None:
    file = written()
    told = opened(file).core_properties
    assert (told.title, told.identifier) == ("Refdesk answer a1b2", "a1b2")
    assert not any((told.author, told.last_modified_by, told.comments, told.keywords))
    assert told.created is None
    assert told.modified is None
    with zipfile.ZipFile(io.BytesIO(file)) as parts:
        assert {each.date_time for each in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert parts.testzip() is None
    assert written() == file


@pytest.mark.parametrize("outcome", ["answered", "refused", "emergency", "not_in_library"])
def test_every_outcome_of_the_service(client: TestClient, outcome: str) -> None:
    question, answer = asked(client, outcome)
    document = opened(EXPORTERS["docx"].write(question, answer, nothing_known))
    assert texts(document, "Disclaimer") == [answer.disclaimer.text]
    quotes = [entry.quote for entry in (*answer.evidence, *answer.related)]
    assert texts(document, "Quote") == [question, *quotes]
    urgent = texts(document, "Urgent")
    assert bool(urgent) == (outcome == "emergency")
    if urgent:
        assert [p.style.name for p in document.paragraphs][:3] == ["Title", "Urgent", "Disclaimer"]


def test_what_is_read_from_the_right_begins_there() -> None:
    arabic = disclaimer_for("ar")
    document = opened(written(handmade(disclaimer=disclaimer_out(arabic))))
    first, *_, last = [each for each in document.paragraphs if each.style.name == "Disclaimer"]
    assert (first.text, last.text) == (arabic.text.split("\n")[0], arabic.text.split("\n")[-1])
    assert first.runs[0].font.rtl
    assert first._p.pPr.find(qn("w:bidi")) is not None
    assert last._p.pPr.find(qn("w:bidi")) is None


def test_every_hostile_text_is_words_only() -> None:
    for hostile in HOSTILE:
        check(hostile)


@settings(max_examples=10, deadline=None)
@given(nasty_texts)
def test_whatever_is_written_is_words_only(nasty: str) -> None:
    check(nasty)


def check(hostile: str) -> None:
    """Look that a hostile report has the shape, the parts and the tags of a harmless one."""
    answer, known = hostile_report(hostile)
    file = EXPORTERS["docx"].write(hostile, answer, known)
    document = opened(file)
    plain_styles, plain_parts, plain_tags = harmless()
    assert [each.style.name for each in document.paragraphs] == plain_styles
    quote = texts(document, "Quote")[1].split()
    assert quote == one_line(" ".join(lines_of(answer.evidence[0].quote))).split()
    assert all(each.startswith(OURS) for each in leads(document))
    assert parts(file) == plain_parts
    assert tags(file) <= plain_tags | {"w:br"}


@cache
def harmless() -> tuple[list[str], list[str], set[str]]:
    """Return styles, parts and tags of a harmless report."""
    file = written()
    styles = [each.style.name for each in opened(file).paragraphs]
    return styles, parts(file), tags(file)


def parts(file: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        return archive.namelist()


def tags(file: bytes) -> set[str]:
    """Return the tags of the words of a document: none runs anything or reads anything in."""
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        return set(re.findall(r"<(w:\w+)", archive.read("word/document.xml").decode()))
