"""Caveats of statements: the source's own tags first, then what words and sources show.

A caveat is only derived where words, references or the tier justify it; those that need a reader's
knowledge of other statements or of the world outside the library are left to curators.
"""

from corpus.caveats.derive import derive_caveats
from corpus.caveats.scope import inherited_tags
from corpus.caveats.trials import SMALL_SAMPLE

__all__ = ["SMALL_SAMPLE", "derive_caveats", "inherited_tags"]
