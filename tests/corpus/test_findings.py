"""What articles say together: standing of papers, disagreements as caveats, contradictions."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.findings import STRUCK
from corpus.library import Library, read_library
from corpus.passages import Budget
from corpus.retractions import Notice
from corpus.vocabulary import caveat

PAGE = """# Elbows

{text} [^a].

[^a]: doi:10.5555/elbow.1 · NCT09990077 · Reed A · Joints 2021 · rct phase-{phase} · n=40 · model: human
"""  # noqa: E501 - a footnote is one line


def library(folder: Path, *notices: Notice, second_phase: str = "2") -> Library:
    first = PAGE.format(text="Grip improved in a randomized phase 2 trial of 40 adults", phase="2")
    (folder / "one.md").write_text(first, encoding="utf-8")
    other = PAGE.format(text="The trial had a placebo arm", phase=second_phase)
    (folder / "two.md").write_text(other, encoding="utf-8")
    return read_library([folder], Budget(), notices=notices)


def caveats(found: Library) -> set[str]:
    return {
        name
        for article in found.articles
        for statement in article.statements
        if statement.references
        for name in statement.caveats
    }


@pytest.mark.parametrize(("status", "mark"), [*STRUCK.items(), ("corrected", "corrected-paper")])
def test_a_notice_marks_every_statement_that_cites_the_paper(
    status: str, mark: str, tmp_path: Path
) -> None:
    notice = Notice("1", "retraction", status, "2024-01-02", "10.5555/elbow.1", "")
    assert mark not in caveats(library(tmp_path))
    found = library(tmp_path, notice)
    citing = [
        statement
        for article in found.articles
        for statement in article.statements
        if "doi:10.5555/elbow.1" in statement.references
    ]
    assert len(citing) >= 2
    assert all(mark in statement.caveats for statement in citing)
    assert found.references["doi:10.5555/elbow.1"].status == status
    assert caveat(mark).public


def test_a_disagreement_is_kept_and_marked(tmp_path: Path) -> None:
    assert "sources-disagree" not in caveats(library(tmp_path))
    found = library(tmp_path, second_phase="3")
    (study,) = found.findings.studies.values()
    (conflict,) = study.conflicts
    assert conflict.field == "phase"
    assert {value for value, _ in conflict.values} == {"2", "3"}
    assert "sources-disagree" in caveats(found)


def test_every_cited_key_leads_to_a_record(tmp_path: Path) -> None:
    found = library(tmp_path)
    for article in found.articles:
        for statement in article.statements:
            assert set(statement.references) <= set(found.references)


def test_an_article_lists_its_studies_as_all_sources_tell_them(tmp_path: Path) -> None:
    record = (
        '{"NCTId": "NCT09990077", "BriefTitle": "Cells for elbows", "OverallStatus": "Completed",'
        ' "Phase": "Phase 2", "StudyType": "Interventional", "Condition": "Elbow tendinopathy"}\n'
    )
    (tmp_path / "trials.jsonl").write_text(record, encoding="utf-8")
    found = library(tmp_path)
    page = next(article for article in found.articles if article.slug == "one")
    conditions = {reference.condition for reference in page.references}
    assert any("tendinopathy" in condition.lower() for condition in conditions)
