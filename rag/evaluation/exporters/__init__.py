"""Exporters: a run in the files of other tools. Pure functions that return text."""

from rag.evaluation.exporters.ragas import ragas_samples
from rag.evaluation.exporters.trec import trec_qrels, trec_run

__all__ = ["ragas_samples", "trec_qrels", "trec_run"]
