"""`refdesk replay` and `refdesk answers`: kept answers, asked again, shown and removed."""

from __future__ import annotations

import getpass
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime, timedelta

import click

from api.cli.exits import EXIT_OK, EXIT_PROBLEMS, FailedError
from api.convert import disclaimer_out
from api.convert_records import record_out
from api.database import DatabaseUnusableError
from api.database.answers import AnswerStore, DeletedAnswerError, UnknownAnswerError
from api.database.takeover import OLD_FILE
from api.jsonout import json_bytes
from api.records import database_of
from api.settings import Settings
from index.errors import SearchIndexError
from index.snapshot import open_snapshot
from rag.desk import ReferenceDesk
from rag.disclaimers import disclaimer_for
from rag.question import InvalidQuestionError
from rag.replay.again import OtherQuestionError, QuestionNeededError, ask_again, words_of
from rag.replay.drift import Drift
from rag.replay.record import AnswerRecord, UnreadableRecordError


def run_replay(
    settings: Settings,
    answer_id: str,
    question: str | None,
    earlier: Sequence[str],
    *,
    as_json: bool,
) -> int:
    """Ask a kept question again on the active snapshot; return 1 when the answer is another.

    Raises:
        click.UsageError: No such record, or the words needed are missing or others.
        FailedError: The records or the snapshot cannot be opened.
    """
    record = _record(settings, answer_id)
    text, before = words_given(record, question, earlier)
    try:
        snapshot = open_snapshot(settings.data, threads=settings.threads or None)
    except (SearchIndexError, OSError) as error:
        raise FailedError(str(error)) from error
    try:
        drift, now = ask_again(ReferenceDesk(snapshot), record, text, before)
    finally:
        snapshot.close()
    if as_json:
        click.echo(json_bytes(_as_value(record, now, drift), indent=2))
    else:
        for line in _lines(record, now, drift):
            click.echo(line)
    return EXIT_PROBLEMS if drift.any else EXIT_OK


def words_given(
    record: AnswerRecord, question: str | None, earlier: Sequence[str]
) -> tuple[str, tuple[str, ...]]:
    """Return the question of a record and the earlier ones, from the record or the command line.

    Raises:
        click.UsageError: They are missing, or others.
    """
    try:
        return words_of(record, question, earlier)
    except QuestionNeededError as error:
        hint = "--question TEXT" + (", and --earlier TEXT for each" if earlier or question else "")
        raise click.UsageError(f"{error}: give {hint}") from None
    except (OtherQuestionError, InvalidQuestionError) as error:
        raise click.UsageError(str(error)) from None


def run_show(settings: Settings, answer_id: str) -> int:
    """Print the record of an answer as over HTTP."""
    shown = record_out(_record(settings, answer_id), disclaimer_for(None))
    click.echo(json_bytes(shown.model_dump(), indent=2))
    return EXIT_OK


def run_prune(settings: Settings, days: float, *, dry_run: bool) -> int:
    """Remove records older than some days and tell how many."""
    age = timedelta(days=days)
    with _store(settings) as store:
        if dry_run:
            click.echo(f"{store.count(before=datetime.now(UTC) - age)} records would be removed")
        else:
            click.echo(f"{store.prune(age)} records removed, {store.count()} kept")
    return EXIT_OK


def run_delete(
    settings: Settings, answer_id: str | None, conversation: str | None, by: str | None
) -> int:
    """Delete the record of an answer, or those of a conversation, and tell how many.

    Raises:
        click.UsageError: There is none.
        FailedError: The records cannot be opened or written.
    """
    who = by or user_name()
    with _store(settings) as store:
        if conversation:
            count = store.delete_conversation(conversation, by=who)
        else:
            count = int(store.delete(answer_id or "", by=who))
    if not count:
        what = "conversation" if conversation else "answer"
        raise click.UsageError(f"no record of this {what} is kept")
    click.echo(f"{count} record{'s' if count > 1 else ''} deleted")
    return EXIT_OK


def user_name() -> str:
    """Return who runs the command, for what is written down."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container may have a user without a name
        return "operator"


@contextmanager
def _store(settings: Settings) -> Iterator[AnswerStore]:
    database = database_of(settings)
    old = settings.data / OLD_FILE
    if database.path is not None and not (database.path.is_file() or old.is_file()):
        raise FailedError(f"no records in {settings.data}: none were kept there")
    store = AnswerStore(database)
    try:
        yield store
    except (DatabaseUnusableError, UnreadableRecordError) as error:
        raise FailedError(str(error)) from error
    finally:
        store.close()


def _record(settings: Settings, answer_id: str) -> AnswerRecord:
    with _store(settings) as store:
        try:
            return store.get(answer_id)
        except DeletedAnswerError as gone:
            raise click.UsageError(
                f"the record of this answer was deleted on {gone.deleted_at} by {gone.deleted_by}"
            ) from None
        except UnknownAnswerError:
            raise click.UsageError("no answer of this id is kept") from None


def _as_value(record: AnswerRecord, now: AnswerRecord, drift: Drift) -> dict[str, object]:
    return {
        "answer_id": record.answer_id,
        "drift": drift.any,
        **asdict(drift),
        "snapshot": {"before": record.snapshot, "now": now.snapshot},
        "disclaimer": disclaimer_out(disclaimer_for(None)).model_dump(),
    }


def _lines(record: AnswerRecord, now: AnswerRecord, drift: Drift) -> Iterator[str]:
    same = "the same snapshot" if not drift.rebuilt else f"snapshot {now.snapshot}"
    yield f"Answer {record.answer_id} of {record.made_at}, asked again on {same}"
    for change in drift.changed:
        yield f"  {change.what}: {change.before} -> {change.now}"
    for name in drift.gone:
        yield f"  gone: {name}"
    for name in drift.new:
        yield f"  new: {name}"
    for old, new in drift.reworded:
        yield f"  reworded: {old} -> {new}"
    for change in drift.tiers:
        yield f"  tier of {change.what}: {change.before} -> {change.now}"
    for old, new in drift.moved:
        yield f"  same words elsewhere: {old} -> {new}"
    if drift.unchecked:
        yield f"  not compared: {drift.unchecked} generated sentences; their sources are"
    yield "A reader would be told something else now." if drift.any else "No drift."
