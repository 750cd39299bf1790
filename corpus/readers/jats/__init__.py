"""Full texts in JATS XML: laid out as text, with the study that the paper itself is."""

from corpus.readers.jats.reader import read_jats

__all__ = ["read_jats"]
