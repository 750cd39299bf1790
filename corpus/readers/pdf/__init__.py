"""PDF files, read in a child process of bounded memory and time."""

from corpus.readers.pdf.reader import read_pdf

__all__ = ["read_pdf"]
