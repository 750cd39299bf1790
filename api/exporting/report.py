"""An answer as a report to read: layout of the shape of the contract, nothing decided.

What is urgent comes first, then the disclaimer, then the question and what the library says; every
quote with the strength of its evidence, and where it stands to the character.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from api.exporting.bibliography import title_of
from api.exporting.blocks import Block, Run, block
from api.exporting.cited import CitedStudy, Known, marks, studies_of
from api.exporting.text import address, doi_address, one_line, readable
from api.pages.facts import ACCESS, DESIGNS, STATUSES, design_words, plain_word
from api.schemas import AnswerOut, EvidenceOut, ReferenceOut, StatementOut
from rag.answer import ABOUT_THE_DESK

OUTCOMES: Final = {
    "answered": "Answered from the library",
    "partial": "Answered in part: the personal decision is not ours",
    "refused": "Not a question for this service",
    "emergency": "Emergency",
    "not_in_library": "Not in the library",
}
_URGENT: Final = frozenset({"emergency", "crisis"})


def outcome_words(answer: AnswerOut) -> str:
    """Return what became of a question, in words."""
    return "About this service" if answer.reason == ABOUT_THE_DESK else OUTCOMES[answer.outcome]


def report(question: str, answer: AnswerOut, known: Known) -> list[Block]:
    """Return the blocks of a report.

    Args:
        question: As it was asked.
        answer: What was answered.
        known: Knows more of the studies than the answer shows.
    """
    studies = studies_of(answer, known)
    return [
        *_opening(question, answer),
        *_disagreements(answer),
        *_said(answer),
        *_notices(answer),
        *_evidence("Evidence", answer.evidence),
        *_evidence("Near the question, but no answer to it", answer.related),
        *_references(studies),
        *_made(answer),
    ]


def _opening(question: str, answer: AnswerOut) -> Iterator[Block]:
    yield block("title", "Refdesk: ", outcome_words(answer))
    for text in _urgent(answer):
        yield block("urgent", Run(text, strong=True))
    for line in filter(None, answer.disclaimer.text.split("\n")):
        yield block("disclaimer", line)
    yield block("heading", "Question")
    yield block("quote", question)
    if answer.asked_as:
        yield block("paragraph", "Read together with the questions before it as:")
        yield block("quote", answer.asked_as)


def _disagreements(answer: AnswerOut) -> Iterator[Block]:
    if answer.conflicts:
        yield block("heading", "Where the library disagrees with itself")
        for conflict in answer.conflicts:
            yield block("item", conflict.statement, f" {marks(conflict.citations)}")


def _said(answer: AnswerOut) -> Iterator[Block]:
    urgent = _urgent(answer)
    shown = [statement for statement in answer.statements if statement.text not in urgent]
    if not shown:
        return
    yield block("heading", "What the library says" if answer.evidence else "Answer")
    evidence = {entry.n: entry for entry in answer.evidence}
    for statement in shown:
        if statement.kind == "framing":
            yield block("framing", statement.text)
        else:
            yield _statement(statement, [evidence[n] for n in statement.citations if n in evidence])
    if any(statement.kind == "synthesis" for statement in shown):
        yield block("paragraph", "Sentences marked “drafted” were worded by a language model and",
                    " checked against the evidence they cite; they are no quotes.")  # fmt: skip


def _statement(statement: StatementOut, entries: Sequence[EvidenceOut]) -> Block:
    row = next((entry.row_line for entry in entries if entry.quote == statement.text), None)
    words = readable(row or statement.text)
    # A paper's own marks, "[4]", are inside of the quotation, ours outside.
    quoted = statement.kind == "quote" and not row
    drafted = " (drafted)" if statement.kind == "synthesis" else ""
    tiers = "; ".join(dict.fromkeys(entry.tier.label for entry in entries))
    caveats = list(dict.fromkeys(each.label for entry in entries for each in entry.caveats))
    return block(
        "item",
        f"“{words}”" if quoted else words,
        f"{drafted} {marks(statement.citations)} ",
        Run(f"({tiers})" if tiers else "", strong=True),
        f" {' '.join(caveats)}" if caveats else "",
    )


def _notices(answer: AnswerOut) -> Iterator[Block]:
    urgent = _urgent(answer)
    notices = [notice.text for notice in answer.notices if notice.text not in urgent]
    if notices:
        yield block("heading", "Please note")
        yield from (block("item", text) for text in notices)


def _evidence(title: str, entries: Sequence[EvidenceOut]) -> Iterator[Block]:
    if entries:
        yield block("heading", title)
    for entry in entries:
        yield from _entry(entry)


def _entry(entry: EvidenceOut) -> Iterator[Block]:
    of = f", as of {entry.article.as_of}" if entry.article.as_of else ""
    sections = [part for part in entry.section if part != entry.article.title]
    yield block("entry", f"[{entry.n}] {entry.article.title}")
    yield block("quote", entry.quote)
    if entry.row_line:
        yield block("item", "The row, read with its headers: ", readable(entry.row_line))
    yield block("item", "Strength: ", Run(entry.tier.label, strong=True), f". {entry.tier.plain}")
    yield block("item", f"Decided by: {entry.tier_basis}")
    for caveat in entry.caveats:
        yield block("item", f"Caveat: {caveat.label}")
    if entry.hop == "primary":
        yield block("item", "The quote is from the paper or registration itself.")
    elif entry.references:
        named = "; ".join(reference.label for reference in entry.references)
        yield block("item", f"The article reports this of: {named}")
    href = address(entry.article.url)
    yield block("item", "Article: ", Run(entry.article.title, href=href), of,
                f"; section: {' > '.join(sections)}" if sections else "")  # fmt: skip
    yield block(
        "item",
        f"Place: characters {entry.span.start} to {entry.span.end} of the source of ",
        Run(entry.article.slug, exact=True),
        ", SHA-256 ",
        Run(entry.source_sha256, exact=True),
        "; passage ",
        Run(entry.passage_id, exact=True),
    )


def _references(studies: Sequence[CitedStudy]) -> Iterator[Block]:
    if studies:
        yield block("heading", "Studies and documents cited")
    for study in studies:
        facts = "; ".join(facts_of(study))
        yield block("item", f"{cited_as(study)}. ", f"{facts}. " if facts else "",
                    *_links(study.shown), f"Cited by {marks(study.citations)}.")  # fmt: skip


def cited_as(study: CitedStudy) -> str:
    """Return a study as a list of references has it, without a stop at its end."""
    record, shown = study.record, study.shown
    if record is None:
        year = str(shown.year or "")
        return shown.label if year in shown.label else f"{shown.label}, {year}"
    if not (shown.doi or shown.pmid or shown.nct) and record.text:
        return f"{shown.label}: {readable(record.text).rstrip('.')}"
    parts = [one_line(record.authors) or shown.label, title_of(study), one_line(record.venue)]
    told = ". ".join(part.rstrip(".") for part in parts if part)
    return told if not shown.year or str(shown.year) in told else f"{told}, {shown.year}"


def facts_of(study: CitedStudy) -> list[str]:
    """Return what kind of study it is, how large, and how its paper stands, in words."""
    shown = study.shown
    design = DESIGNS.get(shown.design, plain_word(shown.design)) if shown.design else ""
    found = [
        design_words(study.record) if study.record else design,
        f"{shown.n} participants" if shown.n is not None else "",
        STATUSES.get(shown.status, plain_word(shown.status)) if shown.status else "",
        ACCESS.get(shown.access, "") if shown.access else "",
    ]
    return [fact for fact in found if fact]


def _links(study: ReferenceOut) -> Iterator[Run | str]:
    links = []
    if study.doi:
        links.append(Run(f"DOI {study.doi}", href=doi_address(study.doi)))
    if study.nct:
        site = "https://clinicaltrials.gov/study/"
        links.append(Run(f"ClinicalTrials.gov {study.nct}", href=address(site + study.nct)))
    if study.pmid:
        site = "https://pubmed.ncbi.nlm.nih.gov/"
        links.append(Run(f"PubMed {study.pmid}", href=address(site + study.pmid)))
    if not links and address(study.url):
        links.append(Run("Source", href=address(study.url)))
    for place, link in enumerate(links):
        yield ", " if place else ""
        yield link
    yield ". " if links else ""


def _made(answer: AnswerOut) -> Iterator[Block]:
    stamp, disclaimer = answer.index, answer.disclaimer
    yield block("heading", "How this was made")
    yield block("item", "Outcome: ", Run(answer.outcome, exact=True), "; reason: ",
                Run(answer.reason, exact=True))  # fmt: skip
    yield block("item", "Answer: ", Run(answer.answer_id, exact=True))
    yield block("item", "Snapshot of the library: ", Run(stamp.snapshot, exact=True),
                f", built {stamp.built_at}; corpus ",
                Run(stamp.corpus_version, exact=True))  # fmt: skip
    yield block("item", "Policy: version ", Run(answer.policy.version, exact=True), "; action: ",
                Run(answer.policy.action, exact=True))  # fmt: skip
    if answer.generation and answer.generation.used:
        yield block("item", "Drafted by: ", Run(answer.generation.model, exact=True))
    yield block("item", "Disclaimer: ", Run(disclaimer.id, exact=True), ", SHA-256 ",
                Run(disclaimer.sha256, exact=True))  # fmt: skip


def _urgent(answer: AnswerOut) -> list[str]:
    return [notice.text for notice in answer.notices if notice.kind in _URGENT]
