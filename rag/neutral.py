"""What a personal question on the cells at large is answered with: what is known in groups.

"Should I get stem cells?" names nothing that the library could be searched for but the cells; what
stands nearest to its words is chance. The personal decision is declined all the same, and what
follows is what the library holds on approval, safety and what is not known.
"""

from __future__ import annotations

from typing import Final

from rag.question import ReadQuestion

KNOWN_OF_THE_CELLS: Final = (
    "Were the infusions safe in trials, did they help people more than placebo, and which products"
    " have been approved?"
)
"""Searched for instead; never shown as asked."""
_SUBJECTS: Final = frozenset({"condition", "product", "source", "measure", "fact"})


def neutral_for(question: ReadQuestion) -> str | None:
    """Return what to search for where a question names the cells and nothing else, else None."""
    kinds = {concept.kind for concept in question.concepts}
    names_cells = any(concept.id == "lay.subject" for concept in question.concepts)
    if not names_cells or question.names or kinds & _SUBJECTS:
        return None
    return KNOWN_OF_THE_CELLS
