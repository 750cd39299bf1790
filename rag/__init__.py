"""Whether a question may be answered, from which passages, and in which words."""
