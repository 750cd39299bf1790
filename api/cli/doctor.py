"""`refdesk doctor`: is everything there that a service needs, and what to do where it is not."""

from __future__ import annotations

import importlib.util
import os
import shutil
import socket
import urllib.request
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

import click

from api.cli.exits import EXIT_OK, EXIT_PROBLEMS
from api.database import DatabaseUnusableError
from api.jsonout import json_bytes
from api.provider import try_model
from api.readiness import MEGABYTE
from api.records import database_of
from api.settings import Settings
from index.errors import SearchIndexError
from index.keeping import list_folders
from index.snapshot import ACTIVE_FILE, Snapshot, open_snapshot

_SKEW: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found.

    Attributes:
        check: Its name, one word.
        ok: Whether all is well.
        told: What was found.
        do: What to do; empty where all is well.
    """

    check: str
    ok: bool
    told: str
    do: str = ""


def run_doctor(settings: Settings, now: datetime | None = None) -> Sequence[Finding]:
    """Make every check; none changes anything but a row of the database that says so.

    Args:
        settings: The settings that hold.
        now: The time; that of the system when None.
    """
    moment = now or datetime.now(UTC)
    snapshot, opened = _snapshot(settings)
    findings = [Finding("settings", True, "every setting can be used"), _packages(settings)]
    findings += [_folder(settings), snapshot]
    if opened is not None:
        findings += [_model(opened), _clock(opened, moment)]
        opened.close()
    return [*findings, _database(settings), _disk(settings), _port(settings)]


def show_findings(findings: Sequence[Finding], *, as_json: bool) -> int:
    """Print what was found; return the exit code."""
    if as_json:
        rows = [asdict(each) for each in findings]
        click.echo(json_bytes({"ok": all(each.ok for each in findings), "checks": rows}, indent=2))
    else:
        for each in findings:
            click.echo(f"{'ok' if each.ok else 'problem':8}{each.check:10}{each.told}")
            if each.do:
                click.echo(f"{'':18}{each.do}")
    return EXIT_OK if all(each.ok for each in findings) else EXIT_PROBLEMS


def _packages(settings: Settings) -> Finding:
    needed = {
        "generate": ("httpx", "pybreaker", "tenacity") if settings.generate_base_url else (),
        "telemetry": ("opentelemetry.exporter.otlp",) if settings.trace_endpoint else (),
    }
    for extra, names in needed.items():
        missing = [name for name in names if not _installed(name)]
        if missing:
            told = f"{', '.join(missing)} is not installed, and a setting asks for it"
            return Finding("packages", False, told, f"pip install 'refdesk[{extra}]'")
    return Finding("packages", True, "what the settings ask for is installed")


def _installed(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except ModuleNotFoundError:
        return False


def _folder(settings: Settings) -> Finding:
    data = settings.data
    if not data.is_dir():
        told = f"{data} is no folder"
        return Finding("data", False, told, "name the data folder with --data, or build one")
    if not os.access(data, os.W_OK | os.X_OK):
        told = f"{data} cannot be written by user {os.geteuid()}"
        return Finding("data", False, told, "give it to the user that the service runs as")
    return Finding("data", True, f"{data} can be written")


def _snapshot(settings: Settings) -> tuple[Finding, Snapshot | None]:
    try:
        opened = open_snapshot(settings.data)
    except (SearchIndexError, OSError) as error:
        active = (settings.data / ACTIVE_FILE).is_file()
        others = [each for each in list_folders(settings.data) if each.manifest and not each.active]
        do = "refdesk build --articles PATH"
        if active and others:
            do = f"refdesk snapshots activate {others[-1].id}, or build again"
        return Finding("snapshot", False, str(error), do), None
    counts = opened.manifest.counts
    told = (
        f"{opened.id}, {counts['articles']} articles, {counts['passages']} passages, "
        "every hash is right"
    )
    return Finding("snapshot", True, told), opened


def _model(snapshot: Snapshot) -> Finding:
    try:
        try_model(snapshot)
    except SearchIndexError as error:
        return Finding("model", False, str(error), "build again")
    return Finding("model", True, f"{snapshot.manifest.model['name']} computes")


def _clock(snapshot: Snapshot, now: datetime) -> Finding:
    built = datetime.fromisoformat(snapshot.manifest.built_at)
    shown = now.isoformat(timespec="seconds")
    if now < built - _SKEW:
        told = f"it is {shown}, before the snapshot was built ({snapshot.manifest.built_at})"
        do = "set the clock: records and keys are dated by it"
        return Finding("clock", False, told, do)
    return Finding("clock", True, shown)


def _database(settings: Settings) -> Finding:
    try:
        database = database_of(settings)
    except DatabaseUnusableError as error:
        return Finding("database", False, str(error), "mend the setting 'database'")
    if database.path is not None and not database.path.parent.is_dir():
        database.close()
        return Finding("database", False, "its folder is not there", "see 'data' above")
    try:
        database.check()
    except DatabaseUnusableError as error:
        return Finding("database", False, str(error), "see docs/operations.md, 'Restore'")
    finally:
        database.close()
    return Finding("database", True, f"{database.name} can be written")


def _disk(settings: Settings) -> Finding:
    folder = settings.data
    while not folder.is_dir() and folder != folder.parent:
        folder = folder.parent
    free = shutil.disk_usage(folder).free // MEGABYTE
    told = f"{free:,} MB are free, {settings.disk_floor_mb:,} must be"
    if free < settings.disk_floor_mb:
        do = "make room: refdesk snapshots prune, refdesk answers prune"
        return Finding("disk", False, told, do)
    return Finding("disk", True, told)


def _port(settings: Settings) -> Finding:
    place = f"{settings.host} port {settings.port}"
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        with socket.create_server((settings.host, settings.port), family=family):
            return Finding("port", True, f"{place} is free")
    except (OSError, UnicodeError) as error:
        if _serves(settings):
            return Finding("port", True, f"a refdesk service listens at {place}")
        told = f"cannot listen at {place}: {getattr(error, 'strerror', None) or 'not an address'}"
        return Finding("port", False, told, "choose another one, or stop what listens there")


def _serves(settings: Settings) -> bool:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    try:
        with urllib.request.urlopen(f"http://{host}:{settings.port}/healthz", timeout=3) as reply:
            return bool(reply.headers.get("X-Disclaimer-Id"))
    except (OSError, ValueError):
        return False
