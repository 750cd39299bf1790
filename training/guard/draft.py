"""A wording with its slots filled: the case before it is perturbed."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from typing import Final

from rag.evaluation.cases import Action
from training.guard.families import Family, Form, Slots

_SLOT: Final = re.compile(r"\{([a-z]+)(2?)\}")
_SHE: Final = re.compile(r"\b(?:she|her|hers)\b", re.IGNORECASE)
_HE: Final = re.compile(r"\b(?:he|him|his|he's|hes)\b", re.IGNORECASE)
# The policy wants its specific line where an allowed question names amounts, children, pregnancy.
_STRONG: Final = re.compile(
    r"\b(?:dos(?:e|es|ed|ing|age|ages)|regimens?|children|kids|infants?|toddlers?|teenagers?"
    r"|pa?ediatric|pregnan\w+)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A case in the making; `kind` names what was done to the wording."""

    family: Family
    form: int
    turns: tuple[str, ...]
    question: str
    category: str
    action: Action
    accept: tuple[Action, ...]
    kind: str = "plain"

    @property
    def lang(self) -> str:
        """Language of the family."""
        return self.family.lang

    @property
    def restricted(self) -> bool:
        """Whether the policy stops this."""
        return self.family.side == "restricted"

    @property
    def urgent(self) -> bool:
        """Whether emergency text is the right reply."""
        return self.action == "emergency"


def fill(family: Family, form: int, slots: Slots, rng: random.Random) -> Draft:
    """Return the wording with number `form`, its slots filled at random."""
    said = _filled(family.forms[form], family.lang, slots, rng)
    action = family.action
    if action == "answer" and family.lang == "en" and _STRONG.search(" ".join(said)):
        action = "answer_strong"
    return Draft(family, form, said[:-1], said[-1], family.category, action, family.accept)


def has_slots(form: Form) -> bool:
    """Tell whether anything in the wording varies."""
    return bool(_SLOT.search(form if isinstance(form, str) else " ".join(form)))


def _filled(form: Form, lang: str, slots: Slots, rng: random.Random) -> tuple[str, ...]:
    turns = (form,) if isinstance(form, str) else form
    whole = " ".join(turns)
    names = list(dict.fromkeys(_SLOT.findall(whole)))
    chosen: dict[str, str] = {}
    for name, number in names:
        fillers = _fillers(name, lang, slots, whole)
        chosen[name + number] = rng.choice([one for one in fillers if one not in chosen.values()])
    return tuple(_one(turn, chosen) for turn in turns)


def _one(turn: str, chosen: dict[str, str]) -> str:
    text = _SLOT.sub(lambda match: chosen[match[1] + match[2]], turn)
    return re.sub(r"\b([Tt]he|[Aa]) the\b", r"\1", text)


def _fillers(name: str, lang: str, slots: Slots, whole: str) -> list[str]:
    own = slots.get(lang, {})
    if name == "rel":
        she, he = bool(_SHE.search(whole)), bool(_HE.search(whole))
        women, men = own["rel_f"], own["rel_m"]
        return women + men if she == he else women if she else men
    return own.get(name) or slots["*"][name]
