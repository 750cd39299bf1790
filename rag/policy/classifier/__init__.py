"""The learned layer of the guard: chances of each category over a message's sentences."""
