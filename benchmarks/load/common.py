"""What the three modes of `benchmarks.load` share: a service to ask, and what to ask it."""

from __future__ import annotations

import argparse
import asyncio
import random
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

from benchmarks.load.questions import Asked, mixed
from benchmarks.load.server import Served, serving
from refdesk.client import Client


def serve(
    how: argparse.Namespace, data: Path, use: Callable[[Served], Coroutine[Any, Any, None]]
) -> None:
    """Start the service, let `use` ask it, and stop it."""
    environment = dict(pair.split("=", 1) for pair in how.env)
    log = how.out / "service.log"
    with serving(data, log, options=how.serve, environment=environment) as served:
        asyncio.run(use(served))


def questions_of(served: Served, how: argparse.Namespace) -> Iterator[Asked]:
    """Return endless questions, some of them made from sentences of the library."""
    chance = random.Random(how.seed)  # noqa: S311 - a sample, no secret
    sentences = []
    with Client(served.url, api_key=how.key) as client:
        articles = client.articles().articles
        for entry in chance.sample(articles, min(40, len(articles))):
            statements = client.article(entry.slug).statements
            sentences += [
                each.text for each in statements
                if each.tier.startswith(("human", "animal")) and 60 <= len(each.text) <= 300
            ]  # fmt: skip
    return mixed(sentences, how.seed)
