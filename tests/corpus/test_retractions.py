"""Retraction notices from a CSV file, and what they make of references. All papers are invented."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from corpus.records import Reference
from corpus.retractions import Notice, apply_notices, is_struck, read_notices
from corpus.source import ArticleError

HEADER = (
    "Record ID,Title,Subject,Institution,Journal,Publisher,Country,Author,URLS,ArticleType,"
    "RetractionDate,RetractionDOI,RetractionPubMedID,OriginalPaperDate,OriginalPaperDOI,"
    "OriginalPaperPubMedID,RetractionNature,Reason,Paywalled,Notes,"
).split(",")
PAPER = Reference(
    key="doi:10.1000/quokka",
    label="Quokka 2020",
    doi="10.1000/quokka",
    pmid="7",
    status="published",
)


def table(*rows: dict[str, str]) -> str:
    written = io.StringIO(newline="")
    writer = csv.DictWriter(written, HEADER, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue()


def row(nature: str = "Retraction", day: str = "3/9/2021 0:00", **more: str) -> dict[str, str]:
    return {
        "Record ID": "1",
        "RetractionDate": day,
        "OriginalPaperDOI": "10.1000/quokka",
        "OriginalPaperPubMedID": "0",
        "RetractionNature": nature,
        **more,
    }


def read(folder: Path, text: str, encoding: str = "utf-8") -> tuple[Notice, ...]:
    file = folder / "notices.csv"
    file.write_bytes(text.encode(encoding))
    return read_notices(file)


def status_after(folder: Path, *rows: dict[str, str], paper: Reference = PAPER) -> tuple[str, str]:
    told = apply_notices({paper.key: paper}, read(folder, table(*rows)))[paper.key]
    return told.status, told.status_as_of


def test_a_row_is_read_whole(tmp_path: Path) -> None:
    (notice,) = read(
        tmp_path,
        table(
            row(
                OriginalPaperDOI=" https://doi.org/10.1000/QUOKKA ",
                OriginalPaperPubMedID="7",
                RetractionDOI="10.1000/n.",
                Reason="Error in Data;",
                Title='Of "quokkas",\r\nand cells',
            )
        ),
    )
    assert notice == Notice(
        "1", "retraction", "retracted", "2021-03-09", "10.1000/quokka", "7", "10.1000/n",
        "Error in Data;",
    )  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    assert len(read(tmp_path, table(row(Author="Mäkinen É")), encoding)) == 1


def test_columns_in_any_case_and_order_and_only_the_needed_ones(tmp_path: Path) -> None:
    header = "originalpaperdoi,Retraction Nature,RETRACTIONDATE,OriginalPaperPubMedID\n"
    (notice,) = read(tmp_path, header + "10.1000/q,Retraction,,\n")
    assert (notice.record, notice.doi, notice.date) == ("line 2", "10.1000/q", "")


def test_missing_columns_are_named(tmp_path: Path) -> None:
    with pytest.raises(ArticleError) as caught:
        read(tmp_path, "Record ID,Title,RetractionNature\n1,x,Retraction\n")
    message = caught.value.problem.message
    for name in ("RetractionDate", "OriginalPaperDOI", "OriginalPaperPubMedID"):
        assert name in message
    assert "RetractionNature" not in message
    with pytest.raises(ArticleError, match="lacks the columns"):
        read(tmp_path, "")
    with pytest.raises(ArticleError, match="cannot be read"):
        read_notices(tmp_path / "absent.csv")


def test_rows_that_say_nothing_are_left_out(tmp_path: Path) -> None:
    none = row(OriginalPaperDOI="Unavailable", OriginalPaperPubMedID="0")
    spare = dict.fromkeys(HEADER, "")
    assert read(tmp_path, table(none, spare, row("Press release"), row())) == (
        read(tmp_path, table(row()))
    )


@pytest.mark.parametrize(
    ("day", "iso"),
    [("3/9/2021 0:00", "2021-03-09"), ("12/31/1999", "1999-12-31"), ("2021-03-09", "2021-03-09"),
     ("31/12/2021 0:00", ""), ("soon", ""), ("", "")],
)  # fmt: skip
def test_dates(tmp_path: Path, day: str, iso: str) -> None:
    assert read(tmp_path, table(row(day=day)))[0].date == iso


@pytest.mark.parametrize(
    ("nature", "status", "struck"),
    [
        ("Retraction", "retracted", True),
        ("Withdrawal", "withdrawn", True),
        ("EXPRESSION OF  CONCERN", "concern", True),
        ("Correction", "corrected", False),
        ("Reinstatement", "published", False),
    ],
)
def test_each_kind_of_notice(tmp_path: Path, nature: str, status: str, struck: bool) -> None:
    given = {PAPER.key: PAPER}
    told = apply_notices(given, read(tmp_path, table(row(nature))))[PAPER.key]
    assert told.status == status
    assert is_struck(told) is struck
    assert given[PAPER.key].status == "published"


def test_the_latest_notice_wins_whatever_the_order_of_rows(tmp_path: Path) -> None:
    concern = row("Expression of concern", "1/2/2020 0:00")
    retracted = row("Retraction", "5/6/2020 0:00")
    reinstated = row("Reinstatement", "7/8/2021 0:00")
    assert status_after(tmp_path, retracted, concern) == ("retracted", "2020-05-06")
    assert status_after(tmp_path, reinstated, retracted) == ("published", "")
    again = row("Retraction", "1/1/2022 0:00")
    assert status_after(tmp_path, again, reinstated, retracted) == ("retracted", "2022-01-01")


def test_a_correction_never_lifts_a_retraction(tmp_path: Path) -> None:
    correction = row("Correction", "7/8/2021 0:00")
    assert status_after(tmp_path, row(), correction) == ("retracted", "2021-03-09")
    footnoted = Reference(key=PAPER.key, label="Q", doi=PAPER.doi, status="retracted")
    assert status_after(tmp_path, correction, paper=footnoted)[0] == "retracted"
    reinstated = row("Reinstatement", "7/8/2021 0:00")
    assert status_after(tmp_path, reinstated, paper=footnoted)[0] == "published"


def test_matched_by_doi_or_else_by_pubmed_number(tmp_path: Path) -> None:
    by_pmid = row(OriginalPaperDOI="unavailable", OriginalPaperPubMedID="7")
    assert status_after(tmp_path, by_pmid)[0] == "retracted"
    bare = Reference(key="PMID:7", label="Q", pmid="7", status="published")
    assert status_after(tmp_path, row(OriginalPaperPubMedID="7"), paper=bare)[0] == "retracted"
    # A PubMed number that two different DOIs claim decides nothing.
    other = row(OriginalPaperDOI="10.1000/other", OriginalPaperPubMedID="7")
    assert status_after(tmp_path, other)[0] == "published"
    nothing = Reference(key="page#a", label="A page")
    assert apply_notices({"page#a": nothing}, read(tmp_path, table(row()))) == {"page#a": nothing}


def test_a_stopped_trial_is_no_withdrawn_paper() -> None:
    assert not is_struck(Reference(key="NCT01234567", label="T", status="withdrawn"))
    assert is_struck(Reference(key="doi:10.1/a", label="P", doi="10.1/a", status="withdrawn"))
