"""A seal belongs to one question and one answer, to the character, for a day."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import ValidationError
from starlette.testclient import TestClient

from api.access.tokens import Signer
from api.exporting.seal import SEAL_SECONDS, check_seal, seal_of
from api.problems import ProblemError
from api.schemas import AnswerOut
from tests.api.exporting.answers import asked

KEY = b"k" * 48
NOW = 1_800_000_000.0


def signer(now: float = NOW, key: bytes = KEY) -> Signer:
    return Signer(key, now=lambda: now)


@pytest.fixture(scope="module")
def told(client: TestClient) -> tuple[str, AnswerOut]:
    return asked(client, "answered")


def broken(question: str, answer: AnswerOut, seal: str, by: Signer | None = None) -> bool:
    try:
        check_seal(by or signer(), question, answer, seal)
    except ProblemError as problem:
        return (problem.kind.code, problem.kind.status) == ("seal-broken", 409)
    return False


@pytest.mark.parametrize("outcome", ["answered", "refused", "emergency", "not_in_library"])
def test_an_answer_is_known_again(client: TestClient, outcome: str) -> None:
    question, answer = asked(client, outcome)
    seal = seal_of(signer(), question, answer)
    assert not broken(question, answer, seal)
    assert not broken(question, answer, seal, signer(NOW + SEAL_SECONDS - 1))


def test_it_is_known_as_javascript_sends_it_back(told: tuple[str, AnswerOut]) -> None:
    question, answer = told
    answer = answer.model_copy(update={"timings_ms": {"total": 3.0, "policy": -0.0, "a": 1e-7}})
    seal = seal_of(signer(), question, answer)

    def javascript(value: Any) -> Any:  # noqa: ANN401 - any JSON
        if isinstance(value, dict):
            return {name: javascript(value[name]) for name in reversed(value)}
        if isinstance(value, list):
            return [javascript(each) for each in value]
        return int(value) if isinstance(value, float) and value.is_integer() else value

    sent = json.dumps(javascript(answer.model_dump()), ensure_ascii=True)
    assert '"total": 3}' in sent
    assert not broken(question, AnswerOut.model_validate_json(sent), seal)


def test_every_changed_value_breaks_it(told: tuple[str, AnswerOut]) -> None:
    question, answer = told
    seal = seal_of(signer(), question, answer)
    tried = 0
    for changed in _changed(answer.model_dump()):
        try:
            other = AnswerOut.model_validate(changed)
        except ValidationError:
            continue
        assert broken(question, other, seal)
        tried += 1
    assert tried > 60


def test_the_question_belongs_to_it(told: tuple[str, AnswerOut]) -> None:
    question, answer = told
    seal = seal_of(signer(), question, answer)
    assert broken(question + " ", answer, seal)
    assert broken("", answer, seal)
    # The same text as another keyboard writes it is the same question.
    accented = seal_of(signer(), "caf\u00e9?", answer)
    assert not broken("cafe\u0301?", answer, accented)


def test_it_lasts_a_day_and_needs_its_key(told: tuple[str, AnswerOut]) -> None:
    question, answer = told
    seal = seal_of(signer(), question, answer)
    assert broken(question, answer, seal, signer(NOW + SEAL_SECONDS))
    assert broken(question, answer, seal, signer(key=b"x" * 48))
    assert broken(question, answer, "")
    assert broken(question, answer, seal[:-3] + "AAA")
    # A token of another purpose is none, whatever it says.
    claims = signer().read("answer", seal)
    assert broken(question, answer, signer().sign("page", 600, {"sha256": claims["sha256"]}))
    assert broken(question, answer, signer().sign("answer", 600, {}))


def test_without_a_key_nothing_is_sealed(told: tuple[str, AnswerOut]) -> None:
    assert seal_of(None, *told) == ""
    with pytest.raises(ProblemError, match="seal-broken"):
        check_seal(None, *told, seal_of(signer(), *told))


def _changed(value: Any) -> Iterator[Any]:  # noqa: ANN401
    """Give a copy of a JSON value for each of its leaves, that leaf alone changed."""
    if isinstance(value, dict | list):
        places: Any = value if isinstance(value, dict) else range(len(value))
        for place in places:
            for other in _changed(value[place]):
                made = copy.copy(value)
                made[place] = other
                yield made
        if isinstance(value, list) and value:
            yield value[:-1]
    elif isinstance(value, bool) or value is None:
        yield not value
    elif isinstance(value, int | float):
        yield value + 1
    else:
        yield f"{value} "
