"""Which study a piece of text names, and which tier its design has (R4 to R7)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from corpus.tiers.words import AnyOf, Concept, Words, first_of, words_of

_PHASE: Final = Concept(
    r"\bphase[\s-]*(?:(?P<arabic>[0-4])|(?P<roman>iv"
    r"|i{1,3}))(?:[abc])?(?:\s*[/–-]\s*(?:phase\s*)?(?:[1-4]|iv|i{1,3})[abc]?)?"
    r"(?![\w-]*[a-z]{2})(?= |\W|$)",
)
_RANDOM: Final = Concept(
    r"\bnon-?randomi[sz]ed\b(?P<non>)|\brandomi[sz](?:ed|ation|ing)\b|\brcts?\b|\bplacebo[- "
    r"]controlled\b|\bdouble-blind(?:ed)?\b"
    r"|\b(?:against|versus|vs\.?|or|and|to|with) (?:matching |a )?placebo\b|\bplacebo (?:arm"
    r"|group)\b",
)
_TRIAL: Final = Concept(
    r"\b(?:clinical |controlled |pilot |crossover |cross-over |feasibility |intervention |human "
    r"|safety |randomi[sz]ed )*"
    r"(?:trials?|rcts?)\b",
)
_EARLY: Final = Concept(
    r"\bopen[- ]label(?:ed|led)?\b|\bpilot (?:\w+ )?(?:trial|study|rct)\b|\bpilot\b(?= )"
    r"|\bfeasibility (?:trial|study)\b"
    r"|\bsingle[- ]arm\b|\bdose[- ]escalation\b|\bfirst[- ]in[- ]human\b|\buncontrolled\b"
    r"|\bnon-?randomi[sz]ed\b"
    r"|\bpreliminary (?:\w+ ){0,2}?(?:trial|rct|study)\b|\btrial, preliminary\b"
    r"|\bno (?:placebo|control)(?: \w+)? (?:group|arm|control)?\b|\bearly[- ]phase\b",
)
_NAMED_TRIAL: Final = re.compile(
    r"\b[A-Z][A-Z0-9]{2,}(?:-[A-Z0-9]+)*(?: (?:I{1,3}|[1-4]))?(?:,? (?:and"
    r"|&) [A-Z][A-Z0-9-]{3,})? "
    r"(?:[Pp]hase [0-4IViv/ab–-]+ )?(?:[Tt]rials?|[Ss]tudy|[Pp]hase \d)\b"
)
_OF_A_KIND: Final = re.compile(
    r"\b(?:most|many|some|several|few|no|all|other|any|early|large|small|recent|past|future)"
    r"(?: [a-z]+)? $",
    re.IGNORECASE,
)
"""Words before a capital abbreviation with "trials" that make it a kind of trial, not a name."""
_NAMEABLE: Final = Concept(r"\b(?:trials?|study|phase)\b")
_NOT_A_NAME: Final = frozenset(
    "RCT RCTS MSC MSCS HUMAN PHASE FDA EMA NIH WHO IND AND THE USA UC BM AD EV EVS DNA RNA GWAS"
    " SNP PET MRI III VIII RCTS".split()
)
REGISTRY: Final = re.compile(
    r"\b(?:NCT\d{8}|ISRCTN\d+|EudraCT|ChiCTR[\w-]+|jRCT\w+|UMIN\d+|ACTRN\d+|CTRI/\S+|IRCT\w+"
    r"|KCT\d+)"
)
AUTHOR_YEAR: Final = re.compile(
    r"\b[A-Z][\w'’-]+(?: et al\.?,?| (?:and|&) [A-Z][\w'’-]+)? \(?(?:19|20)\d{2}[a-z]?\b"
    r"|\bet al\b"
)
_MONTH: Final = re.compile(
    r"^(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"In|Since|By|From|Until|Before|After|During|Phase|As|The|Of) "
)
_JOURNAL: Final = Concept(r"\bpublished in\b|\bjournal\b|\bdoi:")
SIZE: Final = Concept(
    r"\bn\s?=\s?[~≈]?\d|\b(?:in|of|enrolled|randomi[sz]ed|with|included|studied|treated|across"
    r"|among) [~≈]?\d[\d,]*"
    r" (?:\S+ ){0,3}?(?:patients|participants|subjects|children|adults|men|women|people"
    r"|individuals|volunteers|infants)\b",
)
_PLURAL: Final = Concept(
    r"\b(?:multiple|several|many|some|various|numerous|most|few|other|two|three|four|five|six"
    r"|seven"
    r"|all|\d+|"
    r"these|those|future|recent|larger|further|additional|more|ongoing|earlier|previous)\b(?: "
    r"\S+){0,5}? "
    r"(?:trials|studies|rcts)\b|\b(?:trials|rcts)\b",
)
_COUNTED: Final = Concept(
    r"\b(?:surveyed|reviewed|pooled|summari[sz]ed|covered|analy[sz]ed|included|compared|across|of"
    r"|from|in) (?:all )?(?:\d+|two|three|four|five|six|seven|eight|nine|ten) (?:\S+ ){0,3}?"
    r"(?:trials|rcts)\b",
)
_FUTURE: Final = Concept(
    r"\b(?:future|larger|needed|further|required?|planned|proposed|hypothetical|would "
    r"require|should) "
    r"(?:\S+ ){0,5}?(?:trials?|rcts?|studies)\b|\b(?:trials?|rcts?) (?:are|is|will be|would be) "
    r"(?:needed|required|warranted|necessary)\b",
)

_REVIEW: Final = Concept(
    r"\b(?:systematic|scoping|umbrella|cochrane|pooled|living) (?:\w+ )?(?:reviews?"
    r"|analys[ei]s)\b"
    r"|\bpooled (?:\w+ )?(?:studies|experiments|trials)\b"
    r"|\breviews? of \d+ (?:\S+ ){0,4}?(?:trials|rcts)\b"
    r"|\bmeta-?analy(?:s[ei]s|tic\w*|[sz]ed)\b"
    r"|\bmeta-?regression\b|\bthe review\b(?! of \d)",
)
_REVIEW_OF_TRIALS: Final = Concept(
    r"\b(?:clinical |controlled |human |randomi[sz]ed )*(?:trials?|rcts?)\b|\brandomi[sz]ed\b"
    r"|\bphase [1-4i]|\bin patients\b",
)
ANIMAL: Final = Concept(
    r"\b(?:in[- ]?vivo )?(?:animal[- ]models?|animals?|preclinical|pre-clinical|mouse|mice|murine"
    r"|rats?|rodents?|swine|porcine|pigs?|"
    r"minipigs?|horses?|equine|dogs?|canine|cats|feline|sheep|ovine|rabbits?|goats?|monkeys?"
    r"|macaques?|(?:non-?human )?primates?|"
    r"zebrafish|killifish|drosophila|fruit fl(?:y|ies)|flies|nematodes?|c\. ?elegans"
    r"|caenorhabditis"
    r"|worms?|"
    r"s\. ?cerevisiae|yeasts?|hamsters?|guinea pigs?|naked mole[- ]rats?|knock-?out mice"
    r"|transgenic mice|"
    r"progeroid (?:mice|mouse|models?)|c57bl/?6\w*|ob/ob|db/db|wistar|sprague[- ]dawley"
    r"|heterochronic parabiosis"
    r"|parabiosis|itp|interventions testing program)\b",
)
_OTHER_ANIMAL: Final = Concept(
    r"\b(?:than|not|without|beyond|no|neither) (?:\w+ ){0,2}?(?:animal|mouse|mice"
    r"|model-organism)",
)
LAB: Final = Concept(
    r"\bin[- ]vitro\b|\bex[- ]vivo\b|\bin[- ]silico\b|\bcell[- ](?:lines?|cultures?|assays?"
    r"|based "
    r"assays?)\b|\bcultured (?:\w+ )?(?:cells?|fibroblasts?|"
    r"neurons?|myotubes?)\b|\bassays?\b|\borganoids?\b|\bfibroblasts?\b|\bin cell culture\b"
    r"|\byeasts?\b|\bhek293\b|\bhela\b|"
    r"\bisolated cells\b|\blaborator(?:y|ies)\b(?= (?:and|work|stud|experiment|model|data"
    r"|evidence"
    r"|finding))",
)
HUMAN_STUDY: Final = Concept(
    r"\b(?:retrospective|cross-sectional(?! (?:areas?|images?|imaging|planes?|views?|diameters?"
    r"|surfaces?|dimensions?))|longitudinal(?! (?:axis|axes|sections?|strain|views?|muscles?"
    r"|tears?|relaxation|shortening|planes?))|observational|epidemiologic(?:al)?|case[- "
    r"]control|population-based)\b"
    r"|\b(?:prospective |birth |community |population |patient |national )*cohorts?\b(?! effect)"
    r"|\bcase (?:reports?|series)\b"
    r"|\bmendelian randomi[sz]ation\b|\bgwas\b|\bgenome-wide association\b|\b(?:patient |disease "
    r")?registr(?:y|ies) (?:data|study|stud)"
    r"|\buk biobank\b|\bframingham\b|\bnhanes\b|\bautops(?:y|ies)\b|\bcentenarians?\b|\btwin "
    r"stud(?:y|ies)\b|\bcompassionate[- ]use\b|\bsurvey\b",
)

_ANY_STUDY: Final = AnyOf(_REVIEW, _PHASE, _NAMEABLE, _TRIAL, _RANDOM, HUMAN_STUDY, ANIMAL)
_TIER_OF_PHASE: Final = {"0": 1, "1": 1, "i": 1, "2": 2, "ii": 2, "3": 3, "iii": 3, "4": 3, "iv": 3}


@dataclass(frozen=True, slots=True)
class Study:
    """A study that a text names.

    Attributes:
        tier: The tier its design has when it reports an outcome.
        rule: The rule that gave it.
        words: The deciding words.
        identified: Whether one can tell which study is meant.
        published: Whether the text says that it was published.
        phased: Whether a phase was stated.
        open_phase2: Whether phase 2 alone was stated, and neither randomization nor its lack.
    """

    tier: str
    rule: str
    words: tuple[str, ...]
    identified: bool = True
    published: bool = False
    phased: bool = False
    open_phase2: bool = False


def phases_of(words: Words) -> tuple[tuple[int, str], ...]:
    """Return each phase stated, as (weakest number of the pair, words)."""
    if not _PHASE.within(words):
        return ()
    return tuple(
        (
            _TIER_OF_PHASE[found["arabic"] or found["roman"]],
            words.text[found.start() : found.end()].strip(),
        )
        for found in _PHASE.pattern.finditer(words.lower)
    )


def named_trial(words: Words) -> str:
    """Return a trial named by its acronym ("ADMIRE trial"), or ""."""
    if not _NAMEABLE.within(words):
        return ""
    for found in _NAMED_TRIAL.finditer(words.text):
        kind = found.group().endswith("rials") and _OF_A_KIND.search(words.text[: found.start()])
        if found.group().split()[0] not in _NOT_A_NAME and not kind:
            return found.group()
    return ""


def author_year(words: Words) -> str:
    """Return an author with a year, as in "Garcia et al. 2019", or ""."""
    for found in AUTHOR_YEAR.finditer(words.text):
        if not _MONTH.match(found.group()):
            return found.group()
    return ""


@lru_cache(maxsize=16384)
def study_in(text: str) -> Study | None:
    """Return the study that `text` names in its own words, or None."""
    words = words_of(text)
    if not _ANY_STUDY.may_be_in(words):
        return None
    return _review(words) or _trial(words) or _observation(words) or _animal(words)


def _review(words: Words) -> Study | None:
    review = _REVIEW.find(words)
    if not review:
        return None
    animal = "" if _OTHER_ANIMAL.within(words) else ANIMAL.find(words)
    if animal:
        return Study("animal_systematic_review", "R4", (review, animal), published=True)
    people = _REVIEW_OF_TRIALS.find(words)
    if people and review.lower() != "the review":
        return Study("human_systematic_review", "R4", (review, people), published=True)
    if review.lower() != "the review" and HUMAN_STUDY.within(words):
        return Study("human_observational", "R6", (review, HUMAN_STUDY.find(words)), published=True)
    return None


def _trial(words: Words) -> Study | None:
    phases = phases_of(words)
    random = _RANDOM.match(words)
    name = named_trial(words)
    trial = _TRIAL.find(words)
    early = _EARLY.find(words)
    if _OTHER_STUDY.within(words):
        return None
    randomised = random is not None and random["non"] is None
    if not (phases or name or (trial and (randomised or early)) or _bare_design(words, randomised)):
        return None
    if _FUTURE.within(words) and not name and not phases:
        return None
    deciding = tuple(w for _, w in phases[:2]) or ((name,) if name else ())
    if random is not None:
        deciding += (words.text[random.start() : random.end()].strip(),)
    deciding += (early,) if early else ()
    if ANIMAL.within(words) and not (phases or name) and not _OTHER_ANIMAL.within(words):
        return Study("animal_study", "R7", (ANIMAL.find(words),))
    tier = _trial_tier(phases, randomised=randomised, early=bool(early))
    published = bool(author_year(words) or _JOURNAL.within(words))
    return Study(
        tier,
        "R5",
        deciding or (trial,),
        identified=_identified(words, name),
        published=published,
        phased=bool(phases),
        open_phase2=random is None and not early and {number for number, _ in phases} == {2},
    )


_OTHER_STUDY: Final = Concept(r"\bmendelian randomi|\brandom(?:ly)? (?:forest|effects|walk)")


def other_source(words: Words) -> Study | None:
    """Return the weaker kind of study that a statement about a trial rests on besides, or None."""
    observed = _OBSERVED.find(words)
    return _animal(words) or (Study("human_observational", "R6", (observed,)) if observed else None)


_OBSERVED: Final = Concept(
    r"\bobservational\b|\bretrospective\b|\bmendelian\b|\bepidemiologic(?:al)?\b",
)


def _bare_design(words: Words, randomised: bool) -> bool:
    """Tell whether a heading-like or list-like design line names a trial without the word."""
    return randomised and first_of(words, SIZE) != ""


def _trial_tier(phases: tuple[tuple[int, str], ...], *, randomised: bool, early: bool) -> str:
    if early:
        return "human_early_phase"
    if not phases:
        return "human_rct_phase2" if randomised else "human_early_phase"
    weakest = min(number for number, _ in phases)
    if weakest == 1 or (weakest == 2 and not randomised):
        return "human_early_phase"
    return "human_rct_phase2" if weakest == 2 else "human_rct_phase3"


def _identified(words: Words, name: str) -> bool:
    if not name and _COUNTED.within(words):
        return False
    if name or REGISTRY.search(words.text) or author_year(words) or _JOURNAL.within(words):
        return True
    return SIZE.within(words) or not _PLURAL.within(words)


def _observation(words: Words) -> Study | None:
    found = HUMAN_STUDY.find(words)
    if not found or ANIMAL.within(words):
        return None
    return Study("human_observational", "R6", (found,), published=bool(author_year(words)))


def _animal(words: Words) -> Study | None:
    if _OTHER_ANIMAL.within(words):
        return None
    found = ANIMAL.find(words)
    if not found:
        return None
    lab = LAB.find(words)
    if lab or found.lower().startswith("yeast") or "cerevisiae" in found.lower():
        return Study("lab_mechanistic", "R8", (lab or found, found))
    return Study("animal_study", "R7", (found,))
