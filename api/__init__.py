"""Who is asking, and how the answer reaches them."""
