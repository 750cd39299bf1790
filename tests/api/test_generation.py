"""Generative mode over HTTP: by configuration alone, told in the answer and in its record."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner
from pydantic import SecretStr
from starlette.testclient import TestClient

from api.app import create_app
from api.cli.main import cli
from api.settings import Settings
from tests.api.access_inputs import bearer, new_key
from tests.api.api_checks import assert_disclaimed, assert_problem, assert_streamed
from tests.api.api_inputs import QUESTIONS
from tests.rag.generation.model_server import ModelServer, says, serving, status

QUESTION = QUESTIONS["answered"]
TRUE = (
    "No serious adverse event was judged to be caused by the cells in the CRATUS trial of 15 frail"
    " older adults [1]."
)
DRAFT = f"{TRUE} The cells are safe for everyone [1]. You should ask for them [1]."
FIELDS = set("model prompt used failure drafted shown dropped tokens".split())


def settings(data: Path, server: ModelServer) -> Settings:
    return Settings(
        data=data,
        generate_base_url=server.base_url,
        generate_model="small-model",
        generate_key=SecretStr("zebrafinch"),
        generate_timeout=2,
    )


def staff(data: Path) -> dict[str, str]:
    return bearer(new_key(data))


def test_a_generated_answer_and_its_record(data_folder: Path) -> None:
    body = {"question": QUESTION, "mode": "generative"}
    with (
        serving(says(DRAFT)) as server,
        TestClient(create_app(settings(data_folder, server)), headers=staff(data_folder)) as client,
    ):
        answer = assert_disclaimed(client.post("/v1/ask", json=body))
        record = assert_disclaimed(client.get(f"/v1/answers/{answer['answer_id']}"))
        streamed = assert_streamed(client.post("/v1/ask/stream", json=body))
        extractive = client.post("/v1/ask", json={"question": QUESTION}).json()
    assert set(answer["generation"]) == FIELDS
    assert answer["generation"]["used"] is True
    assert answer["generation"]["dropped"] == {"negation": 1, "output-check": 1}
    synthesis = [each for each in answer["statements"] if each["kind"] == "synthesis"]
    assert [each["text"] for each in synthesis] == [TRUE.replace(" [1]", "")]
    assert synthesis[0]["citations"] == [1]
    assert answer["evidence"] == extractive["evidence"]
    assert extractive["generation"] is None
    assert streamed["statements"] == answer["statements"]
    assert record["versions"]["model"] == "small-model"
    assert record["versions"]["prompt"] == answer["generation"]["prompt"]
    assert record["asked"]["mode"] == "generative"
    assert "zebrafinch" not in str(answer) + str(record)
    assert "for everyone" not in str(answer)


def test_a_broken_model_costs_only_its_words(data_folder: Path) -> None:
    with (
        serving(status(401)) as server,
        TestClient(create_app(settings(data_folder, server)), headers=staff(data_folder)) as client,
    ):
        for mode in ("generative", "auto"):
            answer = client.post("/v1/ask", json={"question": QUESTION, "mode": mode}).json()
            assert answer["outcome"] == "answered"
            assert answer["generation"]["failure"] == "refused"
            assert {each["kind"] for each in answer["statements"]} == {"framing", "quote"}


def test_the_public_gets_no_drafts(data_folder: Path) -> None:
    with (
        serving(says(DRAFT)) as server,
        TestClient(create_app(settings(data_folder, server))) as client,
    ):
        body = {"question": QUESTION, "mode": "generative"}
        for path in ("/v1/ask", "/v1/ask/stream"):
            refused = assert_problem(client.post(path, json=body), 401)
            assert refused["type"].endswith("credentials-required")
        answer = assert_disclaimed(client.post("/v1/ask", json={**body, "mode": "auto"}))
        assert answer["outcome"] == "answered"
        assert answer["generation"] is None
        assert server.requests == []


def test_without_a_model_generative_is_an_error_and_auto_is_not(client: TestClient) -> None:
    body = {"question": QUESTION, "mode": "generative"}
    assert_problem(client.post("/v1/ask", json=body), 409)
    answer = assert_disclaimed(client.post("/v1/ask", json={**body, "mode": "auto"}))
    assert answer["generation"] is None


def test_the_command_line_asks_the_model_too(data_folder: Path) -> None:
    with serving(says(DRAFT)) as server:
        environment = {
            "REFDESK_GENERATE_BASE_URL": server.base_url,
            "REFDESK_GENERATE_MODEL": "small-model",
        }
        words = ["ask", QUESTION, "--data", str(data_folder), "--mode", "auto"]
        done = CliRunner(env=environment).invoke(cli, words)
    assert done.exit_code == 0
    assert "drafted by a language model" in " ".join(done.stdout.split())
    assert "for everyone" not in done.stdout
