"""Fixtures that are dear to make: the exported model and a small snapshot, once a session."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from index.build import BuildOptions, build_snapshot
from index.embedding.export import prepare_model
from index.embedding.onnx_encoder import OnnxEncoder
from index.embedding.spec import ModelSpec
from index.snapshot import Snapshot, open_snapshot
from tests.handmade import small_library
from tests.postgres_server import PostgresServer

# How long a case takes says how busy the machine is, not whether the case holds.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def models_folder() -> Path:
    """Return a cache of exported models that outlives the session.

    It lies under `REFDESK_TEST_CACHE`, or `.cache` in the checkout. The bundled model is in it.
    """
    given = os.environ.get("REFDESK_TEST_CACHE")
    cache = Path(given) if given else Path(__file__).resolve().parents[1] / ".cache"
    prepare_model(ModelSpec(), cache / "models")
    return cache / "models"


@pytest.fixture(scope="session")
def encoder(models_folder: Path) -> OnnxEncoder:
    """Return the bundled model under ONNX Runtime."""
    return OnnxEncoder(prepare_model(ModelSpec(), models_folder))


@pytest.fixture(scope="session")
def built_data(models_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder with an active snapshot of `handmade.small_library`; read only."""
    data = tmp_path_factory.mktemp("built")
    build_snapshot(small_library(), data, options=BuildOptions(models=models_folder))
    return data


@pytest.fixture
def own_data(built_data: Path, tmp_path: Path) -> Path:
    """Return a copy of that data folder that a test may change; only model.onnx is linked."""

    def take(source: str, target: str) -> None:
        if source.endswith("model.onnx"):
            os.link(source, target)
        else:
            shutil.copy2(source, target)

    shutil.copytree(built_data, tmp_path / "data", copy_function=take)
    return tmp_path / "data"


@pytest.fixture(scope="session")
def snapshot(built_data: Path) -> Iterator[Snapshot]:
    """Return that snapshot, open."""
    opened = open_snapshot(built_data)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """Return a PostgreSQL server of the session's own, or skip where there is none."""
    server = PostgresServer()
    yield server
    server.remove()
