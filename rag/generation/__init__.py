"""Generated answers on a leash: a model drafts, and every sentence is checked or dropped."""
