"""What the benchmark of generated requests would find, it finds: on a service that is all wrong."""

from __future__ import annotations

import argparse
from types import SimpleNamespace
from typing import Annotated, Any

import pytest
import schemathesis
from fastapi import FastAPI, Query
from fastapi.responses import JSONResponse
from schemathesis import GenerationMode
from schemathesis.core.parameters import ParameterLocation

from api.convert import disclaimer_out
from benchmarks.requests import Real, _as_good, row, run_operation, shares
from rag.disclaimers import disclaimer_for

HOW = argparse.Namespace(key="", seed=1)
DISCLAIMER = disclaimer_out(disclaimer_for(None)).model_dump()
HEADERS = {"X-Disclaimer-Id": DISCLAIMER["id"]}


def wrong_service() -> FastAPI:
    app = FastAPI()

    @app.get("/good")
    def good() -> dict[str, object]:
        return JSONResponse({"disclaimer": DISCLAIMER}, headers=HEADERS)  # type: ignore[return-value]

    @app.get("/bare")
    def bare() -> dict[str, str]:
        return {"quote": "words"}

    @app.get("/altered")
    def altered() -> dict[str, object]:
        body = {"disclaimer": {**DISCLAIMER, "text": "Rely on it."}}
        return JSONResponse(body, headers=HEADERS)  # type: ignore[return-value]

    @app.get("/broken")
    def broken() -> dict[str, object]:
        return JSONResponse({"disclaimer": DISCLAIMER}, 500, HEADERS)  # type: ignore[return-value]

    @app.get("/busy")
    def busy() -> dict[str, object]:
        later = {**HEADERS, "Retry-After": "1"}
        return JSONResponse({"disclaimer": DISCLAIMER}, 503, later)  # type: ignore[return-value]

    @app.get("/misshapen")
    def misshapen() -> int:
        return JSONResponse({"disclaimer": DISCLAIMER}, headers=HEADERS)  # type: ignore[return-value]

    @app.get("/lenient/{name}")
    def lenient(name: str, size: str = "1") -> dict[str, object]:
        return JSONResponse(  # type: ignore[return-value]
            {"disclaimer": DISCLAIMER, "name": name, "size": size}, headers=HEADERS
        )

    return app


def operations() -> list[Any]:
    schema: Any = schemathesis.openapi.from_asgi("/openapi.json", wrong_service())
    return [result.ok() for result in schema.get_all_operations()]


def test_each_fault_is_counted_as_what_it_is() -> None:
    real = Real(["A question?"], {"/lenient/{name}": ("name", ["known"])})
    found = {}
    for operation, mode, count in shares(operations(), 20):
        if mode is GenerationMode.POSITIVE:
            found[operation.path] = run_operation(operation, mode, count, real, HOW)
    failures = {path: set(tally.failures) for path, tally in found.items()}
    assert failures.pop("/broken") >= {"5xx"}
    assert failures.pop("/busy") == {"UndefinedStatusCode"}
    assert failures == {
        "/good": set(),
        "/bare": {"no disclaimer"},
        "/altered": {"no disclaimer"},
        "/misshapen": {"JsonSchemaError"},
        "/lenient/{name}": set(),
    }
    assert found["/lenient/{name}"].statuses.total() > 5
    assert row("bare", found["/bare"]).startswith("| bare | 1 | 200: 1 | 0 | 0 | 1 |")


def test_the_requests_are_shared_out_by_what_they_cost() -> None:
    counts = {
        (operation.path, mode.value): count for operation, mode, count in shares(operations(), 100)
    }
    assert counts["/good", "positive"] == 1
    assert counts["/lenient/{name}", "positive"] == counts["/lenient/{name}", "negative"] == 50


def asked_about_size(wrong: str) -> Any:  # noqa: ANN401
    """Return a request whose part `wrong` was made to be so, for a route that takes a size."""
    app = FastAPI()

    @app.get("/sized")
    def sized(size: Annotated[int, Query(le=10)] = 1, word: str = "") -> str:
        return word * size

    operation = schemathesis.openapi.from_asgi("/openapi.json", app)["/sized"]["GET"]
    whole = {
        place: SimpleNamespace(mode=SimpleNamespace(is_negative=place.value == wrong))
        for place in ParameterLocation
    }
    return SimpleNamespace(meta=SimpleNamespace(components=whole), operation=operation)


@pytest.mark.parametrize(
    ("wrong", "query", "as_good"),
    [
        ("query", "", True),  # [] leaves nothing of itself
        ("query", "word=false", True),  # [False] is a word like any other
        ("header", "size=3", True),
        ("query", "size=false", False),
        ("query", "size=11", False),
        ("query", "size=3&size=4", False),
        ("query", "size=3&other=1", False),
        ("body", "size=3", False),
    ],
)
def test_a_request_made_to_be_wrong_that_goes_out_good_is_no_mismatch(
    wrong: str, query: str, as_good: bool
) -> None:
    reply = SimpleNamespace(request=SimpleNamespace(url=f"http://testserver/sized?{query}"))
    assert _as_good(asked_about_size(wrong), reply) is as_good
