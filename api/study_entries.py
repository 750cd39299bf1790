"""Studies and articles as lists show them."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.disagreement import FieldConflict
from corpus.records import Article, Reference
from corpus.retractions import is_struck


@dataclass(frozen=True, slots=True)
class StudyEntry:
    """One study with the tiers of the statements that cite it and the articles that list it.

    Attributes:
        tier: The study's own tier: the weakest that its footnotes have, else that of its design;
            "" where neither says.
        said: How many statements cite it, footnotes not counted.
        cited_in: Slugs of all articles with a statement that cites it.
        conditions: Those it is listed under (`api.conditions`).
    """

    reference: Reference
    tiers: tuple[str, ...]
    articles: tuple[str, ...]
    disagreements: tuple[FieldConflict, ...] = ()
    tier: str = ""
    said: int = 0
    cited_in: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()

    @property
    def struck(self) -> bool:
        """Whether the paper may not be shown as support."""
        return is_struck(self.reference)


@dataclass(frozen=True, slots=True)
class ArticleEntry:
    """An article as lists show it: its record without any text, and what its statements are.

    Attributes:
        tiers: Of its statements, strongest kind of source first.
        statements: How many make a claim of some tier.
        studies: How many studies it cites.
        text: Its title and conditions in lower case, to be searched.
    """

    record: Article
    tiers: tuple[str, ...]
    statements: int
    studies: int
    conditions: tuple[str, ...]
    text: str
