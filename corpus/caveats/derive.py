"""All caveats of one statement, in order: tags of the source, bookkeeping, derived ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from corpus.caveats import standing, trials
from corpus.caveats.phrases import phrase_caveats
from corpus.tiers.context import StatementContext
from corpus.tiers.words import Words, words_of

_Rule = Callable[[StatementContext, Words, str], list[str]]
_RULES: Final[tuple[_Rule, ...]] = (
    trials.analysis,
    trials.size,
    trials.control,
    trials.endpoint,
    trials.dose,
    standing.validity,
    standing.sourcing,
    trials.mixture,
    standing.citation,
    standing.nature,
)


def derive_caveats(context: StatementContext, tier: str) -> tuple[str, ...]:
    """Return the caveat ids of a statement: its source's tags, then derived ones, each once.

    Args:
        context: The statement with its surroundings.
        tier: The tier it was given.
    """
    words = words_of(context.words())
    found = [*context.tags, *standing.bookkeeping(context, words, tier)]
    if tier != "none":
        for rule in _RULES:
            found += rule(context, words, tier)
        found += phrase_caveats(words, tier)
    return tuple(dict.fromkeys(found))
