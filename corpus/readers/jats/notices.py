"""Which parts of a full text speak of its making and not of medicine, told by their headings.

Such parts (funding, interests, contributions, thanks, permissions, files kept elsewhere, lists of
abbreviations) are left out of the laid-out text: what is not there can be no evidence.
"""

from __future__ import annotations

import re
from typing import Final

from corpus.readers.jats.xml import Node

_RUN_IN: Final = re.compile(r"([^:.]{4,60}):\s")
_NOTICE: Final = re.compile(
    r"^(?:\d+(?:\.\d+)*\.?\s+)?(?:"
    r"(?:(?:declarations?|statements?|disclosures?) of |potential |competing |conflicts? of "
    r"|conflicting |financial |duality of )+(?:(?:competing |financial )*interests?|disclosures?)"
    r"(?: statements?| disclosures?)?"
    r"|conflicts?|disclosures?|declarations?|financial (?:disclosures?|support).*"
    r"|(?:sources? of |study |project |grant )?(?:funding|support)(?: sources?| statement"
    r"| information)?|role of the (?:funding|funder|sponsor|study sponsor).*|grants?(?: support)?"
    r"|acknowledge?ments?|thanks"
    r"|(?:author|authors|author['’]s|authors['’]|credit)(?:ship)? .*"
    r"|contribut(?:ors?|ions?|orship)(?: statement)?|guarantors?"
    r"|(?:research )?ethics(?: approval)?(?: statement)?(?: and consent.*)?|ethical (?:approval"
    r"|standards|statement).*|(?:patient )?consent(?: for publication| to participate.*)?"
    r"|(?:availability|sharing) of (?:supporting |the )?(?:data|materials?|code|samples).*"
    r"|(?:data|code|software)(?: and materials?)? (?:availability"
    r"|sharing|accessibility|archiving).*"
    r"|(?:electronic |online )?(?:supplementa(?:ry|l)|supporting) (?:materials?|information|files?"
    r"|data|methods|content|tables?|figures?|appendix).*"
    r"|supplements?|additional (?:files?|materials?|information).*"
    r"|(?:list of )?abbreviations?.*|glossary"
    r"|publisher['’]?s['’]? note.*|provenance(?: and peer review)?|peer[- ]review.*"
    r"|(?:pre-?publication|revision) history.*|open access|copyright.*|licen[cs]e.*|permissions?"
    r"|disclaimers?|how to cite.*|(?:article|author) (?:notes?|information|details).*"
    r"|corresponding author.*"
    r")\s*[:.]?$",
    re.IGNORECASE,
)


def is_notice(heading: str) -> bool:
    """Tell whether a section under `heading` speaks of the paper's making."""
    return _NOTICE.match(heading.strip()) is not None


def run_in_notice(paragraph: Node) -> str:
    """Return the notice's heading that a paragraph opens with ("Funding: none"), or ""."""
    words = paragraph.text()
    first = next(iter(paragraph.children("bold")), None)
    opened = first.text().rstrip(" .:") if first is not None else ""
    label = _RUN_IN.match(words)
    told = opened if opened and words.startswith(opened) else label[1] if label else ""
    return told if told and is_notice(told) else ""
