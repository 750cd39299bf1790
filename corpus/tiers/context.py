"""What a tier decision is made from, and what it says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from corpus.records import Kind, Reference

RULE_OF_TIER: Final = {
    "human_systematic_review": "R4",
    "animal_systematic_review": "R4",
    "human_rct_phase3": "R5",
    "human_rct_phase2": "R5",
    "human_early_phase": "R5",
    "human_observational": "R6",
    "animal_study": "R7",
    "lab_mechanistic": "R8",
    "trial_no_results": "R3",
}
"""The rule that gives each tier to which a study may belong."""


@dataclass(frozen=True, slots=True)
class StatementContext:
    """One statement with everything around it that may tell which study it rests on.

    Attributes:
        text: The statement's clean words: no footnote marks, tags or markup.
        kind: Its kind of block.
        section: Headings, outermost to nearest.
        header: For a table row, the cells of the table's header.
        lead: The paragraph that introduces the list, or the text before a table.
        preceding: Earlier statements of the same block, oldest first, clean words.
        references: Explicit footnote marks first, then inline identifiers.
        tags: The source's own tags on the statement.
        metadata: The article's front matter.
        own: The study that the article itself is: a full text's or a registry record's; None for
            an article about studies.
        carried: Whether the references were taken over from the lead or the sentence before and
            are not the statement's own.
    """

    text: str
    kind: Kind
    section: tuple[str, ...] = ()
    header: tuple[str, ...] = ()
    lead: str = ""
    preceding: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    tags: tuple[str, ...] = ()
    metadata: Mapping[str, object] = field(default_factory=dict)
    own: Reference | None = None
    carried: bool = False

    def words(self) -> str:
        """Return the text to judge: for a table row its cells alone, parted by " | ".

        The header's names come back before each cell in a row's clean words; they are the
        table's, not the row's.
        """
        if self.kind is not Kind.TABLE_ROW or not self.header:
            return self.text
        cells = self.text
        for name in self.header:
            cells = cells.replace(f"; {name}: ", " | ", 1) if name else cells
        return cells.removeprefix(f"{self.header[0]}: ")


@dataclass(frozen=True, slots=True)
class TierDecision:
    """A tier with the rule that gave it and the words that decided.

    Attributes:
        tier: Id from `corpus.vocabulary.TIERS`.
        rule: "R0" to "R10".
        basis: One line for a reader: the rule and the deciding words or metadata.
        own: Whether it rests on the study that the article itself is.
    """

    tier: str
    rule: str
    basis: str
    own: bool = False


def decided(tier: str, rule: str, because: str) -> TierDecision:
    """Return a decision whose basis opens with its rule."""
    return TierDecision(tier, rule, f"{rule}: {because}")
