"""What of an HTML page no reader sees: by its attributes, its own style or the page's styles."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from corpus.screening.hidden import background, hiding_selectors, is_hidden
from corpus.screening.prompts import find_prompts

_MOST_ABOVE = 50
"""Elements around another that are asked for a background."""
_MOST_SELECTORS = 500
_SELECTOR = re.compile(r"^[\w\s.#>+~*\[\]=\"'()-]{1,200}$")
"""Selectors that are tried: none with a state such as `:hover`, which hides from nobody."""
_PAGE = re.compile(r"(?:^|[},\s])(?:html|body)\s*(?:,[^{}]*)?\{([^{}]*)\}", re.IGNORECASE)


class Unseen:
    """Tells the elements of one page that are not shown to everybody."""

    def __init__(self, tree: LexborHTMLParser) -> None:
        sheets = [node.text(deep=True) for node in tree.css("style")]
        self._styled = _styled(tree, hiding_selectors(sheets))
        page = (background(rules) for sheet in sheets for rules in _PAGE.findall(sheet))
        self._page = next(filter(None, page), "")

    def hides(self, node: LexborNode) -> bool:
        """Tell whether the page hides this element and all in it."""
        if node.mem_id in self._styled:
            return True
        attributes = node.attributes
        coloured = "color" in attributes or "color" in str(attributes.get("style") or "")
        behind = self._behind(node) if coloured else ""
        return is_hidden(node.tag or "", attributes, frozenset(), behind)

    def _behind(self, node: LexborNode) -> str:
        above = node.parent
        for _ in range(_MOST_ABOVE):
            if above is None:
                break
            found = background(str(above.attributes.get("style") or ""))
            found = found or str(above.attributes.get("bgcolor") or "")
            if found:
                return found
            above = above.parent
        return self._page


def _styled(tree: LexborHTMLParser, selectors: frozenset[str]) -> frozenset[int]:
    found: set[int] = set()
    for selector in sorted(selectors)[:_MOST_SELECTORS]:
        if _SELECTOR.match(selector):
            try:
                found.update(node.mem_id for node in tree.css(selector))
            except Exception:  # noqa: BLE001, S112 - a selector that the library cannot read
                continue
    return frozenset(found)


def unshown_instruction(node: LexborNode) -> str:
    """Return the words of a comment, script or the like that speak to a program, or ""."""
    words = node.html or ""
    prompts = find_prompts(words)
    return words[slice(*prompts[0])] if prompts else ""
