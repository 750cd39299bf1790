"""SVG elements as escaped text: no drawing library, no state.

Charts have no viewBox. Across, positions are percentages of whatever width the page gives; up,
they are pixels of a fixed height. So a chart fits 400 pixels and 1,200, and its letters keep
their size in both.
"""

from __future__ import annotations

from markupsafe import Markup

from rag.evaluation.report.words import visible

Attribute = str | float | None


def element(name: str, *children: str, **attributes: Attribute) -> Markup:
    """Return one element; children that are not `Markup` are escaped.

    Args:
        name: Name of the element, from code and never from data.
        children: Text or elements.
        attributes: `class_` is written class, `stroke_width` stroke-width; None is left out.
    """
    written = Markup("").join(
        Markup(' {}="{}"').format(key.rstrip("_").replace("_", "-"), _value(value))
        for key, value in attributes.items()
        if value is not None
    )
    if not children:
        return Markup("<{}{}/>").format(name, written)
    inner = Markup("").join(_text(child) for child in children)
    return Markup("<{0}{1}>{2}</{0}>").format(name, written, inner)


def chart(title: str, told: str, *parts: Markup, css: str, height: float) -> Markup:
    """Return a whole chart that says in words what it shows.

    Args:
        title: Its name.
        told: What it shows, for those who do not see it.
        parts: What is drawn.
        css: Class of the element.
        height: Height in pixels.
    """
    return element("svg", element("title", title), element("desc", told), *parts,
                   class_=css, role="img", width="100%", height=height)  # fmt: skip


def line(x1: str, y1: float, x2: str, y2: float, css: str) -> Markup:
    """Return a straight line; across in percent, up in pixels."""
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, class_=css)


def label(text: str, x: str, y: float, anchor: str = "middle", css: str = "tick") -> Markup:
    """Return a word at a place; `anchor` is "start", "middle" or "end"."""
    return element("text", text, x=x, y=y, text_anchor=anchor, class_=css)


def percent(part: float) -> str:
    """Return a share of the width, 0.25 as "25%"; outside 0..1 it is drawn on the edge."""
    return f"{number(100 * min(max(part, 0.0), 1.0))}%"


def number(value: float) -> str:
    """Return a coordinate with two decimals at most."""
    told = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if told == "-0" else told


def _value(value: str | float) -> str:
    return visible(value) if isinstance(value, str) else number(value)


def _text(child: str) -> str:
    return child if isinstance(child, Markup) else visible(child)
