"""The reference encoder: sentence-transformers itself, in full precision.

Slow and heavy to import; used to export a model, to check the export, to measure against, and
to serve models that cannot be exported.
"""

from __future__ import annotations

import hashlib
import importlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from index.arrays import Float32, Progress, no_progress, unit_rows
from index.embedding.encoder import EncoderSettings, PassageInput, encodable
from index.embedding.spec import ModelFiles
from index.errors import MissingDependencyError, ModelError

_BATCH = 32


class ReferenceEncoder:
    """Encode with sentence-transformers.

    Passage and query vectors are the model's own. Piece vectors are those of the pieces
    encoded alone, which asks nothing of the model but costs a pass for each piece.
    """

    def __init__(
        self, files: ModelFiles, max_tokens: int = 256, threads: int | None = None
    ) -> None:
        """Load a model from its folder; nothing is downloaded.

        Args:
            files: A located model (see `index.embedding.spec.locate`).
            max_tokens: Word pieces that a text is cut at, special tokens included.
            threads: Threads for torch; torch's own choice when None.

        Raises:
            MissingDependencyError: sentence-transformers is not installed.
            ModelError: sentence-transformers cannot read the folder.
        """
        sentence_transformers = _library()
        if threads:
            importlib.import_module("torch").set_num_threads(threads)
        try:
            self.model: Any = sentence_transformers.SentenceTransformer(
                str(files.folder), device="cpu", local_files_only=True
            )
        except Exception as error:
            raise ModelError(
                f"sentence-transformers cannot load model {files.name!r}: {error}"
            ) from error
        self.model.max_seq_length = min(max_tokens, int(self.model.max_seq_length or max_tokens))
        self._settings = _settings(self.model, files)

    @property
    def settings(self) -> EncoderSettings:
        """What decides this encoder's vectors."""
        return self._settings

    def count_tokens(self, text: str) -> int:
        """Return the word pieces of `text`, special tokens included, uncut."""
        return len(self.model.tokenizer(encodable(text), truncation=False)["input_ids"])

    def encode_query(self, text: str) -> Float32:
        """Return the vector `[d]` of a query."""
        vector: Float32 = self._encode([self._settings.prompt_query + text])[0]
        return vector

    def encode_passages(
        self, items: Sequence[PassageInput], progress: Progress | None = None
    ) -> tuple[Float32, list[Float32]]:
        """Encode texts, then each piece as a text of its own.

        Args:
            items: Texts with the character ranges that get vectors of their own.
            progress: Called with ("embed", done, total) when the passages are done.

        Returns:
            float32 `[n, d]` and a list of n float32 arrays `[m_i, d]`, in the order given.
        """
        prompt = self._settings.prompt_passage
        vectors = self._encode([prompt + text for text, _ in items])
        words = [prompt + text[start:end] for text, pieces in items for start, end in pieces]
        flat = unit_rows(self._encode(words))
        bounds = np.cumsum([len(pieces) for _, pieces in items])[:-1]
        (progress or no_progress)("embed", len(items), len(items))
        return vectors, [np.asarray(part) for part in np.split(flat, bounds)] if items else []

    def _encode(self, texts: list[str]) -> Float32:
        if not texts:
            return np.zeros((0, self._settings.dimension), dtype=np.float32)
        encoded = self.model.encode(
            [encodable(text) for text in texts],
            prompt="",
            batch_size=_BATCH,
            show_progress_bar=False,
            convert_to_numpy=True,
        )
        return np.asarray(encoded, dtype=np.float32)


def _library() -> Any:  # noqa: ANN401 - a module whose types are not needed to import it
    try:
        library = importlib.import_module("sentence_transformers")
        # Its console bar for reading weights would break into our own progress.
        importlib.import_module("transformers").utils.logging.disable_progress_bar()
    except ImportError as error:
        raise MissingDependencyError(
            "embedding with sentence-transformers needs packages that are not installed; "
            "run: pip install 'refdesk[build]'"
        ) from error
    return library


def _settings(model: Any, files: ModelFiles) -> EncoderSettings:  # noqa: ANN401
    pooling, normalize = architecture(model)
    prompts: dict[str, str] = {key: text or "" for key, text in (model.prompts or {}).items()}
    passage = next((prompts[k] for k in ("document", "passage", "corpus") if prompts.get(k)), "")
    return EncoderSettings(
        name=files.name,
        runtime="sentence-transformers",
        weights_sha256=files.weights_sha256,
        model_sha256=files.weights_sha256,
        tokenizer_sha256=hashlib.sha256(tokenizer_text(model).encode()).hexdigest(),
        dimension=int(model.get_embedding_dimension()),
        max_tokens=int(model.max_seq_length),
        pooling=pooling,
        normalize=normalize,
        prompt_query=prompts.get("query", ""),
        prompt_passage=passage,
    )


def tokenizer_text(model: Any) -> str:  # noqa: ANN401
    """Return the model's fast tokenizer as tokenizer.json text, without cutting or padding.

    A slow tokenizer gives its vocabulary instead: enough to tell two apart, not to export.
    """
    backend = getattr(model.tokenizer, "backend_tokenizer", None)
    if backend is None:
        return json.dumps(sorted(model.tokenizer.get_vocab().items()))
    raw = json.loads(backend.to_str())
    raw["truncation"] = raw["padding"] = None
    return json.dumps(raw, ensure_ascii=False)


def architecture(model: Any) -> tuple[str, bool]:  # noqa: ANN401
    """Return (pooling, normalize) of an exportable model, or ("own", False) of any other.

    Exportable is Transformer + Pooling by mean or first token over prompt and text, with or
    without Normalize, over a fast tokenizer.
    """
    names = [type(module).__name__ for module in model]
    if names not in (["Transformer", "Pooling"], ["Transformer", "Pooling", "Normalize"]):
        return "own", False
    pooling = str(getattr(model[1], "pooling_mode", ""))
    fast = getattr(model.tokenizer, "backend_tokenizer", None) is not None
    if pooling not in ("mean", "cls") or not model[1].include_prompt or not fast:
        return "own", False
    return pooling, len(names) == 3


def model_folder(folder: Path) -> Path:
    """Return where a stored sentence-transformers model lies inside an encoder folder."""
    return folder / "sentence-transformers"
