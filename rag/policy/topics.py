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


# Anything of health at all: a request without it is about something else in life.
_HEALTH = re.compile(
    r"\b(?:treat\w*|therap\w+|cur(?:e|es|ed|ing)|heal\w*|medic\w*|drugs?|dos(?:e|es|age|ing)|pills?|tablets?|doctors?|gp|clinics?|hospitals?|nurses?|surge\w+|"
    r"patients?|inject\w*|infus\w*|transplant\w*|steroids?|symptoms?|disease|illness|ill|sick\w*|pain\w*|blood|bone|joints?|diagnos\w+|prescri\w*|recover\w*|"
    r"improv\w*|chances?|odds|prognosis|surviv\w*|die|dying|alive|aged|ages?|elderly|frail|weak\w*|tremor\w*|shak\w+|forget\w*|pregnan\w*|baby|autis\w*|\d+ ?(?:kg|kilos?)|"
    r"benefits?|risks?|side effects?|safe|donor|million|vials?|drip|jab|shots?|product|procedure|insur\w+|medicare|nhs|bupa|ticker|candidate|suitable|eligible|trial|success rate)\b"
)


def touches_health(text: str) -> bool:
    """Tell whether a message speaks of health in any way."""
    return bool(_HEALTH.search(text) or _HELD.search(text) or _NOT_HELD.search(text))


def about_something_else(text: str) -> bool:
    """Tell whether a message is plainly about everyday life, with no word of health in it."""
    return bool(_EVERYDAY.search(text)) and not touches_health(text) and not touches_library(text)


_EVERYDAY = re.compile(
    r"\b(?:at work|workplace|compan(?:y|ies)|offices?|boss|co-?workers?|jobs?|career|salary|promotion|competition|competitors?|targets?|gardens?|gardening|weeds?|lawn|dinner|lunch|breakfast|restaurants?|drinks?|cocktails?|coke|beer|coffee|"
    r"kitchen|cook\w*|bak(?:e|ing)|lights?|living room|bedroom|rooms?|house|furniture|cars?|bikes?|laptops?|computers?|phones?|phone number|mobile|printers?|washing machine|films?|movies?|songs?|guitar|book club|novel|short story|party|wedding|police|irs|tax|taxes|helpline|"
    r"credit cards?|bank account|birth certificate|passport|driving licen[cs]e|home address|crows?|birds?|fish\w*|hamster|zoo|laughter|jokes?|school|exam|essay|homework|python|javascript|code|football|tennis|chess|holiday|flights?|hotel|rent|landlord|mortgage)\b"
)


# The questions of a leaflet: what one asks of any medicine, whoever takes it.
_LEAFLET = re.compile(
    r"^\W*(?:what (?:special |other )?(?:\w+ )?(?:instructions?|precautions?|information|side effects?|advice|diet\w*) (?:should|do|must|can) (?:i|you|one|people) (?:follow|know|take|have)\b|"
    r"what (?:should|do) (?:i|you|one) (?:do )?(?:if|when) (?:i|you|one) (?:forgets?|miss\w*)\b|what should i know about (?:storage|disposal)|"
    r"what to do (?:for|in case of)\b|do i need to see a doctor for\b|where to find support\b|do you have information (?:about|on)\b|who should (?:get|take|not)\b|how should \S+ be used)"
)
_OWN_CASE = re.compile(
    r"\b(?:my|mine|me|i'm|i am|i've|i have|his|her|our|he|she|we)\b|\b(?:mscs?|stem|infusion|cells?|drip|exosomes?|lomecel\S*|ryoncil|alofisel)\b"
)


def generic_information(text: str) -> bool:
    """Tell whether a message asks what a medicine's leaflet tells anyone."""
    return bool(_LEAFLET.search(text)) and not _OWN_CASE.search(text)
