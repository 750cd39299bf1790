"""A service under load: many clients, too many clients, and a switch of snapshots meanwhile.

    python -m benchmarks.load steady --data FOLDER --out FOLDER [--clients 64] [--minutes 10]
    python -m benchmarks.load overload --data FOLDER --out FOLDER [--times 10] [--seconds 15]
    python -m benchmarks.load switch --out FOLDER [--clients 8] [--seconds 60]

Each starts `refdesk serve` in a process of its own on the loopback; `--serve` gives it more
options, `--env NAME=VALUE` variables (limits, for one), and `--key` is sent with every question.
Questions are mixed: `questions` tells of which kinds, and how many of each. Records of answers
are written to the data folder, so give it one of its own. The generator takes its share of the same
machine, and the figures say how much: trust ratios.

steady: one client first, then many, each asking again as soon as it has its answer. Prints times by
outcome, the 95th percentile against the one of a single client, and memory after the warm-up;
writes load.csv and load.svg.

overload: measures what the service can do, asks a set of questions calmly and keeps the answers,
then offers a multiple of it for some seconds, whether replies come or not. Prints what was refused
and how fast, whether the answers were those of the calm, and how long until a question is answered
in the time of the calm again.

switch: builds two editions of the shipped articles whose every source differs, and activates one
and the other while clients ask. Each quote must be cut from the edition that its answer names.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.load.overload import run_overload
from benchmarks.load.steady import run_steady
from benchmarks.load.switch import run_switch

CAPACITY_CLIENTS = 16


def main() -> None:
    """Run one of the three."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    modes = parser.add_subparsers(required=True)
    steady = _mode(modes, "steady", run_steady, clients=64)
    steady.add_argument("--minutes", type=float, default=10.0)
    steady.add_argument("--single", type=float, default=60.0, help="seconds of the single client")
    steady.add_argument("--warm-up", type=float, default=120.0, help="seconds left out of memory")
    overload = _mode(modes, "overload", run_overload, clients=CAPACITY_CLIENTS)
    overload.add_argument("--times", type=float, default=10.0)
    overload.add_argument("--seconds", type=float, default=15.0)
    overload.add_argument("--open", type=int, default=2000, help="requests open at most")
    switch = _mode(modes, "switch", run_switch, clients=8)
    switch.add_argument("--seconds", type=float, default=60.0)
    switch.add_argument("--every", type=float, default=5.0, help="seconds between two switches")
    how = parser.parse_args()
    how.out.mkdir(parents=True, exist_ok=True)
    how.run(how)


def _mode(
    modes: Any,  # noqa: ANN401 - argparse's own, private type
    name: str,
    run: Callable[[argparse.Namespace], None],
    *,
    clients: int,
) -> argparse.ArgumentParser:
    mode: argparse.ArgumentParser = modes.add_parser(name)
    if name != "switch":
        mode.add_argument("--data", type=Path, required=True)
    mode.add_argument("--out", type=Path, required=True)
    mode.add_argument("--clients", type=int, default=clients)
    mode.add_argument("--serve", default="", help="more options of refdesk serve")
    mode.add_argument("--env", action="append", default=[], help="NAME=VALUE for the service")
    mode.add_argument("--key", default="", help="API key of the clients")
    mode.add_argument("--seed", type=int, default=1)
    mode.set_defaults(run=run)
    return mode


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    main()
