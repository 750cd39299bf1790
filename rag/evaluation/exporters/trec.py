"""TREC run and qrels files, as trec_eval (https://trec.nist.gov/trec_eval/) reads them.

`trec_eval -c QRELS RUN` counts a query that the run lacks as zero, as this harness counts a case
that failed. Leave skipped cases out of the qrels, as this harness leaves them out of its means.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import quote

from rag.evaluation.cases import AnswerCase, RetrievalCase
from rag.evaluation.results import RunResult
from rag.evaluation.suite import AnyCase, Suite

TAG = "refdesk"
_NOT_A_NAME = re.compile(r"[\s%]")


def trec_run(result: RunResult, tag: str = TAG) -> str:
    """Return the ranked lists of a run, lines "query Q0 document rank score tag".

    Ranks count from 1; scores fall with the rank and say nothing else. White space in ids is
    percent-encoded ("two%20words"), as columns are parted by it.
    """
    return "".join(
        f"{_name(case.id)} Q0 {_name(document)} {rank} {len(ranked) - rank + 1} {_name(tag)}\n"
        for case in result.cases
        if (ranked := case.detail.get("ranked"))
        for rank, document in enumerate(ranked, 1)
    )


def trec_qrels(suite: Suite, result: RunResult | None = None) -> str:
    """Return the judgements of a suite, lines "query 0 document grade".

    A retrieval case has its articles; an answer case its facts, "fact-0", "fact-1", ..., each of
    grade 1. Other cases have nothing to rank.

    Args:
        suite: The cases.
        result: A run; the cases that it skipped are left out.
    """
    skipped = {c.id for c in result.cases if c.status == "skipped"} if result else set()
    return "".join(
        f"{_name(case.id)} 0 {_name(document)} {grade}\n"
        for case in suite.cases
        if case.id not in skipped
        for document, grade in _relevant(case)
    )


def _relevant(case: AnyCase) -> Iterator[tuple[str, int]]:
    relevant: Mapping[str, int] = {}
    if isinstance(case, RetrievalCase):
        relevant = case.relevant
    elif isinstance(case, AnswerCase):
        relevant = {f"fact-{number}": 1 for number in range(len(case.facts))}
    yield from relevant.items()


def _name(text: str) -> str:
    """Return an id without white space; no two ids become one."""
    return _NOT_A_NAME.sub(lambda match: quote(match[0], safe=""), text)
