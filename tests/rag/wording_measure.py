"""The output check against sentences labelled by hand: what each is taken for, and rates.

Sentences whose part is "held out" were written before the patterns were run on any sentence, and
are not tuned on. `python -m benchmarks.wording` prints both parts.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rag.output_check import check_output

LABELLED = Path(__file__).with_name("wording_labelled.jsonl")
ORDER = ("pass", "caveat", "drop")


@dataclass(frozen=True)
class Sentence:
    """One sentence with what is to become of it as a quote: "drop", "caveat" or "pass"."""

    text: str
    label: str
    part: str

    @property
    def found(self) -> str:
        """Return what the check makes of it."""
        severities = {finding.severity for finding in check_output(self.text, quoted=True)}
        return "drop" if "drop" in severities else "caveat" if severities else "pass"


def sentences(part: str) -> list[Sentence]:
    lines = LABELLED.read_text(encoding="utf-8").splitlines()
    read = [Sentence(**json.loads(line)) for line in lines]
    return [each for each in read if each.part == part]


def rates(read: Sequence[Sentence]) -> Iterator[tuple[str, int, int]]:
    """Yield (name, hits, of) for recall and precision of any finding, and of dropping."""
    for name, least in (("found", 1), ("dropped", 2)):
        wanted = [each for each in read if ORDER.index(each.label) >= least]
        given = [each for each in read if ORDER.index(each.found) >= least]
        yield f"{name}: recall", sum(ORDER.index(e.found) >= least for e in wanted), len(wanted)
        yield f"{name}: precision", sum(ORDER.index(e.label) >= least for e in given), len(given)
