"""What a nested record posts as results, told line by line with its groups and units.

A flat export lists the values of all groups and measures in one row without saying whose they
are; such values cannot be told truly and are left out. The nested form names the group, the
unit and the number of participants of each value.
Source: ClinicalTrials.gov, "Study Data Structure", results section.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

_NO_UNIT: Final = ("", "participants")
_BAYESIAN: Final = re.compile(r"\bbayes|\bposterior (?:prob|mean|median)", re.IGNORECASE)
_METHOD: Final = (
    "statisticalMethod", "statisticalComment", "pValueComment", "paramType", "estimateComment",
    "groupDescription", "otherAnalysisDescription",
)  # fmt: skip


def findings(results: object) -> list[str]:
    """Return one line for each posted measurement, comparison and serious adverse event.

    Args:
        results: The "resultsSection" of a nested record.
    """
    section = _object(results)
    found: list[str] = []
    for outcome in _objects(_object(section.get("outcomeMeasuresModule")), "outcomeMeasures"):
        groups = _groups(outcome, "groups", _sizes(outcome))
        found += _measured(outcome, groups)
        found += _compared(outcome, groups)
    events = _object(section.get("adverseEventsModule"))
    groups = _groups(events, "eventGroups", {})
    for event in _objects(events, "seriousEvents"):
        found += _event(event, groups)
    return found


def _measured(outcome: Mapping[str, Any], groups: Mapping[str, str]) -> Iterator[str]:
    """Yield a line for each class and category: what was measured, then each group's value."""
    title, about = _text(outcome, "title"), _about(outcome)
    for one in _objects(outcome, "classes"):
        for category in _objects(one, "categories"):
            values = [_value(entry, groups) for entry in _objects(category, "measurements")]
            named = ", ".join(filter(None, (title, _text(one, "title"), _text(category, "title"))))
            told = "; ".join(value for value in values if value)
            if named and told:
                yield f"{named}{about}: {told}"


def _about(outcome: Mapping[str, Any]) -> str:
    """Return how a measure is summed up, its unit and its time frame, in brackets."""
    kind = _text(outcome, "paramType").replace("_", " ").lower()
    parts = (kind, _text(outcome, "unitOfMeasure"), _text(outcome, "timeFrame"))
    told = ", ".join(part for part in parts if part)
    return f" ({told})" if told else ""


def _value(entry: Mapping[str, Any], groups: Mapping[str, str]) -> str:
    value = _text(entry, "value")
    if not value:
        return ""
    low, high = _text(entry, "lowerLimit"), _text(entry, "upperLimit")
    spread = _text(entry, "spread") or (f"{low} to {high}" if low and high else "")
    group = groups.get(_text(entry, "groupId"), "")
    return f"{group} {value}".strip() + (f" ({spread})" if spread else "")


def _compared(outcome: Mapping[str, Any], groups: Mapping[str, str]) -> Iterator[str]:
    """Yield a line for each statistical comparison between named groups."""
    for analysis in _objects(outcome, "analyses"):
        keys = analysis.get("groupIds")
        keys = keys if isinstance(keys, list) else []
        named = [groups.get(str(key), "") for key in keys]
        effect = " ".join(
            filter(None, (_text(analysis, "paramType"), _text(analysis, "paramValue")))
        )
        low, high = _text(analysis, "ciLowerLimit"), _text(analysis, "ciUpperLimit")
        percent = _text(analysis, "ciPctValue")
        interval = f"{percent}% CI {low} to {high}" if percent and low and high else ""
        told = ", ".join(filter(None, (effect, interval, _probability(analysis))))
        if told and len(named) > 1 and all(named):
            yield f"{_text(outcome, 'title')}, {' compared with '.join(named)}: {told}"


def _probability(analysis: Mapping[str, Any]) -> str:
    """Return the p-value of a comparison; the field of a Bayesian one holds something else."""
    value = _text(analysis, "pValue")
    if not value:
        return ""
    if any(_BAYESIAN.search(_text(analysis, name)) for name in _METHOD):
        return f"{value} by a Bayesian analysis, not a p-value"
    return f"p {value}" if value[:1] in "<>=" else f"p={value}"


def _event(event: Mapping[str, Any], groups: Mapping[str, str]) -> Iterator[str]:
    """Yield the line of a serious adverse event: participants affected of those at risk."""
    told = []
    for entry in _objects(event, "stats"):
        affected, at_risk = _text(entry, "numAffected"), _text(entry, "numAtRisk")
        group = groups.get(_text(entry, "groupId"), "")
        if group and affected and at_risk:
            told.append(f"{group} {affected} of {at_risk} participants")
    if told and _text(event, "term"):
        yield f"Serious adverse event, {_text(event, 'term')}: {'; '.join(told)}"


def _groups(holder: Mapping[str, Any], name: str, sizes: Mapping[str, str]) -> dict[str, str]:
    """Return the titles of groups by id, each with its size where that is known."""
    named = {}
    for group in _objects(holder, name):
        key, title = _text(group, "id"), _text(group, "title")
        named[key] = f"{title} (n={sizes[key]})" if key in sizes else title
    return named


def _sizes(outcome: Mapping[str, Any]) -> dict[str, str]:
    """Return participants analysed by group id; other units ("eyes") are not sizes."""
    for denominator in _objects(outcome, "denoms"):
        if _text(denominator, "units").lower() in _NO_UNIT:
            counts = _objects(denominator, "counts")
            return {_text(one, "groupId"): _text(one, "value") for one in counts}
    return {}


def _object(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _objects(holder: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    value = holder.get(name)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _plain(value: object) -> bool:
    return isinstance(value, (str, int, float)) and not isinstance(value, bool)


def _text(holder: Mapping[str, Any], name: str) -> str:
    value = holder.get(name)
    return " ".join(str(value).split()) if _plain(value) else ""
