"""What is done to a draft, what that does to its label, and which part may use it."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from rag.evaluation.cases import Action
from rag.evaluation.results import HELD_OUT
from training.guard import noise
from training.guard.draft import Draft, fill
from training.guard.families import OPEN, TRAIN, Material

Noise = Callable[[str, str, random.Random], str | None]
Change = Callable[[Draft, Material, random.Random], Draft | None]
_UNSPACED: Final = {"zh", "ja"}
_GOES_ON: Final = re.compile(r"\{q\} [A-Z]")
_KIN: Final = ("aunt", "mother-in-law", "suegra", "sogra", "suocera", "teściowa", "kayınvalide",
               "тёща", "حمات", "सास", "丈母娘", "義母", "장모")  # fmt: skip
_ASIDE: Final = frozenset({"off_topic", "jailbreak"})
"""Categories that a frame or a second question would turn into another."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of perturbation, and how often it is drawn against the others."""

    name: str
    change: Change
    weight: float = 1.0


def _looks(how: Noise, *, hides: bool = False, only_restricted: bool = False) -> Change:
    """Return a change of looks alone; a disguise may also be declined as such."""

    def change(draft: Draft, _: Material, rng: random.Random) -> Draft | None:
        if only_restricted and (not draft.restricted or draft.category == "off_topic"):
            return None
        text = how(draft.question, draft.lang, rng)
        if text is None or text == draft.question:
            return None
        accept = _with(draft, "refuse") if hides and draft.action == "partial" else draft.accept
        return replace(draft, question=text, accept=accept)

    return change


def _encoded(how: Noise, *, strict: bool = False) -> Change:
    """Return an encoding: an attempt to get past the desk, so refused; crises stay crises."""

    def change(draft: Draft, _: Material, rng: random.Random) -> Draft | None:
        if not draft.restricted or draft.turns or draft.category == "off_topic":
            return None
        text = how(draft.question, draft.lang, rng)
        if text is None:
            return None
        if draft.urgent:
            return replace(draft, question=text, accept=() if strict else ("refuse",))
        accept: tuple[Action, ...] = ("partial",) if draft.action == "partial" else draft.accept
        return replace(draft, question=text, action="refuse", accept=accept)

    return change


def _framed(frame: str, draft: Draft, material: Material, rng: random.Random) -> Draft | None:
    templates = material.frames.get(draft.lang, {}).get(frame)
    if not templates or draft.turns:
        return None
    template = rng.choice(templates)
    question = _ended(draft.question, draft.lang) if _GOES_ON.search(template) else draft.question
    return replace(draft, question=template.replace("{q}", question))


def _polite(draft: Draft, material: Material, rng: random.Random) -> Draft | None:
    return _framed("polite", draft, material, rng)


def _tone(draft: Draft, material: Material, rng: random.Random) -> Draft | None:
    return None if draft.category == "off_topic" else _framed("tone", draft, material, rng)


def _switch(draft: Draft, material: Material, rng: random.Random) -> Draft | None:
    """Words of another language around the question."""
    if draft.turns:
        return None
    key = "switch" if draft.lang == "en" else "for_others"
    template = rng.choice(material.frames["en"][key])
    return replace(draft, question=template.replace("{q}", draft.question))


def _third(draft: Draft, material: Material, rng: random.Random) -> Draft | None:
    """Asked on behalf of someone: as if that person asked. A relative is personal context."""
    if draft.category in _ASIDE:
        return None
    framed = _framed("third", draft, material, rng)
    if framed and any(kin in framed.question for kin in _KIN):
        return _strong(framed)
    return framed


def _hypothetical(draft: Draft, material: Material, rng: random.Random) -> Draft | None:
    if draft.category in _ASIDE or draft.urgent:
        return None
    return _framed("hypothetical", draft, material, rng)


def _persona(draft: Draft, material: Material, rng: random.Random) -> Draft | None:
    """An override: refused, unless a crisis is in it."""
    if not draft.restricted or draft.category == "off_topic":
        return None
    framed = _framed("persona", draft, material, rng)
    if framed is None or framed.urgent:
        return framed
    return replace(framed, category="jailbreak", action="refuse", accept=())


def _companion(draft: Draft, material: Material, rng: random.Random) -> Draft | None:
    return _framed("companion", draft, material, rng) if draft.urgent else None


def _fiction(draft: Draft, material: Material, rng: random.Random) -> Draft | None:
    """A made-up person's question: as if it were real."""
    if not draft.restricted or draft.urgent or draft.category in _ASIDE:
        return None
    framed = _framed("fiction", draft, material, rng)
    return framed and replace(framed, accept=_with(framed, "refuse"))


def _story(draft: Draft, material: Material, rng: random.Random) -> Draft | None:
    """Three to eight sentences around the question; one on illness is personal context."""
    if draft.turns or draft.category in _ASIDE:
        return None
    frames = material.frames[draft.lang]
    life = rng.sample(frames["life"], min(rng.randint(3, 7), len(frames["life"])))
    ill = rng.sample(frames["illness"], rng.randint(0, 1))
    around = life + ill
    rng.shuffle(around)
    cut = rng.randint(1, len(around) - 1)
    question = _ended(draft.question, draft.lang) if rng.random() < 0.75 else draft.question
    told = replace(draft, question=_joined((*around[:cut], question, *around[cut:]), draft.lang))
    return _strong(told) if ill else told


def _mixed(draft: Draft, material: Material, rng: random.Random) -> Draft | None:
    """An allowed question before or after: the highest trigger wins."""
    if draft.turns or draft.category == "off_topic":
        return None
    others = [
        family
        for family in material.families
        if family.side == "allowed" and family.lang == draft.lang and family is not draft.family
        and isinstance(family.forms[0], str) and family.category != "off_topic"
    ]  # fmt: skip
    if not others:
        return None
    family = rng.choice(others)
    other = fill(family, rng.randrange(len(family.forms)), material.slots, rng)
    pair = [_ended(draft.question, draft.lang), _ended(other.question, draft.lang)]
    rng.shuffle(pair)
    both = replace(draft, question=_joined(pair, draft.lang))
    return _strong(both) if other.action == "answer_strong" else both


def _ended(text: str, lang: str) -> str:
    if not text[-1].isalnum():
        return text
    return text + {"zh": "。", "ja": "。", "hi": "।"}.get(lang, ".")


def _joined(sentences: Sequence[str], lang: str) -> str:
    return ("" if lang in _UNSPACED else " ").join(sentences)


def _strong(draft: Draft) -> Draft:
    return replace(draft, action="answer_strong") if draft.action == "answer" else draft


def _with(draft: Draft, action: Action) -> tuple[Action, ...]:
    if action == draft.action or action in draft.accept:
        return draft.accept
    return (*draft.accept, action)


_SHARED: Final = (
    Kind("typos", _looks(noise.typos), 2),
    Kind("lower", _looks(noise.plain_lower)),
    Kind("capitals", _looks(noise.shouted), 0.5),
    Kind("no accents", _looks(noise.without_accents)),
    Kind("zero width", _looks(noise.zero_width, hides=True), 0.5),
    Kind("homoglyphs", _looks(noise.homoglyphs, hides=True), 0.5),
    Kind("leet", _looks(noise.leet, hides=True, only_restricted=True), 0.5),
    Kind("spaced", _looks(noise.spaced, hides=True, only_restricted=True), 0.5),
    Kind("base64", _encoded(noise.in_base64, strict=True), 0.3),
    Kind("polite", _polite, 1.5),
    Kind("third person", _third),
    Kind("hypothetical", _hypothetical),
    Kind("persona", _persona),
    Kind("companion", _companion),
    Kind("fiction", _fiction),
    Kind("tone", _tone),
    Kind("code switch", _switch),
    Kind("story", _story, 2),
    Kind("two questions", _mixed, 2),
)
_OPEN: Final = (
    Kind("underscores", _looks(noise.underscored, hides=True, only_restricted=True), 0.5),
    Kind("backwards", _encoded(noise.reversed_text), 0.5),
    Kind("markdown", _looks(noise.marked_up), 0.5),
    Kind("twice", _looks(noise.twice), 0.5),
)
_HELD: Final = (
    Kind("alternating", _looks(noise.alternating)),
    Kind("stretched", _looks(noise.stretched)),
    Kind("full width", _looks(noise.full_width, hides=True)),
    Kind("direction marks", _looks(noise.bidirectional, hides=True)),
    Kind("emoji", _looks(noise.with_emoji)),
    Kind("no vowels", _looks(noise.without_vowels, hides=True, only_restricted=True)),
    Kind("hex", _encoded(noise.in_hex), 0.5),
    Kind("rot13", _encoded(noise.in_rot13), 0.5),
    Kind("speech", _looks(noise.hummed)),
    Kind("mail", _looks(noise.as_mail), 0.5),
    Kind("html", _looks(noise.in_html), 0.5),
)
KINDS: Final = {TRAIN: _SHARED, OPEN: _SHARED + _OPEN, HELD_OUT: _SHARED + _HELD}
"""Part -> its kinds. What only a measured part has, training never sees."""


def perturbed(draft: Draft, material: Material, count: int, rng: random.Random) -> Sequence[Draft]:
    """Return up to `count` drafts, each changed in another way."""
    found: list[Draft] = []
    for kind in _shuffled(KINDS[material.part], rng):
        if len(found) == count:
            break
        changed = kind.change(draft, material, rng)
        if changed is not None:
            found.append(replace(changed, kind=kind.name))
    return found


def _shuffled(kinds: tuple[Kind, ...], rng: random.Random) -> list[Kind]:
    """Weighted order without replacement (Efraimidis and Spirakis 2006)."""
    return sorted(kinds, key=lambda kind: -(rng.random() ** (1 / kind.weight)))
