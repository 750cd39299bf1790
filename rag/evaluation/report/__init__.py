"""The report of a run: one HTML page that needs no script, no network and no other file."""

from rag.evaluation.report.page import render_report

__all__ = ["render_report"]
