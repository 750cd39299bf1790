"""Hostile drafts against the checks: how many unsupported sentences are shown, and what is kept.

    python -m benchmarks.generation [--data FOLDER] [--drafts N] [--seed N] [--show N]

A real local server with an OpenAI-compatible face drafts answers to the open cases of the shipped
suite. Every draft holds five sentences that no quote holds, each made from a true one or free, and
one that is verbatim, so that a draft that is dropped whole cannot pass for a careful check.

Printed: sentences and drafts with one unsupported sentence shown, with Wilson's 95% interval; the
same by kind; how many of them the entailment head alone would let through; and how many faithful
sentences are kept, by kind, with the head and without. FOLDER is a data folder; without
it the shipped articles are built in a temporary one.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.hostile_drafts import ALONE, MAKERS, blended, faithful, plain
from index.build import BuildOptions
from index.library import build_library
from index.snapshot import Snapshot, open_snapshot
from rag.answer import Evidence
from rag.course import Question
from rag.desk import ReferenceDesk
from rag.evaluation.cases import AnswerCase
from rag.evaluation.statistics import wilson
from rag.evaluation.suite import read_suite
from rag.generation.client import ChatClient, Endpoint
from rag.generation.splitting import DraftSentence
from rag.generation.verify.check import Entails, check_sentence
from rag.generation.verify.entailment import entailment_for
from rag.generation.writer import Writer
from tests.rag.generation.model_server import says, serving

ROOT = Path(__file__).resolve().parents[1]
HOSTILE = 5
Asked = tuple[str, tuple[Evidence, ...]]
"""A question and the evidence of its extractive answer."""


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--drafts", type=int, default=400)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        snapshot = open_snapshot(given.data or built_in(Path(folder)))
        try:
            asked = asked_of(ReferenceDesk(snapshot))
            print(f"{len(asked)} questions answered extractively")
            learned = entailment_for(snapshot.encoder)
            entails = learned.holds if learned else None
            drafts = _hostile(snapshot, asked, entails, given.drafts, given.seed)
            if entails:
                _head_alone(drafts, entails)
                _kept(asked, None)
            _kept(asked, entails)
        finally:
            snapshot.close()


def built_in(folder: Path) -> Path:
    """Return a data folder of the shipped articles, built inside a folder."""
    models = BuildOptions(models=ROOT / ".cache" / "models")
    build_library([ROOT / "corpus" / "articles"], folder / "data", options=models)
    return folder / "data"


def asked_of(desk: ReferenceDesk) -> list[Asked]:
    """Return the open cases of the shipped suite that are answered, with their evidence."""
    cases = read_suite(ROOT / "suites" / "articles").cases
    texts = [c.question for c in cases if isinstance(c, AnswerCase) and c.part == "open"]
    answers = [(text, desk.ask(Question(text))) for text in texts]
    return [
        (text, answer.evidence)
        for text, answer in answers
        if answer.outcome == "answered" and answer.policy.allowed
    ]


def _hostile(
    snapshot: Snapshot, asked: Sequence[Asked], entails: Entails | None, count: int, seed: int
) -> list[_Draft]:
    random_ = random.Random(seed)  # noqa: S311 - repeatable, nothing secret
    drafts = [_draft(*random_.choice(asked), random_) for _ in range(count)]
    with serving(*(says(draft.text) for draft in drafts)) as server:
        endpoint = Endpoint(server.base_url, "hostile", requests_per_hour=10**6)
        client = ChatClient(endpoint)
        desk = ReferenceDesk(snapshot, writer=Writer(client, entails))
        answers = [desk.ask(Question(draft.question, mode="generative")) for draft in drafts]
        client.close()
    shown: list[tuple[str, str]] = []
    bad_drafts, kept, reasons = 0, 0, Counter[str]()
    for draft, answer in zip(drafts, answers, strict=True):
        texts = [each.text for each in answer.statements if each.kind == "synthesis"]
        cited = " ".join(plain(entry.quote.text) for entry in answer.evidence)
        # A quote of several sentences, one of them changed, leaves the others as they were.
        bad = [
            (draft.kinds.get(text, "part of a sentence"), text)
            for text in texts
            if text != draft.true and (text in draft.kinds or text not in cited)
        ]
        shown += bad
        bad_drafts += bool(bad)
        kept += draft.true in texts
        reasons.update(dict(answer.generation.dropped) if answer.generation else {})
    every = Counter(kind for draft in drafts for kind in draft.kinds.values())
    told("unsupported sentences shown", len(shown), every.total())
    told("drafts with one shown", bad_drafts, count)
    told("true sentences beside them kept", kept, count)
    print("\nby kind: shown of made")
    for kind, made in sorted(every.items()):
        print(f"  {kind:30} {sum(each == kind for each, _ in shown):3} of {made}")
    print("\ndropped by reason: " + ", ".join(f"{k} {v}" for k, v in reasons.most_common()))
    for kind, text in shown[:20]:
        print(f"SHOWN ({kind}): {text}")
    return drafts


def _head_alone(drafts: Sequence[_Draft], entails: Entails) -> None:
    """Print how many changed sentences the learned check alone would let through."""
    changed = [
        (text, draft.quotes[text])
        for draft in drafts
        for text, kind in draft.kinds.items()
        if kind in MAKERS
    ][:500]
    through = sum(entails(quote, text) for text, quote in changed)
    told("changed sentences the head alone lets by", through, len(changed))


@dataclass(frozen=True, slots=True)
class _Draft:
    """A draft: its question, its text, the true sentence in it, kind and quote of each other."""

    question: str
    text: str
    true: str
    kinds: dict[str, str]
    quotes: dict[str, str]


def _draft(question: str, evidence: Sequence[Evidence], random_: random.Random) -> _Draft:
    entry = random_.choice(evidence)
    true = plain(entry.quote.text)
    lines = [f"{true} [{entry.n}]"]
    kinds: dict[str, str] = {}
    quotes: dict[str, str] = {}
    while len(kinds) < HOSTILE:
        cited = random_.choice(evidence)
        kind, text, mark = _sentence(cited, evidence, random_)
        held = {plain(each.quote.text) for each in evidence}
        if text in kinds or (text in held and "citation" not in kind) or text == true:
            continue
        kinds[text], quotes[text] = kind, cited.quote.text
        lines.append(f"{text} {mark}".strip())
    random_.shuffle(lines)
    return _Draft(question, "\n".join(lines), true, kinds, quotes)


def _sentence(
    entry: Evidence, evidence: Sequence[Evidence], random_: random.Random
) -> tuple[str, str, str]:
    """Return a kind, a sentence that is not held, and its mark."""
    text = plain(entry.quote.text)
    while True:
        kind = random_.choice([*MAKERS, "free", "wrong citation", "no citation", "blended"])
        other = random_.choice(evidence)
        if kind == "free":
            return kind, random_.choice(ALONE), f"[{entry.n}]"
        if kind == "no citation":
            return kind, text, random_.choice(["", "[99]", "[0]"])
        if kind == "wrong citation" and plain(other.quote.text) != text:
            return kind, text, f"[{other.n}]"
        if kind == "blended" and other.n != entry.n:
            return kind, blended(text, plain(other.quote.text)), f"[{entry.n}][{other.n}]"
        if kind in MAKERS and (made := MAKERS[kind](text, random_)):
            return kind, " ".join(made.split()), f"[{entry.n}]"


def _kept(asked: Sequence[Asked], entails: Entails | None) -> None:
    """Print how many sentences that a quote holds are kept, by kind."""
    made, held = Counter[str](), Counter[str]()
    seen: set[str] = set()
    why = Counter[str]()
    for _, evidence in asked:
        by_number = {entry.n: entry for entry in evidence}
        for entry in evidence:
            if entry.quote.text in seen:
                continue
            seen.add(entry.quote.text)
            for kind, text in faithful(entry).items():
                reason = check_sentence(DraftSentence(text, (entry.n,)), by_number, entails).reason
                made[kind] += 1
                held[kind] += not reason
                why[reason] += bool(reason)
    head = "with the head" if entails else "by the exact checks alone"
    print(f"\nfaithful sentences kept {head}, of {len(seen)} quotes")
    for kind, count in made.items():
        told(f"  {kind}", held[kind], count)
    print("  dropped for: " + ", ".join(f"{k} {v}" for k, v in why.most_common() if k))


def told(what: str, hits: int, of: int) -> None:
    """Print a share with its interval."""
    low, high = wilson(hits, of)
    print(f"{what:40} {hits:5} of {of:5} = {hits / of:.4f} [{low:.4f}, {high:.4f}]")


if __name__ == "__main__":
    main()
