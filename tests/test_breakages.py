"""Breaking the desk on purpose turns the gate red; as it is, the gate is green.

Each breakage runs only the kinds of case that can see it; `python -m benchmarks.breakages` runs
the whole suite for each.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.breakages import BREAKAGES, Breakage, missed, nothing_broken
from rag.evaluation.gate import read_bars
from rag.evaluation.suite import read_suite

FOLDER = Path(__file__).resolve().parents[1] / "suites" / "articles"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return where all runs build, so that only the first one embeds."""
    return tmp_path_factory.mktemp("breakages")


@pytest.mark.parametrize("name", sorted(BREAKAGES))
def test_the_gate_turns_red_for_what_is_broken(
    name: str, folder: Path, models_folder: Path
) -> None:
    suite, bars = read_suite(FOLDER), read_bars(FOLDER / "bars.toml")
    breakage = BREAKAGES[name]
    whole = Breakage("as it is", nothing_broken, breakage.kinds)
    for each, red in ((whole, False), (breakage, True)):
        found = missed(suite, bars, each, folder, models=models_folder, kinds=breakage.kinds)
        assert bool(found) is red, [(verdict.bar.told, verdict.value) for verdict in found]
