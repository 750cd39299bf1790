"""Caveats that a phrase alone justifies, each with the tiers in which it does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from corpus.caveats.groups import CLAIMS, HUMAN, REVIEWS, STUDIED, TRIALS
from corpus.tiers.words import AnyOf, Concept, Words


@dataclass(frozen=True, slots=True)
class Phrase:
    """A caveat, the words that justify it, and the tiers in which they do."""

    caveat: str
    concept: Concept
    tiers: frozenset[str] = CLAIMS


_MARKERS = (
    r"crp|c-reactive protein|tnf(?:-?α|-?alpha)?|il-?\d+\w?|hba1c|ldl|hdl|triglycerides?"
    r"|cholesterol|creatinine|bilirubin|albumin|troponin|bnp|nt-probnp|igf-1|cytokines?"
    r"|t[- ]cells?|b[- ]cells?|cd\d+\w*"
)
PHRASES: Final = (
    Phrase("exploratory-endpoint", Concept(r"\bexploratory\b|\bpost[- ]hoc\b")),
    Phrase(
        "subgroup",
        Concept(
            r"\bsub-?groups?\b|\bsubsets? of (?:patients|participants)\b|\b(?:clear|great|larg"
            r"|strong)est (?:benefit|effect) in\b|\bonly in (?:the )?(?:patients|participants"
            r"|those|women|men) (?:with|aged|who|under|over)\b|\bsubset analys[ei]s\b"
        ),
        TRIALS | REVIEWS,
    ),
    Phrase(
        "surrogate-endpoint",
        Concept(
            r"\bsurrogates?\b|\bstand-?ins?\b|\bproxy\b|\bproxies\b|\bbiomarkers?\b|\b6mwt\b"
            r"|\bwalk (?:test|distance)\b|\bwalking distance\b|\bfev1\b"
            r"|\b(?:serum|plasma|circulating) \S+"
            r"|\bantibody (?:titers?|titres?|response)\b|\bejection fraction\b|\blvef\b"
            r"|\b(?:inflammatory|immune|blood|laboratory) (?:markers?|values|parameters)\b"
            r"|\bexercise capacity\b|\bbone (?:mineral )?density\b|\bblood pressure\b"
        ),
        HUMAN | {"expert_review", "trial_no_results"},
    ),
    Phrase(
        "surrogate-endpoint",
        Concept(
            rf"\b(?:{_MARKERS})\b(?: \S+){{0,4}}? (?:levels?|concentrations?|counts?|fell|rose"
            rf"|decreased|declined|increased|reduced|lower|higher|was|were|improved)\b"
            rf"|\b(?:levels?|concentrations?|reductions?|decreases?|increases?|changes?) (?:of|in)"
            rf" (?:\S+ ){{0,2}}?(?:{_MARKERS})\b"
        ),
        TRIALS | {"human_systematic_review"},
    ),
    Phrase(
        "pediatric",
        Concept(r"\bp(?:a)?ediatric\b|\bchildren\b|\binfants?\b|\bneonates?\b|\bnewborns?\b"),
        HUMAN | {"regulatory_approval", "trial_no_results"},
    ),
    Phrase(
        "conditional-approval",
        Concept(
            r"\bconditional(?:ly)?\b|\baccelerated approval\b|\btime-limited\b"
            r"|\bprovisional(?:ly)?\b"
        ),
        frozenset({"regulatory_approval"}),
    ),
    Phrase(
        "indication-specific",
        Concept(
            r"\b(?:that|this|the|one) (?:specific|single|particular|defined) (?:\w+ )?(?:condition"
            r"|indication|disease|use)\b|\brather than (?:to |for |in )?(?:general|other"
            r" (?:conditions|uses|diseases))\b|\b(?:only|solely) (?:for|in) (?:this|that|the"
            r" approved) (?:condition|indication|disease|use)\b"
        ),
    ),
    Phrase(
        "indication-specific",
        Concept(r"\b(?:\w+-)?(?:refractory|resistant|relapsed|unresponsive)\b"),
        TRIALS,
    ),
    Phrase(
        "theoretical-risk",
        Concept(r"\btheoretical(?:ly)?\b.{0,30}\brisks?\b|\b(?:potential|hypothetical) risks?\b"),
    ),
    Phrase(
        "promissory-language",
        Concept(
            r"\bpromising\b|\bencouraging\b|\bexciting\b|\bgroundbreaking\b|\bholds? (?:great "
            r")?(?:promise|potential)\b|\brevolution\w*|\btrajectory\b|\bbreakthrough (?!therap)"
            r"|\bgame[- ]chang\w+|\bparadigm[- ]shift\w*|\bunprecedented\b"
        ),
    ),
    Phrase(
        "heterogeneous-product",
        Concept(
            r"\bheterogene(?:ous|ity)\b(?=.*\b(?:products?|cells?|mscs?)\b)"
            r"|\bproducts?[- ](?:variation|variability|heterogeneity|non-?standardi[sz]ation)\b"
            r"|\b(?:batch|lot|donor)-to-(?:batch|lot|donor)\b|\bdifferent (?:cell )?products\b"
            r"|\bproducts? (?:\w+ )?(?:differ|differs|vary|varies)\b"
            r"|\bdonor (?:age|variability|variation|differences)\b|\bpassage number\b"
            r"|\btissue source\b|\b(?:fresh|cryopreserved|frozen|thawed) (?:vs\.?|versus|and|or)"
            r" (?:fresh|cryopreserved|frozen|thawed)\b"
            r"|\bno standard(?:i[sz]ed)? (?:cell )?product\b"
        ),
    ),
    Phrase(
        "extrapolation",
        Concept(
            r"(?<!no )(?<!organism )(?<!animal )\bextrapolat\w+|\bdoes not establish that the same"
            r"\b|\b(?:supports?|precedent for|identical to|overlap\w* with)\b.{0,80}"
            r"\b(?:ag(?:e)?ing|other (?:indication|condition|disease)s?)\b"
            r"|\b(?:may|might|could|should) (?:also )?(?:apply|extend|carry over|translate) to"
            r" (?:other|patients|people|humans|adults|children)\b"
        ),
    ),
    Phrase(
        "author-judgement",
        Concept(
            r"\bthe (?:most|strongest|best|clearest) (?:\w+ ){0,3}?(?:evidence|result|trial|rct"
            r"|study|data|explanation)\b|\bcounterintuitively\b|\bstrikingly\b|\bremarkabl[ey]\b"
            r"|\bimpressive(?:ly)?\b|\bnotably (?:superior|better)\b"
            r"|\b(?:therefore|thus|hence) (?:cannot|must|can only)\b|\bcannot be explained by\b"
            r"|\bmust (?:either )?(?:operate|act|work|be (?:due|explained|mediated|caused))\b"
            r"|\b(?:biologically|essentially|mechanistically|functionally) (?:identical"
            r"|equivalent)\b|\b(?:that|this)\b.{0,60}\bis why\b"
        ),
    ),
    Phrase(
        "endpoint-mismatch",
        Concept(
            r"\bprimary (?:end ?point|outcome)s? (?:\w+ )?(?:shift(?:s|ed)|chang(?:es|ed)"
            r"|switch(?:es|ed)|differ(?:s|ed)|(?:was|were) (?:\w+ )?(?:changed|replaced|switched"
            r"|swapped))\b|\bnot the (?:registered|pre-?specified|primary) (?:primary )?"
            r"(?:end ?point|outcome|measure)\b|\boutcome switching\b"
        ),
    ),
    Phrase(
        "single-centre",
        Concept(
            r"\bsingle[- ](?:cent(?:er|re)|site|institution|hospital)\b"
            r"|\bmono-?centri?(?:c|er|re)\b|\b(?:at|in|from) (?:one|a single) (?:cent(?:er|re)"
            r"|site|institution|hospital|clinic)\b"
        ),
        STUDIED | {"trial_no_results"},
    ),
)
_ANY: Final = AnyOf(*(phrase.concept for phrase in PHRASES))


def phrase_caveats(words: Words, tier: str) -> list[str]:
    """Return the caveats that phrases of a statement of `tier` justify."""
    if not _ANY.may_be_in(words):
        return []
    return [
        phrase.caveat for phrase in PHRASES if tier in phrase.tiers and phrase.concept.within(words)
    ]
