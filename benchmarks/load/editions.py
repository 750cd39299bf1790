"""Two snapshots of the same articles whose every source differs: a mixed answer is seen."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from benchmarks.load.questions import Asked
from index.snapshot import active_path, open_snapshot

ARTICLES: Final = Path(__file__).resolve().parents[2] / "corpus" / "articles"


@dataclass(frozen=True, slots=True)
class Editions:
    """A data folder with two snapshots.

    Attributes:
        snapshots: Their ids; the second one is active at first.
        sources: By snapshot and slug, the SHA-256 of the article's source and the source.
    """

    data: Path
    snapshots: tuple[str, str]
    sources: Mapping[str, Mapping[str, tuple[str, str]]]

    def check(self, asked: Asked, payload: dict[str, Any]) -> str:
        """Say what is wrong with an answer: a quote that is not of the snapshot it names."""
        del asked
        snapshot = payload["index"]["snapshot"]
        for entry in [*payload["evidence"], *payload["related"]]:
            sha256, source = self.sources[snapshot][entry["article"]["slug"]]
            span = entry["span"]
            if entry["source_sha256"] != sha256:
                return "a quote of the other snapshot"
            if source[span["start"] : span["end"]] != entry["quote"]:
                return "a quote that is not at its span"
        return ""


def build_editions(folder: Path) -> Editions:
    """Build both, from the shipped articles.

    Args:
        folder: Made anew.

    Raises:
        CalledProcessError: A build failed.
    """
    shutil.rmtree(folder, ignore_errors=True)
    data = folder / "data"
    ids, sources = [], {}
    for edition in ("first", "second"):
        articles = folder / edition
        shutil.copytree(ARTICLES, articles)
        for path in articles.rglob("*.md"):
            # Behind the front matter everything moves: spans of one edition miss in the other.
            head, mark, body = path.read_text(encoding="utf-8").partition("\n---\n")
            moved = f"{head}{mark}\nThis is the {edition} edition.\n{body}"
            path.write_text(moved, encoding="utf-8")
        _refdesk("build", "--articles", str(articles), "--data", str(data))
        snapshot = open_snapshot(active_path(data))
        try:
            ids.append(snapshot.id)
            sources[snapshot.id] = {
                article.slug: (article.source_sha256, snapshot.store.source(article.slug))
                for article in snapshot.store.articles()
            }
        finally:
            snapshot.close()
    return Editions(data, (ids[0], ids[1]), sources)


def activate(data: Path, snapshot: str) -> None:
    """Make a snapshot the active one."""
    _refdesk("snapshots", "activate", snapshot, "--data", str(data))


def _refdesk(*words: str) -> None:
    command = [sys.executable, "-m", "api.cli.main", *words]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
