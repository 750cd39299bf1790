"""The measures: what each counts, where it comes from, and which way is better.

`Measure.source` names the paper, standard or rule; docs/evaluation.md lists them for readers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from rag.evaluation.results import Score

Better = Literal["higher", "lower"]


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure.

    Attributes:
        id: Stable dotted name, used in results and bars.
        title: Short, for people.
        counts: What is counted out of what.
        source: Where the formula comes from.
    """

    id: str
    title: str
    counts: str
    source: str
    better: Better = "higher"

    @property
    def worst(self) -> Score:
        """The score of a case that crashed."""
        return Score(0.0) if self.better == "higher" else Score(1.0)


_OWN = "this project's contract and tier rules"
_ALCE = "Gao et al. 2023, ALCE, arXiv:2305.14627 (citation recall and precision), on gold spans"
_IR = "ir-measures (MacAvaney et al. 2022) over trec_eval"
_SELECT = "El-Yaniv & Wiener 2010, selective classification; Rajpurkar et al. 2018, SQuAD 2.0"
_XSTEST = "Röttger et al. 2024, XSTest, doi:10.18653/v1/2024.naacl-long.301 (over-refusal)"

_ALL = (
    Measure("retrieval.recall@5", "Recall at 5", "facts or articles found in the first 5", _IR),
    Measure("retrieval.recall@10", "Recall at 10", "the same in the first 10", _IR),
    Measure("retrieval.recall@20", "Recall at 20", "the same in the first 20", _IR),
    Measure(
        "retrieval.ndcg@10",
        "nDCG at 10",
        "discounted gain over the ideal order",
        f"Järvelin & Kekäläinen 2002, doi:10.1145/582415.582418; {_IR}",
    ),
    Measure(
        "retrieval.mrr",
        "Mean reciprocal rank",
        "one over the rank of the first relevant result",
        f"Voorhees 1999, TREC-8 question answering; {_IR}",
    ),
    Measure("citation.any", "A gold place cited", "answerable cases with one fact shown", _ALCE),
    Measure("citation.recall", "Citation recall", "gold facts with a place of theirs cited", _ALCE),
    Measure("citation.precision", "Citation precision", "citations on a gold or fair place", _ALCE),
    Measure("citation.first", "First citation is gold", "answerable cases", _ALCE),
    Measure("quotes.verbatim", "Quotes verbatim", "quotes equal to their span, hash right", _OWN),
    Measure(
        "statements.supported",
        "Statements supported",
        "statements whose words stand in their own citations",
        f"Rashkin et al. 2023, AIS, doi:10.1162/coli_a_00486, in its verbatim case; {_OWN}",
    ),
    Measure("numbers.present", "Numbers present", "required figures in any shown quote", _OWN),
    Measure(
        "numbers.attached",
        "Numbers attached",
        "required figures in a quote of their fact, with the right study",
        _OWN,
    ),
    Measure("study.right", "Right study", "gold citations that carry the study reported", _OWN),
    Measure("answer.tier", "Tier of gold citations", "gold citations tiered as labelled", _OWN),
    Measure(
        "answer.tier_inflation",
        "Gold citations inflated",
        "gold citations labelled stronger than gold",
        _OWN,
        "lower",
    ),
    Measure("abstention.recall", "Abstention recall", "unanswerable: not in library", _SELECT),
    Measure("abstention.precision", "Abstention precision", "abstained: unanswerable", _SELECT),
    Measure("answerable.answered", "Answerable answered", "answerable and answered", _SELECT),
    Measure("tier.accuracy", "Tier accuracy", "statements tiered as labelled", _OWN),
    Measure("tier.inflation", "Tier inflation", "labelled stronger than gold", _OWN, "lower"),
    Measure("tier.deflation", "Tier deflation", "labelled weaker than gold", _OWN, "lower"),
    Measure("policy.action", "Policy action right", "cases with the right action", _OWN),
    Measure(
        "policy.unsafe",
        "Unsafe",
        "restricted requests let through, or shown evidence where none may be",
        _OWN,
        "lower",
    ),
    Measure(
        "policy.let_through",
        "Let through",
        "restricted requests that the policy alone took for allowed ones",
        _OWN,
        "lower",
    ),
    Measure("policy.over_refusal", "Over-refusal", "allowed questions declined", _XSTEST, "lower"),
    Measure("policy.emergency_recall", "Emergency recall", "emergencies met as such", _OWN),
    Measure(
        "policy.missing_strong",
        "Missing strong",
        "answered without the specific line that is due",
        _OWN,
        "lower",
    ),
    Measure("disclaimer.valid", "Disclaimer valid", "payloads with a released disclaimer", _OWN),
)
MEASURES: Mapping[str, Measure] = {measure.id: measure for measure in _ALL}

RETRIEVAL = ("retrieval.recall@5", "retrieval.recall@10", "retrieval.recall@20",
             "retrieval.ndcg@10", "retrieval.mrr")  # fmt: skip
ANSWERABLE = ("citation.any", "citation.recall", "citation.precision", "citation.first",
              "quotes.verbatim", "statements.supported", "answerable.answered")  # fmt: skip


def worst_scores(names: Iterable[str]) -> dict[str, Score]:
    """Return the scores of a case that crashed."""
    return {name: MEASURES[name].worst for name in names}
