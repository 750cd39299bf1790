"""docs/settings.md, made from the settings themselves; a test proves that the page is current."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import click
from pydantic import SecretStr

from api.settings.model import Settings, is_secret, settings_by_group
from api.settings.reading import PREFIX
from api.settings.values import allowed

_OPENING: Final = """# Settings

Made by `refdesk config docs`; change the settings, not this page.

A setting is taken from the first of these that gives it: the command-line option, the environment
variable, the file of settings, the default. All are read once, at the start. `refdesk config show`
prints what holds, and where each value comes from.

The file is TOML with the names below, `port = 9000`; it is `--config PATH` before the command, else
`REFDESK_CONFIG`, else `refdesk.toml` in the current folder where there is one. A name in it that is
no setting is an error, and so is a variable whose name is a near miss of one. Paths are relative to
the current folder.

A **secret** comes from its variable, or from a file of its own named by the variable with `_FILE`
at its end (`REFDESK_GENERATE_KEY_FILE=/run/secrets/key`; a line break at the end of that file is
dropped). It is no option, may not stand in the file of settings, and is shown nowhere.
"""


def settings_page() -> str:
    """Return the page."""
    options = _options()
    lines = [_OPENING]
    for group, fields in settings_by_group():
        title = (group.__doc__ or "").splitlines()[0].rstrip(".")
        lines.append(f"## {title}\n")
        lines.append("| setting | variable | option | default | allowed | what it is |")
        lines.append("|---|---|---|---|---|---|")
        for name, field in fields.items():
            variable = f"`{PREFIX}{name.upper()}`" + ("; secret" if is_secret(field) else "")
            option = f"`{options[name]}`" if name in options else "none"
            what = (field.description or "").replace("|", "\\|")
            cells = [f"`{name}`", variable, option, _default(name), allowed(name), what]
            lines.append(f"| {' | '.join(cells)} |")
        lines.append("")
    return "\n".join(lines)


def _default(name: str) -> str:
    value = Settings.model_fields[name].default
    if isinstance(value, SecretStr) or value in (None, "", ()):
        return "none"
    return f"`{value}`"


def _options() -> dict[str, str]:
    """Return the command-line option of each setting that has one."""
    from api.cli.main import cli  # it imports this module's command

    found: dict[str, str] = {}
    for command in _commands(cli):
        for option in command.params:
            if isinstance(option, click.Option) and option.name in Settings.model_fields:
                found.setdefault(option.name, option.opts[0])
    return found


def _commands(group: click.Group) -> Iterator[click.Command]:
    for command in group.commands.values():
        if command.name == "eval":
            continue  # its --data and --articles choose what is measured
        if isinstance(command, click.Group):
            yield from _commands(command)
        yield command
