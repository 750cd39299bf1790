"""The formats in which an answer can be saved, each with its media type and the end of its name."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from api.choices import Format
from api.exporting.cited import Known
from api.exporting.csl import csl_json
from api.exporting.markdown import markdown
from api.exporting.report import report
from api.exporting.ris import ris
from api.schemas import AnswerOut


@dataclass(frozen=True, slots=True)
class Exporter:
    """One format.

    Attributes:
        media: Its media type.
        ending: The end of a file's name, ".md".
        write: Makes the file of a question, its answer, and what is known of its studies.
    """

    media: str
    ending: str
    write: Callable[[str, AnswerOut, Known], bytes]


def _markdown(question: str, answer: AnswerOut, known: Known) -> bytes:
    return markdown(report(question, answer, known))


def _word(question: str, answer: AnswerOut, known: Known) -> bytes:
    from api.exporting.word import word  # python-docx takes a while to load

    return word(report(question, answer, known), answer)


EXPORTERS: Final = MappingProxyType[Format, Exporter](
    {
        "markdown": Exporter("text/markdown; charset=utf-8", ".md", _markdown),
        "docx": Exporter(
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            ".docx",
            _word,
        ),
        "csl-json": Exporter("application/vnd.citationstyles.csl+json", ".json", csl_json),
        "ris": Exporter("application/x-research-info-systems; charset=utf-8", ".ris", ris),
    }
)


def file_name(answer: AnswerOut, wanted: Format) -> str:
    """Return a name for the file of an answer: letters, digits and lines alone."""
    safe = re.sub(r"[^A-Za-z0-9_-]", "", answer.answer_id)[:64]
    return f"refdesk-{safe or 'answer'}{EXPORTERS[wanted].ending}"
