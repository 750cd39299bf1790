"""Notices that every paper of an office or page of a site carries: they say nothing of medicine.

Each rule is for one kind of notice, bound to how such a sentence begins and to what it must name:
a question and a telephone number, a docket and its number. What a rule is not sure of stays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_EMAIL = r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+"
_PHONE = r"(?:\+?\d{1,3}[\s.-]?)?\(?\d{3}\)?[\s.-]{1,2}\d{3}[\s.-]{1,2}\d{4}"
_URL = r"(?:https?://|www\.)\S+"
_DOCUMENT = (
    r"(?:guidance|document|publication|leaflet|brochure|booklet|report|notice|page|site|website)"
)
_CHANNEL = re.compile(
    rf"(?:{_EMAIL}|{_PHONE}|{_URL}|\btitle page\b|\bavailable from:?$|\boffice of\b"
    r"|\bcorresponding author\b|\bdockets?\b)",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"^(?:for|if you|to|additional copies|copies|please|questions|comments|inquiries|enquiries"
    r"|direct|send|submit|address|correspondence|you (?:can|may|should))\b"
    r"(?=.*\b(?:questions?|inquir|enquir|copies|further information|more information"
    r"|additional (?:information|assistance)|comments?|feedback|permissions?|reprints?"
    r"|suggestions|correspondence|alternative approach))"
    r"(?=.*\b(?:contact(?:ing)?|call(?:ing)?|e-?mail(?:ing)?|writ(?:e|ing) to|phone|telephone"
    r"|available from|addressed to|sen[dt]|submit(?:ted)?|visit)\b)"
    rf"(?=.*{_CHANNEL.pattern})",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(
    r"^(?:©|\(c\)\s*\d{4}|copyright\s*(?:©|\(c\)|\d{4}|by\b|held\b|notice\b))"
    r"|\ball rights reserved\b|^no part of this \w+ may be (?:reproduced|copied)"
    r"|^this (?:is an |article is an? )?open[ -]access (?:article|work|publication)\b"
    r".*\b(?:licen[cs]e|distributed)"
    r"|^this (?:work|article|content|page) is"
    r" (?:licen[cs]ed|published|made available|distributed) under\b"
    r"|^(?:licen[cs]ed under|published under) (?:a|the) creative commons\b"
    r"|^reproduced with permission\b|^reprints? (?:and|or) permissions?\b",
    re.IGNORECASE,
)
_COOKIE = re.compile(
    r"\b(?:this|our|the) (?:web)?site uses? cookies\b|^we (?:and our \w+ )?use cookies\b"
    r"|\b(?:accept|reject|allow|manage|refuse) (?:all |necessary |optional )?cookies\b"
    r"|\bcookie (?:policy|settings|preferences|notice|consent)\b"
    r"|^by (?:continuing|clicking|using)\b.{0,60}\b(?:cookies|our (?:terms|site|website|use of))",
    re.IGNORECASE,
)
_PAPERWORK = re.compile(
    r"\bpaperwork reduction act\b|\bOMB (?:control|approval|no)\b|^expiration date:? \d"
    r"|^public reporting burden\b|\bvalid OMB\b"
    r"|\bnot required to respond to[, ].{0,30}collection of information\b"
    r"|^(?:\W*)docket (?:no|number|id)\b|\bidentif\w+ .{0,40}\bdocket number\b"
    r"|\bdockets management\b"
    r"|^(?:submit|you may submit|send) .{0,40}\bcomments\b.{0,200}\bregulations\.gov\b"
    r"|^comments may be .{0,200}\bregulations\.gov\b",
    re.IGNORECASE,
)
_STANDING = re.compile(
    rf"^this (?:draft )?{_DOCUMENT}\b.{{0,60}}\brepresents? the (?:\w+['’]s )?current thinking\b"
    rf"|^(?:it|this {_DOCUMENT})\b.{{0,40}}\bdoes not (?:establish|create|confer) any rights\b"
    rf"|^you (?:can|may) use an alternative approach\b"
    rf"|^this (?:draft )?{_DOCUMENT} is (?:being )?distributed for comment purposes only\b"
    r"|^\W*(?:contains non-?binding recommendations|draft\W+not for implementation"
    r"|not for (?:distribution|circulation|citation))\W*$",
    re.IGNORECASE,
)
_ASKS = (
    "question", "inquir", "enquir", "copies", "information", "additional assistance", "comment",
    "feedback", "permission", "reprint", "suggestion", "corresponden", "alternative approach",
)  # fmt: skip
_BIDS = (
    "contact", "call", "mail", "writ", "phone", "available from", "addressed to", "sen",
    "submit", "visit",
)  # fmt: skip
_SIGNS = (
    "©", "(c)", "copyright", "rights reserved", "no part of this", "open access", "open-access",
    "licensed", "licenced", "under the", "under a", "creative commons", "reproduced with",
    "permissions", "cookie", "by continuing", "by clicking", "by using", "paperwork", "omb",
    "expiration date", "reporting burden", "collection of information", "docket",
    "regulations.gov", "current thinking", "any rights", "alternative approach",
    "for comment purposes", "nonbinding", "non-binding", "not for ",
)  # fmt: skip
"""Words without which no rule above can match: most blocks are done with at one look."""
_NOTICES = (_CONTACT, _COPYRIGHT, _COOKIE, _PAPERWORK, _STANDING)

_NAVIGATION = re.compile(
    r"\W*(?:skip to (?:main |page )?content|(?:back to )?top(?: of page)?|home(?:page)?"
    r"|(?:main )?menu|search|share(?: (?:this|on)(?: \w+)?)?|print(?: this)?(?: page| article)?"
    r"|log ?in|log ?out|sign (?:in|up)|register|subscribe(?: now)?|newsletter"
    r"|follow us(?: on \w+)?|(?:next|prev(?:ious)?)(?: page| article)?|(?:read|learn|view) more"
    r"|view (?:pdf|all)|download (?:pdf|citation)|cite this (?:article|page)|contact(?: us)?"
    r"|about(?: us)?|privacy(?: policy| notice)?|terms(?: of (?:use|service)|(?: and| &)"
    r" conditions)?|site ?map|accessibility|advertisement|careers|press|faqs?|help|donate"
    r"|disclaimer|imprint|legal(?: notice)?|close|facebook|twitter|linkedin|instagram|youtube"
    r"|rss)\W*",
    re.IGNORECASE,
)
_LONGEST_NAVIGATION = 300
_PARTS = re.compile(r"\s*[|·•»›>‹«]\s*|\s{3,}|\n")
_IN_PAGE_LINK = re.compile(r"\s*(?:[-*+]|\d+[.)])?\s*\[[^\[\]]*\]\(#[^()\s]*\)\s*")

_ADDRESS = re.compile(
    rf"^(?:.*:\s*)?(?:{_EMAIL}|{_URL})\W*$|^(?:phone|tel(?:ephone)?|fax|e-?mail)\b.*[:\d@]"
    rf"|^{_PHONE}\W*$|\b[A-Z]{{2}} \d{{5}}(?:-\d{{4}})?$"
    r"|^\d{1,6} [A-Z][\w. ]*\b(?:Ave(?:nue)?|St(?:reet)?|R(?:oa)?d|Blvd|Drive|Lane|Square)\b"
    r"|\b(?:Room|Suite|Floor|Bldg|Building|P\.?\s?O\.? Box) \w+",
    re.IGNORECASE,
)
_OFFICE = re.compile(
    r"^(?:or|and)$|\b(?:Department|Cent(?:er|re)|Office|Administration|Ministry|Agency|Division|Branch"
    r"|Bureau|Directorate)\b|^(?:January|February|March|April|May|June|July|August|September|October"
    r"|November|December) (?:\d{1,2}, )?\d{4}$|^Guidance and Policy\b|^[\w/.-]+(?:\.aspx?|\.html?)$"
    r"|^[\w/-]+/[\w/-]+$"
)
_LEAST_LINES = 3
_VERB = re.compile(r"\b(?:is|are|was|were|has|have|had|may|can|should|must|will|shows?|means?)\b")


class NoticeSigns:
    """The words of a document that a notice cannot be without: most blocks hold none of them."""

    def __init__(self, source: str) -> None:
        lower = source.lower()
        self._signs = [sign for sign in _SIGNS if sign in lower]
        self._bids = [bid for bid in _BIDS if bid in lower]
        self._asks = [ask for ask in _ASKS if ask in lower] if self._bids else []

    def in_block(self, text: str) -> bool:
        """Tell at one look whether a block may hold a notice."""
        lower = text.lower()
        if any(sign in lower for sign in self._signs):
            return True
        return any(ask in lower for ask in self._asks) and any(bid in lower for bid in self._bids)


def is_notice(sentence: str) -> bool:
    """Tell whether one sentence is a notice: contact, copyright, cookies, paperwork, standing."""
    words = " ".join(sentence.split())
    return any(rule.search(words) for rule in _NOTICES)


def is_navigation(text: str) -> bool:
    """Tell whether a block holds nothing but the names of a site's own pages and buttons."""
    if len(text) > _LONGEST_NAVIGATION:
        return False
    if _IN_PAGE_LINK.fullmatch(text):
        return True
    parts = [part for part in _PARTS.split(text) if re.search(r"\w", part)]
    if not parts:
        return False
    if all(_NAVIGATION.fullmatch(part) for part in parts):
        return True
    trail = bool(re.match(r"\s*home\s*[>»›]", text, re.IGNORECASE)) and len(parts) > 1
    return trail and "\n" not in text.strip() and not text.rstrip().endswith(".")


def is_imprint(lines: Sequence[str]) -> bool:
    """Tell whether a block is an address: offices, streets, telephone numbers, and no sentence.

    Every line must be one of these or carry on from one; two must be unmistakable.
    """
    if len(lines) < _LEAST_LINES:
        return False
    texts = [line.strip() for line in lines if line.strip()]
    if len(texts) < _LEAST_LINES or any(_VERB.search(text) for text in texts[1:]):
        return False
    sure = sum(bool(_ADDRESS.search(text)) for text in texts)
    known = sum(bool(_ADDRESS.search(text) or _OFFICE.search(text)) for text in texts)
    offices = known - sure
    return (sure >= 2 or offices >= _LEAST_LINES) and known >= 0.75 * len(texts)
