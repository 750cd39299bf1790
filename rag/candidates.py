"""Candidate statements for a question: retrieved passages, opened and scored by statement.

The passage decides what is near; the statement decides what answers. Both vectors come from one
pass of the encoder, so a statement costs nothing at the time of asking.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import lru_cache

from corpus.records import Kind, Passage, Statement
from index.analysis import STOP_WORDS, analyze, stem
from index.arrays import Float32
from index.filters import Filters
from index.search import Searcher
from index.synonyms import Renaming
from index.textfold import words
from rag.asking import ABOUT_ASKING
from rag.behind import watched
from rag.question import ReadQuestion

PASSAGES = 12
"""Passages opened for one question."""

# Weights of a statement's score, chosen on the development questions (gold_qa_dev).
W_COSINE = 0.50
W_COVERAGE = 0.40
W_PASSAGE = 0.10
CONTEXT_SHARE = 0.5
"""Weight of a question word that stands in a statement's heading or lead and not in itself."""

_OPENED = frozenset({Kind.PARAGRAPH, Kind.LIST_ITEM})
"""Kinds of block that may hold several sentences, of which the first one names the subject."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """What speaks for a statement, part by part: shares are of the question's words by rarity.

    Attributes:
        own: Share that the statement itself holds.
        near: Share that its heading or lead holds beside that.
        crumb: Share that title and headings hold beside both.
        before: Share that the sentence before it holds beside own and near.
        mapped: Cosine with the question's vector moved towards what answers it.
        passage: Its passage's score as a share of the best one's.
    """

    own: float = 0.0
    near: float = 0.0
    crumb: float = 0.0
    before: float = 0.0
    mapped: float = 0.0
    passage: float = 0.0


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
        agreement: The parts that the ranking weighs (`rag.ranking`).
    """

    statement: Statement
    passage: Passage
    context: str
    held: frozenset[str]
    cosine: float
    coverage: float
    known: float
    score: float
    agreement: Agreement = field(default_factory=Agreement)


def find_candidates(
    searcher: Searcher, question: ReadQuestion, filters: Filters | None, passages: int = PASSAGES
) -> tuple[Candidate, ...]:
    """Return the statements of the nearest `passages` passages, best first, each once."""
    vector = searcher.encode(question.text)
    hits = searcher.search(question.search, k=passages, filters=filters, query_vector=vector)
    store = searcher.snapshot.store
    opened = store.passages([hit.passage_id for hit in hits])
    if behind := watched():
        behind.search(question, hits, opened)
    if not hits:
        return ()
    rows = [hit.row for hit in hits]
    cosines = searcher.statement_scores(vector, rows)
    mapped = searcher.statement_scores(searcher.mapped(vector), rows)
    asked = _Asked(
        _weights(searcher, question),
        _unknown(searcher, question),
        searcher.renamings(question.text),
    )
    best: dict[str, Candidate] = {}
    for hit, passage, plain, moved in zip(hits, opened, cosines, mapped, strict=True):
        relative = hit.score / hits[0].score
        for candidate in _of_passage(
            asked, passage, store.statements(passage.statements), plain, moved, relative
        ):
            known = best.get(candidate.statement.id)
            if known is None or candidate.score > known.score:
                best[candidate.statement.id] = candidate
    return tuple(sorted(best.values(), key=lambda each: (-each.score, each.statement.id)))


@dataclass(frozen=True, slots=True)
class _Asked:
    """The question's words by rarity, the weight of unknown ones, and other names of things."""

    weights: Mapping[str, float]
    unknown: float
    renamings: tuple[Renaming, ...]

    def share(self, stems: Set[str]) -> float:
        total = sum(self.weights.values())
        return sum(w for stem, w in self.weights.items() if stem in stems) / total if total else 0.0


def _of_passage(
    asked: _Asked,
    passage: Passage,
    statements: Sequence[Statement],
    cosines: Float32,
    mapped: Float32,
    relative: float,
) -> Iterator[Candidate]:
    """Yield a passage's statements as candidates."""
    before: tuple[int, Set[str]] = (-1, frozenset())
    contexts = _contexts(passage, statements)
    for statement, context, cosine, moved in zip(
        statements, contexts, cosines, mapped, strict=True
    ):
        own_words, near_words = _words(statement.clean), _words(context)
        own, near = _stems(own_words), _stems(near_words)
        plain = own
        own = own | _renamed(own, asked.renamings)
        near = near | _renamed(near, asked.renamings)
        lead = before[1] if before[0] == statement.block else frozenset()
        before = (statement.block, plain)
        share, wider = asked.share(own), asked.share(own | near)
        coverage = share + CONTEXT_SHARE * (wider - share)
        held = frozenset([*own_words, *near_words, *_words(passage.breadcrumb)])
        held |= _renamed(_stems(held), asked.renamings, in_stems=False)
        total = sum(asked.weights.values())
        yield Candidate(
            statement,
            passage,
            context,
            held,
            float(cosine),
            coverage,
            coverage * total / (total + asked.unknown) if total else 0.0,
            W_COSINE * float(cosine) + W_COVERAGE * coverage + W_PASSAGE * relative,
            Agreement(
                own=share,
                near=wider - share,
                crumb=asked.share(own | near | _stems(_words(passage.breadcrumb))) - wider,
                before=asked.share(own | near | lead) - wider,
                mapped=float(moved),
                passage=relative,
            ),
        )


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
        first = opening.setdefault(statement.block, statement.clean)
        if statement.kind is Kind.PARAGRAPH:
            lead = first
        elif lead:
            parts.append(lead)
        if statement.kind in _OPENED and first != statement.clean:
            parts.append(first)
        contexts.append(" ".join(parts) if parts else passage.breadcrumb)
    return contexts


def _renamed(
    held: Set[str], renamings: tuple[Renaming, ...], *, in_stems: bool = True
) -> frozenset[str]:
    """Return the question's words for what is `held` under another name."""
    names = [each.name for each in renamings if _stems(each.other) <= held]
    return frozenset(stem(word) if in_stems else word for name in names for word in name)


@lru_cache(maxsize=8192)
def _words(text: str) -> tuple[str, ...]:
    """Return the search words of a statement, heading or lead, which is often met again."""
    return tuple(words(text))


def _stems(found: Iterable[str]) -> set[str]:
    return {stem(word) for word in found if word not in STOP_WORDS}
