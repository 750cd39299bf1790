"""What every encoder offers, and the settings that travel with its files."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Protocol

from corpus.records import Passage
from index.arrays import Float32, Progress
from index.errors import ModelError

# A text and the character ranges in it that get a vector of their own.
PassageInput = tuple[str, tuple[tuple[int, int], ...]]

SETTINGS_FILE = "encoder.json"
# Raised whenever the same weights and text would give other vectors than before.
POOLING_VERSION = 1
_SURROGATES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class EncoderSettings:
    """Everything that decides a vector, saved as encoder.json beside the model.

    Attributes:
        runtime: "onnx" or "sentence-transformers".
        model_sha256: SHA-256 of model.onnx, or of the weights under sentence-transformers.
        pooling: "mean" or "cls"; "own" when the model does it itself.
        prompt_query: Put before a query; prompt_passage before a passage.
        precision: "fp32", or "bf16" where passages were embedded in bfloat16.
    """

    name: str
    runtime: str
    weights_sha256: str
    model_sha256: str
    tokenizer_sha256: str
    dimension: int
    max_tokens: int
    pooling: str
    normalize: bool
    prompt_query: str = ""
    prompt_passage: str = ""
    precision: str = "fp32"

    @property
    def identity(self) -> str:
        """Return a hash that is equal exactly when vectors may be compared and reused."""
        parts = (
            POOLING_VERSION,
            self.weights_sha256,
            self.tokenizer_sha256,
            self.max_tokens,
            self.pooling,
            self.normalize,
            self.prompt_query,
            self.prompt_passage,
            *(() if self.precision == "fp32" else (self.precision,)),
        )
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()

    def save(self, folder: Path) -> None:
        """Write encoder.json into `folder`."""
        text = json.dumps(asdict(self), indent=2, ensure_ascii=False, sort_keys=True)
        (folder / SETTINGS_FILE).write_text(text + "\n", encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> EncoderSettings:
        """Read encoder.json from `folder`: of a stored encoder, which is of single precision.

        Raises:
            ModelError: It is missing or does not hold these settings.
        """
        path = folder / SETTINGS_FILE
        try:
            raw: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            names = [field.name for field in fields(cls) if field.name != "precision"]
            return cls(**{name: raw[name] for name in names})
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ModelError(f"cannot read the encoder's settings in {path}: {error}") from error


class Encoder(Protocol):
    """Texts to vectors. All vectors are float32 of `settings.dimension`."""

    @property
    def settings(self) -> EncoderSettings:
        """What decides this encoder's vectors."""

    def encode_passages(
        self, items: Sequence[PassageInput], progress: Progress | None = None
    ) -> tuple[Float32, list[Float32]]:
        """Return passage vectors `[n, d]` and, per passage, piece vectors `[m_i, d]`."""

    def encode_query(self, text: str) -> Float32:
        """Return one query vector `[d]`."""

    def count_tokens(self, text: str) -> int:
        """Return the word pieces of `text`, special tokens included, uncut."""


def passage_input(passage: Passage) -> PassageInput:
    """Return what is embedded for a passage: breadcrumb, newline, text; pieces shifted."""
    prefix = f"{passage.breadcrumb}\n" if passage.breadcrumb else ""
    shift = len(prefix)
    pieces = tuple((start + shift, end + shift) for start, end in passage.pieces)
    return prefix + passage.text, pieces


def encodable(text: str) -> str:
    """Replace lone surrogates, which no tokenizer takes, one for one so that offsets hold."""
    return _SURROGATES.sub("\ufffd", text)
