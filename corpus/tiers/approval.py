"""R2: a regulator, a product and a use; and arguments that merely lean on an approval."""

from __future__ import annotations

from typing import Final

from corpus.tiers.words import Concept, Words

REGULATOR: Final = Concept(
    r"\b(?:fda|ema|emea|mhra|pmda|health canada|tga|nmpa|cfda|swissmedic|anvisa|cdsco|mfds|kfda|"
    r"european (?:commission|medicines agency|union)|food and drug administration|eu|"
    r"ministry of (?:health|food and drug safety)|medsafe|regulators?|regulatory (?:agenc(?:y|ies)"
    r"|authorit(?:y|ies)))\b"
    r"|\b(?:approv\w+|authori[sz]\w+|licen[sc]ed|marketing authori[sz]ation)(?: \S+){0,4}? (?:in"
    r"|by) (?:the )?"
    r"(?:u\.?s\.?|us|usa|united states|uk|canada|new zealand|japan|south korea|korea|india|china|"
    r"australia|europe|switzerland|brazil|iran)\b",
    "fda ema emea mhra pmda health tga nmpa cfda swissmedic anvisa cdsco mfds kfda european food "
    "eu "
    "ministry medsafe regulator regulators regulatory approved approval approvals approves "
    "approving approve "
    "authorised authorized authorisation authorization authorise authorises authorize authorizes "
    "licensed "
    "licenced marketing",
)

REGULATOR_APPROVED: Final = Concept(
    r"\bin (?:the )?(?:fda|ema|eu|us|uk)[- ]approved (?:\S+ ){1,6}?indications?\b"
    r"|\b(?:fda|ema|eu)[- ]approved for (?:\S+ ){0,3}\S+",
    "fda ema eu us uk",
)
_GRANTED: Final = Concept(
    r"\b(?:has |have |had )?(?:previously |since |first |also |formally |fully |conditionally )*"
    r"(?:approved|authori[sz]ed|licensed|cleared)\b(?! (?:doses?|protocols?|by (?:the )?(?:irb"
    r"|ethic|institution|local|review)))"
    r"|\b(?:received|receives|granted|gained|won|obtained|secured|earned|got)\b(?: \S+){0,5}? "
    r"(?:approval|authori[sz]ation|clearance|licen[sc]e)\b"
    r"|\b(?:approval|authori[sz]ation) (?:of|for) \S+",
    "approved authorised authorized licensed cleared received receives granted gained won obtained "
    "secured earned got approval authorisation authorization",
)

_USE: Final = Concept(
    r"\bfor\b|\bto treat\b|\btreatment of\b|\bindications?\b|\bindicated\b|\bin (?:pediatric"
    r"|paediatric|adult|children|"
    r"adults|patients)\b|\bused? in\b",
    "for treat treatment indication indications indicated in use used",
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
    "druggable druggability approved approval approvals precedent approvability path proof "
    "regulatory",
)

_NOT_A_PRODUCT: Final = Concept(
    r"\b(?:ethic|ethics|irb|institutional review|review board|protocol|informed consent|manuscript"
    r"|animal care|iacuc)\b",
    "ethic ethics irb institutional review protocol informed manuscript animal iacuc",
)

_UNSETTLED: Final = Concept(
    r"\b(?:if|when|should|would|could|may|might|seek(?:s|ing)?|pending|toward|applied for"
    r"|application for|awaiting|"
    r"rejected|declined|refused|withdrawn|withdrew|revoked|complete response letter|breakthrough"
    r"|fast[- ]track|rmat|orphan|"
    r"off-label|designat\w+)\b",
    "if when should would could may might seek seeks seeking pending toward applied application "
    "awaiting rejected "
    "declined refused withdrawn withdrew revoked complete breakthrough fast rmat orphan off "
    "designation designated",
)

_DRUG_CLASS: Final = Concept(
    r"\b(?:fda|ema|eu|clinically|already)(?:-approved\b(?! (?:in|for)\b)(?!.{0,40}\bindication)"
    r"| approved (?:drugs?|compounds?|therap|medications?|agents?|products?))",
    "fda ema eu clinically already",
)


def argument_words(words: Words) -> str:
    """Return the words with which a statement argues from an approval about something else."""
    return _ARGUES.find(words)


def approval_words(words: Words) -> tuple[str, ...]:
    """Return regulator, grant and use as found, or () when any of the three is missing."""
    regulator = REGULATOR.find(words)
    if not regulator:
        return ()
    granted, use = _GRANTED.find(words), _USE.find(words)
    if not (granted and use):
        return ()
    if first_blocker(words):
        return ()
    return (regulator, granted)


def first_blocker(words: Words) -> str:
    """Return words that keep an approval from being one: a plan, a refusal, an ethics vote."""
    for concept in (_NOT_A_PRODUCT, _UNSETTLED, _DRUG_CLASS):
        if found := concept.find(words):
            return found
    return ""
