"""The working encoder: ONNX Runtime and tokenizers, with no torch and no transformers."""

from __future__ import annotations

from pathlib import Path

import onnxruntime

from index.arrays import Float32, Int64
from index.embedding.encoder import EncoderSettings
from index.embedding.token_encoder import TokenEncoder
from index.errors import ModelError

MODEL_FILE = "model.onnx"


class OnnxEncoder(TokenEncoder):
    """The exported model in single precision: the same vectors on every machine."""

    def __init__(self, folder: Path, threads: int | None = None) -> None:
        """Open an exported model.

        Args:
            folder: Holds model.onnx, tokenizer.json and encoder.json.
            threads: Batches that run at the same time; as many as usable cores when None.

        Raises:
            ModelError: A file is missing or ONNX Runtime refuses the model.
        """
        super().__init__(folder, EncoderSettings.load(folder), threads)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            self._session = onnxruntime.InferenceSession(
                str(folder / MODEL_FILE), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # the library raises bare Exception subclasses
            raise ModelError(f"cannot open the exported model in {folder}: {error}") from error
        self._inputs = {entry.name for entry in self._session.get_inputs()}

    def forward(self, ids: Int64, mask: Int64, types: Int64) -> Float32:
        """Return token embeddings float32 `[b, t, d]` of word pieces `[b, t]`."""
        feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": types}
        wanted = {name: array for name, array in feed.items() if name in self._inputs}
        hidden: Float32 = self._session.run(None, wanted)[0]
        return hidden
