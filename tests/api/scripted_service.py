"""A service that answers as it is told to: late, broken, elsewhere or not at all."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True, slots=True)
class Scripted:
    """One reply.

    Attributes:
        body: Bytes as they are, anything else as JSON.
        pause: Seconds before each of `parts` parts of the body, for the whole to come late.
        length: Content-Length to tell; the true one when None.
    """

    body: object = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    pause: float = 0.0
    parts: int = 1
    length: int | None = None


@dataclass
class Service:
    """Replies by path; each once in turn, the last one for good.

    Attributes:
        keys: The Authorization header of each request.
    """

    url: str
    replies: dict[str, list[Scripted]]
    asked: list[str] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    stopped: threading.Event = field(default_factory=threading.Event)

    def next(self, path: str) -> Scripted:
        self.asked.append(path)
        waiting = self.replies.get(path, [Scripted(b"no such page", 404)])
        return waiting.pop(0) if len(waiting) > 1 else waiting[0]

    def count(self, path: str) -> int:
        return self.asked.count(path)


@contextmanager
def scripted_service(replies: dict[str, list[Scripted]]) -> Iterator[Service]:
    """Serve `replies` on a free port of the loopback."""
    service = Service("", replies)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._reply()

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self._reply()

        def _reply(self) -> None:
            service.keys.append(self.headers["Authorization"])
            scripted = service.next(self.path)
            body = scripted.body
            data = body if isinstance(body, bytes) else json.dumps(body).encode()
            self.send_response(scripted.status)
            self.send_header("Content-Length", str(scripted.length or len(data)))
            for name, value in scripted.headers.items():
                self.send_header(name, value)
            self.end_headers()
            step = max(1, len(data) // scripted.parts)
            try:
                for start in range(0, len(data), step):
                    service.stopped.wait(scripted.pause)
                    self.wfile.write(data[start : start + step])
                    self.wfile.flush()
            except OSError:
                pass  # the asker has gone, as the test wants
            self.close_connection = scripted.length is not None

        def log_message(self, *_: Any) -> None:  # noqa: ANN401 - the library's own signature
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    service.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield service
    finally:
        service.stopped.set()
        server.shutdown()
        server.server_close()
        thread.join(10)
