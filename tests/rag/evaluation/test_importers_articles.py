"""Any plain text becomes an article that reads back as the same words."""

from __future__ import annotations

from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st

from corpus.readers.markdown import read_markdown
from corpus.records import Kind
from rag.evaluation.importers.articles import Slugs, markdown_article, readable

HOSTILE = (
    "# not a heading\n\n- not a list\n\n1. nor this\n\n> quote\n\n```\n\n~~~ fence\n\n---\n\n==="
    "\n\n"
    "a | b\n--- | ---\n\nfrom [^1] and [^x]: y\n\n[^x]: a footnote\n\n<script>p<a and b>c</script>"
    "\n\n<!-- hidden\n\n[[page|word]] [3H](-)-x #gap/unsourced *p* __q__ \\# 5 < 6\n\n    code\n\n"
    "* * *\n\n#gap/x\n\nx\x00y\ud800z\ufeff\u2028w\x85v\n\n+\n\n12) twelve\n\n10.5 mg"
)


@given(st.text(max_size=200), st.text(max_size=60))
@example(HOSTILE, HOSTILE)
@example("-", "- a: 'b' \"c\" # d")
def test_any_text_reads_back_as_plain_paragraphs(body: str, title: str) -> None:
    source = markdown_article("slug-1", title, [body, "The last words."], url="", lang="en")
    document = read_markdown(source.encode("utf-8").decode("utf-8"), Path("x.md"))
    assert document.problems == ()
    assert (document.markers, document.tags) == ((), ())
    assert {block.kind for block in document.blocks} == {Kind.PARAGRAPH}
    assert document.metadata["slug"] == "slug-1"
    assert "url" not in document.metadata
    wanted = " ".join(readable(title).split())
    assert document.metadata.get("title", "") == wanted
    shown = " ".join(block.span.quote(source) for block in document.blocks)
    assert letters(shown) == letters(f"{readable(body)} The last words.")


def letters(words: str) -> str:
    return "".join(words.replace("\\", "").split())


def test_an_article_says_what_its_text_says() -> None:
    source = markdown_article("a", "T: 1", ["One\nline.\n\n> 50% did.", "[^1] held."], licence="X")
    assert source == (
        "---\ntitle: 'T: 1'\nslug: a\nlicence: X\n---\n\n"
        "One line.\n\n\\> 50% did.\n\n[\\^1] held.\n"
    )


def test_slugs_are_safe_unique_and_stable() -> None:
    ids = ["4983", "MED-10", "med-10", "a/b c", "日本", "x" * 300, "article"]
    slugs = Slugs("Bench!", ids)
    found = [slugs.of(name) for name in ids]
    assert found[0] == "bench-4983"
    assert found[3] == "bench-a-b-c"
    assert found[6] == "bench-article"
    assert len(set(found)) == len(ids)
    assert max(map(len, found)) < 200
    assert [Slugs("Bench!", reversed(ids)).of(name) for name in ids] == found
