"""POST /v1/ask/stream: the answer in pieces, the disclaimer always first, failures told inside."""

from __future__ import annotations

import json
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from fastapi.sse import EventSourceResponse, ServerSentEvent
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from api.app import create_app
from api.convert import disclaimer_out
from api.provider import SnapshotProvider
from api.routes.ask import begun
from api.settings import Settings
from api.streaming import StreamOpening, event
from rag.answer import Answer, UnsafeAnswerError
from rag.desk import Asking, Question
from rag.disclaimers import disclaimer_for
from tests.api.api_checks import assert_disclaimed, assert_problem, assert_streamed, events_of
from tests.api.api_inputs import QUESTIONS
from tests.api.serving import serving

CANARY = "zebrafinch"
STREAM = "/v1/ask/stream"
DISCLAIMER = disclaimer_out(disclaimer_for(None)).model_dump()
UNLIKE = {"answer_id", "conversation_id", "timings_ms"}


@pytest.mark.parametrize("outcome", list(QUESTIONS))
def test_a_stream_holds_the_answer_of_the_plain_route(client: TestClient, outcome: str) -> None:
    body = {"question": QUESTIONS[outcome], "locale": "en-GB"}
    streamed = assert_streamed(client.post(STREAM, json=body))
    plain = assert_disclaimed(client.post("/v1/ask", json=body))
    assert streamed["outcome"] == outcome
    assert streamed["timings_ms"]["total"] > 0
    assert {k: v for k, v in streamed.items() if k not in UNLIKE} == {
        k: v for k, v in plain.items() if k not in UNLIKE
    }


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(question=st.text(min_size=1, max_size=80), most=st.integers(1, 20))
def test_whatever_is_asked_the_pieces_are_the_answer(
    client: TestClient, question: str, most: int
) -> None:
    # Lone surrogates are sent as JSON escapes, which UTF-8 cannot carry as characters.
    body = json.dumps({"question": question, "max_evidence": most}).encode()
    reply = client.post(STREAM, content=body, headers={"Content-Type": "application/json"})
    if reply.status_code == 200:
        assert_streamed(reply)
    else:
        assert_problem(reply, 422)


def test_what_is_wrong_with_a_request_is_told_by_its_status(
    client: TestClient, empty_client: TestClient
) -> None:
    assert_problem(client.post(STREAM, json={"question": " "}), 422)
    assert_problem(client.post(STREAM, json={"question": "What?", "extra": 1}), 422)
    assert_problem(client.post(STREAM, json={"question": "What?", "mode": "generative"}), 409)
    assert_problem(client.post(STREAM, content=b"{}"), 415)
    assert_problem(client.get(STREAM), 405)
    assert_problem(empty_client.post(STREAM, json={"question": "What?"}), 503)


def test_what_fails_inside_a_stream_is_its_last_event(
    data_folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    chosen = Settings(data=data_folder)
    provider = SnapshotProvider(chosen)
    app = create_app(chosen, provider)

    def broken() -> Asking:
        asking = provider.desk().begin(Question("Was CRATUS safe?"))
        return Asking(asking.decision, asking.disclaimer, _fail)

    app.dependency_overrides[begun] = broken
    with TestClient(app) as client:
        reply = client.post(STREAM, json={"question": "Was CRATUS safe?"})
    assert reply.status_code == 200
    assert reply.headers["X-Disclaimer-Id"] == DISCLAIMER["id"]
    events = events_of(reply.text)
    assert [name for name, _ in events] == ["disclaimer", "policy", "error"]
    assert events[-1][1]["type"].endswith("internal-error")
    assert events[-1][1]["disclaimer"] == DISCLAIMER
    assert CANARY not in reply.text + caplog.text
    assert "unhandled" in caplog.text


def _fail() -> Answer:
    raise UnsafeAnswerError(f"{CANARY} in an exception")


@pytest.mark.parametrize("first", ["policy", "no event", "altered", "none"])
def test_a_stream_that_does_not_open_with_the_disclaimer_is_held_back(first: str) -> None:
    app = create_app(Settings(data=Path("nowhere")))

    @app.post("/v1/forgetful", response_class=EventSourceResponse)
    async def forgetful() -> AsyncIterator[ServerSentEvent]:
        if first == "policy":
            yield event("policy", {})
        elif first == "no event":
            yield ServerSentEvent(raw_data=json.dumps(DISCLAIMER))
        elif first == "altered":
            yield event("disclaimer", {**DISCLAIMER, "text": "Medical advice."})
        else:
            yield ServerSentEvent(comment="nothing more")
        if first != "none":
            yield event("disclaimer", DISCLAIMER)

    with TestClient(app) as client:
        assert_problem(client.post("/v1/forgetful"), 500)


@given(cuts=st.lists(st.integers(1, 900), max_size=6), pings=st.integers(0, 2))
def test_the_opening_is_found_wherever_it_is_cut(cuts: list[int], pings: int) -> None:
    data = json.dumps(DISCLAIMER).encode()
    whole = b": ping\n\n" * pings + b"event: disclaimer\ndata: " + data + b"\n\n"
    opening = StreamOpening()
    places = [min(cut, len(whole)) for cut in sorted(cuts)]
    sent = [
        opening.take(whole[start:end])
        for start, end in zip([0, *places], [*places, len(whole)], strict=True)
        if opening.disclaimer is None
    ]
    assert [each for each in sent if each] == [sent[-1]]
    assert whole.startswith(sent[-1])
    assert opening.disclaimer == disclaimer_for(None)
    assert not opening.refused


def test_an_opening_without_end_is_refused() -> None:
    opening = StreamOpening()
    for _ in range(70):
        assert opening.take(b"x" * 1024) == b""
    assert opening.refused


def test_a_client_that_goes_away_harms_nobody(
    data_folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    chosen = Settings(data=data_folder, workers=1)
    provider = SnapshotProvider(chosen)
    app = create_app(chosen, provider)
    gone, answered = threading.Event(), threading.Event()

    def slow() -> Asking:
        asking = provider.desk().begin(Question(QUESTIONS["answered"]))

        def answer() -> Answer:
            gone.wait(10)
            made = asking.answer()
            answered.set()
            return made

        return Asking(asking.decision, asking.disclaimer, answer)

    app.dependency_overrides[begun] = slow
    body = {"question": QUESTIONS["answered"]}
    with serving(app) as address, httpx.Client(base_url=address, timeout=30) as client:
        with client.stream("POST", STREAM, json=body) as reply:
            first = next(reply.iter_text())
            assert first.startswith("event: disclaimer\n")
        gone.set()
        assert answered.wait(10)
        # The only worker is free again, and the next one is served whole.
        assert_streamed(client.post(STREAM, json=body))
    assert "unhandled" not in caplog.text
    assert [record.levelname for record in caplog.records if record.levelno >= 40] == []
