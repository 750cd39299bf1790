"""Records of a trial registry: a document each; a plan never reads as a result."""

from corpus.readers.trialregistry.reader import read_registry

__all__ = ["read_registry"]
