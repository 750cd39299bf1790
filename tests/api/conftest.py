"""A small library read, built and served for real, once a session."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from index.build import BuildOptions
from index.library import build_library
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
