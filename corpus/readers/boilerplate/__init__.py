"""What stands on every page and proves nothing: headers, contents, navigation, notices."""

from corpus.readers.boilerplate.remove import without_boilerplate

__all__ = ["without_boilerplate"]
