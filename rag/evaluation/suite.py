"""A suite: cases in JSON Lines files, with a word on what they are and over which articles.

A suite is a folder with `suite.json` and one or more `*.jsonl` files, or one such file alone.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from rag.evaluation.cases import CASE, AnswerCase, PolicyCase, RetrievalCase, TierCase

SUITE_FILE = "suite.json"
AnyCase = AnswerCase | PolicyCase | TierCase | RetrievalCase
SHOWN = 20
"""Problems of a suite that are told at once."""


class SuiteError(ValueError):
    """The suite cannot be used: mend the lines that the message names."""


class SuiteHeader(BaseModel):
    """What `suite.json` holds.

    `articles` are paths relative to the suite's folder: the library that the cases are about.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    version: str = "1"
    description: str = ""
    licence: str = ""
    articles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Suite:
    """Cases with their header; `sha256` is over the cases' bytes, file by file.

    Attributes:
        articles: Files or folders of the library that the cases are about; may be empty.
    """

    header: SuiteHeader
    cases: tuple[AnyCase, ...]
    articles: tuple[Path, ...]
    sha256: str

    @property
    def name(self) -> str:
        """The suite's name."""
        return self.header.name


def read_suite(path: Path) -> Suite:
    """Read a suite from a folder or one JSON Lines file.

    Raises:
        SuiteError: Nothing is there, a line is not a case, an id comes twice, or no case is left.
    """
    folder = path if path.is_dir() else path.parent
    files = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
    if not files or not all(file.is_file() for file in files):
        raise SuiteError(f"{path}: no suite here; name a folder with *.jsonl files, or one file")
    header = _header(path)
    cases: list[AnyCase] = []
    problems: list[str] = []
    digest = hashlib.sha256()
    for file in files:
        raw = file.read_bytes()
        digest.update(raw)
        found, wrong = _cases(file.name, raw)
        cases += found
        problems += wrong
    problems += _twice(cases)
    if problems:
        more = f"\n... and {len(problems) - SHOWN} more" if len(problems) > SHOWN else ""
        raise SuiteError("\n".join(problems[:SHOWN]) + more)
    if not cases:
        raise SuiteError(f"{path}: the suite holds no case")
    articles = tuple(folder / article for article in header.articles)
    return Suite(header, tuple(cases), articles, digest.hexdigest())


def write_suite(folder: Path, header: SuiteHeader, cases: Sequence[AnyCase]) -> None:
    """Write a suite as a folder with `suite.json` and `cases.jsonl`."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = [case.model_dump_json(exclude_defaults=True) for case in cases]
    whole = [_with_kind(line, case.kind) for line, case in zip(lines, cases, strict=True)]
    (folder / "cases.jsonl").write_text("".join(f"{line}\n" for line in whole), "utf-8")
    text = json.dumps(header.model_dump(mode="json"), indent=2, ensure_ascii=False)
    (folder / SUITE_FILE).write_text(text + "\n", "utf-8")


def _with_kind(line: str, kind: str) -> str:
    return json.dumps({"kind": kind, **json.loads(line)}, ensure_ascii=False)


def _header(path: Path) -> SuiteHeader:
    if path.is_file():
        return SuiteHeader(name=path.stem)
    file = path / SUITE_FILE
    if not file.is_file():
        return SuiteHeader(name=path.name)
    try:
        return SuiteHeader.model_validate_json(file.read_bytes())
    except ValidationError as error:
        raise SuiteError("\n".join(_told(file.name, error))) from None


def _cases(name: str, raw: bytes) -> tuple[list[AnyCase], list[str]]:
    cases: list[AnyCase] = []
    problems: list[str] = []
    for number, line in enumerate(raw.splitlines(), 1):
        if not line.strip():
            continue
        try:
            cases.append(CASE.validate_json(line))
        except ValidationError as error:
            problems += _told(f"{name}:{number}", error)
    return cases, problems


def _told(place: str, error: ValidationError) -> list[str]:
    return [
        f"{place}: {'.'.join(str(part) for part in each['loc']) or 'line'}: {each['msg']}"
        for each in error.errors(include_url=False)
    ]


def _twice(cases: Sequence[AnyCase]) -> list[str]:
    counts = Counter(case.id for case in cases)
    return [f"id {name!r} comes {count} times" for name, count in counts.items() if count > 1]
