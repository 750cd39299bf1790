"""Which study a statement is about, where that can be told without doubt."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from corpus.identifiers import find_identifiers
from corpus.records import Article, Kind, Reference, Statement
from corpus.tiers.designs import reference_design
from corpus.tiers.words import Concept, Words

# An acronym names a study where it often stands beside "trial", "study" or "phase". Genes and
# drug codes do so now and then, and most of them hold a figure.
_ACRONYM: Final = r"[A-Z]{4,}(?:-[A-Z0-9]+)*"
_NAMED: Final = re.compile(
    rf"\b(?P<name>{_ACRONYM})(?=,? (?:\w+ )?(?:[Tt]rials?|[Ss]tud(?:y|ies)|[Pp]hase)\b)"
    rf"|\b(?:[Tt]rial|[Ss]tudy) (?P<after>{_ACRONYM})\b"
)
_TOKEN: Final = re.compile(rf"\b{_ACRONYM}(?![\w-])")
_NAMEABLE: Final = re.compile(r"[A-Z]{4}")
_NOT_A_NAME: Final = frozenset(
    "RCTS MSCS HUMAN PHASE GWAS NEJM JAMA LANCET HEALTH ANIMAL CLINICAL PILOT OPEN BLIND MOUSE"
    " CRISPR COVID COVID-19 ELISA NHANES".split()
)
_LEAST_SHARE: Final = 0.3
"""Share of an acronym's uses that stand beside such a word, for it to name a study."""
# A sentence that follows another's citation but turns to a study of its own.
_OTHER_STUDY: Final = Concept(
    r"\b(?:another|second|third|separate|other|subsequent|previous|prior|earlier|later|different"
    r"|follow-?up|next|successor|sibling|companion|independent|extension|confirmatory|parallel"
    r"|predecessor|parent|original|both)"
    r" (?:\S+ ){0,3}?(?:trials?|stud(?:y|ies)|rcts?|cohorts?|phase)\b"
    r"|\b(?:trials|studies|rcts|cohorts)\b",
)
# A sentence that talks about such a disagreement, or mends one, is not a party to it.
DISCUSSED: Final = Concept(
    r"\b(?:previously|earlier|prior|original|former) (?:\S+ ){0,2}?(?:versions?|stated|listed"
    r"|cited|draft|wording|text|label)\b|\bcorrect(?:ed|ion|ions)\b(?! for)|\berrone\w+|\bmis-?"
    r"(?:stated?|label\w*|attribut\w+|report\w*|cit\w+|read|quoted?)\b|\bdiscrepan\w+"
    r"|\bdisagree\w*|\bcontradict\w*|\binconsisten\w+|\bconflict(?:s|ing)? (?:with|between"
    r"|report\w*|figures?|numbers?|values?)\b|\bincorrect\w*|\btypos?\b|\bdoubtful\b|\bso-called\b"
    r"|\bshould (?:be|read)\b|\bnot to be confused\b|\brather than\b|\bconflat\w+"
    r"|\bunverified\b|\bnot verified\b|\bdoes not match\b|\bdiffers? from\b",
)
_TRIAL_TIERS: Final = frozenset(
    {"human_rct_phase3", "human_rct_phase2", "human_early_phase", "trial_no_results"}
)
_REVIEW_TIERS: Final = frozenset({"human_systematic_review", "animal_systematic_review"})
_FIGURE: Final = re.compile(r"\d+")


class Studies:
    """The studies of a library, findable by a statement's citation or by a trial's name."""

    def __init__(self, articles: Sequence[Article], references: Mapping[str, Reference]) -> None:
        self._references = references
        self._tiers: dict[str, str] = {}
        keys: dict[str, set[str]] = defaultdict(set)
        beside, uses = Counter[str](), Counter[str]()
        for article in articles:
            for statement in article.statements:
                if not _NAMEABLE.search(statement.clean):
                    continue
                uses.update(_TOKEN.findall(statement.clean))
                for name in _named(statement.clean):
                    beside[name] += 1
                    keys[name].update(_cited_with(statement))
        self._keys = {
            name: found for name, found in keys.items() if beside[name] >= _LEAST_SHARE * uses[name]
        }

    def subject_of(self, statement: Statement, words: Words) -> str:
        """Return the key or name of the one study that a statement is about, or "".

        A footnote is about its study. Other statements are when they cite exactly one, or cite
        none and name one trial; those that turn to other studies are about none, save that a
        review tells of the studies it pooled.
        """
        if statement.kind is Kind.FOOTNOTE:
            return statement.references[0] if len(statement.references) == 1 else ""
        if len(statement.references) > 1:
            return ""
        if not statement.references:
            return self._named_study(statement)
        key = statement.references[0]
        return key if self.is_review(key) or not _OTHER_STUDY.within(words) else ""

    def _named_study(self, statement: Statement) -> str:
        named = self.names_in(statement.clean)
        if len(named) != 1:
            return ""
        keys = self._keys[named[0]]
        if len(keys) > 1:  # a programme of several studies
            return ""
        return next(iter(keys), named[0])

    def names_in(self, text: str) -> tuple[str, ...]:
        """Return the names of known trials that `text` holds, in order, each once."""
        if not _NAMEABLE.search(text):
            return ()
        return tuple(dict.fromkeys(name for name in _TOKEN.findall(text) if name in self._keys))

    def programmes_of(self, statement: Statement) -> tuple[str, ...]:
        """Return the trial names that a statement or the headings above it hold."""
        own = self.names_in(statement.clean)
        if own or not statement.section:
            return own
        return self.names_in(" ".join(statement.section[1:] or statement.section))

    def registry_of(self, statement: Statement) -> str:
        """Return the one registry number that a statement is about, or ""."""
        found = {one.value for one in find_identifiers(statement.clean) if one.scheme == "nct"}
        if not found and len(statement.references) == 1:
            found = {key for key in statement.references if key.startswith("NCT")}
        return found.pop() if len(found) == 1 else ""

    def is_trial(self, key: str) -> bool:
        """Tell whether `key` is a trial in people, by its design, registry number or name."""
        return self._tier_of(key) in _TRIAL_TIERS or key.startswith("NCT") or key in self._keys

    def is_review(self, key: str) -> bool:
        """Tell whether `key` is a review that pools studies."""
        return self._tier_of(key) in _REVIEW_TIERS

    def _tier_of(self, key: str) -> str:
        if key not in self._tiers:
            reference = self._references.get(key)
            design = reference_design(reference) if reference else None
            self._tiers[key] = design.tier if design else ""
        return self._tiers[key]


def names_its_study(statement: Statement) -> bool:
    """Tell whether a statement carries its citation itself, by a mark, identifier or name.

    A study taken over from the sentence before it is likely, not certain: too little for a
    number that may belong to the next study.
    """
    if statement.kind is Kind.FOOTNOTE or not statement.references:
        return True
    text, clean = statement.text, statement.clean
    marked = "[^" in text or len(_FIGURE.findall(text)) > len(_FIGURE.findall(clean))
    return marked or bool(find_identifiers(clean))


def _named(text: str) -> list[str]:
    names = [found["name"] or found["after"] for found in _NAMED.finditer(text)]
    return [name for name in names if name not in _NOT_A_NAME and not name.startswith("NCT")]


def _cited_with(statement: Statement) -> tuple[str, ...]:
    """Return the one study cited where a name is used; of several none can be told."""
    return statement.references if len(statement.references) == 1 else ()
