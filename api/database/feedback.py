"""What readers say of answers: kept redacted, reviewed once, gone with its answer."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from api.choices import RATINGS as RATINGS
from api.choices import STATES as STATES
from api.choices import TAGS as TAGS
from api.choices import Rating as Rating
from api.choices import State as State
from api.choices import Tag as Tag
from api.database.answers import UnknownAnswerError
from api.database.engine import Database
from api.database.tables import answers, feedback, is_id, stamp
from rag.redaction import redact


class UnknownFeedbackError(KeyError):
    """There is no feedback of this id: it went with its answer, or is from elsewhere."""


class ReviewedFeedbackError(ValueError):
    """This caller's feedback on the answer was reviewed already and is not changed any more."""


@dataclass(frozen=True, slots=True)
class Feedback:
    """What one caller said of one answer, and what came of it.

    Attributes:
        caller: "key:ID" and the like; the role of who has no name.
        tags: In the order of `TAGS`.
        comment: Redacted.
        made_at: When it was last said.
        case_id: Of the evaluation case that was made of it.
    """

    id: str
    answer_id: str
    caller: str
    rating: Rating
    tags: tuple[Tag, ...]
    comment: str
    made_at: str
    state: State
    reviewed_by: str | None
    reviewed_at: str | None
    case_id: str | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which feedback is listed; None and empty limit nothing."""

    state: State | None = None
    rating: Rating | None = None
    tag: Tag | None = None
    answer_id: str | None = None


class FeedbackStore:
    """The feedback in a database; safe to share between threads and processes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def give(
        self, answer_id: str, caller: str, rating: Rating, tags: Sequence[Tag], comment: str
    ) -> Feedback:
        """Keep what a caller says of an answer; said again before its review, it replaces itself.

        Args:
            answer_id: Of an answer whose record is kept.
            caller: Who says it; the public is one caller, as it is not told apart.
            rating: Whether the answer helped.
            tags: What is said of it.
            comment: In words; redacted before it is written.

        Raises:
            UnknownAnswerError: No record of the answer is kept.
            ReviewedFeedbackError: It was reviewed, and this says something else.
            DatabaseUnusableError: The database cannot be written.
        """
        said = {
            "rating": rating,
            "tags": [tag for tag in TAGS if tag in tags],
            "comment": redact(comment),
        }
        try:
            return self._given(answer_id, caller, said)
        except IntegrityError:
            # The same was said by two requests at once, and the other one was first.
            return self._given(answer_id, caller, said)

    def get(self, feedback_id: str) -> Feedback:
        """Return one.

        Raises:
            UnknownFeedbackError: There is none.
            DatabaseUnusableError: The database cannot be read.
        """
        with self._database.reading() as connection:
            return _one(connection, feedback_id)

    def page(self, wanted: Wanted, offset: int, limit: int) -> tuple[int, list[Feedback]]:
        """Return how many there are, and a page of them, the newest first.

        Raises:
            DatabaseUnusableError: The database cannot be read.
        """
        limits = [
            feedback.c[name] == value
            for name in ("state", "rating", "answer_id")
            if (value := getattr(wanted, name)) is not None
        ]
        with self._database.reading() as connection:
            if wanted.tag is not None:
                limits.append(_has_tag(connection, wanted.tag))
            total = connection.scalar(select(func.count()).select_from(feedback).where(*limits))
            found = (
                select(feedback)
                .where(*limits)
                .order_by(feedback.c.made_at.desc(), feedback.c.id)
                .offset(offset)
                .limit(limit)
            )
            return total or 0, [_read(row) for row in connection.execute(found)]

    def review(self, feedback_id: str, state: State, by: str) -> Feedback:
        """Accept or dismiss one; who does it last is noted.

        Raises:
            UnknownFeedbackError: There is none.
            DatabaseUnusableError: The database cannot be written.
        """
        return self._change(
            feedback_id, {"state": state, "reviewed_by": by, "reviewed_at": stamp()}
        )

    def made_case(self, feedback_id: str, case_id: str, by: str) -> Feedback:
        """Note the evaluation case that was made of one; that accepts it.

        Raises:
            UnknownFeedbackError: There is none.
            DatabaseUnusableError: The database cannot be written.
        """
        changed = {"state": "accepted", "reviewed_by": by, "reviewed_at": stamp()}
        return self._change(feedback_id, {**changed, "case_id": case_id})

    def _given(self, answer_id: str, caller: str, said: Mapping[str, Any]) -> Feedback:
        with self._database.writing() as connection:
            known = select(answers.c.answer_id).where(answers.c.answer_id == answer_id)
            if connection.scalar(known) is None:
                raise UnknownAnswerError(answer_id)
            earlier = connection.execute(_of(answer_id, caller)).first()
            if earlier is None:
                name = uuid.uuid4().hex
                row = {"id": name, "answer_id": answer_id, "caller": caller, "state": "new"}
                connection.execute(insert(feedback), {**row, **said, "made_at": stamp()})
                return _one(connection, name)
            if all(getattr(earlier, name) == value for name, value in said.items()):
                return _read(earlier)
            if earlier.state != "new":
                raise ReviewedFeedbackError(answer_id)
            again = update(feedback).where(feedback.c.id == earlier.id)
            connection.execute(again.values(**said, made_at=stamp()))
            return _one(connection, earlier.id)

    def _change(self, feedback_id: str, values: Mapping[str, Any]) -> Feedback:
        with self._database.writing() as connection:
            _one(connection, feedback_id)
            connection.execute(
                update(feedback).where(feedback.c.id == feedback_id).values(**values)
            )
            return _one(connection, feedback_id)


def _of(answer_id: str, caller: str) -> Select[*tuple[Any, ...]]:
    both = (feedback.c.answer_id == answer_id, feedback.c.caller == caller)
    return select(feedback).where(*both)


def _has_tag(connection: Connection, tag: Tag) -> ColumnElement[bool]:
    # The one place where the databases differ: how a list in JSON is looked into.
    postgresql = connection.dialect.name == "postgresql"
    each = (func.json_array_elements_text if postgresql else func.json_each)(feedback.c.tags)
    values = each.table_valued("value")
    return select(values.c.value).where(values.c.value == tag).exists()


def _one(connection: Connection, feedback_id: str) -> Feedback:
    if not is_id(feedback_id):
        raise UnknownFeedbackError(feedback_id)
    row = connection.execute(select(feedback).where(feedback.c.id == feedback_id)).first()
    if row is None:
        raise UnknownFeedbackError(feedback_id)
    return _read(row)


def _read(row: Row[*tuple[Any, ...]]) -> Feedback:
    return Feedback(**{**row._mapping, "tags": tuple(row.tags)})
