"""What is kept of every answer, and asking it again: the record, its store, the drift."""
