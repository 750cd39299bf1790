"""One module for each version of the tables; a released one is never changed."""
