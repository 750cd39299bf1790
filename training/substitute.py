"""The same study, done in animals: people's words swapped for an animal's.

Abstracts of trials in horses or pigs and reviews of animal experiments are rare in the sources,
and just these are taken for evidence in people by their design words. Swapping who was studied
in a trial's abstract makes an example in which everything else speaks for a trial. Such texts
are only learned from; nothing is ever tested on them.
"""

from __future__ import annotations

import re
from typing import Final

_KINDS: Final = ("rats", "mice", "pigs", "horses", "dogs", "rabbits", "sheep", "animals")
_ONE: Final = {"mice": "mouse", "sheep": "sheep", "animals": "animal"}
_MANY: Final = re.compile(
    r"\b(?:patients|participants|volunteers|women|men|children|infants|adolescents|adults|people"
    r"|individuals|persons|outpatients|subjects|mothers|families)\b",
    re.IGNORECASE,
)
_SINGLE: Final = re.compile(r"\b(?:patient|participant|woman|child|infant|adult|person|subject)\b")
_TRIALS: Final = re.compile(
    r"\b(?:randomi[sz]ed (?:controlled )?(?:clinical )?trials|clinical trials|rcts)\b",
    re.IGNORECASE,
)


def as_animals(text: str, turn: int) -> str:
    """Return `text` with people turned into the kind of animal whose turn it is."""
    many = _KINDS[turn % len(_KINDS)]
    one = _ONE.get(many, many.removesuffix("s"))
    swapped = _SINGLE.sub(one, _MANY.sub(many, text))
    return _TRIALS.sub("experimental studies", swapped)
