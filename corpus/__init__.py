"""What the articles say, which study stands behind each statement, and how strong it is."""
