"""Questions in six languages: what is found, answered and not answered, before and after the gloss.

    python -m benchmarks.languages --data FOLDER [--scifact CORPUS.jsonl --medquad QA.jsonl]

FOLDER is the data folder of a library of `corpus/articles`. The questions are those of
tests/rag/questions_in_languages.jsonl, translated by hand from cases of `suites/articles` and
`suites/near_misses`, whose places and verdicts hold. Parts: "open" was looked at while the words of
the gloss were written, "held out" was not until late; "seen" and "fresh" were translated after the
table of words, and what was missed in "fresh" was never looked at. Printed for each part and
language: recall and nDCG of gold passages, how many answerable questions are answered and cite a
gold place, how many unanswerable ones are met otherwise than by "not in the library" (answered, or
refused by the policy); at the end how many are answered by threshold of support.

With SciFact's abstracts and MedQuAD's questions a further way is printed: the question's vector by
the guard's multilingual encoder, mapped linearly into the space of the English one. The map is
learned by ridge regression on English sentences of these in the same run.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Final
from unittest.mock import patch

import numpy as np

from api.evaluation.inprocess import DeskTarget
from index.arrays import Float32, unit
from index.embedding.encoder import Encoder
from index.search import Searcher
from index.snapshot import Snapshot, open_snapshot
from rag import desk, nearness
from rag.evaluation.cases import AnswerCase
from rag.evaluation.results import CaseResult
from rag.evaluation.run import run_suite
from rag.evaluation.suite import Suite, read_suite
from rag.policy.classifier.encoder import shipped_encoder
from rag.policy.normalise import normalise

QUESTIONS: Final = Path("tests/rag/questions_in_languages.jsonl")
SUITES: Final = (Path("suites/articles"), Path("suites/near_misses"))
SENTENCES: Final = 2_000
"""English sentences of each source that the map is learned on."""
RIDGE: Final = 10.0
SEED: Final = 20261122
OTHERS: Final = "others"
THRESHOLDS: Final = (0.21, 0.3, 0.42, 0.5, 0.6, 0.76)
Results = Mapping[str, CaseResult]
Way = Callable[[], AbstractContextManager[None]]


def cases() -> tuple[AnswerCase, ...]:
    """Return the translated cases, and each English one once."""
    known = {
        case.id: case
        for suite in SUITES
        for case in read_suite(suite).cases
        if isinstance(case, AnswerCase)
    }
    found: list[AnswerCase] = []
    for line in QUESTIONS.read_text("utf-8").splitlines():
        entry = json.loads(line)
        base = known[entry["of"]]
        for lang, question in {"en": base.question, **entry["questions"]}.items():
            update = {
                "id": f"{base.id}-{lang}",
                "lang": lang,
                "question": question,
                "tags": (entry["part"],),
            }
            found.append(base.model_copy(update=update))
    return tuple(found)


@contextmanager
def as_it_is() -> Iterator[None]:
    """Leave the desk as it is."""
    yield


@contextmanager
def without_gloss() -> Iterator[None]:
    """Read every question as typed."""
    with patch.object(desk, "in_english", lambda *_: None):
        yield


def with_map(weights: Float32) -> Way:
    """Return what reads questions as typed, and takes the mapped vector for the English one."""

    @contextmanager
    def mapped() -> Iterator[None]:
        plain = Searcher.encode

        def encode(searcher: Searcher, query: str) -> Float32:
            if normalise(query).langs[0] == "en":
                return plain(searcher, query)
            return unit(np.asarray(shipped_encoder().encode((query,))[0] @ weights, dtype="f4"))

        with without_gloss(), patch.object(Searcher, "encode", encode):
            yield

    return mapped


def learned_map(encoder: Encoder, sentences: Sequence[str]) -> Float32:
    """Return the ridge regression from multilingual to English vectors, float32 `[512, 384]`."""
    many = np.concatenate(
        [shipped_encoder().encode(sentences[at : at + 64]) for at in range(0, len(sentences), 64)]
    )
    prompt = encoder.settings.prompt_query
    english, _ = encoder.encode_passages([(prompt + each, ()) for each in sentences])
    square = many.T @ many + RIDGE * np.eye(many.shape[1])
    return np.asarray(np.linalg.solve(square, many.T @ english), dtype=np.float32)


def sentences_of(scifact: Path, medquad: Path) -> list[str]:
    """Return titles and sentences of abstracts, and consumer questions: English, drawn."""
    draw = random.Random(SEED)  # noqa: S311 - a draw
    told: set[str] = set()
    for line in scifact.read_text("utf-8").splitlines():
        entry = json.loads(line)
        told |= {entry["title"], *entry["text"].split(". ")}
    asked = {json.loads(line)["question"] for line in medquad.read_text("utf-8").splitlines()}
    kept = [sorted(each for each in one if 15 < len(each) < 300) for one in (told, asked)]
    return [each for one in kept for each in draw.sample(one, min(SENTENCES, len(one)))]


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--scifact", type=Path)
    parser.add_argument("--medquad", type=Path)
    given = parser.parse_args()
    snapshot = open_snapshot(given.data)
    ways: dict[str, Way] = {"as typed": without_gloss}
    if given.scifact and given.medquad:
        weights = learned_map(snapshot.encoder, sentences_of(given.scifact, given.medquad))
        ways["as typed, mapped vector"] = with_map(weights)
    ways["gloss (as shipped)"] = as_it_is
    every = cases()
    for name, way in ways.items():
        found = ask(snapshot, every, way)
        tell(name, every, found)
    with patch.object(nearness, "GLOSSED", 1.0):
        tell_curve(every, ask(snapshot, every, as_it_is))


def ask(snapshot: Snapshot, every: Sequence[AnswerCase], way: Way) -> Results:
    """Return the judged answers by id of the case."""
    suite = read_suite(SUITES[0])
    wanted = Suite(suite.header, tuple(every), suite.articles, suite.sha256)
    with tempfile.TemporaryDirectory() as out, way(), DeskTarget(snapshot) as target:
        result = run_suite(wanted, target, Path(out), fresh=True)
    return {case.id: case for case in result.cases}


def tell(name: str, every: Sequence[AnswerCase], found: Results) -> None:
    """Print the figures of one way by part and language."""
    print(f"\n{name}")
    print("part      lang    recall@5  nDCG@10  answered  gold cited  not abstained")
    for part in dict.fromkeys(case.tags[0] for case in every):
        own = [case for case in every if case.tags[0] == part]
        langs = list(dict.fromkeys(case.lang for case in own))
        for lang in [*langs, OTHERS]:
            shown = [
                case for case in own if case.lang == lang or (lang == OTHERS and case.lang != "en")
            ]
            yes = [found[case.id] for case in shown if case.answerable]
            no = [found[case.id] for case in shown if not case.answerable]
            print(
                f"{part:9} {lang:6}"
                f"{_mean(yes, 'retrieval.recall@5'):10.3f}{_mean(yes, 'retrieval.ndcg@10'):9.3f}"
                f"{_sum(yes, 'answerable.answered'):6.0f}/{len(yes):<4}"
                f"{_sum(yes, 'citation.any'):8.0f}"
                f"{len(no) - _sum(no, 'abstention.recall'):12.0f}/{len(no)}"
            )


def tell_curve(every: Sequence[AnswerCase], found: Results) -> None:
    """Print how many of other languages would be answered at other thresholds."""
    print("\nleast score of support: answerable answered, gold cited, unanswerable answered")
    others = [case for case in every if case.lang != "en"]
    for threshold in THRESHOLDS:
        kept = [case for case in others if _score(found[case.id]) >= threshold]
        yes = [found[case.id] for case in kept if case.answerable]
        no = [case for case in kept if not case.answerable]
        print(f"{threshold:.2f}  {len(yes):4}  {_sum(yes, 'citation.any'):4.0f}  {len(no):4}")


def _score(found: CaseResult) -> float:
    """Return the score of support of an answer that was given, else -1."""
    support = found.detail.get("support")
    given = found.detail.get("outcome") == "answered"
    return float(support["score"]) if given and support else -1.0


def _mean(found: Sequence[CaseResult], measure: str) -> float:
    return _sum(found, measure) / max(1, len(found))


def _sum(found: Sequence[CaseResult], measure: str) -> float:
    scores = (each.scores.get(measure) for each in found)
    return sum(score.hits / (score.of or 1) for score in scores if score is not None)


if __name__ == "__main__":
    main()
