"""A statement cut where one claim ends and the next begins."""

from __future__ import annotations

import re
from typing import Final

_CUT: Final = re.compile(
    r"\s*;\s+|\s+[—–]\s+|\s+·\s+|,?\s+(?:but|while|whereas|although|though|however|yet|except)\s+"
    r"|:\s+(?=no\b)|\.\s+"
)


def clauses_of(text: str) -> list[str]:
    """Return the clauses of `text` in order: parted by semicolons, dashes and contrasts."""
    return [clause for clause in _CUT.split(text) if clause]
