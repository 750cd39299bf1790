"""Follow-ups in conversations against the same questions by themselves.

`python -m benchmarks.followups --data FOLDER [--part tuned] [--misses]` prints, for each part of
tests/rag/followups_labelled.jsonl, how often a follow-up got the outcome and the first quote of the
question put by itself, beside the same follow-ups asked without their conversation. FOLDER is a
built data folder over corpus/articles.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from index.snapshot import open_snapshot
from rag.desk import ReferenceDesk
from rag.evaluation.statistics import wilson
from tests.rag.followup_measure import Compared, cases, compared, rates


def main() -> None:
    """Print the rates and, where asked for, every miss."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--part", choices=("tuned", "opened", "held out"), action="append")
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    desk = ReferenceDesk(open_snapshot(options.data))
    for part in options.part or ("tuned", "opened", "held out"):
        read = [compared(desk, case) for case in cases(part)]
        print(f"{part}: {len(read)} cases")
        for name, (hits, of) in rates(read).items():
            low, high = wilson(hits, of)
            print(f"  {name}: {hits}/{of} = {hits / of:.3f} ({low:.3f} to {high:.3f})")
        if options.misses:
            for each in read:
                _print_miss(each)


def _print_miss(each: Compared) -> None:
    case, answer = each.case, each.answer
    if not case.alone and answer.asked_as is None:
        return
    if case.alone and each.agrees(answer):
        return
    print(f"  {case.turns[-1]} / {case.question}")
    print(f"    read as {answer.asked_as or 'typed'}: {answer.outcome}, {answer.reason}")
    print(f"    by itself {case.alone or 'as typed'}: {each.alone.outcome}, {each.alone.reason}")


if __name__ == "__main__":
    main()
