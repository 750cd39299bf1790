"""SciFact: claims, and the abstracts that they cite.

Wadden et al. 2020, doi:10.18653/v1/2020.emnlp-main.609. As in BEIR's version every cited abstract
is relevant, whether it supports the claim, contradicts it or says too little; all abstracts are
the library, and the claims of the development file are what BEIR calls its test set.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pydantic import Field

from rag.evaluation.cases import RetrievalCase
from rag.evaluation.importers.base import Imported, Importer, Options, sampled
from rag.evaluation.importers.beir import Corpus
from rag.evaluation.importers.lines import Row, made, one_line, rows
from rag.evaluation.suite import SuiteHeader

_CLAIMS = "claims_dev.jsonl"


class _Evidence(Row):
    label: str = ""


class _Claim(Row):
    id: str = Field(alias="_id")
    text: str
    cited_doc_ids: tuple[str, ...] = ()
    evidence: tuple[_Evidence, ...] = ()


def read_scifact(sources: Sequence[Path], options: Options) -> Imported:
    """Return the claims that cite an abstract as retrieval cases; a sample is of claims.

    Each case is tagged with what its evidence says: "support", "contradict" or "no-verdict".

    Raises:
        SuiteImportError: A line does not fit; names file and line.
    """
    claims = sources[1] if len(sources) == 2 else sources[0] / _CLAIMS
    corpus = Corpus(sources[0] / "corpus.jsonl", "scifact", licence="ODC-By-1.0")
    cases: list[RetrievalCase] = []
    cited: set[str] = set()
    uncited = 0
    for number, claim in rows(claims, _Claim):
        if claim.cited_doc_ids:
            cited.update(claim.cited_doc_ids)
            cases.append(made(claims, number, RetrievalCase, _case(claim, corpus)))
        uncited += not claim.cited_doc_ids
    notes = [f"{uncited} claims cite no abstract and are left out"] if uncited else []
    header = SuiteHeader(
        name="scifact",
        description=f"SciFact, {claims.name}: a claim to the abstracts that it cites.",
        licence="Claims CC BY 4.0, abstracts ODC-By 1.0",
    )
    chosen = sampled(cases, lambda case: case.id, options)
    return Imported(header, chosen, corpus, notes=(*notes, *corpus.notes(cited)))


def _case(claim: _Claim, corpus: Corpus) -> dict[str, object]:
    labels = sorted({each.label.lower() for each in claim.evidence if each.label})
    return {
        "id": f"claim-{claim.id}",
        "question": one_line(claim.text),
        "relevant": {corpus.slugs.of(name): 1 for name in claim.cited_doc_ids},
        "tags": labels or ["no-verdict"],
    }


SCIFACT = Importer(
    name="scifact",
    help="SciFact: a claim to the abstracts that it cites, over all abstracts",
    sources="FOLDER [CLAIMS]",
    count=(1, 2),
    options=frozenset({"sample"}),
    function=read_scifact,
)
