"""Markdown blocks: kinds, sections, leads, headers, marks and tags."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.readers.markdown import read_markdown, split_cells
from corpus.records import Block, Document, Kind


def read(text: str) -> Document:
    return read_markdown(text, Path("page.md"))


def told(document: Document) -> list[tuple[str, str]]:
    return [(block.kind.value, block.span.quote(document.source)) for block in document.blocks]


def block(document: Document, words: str) -> Block:
    return next(b for b in document.blocks if words in b.span.quote(document.source))


PAGE = """---
title: Given title
---

# Page *one*

Lead words [^a]:

- first #gap/needs-replication
  goes on
  1. inner
- - double

| Name | Size [^b] |
|:-----|-----:|
| a \\| b | [[x\\|y]] |

Setext
------

> quoted
> > deeper

```py
x = 1  # not a heading [^c]
```

### Third ###

[^a]: doi:10.1000/x.1 · one
    goes on

    and on
[^b]: two
"""


def test_kinds_and_words() -> None:
    assert told(read(PAGE)) == [
        ("heading", "Page *one*"),
        ("paragraph", "Lead words [^a]:"),
        ("list_item", "first #gap/needs-replication\n  goes on"),
        ("list_item", "inner"),
        ("list_item", "double"),
        ("table_header", "| Name | Size [^b] |\n|:-----|-----:|"),
        ("table_row", "| a \\| b | [[x\\|y]] |"),
        ("heading", "Setext"),
        ("paragraph", "quoted"),
        ("paragraph", "deeper"),
        ("code", "```py\nx = 1  # not a heading [^c]\n```"),
        ("heading", "Third"),
        ("footnote", "doi:10.1000/x.1 · one\n    goes on\n\n    and on"),
        ("footnote", "two"),
    ]


def test_sections_leads_headers_labels_marks_and_tags() -> None:
    document = read(PAGE)
    assert document.title == "Given title"
    assert block(document, "quoted").section == ("Page one", "Setext")
    assert block(document, "Third").section == ("Page one", "Setext", "Third")
    assert block(document, "first").lead == "Lead words [^a]:"
    assert block(document, "inner").lead.startswith("first")
    assert block(document, "a \\| b").header == ("Name", "Size [^b]")
    assert [b.label for b in document.blocks if b.kind is Kind.FOOTNOTE] == ["a", "b"]
    assert [marker.label for marker in document.markers] == ["a", "b"]
    assert [(tag.name, tag.span.quote(document.source)) for tag in document.tags] == [
        ("needs-replication", "#gap/needs-replication")
    ]
    assert document.problems == ()


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_other_line_ends_give_the_same_blocks(end: str) -> None:
    other = read("\ufeff" + PAGE.replace("\n", end))
    assert [(kind, words.replace(end, "\n")) for kind, words in told(other)] == told(read(PAGE))
    assert other.source.startswith("\ufeff")


def test_the_title_is_the_first_top_heading_where_none_is_given() -> None:
    assert read("## Second\n\n# **First**\n").title == "First"
    assert read("words\n").title == ""


def test_a_footnote_in_a_fence_is_code_and_inline_code_opens_no_fence() -> None:
    assert [kind for kind, _ in told(read("````\n[^a]: x\n```\n````\n"))] == ["code"]
    assert ("footnote", "note") in told(read("```x``` is code [^a]\n\n[^a]: note\n"))


def test_a_footnote_ends_where_another_block_begins() -> None:
    document = read("a [^x]\n\n[^x]: note\nlazy line\n- item\n\n    code\n")
    assert ("footnote", "note\nlazy line") in told(document)
    assert ("list_item", "item") in [(kind, words.split("\n")[0]) for kind, words in told(document)]


def test_tags_need_a_boundary() -> None:
    text = "a#gap/no x/#gap/no #gap/ok-1, (#gap/two) #gap/Upper\n"
    assert [tag.name for tag in read(text).tags] == ["ok-1", "two"]


def test_cells() -> None:
    assert split_cells("| a | b \\| c |  |") == ("a", "b \\| c", "")
    assert split_cells("> a | b") == ("a", "b")
