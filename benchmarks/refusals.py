"""How long a refusal takes while far too much is asked, as shipped and with one thing otherwise.

    python -m benchmarks.refusals --data FOLDER [--processes 2] [--rate 100] [--seconds 8]
        [--rounds 3] [--only NAME ...]

Serves a data folder with a short queue. One process floods it with mixed questions at a rate,
whether replies come or not; another one, which does nothing else, asks 25 times a second and takes
the time of each refusal. Rounds of the variants take turns. Printed for each: the refusals that the
second process saw, how late that process itself was (both share the machine with the service), the
service's own time for each of its refusals, from its log, and what was answered meanwhile.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import multiprocessing
import os
import re
import statistics
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from multiprocessing.sharedctypes import Synchronized
from multiprocessing.synchronize import Event
from pathlib import Path
from types import MappingProxyType
from typing import Final

from benchmarks.load.questions import mixed
from benchmarks.load.server import serving

PROBES_A_SECOND: Final = 25
BAR_MS: Final = 50
WARM_S: Final = 3.0
_LENGTH: Final = re.compile(rb"(?i)content-length: (\d+)")


@dataclass(frozen=True, slots=True)
class Variant:
    """One thing that is otherwise: variables of the service, and modules that it finds first."""

    variables: Mapping[str, str] = field(default_factory=dict)
    modules: Mapping[str, str] = field(default_factory=dict)


VARIANTS: Final[Mapping[str, Variant]] = MappingProxyType(
    {
        "as shipped": Variant(),
        "2 workers": Variant({"REFDESK_WORKERS": "2"}),
        "4 workers": Variant({"REFDESK_WORKERS": "4"}),
        "asyncio's own loop": Variant(modules={"uvloop.py": "raise ImportError\n"}),
        "garbage not set aside": Variant(
            modules={"sitecustomize.py": "import gc\ngc.freeze = lambda: None\n"}
        ),
        "threads switch at 5 ms": Variant(
            modules={"sitecustomize.py": "import sys\nsys.setswitchinterval = lambda s: None\n"}
        ),
        "4 workers, all of these": Variant(
            {"REFDESK_WORKERS": "4"},
            {
                "uvloop.py": "raise ImportError\n",
                "sitecustomize.py": "import gc\ngc.freeze = lambda: None\n",
            },
        ),
    }
)


@dataclass
class Seen:
    """What was seen of one variant, in milliseconds.

    Attributes:
        refused: Of the second process.
        late: How late it was with its own requests.
        own: Of the service, by its log, in whole milliseconds.
    """

    refused: list[float] = field(default_factory=list)
    late: list[float] = field(default_factory=list)
    own: list[float] = field(default_factory=list)
    answered: int = 0


Pool = list[tuple[asyncio.StreamReader, asyncio.StreamWriter]]


async def exchange(port: int, request: bytes, pool: Pool) -> int:
    """Send one request; return the status, or 0 where no reply came."""
    reader, writer = pool.pop() if pool else await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        found = _LENGTH.search(head)
        await reader.readexactly(int(found[1]) if found else 0)
    except (OSError, EOFError):
        writer.close()
        return 0
    if b"connection: close" in head.lower():
        writer.close()
    else:
        pool.append((reader, writer))
    return int(head[9:12])


def requests_to(port: int, questions: Iterable[Mapping[str, object]]) -> list[bytes]:
    """Return whole requests, made before they are needed."""
    made = []
    for question in questions:
        body = json.dumps(question).encode()
        head = (
            f"POST /v1/ask HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        made.append(head.encode() + body)
    return made


def flood(port: int, rate: float, stop: Event, answered: Synchronized[int]) -> None:
    """Ask at a rate until told to stop; count the answers."""
    asked = itertools.cycle(
        requests_to(port, (each.body() for each in itertools.islice(mixed([]), 200)))
    )

    async def run() -> None:
        pool: Pool = []
        running: set[asyncio.Task[None]] = set()

        async def one(request: bytes) -> None:
            if await exchange(port, request, pool) == 200:
                answered.value += 1

        began = time.perf_counter()
        for number in itertools.count():
            if stop.is_set():
                return
            await asyncio.sleep(max(0.0, began + number / rate - time.perf_counter()))
            task = asyncio.create_task(one(next(asked)))
            running.add(task)
            task.add_done_callback(running.discard)

    asyncio.run(run())


async def probe(port: int, seconds: float, seen: Seen) -> None:
    """Ask on time, and note how long each refusal took."""
    (request,) = requests_to(port, [{"question": "Were MSC infusions safe in frail older adults?"}])
    pool: Pool = []

    async def one() -> None:
        began = time.perf_counter()
        if await exchange(port, request, pool) == 503:
            seen.refused.append((time.perf_counter() - began) * 1000)

    began, running = time.perf_counter(), []
    for number in range(int(seconds * PROBES_A_SECOND)):
        due = began + number / PROBES_A_SECOND
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        seen.late.append((time.perf_counter() - due) * 1000)
        running.append(asyncio.create_task(one()))
    await asyncio.wait(running, timeout=2)


def one_round(how: argparse.Namespace, variant: Variant, seen: Seen) -> None:
    """Serve one variant, flood it, and add what was seen."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in variant.modules.items():
            (Path(folder) / name).write_text(text, encoding="utf-8")
        variables = {
            "REFDESK_QUEUE": "8", "REFDESK_RECORDS": "off", "PYTHONPATH": folder,
            **variant.variables,
        }  # fmt: skip
        log = Path(folder) / "service.log"
        options = f"--processes {how.processes} --log-level info --log-format json"
        with serving(how.data, log, options=options, environment=variables) as served:
            spawn = multiprocessing.get_context("spawn")
            stop, answered = spawn.Event(), spawn.Value("i", 0)
            flooding = spawn.Process(target=flood, args=(served.port, how.rate, stop, answered))
            flooding.start()
            time.sleep(WARM_S)
            before = answered.value
            asyncio.run(probe(served.port, how.seconds, seen))
            seen.answered += answered.value - before
            stop.set()
            flooding.join()
        seen.own += own_times(log)


def own_times(log: Path) -> list[float]:
    """Return the times of the service's refusals, from its log."""
    lines = log.read_text(encoding="utf-8").splitlines()
    told = [json.loads(line) for line in lines if line.startswith("{")]
    return [each["ms"] for each in told if each.get("status") == 503]


def shown(times: Sequence[float]) -> str:
    """Return median, 95th and 99th percentile."""
    if len(times) < 2:
        return "-"
    at = statistics.quantiles(times, n=100)
    return f"{at[49]:.1f}, {at[94]:.1f}, {at[98]:.1f}"


def main() -> None:
    """Take turns, and print one line for each variant."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--rate", type=float, default=100.0)
    parser.add_argument("--seconds", type=float, default=8.0)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", action="append", choices=VARIANTS)
    how = parser.parse_args()
    found = {name: Seen() for name in how.only or VARIANTS}
    for _ in range(how.rounds):
        for name, seen in found.items():
            one_round(how, VARIANTS[name], seen)
    print("| variant | refused | p50, p95, p99 ms | over 50 ms | client late ms "
          "| service's own ms | own over 50 ms | answers/s |")  # fmt: skip
    print("|---|---|---|---|---|---|---|---|")
    for name, seen in found.items():
        slow, own = (sum(each > BAR_MS for each in times) for times in (seen.refused, seen.own))
        rate = seen.answered / (how.rounds * how.seconds)
        print(
            f"| {name} | {len(seen.refused)} | {shown(seen.refused)} | {slow} | {shown(seen.late)}"
            f" | {shown(seen.own)} | {own} of {len(seen.own)} | {rate:.1f} |"
        )


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    main()
