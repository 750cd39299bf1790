"""Candidate statements for a question: retrieved passages, opened and scored by statement.

The passage decides what is near; the statement decides what answers. Both vectors come from one
pass of the encoder, so a statement costs nothing at the time of asking.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.records import Kind, Passage, Statement
from index.analysis import STOP_WORDS, analyze, stem
from index.filters import Filters
from index.search import Searcher
from index.synonyms import Renaming
from index.textfold import words
from rag.asking import ABOUT_ASKING
from rag.question import ReadQuestion

PASSAGES = 12
"""Passages opened for one question."""

# Weights of a statement's score, chosen on the development questions (gold_qa_dev).
W_COSINE = 0.50
W_COVERAGE = 0.40
W_PASSAGE = 0.10
CONTEXT_SHARE = 0.5
"""Weight of a question word that stands in a statement's heading or lead and not in itself."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A statement that may answer.

    Attributes:
        context: What names the subject of the statement: headings, the sentence that opens its
            paragraph, the paragraph that introduces its list.
        held: Its search words, with those of its context, title and headings.
        cosine: Question and statement, by the encoder.
        coverage: Share of the question's words, weighted by rarity, that it or its context holds.
        known: The same share with words that the library holds nowhere counted in.
        score: The weighted sum, 0 to about 1.
        own: Share of the question's words, weighted by rarity, that it holds itself.
    """

    statement: Statement
    passage: Passage
    context: str
    held: frozenset[str]
    cosine: float
    coverage: float
    known: float
    score: float
    own: float = 0.0


def find_candidates(
    searcher: Searcher, question: ReadQuestion, filters: Filters | None, passages: int = PASSAGES
) -> tuple[Candidate, ...]:
    """Return the statements of the nearest `passages` passages, best first, each once."""
    vector = searcher.encode(question.text)
    hits = searcher.search(question.search, k=passages, filters=filters, query_vector=vector)
    if not hits:
        return ()
    store = searcher.snapshot.store
    opened = store.passages([hit.passage_id for hit in hits])
    cosines = searcher.statement_scores(vector, [hit.row for hit in hits])
    weights = _weights(searcher, question)
    unknown = _unknown(searcher, question)
    renamings = searcher.renamings(question.text)
    best: dict[str, Candidate] = {}
    for hit, passage, scores in zip(hits, opened, cosines, strict=True):
        statements = store.statements(passage.statements)
        contexts = _contexts(passage, statements)
        for statement, context, cosine in zip(statements, contexts, scores, strict=True):
            relative = hit.score / hits[0].score
            candidate = _scored(
                passage, statement, context, float(cosine), relative, weights, unknown, renamings
            )
            known = best.get(statement.id)
            if known is None or candidate.score > known.score:
                best[statement.id] = candidate
    return tuple(sorted(best.values(), key=lambda each: (-each.score, each.statement.id)))


def _weights(searcher: Searcher, question: ReadQuestion) -> dict[str, float]:
    """Return the rarity of each question word that the library holds at all."""
    lexical = searcher.snapshot.lexical
    known = [stem for stem in question.stems if lexical.document_frequency(stem)]
    idf = lexical.idf(known)
    added = lexical.idf(
        stem
        for stem in analyze(question.search)
        if stem not in idf and lexical.document_frequency(stem)
    )
    # The field's own words for what was asked count less than what was typed.
    return {**{stem: 0.5 * weight for stem, weight in added.items()}, **idf}


def _unknown(searcher: Searcher, question: ReadQuestion) -> float:
    """Return the weight of the question's words that no passage holds, as if they were rare."""
    lexical = searcher.snapshot.lexical
    missing = [
        stem
        for stem in question.stems
        if stem not in ABOUT_ASKING and not lexical.document_frequency(stem)
    ]
    return sum(lexical.idf(missing).values())


def _contexts(passage: Passage, statements: Sequence[Statement]) -> list[str]:
    """Return for each statement the words that name its subject."""
    contexts = []
    opening: dict[int, str] = {}
    lead = ""
    for statement in statements:
        parts = [*statement.section[-2:]]
        if statement.kind is Kind.PARAGRAPH:
            first = opening.setdefault(statement.block, statement.clean)
            parts += [first] if first != statement.clean else []
            lead = first
        elif lead:
            parts.append(lead)
        contexts.append(" ".join(parts) if parts else passage.breadcrumb)
    return contexts


def _scored(
    passage: Passage,
    statement: Statement,
    context: str,
    cosine: float,
    relative: float,
    weights: dict[str, float],
    unknown: float,
    renamings: tuple[Renaming, ...],
) -> Candidate:
    own_words, near_words = words(statement.clean), _words(context)
    own, near = _stems(own_words), _stems(near_words)
    own |= _renamed(own, renamings)
    near |= _renamed(near, renamings)
    total = sum(weights.values())
    held = sum(
        weight * (1.0 if stem in own else CONTEXT_SHARE if stem in near else 0.0)
        for stem, weight in weights.items()
    )
    coverage = held / total if total else 0.0
    score = W_COSINE * cosine + W_COVERAGE * coverage + W_PASSAGE * relative
    known = held / (total + unknown) if total else 0.0
    held_words = frozenset([*own_words, *near_words, *_words(passage.breadcrumb)])
    held_words |= _renamed(_stems(held_words), renamings, in_stems=False)
    share = sum(weight for stem, weight in weights.items() if stem in own) / total if total else 0.0
    return Candidate(statement, passage, context, held_words, cosine, coverage, known, score, share)


def _renamed(
    held: set[str], renamings: tuple[Renaming, ...], *, in_stems: bool = True
) -> frozenset[str]:
    """Return the question's words for what is `held` under another name."""
    names = [each.name for each in renamings if _stems(each.other) <= held]
    return frozenset(stem(word) if in_stems else word for name in names for word in name)


@lru_cache(maxsize=4096)
def _words(text: str) -> tuple[str, ...]:
    """Return the search words of a heading or lead, which many statements share."""
    return tuple(words(text))


def _stems(found: Iterable[str]) -> set[str]:
    return {stem(word) for word in found if word not in STOP_WORDS}
