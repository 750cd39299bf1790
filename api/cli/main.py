"""The `refdesk` command. Heavy imports live inside the commands, so that help is instant."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import click

from api.choices import DENSE, LOG_FORMATS, LOG_LEVELS
from api.cli.assistant import assistant
from api.cli.config_commands import config, doctor
from api.cli.database_commands import database
from api.cli.eval_commands import evaluate
from api.cli.exits import EXIT_FAILED, EXIT_INTERRUPTED, EXIT_OK
from api.cli.feedback_commands import feedback
from api.cli.key_commands import keys
from api.cli.options import CONFIG_GIVEN, data_option, settings_from
from api.cli.record_commands import answers, replay
from api.cli.snapshot_commands import snapshots
from index.embedding.precision import PRECISIONS

_MAIN_HELP = """Cited passages from medical articles, each with its evidence tier.
Never a recommendation.

\b
Start here:
  refdesk build --articles corpus/articles --data data
  refdesk ask "Were MSC infusions safe in frail older adults?" --data data
  refdesk serve --data data

Every setting can also be given as an environment variable, REFDESK_DATA for --data, or in a file
refdesk.toml; 'refdesk config show' tells what holds.

\b
Exit codes:
  0    done; for 'ask': answered, or answered in part
  1    'build --strict', 'lint' or 'snapshots verify' found problems, 'eval gate' a missed bar,
       'doctor' something to mend,
       'replay' an answer that is another today
  2    the command line cannot be used
  3    it failed: no snapshot, no model, disk, ...
  4    'ask': refused, or an emergency
  5    'ask': not in the library
  130  stopped by Ctrl-C
"""


def _version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        from importlib.metadata import PackageNotFoundError, version

        try:
            number = version("refdesk")
        except PackageNotFoundError:
            number = "0 (bare checkout)"
        click.echo(f"refdesk {number}")
        context.exit()


def _config(context: click.Context, _: click.Parameter, given: Path | None) -> None:
    if given:
        context.meta[CONFIG_GIVEN] = given


_notices = click.option(
    "--notices", type=click.Path(path_type=Path),
    help="CSV of retractions and corrections (Retraction Watch layout) to build with.",
)  # fmt: skip


@click.group(
    help=_MAIN_HELP,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option("--config", type=click.Path(path_type=Path), expose_value=False,
              callback=_config,
              help="File of settings.  [default: refdesk.toml, if it is there]")  # fmt: skip
@click.option("--version", is_flag=True, expose_value=False, is_eager=True, callback=_version,
              help="Show the version and stop.")  # fmt: skip
def cli() -> None:
    """Hold the commands; each one is its own."""


@cli.command()
@click.option("--articles", type=click.Path(path_type=Path), multiple=True,
              help="Article file or folder (.md, .html, .txt); repeat for more.")  # fmt: skip
@data_option
@click.option("--model", help="'bundled', a local sentence-transformers folder, or a model name.")
@_notices
@click.option("--precision", type=click.Choice(PRECISIONS),
              help="Arithmetic for passages; auto takes the fast one where it pays."
              "  [default: auto]")  # fmt: skip
@click.option("--dense", type=click.Choice(DENSE),
              help="Vector search: 'auto' is 'exact' up to 50,000 passages.")  # fmt: skip
@click.option("--probes", type=int, help="Lists that 'ivf' reads, 1 to 65536.  [default: 256]")
@click.option("--strict", is_flag=True, help="Build nothing when an article cannot be read.")
def build(
    articles: tuple[Path, ...], data: Path | None, model: str | None, notices: Path | None,
    precision: str | None, dense: str | None, probes: int | None, strict: bool,
) -> None:  # fmt: skip
    """Read articles, index them and make the result the active snapshot.

    An article that cannot be read is told of and left out; the old snapshot stays active until
    the new one is whole. Vectors are kept, so a second build embeds only what changed.

    \b
    Example:
      refdesk build --articles corpus/articles --articles more/page.md --data data
    """  # noqa: D301 - click reads the backspace
    given = {"articles": articles, "data": data, "model": model, "notices": notices}
    how = {"precision": precision, "dense": dense, "probes": probes}
    settings = settings_from({**given, **how})
    if not settings.articles:
        raise click.UsageError("say what to build from: --articles PATH")
    from api.cli.building import run_build

    raise SystemExit(run_build(settings, strict=strict))


@cli.command()
@click.argument("question")
@data_option
@click.option("--json", "as_json", is_flag=True, help="The answer as JSON, as over HTTP.")
@click.option("--max-evidence", type=click.IntRange(1, 20), default=6, show_default=True,
              help="Citations at most.")  # fmt: skip
@click.option("--locale", help="BCP 47 tag, 'fr-CA': language of our own lines, region of"
              " emergency numbers.")  # fmt: skip
@click.option("--mode", type=click.Choice(["extractive", "generative", "auto"]),
              default="extractive", show_default=True, help="How to word the answer.")  # fmt: skip
@click.option("--save", type=click.Path(path_type=Path), metavar="FILE",
              help="Save it, too: .md, .docx, .json (CSL-JSON) or .ris.")  # fmt: skip
@click.option("--force", is_flag=True, help="Overwrite FILE where it is there already.")
def ask(
    question: str, data: Path | None, as_json: bool, max_evidence: int, locale: str | None,
    mode: str, save: Path | None, force: bool,
) -> None:  # fmt: skip
    """Answer QUESTION from the library.

    \b
    Examples:
      refdesk ask "What did the CRATUS trial measure?" --data data
      refdesk ask "Which MSC products are approved?" --data data --json
      refdesk ask "What did the CRATUS trial measure?" --data data --save cratus.docx
    """  # noqa: D301 - click reads the backspace
    settings = settings_from({"data": data})
    if force and save is None:
        raise click.UsageError("--force goes with --save FILE")
    from api.cli.asking import run_ask
    from api.cli.saving import saving_to

    options = {"max_evidence": max_evidence, "locale": locale, "mode": mode}
    saving = None if save is None else saving_to(save, force=force)
    raise SystemExit(run_ask(settings, question, options, as_json=as_json, saving=saving))


@cli.command()
@data_option
@click.option("--host", help="Address to listen at.  [default: 127.0.0.1]")
@click.option("--port", type=int, help="Port to listen at.  [default: 8000]")
@click.option("--articles", type=click.Path(path_type=Path), multiple=True,
              help="Build from these when there is no snapshot; repeat for more.")  # fmt: skip
@_notices
@click.option("--model", help="Model for that build.")
@click.option("--workers", type=int,
              help="Questions computed at once by each process.")  # fmt: skip
@click.option("--processes", type=int, help="Processes that serve, 1 to 64.  [default: 1]")
@click.option("--log-level", type=click.Choice(LOG_LEVELS), help="[default: info]")
@click.option("--log-format", type=click.Choice(LOG_FORMATS), help="[default: text]")
def serve(**options: Any) -> None:  # noqa: ANN401 - each option has its own type
    """Serve the HTTP interface and the page until stopped.

    \b
    Example:
      refdesk serve --data data --articles corpus/articles --port 8000
    """  # noqa: D301 - click reads the backspace
    settings = settings_from(options)
    from api.cli.serving import run_serve

    raise SystemExit(run_serve(settings))


@cli.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="The findings as JSON.")
def lint(paths: tuple[Path, ...], as_json: bool) -> None:
    """Check articles: footnotes, figures without a reference, identifiers, dates.

    \b
    Example:
      refdesk lint corpus/articles
    """  # noqa: D301 - click reads the backspace
    from api.cli.linting import run_lint

    raise SystemExit(run_lint(paths, as_json=as_json))


cli.add_command(config)
cli.add_command(doctor)
cli.add_command(evaluate)
cli.add_command(snapshots)
cli.add_command(answers)
cli.add_command(keys)
cli.add_command(database)
cli.add_command(feedback)
cli.add_command(replay)
cli.add_command(assistant)


def main() -> None:
    """Run the command; every failure is one line on standard error and an exit code."""
    try:
        cli.main(prog_name="refdesk", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("stopped", err=True)
        sys.exit(EXIT_INTERRUPTED)
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(EXIT_OK)
    except Exception as error:
        if os.environ.get("REFDESK_TRACEBACK"):
            raise
        kind = type(error).__name__
        click.echo(
            f"Error: unexpected {kind}; set REFDESK_TRACEBACK=1 to see where, and report it",
            err=True,
        )
        sys.exit(EXIT_FAILED)


if __name__ == "__main__":
    main()
