"""Words without their markup."""

from __future__ import annotations

import pytest

from corpus.markup import plain_row, plain_words
from corpus.records import Span


@pytest.mark.parametrize(
    ("quote", "words"),
    [
        ("**Bold** and _em_ and ***both***", "Bold and em and both"),
        ("snake_case and 2*3 stay", "snake_case and 2*3 stay"),
        ("[[page]] and [[dir/page|shown]]", "page and shown"),
        ('[text](http://x.org/a_(b) "t") ![alt](i.png)', "text alt"),
        ("`code` <b>tag</b> p<0.05", "code tag p<0.05"),
        ("a <!-- hidden --> b <!-- open", "a b <!-- open"),
        ("line one\n> line two", "line one line two"),
        ("n=5 · archive: OA ↩ ↩2", "n=5 · archive: OA"),
        ("grew 5", "grew 5"),
    ],
)
def test_plain_words(quote: str, words: str) -> None:
    assert plain_words(quote) == words


def test_hidden_spans_are_left_out() -> None:
    assert plain_words("Cells [^a] grew [^b].", [Span(6, 10), Span(16, 20)]) == "Cells grew."


def test_a_row_is_read_with_its_header() -> None:
    assert plain_row("| a | b |", ("One", ""), ("**a**", "b")) == "One: a; b"
    assert plain_row("| a | b |", ("One",), ("a", "b")) == "a; b"
    assert plain_row("| a |  |", ("One", "Two"), ("a", "")) == "One: a"
