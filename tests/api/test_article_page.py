"""An article as a page: every statement with its mark, and nothing of it runs."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser
from starlette.testclient import TestClient

from api.pages.article import draw, letters, together
from api.pages.inline import inline_html
from api.pages.page import article_page
from api.pages.shelf import Shelf, shelf_of
from corpus.library import read_library
from corpus.passages import Budget
from corpus.records import Article, Kind
from corpus.vocabulary import TIERS
from index.snapshot import Snapshot
from tests.api.hostile import HOSTILE

ROOT = Path(__file__).resolve().parents[2]


def no_cite(label: str) -> str:
    return f"({label})"


def test_every_statement_of_an_article_stands_on_its_page_with_its_tier(
    client: TestClient,
) -> None:
    article = client.get("/v1/articles/frailty").json()
    page = LexborHTMLParser(client.get("/library/articles/frailty").text)
    shown = [each for each in article["statements"] if each["kind"] != "footnote"][1:]
    assert len(shown) >= 5
    for statement in shown:
        node = page.css_first(f"#at-{statement['span']['start']}")
        assert node is not None, statement["text"]
        words = re.sub(r"\[\^[^\]]*\]|#\w+/\S+|[|#]|---", " ", statement["text"])
        assert words.split()[0] in node.text()
        if statement["tier"] == "none":
            continue
        around = node if node.tag == "tr" else node.parent
        assert around is not None
        marks = [mark.attributes["href"] for mark in around.css(".tier-mark")]
        assert f"#tier-{statement['tier']}" in marks
        assert page.css_first(f"#tier-{statement['tier']} .plain") is not None


def test_marks_lead_to_words_and_footnotes_to_studies(client: TestClient) -> None:
    page = LexborHTMLParser(client.get("/library/articles/frailty").text)
    ids = {node.attributes["id"] for node in page.css("[id]")}
    inside = [str(node.attributes["href"]) for node in page.css("a[href^='#']")]
    assert len(inside) > 5
    assert {link[1:] for link in inside} <= ids
    study = page.css_first("#ref-golpanian2017")
    assert study is not None
    assert "https://doi.org/10.1093/gerona/glx056" in (study.html or "")


def test_the_first_page_shows_the_article_with_the_most_kinds(
    client: TestClient, snapshot: Snapshot
) -> None:
    page = LexborHTMLParser(client.get("/").text)
    current = page.css_first("#more [aria-current=page]")
    assert current is not None
    assert current.text() == "Frailty trials"
    shelf = shelf_of(snapshot.store)
    assert [slug for slug, _ in shelf.titles] == snapshot.store.slugs()
    kinds = {
        slug: len({each.tier for each in snapshot.store.statements_of(slug)})
        for slug, _ in shelf.titles
    }
    assert kinds[shelf.first] == max(kinds.values())
    assert shelf_of(snapshot.store) is shelf


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("It rose [^a2017].", "It rose(a2017)."),
        ("Not seen. #gap/needs-replication", "Not seen."),
        ("**Limits.** Small", "<strong>Limits.</strong> Small"),
        ("a [[slug|name]] b", "a name b"),
        ("p < .05 & more", "p &lt; .05 &amp; more"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("did \u202enot\u202c work", "did not work"),
    ],
)
def test_words_of_a_statement(text: str, shown: str) -> None:
    assert inline_html(text, no_cite) == shown


@pytest.mark.parametrize(
    ("words", "bound"),
    [
        ("It rose.", 'It <span class="together">rose.*</span>'),
        (
            'It <sup><a href="#x" title="a b">1</a></sup>.',
            'It <span class="together"><sup><a href="#x" title="a b">1</a></sup>.*</span>',
        ),
        ("It <b>rose high</b>", "It <b>rose high</b>*"),
        ("", '<span class="together">*</span>'),
    ],
)
def test_a_mark_never_begins_a_line(words: str, bound: str) -> None:
    assert together(words, "*") == bound


@pytest.mark.parametrize(
    "text",
    ["[x](javascript:alert(1))", "[x](data:text/html,1)", "![x](https://evil.example/a.png)",
     "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>", "[x](vbscript:a)"],
)  # fmt: skip
def test_no_words_become_a_script_or_load_from_elsewhere(text: str) -> None:
    tree = LexborHTMLParser(inline_html(text, no_cite))
    assert not tree.css("img, svg, script, [onerror], [onload]")
    for link in tree.css("a"):
        assert str(link.attributes["href"]).startswith("https://")


def test_a_hostile_article_is_words_only(tmp_path: Path) -> None:
    (tmp_path / "hostile.md").write_text(HOSTILE, encoding="utf-8")
    (article,) = read_library([tmp_path], Budget()).articles
    shelf = Shelf(((article.slug, article.title),), article.slug)
    tree = LexborHTMLParser(article_page(article, shelf, "/widget/x.js"))
    assert [node.attributes.get("src") for node in tree.css("script")] == [
        "/widget/x.js",
        "/static/page.js",
    ]
    assert not tree.css("iframe, object, embed, form, style, [style], base, main img")
    for node in tree.css("*"):
        for name, value in node.attributes.items():
            assert not name.startswith("on"), (node.tag, name)
            if name in ("href", "src"):
                assert re.match(r"(https://|/|#)", value or ""), value
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", tree.text())


@pytest.fixture(scope="session")
def shipped() -> tuple[Article, ...]:
    return read_library([ROOT / "corpus" / "articles"], Budget()).articles


def test_the_shipped_articles_show_every_statement_once(shipped: tuple[Article, ...]) -> None:
    assert len(shipped) >= 10
    for article in shipped:
        drawn = draw(article)
        tree = LexborHTMLParser(drawn.body)
        places = [int(str(node.attributes["id"])[3:]) for node in tree.css("[id^='at-']")]
        shown = [each for each in article.statements if each.kind != Kind.FOOTNOTE]
        assert shown[-1].kind == Kind.HEADING  # over the footnotes, which stand elsewhere
        assert places == [each.span.start for each in shown[1:-1]] == sorted(places)
        assert drawn.tiers <= set(TIERS)
        assert set(drawn.cited) <= _labels(article)


def _labels(article: Article) -> set[str]:
    found: Callable[[str], list[str]] = re.compile(r"^\[\^([^\]\s]+)\]:", re.MULTILINE).findall
    return set(found(article.source))


def test_reservations_are_told_by_letters_that_lead_to_words(client: TestClient) -> None:
    page = LexborHTMLParser(client.get("/library/articles/frailty").text)
    named = page.css(".noted a")
    assert named
    for letter in named:
        note = page.css_first(str(letter.attributes["href"]))
        assert note is not None
        assert note.text() in (f"{letter.text()}{letter.attributes['title']}")
        assert str(letter.attributes["title"]) in str(letter.attributes["aria-label"])
    told = {note.text()[1:] for note in page.css(".letters li")}
    assert "Not yet confirmed by another independent study." in told
    assert len(told) == len(page.css(".letters li"))


def test_a_reference_leads_to_its_study(client: TestClient) -> None:
    page = LexborHTMLParser(client.get("/library/articles/frailty").text)
    link = page.css_first("#ref-golpanian2017 a")
    assert link is not None
    assert link.attributes["href"] == "/library/studies/doi:10.1093/gerona/glx056"
    assert client.get(str(link.attributes["href"])).status_code == 200


@pytest.mark.parametrize(("place", "name"), [(0, "a"), (25, "z"), (26, "aa"), (701, "zz")])
def test_letters_go_on_after_z(place: int, name: str) -> None:
    assert letters(place) == name
