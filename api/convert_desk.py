"""From what was watched behind an answer to the shapes of /v1/desk."""

from __future__ import annotations

from collections.abc import Mapping

from api.convert import caveats_out
from api.desk_schemas import (
    ArticleNameOut,
    BehindOut,
    DroppedOut,
    PassageFoundOut,
    StatementSeenOut,
)
from corpus.vocabulary import caveat
from rag.answer import Answer
from rag.behind import FATES, Behind, Found, Seen, leaves
from rag.generation.verify.check import REASONS


def behind_out(behind: Behind, answer: Answer, titles: Mapping[str, str]) -> BehindOut:
    """Return what stands behind an answer; `titles` are those of the articles, by slug."""
    question = behind.question
    cited = {entry.passage_id for entry in answer.evidence}
    return BehindOut(
        searched=behind.searched,
        search_words=question.search if question else "",
        concepts=[each.id for each in question.concepts] if question else [],
        names=[each.text for each in question.names] if question else [],
        passages=[
            _passage(rank, each, titles[each.passage.article], each.passage.id in cited)
            for rank, each in enumerate(behind.found, 1)
        ],
        statements=[_statement(each) for each in behind.seen(answer)],
        dropped=[
            DroppedOut(text=each.text, reason=each.reason, reason_told=REASONS[each.reason])
            for each in behind.dropped
        ],
    )


def _passage(rank: int, found: Found, title: str, cited: bool) -> PassageFoundOut:
    hit, passage = found.hit, found.passage
    return PassageFoundOut(
        passage_id=passage.id,
        article=ArticleNameOut(slug=passage.article, title=title),
        section=list(passage.section),
        dense_rank=hit.dense_rank,
        dense_score=float(hit.dense_score),
        lexical_rank=hit.lexical_rank,
        lexical_score=None if hit.lexical_score is None else float(hit.lexical_score),
        fused_rank=hit.fused_rank,
        fused_score=float(hit.fused_score),
        rank=rank,
        score=float(hit.score),
        cited=cited,
    )


def _statement(seen: Seen) -> StatementSeenOut:
    candidate, statement = seen.candidate, seen.candidate.statement
    return StatementSeenOut(
        statement_id=statement.id,
        passage_id=candidate.passage.id,
        n=seen.n,
        text=statement.text if leaves(statement.text, quoted=True) else None,
        tier=statement.tier,
        tier_basis=statement.tier_basis,
        caveats=caveats_out(caveat(each) for each in statement.caveats),
        score=float(candidate.score),
        cosine=float(candidate.cosine),
        coverage=float(candidate.coverage),
        likelihood=seen.likelihood,
        fate=seen.fate,
        fate_told=FATES[seen.fate],
    )
