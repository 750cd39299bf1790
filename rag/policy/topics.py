# ruff: noqa: E501 - a pattern is read as one line, however long
"""What the library holds, as far as the policy must know it to choose partial or refuse."""

from __future__ import annotations

import re

_HELD = re.compile(
    r"\b(?:frail\w*|parkinson\S*|pd|alzheimer\S*|dementia|memory|gvhd|graft|crohn\S*|fistula\w*|"
    r"autis\w+|stroke|sepsis|arthritis|osteoarthritis|knees?|heart|cardi\w+|ag(?:e?ing)|anti-?ag\w+|"
    r"walk\w*|lomecel\S*|ryoncil|remestemcel\S*|alofisel|darvadstrocel|cratus|hera|clearmind)\b"
)
_NOT_HELD = re.compile(
    r"\b(?:hair|bald\w*|anxiety|depress\w+|diabet\w+|ms|multiple sclerosis|als|lupus|cancer|tumou?rs?|"
    r"leuk(?:a)?emia|asthma|copd|lungs?|back pain|bad back|my back(?= |$)|spin(?:e|al)|erectile|wrinkles?|skin|cerebral palsy|kidneys?|"
    r"liver|hepatitis|covid|eczema|psoriasis|migraines?|blind\w*|macular|retin\w+|glaucoma|hearing|"
    r"tinnitus|infertil\w+|down syndrome|adhd|hiv|fibromyalgia|lyme|epilep\w+|huntington\S*|"
    r"schizophreni\w+|bipolar|obesity|weight loss|acne|shoulder|hip|tendon|neuropath\w*|thyroid)\b"
)
_SUBJECT = re.compile(
    r"\b(?:mscs?|stem[- ]?cells?|mesenchymal|stromal|cells?|exosomes?|trials?|stud(?:y|ies)|papers?|"
    r"wiki|articles?|documents?|reviews?|tiers?|evidence|library|infusions?)\b"
)


def only_unheld_conditions(text: str) -> bool:
    """Tell whether a message names conditions, and none that the library holds anything on."""
    return bool(_NOT_HELD.search(text)) and not _HELD.search(text)


def touches_library(text: str) -> bool:
    """Tell whether a message touches the library's own subject at all."""
    return bool(_HELD.search(text) or _SUBJECT.search(text))
