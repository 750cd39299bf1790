"""Text on its way into a file: what is hidden is named, what acts is inert, words stay."""

from __future__ import annotations

import pytest
from hypothesis import given

from api.exporting.text import address, doi_address, lines_of, one_line, readable
from tests.api.exporting.answers import nasty_texts


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("plain words", ["plain words"]),
        ("a\r\nb\u2028c\x85d", ["a", "b", "c", "d"]),
        ("a\tb  c", ["a b c"]),
        ("gnp\u202eexe", ["gnp⟨U+202E⟩exe"]),
        ("\x00\x1b\ud800\ufffe", ["⟨U+0000⟩⟨U+001B⟩⟨U+D800⟩⟨U+FFFE⟩"]),
        ("Größe 漢 🧪 א", ["Größe 漢 🧪 א"]),
        ("", [""]),
    ],
)
def test_lines(text: str, lines: list[str]) -> None:
    assert lines_of(text) == lines


@given(nasty_texts)
def test_one_line_is_one_line_that_any_file_takes(text: str) -> None:
    line = one_line(text)
    assert len(line.splitlines()) <= 1
    assert line.encode("utf-8").decode("utf-8") == line
    assert line.isprintable() or set(line) & {"\u200b", "\ufeff"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("No event [^a2017]. #gap/needs-replication", "No event."),
        ("| Deaths | One, **unrelated** [^a] |", "Deaths; One, unrelated"),
        ("Outcome [^a]: walk", "Outcome: walk"),
        ("See [[cells|the cells]] and [a page](https://x.example)", "See the cells and a page"),
        ("*Cytotherapy* says a_b and 2 * 3", "Cytotherapy says a_b and 2 * 3"),
        ("p=.011, n=15; #1 of 3", "p=.011, n=15; #1 of 3"),
    ],
)
def test_readable(text: str, words: str) -> None:
    assert readable(text) == words


@pytest.mark.parametrize("begun", ["[[", "[^", "[a](", "![", "(_a", "#a/ "])
def test_marks_that_do_not_end_are_words_however_many(begun: str) -> None:
    text = (begun * 20_000).strip()
    assert readable(text) == text


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
        ("HTTP://example.org/(x)<y>", "HTTP://example.org/%28x%29%3Cy%3E"),
        ("https://example.org/ü", "https://example.org/%C3%BC"),
        ("https://example.org/%28x%29", "https://example.org/%28x%29"),
        ("javascript:alert(1)", ""),
        ("https://a b", ""),
        ("https://a\n", ""),
        ("//evil.example", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_addresses(url: str | None, expected: str) -> None:
    assert address(url) == expected


def test_where_a_doi_leads() -> None:
    assert doi_address("10.1016/S0140-6736(08)61690-X") == (
        "https://doi.org/10.1016/S0140-6736%2808%2961690-X"
    )
    assert doi_address("10.1/\ud800<>") == "https://doi.org/10.1/?%3C%3E".replace("?", "%3F")
