"""How fast articles become decided statements, and a random draw of statements to read by hand.

    python -m benchmarks.tiers FOLDER [...]
    python -m benchmarks.tiers FOLDER [...] --draw 200 --seed 1

Prints megabytes of source text per second of processor time for reading, statements, tiers and
caveats (with directions), each cold, and for all of them together on a tenth, a half and the
whole of the files; then for all that `read_library` does, passages and conflicts included. How
often tiers are right on labelled statements is told by `refdesk eval run suites/articles`.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from corpus.caveats import derive_caveats
from corpus.collector import collector_paused
from corpus.direction import statement_direction
from corpus.library import article_files, read_library
from corpus.passages import Budget
from corpus.readers import read_documents
from corpus.records import Document, Kind, Reference
from corpus.references import canonical_keys, merge_references, parse_footnote
from corpus.source import ArticleError
from corpus.statements import draft_statements
from corpus.tiers import StatementContext, TierDecision, decide_tier, forget

_SHARES: Final = (0.1, 0.5, 1.0)
_BOOKKEEPING: Final = frozenset({Kind.HEADING, Kind.TABLE_HEADER, Kind.CODE, Kind.FOOTNOTE})


@dataclass
class Stages:
    """Seconds of processor time that each stage took, and how much it worked on.

    `whole` is all the time from the first file to the last, what lies between the stages included.
    """

    megabytes: float = 0.0
    statements: int = 0
    whole: float = 0.0
    seconds: dict[str, float] = field(default_factory=dict)

    def measured(self, name: str, work: Callable[[], None]) -> None:
        """Add the time that `work` takes to the stage `name`."""
        started = time.process_time()
        work()
        self.seconds[name] = self.seconds.get(name, 0.0) + time.process_time() - started


def main() -> None:
    """Print the figures, or the draw."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--draw", type=int, default=0, help="print so many statements instead")
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args()
    files = [file for _, file in article_files(chosen.folders)]
    if chosen.draw:
        _print_draw(files, chosen.draw, chosen.seed)
    else:
        _print_speed(files)


def _print_speed(files: Sequence[Path]) -> None:
    print(f"{'share of files':>15}{'MB':>8}{'statements':>12}{'seconds':>9}{'MB/s':>7}")
    whole = Stages()
    for share in _SHARES:
        whole = _stages(files[:: round(1 / share)])
        print(
            f"{share:>15.0%}{whole.megabytes:>8.2f}{whole.statements:>12}{whole.whole:>9.2f}"
            f"{whole.megabytes / whole.whole:>7.2f}"
        )
    print("\nof the whole, MB of source text per second")
    for name, seconds in whole.seconds.items():
        print(f"{name:30}{whole.megabytes / seconds:8.2f}")
    print(f"{'all of read_library':30}{whole.megabytes / _library_seconds(files):8.2f}")


def _library_seconds(files: Sequence[Path]) -> float:
    """Return the seconds of processor time that a library of `files` takes, cold."""
    forget()
    started = time.process_time()
    read_library(files, Budget())
    return time.process_time() - started


def _stages(files: Sequence[Path]) -> Stages:
    """Return what each stage takes over `files`, article by article as the library does it."""
    stages = Stages()
    forget()
    started = time.process_time()
    for file in files:
        with collector_paused():
            for document in _read(file, stages):
                _measure(document, stages)
    stages.whole = time.process_time() - started
    return stages


def _read(file: Path, stages: Stages) -> list[Document]:
    documents: list[Document] = []
    stages.measured("reading", lambda: documents.extend(_documents(file)))
    return documents


def _measure(document: Document, stages: Stages) -> None:
    contexts: list[StatementContext] = []
    decisions: list[TierDecision] = []
    stages.measured("statements and footnotes", lambda: contexts.extend(_contexts(document)))
    stages.measured("tiers", lambda: decisions.extend(map(decide_tier, contexts)))

    def judge() -> None:
        for context, decision in zip(contexts, decisions, strict=True):
            derive_caveats(context, decision.tier)
            statement_direction(context.text, decision.tier)

    stages.measured("caveats and directions", judge)
    stages.megabytes += len(document.source.encode()) / 1e6
    stages.statements += len(contexts)


def _documents(file: Path) -> Iterator[Document]:
    try:
        yield from read_documents(file)
    except ArticleError as error:
        print(error)


def _contexts(document: Document) -> Iterator[StatementContext]:
    """Yield the context of every statement, as the library makes it."""
    by_label: dict[str, str] = {}
    known: list[Reference] = []
    for block in document.blocks:
        if block.kind is Kind.FOOTNOTE and block.label not in by_label:
            text = block.span.quote(document.source)
            known.append(parse_footnote(text, label=block.label, slug=document.path))
            by_label[block.label] = known[-1].key
    canonical = canonical_keys(known)
    by_label = {label: canonical[key] for label, key in by_label.items()}
    own = [document.own] if document.own else []
    references = merge_references([*own, *known])
    for draft in draft_statements(document, by_label, references):
        yield StatementContext(
            text=draft.clean,
            kind=draft.kind,
            section=draft.section,
            header=draft.header,
            lead=draft.lead,
            preceding=draft.preceding,
            references=tuple(references[key] for key in draft.own or draft.inherited),
            tags=draft.tags,
            metadata=document.metadata,
            own=document.own,
            carried=not draft.own,
        )


def _print_draw(files: Sequence[Path], size: int, seed: int) -> None:
    """Print statements drawn at random, structure of the page left out, with their tiers."""
    told = [
        (file.stem, context)
        for file in files
        for document in _documents(file)
        for context in _contexts(document)
        if context.kind not in _BOOKKEEPING
    ]
    drawn = random.Random(seed).sample(told, min(size, len(told)))  # noqa: S311 - no secret
    for number, (name, context) in enumerate(drawn, 1):
        decision = decide_tier(context)
        cited = "; ".join(f"{ref.label}: {ref.design}" for ref in context.references)
        print(f"\n{number}. {decision.tier}  [{decision.basis}]")
        print(f"   {name} / {' / '.join(context.section)}")
        print(f"   {context.text}")
        if cited:
            print(f"   cites {cited}{' (carried)' if context.carried else ''}")
        caveats = derive_caveats(context, decision.tier)
        print(f"   caveats {', '.join(caveats)}")


if __name__ == "__main__":
    main()
