"""Statements and the studies they tell of."""

from __future__ import annotations

from pathlib import Path

from corpus.readers.markdown import read_markdown
from corpus.records import Reference
from corpus.references import parse_footnote
from corpus.statements import Draft, draft_statements

NOTES = """
[^a]: doi:10.1000/a.1 · Alder B et al. · Venue 2019 · rct
[^b]: doi:10.1000/b.2 · Birch C · Venue 2020 · review; registered as NCT01234567
"""
KEYS = {"a": "doi:10.1000/a.1", "b": "doi:10.1000/b.2"}


def drafts(text: str) -> list[Draft]:
    document = read_markdown(text + NOTES, Path("page.md"))
    references: dict[str, Reference] = {}
    for block in document.blocks:
        if block.label:
            words = block.span.quote(document.source)
            reference = parse_footnote(words, label=block.label, slug="page")
            references[reference.key] = reference
    made = draft_statements(document, KEYS, references)
    return [draft for draft in made if draft.kind.value != "footnote"]


def test_marks_come_first_then_names_and_each_study_once() -> None:
    (draft,) = drafts("In NCT01234567 and by Alder et al. 2019 cells grew [^b] [^b].\n")
    assert draft.own == (KEYS["b"], KEYS["a"])
    assert draft.clean == "In NCT01234567 and by Alder et al. 2019 cells grew."


def test_an_author_is_named_with_the_year_in_one_sentence() -> None:
    assert [draft.own for draft in drafts("As Alder and Oak (2019) found in all of them.\n")] == [
        (KEYS["a"],)
    ]
    made = drafts("All of it was found by Alder. It was in 2019 that they then slept.\n")
    assert [draft.own for draft in made] == [(), ()]
    assert drafts("Alder 2018 is another one.\n")[0].own == ()


def test_an_identifier_without_a_note_becomes_a_reference() -> None:
    (draft,) = drafts("A trial (NCT07654321) is under way.\n")
    assert draft.own == ("NCT07654321",)


def test_a_sentence_follows_the_study_before_it_in_its_block_only() -> None:
    first, second, third = drafts(
        "Cells grew well in all of them [^a]. They then fell in some of them.\n\nAnother one.\n"
    )
    assert (first.own, first.inherited) == ((KEYS["a"],), ())
    assert (second.own, second.inherited) == ((), (KEYS["a"],))
    assert (third.own, third.inherited) == ((), ())
    assert second.preceding == (first.clean,)


def test_a_bullet_and_a_row_take_the_study_of_their_lead() -> None:
    made = drafts("Found in one trial [^a]:\n\n- more walking\n- less sleep [^b]\n")
    assert [(d.own, d.inherited) for d in made[1:]] == [((), (KEYS["a"],)), ((KEYS["b"],), ())]
    rows = drafts("By others [^b]:\n\n| A | B |\n|---|---|\n| x | y [^a] |\n| z | q |\n")
    assert rows[2].own == (KEYS["a"],)
    assert rows[3].inherited == (KEYS["b"],)
    assert rows[2].clean == "A: x; B: y"


def test_a_tag_that_opens_a_bullet_governs_its_section() -> None:
    made = drafts("## One\n\n- #gap/unsourced all here\n- other\n\n## Two\n\n- third\n")
    tags = {draft.clean: draft.tags for draft in made}
    assert tags["other"] == ("unsourced",)
    assert tags["third"] == ()


def test_a_long_paragraph_keeps_only_what_was_said_shortly_before() -> None:
    text = " ".join(f"Sentence number {i} is about the cells." for i in range(100))
    made = drafts(text + "\n")
    assert len(made) == 100
    assert made[-1].preceding == tuple(draft.clean for draft in made[69:99])
