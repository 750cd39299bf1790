"""The client of other programs, synchronous and not, against the service itself."""

from __future__ import annotations

import asyncio
import inspect
import subprocess
import sys
from collections.abc import Callable, Coroutine, Iterator
from contextlib import aclosing, closing
from pathlib import Path
from typing import Any, TypeVar

import httpx
import pytest

import refdesk.client
from api.app import create_app
from api.choices import FORMATS, Format
from api.exporting.carried import file_disclaimer
from api.exporting.formats import EXPORTERS
from api.settings import Settings, read_settings
from refdesk.client import (
    AsyncClient,
    Client,
    DisclaimerEvent,
    DoneEvent,
    EvidenceEvent,
    FiltersIn,
    NotAllowedError,
    NotFoundError,
    PolicyEvent,
    RequestError,
    StatementEvent,
)
from refdesk.client.calls import MEDIA
from tests.api.access_inputs import new_key
from tests.api.api_inputs import QUESTIONS
from tests.api.serving import serving

QUESTION = QUESTIONS["answered"]
Found = TypeVar("Found")


@pytest.fixture(scope="module")
def address(data_folder: Path) -> Iterator[str]:
    with serving(create_app(Settings(data=data_folder, workers=2))) as url:
        yield url


@pytest.fixture(scope="module")
def desk(address: str) -> Iterator[Client]:
    with Client(address) as client:
        yield client


def awaited(address: str, use: Callable[[AsyncClient], Coroutine[Any, Any, Found]]) -> Found:
    """Return what an asynchronous client gets."""

    async def run() -> Found:
        async with AsyncClient(address) as client:
            return await use(client)

    return asyncio.run(run())


@pytest.mark.parametrize("outcome", QUESTIONS)
def test_every_outcome_is_an_answer(address: str, desk: Client, outcome: str) -> None:
    answer = desk.ask(QUESTIONS[outcome])
    assert answer.outcome == outcome
    assert answer.disclaimer.text
    same = awaited(address, lambda client: client.ask(QUESTIONS[outcome]))
    passing = {"answer_id", "conversation_id", "timings_ms"}
    assert same.model_dump(exclude=passing) == answer.model_dump(exclude=passing)


def test_what_is_given_with_a_question_reaches_the_service(desk: Client) -> None:
    first = desk.ask(
        QUESTION, max_evidence=1, locale="en-GB", filters=FiltersIn(articles=["frailty"])
    )
    assert len(first.evidence) == 1
    again = desk.ask("And the deaths?", conversation_id=first.conversation_id)
    assert again.conversation_id == first.conversation_id
    elsewhere = desk.ask(QUESTION, filters=FiltersIn(articles=["names"]))
    assert elsewhere.outcome == "not_in_library"
    with pytest.raises(RequestError, match="409 generation-unavailable"):
        desk.ask(QUESTION, mode="generative")


def test_an_answer_comes_in_pieces_the_disclaimer_first(address: str, desk: Client) -> None:
    events = list(desk.ask_stream(QUESTION))
    first, second, third, *statements, last = events
    assert isinstance(last, DoneEvent)
    answer = last.answer
    assert [first, second] == [DisclaimerEvent(answer.disclaimer), PolicyEvent(answer.policy)]
    assert third == EvidenceEvent(tuple(answer.evidence))
    assert statements == [StatementEvent(each) for each in answer.statements]

    async def kinds(client: AsyncClient) -> list[str]:
        return [type(event).__name__ async for event in client.ask_stream(QUESTION)]

    assert awaited(address, kinds) == [type(event).__name__ for event in events]


def test_a_stream_may_be_left_early(address: str, desk: Client) -> None:
    with closing(desk.ask_stream(QUESTION)) as events:
        assert isinstance(next(events), DisclaimerEvent)

    async def first(client: AsyncClient) -> object:
        async with aclosing(client.ask_stream(QUESTION)) as pieces:
            async for piece in pieces:
                return piece
        return None

    assert isinstance(awaited(address, first), DisclaimerEvent)
    assert desk.ready().status == "ready"


def test_the_library_is_read(address: str, desk: Client) -> None:
    listed = desk.articles()
    assert {article.slug for article in listed.articles} == {"frailty", "names"}
    article = desk.article("frailty")
    found = desk.search("walk distance", k=3, filters=FiltersIn(human_only=True))
    assert len(found.results) == 3
    for result in found.results:
        passage = desk.passage(result.passage_id)
        span = result.span
        assert article.source[span.start : span.end] == result.quote
        assert result.quote in article.source[passage.span.start : passage.span.end]
    assert len(desk.tiers().tiers) > 5
    assert desk.caveats().caveats
    assert desk.disclaimers().disclaimer in desk.disclaimers().disclaimers

    async def the_same(client: AsyncClient) -> None:
        assert await client.articles() == listed
        assert await client.article("frailty") == article
        assert (
            await client.search("walk distance", k=3, filters=FiltersIn(human_only=True)) == found
        )
        passage_id = found.results[0].passage_id
        assert await client.passage(passage_id) == desk.passage(passage_id)
        assert await client.tiers() == desk.tiers()
        assert await client.caveats() == desk.caveats()
        assert await client.disclaimers() == desk.disclaimers()
        assert await client.ready() == desk.ready()

    awaited(address, the_same)


@pytest.mark.parametrize(
    "slug", ["unknown", "", ".", "..", "a/b", "../readyz", "a?b#c", "é \ud800"]
)
def test_a_name_is_one_part_of_the_path(desk: Client, slug: str) -> None:
    # An empty name makes the address of the list, which has another shape.
    with pytest.raises(NotFoundError):
        desk.article(slug)
    with pytest.raises(NotFoundError):
        desk.passage(slug)


def test_studies_come_page_by_page(
    address: str, desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = desk.study_page(limit=100)
    assert whole.total == len(whole.studies) == 3
    monkeypatch.setattr("refdesk.client.calls.PAGE", 2)
    assert list(desk.studies()) == whole.studies
    assert [study.key for study in desk.studies(design="rct")] == ["doi:10.1093/gerona/glx137"]
    assert list(desk.studies(year=1950)) == []

    async def listed(client: AsyncClient) -> list[Any]:
        return [study async for study in client.studies()]

    assert awaited(address, listed) == whole.studies


def test_the_record_of_an_answer_is_for_those_with_a_key(
    address: str, desk: Client, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = desk.ask(QUESTION)
    with pytest.raises(NotAllowedError, match="401 credentials-required"):
        desk.answer_record(answer.answer_id)
    monkeypatch.setenv("REFDESK_API_KEY", new_key(data_folder))
    with Client(address) as staff:
        record = staff.answer_record(answer.answer_id)
    assert record.outcome == "answered"
    assert record.index == answer.index
    assert awaited(address, lambda client: client.answer_record(answer.answer_id)) == record


@pytest.mark.parametrize("wanted", FORMATS)
def test_staff_inspect_an_answer_and_save_it(
    address: str, data_folder: Path, wanted: Format
) -> None:
    key = new_key(data_folder)
    with Client(address, api_key=key) as staff:
        told = staff.desk()
        assert wanted in told.formats
        (snapshot,) = [each.id for each in told.snapshots if each.serving]
        seen = staff.inspect(QUESTION, snapshot=snapshot, max_evidence=1)
        assert seen.behind.statements[0].fate == "shown"
        file = staff.export(QUESTION, seen, wanted)
        assert file_disclaimer(file, EXPORTERS[wanted].media) is not None
        other = staff.inspect(QUESTION)
        mixed = other.model_copy(update={"seal": seen.seal})
        with pytest.raises(RequestError, match="409 seal-broken"):
            staff.export(QUESTION, mixed, wanted)

    async def same() -> bytes:
        async with AsyncClient(address, api_key=key) as client:
            assert (await client.desk()).formats == told.formats
            again = await client.inspect(QUESTION, max_evidence=1)
            assert again.answer.evidence == seen.answer.evidence
            return await client.export(QUESTION, seen, wanted)

    assert asyncio.run(same()) == file


def test_the_desk_of_staff_is_for_those_with_a_key(desk: Client) -> None:
    for use in (desk.desk, lambda: desk.inspect(QUESTION)):
        with pytest.raises(NotAllowedError):
            use()


def test_the_client_knows_the_formats_of_the_service() -> None:
    assert {name: each.media.partition(";")[0] for name, each in EXPORTERS.items()} == dict(MEDIA)


def test_what_is_said_of_an_answer_is_kept(address: str, desk: Client) -> None:
    answer = desk.ask(QUESTION)
    kept = desk.feedback(answer.answer_id, "down", tags=["wrong_citation"], comment="Not there.")
    assert (kept.answer_id, kept.state) == (answer.answer_id, "new")
    again = awaited(address, lambda client: client.feedback(answer.answer_id, "up"))
    assert again.feedback_id == kept.feedback_id
    with pytest.raises(NotFoundError):
        desk.feedback("unknown", "up")


def test_an_application_in_this_process_needs_no_socket(data_folder: Path) -> None:
    app = create_app(Settings(data=data_folder, workers=2))

    async def run() -> str:
        async with (
            app.router.lifespan_context(app),
            AsyncClient("http://desk", transport=httpx.ASGITransport(app)) as client,
        ):
            return (await client.ask(QUESTION)).outcome

    assert asyncio.run(run()) == "answered"


def test_both_clients_can_do_the_same() -> None:
    apart = {"sleep", "transport"}
    for name, method in inspect.getmembers(Client, inspect.isfunction):
        other = getattr(AsyncClient, name.replace("__e", "__ae"))
        ours, theirs = (
            list(inspect.signature(each).parameters.values()) for each in (method, other)
        )
        assert [p for p in ours if p.name not in apart] == [
            p for p in theirs if p.name not in apart
        ]


def test_the_page_for_programs_names_every_method_and_error() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "programs.md").read_text("utf-8")
    for name in vars(Client):
        assert name.startswith("_") or f"`{name}" in page, name
    for name in refdesk.client.__all__:
        assert not name.endswith("Error") or f"`{name}`" in page, name


def test_importing_the_client_is_light() -> None:
    code = "import refdesk.client, sys; print(*{name.split('.')[0] for name in sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {"numpy", "faiss", "onnxruntime", "tantivy", "fastapi", "starlette", "rag", "index"}
    assert not set(done.stdout.split()) & heavy


def test_the_key_of_the_environment_is_no_unknown_setting() -> None:
    assert read_settings({}, {"REFDESK_API_KEY": "secret"}) == Settings()
