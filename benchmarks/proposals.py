"""How often a proposed study design is right, with intervals, over texts no weight has seen.

    python -m benchmarks.proposals --scifact CORPUS.jsonl [--trials TRIALS.jsonl]
        [--articles FOLDER] [--part test] [--misses]

The labels are those of `training/labels.jsonl`. Abstracts were drawn by stratum, so every figure
is printed as drawn, and accuracy also weighted back to all abstracts of the part.
"""

from __future__ import annotations

import argparse
import html
import re
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.proposals import DESIGNS, HUMAN, Proposal, propose_design
from corpus.proposals.features import features
from corpus.proposals.model import shipped_model
from rag.evaluation.statistics import wilson
from training.sources import (
    Label,
    abstract_text,
    read_abstracts,
    read_audit,
    read_labels,
    read_records,
)
from training.split import part_of

_BINS = 10
_SHORT = 92


@dataclass(frozen=True, slots=True)
class Rate:
    """A count out of a count, with its 95% Wilson interval."""

    hits: int
    n: int

    def __str__(self) -> str:
        """Return "hits/n  percent [low, high]", or "-" where nothing was counted."""
        if not self.n:
            return "-"
        low, high = wilson(self.hits, self.n)
        share = self.hits / self.n
        return f"{self.hits}/{self.n} {share:.1%} [{low:.1%}, {high:.1%}]"


@dataclass(frozen=True, slots=True)
class Case:
    """One labelled text with the likeliest design, its chance, and what was proposed."""

    label: Label
    title: str
    likeliest: str
    probability: float
    proposal: Proposal | None

    @property
    def right(self) -> bool:
        """Whether the likeliest design is the label's."""
        return self.likeliest == self.label.design

    @property
    def raised(self) -> bool:
        """Whether a text without outcomes in people is proposed as a study of people."""
        proposed = self.proposal is not None and self.proposal.design in HUMAN
        return proposed and self.label.design not in HUMAN


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scifact", type=Path, required=True)
    parser.add_argument("--trials", type=Path)
    parser.add_argument("--articles", type=Path)
    parser.add_argument("--part", choices=["validation", "test"], default="test")
    parser.add_argument("--misses", action="store_true")
    given = parser.parse_args()
    abstracts = {id_: abstract_text(one) for id_, one in read_abstracts(given.scifact).items()}
    labels = [label for label in read_labels() if label.part == given.part]
    cases = [judged(label, abstracts[label.id]) for label in labels]
    print(f"Abstracts, {given.part} part: n = {len(cases)}")
    print_all(cases, misses=given.misses)
    print_audit(cases, abstracts, given.part)
    print_speed([abstracts[label.id] for label in labels])
    if given.trials:
        plan = Label("record", given.part, "protocol")
        records = [judged(plan, text) for text in read_records(given.trials, given.part)]
        print(f"\nRegistry records, {given.part} part, each a protocol: n = {len(records)}")
        print_short(records, misses=given.misses)
    if given.articles:
        labels = [label for label in read_labels() if label.part == "article"]
        articles = [judged(label, article_text(given.articles, label.id)) for label in labels]
        print(f"\nAbstracts of full texts on cell therapy: n = {len(articles)}")
        print_short(articles, misses=given.misses)


def judged(label: Label, text: str) -> Case:
    """Return a text's case."""
    chances = shipped_model().probabilities(features(text))
    place = max(range(len(DESIGNS)), key=chances.__getitem__)
    title = text.partition("\n")[0][:_SHORT]
    return Case(label, title, DESIGNS[place], chances[place], propose_design(text))


def article_text(folder: Path, name: str) -> str:
    """Return title and abstract of a JATS file, as text."""
    source = (folder / f"{name}.nxml").read_text("utf-8")
    title = re.search(r"<article-title[^>]*>(.*?)</article-title>", source, re.DOTALL)
    abstract = re.search(r"<abstract[^>]*>(.*?)</abstract>", source, re.DOTALL)
    parts = [found.group(1) if found else "" for found in (title, abstract)]
    return "\n".join(_plain(part) for part in parts)


def _plain(markup: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def print_all(cases: Sequence[Case], *, misses: bool) -> None:
    """Print every figure of a labelled set."""
    print_short(cases, misses=misses)
    print(f"accuracy, weighted to the whole part    {weighted_accuracy(cases):.3f}")
    print_classes(cases)
    print_curve(cases)
    print_calibration(cases)


def print_short(cases: Sequence[Case], *, misses: bool) -> None:
    """Print accuracy, proposals and the error that matters most."""
    made = [case for case in cases if case.proposal is not None]
    not_human = [case for case in cases if case.label.design not in HUMAN]
    bench = [case for case in not_human if case.label.design not in {"protocol", "other"}]
    print(f"likeliest design is right               {rate(cases, lambda case: case.right)}")
    print(f"  or is a second defensible one         {rate(cases, is_defensible)}")
    print(f"a design is proposed                    {Rate(len(made), len(cases))}")
    print(f"  and is right                          {rate(made, lambda case: case.right)}")
    print(f"  or is a second defensible one         {rate(made, is_defensible)}")
    print(f"animal, lab or opinion called human     {rate(bench, lambda case: case.raised)}")
    print(f"  plans and the rest included           {rate(not_human, lambda case: case.raised)}")
    print(f"  if every likeliest were proposed      {rate(not_human, would_raise)}")
    if misses:
        for case in made:
            if not case.right and case.proposal is not None:
                print(
                    f"    {case.label.id} {case.label.design} -> {case.proposal.design}"
                    f" {case.probability:.2f} {case.proposal.words} | {case.title}"
                )


def rate(cases: Sequence[Case], test: Callable[[Case], bool]) -> Rate:
    """Return how many of `cases` pass, with the interval."""
    return Rate(sum(test(case) for case in cases), len(cases))


def is_defensible(case: Case) -> bool:
    """Tell whether the likeliest design is the label's first or second."""
    return case.likeliest in {case.label.design, case.label.also}


def would_raise(case: Case) -> bool:
    """Tell whether proposing the likeliest design would make human evidence of the text."""
    return case.likeliest in HUMAN


def weighted_count(cases: Iterable[Case], test: Callable[[Case], bool]) -> float:
    """Return how many texts of the whole part pass, each stratum counted by its size."""
    strata: dict[str, list[Case]] = {}
    for case in cases:
        strata.setdefault(case.label.stratum, []).append(case)
    return sum(
        drawn[0].label.of * sum(test(case) for case in drawn) / len(drawn)
        for drawn in strata.values()
    )


def weighted_accuracy(cases: Sequence[Case]) -> float:
    """Return accuracy with each stratum counted by its size in the part."""
    return weighted_count(cases, lambda case: case.right) / weighted_count(cases, lambda _: True)


def print_classes(cases: Sequence[Case]) -> None:
    """Print precision, recall and F1 of the likeliest design, and how often one is proposed."""
    print("\ndesign                       n   precision  recall   F1     proposed  of these right")
    scores = []
    for design in DESIGNS:
        labelled = [case for case in cases if case.label.design == design]
        said = [case for case in cases if case.likeliest == design]
        hits = sum(case.right for case in labelled)
        made = [case for case in cases if case.proposal and case.proposal.design == design]
        f1 = 2 * hits / (len(labelled) + len(said)) if labelled or said else 0.0
        if labelled:
            scores.append(f1)
        print(
            f"{design:26} {len(labelled):4}   {_share(hits, len(said))}      "
            f"{_share(hits, len(labelled))}    {f1:.2f}   {len(made):5}"
            f"     {_share(sum(case.right for case in made), len(made))}"
        )
    print(f"macro F1 over the {len(scores)} designs that occur: {sum(scores) / len(scores):.3f}")


def _share(hits: int, n: int) -> str:
    return f"{hits / n:.2f}" if n else "  - "


def print_curve(cases: Sequence[Case]) -> None:
    """Print precision where only the surest texts get their likeliest design proposed."""
    surest = sorted(cases, key=lambda case: -case.probability)
    print("\ncoverage  least probability  precision")
    for tenth in range(1, 11):
        taken = surest[: max(1, round(len(surest) * tenth / 10))]
        hits = sum(case.right for case in taken)
        print(f"{tenth / 10:7.0%}   {taken[-1].probability:14.2f}     {Rate(hits, len(taken))}")


def print_calibration(cases: Sequence[Case]) -> None:
    """Print how often the likeliest design is right in each band of its probability."""
    print("\nprobability   n   said   right")
    error = 0.0
    for place in range(_BINS):
        low, high = place / _BINS, (place + 1) / _BINS
        within = [case for case in cases if low < case.probability <= high]
        if within:
            said = sum(case.probability for case in within) / len(within)
            right = sum(case.right for case in within) / len(within)
            error += len(within) / len(cases) * abs(said - right)
            print(f"{low:.1f} to {high:.1f}  {len(within):4}   {said:.2f}   {right:.2f}")
    print(f"expected calibration error, {_BINS} bands: {error:.3f}")


def print_audit(cases: Sequence[Case], abstracts: Mapping[str, str], part: str) -> None:
    """Print how many of all abstracts of the part are called human and are not.

    All that are proposed as human were read (`training/audit.jsonl`), so the errors are counted
    over the whole part; how many texts without people it holds is estimated from the strata.
    """
    drawn = {case.label.id for case in cases}
    read = read_audit()
    proposed = [
        id_
        for id_, text in abstracts.items()
        if part_of(id_) == part
        and id_ not in drawn
        and (said := propose_design(text))
        and said.design in HUMAN
    ]
    known = [id_ for id_ in proposed if id_ in read]
    wrong = sum(not read[id_] for id_ in known) + sum(case.raised for case in cases)
    others = round(weighted_count(cases, lambda case: case.label.design not in HUMAN))
    print(
        f"\ncalled human beyond the drawn abstracts {len(proposed)}, of these not read"
        f" {len(proposed) - len(known)}"
    )
    print(f"not about people but called so, of all  {Rate(wrong, others)} (n estimated)")


def print_speed(texts: Sequence[str]) -> None:
    """Print the time that one abstract takes, cold words included."""
    started = time.process_time()
    for text in texts:
        propose_design(text)
    spent = 1000 * (time.process_time() - started) / len(texts)
    print(f"\nmilliseconds an abstract (processor)    {spent:.2f}")


if __name__ == "__main__":
    main()
