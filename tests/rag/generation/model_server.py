"""A small local server with an OpenAI-compatible face that can misbehave in every way we know.

Real sockets, real HTTP: nothing of the client is replaced. Each request takes the next of the
behaviours it was given; the last one stays.
"""

from __future__ import annotations

import gzip
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Behaviour = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """One request; what it was is kept by the server, what it gets is a behaviour."""

    protocol_version = "HTTP/1.1"
    server: ModelServer

    def do_POST(self) -> None:
        length = int(self.headers.get("content-length", "0"))
        body = self.rfile.read(length)
        # Ended by the client in the middle: that is what some of these tests do.
        try:
            self.server.next_behaviour(self.path, dict(self.headers), body)(self)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002, ANN401 - the library's
        """Say nothing."""

    def send(self, status: int, content: bytes, **headers: str) -> None:
        """Send one whole reply."""
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(content)


class ModelServer(ThreadingHTTPServer):
    """Listens on a free port of this machine."""

    daemon_threads = True

    def __init__(self, behaviours: Sequence[Behaviour]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self._behaviours = list(behaviours)
        self._lock = threading.Lock()
        self.requests: list[tuple[str, dict[str, str], dict[str, Any]]] = []
        self.stopping = threading.Event()

    @property
    def base_url(self) -> str:
        """Address as a client is told it."""
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def next_behaviour(self, path: str, headers: dict[str, str], body: bytes) -> Behaviour:
        """Keep a request and return what it gets."""
        with self._lock:
            self.requests.append((path, headers, json.loads(body)))
            more = len(self._behaviours) > 1
            return self._behaviours.pop(0) if more else self._behaviours[0]

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401
        """Say nothing: clients that go away are part of these tests."""


@contextmanager
def serving(*behaviours: Behaviour) -> Iterator[ModelServer]:
    """Serve these behaviours until left."""
    server = ModelServer(behaviours)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.stopping.set()
        server.shutdown()
        server.server_close()
        thread.join()


def completion(text: object, **more: object) -> bytes:
    """Return a chat completion as JSON."""
    choice = {
        "index": 0,
        "message": {"role": "assistant", "content": text},
        "finish_reason": "stop",
    }
    whole = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": "small-model",
        "choices": [choice],
        "usage": {"prompt_tokens": 90, "completion_tokens": 10, "total_tokens": 100},
    }
    return json.dumps({**whole, **more}).encode()


def says(text: object, **more: object) -> Behaviour:
    """Reply with a completion, as a good server does."""
    return lambda handler: handler.send(
        200, completion(text, **more), Content_Type="application/json"
    )


def status(code: int, content: bytes = b"{}", **headers: str) -> Behaviour:
    """Reply with a status."""
    return lambda handler: handler.send(code, content, **headers)


def content(raw: bytes, **headers: str) -> Behaviour:
    """Reply with 200 and these bytes."""
    return status(200, raw, **headers)


def half(text: str) -> Behaviour:
    """Promise a whole completion, send half of it and hang up."""

    def behave(handler: Handler) -> None:
        whole = completion(text)
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(whole)))
        handler.end_headers()
        handler.wfile.write(whole[: len(whole) // 2])
        handler.close_connection = True

    return behave


def half_stream(text: str) -> Behaviour:
    """Send the stream that nobody asked for, and break it off in the middle of a chunk."""

    def behave(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/event-stream")
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        for word in text.split():
            piece = json.dumps({"choices": [{"delta": {"content": word}}]}).encode()
            data = b"data: " + piece + b"\n\n"
            handler.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        handler.wfile.write(b"ffff\r\nda")
        handler.close_connection = True

    return behave


def drips(text: str, every_s: float = 0.05) -> Behaviour:
    """Send a completion byte by byte."""

    def behave(handler: Handler) -> None:
        whole = completion(text)
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(whole)))
        handler.end_headers()
        for place in range(len(whole)):
            if handler.server.stopping.wait(every_s):
                return
            handler.wfile.write(whole[place : place + 1])
            handler.wfile.flush()

    return behave


def is_silent(handler: Handler) -> None:
    """Take the request and say nothing."""
    handler.server.stopping.wait(30)
    handler.close_connection = True


def resets(handler: Handler) -> None:
    """Cut the connection without a word."""
    linger = (1).to_bytes(4, "little") + (0).to_bytes(4, "little")
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    handler.close_connection = True


def bomb(handler: Handler) -> None:
    """Send a small reply that unpacks to a large one."""
    packed = gzip.compress(b" " * 50_000_000)
    handler.send(200, packed, Content_Encoding="gzip", Content_Type="application/json")


def after(seconds: float, behaviour: Behaviour) -> Behaviour:
    """Wait, then behave."""

    def behave(handler: Handler) -> None:
        time.sleep(seconds)
        behaviour(handler)

    return behave
