"""Bytes to canonical text, and lines with any line end."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.records import Span
from corpus.source import ArticleError, Lines, decode_source, trimmed


def test_bytes_come_back_unchanged() -> None:
    data = "\ufeffa\r\nb\rc\n\u2028naïve \u0065\u0301\f".encode()
    assert decode_source(data, Path("x.md")).encode() == data


def test_an_error_carries_its_problem() -> None:
    with pytest.raises(ArticleError) as caught:
        decode_source(b"a\r\nb\rc\xff", Path("dir/x.md"))
    problem = caught.value.problem
    assert (problem.path, problem.line, problem.code) == (str(Path("dir/x.md")), 3, "not-utf-8")
    assert "byte 6" in problem.message


def test_lines_end_in_lf_crlf_or_cr() -> None:
    lines = Lines("one\r\ntwo\rthree\n\nfive")
    assert [lines.text(index) for index in range(len(lines))] == ["one", "two", "three", "", "five"]
    assert [lines.number(offset) for offset in (0, 4, 5, 9, 15, 16, 20)] == [1, 1, 2, 3, 4, 5, 5]


def test_a_byte_order_mark_is_on_no_line() -> None:
    lines = Lines("\ufeff# Title\n")
    assert lines.text(0) == "# Title"
    assert lines.number(0) == 1
    assert lines.span(0, 0) == Span(1, 8)


@settings(derandomize=True, max_examples=50, database=None)
@given(st.text(st.sampled_from("ab \t\r\n\u2028é"), max_size=40))
def test_lines_and_their_ends_are_the_whole_text(source: str) -> None:
    lines = Lines(source)
    bounds = [*lines.starts, len(source)]
    ends = [source[lines.ends[i] : bounds[i + 1]] for i in range(len(lines))]
    assert set(ends) <= {"\n", "\r", "\r\n", ""}
    assert "".join(lines.text(i) + end for i, end in enumerate(ends)) == source


@pytest.mark.parametrize(
    ("text", "span"), [("  a b ", Span(2, 5)), ("   ", Span(0, 0)), ("a", Span(0, 1))]
)
def test_trimmed(text: str, span: Span) -> None:
    assert trimmed(text, 0, len(text)) == span
