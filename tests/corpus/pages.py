"""Generated pages: Markdown, flattened text and HTML with all that real ones are made of."""

from __future__ import annotations

import html

from hypothesis import strategies as st

WORDS = (
    "cells trial Placebo improved frailty 6MWT n=15 (p=.02) TNF-α β-actin 10×10⁶ naïve 细胞 "
    "et al. vs. E.g. [^a] [^b2] [^none] #gap/needs-replication #gap/no-mechanism [[page]] "
    "[[dir/page|shown]] **bold** _em_ `code` [link](http://x.org/a_(b)) doi:10.1000/xyz.1 "
    "NCT01234567 | \\| 😀 a\u00a0b e\u0301 \u200bzero <b>tag</b> < > & “quote” – — 5 4. ( ) ] [ ↩"
).split(" ")
words = st.sampled_from(WORDS)
free = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff"), max_size=12
)
phrase = st.lists(st.one_of(words, words, free), min_size=1, max_size=14).map(" ".join)
sentences = st.lists(phrase.map(lambda text: text + ". "), min_size=1, max_size=3).map("".join)
line_ends = st.sampled_from(["\n", "\r\n", "\r"])


@st.composite
def lists(draw: st.DrawFn) -> list[str]:
    """Return lines of a nested list, with an item that goes on over several lines."""
    depth, made = 0, []
    for _ in range(draw(st.integers(1, 6))):
        depth = draw(st.integers(0, min(depth + 1, 8)))
        bullet = draw(st.sampled_from(["- ", "* ", "1. ", "7) ", "- [x] ", "- - "]))
        made.append("  " * depth + bullet + draw(phrase))
        if draw(st.booleans()):
            made.append("  " * depth + "  " + draw(phrase))
    return made


@st.composite
def tables(draw: st.DrawFn) -> list[str]:
    """Return lines of a table; its rows may be ragged, its bars escaped or missing."""
    width = draw(st.integers(1, 4))

    def row(cells: int) -> str:
        return "| " + " | ".join(draw(phrase) for _ in range(cells)) + draw(end)

    end = st.sampled_from([" |", "", " |  "])
    head = [row(width), "|" + "---|" * width] if draw(st.integers(0, 4)) else []
    return head + [row(draw(st.integers(1, 5))) for _ in range(draw(st.integers(0, 4)))]


def _quoted(made: list[str]) -> list[str]:
    return [f"> {line}" for line in made]


paragraphs = st.lists(sentences, min_size=1, max_size=3)
fences = st.tuples(st.sampled_from(["```", "~~~", "````py", "```x```"]), paragraphs, st.booleans())
chunks = st.one_of(
    paragraphs,
    paragraphs,
    lists(),
    tables(),
    st.tuples(st.integers(1, 7), phrase).map(lambda pair: ["#" * pair[0] + " " + pair[1]]),
    st.tuples(phrase, st.sampled_from(["===", "---", "-", "="])).map(list),
    fences.map(lambda made: [made[0], *made[1], *([made[0][:3]] if made[2] else [])]),
    st.one_of(paragraphs, lists(), tables()).map(_quoted),
    lists().map(_quoted).map(_quoted),
    st.tuples(st.sampled_from(["a", "b2", "a", "long-label"]), sentences).map(
        lambda pair: [f"[^{pair[0]}]: {pair[1]}"]
    ),
    st.tuples(sentences, sentences).map(lambda pair: [f"[^a]: {pair[0]}", f"    {pair[1]}"]),
    phrase.map(lambda text: ["    " + text]),
    st.sampled_from([["---"], ["***"], ["-"], ["[^b2]:"], ["<!-- hidden words -->"], ["<div>"]]),
)
front_matters = st.sampled_from(
    [
        [],
        ["---", "title: A page", "slug: a-page", "as-of: 2026-01-02", "---"],
        ["---", "title: [broken", "---"],
        ["---", "never: closed"],
        ["---", "---"],
    ]
)


@st.composite
def markdown_pages(draw: st.DrawFn) -> str:
    """Return a Markdown page with any line end, with or without a byte order mark."""
    made = list(draw(front_matters))
    for chunk in draw(st.lists(chunks, min_size=1, max_size=9)):
        made += chunk
        made += [""] * draw(st.integers(0, 2))
    return draw(st.sampled_from(["", "", "\ufeff"])) + draw(line_ends).join(made)


@st.composite
def flat_pages(draw: st.DrawFn) -> str:
    """Return a page whose markup was lost: bare marks, unnumbered footnotes, bare tags."""
    marked = st.tuples(phrase, st.integers(1, 12)).map(lambda pair: f"{pair[0]} cells {pair[1]}.")
    line = st.one_of(
        sentences,
        marked,
        st.sampled_from(["Key takeaways", "2. Results", "A short heading", "-", "", "Notes"]),
        sentences.map(lambda text: "- " + text),
        phrase.map(lambda text: f"needs-replication {text}"),
        phrase.map(lambda text: f"1. {text}"),
    )
    made = draw(st.lists(line, min_size=1, max_size=14)) + draw(tables())
    if draw(st.booleans()):
        made += ["Footnotes", "Footnotes"]
        for text in draw(st.lists(sentences, max_size=4)):
            made += ["-", f"doi:10.1000/a.1 · {text} · n=— ↩"]
    return draw(st.sampled_from(["", "\ufeff"])) + draw(line_ends).join(made)


def _element(tag: str) -> st.SearchStrategy[str]:
    return st.tuples(phrase, phrase).map(
        lambda pair: (
            f"<{tag}>{html.escape(pair[0])} <sup><a href='#fn1'>1</a></sup>"
            f" {html.escape(pair[1])} <i>x</i> 10<sup>6</sup></{tag}>"
        )
    )


_inline = st.one_of([_element(tag) for tag in ("p", "h1", "h2", "h4", "li", "td", "div", "pre")])


def _wrapped(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    tags = st.sampled_from(
        "ul ol table tr td th section blockquote div dl li span b figure footer-x".split()
    )
    closing = st.booleans()
    return st.tuples(tags, st.lists(inner, min_size=1, max_size=4), closing).map(
        lambda made: f"<{made[0]}>{' '.join(made[1])}" + (f"</{made[0]}>" if made[2] else "")
    )


html_pages = st.lists(st.recursive(_inline, _wrapped, max_leaves=12), min_size=1, max_size=5).map(
    lambda made: (
        "<html lang=en><title>T</title><script>scriptword()</script><body><nav>navword</nav>"
        + "\n".join(made)
        + "<p hidden>hiddenword</p><style>styleword</style>"
        + "<ol><li id=fn1><p>doi:10.1000/a.1 note <a href='#r1'>↩</a></p></li></ol></body></html>"
    )
)
