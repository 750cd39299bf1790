"""A service under load; see `__main__`."""
