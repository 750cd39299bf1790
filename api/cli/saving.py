"""`refdesk ask --save`: an answer as a file, in the format that the end of its name says."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click

from api.cli.exits import FailedError
from api.exporting.formats import EXPORTERS, Exporter


@dataclass(frozen=True, slots=True)
class Saving:
    """Where an answer goes, and as what.

    Attributes:
        path: The file.
        exporter: Its format.
        force: A file that is there already may be overwritten.
    """

    path: Path
    exporter: Exporter
    force: bool

    def write(self, file: bytes) -> None:
        """Write the file.

        Raises:
            FailedError: It cannot be written, or has come to be meanwhile.
        """
        try:
            with self.path.open("wb" if self.force else "xb") as opened:
                opened.write(file)
        except OSError as error:
            raise FailedError(f"{self.path} was not written: {error.strerror}") from None
        click.echo(f"saved as {self.path}", err=True)


def saving_to(path: Path, *, force: bool) -> Saving:
    """Return where an answer is to be saved, looked at before anything is asked.

    Raises:
        click.UsageError: The end of the name says no format, its folder is not there, or the file
            is there already and may not be overwritten.
    """
    found = [each for each in EXPORTERS.values() if each.ending == path.suffix.lower()]
    if not found:
        endings = ", ".join(each.ending for each in EXPORTERS.values())
        raise click.UsageError(f"the end of the file's name says the format: {endings}")
    if not path.parent.is_dir():
        raise click.UsageError(f"there is no folder {path.parent}")
    if path.exists() and not (force and path.is_file()):
        raise click.UsageError(f"{path} is there already; --force overwrites a file")
    return Saving(path, found[0], force)
