"""MedQuAD: consumer health questions, to the documents that answer them or to none.

Ben Abacha & Demner-Fushman 2019, doi:10.1186/s12859-019-3119-4. Two kinds of case come of it:

- Retrieval: a question to the document that its answer is part of. An article is a document's
  answers without the questions, under the name of its subject. The same question asked of several
  documents is one case, to which all of them are relevant. Other documents may answer it too and
  are not judged, so the figures are a lower bound.
- Abstention: questions of the documents whose answers the collection does not hold, on subjects
  that no article names. Only kinds of question that ask for evidence are taken: a desk may rightly
  decline "What should I do if I forget a dose?" before it looks, which is no abstention.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rag.evaluation.cases import AnswerCase, RetrievalCase
from rag.evaluation.importers.articles import Slugs, markdown_article
from rag.evaluation.importers.base import ArticleFile, Imported, Importer, Options, sampled
from rag.evaluation.importers.lines import Row, made, one_line, rows
from rag.evaluation.suite import SuiteHeader

EVIDENCE_TYPES = frozenset(
    {
        "brand names",
        "causes",
        "complications",
        "exams and tests",
        "how does it work",
        "how effective is it",
        "information",
        "interactions with foods",
        "interactions with herbs and supplements",
        "interactions with medications",
        "outlook",
        "prevention",
        "research",
        "side effects",
        "stages",
        "susceptibility",
        "symptoms",
        "treatment",
    }
)
"""Question types that ask for evidence and never for what the asker should do."""
_WORD = re.compile(r"\w+")
_ASIDE = re.compile(r"\([^()]*\)")
Words = tuple[str, ...]


class _Question(Row):
    id: str
    collection: str
    doc: str | None = None
    url: str = ""
    focus: str
    qtype: str = ""
    question: str

    @property
    def document(self) -> str:
        """Name of its document: ids are unique in a collection only, and a few lack one."""
        number = self.collection.partition("_")[0]
        return f"{number}-{self.doc or self.id.rpartition('-')[0]}"


class _Answered(_Question):
    answer: str


@dataclass(slots=True)
class _Document:
    focus: str
    url: str
    lines: list[int] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)


def read_medquad(sources: Sequence[Path], options: Options) -> Imported:
    """Return the questions of MedQuAD as retrieval and answer cases; a sample is of documents.

    There are as many questions without an answer as with one, or all there are.

    Raises:
        SuiteImportError: A line does not fit; names file and line.
    """
    answered, unanswered = sources[0] / "qa_answered.jsonl", sources[0] / "qa_unanswered.jsonl"
    documents = _documents(answered)
    slugs = Slugs("medquad", documents)
    names = sampled(list(documents), str, options)
    library = {slugs.of(name): documents[name] for name in names}
    found = _retrieval_cases(answered, library)
    none = _abstention_cases(unanswered, library, documents)
    fewer = Options(sample=len(found), seed=options.seed)
    header = SuiteHeader(
        name="medquad",
        description=f"MedQuAD: {len(library)} documents; questions to their own document, and"
        " questions on subjects that no document names.",
        licence="CC BY 4.0",
    )
    return Imported(
        header,
        [*found, *sampled(none, lambda case: case.id, fewer)],
        [_article(slug, document) for slug, document in library.items()],
        notes=(f"{len(none)} questions on subjects that the library does not name",),
    )


def _documents(path: Path) -> dict[str, _Document]:
    documents: dict[str, _Document] = {}
    for number, row in rows(path, _Answered):
        document = documents.setdefault(row.document, _Document(row.focus, row.url))
        document.lines.append(number)
        document.questions.append(one_line(row.question))
        document.answers.append(row.answer)
    return documents


def _article(slug: str, document: _Document) -> ArticleFile:
    text = markdown_article(
        slug, document.focus, document.answers, lang="en", url=document.url, licence="CC-BY-4.0"
    )
    return f"{slug}.md", text


def _retrieval_cases(path: Path, library: dict[str, _Document]) -> list[RetrievalCase]:
    asked: dict[str, list[str]] = defaultdict(list)
    first: dict[str, tuple[str, int, str]] = {}
    for slug, document in library.items():
        pairs = zip(document.questions, document.lines, strict=True)
        for at, (question, line) in enumerate(pairs, 1):
            asked[question.casefold()].append(slug)
            first.setdefault(question.casefold(), (f"{slug}-q{at}", line, question))
    return [
        made(path, line, RetrievalCase,
             {"id": name, "question": question, "relevant": dict.fromkeys(asked[folded], 1)})
        for folded, (name, line, question) in first.items()
    ]  # fmt: skip


def _abstention_cases(
    path: Path, library: dict[str, _Document], documents: Collection[str]
) -> list[AnswerCase]:
    questions: dict[str, tuple[int, _Question]] = {}
    for number, row in rows(path, _Question):
        if row.qtype in EVIDENCE_TYPES and row.document not in documents:
            questions.setdefault(one_line(row.question).casefold(), (number, row))
    foci = {row.focus: _spellings(row.focus) for _, row in questions.values()}
    near = _foci_near(foci, library.values())
    return [
        made(path, number, AnswerCase,
             {"id": f"medquad-none-{number}", "question": one_line(row.question),
              "type": row.qtype, "answerable": False, "note": f"on {row.focus}"})
        for number, row in questions.values()
        if row.focus not in near
    ]  # fmt: skip


def _words(text: str) -> Words:
    return tuple(_WORD.findall(text.casefold()))


def _spellings(focus: str) -> set[Words]:
    """Return the words of a focus in the forms in which a text may name it.

    With and without what stands in brackets, that alone, and for an entry turned round as in an
    index ("Amenorrhea - primary") its head alone and "primary amenorrhea".
    """
    head, _, rest = _ASIDE.sub(" ", focus).partition(" - ")
    asides = (aside[1:-1] for aside in _ASIDE.findall(focus))
    forms = {focus, head, f"{rest} {head}", f"{head} {rest}", *asides}
    return {words for words in map(_words, forms) if words}


def _foci_near(foci: Mapping[str, set[Words]], library: Iterable[_Document]) -> set[str]:
    """Return the foci that an article names, or that hold the name of an article's subject."""
    named = _Names(foci)
    near: set[str] = set()
    subjects: set[Words] = set()
    for document in library:
        subjects |= _spellings(document.focus)
        for text in (document.focus, *document.answers):
            near |= named.found_in(_words(text))
    return near | {focus for focus, spellings in foci.items() if _holds_any(spellings, subjects)}


class _Names:
    """Names of several words, looked for in a text in one pass."""

    def __init__(self, spellings: Mapping[str, set[Words]]) -> None:
        self._by_first: dict[str, list[tuple[Words, str]]] = defaultdict(list)
        for name, forms in spellings.items():
            for words in forms:
                self._by_first[words[0]].append((words, name))

    def found_in(self, told: Words) -> set[str]:
        return {
            name
            for at, word in enumerate(told)
            for words, name in self._by_first.get(word, ())
            if told[at : at + len(words)] == words
        }


def _holds_any(spellings: Iterable[Words], subjects: set[Words]) -> bool:
    return any(
        words[start:end] in subjects
        for words in spellings
        for start in range(len(words))
        for end in range(start + 1, len(words) + 1)
    )


MEDQUAD = Importer(
    name="medquad",
    help="MedQuAD: questions to their own document, and questions that no document answers",
    sources="FOLDER",
    count=(1, 1),
    options=frozenset({"sample"}),
    function=read_medquad,
)
