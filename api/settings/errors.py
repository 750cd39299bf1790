"""The one error of settings."""

from __future__ import annotations


class SettingsError(ValueError):
    """A setting has a value that cannot be used: mend the option, variable or line it names."""
