"""Word files: what they show, and nothing hidden or deleted."""

from corpus.readers.docx.reader import read_docx

__all__ = ["read_docx"]
