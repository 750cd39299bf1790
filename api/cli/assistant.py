"""`refdesk mcp`: the desk for assistants, over standard input and output or over HTTP."""

from __future__ import annotations

import logging
import os
import socket
import sys
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from api.cli.console import err
from api.cli.exits import EXIT_OK, FailedError
from api.cli.options import data_option, settings_from

if TYPE_CHECKING:
    from mcp.server import Server

    from refdesk.client import AsyncClient

TRANSPORTS: Final = ("stdio", "http")
_HOST: Final = "127.0.0.1"
_PATH: Final = "/mcp"


@click.command("mcp")
@click.option("--server", help="Address of a running service; REFDESK_API_KEY holds its key.")
@data_option
@click.option("--transport", type=click.Choice(TRANSPORTS), default="stdio", show_default=True,
              help="'stdio' for an assistant that starts this command; 'http'.")  # fmt: skip
@click.option("--port", type=click.IntRange(0, 65535), default=8010, show_default=True,
              help="Port of 'http', on this machine's loopback only.")  # fmt: skip
def assistant(server: str | None, data: Path | None, transport: str, port: int) -> None:
    """Let an assistant ask: a server of the Model Context Protocol.

    \b
    Examples:
      refdesk mcp --data data
      refdesk mcp --server https://desk.example.org
    """  # noqa: D301 - click reads the backspace
    if server and data:
        raise click.UsageError("give --server or --data, not both")
    import anyio

    try:
        import mcp  # noqa: F401 - told here, before anything else needs it

        import refdesk.client  # noqa: F401
    except ModuleNotFoundError as error:
        if error.name not in {"mcp", "httpx"}:
            raise
        told = f"{error.name} not installed; run: pip install 'refdesk[mcp]'"
        raise FailedError(told) from None
    # Standard output belongs to the protocol. Paths of requests are no news to who starts this.
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    anyio.run(_serve, _desk(server, data), transport, port)
    raise SystemExit(EXIT_OK)


def _desk(server: str | None, data: Path | None) -> AbstractAsyncContextManager[AsyncClient]:
    from api.assistant.desk import in_process, service
    from refdesk import KEY_VARIABLE

    if server:
        return service(server, os.environ.get(KEY_VARIABLE, ""))
    return in_process(settings_from({"data": data}))


async def _serve(
    opened: AbstractAsyncContextManager[AsyncClient], transport: str, port: int
) -> None:
    from api.assistant.server import DeskServer
    from refdesk.client import AddressError, RefdeskError

    try:
        async with opened as desk:
            served = DeskServer(desk).server()
            await (_over_stdio(served) if transport == "stdio" else _over_http(served, port))
    except AddressError as error:
        raise click.UsageError(str(error)) from None
    except RefdeskError as error:
        raise FailedError(f"the desk is not open: {error}") from None


async def _over_stdio(server: Server[Any]) -> None:
    from mcp.server.stdio import stdio_server

    async with stdio_server() as (incoming, outgoing):
        await server.run(incoming, outgoing, server.create_initialization_options())


async def _over_http(server: Server[Any], port: int) -> None:
    import uvicorn

    try:
        listener = socket.create_server((_HOST, port))
    except OSError as error:
        raise FailedError(f"cannot listen at port {port}: {error.strerror}") from None
    err().print(f"MCP at http://{_HOST}:{listener.getsockname()[1]}{_PATH} (Ctrl-C stops it)")
    # Without sessions: nothing is kept between two requests. On the loopback the SDK also checks
    # Host and Origin, so that no web page can reach it.
    app = server.streamable_http_app(
        streamable_http_path=_PATH, json_response=True, stateless_http=True, host=_HOST
    )
    config = uvicorn.Config(app, log_config=None, server_header=False)
    await uvicorn.Server(config).serve(sockets=[listener])
