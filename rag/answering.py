"""From a question that the policy has decided on to its answer: what is said, and from where.

Declined, redirected, told of the desk itself, or answered from the library: searched, found to be
supported or not, composed, and perhaps worded by a model.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace

from corpus.vocabulary import Tier
from index.search import Searcher
from index.snapshot import Snapshot
from rag.about import may_be_told
from rag.answer import (
    ABOUT_THE_DESK,
    Answer,
    AnswerStatement,
    Conflict,
    Evidence,
    IndexStamp,
    Notice,
    Outcome,
)
from rag.asked_subject import not_told
from rag.behind import watched
from rag.candidates import PASSAGES, Candidate, find_candidates
from rag.compose import Selection, by_number, statements_for
from rag.contradictions import told_over, with_other_sides
from rag.core import core_of
from rag.counted import PASSAGES as COUNTED_PASSAGES
from rag.counted import StudyCounter, without_facts, without_studies
from rag.counting import CountAsked, read_count
from rag.course import Course
from rag.disclaimers import disclaimer_for
from rag.generation.report import Generation
from rag.gloss import in_english
from rag.hearing import Heard
from rag.hooks import Writes
from rag.neutral import neutral_for
from rag.notices import notices_for
from rag.posterior import posterior_instead
from rag.question import ReadQuestion, check_question, read_question
from rag.selecting import (
    Selector,
    names_a_subject,
    one_per_passage,
    strongest_tier,
    told_by_sources,
)
from rag.standing import asks_for_struck, left_out, parted
from rag.support import Support, decide_support
from rag.terms import with_terms
from rag.wording import partial_for, refusal_for, wording

RELATED = 3
"""Passages shown as related when nothing answers."""


class Answering:
    """Makes answers from one open snapshot; safe to share between threads."""

    def __init__(
        self,
        snapshot: Snapshot,
        searcher: Searcher,
        selector: Selector,
        writer: Writes | None,
    ) -> None:
        """Take what answers are made with.

        Args:
            snapshot: What is answered from.
            searcher: Searches it.
            selector: Chooses and enters evidence from it.
            writer: Words answers where a question's mode asks for it.
        """
        self._snapshot = snapshot
        self._searcher = searcher
        self._selector = selector
        self._writer = writer
        self._counter = StudyCounter(snapshot)
        manifest = snapshot.manifest
        self._stamp = IndexStamp(
            snapshot=manifest.id,
            corpus_version=manifest.corpus_sha256[:12],
            built_at=manifest.built_at,
        )

    def answer(self, course: Course, heard: Heard) -> Answer:
        """Return the answer to a question as it was heard."""
        if heard.about is not None and may_be_told(course.decision):
            return self._answer(course, "answered", ABOUT_THE_DESK, heard.about.said(course))
        return self._by_policy(course, heard.read_as)

    def _by_policy(self, course: Course, text: str) -> Answer:
        action, category = course.decision.action, course.decision.category
        if action == "emergency":
            urgent = course.urge(category)
            kind = "crisis" if category == "self_harm" else "emergency"
            notices = tuple(Notice(kind, line) for line in urgent)
            return self._answer(course, "emergency", category, urgent, notices=notices)
        if action == "refuse":
            return self._answer(course, "refused", category, course.say(refusal_for(category)))
        if action == "abstain":
            line = "off_topic" if category == "off_topic" else "unsupported_language"
            return self._answer(course, "not_in_library", line, course.say(wording(line)))
        course.gloss = in_english(text, course.decision.lang)
        return self._from_library(course, course.gloss.text if course.gloss else text)

    def _from_library(self, course: Course, text: str, *, is_core: bool = False) -> Answer:
        partial = course.decision.action == "partial"
        if partial and not is_core:
            text = neutral_for(read_question(text)) or text
        filters = course.question.filters
        with course.timed("retrieve"):
            asked = read_count(text)
            question = read_question(text) if asked is None else without_facts(read_question(text))
            english, glossed = course.in_english, course.gloss is not None
            gloss, encoder = course.gloss, self._snapshot.encoder
            question = with_terms(question, encoder, english=english, gloss=gloss)
            found = find_candidates(
                self._searcher, question, filters, COUNTED_PASSAGES if asked else PASSAGES
            )
        with course.timed("support"):
            every = self._selector.allowed(found, filters)
            candidates, struck = parted(every)
            if behind := watched():
                behind.look_at(found, every)
                behind.keep(candidates, "struck")
            course.struck = left_out(every)
            support = decide_support(question, candidates, english=english, glossed=glossed)
            if struck and not partial:
                on_struck = decide_support(question, struck, english=english, glossed=glossed)
                alone = support.verdict != "supported" and on_struck.verdict == "supported"
                if alone or asks_for_struck(question, candidates, struck):
                    return self._only_struck(course, on_struck, struck)
        core = text if is_core or support.verdict == "supported" else core_of(text)
        if core != text:
            # What stands around the question may be all that is lacking. Once: a text made of
            # nothing but frames would cost a search for each.
            return self._from_library(course, core, is_core=True)
        if support.verdict == "supported":
            if asked is not None:
                return self._counted(course, question, asked, support, candidates)
            return self._composed(course, question, support, candidates)
        if not partial:
            return self._not_in_library(course, support, candidates)
        # A personal decision is declined with evidence where there is some on its condition or
        # product, whatever else was asked for; otherwise without.
        about = [each for each in candidates if each.statement.id in support.on_subject]
        if about and names_a_subject(question):
            if behind := watched():
                behind.keep(about, "other_subject")
            return self._composed(course, question, support, about)
        category = course.decision.category
        refusal = course.say(refusal_for(category))
        return self._answer(course, "refused", category, refusal, support=support)

    def _only_struck(self, course: Course, support: Support, struck: Sequence[Candidate]) -> Answer:
        """Say that what the library holds on this has been struck, and show it as no evidence."""
        related = self._selector.entries(one_per_passage(struck)[:RELATED])
        lines = course.say(wording("retracted"))
        return self._answer(
            course, "not_in_library", "retracted", lines, related=related, support=support
        )

    def _not_in_library(
        self, course: Course, support: Support, candidates: Sequence[Candidate]
    ) -> Answer:
        near = support.verdict == "near_miss"
        with course.timed("compose"):
            instead = posterior_instead(support, candidates) if near else ()
            nearest = one_per_passage([*instead, *candidates])
            related = self._selector.entries(nearest[:RELATED]) if near else ()
        # The library is searched in English: what another language did not find may be there.
        absent = "not_in_library" if course.in_english else "not_in_library.english"
        lines = course.say(wording(absent))
        lines += course.say(wording("near_miss")) if near else []
        lines += course.say(wording("near_miss.posterior")) if instead else []
        return self._answer(
            course, "not_in_library", support.verdict, lines, related=related, support=support
        )

    def _composed(
        self,
        course: Course,
        question: ReadQuestion,
        support: Support,
        candidates: Sequence[Candidate],
    ) -> Answer:
        with course.timed("compose"):
            filters, most = course.question.filters, course.question.max_evidence
            selection = self._selector.selection(question, candidates, filters, most)
        missing = not_told(question, selection.chosen, candidates)
        if missing and course.decision.action != "partial":
            # What is named stands in the library, without what is asked of it.
            near_miss = replace(support, verdict="near_miss", missing=missing)
            return self._not_in_library(course, near_miss, candidates)
        return self._shown(course, selection, support, support.on_subject)

    def _counted(
        self,
        course: Course,
        question: ReadQuestion,
        asked: CountAsked,
        support: Support,
        candidates: Sequence[Candidate],
    ) -> Answer:
        """List the studies asked for; without any, say so before the ordinary answer."""
        with course.timed("compose"):
            filters, most = course.question.filters, course.question.max_evidence
            may_stand = self._selector.may_stand(filters)
            listed = self._counter.selection(asked, question, candidates, may_stand, most)
            if listed is None:
                ordinary = self._selector.selection(question, candidates, filters, most)
        if listed is None:
            return self._shown(course, without_studies(ordinary), support, support.on_subject)
        if behind := watched():
            behind.keep(listed.chosen, "not_listed")
        on_subject = frozenset(each.statement.id for each in listed.chosen)
        return self._shown(course, listed, support, on_subject)

    def _shown(
        self, course: Course, selection: Selection, support: Support, on_subject: frozenset[str]
    ) -> Answer:
        decision = course.decision
        # Nothing is added to a list of studies: each of them is there once.
        every = [each.statement.id for each in selection.chosen]
        most = len(every) if selection.whole else course.question.max_evidence
        with course.timed("compose"):
            chosen, contradictions = with_other_sides(
                selection.chosen,
                self._snapshot.store,
                self._selector.may_stand(course.question.filters),
                most,
                every if selection.whole else selection.lines.keys(),
            )
            evidence = self._selector.entries(chosen)
            statements = statements_for(evidence, by_number(selection.lines, chosen), course.lang)
            strongest = strongest_tier(evidence, chosen, on_subject)
        generation = None
        if self._writer is not None and decision.allowed and _may_be_worded(course, selection):
            with course.timed("generate"):
                asked = course.read_as or check_question(course.question.text)
                written = self._writer.write(asked, evidence, statements)
            statements, generation = written.statements, written.generation
        partial = decision.action == "partial"
        opening = course.say(partial_for(decision.category)) if partial else []
        if "personal" in decision.strong and not partial:
            opening += course.say(wording("notice.personal"))
        opening += [text for line in selection.opening for text in line.said(course.lang)]
        if strongest is None:
            opening += course.say(wording("framing.no_outcome"))
        if course.struck:
            opening += course.say(wording("framing.struck_left_out"))
        if self._selector.rest_on_unread(chosen):
            opening += course.say(wording("framing.unread"))
        if generation is not None and generation.used:
            opening += course.say(wording("framing.generated"))
        return self._answer(
            course,
            "partial" if partial else "answered",
            decision.category if partial else "supported",
            opening,
            statements=statements,
            evidence=evidence,
            notices=notices_for(decision, evidence, course.lang),
            conflicts=(
                *told_over(contradictions, evidence, chosen, course.lang),
                *told_by_sources(evidence, course.lang),
            ),
            strongest=strongest,
            support=support,
            generation=generation,
        )

    def _answer(
        self,
        course: Course,
        outcome: Outcome,
        reason: str,
        opening: Sequence[str],
        *,
        statements: Sequence[AnswerStatement] = (),
        evidence: tuple[Evidence, ...] = (),
        related: tuple[Evidence, ...] = (),
        notices: tuple[Notice, ...] = (),
        conflicts: tuple[Conflict, ...] = (),
        strongest: Tier | None = None,
        support: Support | None = None,
        generation: Generation | None = None,
    ) -> Answer:
        follows = course.say(wording("framing.read_with_earlier")) if course.read_as else []
        framing = [AnswerStatement(text, "framing") for text in (*follows, *opening)]
        return Answer(
            answer_id=uuid.uuid4().hex,
            conversation_id=course.conversation_id,
            asked_as=course.read_as,
            outcome=outcome,
            reason=reason,
            policy=course.decision,
            disclaimer=disclaimer_for(course.lang),
            index=self._stamp,
            statements=(*framing, *statements),
            notices=notices,
            evidence=evidence,
            related=related,
            conflicts=conflicts,
            strongest_tier=strongest,
            support=support,
            generation=generation,
            timings_ms=course.timings,
        )


def _may_be_worded(course: Course, selection: Selection) -> bool:
    """Tell whether a model may word this answer; a list of studies stays a list."""
    return course.question.mode != "extractive" and not selection.whole
