"""The words that settings, feedback and the staff desk choose from; imports nothing heavy."""

from __future__ import annotations

from typing import Literal, get_args

LogLevel = Literal["critical", "error", "warning", "info", "debug"]
Dense = Literal["auto", "exact", "ivf"]
LogFormat = Literal["text", "json"]
Records = Literal["on", "synced", "off"]
Switch = Literal["on", "off"]

LOG_LEVELS: tuple[str, ...] = get_args(LogLevel)
LOG_FORMATS: tuple[str, ...] = get_args(LogFormat)
DENSE: tuple[str, ...] = get_args(Dense)
ProxyHeader = Literal["x-forwarded-for", "forwarded"]
MetricsFor = Literal["local", "admin"]
LimitsWhen = Literal["auto", "on", "off"]
Rating = Literal["up", "down"]
Tag = Literal[
    "wrong_citation", "wrong_tier", "missing_evidence", "misleading", "unclear",
    "should_answer", "should_refuse", "unsafe", "other",
]  # fmt: skip
State = Literal["new", "accepted", "dismissed"]
Format = Literal["markdown", "docx", "csl-json", "ris"]
#: What became of a statement that was looked at; `rag.behind` has their meaning.
Fate = Literal[
    "shown", "other_filter", "withheld", "struck", "unsupported", "other_subject", "other_study",
    "other_phase", "not_listed", "unlikely", "said_already", "no_room",
]  # fmt: skip
FORMATS: tuple[Format, ...] = get_args(Format)
RATINGS: tuple[Rating, ...] = get_args(Rating)
TAGS: tuple[Tag, ...] = get_args(Tag)
STATES: tuple[State, ...] = get_args(State)
