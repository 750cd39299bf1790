"""Documents are data: what speaks to a program, or is not shown to a reader, is never evidence."""

from corpus.screening.screen import REFUSED_BASIS, screened

__all__ = ["REFUSED_BASIS", "screened"]
