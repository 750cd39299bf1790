"""The MCP server, asked by the SDK's own client: over its transports for real, and in process."""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import httpx
import pytest
from click.testing import CliRunner
from mcp import Client, MCPError, StdioServerParameters, types

from api.app import create_app
from api.assistant.desk import in_process, service
from api.assistant.resources import clean
from api.assistant.server import DeskServer
from api.assistant.text import SHOW
from api.assistant.tools import RULES, TOOLS
from api.cli.main import cli
from api.database.answers import AnswerStore
from api.records import database_of
from api.settings import Settings
from rag.disclaimers import disclaimer_for
from tests.api.api_inputs import QUESTIONS
from tests.api.scripted_service import Scripted, scripted_service
from tests.api.serving import serving

ROOT = Path(__file__).resolve().parents[2]
DISCLAIMER = disclaimer_for(None)
Found = TypeVar("Found")
Use = Callable[[Client], Awaitable[Found]]


def command(*words: str) -> list[str]:
    return ["-m", "api.cli.main", "mcp", *words]


def started(words: list[str], use: Use[Found], **environment: str) -> Found:
    """Let the SDK's client start the command, and talk to it over its pipes."""
    process = StdioServerParameters(
        command=sys.executable, args=command(*words), env=environment, cwd=ROOT
    )

    async def run() -> Found:
        async with Client(process, read_timeout_seconds=60) as client:
            return await use(client)

    return asyncio.run(run())


@pytest.fixture(scope="module")
def within(data_folder: Path) -> Callable[[Use[Any]], Any]:
    """Use a client that is connected to the server of a data folder in this process."""

    async def run(use: Use[Any]) -> Any:  # noqa: ANN401
        async with (
            in_process(Settings(data=data_folder, workers=2)) as desk,
            Client(DeskServer(desk).server()) as client,
        ):
            return await use(client)

    return lambda use: asyncio.run(run(use))


def text_of(result: types.CallToolResult) -> str:
    (content,) = result.content
    assert isinstance(content, types.TextContent)
    return content.text


def assert_disclaimed(result: types.CallToolResult) -> str:
    """Check that text and structure carry the whole disclaimer; return the text."""
    text = text_of(result)
    assert f"{SHOW}:\n{DISCLAIMER.text}" in text
    carried = result.structured_content["disclaimer"]
    assert (carried["id"], carried["text"]) == (DISCLAIMER.id, DISCLAIMER.text)
    return text


async def ask_everything(client: Client) -> dict[str, str]:
    """Ask for each outcome and check what came; return the texts."""
    texts = {}
    for outcome, question in QUESTIONS.items():
        result = await client.call_tool("ask", {"question": question})
        texts[outcome] = assert_disclaimed(result)
        answer = result.structured_content
        assert not result.is_error
        assert answer["outcome"] == outcome
        for entry in [*answer["evidence"], *answer["related"]]:
            place = f"{entry['article']['slug']}"
            told = texts[outcome].partition(f"[{entry['n']}] QUOTE (verbatim):\n")[2]
            assert told.startswith(entry["quote"] + "\n")
            block = told.partition("\n\n")[0]
            assert entry["tier"]["label"] in block
            assert all(caveat["label"] in block for caveat in entry["caveats"])
            assert all(reference["label"] in block for reference in entry["references"])
            assert place in block
            assert f"passage_id: {entry['passage_id']}" in block
    return texts


def test_an_assistant_asks_a_data_folder_over_standard_input(data_folder: Path) -> None:
    async def use(client: Client) -> None:
        assert {tool.name for tool in (await client.list_tools()).tools} == set(TOOLS)
        assert client.instructions is not None
        assert RULES in client.instructions
        texts = await ask_everything(client)
        assert "NOT IN THE LIBRARY" in texts["not_in_library"]
        assert texts["emergency"].startswith("OUTCOME: EMERGENCY")
        read = await client.read_resource("refdesk://articles/frailty")
        assert isinstance(read.contents[0], types.TextResourceContents)
        assert DISCLAIMER.text in read.contents[0].text

    # One worker, as reading standard input takes a thread of the same pool.
    started(["--data", str(data_folder)], use, REFDESK_WORKERS="1")


def test_an_assistant_asks_a_running_service(data_folder: Path) -> None:
    async def both(client: Client) -> types.CallToolResult:
        await ask_everything(client)
        return await client.call_tool("get_passage", {"passage_id": "unknown"})

    with serving(create_app(Settings(data=data_folder, workers=2))) as url:
        failed = started(["--server", url], both)
    assert failed.is_error
    assert "404 not-found" in assert_disclaimed(failed)


@contextmanager
def over_http(*words: str) -> Iterator[str]:
    """Run the command with its own listener; give the address that it tells."""
    options = ["--transport", "http", "--port", "0"]
    with subprocess.Popen(
        [sys.executable, *command(*words, *options)], stderr=subprocess.PIPE, text=True, cwd=ROOT
    ) as process:
        assert process.stderr is not None
        try:
            line = next(line for line in process.stderr if "http://" in line)
            yield re.findall(r"http://\S+", line)[0]
        finally:
            process.terminate()
            process.stderr.read()


def test_an_assistant_asks_over_http_and_a_web_page_cannot(data_folder: Path) -> None:
    async def run(url: str) -> str:
        async with Client(url, read_timeout_seconds=60) as client:
            return assert_disclaimed(
                await client.call_tool("ask", {"question": QUESTIONS["answered"]})
            )

    with over_http("--data", str(data_folder)) as url:
        assert "OUTCOME: answered" in asyncio.run(run(url))
        body = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
        told = {"Accept": "application/json, text/event-stream"}
        for header in ({"Host": "elsewhere.example"}, {"Origin": "https://elsewhere.example"}):
            refused = httpx.post(url, json=body, headers={**told, **header})
            assert refused.status_code in {403, 421}, header


def test_structure_and_text_are_those_of_the_interface(within: Callable[[Use[Any]], Any]) -> None:
    async def use(client: Client) -> None:
        found = await client.call_tool("search", {"query": "walk distance", "k": 2})
        text = assert_disclaimed(found)
        assert len(found.structured_content["results"]) == 2
        first = found.structured_content["results"][0]
        passage = await client.call_tool("get_passage", {"passage_id": first["passage_id"]})
        told = assert_disclaimed(passage)
        assert f"QUOTE:\n{passage.structured_content['quote']}\n" in told
        assert first["quote"] in text
        for statement in passage.structured_content["statements"]:
            assert f"[{statement['tier']}" in told
            assert statement["text"] in told
        studies = await client.call_tool("list_studies", {"limit": 2})
        listed = assert_disclaimed(studies)
        assert "STUDIES 1 to 2 of 3" in listed
        assert "More: offset=2" in listed
        none = await client.call_tool("list_studies", {"year": 1950})
        assert "no such study in the library" in assert_disclaimed(none)

    within(use)


def test_filters_reach_the_desk(within: Callable[[Use[Any]], Any]) -> None:
    async def use(client: Client) -> None:
        given = {"question": QUESTIONS["answered"], "articles": ["names"], "max_evidence": 1}
        elsewhere = await client.call_tool("ask", given)
        assert elsewhere.structured_content["outcome"] == "not_in_library"
        told = assert_disclaimed(elsewhere)
        assert "NOT IN THE LIBRARY" in told

    within(use)


@pytest.mark.parametrize(
    ("name", "given", "told"),
    [
        ("ask", {}, "question: This field is required."),
        ("ask", {"question": "Cells?", "human": True}, "human: There is no such field."),
        ("ask", {"question": "Cells?", "weakest_tier": "gold"}, "weakest_tier: Not a tier"),
        ("ask", {"question": "Cells?", "mode": "generative"}, "mode: There is no such field."),
        ("ask", {"question": "secret \x01 words"}, "must not hold control characters"),
        ("search", {"query": "cells", "k": "many"}, "k: Must be a whole number."),
        ("get_passage", {"passage_id": "../readyz"}, "404 not-found"),
        ("list_studies", {"limit": 1000}, "limit: Must be at most 100."),
        ("prescribe", {}, "no such tool"),
    ],
)
def test_what_cannot_be_used_is_told_with_the_disclaimer(
    within: Callable[[Use[Any]], Any], name: str, given: dict[str, Any], told: str
) -> None:
    result = within(lambda client: client.call_tool(name, given))
    assert result.is_error
    text = assert_disclaimed(result)
    assert told in text
    assert "secret" not in text


def test_every_resource_begins_with_the_disclaimer(within: Callable[[Use[Any]], Any]) -> None:
    async def use(client: Client) -> None:
        fixed = [each.uri for each in (await client.list_resources()).resources]
        (template,) = (await client.list_resource_templates()).resource_templates
        slugs = ["frailty", "names"]
        texts = []
        for uri in [*fixed, *(template.uri_template.replace("{slug}", slug) for slug in slugs)]:
            (content,) = (await client.read_resource(uri)).contents
            assert isinstance(content, types.TextResourceContents)
            assert content.text.startswith(f"{SHOW}:\n{DISCLAIMER.text}")
            texts.append(content.text)
        assert len(texts) == 6
        assert "refdesk://articles/frailty: Frailty trials" in texts[0]
        assert "[human_rct_phase2; " in texts[4]
        for uri in ("refdesk://articles/unknown", "refdesk://articles/", "file:///etc/passwd"):
            with pytest.raises(MCPError) as caught:
                await client.read_resource(uri)
            assert caught.value.data["disclaimer"]["text"] == DISCLAIMER.text

    within(use)


def test_in_process_nobody_is_counted_or_turned_away_by_name(data_folder: Path) -> None:
    served = Settings(
        data=data_folder, hosts=("desk.example.org",), origins=("https://www.example.org",),
        limits="on", rate_public="1/hour", rate_reading="1/hour",
    )  # fmt: skip

    async def run() -> list[str]:
        async with in_process(served) as desk:
            return [(await desk.ask("Cells?")).outcome for _ in range(3)]

    assert len(asyncio.run(run())) == 3


def test_who_asks_in_process_is_recorded_as_staff(data_folder: Path) -> None:
    settings = Settings(data=data_folder)

    async def run() -> tuple[str, str]:
        async with in_process(settings) as desk:
            answer = await desk.ask("Cells?")
            return answer.answer_id, (await desk.answer_record(answer.answer_id)).asked_by

    answer_id, told = asyncio.run(run())
    database = database_of(settings)
    try:
        kept = AnswerStore(database).get(answer_id).asked_by
    finally:
        database.close()
    assert (told, kept) == ("staff", "staff")


@pytest.mark.parametrize("name", TOOLS)
def test_every_tool_says_how_its_results_are_to_be_shown(name: str) -> None:
    assert TOOLS[name].description.endswith(RULES)
    assert "word for word" in RULES
    assert "do not rewrite" in RULES


def test_what_comes_without_a_disclaimer_is_not_passed_on() -> None:
    unsafe = {"text": "Take two.", "outcome": "answered"}

    async def run(url: str) -> types.CallToolResult:
        async with service(url, "rdk_1_key") as desk, Client(DeskServer(desk).server()) as client:
            return await client.call_tool("ask", {"question": "Cells?"})

    with scripted_service({"/v1/ask": [Scripted(unsafe)]}) as running:
        result = asyncio.run(run(running.url))
        assert running.keys == ["Bearer rdk_1_key"]
    assert result.is_error
    assert "Take two" not in assert_disclaimed(result)


def test_a_defect_is_told_without_its_words(
    within: Callable[[Use[Any]], Any],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def broken(_: object) -> str:
        raise KeyError("words of a question")

    monkeypatch.setattr("api.assistant.text.answer_text", broken)
    result = within(lambda client: client.call_tool("ask", {"question": "Cells?"}))
    assert "the server failed" in assert_disclaimed(result)
    assert "words of a question" not in text_of(result) + caplog.text
    assert "unhandled KeyError in tool ask" in caplog.text


def test_a_lone_surrogate_does_not_end_the_connection() -> None:
    assert clean("a \ud800 b 🧪 \udc00") == "a \ufffd b 🧪 \ufffd"


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["--data", "{empty}"], 3, "the desk is not open: 503 no-snapshot"),
        (["--server", "ftp://desk"], 2, "not an address of a service"),
        (["--server", "http://127.0.0.1:9", "--data", "{empty}"], 2, "not both"),
    ],
)
def test_a_desk_that_cannot_be_opened_is_one_line(
    tmp_path: Path, words: list[str], code: int, told: str
) -> None:
    given = [word.format(empty=tmp_path) for word in words]
    result = CliRunner().invoke(cli, ["mcp", *given])
    assert result.exit_code == code
    assert told in result.stderr
    assert result.stdout == ""


def test_without_the_sdk_the_command_that_installs_it_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "mcp", None)
    result = CliRunner().invoke(cli, ["mcp"])
    assert result.exit_code == 3
    assert "pip install 'refdesk[mcp]'" in result.output
