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
from rag.asked_subject import asked_of, of_asked_subjects
from rag.behind import watched
from rag.candidates import Candidate
from rag.companions import Needs, balance, with_companions
from rag.named_study import of_asked_phases, of_named_studies
from rag.parts import asks_for_several, parts_of
from rag.question import ReadQuestion
from rag.ranking import Ranked, rank
from rag.wording import Line, said, wording

LIKELY = 0.07
"""A statement is left out when it is less likely to answer than this, beside the best one."""
LIKELY_OF_SEVERAL = 0.025
"""The same where a question asks for several things."""
LIKELY_PART = 0.02
"""The same for the best statement on one part of a question."""
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
_PER_PROTOCOL = re.compile(r"\bper[- ]protocol\b", re.IGNORECASE)
_INTENTION_TO_TREAT = re.compile(r"\binten(?:tion|t)[- ]to[- ]treat\b|\bITT\b", re.IGNORECASE)
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
    most: int,
    needs: Needs = balance,
) -> Selection:
    """Choose at most `most` statements from `candidates`.

    Args:
        question: What was asked.
        candidates: Best first.
        most: The caller's `max_evidence`.
        needs: Tells what a statement must not be shown without.
    """
    of_studies = of_named_studies(question, candidates)
    of_phases = of_asked_phases(question, of_studies)
    candidates = of_asked_subjects(question, of_phases)
    ranked = rank(question, candidates)
    likely = _likely(question, ranked)
    if behind := watched():
        behind.keep(of_studies, "other_study")
        behind.keep(of_phases, "other_phase")
        behind.keep(candidates, "other_subject")
        behind.rank((each.candidate, each.likelihood) for each in ranked)
        behind.keep(likely, "unlikely")
    chosen = _with_lists(_distinct(likely, most), candidates, most)
    shown = with_companions(chosen, candidates, needs, most)
    lines = {each.candidate.statement.id: each.line for each in shown if each.line}
    ordered = _intention_to_treat_first(_in_groups([each.candidate for each in shown]))
    return Selection(tuple(ordered), lines)


def by_number(lines: Mapping[str, str], chosen: Sequence[Candidate]) -> dict[int, str]:
    """Return the framing sentences of a selection by citation number."""
    ids = enumerate((each.statement.id for each in chosen), 1)
    return {n: lines[key] for n, key in ids if key in lines}


def _likely(question: ReadQuestion, ranked: Sequence[Ranked]) -> list[Candidate]:
    """Return the statements likely enough, and the likeliest on each part of the question."""
    least = LIKELY_OF_SEVERAL if asks_for_several(question) else LIKELY
    kept = {each.candidate.statement.id for each in ranked if each.likelihood >= least}
    for part in parts_of(question):
        if any(part(each.candidate) for each in ranked if each.candidate.statement.id in kept):
            continue
        told = (each for each in ranked if part(each.candidate))
        best = next(told, None)
        if best is not None and best.likelihood >= LIKELY_PART:
            kept.add(best.candidate.statement.id)
    # Harm or approval asked of a subject is told of it, however unlikely the statement stands.
    for _, words in asked_of(question):
        telling = [each for each in ranked if words.search(each.candidate.statement.clean)]
        ids = [each.candidate.statement.id for each in telling]
        if ids and kept.isdisjoint(ids):
            kept.add(ids[0])
    return [each.candidate for each in ranked if each.candidate.statement.id in kept]


def _distinct(ranked: Sequence[Candidate], most: int) -> list[Candidate]:
    """Drop what a better statement already says, in this or another article."""
    chosen: list[Candidate] = []
    seen: list[frozenset[str]] = []
    sources: set[str] = set()
    for candidate in ranked:
        stems = frozenset(analyze(candidate.statement.clean))
        source = _source_of(candidate)
        if source in sources or any(_overlap(stems, other) >= SAME for other in seen):
            if behind := watched():
                behind.leave(candidate, "said_already")
            continue
        sources |= {source} - {""}
        chosen.append(candidate)
        seen.append(stems)
        if len(chosen) == most:
            break
    return chosen


def _source_of(candidate: Candidate) -> str:
    """Return what a footnote is about, "doi:10.1/a": articles that share it say so once."""
    statement = candidate.statement
    return statement.clean.split(" · ")[0] if statement.kind is Kind.FOOTNOTE else ""


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


def _intention_to_treat_first(ordered: Sequence[Candidate]) -> list[Candidate]:
    """Put a result of all who were randomized before the per-protocol one of the same study."""
    found = list(ordered)
    for place, first in enumerate(ordered):
        text = first.statement.clean
        if not _PER_PROTOCOL.search(text) or _INTENTION_TO_TREAT.search(text):
            continue
        whole = next((each for each in ordered[place + 1 :] if _is_whole_of(each, first)), None)
        if whole is not None:
            found.remove(whole)
            found.insert(found.index(first), whole)
    return found


def _is_whole_of(other: Candidate, first: Candidate) -> bool:
    """Tell whether a statement gives the intention-to-treat result of the same study."""
    return (
        _INTENTION_TO_TREAT.search(other.statement.clean) is not None
        and other.statement.references[:1] == first.statement.references[:1]
        and other.statement.article == first.statement.article
    )


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
