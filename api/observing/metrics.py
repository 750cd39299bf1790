"""What is counted, for Prometheus. Labels come from fixed vocabularies, never from a request.

With several processes each writes its own files in one folder, and whichever is asked adds them up.
"""

from __future__ import annotations

import os
import platform
import time
from pathlib import Path
from typing import Final, Literal

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
)
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_1_0_0, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from rag.answer import Answer
from rag.disclaimers import disclaimer_for

# No second series for each one that says when it began.
disable_created_metrics()  # type: ignore[no-untyped-call]
CONTENT_TYPE: Final = CONTENT_TYPE_PLAIN_1_0_0
MOST_VALUES: Final = 64
"""Values of one label at most; what comes later is "other"."""
_SECONDS: Final = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0)
_MEMORY_EVERY_S: Final = 1.0
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Metrics:
    """The figures of one process; safe to share between threads."""

    def __init__(self, version: str, folder: Path | None = None) -> None:
        """Begin to count.

        Args:
            version: Of the program.
            folder: Where several processes put their figures together; None for one process.
                The library reads its place from `PROMETHEUS_MULTIPROC_DIR`, which must be the same
                and must have been set before it was imported.
        """
        self._folder = folder
        self._registry = CollectorRegistry()
        if folder is None:
            ProcessCollector(registry=self._registry)
        self._http = self._counter(
            "http_requests", "Requests by route and status.", "route", "method", "status"
        )
        self._http_seconds = self._histogram("http_request_seconds", "Time to the reply.", "route")
        self._running = self._gauge("requests_running", "Requests under way.", "livesum")
        self._waiting = self._gauge(
            "questions_waiting", "Questions that wait for a thread.", "livesum"
        )
        self._stages = self._histogram("stage_seconds", "Time of each stage of an answer.", "stage")
        self._answers = self._counter(
            "answers", "Answers by outcome and reason.", "outcome", "reason"
        )
        self._decisions = self._counter(
            "policy_decisions", "Decisions of the policy.", "category", "action"
        )
        self._headlines = self._counter(
            "headline_tiers", "Answers with evidence by their strongest tier.", "tier"
        )
        self._drafted = self._counter("sentences_drafted", "Sentences that a model drafted.")
        self._dropped = self._counter(
            "sentences_dropped", "Drafted sentences that were not supported, by why.", "reason"
        )
        self._not_kept = self._counter(
            "records_not_kept", "Answers held back because their record could not be written."
        )
        self._snapshots = self._gauge(
            "snapshot_info", "Processes that answer from a snapshot.", "livesum", "snapshot"
        )
        self._unusable = self._gauge(
            "snapshot_unusable", "1 while the active snapshot cannot be opened.", "livemax"
        )
        self._memory = self._gauge(
            "process_memory_bytes", "Resident memory of each process.", "liveall"
        )
        build = self._gauge("build_info", "The program.", "livemax", "version", "python")
        build.labels(version, platform.python_version()).set(1)
        self._memory_at = -_MEMORY_EVERY_S
        self._known: dict[str, set[str]] = {}
        self._snapshot = ""

    def request_began(self) -> None:
        """Count a request that came in."""
        self._running.inc()

    def request_ended(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count a request that was answered.

        Args:
            route: The route's template, "/v1/articles/{slug}"; empty where none matched.
            method: The HTTP method.
            status: The HTTP status; 0 where the client went away first.
            seconds: From its first byte to the last byte of the reply.
        """
        self._running.dec()
        template = self._bounded("route", route or "none")
        verb = method if method in _METHODS else "other"
        self._http.labels(template, verb, str(status)).inc()
        self._http_seconds.labels(template).observe(seconds)
        self._note_memory()

    def waiting(self, questions: int) -> None:
        """Tell how many questions wait for a thread now."""
        self._waiting.set(questions)

    def answered(self, answer: Answer) -> None:
        """Count an answer that leaves."""
        for stage, milliseconds in answer.timings_ms.items():
            self._stages.labels(self._bounded("stage", stage)).observe(milliseconds / 1000)
        reason = self._bounded("reason", answer.reason)
        self._answers.labels(answer.outcome, reason).inc()
        category = self._bounded("category", answer.policy.category)
        self._decisions.labels(category, answer.policy.action).inc()
        if answer.evidence:
            tier = answer.strongest_tier.id if answer.strongest_tier else "none"
            self._headlines.labels(self._bounded("tier", tier)).inc()
        if answer.generation is not None:
            self._drafted.inc(answer.generation.drafted)
            for why, count in answer.generation.dropped.items():
                self._dropped.labels(self._bounded("dropped", why)).inc(count)

    def not_kept(self) -> None:
        """Count an answer that was held back because its record could not be written."""
        self._not_kept.inc()

    def serving(self, snapshot: str, *, unusable: bool) -> None:
        """Tell which snapshot answers, and whether the active one cannot be opened."""
        if self._snapshot and self._snapshot != snapshot:
            self._snapshots.labels(self._snapshot).set(0)
        if snapshot:
            self._snapshots.labels(snapshot).set(1)
        self._snapshot = snapshot
        self._unusable.set(1 if unusable else 0)

    def exposed(self) -> bytes:
        """Return the figures of all processes in the text format, the disclaimer as its comment."""
        registry = self._registry
        if self._folder is not None:
            registry = CollectorRegistry()
            forget_dead(self._folder)
            MultiProcessCollector(registry, str(self._folder))  # type: ignore[no-untyped-call]
        told = disclaimer_for(None).text.replace("\n", " ")
        return f"# {told}\n".encode() + generate_latest(registry)

    def _note_memory(self) -> None:
        # To read it gives the interpreter away five times: not for each of many refusals.
        if time.monotonic() - self._memory_at >= _MEMORY_EVERY_S:
            self._memory_at = time.monotonic()
            self._memory.set(resident_bytes())

    def _bounded(self, label: str, value: str) -> str:
        known = self._known.setdefault(label, set())
        if value not in known and len(known) >= MOST_VALUES:
            return "other"
        known.add(value)
        return value

    def _counter(self, name: str, told: str, *labels: str) -> Counter:
        return Counter(f"refdesk_{name}", told, labels, registry=self._registry)

    def _histogram(self, name: str, told: str, *labels: str) -> Histogram:
        return Histogram(f"refdesk_{name}", told, labels, registry=self._registry, buckets=_SECONDS)

    def _gauge(
        self,
        name: str,
        told: str,
        mode: Literal["livesum", "livemax", "liveall"],
        *labels: str,
    ) -> Gauge:
        return Gauge(
            f"refdesk_{name}", told, labels, registry=self._registry, multiprocess_mode=mode
        )


def forget_dead(folder: Path) -> None:
    """Remove what dead processes said of the present moment; what they counted stays."""
    for file in folder.glob("gauge_live*_*.db"):
        if not Path(f"/proc/{file.stem.rpartition('_')[2]}").exists():
            file.unlink(missing_ok=True)


def resident_bytes() -> int:
    """Return the resident memory of this process."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")
