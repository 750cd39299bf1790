"""On whom a paper's own study was done: people, animals or cells.

An animal word that names a reagent ("goat anti-rabbit", "fetal bovine serum") and people who only
gave cells ("from patients undergoing surgery") say nothing of whom was studied.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from corpus.fulltext.own import OwnWords

PEOPLE: Final = (
    r"(?:patients?|participants?|volunteers?|subjects|women|men|children|adults|infants|neonates"
    r"|individuals|people|persons|recipients|cases|veterans|students)"
)
"""Nouns for people who take part, as a pattern."""
ANIMALS: Final = (
    r"(?:mice|mouse|rats?|rodents?|swine|pigs?|piglets?|minipigs?|horses?|ponies|dogs?|cats"
    r"|sheep|lambs?|rabbits?|goats?|monkeys?|macaques?|baboons?|primates|hamsters?|guinea pigs?"
    r"|ferrets?|zebrafish|killifish|animals?|cattle|cows|calves|chickens|embryos)"
)
"""Nouns for animals, as a pattern."""
_ANIMAL: Final = re.compile(
    rf"\b(?:{ANIMALS}|murine|porcine|equine|canine|feline|ovine|bovine|rodent|simian|drosophila"
    r"|c\. ?elegans|xenopus|balb/c|c57bl/?6\w*|nod/scid|sprague[- ]dawley|wistar|lewis rats?"
    r"|ob/ob|db/db|large animal models?|animal models?|in vivo model)\b",
    re.IGNORECASE,
)
_PERSON: Final = re.compile(
    rf"\b(?:{PEOPLE}|humans(?! cells?)|first[- ]in[- ]human|healthy donors)\b", re.IGNORECASE
)
_CLINICAL: Final = re.compile(
    r"\bclinical (?:trial|study|outcomes?)\b|\bphase[\s-]*(?:[0-4]|iv|i{1,3})\b"
    r"|\brandomi[sz]ed\b|\bcase (?:report|series)\b|\bcohort\b|\bplacebo\b|\bopen[- ]label\b"
    r"|\bmendelian\b|\bgenome-wide\b",
    re.IGNORECASE,
)
_IN_DISH: Final = re.compile(
    r"\bin[- ]vitro\b|\bex[- ]vivo\b|\bcytotoxicity\b|\bcell lines?\b|\bcultured? (?:\w+ )?cells?\b"
    r"|\borganoids?\b|\bco-?culture\w*\b",
    re.IGNORECASE,
)
_CELLS: Final = re.compile(
    r"\bin[- ]vitro\b|\bex[- ]vivo\b|\bcells were (?:\w+ )?(?:cultured|treated|exposed|incubated"
    r"|seeded|isolated|plated|transfected)\b|\bcultured\b|\bcell lines?\b|\bincubated\b|\bassays?\b"
    r"|\bin[- ]silico\b",
    re.IGNORECASE,
)
_REAGENTS: Final = re.compile(
    r"\banti-?\s?(?:mouse|rat|rabbit|goat|sheep|human|horse|swine|pig)\w*"
    r"|\b(?:mouse|rat|rabbit|goat|sheep|donkey|horse|hamster)[- ](?:anti|monoclonal|polyclonal|igg"
    r"|antibod|antithymocyte|atg|serum|sera)\S*"
    r"|\b(?:fo?etal|newborn|calf|bovine|horse|goat|donkey|rabbit|sheep|rat|mouse|porcine)"
    r"(?: (?:calf|bovine))? (?:sera|serum(?: albumin)?|albumin|collagen|gelatin|trypsin|skin"
    r"|thrombin|insulin|heparin|pancrea\w+|cartilage|bone|teeth|tooth|tail collagen)\b"
    r"|\b(?:mouse|murine) (?:double minute|embryonic fibroblasts?|feeder)\b",
    re.IGNORECASE,
)
_GIVEN_BY: Final = re.compile(
    rf"\b(?:isolated|derived|obtained|harvested|collected|extracted|taken|leftovers?|samples?|cells"
    rf"|tissues?|teeth|molars|cord|marrow)\b[^.;]{{0,60}}?\b(?:from|of) (?:\S+ ){{0,5}}?"
    rf"(?:{PEOPLE}|donors)\b",
    re.IGNORECASE,
)


def population_of(own: OwnWords) -> tuple[str, str]:
    """Return "human", "animal", "cells" or "" with the words that decided and their place.

    The title decides first, then the abstract, then the methods. Where animals and people are
    both named, the more often named counts, and animals where neither is.
    """
    return (
        _by_title(own.title)
        or _by_counting(own.abstract, "abstract")
        or _by_counting(own.methods, "methods")
        or ("", "nobody and nothing studied is named")
    )


def _by_title(title: str) -> tuple[str, str] | None:
    words = _REAGENTS.sub(" ", title)
    animal, person = _ANIMAL.search(words), _PERSON.search(_GIVEN_BY.sub(" ", words))
    dish, clinical = _IN_DISH.search(words), _CLINICAL.search(words)
    if animal and not person:
        return "animal", f'"{animal[0]}" in the title'
    if dish and not (animal or person or "vivo" in words.lower().replace(dish[0].lower(), "")):
        return "cells", f'"{dish[0]}" in the title'
    if not animal and (person or clinical):
        found = person or clinical
        return "human", f'"{found[0] if found else ""}" in the title'
    return None


def _by_counting(lines: Iterable[str], place: str) -> tuple[str, str] | None:
    animals: list[str] = []
    people: list[str] = []
    cells: list[str] = []
    for line in lines:
        words = _REAGENTS.sub(" ", line)
        animals += _ANIMAL.findall(words)
        people += _PERSON.findall(_GIVEN_BY.sub(" ", words))
        cells += _CELLS.findall(words)
    if animals and len(animals) >= len(people):
        return "animal", f'"{animals[0]}" in the {place}'
    if people:
        return "human", f'"{people[0]}" in the {place}'
    if cells:
        return "cells", f'"{cells[0]}" in the {place}'
    return None
