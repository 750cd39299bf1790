"""`refdesk feedback`: what readers said, listed and shown, and made into evaluation cases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import cast

import click

from api.cli.databasing import opened
from api.cli.exits import EXIT_OK, FailedError
from api.cli.replaying import user_name, words_given
from api.convert_records import record_out
from api.database import Database
from api.database.answers import AnswerStore, UnknownAnswerError
from api.database.feedback import (
    TAGS,
    Feedback,
    FeedbackStore,
    State,
    UnknownFeedbackError,
    Wanted,
)
from api.evaluation.from_feedback import CASES_FILE, NoCaseError, add_case, case_of, named_in
from api.jsonout import json_bytes
from api.routes.reviewing import entry_out
from api.settings import Settings
from index.errors import SearchIndexError
from index.snapshot import Snapshot, open_snapshot
from rag.disclaimers import disclaimer_for
from rag.evaluation.suite import SuiteError
from rag.replay.record import AnswerRecord, UnreadableRecordError


def run_list(
    settings: Settings, state: str | None, tag: str | None, limit: int, *, as_json: bool
) -> int:
    """Print what readers said, the newest first.

    Raises:
        click.UsageError: There is no such tag.
        FailedError: The database cannot be read.
    """
    if tag is not None and tag not in TAGS:
        raise click.UsageError(f"no such tag; there are: {', '.join(TAGS)}")
    wanted = Wanted(state=cast("State | None", state), tag=tag)
    with opened(settings) as database:
        total, found = FeedbackStore(database).page(wanted, 0, limit)
    if as_json:
        entries = [entry_out(each).model_dump() for each in found]
        click.echo(json_bytes({"total": total, "feedback": entries}, indent=2))
        return EXIT_OK
    for each in found:
        tags = " ".join(each.tags)
        click.echo(f"{each.id}  {each.made_at[:16]}  {each.state}  {each.rating}  {tags}".rstrip())
        if each.comment:
            click.echo(f"    {' '.join(each.comment.split())[:200]}")
    click.echo(f"{len(found)} of {total}")
    return EXIT_OK


def run_show(settings: Settings, feedback_id: str) -> int:
    """Print what was said, and what was kept of its answer.

    Raises:
        click.UsageError: There is no such feedback.
        FailedError: The database cannot be read.
    """
    with opened(settings) as database:
        said, record = _both(database, feedback_id)
    told = record_out(record, disclaimer_for(None)).model_dump()
    click.echo(json_bytes({"feedback": entry_out(said).model_dump(), "answer": told}, indent=2))
    return EXIT_OK


def run_case(
    settings: Settings,
    feedback_id: str,
    suite: Path,
    wrong: Sequence[int],
    right: Sequence[tuple[str, str]],
    question: str | None,
    earlier: Sequence[str],
) -> int:
    """Make an evaluation case and note it.

    Raises:
        click.UsageError: There is no such feedback, or something that the case needs is missing.
        FailedError: The database, the snapshot or the suite cannot be read or written.
    """
    with opened(settings) as database:
        said, record = _both(database, feedback_id)
        text, _ = words_given(record, question, earlier)
        amiss = tuple(wrong) or named_in(said.comment)
        with _library(settings) as snapshot:
            try:
                case = case_of(said, record, snapshot.store, text, amiss, right)
                add_case(suite, case)
            except NoCaseError as error:
                raise click.UsageError(f"{error} (--wrong N, --right SLUG WORDS)") from None
            except (SuiteError, OSError) as error:
                raise FailedError(str(error)) from error
        FeedbackStore(database).made_case(said.id, case.id, user_name())
    click.echo(f"{suite / CASES_FILE}: {case.id}")
    if not case.answerable:
        click.echo("Nothing right was cited: the case says that the library does not answer.")
    return EXIT_OK


@contextmanager
def _library(settings: Settings) -> Iterator[Snapshot]:
    try:
        snapshot = open_snapshot(settings.data, threads=settings.threads or None)
    except (SearchIndexError, OSError) as error:
        raise FailedError(str(error)) from error
    try:
        yield snapshot
    finally:
        snapshot.close()


def _both(database: Database, feedback_id: str) -> tuple[Feedback, AnswerRecord]:
    try:
        said = FeedbackStore(database).get(feedback_id)
        return said, AnswerStore(database).get(said.answer_id)
    except (UnknownFeedbackError, UnknownAnswerError):
        raise click.UsageError("no feedback of this id is kept") from None
    except UnreadableRecordError as error:
        raise FailedError(str(error)) from error
