"""Figures of the harness as tables in the terminal."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from rag.evaluation.results import Metric, Quantiles, RunResult

_FAMILIES = {
    "retrieval": "Retrieval",
    "citation": "Citations",
    "quotes": "Citations",
    "statements": "Citations",
    "numbers": "Figures and studies",
    "study": "Figures and studies",
    "answer": "Tiers shown",
    "abstention": "Abstention",
    "answerable": "Abstention",
    "tier": "Tier labels",
    "policy": "Policy",
    "disclaimer": "Disclaimers",
}


def render_summary(console: Console, result: RunResult) -> None:
    """Print what was run, the metrics by family, and the speed."""
    statuses = [case.status for case in result.cases]
    failed, skipped = statuses.count("failed"), statuses.count("skipped")
    console.print(
        f"{result.suite.name} {result.suite.version}: {len(statuses)} cases, {failed} failed, "
        f"{skipped} skipped, against {result.target.kind} ({result.target.where}), "
        f"snapshot {result.target.snapshot}",
        markup=False,
        soft_wrap=True,
    )
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name, side in (("measure", "left"), ("value", "right"), ("95% interval", "right"),
                       ("n", "right"), ("failed", "right"), ("skipped", "right")):  # fmt: skip
        table.add_column(name, justify="right" if side == "right" else "left", no_wrap=True)
    family = ""
    for metric in result.metrics:
        now = _FAMILIES.get(metric.id.split(".")[0], "Other")
        if now != family:
            family = now
            table.add_row(f"[bold]{family}[/bold]")
        table.add_row(*_row(metric))
    console.print(table)
    _render_speed(console, result)
    for case in result.cases:
        if case.status != "ok":
            console.print(f"{case.status}: {case.id}: {case.error}", markup=False, soft_wrap=True)


def _row(metric: Metric) -> tuple[str, ...]:
    mark = " (less is better)" if metric.better == "lower" else ""
    return (
        f"  {metric.title}{mark}",
        number(metric.value),
        f"{number(metric.low)} to {number(metric.high)}" + ("*" if _wilson(metric) else " "),
        str(metric.n),
        str(metric.failed),
        str(metric.skipped),
    )


def _wilson(metric: Metric) -> bool:
    return metric.interval == "wilson"


def _render_speed(console: Console, result: RunResult) -> None:
    speed = result.speed
    console.print("* all cases alike: Wilson interval; the others by bootstrap over cases")
    if speed.total is None:
        return
    console.print(
        f"{speed.asked} answers, {speed.throughput:.1f} a second at concurrency "
        f"{speed.concurrency}; the whole run took {speed.seconds:.0f} s"
    )
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("milliseconds", "p50", "p95", "p99", "max"):
        table.add_column(name, justify="left" if name == "milliseconds" else "right")
    table.add_row("as the caller sees it", *_quantiles(speed.total))
    for stage, values in speed.stages.items():
        table.add_row(f"  {stage}", *_quantiles(values))
    console.print(table)


def _quantiles(values: Quantiles) -> tuple[str, ...]:
    return tuple(f"{value:.1f}" for value in (values.p50, values.p95, values.p99, values.max))


def number(value: float | None) -> str:
    """Return a share with three places, or a dash."""
    return "-" if value is None else f"{value:.3f}"
