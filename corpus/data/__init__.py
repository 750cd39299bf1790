"""Released vocabularies as data."""
