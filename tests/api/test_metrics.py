"""Metrics: what was answered is counted, by fixed labels; nothing of a question is in them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from api.access.roles import Role, Scope
from api.app import create_app
from api.database.engine import DATABASE_FILE
from api.observing.metrics import MOST_VALUES, Metrics
from api.settings import Settings
from rag.desk import Question, ReferenceDesk
from rag.disclaimers import disclaimer_for
from rag.generation.report import Generation
from tests.api.access_inputs import bearer, new_key
from tests.api.api_checks import assert_problem
from tests.api.api_inputs import QUESTIONS

CANARY = "zebrafinch"
OPERATOR = ("127.0.0.1", 50000)


@pytest.fixture
def client(data_folder: Path, tmp_path: Path) -> Iterator[TestClient]:
    data = tmp_path / "data"
    data.mkdir()
    for name in ("snapshots", "ACTIVE"):
        (data / name).symlink_to(data_folder / name)
    app = create_app(Settings(data=data, reload_seconds=0))
    with TestClient(app, client=OPERATOR) as opened:
        yield opened


def figures(client: TestClient) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    reply = client.get("/metrics")
    assert reply.status_code == 200
    assert reply.headers["content-type"].startswith("text/plain; version=1.0.0")
    assert reply.headers["X-Disclaimer-Id"]
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(reply.text)
        for sample in family.samples
    }


def test_each_outcome_is_counted(client: TestClient, data_folder: Path) -> None:
    for outcome, question in QUESTIONS.items():
        answer = client.post("/v1/ask", json={"question": question}).json()
        assert answer["outcome"] == outcome
        if outcome == "answered":
            tier = answer["strongest_tier"]["id"]
    client.post("/v1/ask/stream", json={"question": QUESTIONS["refused"]})
    client.get("/v1/articles/frailty")
    client.get("/v1/articles/none")
    client.get(f"/{CANARY}")
    client.head("/healthz")
    found = figures(client)

    def counted(name: str, **labels: str) -> float:
        return found.get((f"refdesk_{name}", tuple(sorted(labels.items()))), 0.0)

    assert counted("answers_total", outcome="answered", reason="supported") == 1
    assert counted("answers_total", outcome="refused", reason="dosing") == 2
    assert counted("policy_decisions_total", category="dosing", action="refuse") == 2
    assert counted("answers_total", outcome="not_in_library", reason="off_topic") == 1
    assert counted("headline_tiers_total", tier=tier) == 1
    for stage in ("policy", "retrieve", "support", "compose", "record", "total"):
        assert counted("stage_seconds_count", stage=stage) >= 1
    article = "/v1/articles/{slug}"
    assert counted("http_requests_total", route=article, method="GET", status="200") == 1
    assert counted("http_requests_total", route=article, method="GET", status="404") == 1
    assert counted("http_requests_total", route="none", method="GET", status="404") == 1
    assert counted("http_requests_total", route="/healthz", method="HEAD", status="200") == 1
    assert counted("http_request_seconds_count", route="/v1/ask") == 4
    assert counted("requests_running") == 1  # the scrape itself
    snapshot = (data_folder / "ACTIVE").read_text().strip()
    assert counted("snapshot_info", snapshot=snapshot) == 1
    assert counted("snapshot_unusable") == 0
    assert counted("process_memory_bytes") > 10_000_000


def test_no_words_of_a_request_are_in_them(client: TestClient) -> None:
    client.post(f"/v1/ask?{CANARY}=1", json={"question": f"What is {CANARY}?"})
    client.post("/v1/ask", json={"question": "x", "locale": "xx-ZEBRA"})
    client.get(f"/v1/articles/{CANARY}", headers={"User-Agent": CANARY, "X-Request-Id": CANARY})
    client.request(CANARY.upper(), "/v1/ask")
    told = client.get("/metrics").text
    assert CANARY not in told.lower()
    assert told.startswith("# Educational information only")
    assert disclaimer_for(None).text.replace("\n", " ") in told


def test_a_record_that_is_not_kept_is_counted(client: TestClient, tmp_path: Path) -> None:
    (tmp_path / "data" / DATABASE_FILE).mkdir()
    assert_problem(client.post("/v1/ask", json={"question": QUESTIONS["answered"]}), 503)
    found = figures(client)
    assert found["refdesk_records_not_kept_total", ()] == 1
    assert not [name for name, _ in found if name == "refdesk_answers_total"]


def test_what_a_model_drafted_and_what_was_dropped_is_counted(client: TestClient) -> None:
    metrics = Metrics("1")
    desk: ReferenceDesk = client.app.state.provider.desk()  # type: ignore[attr-defined]
    answer = desk.ask(Question(QUESTIONS["answered"]))
    fields = {each.name: None for each in dataclasses.fields(Generation)}
    drafted = Generation(**{**fields, "used": True, "drafted": 3, "shown": 1,
                            "dropped": {"negation": 2}})  # type: ignore[arg-type]  # fmt: skip
    metrics.answered(dataclasses.replace(answer, generation=drafted))
    told = metrics.exposed().decode()
    assert "refdesk_sentences_drafted_total 3.0" in told
    assert 'refdesk_sentences_dropped_total{reason="negation"} 2.0' in told


def test_a_label_takes_so_many_values_and_no_more() -> None:
    metrics = Metrics("1")
    for number in range(MOST_VALUES + 10):
        metrics.request_began()
        metrics.request_ended(f"/{number}", "GET", 200, 0.1)
    told = metrics.exposed().decode()
    assert 'route="other"' in told
    assert told.count("refdesk_http_requests_total{") == MOST_VALUES + 1


def test_what_is_turned_away_is_counted_by_its_route(client: TestClient) -> None:
    client.get(f"/v1/answers/{CANARY}")
    found = figures(client)
    labels = {"route": "/v1/answers/{id}", "method": "GET", "status": "401"}
    assert found["refdesk_http_requests_total", tuple(sorted(labels.items()))] == 1


def test_this_machine_and_those_with_the_scope_read_them(
    client: TestClient, data_folder: Path
) -> None:
    assert client.get("/metrics").status_code == 200
    assert_problem(client.get("/metrics", headers={"X-Forwarded-For": "192.0.2.1"}), 401)
    elsewhere = TestClient(create_app(Settings(data=data_folder)), client=("192.0.2.1", 1))
    assert_problem(elsewhere.get("/metrics"), 401)
    staff = bearer(new_key(data_folder))
    assert_problem(elsewhere.get("/metrics", headers=staff), 403)
    watcher = bearer(new_key(data_folder, Role.ADMIN, {Scope.METRICS}))
    assert elsewhere.get("/metrics", headers=watcher).status_code == 200
    closed = create_app(Settings(data=data_folder, metrics="admin"))
    assert_problem(TestClient(closed, client=("127.0.0.1", 1)).get("/metrics"), 401)
