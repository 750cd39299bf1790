"""What a run leaves behind: one `CaseResult` a case, and the whole as `result.json`.

A score is a pair, hits out of a count, so that shares of cases, of citations and of numbers are
all added up in one way: a measure's value is the sum of hits over the sum of counts.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, ValidationError

HELD_OUT = "held out"
"""The part of a suite that is counted and not listed."""
RESULT_VERSION = 1
RESULT_FILE = "result.json"

Status = Literal["ok", "failed", "skipped"]


class Score(NamedTuple):
    """Hits out of a count; hits may be a fraction, as nDCG is."""

    hits: float
    of: float = 1.0


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class CaseResult(_Strict):
    """One case after judging.

    Attributes:
        status: "failed" when the target gave no answer (every measure then has its worst score),
            "skipped" when the case cannot be judged on this library (no score at all).
        error: Why it failed or was skipped; "" otherwise.
        scores: By measure id.
        groups: Values that the report groups by: type, lang, category, part, ...
        detail: What the report shows of the case: question, gold, what was given.
        milliseconds: Time of the answer as the caller saw it; None without an answer.
        stages: Milliseconds of each stage as the payload tells them.
        disclaimers: Payloads with a valid disclaimer, out of payloads.
    """

    id: str
    kind: str
    status: Status = "ok"
    error: str = ""
    scores: dict[str, Score] = {}
    groups: dict[str, str] = {}
    detail: dict[str, Any] = {}
    milliseconds: float | None = None
    stages: dict[str, float] = {}
    disclaimers: Score = Score(0, 0)

    @property
    def held_out(self) -> bool:
        """Whether the case is counted and not to be shown to those who change rules."""
        return self.groups.get(f"{self.kind}.part") == HELD_OUT


class Metric(_Strict):
    """A measure over cases with its 95% interval.

    Attributes:
        id: Measure id, "citation.recall".
        title: For people.
        value: Sum of hits over sum of counts; None when nothing was counted.
        low: Lower bound of the interval, None with `value`.
        high: Upper bound.
        interval: "bootstrap", or "wilson" where all cases agree and resampling says nothing.
        hits: Sum of hits.
        of: Sum of counts.
        n: Cases that count something, failed ones included.
        failed: Of them, cases that failed.
        skipped: Cases that could not be judged; not among `n`.
        better: "higher" or "lower".
    """

    id: str
    title: str
    value: float | None
    low: float | None
    high: float | None
    interval: str
    hits: float
    of: float
    n: int
    failed: int
    skipped: int
    better: Literal["higher", "lower"]


class Quantiles(_Strict):
    """Milliseconds over `n` answers."""

    n: int
    p50: float
    p95: float
    p99: float
    max: float


class Speed(_Strict):
    """How fast answers came.

    Attributes:
        seconds: Wall time of the run, articles and searches for judging included.
        asked: Answers asked for.
        throughput: Answers a second over the time spent on asking, all threads together.
        concurrency: Cases under way at once.
        total: As the caller saw it.
        stages: As the payloads tell it.
    """

    seconds: float
    asked: int
    throughput: float
    concurrency: int
    total: Quantiles | None
    stages: dict[str, Quantiles]


class CurvePoint(_Strict):
    """What abstaining below `threshold` would give."""

    threshold: float
    precision: float | None
    recall: float | None
    answered: float | None


class Curve(_Strict):
    """Abstention against the support threshold; `now` is the threshold in force."""

    now: float | None
    points: list[CurvePoint]


class SuiteInfo(_Strict):
    """Which suite was run."""

    name: str
    version: str
    sha256: str
    cases: int


class TargetRecord(_Strict):
    """What was measured (see `rag.evaluation.target.TargetInfo`)."""

    kind: str
    where: str
    snapshot: str
    corpus_version: str
    software: str


class RunResult(_Strict):
    """A whole run.

    Attributes:
        started: UTC, ISO 8601.
        confusion: By kind ("policy", "tier", "outcome"): expected -> got -> cases.
        groups: By group name, then value: the metrics of those cases.
    """

    version: int = RESULT_VERSION
    suite: SuiteInfo
    target: TargetRecord
    started: str
    seed: int
    metrics: list[Metric]
    groups: dict[str, dict[str, list[Metric]]]
    confusion: dict[str, dict[str, dict[str, int]]]
    abstention: Curve | None
    speed: Speed
    cases: list[CaseResult]

    def metric(self, name: str) -> Metric | None:
        """Return a metric by id, or None."""
        return next((metric for metric in self.metrics if metric.id == name), None)


class ResultFileError(ValueError):
    """The file is not a result that this version reads: run the suite again."""


def read_result(path: Path) -> RunResult:
    """Read `result.json`, or the one in a folder.

    Raises:
        ResultFileError: It is missing, damaged or of another version.
    """
    file = path / RESULT_FILE if path.is_dir() else path
    try:
        return RunResult.model_validate_json(file.read_bytes())
    except FileNotFoundError:
        raise ResultFileError(f"{file}: no result here; 'refdesk eval run' makes one") from None
    except (ValidationError, OSError) as error:
        reason = str(error).splitlines()[0]
        raise ResultFileError(f"{file}: not a result of this version ({reason})") from None
