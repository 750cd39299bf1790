"""Which product a statement calls approved or not approved, for which use, where and when."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from corpus.tiers.words import Words

APPROVED: Final = "approved"
NOT_APPROVED: Final = "not approved"

_PLACES: Final = (
    ("us", r"(?<![\w.])(?:fda|u\.s\.|us|usa|united states)(?!\w)"),
    ("eu", r"\b(?:ema|emea|eu|europe|european \w+)\b"),
    ("uk", r"\b(?:mhra|uk|united kingdom)\b"),
    ("japan", r"\b(?:pmda|japan(?:ese)?)\b"),
    ("canada", r"\b(?:health canada|canada|canadian)\b"),
    ("new zealand", r"\b(?:medsafe|new zealand)\b"),
    ("korea", r"\b(?:mfds|kfda|(?:south )?korean?)\b"),
    ("china", r"\b(?:nmpa|cfda|china|chinese)\b"),
    ("australia", r"\b(?:tga|australian?)\b"),
    ("india", r"\b(?:cdsco|indian?)\b"),
)
_PLACE: Final = tuple((place, re.compile(pattern)) for place, pattern in _PLACES)
_NAME: Final = (
    r"(?P<{}>[A-Z][A-Za-z]{{3,}}[\w-]*|[a-z]{{4,}}[a-z]*(?:-[A-Za-z]+)?|[A-Z]{{2,}}-?\d+)"
)
_BRACKET = r"(?: \((?P<{}>[^()]*)\))?"
_LATELY = r"(?:(?:previously|first|also|formally|fully|conditionally|since|currently|now|yet) )*"
_GRANT = r"(?:approv(?:ed|al)|authori[sz](?:ed|ation)|licen[cs](?:ed|e))"
_PRODUCT_FIRST: Final = re.compile(
    rf"\b{_NAME.format('product')}{_BRACKET.format('other')},? "
    rf"(?:(?:was|is|has been|had been) (?P<no>not |never |not been |not yet )?(?:yet |been )?"
    rf"{_LATELY}{_GRANT}"
    rf"|(?:(?:has|had) )?{_LATELY}(?:received|gained|won|obtained|got) (?:\w+ ){{0,3}}?{_GRANT}"
    rf"|(?P<never>(?:has|had) (?:not|never) (?:yet )?(?:been {_GRANT}|received (?:\w+ )?{_GRANT}))"
    rf"|(?P<none>(?:has|had|holds) no (?:\w+ )?{_GRANT}))\b"
)
_PRODUCT_AFTER: Final = re.compile(
    rf"\bapproved {_NAME.format('product')}{_BRACKET.format('other')}"
    rf"|\b(?P<no>no )?{_GRANT} of {_NAME.format('product2')}{_BRACKET.format('other2')}"
)
_USE: Final = re.compile(
    r"\b(?:for|to treat|treatment of|in (?=children|adults|p(?:a)?ediatric|patients|people))\s?"
    r"(?P<use>(?:(?!\b(?:in (?:the|march|april|may|june|july|august|september|october|november"
    r"|december|january|february|(?:19|20)\d\d|europe|japan|canada)|as of|as early|since|after"
    r"|before|by the|until|and is|but|which|while)\b)[^.;,(—])+)"
)
_DATE: Final = re.compile(
    r"\b(?:(?P<month>january|february|march|april|may|june|july|august|september|october|november"
    r"|december) )?(?P<year>(?:19|20)\d\d)\b"
)
_MONTHS: Final = (
    "january february march april may june july august september october november december".split()
)
_CHILDREN: Final = re.compile(r"\b(?:p(?:a)?ediatric|children|child|infants|adolescents)\b")
_ADULTS: Final = re.compile(r"\badults?\b")
_CONDITIONAL: Final = re.compile(r"\b(?:conditional\w*|accelerated|provisional\w*|time-limited)\b")
_ENDED: Final = re.compile(
    r"\b(?:withdr\w+|revok\w+|no longer|expired|suspend\w+|off-label|seek\w*|pending|would|could"
    r"|if|when|whether|first|other|another|only|outside|beyond|except|any other)\b"
)
_EMPTY: Final = frozenset(
    "the a an of for in with and or treatment use patients people any its this that disease"
    " therapy indication indications as to adult adults pediatric paediatric children human"
    " humans clinical who have".split()
)
_PRONOUNS: Final = frozenset(
    "which that this they these those there product products therapy drug drugs treatment agent"
    " compound also currently currently being both none indication indications cells vaccine"
    " dose use it was were been have first with when only class january february march april may"
    " june july august september october november december".split()
)
_WORD: Final = re.compile(r"[^\W_]{3,}")


@dataclass(frozen=True, slots=True)
class Approval:
    """What a statement says about one product's approval.

    Attributes:
        products: The product's names, lower case.
        granted: Whether it is called approved.
        place: Country or union, or "" where none is named.
        use: Word stems of the use.
        age: "children", "adults" or "".
        conditional: Whether the approval was conditional.
        date: "2018-03", "2018" or "".
    """

    products: tuple[str, ...]
    granted: bool
    place: str
    use: frozenset[str]
    age: str
    conditional: bool
    date: str


def approval_in(words: Words) -> Approval | None:
    """Return the one approval, or denial of one, that `words` state for a named product."""
    text = words.text
    lower = words.lower
    if not any(stem in lower for stem in ("approv", "authori", "licen")) or _ENDED.search(lower):
        return None
    found = _PRODUCT_FIRST.search(text) or _PRODUCT_AFTER.search(text)
    if found is None:
        return None
    products = _products(found)
    places = [place for place, pattern in _PLACE if pattern.search(lower)]
    use = _USE.search(lower)
    dates = list(_DATE.finditer(lower))
    if not products or len(places) > 1 or not use or len(dates) > 1:
        return None
    denied = any(found.groupdict().get(name) for name in ("no", "never", "none"))
    return Approval(
        products,
        not denied,
        places[0] if places else "",
        frozenset(word[:5] for word in _WORD.findall(use["use"]) if word not in _EMPTY),
        "children" if _CHILDREN.search(lower) else "adults" if _ADULTS.search(lower) else "",
        _CONDITIONAL.search(lower) is not None,
        _date(dates[0]) if dates else "",
    )


def _products(found: re.Match[str]) -> tuple[str, ...]:
    groups = found.groupdict()
    names = [groups.get("product") or groups.get("product2") or ""]
    names += re.split(r"[;,/]", groups.get("other") or groups.get("other2") or "")[:1]
    plain = [name.strip().lower() for name in names]
    known = [name for name in plain if name and name not in _PRONOUNS and " " not in name]
    return tuple(known) if plain[0] in known else ()


def _date(found: re.Match[str]) -> str:
    month = found["month"]
    return f"{found['year']}-{_MONTHS.index(month) + 1:02d}" if month else found["year"]


def same_use(first: Approval, second: Approval) -> bool:
    """Tell whether two statements speak of one use: the words of the one hold the other's."""
    if first.age != second.age or not (first.use and second.use):
        return False
    return first.use <= second.use or second.use <= first.use


def approvals_disagree(first: Approval, second: Approval, denied_as_of: str) -> bool:
    """Tell whether one statement denies the approval that the other states.

    Args:
        first: One statement's approval or denial.
        second: The other's.
        denied_as_of: Date that the denial speaks for, or "".
    """
    if first.granted == second.granted or first.place != second.place:
        return False
    granted = first if first.granted else second
    before = denied_as_of and granted.date and denied_as_of < granted.date
    return same_use(first, second) and not before


def approval_dates_disagree(first: Approval, second: Approval) -> bool:
    """Tell whether two statements date one approval to different years or months."""
    if not (first.granted and second.granted and first.date and second.date):
        return False
    if (first.place, first.conditional) != (second.place, second.conditional) or not first.place:
        return False
    shortest = min(len(first.date), len(second.date))
    return same_use(first, second) and first.date[:shortest] != second.date[:shortest]
