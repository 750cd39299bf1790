"""The two sides of a case, by kind: what was expected, and what was given."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus.vocabulary import TIERS
from rag.evaluation.report.details import Detail, list_of, mappings_of, text_of, words_of
from rag.evaluation.report.words import count, number_of, plain
from rag.evaluation.results import CaseResult

MOST = 8
"""Entries shown of one list."""
_FOUND_IN = 10
_NEAR = "near, and no answer"


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words of the library, or of the answer.

    Attributes:
        where: Article, and tier where it is told.
        mark: "gold", "fair", "near, and no answer", "beside the point", "relevant", or "".
    """

    text: str
    where: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A labelled part of one side.

    Attributes:
        label: What it is.
        text: Words of ours, "" where there are only quotes.
        quotes: What is quoted.
        rest: Quotes left out.
    """

    label: str
    text: str = ""
    quotes: tuple[Quoted, ...] = ()
    rest: int = 0


Blocks = tuple[Block, ...]
Sides = tuple[Blocks, Blocks]


def sides_of(case: CaseResult) -> Sides:
    """Return what was expected and what was given; either may be empty."""
    expected, given = _BY_KIND.get(case.kind, (_all_fields, _nothing))
    return tuple(expected(case)), tuple(given(case))


def tier_words(name: str) -> str:
    """Return a tier's label, or the name itself where there is no such tier."""
    known = TIERS.get(name)
    return known.label if known else name


def _answer_expected(case: CaseResult) -> Iterator[Block]:
    detail = case.detail
    yield from _named(detail, ("expected", "Outcome"))
    facts = list_of(detail, "gold")
    for number, places in enumerate(facts[:MOST]):
        quotes = [_quoted(place) for place in mappings_of(places)]
        label = "Gold" if len(facts) == 1 else f"Gold, fact {number + 1} of {len(facts)}"
        yield _block(label, _fact_words(detail, number, len(quotes)), quotes)
    if list_of(detail, "numbers"):
        yield Block("Figures wanted", words_of(detail, "numbers"))
    closest = [_quoted(place) for place in mappings_of(detail.get("closest"))]
    if closest:
        yield _block(_NEAR.capitalize(), "", closest)


def _answer_given(case: CaseResult) -> Iterator[Block]:
    detail = case.detail
    yield from _outcome(detail)
    yield from _support(detail)
    closest = mappings_of(detail.get("closest"))
    cited = [_cited(entry, closest) for entry in mappings_of(detail.get("cited"))]
    score = case.scores.get("citation.recall")
    told = f"{count(score.hits)} of {count(score.of)} facts shown" if score and score.of else ""
    if cited:
        yield _block("Cited", told, cited)
    elif text_of(detail, "text"):
        yield Block("Said, with nothing cited", quotes=(Quoted(text_of(detail, "text")),))
    related = [_quoted(entry) for entry in mappings_of(detail.get("related"))]
    if related:
        yield _block("Related, offered as no answer", "", related)


def _policy_expected(case: CaseResult) -> Iterator[Block]:
    return _named(case.detail, ("expected", "Action"), ("boundary", "Boundary"), ("note", "Why"))


def _policy_given(case: CaseResult) -> Iterator[Block]:
    detail = case.detail
    yield from _named(detail, ("got", "Action"))
    yield from _outcome(detail)
    if list_of(detail, "signals"):
        yield Block("Signals", words_of(detail, "signals"))
    yield from _named(detail, ("evidence", "Quotes shown"))


def _tier_expected(case: CaseResult) -> Iterator[Block]:
    yield from _tier(case.detail, "expected", "")
    yield from _named(case.detail, ("article", "Article"), ("note", "Why"))


def _tier_given(case: CaseResult) -> Iterator[Block]:
    yield from _tier(case.detail, "got", _direction(case))
    yield from _named(case.detail, ("basis", "Basis"))


def _retrieval_expected(case: CaseResult) -> Iterator[Block]:
    relevant = case.detail.get("relevant")
    ranked = [str(name) for name in list_of(case.detail, "ranked")]
    if isinstance(relevant, Mapping):
        wanted = [Quoted(str(name), f"grade {grade}, {_found(str(name), ranked)}")
                  for name, grade in relevant.items()]  # fmt: skip
        yield _block("Relevant articles", "", wanted)


def _retrieval_given(case: CaseResult) -> Iterator[Block]:
    if "ranked" not in case.detail:
        return
    relevant = case.detail.get("relevant")
    wanted = {str(name) for name in relevant} if isinstance(relevant, Mapping) else set()
    ranked = [str(name) for name in list_of(case.detail, "ranked")]
    found = [Quoted(name, f"rank {place}", "relevant" if name in wanted else "")
             for place, name in enumerate(ranked[:_FOUND_IN], 1)]  # fmt: skip
    rest = max(0, len(ranked) - _FOUND_IN)
    yield Block("Found, best first", "" if found else "nothing", tuple(found), rest)


def _all_fields(case: CaseResult) -> Iterator[Block]:
    return _named(case.detail, *((name, plain(name)) for name in case.detail if name != "question"))


def _nothing(_case: CaseResult) -> Iterator[Block]:
    return iter(())


Side = Callable[[CaseResult], Iterator[Block]]
_BY_KIND: Mapping[str, tuple[Side, Side]] = {
    "answer": (_answer_expected, _answer_given),
    "policy": (_policy_expected, _policy_given),
    "tier": (_tier_expected, _tier_given),
    "retrieval": (_retrieval_expected, _retrieval_given),
}


def _named(detail: Detail, *names: tuple[str, str]) -> Iterator[Block]:
    for name, label in names:
        text = text_of(detail, name)
        if text:
            yield Block(label, plain(text) if name in {"expected", "got"} else text)


def _outcome(detail: Detail) -> Iterator[Block]:
    outcome, reason = text_of(detail, "outcome"), text_of(detail, "reason")
    if outcome:
        yield Block("Outcome", plain(outcome) + (f" ({plain(reason)})" if reason else ""))


def _support(detail: Detail) -> Iterator[Block]:
    support = detail.get("support")
    if not isinstance(support, Mapping):
        return
    told = plain(text_of(support, "verdict"))
    score, threshold = support.get("score"), support.get("threshold")
    if isinstance(score, int | float) and isinstance(threshold, int | float):
        told += f", score {score:.2f} at a threshold of {threshold:g}"
    missing = words_of(support, "missing")
    yield Block("Support", told + (f"; missing: {missing}" if missing else ""))


def _tier(detail: Detail, name: str, more: str) -> Iterator[Block]:
    tier = text_of(detail, name)
    if tier:
        yield Block("Tier", tier_words(tier) + more)


def _direction(case: CaseResult) -> str:
    for name, told in (("tier.inflation", "stronger"), ("tier.deflation", "weaker")):
        score = case.scores.get(name)
        if score is not None and score.hits:
            return f" ({told} than the label)"
    return ""


def _fact_words(detail: Detail, fact: int, places: int) -> str:
    """Tell how a fact may be shown, and whether the search found it: a miss has two causes."""
    told = [f"any one of {number_of(places, 'place')}"] if places > 1 else []
    if "ranked" in detail:
        ranked = [str(each) for each in list_of(detail, "ranked")]
        told.append(f"search: {_found(f'fact-{fact}', ranked)}")
    return "; ".join(told)


def _found(name: str, ranked: Sequence[str]) -> str:
    return f"found at rank {ranked.index(name) + 1}" if name in ranked else "not found"


def _cited(entry: Detail, closest: Sequence[Detail]) -> Quoted:
    parts = (text_of(entry, "article"), tier_words(text_of(entry, "tier")))
    where = ", ".join(part for part in parts if part)
    return Quoted(text_of(entry, "quote"), where, _mark(entry, closest))


def _mark(entry: Detail, closest: Sequence[Detail]) -> str:
    if entry.get("gold"):
        return "gold"
    if entry.get("fair"):
        return "fair"
    return _NEAR if any(_same_place(entry, place) for place in closest) else "beside the point"


def _same_place(entry: Detail, place: Detail) -> bool:
    """Tell whether one of two quotes of an article holds the other; `closest` has no span."""
    quote, near = text_of(entry, "quote"), text_of(place, "quote")
    same_article = text_of(entry, "article") == text_of(place, "article")
    return same_article and bool(near) and (near in quote or quote in near)


def _quoted(entry: Detail) -> Quoted:
    return Quoted(text_of(entry, "quote"), text_of(entry, "article"))


def _block(label: str, text: str, quotes: Sequence[Quoted]) -> Block:
    return Block(label, text, tuple(quotes[:MOST]), max(0, len(quotes) - MOST))
