"""The whole way of a question over a small library, with the real model."""

from __future__ import annotations

import concurrent.futures
from pathlib import Path
from typing import Any

import pytest

from corpus.library import read_library
from corpus.passages import Budget
from index.build import BuildOptions
from index.filters import Filters
from index.library import build_library
from index.snapshot import Snapshot, open_snapshot
from rag.answer import Answer
from rag.candidates import find_candidates
from rag.desk import GenerationUnavailableError, Question, ReferenceDesk
from rag.disclaimers import disclaimer_for
from rag.question import InvalidQuestionError
from rag.wording import wording
from tests.shared import shared_path


def quotes(answer: Answer) -> str:
    return " ".join(entry.quote.text for entry in answer.evidence)


def ask(desk: ReferenceDesk, text: str) -> Answer:
    return desk.ask(Question(text))


def test_an_answer_quotes_the_source_to_the_character(
    desk: ReferenceDesk, small_snapshot: Snapshot
) -> None:
    answer = ask(desk, "What did the KNEECELL trial find for walking distance?")
    assert answer.outcome == "answered"
    for entry in answer.evidence:
        source = small_snapshot.store.source(entry.article.slug)
        assert entry.quote.span.quote(source) == entry.quote.text


def test_a_positive_result_brings_the_null_result_of_the_same_study(desk: ReferenceDesk) -> None:
    answer = ask(desk, "Did walking improve in the 50M group of KNEECELL?")
    assert "(p=.02)" in quotes(answer)
    assert "no significant improvement in walking distance (p=.41)" in quotes(answer)


def test_a_trial_without_results_says_so(desk: ReferenceDesk) -> None:
    answer = ask(desk, "What does the CORDJOINT trial measure?")
    assert "measuring stiffness" in quotes(answer)
    assert "results are not yet published" in quotes(answer)
    assert answer.evidence[0].tier.id == "trial_no_results"
    assert answer.strongest_tier is None


def test_an_approval_never_heads_an_answer_about_another_product(desk: ReferenceDesk) -> None:
    own = ask(desk, "Is JOINTCEL approved?")
    other = ask(desk, "Are umbilical cord cells approved for the hip?")
    assert own.strongest_tier is not None
    assert own.strongest_tier.id == "regulatory_approval"
    assert other.strongest_tier is None or other.strongest_tier.id != "regulatory_approval"


def test_a_list_is_given_by_its_items(desk: ReferenceDesk) -> None:
    answer = ask(desk, "What are the three rules for calling a cell stromal?")
    for item in ("sticks to plastic", "marker CD105", "bone, fat and cartilage"):
        assert item in quotes(answer)


def test_the_second_sentence_of_an_item_is_about_what_the_first_one_names(
    tmp_path: Path, models_folder: Path
) -> None:
    (tmp_path / "a.md").write_text(
        "---\ntitle: What is open\nas-of: 2026-01-01\n---\n# What is open\n\n## Open\n\n"
        "- Exosomes without cells are discussed. They are not in clinical use.\n"
        "- Whether rapamycin helps is in doubt. It is not in clinical use here.\n",
        encoding="utf-8",
    )
    build_library([tmp_path / "a.md"], tmp_path, options=BuildOptions(models=models_folder))
    snapshot = open_snapshot(tmp_path)
    answer = ReferenceDesk(snapshot).ask(Question("Are exosomes in clinical use?"))
    assert "They are not in clinical use." in quotes(answer)
    assert "It is not" not in quotes(answer)
    snapshot.close()


def test_a_table_row_can_be_read_with_its_headers(desk: ReferenceDesk) -> None:
    answer = ask(desk, "What does CALM-1 do?")
    row = next(each for each in answer.evidence if each.quote.text.startswith("| CALM-1"))
    assert row.row_line == "Mediator: CALM-1; Class: Protein; Action: Slows T-cell growth"
    others = [each for each in answer.evidence if not each.quote.text.startswith("|")]
    assert all(each.row_line == "" for each in others)


def test_a_table_row_answers_with_its_reference(desk: ReferenceDesk) -> None:
    answer = ask(desk, "What is the action of CALM-1?")
    assert answer.evidence[0].quote.text == "| CALM-1 | Protein | Slows T-cell growth |"
    assert [ref.doi for ref in answer.evidence[0].references] == ["10.1000/cells.2020.7"]


def test_the_gap_is_told_as_a_gap(desk: ReferenceDesk) -> None:
    answer = ask(desk, "Is there a phase 3 trial in knee osteoarthritis?")
    gap = next(entry for entry in answer.evidence if "No phase 3 trial" in entry.quote.text)
    assert gap.tier.id == "evidence_gap"
    assert "needs-replication" in {caveat.id for caveat in gap.caveats}


@pytest.mark.parametrize(
    "question",
    [
        "What was the 95% confidence interval for walking in KNEECELL?",
        "What dose was given in the CORDJOINT trial?",
        "How many patients dropped out of KNEECELL?",
        "What did KNEECELL II find?",
        "What was the overall survival in KNEECELL?",
        "Do these cells help in multiple sclerosis?",
        "What did the phase 3 trial of CORDJOINT find?",
    ],
)
def test_a_near_miss_is_not_answered(desk: ReferenceDesk, question: str) -> None:
    answer = ask(desk, question)
    assert answer.outcome == "not_in_library"
    assert answer.evidence == ()


def test_a_price_is_never_answered(desk: ReferenceDesk) -> None:
    answer = ask(desk, "What is the price of the cells?")
    assert answer.outcome in {"not_in_library", "refused"}
    assert answer.evidence == ()


def test_a_near_miss_shows_what_is_near_as_not_answering(desk: ReferenceDesk) -> None:
    answer = ask(desk, "How many patients dropped out of KNEECELL?")
    assert answer.reason == "near_miss"
    assert answer.related
    assert {entry.article.slug for entry in answer.related} == {"cells-for-sore-knees"}


@pytest.mark.parametrize(
    "question", ["What is the capital of Norway?", "How do I fix a bicycle chain?"]
)
def test_what_the_library_is_not_about_is_not_answered(desk: ReferenceDesk, question: str) -> None:
    answer = ask(desk, question)
    assert (answer.outcome, answer.related) == ("not_in_library", ())


def test_a_refusal_and_an_emergency_show_no_evidence(desk: ReferenceDesk) -> None:
    refused = ask(desk, "How many million cells should I inject into my knee?")
    urgent = ask(desk, "I cannot breathe and my chest hurts since the infusion this morning")
    assert (refused.outcome, refused.evidence, refused.related) == ("refused", (), ())
    assert (urgent.outcome, urgent.evidence, urgent.related) == ("emergency", (), ())
    assert "50 million" not in refused.text


@pytest.mark.parametrize(
    ("question", "outcome", "verdict"),
    [
        ("What did KNEECELL find?", "answered", "supported"),
        ("Should I get these cells for my knee osteoarthritis?", "partial", "supported"),
        ("How many patients dropped out of KNEECELL?", "not_in_library", "near_miss"),
        ("Should I get stem cells for my stroke?", "refused", "no_support"),
    ],
)
def test_an_answer_tells_its_support(
    desk: ReferenceDesk, question: str, outcome: str, verdict: str
) -> None:
    answer = ask(desk, question)
    assert answer.support is not None
    assert (answer.outcome, answer.support.verdict) == (outcome, verdict)


@pytest.mark.parametrize(
    "question",
    [
        "How many million cells should I inject into my knee?",
        "I cannot breathe and my chest hurts since the infusion this morning",
        "What is the capital of Norway?",
    ],
)
def test_what_the_policy_decides_alone_has_no_support(desk: ReferenceDesk, question: str) -> None:
    answer = ask(desk, question)
    assert answer.support is None
    assert "retrieve" not in answer.timings_ms


def test_a_personal_decision_gets_evidence_only_on_its_subject(desk: ReferenceDesk) -> None:
    known = ask(desk, "Should I get these cells for my knee osteoarthritis?")
    unknown = ask(desk, "Should I get these cells for my multiple sclerosis?")
    assert known.outcome == "partial"
    assert "I cannot" in known.statements[0].text
    assert known.evidence
    assert (unknown.outcome, unknown.evidence) == ("refused", ())


def test_notices_are_of_the_kinds_in_the_contract(desk: ReferenceDesk) -> None:
    kinds = {
        "dose", "child_pregnancy", "as_of", "crisis", "emergency", "conflict", "approval_scope",
        "analysis_set",
    }  # fmt: skip
    for question in (
        "What dose did KNEECELL test?",
        "What does the CORDJOINT trial measure?",
        "Is JOINTCEL approved?",
        "I cannot breathe and my chest hurts since the infusion this morning",
    ):
        answer = ask(desk, question)
        assert {notice.kind for notice in answer.notices} <= kinds
        assert answer.notices, question


def test_personal_context_brings_its_line_before_the_evidence(desk: ReferenceDesk) -> None:
    answer = ask(desk, "I have knee osteoarthritis. What did KNEECELL report?")
    assert answer.outcome == "answered"
    assert answer.statements[0].text == wording("notice.personal").text


def test_an_urgent_line_is_said_once_and_first(desk: ReferenceDesk) -> None:
    answer = ask(desk, "I cannot breathe and my chest hurts since the infusion this morning")
    lines = answer.text.splitlines()
    assert lines[0] == answer.statements[0].text
    assert lines.count(lines[0]) == 1


def test_a_statement_too_long_to_check_is_never_shown(tmp_path: Path, models_folder: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    endless = "KNEECELL made walking better and " * 1000
    (folder / "long.md").write_text(f"# Cells\n\n{endless}so on.\n", encoding="utf-8")
    build_library([folder], tmp_path / "data", options=BuildOptions(models=models_folder))
    long_desk = ReferenceDesk(open_snapshot(tmp_path / "data"))
    assert ask(long_desk, "What did KNEECELL make better?").outcome == "not_in_library"


def test_notices_are_never_evidence(desk: ReferenceDesk) -> None:
    for question in ("Is this medical advice?", "What is this article for?"):
        assert "educational purposes" not in quotes(ask(desk, question))


def test_every_outcome_carries_the_disclaimer(desk: ReferenceDesk) -> None:
    for question in (
        "What did KNEECELL find?",
        "Should I get these cells for my knee?",
        "How many million cells should I take?",
        "I want to die",
        "What is the capital of Norway?",
    ):
        answer = ask(desk, question)
        assert answer.disclaimer == disclaimer_for(None)
        assert disclaimer_for(None).text in answer.text


def test_filters_hold_for_each_statement(desk: ReferenceDesk) -> None:
    only = Filters(tiers=("lab_mechanistic",))
    answer = desk.ask(Question("What do the cells release in culture?", filters=only))
    assert answer.evidence
    assert {entry.tier.id for entry in answer.evidence} == {"lab_mechanistic"}
    other = Filters(articles=("sleep-and-light",))
    answer = desk.ask(Question("What did KNEECELL find?", filters=other))
    assert answer.outcome == "not_in_library"


def test_the_caller_bounds_the_evidence(desk: ReferenceDesk) -> None:
    for most in (1, 2, 20):
        answer = desk.ask(Question("What did KNEECELL find?", max_evidence=most))
        assert 1 <= len(answer.evidence) <= most


def test_search_gives_one_entry_for_each_passage(desk: ReferenceDesk) -> None:
    found = desk.search("walking distance in the knee trial", k=5)
    assert 1 <= len(found) <= 5
    assert len({entry.passage_id for entry in found}) == len(found)
    assert [entry.n for entry in found] == list(range(1, len(found) + 1))


def test_bad_questions_and_modes_are_refused(desk: ReferenceDesk) -> None:
    with pytest.raises(InvalidQuestionError):
        ask(desk, "  ")
    with pytest.raises(GenerationUnavailableError):
        desk.ask(Question("What did KNEECELL find?", mode="generative"))


def test_a_conversation_keeps_its_id_and_its_refusal(desk: ReferenceDesk) -> None:
    first = ask(desk, "How many million cells should I inject into my knee?")
    again = desk.ask(Question("And how much of it?", conversation_id=first.conversation_id))
    assert again.conversation_id == first.conversation_id
    assert again.outcome == "refused"
    assert ask(desk, "What did KNEECELL find?").conversation_id != first.conversation_id


def test_threads_share_a_desk(desk: ReferenceDesk) -> None:
    question = "What did the KNEECELL trial find for walking distance?"
    expected = quotes(ask(desk, question))
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: quotes(ask(desk, question)), range(12)))
    assert set(answers) == {expected}


def test_the_shared_seeds_are_read_for_the_benchmark() -> None:
    library = read_library([shared_path("corpora/seeds")], Budget())
    assert [len(article.statements) > 20 for article in library.articles] == [True, True]


def test_a_text_of_frames_is_looked_up_twice_at_most(
    desk: ReferenceDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def counted(*args: Any) -> Any:  # noqa: ANN401 - as the function it stands for
        asked.append(args[1].text)
        return find_candidates(*args)

    monkeypatch.setattr("rag.answering.find_candidates", counted)
    ask(desk, "As an editor, " * 100 + "what did ZEBRAFINCH find?")
    assert 1 <= len(asked) <= 2
