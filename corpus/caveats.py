"""The caveats of a statement: the source's own tags first, then what its words and sources show.

A caveat is only derived where words, references or the tier justify it; those that need a reader's
knowledge of other statements or of the world outside the library are left to curators.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from corpus.records import Kind
from corpus.tiers import approval, notices, opinion
from corpus.tiers.context import StatementContext
from corpus.tiers.designs import design_field, reference_design
from corpus.tiers.sources import primary_designs
from corpus.tiers.status import status_words
from corpus.tiers.studies import study_in
from corpus.tiers.words import Concept, Words, words_of

SMALL_SAMPLE: Final = 50
"""Fewer participants than this is a small sample (product specification of evidence tiers)."""

_TRIALS: Final = frozenset({"human_rct_phase3", "human_rct_phase2", "human_early_phase"})
_STUDIED: Final = _TRIALS | {
    "human_systematic_review",
    "human_observational",
    "animal_systematic_review",
    "animal_study",
    "lab_mechanistic",
}
_ANIMAL: Final = frozenset({"animal_study", "animal_systematic_review"})
_REVIEWS: Final = frozenset({"human_systematic_review", "animal_systematic_review"})
_SIZE: Final = re.compile(r"\bn\s?=\s?[~≈]?(\d[\d,]*)(?:[–-](\d+))?(?!\s*/)", re.IGNORECASE)

# Caveats that a phrase alone justifies, with the tiers in which it does (none given: in all that
# make a claim).
_PHRASES: Final[tuple[tuple[str, Concept, frozenset[str]], ...]] = (
    (
        "exploratory-endpoint",
        Concept(r"\bexploratory\b|\bpost[- ]hoc\b"),
        frozenset(),
    ),
    (
        "subgroup",
        Concept(
            r"\bsub-?groups?\b|\bsubsets? of (?:patients|participants)\b|\b(?:clear|great|larg"
            r"|strong)est (?:benefit|effect) in\b",
        ),
        _TRIALS | _REVIEWS,
    ),
    (
        "surrogate-endpoint",
        Concept(
            r"\bsurrogates?\b|\bproxy\b|\bproxies\b|\bbiomarkers?\b|\b6mwt\b|\bwalk (?:test"
            r"|distance)\b|\b(?:serum|plasma|circulating) \S+|"
            r"\bfev1\b|\bantibody (?:titers?|titres?|response)\b|\bejection fraction\b",
        ),
        _TRIALS
        | {"human_systematic_review", "human_observational", "expert_review", "trial_no_results"},
    ),
    (
        "pediatric",
        Concept(
            r"\bp(?:a)?ediatric\b|\bchildren\b|\binfants?\b|\bneonates?\b",
        ),
        _TRIALS
        | {
            "regulatory_approval",
            "human_observational",
            "human_systematic_review",
            "trial_no_results",
        },
    ),
    (
        "conditional-approval",
        Concept(
            r"\bconditional(?:ly)?\b|\baccelerated approval\b|\btime-limited\b",
        ),
        frozenset({"regulatory_approval"}),
    ),
    (
        "theoretical-risk",
        Concept(
            r"\btheoretical(?:ly)?\b.{0,30}\brisks?\b|\b(?:potential|hypothetical) risks?\b",
        ),
        frozenset(),
    ),
    (
        "promissory-language",
        Concept(
            r"\bpromising\b|\bencouraging\b|\bexciting\b|\bgroundbreaking\b|\bholds? (?:great "
            r")?promise\b|\brevolution\w*|\btrajectory\b|\bbreakthrough (?!therap)",
        ),
        frozenset(),
    ),
    (
        "heterogeneous-product",
        Concept(
            r"\bheterogene(?:ous|ity)\b(?=.*\b(?:product|cells?|mscs?)\b)|\bproduct[- ](?:variation"
            r"|variability|heterogeneity|non-?standardi[sz]ation)\b|"
            r"\bbatch-to-batch\b|\bdifferent products\b|\bdonor (?:age|variability|variation)\b"
            r"|\bpassage number\b|\btissue source\b",
        ),
        frozenset(),
    ),
    ("inverse-dose-response", Concept(r"\binverse dose\b"), frozenset()),
    (
        "extrapolation",
        Concept(
            r"\bextrapolat\w+|\bdoes not establish that the same\b|\b(?:supports?|precedent for"
            r"|identical to|overlap\w* with)\b.{0,80}\b(?:ag(?:e)?ing|other "
            r"(?:indication|condition|disease)s?)\b",
        ),
        frozenset(),
    ),
    (
        "author-judgement",
        Concept(
            r"\bthe (?:most|strongest|best|clearest) (?:\w+ ){0,3}?(?:evidence|result|trial|rct"
            r"|study|data|explanation)\b|\bcounterintuitively\b|\bstrikingly\b|"
            r"\bremarkably\b",
        ),
        frozenset(),
    ),
)
_PER_PROTOCOL: Final = Concept(r"\bper[- ]protocol\b")
_INTENTION: Final = Concept(r"\bintent(?:ion)?[- ]to[- ]treat\b|\bitt\b")
_FROM_BASELINE: Final = Concept(
    r"\b(?:change|improv\w+|increas\w+|decreas\w+|reduc\w+|declin\w+|compared (?:with|to)) from \d"
    r"|\bfrom (?:its |their )?baseline\b"
    r"|\b(?:compared (?:with|to)|versus|vs\.?|relative to|over) (?:\w+ )?baseline\b|\bfrom "
    r"\d[\d.]* to \d",
)
_BETWEEN_GROUPS: Final = Concept(
    r"\b(?:vs\.?|versus|than|compared (?:with|to)|over|to|from) (?:\w+ ){0,2}?(?:placebo|controls?"
    r"|sham|standard|usual)\b|\bbetween[- ]groups?\b",
)
_UNCONTROLLED: Final = Concept(
    r"\bsingle[- ]arm\b|\bnon-?randomi[sz]ed\b|\bno (?:placebo|control)\b|\buncontrolled\b"
    r"|\bopen[- ]label\b(?!.*\brandomi)",
)
_CONTROLLED: Final = Concept(
    r"\brcts?\b|\brandomi[sz]ed\b|\bcontrolled\b|\bplacebo\b",
)
_IMPROVED: Final = Concept(
    r"\bimprov|\bdecreas|\breduc|\bincreas|\bgain",
)
_AS_OF: Final = Concept(
    r"\bas of\b|\bat the time of writing\b|\bto date\b|\bcurrently\b|\bnot yet\b|\bhas evolved\b",
)
_SMALL_WORDS: Final = Concept(r"\bsmall (?:samples?|trials?|numbers?|studies|cohorts?)\b")


def derive_caveats(context: StatementContext, tier: str) -> tuple[str, ...]:
    """Return the caveat ids of a statement: its source's tags, then derived ones, each once.

    Args:
        context: The statement with its surroundings.
        tier: The tier it was given.
    """
    words = words_of(context.words())
    found = [*context.tags, *_bookkeeping(context, words, tier)]
    if tier != "none":
        for rule in _RULES:
            found.extend(rule(context, words, tier))
        found.extend(
            name
            for name, phrase, tiers in _PHRASES
            if (not tiers or tier in tiers) and phrase.within(words)
        )
    return tuple(dict.fromkeys(found))


def _bookkeeping(context: StatementContext, words: Words, tier: str) -> list[str]:
    found = {
        Kind.TABLE_ROW: ["table-row"],
        Kind.HEADING: ["heading"],
        Kind.FOOTNOTE: ["footnote"],
    }.get(context.kind, [])
    if tier == "none" and context.kind is not Kind.HEADING:
        for name, concept in (
            ("unverifiable-verification-claim", notices.VERIFICATION),
            ("disclaimer", notices.DISCLAIMER),
            ("navigation", notices.NAVIGATION),
        ):
            if concept.within(words):
                return [*found, name]
    if tier == "background" and notices.is_pointer(context.kind, context.section):
        return [*found, "navigation"]
    return found


def _analysis(context: StatementContext, words: Words, tier: str) -> list[str]:
    del context
    if tier not in _TRIALS:
        return []
    found = []
    if _PER_PROTOCOL.within(words) and not _INTENTION.within(words):
        found.append("per-protocol-only")
    if _FROM_BASELINE.within(words) and not _BETWEEN_GROUPS.within(words):
        found.append("within-group-only")
    return found


def _size(context: StatementContext, words: Words, tier: str) -> list[str]:
    found = []
    if tier in _TRIALS:
        sizes = [int((last or first).replace(",", "")) for first, last in _SIZE.findall(words.text)]
        if not sizes:
            sizes = [ref.n for _, ref in primary_designs(context.references) if ref.n]
        if sizes and max(sizes) < SMALL_SAMPLE:
            found.append("small-sample")
    small = tier in _REVIEWS and _SMALL_WORDS.within(words)
    if small or opinion.POWER.within(words):
        found.append("underpowered")
    return found


def _control(context: StatementContext, words: Words, tier: str) -> list[str]:
    if tier != "human_early_phase":
        return []
    designs = [words_of(design_field(ref)) for _, ref in primary_designs(context.references)]
    alone = bool(designs) and not any(_CONTROLLED.within(design) for design in designs)
    if not (_UNCONTROLLED.within(words) or (alone and not _CONTROLLED.within(words))):
        return []
    return ["uncontrolled", *(["within-group-only"] if _IMPROVED.within(words) else [])]


def _standing(context: StatementContext, words: Words, tier: str) -> list[str]:
    del context
    if tier == "regulatory_approval":
        return ["indication-specific", "time-sensitive"]
    found = ["results-unpublished"] if tier == "trial_no_results" else []
    if (tier == "trial_no_results" and status_words(words)) or (
        tier in {"trial_no_results", "expert_review", "evidence_gap"} and _AS_OF.within(words)
    ):
        found.append("time-sensitive")
    return found


def _sourcing(context: StatementContext, words: Words, tier: str) -> list[str]:
    del words
    designs = [reference_design(reference) for reference in context.references]
    found = []
    if tier in (_STUDIED - _REVIEWS) | {"background", "regulatory_approval"} and any(
        design is not None and design.review for design in designs
    ):
        found.append("review-sourced")
    if any(ref.access == "closed" for ref in context.references):
        found.append("closed-access")
    if any(ref.access == "abstract_only" for ref in context.references):
        found.append("abstract-only")
    if len({design.tier for design in designs if design is not None and not design.review}) > 1:
        found.append("mixed-sources")
    return found


def _citation(context: StatementContext, words: Words, tier: str) -> list[str]:
    if context.references or context.kind in (Kind.HEADING, Kind.FOOTNOTE):
        return []
    told = (words.text, *context.preceding)
    if tier in _TRIALS | _REVIEWS and any(study_in(text) is not None for text in told):
        return ["no-identifier"]
    return ["uncited"]


def _nature(context: StatementContext, words: Words, tier: str) -> list[str]:
    del context
    found = ["animal-only"] if tier in _ANIMAL else []
    if approval.argument_words(words) and tier == "expert_review":
        found.append("extrapolation")
    if tier == "expert_review" and (
        opinion.ATTITUDE.within(words)
        or opinion.SYNTHESIS.within(words)
        or approval.argument_words(words)
    ):
        found.append("author-judgement")
    return found


_Rule = Callable[[StatementContext, Words, str], list[str]]
_RULES: Final[tuple[_Rule, ...]] = (
    _analysis, _size, _control, _standing, _sourcing, _citation, _nature,
)  # fmt: skip
