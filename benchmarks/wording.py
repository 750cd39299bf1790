"""The output check on hand-labelled sentences and on real statements.

`python -m benchmarks.wording [ARTICLES ...]` prints precision and recall on both parts of
tests/rag/wording_labelled.jsonl with every miss, and how many statements of the given articles
would be left out or shown with a caveat, by code.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path

from corpus.library import read_library
from corpus.passages import Budget, is_evidence
from rag.evaluation.statistics import wilson
from rag.output_check import MAX_LENGTH, check_output
from tests.rag.wording_measure import rates, sentences


def main(paths: list[Path]) -> None:
    """Print both measurements."""
    for part in ("tuned", "held out"):
        read = sentences(part)
        print(f"{part}: {len(read)} sentences, {dict(Counter(each.label for each in read))}")
        for name, hits, of in rates(read):
            low, high = wilson(hits, of)
            print(f"  {name} {hits}/{of} = {hits / of:.3f} (95% {low:.3f} to {high:.3f})")
        for each in read:
            if each.found != each.label:
                print(f"  miss: {each.label} taken for {each.found}: {each.text}")
    if paths:
        _real(paths)


def _real(paths: list[Path]) -> None:
    articles = read_library(paths, Budget()).articles
    texts = [each.text for one in articles for each in one.statements if is_evidence(each)]
    texts = [text for text in texts if len(text) <= MAX_LENGTH]
    began = time.process_time()
    found = Counter(
        (finding.severity, finding.code)
        for text in texts
        for finding in check_output(text, quoted=True)
    )
    spent = (time.process_time() - began) / max(1, len(texts)) * 1e6
    print(f"{len(texts)} statements of {len(articles)} articles, {spent:.0f} µs each")
    for (severity, code), count in sorted(found.items()):
        print(f"  {severity:7} {code:22} {count:5} = {count / len(texts):.5f}")


if __name__ == "__main__":
    main([Path(each) for each in sys.argv[1:]])
