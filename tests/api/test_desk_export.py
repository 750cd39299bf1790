"""POST /v1/desk/export: an answer of this service as a file, for staff alone."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.access.roles import Role, Scope
from api.app import create_app
from api.choices import FORMATS, Format
from api.exporting.carried import file_disclaimer
from api.exporting.formats import EXPORTERS, Exporter
from api.exporting.seal import seal_of
from api.routes import desk_export
from api.settings import Settings
from tests.api.access_inputs import bearer, new_key
from tests.api.api_checks import assert_disclaimed, assert_problem
from tests.api.api_inputs import QUESTIONS
from tests.api.exporting.answers import handmade


@pytest.fixture(scope="module")
def data(data_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    copied = tmp_path_factory.mktemp("export") / "data"
    shutil.copytree(data_folder / "snapshots", copied / "snapshots", copy_function=os.link)
    shutil.copy(data_folder / "ACTIVE", copied / "ACTIVE")
    return copied


@pytest.fixture(scope="module")
def staff(data: Path) -> Iterator[TestClient]:
    app = create_app(Settings(data=data, reload_seconds=0))
    with TestClient(app) as client:
        client.headers.update(bearer(new_key(data)))
        yield client


@pytest.fixture(scope="module")
def told(staff: TestClient) -> dict[str, Any]:
    return asked(staff, "answered")


def asked(staff: TestClient, outcome: str) -> dict[str, Any]:
    """Ask at the desk; return what a page sends back to have the answer as a file."""
    question = QUESTIONS[outcome]
    reply = assert_disclaimed(staff.post("/v1/desk/ask", json={"question": question}))
    return {"question": question, "answer": reply["answer"], "seal": reply["seal"]}


@pytest.mark.parametrize("wanted", FORMATS)
def test_an_answer_is_had_as_a_file(
    staff: TestClient, told: dict[str, Any], wanted: Format
) -> None:
    reply = staff.post("/v1/desk/export", json={"format": wanted, **told})
    assert reply.status_code == 200, reply.text
    exporter = EXPORTERS[wanted]
    assert reply.headers["Content-Type"] == exporter.media
    name = f"refdesk-{told['answer']['answer_id']}{exporter.ending}"
    assert reply.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert reply.headers["X-Content-Type-Options"] == "nosniff"
    assert reply.headers["Cache-Control"] == "no-store"
    carried = file_disclaimer(reply.content, exporter.media)
    assert carried is not None
    assert carried.id == reply.headers["X-Disclaimer-Id"] == told["answer"]["disclaimer"]["id"]
    # The registry knows more of a study than the answer shows.
    if wanted != "docx":
        assert b"J Gerontol A" in reply.content
        assert b"Golpanian" in reply.content
    assert staff.post("/v1/desk/export", json={"format": wanted, **told}).content == reply.content


@pytest.mark.parametrize("outcome", ["refused", "emergency", "not_in_library"])
@pytest.mark.parametrize("wanted", FORMATS)
def test_what_is_no_answer_is_a_file_that_says_so(
    staff: TestClient, outcome: str, wanted: Format
) -> None:
    sent = asked(staff, outcome)
    reply = staff.post("/v1/desk/export", json={"format": wanted, **sent})
    assert reply.status_code == 200
    assert file_disclaimer(reply.content, EXPORTERS[wanted].media) is not None


def test_the_order_of_names_does_not_matter(staff: TestClient, told: dict[str, Any]) -> None:
    answer = {name: told["answer"][name] for name in reversed(told["answer"])}
    body = json.dumps({**told, "answer": answer, "format": "ris"}, indent=3, ensure_ascii=True)
    reply = staff.post(
        "/v1/desk/export", content=body, headers={"Content-Type": "application/json"}
    )
    assert reply.status_code == 200


def test_what_was_changed_is_not_exported(staff: TestClient, told: dict[str, Any]) -> None:
    answer = told["answer"]
    other = asked(staff, "refused")
    for changed in (
        {"question": f"{told['question']}!"},
        {"answer": answer | {"outcome": "partial"}},
        {"answer": answer | {"text": "Take it."}},
        {"answer": answer | {"evidence": answer["evidence"][1:]}},
        {"answer": answer | {"disclaimer": answer["disclaimer"] | {"text": "Safe."}}},
        {"answer": answer | {"timings_ms": {}}},
        {"answer": other["answer"]},
        {"seal": other["seal"]},
        {"seal": ""},
        {"seal": "x.y.z"},
    ):
        reply = staff.post("/v1/desk/export", json={"format": "ris", **told, **changed})
        assert assert_problem(reply, 409)["type"].endswith(":seal-broken")


@pytest.mark.parametrize(
    "changed",
    [{"format": "pdf"}, {"format": None}, {"question": ""}, {"answer": {}}, {"answer": None},
     {"seal": None}, {"more": 1}],
)  # fmt: skip
def test_what_is_no_request_is_told(
    staff: TestClient, told: dict[str, Any], changed: dict[str, Any]
) -> None:
    body = {"format": "ris", **told} | changed
    assert_problem(staff.post("/v1/desk/export", json=body), 422)


def test_it_is_for_staff_alone(staff: TestClient, told: dict[str, Any], data: Path) -> None:
    body = {"format": "ris", **told}
    with TestClient(staff.app) as client:
        assert_problem(client.post("/v1/desk/export", json=body), 401)
        narrow = bearer(new_key(data, Role.ADMIN, {Scope.ADMIN, Scope.RECORDS}))
        assert_problem(client.post("/v1/desk/export", json=body, headers=narrow), 403)
        page = client.post("/auth/key", json={"key": new_key(data)}).json()["csrf"]
        refused = client.post("/v1/desk/export", json=body)
        assert assert_problem(refused, 403)["type"].endswith(":page-token-required")
        mine = {"X-CSRF-Token": page}
        assert client.post("/v1/desk/export", json=body, headers=mine).status_code == 200


def test_an_answer_outlives_the_snapshot_it_came_from(tmp_path: Path) -> None:
    app = create_app(Settings(data=tmp_path))
    with TestClient(app) as client:
        answer = handmade()
        seal = seal_of(app.state.door.signer, "Why?", answer)
        body = {"format": "csl-json", "question": "Why?", "seal": seal}
        reply = client.post(
            "/v1/desk/export",
            json=body | {"answer": answer.model_dump()},
            headers=bearer(new_key(tmp_path)),
        )
        assert reply.status_code == 200
        assert [item.get("title") for item in reply.json()][:3] == [None, None, None]


def test_a_file_without_its_disclaimer_is_held_back(
    staff: TestClient, told: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def forgetful(*_: object) -> bytes:
        return b"# Refdesk: Answered\n\nIt is safe.\n"

    lacking = Exporter(EXPORTERS["markdown"].media, ".md", forgetful)
    monkeypatch.setattr(desk_export, "EXPORTERS", MappingProxyType({"markdown": lacking}))
    reply = staff.post("/v1/desk/export", json={"format": "markdown", **told})
    assert assert_problem(reply, 500)["type"].endswith(":internal-error")
    assert "safe" not in reply.text
