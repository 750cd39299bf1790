# ruff: noqa: E501 - a footnote is one line, however long
"""A small library about invented studies, built with the real model, and a desk over it."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.build import BuildOptions
from index.library import build_library
from index.snapshot import Snapshot, open_snapshot
from rag.desk import ReferenceDesk

MSC_ARTICLE = """---
title: Cells for sore knees
as-of: 2026-03-01
---
# Cells for sore knees

Mesenchymal stromal cells are grown from marrow, fat or cord tissue before they are given.

## The KNEECELL trial (Marlow 2024)

KNEECELL was a phase 2 randomized, double-blind, placebo-controlled trial; n=64 adults with knee
osteoarthritis received 50 million or 150 million cells or placebo [^marlow2024].

- 50M group: walking distance improved against placebo at 6 months (p=.02)
- 150M group: no significant improvement in walking distance (p=.41) or stair climbing (p=.66)
- Two patients in the 150M group had swelling for a week; no serious adverse events

## The CORDJOINT trial

CORDJOINT (NCT09990001) is a phase 2 trial of umbilical cord cells in 90 adults with hip
osteoarthritis, measuring stiffness. It has completed; results are not yet published.

## Approval

The FDA approved JOINTCEL, a bone marrow product, in May 2025 for hip osteoarthritis in adults
[^fda2025].

## What the cells release

In cell culture the cells release messenger proteins that calm T cells [^ito2020].

| Mediator | Class | Action |
|---|---|---|
| CALM-1 | Protein | Slows T-cell growth |
| WARM-2 | Lipid | Turns macrophages toward repair |

## Three rules for naming

The panel set three rules for calling a cell stromal [^panel2019]:

- It sticks to plastic
- It carries marker CD105
- It can turn into bone, fat and cartilage

## What is not known

- No phase 3 trial has been done in knee osteoarthritis. #gap/needs-replication
- Safety beyond two years is unknown. #gap/long-term-unknown

This article is for educational purposes only and is not medical advice.

[^marlow2024]: doi:10.1000/knee.2024.1 · Marlow A · J Joints 2024;1(1):1–9 · phase-2 rct · n=64 · model: human · archive: gold OA, downloaded
[^fda2025]: FDA notice 2025 · regulatory approval · model: human
[^ito2020]: doi:10.1000/cells.2020.7 · Ito K · Cells Invented 2020;3(2):10–20 · in-vitro · model: human cells · archive: gold OA, downloaded
[^panel2019]: doi:10.1000/panel.2019.2 · Panel P et al. · Names 2019;2(1):1–3 · review/consensus · archive: not_oa (closed access)
"""

OTHER_ARTICLE = """---
title: Sleep and light
as-of: 2026-02-01
---
# Sleep and light

Morning light moves the body clock earlier in adults. A cohort of 400 nurses slept longer in
winter [^reed2021].

[^reed2021]: doi:10.1000/sleep.2021.3 · Reed C · Sleep Invented 2021;5(1):2–8 · observational · n=400 · model: human · archive: gold OA, downloaded
"""


@pytest.fixture(scope="session")
def small_snapshot(tmp_path_factory: pytest.TempPathFactory, models_folder: Path) -> Snapshot:
    """Return an open snapshot of two short invented articles."""
    root = tmp_path_factory.mktemp("small")
    articles = root / "articles"
    articles.mkdir()
    (articles / "cells-for-sore-knees.md").write_text(MSC_ARTICLE, encoding="utf-8")
    (articles / "sleep-and-light.md").write_text(OTHER_ARTICLE, encoding="utf-8")
    build_library([articles], root / "data", options=BuildOptions(models=models_folder))
    return open_snapshot(root / "data")


@pytest.fixture(scope="session")
def desk(small_snapshot: Snapshot) -> ReferenceDesk:
    """Return a desk over the small snapshot."""
    return ReferenceDesk(small_snapshot)
