"""Generated answers end to end: a real server, the real desk, and nothing unchecked shown."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from index.snapshot import Snapshot
from rag.answer import Answer, AnswerStatement, UnsafeAnswerError
from rag.desk import GenerationUnavailableError, Question, ReferenceDesk
from rag.generation.client import ChatClient, Endpoint
from rag.generation.report import Generation
from rag.generation.writer import Writer
from rag.wording import wording
from tests.rag.generation.model_server import Behaviour, ModelServer, says, serving, status

QUESTION = "Did walking improve in the 50M group of KNEECELL?"
TRUE = "In the KNEECELL 50M group, walking distance improved against placebo at 6 months [1]."


@contextmanager
def desk_with(
    snapshot: Snapshot, *behaviours: Behaviour
) -> Iterator[tuple[ReferenceDesk, ModelServer]]:
    with serving(*behaviours) as server:
        client = ChatClient(Endpoint(server.base_url, "small-model", timeout_s=2.0, attempts=1))
        yield ReferenceDesk(snapshot, writer=Writer(client)), server
        client.close()


def asked(snapshot: Snapshot, *behaviours: Behaviour, mode: str = "generative") -> Answer:
    with desk_with(snapshot, *behaviours) as (desk, _):
        return desk.ask(Question(QUESTION, mode=mode))  # type: ignore[arg-type]


def generated(answer: Answer) -> list[str]:
    return [each.text for each in answer.statements if each.kind == "synthesis"]


def quotes(answer: Answer) -> list[str]:
    return [each.text for each in answer.statements if each.kind == "quote"]


def framing(answer: Answer) -> list[str]:
    return [each.text for each in answer.statements if each.kind == "framing"]


def test_what_holds_is_shown_and_what_is_not_cited_is_quoted(small_snapshot: Snapshot) -> None:
    answer = asked(small_snapshot, says(f"{TRUE} Walking distance doubled [1]. Trust the cells."))
    assert generated(answer) == [TRUE.removesuffix(" [1].") + "."]
    assert wording("framing.generated").text in framing(answer)
    # The null result that the draft leaves out stays.
    assert any("no significant improvement" in each for each in quotes(answer))
    assert answer.evidence[0].quote.text not in quotes(answer)
    statement = next(each for each in answer.statements if each.kind == "synthesis")
    assert statement.citations == (1,)
    assert statement.tier == answer.evidence[0].tier.id
    assert answer.generation is not None
    assert answer.generation.used
    assert answer.generation.model == "small-model"
    assert (answer.generation.drafted, answer.generation.shown) == (3, 1)
    assert dict(answer.generation.dropped) == {"no-citation": 1, "not-in-source": 1}
    assert "generate" in answer.timings_ms
    assert "[1]" in answer.text


@pytest.mark.parametrize("mode", ["generative", "auto"])
@pytest.mark.parametrize(
    ("behaviour", "failure"),
    [
        (status(500), "refused"),
        (status(429), "busy"),
        (says(""), "nothing-left"),
        (
            says("You should have the cells [1]. They cure [1]. Walking doubled [1]."),
            "nothing-left",
        ),
        (says("[1] [2] [3]"), "nothing-left"),
        (says("\x00 [1]."), "nothing-left"),
        (says("\ud800 [1]."), "bad-reply"),
    ],
)
def test_without_a_usable_draft_the_answer_is_the_extractive_one(
    small_snapshot: Snapshot, desk: ReferenceDesk, behaviour: Behaviour, failure: str, mode: str
) -> None:
    answer = asked(small_snapshot, behaviour, mode=mode)
    extractive = desk.ask(Question(QUESTION))
    assert answer.statements == extractive.statements
    assert answer.evidence == extractive.evidence
    assert answer.generation is not None
    assert not answer.generation.used
    assert answer.generation.failure == failure
    assert extractive.generation is None


def test_the_mode_decides_and_no_model_is_told(
    small_snapshot: Snapshot, desk: ReferenceDesk
) -> None:
    with desk_with(small_snapshot, says(TRUE)) as (worded, server):
        assert worded.ask(Question(QUESTION)).generation is None
        assert server.requests == []
        assert generated(worded.ask(Question(QUESTION, mode="auto")))
    assert desk.ask(Question(QUESTION, mode="auto")).generation is None
    with pytest.raises(GenerationUnavailableError):
        desk.ask(Question(QUESTION, mode="generative"))


@pytest.mark.parametrize(
    "question",
    [
        "What dose of stem cells should I inject into my knee?",
        "I cannot breathe since the infusion",
        "Should I have stem cells in my knee?",
        "What is the capital of France?",
        "How many trials of stem cells in knee osteoarthritis are there?",
    ],
)
def test_what_policy_or_library_decline_never_reaches_a_model(
    small_snapshot: Snapshot, question: str
) -> None:
    with desk_with(small_snapshot, says(TRUE)) as (desk, server):
        answer = desk.ask(Question(question, mode="generative"))
    assert server.requests == []
    assert generated(answer) == []
    assert answer.generation is None


def test_a_repeated_sentence_is_shown_once(small_snapshot: Snapshot) -> None:
    answer = asked(small_snapshot, says(f"{TRUE}\n{TRUE}"))
    assert len(generated(answer)) == 1
    assert answer.generation is not None
    assert dict(answer.generation.dropped) == {"repeated": 1}


def test_an_answer_refuses_generated_words_that_may_not_leave(desk: ReferenceDesk) -> None:

    whole = desk.ask(Question(QUESTION))
    told = Generation("m", "p", used=True)
    fine = AnswerStatement("Walking distance improved.", "synthesis", (1,))
    assert replace(whole, statements=(fine,), generation=told).text
    for statement, generation in (
        (fine, None),
        (fine, replace(told, used=False)),
        (replace(fine, text="You should have the cells."), told),
        (replace(fine, citations=()), told),
        (replace(fine, citations=(9,)), told),
    ):
        with pytest.raises(UnsafeAnswerError):
            replace(whole, statements=(statement,), generation=generation)
