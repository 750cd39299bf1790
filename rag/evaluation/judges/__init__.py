"""Judges: a case and what the target gave become scores. Pure but for reading articles."""
