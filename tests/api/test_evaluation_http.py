"""A service that is slow, absent, broken or no desk at all: one line that says which."""

from __future__ import annotations

import gzip
import json
import socket
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from api.evaluation.http import HttpTarget
from api.evaluation.inprocess import DeskTarget
from rag.evaluation.packages import MissingPackageError
from rag.evaluation.target import TargetError
from refdesk.client.addresses import checked_base_url
from refdesk.client.wire import MAX_REPLY_BYTES
from tests.api.api_inputs import QUESTIONS
from tests.api.scripted_service import Scripted, Service, scripted_service

QUESTION = QUESTIONS["answered"]
BUSY = "urn:refdesk:problem:starting"


@pytest.fixture(scope="module")
def payloads(data_folder: Path) -> dict[str, Any]:
    """Return good payloads by path."""
    with DeskTarget(data_folder) as desk:
        # Without `warnings`, as a service older than them replies.
        ready = {"status": "ready", "snapshot": desk.info.snapshot, "disclaimer": None}
        return {
            "/readyz": ready,
            "/v1/search": dict(desk.search("cells", 1).payload),
            "/v1/ask": dict(desk.ask(QUESTION).payload),
            "/v1/articles/frailty": dict(desk.article("frailty") or {}),
            "/openapi.json": {"info": {"version": "9.9", "title": "Refdesk"}, "paths": {}},
        }


@pytest.fixture
def service(payloads: dict[str, Any]) -> Iterator[Service]:
    replies = {path: [Scripted(payload)] for path, payload in payloads.items()}
    with scripted_service(replies) as running:
        yield running


@pytest.fixture
def connect(service: Service) -> Iterator[Callable[..., HttpTarget]]:
    opened: list[HttpTarget] = []

    def make(**options: Any) -> HttpTarget:  # noqa: ANN401 - of the target
        opened.append(HttpTarget(service.url, **options))
        return opened[-1]

    yield make
    for target in opened:
        target.close()


Connect = Callable[..., HttpTarget]


def failure(target: HttpTarget) -> str:
    with pytest.raises(TargetError) as caught:
        target.ask(QUESTION)
    return str(caught.value)


def test_a_good_service_is_read(service: Service, connect: Connect) -> None:
    target = connect()
    assert target.info.software == "9.9"
    assert service.asked == ["/readyz", "/v1/search", "/openapi.json"]
    reply = target.ask(QUESTION)
    assert reply.payload["outcome"] == "answered"
    assert reply.disclaimer_header == ""


def test_the_key_is_sent_and_never_told(service: Service, connect: Connect) -> None:
    target = connect(api_key="rdk_1_secret")
    service.replies["/v1/ask"] = [Scripted(b"no", 401)]
    assert "secret" not in failure(target) + repr(target.info)
    assert set(service.keys) == {"Bearer rdk_1_secret"}
    with pytest.raises(TargetError, match="REFDESK_API_KEY") as caught:
        connect(api_key="two words")
    assert "two words" not in str(caught.value)


def test_a_service_that_says_later_is_waited_for(service: Service, connect: Connect) -> None:
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=20), usegmt=True)
    past = format_datetime(datetime.now(UTC) - timedelta(days=1), usegmt=True)
    service.replies["/v1/ask"][:0] = [
        Scripted({"type": BUSY}, 503, {"Retry-After": "2"}),
        Scripted(b"slow down", 429, {"Retry-After": "86400"}),
        Scripted(b"slow down", 429, {"Retry-After": soon}),
        Scripted(b"slow down", 503, {"Retry-After": past}),
    ]
    waits: list[float] = []
    reply = connect(sleep=waits.append).ask(QUESTION)
    assert reply.payload["outcome"] == "answered"
    assert [waits[0], waits[1], waits[3]] == [2.0, 30.0, 0.0]
    assert 5 < waits[2] <= 20


def test_it_gives_up_after_five_tries(service: Service, connect: Connect) -> None:
    service.replies["/v1/ask"] = [
        Scripted({"type": BUSY, "detail": "Starting."}, 503, {"Retry-After": "1"})
    ]
    waits: list[float] = []
    told = failure(connect(sleep=waits.append))
    assert told == "503 starting: Starting. (tried 5 times)"
    assert waits == [1.0] * 4
    assert service.count("/v1/ask") == 5


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        (503, {}),
        (429, {"Retry-After": "soon"}),
        (429, {"Retry-After": "-1"}),
        (500, {"Retry-After": "1"}),
    ],
)
def test_it_waits_only_where_it_is_told_how_long(
    service: Service, connect: Connect, status: int, headers: dict[str, str]
) -> None:
    service.replies["/v1/ask"] = [Scripted({"type": BUSY}, status, headers)]
    target = connect(sleep=lambda _: pytest.fail("it waited"))
    assert failure(target) == f"{status} starting: no detail given"
    assert service.count("/v1/ask") == 1


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_told_and_not_followed(
    service: Service, connect: Connect, status: int
) -> None:
    with scripted_service({"/v1/ask": [Scripted({})]}) as other:
        where = f"{other.url}/v1/ask"
        service.replies["/v1/ask"] = [Scripted(b"", status, {"Location": where})]
        assert f"{status} redirect to '{where}'" in failure(connect())
        assert other.asked == []


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"", "not JSON"),
        (b"<html>Hello</html>", "not JSON"),
        (b'{"outcome": "answered"', "not JSON"),
        (b'{"score": NaN}', "not JSON"),
        (b"\xff\xfe{}", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"9" * 5000, "not JSON"),
        (b"[1, 2]", "not a JSON object"),
        (b"null", "not a JSON object"),
        (b"{}", "answer_id: missing"),
    ],
)
def test_garbage_is_no_reply(service: Service, connect: Connect, body: bytes, told: str) -> None:
    service.replies["/v1/ask"] = [Scripted(body)]
    assert told in failure(connect())


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"outcome": "healed"}, "outcome: literal error"),
        ({"evidence": [{"n": 1}]}, "evidence.0.passage_id: missing"),
        ({"timings_ms": {"total": "5"}}, "timings_ms.total: float type"),
        ({"statements": None}, "statements: list type"),
    ],
)
def test_a_payload_that_is_none_of_the_contract_is_named(
    service: Service, connect: Connect, payloads: dict[str, Any], change: dict[str, Any], told: str
) -> None:
    service.replies["/v1/ask"] = [Scripted({**payloads["/v1/ask"], **change})]
    assert failure(connect()) == f"the reply is none of the contract: {told}"


def test_a_payload_may_tell_more_and_an_older_one_less(
    service: Service, connect: Connect, payloads: dict[str, Any]
) -> None:
    newer = {"support", "generation"}
    older = {name: value for name, value in payloads["/v1/ask"].items() if name not in newer}
    service.replies["/v1/ask"] = [Scripted({**payloads["/v1/ask"], "mood": 1}), Scripted(older)]
    target = connect()
    assert target.ask(QUESTION).payload["mood"] == 1
    oldest = target.ask(QUESTION).payload
    assert (oldest["support"], oldest["generation"]) == (None, None)


@pytest.mark.parametrize("carried", [None, {}, {"id": "x", "text": ""}])
def test_a_wrong_disclaimer_is_left_to_the_judge(
    service: Service, connect: Connect, payloads: dict[str, Any], carried: object
) -> None:
    without = {name: value for name, value in payloads["/v1/ask"].items() if name != "disclaimer"}
    headers = {"X-Disclaimer-Id": "other"}
    service.replies["/v1/ask"] = [
        Scripted(without, headers=headers),
        Scripted({**without, "disclaimer": carried}),
    ]
    target = connect()
    first, second = target.ask(QUESTION), target.ask(QUESTION)
    assert "disclaimer" not in first.payload
    assert first.disclaimer_header == "other"
    assert second.payload["disclaimer"] == carried


def test_a_huge_reply_is_not_read_to_its_end(service: Service, connect: Connect) -> None:
    bomb = gzip.compress(b" " * (MAX_REPLY_BYTES + 1))
    service.replies["/v1/ask"] = [
        Scripted(b" " * (MAX_REPLY_BYTES + 1)),
        Scripted(bomb, headers={"Content-Encoding": "gzip"}),
    ]
    target = connect()
    assert "exceeds 16 MB" in failure(target)
    assert "exceeds 16 MB" in failure(target)


def test_a_reply_of_the_allowed_size_is_read(
    service: Service, connect: Connect, payloads: dict[str, Any]
) -> None:
    text = json.dumps(payloads["/v1/ask"]).encode()
    service.replies["/v1/ask"] = [Scripted(text + b" " * (MAX_REPLY_BYTES - len(text)))]
    assert connect().ask(QUESTION).payload["outcome"] == "answered"


@pytest.mark.parametrize(
    "late", [Scripted({"a": 1}, pause=5), Scripted(b" " * 40, pause=0.1, parts=40)]
)
def test_a_late_reply_is_not_waited_for(service: Service, connect: Connect, late: Scripted) -> None:
    service.replies["/v1/ask"] = [late]
    assert failure(connect(timeout=0.5)).endswith("within 0.5 s")


def test_a_reply_that_breaks_off_is_told(service: Service, connect: Connect) -> None:
    service.replies["/v1/ask"] = [Scripted(b'{"a": ', length=50)]
    assert "broke off" in failure(connect())


def test_nobody_there_says_what_to_check() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(TargetError, match="check that the service runs") as caught:
        HttpTarget(f"http://127.0.0.1:{port}", timeout=5)
    assert f"127.0.0.1:{port}" in str(caught.value)


def test_strangers_words_are_cut_short(service: Service, connect: Connect) -> None:
    long = {"type": "about:blank", "title": "Teapot\x1b[31m\n" + "very " * 5000}
    service.replies["/v1/ask"] = [Scripted(long, 418), Scripted(b"<html>" * 5000, 502)]
    target = connect()
    first, second = failure(target), failure(target)
    assert first.startswith("418 problem: Teapot [31m very very")
    assert len(first) < 250
    assert second.startswith("502 without problem details")
    assert "html" not in second


def test_a_404_of_another_server_is_no_missing_article(service: Service, connect: Connect) -> None:
    service.replies["/v1/articles/gone"] = [
        Scripted({"type": "urn:refdesk:problem:not-found"}, 404)
    ]
    target = connect()
    assert target.article("frailty") is not None
    assert target.article("gone") is None
    with pytest.raises(TargetError, match="404 without problem details"):
        target.article("elsewhere")


def test_a_service_that_is_not_ready_is_told(service: Service) -> None:
    service.replies["/readyz"] = [
        Scripted({"type": "urn:refdesk:problem:no-snapshot", "detail": "Build one."}, 503)
    ]
    with pytest.raises(TargetError, match=r"^503 no-snapshot: Build one\.$"):
        HttpTarget(service.url)


def test_a_snapshot_that_changes_while_connecting_is_told(
    service: Service, payloads: dict[str, Any]
) -> None:
    service.replies["/readyz"] = [Scripted({**payloads["/readyz"], "snapshot": "other"})]
    with pytest.raises(TargetError, match="changed its snapshot"):
        HttpTarget(service.url)


def test_a_service_may_keep_its_description(service: Service, connect: Connect) -> None:
    service.replies["/openapi.json"] = [Scripted(b"forbidden", 403)]
    assert connect().info.software == "unknown"


def test_a_path_prefix_is_kept(payloads: dict[str, Any]) -> None:
    replies = {f"/desk/a{path}": [Scripted(payload)] for path, payload in payloads.items()}
    with scripted_service(replies) as running, HttpTarget(f"{running.url}/desk/a/") as target:
        assert target.info.where == f"{running.url}/desk/a"
        assert target.ask(QUESTION).payload["outcome"] == "answered"
        assert all(path.startswith("/desk/a/") for path in running.asked)


def test_a_proxy_is_not_asked_for_the_loopback(
    connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert connect().ask(QUESTION).payload["outcome"] == "answered"


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("HTTPS://Desk.example/a/b//", "HTTPS://Desk.example/a/b"),
        ("http://[::1]:8000/", "http://[::1]:8000"),
    ],
)
def test_addresses_that_can_be_used(given: str, used: str) -> None:
    assert checked_base_url(given) == used


@pytest.mark.parametrize(
    "given",
    [
        "",
        "localhost:8000",
        "127.0.0.1:8000",
        "ftp://desk.example",
        "file:///etc/passwd",
        "http://",
        "http:///v1",
        "http://desk.example:99999",
        "http://desk.example:0",
        "http://desk.example:port",
        "http://[::1",
        "http://desk .example",
        "http://desk.example/\n",
        "http://user:secret@desk.example",
        "http://desk.example/?key=secret",
        "http://desk.example/#part",
    ],
)
def test_addresses_that_cannot_be_used(given: str) -> None:
    with pytest.raises(TargetError, match="address") as caught:
        HttpTarget(given)
    assert "secret" not in str(caught.value)


def test_without_httpx_the_command_that_installs_it_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "httpx", None)
    for name in [name for name in sys.modules if name.startswith("refdesk.client")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delitem(sys.modules, "api.evaluation.transport")
    with pytest.raises(MissingPackageError, match=r"pip install 'refdesk\[eval\]'"):
        HttpTarget("http://127.0.0.1:8000")
