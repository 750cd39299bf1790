"""Answers to export: of the served library, and made by hand."""

from __future__ import annotations

from starlette.testclient import TestClient

from api.schemas import AnswerOut
from tests.api.api_inputs import QUESTIONS


def asked(client: TestClient, outcome: str) -> tuple[str, AnswerOut]:
    """Ask a question of an outcome; return it with the answer."""
    question = QUESTIONS[outcome]
    return question, AnswerOut.model_validate(
        client.post("/v1/ask", json={"question": question}).json()
    )
