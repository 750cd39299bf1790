# ruff: noqa: E501 - a footnote is one line, however long
"""Answers on studies as wholes: counted by listing, every arm told, unread figures marked.

The trials, products, papers and figures are invented.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.build import BuildOptions
from index.filters import Filters
from index.library import build_library
from index.snapshot import open_snapshot
from rag.answer import Answer
from rag.desk import Question, ReferenceDesk
from rag.wording import Line, wording

SHOULDERS = """---
title: Marrow cells for stiff joints
as-of: 2026-03-01
---
# Marrow cells for stiff joints

## In short

- For frozen shoulder the tally reads: one controlled trial with a good sign and one trial still without results.

## Frozen shoulder

MERIDIAN was a randomized, placebo-controlled phase 2 trial of stromal cells in 60 adults with frozen shoulder [^okafor2022].
The three-course arm had more responders than placebo at week 40 (mean difference 4.0%, posterior probability 91%) [^okafor2022].

A pilot trial without a control group gave stromal cells to 12 adults with frozen shoulder and looked at safety [^weber2023].

A separate 2021 randomized phase 2 trial, published in the Invented Journal of Joints, tested fat cells in 30 adults with frozen shoulder.

SOLARIS (NCT05550001) is a phase 2 trial of cord cells in 88 adults with frozen shoulder. It has completed; results are not yet published.

## Knee osteoarthritis

LANTERN was a randomized phase 2 trial in 44 adults with knee osteoarthritis; walking distance did not differ from placebo (p=.52) [^haas2021].

## Sciatica

ORBIT was a randomized, placebo-controlled phase 2 trial in 54 adults with sciatica [^moss2020].
In the 50 million group the leg pain score went from 6.1 to 4.4 points by week 12 (p=.04) [^moss2020].
In the 50 million group the leg pain score was 4.5 points by week 26 (p=.05) [^moss2020].

## What became of other amounts and courses

In ORBIT 150 million cells made sciatica worse than placebo did [^moss2020].

The two-course arm fared worse than placebo on the shoulder score (mean difference −31%, posterior probability 98%) [^okafor2022].

[^okafor2022]: doi:10.5555/meridian.2022 · Okafor B · Invented J 2022;2:2 · phase-2 rct · n=60 · three or two courses of stromal cells in frozen shoulder · model: human · archive: gold OA, downloaded
[^weber2023]: doi:10.5555/weber.2023 · Weber C · Invented J 2023;3:3 · pilot open-label trial · n=12 · frozen shoulder, safety · model: human · archive: gold OA, downloaded
[^moss2020]: doi:10.5555/orbit.2020 · Moss D · Invented J 2020;7:7 · phase-2 rct · n=54 · sciatica · model: human · archive: gold OA, downloaded
[^haas2021]: doi:10.5555/lantern.2021 · Haas F · Invented J 2021;6:6 · phase-2 rct · n=44 · knee osteoarthritis · model: human · archive: gold OA, downloaded
"""
TENDONS = """---
title: Tendocel for torn tendons
as-of: 2026-03-01
---
# Tendocel for torn tendons

## The HELIX trial of Tendocel

The HELIX phase 3 trial (NCT05550002) gave Tendocel to 120 adults with torn tendons and showed more healed tendons than placebo, about 60% at one year [^fischer2020]. #gap/no-fulltext-access The exact healing rates come from fischer2020, which is closed access; the success is confirmed by Brandt 2019.

## The QUARTZ trial

In the QUARTZ phase 2 randomized trial with 40 adults, tendon thickness rose by 12% against placebo [^lind2021].

## Side by side

| Trial | Finding at one year |
|---|---|
| HELIX trial | 60% of tendons healed against 41% with placebo |
| QUARTZ trial | Tendon thickness rose by 12% [^lind2021] |

[^fischer2020]: doi:10.5555/fischer.2020 · Fischer D · Inv J 2020;4:4 · review · Tendocel in torn tendons; HELIX healing ~60% against placebo · archive: not_oa (closed access)
[^brandt2019]: doi:10.5555/brandt.2019 · Brandt E · Inv J 2019;1:1 · review/perspective · surveys hurdles of tendon products; notes the Japanese approval of Tendocel in June 2019 · archive: gold OA, downloaded
[^lind2021]: doi:10.5555/quartz.2021 · Lind A · Invented J 2021;1:1 · phase-2 rct · n=40 · torn tendons · model: human · archive: gold OA, downloaded

The rules for tendon products are discussed by Brandt 2019 [^brandt2019].
"""


@pytest.fixture(scope="module")
def joints(
    models_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ReferenceDesk]:
    folder = tmp_path_factory.mktemp("joints")
    (folder / "shoulders.md").write_text(SHOULDERS, encoding="utf-8")
    (folder / "tendons.md").write_text(TENDONS, encoding="utf-8")
    build_library(
        [folder / "shoulders.md", folder / "tendons.md"],
        folder / "data",
        options=BuildOptions(models=models_folder),
    )
    snapshot = open_snapshot(folder / "data")
    yield ReferenceDesk(snapshot)
    snapshot.close()


def ask(desk: ReferenceDesk, text: str, most: int = 6) -> Answer:
    return desk.ask(Question(text, max_evidence=most))


def framings(answer: Answer) -> list[str]:
    return [each.text for each in answer.statements if each.kind == "framing"]


def held(studies: int) -> str:
    (line,) = Line(wording("count.held"), studies).said("en")
    return line


def quoted(answer: Answer) -> str:
    return " ".join(entry.quote.text for entry in answer.evidence)


@pytest.mark.parametrize(
    "question",
    [
        "How many trials of stromal cells in frozen shoulder are there?",
        "What is the number of clinical trials in frozen shoulder?",
        "Frozen shoulder trials in people: how many?",
    ],
)
def test_a_count_is_answered_by_the_studies(joints: ReferenceDesk, question: str) -> None:
    answer = ask(joints, question)
    assert answer.outcome == "answered"
    assert held(4) in framings(answer)
    quotes = [entry.quote.text for entry in answer.evidence]
    for part in ("60 adults", "12 adults", "separate 2021", "NCT05550001"):
        assert sum(part in text for text in quotes) == 1, part
    assert "LANTERN" not in quoted(answer)


@pytest.mark.parametrize("lang", ["ar", "hi", "ja", "ru"])
def test_a_count_is_told_in_the_language_of_the_answer(joints: ReferenceDesk, lang: str) -> None:
    question = "How many trials of stromal cells in frozen shoulder are there?"
    answer = joints.ask(Question(question, locale=lang))
    translated, english = Line(wording("count.held"), 4).said(lang)
    assert framings(answer)[:2] == [translated, english]
    assert [entry.quote for entry in answer.evidence] == [
        entry.quote for entry in ask(joints, question).evidence
    ]


def test_an_articles_count_follows_under_its_own_sentence(joints: ReferenceDesk) -> None:
    answer = ask(joints, "How many trials of stromal cells in frozen shoulder are there?")
    texts = [statement.text for statement in answer.statements]
    place = next(n for n, text in enumerate(texts) if "the tally reads" in text)
    assert texts[place - 1] == wording("count.article").text
    assert place == len(texts) - 1


def test_a_count_with_little_room_lists_studies_and_says_so(joints: ReferenceDesk) -> None:
    answer = ask(joints, "How many trials in frozen shoulder are there?", most=2)
    assert len(answer.evidence) == 2
    assert "the tally reads" not in quoted(answer)
    assert framings(answer)[:2] == [
        held(4),
        wording("count.some_shown").text,
    ]


@pytest.mark.parametrize(
    ("question", "studies"),
    [
        ("How many randomized trials in frozen shoulder are there?", 2),
        ("How many unpublished trials in frozen shoulder are there?", 1),
        ("How many trials in knee osteoarthritis are there?", 1),
        ("How many phase 3 trials in torn tendons are there?", 1),
    ],
)
def test_a_count_is_limited_to_what_is_asked_for(
    joints: ReferenceDesk, question: str, studies: int
) -> None:
    line = held(studies) if studies > 1 else wording("count.held_one").text
    assert line in framings(ask(joints, question))


def test_a_count_by_result_counts_no_votes(joints: ReferenceDesk) -> None:
    answer = ask(joints, "How many trials in knee osteoarthritis showed that cells work?")
    assert wording("count.any_result").text in framings(answer)
    assert "LANTERN" in quoted(answer)


def test_no_study_held_is_said_and_no_count_quoted_for_it(joints: ReferenceDesk) -> None:
    answer = ask(joints, "How many phase 3 trials in frozen shoulder are there?")
    if answer.outcome == "answered":
        assert wording("count.none").text in framings(answer)
    assert "The library holds" not in answer.text


def test_a_count_keeps_to_the_filters(joints: ReferenceDesk) -> None:
    only = Filters(articles=("tendons",))
    answer = joints.ask(Question("How many trials are in the library?", filters=only))
    assert answer.outcome == "answered"
    assert {entry.article.slug for entry in answer.evidence} == {"tendons"}


def test_a_number_of_people_is_no_count_of_studies(joints: ReferenceDesk) -> None:
    answer = ask(joints, "How many adults were in the LANTERN trial?")
    assert "44 adults" in answer.evidence[0].quote.text
    assert not any("library holds" in line for line in framings(answer))


@pytest.mark.parametrize(
    ("question", "most"),
    [
        ("Did the three-course arm do better than placebo in MERIDIAN?", 6),
        ("Did the three-course arm do better than placebo in MERIDIAN?", 2),
    ],
)
def test_one_arm_is_never_told_without_the_other(
    joints: ReferenceDesk, question: str, most: int
) -> None:
    answer = ask(joints, question, most)
    assert "three-course arm had more responders" in quoted(answer)
    assert "two-course arm fared worse" in quoted(answer)


def test_a_smaller_amount_is_never_told_without_the_larger_one(joints: ReferenceDesk) -> None:
    answer = ask(joints, "What was the leg pain score in the 50 million group by week 12?", 2)
    assert [part in quoted(answer) for part in ("6.1 to 4.4", "150 million cells")] == [True, True]
    assert wording("framing.null_result").text in framings(answer)


@pytest.mark.parametrize(
    "question",
    [
        "What was the p-value of the MERIDIAN trial?",
        "Was the MERIDIAN result statistically significant?",
    ],
)
def test_a_posterior_probability_is_no_p_value(joints: ReferenceDesk, question: str) -> None:
    answer = ask(joints, question)
    assert (answer.outcome, answer.reason) == ("not_in_library", "near_miss")
    assert "posterior probability" in answer.related[0].quote.text
    assert wording("near_miss.posterior").text in framings(answer)


def test_a_p_value_and_a_posterior_probability_answer_for_themselves(
    joints: ReferenceDesk,
) -> None:
    own = ask(joints, "What was the p-value for walking distance in LANTERN?")
    other = ask(joints, "What was the posterior probability in MERIDIAN?")
    assert "(p=.52)" in own.evidence[0].quote.text
    assert "posterior probability 9" in quoted(other)
    assert wording("near_miss.posterior").text not in own.text + other.text


def test_a_figure_from_an_unread_source_never_goes_without_its_caveat(
    joints: ReferenceDesk,
) -> None:
    answer = ask(joints, "What share of tendons healed in the HELIX trial?")
    entries = [entry for entry in answer.evidence if "HELIX" in entry.quote.text]
    assert any("41% with placebo" in entry.quote.text for entry in entries)
    for entry in entries:
        assert "no-fulltext-access" in {caveat.id for caveat in entry.caveats}, entry.quote.text
    shown = {s.text: s.caveats for s in answer.statements if s.kind == "quote"}
    assert all("no-fulltext-access" in shown[entry.quote.text] for entry in entries)
    assert wording("framing.unread").text in answer.text


def test_what_a_source_shows_only_in_part_is_told_with_it(joints: ReferenceDesk) -> None:
    answer = ask(joints, "What share of tendons healed in the HELIX trial?")
    assert "which is closed access" in quoted(answer)
    assert "notes the Japanese approval of Tendocel" in quoted(answer)


def test_a_study_that_was_read_takes_no_such_caveat(joints: ReferenceDesk) -> None:
    answer = ask(joints, "By how much did tendon thickness rise in QUARTZ?")
    entries = [entry for entry in answer.evidence if "12%" in entry.quote.text]
    assert entries
    for entry in entries:
        assert not {"no-fulltext-access", "closed-access"} & {each.id for each in entry.caveats}


def test_search_carries_the_caveat_too(joints: ReferenceDesk) -> None:
    found = joints.search("tendons healed against 41% with placebo", k=5)
    (row,) = (entry for entry in found if "41% with placebo" in entry.quote.text)
    assert "no-fulltext-access" in {caveat.id for caveat in row.caveats}
