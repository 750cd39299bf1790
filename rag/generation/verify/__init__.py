"""The checks that a drafted sentence must pass against the one quote that it cites.

A sentence that passes is its quote made shorter: the same words in the same order, cut at the ends,
with nothing left out that limits them. Each check is exact and can be tested alone.
"""
