# ruff: noqa: E501 - an article line is one line
"""A library whose invented articles contradict each other, one of whose studies is retracted."""

from __future__ import annotations

from pathlib import Path

from index.build import BuildOptions
from index.library import build_library

FIRST = """---
title: Cells for sore elbows
slug: elbows
as-of: 2026-03-01
licence: CC-BY-4.0
conditions: ["elbow tendinopathy"]
---

# Cells for sore elbows

## The ELBOWCELL trial

- ELBOWCELL was a randomized phase 2 trial in 40 adults with elbow tendinopathy; grip strength improved against placebo at 6 months [^reed2021].

## The TENDOSTEM trial

- TENDOSTEM was a randomized phase 2 trial in 52 adults with elbow tendinopathy; pain did not differ from placebo at 6 months [^moss2022].

[^reed2021]: doi:10.5555/elbowcell.2021 · Reed A · Journal of Joints 2021 · rct phase-2 · n=40 · model: human
[^moss2022]: doi:10.5555/tendostem.2022 · Moss B · Journal of Joints 2022 · rct phase-2 · n=52 · model: human
"""
SECOND = """---
title: A second look at elbow cells
slug: second-look
as-of: 2026-04-01
licence: CC-BY-4.0
conditions: ["elbow tendinopathy"]
---

# A second look at elbow cells

TENDOSTEM (doi:10.5555/tendostem.2022) was a randomized phase 3 trial of cells in elbow tendinopathy [^moss2022].

[^moss2022]: doi:10.5555/tendostem.2022 · Moss B · Journal of Joints 2022 · rct phase-3 · n=52 · model: human
"""
NOTICES = """Record ID,RetractionDate,RetractionNature,OriginalPaperDOI,OriginalPaperPubMedID,Reason
1,3/4/2024 0:00,Retraction,10.5555/ELBOWCELL.2021,0,+Data issues
"""
QUESTION = "Which phase was the TENDOSTEM trial?"
STRUCK_QUESTION = "What did the ELBOWCELL trial find for grip strength?"
STUDY = "/library/studies/doi:10.5555/tendostem.2022"
STRUCK = "/library/studies/doi:10.5555/elbowcell.2021"


def build_disagreeing(folder: Path, models: Path) -> Path:
    """Write the articles into a folder and build them; return the data folder."""
    (folder / "elbows.md").write_text(FIRST, encoding="utf-8")
    (folder / "second-look.md").write_text(SECOND, encoding="utf-8")
    (folder / "notices.csv").write_text(NOTICES, encoding="utf-8")
    data = folder / "data"
    build_library(
        [folder / "elbows.md", folder / "second-look.md"],
        data,
        options=BuildOptions(models=models),
        notices=folder / "notices.csv",
    )
    return data
