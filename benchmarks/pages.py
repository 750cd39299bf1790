"""How long the library's pages take: the same pages asked for in turn, on a real snapshot.

    python -m benchmarks.pages DATA [--rounds N] [--copies N]

DATA is a data folder with an active snapshot. The application answers in this process, so that
neither network nor browser is counted. Prints how long the catalogue takes to gather, which is done
once for each snapshot, then for each page the median and the 95th percentile in milliseconds, its
size, and its size as gzip has it; beside them, for comparison, the same list as JSON of the HTTP
interface and a file from memory. Last come the lists alone, made over every study as often as
`--copies` says, for a library that many times as large.
"""

from __future__ import annotations

import argparse
import gzip
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from starlette.testclient import TestClient

from api.app import create_app
from api.pages.evidence_map import map_page
from api.pages.listing import listing_page
from api.pages.query import WantedNames, WantedPage
from api.pages.rendering import article_path, study_path
from api.settings import Settings
from api.studies import StudyCatalogue
from index.snapshot import open_snapshot


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--copies", type=int, default=8)
    given = parser.parse_args()
    snapshot = open_snapshot(given.data)
    began = time.perf_counter()
    catalogue = StudyCatalogue.gather(snapshot.store)
    gathered = time.perf_counter() - began
    counts = snapshot.store.counts()
    print(
        f"{counts['articles']:,} articles, {counts['statements']:,} statements,"
        f" {len(catalogue.entries):,} studies, {len(catalogue.conditions.names):,} conditions;"
        f" gathered once in {gathered:.2f} s"
    )
    paths = dict(_paths(catalogue))
    snapshot.close()
    settings = Settings(data=given.data, records="off", rate_public="1000000/minute")
    with TestClient(create_app(settings)) as client:
        times: dict[str, list[float]] = {name: [] for name in paths}
        bodies: dict[str, bytes] = {}
        for turn in range(given.rounds + 1):
            for name, path in paths.items():
                began = time.perf_counter()
                reply = client.get(path)
                took = (time.perf_counter() - began) * 1000
                if reply.status_code != 200:
                    raise SystemExit(f"{path}: {reply.status_code}")
                bodies[name] = reply.content
                if turn:  # the first round warms up
                    times[name].append(took)
    for name, found in times.items():
        print(f"{name:34} {_told(found)}  {_sizes(bodies[name])}")
    _copied(catalogue, given.copies, given.rounds)


def _copied(catalogue: StudyCatalogue, copies: int, rounds: int) -> None:
    entries = [
        replace(each, reference=replace(each.reference, key=f"{each.reference.key}/{copy}"))
        for each in catalogue.entries
        for copy in range(copies)
    ]
    large = StudyCatalogue(entries, catalogue.articles)
    print(f"{len(large.entries):,} studies, {copies} copies of each:")
    pages: dict[str, Callable[[], str]] = {
        "studies, first page": lambda: listing_page(large, WantedPage(), ""),
        "studies, kind, by participants": lambda: listing_page(
            large, WantedPage(tier="human_rct_phase2", sort="largest"), ""
        ),
        "map": lambda: map_page(large, WantedNames(), ""),
    }
    for name, made in pages.items():
        found = []
        for _ in range(rounds):
            began = time.perf_counter()
            made()
            found.append((time.perf_counter() - began) * 1000)
        print(f"{name:34} {_told(found)}")


def _paths(catalogue: StudyCatalogue) -> Iterator[tuple[str, str]]:
    most_said = max(catalogue.entries, key=lambda entry: entry.said)
    longest = max(catalogue.articles, key=lambda article: article.statements)
    pages = -(-len(catalogue.entries) // 25)
    yield "a file from memory", "/static/site.css"
    yield "JSON, 25 studies", "/v1/studies?limit=25"
    yield "studies, first page", "/library"
    yield "studies, last page", f"/library?page={pages}"
    yield "studies, words", "/library?q=cells"
    yield "studies, kind, by participants", "/library?tier=human_rct_phase2&sort=largest"
    yield "studies, condition", f"/library?condition={catalogue.conditions.names[0]}"
    yield "studies, none found", "/library?q=unheard-of"
    yield f"study, {most_said.said} statements", study_path(most_said.reference.key)
    yield "map", "/library/map"
    yield "articles", "/library/articles"
    yield f"article, {longest.statements} statements", article_path(longest.record.slug)
    yield "every study as CSV", "/library/studies.csv"
    yield "every study as JSON", "/library/studies.json"


def _told(found: list[float]) -> str:
    ordered = sorted(found)
    high = ordered[max(0, -(-len(ordered) * 95 // 100) - 1)]
    return f"{statistics.median(found):8.1f} ms {high:8.1f} ms"


def _sizes(body: bytes) -> str:
    return f"{len(body) / 1024:8.0f} KiB {len(gzip.compress(body)) / 1024:6.0f} KiB"


if __name__ == "__main__":
    main()
