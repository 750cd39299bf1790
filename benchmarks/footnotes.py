"""How much of a folder's footnotes is read: parsed, DOIs taken, designs recognised.

    python -m benchmarks.footnotes FOLDER [...] [--unrecognised] [--draw N --seed S]

"Has a DOI" and "states a design" are judged here by plain searches that share no code with the
parser: "10.", four or more digits and a slash; and a field (between " · ") that opens, before any
bracket and within 40 characters, with a word for a kind of study. A footnote counts as parsed when
it gives a reference with a key, a label and at least one of identifier, authors, year and
design.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.library import article_files
from corpus.readers import read_documents
from corpus.records import Kind, Reference
from corpus.references import parse_footnote
from corpus.source import ArticleError

_HAS_DOI = re.compile(r"\b10\.\d{4,}/\S")
_BETWEEN = re.compile(r"\s*·\s+|\s+·\s*")
_OTHER_FIELD = re.compile(
    r"doi|pmid|pmc|https?:|model\s*:|archive|n\s*[=~]|[\"“#\[(]|key (?:finding|result)|note"
    r"|journal:"
    r"|local|pdf|abstract[- ](?:only|verified|level)|verified|cited|\d|authors?:|open[- ]access"
    r"|closed|see |not |claims|integrated|primary (?:endpoint|outcome|\w+ endpoint)",
    re.IGNORECASE,
)
_VENUE_YEAR = re.compile(r"\b(?:19|20)\d\d\b|[A-Z][a-z]+ [A-Z]{1,3}\b(?:,| et al|$)")
_STATES = re.compile(
    r"\b(?:randomi[sz]ed|rcts?|trial|cohort|observational|cross[- ]sectional|case[- ](?:control"
    r"|report|series|study)|in[- ]vivo|in[- ]vitro|ex[- ]vivo|in[- ]silico|review|meta[- ]analysis"
    r"|[ge]was|mendelian|registry|protocol|guidelines?|consensus|phase[- ]?(?:[0-4]|i+)"
    r"|open[- ]label"
    r"|pilot|structural|cryo-em|crystallograph\w+|biochemical|theoretical|computational|modell?ing"
    r"|perspectives?|commentary|editorial|letter|hypothesis|book chapter|mechanistic|comparative"
    r"|longitudinal|prospective|retrospective|epidemiolog\w+|autopsy|human genetics"
    r"|experimental|interventional|double[- ]blind|survey|secondary analysis|post[- ]hoc"
    r"|single[- ]arm|placebo[- ]controlled|animal|preclinical)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Note:
    """One footnote as a reader found it, and what was made of it."""

    slug: str
    label: str
    text: str
    reference: Reference

    @property
    def parsed(self) -> bool:
        """Tell whether the reference says anything of a study or document."""
        one = self.reference
        known = (one.doi, one.pmid, one.nct, one.authors, one.year, one.design)
        return bool(one.key and one.label and any(known))


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--unrecognised", action="store_true", help="list what was missed")
    parser.add_argument("--draw", type=int, default=0, help="print N footnotes as they were read")
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    texts = list(_texts(asked.folders))
    started = time.process_time()
    notes = [_note(*entry) for entry in texts]
    seconds = time.process_time() - started
    _print_shares(notes, seconds)
    if asked.unrecognised:
        _print_missed(notes)
    for note in random.Random(asked.seed).sample(notes, min(asked.draw, len(notes))):  # noqa: S311
        _print_note(note)


def stated_design(text: str) -> str:
    """Return the words of a field that states a design, or ""."""
    for part in _BETWEEN.split(text):
        plain = part.strip(" *_")
        head = re.split(r"[(;:]", plain)[0][:40]
        found = _STATES.search(head)
        if found and not _OTHER_FIELD.match(plain) and not _VENUE_YEAR.search(head):
            return found[0]
    return ""


def _texts(folders: Sequence[Path]) -> Iterator[tuple[str, str, str]]:
    for _, file in article_files(folders):
        try:
            for document in read_documents(file):
                for block in document.blocks:
                    if block.kind is Kind.FOOTNOTE:
                        yield file.stem, block.label, block.span.quote(document.source)
        except ArticleError as error:
            print(f"{file}: {error}")


def _note(slug: str, label: str, text: str) -> Note:
    return Note(slug, label, text, parse_footnote(text, label=label, slug=slug))


def _print_shares(notes: Sequence[Note], seconds: float) -> None:
    with_doi = [note for note in notes if _HAS_DOI.search(note.text)]
    with_design = [note for note in notes if stated_design(note.text)]
    print(f"footnotes                            {len(notes)}")
    _print_share("parsed", sum(note.parsed for note in notes), len(notes))
    _print_share("with a DOI, whose DOI was taken", _taken(with_doi), len(with_doi))
    recognised = sum(bool(note.reference.design) for note in with_design)
    _print_share("stating a design, recognised", recognised, len(with_design))
    designs = Counter(note.reference.design or "(none)" for note in notes)
    print("designs: " + ", ".join(f"{name} {count}" for name, count in designs.most_common()))
    print(f"microseconds for each footnote       {seconds / max(1, len(notes)) * 1e6:.0f}")


def _taken(notes: Sequence[Note]) -> int:
    return sum(bool(note.reference.doi) for note in notes)


def _print_share(name: str, part: int, whole: int) -> None:
    print(f"{name:36} {part} of {whole} ({part / max(1, whole):.4f})")


def _print_missed(notes: Sequence[Note]) -> None:
    for note in notes:
        if not note.parsed:
            print(f"not parsed: {note.slug} [^{note.label}] {note.text[:160]!r}")
        if _HAS_DOI.search(note.text) and not note.reference.doi:
            print(f"no DOI: {note.slug} [^{note.label}] {note.text[:160]!r}")
        if (stated := stated_design(note.text)) and not note.reference.design:
            print(f"no design ({stated}): {note.slug} [^{note.label}] {note.text[:200]!r}")


def _print_note(note: Note) -> None:
    one = note.reference
    told = {
        "doi": one.doi, "pmid": one.pmid, "nct": one.nct, "authors": one.authors[:30],
        "year": one.year, "venue": one.venue, "design": one.design, "phase": one.phase,
        "n": one.n, "population": one.population, "condition": one.condition,
        "status": one.status, "access": one.access,
    }  # fmt: skip
    print(f"\n{note.slug} [^{note.label}] {note.text[:500]}")
    print("    " + ", ".join(f"{name}={value}" for name, value in told.items() if value))


if __name__ == "__main__":
    main()
