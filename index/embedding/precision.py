"""In which precision a build embeds its passages: asked for, or chosen by what the machine has.

Single precision through ONNX Runtime is the rule. bfloat16 through torch takes less than half
the time where the processor multiplies in it, and costs some seconds to import, so it is chosen
for large libraries only. The choice depends on the whole library, never on what changed in it: an
incremental build embeds as a full one would.
"""

from __future__ import annotations

import importlib.util
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from index.errors import ModelError

Precision = Literal["auto", "fp32", "bf16"]
PRECISIONS: tuple[str, ...] = get_args(Precision)
WORTH_IT = 2000
"""Passages from which "auto" takes bfloat16: importing torch costs some 300 passages' time."""
_CPU_FLAGS = Path("/proc/cpuinfo")
_MULTIPLIES = re.compile(r"^flags\s*:.*\b(amx_bf16|avx512_bf16)\b", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Choice:
    """A precision and why: a clause for people."""

    precision: Literal["fp32", "bf16"]
    reason: str


def choose_precision(
    asked: Precision, passages: int, *, exported: bool, multiplies: str | None = None
) -> Choice:
    """Choose the precision for a library.

    Args:
        asked: The setting.
        passages: How many the whole library has.
        exported: Whether the model runs under ONNX Runtime; one that does not has one way only.
        multiplies: The processor's bfloat16 instructions, "" for none; looked up when None.

    Raises:
        ModelError: bfloat16 is asked for where it cannot be had.
    """
    known = bfloat16_instructions() if multiplies is None else multiplies
    if asked == "bf16":
        if not exported:
            raise ModelError("this model cannot be run in bf16; set precision to auto or fp32")
        return Choice("bf16", "asked for")
    if asked == "fp32" or not exported:
        return Choice("fp32", "asked for" if asked == "fp32" else "the only way for this model")
    if not known:
        return Choice("fp32", "this processor has no bfloat16 instructions")
    if passages < WORTH_IT:
        return Choice("fp32", f"fewer than {WORTH_IT} passages")
    if importlib.util.find_spec("sentence_transformers") is None:
        return Choice("fp32", "sentence-transformers is not installed")
    return Choice("bf16", f"the processor has {known} and there are {passages:,} passages")


def bfloat16_instructions() -> str:
    """Return the name of the processor's bfloat16 multiplication, "" where none is known."""
    try:
        found = _MULTIPLIES.search(_CPU_FLAGS.read_text(encoding="ascii", errors="replace"))
    except OSError:  # not Linux
        return ""
    return found[1] if found else ""
