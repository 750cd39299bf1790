"""The second look: the first candidates of a search, placed again by how they agree with it."""

from index.rerank.agreement import AgreementReranker
from index.rerank.candidates import Candidate, Query, Reranker

__all__ = ["AgreementReranker", "Candidate", "Query", "Reranker"]
