"""Readers turn one file into a `Document`: canonical text, blocks, markers and tags with spans."""
