"""Samples for RAGAS (Es et al. 2024, doi:10.18653/v1/2024.eacl-demo.16).

The form is that of `SingleTurnSample` in ragas 0.4.3
(https://docs.ragas.io/en/stable/concepts/components/eval_sample/), one JSON object a line;
`EvaluationDataset.from_jsonl(path)` reads it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from rag.evaluation.judges.answers import ANSWERED
from rag.evaluation.results import CaseResult, RunResult

NOT_ANSWERED = "The library does not answer this question."
"""Reference of a question that no article answers."""


def ragas_samples(result: RunResult) -> str:
    r"""Return the answer cases of a run as samples, in their order; skipped ones are left out.

    Every sample has the same seven fields, as RAGAS tells a data set's fields by its first one:

    - `user_input`: the question.
    - `response`: the whole answer as plain text; "" where the case failed.
    - `retrieved_contexts`: the quotes cited, which are all that the answer rests on.
    - `retrieved_context_ids`: slugs of their articles, each once. Articles, not spans: RAGAS
      compares ids for equality, and a span that overlaps gold is not equal to it.
    - `reference_contexts`: one gold quote a fact, the one cited where one is, else the first.
    - `reference_context_ids`: slugs of their articles, each once.
    - `reference`: the gold quotes, joined by "\n"; nobody has written a reference in own words.
      `NOT_ANSWERED` where the library holds no answer.

    The lines are ASCII, as `from_jsonl` reads them in the encoding of its platform.
    """
    cases = (case for case in result.cases if case.kind == "answer" and case.status != "skipped")
    return "".join(f"{json.dumps(_sample(case))}\n" for case in cases)


def _sample(case: CaseResult) -> dict[str, Any]:
    detail = case.detail
    cited = detail.get("cited", [])
    gold = [_reference(places, cited) for places in detail.get("gold", [])]
    nothing = "" if detail.get("expected") == ANSWERED else NOT_ANSWERED
    return {
        "user_input": detail["question"],
        "response": detail.get("text", ""),
        "retrieved_contexts": [place["quote"] for place in cited],
        "retrieved_context_ids": _slugs(cited),
        "reference_contexts": [place["quote"] for place in gold],
        "reference_context_ids": _slugs(gold),
        "reference": "\n".join(place["quote"] for place in gold) or nothing,
    }


def _reference(
    places: Sequence[Mapping[str, Any]], cited: Sequence[Mapping[str, Any]]
) -> Mapping[str, Any]:
    """Return the place of a fact that was cited, or its first."""
    shown = (place for place in places for each in cited if _same(place, each))
    return next(shown, places[0])


def _same(place: Mapping[str, Any], cited: Mapping[str, Any]) -> bool:
    gold, quote = str(place["quote"]), str(cited["quote"])
    return place["article"] == cited["article"] and (gold in quote or quote in gold)


def _slugs(places: Sequence[Mapping[str, Any]]) -> list[str]:
    return list(dict.fromkeys(str(place["article"]) for place in places))
