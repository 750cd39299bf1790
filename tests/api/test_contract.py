"""Contract version 1: exactly its fields, the same for every outcome, quotes verbatim."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.api.api_checks import assert_disclaimed
from tests.api.api_inputs import QUESTIONS

ANSWER = set(
    "answer_id conversation_id outcome reason policy disclaimer notices statements text evidence"
    " strongest_tier conflicts related support generation asked_as index timings_ms".split()
)
EVIDENCE = set(
    "n passage_id quote article section span source_sha256 tier tier_basis caveats references hop"
    " score row_line".split()
)
REFERENCE = set("label doi pmid nct url design n year access status".split())
TIER = {"id", "rank", "label", "plain"}


def ask(client: TestClient, question: str, **more: object) -> dict[str, Any]:
    reply = client.post("/v1/ask", json={"question": question, **more})
    assert reply.status_code == 200, reply.text
    return assert_disclaimed(reply)


def check_evidence(client: TestClient, entry: dict[str, Any]) -> None:
    assert set(entry) == EVIDENCE
    assert set(entry["article"]) == {"slug", "title", "url", "as_of"}
    assert set(entry["span"]) == {"start", "end"}
    assert set(entry["tier"]) == TIER
    assert all(set(caveat) == {"id", "label"} for caveat in entry["caveats"])
    assert all(set(reference) == REFERENCE for reference in entry["references"])
    article = client.get(f"/v1/articles/{entry['article']['slug']}").json()
    span = entry["span"]
    assert article["source"][span["start"] : span["end"]] == entry["quote"]
    assert article["source_sha256"] == entry["source_sha256"]


@pytest.mark.parametrize("outcome", list(QUESTIONS))
def test_every_outcome_has_exactly_the_fields_of_the_contract(
    client: TestClient, outcome: str
) -> None:
    answer = ask(client, QUESTIONS[outcome])
    assert set(answer) == ANSWER
    assert answer["outcome"] == outcome
    assert set(answer["policy"]) == {"category", "action", "version", "signals"}
    assert set(answer["index"]) == {"snapshot", "corpus_version", "built_at"}
    assert answer["timings_ms"]["total"] > 0
    assert answer["statements"]
    for statement in answer["statements"]:
        assert set(statement) == {"text", "kind", "citations", "tier", "caveats"}
    for notice in answer["notices"]:
        assert set(notice) == {"kind", "text"}


def test_an_answer_cites_verbatim_quotes_with_tier_and_study(client: TestClient) -> None:
    answer = ask(client, QUESTIONS["answered"])
    shown = {entry["n"]: entry for entry in answer["evidence"]}
    assert list(shown) == list(range(1, len(shown) + 1))
    for entry in shown.values():
        check_evidence(client, entry)
        assert client.get(f"/v1/passages/{entry['passage_id']}").status_code == 200
    quotes = [statement for statement in answer["statements"] if statement["kind"] == "quote"]
    assert quotes
    for statement in quotes:
        assert all(shown[n]["quote"] == statement["text"] for n in statement["citations"])
    golpanian = [ref for entry in shown.values() for ref in entry["references"]]
    assert "10.1093/gerona/glx056" in {reference["doi"] for reference in golpanian}
    assert set(answer["strongest_tier"]) == TIER


def test_support_is_told_where_the_library_was_asked(client: TestClient) -> None:
    answered = ask(client, QUESTIONS["answered"])["support"]
    assert set(answered) == {"verdict", "score", "threshold", "missing"}
    assert answered["verdict"] == "supported"
    assert answered["score"] >= answered["threshold"] > 0
    assert answered["score"] == round(answered["score"], 4)
    assert answered["missing"] == []
    near = ask(client, "What was the p-value for walking distance in CRATUS?")["support"]
    assert near["verdict"] == "near_miss"
    assert "fact.p_value" in near["missing"]
    assert ask(client, QUESTIONS["refused"])["support"] is None
    assert ask(client, QUESTIONS["emergency"])["support"] is None


def test_a_question_about_the_desk_is_answered_without_evidence(client: TestClient) -> None:
    answer = ask(client, "Are you a doctor?", locale="de")
    assert set(answer) == ANSWER
    assert (answer["outcome"], answer["reason"]) == ("answered", "about_the_desk")
    assert answer["evidence"] == answer["related"] == answer["conflicts"] == []
    assert answer["strongest_tier"] is answer["support"] is None
    assert {each["kind"] for each in answer["statements"]} == {"framing"}
    assert "not a doctor" in answer["text"]
    assert "kein Arzt" in answer["text"]


def test_an_emergency_shows_no_evidence_and_the_number_of_the_place(client: TestClient) -> None:
    answer = ask(client, QUESTIONS["emergency"], locale="en-GB")
    assert answer["evidence"] == []
    assert answer["notices"][0]["kind"] == "emergency"
    assert "999" in answer["text"]


def test_max_evidence_and_conversation_are_honoured(client: TestClient) -> None:
    answer = ask(client, QUESTIONS["answered"], max_evidence=1, conversation_id="talk-1")
    assert len(answer["evidence"]) == 1
    assert answer["conversation_id"] == "talk-1"


def test_filters_limit_what_is_cited(client: TestClient) -> None:
    answer = ask(client, QUESTIONS["answered"], filters={"articles": ["names"]})
    assert all(entry["article"]["slug"] == "names" for entry in answer["evidence"])


def test_search_returns_evidence_entries(client: TestClient) -> None:
    reply = client.post("/v1/search", json={"query": "six-minute walk distance", "k": 2})
    body = assert_disclaimed(reply)
    assert set(body) == {"disclaimer", "results", "index"}
    assert 1 <= len(body["results"]) <= 2
    for entry in body["results"]:
        check_evidence(client, entry)


def test_search_filters_by_tier(client: TestClient) -> None:
    query = {"query": "phase 3 trial of mesenchymal stem cells", "k": 10}
    gaps = client.post("/v1/search", json={**query, "filters": {"tiers": ["evidence_gap"]}})
    tiers = {entry["tier"]["id"] for entry in gaps.json()["results"]}
    assert tiers <= {"evidence_gap"}
    assert tiers


def test_generative_mode_without_a_model_is_a_conflict(client: TestClient) -> None:
    reply = client.post("/v1/ask", json={"question": "What is CRATUS?", "mode": "generative"})
    assert reply.status_code == 409
    assert "No model is configured" in reply.json()["detail"]
