"""Relevance judgements: BEIR's three columns and TREC's four."""

from __future__ import annotations

from pathlib import Path

from rag.evaluation.importers.base import wrong
from rag.evaluation.importers.lines import text_lines

_HEADINGS = {"score", "relevance", "rel", "label", "grade"}
Judged = dict[str, dict[str, int]]


def read_qrels(path: Path) -> Judged:
    """Return grade by document, by query; documents judged not relevant (0 or less) are left out.

    A query of which nothing is relevant stays, with no document.

    Raises:
        SuiteImportError: A line has other columns, a grade is no whole number, or one document is
            judged in two ways.
    """
    judged: Judged = {}
    seen: dict[tuple[str, str], int] = {}
    for number, line in text_lines(path):
        fields = line.split("\t") if line.count("\t") >= 2 else line.split()
        if len(fields) not in {3, 4}:
            columns = "'query document grade' or 'query 0 document grade'"
            raise wrong(path, number, f"{len(fields)} columns; {columns} are read")
        query, document, grade = (field.strip() for field in (fields[0], *fields[-2:]))
        if not judged and grade.lower() in _HEADINGS:
            continue
        try:
            points = int(grade)
        except ValueError as error:
            raise wrong(path, number, f"the grade {grade!r} is not a whole number") from error
        if seen.setdefault((query, document), points) != points:
            raise wrong(path, number, f"{document!r} is graded twice for query {query!r}")
        relevant = judged.setdefault(query, {})
        if points > 0:
            relevant[document] = points
    return judged
