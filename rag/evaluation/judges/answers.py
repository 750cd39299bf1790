"""Judging an answer on evidence: citations, quotes, figures, studies, tiers and abstention."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from corpus.records import Span
from corpus.vocabulary import TIERS
from rag.evaluation.cases import AnswerCase, Fact, Place
from rag.evaluation.library import GoldMissingError, LibraryView, Located, overlaps, span_of
from rag.evaluation.measures import ANSWERABLE, RETRIEVAL, worst_scores
from rag.evaluation.results import Score
from rag.evaluation.target import Payload

ANSWERED = "answered"
_SHOWN = {ANSWERED, "partial"}


@dataclass(frozen=True, slots=True)
class Gold:
    """The places of a case, found in the target's library.

    Attributes:
        facts: For each fact of the case, its places.
        also: Places fair to cite beside them.
    """

    facts: tuple[tuple[Located, ...], ...]
    also: tuple[Located, ...]

    @property
    def places(self) -> tuple[Located, ...]:
        """Every place of every fact."""
        return tuple(place for fact in self.facts for place in fact)


@dataclass(frozen=True, slots=True)
class Cited:
    """One entry of `evidence` with the gold places that it overlaps."""

    entry: Payload
    slug: str
    span: Span
    gold: tuple[Located, ...]
    fair: bool
    verbatim: bool


def locate_gold(case: AnswerCase, library: LibraryView) -> Gold:
    """Find the places of a case in the target's library.

    A fact may lose places that the library does not hold (a part of the articles is served, or
    one was edited); it needs one.

    Raises:
        GoldMissingError: A fact has no place left.
    """
    return Gold(
        facts=tuple(_places(fact.any, library, needed=True) for fact in case.facts),
        also=_places(case.also, library, needed=False),
    )


def expected_measures(case: AnswerCase) -> tuple[str, ...]:
    """Return the measures that a case of this kind always has: what a crash scores worst in."""
    if not case.answerable:
        return ("abstention.recall", *(RETRIEVAL[:0]))
    numbers = any(fact.numbers for fact in case.facts)
    return (*ANSWERABLE, *(("numbers.present", "numbers.attached") if numbers else ()),
            *(RETRIEVAL if case.facts else ()))  # fmt: skip


def judge_answer(
    case: AnswerCase, gold: Gold, payload: Payload, library: LibraryView
) -> tuple[dict[str, Score], dict[str, Any]]:
    """Return the scores of one answer, and what the report shows of it."""
    cited = [_cited(entry, gold, library) for entry in payload["evidence"]]
    abstained = payload["outcome"] == "not_in_library"
    scores = {
        "quotes.verbatim": Score(sum(each.verbatim for each in cited), len(cited)),
        "statements.supported": _supported(payload, cited),
        "abstention.precision": Score(float(abstained and not case.answerable), float(abstained)),
    }
    if case.answerable:
        # Words about the desk itself are "answered" too, and say nothing of the library.
        shown = payload["outcome"] in _SHOWN and bool(cited)
        scores["answerable.answered"] = Score(float(shown))
        scores |= _citation_scores(gold, cited)
        scores |= _number_scores(case.facts, cited)
        scores |= _study_scores(cited, library)
        scores |= _tier_scores(cited)
    else:
        scores["abstention.recall"] = Score(float(abstained))
    return scores, _detail(case, payload, cited)


def expected_of(case: AnswerCase) -> str:
    """Return the outcome that is right, as the report words it."""
    return ANSWERED if case.answerable else "not_in_library"


def gold_detail(case: AnswerCase) -> dict[str, Any]:
    """Return what an answer should show: places by fact, figures, and what is near."""
    return {
        "gold": [[_told(place) for place in fact.any] for fact in case.facts],
        "numbers": [number for fact in case.facts for number in fact.numbers],
        "closest": [_told(place) for place in case.closest],
    }


def failed_answer(case: AnswerCase) -> dict[str, Score]:
    """Return the scores of a case that the target did not answer."""
    return worst_scores(expected_measures(case))


def _places(places: Iterable[Place], library: LibraryView, *, needed: bool) -> tuple[Located, ...]:
    found: list[Located] = []
    missing: GoldMissingError | None = None
    for place in places:
        try:
            found.append(library.locate(place))
        except GoldMissingError as error:
            missing = error
    if needed and not found and missing is not None:
        raise missing
    return tuple(found)


def _cited(entry: Payload, gold: Gold, library: LibraryView) -> Cited:
    slug, span = str(entry["article"]["slug"]), span_of(entry)
    article = library.article(slug)
    on = tuple(p for p in gold.places if p.place.article == slug and overlaps(p.span, span))
    fair = any(p.place.article == slug and overlaps(p.span, span) for p in gold.also)
    sha256, quote = str(entry["source_sha256"]), str(entry["quote"])
    verbatim = article is not None and article.holds(span, quote, sha256)
    return Cited(entry, slug, span, on, fair, verbatim)


def _supported(payload: Payload, cited: Sequence[Cited]) -> Score:
    """Score the statements that are ours to prove: framing sentences are released wording.

    A quote is supported when a citation of its own holds its words; a generated sentence when
    each of its figures stands in its citations (whether it follows from them is not judged).
    """
    by_number = {int(each.entry["n"]): each for each in cited}
    told = [each for each in payload["statements"] if each["kind"] != "framing"]
    good = 0
    for statement in told:
        own = [by_number[n] for n in statement["citations"] if n in by_number]
        quotes = [str(each.entry["quote"]) for each in own if each.verbatim]
        if statement["kind"] == "quote":
            good += any(str(statement["text"]) in quote for quote in quotes)
        else:
            figures = _FIGURE.findall(str(statement["text"]))
            good += bool(quotes) and all(_in_any(figure, quotes) for figure in figures)
    return Score(good, len(told))


def _citation_scores(gold: Gold, cited: Sequence[Cited]) -> dict[str, Score]:
    shown = [any(place in each.gold for each in cited for place in fact) for fact in gold.facts]
    if not shown:
        return {}
    good = sum(bool(each.gold) or each.fair for each in cited)
    return {
        "citation.any": Score(float(any(shown))),
        "citation.recall": Score(sum(shown), len(shown)),
        "citation.precision": Score(good, len(cited)),
        "citation.first": Score(float(bool(cited) and bool(cited[0].gold))),
    }


_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")


def _number_scores(facts: Sequence[Fact], cited: Sequence[Cited]) -> dict[str, Score]:
    wanted = [(fact, number) for fact in facts for number in fact.numbers]
    if not wanted:
        return {}
    quotes = [str(each.entry["quote"]) for each in cited]
    present = sum(_in_any(number, quotes) for _, number in wanted)
    attached = sum(_in_any(number, _quotes_of(fact, cited)) for fact, number in wanted)
    return {
        "numbers.present": Score(present, len(wanted)),
        "numbers.attached": Score(attached, len(wanted)),
    }


def _quotes_of(fact: Fact, cited: Sequence[Cited]) -> list[str]:
    return [
        str(each.entry["quote"])
        for each in cited
        for located in each.gold
        if located.place in fact.any and _carries(each, located.place.study, None)
    ]


def _in_any(number: str, quotes: Iterable[str]) -> bool:
    """Find a figure as a whole: "30" does not stand in "300", "130" or "3.30"."""
    whole = re.compile(rf"(?<![\d.,]){re.escape(number)}(?![\d]|[.,]\d)")
    return any(whole.search(quote) for quote in quotes)


def _study_scores(cited: Sequence[Cited], library: LibraryView) -> dict[str, Score]:
    asked = [(each, place.place.study) for each in cited for place in each.gold[:1]
             if place.place.study]  # fmt: skip
    if not asked:
        return {}
    return {
        "study.right": Score(sum(_carries(c, study, library) for c, study in asked), len(asked))
    }


def _carries(cited: Cited, study: str | None, library: LibraryView | None) -> bool:
    """Tell whether a citation's references hold the study that its place reports."""
    if not study:
        return True
    references = cited.entry["references"]
    if "#" in study:
        article = library.article(cited.slug) if library else None
        label = article.labels.get(study) if article else None
        # A footnote without an identifier has no name over HTTP but its label.
        return any(label is None or each["label"] == label for each in references)
    wanted = study.lower()
    names = [f"doi:{each['doi']}".lower() for each in references if each["doi"]]
    names += [str(each["nct"]).lower() for each in references if each["nct"]]
    names += [f"pmid:{each['pmid']}".lower() for each in references if each["pmid"]]
    return wanted in names


def _tier_scores(cited: Sequence[Cited]) -> dict[str, Score]:
    pairs = [
        (str(each.entry["tier"]["id"]), place.place.tier)
        for each in cited
        for place in each.gold[:1]
        if place.place.tier
    ]
    if not pairs:
        return {}
    right = sum(got == want for got, want in pairs)
    inflated = sum(_rank(got) < _rank(want) for got, want in pairs)
    return {
        "answer.tier": Score(right, len(pairs)),
        "answer.tier_inflation": Score(inflated, len(pairs)),
    }


def _rank(tier: str) -> int:
    known = TIERS.get(tier)
    return known.rank if known else 0  # an unknown tier counts as the strongest claim


def _detail(case: AnswerCase, payload: Payload, cited: Sequence[Cited]) -> dict[str, Any]:
    return {
        "question": case.question,
        "expected": expected_of(case),
        "outcome": payload["outcome"],
        "reason": payload["reason"],
        **gold_detail(case),
        "cited": [
            {
                "article": each.slug,
                "quote": each.entry["quote"],
                "tier": each.entry["tier"]["id"],
                "gold": bool(each.gold),
                "fair": each.fair,
                "start": each.span.start,
                "end": each.span.end,
            }
            for each in cited
        ],
        "related": [
            {"article": entry["article"]["slug"], "quote": entry["quote"]}
            for entry in payload["related"]
        ],
        "support": payload.get("support"),
    }


def _told(place: Place) -> dict[str, str]:
    return {"article": place.article, "quote": place.quote}
