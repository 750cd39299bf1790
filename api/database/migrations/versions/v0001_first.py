"""The first tables, and the triggers that let records be added and not changed.

They stand here as they were released, apart from `api.database.tables`, which is always the newest.
"""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_STAMP: Final = sa.String(29).with_variant(sa.String(29, collation="C"), "postgresql")

_SQLITE: Final = (
    """CREATE TRIGGER answers_never_changed BEFORE UPDATE ON answers
    BEGIN SELECT RAISE(ABORT, 'records of answers are not changed'); END""",
    """CREATE TRIGGER answers_never_lost BEFORE DELETE ON answers
    WHEN OLD.made_at >= coalesce((SELECT max(before) FROM prunings), '')
    AND NOT EXISTS (SELECT 1 FROM deletions WHERE answer_id = OLD.answer_id)
    BEGIN SELECT RAISE(ABORT, 'records go by age, or leave a tombstone'); END""",
    """CREATE TRIGGER deletions_never_changed BEFORE UPDATE ON deletions
    BEGIN SELECT RAISE(ABORT, 'tombstones are not changed'); END""",
    """CREATE TRIGGER deletions_never_lost BEFORE DELETE ON deletions
    BEGIN SELECT RAISE(ABORT, 'tombstones are not removed'); END""",
)
_POSTGRESQL: Final = (
    """CREATE FUNCTION refdesk_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'rows of % are only added', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    """CREATE TRIGGER answers_never_changed BEFORE UPDATE ON answers
    FOR EACH ROW EXECUTE FUNCTION refdesk_refuse()""",
    """CREATE FUNCTION refdesk_answers_lost() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF OLD.made_at >= coalesce((SELECT max(before) FROM prunings), '')
            AND NOT EXISTS (SELECT 1 FROM deletions WHERE answer_id = OLD.answer_id) THEN
            RAISE EXCEPTION 'records go by age, or leave a tombstone'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN OLD;
    END $$""",
    """CREATE TRIGGER answers_never_lost BEFORE DELETE ON answers
    FOR EACH ROW EXECUTE FUNCTION refdesk_answers_lost()""",
    """CREATE TRIGGER answers_never_emptied BEFORE TRUNCATE ON answers
    FOR EACH STATEMENT EXECUTE FUNCTION refdesk_refuse()""",
    """CREATE TRIGGER deletions_never_changed BEFORE UPDATE OR DELETE ON deletions
    FOR EACH ROW EXECUTE FUNCTION refdesk_refuse()""",
    """CREATE TRIGGER deletions_never_emptied BEFORE TRUNCATE ON deletions
    FOR EACH STATEMENT EXECUTE FUNCTION refdesk_refuse()""",
)


def upgrade() -> None:
    """Make the tables."""
    _answers()
    _removals()
    _feedback()
    _keys()
    op.create_table(
        "trials",
        sa.Column("name", sa.String, nullable=False),
        sa.Column("at", _STAMP, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_trials"),
        comment="written to prove that writing works",
    )
    for statement in _SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRESQL:
        op.execute(statement)


def _answers() -> None:
    op.create_table(
        "answers",
        sa.Column("answer_id", sa.String, nullable=False),
        sa.Column("made_at", _STAMP, nullable=False),
        sa.Column(
            "conversation_sha256", sa.String, nullable=False, comment="empty before version 2"
        ),
        sa.Column("asked_by", sa.String, nullable=False, comment="role of the caller"),
        sa.Column("outcome", sa.String, nullable=False),
        sa.Column("category", sa.String, nullable=False, comment="what the policy decided on"),
        sa.Column("record", sa.LargeBinary, nullable=False, comment="the record, JSON in UTF-8"),
        sa.PrimaryKeyConstraint("answer_id", name="pk_answers"),
        comment="what is kept of each answer, written before it leaves; only ever added to",
    )
    op.create_index("answers_by_time", "answers", ["made_at", "answer_id"])
    op.create_index("answers_by_conversation", "answers", ["conversation_sha256"])


def _removals() -> None:
    op.create_table(
        "prunings",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("before", _STAMP, nullable=False, comment="what was made earlier was removed"),
        sa.Column("pruned_at", _STAMP, nullable=False),
        sa.Column("pruned_by", sa.String, nullable=False),
        sa.Column("removed", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_prunings"),
        comment="removals by age",
    )
    op.create_index("prunings_by_before", "prunings", ["before"])
    op.create_table(
        "deletions",
        sa.Column("answer_id", sa.String, nullable=False),
        sa.Column("made_at", _STAMP, nullable=False, comment="when the answer was given"),
        sa.Column("deleted_at", _STAMP, nullable=False),
        sa.Column("deleted_by", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("answer_id", name="pk_deletions"),
        comment="tombstones of answers whose record was deleted on request",
    )


def _feedback() -> None:
    op.create_table(
        "feedback",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("answer_id", sa.String, nullable=False),
        sa.Column(
            "caller",
            sa.String,
            nullable=False,
            comment="id of a key, or the role of who has none",
        ),
        sa.Column("rating", sa.String, nullable=False),
        sa.Column("tags", sa.JSON, nullable=False),
        sa.Column("comment", sa.String, nullable=False, comment="redacted"),
        sa.Column("made_at", _STAMP, nullable=False),
        sa.Column("state", sa.String, nullable=False, comment="new, accepted or dismissed"),
        sa.Column("reviewed_by", sa.String),
        sa.Column("reviewed_at", _STAMP),
        sa.Column("case_id", sa.String, comment="of the evaluation case that was made of it"),
        sa.PrimaryKeyConstraint("id", name="pk_feedback"),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answers.answer_id"],
            name="fk_feedback_answer_id", ondelete="CASCADE",
        ),
        sa.UniqueConstraint("answer_id", "caller", name="uq_feedback_answer_id"),
        comment="what readers said of answers; goes with its answer",
    )  # fmt: skip
    op.create_index("feedback_by_state", "feedback", ["state", "made_at", "id"])
    op.create_index("feedback_by_time", "feedback", ["made_at", "id"])


def _keys() -> None:
    op.create_table(
        "keys",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("role", sa.String, nullable=False),
        sa.Column("scopes", sa.JSON, nullable=False),
        sa.Column("hash", sa.String, nullable=False),
        sa.Column("created", _STAMP, nullable=False),
        sa.Column("expires", _STAMP),
        sa.Column("last_used", _STAMP),
        sa.Column("revoked", _STAMP),
        sa.Column("replaced_by", sa.String),
        sa.PrimaryKeyConstraint("id", name="pk_keys"),
        comment="keys of programs and staff, by the hash of their secret",
    )
