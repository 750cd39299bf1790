"""A small library read, built and served for real, once a session."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from index.build import BuildOptions
from index.keeping import active_id
from index.library import build_library
from index.snapshot import activate
from tests.api.api_inputs import FRAILTY, NAMES


@pytest.fixture(scope="session")
def article_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("articles")
    (folder / "frailty.md").write_text(FRAILTY, encoding="utf-8")
    (folder / "names.md").write_text(NAMES, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def data_folder(
    article_folder: Path, models_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    data = tmp_path_factory.mktemp("served")
    build_library([article_folder], data, options=BuildOptions(models=models_folder))
    return data


@pytest.fixture(scope="session")
def app(data_folder: Path) -> FastAPI:
    return create_app(Settings(data=data_folder, workers=2))


@pytest.fixture(scope="session")
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app) as opened:
        yield opened


@pytest.fixture
def empty_client(tmp_path: Path) -> Iterator[TestClient]:
    """A service without a snapshot."""
    with TestClient(create_app(Settings(data=tmp_path))) as opened:
        yield opened


@pytest.fixture(scope="session")
def two_snapshots(
    data_folder: Path, article_folder: Path, models_folder: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:  # fmt: skip
    """Return a data folder with the shared snapshot, active, and a second one of other words."""
    data = tmp_path_factory.mktemp("two") / "data"
    shutil.copytree(data_folder / "snapshots", data / "snapshots")
    shutil.copy(data_folder / "ACTIVE", data / "ACTIVE")
    articles = tmp_path_factory.mktemp("changed")
    for file in article_folder.iterdir():
        text = file.read_text(encoding="utf-8")
        (articles / file.name).write_text(text.replace("of 15 frail", "of fifteen frail"))
    first = active_id(data)
    build_library([articles], data, options=BuildOptions(models=models_folder))
    assert active_id(data) != first
    activate(data, first)
    return data


@pytest.fixture
def two_of_own(two_snapshots: Path, tmp_path: Path) -> Path:
    """Return a copy of that folder that a test may change; what is in a snapshot is linked."""
    copied = tmp_path / "data"
    shutil.copytree(two_snapshots / "snapshots", copied / "snapshots", copy_function=os.link)
    shutil.copy(two_snapshots / "ACTIVE", copied / "ACTIVE")
    return copied
