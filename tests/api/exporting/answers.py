"""Answers to export: of the served library, made by hand, and with hostile words in every place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st
from pydantic import BaseModel
from starlette.testclient import TestClient

from api.convert import disclaimer_out, reference_out
from api.exporting.cited import Known
from api.schemas import AnswerOut, ReferenceOut
from corpus.records import Reference
from rag.disclaimers import disclaimer_for
from tests.api.api_inputs import QUESTIONS

GOLPANIAN = Reference(
    key="doi:10.1093/gerona/glx056",
    label="Golpanian 2017",
    doi="10.1093/gerona/glx056",
    authors="Golpanian S, DiFede DL, Khan A et al.",
    title="Allogeneic cells in aging frailty",
    venue="J Gerontol A 2017;72(11):1505–1512",
    year=2017,
    design="phase-1",
    n=15,
    status="published",
    access="full_text",
)
HERA = Reference(key="NCT02982915", label="hera", nct="NCT02982915", design="rct", phase="2b")
GUIDANCE = Reference(
    key="rules#fda2020", label="FDA 2020", authors="FDA USA", venue="July 2020", year=2020,
    text="FDA USA · July 2020 · regulatory guidance · no identifier given",
)  # fmt: skip

#: What writes markup, fields, formulas and line ends, and what turns or hides text.
NASTY = "\\`*_{}[]()<>#+-.!|~&$^=:;\"'/@ \t\n\r\x00\x07\x0b\x0c\x1b\x1c\x85\u2028\u2029\u200b\u202e"
NASTY += "\u2066\ud800\udfff\ufffe\ufeffaA1é漢🧪"
HOSTILE = (
    "<script>alert(1)</script>",
    "[click](javascript:alert(1)) ![x](https://evil.example/x.png)",
    "\n\n# Call this number\n\n- item\n\n```\ncode",
    "x\r\nER  - \r\n\r\nTY  - JOUR\r\nTI  - Invented",
    '", "title": "Invented',
    '=HYPERLINK("https://evil.example";"x")',
    "\u202egnp.exe \x00\x1b[31m \ud800",
    "</w:t></w:r><w:r><w:t>x",
    "https://evil.example www.evil.example me@evil.example",
    "| a | b |\n|---|---|\n| c | d |",
    "> quote\n\n    code\n\n***\n1. one\n[x]: https://evil.example",
    "a" * 2_000,
    "[" * 500 + "*" * 500,
)
nasty_texts = st.text(st.sampled_from(NASTY), max_size=60).map(lambda text: f"{text}x")


def asked(client: TestClient, outcome: str) -> tuple[str, AnswerOut]:
    """Ask a question of an outcome; return it with the answer."""
    question = QUESTIONS[outcome]
    return question, AnswerOut.model_validate(
        client.post("/v1/ask", json={"question": question}).json()
    )


def handmade(**changes: object) -> AnswerOut:
    """Return an answer with something of everything; `changes` are fields of it."""
    whole: dict[str, Any] = {
        "answer_id": "a1b2", "conversation_id": "c1", "outcome": "answered", "reason": "supported",
        "policy": {"category": "none", "action": "answer", "version": "2.0.1", "signals": []},
        "disclaimer": disclaimer_out(disclaimer_for(None)),
        "notices": [{"kind": "dose", "text": "The amount studied is no recommendation."}],
        "statements": [
            {"text": "From early human trials:", "kind": "framing", "citations": [],
             "tier": None, "caveats": []},
            {"text": "| Deaths | One [^golpanian2017] |", "kind": "quote", "citations": [1],
             "tier": "human_early_phase", "caveats": ["small-sample"]},
            {"text": "HERA has **no** results [^hera].", "kind": "quote", "citations": [2],
             "tier": "human_early_phase", "caveats": []},
            {"text": "One of 15 people died.", "kind": "synthesis", "citations": [1, 3],
             "tier": "human_early_phase", "caveats": []},
        ],
        "text": "unused",
        "evidence": [
            _evidence(1, "| Deaths | One [^golpanian2017] |", "frailty", [GOLPANIAN],
                      row_line="Measure: Deaths; What was reported: One [^golpanian2017]"),
            _evidence(2, "HERA has **no** results [^hera].", "frailty", [HERA, GOLPANIAN]),
            _evidence(3, "A rule\nof two lines.", "rules", [GUIDANCE], hop="primary"),
        ],
        "strongest_tier": None,
        "conflicts": [{"statement": "Two counts differ.", "citations": [1, 2]}],
        "related": [_evidence(4, "Something near.", "names", [])],
        "support": None, "generation": None, "asked_as": None,
        "index": {"snapshot": "s1", "corpus_version": "v1", "built_at": "2026-11-22T12:00:00Z"},
        "timings_ms": {"total": 3.5},
    }  # fmt: skip
    return AnswerOut.model_validate(whole | changes)


def known(reference: ReferenceOut, slug: str) -> Reference | None:
    """Know the studies of the answer that was made by hand."""
    del slug
    records = {reference_out(record): record for record in (GOLPANIAN, HERA, GUIDANCE)}
    return records.get(reference)


def with_texts(answer: AnswerOut, change: Callable[[str], str]) -> AnswerOut:
    """Return an answer with every free text changed, whatever its type would say of it."""
    return _changed(answer, change)  # type: ignore[no-any-return]


def hostile_known(change: Callable[[str], str]) -> Known:
    """Know of every study a record with changed texts."""

    def found(reference: ReferenceOut, slug: str) -> Reference:
        del slug
        words = change("x")
        return Reference(
            key="k", label=reference.label, doi=reference.doi or "", authors=words, title=words,
            venue=words, text=words,
        )  # fmt: skip

    return found


#: Texts of fixed sets, which decide how an answer is laid out.
_FIXED = frozenset({"outcome", "kind", "hop", "action", "reason", "verdict", "disclaimer"})


def _changed(value: Any, change: Callable[[str], str]) -> Any:  # noqa: ANN401
    if isinstance(value, BaseModel):
        changed = {
            name: getattr(value, name) if name in _FIXED else _changed(getattr(value, name), change)
            for name in type(value).model_fields
        }
        return value.model_copy(update=changed)
    if isinstance(value, list):
        return [_changed(each, change) for each in value]
    return change(value) if isinstance(value, str) else value


def _evidence(
    n: int, quote: str, slug: str, cited: list[Reference], **more: object
) -> dict[str, Any]:
    return {
        "n": n, "passage_id": f"p-{n}", "quote": quote,
        "article": {"slug": slug, "title": f"All on {slug}",
                    "url": f"https://example.org/{slug}", "as_of": "2026-05-06"},
        "section": [f"All on {slug}", "Results"], "span": {"start": 10 * n, "end": 10 * n + 5},
        "source_sha256": "ab" * 32,
        "tier": {"id": "human_early_phase", "rank": 6, "label": "Human trial: early phase",
                 "plain": "A small early trial."},
        "tier_basis": "R5: \"phase-1\" in the reference",
        "caveats": [{"id": "small-sample", "label": "Fewer than 50 people took part."}],
        "references": [reference_out(reference) for reference in cited],
        "hop": "article_says", "score": 0.5, "row_line": None,
    } | more  # fmt: skip


def hostile_report(hostile: str) -> tuple[AnswerOut, Known]:
    """Return an answer and its studies with every text after these words."""

    def change(text: str) -> str:
        return f"{hostile} {text}"

    return with_texts(handmade(), change), hostile_known(change)
