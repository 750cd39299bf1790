"""The page: views of each part of a result, put into the templates beside this module.

Every value goes through `visible` and is escaped on its way into the page, whatever template
names it, so that a hostile question stays text. The page's own policy forbids scripts, network
and forms; its one style sheet is allowed by hash.
"""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from rag.evaluation.report.case_view import trouble_views
from rag.evaluation.report.confusion import matrices_of
from rag.evaluation.report.curves import abstention_view
from rag.evaluation.report.grouped import groups_of
from rag.evaluation.report.measured import families_of
from rag.evaluation.report.overview import overview_of
from rag.evaluation.report.pace import speed_view
from rag.evaluation.report.strips import share_axis
from rag.evaluation.report.trouble import SHOWN
from rag.evaluation.report.words import visible
from rag.evaluation.results import RunResult

_PACKAGE = "rag.evaluation.report"


def render_report(result: RunResult) -> str:
    """Return one HTML page that shows a run; the same result gives the same page."""
    style = _style()
    return (
        _templates()
        .get_template("page.html.j2")
        .render(
            style=style,
            content_policy=_content_policy(style),
            axis=share_axis(),
            overview=overview_of(result),
            families=families_of(result.metrics),
            groups=groups_of(result.groups),
            matrices=matrices_of(result),
            abstention=abstention_view(result.abstention),
            speed=speed_view(result),
            troubles=trouble_views(result.cases),
            most_shown=SHOWN,
        )
    )


@lru_cache(maxsize=1)
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader(_PACKAGE, "."),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_seen,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _seen(value: Any) -> Any:  # noqa: ANN401 - whatever a template puts out
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@lru_cache(maxsize=1)
def _style() -> str:
    return files(_PACKAGE).joinpath("style.css").read_text("utf-8")


def _content_policy(style: str) -> str:
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
