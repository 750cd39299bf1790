"""Which way a reported result points: for, against, neither, or both.

Only tiers that report outcomes have a direction; a definition, a mechanism or a gap has none.
"No serious adverse events" is a null finding of harm, not a benefit.
"""

from __future__ import annotations

from typing import Final

from corpus.tiers.words import AnyOf, Concept, words_of

NULL: Final = Concept(
    r"\bno (?:\S+ ){0,4}?(?:differences?|effects?|benefits?|changes?|improvements?|reductions?"
    r"|increases?|decreases?|associations?|"
    r"correlations?|evidence of (?:benefit|harm)|events?|saes?|aes|rejection|deaths?|toxicity"
    r"|toxicities|complications|harm|signals?)\b"
    r"|\bnot (?:\S+ ){0,3}?(?:significant\w*|differ\w*|improve\w*|reduce\w*|increase\w*|change\w*"
    r"|affect\w*|superior|associated|correlate\w*|extend\w*|"
    r"lower\w*|prevent\w*|show)\b|\b(?:did|does) not\b|\bnon-?significant\w*|\bnull\b|\bfailed to\b"
    r"|\bfails to\b|\bunchanged\b|\bn\.?s\.?\b(?=[,;)]|$)"
    r"|\bsimilar (?:between|in|across|to)\b|\bcomparable (?:between|in|across|to)\b|\bunproven\b"
    r"|\bunderpowered\b|\bbut not in\b|\binconclusive\b",
)
NEGATIVE: Final = Concept(
    r"\b(?:worse|worsen(?:ed|ing|s)?|inferior|harmful|harmed|deteriorat\w+)\b|\b(?:increased|higher"
    r"|greater|excess|elevated|more) (?:\S+ ){0,3}?"
    r"(?:mortality|death|deaths|risk|adverse|toxicity|infections?|complications|bleeding|tumou?rs?"
    r"|cancer|relapse)\b"
    r"|\b(?:one|two|three|four|five|\d+) (?:\S+ ){0,3}?(?:deaths?|patients? (?:died|developed))\b"
    r"|\bdied\b"
    r"|\b(?:mortality|deaths?|toxicity|infections?|relapses?|pain|complications|risk) (?:\w+ )?"
    r"(?:rose|climbed|increased|(?:was|were) (?:\w+ )?(?:higher|greater|more))\b"
    r"|\b(?:reduced|decreased|shortened|shorter|lower) (?:\S+ ){0,3}?(?:survival|lifespan|function"
    r"|response rate)\b|\brejection occurred\b",
)
POSITIVE: Final = Concept(
    r"\bimprov(?:ed|ement|ements|es|ing)\b|\b(?:superior|better|faster recovery|benefit(?:ed|s)?"
    r"|safe and|well[- ]tolerated|remission|prolonged|extended|extends|"
    r"protected|protects|restored|rescued|reversed|alleviated|ameliorated|attenuated|prevented"
    r"|effective|efficacious|success(?:ful|fully)?)\b"
    r"|\b(?:higher|greater|increased|larger) (?:\S+ ){0,4}?(?:response|remission|survival"
    r"|proportion|rate of (?:response|recovery)|function|lifespan|"
    r"healthspan|recovery|score|scores|capacity)\b|\bresponse rate\b.{0,60}\b(?:higher|versus|vs)\b"
    r"|\b(?:reduc(?:ed|es|tion|ing)|decreas(?:ed|es|ing)|lower(?:ed|s)?|fewer|fell)\b(?! "
    r"(?:survival|lifespan|function|response))|\bpositive\b"
    r"|\bmore (?:\S+ ){0,2}?(?:responders?|responses|remissions?|recover\w*|healed|survivors?)\b"
    r"|\bless (?:\S+ )?(?:pain|inflammation|damage|fatigue|disability|bleeding)\b|\b(?:rose|gained"
    r"|grew)\b|\b(?:feasible|tolerable)\b|\baffirmed safety\b",
)
NOT_A_RESULT: Final = Concept(
    r"\b(?:was|were|is|are) designed to\b|\bdoes not (?:establish|prove)\b|\bnot proof\b|\bprimary "
    r"(?:endpoint|outcome) (?:is|was|shifts)\b|\b(?:inclusion|exclusion) criteria\b"
    r"|\baim(?:ed|s)? to\b|\bremains? preclinical\b",
)
_POINTS: Final = AnyOf(NULL, NEGATIVE, POSITIVE)
_NULL_PHRASE: Final = NULL.pattern
_WITHOUT_DIRECTION: Final = frozenset(
    {"lab_mechanistic", "expert_review", "trial_no_results", "evidence_gap", "background", "none"}
)


def statement_direction(text: str, tier: str) -> str:
    """Return "positive", "null", "negative", "mixed" or "na" for a statement of `tier`.

    Args:
        text: The statement's clean words.
        tier: Its tier id; an approval is positive, a tier without outcomes has no direction.
    """
    if tier == "regulatory_approval":
        return "positive"
    if tier in _WITHOUT_DIRECTION:
        return "na"
    words = words_of(text)
    if not _POINTS.may_be_in(words):
        return "na"
    if NOT_A_RESULT.within(words):
        return "na"
    null = NULL.within(words)
    left = words_of(_NULL_PHRASE.sub(" ", words.lower)) if null else words
    negative, positive = NEGATIVE.within(left), POSITIVE.within(left)
    if negative + positive + null > 1:
        return "mixed"
    if null:
        return "null"
    if negative:
        return "negative"
    return "positive" if positive else "na"
