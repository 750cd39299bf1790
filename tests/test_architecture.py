"""Imports go one way, read from every module's syntax tree.

corpus <- index <- rag <- api; refdesk, for other programs, knows the shapes of the interface alone.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ORDER = ("corpus", "index", "rag", "api")
WEB = {"fastapi", "starlette", "uvicorn", "pydantic"}
VECTORS = {"faiss", "numpy", "tantivy", "onnxruntime", "sentence_transformers", "torch"}
FORBIDDEN = {
    "corpus": WEB | VECTORS | {"transformers", "tokenizers", "click", "rich"},
    "index": WEB,
    "rag": {"fastapi", "starlette", "uvicorn"},
    "api": set(),
    "refdesk": (WEB - {"pydantic"}) | VECTORS | {"transformers", "tokenizers", "click", "rich"},
}
SHAPES = {
    "api.choices", "api.fields", "api.schemas", "api.library_schemas", "api.record_schemas",
    "api.feedback_schemas", "api.desk_schemas", "api.snapshot_schemas",
}  # fmt: skip
"""What `refdesk` may import of the house."""


def modules_imported(source: str) -> set[str]:
    """Return the top-level packages that a module's source imports, anywhere in it."""
    return {name.split(".")[0] for name in names_imported(source)}


def names_imported(source: str) -> set[str]:
    """Return the modules that a module's source imports, anywhere in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found.add(node.module or "")
        elif isinstance(node, ast.Call) and _is_dynamic(node.func) and node.args:
            first = node.args[0]
            if isinstance(first, ast.Constant):
                found.add(str(first.value))
    return found


def _is_dynamic(function: ast.expr) -> bool:
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    return name in {"import_module", "__import__"}


@pytest.mark.parametrize("package", ORDER)
def test_a_package_imports_only_from_those_left_of_it(package: str) -> None:
    files = sorted((ROOT / package).rglob("*.py"))
    assert files
    right = set(ORDER[ORDER.index(package) + 1 :])
    right |= set() if package == "api" else {"refdesk"}
    wrong = {
        str(file.relative_to(ROOT)): bad
        for file in files
        if (bad := modules_imported(file.read_text("utf-8")) & (right | FORBIDDEN[package]))
    }
    assert wrong == {}


def test_the_client_knows_nothing_of_the_house_but_its_shapes() -> None:
    files = sorted((ROOT / "refdesk").rglob("*.py"))
    assert files
    for file in files:
        names = names_imported(file.read_text("utf-8"))
        assert {name for name in names if name.split(".")[0] in ORDER} <= SHAPES, file
        assert not {name.split(".")[0] for name in names} & FORBIDDEN["refdesk"], file


def test_the_shapes_are_light() -> None:
    for module in SHAPES:
        names = names_imported((ROOT / f"{module.replace('.', '/')}.py").read_text("utf-8"))
        ours = {name for name in names if name.split(".")[0] in (*ORDER, "refdesk")}
        assert ours <= SHAPES | {"corpus.vocabulary"}


def test_no_import_is_overlooked() -> None:
    source = (
        "import api.main as m\nfrom rag.answer import x\n"
        "def f():\n    import faiss\n    importlib.import_module('index.build')\n"
        "if True:\n    from fastapi import FastAPI\n"
    )
    assert modules_imported(source) == {"api", "rag", "faiss", "index", "fastapi"}
