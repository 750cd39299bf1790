"""A question as it is asked, and the course of its answer: what is known while it is made."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal

from index.filters import Filters
from rag.gloss import Gloss
from rag.policy import PolicyDecision
from rag.stages import tell_stage
from rag.wording import Wording, emergency_for, said


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, by whom, and how the answer is wanted.

    Attributes:
        asked_by: Role of the caller, for the record of the answer alone.
    """

    text: str
    conversation_id: str | None = None
    filters: Filters | None = None
    max_evidence: int = 6
    locale: str | None = None
    mode: Literal["extractive", "generative", "auto"] = "extractive"
    asked_by: str = "public"


@dataclass(slots=True)
class Course:
    """The state of one answer in the making.

    Attributes:
        read_as: The question as it was read after earlier ones (`rag.followup`); None where it
            was read as it stands.
        gloss: A question of another language in English words, where they are known.
    """

    question: Question
    conversation_id: str
    decision: PolicyDecision
    read_as: str | None = None
    timings: dict[str, float] = field(default_factory=dict)
    struck: bool = False
    gloss: Gloss | None = None

    @property
    def lang(self) -> str:
        """Return the locale asked for, or the question's language: what our own words are in."""
        return self.question.locale or self.decision.lang

    @property
    def in_english(self) -> bool:
        """Tell whether the question is in English, as far as is known."""
        return self.decision.lang in {"", "en"}

    def say(self, item: Wording) -> list[str]:
        """Return the lines in which a released wording is said in the answer's language."""
        return list(said(item, self.lang))

    def urge(self, category: str) -> list[str]:
        """Return what to say first in an emergency: also in the language it was told in."""
        locale = self.question.locale
        langs = (self.lang, self.decision.lang)
        lines = [line for lang in langs for line in emergency_for(category, locale, lang)]
        return list(dict.fromkeys(lines))

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        """Add the milliseconds that the body takes to the time of `stage`."""
        start = time.perf_counter()
        try:
            yield
        finally:
            taken = (time.perf_counter() - start) * 1000
            self.timings[stage] = round(self.timings.get(stage, 0.0) + taken, 3)
            tell_stage(stage, taken)
