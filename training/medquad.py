"""MedQuAD as a search task: each question to its own answers among all, test documents apart.

Ben Abacha and Demner-Fushman 2019, doi:10.1186/s12859-019-3119-4, CC BY 4.0. The answers are the
library, each an article without a title: its words alone must tell that it answers.
"""

from __future__ import annotations

import dataclasses
import functools
import json
import random
import re
import tempfile
import zlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.library import read_library
from corpus.passages import Budget
from index.arrays import Progress
from index.build import build_snapshot
from index.embedding.export import prepare_model
from index.embedding.opening import open_encoder
from index.embedding.spec import ModelSpec
from rag.evaluation.importers.articles import markdown_article

SEED = 20261122
TEST = 2000
NEAR = 0.8
"""Share of common five-word runs from which two answers count as one."""
_RUN = 5
_WORD = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Pair:
    """A question, its answer, and the document (of a collection) that both are from."""

    question: str
    answer: str
    document: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Task:
    """The questions that are measured and those that may be learned from, as rows of `pairs`.

    Attributes:
        test: Drawn at random with `SEED`.
        train: Of other documents, and neither a test question in the same words nor an answer
            that a test question could be credited for.
        relevant: For each of these questions the answers that are right.
    """

    pairs: tuple[Pair, ...]
    test: tuple[int, ...]
    train: tuple[int, ...]
    relevant: dict[int, frozenset[int]]


def read_pairs(path: Path) -> tuple[Pair, ...]:
    """Return the pairs of `qa_answered.jsonl`, in its order."""
    entries = map(json.loads, path.read_text("utf-8").splitlines())
    return tuple(
        Pair(entry["question"], entry["answer"], (entry["collection"], entry["doc"]))
        for entry in entries
    )


def make_task(pairs: Sequence[Pair], count: int = TEST, seed: int = SEED) -> Task:
    """Draw the test questions and part the documents.

    Right for a question are the answers to it in the same words, wherever they are from, and
    those nearly equal to one of them (`NEAR`).
    """
    answers = _Answers([pair.answer for pair in pairs])
    asked: dict[str, list[int]] = defaultdict(list)
    for row, pair in enumerate(pairs):
        asked[_plain(pair.question)].append(row)

    def right(row: int) -> frozenset[int]:
        own = asked[_plain(pairs[row].question)]
        return frozenset(own).union(*(answers.near(each) for each in own))

    test = sorted(random.Random(seed).sample(range(len(pairs)), count))  # noqa: S311 - a draw
    relevant = {row: right(row) for row in test}
    documents = {pairs[row].document for row in test}
    questions = {_plain(pairs[row].question) for row in test}
    credited = frozenset[int]().union(*relevant.values())
    train = [
        row
        for row, pair in enumerate(pairs)
        if pair.document not in documents
        and _plain(pair.question) not in questions
        and row not in credited
    ]
    relevant |= {row: right(row) for row in train}
    return Task(tuple(pairs), tuple(test), tuple(train), relevant)


class _Answers:
    """Finds nearly equal texts by their runs of five words."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._runs = [_runs(text) for text in texts]
        self._holders: dict[int, list[int]] = defaultdict(list)
        for row, runs in enumerate(self._runs):
            for run in runs:
                self._holders[run].append(row)

    @functools.cache  # noqa: B019 - one object, as long as the process
    def near(self, row: int) -> frozenset[int]:
        """Return the rows whose text shares `NEAR` of all runs with that of `row`."""
        mine = self._runs[row]
        # A text that shares so many runs shares one of the rarest.
        rarest = sorted(mine, key=lambda run: (len(self._holders[run]), run))
        few = rarest[: int(len(rarest) * (1 - NEAR)) + 1]
        others = {other for run in few for other in self._holders[run]}
        return frozenset(
            other
            for other in others
            if len(mine & self._runs[other]) >= NEAR * len(mine | self._runs[other])
        )


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(text.lower()))


def _runs(text: str) -> frozenset[int]:
    words = _plain(text).split()
    last = max(1, len(words) - _RUN + 1)
    return frozenset(zlib.crc32(" ".join(words[at : at + _RUN]).encode()) for at in range(last))


def answer_slug(row: int) -> str:
    """Return the slug of the article that an answer becomes."""
    return f"answer-{row:05d}"


def answer_row(slug: str) -> int:
    """Return the row of an answer's article."""
    return int(slug.removeprefix("answer-"))


def build_answers(pairs: Sequence[Pair], data: Path, progress: Progress | None = None) -> None:
    """Build the answers into a snapshot, passages without a title before them."""
    encoder = open_encoder(prepare_model(ModelSpec(), data / "models"))
    budget = Budget(encoder_limit=encoder.settings.max_tokens, encoder_count=encoder.count_tokens)
    with tempfile.TemporaryDirectory() as folder:
        for row, pair in enumerate(pairs):
            slug = answer_slug(row)
            text = markdown_article(slug, slug, [pair.answer], lang="en")
            (Path(folder) / f"{slug}.md").write_text(text, encoding="utf-8")
        articles = read_library([Path(folder)], budget).articles
    untitled = [
        dataclasses.replace(
            article,
            passages=tuple(
                dataclasses.replace(passage, breadcrumb="") for passage in article.passages
            ),
        )
        for article in articles
    ]
    build_snapshot(untitled, data, progress=progress)
