"""The tier of a reference's design, and of an article's front matter.

References come with a normalised design, or with the free text of a footnote; both are read,
and where several designs are mixed ("in-vitro + in-vivo") the weakest counts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from corpus.records import Reference
from corpus.tiers.context import RULE_OF_TIER
from corpus.tiers.status import UNPUBLISHED
from corpus.tiers.studies import ANIMAL, LAB, study_in
from corpus.tiers.words import AnyOf, Concept, Words, words_of
from corpus.vocabulary import weaker

_REVIEW: Final = "review"
_LONGEST_FIELD: Final = 160
_MODEL: Final = Concept(r"\bmodel: ?[^·|;]+")
_TOKENS: Final[tuple[tuple[str, Concept], ...]] = (
    (
        "systematic",
        Concept(
            r"\b(?:systematic|scoping|umbrella)[- ]?(?:literature[- ])?review\b"
            r"|\bmeta-?analys[ei]s\b",
        ),
    ),
    (
        "trial",
        Concept(
            r"\brcts?\b|\bphase[- ]?(?:[0-4]|i{1,3}v?)|\brandomi[sz]ed\b|\bopen[- ]label\b"
            r"|\bclinical[- ]trial\b|\bpilot\b"
            r"|\bcrossover\b|\bsingle[- ]arm\b|\bintervention(?:al)? (?:trial|study)\b",
        ),
    ),
    (
        "human",
        Concept(
            r"\bobservational\b|\bcohort\b|\bcase[- ](?:report|series|control)\b|\bcross[- "
            r"]sectional\b|\bgwas\b|"
            r"\bmendelian\b|\bregistry\b|\bepidemiolog|\bhuman genetics\b|\blongitudinal\b"
            r"|\bautopsy\b",
        ),
    ),
    ("animal", Concept(r"\bin[- ]vivo\b|\banimal\b")),
    (
        "lab",
        Concept(
            r"\bin[- ]vitro\b|\bin[- ]silico\b|\bex[- ]vivo\b|\bcell[- ](?:culture|based)\b"
            r"|\bbiochemical\b|\bcomputational\b|"
            r"\bstructural\b",
        ),
    ),
    (
        _REVIEW,
        Concept(
            r"\breview\b|\bperspective\b|\bconsensus\b|\bopinion\b|\bcommentary\b|\beditorial\b"
            r"|\bguidelines?\b|"
            r"\bposition[- ]statement\b|\bhypothesis\b|\btheory\b|\btheoretical\b|\bletter\b"
            r"|\bnews\b|\bbook\b",
        ),
    ),
)
_ANY_KIND: Final = AnyOf(*(token for _, token in _TOKENS))
_HUMAN: Final = Concept(
    r"\bhumans?\b|\bhomo[- ]sapiens\b|\bpatients?\b|\bparticipants?\b|\badults?\b|\bsubjects\b"
    r"|\bwomen\b|\bmen\b|\bchildren\b",
)
_PEOPLE: Final = Concept(
    r"\b(?:patients|participants|volunteers|adults|women|men|children|subjects|homo[- ]sapiens"
    r"|humans)\b(?! (?:cells?|serum|samples?))|\bhuman (?:[\w-]+ ){0,3}?skin\b",
)
_NOT_PEOPLE: Final = Concept(
    r"\b(?:m(?:us)?[-. ]+musculus|rattus|xenografts?|transgenic|knock-?(?:in|out)|c?ko|cells?"
    r"|lattices?|explants?|reconstructed|post-?mortem)\b",
)
_BESIDE: Final = re.compile(r"\s*[+;]\s*")
_ONLY_PEOPLE: Final = re.compile(r"^homo[- ]sapiens$")
_TRIALS_POOLED: Final = Concept(
    r"\brcts?\b|\brandomi[sz]ed\b|\b(?:clinical |controlled )?trials?\b",
)
_PRIMARY_TYPES: Final = frozenset({"study", "trial", "article", "research-article"})


@dataclass(frozen=True, slots=True)
class Design:
    """The tier of one design and the words it was read from.

    `review` marks a narrative review, perspective or consensus, which lifts no claim.
    """

    tier: str
    words: str
    review: bool = False
    human: bool = False


def design_field(reference: Reference) -> str:
    """Return the words that state a reference's design: its footnote's field, else its token.

    The field is preferred because it may mix designs, of which the token keeps one.
    """
    for part in reference.text.split("·")[1:]:
        if len(part) < _LONGEST_FIELD and _ANY_KIND.within(words_of(part)):
            return part.strip()
    return reference.design


@lru_cache(maxsize=8192)
def stated_design(reference: Reference) -> str:
    """Return `design_field`, remembered."""
    return design_field(reference)


@lru_cache(maxsize=8192)
def reference_design(reference: Reference) -> Design | None:
    """Return the tier that a reference's own design has, or None when it states none."""
    stated = " ".join(
        filter(
            None, (stated_design(reference), f"phase {reference.phase}" if reference.phase else "")
        )
    )
    model = _MODEL.find(words_of(reference.text)) if reference.summary else ""
    about = f"{reference.population} · {reference.summary or reference.text} · {model}"
    design = read_design(stated, about)
    if design is None or RULE_OF_TIER.get(design.tier) != "R5":
        return design
    if reference.status == "ongoing" or UNPUBLISHED.within(words_of(reference.text)):
        return Design("trial_no_results", stated)
    return design


@lru_cache(maxsize=8192)
def read_design(stated: str, about: str = "") -> Design | None:
    """Return the tier of a design stated as `stated`, for a study described as `about`."""
    words = words_of(stated.replace("_", "-"))
    kinds = _kinds(words.text)
    if not kinds:
        return None
    tier = ""
    for kind in kinds:
        one = _tier_of(kind, words, about)
        if one:
            tier = weaker(tier, one) if tier else one
    if not tier or (_REVIEW in kinds and "systematic" not in kinds):
        return Design("expert_review", stated, review=True)
    return Design(tier, stated)


def _kinds(stated: str) -> tuple[str, ...]:
    """Return the kinds of design named, a review's own alone where it tells what it pooled."""
    found: set[str] = set()
    for part in _BESIDE.split(stated):
        words = words_of(part)
        kinds = {kind for kind, token in _TOKENS if token.within(words)}
        found |= kinds & {"systematic", "human"} if "systematic" in kinds else kinds
    return tuple(kind for kind, _ in _TOKENS if kind in found)


def _tier_of(kind: str, words: Words, about: str) -> str:
    if kind == "systematic":
        return _pooled(words, words_of(about))
    if kind == "trial":
        return _trial(words, words_of(about))
    if kind == "human":
        return "animal_study" if _animals(words, words_of(about)) else "human_observational"
    if kind == "animal":
        named = "huma" in words.stems and not ANIMAL.within(words)
        people = named or _ONLY_PEOPLE.match(about.lower()) or _on_people(about)
        return "human_observational" if people else "animal_study"
    return "lab_mechanistic" if kind == "lab" else ""


def _animals(words: Words, about: Words) -> bool:
    if ANIMAL.within(words):
        return True
    model = words_of(_MODEL.find(about))
    if ANIMAL.within(model) or _HUMAN.within(model):
        return not _HUMAN.within(model)
    return about.lower.startswith("animal") or (ANIMAL.within(about) and not _HUMAN.within(about))


def _on_people(about: str) -> bool:
    """Tell whether the model stated is people alone: an experiment on their bodies is "in vivo"."""
    model = words_of(_MODEL.find(words_of(about)))
    other = ANIMAL.within(model) or LAB.within(model) or _NOT_PEOPLE.within(model)
    return _PEOPLE.within(model) and not other


def _pooled(words: Words, about: Words) -> str:
    if _animals(words, about):
        return "animal_systematic_review"
    if _TRIALS_POOLED.within(words) or _TRIALS_POOLED.within(about):
        return "human_systematic_review"
    return "human_observational"


def _trial(words: Words, about: Words) -> str:
    if _animals(words, about):
        return "animal_study"
    study = study_in(words.text + " trial")
    tier = study.tier if study else "human_early_phase"
    beside = study_in(about.text) if study and not study.phased else None
    if beside is not None and beside.rule == "R5" and beside.phased:
        return beside.tier
    return tier


def metadata_design(metadata: Mapping[str, object]) -> Design | None:
    """Return the design that an article's front matter states for the article as a whole."""
    stated = metadata.get("study-design") or metadata.get("design")
    if not isinstance(stated, str) or not stated:
        return None
    organism = metadata.get("organism")
    about = organism if isinstance(organism, str) else ""
    kind = metadata.get("type")
    if isinstance(kind, str) and kind not in _PRIMARY_TYPES:
        return None
    return read_design(stated, about)
