"""`refdesk ask`: one question, answered for people or for programs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import click
from pydantic import ValidationError

from api.cli.console import out
from api.cli.exits import EXIT_DECLINED, EXIT_FAILED, EXIT_NOT_FOUND, EXIT_OK, EXIT_USAGE
from api.cli.render import render_answer
from api.cli.saving import Saving
from api.convert import answer_out
from api.database import DatabaseUnusableError
from api.exporting.cited import known_from
from api.generating import writer_of
from api.jsonout import json_bytes
from api.problems import ProblemError, field_errors, problem_bytes
from api.records import database_of, keep_of, records_of
from api.reply import invalid_question
from api.schemas import AnswerOut, AskRequest
from api.settings import Settings
from api.studies import StudyCatalogue
from index.errors import SearchIndexError
from index.snapshot import ACTIVE_FILE, Snapshot, open_snapshot
from rag.desk import GenerationUnavailableError, Question, ReferenceDesk
from rag.question import InvalidQuestionError
from rag.replay.keeping import RecordNotKeptError

_EXITS: Final = {
    "answered": EXIT_OK,
    "partial": EXIT_OK,
    "refused": EXIT_DECLINED,
    "emergency": EXIT_DECLINED,
    "not_in_library": EXIT_NOT_FOUND,
}


def run_ask(
    settings: Settings, question: str, options: Mapping[str, Any], *, as_json: bool,
    saving: Saving | None = None,
) -> int:  # fmt: skip
    """Answer one question on standard output; return the exit code.

    With `as_json` standard output is always one JSON value: the answer, or a problem as over
    HTTP. Every failure is also one line on standard error. With `saving` the answer is a file, too.

    Raises:
        FailedError: The answer was given and could not be saved.
    """
    try:
        answer, file = _answer(settings, question, options, saving)
    except ProblemError as problem:
        return _fail(problem, str(problem.__cause__ or ""), as_json=as_json)
    if as_json:
        click.echo(json_bytes(answer.model_dump(), indent=2))
    else:
        render_answer(out(), answer)
    if saving is not None:
        saving.write(file)
    return _EXITS[answer.outcome]


def _answer(
    settings: Settings, question: str, options: Mapping[str, Any], saving: Saving | None
) -> tuple[AnswerOut, bytes]:
    try:
        asked = AskRequest.model_validate({"question": question, **options})
    except ValidationError as error:
        raise ProblemError("invalid-request", errors=field_errors(error.errors())) from None
    try:
        snapshot = open_snapshot(settings.data, threads=settings.threads or None)
    except (SearchIndexError, OSError) as error:
        active = (settings.data / ACTIVE_FILE).is_file()
        raise ProblemError("snapshot-unusable" if active else "no-snapshot") from error
    try:
        database = database_of(settings)
    except DatabaseUnusableError as error:
        snapshot.close()
        raise ProblemError("records-unusable") from error
    writer = writer_of(settings, snapshot.encoder)
    wanted = Question(
        text=asked.question, max_evidence=asked.max_evidence, locale=asked.locale, mode=asked.mode
    )
    try:
        desk = ReferenceDesk(snapshot, keep_of(settings, records_of(settings, database)), writer)
        answer = answer_out(desk.ask(wanted))
        return answer, b"" if saving is None else _file(saving, question, answer, snapshot)
    except InvalidQuestionError as error:
        raise invalid_question("question", error) from None
    except GenerationUnavailableError:
        raise ProblemError("generation-unavailable") from None
    except RecordNotKeptError as error:
        raise ProblemError("record-not-kept") from RuntimeError(
            f"no answer, because its record could not be written: {error} (REFDESK_RECORDS=off"
            " answers without)"
        )
    finally:
        for opened in (snapshot, database, writer):
            if opened is not None:
                opened.close()


def _file(saving: Saving, question: str, answer: AnswerOut, snapshot: Snapshot) -> bytes:
    known = known_from(StudyCatalogue.gather(snapshot.store))
    return saving.exporter.write(question, answer, known)


def _fail(problem: ProblemError, cause: str, *, as_json: bool) -> int:
    if as_json:
        click.echo(problem_bytes(problem.kind.code, problem.errors))
    details = [f"{error.location.removeprefix('body.')}: {error.message}"
               for error in problem.errors]  # fmt: skip
    click.echo(f"Error: {cause or '; '.join(details) or problem.kind.detail}", err=True)
    return EXIT_FAILED if problem.kind.status >= 500 else EXIT_USAGE
