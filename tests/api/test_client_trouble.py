"""The client and a service that is busy, broken, no desk at all, or without its disclaimer."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from refdesk.client import (
    AddressError,
    AsyncClient,
    BusyError,
    Client,
    DisclaimerError,
    Event,
    LateError,
    NotAllowedError,
    NotFoundError,
    ReplyError,
    RequestError,
    ServiceError,
    ServiceFailedError,
    UnreachableError,
)
from refdesk.client.calls import FileCall
from refdesk.client.events import EventReader
from refdesk.client.replies import file_of
from refdesk.client.wire import Line, Received
from tests.api.api_checks import events_of
from tests.api.api_inputs import QUESTIONS
from tests.api.scripted_service import Scripted, Service, scripted_service

QUESTION = QUESTIONS["answered"]
STREAM = {"Content-Type": "text/event-stream; charset=utf-8"}
Ask: TypeAlias = Callable[..., Any]


@pytest.fixture(scope="module")
def answer(client: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = client.post("/v1/ask", json={"question": QUESTION}).json()
    return found


@pytest.fixture(scope="module")
def streamed(client: TestClient) -> bytes:
    return client.post("/v1/ask/stream", json={"question": QUESTION}).content


@pytest.fixture
def service(answer: dict[str, Any], streamed: bytes) -> Iterator[Service]:
    replies = {
        "/v1/ask": [Scripted(answer)],
        "/v1/ask/stream": [Scripted(streamed, headers=STREAM)],
    }
    with scripted_service(replies) as running:
        yield running


@pytest.fixture(params=["synchronous", "asynchronous"])
def ask(request: pytest.FixtureRequest, service: Service) -> Ask:
    """Ask the scripted service with one of the two clients."""

    def wait(**options: Any) -> Any:  # noqa: ANN401 - of the client
        with Client(service.url, **options) as desk:
            return desk.ask(QUESTION)

    async def coroutine(**options: Any) -> Any:  # noqa: ANN401
        if "sleep" in options:
            options["sleep"] = _asynchronous(options["sleep"])
        async with AsyncClient(service.url, **options) as desk:
            return await desk.ask(QUESTION)

    if request.param == "synchronous":
        return wait
    return lambda **options: asyncio.run(coroutine(**options))


def _asynchronous(sleep: Callable[[float], object]) -> Callable[[float], Awaitable[None]]:
    async def slept(seconds: float) -> None:
        sleep(seconds)

    return slept


@pytest.mark.parametrize(
    "change",
    [
        {"disclaimer": None},
        {"disclaimer": "This is not medical advice."},
        {"disclaimer": {"text": "This is not medical advice."}},
    ],
)
def test_a_reply_without_a_disclaimer_is_refused(
    service: Service, ask: Ask, answer: dict[str, Any], change: dict[str, Any]
) -> None:
    service.replies["/v1/ask"] = [Scripted({**answer, **change})]
    with pytest.raises(DisclaimerError, match="no disclaimer"):
        ask()


@pytest.mark.parametrize(
    "change", [{"text": ""}, {"text": " "}, {"text": "You may rely on this."}, {"sha256": "0" * 64}]
)
def test_an_altered_disclaimer_is_refused(
    service: Service, ask: Ask, answer: dict[str, Any], change: dict[str, str]
) -> None:
    altered = {**answer["disclaimer"], **change}
    service.replies["/v1/ask"] = [Scripted({**answer, "disclaimer": altered})]
    with pytest.raises(DisclaimerError):
        ask()


def test_a_header_that_names_another_disclaimer_is_refused(
    service: Service, ask: Ask, answer: dict[str, Any]
) -> None:
    service.replies["/v1/ask"] = [Scripted(answer, headers={"X-Disclaimer-Id": "other"})]
    with pytest.raises(DisclaimerError, match="not whole"):
        ask()


def test_a_service_that_says_later_is_waited_for(
    service: Service, ask: Ask, answer: dict[str, Any]
) -> None:
    service.replies["/v1/ask"] = [
        Scripted(b"busy", 503, {"Retry-After": "2"}),
        Scripted(b"busy", 429, {"Retry-After": "86400"}),
        Scripted(answer),
    ]
    waits: list[float] = []
    assert ask(sleep=waits.append).outcome == "answered"
    assert waits == [2.0, 30.0]


def test_it_gives_up_and_tells_how_long_to_wait(service: Service, ask: Ask) -> None:
    problem = {"type": "urn:refdesk:problem:starting", "detail": "Starting."}
    service.replies["/v1/ask"] = [Scripted(problem, 503, {"Retry-After": "7"})]
    waits: list[float] = []
    with pytest.raises(BusyError, match=r"503 starting: Starting\. \(tried 3 times\)") as caught:
        ask(sleep=waits.append, retries=2)
    assert caught.value.problem.retry_after == 7.0
    assert waits == [7.0, 7.0]


KINDS: Mapping[int, type[ServiceError]] = {
    401: NotAllowedError,
    403: NotAllowedError,
    404: NotFoundError,
    409: RequestError,
    413: RequestError,
    415: RequestError,
    422: RequestError,
    429: BusyError,
    500: ServiceFailedError,
    502: ServiceFailedError,
    503: BusyError,
}


@pytest.mark.parametrize("status", KINDS)
def test_problem_details_become_an_error_of_their_kind(
    service: Service, ask: Ask, answer: dict[str, Any], status: int
) -> None:
    field = {"location": "body.question", "code": "empty", "message": "Type one."}
    service.replies["/v1/ask"] = [
        Scripted(
            {
                "type": "urn:refdesk:problem:some-code",
                "title": "Title",
                "status": status,
                "detail": "Detail.",
                "disclaimer": answer["disclaimer"],
                "errors": [field, 3],
            },
            status,
        )
    ]
    with pytest.raises(KINDS[status]) as caught:
        ask()
    problem = caught.value.problem
    assert (problem.status, problem.code) == (status, "some-code")
    assert [error.code for error in problem.errors] == ["empty"]
    assert problem.disclaimer is not None
    assert problem.disclaimer.id == answer["disclaimer"]["id"]


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'{"type": 3}', b"[" * 100_000])
def test_an_error_of_something_before_the_service_has_no_details(
    service: Service, ask: Ask, body: bytes
) -> None:
    service.replies["/v1/ask"] = [Scripted(body, 502)]
    with pytest.raises(ServiceFailedError, match="502 without problem details") as caught:
        ask()
    assert caught.value.problem.disclaimer is None


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        (Scripted(b"<html>"), "not JSON"),
        (Scripted([]), "not a JSON object"),
        (Scripted(b"", 307, {"Location": "http://elsewhere.example/"}), "307 redirect"),
        (Scripted(b"x" * 40, length=80), "broke off"),
    ],
)
def test_what_is_no_reply_of_a_desk_is_told(
    service: Service, ask: Ask, reply: Scripted, told: str
) -> None:
    service.replies["/v1/ask"] = [reply]
    with pytest.raises(ReplyError, match=told):
        ask()


def test_a_field_that_is_lacking_is_named(
    service: Service, ask: Ask, answer: dict[str, Any]
) -> None:
    del (altered := dict(answer))["outcome"]
    service.replies["/v1/ask"] = [Scripted({**altered, "mood": 1})]
    with pytest.raises(ReplyError, match="outcome: missing"):
        ask()


def test_a_late_reply_is_not_waited_for(service: Service, ask: Ask) -> None:
    service.replies["/v1/ask"] = [Scripted(b" " * 40, pause=0.1, parts=40)]
    with pytest.raises(LateError, match=r"within 0\.3 s"):
        ask(timeout=0.3)


def test_no_service_is_told(ask: Ask, service: Service) -> None:
    service.url = "http://127.0.0.1:9"
    with pytest.raises(UnreachableError, match="check that the service runs"):
        ask()


@pytest.mark.parametrize(
    ("argument", "variable", "sent"),
    [
        (None, None, None),
        (None, "rdk_1_from-environment", "Bearer rdk_1_from-environment"),
        ("rdk_1_given", "rdk_1_from-environment", "Bearer rdk_1_given"),
        ("", "rdk_1_from-environment", None),
    ],
)
def test_the_key_is_sent_and_never_shown(
    service: Service,
    monkeypatch: pytest.MonkeyPatch,
    argument: str | None,
    variable: str | None,
    sent: str | None,
) -> None:
    monkeypatch.delenv("REFDESK_API_KEY", raising=False)
    if variable:
        monkeypatch.setenv("REFDESK_API_KEY", variable)
    with Client(service.url, api_key=argument) as desk:
        desk.ask(QUESTION)
        assert "rdk" not in repr(desk) + repr(vars(desk))
    assert service.keys == [sent]
    assert "rdk" not in repr(Line(service.url, api_key="rdk_1_given"))


def test_a_key_is_not_carried_elsewhere(service: Service) -> None:
    with scripted_service({}) as other, Client(service.url, api_key="rdk_1_given") as desk:
        service.replies["/v1/ask"] = [Scripted(b"", 308, {"Location": f"{other.url}/v1/ask"})]
        with pytest.raises(ReplyError):
            desk.ask(QUESTION)
        assert other.asked == []


@pytest.mark.parametrize("key", ["two words", "line\nbreak", "schlüssel", "nul\0"])
def test_a_key_that_cannot_be_sent_is_not_repeated(key: str) -> None:
    for kind in (Client, AsyncClient):
        with pytest.raises(AddressError, match="REFDESK_API_KEY") as caught:
            kind("http://127.0.0.1:8000", api_key=key)
        assert key not in str(caught.value)


def read(parts: list[bytes], status: int = 200, media: str = "text/event-stream") -> list[Event]:
    """Return the events of a stream that comes in these parts."""
    reader = EventReader()
    reader.take(Received(status, media, "", "", "", b""))
    events = [event for part in parts for event in reader.take(part)]
    reader.end()
    return events


@settings(max_examples=30, deadline=None, derandomize=True)
@given(data=st.data())
def test_a_stream_may_come_in_any_parts(streamed: bytes, data: st.DataObject) -> None:
    places = st.lists(st.integers(0, len(streamed)), max_size=30)
    cuts = [0, *sorted(data.draw(places)), len(streamed)]
    parts = [streamed[start:end] for start, end in itertools.pairwise(cuts)]
    assert read(parts) == read([streamed])


def written(events: list[tuple[str, Any]]) -> bytes:
    told = [f"event: {name}\ndata: {json.dumps(value, ensure_ascii=False)}\n\n"
            for name, value in events]  # fmt: skip
    return "".join(told).encode()


def test_a_quote_may_hold_what_others_take_for_an_end_of_line(streamed: bytes) -> None:
    events = events_of(streamed.decode())
    events[2][1][0]["quote"] = odd = "a\u2028b\u0085c\x0bd\re"
    assert read([written(events)])[2].evidence[0].quote == odd  # type: ignore[union-attr]


def test_a_stream_out_of_order_is_refused(streamed: bytes) -> None:
    events = events_of(streamed.decode())
    disclaimer, policy, evidence, *statements, done = events
    for wrong in (
        [policy, disclaimer],
        [evidence],
        [done],
        [("disclaimer", None), policy],
        [("disclaimer", {**disclaimer[1], "text": "Fine."}), policy],
        [("error", {"status": 500, "disclaimer": disclaimer[1]})],
    ):
        with pytest.raises(DisclaimerError):
            read([written(wrong)])
    for wrong in (
        [disclaimer, evidence],
        [disclaimer, policy, done],
        [disclaimer, disclaimer],
        [disclaimer, policy, evidence, *statements, done, done],
        [disclaimer, policy, evidence, ("mood", 1)],
        [disclaimer, policy, evidence, *statements],
        [disclaimer, policy, evidence, ("statement", {"text": "x"})],
        [],
    ):
        with pytest.raises(ReplyError):
            read([written(wrong)])
    other = {**done[1], "disclaimer": {**disclaimer[1], "id": "other"}}
    with pytest.raises(DisclaimerError, match="another disclaimer"):
        read([written([disclaimer, policy, evidence, *statements, ("done", other)])])


def test_a_stream_that_fails_ends_with_its_problem(streamed: bytes) -> None:
    disclaimer, policy, *_ = events_of(streamed.decode())
    problem = {"type": "urn:refdesk:problem:record-not-kept", "status": 503, "detail": "No."}
    with pytest.raises(BusyError, match="503 record-not-kept"):
        read([written([disclaimer, policy, ("error", problem)])])


def test_a_page_is_no_stream(streamed: bytes) -> None:
    with pytest.raises(ReplyError, match="no event stream"):
        read([streamed], media="text/html")


def test_a_busy_stream_is_waited_for(service: Service, streamed: bytes) -> None:
    service.replies["/v1/ask/stream"] = [
        Scripted(b"busy", 503, {"Retry-After": "3"}),
        Scripted(streamed, headers=STREAM),
        Scripted({"type": "urn:refdesk:problem:invalid-request"}, 422),
    ]
    waits: list[float] = []
    with Client(service.url, sleep=waits.append) as desk:
        assert len(list(desk.ask_stream(QUESTION))) > 4
        with pytest.raises(RequestError):
            list(desk.ask_stream(QUESTION))
    assert waits == [3.0]


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({}, None),
        ({"media": "text/html"}, ReplyError),
        ({"media": ""}, ReplyError),
        ({"body": b""}, ReplyError),
        ({"disclaimer_id": ""}, DisclaimerError),
        ({"disclaimer_id": "another-en-1.0.0"}, DisclaimerError),
        ({"status": 302, "location": "https://evil.example"}, ReplyError),
        ({"status": 409}, RequestError),
        ({"status": 503}, BusyError),
    ],
)
def test_a_file_is_one_of_its_format_that_names_its_disclaimer(
    changed: dict[str, Any], error: type[Exception] | None
) -> None:
    call = FileCall("/v1/desk/export", b"{}", "text/markdown", "general-en-1.0.0")
    came = Received(200, "text/markdown", "", "", "general-en-1.0.0", b"# Refdesk")
    received = replace(came, **changed)
    if error is None:
        assert file_of(call, received) == b"# Refdesk"
    else:
        with pytest.raises(error):
            file_of(call, received)
