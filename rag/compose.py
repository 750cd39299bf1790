"""Composing an answer without a model: which statements, in which order, under which words.

The best statement leads; the rest follow in groups, the strongest tier first. A study whose
positive result is shown keeps its null or negative result. Every word between the quotes is a
released framing sentence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from corpus.records import Kind
from corpus.vocabulary import TIERS
from index.analysis import analyze
from rag.answer import AnswerStatement, Evidence
from rag.candidates import Candidate
from rag.companions import Needs, balance, with_companions
from rag.question import ReadQuestion
from rag.wording import Line, said, wording

RELATIVE_FLOOR = 0.7
"""A statement is left out when its score is below this share of the best one's."""
FIT_BONUS = 0.16
"""Added to a statement's score for each named thing that it holds itself."""
SAME = 0.8
"""Share of common words above which two statements say the same (Jaccard of stems)."""

_FRAMING = {
    "regulatory_approval": "framing.regulatory",
    "human_rct_phase3": "framing.human_controlled",
    "human_systematic_review": "framing.synthesis",
    "human_rct_phase2": "framing.human_controlled",
    "human_early_phase": "framing.human_early",
    "human_observational": "framing.human_observational",
    "animal_systematic_review": "framing.animal",
    "animal_study": "framing.animal",
    "lab_mechanistic": "framing.laboratory",
    "expert_review": "framing.expert",
    "trial_no_results": "framing.trial_no_results",
    "evidence_gap": "framing.gaps",
    "background": "framing.definition",
}
OUTCOME_BONUS = 0.03
"""Added where a statement reports an outcome: it says more than a remark about it."""
FOOTNOTE_COST = 0.10
"""Taken from a footnote's score unless the question is about sources."""
ANAPHORA_COST = 0.05
"""Taken where a sentence opens with a word for something told before it."""
_ANAPHORA = re.compile(
    r"(?:in (?:its|this|that|their)|it|its|this|that|these|those|they|their|he|she|both|such|here"
    r"|the (?:same|latter|former|two))\b",
    re.IGNORECASE,
)
_ABOUT_SOURCES = frozenset(
    {"lay.document", "fact.authors", "fact.journal", "fact.registry", "fact.funding"}
)
_ITEMS = frozenset({Kind.LIST_ITEM, Kind.TABLE_ROW})


@dataclass(frozen=True, slots=True)
class Selection:
    """The statements of an answer in order.

    Attributes:
        lines: By statement id, the framing sentence of those that are not there for their tier.
        opening: Framing sentences that come before all.
        whole: Whether the statements are a list to which nothing may be added.
    """

    chosen: tuple[Candidate, ...]
    lines: Mapping[str, str]
    opening: tuple[Line, ...] = ()
    whole: bool = False


def select(
    question: ReadQuestion,
    candidates: Sequence[Candidate],
    fitting: dict[str, int],
    most: int,
    needs: Needs = balance,
) -> Selection:
    """Choose at most `most` statements from `candidates`.

    Args:
        question: What was asked.
        candidates: Best first.
        fitting: How many of the things the question names each statement holds itself.
        most: The caller's `max_evidence`.
        needs: Tells what a statement must not be shown without.
    """
    ranked = _ranked(question, candidates, fitting)
    chosen = _with_lists(_distinct(ranked, most), candidates, most)
    shown = with_companions(chosen, candidates, needs, most)
    lines = {each.candidate.statement.id: each.line for each in shown if each.line}
    return Selection(tuple(_in_groups([each.candidate for each in shown])), lines)


def by_number(lines: Mapping[str, str], chosen: Sequence[Candidate]) -> dict[int, str]:
    """Return the framing sentences of a selection by citation number."""
    ids = enumerate((each.statement.id for each in chosen), 1)
    return {n: lines[key] for n, key in ids if key in lines}


def _ranked(
    question: ReadQuestion, candidates: Sequence[Candidate], fitting: dict[str, int]
) -> list[Candidate]:
    about_sources = any(concept.id in _ABOUT_SOURCES for concept in question.concepts)

    def score(candidate: Candidate) -> float:
        statement = candidate.statement
        outcome = OUTCOME_BONUS if TIERS[statement.tier].outcome_evidence else 0.0
        footnote = statement.kind is Kind.FOOTNOTE and not about_sources
        cost = FOOTNOTE_COST if footnote else 0.0
        cost += ANAPHORA_COST if _ANAPHORA.match(statement.clean) else 0.0
        return candidate.score + FIT_BONUS * fitting.get(statement.id, 0) + outcome - cost

    ranked = sorted(candidates, key=lambda each: (-score(each), each.statement.id))
    floor = RELATIVE_FLOOR * score(ranked[0]) if ranked else 0.0
    return [candidate for candidate in ranked if score(candidate) >= floor]


def _distinct(ranked: Sequence[Candidate], most: int) -> list[Candidate]:
    """Drop what a better statement already says, in this or another article."""
    chosen: list[Candidate] = []
    seen: list[frozenset[str]] = []
    for candidate in ranked:
        stems = frozenset(analyze(candidate.statement.clean))
        if any(_overlap(stems, other) >= SAME for other in seen):
            continue
        chosen.append(candidate)
        seen.append(stems)
        if len(chosen) == most:
            break
    return chosen


def _overlap(left: frozenset[str], right: frozenset[str]) -> float:
    union = len(left | right)
    return len(left & right) / union if union else 1.0


def _with_lists(
    chosen: Sequence[Candidate], candidates: Sequence[Candidate], most: int
) -> list[Candidate]:
    """Put the items of a list in the place of the line that introduces it.

    "The criteria are:" answers nothing; the bullets or rows under it do. Only for a line among
    the first three, where the list is what was asked for.
    """
    shown: list[Candidate] = []
    for place, candidate in enumerate(chosen):
        shown.append(candidate)
        if place < 3 and candidate.statement.clean.rstrip().endswith(":"):
            shown += _items(candidate, candidates)
    unique = {candidate.statement.id: candidate for candidate in shown}
    return list(unique.values())[:most]


def _items(lead: Candidate, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the list items or table rows that follow `lead` in its article, in order."""
    first = lead.statement
    after = sorted(
        (
            candidate
            for candidate in candidates
            if candidate.statement.article == first.article
            and candidate.statement.section == first.section
            and candidate.statement.block > first.block
        ),
        key=lambda candidate: candidate.statement.span,
    )
    return list(takewhile(lambda each: each.statement.kind in _ITEMS, after))


def _in_groups(chosen: Sequence[Candidate]) -> list[Candidate]:
    """Put the best statement's tier first, then the other tiers by rank; keep order within."""
    if not chosen:
        return []
    first = chosen[0].statement.tier
    order = {tier: (tier != first, TIERS[tier].rank) for tier in TIERS}
    return sorted(chosen, key=lambda candidate: order[candidate.statement.tier])


def statements_for(
    evidence: Sequence[Evidence], lines: Mapping[int, str], lang: str | None = None
) -> tuple[AnswerStatement, ...]:
    """Return the shown statements: a framing line where the tier changes, then each quote.

    Args:
        evidence: In the order shown.
        lines: By citation number, the framing sentence of an entry that is not there for its tier.
        lang: Language of the framing lines, see `rag.wording.said`.
    """
    shown: list[AnswerStatement] = []
    framed = ""
    for entry in evidence:
        line = lines.get(entry.n) or _FRAMING[entry.tier.id]
        if line != framed:
            shown += [AnswerStatement(text, "framing") for text in said(wording(line), lang)]
            framed = line
        shown.append(
            AnswerStatement(
                text=entry.quote.text,
                kind="quote",
                citations=(entry.n,),
                tier=entry.tier.id,
                caveats=tuple(caveat.id for caveat in entry.caveats),
            )
        )
    return tuple(shown)
