"""Open a prepared encoder folder, whatever runtime it records."""

from __future__ import annotations

from pathlib import Path

from index.embedding.encoder import SETTINGS_FILE, Encoder, EncoderSettings
from index.embedding.onnx_encoder import OnnxEncoder
from index.embedding.reference import ReferenceEncoder, model_folder
from index.embedding.spec import ModelFiles
from index.errors import ModelError


def open_encoder(folder: Path, threads: int | None = None) -> Encoder:
    """Return the encoder in a folder made by `index.embedding.export.prepare_model`.

    Args:
        folder: Holds encoder.json and the files of its runtime.
        threads: Batches encoded at once; the usable cores when None.

    Raises:
        ModelError: The folder is incomplete, or records an unknown runtime.
    """
    settings = EncoderSettings.load(folder)
    if settings.runtime == "onnx":
        return OnnxEncoder(folder, threads)
    if settings.runtime == "sentence-transformers":
        files = ModelFiles(settings.name, model_folder(folder), settings.weights_sha256, "")
        return ReferenceEncoder(files, settings.max_tokens, threads)
    raise ModelError(f"unknown runtime {settings.runtime!r} in {folder / SETTINGS_FILE}")
