"""The answer and its parts. None can be built in a state that may not be shown.

A quote needs the source it was cut from and refuses words that do not stand there; an answer
needs a released disclaimer; a framing sentence must be a released wording; every citation must
point at evidence that holds the cited words.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import InitVar, dataclass, field
from typing import Literal

from corpus.records import Reference, Span, text_sha256
from corpus.vocabulary import Caveat, Tier
from rag.disclaimers import Disclaimer, is_released
from rag.generation.report import Generation
from rag.output_check import may_leave
from rag.policy import PolicyDecision
from rag.support import Support
from rag.vocabulary_words import is_vocabulary_text
from rag.wording import is_released_wording

Outcome = Literal["answered", "partial", "refused", "emergency", "not_in_library"]
StatementKind = Literal["framing", "quote", "synthesis"]
Hop = Literal["article_says", "primary"]

ABOUT_THE_DESK = "about_the_desk"
"""The one reason for which an answer needs no evidence: it is made of released words alone."""


class UnsafeAnswerError(ValueError):
    """An answer was put together that may not be shown: a defect of ours, never the caller's."""


@dataclass(frozen=True, slots=True)
class SourceText:
    """An article's canonical text with its hash, checked once on construction."""

    slug: str
    text: str
    sha256: str

    def __post_init__(self) -> None:
        if text_sha256(self.text) != self.sha256:
            raise UnsafeAnswerError(f"source of {self.slug} does not match its hash")


@dataclass(frozen=True, slots=True)
class Quote:
    """Verbatim characters of a source: `source[start:end] == text`, proved on construction."""

    text: str
    span: Span
    source_sha256: str
    source: InitVar[SourceText]

    def __post_init__(self, source: SourceText) -> None:
        if source.sha256 != self.source_sha256 or self.span.quote(source.text) != self.text:
            raise UnsafeAnswerError("a quote does not match its source span")
        if not self.text.strip():
            raise UnsafeAnswerError("an empty quote proves nothing")

    @classmethod
    def cut(cls, source: SourceText, span: Span) -> Quote:
        """Return the characters of `source` under `span` as a quote."""
        return cls(span.quote(source.text), span, source.sha256, source)


@dataclass(frozen=True, slots=True)
class ArticleLabel:
    """What a citation shows of its article."""

    slug: str
    title: str
    url: str
    as_of: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """One cited place of the library. `score` is for display order only.

    Attributes:
        row_line: Of a table row, each cell after its column's header, for reading; "" elsewhere.
            The quote is the row as the source has it.
    """

    n: int
    passage_id: str
    quote: Quote
    article: ArticleLabel
    section: tuple[str, ...]
    tier: Tier
    tier_basis: str
    caveats: tuple[Caveat, ...]
    references: tuple[Reference, ...]
    hop: Hop
    score: float
    row_line: str = ""


@dataclass(frozen=True, slots=True)
class AnswerStatement:
    """One shown sentence: our released framing, a verbatim quote, or a checked generated one."""

    text: str
    kind: StatementKind
    citations: tuple[int, ...] = ()
    tier: str | None = None
    caveats: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """A short released line about the answer as a whole."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """A place where passages disagree: a released line and the evidence on both sides."""

    statement: str
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class IndexStamp:
    """Which snapshot an answer was made from."""

    snapshot: str
    corpus_version: str
    built_at: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What leaves the desk, whatever the outcome.

    Attributes:
        support: Whether the library holds the answer; None when the policy decided alone and the
            library was not asked.
        generation: What became of a model's draft; None when no model was asked.
        asked_as: The question as it was read together with earlier ones; None where it was read
            as typed. The asker's own words, shown back to the asker alone.

    Raises:
        UnsafeAnswerError: On construction, when any part may not be shown.
    """

    answer_id: str
    conversation_id: str
    outcome: Outcome
    reason: str
    policy: PolicyDecision
    disclaimer: Disclaimer
    index: IndexStamp
    statements: tuple[AnswerStatement, ...]
    notices: tuple[Notice, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    related: tuple[Evidence, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    strongest_tier: Tier | None = None
    support: Support | None = None
    generation: Generation | None = None
    asked_as: str | None = None
    timings_ms: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not isinstance(self.disclaimer, Disclaimer) or not is_released(self.disclaimer):
            raise UnsafeAnswerError("an answer needs a released disclaimer")
        if self.outcome in {"refused", "emergency"} and (self.evidence or self.related):
            raise UnsafeAnswerError(f"a {self.outcome} answer shows no evidence")
        if self.outcome == "not_in_library" and self.evidence:
            raise UnsafeAnswerError("evidence under 'not in the library'")
        if self.related and self.outcome != "not_in_library":
            raise UnsafeAnswerError("related passages belong to 'not in the library' alone")
        if self.reason == ABOUT_THE_DESK:
            self._check_about()
        elif self.outcome in {"answered", "partial"} and not self.evidence:
            raise UnsafeAnswerError("an answer without evidence")
        self._check_words()

    def _check_about(self) -> None:
        """Allow an answer about the desk itself released words, and nothing of the library."""
        if self.outcome != "answered" or not self.policy.action.startswith(("answer", "abstain")):
            raise UnsafeAnswerError("an answer about the desk is 'answered', where it may be")
        if self.evidence or self.conflicts or self.strongest_tier or self.support:
            raise UnsafeAnswerError("an answer about the desk shows nothing of the library")
        if not self.statements or any(each.kind != "framing" for each in self.statements):
            raise UnsafeAnswerError("an answer about the desk holds released words only")

    def _check_words(self) -> None:
        shown = {entry.n: entry for entry in self.evidence}
        if sorted(shown) != list(range(1, len(self.evidence) + 1)):
            raise UnsafeAnswerError("citation numbers must be 1, 2, 3, ...")
        for statement in self.statements:
            if statement.kind == "framing" and not self._is_released(statement.text):
                raise UnsafeAnswerError("a framing sentence is not a released wording")
            if statement.kind != "framing" and not statement.citations:
                raise UnsafeAnswerError("a statement without a citation")
            if statement.kind == "synthesis" and not self._may_show(statement):
                raise UnsafeAnswerError("a generated sentence that may not be shown")
            for n in statement.citations:
                if n not in shown:
                    raise UnsafeAnswerError(f"citation [{n}] has no evidence")
                if statement.kind == "quote" and shown[n].quote.text != statement.text:
                    raise UnsafeAnswerError(f"quote and evidence [{n}] differ")
        lines = [notice.text for notice in self.notices]
        lines += [conflict.statement for conflict in self.conflicts]
        if not all(map(is_released_wording, lines)):
            raise UnsafeAnswerError("a notice is not a released wording")

    def _is_released(self, text: str) -> bool:
        # What a tier or a caveat means is released with the vocabulary; it is said of the desk.
        of_vocabulary = self.reason == ABOUT_THE_DESK and is_vocabulary_text(text)
        return of_vocabulary or is_released_wording(text)

    def _may_show(self, statement: AnswerStatement) -> bool:
        """Tell whether a generated sentence passes the output check and its draft is told of."""
        told = self.generation is not None and self.generation.used
        return told and may_leave(statement.text, quoted=False)

    @property
    def text(self) -> str:
        """The answer as plain text with `[n]` marks, the disclaimer last."""
        lines = [notice.text for notice in self.notices if notice.kind in {"emergency", "crisis"}]
        for statement in self.statements:
            marks = "".join(f" [{n}]" for n in statement.citations)
            line = f"{_one_line(statement.text)}{marks}"
            lines += [line] if line not in lines else []
        for conflict in self.conflicts:
            marks = "".join(f" [{n}]" for n in conflict.citations)
            lines.append(f"{conflict.statement}{marks}")
        lines += [notice.text for notice in self.notices if notice.text not in lines]
        lines.append(self.disclaimer.text)
        return "\n".join(lines)


def _one_line(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(text.split()))
