"""The client against a server that misbehaves: a draft or a named failure, in time, never more."""

from __future__ import annotations

import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from rag.answer import Evidence
from rag.desk import Question, ReferenceDesk
from rag.generation.budget import Budget, BudgetSpentError
from rag.generation.client import MOST_BYTES, ChatClient, Endpoint
from rag.generation.draft import Draft, DraftingError
from rag.generation.prompt import messages_for
from tests.rag.generation.model_server import (
    Behaviour,
    ModelServer,
    after,
    bomb,
    content,
    drips,
    half,
    half_stream,
    is_silent,
    resets,
    says,
    serving,
    status,
)

QUESTION = "Did walking improve in the 50M group of KNEECELL?"
CANARY = "sk-zebrafinch"


@pytest.fixture(scope="module")
def evidence(desk: ReferenceDesk) -> tuple[Evidence, ...]:
    return desk.ask(Question(QUESTION)).evidence


def client(server: ModelServer, **more: float) -> ChatClient:
    given: dict[str, float] = {"timeout_s": 5.0, **more}
    endpoint = Endpoint(server.base_url, "small-model", CANARY, **given)  # type: ignore[arg-type]
    return ChatClient(endpoint)


def drafted(server: ModelServer, evidence: tuple[Evidence, ...], **more: float) -> Draft:
    opened = client(server, **more)
    try:
        return opened.draft(QUESTION, evidence)
    finally:
        opened.close()


def test_a_good_server_is_asked_as_it_expects(evidence: tuple[Evidence, ...]) -> None:
    with serving(says("It improved [1].")) as server:
        draft = drafted(server, evidence)
    assert draft == Draft("It improved [1].", "small-model", 100)
    path, headers, body = server.requests[0]
    assert path == "/v1/chat/completions"
    assert headers["Authorization"] == f"Bearer {CANARY}"
    assert body["model"] == "small-model"
    assert body["stream"] is False
    assert [message["role"] for message in body["messages"]] == ["system", "user"]
    assert all(entry.quote.text in body["messages"][1]["content"] for entry in evidence)


FAILURES: list[tuple[Behaviour, str, int]] = [
    (status(500), "refused", 3),
    (status(429, Retry_After="1"), "busy", 3),
    (status(503), "refused", 3),
    (status(401), "refused", 1),
    (status(404, b"<html>"), "refused", 1),
    (status(302, Location="http://127.0.0.1:1/"), "refused", 1),
    (status(204, b""), "refused", 1),
    (content(b""), "bad-reply", 1),
    (content(b"not json"), "bad-reply", 1),
    (content(b'{"choices": []}'), "bad-reply", 1),
    (content(b'{"choices": [{"message": null}]}'), "bad-reply", 1),
    (content(b"[" * 100_000), "bad-reply", 1),
    (content(b"\xff\xfe{}"), "bad-reply", 1),
    (says(None), "bad-reply", 1),
    (says(["text"]), "bad-reply", 1),
    (says("x", choices="none"), "bad-reply", 1),
    (says("x" * MOST_BYTES), "bad-reply", 1),
    (content(b"{}", Content_Encoding="gzip"), "bad-reply", 1),
    (bomb, "bad-reply", 1),
    (half("It improved [1]."), "bad-reply", 3),
    (half_stream("It improved [1]."), "bad-reply", 3),
    (resets, "bad-reply", 3),
]


@pytest.mark.parametrize(("behaviour", "failure", "requests"), FAILURES)
def test_every_misbehaviour_is_a_named_failure(
    evidence: tuple[Evidence, ...],
    behaviour: Behaviour,
    failure: str,
    requests: int,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with serving(behaviour) as server, pytest.raises(DraftingError) as caught:
        drafted(server, evidence)
    told = {failure, "unreachable"} if behaviour is resets else {failure}
    assert caught.value.failure in told
    assert len(server.requests) == requests
    assert CANARY not in str(caught.value) + caplog.text
    assert QUESTION not in str(caught.value) + caplog.text


@pytest.mark.parametrize("behaviour", [is_silent, drips("It improved [1]."), after(9, says("x"))])
def test_no_server_takes_longer_than_is_allowed(
    evidence: tuple[Evidence, ...], behaviour: Behaviour
) -> None:
    start = time.monotonic()
    with serving(behaviour) as server:
        with pytest.raises(DraftingError) as caught:
            drafted(server, evidence, timeout_s=0.5)
        # Far below what the server would take; not a measurement.
        assert time.monotonic() - start < 5
    assert caught.value.failure == "timed-out"
    assert len(server.requests) == 1


def test_nobody_listening_is_unreachable(evidence: tuple[Evidence, ...]) -> None:
    with serving(says("x")) as server:
        address = server
    with pytest.raises(DraftingError) as caught:
        drafted(address, evidence)
    assert caught.value.failure == "unreachable"


def test_what_passes_is_tried_again(evidence: tuple[Evidence, ...]) -> None:
    with serving(status(503), half("x"), says("It improved [1].")) as server:
        assert drafted(server, evidence).text == "It improved [1]."
    assert len(server.requests) == 3


def test_after_failures_the_server_is_left_alone_and_then_tried_once(
    evidence: tuple[Evidence, ...],
) -> None:
    with serving(status(401), status(401), says("Back [1].")) as server:
        opened = client(server, failures=2, rest_s=0.3)
        told = []
        for _ in range(4):
            with pytest.raises(DraftingError) as caught:
                opened.draft(QUESTION, evidence)
            told.append(caught.value.failure)
        assert told == ["refused", "refused", "circuit-open", "circuit-open"]
        assert len(server.requests) == 2
        time.sleep(0.4)
        assert opened.draft(QUESTION, evidence).text == "Back [1]."
        opened.close()


def test_the_budget_counts_retries_and_tokens(evidence: tuple[Evidence, ...]) -> None:
    with serving(status(503)) as server, pytest.raises(DraftingError) as caught:
        drafted(server, evidence, requests_per_hour=2, attempts=5)
    assert caught.value.failure == "budget-spent"
    assert len(server.requests) == 2
    with serving(says("x")) as server:
        opened = client(server, tokens_per_day=150)
        assert opened.draft(QUESTION, evidence).tokens == 100
        assert opened.draft(QUESTION, evidence).tokens == 100
        with pytest.raises(DraftingError, match="tokens"):
            opened.draft(QUESTION, evidence)
        opened.close()


def test_a_budget_comes_back_with_time() -> None:
    now = [0.0]
    budget = Budget(2, 100, clock=lambda: now[0])
    budget.take_request()
    budget.take_request()
    with pytest.raises(BudgetSpentError):
        budget.take_request()
    now[0] = 3601
    budget.take_request()
    budget.spend(100)
    with pytest.raises(BudgetSpentError):
        budget.take_request()
    now[0] += 86_401
    budget.take_request()


def test_many_threads_share_a_client(evidence: tuple[Evidence, ...]) -> None:
    with serving(says("It improved [1].")) as server:
        opened = client(server)
        with ThreadPoolExecutor(8) as pool:
            drafts = list(pool.map(lambda _: opened.draft(QUESTION, evidence), range(40)))
        opened.close()
    assert {draft.text for draft in drafts} == {"It improved [1]."}
    assert len(server.requests) == 40
    assert threading.active_count() < 30


def test_delimiters_are_drawn_anew_and_the_words_are_data(evidence: tuple[Evidence, ...]) -> None:
    one, two = messages_for(QUESTION, evidence), messages_for(QUESTION, evidence)
    assert one != two
    mark = one[0]["content"].split("<", 1)[1].split(">", 1)[0]
    assert mark not in json.dumps(two)
    assert one[1]["content"].count(f"<{mark}>\n") == len(evidence)
    assert QUESTION not in one[0]["content"]


def test_the_key_is_never_shown() -> None:
    endpoint = Endpoint("http://127.0.0.1:1/v1", "small-model", CANARY)
    assert CANARY not in repr(endpoint)
