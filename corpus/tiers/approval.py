"""R2: a regulator, a product and a use; and arguments that merely lean on an approval."""

from __future__ import annotations

import re
from typing import Final

from corpus.records import Kind
from corpus.tiers.claims import MECHANISM, NUMBERS
from corpus.tiers.context import StatementContext
from corpus.tiers.words import Concept, Words, words_of

REGULATOR: Final = Concept(
    r"\b(?:fda|ema|emea|mhra|pmda|health canada|tga|nmpa|cfda|swissmedic|anvisa|cdsco|mfds|kfda|"
    r"european (?:commission|medicines agency|union)|food and drug administration|eu|"
    r"ministry of (?:health|food and drug safety)|medsafe|regulators?|regulatory (?:agenc(?:y"
    r"|ies)"
    r"|authorit(?:y|ies)))\b"
    r"|\b(?:approv\w+|authori[sz]\w+|licen[sc]ed|marketing authori[sz]ation)(?: \S+){0,4}? (?:in"
    r"|by) (?:the )?"
    r"(?:u\.?s\.?|us|usa|united states|uk|canada|new zealand|japan|south korea|korea|india|china|"
    r"australia|europe|switzerland|brazil|iran)\b"
    r"|\b(?:canada|japan|south korea|australia|new zealand)(?: and (?:\w+ ){1,2})?(?: (?:has"
    r"|have|had"
    r"|later|first|also))* ?(?:approved|granted|gave|given|authori[sz]ed|licensed)\b",
)

REGULATOR_APPROVED: Final = Concept(
    r"\bin (?:the )?(?:fda|ema|eu|us|uk)[- ]approved (?:\S+ ){1,6}?indications?\b"
    r"|\b(?:fda|ema|eu)[- ]approved for (?:\S+ ){0,3}\S+",
)
_PLACE: Final = Concept(
    r"\b(?:u\.?s\.?a?|united states|uk|united kingdom|canada|new zealand|japan|south korea|korea"
    r"|india|china|australia|europe|european union|switzerland|brazil|iran|israel|taiwan|germany"
    r"|france|italy|spain|singapore|malaysia)\b"
)
_GRANTED: Final = Concept(
    r"\b(?:has |have |had )?(?:previously |since |first |also |formally |fully |conditionally )*"
    r"(?:approved|authori[sz]ed|licensed|cleared)\b(?! (?:doses?|protocols?|by (?:the )?(?:irb"
    r"|ethic|institution|local|review)))"
    r"|\b(?:received|receives|granted|grants|gained|won|obtained|secured|earned|got|given|gave)\b"
    r"(?: \S+){0,5}? "
    r"(?:approval|authori[sz]ation|clearance|licen[sc]e)\b"
    r"|\b(?:approval|authori[sz]ation) (?:of|for) \S+",
)
_ROW_GRANTED: Final = Concept(
    r"(?<!not )(?<!no )(?<!un)\b(?:approval|approved|authori[sz](?:ed|ation)|licen[sc](?:ed"
    r"|e))\b",
)
# A product called by name, so that place and date make an approval without its use: "X was
# approved in Y in 2018". "A", "any" or "no" product is none.
_NAMED_PRODUCT: Final = re.compile(
    r"^\W*[A-Z][\w-]{3,}(?: \([^)]*\))?,? (?:\S+ ){0,3}?(?:was|is|were|has been|received|gained"
    r"|obtained|won|got)\b"
)
_BRACKETS: Final = re.compile(r"\([^()]*\)")
_DATED: Final = re.compile(r"\b(?:19|20)\d\d\b")
_HEADER_GRANTS: Final = re.compile(
    r"\b(?:approv\w*|authori[sz]\w*|licen[sc]\w*|regulators?|agency|decision|jurisdiction)\b"
)
_HEADER_USE: Final = re.compile(
    r"\b(?:use|uses|indications?|conditions?|diseases?|for|approved for|disorder|population)\b"
)
_DOCUMENT: Final = Concept(
    r"(?:^|·)\s*(?:conditional |full |accelerated |traditional )*(?:regulatory|marketing|drug"
    r"|product) (?:approval|authori[sz]ation|licen[cs]e)\b|(?:^|·)\s*approval letter\b",
    "approval authori licen",
)

_NO_PRODUCT: Final = Concept(
    r"\bapproved (?:an?|any|no|some|its first|the first) (?:\S+ ){0,3}?(?:products?|therap(?:y"
    r"|ies)"
    r"|drugs?|treatments?|cells?)\b|\bapproval of (?:an?|any|no|some)\b",
)
_USE: Final = Concept(
    r"\bfor\b|\bto treat\b|\btreatment of\b|\bindications?\b|\bindicated\b|\bin (?:pediatric"
    r"|paediatric|adult|children|"
    r"adults|patients)\b|\bused? in\b",
)

_ARGUES: Final = Concept(
    r"\bapproved\b.{0,80}\b(?:confirming|demonstrating|suggesting|supporting|establishing"
    r"|validating"
    r"|showing|proving|implying)\b|\bdruggab\w+|"
    r"\bapprovals?\b(?: \S+){0,4}? (?:provid|support|suggest|demonstrat|show|establish|set|offer"
    r"|argu|impl|"
    r"indicat|underscor|highlight|validat|confirm|mean|rais|mak|open|pav|reinforc|illustrat)\w*"
    r"|\b(?:regulatory |approval |historical )?(?:precedent|approvability|path to approval"
    r"|approval path(?:way)?|proof of concept)\b"
    r"|\bregulatory (?:hurdle|path|landscape|strateg|route)\w*",
)

_NOT_A_PRODUCT: Final = Concept(
    r"\b(?:ethic|ethics|irb|institutional review|review board|protocol|informed consent"
    r"|manuscript"
    r"|animal care|iacuc)\b",
)

_UNSETTLED: Final = Concept(
    # "in May 2025" is a month, "may be approved" a doubt
    r"\b(?:if|when|should|would|could|may(?! (?:\d|of\b))|might|seek(?:s|ing)?"
    r"|pending|toward|applied for|application for|awaiting|"
    r"rejected|declined|refused|withdrawn|withdrew|revoked|complete response letter|breakthrough"
    r"|fast[- ]track|rmat|orphan|"
    r"off-label|designat\w+)\b",
)

_DRUG_CLASS: Final = Concept(
    r"\b(?:fda|ema|eu|clinically|already)(?:-approved\b(?! (?:in|for|since|as)\b|,? \(?(?:19"
    r"|20)\d\d\b)(?!.{0,40}\bindication)"
    r"| approved (?:drugs?|compounds?|therap|medications?|agents?|products?))",
)


def argument_words(words: Words) -> str:
    """Return the words with which a statement argues from an approval about something else."""
    return _ARGUES.find(words)


def approval_words(words: Words) -> tuple[str, ...]:
    """Return regulator, grant and use as found, or () when any of the three is missing."""
    regulator = REGULATOR.find(words)
    if not regulator:
        return ()
    granted = _GRANTED.find(words)
    if not granted or first_blocker(words):
        return ()
    if not (_USE.within(words) or _is_dated_product(words)):
        return ()
    if _NO_PRODUCT.within(words) or _is_aside(words):
        return ()
    return (regulator, granted)


def _is_aside(words: Words) -> bool:
    """Tell whether the approval stands in brackets beside what the sentence is about."""
    outside = words_of(_BRACKETS.sub(" ", words.text))
    told = NUMBERS.within(outside) or MECHANISM.within(outside)
    return told and not _GRANTED.within(outside)


def _is_dated_product(words: Words) -> bool:
    return bool(_NAMED_PRODUCT.match(words.text) and _DATED.search(words.text))


def row_words(context: StatementContext, words: Words) -> tuple[str, ...]:
    """Return regulator or place and grant of a table row, its header read as context, or ()."""
    if context.kind is not Kind.TABLE_ROW or not context.header:
        return ()
    header = " | ".join(context.header).lower()
    if not (_HEADER_GRANTS.search(header) and _HEADER_USE.search(header)):
        return ()
    granted = _ROW_GRANTED.find(words)
    place = REGULATOR.find(words) or _PLACE.find(words)
    if not (granted and place) or first_blocker(words):
        return ()
    return (place, granted)


def document_words(words: Words) -> str:
    """Return the words by which a footnote names an approval as the document cited, or ""."""
    named = _DOCUMENT.find(words).strip("· ")
    placed = named and (REGULATOR.within(words) or _PLACE.within(words))
    return named if placed and not first_blocker(words) else ""


def first_blocker(words: Words) -> str:
    """Return words that keep an approval from being one: a plan, a refusal, an ethics vote."""
    for concept in (_NOT_A_PRODUCT, _UNSETTLED, _DRUG_CLASS):
        if found := concept.find(words):
            return found
    return ""
