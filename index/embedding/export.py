"""Export a sentence-transformers model to ONNX, once, and check it against the reference."""

from __future__ import annotations

import contextlib
import dataclasses
import importlib
import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock

from index.embedding.encoder import EncoderSettings
from index.embedding.onnx_encoder import MODEL_FILE, OnnxEncoder
from index.embedding.reference import ReferenceEncoder, model_folder, tokenizer_text
from index.embedding.spec import ModelFiles, ModelSpec, locate
from index.embedding.token_encoder import TOKENIZER_FILE
from index.errors import BuildError, ModelError
from index.files import file_sha256, link_tree, sync, sync_tree

MIN_COSINE = 0.9999
# Raised whenever an export of the same model would differ.
EXPORT_VERSION = 1
_OPSET = 17
_OUTPUT = "token_embeddings"
_DRAFT = "draft-"
_PROBES = (
    "Mesenchymal stromal cells",
    "What did the phase 2 trial measure after six months?",
    "TNF-α fell by 1.2 pg/mL (p=.011) in the group given 100 million cells.",
    "A passage of some length shows whether positions and the attention mask survive. " * 12,
)


def prepare_model(spec: ModelSpec, models: Path) -> Path:
    """Return the folder of a ready encoder, exporting the model when it is not there yet.

    Args:
        spec: The configured model; its weights are read and checked first, every time.
        models: Cache of exported models, one folder for each weights and settings.

    Returns:
        A folder with encoder.json and either model.onnx and tokenizer.json, or the
        sentence-transformers model itself where it cannot be exported.

    Raises:
        ModelError: The model is missing or altered, or the export strays from the reference.
        BuildError: The cache cannot be written.
        MissingDependencyError: Exporting needs packages that are not installed.
    """
    files = locate(spec)
    settings = f"{files.settings_sha256[:6]}{EXPORT_VERSION}t{spec.max_tokens}"
    target = models / f"{files.weights_sha256[:12]}-{settings}"
    if _is_ready(target, files):
        return target
    try:
        models.mkdir(parents=True, exist_ok=True)
        with FileLock(models / "export.lock"):
            if not _is_ready(target, files):
                _export(files, spec.max_tokens, target)
    except OSError as error:
        raise BuildError(
            f"cannot write {error.filename or models}: {error.strerror or error}"
        ) from error
    return target


def _export(files: ModelFiles, max_tokens: int, target: Path) -> None:
    """Make `target` whole or not at all."""
    models = target.parent
    for dead in models.glob(f"{_DRAFT}*"):  # the lock is held: no other draft is alive
        shutil.rmtree(dead, ignore_errors=True)
    draft = Path(tempfile.mkdtemp(prefix=_DRAFT, dir=models))
    try:
        draft.chmod(0o755)  # mkdtemp makes it for this user alone
        _fill(draft, files, max_tokens)
        sync_tree(draft)
        if target.exists():
            shutil.rmtree(target)
        draft.rename(target)
        sync(models)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _is_ready(target: Path, files: ModelFiles) -> bool:
    """Tell whether `target` holds a whole export of these weights."""
    try:
        settings = EncoderSettings.load(target)
    except ModelError:
        return False
    if settings.weights_sha256 != files.weights_sha256:
        return False
    if settings.runtime != "onnx":
        return model_folder(target).is_dir()
    model = target / MODEL_FILE
    return (
        (target / TOKENIZER_FILE).is_file()
        and model.is_file()
        and file_sha256(model) == settings.model_sha256
    )


def _fill(draft: Path, files: ModelFiles, max_tokens: int) -> None:
    reference = ReferenceEncoder(files, max_tokens)
    if reference.settings.pooling == "own":
        link_tree(files.folder, model_folder(draft))
        reference.settings.save(draft)
        return
    (draft / TOKENIZER_FILE).write_text(tokenizer_text(reference.model), encoding="utf-8")
    export_onnx(reference.model, draft / MODEL_FILE)
    settings = dataclasses.replace(
        reference.settings, runtime="onnx", model_sha256=file_sha256(draft / MODEL_FILE)
    )
    settings.save(draft)
    _check(OnnxEncoder(draft), reference)


def _check(exported: OnnxEncoder, reference: ReferenceEncoder) -> None:
    """Refuse an export whose vectors stray from the reference's."""
    got, _ = exported.encode_passages([(text, ()) for text in _PROBES])
    want, _ = reference.encode_passages([(text, ()) for text in _PROBES])
    lengths = np.linalg.norm(got, axis=1) * np.linalg.norm(want, axis=1)
    worst = float(np.min(np.sum(got * want, axis=1) / lengths))
    if not worst >= MIN_COSINE:
        raise ModelError(
            f"the ONNX export of {reference.settings.name!r} differs from the reference: "
            f"cosine {worst:.6f}, at least {MIN_COSINE} is needed"
        )


def export_onnx(model: Any, path: Path) -> None:  # noqa: ANN401
    """Write the transformer of a SentenceTransformer as ONNX, token embeddings as its output.

    Args:
        model: A loaded SentenceTransformer whose first module is a Transformer.
        path: Where to write; inputs are int64 `[batch, tokens]`, the output float32
            `[batch, tokens, d]`.
    """
    torch = importlib.import_module("torch")
    features = model.tokenizer(
        ["a probe", "a longer probe text"], padding=True, return_tensors="pt"
    )
    known = ("input_ids", "attention_mask", "token_type_ids")
    names = [name for name in known if name in features]
    transformer = model[0].auto_model
    implementation = transformer.config._attn_implementation
    # The tracer follows the plain attention; the fused one hides its mask from it.
    transformer.set_attn_implementation("eager")
    try:
        with _quiet_tracer(), torch.no_grad():
            torch.onnx.export(
                _token_embeddings(torch, transformer, names).eval(),
                tuple(features[name] for name in names),
                str(path),
                input_names=names,
                output_names=[_OUTPUT],
                dynamic_axes={name: {0: "batch", 1: "tokens"} for name in [*names, _OUTPUT]},
                opset_version=_OPSET,
                dynamo=False,
            )
    finally:
        transformer.set_attn_implementation(implementation)


def _token_embeddings(torch: Any, transformer: Any, names: list[str]) -> Any:  # noqa: ANN401
    class TokenEmbeddings(torch.nn.Module):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.transformer = transformer

        def forward(self, *inputs: Any) -> Any:  # noqa: ANN401
            return self.transformer(**dict(zip(names, inputs, strict=True))).last_hidden_state

    return TokenEmbeddings()


@contextlib.contextmanager
def _quiet_tracer() -> Iterator[None]:
    """Silence what the tracing exporter says of itself.

    It warns that it is the older exporter (the newer one needs packages we do not want) and of
    every Python branch it met while tracing; the check against the reference decides instead.
    """
    with warnings.catch_warnings(), open(os.devnull, "w") as nowhere:  # noqa: PTH123
        warnings.filterwarnings("ignore", category=DeprecationWarning)
        warnings.filterwarnings("ignore", category=FutureWarning)
        warnings.filterwarnings("ignore", category=UserWarning, module=r"torch\.")
        warnings.filterwarnings("ignore", message=r"(?s).*tracing|Converting a tensor.*")
        with contextlib.redirect_stdout(nowhere):
            yield
