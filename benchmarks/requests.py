"""Requests made from the OpenAPI document, many of them, and what came back.

    python -m benchmarks.requests --data FOLDER [--requests 20000] [--seed 1]
    python -m benchmarks.requests --url http://127.0.0.1:8000 [--key KEY]

schemathesis makes requests that fit the document and requests that do not, for every operation. So
that they get past the door, a part of those that fit ask real questions and name real ids, taken
from the library. Of each response is counted: an unexpected 5xx, a status, content type, header or
body that the document does not describe, a request that should have been refused, and a lacking
disclaimer (in the body, whole and released, and in the header; in a stream, as its first event).

With `--data` the application answers in this process; records of answers go into that folder, so
give it one of its own, and most requests show an admin's key made there. With `--url` they show
`--key`. Nobody should be limited (`limits`), or 429 is most of what comes. A 429, or a 503 that
says when to ask again, is told among the statuses and is no failure. It takes minutes: use `nice`.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from jsonschema_rs import is_valid
from schemathesis import GenerationMode
from schemathesis.core.failures import AcceptedNegativeData, FailureGroup
from schemathesis.core.parameters import ParameterLocation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api.access.keys import KeyStore
from api.access.roles import Role
from api.app import create_app
from api.guard import DISCLAIMER_HEADER
from api.provider import SnapshotProvider
from api.released import carried_disclaimer
from api.settings import Settings
from api.streaming import EVENT_STREAM, StreamOpening
from benchmarks.load.questions import all_questions

CHECKS: Final = [
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
]
#: Of requests that fit the document, how many of ten are given real words or ids.
REAL_OF_TEN: Final = 4
#: How many of ten requests show the key.
KNOWN_OF_TEN: Final = 8
#: A body costs an answer, a path part hardly anything, and nothing at all has one form.
WEIGHTS: Final = {"body": 4, "input": 2}
SHOWN: Final = 5


@dataclass
class Tally:
    """What came back for one operation, asked in one way."""

    statuses: Counter[int] = field(default_factory=Counter)
    failures: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def fail(self, kind: str, told: str) -> None:
        """Count a failure and keep the first few of its words."""
        self.failures[kind] += 1
        if len(self.examples) < SHOWN:
            self.examples.append(f"{kind}: {told[:400]}")


@dataclass(frozen=True)
class Real:
    """Words and ids of the library that is asked.

    Attributes:
        ids: For each path with a parameter, its name and values for it.
    """

    questions: Sequence[str]
    ids: Mapping[str, tuple[str, Sequence[str]]]

    def put_into(self, case: Any, draw: Any) -> None:  # noqa: ANN401 - schemathesis, hypothesis
        """Give a request that fits the document something that the library has."""
        if isinstance(case.body, dict):
            for name in {"question", "query"} & case.body.keys():
                case.body[name] = draw(st.sampled_from(self.questions))
            if "answer_id" in case.body:
                case.body["answer_id"] = draw(st.sampled_from(self.ids["/v1/answers/{id}"][1]))
        name, values = self.ids.get(case.path, ("", ()))
        if values:
            case.path_parameters[name] = draw(st.sampled_from(values))


def run_operation(
    operation: Any,  # noqa: ANN401 - schemathesis' own type
    mode: GenerationMode,
    count: int,
    real: Real,
    how: argparse.Namespace,
) -> Tally:
    """Send `count` requests to one operation, or as many as there are of them."""
    tally = Tally()

    @seed(how.seed)
    @settings(
        max_examples=count, deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy(generation_mode=mode), data=st.data())
    def send(case: Any, data: st.DataObject) -> None:  # noqa: ANN401
        if mode is GenerationMode.POSITIVE and data.draw(st.integers(1, 10)) <= REAL_OF_TEN:
            real.put_into(case, data.draw)
        began = time.perf_counter()
        known = data.draw(st.integers(1, 10)) <= KNOWN_OF_TEN
        reply = case.call(headers=headers_of(how) if known else None)
        tally.seconds += time.perf_counter() - began
        judge(tally, operation.path, case, reply)

    send()
    return tally


def judge(tally: Tally, path: str, case: Any, reply: Any) -> None:  # noqa: ANN401
    """Count what is wrong with one reply."""
    tally.statuses[reply.status_code] += 1
    told = f"{case.method} {str(reply.request.url)[:200]!r} -> {reply.status_code}"
    if reply.status_code >= 500 and not _says_later(reply):
        tally.fail("5xx", told)
    try:
        case.validate_response(reply, checks=CHECKS)
    except (FailureGroup, AssertionError) as error:
        causes = error.exceptions if isinstance(error, FailureGroup) else [error]
        for cause in causes:
            if isinstance(cause, AcceptedNegativeData) and _as_good(case, reply):
                continue
            tally.fail(type(cause).__name__, f"{told} {' '.join(str(cause).split())}")
    if not disclaimed(path, reply):
        tally.fail("no disclaimer", told)


def disclaimed(path: str, reply: Any) -> bool:  # noqa: ANN401 - a schemathesis response
    """Return whether a reply carries a released disclaimer, in its body and by its header."""
    header = _header(reply, DISCLAIMER_HEADER)
    if not header or path == "/healthz":
        return bool(header)
    if _header(reply, "content-type").startswith(EVENT_STREAM):
        opening = StreamOpening()
        opening.take(reply.content)
        carried = opening.disclaimer
    elif path == "/metrics" and reply.status_code == 200:
        return True  # figures for a program; the contract asks for the header alone
    else:
        carried = carried_disclaimer(reply.content)
    return carried is not None and carried.id == header


def _as_good(case: Any, reply: Any) -> bool:  # noqa: ANN401
    """Return whether a request that was meant to have a wrong query went out with a good one.

    An address holds texts alone: an empty list leaves nothing of itself in it, and the list of one
    truth value becomes the word "false", which may be a text like any other. What was meant to be
    wrong with a header is replaced by the key.
    """
    meant = {place for place, told in case.meta.components.items() if told.mode.is_negative}
    if not meant <= {ParameterLocation.QUERY, ParameterLocation.HEADER}:
        return False
    sent = parse_qsl(urlsplit(str(reply.request.url)).query, keep_blank_values=True)
    schemas = {parameter.name: parameter.raw_schema for parameter in case.operation.query}
    once = len({name for name, _ in sent}) == len(sent)
    needed = {parameter.name for parameter in case.operation.query if parameter.is_required}
    known = needed <= {name for name, _ in sent} <= schemas.keys()
    return once and known and all(_fits(text, schemas[name]) for name, text in sent)


def _fits(text: str, schema: dict[str, Any]) -> bool:
    """Return whether a text of an address is good by a schema, as a text or as a whole number."""
    number = [int(text)] if re.fullmatch(r"-?[0-9]{1,18}", text) else []
    return any(is_valid(schema, value) for value in (text, *number))


def _says_later(reply: Any) -> bool:  # noqa: ANN401
    return reply.status_code == 503 and bool(_header(reply, "retry-after"))


def _header(reply: Any, name: str) -> str:  # noqa: ANN401
    values = reply.headers.get(name.lower()) or [""]
    return str(values[0])


def headers_of(how: argparse.Namespace) -> dict[str, str] | None:
    """Return the headers that every request has besides its own."""
    return {"Authorization": f"Bearer {how.key}"} if how.key else None


def shares(operations: Sequence[Any], total: int) -> Iterator[tuple[Any, GenerationMode, int]]:
    """Yield each operation and way of asking with its share of the requests."""
    wanted = []
    for operation in operations:
        plain = not (operation.body or operation.query or operation.path_parameters)
        weight = 0 if plain else WEIGHTS["body" if operation.body else "input"]
        wanted.append((operation, GenerationMode.POSITIVE, weight))
        # Any text is a valid path part, so only bodies and query parameters can be wrong.
        if operation.body or operation.query:
            wanted.append((operation, GenerationMode.NEGATIVE, weight))
    whole = sum(weight for _, _, weight in wanted)
    for operation, mode, weight in wanted:
        yield operation, mode, max(1, -(-total * weight // whole))


@contextmanager
def opened(how: argparse.Namespace) -> Iterator[Any]:
    """Give the OpenAPI document of the service, with a way to call it."""
    if how.url:
        yield schemathesis.openapi.from_url(f"{how.url}/openapi.json")
        return
    chosen = Settings(data=how.data)
    provider = SnapshotProvider(chosen)
    provider.refresh()
    how.key = (
        how.key or KeyStore(provider.database()).create("benchmark", Role.ADMIN, None, None)[1]
    )
    try:
        yield schemathesis.openapi.from_asgi("/openapi.json", create_app(chosen, provider))
    finally:
        provider.close()


def real_of(schema: Any, headers: Mapping[str, str] | None) -> Real:  # noqa: ANN401
    """Read slugs and passage ids, and make some answers, through the interface itself."""

    def call(method: str, path: str, **sent: Any) -> Any:  # noqa: ANN401
        return schema[path][method].Case(**sent).call(headers=headers).json()

    questions = all_questions()
    slugs = [entry["slug"] for entry in call("GET", "/v1/articles")["articles"]][:200]
    passages = []
    for slug in slugs[:5]:
        article = call("GET", "/v1/articles/{slug}", path_parameters={"slug": slug})
        passages += [entry["passage_id"] for entry in article["passages"]]
    asked = [{"question": question} for question in questions[:10]]
    told = {"media_type": "application/json"}
    answers = [call("POST", "/v1/ask", body=body, **told)["answer_id"] for body in asked]
    ids = {
        "/v1/articles/{slug}": ("slug", slugs),
        "/v1/passages/{id}": ("id", passages),
        "/v1/answers/{id}": ("id", answers),
    }
    return Real(questions, ids)


def main() -> None:
    """Print the figures of each operation; end with 1 where anything failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--data", type=Path)
    which.add_argument("--url")
    parser.add_argument("--key", default="")
    parser.add_argument("--requests", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="operations whose name holds this")
    how = parser.parse_args()
    whole = Tally()
    print("| operation | requests | statuses | 5xx | mismatches | no disclaimer | mean ms |")
    print("|---|---|---|---|---|---|---|")
    with opened(how) as schema:
        real = real_of(schema, headers_of(how))
        operations = [result.ok() for result in schema.get_all_operations()]
        for operation, mode, count in shares(operations, how.requests):
            if how.only not in operation.label:
                continue
            tally = run_operation(operation, mode, count, real, how)
            print(row(f"{operation.label}, {mode.value}", tally), flush=True)
            whole.statuses += tally.statuses
            whole.failures += tally.failures
            whole.seconds += tally.seconds
            for example in tally.examples:
                print(example, file=sys.stderr)
    print(row("all", whole))
    raise SystemExit(bool(whole.failures))


def row(name: str, tally: Tally) -> str:
    """Return one line of the table."""
    count = tally.statuses.total()
    statuses = ", ".join(f"{status}: {n}" for status, n in sorted(tally.statuses.items()))
    known = {"5xx", "no disclaimer"}
    mismatches = sum(n for kind, n in tally.failures.items() if kind not in known)
    mean = tally.seconds / count * 1000
    return (
        f"| {name} | {count} | {statuses} | {tally.failures['5xx']} | {mismatches} |"
        f" {tally.failures['no disclaimer']} | {mean:.1f} |"
    )


if __name__ == "__main__":
    main()
