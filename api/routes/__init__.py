"""The routes of contract version 1, one module for each kind."""
