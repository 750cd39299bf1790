"""Importers: question sets that others made, turned into suites of this harness.

Every importer is a pure function from source paths to an `Imported`; `write_import` writes one as
a suite folder. `IMPORTERS` lists the formats.
"""

from rag.evaluation.importers.base import Imported, Importer, Options, SuiteImportError
from rag.evaluation.importers.registry import IMPORTERS, write_import

__all__ = ["IMPORTERS", "Imported", "Importer", "Options", "SuiteImportError", "write_import"]
