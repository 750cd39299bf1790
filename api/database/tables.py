"""The tables, the same in SQLite and PostgreSQL.

A time is a text of fixed width in UTC, "2026-11-22T10:20:30.123+00:00", so that both databases
compare it alike and a person can read it. Append-only rules are triggers, made by the migrations.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import (
    JSON,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
)

# Compared byte by byte, whatever the collation of a PostgreSQL database is.
_STAMP: Final = String(29).with_variant(String(29, collation="C"), "postgresql")

_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
    }
)

answers = Table(
    "answers",
    metadata,
    Column("answer_id", String, primary_key=True),
    Column("made_at", _STAMP, nullable=False),
    Column("conversation_sha256", String, nullable=False, comment="empty before version 2"),
    Column("asked_by", String, nullable=False, comment="role of the caller"),
    Column("outcome", String, nullable=False),
    Column("category", String, nullable=False, comment="what the policy decided on"),
    Column("record", LargeBinary, nullable=False, comment="the record, JSON in UTF-8"),
    Index("answers_by_time", "made_at", "answer_id"),
    Index("answers_by_conversation", "conversation_sha256"),
    comment="what is kept of each answer, written before it leaves; only ever added to",
)

prunings = Table(
    "prunings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("before", _STAMP, nullable=False, comment="what was made earlier was removed"),
    Column("pruned_at", _STAMP, nullable=False),
    Column("pruned_by", String, nullable=False),
    Column("removed", Integer, nullable=False),
    Index("prunings_by_before", "before"),
    comment="removals by age",
)

deletions = Table(
    "deletions",
    metadata,
    Column("answer_id", String, primary_key=True),
    Column("made_at", _STAMP, nullable=False, comment="when the answer was given"),
    Column("deleted_at", _STAMP, nullable=False),
    Column("deleted_by", String, nullable=False),
    comment="tombstones of answers whose record was deleted on request",
)

feedback = Table(
    "feedback",
    metadata,
    Column("id", String, primary_key=True),
    Column("answer_id", ForeignKey("answers.answer_id", ondelete="CASCADE"), nullable=False),
    Column("caller", String, nullable=False, comment="id of a key, or the role of who has none"),
    Column("rating", String, nullable=False),
    Column("tags", JSON, nullable=False),
    Column("comment", String, nullable=False, comment="redacted"),
    Column("made_at", _STAMP, nullable=False),
    Column("state", String, nullable=False, comment="new, accepted or dismissed"),
    Column("reviewed_by", String),
    Column("reviewed_at", _STAMP),
    Column("case_id", String, comment="of the evaluation case that was made of it"),
    UniqueConstraint("answer_id", "caller"),
    Index("feedback_by_state", "state", "made_at", "id"),
    Index("feedback_by_time", "made_at", "id"),
    comment="what readers said of answers; goes with its answer",
)

keys = Table(
    "keys",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("role", String, nullable=False),
    Column("scopes", JSON, nullable=False),
    Column("hash", String, nullable=False),
    Column("created", _STAMP, nullable=False),
    Column("expires", _STAMP),
    Column("last_used", _STAMP),
    Column("revoked", _STAMP),
    Column("replaced_by", String),
    comment="keys of programs and staff, by the hash of their secret",
)

trials = Table(
    "trials",
    metadata,
    Column("name", String, primary_key=True),
    Column("at", _STAMP, nullable=False),
    comment="written to prove that writing works",
)


def is_id(text: str) -> bool:
    """Tell whether a text can be an id of a row; what cannot be one is not asked for."""
    return bool(_ID.fullmatch(text))


def stamp(when: datetime | None = None) -> str:
    """Return a time, now when None, as the tables hold it."""
    return (when or datetime.now(UTC)).astimezone(UTC).isoformat(timespec="milliseconds")
