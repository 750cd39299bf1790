"""R3: trials that exist, run or ended, but whose outcome the text does not give."""

from __future__ import annotations

from typing import Final

from corpus.tiers.words import Concept, Words

UNPUBLISHED: Final = Concept(
    r"\b(?:results?|publications?|outcomes?|findings|readouts?|data"
    r"|n)\b(?: \S+){0,3}? (?:(?:are|is"
    r"|were|remain|have|has) )?"
    r"(?:still |currently |both |all )*(?:pending|unpublished|awaited|forthcoming|not (?:yet "
    r")?(?:been )?(?:published|reported|posted|"
    r"released|available|identified|announced|public|presented))\b"
    r"|\b(?:trials?|phase[\s-]*(?:[1-4]|i{1,3})[ab]?) (?:\(?\w+\)? )?pending\b"
    r"|\b(?:pending|awaiting|awaits) (?:full |peer-reviewed |final |primary |formal "
    r")*(?:publication|results?|readout|report|data)\b"
    r"|\b(?:unpublished|not yet published|not yet reported|no (?:published|posted|reported"
    r"|peer-reviewed) (?:results?|outcomes?|data|report)"
    r"|no (?:results?|outcomes?|findings?)(?: (?:has|have|had|is|are|was|were|been|yet)){0,3} "
    r"(?:published|posted|reported|released|available|public))\b"
    r"|\b(?:results?|readout|data) (?:are |is )?(?:expected|anticipated|due)\b",
)
RUNNING: Final = Concept(
    r"\b(?:underway|under way|ongoing|recruiting|enrolling|in progress|in-progress|not yet "
    r"recruiting|active, not recruiting|"
    r"currently (?:testing|enrolling|recruiting|evaluating|running)|is being (?:tested|evaluated"
    r"|conducted)|has begun|"
    r"was (?:terminated|suspended|withdrawn|halted)|discontinu(?:ed|ing|ation)|abandoned"
    r"|terminated (?:early|in|by|due|for)"
    r"|planned)\b",
)
COMPLETED: Final = Concept(
    r"\b(?:completed|registered)\b|\b(?:is|are|was|were|has|have)(?: \w+)? (?:complete|finished"
    r"|concluded|ended)\b",
)
TRIAL_WORD: Final = Concept(
    r"\b(?:trials?|rcts?|phase[\s-]*(?:[1-4]|i)|clinicaltrials\.gov|registry|enrol+ment)\b"
    r"|\bnct\d{8}\b|\bstud(?:y|ies)\b",
)


def status_words(words: Words) -> str:
    """Return words that say a trial runs, ended or is unpublished, or ""."""
    if found := UNPUBLISHED.find(words):
        return found
    if not TRIAL_WORD.within(words):
        return ""
    return RUNNING.find(words) or COMPLETED.find(words)
