"""The design of a full text: which kind of study the paper itself reports, and on whom.

A paper names many studies; only its own decides. Sources in order of precedence, the first that
says something wins:

1. the article type and subject given by its publisher (retraction, review, case report,
   protocol);
2. the title;
3. the abstract: its methods and results, and of the other parts only what opens on "this study";
4. the methods section;

and of none of them sentences on other studies ("previous trials", "have shown", "are needed").
A protocol finds nothing: its status is "ongoing". Work in animals is "in-vivo" however it was
randomised: "rct" stands for people. When in doubt the weaker design is taken.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from corpus.fulltext.condition import condition_of
from corpus.fulltext.own import OwnWords, own_words
from corpus.fulltext.people import ANIMALS, PEOPLE, population_of
from corpus.fulltext.size import participants
from corpus.identifiers import find_identifiers

_PROTOCOL: Final = re.compile(
    r"\b(?:study|trial|research) protocol\b|\bprotocol (?:for|of|to)\b|\bprotocol$"
    r"|\brationale and (?:study |trial )?design\b|\b(?:study |trial )?design and rationale\b"
    r"|^(?:study )?design of (?:a|an|the)\b",
    re.IGNORECASE,
)
_PLANNED: Final = re.compile(
    r"\bwill be (?:\w+ ){0,2}(?:randomi[sz]ed|recruited|enrolled|included|assigned|allocated"
    r"|conducted|performed|employed|searched)\b",
    re.IGNORECASE,
)
_SYSTEMATIC: Final = re.compile(
    r"\b(?:systematic(?:ally)?|scoping|umbrella|cochrane|rapid)(?: literature| critical)?"
    r" review(?:ed|s)?\b|\bsystematic overview\b",
    re.IGNORECASE,
)
_META: Final = re.compile(r"\bmeta-?\s?analys[ei]s\b|\bmeta-?regression\b", re.IGNORECASE)
_SEARCHED: Final = re.compile(
    r"\b(?:pubmed|medline|embase|cochrane (?:library|central)|web of science|scopus|databases)\b"
    r".{0,120}\bsearch|\bsearch(?:ed|es)?\b.{0,120}\b(?:pubmed|medline|embase|databases|scopus)\b"
    r"|\b(?:we|this|the present|the current|a) (?:\w+ ){0,3}(?:systematic review|meta-?analysis)\b",
    re.IGNORECASE,
)
_TRIALS: Final = re.compile(
    r"\b(?:randomi[sz]ed |clinical |controlled |human )+(?:trials|studies)\b|\brcts\b",
    re.IGNORECASE,
)
_REVIEW: Final = re.compile(
    r"\b(?:narrative|literature|critical|mini|state-of-the-art|concise) ?-?reviews?\b"
    r"|[:—–-] an? (?:\w+ )?(?:over)?(?:re)?view\b|\breview of\b|^an? (?:over|re)view\b|\breview$",
    re.IGNORECASE,
)
_OPINION_TYPES: Final = frozenset(
    "editorial letter article-commentary commentary discussion reply opinion news book-review"
    " perspective introduction obituary".split()
)
_REVIEW_TYPES: Final = frozenset({"review-article", "review", "systematic-review"})
_NOTICE_TYPES: Final = frozenset({"correction", "erratum", "retraction", "expression-of-concern"})
_OPINION: Final = re.compile(
    r"^(?:editorial|commentary|letter(?: to the editor)?|perspectives?|opinion|viewpoint"
    r"|correspondence|news)\b",
    re.IGNORECASE,
)
_GUIDANCE: Final = re.compile(
    r"\b(?:guidelines?|consensus|position (?:statement|paper))\b", re.IGNORECASE
)
_MENDELIAN: Final = re.compile(r"\bmendelian randomi[sz]ation\b", re.IGNORECASE)
_CASE_REPORT: Final = re.compile(r"\bcase reports?\b|\ba case of\b|\bn-of-1\b", re.IGNORECASE)
_CASE_SERIES: Final = re.compile(r"\bcase[- ]series\b|\bseries of (?:\w+ )?cases\b", re.IGNORECASE)
_OBSERVED: Final = re.compile(
    r"\b(?:retrospective(?:ly)?|cross-?sectional|case[- ]control|observational|population-based"
    r"|(?:birth |patient |prospective )?cohort study|registry(?:-based)? (?:study|analysis)"
    r"|genome-wide association|gwas|survey|questionnaire study|autopsy|epidemiolog\w+)\b",
    re.IGNORECASE,
)
_NOT_RANDOM: Final = re.compile(
    r"\bnon-?\s?randomi[sz]\w+|\bnot randomi[sz]ed|\bquasi-?randomi[sz]\w+"
    r"|\brandom(?:ly)? (?:selected|chosen|sampled)|\brandom[- ]effects?",
    re.IGNORECASE,
)
_RANDOM: Final = re.compile(
    r"\brandomi[sz](?:ed|ation|ing)\b|\brandomly (?:\w+ ){0,3}(?:assigned|allocated|divided|given)"
    r"|\brandom (?:assignment|allocation)\b|\brcts?\b",
    re.IGNORECASE,
)
_OPEN: Final = re.compile(r"\bopen[- ]label(?:led|ed)?\b", re.IGNORECASE)
_PILOT: Final = re.compile(
    r"\bpilot (?:[\w/-]+,? ){0,4}(?:study|trial|rct)\b|\bpilot\b(?=[:.]|$)", re.IGNORECASE
)
_TRIAL: Final = re.compile(
    r"\b(?:clinical |single[- ]arm |uncontrolled |feasibility |interventional |pilot )+"
    r"(?:trial|study)\b|\btrial\b|\bdose[- ]escalation\b|\bfirst[- ]in[- ]human\b",
    re.IGNORECASE,
)
_CALLED_TRIAL: Final = re.compile(
    r"\btrial\b|\bphase\b|\bpilot\b|\bsingle[- ]arm\b|\bopen[- ]label\b|\bcontrolled\b",
    re.IGNORECASE,
)
_COMPARED: Final = re.compile(
    r"\b(?:control|placebo|comparison|sham) (?:\w+ )?(?:groups?|arms?|patients|subjects)\b"
    r"|\bplacebo\b",
    re.IGNORECASE,
)
_PHASE: Final = re.compile(
    r"\bphases?[\s-]*(?P<first>iv|i{1,3}|[0-4])(?P<letter>[abc])?"
    r"(?:\s*(?:[/–-]|and)\s*(?:phase\s*)?(?P<second>iv|i{1,3}|[1-4])[abc]?)?(?![\w-]*\w)",
    re.IGNORECASE,
)
_ROMAN: Final = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}
_COMPUTED: Final = re.compile(
    r"\bin[- ]silico\b|\bcomputational\b|\bsimulations?\b|\bbioinformatic\w*\b"
    r"|\bmolecular docking\b|\bnetwork pharmacology\b|\bmathematical model",
    re.IGNORECASE,
)
_REGISTERED: Final = re.compile(
    r"\bregist(?:ered|ration|ry|er)\b|\bclinicaltrials?\.gov\b|\bidentifier\b|\btrial\b",
    re.IGNORECASE,
)
_FEW: Final = 10
"""People without comparison, at most this many, are a series of cases and no trial."""


@dataclass(frozen=True, slots=True)
class FullText:
    """What the design is decided from.

    Attributes:
        title: The article's title.
        article_type: The publisher's type, as JATS names it ("research-article").
        subjects: The headings the journal files it under ("Study Protocol").
        keywords: The authors' keywords.
        abstract: (heading, paragraph) in order; "" where the abstract has no headings.
        body: (headings, paragraph) in order.
        retracted: Whether its own record says that it was retracted.
    """

    title: str
    article_type: str = ""
    subjects: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    abstract: tuple[tuple[str, str], ...] = ()
    body: tuple[tuple[tuple[str, ...], str], ...] = ()
    retracted: bool = False


@dataclass(frozen=True, slots=True)
class StudyDesign:
    """The study that a paper reports, in the values of `corpus.records.Reference`.

    `n` is the number who took part, for an ongoing study the number it plans with. `scope` names
    what a review pooled ("randomized trials"); `basis` tells a reader which words of which part
    decided.
    """

    design: str = ""
    phase: str = ""
    n: int | None = None
    population: str = ""
    condition: str = ""
    status: str = "published"
    scope: str = ""
    basis: str = ""


def study_of(text: FullText) -> StudyDesign:
    """Return the study that a full text reports, by the precedence told above."""
    own = own_words(text.title, text.abstract, text.body)
    people, because = population_of(own)
    secondary = _by_type(text, own) or _review(text, own, people)
    if secondary is not None:
        study = replace(secondary, population=people)
    else:
        study = _primary(text, own, people, because)
    status = _status(text, own, study)
    return replace(study, status=status, condition=condition_of(text.title, text.keywords))


def own_registry_number(text: FullText) -> str:
    """Return the NCT number under which the paper's own trial is registered, or "".

    One that the abstract names, else one in a sentence of the methods on registration; "" where
    several are named.
    """
    abstract = _numbers(" ".join(paragraph for _, paragraph in text.abstract))
    if abstract:
        return abstract.pop() if len(abstract) == 1 else ""
    own = own_words(text.title, text.abstract, text.body)
    told = {n for line in own.methods if _REGISTERED.search(line) for n in _numbers(line)}
    return told.pop() if len(told) == 1 else ""


def _numbers(words: str) -> set[str]:
    return {found.value for found in find_identifiers(words) if found.scheme == "nct"}


def _status(text: FullText, own: OwnWords, study: StudyDesign) -> str:
    if text.retracted:
        return "retracted"
    return "ongoing" if study.design == "protocol" or _protocol_words(text, own) else "published"


def _protocol_words(text: FullText, own: OwnWords) -> str:
    """Return the words that make a paper a plan without results, or ""."""
    if text.article_type == "protocol":
        return 'article type "protocol"'
    for subject in text.subjects:
        if re.search(r"\bprotocols?\b", subject, re.IGNORECASE):
            return f'subject "{subject}"'
    if match := _PROTOCOL.search(text.title):
        return f'"{match[0].strip()}" in the title'
    planned = next((m[0] for line in own.abstract if (m := _PLANNED.search(line))), "")
    return f'"{planned}" in the abstract, without results' if planned and not own.results else ""


def _by_type(text: FullText, own: OwnWords) -> StudyDesign | None:
    """Judge a paper by what its publisher calls it, where that is no report of a study."""
    kind = text.article_type
    if kind in _NOTICE_TYPES:
        return StudyDesign(design=kind, basis=f'article type "{kind}"')
    if kind in _OPINION_TYPES:
        return StudyDesign(design="perspective", basis=f'article type "{kind}"')
    for subject in text.subjects:
        if _OPINION.match(subject):
            return StudyDesign(design="perspective", basis=f'subject "{subject}"')
    guided = _GUIDANCE.search(text.title)
    if guided and not (_RANDOM.search(text.title) or own.results):
        return StudyDesign(design="consensus", basis=f'"{guided[0]}" in the title')
    return None


def _review(text: FullText, own: OwnWords, population: str) -> StudyDesign | None:
    """Judge a review: systematic by its title or by the search it tells, else narrative."""
    said = _SYSTEMATIC.search(text.title) or _META.search(text.title)
    told = next((m for line in own.abstract if (m := _SEARCHED.search(line))), None)
    typed = text.article_type in _REVIEW_TYPES or any(
        re.search(r"\breviews?\b", subject, re.IGNORECASE) for subject in text.subjects
    )
    deciding = said or (told if typed or _says_review(own) else None)
    if deciding is None:
        narrative = _REVIEW.search(text.title)
        if not (typed or narrative):
            return None
        words = f'"{narrative[0].strip()}" in the title' if narrative else "article type review"
        return StudyDesign(design="review", basis=words)
    if _protocol_words(text, own):
        basis = f'"{deciding[0]}", {_protocol_words(text, own)}'
        return StudyDesign(design="protocol", basis=basis)
    pooled = _META.search(text.title) or next(
        (m for line in own.abstract if (m := _META.search(line))), None
    )
    trials = next((m[0] for line in (text.title, *own.abstract) if (m := _TRIALS.search(line))), "")
    scope = "animal studies" if population == "animal" else trials.lower()
    place = "in the title" if said else "in the abstract"
    design = "meta-analysis" if pooled else "systematic-review"
    return StudyDesign(design=design, scope=scope, basis=f'"{deciding[0]}" {place}')


def _says_review(own: OwnWords) -> bool:
    return any(_SYSTEMATIC.search(line) or _META.search(line) for line in own.abstract)


def _primary(text: FullText, own: OwnWords, population: str, because: str) -> StudyDesign:
    """Judge a report of a study by whom it studied."""
    if population == "animal":
        told = _first(own, _RANDOM)
        basis = f"animal: {because}; not rct in spite of {told}" if told else f"animal: {because}"
        n = participants(own, ANIMALS, methods=False)
        return StudyDesign("in-vivo", n=n, population="animal", basis=basis)
    if population == "human":
        return _people(text, own, because)
    computed = _COMPUTED.search(text.title)
    if computed:
        return StudyDesign("in-silico", population=population, basis=f'"{computed[0]}" in title')
    design = "in-vitro" if population == "cells" else ""
    return StudyDesign(design, population=population, basis=f"{population}: {because}")


def _people(text: FullText, own: OwnWords, because: str) -> StudyDesign:
    n = participants(own, PEOPLE, methods=True)
    phase, phase_words = _phase(own)
    design, told = _design(text, own, n, phase)
    reasons = [
        f"{design}: {told}" if told else "",
        f"phase {phase}: {phase_words}" if phase else "",
        f"ongoing: {planned}" if (planned := _protocol_words(text, own)) else "",
        f"human: {because}",
    ]
    basis = "; ".join(reason for reason in reasons if reason)
    return StudyDesign(design, phase, n, "human", basis=basis)


def _design(text: FullText, own: OwnWords, n: int | None, phase: str) -> tuple[str, str]:
    """Return the design of a study in people with the words that decided it."""
    if told := _first(own, _MENDELIAN, methods=False):
        return "mendelian-randomization", told
    typed = " ".join((text.article_type.replace("-", " "), *text.subjects, text.title))
    for design, pattern in (("case-series", _CASE_SERIES), ("case-report", _CASE_REPORT)):
        if match := pattern.search(typed):
            return design, f'"{match[0]}"'
    seen = _OBSERVED.search(text.title)
    if seen and not _random(text.title):
        return "observational", f'"{seen[0]}" in the title'
    if told := _first(own, _RANDOM):
        return _randomised(own, told)
    compared = _first(own, _COMPARED)
    if n is not None and n <= _FEW and not (phase or compared or _CALLED_TRIAL.search(text.title)):
        return "case-series", f"{n} people without a comparison"
    for design, pattern in (("open-label", _OPEN), ("observational", _OBSERVED)):
        if told := _first(own, pattern):
            return design, told
    if phase:
        return "phase-trial", ""
    if told := _first(own, _TRIAL):
        return "open-label", told
    return "observational", "people studied, no trial named"


def _randomised(own: OwnWords, told: str) -> tuple[str, str]:
    """Qualify a randomised trial that is open or a pilot: an early one by its own words."""
    for design, pattern in (("open-label rct", _OPEN), ("pilot rct", _PILOT)):
        if early := _first(own, pattern):
            return design, f"{told}; {early}"
    return "rct", told


def _random(words: str) -> re.Match[str] | None:
    return _RANDOM.search(_NOT_RANDOM.sub(" ", words))


def _first(own: OwnWords, pattern: re.Pattern[str], *, methods: bool = True) -> str:
    """Return the first words that match, with their place, in the order of precedence."""
    places = [("title", (own.title,)), ("abstract", own.abstract)]
    if methods:
        places.append(("methods", own.methods))
    for place, lines in places:
        for line in lines:
            words = _NOT_RANDOM.sub(" ", line) if pattern is _RANDOM else line
            if match := pattern.search(words):
                return f'"{match[0].strip()}" in the {place}'
    return ""


def _phase(own: OwnWords) -> tuple[str, str]:
    """Return the phase in Arabic figures ("1/2", "2a") with the words and their place."""
    for place, lines in (
        ("title", (own.title,)),
        ("abstract", own.abstract),
        ("methods", own.methods),
    ):
        for line in lines:
            if match := _PHASE.search(line):
                return _arabic(match), f'"{match[0]}" in the {place}'
    return "", ""


def _arabic(match: re.Match[str]) -> str:
    first = match["first"].lower()
    one = _ROMAN.get(first, first)
    if match["second"]:
        second = match["second"].lower()
        return f"{one}/{_ROMAN.get(second, second)}"
    return one + (match["letter"] or "").lower()
