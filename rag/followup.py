"""A follow-up, put so that it stands by itself: with words of the earlier questions alone.

No model and no invented word: what a follow-up leaves out is taken from the question before it,
in the first way that fits.

* A fragment that names a thing of a kind that the question before names too replaces it: "How many
  people took part in CRATUS phase I?", "and phase II?".
* "the other arm" is replaced by the arm that the library tells of besides.
* "it", "its", "that trial" stand for what the question before is about.
* A question without a subject of its own gets the one before: "any deaths?".
* What leans back on all that was said ("why not?") is read behind the question before.

The reading is shown with the answer, so that a wrong one is seen.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from rag import leaning
from rag.mentions import SUBJECTS, Kind, Mention, mentions
from rag.question import MAX_QUESTION, read_question

OtherArms = Callable[[str, str], Sequence[str]]
"""Takes a question that stands by itself and the arm it names; returns the others, as told."""

_NARROWING: Final[frozenset[Kind]] = frozenset({"arm", "time", "phase", "population", "place"})
_LONGEST: Final = 300
"""Characters of a question that leans on another or is leaned on; a longer one stands alone."""
_SHORT: Final = 12
"""Words of a question that may lean on the one before without saying so."""
_BRIEF: Final = 9
"""Words of a fragment: more are a question of their own."""
_IN_WORDS: Final[dict[Kind, str]] = {"product": "with", "source": "with", "name": "with"}


def standalone(question: str, earlier: Sequence[str], other_arms: OtherArms | None = None) -> str:
    """Return a question as it is to be read after the earlier ones; unchanged where it stands.

    Args:
        question: A checked question in English.
        earlier: The earlier questions of its conversation, oldest first.
        other_arms: Looks up the other arms of a study; None leaves "the other arm" as it is.
    """
    read: list[str] = []
    for each in (*earlier, question):
        read.append(_read_after(each, read, other_arms))
    return read[-1]


def is_bare(text: str) -> bool:
    """Tell whether a follow-up is no more than the name of one thing: "and with 200 million?"."""
    lead = leaning.LEAD.match(text)
    core = (text[lead.end() :] if lead else text).strip(" ?!.,;:")
    named = leaning.KIND_WORD.sub("", leaning.PREPOSITION.sub("", core))
    return any(each.text == named for each in mentions(read_question(core)))


def _read_after(text: str, read: Sequence[str], other_arms: OtherArms | None) -> str:
    """Return `text` put by itself, after questions that stand by themselves."""
    read = [each for each in read if len(each) <= _LONGEST]
    if not read or len(text) > _LONGEST:
        return text
    before = next((each for each in reversed(read) if _subject(each) is not None), read[-1])
    put = _put(text, before, other_arms)
    if put is None:
        put = _behind(read[-1], text) if _leans_on_all(text) else text
    return put if len(put) <= MAX_QUESTION else text


def _put(text: str, before: str, other_arms: OtherArms | None) -> str | None:
    """Return `text` with what it takes from `before`; None where it takes nothing by itself."""
    lead = leaning.LEAD.match(text)
    rest = text[lead.end() :] if lead else text
    core = rest.strip(" ?!.,;:")
    if not core:
        return text
    leads = rest != text
    if leaning.OTHER_ARM.search(core):
        return _with_other_arm(core, before, other_arms)
    if _is_fragment(core, leads=leads):
        return _fragment(core, before)
    own = mentions(read_question(rest))
    subjects = [each for each in own if each.kind in SUBJECTS]
    pointed = _with_antecedent(rest, before, subjects)
    if pointed is not None:
        return pointed
    if subjects or len(core.split()) > _SHORT or leaning.GENERAL.search(core):
        return None
    if _subject(before) is not None and (
        leads or leaning.THEY.search(core) or _asks_of_a_study(text, own)
    ):
        return _with_subject(rest, before)
    return None


def _is_fragment(core: str, *, leads: bool) -> bool:
    words = len(core.split())
    if words > _BRIEF or leaning.GENERAL.search(core):
        return False
    if re.match(
        r"(?:the |those |these )?(?:ones?|people|patients|those) (?:who|that|given)\b", core
    ):
        return True
    if leaning.VERB.search(core):
        return False
    return leads or words <= 3 or leaning.PREPOSITION.sub("", core) != core


def _fragment(core: str, before: str) -> str | None:
    """Return the question before with things of it replaced, or the fragment with its subject."""
    old = mentions(read_question(before))
    studies = [each for each in old if each.kind == "study"]
    new = mentions(read_question(_named_out(core, studies)))
    outer = [
        each for each in new if not any(_holds(other, each) for other in new if other is not each)
    ]
    replaced = _replaced(before, old, outer)
    if replaced != before:
        return replaced[:1].upper() + replaced[1:]
    if outer and core.split()[0].lower() in leaning.PREPOSITIONS:
        return f"{before.rstrip(' ?!.')} {core}?"
    if outer and all(each.kind in _NARROWING for each in outer):
        return f"{before.rstrip(' ?!.')}, {core}?"
    return _with_subject(core, before) if _subject(before) else _behind(before, core + "?")


def _named_out(core: str, studies: Sequence[Mention]) -> str:
    """Return a fragment with the word that "one" stands for: "the knee one", "the knee trial"."""
    found = leaning.ONE.search(core)
    if found is None:
        return core
    group = leaning.ONE.sub(r"\g<which> group", core)
    if any(each.kind in ("arm", "ordinal") for each in mentions(read_question(group))):
        return group
    return leaning.ONE.sub(r"\g<which> trial", core) if studies else core


def _replaced(before: str, old: Sequence[Mention], new: Sequence[Mention]) -> str:
    """Return `before` with the first thing of each kind replaced by the fragment's."""
    swaps: dict[tuple[int, int], str] = {}
    for each in new:
        place = next((other for other in old if other.kind == each.kind), None)
        taken = any(place and start < place.end and place.start < end for start, end in swaps)
        if place is not None and not taken:
            swaps[place.start, place.end] = each.text
    text = before
    for (start, end), by in sorted(swaps.items(), reverse=True):
        text = text[:start] + by + text[end:]
    return text


def _holds(outer: Mention, inner: Mention) -> bool:
    return (
        outer.start <= inner.start
        and inner.end <= outer.end
        and (outer.end - outer.start, outer.kind == "study")
        > (inner.end - inner.start, inner.kind == "study")
    )


def _with_other_arm(core: str, before: str, other_arms: OtherArms | None) -> str:
    arms = [each for each in mentions(read_question(before)) if each.kind == "arm"]
    others = other_arms(before, arms[0].text) if arms and other_arms else ()
    if not others:
        return _behind(before, core + "?")
    return before[: arms[0].start] + " and ".join(others) + before[arms[0].end :]


def _with_antecedent(text: str, before: str, own: Sequence[Mention]) -> str | None:
    """Return `text` with "it" or "that trial" replaced; None where nothing points back."""
    subject = _subject(before)
    study = _subject(before, ("study",))
    for pattern in (leaning.THAT_STUDY, leaning.THAT_PRODUCT, leaning.THAT):
        found = pattern.search(text)
        if found is None or any(each.start <= found.start() < each.end for each in own):
            continue
        if pattern is leaning.THAT_STUDY and study is None:
            return _with_subject(text, before) if subject else _behind(before, text)
        return _pointing(text, found, subject) if subject else _behind(before, text)
    found = leaning.IT.search(text)
    if found is None or subject is None or leaning.DUMMY_IT.search(text):
        return None
    if any(each.start < found.start() and each.kind != "condition" for each in own):
        return None
    return _pointing(text, found, subject)


def _pointing(text: str, found: re.Match[str], subject: str) -> str:
    owns = found[0].lower() == "its" or bool(found.groupdict().get("own"))
    head = found[0].split()[-1].lower()
    if head in ("paper", "review") and head not in subject.lower():
        subject = f"the {subject.removeprefix('the ')} {head}"
    put = text[: found.start()] + subject + ("’s" if owns else "") + text[found.end() :]
    return put[:1].upper() + put[1:]


def _with_subject(text: str, before: str) -> str:
    plural = _subject(before, ("product",))
    if plural and plural.endswith("s") and (they := leaning.PLURAL.search(text)):
        return _pointing(text, they, plural)
    put = f"{text.rstrip(' ?!.,')} {_word_before(before)} {_subject(before)}?"
    return put[:1].upper() + put[1:]


def _word_before(text: str) -> str:
    found = {each.kind for each in mentions(read_question(text))}
    leading = next(kind for kind in SUBJECTS if kind in found)
    return _IN_WORDS.get(leading, "in")


def _behind(before: str, text: str) -> str:
    """Return both questions, one behind the other."""
    end = "" if before.rstrip()[-1:] in "?!." else "?"
    return f"{before.rstrip()}{end} {text[:1].upper()}{text[1:]}"


def _leans_on_all(text: str) -> bool:
    """Tell whether a question leans on what was said as a whole: "why not?", "is that proven?"."""
    if len(text.split()) > _SHORT or leaning.GENERAL.search(text):
        return False
    if any(each.kind in SUBJECTS for each in mentions(read_question(text))):
        return False
    lead = leaning.LEAD.match(text)
    return leaning.ALL_THAT.search(text) is not None or bool(lead and lead.end())


def _subject(text: str, kinds: Sequence[Kind] = SUBJECTS) -> str | None:
    """Return the words for what a question is about: its studies, or product and condition.

    None where it names none of `kinds`.
    """
    found = mentions(read_question(text))
    studies = [each for each in found if each.kind == "study"]
    if studies and "study" in kinds:
        return " and ".join(dict.fromkeys(_with_article(text, each) for each in studies))
    first = {each.kind: each for each in reversed(found) if each.kind in kinds}
    if "product" in first and "condition" in first:
        return f"{first['product'].text} in {first['condition'].text}"
    return next((first[kind].text for kind in kinds if kind in first), None)


def _with_article(text: str, study: Mention) -> str:
    """Return a study's words with the "the" that a description has."""
    described = leaning.ARTICLE.search(text[: study.start]) is not None
    return f"the {study.text}" if described else study.text


def _asks_of_a_study(text: str, own: Sequence[Mention]) -> bool:
    """Tell whether a question asks what is asked of a study: how many, how long, a measure."""
    asked = {each.kind for each in read_question(text).concepts}
    narrowed = any(each.kind in ("arm", "time", "measure") for each in own)
    return narrowed or bool(asked & {"measure", "fact"}) or bool(leaning.OF_A_STUDY.search(text))
