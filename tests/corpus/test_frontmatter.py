"""Front matter: plain values and the line where the body begins."""

from __future__ import annotations

from pathlib import Path

from corpus.frontmatter import FrontMatter, read_front_matter
from corpus.source import Lines


def front(text: str) -> FrontMatter:
    return read_front_matter(Lines(text), Path("page.md"))


def test_values_are_plain() -> None:
    read = front(
        "---\ntitle: 'A: b'\nas-of: 2026-05-06\nn: 3\nok: true\nnone:\n"
        "list: [a, 2, 2026-01-01, [deep]]\nmap: {a: b}\n---\nbody\n"
    )
    assert read.values == {
        "title": "A: b",
        "as-of": "2026-05-06",
        "n": 3,
        "ok": True,
        "list": ["a", "2", "2026-01-01"],
    }
    assert read.body_line == 9
    assert read.problems == ()


def test_any_line_end_and_a_byte_order_mark() -> None:
    for end in ("\n", "\r\n", "\r"):
        read = front("\ufeff" + end.join(["---", "title: x", "...", "body"]))
        assert (read.values, read.body_line) == ({"title": "x"}, 3)


def test_no_front_matter_is_no_problem() -> None:
    assert front("text\n---\n") == FrontMatter({}, 0)
    assert front("---\n---\n") == FrontMatter({}, 2)


def test_the_line_of_an_error_is_that_of_the_file() -> None:
    (problem,) = front("---\na: 1\nb: [1\n---\n").problems
    assert problem.line in {3, 4}
    assert problem.path == "page.md"


def test_many_aliases_cost_nothing() -> None:
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{chr(98 + i)}: &{chr(98 + i)} [{','.join(['*' + chr(97 + i)] * 9)}]\n" for i in range(20)
    )
    (problem,) = front(f"---\n{bomb}---\n").problems
    assert (problem.code, problem.line) == ("broken-front-matter", 3)
    assert "aliases" in problem.message
