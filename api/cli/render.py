"""An answer as text for a terminal: pure layout of the HTTP shape, nothing decided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.panel import Panel
from rich.text import Text

from api.schemas import AnswerOut, EvidenceOut, ReferenceOut
from rag.answer import ABOUT_THE_DESK

_OUTCOMES = {
    "answered": ("Answered from the library", "green"),
    "partial": ("Answered in part: the personal decision is not ours", "yellow"),
    "refused": ("Not a question for this service", "yellow"),
    "emergency": ("EMERGENCY", "bold white on red"),
    "not_in_library": ("Not in the library", "yellow"),
}
_URGENT = frozenset({"emergency", "crisis"})


def render_answer(console: Console, answer: AnswerOut) -> None:
    """Print an answer: what is urgent first, then the disclaimer, then words and sources."""
    title, style = _OUTCOMES[answer.outcome]
    if answer.reason == ABOUT_THE_DESK:
        title = "About this service"
    urgent = [notice.text for notice in answer.notices if notice.kind in _URGENT]
    console.print(Text(title, style=style))
    for text in urgent:
        console.print(Panel(Text(text), border_style="red"))
    console.print(Text(answer.disclaimer.text, style="italic"))
    evidence = {entry.n: entry for entry in answer.evidence}
    for statement in answer.statements:
        if statement.text in urgent:
            continue
        console.print()
        if statement.kind == "framing":
            console.print(Text(statement.text, style="bold"))
        else:
            marks = "".join(f" [{n}]" for n in statement.citations)
            console.print(Padding(Text(statement.text + marks), (0, 0, 0, 2), expand=False))
            for line in _support([evidence[n] for n in statement.citations]):
                console.print(Padding(line, (0, 0, 0, 4), expand=False))
    for notice in answer.notices:
        if notice.text not in urgent:
            console.print(Text(f"\nNote: {notice.text}"))
    for conflict in answer.conflicts:
        console.print(Text(f"\n{conflict.statement}{_marks(conflict.citations)}"))
    _render_sources(console, "Sources", answer.evidence)
    _render_sources(console, "Related, does not answer the question", answer.related)
    console.print(
        Text(f"\nSnapshot {answer.index.snapshot}, answer {answer.answer_id}", style="dim")
    )


def _marks(citations: Sequence[int]) -> str:
    return "".join(f" [{n}]" for n in citations)


def _support(entries: Sequence[EvidenceOut]) -> Iterator[Text]:
    for entry in entries:
        yield Text(f"{entry.tier.label}: {entry.tier.plain}", style="cyan")
        for caveat in entry.caveats:
            yield Text(f"Caveat: {caveat.label}", style="yellow")


def _render_sources(console: Console, title: str, entries: Sequence[EvidenceOut]) -> None:
    if not entries:
        return
    console.print(Text(f"\n{title}", style="bold"))
    for entry in entries:
        as_of = f", as of {entry.article.as_of}" if entry.article.as_of else ""
        where = " > ".join(part for part in entry.section if part != entry.article.title)
        line = f"[{entry.n}] {entry.article.title}{as_of}; {where} "
        console.print(Text(f"{line}({entry.span.start}-{entry.span.end})"))
        if title != "Sources":
            console.print(Padding(Text(entry.quote), (0, 0, 0, 4), expand=False))
        for reference in entry.references:
            console.print(Padding(Text(_reference(reference)), (0, 0, 0, 4), expand=False))


def _reference(reference: ReferenceOut) -> str:
    facts = [reference.design or "", f"n={reference.n}" if reference.n else "",
             reference.url or ""]  # fmt: skip
    return "; ".join([reference.label, *(fact for fact in facts if fact)])
