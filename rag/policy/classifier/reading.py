"""What the classifier makes of a message: the highest chances over its units."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from rag.policy.classifier.encoder import Floats, QueryEncoder, SentenceEncoder, shipped_encoder
from rag.policy.classifier.model import ALLOWED, OFF_TOPIC, Model, shipped_model
from rag.policy.classifier.units import units

_CRISIS: Final = ":emergency"
LOOKED_AT_AGAIN: Final = 2
"""Units of a message at most whose English vector is taken: it costs more than all the rest."""
WORTH_A_LOOK: Final = 0.02
"""Chance of a restriction below which a unit is not looked at again."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Chances over a message; a chance is that of its most telling unit.

    Attributes:
        crisis: Chance of an emergency or of self-harm.
        crisis_category: The likelier of the two.
        restricted: Chance of anything that may not simply be answered, crises included.
        category: Likeliest restricted category that is no crisis, its `action`, and the chance of
            that `action` in the unit.
        off_topic: Chance that no part of the message is about the library.
    """

    crisis: float
    crisis_category: str
    restricted: float
    category: str
    action: str
    sure: float
    off_topic: float


@dataclass(frozen=True, slots=True)
class Classifier:
    """Encoders and the weights on top of them.

    Attributes:
        encoder: Of many languages; every unit of a message is read by it.
        model: The weights.
        english: An encoder that knows English alone but knows it better, or None. Units in plain
            Latin letters that may be restricted are looked at again with it.
    """

    encoder: SentenceEncoder
    model: Model
    english: QueryEncoder | None = None
    _crises: tuple[int, ...] = field(init=False)
    _others: tuple[int, ...] = field(init=False)

    def __post_init__(self) -> None:
        names = self.model.classes
        apart = (ALLOWED, OFF_TOPIC)
        crises = tuple(at for at, name in enumerate(names) if name.endswith(_CRISIS))
        others = tuple(
            at for at, name in enumerate(names) if name not in apart and at not in crises
        )
        object.__setattr__(self, "_crises", crises)
        object.__setattr__(self, "_others", others)

    def read(self, plain: str) -> Reading:
        """Return the reading of a message in its plain form (`Normalised.plain`)."""
        texts = units(plain)
        vectors = self.encoder.encode(texts)
        chances = self.model.probabilities(texts, vectors)
        if self.english is not None:
            self._look_again(self.english, texts, vectors, chances)
        return self.judge(chances)

    def _look_again(
        self, english: QueryEncoder, texts: tuple[str, ...], vectors: Floats, chances: Floats
    ) -> None:
        """Put better chances into the rows of the English units that call for it."""
        telling = chances[:, (*self._crises, *self._others)].sum(axis=1)
        rows = [
            int(row)
            for row in np.argsort(-telling, kind="stable")
            if in_english_letters(texts[row]) and telling[row] >= WORTH_A_LOOK
        ][:LOOKED_AT_AGAIN]
        if rows:
            seen = np.stack([english.encode_query(texts[row]) for row in rows])
            again = [texts[row] for row in rows]
            chances[rows] = self.model.probabilities(again, vectors[rows], seen)

    def judge(self, chances: np.ndarray[tuple[int, int], np.dtype[np.float32]]) -> Reading:
        """Return the reading of a message from the chances of its units, units x classes."""
        names = self.model.classes
        crisis = chances[:, self._crises]
        others = chances[:, self._others]
        urgent = int(crisis.sum(axis=1).argmax())
        restricted = crisis.sum(axis=1) + others.sum(axis=1)
        telling = int(others.sum(axis=1).argmax())
        likeliest = names[self._others[int(others[telling].argmax())]]
        category, action = likeliest.split(":")
        acts = [names[at].split(":")[1] for at in self._others]
        off_topic = names.index(OFF_TOPIC)
        return Reading(
            crisis=float(crisis[urgent].sum()),
            crisis_category=names[self._crises[int(crisis[urgent].argmax())]].split(":")[0],
            restricted=float(restricted.max()),
            category=category,
            action=action,
            sure=float(sum(others[telling, at] for at, name in enumerate(acts) if name == action)),
            off_topic=float(chances[:, off_topic].min()),
        )


def in_english_letters(text: str) -> bool:
    """Tell whether the English encoder may read a text. Of other languages it knows words only."""
    return text.isascii()


def shipped_classifier(english: QueryEncoder | None = None) -> Classifier:
    """Return the classifier that comes with the package, its weights and encoder opened once."""
    return Classifier(shipped_encoder(), shipped_model(), english)
