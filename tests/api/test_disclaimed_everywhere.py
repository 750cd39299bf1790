"""Every payload carries a released disclaimer: every route, method, status, outcome and language.

What a payload is told by its media type; only the liveness probe, the OpenAPI document and static
files are none. The service is looked at served, without a snapshot, and failing in every route.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from click.testing import CliRunner
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from api.app import create_app
from api.cli.main import cli
from api.evaluation.inprocess import DeskTarget
from api.problems import KINDS
from api.released import carried_disclaimer
from api.schemas import Outcome
from api.settings import MAX_BODY_BYTES, Settings
from rag.disclaimers import all_disclaimers, disclaimer_for
from rag.translations import languages
from tests.api.api_checks import assert_disclaimed, assert_problem, assert_streamed
from tests.api.test_errors import METHODS, routes

NO_PAYLOAD = {"/healthz", "/openapi.json", "/favicon.ico", "/static/{name}", "/widget/{name}"}
PAGES = {
    *("/", "/desk", "/docs", "/library", "/library/map", "/library/articles"),
    *("/library/studies.csv", "/library/articles/{slug}", "/library/studies/{key:path}"),
}
ASKED = {
    "answered": "Was any serious adverse event judged to be caused by the cells in CRATUS?",
    "partial": "Should I get the CRATUS cells for my frailty?",
    "refused": "What dose of stem cells should I inject into my knee?",
    "emergency": "I cannot breathe and my chest hurts since the infusion an hour ago",
    "not_in_library": "What is the capital of France?",
}
TALK = [
    *ASKED.values(),
    "I want to kill myself",
    "Are you a doctor?",
    "What was the p-value for walking distance in CRATUS?",
    "¿Qué dosis de células madre debo inyectarme?",
    "هل يجب أن أوقف دوائي؟",
    "Quale dose devo prendere?",
    "Mitä kantasolut ovat ja toimivatko ne?",
]
LOCALES = [
    *(f"{each.lang}-{place}" for each in languages() for place in ("US", "GB", "DE", "ZZ")),
    *(each.lang for each in languages()),
    *("en", "en-US", "fi", "zh-Hant-TW", "x-y", None),
]


class _Failing:
    """A provider whose every use fails."""

    def close(self) -> None: ...

    def desk(self) -> Any:  # noqa: ANN401 - never returns
        raise RuntimeError("failing")

    take = desk
    records = desk
    database = desk

    def refresh(self, *, told: bool = False) -> None: ...

    def unusable(self) -> None: ...

    def serving(self) -> str:
        return ""


@pytest.fixture(scope="module")
def clients(
    client: TestClient, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, TestClient]]:
    failing: Any = _Failing()
    empty = create_app(Settings(data=tmp_path_factory.mktemp("empty")))
    with TestClient(empty) as without, TestClient(create_app(Settings(), failing)) as broken:
        yield {"served": client, "without a snapshot": without, "failing": broken}


@pytest.mark.parametrize("state", ["served", "without a snapshot", "failing"])
def test_every_route_and_method_in_every_state(
    app: FastAPI, clients: dict[str, TestClient], state: str
) -> None:
    seen = set()
    bodies: list[tuple[dict[str, str], bytes]] = [
        ({"Content-Type": "application/json"}, b'{"question": "What is CRATUS?"}'),
        ({"Content-Type": "application/json"}, b'{"query": "cells"}'),
        ({"Content-Type": "application/json"}, b"{"),
        ({"Content-Type": "text/plain"}, b"words"),
        ({"Content-Type": "application/json"}, b" " * (MAX_BODY_BYTES + 1)),
    ]
    for path, _ in routes(app):
        for name in ("frailty", "x", "%00"):
            for method in METHODS:
                for headers, content in bodies if method == "POST" else bodies[:1]:
                    where = path.replace("{slug}", name).replace("{id}", name)
                    reply = clients[state].request(
                        method, where.replace("{name}", name), headers=headers, content=content
                    )
                    seen.add(reply.status_code)
                    assert reply.headers["X-Disclaimer-Id"] in {e.id for e in all_disclaimers()}
                    if method == "HEAD":
                        continue
                    if reply.status_code >= 400:
                        assert_problem(reply, reply.status_code)
                    elif path in PAGES:
                        assert disclaimer_for("en").text in reply.text
                    elif path.endswith("/stream"):
                        assert_streamed(reply)
                    elif path not in NO_PAYLOAD:
                        assert_disclaimed(reply)
    expected = {
        "served": {200, 401, 404, 405, 413, 415, 422},
        "without a snapshot": {200, 401, 404, 405, 413, 415, 422, 503},
        "failing": {200, 401, 404, 405, 413, 415, 422, 500},
    }
    assert seen == expected[state]


def test_every_kind_of_problem_carries_it() -> None:
    from api.problems import problem_bytes

    for code in KINDS:
        assert carried_disclaimer(problem_bytes(code)) == disclaimer_for(None)


@pytest.mark.parametrize("outcome", get_args(Outcome))
@pytest.mark.parametrize("locale", LOCALES)
def test_every_outcome_in_every_locale(
    client: TestClient, outcome: str, locale: str | None
) -> None:
    body = {"question": ASKED[outcome]} | ({"locale": locale} if locale else {})
    reply = client.post("/v1/ask", json=body)
    answer = assert_disclaimed(reply)
    assert answer["outcome"] == outcome
    expected = disclaimer_for(locale)
    assert answer["disclaimer"]["id"] == expected.id
    assert answer["text"].endswith(expected.text)
    assert disclaimer_for("en").text in answer["text"]
    if expected.lang == "en":
        return
    # Nobody has signed a translation: each is followed by its English original.
    region = (locale or "").partition("-")[2]
    english = client.post("/v1/ask", json=body | {"locale": f"en-{region or 'ZZ'}"}).json()
    for name in ("statements", "notices"):
        ours = [each["text"] for each in answer[name] if each["kind"] != "quote"]
        assert ours[1::2] == [each["text"] for each in english[name] if each["kind"] != "quote"]
        assert not set(ours[::2]) & set(ours[1::2])


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    question=st.one_of(
        st.sampled_from(TALK),
        st.text(min_size=1, max_size=60),
        st.tuples(st.sampled_from(TALK), st.sampled_from(TALK)).map(" ".join),
    ),
    locale=st.one_of(st.sampled_from(LOCALES), st.from_regex(r"[a-z]{2,3}(-[A-Z]{2})?")),
    extra=st.dictionaries(
        st.sampled_from(["disclaimer", "no_disclaimer", "mode", "max_evidence", "filters"]),
        st.sampled_from(["", "none", None, False, 0, 3, "auto", {"human_only": True}]),
        max_size=2,
    ),
)
def test_no_question_locale_or_field_drops_it(
    client: TestClient, question: str, locale: str | None, extra: dict[str, object]
) -> None:
    body = {"question": question, **({"locale": locale} if locale else {}), **extra}
    reply = client.post("/v1/ask", content=json.dumps(body).encode("utf-8", "replace"),
                        headers={"Content-Type": "application/json"})  # fmt: skip
    assert reply.status_code in {200, 422}
    answer = assert_disclaimed(reply)
    if reply.status_code == 200:
        assert answer["text"].rstrip().endswith(answer["disclaimer"]["text"])


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["What is CRATUS?"], 0),
        ([ASKED["refused"]], 4),
        ([ASKED["emergency"], "--locale", "es-US"], 4),
        (["What is the capital of France?", "--locale", "ja"], 5),
        ([""], 2),
        (["x" * 2001], 2),
        (["a\x00b"], 2),
        (["What is CRATUS?", "--mode", "generative"], 2),
        (["What is CRATUS?", "--locale", "../en"], 2),
        (["What is CRATUS?", "--data", "nowhere"], 3),
    ],
)
def test_the_command_line_in_json(data_folder: Path, words: list[str], code: int) -> None:
    data = [] if "--data" in words else ["--data", str(data_folder)]
    done = CliRunner().invoke(cli, ["ask", *words, *data, "--json"])
    assert done.exit_code == code
    assert carried_disclaimer(done.stdout.encode()) is not None


def test_what_an_evaluation_measures_in_process(data_folder: Path) -> None:
    with DeskTarget(data_folder) as target:
        payloads = [target.ask(question).payload for question in TALK]
        payloads += [target.search("walking", 3).payload, target.article("frailty") or {}]
    for payload in payloads:
        assert carried_disclaimer(json.dumps(payload).encode()) is not None
