"""The other arms of a trial, as the library names them: what "the other group" stands for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from rag.arms import arms_in
from rag.candidates import Candidate
from rag.mentions import arm_places

NEAREST = 12
"""Candidates whose studies are looked through for arms."""
MOST = 3
"""More arms than this are no "other arm": the question is left as it was typed."""

_CONTROL: Final = re.compile(r"placebo|sham|control|comparison|untreated", re.IGNORECASE)


def other_arms_in(arm: str, candidates: Sequence[Candidate]) -> tuple[str, ...]:
    """Return the arms of the best candidate's study besides `arm`, in the library's words.

    Arms told of in the same way as `arm` go before others (amounts with amounts); a control stands
    for the other arm only where no treated one does. Empty where the study tells of none.
    """
    near = [each for each in candidates[:NEAREST] if _same_study(each, candidates[0])]
    own = _key(arm)
    told: dict[str, str] = {}
    count: Counter[str] = Counter()
    for each in near:
        for text in arm_places(f"{each.statement.clean} {each.context}"):
            key = _key(text)
            told.setdefault(key, text)
            count[key] += 1
    others = [key for key, _ in count.most_common() if key != own]
    treated = [key for key in others if key != "control"]
    alike = [key for key in treated if _is_amount(key) == _is_amount(own)]
    chosen = alike or treated or others
    return tuple(told[key] for key in sorted(chosen)) if len(chosen) <= MOST else ()


def _same_study(candidate: Candidate, best: Candidate) -> bool:
    of_best = best.statement.references
    if not of_best:
        return candidate.statement.section == best.statement.section
    return not set(of_best).isdisjoint(candidate.statement.references)


def _key(text: str) -> str:
    if _CONTROL.search(text):
        return "control"
    return " ".join(sorted(arms_in(text))) or text.lower()


def _is_amount(key: str) -> bool:
    return key[:1].isdigit()
