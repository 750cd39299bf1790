"""The whole page: self-contained, well formed, the same each time, and safe with any text."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from functools import partial
from html.parser import HTMLParser
from random import Random
from xml.etree import ElementTree

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from rag.evaluation.report import render_report
from rag.evaluation.report.words import bounds, count
from rag.evaluation.results import CaseResult, Metric, RunResult, Score
from tests.rag.evaluation.handmade_result import (
    ALL_KINDS,
    ARABIC,
    HOSTILE,
    make_case,
    make_result,
    result_of,
)

_VOID = {"meta", "link", "br", "img", "hr", "input"}
_SECTIONS = ("metrics", "groups", "confusion", "abstention", "speed", "cases")


class Balance(HTMLParser):
    """Collects elements that are closed out of turn or not at all."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.feed(page)
        self.close()
        self.wrong += self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        self.wrong += [f"{tag} {name} twice" for name in names if names.count(name) > 1]
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Need nothing: it closes itself."""

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"/{tag}")


def drawings(page: str) -> list[str]:
    """Return the outermost svg elements of a page as they are written."""
    found: list[str] = []
    depth = start = 0
    for mark in re.finditer(r"<svg\b|</svg>", page):
        if mark.group() == "</svg>":
            depth -= 1
            if not depth:
                found.append(page[start : mark.end()])
        else:
            start = start if depth else mark.start()
            depth += 1
    assert depth == 0
    return found


def one(tree: LexborHTMLParser, selector: str) -> LexborNode:
    """Return the one element that is sure to be there."""
    (found,) = tree.css(selector)
    return found


def hostile_result() -> RunResult:
    """Return a run in which every text that comes from outside is hostile."""
    dice = Random(3)  # noqa: S311 - made-up cases, not secrets
    cases: list[CaseResult] = []
    for kind in ALL_KINDS:
        for at in range(8):
            case = make_case(kind, at, dice)
            detail = dict.fromkeys(case.detail, HOSTILE) | {
                "turns": [HOSTILE], "signals": [HOSTILE], "numbers": [HOSTILE],
                "gold": [[{"article": HOSTILE, "quote": HOSTILE}]],
                "cited": [{"article": HOSTILE, "quote": HOSTILE, "tier": HOSTILE}],
                "related": [{"article": HOSTILE, "quote": ARABIC}], "ranked": [HOSTILE],
                "relevant": {HOSTILE: 1}, "support": {"verdict": HOSTILE, "missing": [HOSTILE]},
                "question": ARABIC if at % 2 else HOSTILE,
            }  # fmt: skip
            if kind == "answer":
                detail["support"] = {"verdict": HOSTILE, "score": 1.0, "threshold": 3.6,
                                     "missing": [HOSTILE]}  # fmt: skip
            cases.append(case.model_copy(update={
                "id": f"{HOSTILE}{kind}{at}", "detail": detail, "error": HOSTILE,
                "groups": {f"{kind}.lang": f"{HOSTILE}{at}", f"{kind}.{HOSTILE}": str(at % 2)},
                "scores": {name: Score(0.0) for name in case.scores},
            }))  # fmt: skip
    result = result_of(cases)
    metric = Metric(id=HOSTILE, title=HOSTILE, value=0.5, low=0.4, high=0.6, interval=HOSTILE,
                    hits=1, of=2, n=2, failed=0, skipped=0, better="higher")  # fmt: skip
    return result.model_copy(update={
        "suite": result.suite.model_copy(update={"name": HOSTILE, "sha256": HOSTILE}),
        "target": result.target.model_copy(update={"where": HOSTILE}),
        "started": HOSTILE,
        "metrics": [*result.metrics, metric],
        "confusion": {HOSTILE: {HOSTILE: {HOSTILE: 2}}},
        "speed": result.speed.model_copy(update={"stages": {HOSTILE: result.speed.total}}),
    })  # fmt: skip


PAGES: dict[str, Callable[[], RunResult]] = {
    "all kinds": lambda: make_result(240),
    **{kind: partial(make_result, 40, kinds=(kind,)) for kind in ALL_KINDS},
    "one case": lambda: make_result(1),
    "no case": lambda: result_of([]),
    "hostile": hostile_result,
}


@pytest.mark.parametrize("name", PAGES)
def test_the_page_is_well_formed(name: str) -> None:
    page = render_report(PAGES[name]())
    assert Balance(page).wrong == []
    for drawing in drawings(page):
        ElementTree.fromstring(drawing)  # noqa: S314 - our own
    tree = LexborHTMLParser(page)
    assert [tree.css_first(f"main > section#{each} > h2") is None for each in _SECTIONS] == (
        [False] * len(_SECTIONS)
    )
    ids = [node.attributes["id"] for node in tree.css("[id]")]
    assert len(ids) == len(set(ids))
    for link in tree.css("a"):
        assert (link.attributes["href"] or "").removeprefix("#") in ids


@pytest.mark.parametrize("name", PAGES)
def test_the_page_needs_nothing_else(name: str) -> None:
    page = render_report(PAGES[name]())
    tree = LexborHTMLParser(page)
    assert tree.css("script, link, img, iframe, object, embed, form, base, use, image") == []
    for node in tree.css("*"):
        for attribute, value in node.attributes.items():
            assert attribute not in {"src", "srcset", "style", "xlink:href", "action"}
            assert not attribute.startswith("on")
            assert attribute != "href" or (value or "").startswith("#")
    style = one(tree, "style").text()
    assert "@import" not in style
    assert "url(" not in style


def test_its_own_policy_allows_its_one_style_sheet_by_hash() -> None:
    page = render_report(make_result(4))
    tree = LexborHTMLParser(page)
    written = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    assert written is not None
    digest = base64.b64encode(hashlib.sha256(written[1].encode()).digest()).decode()
    policy = one(tree, "meta[http-equiv='Content-Security-Policy']").attributes["content"]
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )


def test_the_same_result_gives_the_same_page() -> None:
    result = make_result(80)
    again = RunResult.model_validate_json(result.model_dump_json())
    assert render_report(result) == render_report(result) == render_report(again)


def test_every_measure_is_there_with_all_that_belongs_to_it() -> None:
    result = make_result(240)
    page = one(LexborHTMLParser(render_report(result)), "#metrics").text()
    assert len(result.metrics) > 20
    for metric in result.metrics:
        assert metric.id in page
        assert metric.title in page
        assert f"{count(metric.hits)} of {count(metric.of)}" in page
        assert bounds(metric.low, metric.high) in page
    assert "lower is better" in page
    assert "Gao et al. 2023" in page


def test_hostile_text_stays_text() -> None:
    page = render_report(hostile_result())
    assert "<script>alert" not in page
    assert 'onmouseover="x()"' not in page.replace("&#34;", "''")
    assert "{{ 7*7 }}" in page
    assert "49 {%" not in page
    assert "[U+202E]txet desrever[U+202C]" in page
    assert "[U+0000][U+001B]" in page
    assert not re.search("[\x00-\x08\x0b-\x1f\u200b\u202e]", page)
    page.encode("utf-8")


def test_text_of_a_case_finds_its_own_direction() -> None:
    tree = LexborHTMLParser(render_report(hostile_result()))
    questions = tree.css(".question, .asked bdi[dir]")
    assert any(ARABIC in node.text() for node in questions)
    assert {node.attributes["dir"] for node in questions} == {"auto"}


def test_a_lone_surrogate_does_not_break_the_page() -> None:
    case = CaseResult(id="s", kind="answer", status="failed", detail={"question": "a\ud800b"})
    assert "a[U+D800]b" in render_report(result_of([case]))


def test_two_thousand_cases_make_a_page_that_opens() -> None:
    cases = make_result(2000).cases
    own = [case.model_copy(update={"groups": {**case.groups, "policy.boundary": case.id}})
           for case in cases]  # fmt: skip
    page = render_report(result_of(own))
    assert len(page.encode()) < 3_000_000
    tree = LexborHTMLParser(page)
    assert len(tree.css(".case h4")) == 60
    assert len(tree.css(".asked li")) == 80


def test_what_is_left_out_is_counted() -> None:
    failed = [CaseResult(id=f"f{at}", kind="tier", status="failed") for at in range(70)]
    skipped = CaseResult(id="s", kind="tier", status="skipped")
    tree = LexborHTMLParser(render_report(result_of([*failed, skipped])))
    assert "70 cases, 30 only in result.json." in one(tree, "#fault-failed").text()
    assert "1 case." in one(tree, "#fault-skipped").text()


def test_parts_without_data_say_so() -> None:
    page = one(LexborHTMLParser(render_report(result_of([]))), "main").text()
    for told in (
        "Nothing was counted in any measure.",
        "The cases fall into no groups.",
        "No case of this run has one expected value to compare.",
        "No payload of this run told how well its answer is supported",
        "No answer was asked for.",
        "The run has no case.",
    ):
        assert told in page


def test_every_chart_says_what_it_shows() -> None:
    page = render_report(make_result(120))
    told = 0
    for drawing in drawings(page):
        root = ElementTree.fromstring(drawing)  # noqa: S314 - our own
        if root.get("aria-hidden") == "true":
            continue
        assert root.get("role") == "img"
        assert root.findtext("title")
        assert root.findtext("desc")
        told += 1
    assert told > 50


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_shaded_cells_and_small_words_are_legible(theme: str) -> None:
    colours = _colours(theme)
    shades = [name for name in colours if re.match(r"(hit|miss|mixed)-\d", name)]
    assert len(shades) == 12
    grounds = [*shades, "paper", "card", "accent-soft", "alarm-soft"]
    assert min(_contrast(colours["ink"], colours[name]) for name in grounds) >= 4.5
    for name in ("soft", "accent", "alarm", "warn"):
        assert _contrast(colours[name], colours["card"]) >= 4.5
        assert _contrast(colours[name], colours["paper"]) >= 4.5
    for name in ("precision", "recall", "answered", "interval"):
        assert _contrast(colours[name], colours["card"]) >= 3


def _colours(theme: str) -> dict[str, str]:
    page = render_report(result_of([]))
    roots = re.findall(r":root \{(.*?)\}", page, re.DOTALL)
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", roots[0]))
    dark = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", roots[1]))
    assert set(dark) == set(found)
    return found if theme == "light" else dark


def _contrast(first: str, second: str) -> float:
    """Return the contrast ratio of WCAG 2.2."""
    bright, dim = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
