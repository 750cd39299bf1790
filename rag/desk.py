"""The reference desk: a question in, an answer out, by the way that docs/architecture.md draws."""

from __future__ import annotations

import time
from collections.abc import Sequence

from index.filters import Filters
from index.search import Searcher
from index.snapshot import Snapshot
from rag.answer import Answer, Evidence
from rag.answering import Answering
from rag.candidates import PASSAGES, find_candidates
from rag.conversation import Conversations
from rag.course import Course, Question
from rag.disclaimers import disclaimer_for
from rag.gloss import in_english
from rag.hearing import hear
from rag.hooks import Asking, Keep, Writes
from rag.other_arm import other_arms_in
from rag.policy.guard import shipped_guard
from rag.policy.normalise import normalise
from rag.question import check_question, read_question
from rag.selecting import Selector, one_per_passage
from rag.stages import tell_stage

__all__ = ["Asking", "GenerationUnavailableError", "Question", "ReferenceDesk"]


class GenerationUnavailableError(RuntimeError):
    """Generated answers were asked for and no model is configured: ask for extractive mode."""


class ReferenceDesk:
    """Answers questions from one open snapshot; safe to share between threads."""

    def __init__(
        self,
        snapshot: Snapshot,
        keep: Keep | None = None,
        writer: Writes | None = None,
        conversations: Conversations | None = None,
    ) -> None:
        """Open the desk.

        Args:
            snapshot: What is answered from.
            keep: Called with each answer before it leaves; if it fails, the answer does not leave.
            writer: Words answers where a question's mode asks for it.
            conversations: What is remembered of them, where it must outlive this desk or be
                shared; a memory of its own when None.
        """
        self.snapshot = snapshot
        self._keep = keep
        self._writer = writer
        self._searcher = Searcher(snapshot)
        self._selector = Selector(snapshot.store)
        self._answering = Answering(snapshot, self._searcher, self._selector, writer)
        self._conversations = conversations or Conversations()
        self._guard = shipped_guard(snapshot.encoder)

    def ask(self, question: Question) -> Answer:
        """Answer a question. Policy is decided before anything is retrieved.

        Raises:
            rag.question.InvalidQuestionError: The question cannot be read.
            GenerationUnavailableError: `mode` is "generative" and no model is configured.
        """
        return self.begin(question).answer()

    def begin(self, question: Question) -> Asking:
        """Check a question and decide by the policy; what is returned makes the answer.

        Raises:
            rag.question.InvalidQuestionError: The question cannot be read.
            GenerationUnavailableError: `mode` is "generative" and no model is configured.
        """
        started = time.perf_counter()
        text = check_question(question.text)
        if question.mode == "generative" and self._writer is None:
            raise GenerationUnavailableError("no language model is configured")
        history = self._conversations.history(question.conversation_id)
        heard = hear(self._guard, text, history, self._other_arms)
        name = self._conversations.remember(question.conversation_id, text)
        course = Course(question, name, heard.decision, heard.asked_as)
        course.timings["policy"] = _since(started)
        tell_stage("policy", course.timings["policy"])

        def answer() -> Answer:
            resumed = time.perf_counter()
            made = self._answering.answer(course, heard)
            before = course.timings["policy"]
            course.timings["total"] = round(before + _since(resumed), 3)
            if self._keep is not None:
                with course.timed("record"):
                    self._keep(question, text, history, made)
                course.timings["total"] = round(before + _since(resumed), 3)
            return made

        return Asking(heard.decision, disclaimer_for(course.lang), answer)

    def _other_arms(self, question: str, arm: str) -> Sequence[str]:
        read = read_question(question)
        return other_arms_in(arm, find_candidates(self._searcher, read, None, PASSAGES))

    def search(
        self, query: str, *, filters: Filters | None = None, k: int = 10
    ) -> tuple[Evidence, ...]:
        """Return the nearest statements without an answer, one for each passage, best first.

        Raises:
            rag.question.InvalidQuestionError: The query cannot be read.
        """
        text = check_question(query)
        gloss = in_english(text, normalise(text).langs[0])
        question = read_question(gloss.text if gloss else text)
        found = find_candidates(self._searcher, question, filters, k)
        candidates = self._selector.allowed(found, filters)
        return self._selector.entries(one_per_passage(candidates)[:k])


def _since(started: float) -> float:
    """Return the milliseconds that have passed since `time.perf_counter()` gave `started`."""
    return round((time.perf_counter() - started) * 1000, 3)
