"""Marks of HTML that hide text: for pages of HTML, and for HTML inside Markdown and plain text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from corpus.records import Span

ACTIVE = re.compile(
    r"<\s*(?:script|iframe|object|embed|form|style|svg|meta|link|base)\b|"
    r"<[^<>]{0,300}\son[a-z]{3,20}\s*=|javascript:|data:text/html",
    re.IGNORECASE,
)
_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)"
    r"|(?<![-\w])(?:font-size|opacity|max-height|max-width|zoom)\s*:\s*"
    r"(?:0+(?:\.0*)?|\.0+)(?![.\d])"
    r"|(?<![-\w])opacity\s*:\s*0?\.0\d*"
    r"|(?<![-\w])font-size\s*:\s*(?:0?\.\d+|[12](?:\.\d+)?)\s*(?:px|pt)"
    r"|(?<![-\w])font-size\s*:\s*0?\.[01]\d*\s*(?:r?em)"
    r"|(?<![-\w])color\s*:\s*transparent|(?<![-\w])color\s*:\s*rgba\([^)]*,\s*0?\.?0+\s*\)"
    r"|(?:left|top|right|bottom|text-indent|margin-left|margin-top)\s*:\s*-\d{3,}"
    r"|translate[xy]?\(\s*-\d{3,}|clip\s*:\s*rect\(\s*0|clip-path\s*:\s*(?:inset\(\s*(?:50|100)%"
    r"|circle\(\s*0)|scale\(\s*0?(?:\.0\d*)?\s*\)",
    re.IGNORECASE,
)
_COLOUR = re.compile(r"(?<![-\w])color\s*:\s*([^;!]+)", re.IGNORECASE)
_BEHIND = re.compile(r"(?<![-\w])background(?:-color)?\s*:\s*([^;!]+)", re.IGNORECASE)
_RGB = re.compile(r"rgba?\(\s*(\d{1,3})\s*[, ]\s*(\d{1,3})\s*[, ]\s*(\d{1,3})")
_NAMED: Mapping[str, tuple[int, int, int]] = {
    "white": (255, 255, 255),
    "snow": (255, 250, 250),
    "ivory": (255, 255, 240),
    "whitesmoke": (245, 245, 245),
    "ghostwhite": (248, 248, 255),
    "floralwhite": (255, 250, 240),
    "black": (0, 0, 0),
}
_NEAR_WHITE = 240
_CLOSE = 12
"""Shades of 256 by which a letter may differ from what is behind it and still not be seen."""
_RULE = re.compile(r"([^{}@;]{1,400})\{([^{}]{0,2000})\}")
_OTHER_MEDIUM = re.compile(
    r"@media\b[^{}]*\b(?:print|max-width)\b[^{}]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", re.IGNORECASE
)
_STYLE_COMMENT = re.compile(r"/\*(?:(?!\*/).)*+(?:\*/|$)", re.DOTALL)
_MOST_RULES = 5_000
_COMMENT = re.compile(r"<!--(?:(?!-->).)*+(?:-->|$)", re.DOTALL)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:\"[^\"<>]*\"|'[^'<>]*'|[^<>\"'])*)>")
_ATTRIBUTE = re.compile(r"([a-zA-Z-]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")
_NEVER_SHOWN = frozenset({"script", "style", "template", "noscript", "head", "title", "iframe"})
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())


def hides(style: str, behind: str = "") -> bool:
    """Tell whether a CSS declaration list hides text.

    Args:
        style: The declarations, "color: #fff; font-size: 1px".
        behind: The background's own declaration where an element around has one, or "".
    """
    return bool(style) and (bool(_HIDING.search(style)) or _unseen_colour(style, behind))


def background(style: str) -> str:
    """Return the background that a declaration list sets, or ""."""
    match = _BEHIND.search(style)
    return match[1].strip() if match else ""


def _unseen_colour(style: str, behind: str) -> bool:
    match = _COLOUR.search(style)
    letters = _shade(match[1]) if match else None
    if letters is None:
        return False
    own = background(style) or behind
    back = _shade(own) if own else None
    if own and back is None:  # a picture or a name that is not known: seen, for all that is known
        return False
    if back is None:
        return min(letters) >= _NEAR_WHITE
    return all(abs(one - other) <= _CLOSE for one, other in zip(letters, back, strict=True))


def _shade(value: str) -> tuple[int, int, int] | None:
    words = value.strip().lower().split("!")[0].strip()
    if words in _NAMED:
        return _NAMED[words]
    if match := _RGB.match(words):
        return int(match[1]), int(match[2]), int(match[3])
    if match := re.match(r"#([0-9a-f]{3,8})\b", words):
        digits = match[1] if len(match[1]) >= 6 else "".join(each * 2 for each in match[1])
        return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)
    return None


def hiding_selectors(styles: Iterable[str]) -> frozenset[str]:
    """Return the selectors that style sheets hide text with, in lower case.

    What is hidden from print or from narrow screens alone is shown to readers and left out. White
    letters count only where the same rule sets what is behind them: another rule may.
    """
    found: set[str] = set()
    for sheet in styles:
        plain = _STYLE_COMMENT.sub("", sheet)
        for place in _OTHER_MEDIUM.finditer(plain):
            plain = plain[: place.start()] + " " * len(place[0]) + plain[place.end() :]
        for names, declarations in _RULE.findall(plain)[:_MOST_RULES]:
            if _HIDING.search(declarations) or (
                background(declarations) and _unseen_colour(declarations, "")
            ):
                found.update(name.strip().lower() for name in names.split(","))
    return frozenset(found)


def matches(selectors: frozenset[str], tag: str, element_id: str, classes: str) -> bool:
    """Tell whether an element falls under a selector of its own name, class or id alone."""
    if not selectors:
        return False
    names = [f".{name}" for name in classes.lower().split()]
    names += [f"#{element_id.lower()}"] if element_id else []
    return tag in selectors or any(
        name in selectors or f"{tag}{name}" in selectors for name in names
    )


def hidden_spans(source: str) -> list[Span]:
    """Return what HTML hides inside Markdown or plain text: comments and hidden elements.

    An element that is never closed hides all that follows, as in a browser.
    """
    if "<" not in source:
        return []
    spans = [Span(*match.span()) for match in _COMMENT.finditer(source)]
    tags = list(_TAG.finditer(source))
    selectors = hiding_selectors(_sheets(source, tags))
    close: tuple[str, int, int] | None = None  # tag, how deep in tags of its name, start
    for tag in tags:
        name = tag[2].lower()
        if close is None:
            opens = not tag[1] and name not in _VOID and not tag[3].rstrip().endswith("/")
            if opens and _is_hidden(name, tag[3], selectors):
                close = (name, 1, tag.start())
        elif name == close[0]:
            depth = close[1] + (-1 if tag[1] else 1)
            close = (name, depth, close[2])
            if not depth:
                spans.append(Span(close[2], tag.end()))
                close = None
    if close is not None:
        spans.append(Span(close[2], len(source)))
    return sorted(spans)


def _sheets(source: str, tags: list[re.Match[str]]) -> list[str]:
    starts = [tag for tag in tags if tag[2].lower() == "style" and not tag[1]]
    ends = [source.lower().find("</style", tag.end()) for tag in starts]
    return [
        source[tag.end() : end if end >= 0 else len(source)]
        for tag, end in zip(starts, ends, strict=True)
    ]


def _is_hidden(name: str, attributes: str, selectors: frozenset[str]) -> bool:
    if name in _NEVER_SHOWN:
        return True
    found = {
        match[1].lower(): match[2] or match[3] or match[4] or ""
        for match in _ATTRIBUTE.finditer(attributes)
    }
    return is_hidden(name, found, selectors)


def is_hidden(
    tag: str, attributes: Mapping[str, str | None], selectors: frozenset[str], behind: str = ""
) -> bool:
    """Tell whether an element is not shown to everybody, by its attributes and its page's styles.

    Args:
        tag: Its name in lower case.
        attributes: Its attributes by name.
        selectors: What the page's style sheets hide, see `hiding_selectors`.
        behind: The background that an element around it sets, or "".
    """
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    style = str(attributes.get("style") or "")
    if tag == "font":
        style += f";color:{attributes.get('color') or ''}"
    if hides(style, behind):
        return True
    return matches(
        selectors, tag, str(attributes.get("id") or ""), str(attributes.get("class") or "")
    )
