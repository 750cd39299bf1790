"""Which passages are near a text, and whether a snapshot is whole."""
