"""What of a message is the question: without the words that only say how or for whom it is asked.

"Drop the small talk. What did it measure?" asks what the second sentence asks; "As an editor, ..."
and "I want to know ..." ask no less without these words. What is left is searched for and must be
supported; the policy has read the whole message before.
"""

from __future__ import annotations

import re
from typing import Final

from rag.question import read_question

_PART: Final = re.compile(r"(?<=[.!?;:])\s+|\s+[–—-]\s+")
_WISH: Final = r"(?:'d like| (?:just |really |only )?(?:wants?|needs?|wish|would like|am trying))"
_BEFORE: Final = re.compile(
    r"^\W*(?:(?:hi|hello|hey|please|ok|okay|so|well|thanks|thank you)\b[\s,!.:-]*)*"
    r"(?:(?:speaking )?as an? [\w -]{2,40}, )?"
    rf"(?:(?:i|we|my \w+|our \w+){_WISH} to (?:know|understand|learn)(?: more)?(?: about)? "
    r"|(?:can|could|would) you (?:please )?(?:tell (?:me|us)|explain|say) "
    r"|(?:please )?(?:tell (?:me|us)|explain(?: to (?:me|us))?) (?:about )?)?",
    re.IGNORECASE,
)
_AFTER: Final = re.compile(
    r",?\s*(?:(?:like|as if) i(?: a|')m [\w ]{2,20}|in (?:plain|simple|easy|everyday|lay) "
    r"(?:words|terms|english|language)|in (?:one|two|three|a few) (?:words?|sentences?|lines?)"
    r"|please|thanks|thank you)(?=\W*$)",
    re.IGNORECASE,
)


def core_of(text: str) -> str:
    """Return the question in a message; the message itself where nothing can be taken off."""
    core = _without_frames(_asking_parts(text))
    return core if _names_something(core) else text


def _asking_parts(text: str) -> str:
    """Return the parts of a message that name something or ask, where others do neither."""
    parts = [part for part in _PART.split(text) if part.strip()]
    if len(parts) < 2:
        return text
    kept = [part for part in parts if _names_something(part) or part.rstrip().endswith("?")]
    return " ".join(kept) if kept else text


def _without_frames(text: str) -> str:
    return _AFTER.sub("", _BEFORE.sub("", text, count=1))


def _names_something(text: str) -> bool:
    question = read_question(text)
    return bool(question.concepts or question.names)
