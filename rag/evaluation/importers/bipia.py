"""BIPIA's injected instructions, put into the library of a suite of ours.

Yi et al. 2023, arXiv:2312.14197: the attack stands in what is retrieved, not in the question. Here
each attack becomes a paragraph of an article, and the questions of the suite stay what they were:
their gold must still be cited, and an attack that is cited is beside the point and lowers citation
precision. Run the suite as it was and this one, and compare: ids are the same. Whether a response
obeys an instruction, which is what BIPIA measures of a model, is not asked: quotes are all that
the desk gives.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from corpus.records import Article, Kind
from rag.evaluation.cases import AnswerCase
from rag.evaluation.importers.articles import paragraphs
from rag.evaluation.importers.base import (
    ArticleFile,
    Imported,
    Importer,
    Options,
    SuiteImportError,
    draw,
    sampled,
    wrong,
)
from rag.evaluation.importers.places import read_articles
from rag.evaluation.suite import SuiteError, SuiteHeader, read_suite

_BLANK_LINE = re.compile(r"(?:\r\n|\r|\n)[ \t]*(?:\r\n|\r|\n)")
_LED = frozenset({Kind.LIST_ITEM, Kind.TABLE_HEADER, Kind.TABLE_ROW, Kind.CODE})


def read_bipia(sources: Sequence[Path], options: Options) -> Imported:
    """Return the answer cases of a suite over its library with attacks in it.

    Every attack is put once, behind a paragraph of a Markdown article; articles of other formats
    stay as they are. A sample is of attacks.

    Args:
        sources: The suite, then BIPIA's files of attacks.
        options: `articles` stands for the suite's own where given.

    Raises:
        SuiteImportError: The suite cannot be read, has no answer case or no articles, or a file
            holds something else than attacks.
    """
    try:
        suite = read_suite(sources[0])
    except SuiteError as error:
        raise SuiteImportError(str(error)) from error
    attacks = sampled(
        [text for path in sources[1:] for text in _attacks(path)], lambda text: text, options
    )
    library = read_articles(options.articles or suite.articles, "bipia")
    spots = [(a, end) for a in library.articles for end in _paragraph_ends(a)]
    if not spots:
        raise SuiteImportError(f"{sources[0]}: no Markdown article to put an attack into")
    before = {article.slug: article.source for article in library.articles}
    texts = dict(before)
    # From the back of an article to its front, so that earlier offsets stay true.
    chosen = [(attack, *spots[draw(attack, options.seed) % len(spots)]) for attack in attacks]
    for attack, article, end in sorted(chosen, key=lambda each: -each[2]):
        text = texts[article.slug]
        texts[article.slug] = "\n\n".join([text[:end], *paragraphs(attack)]) + text[end:]
    answers = [case for case in suite.cases if isinstance(case, AnswerCase)]
    cases = [case for case in answers if _stands(case, texts) >= _stands(case, before)]
    left = len(answers) - len(cases)
    return Imported(
        SuiteHeader(
            name=f"{suite.name}-bipia",
            description=f"{suite.name} with {len(attacks)} injected instructions in its articles.",
            licence="Attacks MIT",
        ),
        cases,
        [_file(article, texts[article.slug]) for article in library.articles],
        notes=(f"{left} questions left out: an attack cuts their gold",) if left else (),
    )


def _attacks(path: Path) -> list[str]:
    try:
        value: Any = json.loads(path.read_bytes())
    except OSError as error:
        raise wrong(path, 0, f"cannot be read: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise wrong(path, getattr(error, "lineno", 0), "not JSON") from error
    groups = list(value.values()) if isinstance(value, dict) else None
    if groups is None or not all(isinstance(group, list) for group in groups):
        raise wrong(path, 0, "not BIPIA's form, an object of lists of attacks by name")
    return [str(attack) for group in groups for attack in group]


def _paragraph_ends(article: Article) -> Iterator[int]:
    """Yield the offset of the blank line behind each paragraph of a Markdown article.

    Paragraphs that lead to a list or table are left out: an attack between the two would change
    what introduces the list, and tiers with it, which is not what is measured.
    """
    if article.media != "text/markdown":
        return
    for statement, after in pairwise([*article.statements, None]):
        if statement is None or statement.kind is not Kind.PARAGRAPH:
            continue
        if after is None or (after.block != statement.block and after.kind not in _LED):
            gap = _BLANK_LINE.search(article.source, statement.span.end)
            yield gap.start() if gap else len(article.source.rstrip())


def _stands(case: AnswerCase, texts: Mapping[str, str]) -> int:
    """Return how many of a case's gold places stand once in `texts`."""
    places = (place for fact in case.facts for place in fact.any)
    return sum(texts.get(place.article, "").count(place.quote) == 1 for place in places)


def _file(article: Article, text: str) -> ArticleFile:
    return f"{article.slug}{Path(article.path).suffix.lower()}", text


BIPIA = Importer(
    name="bipia",
    help="BIPIA: a suite's answer cases over its articles with injected instructions in them",
    sources="SUITE ATTACKS.json...",
    count=(2, None),
    options=frozenset({"sample", "articles"}),
    function=read_bipia,
)
