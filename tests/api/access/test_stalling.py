"""Connections that stall are dropped, by a real server, while others are answered."""

from __future__ import annotations

import http.client
import socket
import threading
from collections.abc import Iterator
from contextlib import closing

import httpx
import pytest
import uvicorn

from api.access.patience import patient_for
from api.app import create_app
from api.settings import Settings


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    app = create_app(Settings(data=tmp_path_factory.mktemp("stalling"), body_seconds=1))
    config = uvicorn.Config(app, log_config=None, http=patient_for(1.0), timeout_keep_alive=1)
    server = uvicorn.Server(config)
    listener = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    yield listener.getsockname()[1]
    server.should_exit = True
    thread.join(10)
    listener.close()


def all_of(stream: socket.socket) -> bytes:
    """Return what is sent until the other side closes; fails when it does not."""
    stream.settimeout(8)
    found = b""
    while part := stream.recv(4096):
        found += part
    return found


def test_a_connection_that_sends_nothing_is_closed(port: int) -> None:
    with closing(socket.create_connection(("127.0.0.1", port))) as stream:
        assert all_of(stream) == b""


def test_a_head_that_does_not_end_is_closed(port: int) -> None:
    with closing(socket.create_connection(("127.0.0.1", port))) as stream:
        stop = threading.Event()

        def drip() -> None:
            stream.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n")
            while not stop.wait(0.2):
                try:
                    stream.sendall(b"X-Slow: y\r\n")
                except OSError:
                    return

        thread = threading.Thread(target=drip)
        thread.start()
        try:
            assert all_of(stream) == b""
        except ConnectionResetError:
            pass  # closed while more was on its way
        finally:
            stop.set()
            thread.join()


def test_a_body_that_does_not_arrive_is_told_and_closed(port: int) -> None:
    head = b"POST /v1/ask HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    with closing(socket.create_connection(("127.0.0.1", port))) as stream:
        stream.sendall(head + b'Content-Length: 50\r\n\r\n{"question"')
        told = all_of(stream)
        assert told.startswith(b"HTTP/1.1 408 ")
        assert b"urn:refdesk:problem:body-too-slow" in told
        assert b"x-disclaimer-id" in told.lower()


def test_an_idle_connection_is_closed_after_its_answer(port: int) -> None:
    with closing(socket.create_connection(("127.0.0.1", port))) as stream:
        stream.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        assert b'{"status":"alive"}' in all_of(stream)


def test_others_are_answered_meanwhile(port: int) -> None:
    stalled = [socket.create_connection(("127.0.0.1", port)) for _ in range(50)]
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}") as client:
            for _ in range(10):
                assert client.get("/healthz").status_code == 200
    finally:
        for each in stalled:
            each.close()


def test_a_connection_goes_on_after_a_refusal_that_read_no_body(port: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=8)
    try:
        for size in (20, 60_000, 200_000):
            body = b'{"question": "' + b"x" * size + b'"}'
            headers = {"Content-Type": "application/json", "Origin": "https://evil.example"}
            connection.request("POST", "/v1/ask", body, headers)
            refused = connection.getresponse()
            assert refused.status == 403
            assert b"origin-not-allowed" in refused.read()
            connection.request("GET", "/healthz")
            reply = connection.getresponse()
            assert (reply.status, reply.read()) == (200, b'{"status":"alive"}')
    finally:
        connection.close()


def test_a_body_that_is_announced_and_held_back_cannot_be_a_second_request(port: int) -> None:
    # What follows a refused head is its body, whatever it looks like, and never a request.
    head = b"POST /v1/ask HTTP/1.1\r\nHost: x\r\nOrigin: https://evil.example\r\n"
    hidden = b"GET /v1/tiers HTTP/1.1\r\nHost: x\r\n\r\n"
    with closing(socket.create_connection(("127.0.0.1", port))) as stream:
        stream.sendall(head + b"Content-Length: %d\r\n\r\n" % len(hidden) + hidden)
        told = all_of(stream)
        assert told.count(b"HTTP/1.1 ") == 1
        assert told.startswith(b"HTTP/1.1 403 ")
