"""The gate: bars that a result must clear, one line each.

`bars.toml` holds an array `[[bar]]`: a metric (or "run.failed" and "run.skipped", counts), one of
`at_least` and `at_most`, what it was when the bar was set (`today`, so that the margin is in
plain sight), optionally `of`, a group's value as "policy.category=self_harm", and `cases`, how
many must be counted at least, so that a shrunken suite cannot pass.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from rag.evaluation.measures import MEASURES
from rag.evaluation.results import Metric, RunResult

COUNTS = ("run.failed", "run.skipped")


class BarsError(ValueError):
    """The bars cannot be used: mend the file as the message says."""


class Bar(BaseModel):
    """One bar."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    metric: str
    at_least: float | None = None
    at_most: float | None = None
    today: float
    of: str = ""
    cases: int = Field(default=1, ge=0)

    @model_validator(mode="after")
    def _usable(self) -> Self:
        if (self.at_least is None) == (self.at_most is None):
            raise ValueError("a bar has either at_least or at_most")
        if self.metric not in MEASURES and self.metric not in COUNTS:
            raise ValueError(f"no such metric: {self.metric}")
        if self.of and "=" not in self.of:
            raise ValueError("'of' is a group's value, such as 'policy.category=self_harm'")
        if not self.holds(self.today):
            raise ValueError(f"{self.metric}: 'today' does not clear the bar itself")
        return self

    def holds(self, value: float) -> bool:
        """Tell whether a value clears the bar."""
        if self.at_least is not None:
            return value >= self.at_least
        return self.at_most is not None and value <= self.at_most

    @property
    def told(self) -> str:
        """The bar as one reads it: "citation.recall >= 0.8"."""
        sign, bound = (">=", self.at_least) if self.at_least is not None else ("<=", self.at_most)
        place = f" [{self.of}]" if self.of else ""
        return f"{self.metric}{place} {sign} {bound:g}"


class Bars(BaseModel):
    """The bars of one suite."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    suite: str
    note: str = ""
    bar: tuple[Bar, ...] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class Verdict:
    """One bar held against a result; `value` is None where nothing was counted."""

    bar: Bar
    value: float | None
    cases: int
    reason: str

    @property
    def passed(self) -> bool:
        """Whether the bar is cleared."""
        return not self.reason


def read_bars(path: Path) -> Bars:
    """Read a file of bars.

    Raises:
        BarsError: It is missing, is not TOML, or a bar in it cannot be used.
    """
    try:
        return Bars.model_validate(tomllib.loads(path.read_text("utf-8")))
    except ValidationError as error:
        told = [f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors()]
        raise BarsError(f"{path}: " + "; ".join(told)) from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BarsError(f"{path}: {error}") from None


def hold(result: RunResult, bars: Bars) -> tuple[Verdict, ...]:
    """Hold a result against bars, in their order.

    Raises:
        BarsError: The bars are for another suite.
    """
    if bars.suite != result.suite.name:
        raise BarsError(f"bars for {bars.suite!r}, but the result is of {result.suite.name!r}")
    return tuple(_verdict(bar, result) for bar in bars.bar)


def _verdict(bar: Bar, result: RunResult) -> Verdict:
    if bar.metric in COUNTS:
        status = bar.metric.removeprefix("run.")
        count = float(sum(case.status == status for case in result.cases))
        return _held(bar, count, len(result.cases))
    metrics: Sequence[Metric] = result.metrics
    if bar.of:
        name, _, value = bar.of.partition("=")
        metrics = result.groups.get(name, {}).get(value, [])
    found = next((metric for metric in metrics if metric.id == bar.metric), None)
    if found is None or found.value is None:
        return Verdict(bar, None, 0, "nothing was counted")
    return _held(bar, found.value, found.n)


def _held(bar: Bar, value: float, cases: int) -> Verdict:
    if cases < bar.cases:
        return Verdict(bar, value, cases, f"only {cases} cases, {bar.cases} are needed")
    return Verdict(bar, value, cases, "" if bar.holds(value) else "missed")
