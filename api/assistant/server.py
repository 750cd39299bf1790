"""The desk as an MCP server: no result and no error leaves without the disclaimer."""

from __future__ import annotations

import logging
from typing import Any, Final, NoReturn

from mcp import types
from mcp.server import Server, ServerRequestContext
from mcp.shared.exceptions import MCPError
from pydantic import ValidationError

from api.assistant import resources
from api.assistant.resources import NoResourceError, clean, sendable
from api.assistant.text import error_text
from api.assistant.tools import INSTRUCTIONS, TOOLS, DeskTool
from api.convert import disclaimer_out
from api.problems import field_errors
from api.schemas import DisclaimerOut
from api.version import refdesk_version
from rag.disclaimers import disclaimer_for
from refdesk.client import AsyncClient, NotFoundError, RefdeskError, ServiceError

_log = logging.getLogger("refdesk.assistant")
_FAILED: Final = "the server failed; its log has the place"
Context = ServerRequestContext[Any]


class DeskServer:
    """The handlers of one server."""

    def __init__(self, desk: AsyncClient) -> None:
        """Take the desk that is asked.

        Args:
            desk: Open for as long as the server runs.
        """
        self._desk = desk

    def server(self) -> Server[Any]:
        """Return the server of the SDK."""
        return Server(
            "refdesk",
            version=refdesk_version(),
            title="Refdesk",
            instructions=INSTRUCTIONS,
            on_list_tools=self.list_tools,
            on_call_tool=self.call_tool,
            on_list_resources=self.list_resources,
            on_list_resource_templates=self.list_templates,
            on_read_resource=self.read_resource,
        )

    async def list_tools(
        self, context: Context, params: types.PaginatedRequestParams | None
    ) -> types.ListToolsResult:
        """Return every tool."""
        del context, params
        return types.ListToolsResult(tools=[_listed(tool) for tool in TOOLS.values()])

    async def call_tool(
        self, context: Context, params: types.CallToolRequestParams
    ) -> types.CallToolResult:
        """Return what a tool gives; whatever goes wrong is a result too, with the disclaimer."""
        del context
        tool = TOOLS.get(params.name)
        if tool is None:
            return _error(f"no such tool; there are: {', '.join(TOOLS)}")
        try:
            result = await tool.call(self._desk, params.arguments or {})
        except ValidationError as error:
            fields = field_errors(error.errors())
            return _error("; ".join(f"{field.location}: {field.message}" for field in fields))
        except RefdeskError as error:
            return _error(str(error), _carried(error))
        except Exception as error:  # noqa: BLE001 - whatever it is must not leak
            _log.error("unhandled %s in tool %s", type(error).__name__, tool.name)
            return _error(_FAILED)
        return types.CallToolResult(
            content=[types.TextContent(text=clean(result.text))],
            structured_content=sendable(result.value),
        )

    async def list_resources(
        self, context: Context, params: types.PaginatedRequestParams | None
    ) -> types.ListResourcesResult:
        """Return the resources with an address of their own."""
        del context, params
        return types.ListResourcesResult(resources=resources.fixed())

    async def list_templates(
        self, context: Context, params: types.PaginatedRequestParams | None
    ) -> types.ListResourceTemplatesResult:
        """Return the resources that are addressed by a name."""
        del context, params
        return types.ListResourceTemplatesResult(resource_templates=resources.templates())

    async def read_resource(
        self, context: Context, params: types.ReadResourceRequestParams
    ) -> types.ReadResourceResult:
        """Return a resource.

        Raises:
            MCPError: There is none; its data carry the disclaimer.
        """
        del context
        uri = str(params.uri)
        try:
            text = await resources.read(self._desk, uri)
        except NoResourceError:
            _refuse(types.INVALID_PARAMS, "no such resource; resources/list names them")
        except NotFoundError as error:
            _refuse(types.INVALID_PARAMS, str(error), _carried(error))
        except RefdeskError as error:
            _refuse(types.INTERNAL_ERROR, str(error), _carried(error))
        except Exception as error:  # noqa: BLE001 - whatever it is must not leak
            _log.error("unhandled %s in a resource", type(error).__name__)
            _refuse(types.INTERNAL_ERROR, _FAILED)
        found = types.TextResourceContents(uri=uri, text=clean(text), mime_type="text/plain")
        return types.ReadResourceResult(contents=[found])


def _listed(tool: DeskTool[Any]) -> types.Tool:
    return types.Tool(
        name=tool.name,
        title=tool.title,
        description=tool.description,
        input_schema=tool.arguments.model_json_schema(),
        annotations=types.ToolAnnotations(read_only_hint=True, open_world_hint=False),
    )


def _carried(error: RefdeskError) -> DisclaimerOut | None:
    return error.problem.disclaimer if isinstance(error, ServiceError) else None


def _own() -> DisclaimerOut:
    return disclaimer_out(disclaimer_for(None))


def _error(line: str, carried: DisclaimerOut | None = None) -> types.CallToolResult:
    disclaimer = carried or _own()
    return types.CallToolResult(
        content=[types.TextContent(text=clean(error_text(line, disclaimer)))],
        structured_content={"error": clean(line), "disclaimer": sendable(disclaimer)},
        is_error=True,
    )


def _refuse(code: int, line: str, carried: DisclaimerOut | None = None) -> NoReturn:
    raise MCPError(code, clean(line), {"disclaimer": sendable(carried or _own())})
