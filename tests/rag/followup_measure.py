"""Follow-ups labelled by hand: each must be answered as the same question put by itself.

Cases whose part is "opened" or "held out" were written by another hand before any was tried; those
opened were then worked on, those held out were not.
`python -m benchmarks.followups` prints both parts.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rag.answer import Answer
from rag.desk import Question, ReferenceDesk

LABELLED = Path(__file__).with_name("followups_labelled.jsonl")


@dataclass(frozen=True)
class Case:
    """Earlier questions, a follow-up and what it asks; `alone` is "" where it stands by itself."""

    turns: tuple[str, ...]
    question: str
    alone: str
    part: str


@dataclass(frozen=True)
class Compared:
    """A follow-up answered in its conversation, as typed without it, and put by itself."""

    case: Case
    answer: Answer
    typed: Answer
    alone: Answer

    def agrees(self, answer: Answer) -> bool:
        """Tell whether an answer has the outcome and the first quote of the question by itself."""
        return answer.outcome == self.alone.outcome and _first(answer) == _first(self.alone)

    @property
    def wrong(self) -> bool:
        """Tell whether it was answered from other evidence than the question by itself."""
        return bool(self.answer.evidence) and not _places(self.answer) & _places(self.alone)


def cases(part: str) -> list[Case]:
    lines = LABELLED.read_text(encoding="utf-8").splitlines()
    read = (json.loads(line) for line in lines)
    return [
        Case(tuple(each["turns"]), each["question"], each["alone"], each["part"])
        for each in read
        if each["part"] == part
    ]


def compared(desk: ReferenceDesk, case: Case) -> Compared:
    """Ask a case in a conversation of its own, without one, and by itself."""
    conversation = None
    for turn in case.turns:
        conversation = desk.ask(Question(turn, conversation_id=conversation)).conversation_id
    answer = desk.ask(Question(case.question, conversation_id=conversation))
    typed = desk.ask(Question(case.question))
    return Compared(case, answer, typed, desk.ask(Question(case.alone or case.question)))


def rates(read: Sequence[Compared]) -> dict[str, tuple[int, int]]:
    """Return hits and total of each measure."""
    leaning = [each for each in read if each.case.alone]
    standing = [each for each in read if not each.case.alone]
    return {
        "follow-ups answered as by themselves": (
            sum(each.agrees(each.answer) for each in leaning),
            len(leaning),
        ),
        "the same without a conversation": (
            sum(each.agrees(each.typed) for each in leaning),
            len(leaning),
        ),
        "follow-ups answered from other evidence": (
            sum(each.wrong for each in leaning),
            len(leaning),
        ),
        "questions that stand, left as typed": (
            sum(each.answer.asked_as is None for each in standing),
            len(standing),
        ),
    }


def _first(answer: Answer) -> str:
    return answer.evidence[0].quote.text if answer.evidence else ""


def _places(answer: Answer) -> set[tuple[str, int]]:
    return {(each.article.slug, each.quote.span.start) for each in answer.evidence}
