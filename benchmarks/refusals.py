"""How long a refusal takes while every worker computes, beside Python's own thread switching.

    python -m benchmarks.refusals --data FOLDER [--seconds 10] [--rounds 3]

Serves a data folder without a queue and keeps all of its workers busy with questions, so that every
further question is refused with 503. A client in a process of its own, one connection, asks
and is refused, time after time. Rounds with the service's interval for switching threads and with
Python's own (5 ms) take turns. Prints the times of refusals and the answers given meanwhile.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from api import app as application

QUESTIONS = (
    "Were MSC infusions safe in frail older adults?",
    "What did the CRATUS trial measure?",
    "Which MSC products are approved?",
    "How many trials of mesenchymal stem cells were there in knee osteoarthritis?",
)
SERVE = """
import sys
from api import app
app._SWITCH_S = float(sys.argv[1])
from api.cli.main import cli
cli.main(["serve", "--data", sys.argv[2], "--port", "0", "--log-level", "error"])
"""


@contextmanager
def served(data: Path, interval: float, workers: int) -> Iterator[int]:
    """Serve the folder and give the port."""
    variables = {"REFDESK_QUEUE": "0", "REFDESK_WORKERS": str(workers), "REFDESK_RECORDS": "off"}
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE, str(interval), str(data)],
        stderr=subprocess.PIPE, text=True, env={**os.environ, **variables},
    )  # fmt: skip
    try:
        line = next(line for line in process.stderr or () if "http://" in line)
        port = int(line.split("http://", 1)[1].split(":", 1)[1].split("/", 1)[0])
        while ask(port, QUESTIONS[0])[0] != 200:
            time.sleep(0.2)
        yield port
    finally:
        process.terminate()
        process.wait(60)


def ask(
    port: int, question: str, kept: http.client.HTTPConnection | None = None
) -> tuple[int, float]:
    """Ask once; return the status and the seconds it took."""
    connection = kept or http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    began = time.perf_counter()
    body = json.dumps({"question": question})
    connection.request("POST", "/v1/ask", body, {"Content-Type": "application/json"})
    reply = connection.getresponse()
    reply.read()
    taken = time.perf_counter() - began
    if kept is None:
        connection.close()
    return reply.status, taken


def one_round(data: Path, interval: float, workers: int, seconds: float) -> tuple[list[float], int]:
    """Return the times of refusals, and how many answers were given meanwhile."""
    answers, stop = [0] * workers, threading.Event()
    with served(data, interval, workers) as port:

        def keep_busy(number: int) -> None:
            while not stop.is_set():
                status, _ = ask(port, QUESTIONS[number % len(QUESTIONS)])
                answers[number] += status == 200

        threads = [threading.Thread(target=keep_busy, args=(n,)) for n in range(workers)]
        for thread in threads:
            thread.start()
        refused, kept = [], http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            status, taken = ask(port, QUESTIONS[0], kept)
            if status == 503:
                refused.append(taken * 1000)
            time.sleep(0.02)
        stop.set()
        for thread in threads:
            thread.join()
    return refused, sum(answers)


def main() -> None:
    """Take turns, and print one line for each interval."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--workers", type=int, default=4)
    how = parser.parse_args()
    intervals = {"this service's": application._SWITCH_S, "Python's own": 0.005}
    times: dict[str, list[float]] = {name: [] for name in intervals}
    given = dict.fromkeys(intervals, 0)
    for _ in range(how.rounds):
        for name, interval in intervals.items():
            refused, answers = one_round(how.data, interval, how.workers, how.seconds)
            times[name] += refused
            given[name] += answers
    print("| interval | ms | refusals | p50 ms | p95 ms | p99 ms | over 50 ms | answers/s |")
    print("|---|---|---|---|---|---|---|---|")
    for name, interval in intervals.items():
        found = times[name]
        at = statistics.quantiles(found, n=100)
        slow = sum(each > 50 for each in found)
        rate = given[name] / (how.rounds * how.seconds)
        print(f"| {name} | {interval * 1000:g} | {len(found)} | {at[49]:.1f} | {at[94]:.1f} "
              f"| {at[98]:.1f} | {slow} | {rate:.1f} |")  # fmt: skip


if __name__ == "__main__":
    main()
