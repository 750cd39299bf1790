"""From the values of the desk to the shapes of the contract: pure functions, nothing decided."""

from __future__ import annotations

from collections.abc import Iterable

from api.schemas import (
    AnswerOut,
    ArticleLabelOut,
    CaveatOut,
    ConflictOut,
    DisclaimerOut,
    EvidenceOut,
    FiltersIn,
    GenerationOut,
    IndexOut,
    NoticeOut,
    PolicyOut,
    ReferenceOut,
    SearchOut,
    SpanOut,
    StatementOut,
    SupportOut,
    TierOut,
)
from corpus.records import Reference, Span
from corpus.vocabulary import Caveat, Tier
from index.filters import Filters
from rag.answer import Answer, ArticleLabel, Evidence
from rag.disclaimers import Disclaimer
from rag.generation.report import Generation
from rag.policy import PolicyDecision
from rag.support import Support

_SITES = (
    ("doi", "https://doi.org/"),
    ("nct", "https://clinicaltrials.gov/study/"),
    ("pmid", "https://pubmed.ncbi.nlm.nih.gov/"),
)


def filters_from(given: FiltersIn | None) -> Filters | None:
    """Return the filters of a request; None when it has none."""
    if given is None:
        return None
    return Filters(
        articles=tuple(given.articles),
        tiers=tuple(given.tiers),
        weakest_tier=given.weakest_tier or "",
        conditions=tuple(given.conditions),
        since_year=given.since_year,
        human_only=given.human_only,
    )


def disclaimer_out(disclaimer: Disclaimer) -> DisclaimerOut:
    """Return a disclaimer as every payload carries it."""
    return DisclaimerOut(
        id=disclaimer.id,
        version=disclaimer.version,
        lang=disclaimer.lang,
        text=disclaimer.text,
        sha256=disclaimer.sha256,
        elements=list(disclaimer.elements),
    )


def span_out(span: Span) -> SpanOut:
    """Return a span."""
    return SpanOut(start=span.start, end=span.end)


def tier_out(tier: Tier) -> TierOut:
    """Return a tier as evidence shows it."""
    return TierOut(id=tier.id, rank=tier.rank, label=tier.label, plain=tier.plain)


def caveats_out(caveats: Iterable[Caveat]) -> list[CaveatOut]:
    """Return caveats with their labels."""
    return [CaveatOut(id=caveat.id, label=caveat.label) for caveat in caveats]


def article_label_out(label: ArticleLabel) -> ArticleLabelOut:
    """Return what a citation shows of its article."""
    return ArticleLabelOut(
        slug=label.slug, title=label.title, url=web_url(label.url), as_of=label.as_of or None
    )


def web_url(url: str) -> str | None:
    """Return an absolute http(s) address, or None for anything else."""
    return url if url.lower().startswith(("https://", "http://")) else None


def reference_url(reference: Reference) -> str | None:
    """Return where a reference can be read: its own address, or one made from its identifier."""
    own = web_url(reference.url)
    if own:
        return own
    for name, site in _SITES:
        identifier: str = getattr(reference, name)
        if identifier:
            return site + identifier
    return None


def reference_out(reference: Reference) -> ReferenceOut:
    """Return a reference; absent values are null."""
    return ReferenceOut(
        label=reference.label,
        doi=reference.doi or None,
        pmid=reference.pmid or None,
        nct=reference.nct or None,
        url=reference_url(reference),
        design=reference.design or None,
        n=reference.n,
        year=reference.year,
        access=reference.access or None,
        status=reference.status or None,
    )


def evidence_out(evidence: Evidence) -> EvidenceOut:
    """Return one cited passage."""
    return EvidenceOut(
        n=evidence.n,
        passage_id=evidence.passage_id,
        quote=evidence.quote.text,
        article=article_label_out(evidence.article),
        section=list(evidence.section),
        span=span_out(evidence.quote.span),
        source_sha256=evidence.quote.source_sha256,
        tier=tier_out(evidence.tier),
        tier_basis=evidence.tier_basis,
        caveats=caveats_out(evidence.caveats),
        references=[reference_out(reference) for reference in evidence.references],
        hop=evidence.hop,
        score=float(evidence.score),
        row_line=evidence.row_line or None,
    )


def policy_out(decision: PolicyDecision) -> PolicyOut:
    """Return what the policy decided, and the signals that decided it."""
    return PolicyOut(
        category=decision.category,
        action=decision.action,
        version=decision.version,
        signals=[str(signal) for signal in decision.signals],
    )


def support_out(support: Support) -> SupportOut:
    """Return why the library was, or was not, found to hold the answer."""
    return SupportOut(
        verdict=support.verdict,
        score=support.score,
        threshold=support.threshold,
        missing=list(support.missing),
    )


def generation_out(generation: Generation) -> GenerationOut:
    """Return what became of a model's draft."""
    return GenerationOut(
        model=generation.model,
        prompt=generation.prompt,
        used=generation.used,
        failure=generation.failure,
        drafted=generation.drafted,
        shown=generation.shown,
        dropped=dict(generation.dropped),
        tokens=generation.tokens,
    )


def answer_out(answer: Answer) -> AnswerOut:
    """Return an answer in the shape of the contract, whatever its outcome."""
    stamp = answer.index
    return AnswerOut(
        answer_id=answer.answer_id,
        conversation_id=answer.conversation_id,
        outcome=answer.outcome,
        reason=answer.reason,
        policy=policy_out(answer.policy),
        disclaimer=disclaimer_out(answer.disclaimer),
        notices=[NoticeOut(kind=notice.kind, text=notice.text) for notice in answer.notices],
        statements=[
            StatementOut(
                text=statement.text,
                kind=statement.kind,
                citations=list(statement.citations),
                tier=statement.tier,
                caveats=list(statement.caveats),
            )
            for statement in answer.statements
        ],
        text=answer.text,
        evidence=[evidence_out(entry) for entry in answer.evidence],
        strongest_tier=tier_out(answer.strongest_tier) if answer.strongest_tier else None,
        conflicts=[
            ConflictOut(statement=conflict.statement, citations=list(conflict.citations))
            for conflict in answer.conflicts
        ],
        related=[evidence_out(entry) for entry in answer.related],
        support=support_out(answer.support) if answer.support else None,
        generation=generation_out(answer.generation) if answer.generation else None,
        asked_as=answer.asked_as,
        index=IndexOut(
            snapshot=stamp.snapshot, corpus_version=stamp.corpus_version, built_at=stamp.built_at
        ),
        timings_ms={stage: float(value) for stage, value in answer.timings_ms.items()},
    )


def search_out(found: Iterable[Evidence], disclaimer: Disclaimer, index: IndexOut) -> SearchOut:
    """Return the passages that a search found."""
    results = [evidence_out(entry) for entry in found]
    return SearchOut(disclaimer=disclaimer_out(disclaimer), results=results, index=index)
