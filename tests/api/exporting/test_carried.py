"""A saved answer carries its released disclaimer whole, in all of its entries, or is none."""

from __future__ import annotations

import pytest

from api.choices import FORMATS, Format
from api.convert import disclaimer_out
from api.exporting.carried import file_disclaimer
from api.exporting.formats import EXPORTERS, file_name
from rag.disclaimers import Disclaimer, all_disclaimers
from tests.api.exporting.answers import handmade, known

QUESTION = "Were the cells safe?"


def written(wanted: Format, text: str = "", disclaimer: Disclaimer | None = None) -> bytes:
    carried = disclaimer_out(disclaimer or all_disclaimers()[0])
    if text:
        carried = carried.model_copy(update={"text": text})
    return EXPORTERS[wanted].write(QUESTION, handmade(disclaimer=carried), known)


def test_every_format_is_there() -> None:
    assert set(EXPORTERS) == set(FORMATS)
    assert len({each.ending for each in EXPORTERS.values()}) == len(FORMATS)


@pytest.mark.parametrize("wanted", FORMATS)
def test_every_released_disclaimer_is_found(wanted: Format) -> None:
    media = EXPORTERS[wanted].media
    every = all_disclaimers()
    # Word takes its time; a translation beside its original is the one that could be mistaken.
    for released in every if wanted != "docx" else (every[0], every[-1]):
        found = file_disclaimer(written(wanted, disclaimer=released), media)
        assert found is not None
        assert found.id == released.id


@pytest.mark.parametrize("wanted", FORMATS)
def test_an_altered_one_is_none(wanted: Format) -> None:
    whole = all_disclaimers()[0].text
    for text in (whole[:-1], whole.replace("not medical", "medical"), "Ask your doctor.", " "):
        assert file_disclaimer(written(wanted, text), EXPORTERS[wanted].media) is None


def test_every_entry_must_carry_it() -> None:
    csl, ris = EXPORTERS["csl-json"], EXPORTERS["ris"]
    assert file_disclaimer(b"[]", csl.media) is None
    assert file_disclaimer(b"", ris.media) is None
    whole = written("ris")
    assert file_disclaimer(whole + b"TY  - GEN\r\nTI  - Added\r\nER  - \r\n", ris.media) is None
    added = written("csl-json").rstrip()[:-1] + b', {"id": "x", "type": "document", "note": ""}]'
    assert file_disclaimer(added, csl.media) is None


@pytest.mark.parametrize("wanted", FORMATS)
def test_what_is_no_such_file_is_none(wanted: Format) -> None:
    for file in (b"", b"\xff\xfe", b"{}", b"[1]", b"PK\x03\x04", b'[{"id": "x"}]'):
        assert file_disclaimer(file, EXPORTERS[wanted].media) is None
    assert file_disclaimer(written(wanted), "application/json") is None


def test_names_of_files_are_letters_and_digits() -> None:
    answer = handmade(answer_id='../x"\r\n.exe;a1')
    assert file_name(answer, "docx") == "refdesk-xexea1.docx"
    assert file_name(handmade(answer_id="é"), "ris") == "refdesk-answer.ris"
