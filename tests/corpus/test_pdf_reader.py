"""PDF laid out as text: what a reader reads, and clear words where a file cannot be read."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.readers.pdf import process
from corpus.readers.pdf.reader import read_pdf
from corpus.records import Document, Kind
from corpus.source import ArticleError
from tests.corpus.office_files import Text, column, pdf, stream, wrapped

SENTENCE = "In the invented ZEPHYR trial cells were given to people of the valley twice a year."
TITLE = Text(72, 90, "The ZEPHYR trial told", 20, bold=True)


def read(tmp_path: Path, pages: Sequence[Sequence[Text]]) -> Document:
    return read_bytes(tmp_path, pdf(pages))


def read_bytes(tmp_path: Path, data: bytes) -> Document:
    path = tmp_path / "article.pdf"
    path.write_bytes(data)
    (document,) = read_pdf(path)
    return document


def refused(tmp_path: Path, data: bytes) -> tuple[str, str]:
    with pytest.raises(ArticleError) as caught:
        read_bytes(tmp_path, data)
    assert caught.value.problem.fatal
    return caught.value.problem.code, caught.value.problem.message


def told(document: Document) -> list[tuple[str, str]]:
    return [(block.kind.value, block.span.quote(document.source)) for block in document.blocks]


def prose(sentences: int, *, number: int = 0) -> str:
    return " ".join(f"Sentence {number}.{place}: {SENTENCE}" for place in range(sentences))


def test_paragraph_heading_and_title(tmp_path: Path) -> None:
    text = prose(3)
    head = Text(72, 220, "Methods of it", 11, bold=True)
    pages = [[TITLE, *column(wrapped(text), y=120), head, *column(wrapped(SENTENCE), y=236)]]
    document = read(tmp_path, pages)
    assert told(document) == [
        ("heading", "The ZEPHYR trial told"),
        ("paragraph", text),
        ("heading", "Methods of it"),
        ("paragraph", SENTENCE),
    ]
    assert document.title == "The ZEPHYR trial told"
    assert document.blocks[-1].section == ("The ZEPHYR trial told", "Methods of it")


def test_a_paragraph_goes_on_over_a_page_and_running_lines_are_left_out(tmp_path: Path) -> None:
    lines = wrapped(prose(24))
    pages = []
    for number, first in enumerate(range(0, len(lines), 12), 1):
        head = Text(72, 40, f"Chapter {number // 2} Invented annals of cells")
        foot = Text(500, 770, f"Page {number} of 3")
        pages.append([head, *column(lines[first : first + 12], y=90), foot])
    document = read(tmp_path, pages)
    assert told(document) == [("paragraph", prose(24))]


def test_page_starts_tell_the_page_of_a_block(tmp_path: Path) -> None:
    pages = [column([f"The words of page {number}."]) for number in (1, 2, 3)]
    document = read(tmp_path, [pages[0], [], pages[1], pages[2]])
    starts = document.metadata["page_starts"]
    assert isinstance(starts, list)
    assert [document.source[at : at + 19] for at in starts] == [
        "The words of page 1", "The words of page 2", "The words of page 2", "The words of page 3",
    ]  # fmt: skip


def test_a_first_line_that_pages_share_by_chance_is_kept(tmp_path: Path) -> None:
    pages = [column(wrapped(f"{SENTENCE} It was cell {number}."), y=60) for number in range(3)]
    assert read(tmp_path, pages).source.count("ZEPHYR") == 3


def test_two_columns_under_a_title_across_both(tmp_path: Path) -> None:
    left, right = wrapped(prose(4), 40), wrapped(prose(5, number=2), 40)
    pages = [[TITLE, *column(left, y=120), *column(right, x=330, y=126)]]
    assert [text for _, text in told(read(tmp_path, pages))] == [
        "The ZEPHYR trial told", prose(4), prose(5, number=2),
    ]  # fmt: skip


def test_hyphens_at_line_ends(tmp_path: Path) -> None:
    lines = ["The treat-", "ment was dose-", "dependent, a dose of TNF-", "alpha made the people"]
    lines += ["dependent on it and 10-", "15 of the non-", "Invented ones grew."]
    assert read(tmp_path, [column(lines)]).source == (
        "The treatment was dose-dependent, a dose of TNF-alpha made the people dependent on it and"
        " 10-15 of the non-Invented ones grew.\n"
    )


def test_a_footnote_has_its_mark_and_other_raised_figures_stay_figures(tmp_path: Path) -> None:
    body = column(wrapped(prose(3)))
    body += [Text(72, 300, "Cells grew"), Text(123.3, 296, "1", 6.5), Text(135, 300, "to 10")]
    body += [Text(159.4, 296, "6", 6.5), Text(166, 300, "in a dish.")]
    notes = [Text(72, 748, "1", 5), Text(76, 750, "doi:10.1000/zephyr.1, an", 8)]
    notes.append(Text(72, 760, "invented register.", 8))
    document = read(tmp_path, [[*body, *notes]])
    assert "Cells grew[1] to 10⁶ in a dish." in document.source
    last = document.blocks[-1]
    assert (last.kind, last.label) == (Kind.FOOTNOTE, "1")
    assert last.span.quote(document.source) == "doi:10.1000/zephyr.1, an invented register."
    assert [mark.label for mark in document.markers] == ["1"]


def test_footnotes_numbered_anew_on_each_page_have_their_own_labels(tmp_path: Path) -> None:
    pages = [
        [
            *column(wrapped(prose(3, number=number))),
            Text(72, 300, "Cells grew"),
            Text(123.3, 296, "1", 6.5),
            Text(72, 750, f"1 The {name} note of it.", 8),
        ]
        for number, name in ((1, "first"), (2, "other"))
    ]
    document = read(tmp_path, pages)
    notes = [block.label for block in document.blocks if block.kind is Kind.FOOTNOTE]
    assert notes == [mark.label for mark in document.markers] == ["1.1", "2.1"]


def test_list_items_and_their_lead(tmp_path: Path) -> None:
    lines = ["People were seen for:", "\u2022 pain, and how it changed over the whole of the year"]
    text = [*column(wrapped(prose(2))), Text(72, 300, lines[0]), Text(80, 314, lines[1])]
    text += [Text(90, 328, "in the valley;"), Text(80, 342, "\u2022 falls.")]
    document = read(tmp_path, [text])
    assert told(document)[2:] == [
        ("list_item", "pain, and how it changed over the whole of the year in the valley;"),
        ("list_item", "falls."),
    ]
    assert document.blocks[-1].lead == "People were seen for:"


def test_rows_of_a_table(tmp_path: Path) -> None:
    rows = [("Arm", "Number", "Score"), ("Cells", "15", "2.5"), ("Placebo", "16", "2.0")]
    rows.append(("Neither", "3", "1.0"))
    text = column(wrapped(prose(2)))
    for place, row in enumerate(rows):
        for x, words in zip((72, 200, 300), row, strict=True):
            text.append(Text(x, 300 + 14 * place, words, bold=not place))
    document = read(tmp_path, [text])
    assert told(document)[1:3] == [
        ("table_header", "| Arm | Number | Score |"),
        ("table_row", "| Cells | 15 | 2.5 |"),
    ]
    assert document.blocks[-1].header == ("Arm", "Number", "Score")


def test_a_page_set_sideways_is_read_upright_and_a_stamp_beside_text_is_not(tmp_path: Path) -> None:
    up = (0, 1, -1, 0)
    sideways = [
        Text(100, 700, "Words that run upwards on the page", turn=up),
        Text(114, 700, "and a second line.", turn=up),
    ]
    stamp = Text(20, 600, "stamp 1234", turn=up)
    document = read(tmp_path, [sideways, [*column([SENTENCE]), stamp]])
    assert document.source == (
        f"Words that run upwards on the page and a second line.\n{SENTENCE}\n"
    )


def test_hidden_text_is_left_out_and_told(tmp_path: Path) -> None:
    hidden = [
        Text(72, 400, "unseen cure", mode=3),
        Text(72, 420, "tiny cure", 1),
        Text(900, 440, "far cure"),
    ]
    document = read(tmp_path, [[*column([SENTENCE]), *hidden]])
    assert document.source == f"{SENTENCE}\n"
    (problem,) = document.problems
    assert problem.code == "hidden-text"
    assert "unseen cure" in problem.message


@pytest.mark.parametrize(("behind", "shown"), [("1 1 1 rg", False), ("0 0 0.4 rg", True)])
def test_white_words_are_read_only_where_they_can_be_seen(
    tmp_path: Path, behind: str, shown: bool
) -> None:
    content = f"{behind} 60 380 300 40 re f 1 1 1 rg BT /F1 11 Tf 72 396 Td (white words) Tj ET"
    black = " 0 g BT /F1 11 Tf 72 600 Td (Black words.) Tj ET"
    data = _with_content((content + black).encode())
    document = read_bytes(tmp_path, data)
    assert ("white words" in document.source) is shown
    assert bool(document.problems) is not shown


def test_the_invisible_text_of_a_recognised_scan_is_its_text(tmp_path: Path) -> None:
    document = read(tmp_path, [[Text(72, 400, SENTENCE, mode=3)]])
    assert (document.source, document.problems) == (f"{SENTENCE}\n", ())


def test_pages_without_text_among_others_are_told(tmp_path: Path) -> None:
    document = read(tmp_path, [column([SENTENCE]), [], []])
    assert [problem.code for problem in document.problems] == ["page-without-text"]


def test_what_cannot_be_read_is_refused_with_what_to_do(tmp_path: Path) -> None:
    whole = pdf([column([SENTENCE])])
    lock = f"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<{'aa' * 32}>/U<{'bb' * 32}>>>/ID[<00><00>]"
    cases = {
        "not-a-pdf": b"<html>not found</html>",
        "truncated": whole[: len(whole) // 2],
        "encrypted": pdf([column([SENTENCE])], trailer=lock),
        "scanned": pdf([[]]),
        "damaged": b"%PDF-1.7\nnothing of use\n%%EOF",
    }
    for code, data in cases.items():
        found, message = refused(tmp_path, data)
        assert found == code
        assert ";" in message  # what is wrong; what to do
    assert refused(tmp_path, pdf([]))[0] in {"no-pages", "damaged"}


def test_a_linearised_file_cut_after_its_first_part_is_cut_off(tmp_path: Path) -> None:
    whole = pdf([column([SENTENCE])])
    marked = whole.replace(b"%PDF-1.7\n", b"%PDF-1.7\n9 0 obj<</Linearized 1/L 99999>>endobj\n")
    assert refused(tmp_path, marked)[0] == "truncated"


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ArticleError) as caught:
        next(read_pdf(tmp_path / "none.pdf"))
    assert caught.value.problem.code == "unreadable"


def test_limits_of_pages_characters_and_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = pdf([column([SENTENCE])] * 3)
    monkeypatch.setattr(process, "MOST_PAGES", 2)
    assert refused(tmp_path, data)[0] == "too-many-pages"
    monkeypatch.setattr(process, "MOST_PAGES", 3)
    monkeypatch.setattr(process, "MOST_CHARACTERS", 100)
    assert refused(tmp_path, data)[0] == "too-much-text"
    monkeypatch.setattr(process, "MOST_BYTES", 100)
    assert refused(tmp_path, data)[0] == "too-large"


def _with_content(data: bytes, entries: str = "") -> bytes:
    """Return a one-page PDF whose content is `data` as it stands in the file."""
    whole = pdf([[]], extra=[stream(data, entries)])
    return whole.replace(b"/Contents 6 0 R", b"/Contents 7 0 R")


@pytest.mark.parametrize("unit", [b" " * 1000, b"q " * 500, b"0 0 m 1 1 l h " * 100])
def test_a_content_bomb_ends_with_the_child(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, unit: bytes
) -> None:
    monkeypatch.setattr(process, "MOST_MEMORY", 256 * 1024 * 1024)
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(unit * 1000) for _ in range(300)) + packer.flush()
    code, message = refused(tmp_path, _with_content(packed, "/Filter/FlateDecode"))
    assert code == "too-complex"
    assert "print it to a new PDF" in message


def test_a_reader_that_hangs_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    child = tmp_path / "child.py"
    child.write_text("import time\ntime.sleep(60)\n", "utf-8")
    monkeypatch.setattr(process, "_CHILD", child)
    monkeypatch.setattr(process, "MOST_SECONDS", 1)
    assert refused(tmp_path, pdf([column([SENTENCE])]))[0] == "too-slow"


def test_a_page_tree_that_holds_itself_ends(tmp_path: Path) -> None:
    whole = pdf([column([SENTENCE])])
    looped = whole.replace(b"/Kids[5 0 R]", b"/Kids[2 0 R]")
    assert refused(tmp_path, looped)[0] in {"damaged", "scanned", "no-pages"}


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_any_cut_file_is_read_or_refused(tmp_path: Path, data: st.DataObject) -> None:
    whole = pdf([[TITLE, *column(wrapped(prose(3)))]] * 2)
    at = data.draw(st.integers(0, len(whole)))
    hole = data.draw(st.binary(max_size=40))
    try:
        document = read_bytes(tmp_path, whole[:at] + hole + whole[at + len(hole) :])
    except ArticleError:
        return
    assert all(block.span.quote(document.source).strip() for block in document.blocks)


_PLAIN = st.sampled_from("cells people valley Zephyr twice grew n=15 2.5% often of in and".split())
_SENTENCE = st.lists(_PLAIN, min_size=4, max_size=20).map(lambda words: " ".join(words) + ".")


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    sentences=st.lists(_SENTENCE, min_size=6, max_size=30),
    columns=st.booleans(),
    on_page=st.integers(8, 30),
)
def test_text_comes_out_as_it_went_in(
    tmp_path: Path, sentences: list[str], columns: bool, on_page: int
) -> None:
    """All words come out, in order, from one column or two, over any number of pages."""
    lines = wrapped(" ".join(sentences), 36 if columns else 78)
    if columns:  # whole pages: a short second column cannot be told from a note beside the text
        lines = lines[: len(lines) - len(lines) % (2 * on_page)]
    chunks = [lines[first : first + on_page] for first in range(0, len(lines), on_page)]
    pages: list[list[Text]] = []
    for place, chunk in enumerate(chunks):
        second = columns and place % 2
        if not second:
            pages.append([])
        pages[-1] += column(chunk, x=330 if second else 72, y=100)
    if pages:
        document = read(tmp_path, pages)
        words = " ".join(block.span.quote(document.source) for block in document.blocks)
        assert words.split() == " ".join(lines).split()
