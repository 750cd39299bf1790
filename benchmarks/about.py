"""Questions about the desk against near twins: `python -m benchmarks.about`.

Prints recall and precision with every miss for each part of tests/rag/about_labelled.jsonl, and
what the policy declines of the questions that should be answered.
"""

from __future__ import annotations

from rag.evaluation.statistics import wilson
from rag.policy import decide
from tests.rag.about_measure import cases, rates


def main(parts: tuple[str, ...] = ("tuned", "held out")) -> None:
    """Print both measurements."""
    for part in parts:
        read = cases(part)
        print(f"{part}: {sum(bool(case.kind) for case in read)} about the desk of {len(read)}")
        for name, (hits, of) in rates(read).items():
            low, high = wilson(hits, of)
            print(f"  {name} {hits}/{of} = {hits / of:.3f} (95% {low:.3f} to {high:.3f})")
        for case in read:
            if case.found != case.kind:
                print(f"  miss: {case.kind or '-'} taken for {case.found or '-'}: {case.text}")
        for case in read:
            action = decide(case.text).action
            if case.kind and action not in {"answer", "answer_strong"}:
                print(f"  policy: {action}: {case.text}")


if __name__ == "__main__":
    main()
