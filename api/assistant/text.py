"""What an assistant reads: results as plain text, the disclaimer always first but in an emergency.

Quotes stand as the source has them, between lines of their own; each has its tier, its caveats and
where it stands. The labels in capitals are for the assistant; what people read is released wording.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from api.library_schemas import (
    ArticleOut,
    ArticleStatementOut,
    PassageOut,
    StudiesOut,
    StudyEntryOut,
)
from api.schemas import (
    AnswerOut,
    ArticleLabelOut,
    CaveatOut,
    DisclaimerOut,
    EvidenceOut,
    ReferenceOut,
    SearchOut,
)

SHOW: Final = "DISCLAIMER (show it word for word with anything that you use of this)"
_OUTCOMES: Final = {
    "answered": "OUTCOME: answered from the library, in the quotes below.",
    "partial": "OUTCOME: the personal decision is declined; evidence about groups is quoted below.",
    "refused": "OUTCOME: declined. Pass the text on as it stands; do not answer instead.",
    "emergency": "OUTCOME: EMERGENCY. Tell the person this at once, as it stands.",
    "not_in_library": "OUTCOME: NOT IN THE LIBRARY. Say so; do not answer from elsewhere instead.",
}


def disclaimer_text(disclaimer: DisclaimerOut) -> str:
    """Return a disclaimer with what to do with it."""
    return f"{SHOW}:\n{disclaimer.text}"


def answer_text(answer: AnswerOut) -> str:
    """Return an answer of any outcome."""
    outcome = f"{_OUTCOMES[answer.outcome]} (reason: {answer.reason})"
    disclaimer = disclaimer_text(answer.disclaimer)
    # The plain text ends with the disclaimer, which is already there.
    own = answer.text.removesuffix(answer.disclaimer.text).rstrip()
    urgent = answer.outcome == "emergency"
    head = [outcome, own, disclaimer] if urgent else [outcome, disclaimer, own]
    strongest = answer.strongest_tier
    return _blocks(
        *head,
        f"STRONGEST EVIDENCE: {strongest.label}: {strongest.plain}" if strongest else "",
        _listed("EVIDENCE", answer.evidence),
        _listed("NEAR THE QUESTION, BUT NO ANSWER TO IT", answer.related),
        f"ANSWER {answer.answer_id}, CONVERSATION {answer.conversation_id}, "
        f"SNAPSHOT {answer.index.snapshot}",
    )


def search_text(found: SearchOut) -> str:
    """Return what a search found."""
    nothing = "" if found.results else "OUTCOME: NOT IN THE LIBRARY: no passage is near this."
    return _blocks(
        disclaimer_text(found.disclaimer), nothing, _listed("PASSAGES, NO ANSWER", found.results)
    )


def passage_text(passage: PassageOut) -> str:
    """Return one passage in its context, with the tier of each of its statements."""
    return _blocks(
        disclaimer_text(passage.disclaimer),
        f"PASSAGE {passage.passage_id}\nSource: {_place(passage.article, passage.section)}",
        f"QUOTE:\n{passage.quote}",
        "ITS STATEMENTS:\n" + "\n".join(map(_statement, passage.statements)),
        _references(passage.references),
        f"AROUND IT:\n{passage.context.text}",
        f"Passage before: {passage.previous or 'none'}; after: {passage.next or 'none'}",
    )


def studies_text(page: StudiesOut) -> str:
    """Return one page of the registry."""
    until = page.offset + len(page.studies)
    if not page.studies:
        return _blocks(disclaimer_text(page.disclaimer), "OUTCOME: no such study in the library.")
    counted = f"STUDIES {page.offset + 1} to {until} of {page.total}, newest first"
    more = f"More: offset={until}" if until < page.total else ""
    listed = "\n".join(map(_study, page.studies))
    return _blocks(disclaimer_text(page.disclaimer), f"{counted}:\n{listed}", more)


def article_text(article: ArticleOut) -> str:
    """Return an article as its statements, in order, each with its tier and caveats."""
    title = f"ARTICLE {_place(article, [])}\nEach line: [tier id; caveat ids] statement, verbatim"
    parts = [disclaimer_text(article.disclaimer), title]
    section: list[str] | None = None
    lines: list[str] = []
    for statement in article.statements:
        if statement.section != section:
            parts.append("\n".join(lines))
            section = statement.section
            lines = [f"SECTION: {' > '.join(section)}"] if section else []
        lines.append(_statement(statement))
    return _blocks(*parts, "\n".join(lines), _references(article.references))


def error_text(line: str, disclaimer: DisclaimerOut) -> str:
    """Return an error: nothing was answered."""
    return _blocks(f"ERROR: {line}\nNothing was answered.", disclaimer_text(disclaimer))


def _listed(title: str, entries: Iterable[EvidenceOut]) -> str:
    blocks = [_evidence(entry) for entry in entries]
    return "\n\n".join([f"{title}:", *blocks]) if blocks else ""


def _evidence(entry: EvidenceOut) -> str:
    return "\n".join(
        line
        for line in (
            f"[{entry.n}] QUOTE (verbatim):",
            entry.quote,
            f"Read as: {entry.row_line}" if entry.row_line else "",
            f"Tier: {entry.tier.label}. {entry.tier.plain}",
            _caveats(entry.caveats),
            f"Source: {_place(entry.article, entry.section)}",
            _references(entry.references),
            f"passage_id: {entry.passage_id}",
        )
        if line
    )


def _caveats(caveats: Iterable[CaveatOut]) -> str:
    labels = "; ".join(caveat.label for caveat in caveats)
    return f"Caveats: {labels}" if labels else ""


def _place(article: ArticleLabelOut, section: Iterable[str]) -> str:
    of = f", as of {article.as_of}" if article.as_of else ""
    where = " > ".join([article.title, *section])
    return f"{where} ({article.slug}{of}){f' {article.url}' if article.url else ''}"


def _references(references: Iterable[ReferenceOut]) -> str:
    lines = [_reference(reference) for reference in references]
    return "\n".join(["Studies cited:", *lines]) if lines else ""


def _reference(reference: ReferenceOut) -> str:
    told = (
        reference.design,
        f"n={reference.n}" if reference.n is not None else None,
        str(reference.year) if reference.year else None,
        reference.status,
        reference.access,
        reference.url,
    )
    return f"- {'; '.join([reference.label, *(part for part in told if part)])}"


def _statement(statement: ArticleStatementOut) -> str:
    caveats = f"; {', '.join(statement.caveats)}" if statement.caveats else ""
    return f"- [{statement.tier}{caveats}] {statement.text}"


def _study(study: StudyEntryOut) -> str:
    rest = (
        f"condition: {study.condition}" if study.condition else "",
        f"tier: {study.tier}" if study.tier else "",
        f"tiers of what is said of it: {', '.join(study.tiers)}" if study.tiers else "",
        f"articles: {', '.join(study.articles)}" if study.articles else "",
        *(
            f"sources disagree on {each.field}: "
            + " / ".join(f"{value.value} ({value.where})" for value in each.values)
            for each in study.disagreements
        ),
    )
    return "; ".join([_reference(study), *(part for part in rest if part)])


def _blocks(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)
