"""From evidence to a generated answer: drafted, cut into sentences, checked, or not at all."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Sequence

from rag.answer import AnswerStatement, Evidence
from rag.behind import watched
from rag.generation.draft import Draft, Drafter, DraftingError
from rag.generation.prompt import PROMPT_VERSION
from rag.generation.report import Generation
from rag.generation.splitting import split_draft
from rag.generation.verify.check import Entails, check_sentence
from rag.hooks import Written

_log = logging.getLogger("refdesk.generation")


class Writer:
    """Has answers drafted and lets through what their quotes hold; safe between threads."""

    def __init__(self, drafter: Drafter, entails: Entails | None = None) -> None:
        """Take the model and the learned check.

        Args:
            drafter: Drafts; may fail in any way that it names.
            entails: Asked of each sentence that the exact checks let pass.
        """
        self._drafter = drafter
        self._entails = entails

    def write(
        self,
        question: str,
        evidence: Sequence[Evidence],
        quotes: Sequence[AnswerStatement],
    ) -> Written:
        """Return an answer's statements: what was drafted and held, then the quotes not cited.

        So nothing that the extractive answer shows is lost: a result against stays, whatever the
        draft leaves out. Without a draft, or with nothing left of it, the quotes stay alone.

        Args:
            question: The question as it was read.
            evidence: What was found, in citation order.
            quotes: The statements of the extractive answer.
        """
        try:
            draft = self._drafter.draft(question, evidence)
        except DraftingError as error:
            _log.warning("no draft: %s (%s)", error.failure, error)
            failed = Generation("", PROMPT_VERSION, used=False, failure=error.failure)
            return Written(tuple(quotes), failed)
        return self._checked(draft, evidence, quotes)

    def close(self) -> None:
        """Close the connections of the model."""
        self._drafter.close()

    def _checked(
        self, draft: Draft, evidence: Sequence[Evidence], quotes: Sequence[AnswerStatement]
    ) -> Written:
        by_number = {entry.n: entry for entry in evidence}
        sentences = split_draft(draft.text)
        shown: list[AnswerStatement] = []
        dropped: Counter[str] = Counter()
        for sentence in sentences:
            checked = check_sentence(sentence, by_number, self._entails)
            said_before = any(sentence.text == each.text for each in shown)
            reason = checked.reason or ("repeated" if said_before else "")
            if not reason:
                shown.append(_statement(sentence.text, checked.citations, by_number))
                continue
            dropped[reason] += 1
            if behind := watched():
                behind.drop(sentence.text, reason)
        generation = Generation(
            model=draft.model,
            prompt=PROMPT_VERSION,
            used=bool(shown),
            failure="" if shown else "nothing-left",
            drafted=len(sentences),
            shown=len(shown),
            dropped=dict(sorted(dropped.items())),
            tokens=draft.tokens,
        )
        cited = {n for statement in shown for n in statement.citations}
        return Written((*shown, *_not_cited(quotes, cited)), generation)


def _not_cited(quotes: Sequence[AnswerStatement], cited: set[int]) -> list[AnswerStatement]:
    """Return the quotes that no sentence cites, each still under its framing line."""
    kept: list[AnswerStatement] = []
    framing: list[AnswerStatement] = []
    behind_quote = True
    for quote in quotes:
        if quote.kind == "framing":
            # A line may be said twice: translated, and in the original.
            framing = [quote] if behind_quote else [*framing, quote]
            behind_quote = False
            continue
        behind_quote = True
        if not cited.issuperset(quote.citations):
            kept += [*framing, quote]
            framing = []
    return kept


def _statement(
    text: str, citations: tuple[int, ...], evidence: dict[int, Evidence]
) -> AnswerStatement:
    """Return a generated statement: of the weakest tier it cites, with every caveat of them."""
    cited = [evidence[n] for n in citations]
    weakest = max((entry.tier for entry in cited), key=lambda tier: tier.rank)
    caveats = dict.fromkeys(caveat.id for entry in cited for caveat in entry.caveats)
    return AnswerStatement(text, "synthesis", citations, weakest.id, tuple(caveats))
