"""Opening, listing and activating snapshots.

A data folder holds `snapshots/<id>/`, and a file `ACTIVE` with the id of the one in use. A
snapshot never changes once it is there; only the pointer does, by one atomic replacement.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from index.embedding.encoder import Encoder
from index.embedding.opening import open_encoder
from index.embedding.spec import ModelSpec, weights_sha256
from index.errors import SnapshotError
from index.files import replace_text
from index.filters import Facets
from index.lease import Lease
from index.lexical import LexicalIndex
from index.manifest import MANIFEST_FILE, Manifest, verify_files
from index.store import RecordStore
from index.synonyms import Synonyms
from index.vectors import DenseSettings, VectorIndex, open_vectors

ACTIVE_FILE = "ACTIVE"
SNAPSHOTS = "snapshots"
RECORDS_FILE = "records.sqlite"
PIECES_FILE = "pieces.f16"
OFFSETS_FILE = "pieces.offsets.npy"
SYNONYMS_FILE = "synonyms.json"
LEXICAL_FOLDER = "lexical"
MODEL_FOLDER = "model"

Verify = Literal["quick", "full"]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """An open snapshot; every part may be read from any thread.

    Attributes:
        pieces: float16 `[m, d]`, memory-mapped: unit vectors of the statements of passage 0,
            then of passage 1, and so on.
        offsets: int64 `[n + 1]`: the pieces of passage row i are `offsets[i]:offsets[i + 1]`.
        synonyms: Other names, learned from the articles; empty in snapshots made before there
            were any.
        lease: Keeps the folder from being pruned while this is open.
    """

    path: Path
    manifest: Manifest
    store: RecordStore
    dense: VectorIndex
    lexical: LexicalIndex
    facets: Facets
    pieces: NDArray[np.float16]
    offsets: NDArray[np.int64]
    encoder: Encoder
    synonyms: Synonyms
    lease: Lease

    @property
    def id(self) -> str:
        """Return the snapshot's id."""
        return self.manifest.id

    def close(self) -> None:
        """Close the records and give up the folder; the other parts close when they are let go."""
        self.store.close()
        self.lease.release()


def open_snapshot(
    path: Path,
    verify: Verify = "full",
    *,
    model: ModelSpec | None = None,
    threads: int | None = None,
) -> Snapshot:
    """Open the active snapshot of a data folder, or the snapshot in a folder of its own.

    Args:
        path: A data folder, or one snapshot's folder.
        verify: "full" compares all hashes: about a second for a gigabyte; "quick" all sizes and
            the hashes of small files, and may serve a large file with a flipped bit.
        model: The configured model; None takes whatever the snapshot was built with.
        threads: Threads for encoding; the usable cores when None.

    Raises:
        SnapshotError: Nothing is active, a file is missing or altered, the format is unknown,
            or the snapshot was built with another model; the message gives both values.
        index.errors.ModelError: The model inside cannot be opened.
    """
    folder, lease = _hold(path)
    try:
        manifest = Manifest.load(folder)
        if manifest.id != folder.name:
            raise SnapshotError(
                f"the folder {folder} holds snapshot {manifest.id!r}; rename it back"
            )
        if model is not None:
            _check_model(manifest, model)
        verify_files(folder, manifest, full=verify == "full")
        return _open_whole(folder, manifest, lease, threads)
    except BaseException:
        lease.release()
        raise


def _hold(path: Path) -> tuple[Path, Lease]:
    """Return the folder that is meant and a hold on it, whatever others activate and prune."""
    if (path / MANIFEST_FILE).is_file():
        return path, Lease(path)
    while True:
        folder = active_path(path)
        try:
            return folder, Lease(folder)
        except SnapshotError:
            if active_path(path) == folder:
                raise


def _open_whole(folder: Path, manifest: Manifest, lease: Lease, threads: int | None) -> Snapshot:
    store = RecordStore(folder / RECORDS_FILE)
    try:
        snapshot = _open_parts(folder, manifest, store, lease, threads)
        _check_parts(snapshot)
    except BaseException:
        store.close()
        raise
    return snapshot


def active_path(data: Path) -> Path:
    """Return the folder of the active snapshot.

    Raises:
        SnapshotError: No snapshot is active, or the pointer names one that is not there.
    """
    pointer = data / ACTIVE_FILE
    try:
        name = pointer.read_text(encoding="utf-8").strip()
    except FileNotFoundError as error:
        raise SnapshotError(
            f"no snapshot is active in {data}: {pointer} is missing; build one first"
        ) from error
    except (OSError, ValueError) as error:
        raise SnapshotError(f"cannot read {pointer}: {error}") from error
    folder = data / SNAPSHOTS / name
    if not name or Path(name).name != name or not folder.is_dir():
        raise SnapshotError(
            f"{pointer} names snapshot {name!r}, which is not in {data / SNAPSHOTS}; "
            "activate another one or build again"
        )
    return folder


def list_snapshots(data: Path) -> list[Manifest]:
    """Return the manifests of all readable snapshots, oldest first."""
    manifests = []
    for folder in sorted((data / SNAPSHOTS).glob("*")):
        try:
            manifests.append(Manifest.load(folder))
        except SnapshotError:
            continue
    return sorted(manifests, key=lambda manifest: (manifest.built_at, manifest.id))


def activate(data: Path, id: str) -> None:  # noqa: A002 - the field's own word
    """Make a snapshot the active one, by one atomic replacement of the pointer.

    Raises:
        SnapshotError: There is no such snapshot, or its manifest is not readable.
        OSError: The pointer cannot be written; the old one then still stands.
    """
    if Path(id).name != id:
        raise SnapshotError(f"not a snapshot id: {id!r}")
    lease = Lease(data / SNAPSHOTS / id)  # nobody prunes it meanwhile
    try:
        Manifest.load(data / SNAPSHOTS / id)
        replace_text(data / ACTIVE_FILE, id + "\n")
    finally:
        lease.release()


def _open_parts(
    folder: Path, manifest: Manifest, store: RecordStore, lease: Lease, threads: int | None
) -> Snapshot:
    offsets = np.load(folder / OFFSETS_FILE, allow_pickle=False)
    dimension = int(manifest.model["dimension"])
    pieces = _map_pieces(folder / PIECES_FILE, dimension)
    return Snapshot(
        path=folder,
        manifest=manifest,
        store=store,
        dense=open_vectors(folder, DenseSettings.read(manifest.dense)),
        lexical=LexicalIndex.open(folder / LEXICAL_FOLDER),
        facets=Facets.open(folder),
        pieces=pieces,
        offsets=offsets,
        encoder=open_encoder(folder / MODEL_FOLDER, threads),
        synonyms=_open_synonyms(folder, manifest),
        lease=lease,
    )


def _open_synonyms(folder: Path, manifest: Manifest) -> Synonyms:
    if SYNONYMS_FILE not in manifest.files:
        return Synonyms()
    return Synonyms.open(folder / SYNONYMS_FILE)


def _map_pieces(path: Path, dimension: int) -> NDArray[np.float16]:
    if path.stat().st_size == 0:  # an empty file cannot be mapped
        return np.zeros((0, dimension), dtype=np.float16)
    return np.memmap(path, dtype="<f2", mode="r").reshape(-1, dimension)


def _check_parts(snapshot: Snapshot) -> None:
    """Refuse parts that were not built together."""
    passages = snapshot.manifest.counts["passages"]
    sizes = {
        "records": snapshot.store.counts()["passages"],
        "dense": len(snapshot.dense),
        "lexical": len(snapshot.lexical),
        "offsets": len(snapshot.offsets) - 1,
    }
    for name, size in sizes.items():
        if size != passages:
            raise SnapshotError(
                f"{snapshot.path}: {name} holds {size} passages, the manifest records {passages}"
            )
    recorded = str(snapshot.manifest.model["weights_sha256"])
    held = snapshot.encoder.settings.weights_sha256
    if held != recorded:
        raise SnapshotError(
            f"{snapshot.path}: the model inside has weights {held}, the manifest records {recorded}"
        )


def _check_model(manifest: Manifest, spec: ModelSpec) -> None:
    recorded = str(manifest.model["weights_sha256"])
    name = str(manifest.model["name"])
    expected = spec.expected_sha256
    if not expected and Path(spec.name).is_dir():
        expected = weights_sha256(Path(spec.name))
    if expected and expected != recorded:
        raise SnapshotError(
            f"snapshot {manifest.id} was built with model {name!r}, weights {recorded}; "
            f"configured is {spec.public_name!r}, weights {expected}; build again"
        )
    if not expected and spec.public_name != name:
        raise SnapshotError(
            f"snapshot {manifest.id} was built with model {name!r}, "
            f"configured is {spec.public_name!r}; build again"
        )
