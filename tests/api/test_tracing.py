"""Traces, as a collector gets them: a span for each request and stage, nothing of a question."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span
from starlette.testclient import TestClient

from api.app import create_app
from api.observing.tracing import NoTracing, tracing_of
from api.settings import Settings, SettingsError
from tests.api.api_inputs import QUESTIONS
from tests.api.running import ROOT

CANARY = "zebrafinch"
TRACE, PARENT = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"


@dataclass
class Collector:
    """What was sent to it."""

    url: str = ""
    bodies: list[bytes] = field(default_factory=list)

    def spans(self) -> list[Span]:
        found = []
        for body in self.bodies:
            for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
                for scope in resource.scope_spans:
                    found += list(scope.spans)
        return found


@pytest.fixture
def collector() -> Iterator[Collector]:
    held = Collector()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.path == "/v1/traces":
                held.bodies.append(body)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: Any) -> None:  # noqa: ANN401 - the library's own signature
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    held.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield held
    server.shutdown()
    server.server_close()
    thread.join()


@contextmanager
def traced(data: Path, endpoint: str, **more: Any) -> Iterator[TestClient]:  # noqa: ANN401
    settings = Settings(data=data, trace_endpoint=endpoint, records="off", **more)
    with TestClient(create_app(settings), client=("127.0.0.1", 1)) as client:
        yield client


def test_a_span_for_the_request_and_each_stage(data_folder: Path, collector: Collector) -> None:
    with traced(data_folder, collector.url) as client:
        body = {"question": f"{QUESTIONS['answered']} {CANARY}"}
        reply = client.post(f"/v1/ask?q={CANARY}", json=body)
        client.post("/v1/ask/stream", json={"question": QUESTIONS["answered"]})
        client.get(f"/v1/articles/{CANARY}")
    spans = collector.spans()
    roots = {each.name: each for each in spans if not each.parent_span_id}
    assert set(roots) == {"POST /v1/ask", "POST /v1/ask/stream", "GET /v1/articles/{slug}"}
    for name in ("POST /v1/ask", "POST /v1/ask/stream"):
        root = roots[name]
        under = [each for each in spans if each.parent_span_id == root.span_id]
        assert {each.name for each in under} >= {"policy", "retrieve", "support"}
        assert {each.trace_id for each in under} == {root.trace_id}
        for each in under:
            assert root.start_time_unix_nano <= each.start_time_unix_nano
            assert each.start_time_unix_nano <= each.end_time_unix_nano <= root.end_time_unix_nano
    told = {each.key: each.value for each in roots["POST /v1/ask"].attributes}
    assert told["refdesk.request_id"].string_value == reply.headers["X-Request-Id"]
    assert told["http.response.status_code"].int_value == 200
    assert told["http.route"].string_value == "/v1/ask"
    assert CANARY.encode() not in b"".join(collector.bodies)


@pytest.mark.parametrize(("proxies", "taken"), [(("127.0.0.1",), True), ((), False)])
def test_a_trace_goes_on_from_a_trusted_proxy_alone(
    data_folder: Path, collector: Collector, proxies: tuple[str, ...], *, taken: bool
) -> None:
    with traced(data_folder, collector.url, trusted_proxies=proxies) as client:
        client.get("/v1/tiers", headers={"traceparent": f"00-{TRACE}-{PARENT}-01"})
    (span,) = collector.spans()
    assert (span.trace_id.hex() == TRACE) is taken
    assert (span.parent_span_id.hex() == PARENT) is taken


def test_no_answer_waits_for_a_collector_that_is_away(data_folder: Path) -> None:
    with traced(data_folder, "http://127.0.0.1:9") as client:
        assert client.post("/v1/ask", json={"question": QUESTIONS["answered"]}).status_code == 200


def test_so_many_of_a_hundred_are_traced(data_folder: Path, collector: Collector) -> None:
    with traced(data_folder, collector.url, trace_percent=0) as client:
        client.get("/v1/tiers")
    assert collector.spans() == []


def test_without_an_address_nothing_is_imported() -> None:
    assert isinstance(tracing_of(Settings()), NoTracing)
    code = "import sys, api.app; print('opentelemetry.sdk' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"


def test_missing_packages_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    name = "opentelemetry.exporter.otlp.proto.http.trace_exporter"
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(SettingsError, match=r"install refdesk\[telemetry\]"):
        tracing_of(Settings(trace_endpoint="http://127.0.0.1:4318"))
