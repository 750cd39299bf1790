"""What is told of an answer in the making to whoever checks it, over a small library."""

from __future__ import annotations

from index.filters import Filters
from index.snapshot import Snapshot
from rag.answer import Answer
from rag.behind import FATES, Behind, watched, watching
from rag.desk import Question, ReferenceDesk
from tests.rag.generation.model_server import says
from tests.rag.generation.test_writer import QUESTION, TRUE, desk_with


def made(desk: ReferenceDesk, question: Question) -> tuple[Answer, Behind]:
    asking = desk.begin(question)
    with watching() as behind:
        answer = asking.answer()
    return answer, behind


def fates(answer: Answer, behind: Behind) -> dict[str, str]:
    return {each.candidate.statement.id: each.fate for each in behind.seen(answer)}


def test_every_statement_looked_at_has_its_fate(desk: ReferenceDesk) -> None:
    answer, behind = made(desk, Question(QUESTION))
    seen = behind.seen(answer)
    assert answer.outcome == "answered"
    assert {each.fate for each in seen} >= {"shown", "unlikely"}
    assert {each.fate for each in seen} <= set(FATES)
    cited = {entry.n: entry.quote.text for entry in answer.evidence}
    for each in seen:
        assert (each.n is not None) == (each.fate == "shown")
        if each.n is not None:
            assert each.candidate.statement.text == cited[each.n]
    ranked = [each.likelihood for each in seen if each.likelihood is not None]
    assert ranked[0] == 1.0
    assert all(0 <= value <= 1 for value in ranked)


def test_passages_show_their_place_before_and_after_the_second_look(desk: ReferenceDesk) -> None:
    _, behind = made(desk, Question(QUESTION))
    hits = [each.hit for each in behind.found]
    assert sorted(hit.fused_rank for hit in hits) != []
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    by_fusion = sorted(hits, key=lambda hit: hit.fused_rank)
    scores = [hit.fused_score for hit in by_fusion]
    assert scores == sorted(scores, reverse=True)
    assert [each.passage.id for each in behind.found] == [hit.passage_id for hit in hits]
    assert behind.searched == [QUESTION]
    assert behind.question is not None


def test_what_the_library_does_not_hold_is_told_as_unsupported(desk: ReferenceDesk) -> None:
    answer, behind = made(desk, Question("Does KNEECELL help against baldness in Norway?"))
    assert answer.outcome == "not_in_library"
    assert set(fates(answer, behind).values()) == {"unsupported"}


def test_what_a_filter_excludes_is_told_as_such(desk: ReferenceDesk) -> None:
    tier = "human_observational"  # the passage holds background too
    question = Question("What of sleep and light?", filters=Filters(tiers=(tier,)))
    answer, behind = made(desk, question)
    left = [each for each in behind.seen(answer) if each.fate == "other_filter"]
    assert left
    assert all(each.candidate.statement.tier != tier for each in left)
    kept = [each.candidate.statement.tier for each in behind.seen(answer) if each not in left]
    assert set(kept) == {tier}


def test_a_list_of_studies_tells_what_is_not_on_it(desk: ReferenceDesk) -> None:
    answer, behind = made(desk, Question("How many trials of the knee are in the library?"))
    assert answer.evidence
    assert set(fates(answer, behind).values()) == {"shown", "not_listed"}


def test_what_the_policy_decides_alone_searches_nothing(desk: ReferenceDesk) -> None:
    answer, behind = made(desk, Question("What dose of ibuprofen should I take?"))
    assert answer.outcome == "refused"
    assert behind.searched == []
    assert behind.seen(answer) == ()


def test_dropped_sentences_are_told_unless_they_may_not_leave(small_snapshot: Snapshot) -> None:
    reply = says(f"{TRUE} Walking distance doubled [1]. You should take these cells [1].")
    with desk_with(small_snapshot, reply) as (desk, _):
        answer, behind = made(desk, Question(QUESTION, mode="generative"))
    assert answer.generation is not None
    assert len(behind.dropped) == sum(answer.generation.dropped.values()) == 2
    assert [each.text for each in behind.dropped] == ["Walking distance doubled.", None]
    assert all(each.reason in answer.generation.dropped for each in behind.dropped)


def test_an_answer_that_nobody_watches_is_the_same(desk: ReferenceDesk) -> None:
    assert watched() is None
    answer, _ = made(desk, Question(QUESTION))
    plain = desk.ask(Question(QUESTION))
    assert plain.text == answer.text
    assert watched() is None
