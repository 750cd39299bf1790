# ruff: noqa: E501 - a footnote is one line, however long
"""A struck study supports nothing and says so; a contradiction is shown with both its sides."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.build import BuildOptions
from index.library import build_library
from index.snapshot import Snapshot, open_snapshot
from rag.answer import Answer
from rag.desk import Question, ReferenceDesk

ARTICLE = """---
title: Cells for sore elbows
as-of: 2026-03-01
---
# Cells for sore elbows

## The ELBOWCELL trial

- ELBOWCELL was a randomized phase 2 trial in 40 adults with elbow tendinopathy; grip strength improved against placebo at 6 months [^reed2021].

## The TENDOSTEM trial

- TENDOSTEM was a randomized phase 2 trial in 52 adults with elbow tendinopathy; pain did not differ from placebo at 6 months [^moss2022].

## The WRISTCELL trial

- WRISTCELL was a randomized phase 2 trial in 36 adults with wrist fracture; bone healing time fell against placebo [^lund2020].

[^reed2021]: doi:10.5555/elbowcell.2021 · Reed A · Journal of Joints 2021 · rct phase-2 · n=40 · model: human
[^moss2022]: doi:10.5555/tendostem.2022 · Moss B · Journal of Joints 2022 · rct phase-2 · n=52 · model: human
[^lund2020]: doi:10.5555/wristcell.2020 · Lund C · Journal of Joints 2020 · rct phase-2 · n=36 · model: human
"""
REVIEW = """---
title: A second look at elbow cells
as-of: 2026-04-01
---
# A second look at elbow cells

TENDOSTEM (doi:10.5555/tendostem.2022) was a randomized phase 3 trial of cells in elbow tendinopathy [^moss2022].

[^moss2022]: doi:10.5555/tendostem.2022 · Moss B · Journal of Joints 2022 · rct phase-3 · n=52 · model: human
"""
NOTICES = """Record ID,RetractionDate,RetractionNature,OriginalPaperDOI,OriginalPaperPubMedID,Reason
1,3/4/2024 0:00,Retraction,10.5555/ELBOWCELL.2021,0,+Data issues
2,5/6/2024 0:00,Expression of concern,10.5555/wristcell.2020,unavailable,+Concerns
"""


@pytest.fixture(scope="module")
def struck_desk(
    models_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ReferenceDesk]:
    folder = tmp_path_factory.mktemp("struck")
    (folder / "elbows.md").write_text(ARTICLE, encoding="utf-8")
    (folder / "second.md").write_text(REVIEW, encoding="utf-8")
    (folder / "notices.csv").write_text(NOTICES, encoding="utf-8")
    build_library(
        [folder / "elbows.md", folder / "second.md"],
        folder / "data",
        options=BuildOptions(models=models_folder),
        notices=folder / "notices.csv",
    )
    snapshot: Snapshot = open_snapshot(folder / "data")
    yield ReferenceDesk(snapshot)
    snapshot.close()


def ask(desk: ReferenceDesk, text: str) -> Answer:
    return desk.ask(Question(text))


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("What did the ELBOWCELL trial find for grip strength?", "ELBOWCELL"),
        ("Did bone healing time fall in the WRISTCELL trial?", "WRISTCELL"),
    ],
)
def test_a_struck_study_is_never_support_and_says_so(
    struck_desk: ReferenceDesk, question: str, name: str
) -> None:
    answer = ask(struck_desk, question)
    assert (answer.outcome, answer.reason) == ("not_in_library", "retracted")
    assert answer.evidence == ()
    assert "retracted, withdrawn or questioned" in answer.text
    assert any(name in entry.quote.text for entry in answer.related)
    marks = {caveat.id for entry in answer.related for caveat in entry.caveats}
    assert marks & {"retracted-paper", "expression-of-concern"}


def test_sound_evidence_beside_it_is_given_and_the_gap_told(struck_desk: ReferenceDesk) -> None:
    answer = ask(struck_desk, "Do cells help in elbow tendinopathy?")
    assert answer.outcome == "answered"
    assert all("ELBOWCELL" not in entry.quote.text for entry in answer.evidence)
    assert any("TENDOSTEM" in entry.quote.text for entry in answer.evidence)
    assert "is left out here" in answer.text


def test_a_contradiction_brings_both_sides(struck_desk: ReferenceDesk) -> None:
    store = struck_desk.snapshot.store
    assert [conflict.kind.value for conflict in store.conflicts()] == ["phase"]
    answer = ask(struck_desk, "Which phase was the TENDOSTEM trial?")
    assert answer.outcome == "answered"
    (conflict,) = answer.conflicts
    assert "different phases" in conflict.statement
    told = {entry.quote.text for entry in answer.evidence if entry.n in conflict.citations}
    assert any("phase-2" in text or "phase 2" in text for text in told)
    assert any("phase 3" in text for text in told)
    marks = {caveat.id for entry in answer.evidence for caveat in entry.caveats}
    assert "sources-disagree" in marks
    assert "doi:10.5555/tendostem.2022" in store.disagreements()


def test_a_struck_study_is_not_counted_and_its_absence_is_told(struck_desk: ReferenceDesk) -> None:
    answer = ask(struck_desk, "How many trials in elbow tendinopathy are there?")
    assert "holds one study that matches" in answer.text
    assert ["TENDOSTEM" in entry.quote.text for entry in answer.evidence] == [True]
    assert "is left out here" in answer.text
