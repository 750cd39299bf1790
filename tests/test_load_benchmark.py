"""What the load benchmark tells is counted right: its figures, its questions, and its checks."""

from __future__ import annotations

import asyncio
import itertools
import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from benchmarks.load.client import NO_REPLY, Caller, Sample, closed_loop, open_loop
from benchmarks.load.editions import Editions
from benchmarks.load.figures import (
    Row,
    failed,
    growth,
    outcome_table,
    percentiles,
    plot,
    write_csv,
    wrongs,
)
from benchmarks.load.questions import SHARES, SUITE, Asked, by_kind, mixed
from tests.api.scripted_service import Scripted, scripted_service

ANSWER = {
    "disclaimer": {"text": "Not advice."},
    "outcome": "answered",
    "index": {"snapshot": "first"},
    "evidence": [
        {
            "article": {"slug": "page"},
            "source_sha256": "aa",
            "span": {"start": 2, "end": 6},
            "quote": "text",
        }
    ],
    "related": [],
}


def row(at: float, megabytes: float) -> Row:
    return Row(at, 10, 5.0, 20.0, 40.0, 0, megabytes + 50, megabytes, megabytes - 50)


def test_growth_leaves_the_warm_up_out() -> None:
    rows = [row(at, 100.0 if at < 20 else 200.0 + at) for at in range(120)]
    begin, end, percent = growth(rows, 20, "pss_mb")
    assert (begin, end) == (229.5, 309.5)
    assert percent == pytest.approx(34.858, abs=0.001)


def test_times_are_told_by_what_came() -> None:
    samples = [Sample(1.0, ms, "answerable", 200, "answered") for ms in (10.0, 20.0, 30.0)]
    samples += [Sample(1.0, 5.0, "refused", 503), Sample(1.0, 900.0, "refused", NO_REPLY)]
    table = outcome_table(samples)
    assert "| answered | 3 | 20.0 | 29.0 | 29.8 | 30.0 |" in table
    assert "| status 503 | 1 | 5.0 |" in table
    assert "| status none | 1 | 900.0 |" in table
    assert sum(map(failed, samples)) == 2
    assert percentiles([]) == (0.0, 0.0, 0.0)


def test_rows_become_a_csv_and_a_plot(tmp_path: Path) -> None:
    silent = Row(6.0, 0, 0.0, 0.0, 0.0, 0, 360.0, 310.0, 260.0)
    rows = [row(2.0, 300.0), row(4.0, 310.0), silent]
    write_csv(rows, tmp_path / "load.csv")
    lines = (tmp_path / "load.csv").read_text().splitlines()
    assert lines[0].startswith("at,replies,per_second,p50_ms")
    assert len(lines) == 4
    drawn = ET.fromstring(plot(rows, "2 clients & more"))  # noqa: S314 - our own text
    lines_drawn = drawn.findall("{http://www.w3.org/2000/svg}polyline")
    assert [len(line.attrib["points"].split()) for line in lines_drawn] == [3, 2, 2, 3, 3, 3]


def test_questions_are_mixed_by_their_shares_and_none_is_held_out() -> None:
    held_out = {
        json.loads(line)["question"]
        for name in ("answers.jsonl", "policy.jsonl")
        for line in (SUITE / name).read_text(encoding="utf-8").splitlines()
        if json.loads(line)["part"] != "open"
    }
    assert held_out
    for sentences in ([], ["Cells were safe in 15 people."]):
        asked = by_kind(sentences)
        assert set(asked) == set(SHARES)
        assert not held_out & {question for each in asked.values() for question in each}
    drawn = list(itertools.islice(mixed([]), 2000))
    for kind, share in SHARES.items():
        assert sum(each.kind == kind for each in drawn) == pytest.approx(share * 100, rel=0.35)
    assert all(bool(each.filters) == (each.kind == "filters") for each in drawn)
    assert drawn == list(itertools.islice(mixed([]), 2000))


EDITIONS = Editions(Path(), ("first", "second"), {
    "first": {"page": ("aa", "A text here")}, "second": {"page": ("bb", "Another text here")},
})  # fmt: skip


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({}, ""),
        ({"index": {"snapshot": "second"}}, "a quote of the other snapshot"),
        ({"evidence": [], "related": [{**ANSWER["evidence"][0], "quote": "tale"}]},  # type: ignore[index]
         "a quote that is not at its span"),
    ],
)  # fmt: skip
def test_an_answer_that_mixes_snapshots_is_seen(change: dict[str, Any], told: str) -> None:
    assert EDITIONS.check(Asked("answerable", "?"), {**ANSWER, **change}) == told


def asked_all(replies: list[Scripted], clients: int = 1) -> list[Sample]:
    async def run(port: int) -> list[Sample]:
        caller = Caller(port, key="rdk_1_key", check=EDITIONS.check)
        questions = itertools.repeat(Asked("answerable", "Cells?"))
        offered = await open_loop(caller, questions, rate=200, seconds=0.03 * clients, most_open=9)
        await asyncio.gather(*offered.running)
        assert offered.sent == len(caller.samples) == 6 * clients
        await caller.close()
        return caller.samples

    with scripted_service({"/v1/ask": replies}) as service:
        samples = asyncio.run(run(int(service.url.rpartition(":")[2])))
        assert set(service.keys) == {"Bearer rdk_1_key"}
    return samples


def test_what_comes_is_told_apart() -> None:
    elsewhere = {**ANSWER, "index": {"snapshot": "second"}}
    bare = {name: value for name, value in ANSWER.items() if name != "disclaimer"}
    busy = {"disclaimer": {"text": "Not advice."}}
    samples = asked_all(
        [Scripted(ANSWER), Scripted(elsewhere), Scripted(bare), Scripted(busy, 503),
         Scripted(b"<html>", 502), Scripted(b"cut off", length=50)]
    )  # fmt: skip
    assert sorted(sample.status for sample in samples) == [0, 200, 200, 200, 502, 503]
    assert wrongs(samples) == "no disclaimer: 2, a quote of the other snapshot: 1"


def test_a_client_of_the_closed_loop_waits_for_its_answer() -> None:
    async def run(port: int) -> list[Sample]:
        caller = Caller(port)
        await closed_loop(caller, itertools.repeat(Asked("answerable", "?")), 2, 0.25)
        await caller.close()
        return caller.samples

    with scripted_service({"/v1/ask": [Scripted(ANSWER, pause=0.1)]}) as service:
        samples = asyncio.run(run(int(service.url.rpartition(":")[2])))
    assert 2 <= len(samples) <= 6
    assert all(sample.ms >= 100 for sample in samples)
