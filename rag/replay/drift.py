"""What became of an answer: its record against the answer that the library gives now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.replay.record import AnswerRecord, RecordedEvidence


@dataclass(frozen=True, slots=True)
class Changed:
    """Something that was one way and is another now."""

    what: str
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class Drift:
    """How an answer of today differs from the one that was kept.

    Attributes:
        changed: Outcome, reason, policy, headline and disclaimer, where they differ.
        gone: Ids of statements that were cited and are not any more.
        new: Ids of statements that are cited now and were not.
        reworded: Pairs of ids: a statement and the one that stands in its place.
        tiers: Statements cited both times, of another tier now.
        moved: Pairs of ids: the same words at another place; no drift.
        rebuilt: Another snapshot answers now; no drift by itself.
        unchecked: Generated sentences, which a model words anew: their sources are compared, they
            are not.
    """

    changed: tuple[Changed, ...] = ()
    gone: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    reworded: tuple[tuple[str, str], ...] = ()
    tiers: tuple[Changed, ...] = ()
    moved: tuple[tuple[str, str], ...] = ()
    rebuilt: bool = False
    unchecked: int = 0

    @property
    def any(self) -> bool:
        """Whether a reader of the old answer would be told something else now."""
        return bool(self.changed or self.gone or self.new or self.reworded or self.tiers)


def drift_between(before: AnswerRecord, now: AnswerRecord) -> Drift:
    """Compare the record of an answer with that of the same question asked now."""
    pairs, gone, new = _paired(before.evidence, now.evidence)
    reworded, gone, new = _reworded(gone, new)
    return Drift(
        changed=tuple(_changed(before, now)),
        gone=tuple(each.statement_id for each in gone),
        new=tuple(each.statement_id for each in new),
        reworded=tuple((a.statement_id, b.statement_id) for a, b in reworded),
        tiers=tuple(Changed(b.statement_id, a.tier, b.tier) for a, b in pairs if a.tier != b.tier),
        moved=tuple(
            (a.statement_id, b.statement_id) for a, b in pairs if a.statement_id != b.statement_id
        ),
        rebuilt=before.snapshot != now.snapshot,
        unchecked=sum(each.kind == "synthesis" for each in before.statements),
    )


def _changed(before: AnswerRecord, now: AnswerRecord) -> list[Changed]:
    sides = (
        ("outcome", before.outcome, now.outcome),
        ("reason", before.reason, now.reason),
        ("policy category", before.policy.category, now.policy.category),
        ("policy action", before.policy.action, now.policy.action),
        ("policy version", before.policy.version, now.policy.version),
        ("strongest tier", before.strongest_tier or "none", now.strongest_tier or "none"),
        ("disclaimer", before.disclaimer, now.disclaimer),
        ("notices", ", ".join(before.notices) or "none", ", ".join(now.notices) or "none"),
    )
    return [Changed(what, was, is_) for what, was, is_ in sides if was != is_]


_Pairs = list[tuple[RecordedEvidence, RecordedEvidence]]
_Entries = list[RecordedEvidence]


def _paired(
    before: Sequence[RecordedEvidence], now: Sequence[RecordedEvidence]
) -> tuple[_Pairs, _Entries, _Entries]:
    """Pair entries of the same words, those at the same place first; return what is left over."""
    left, right = list(before), list(now)
    pairs: _Pairs = []
    for same_place in (True, False):
        for old in list(left):
            for new in right:
                if old.quote_sha256 != new.quote_sha256 or (
                    _article(old) != _article(new)
                    or (same_place and old.statement_id != new.statement_id)
                ):
                    continue
                pairs.append((old, new))
                left.remove(old)
                right.remove(new)
                break
    return pairs, left, right


def _reworded(gone: _Entries, new: _Entries) -> tuple[_Pairs, _Entries, _Entries]:
    """Pair what is gone with what is new where each is the only one of its section."""
    pairs: _Pairs = []
    for old in gone:
        lost = [each for each in gone if _section(each) == _section(old)]
        come = [each for each in new if _section(each) == _section(old)]
        if len(lost) == len(come) == 1 and old.source_sha256 != come[0].source_sha256:
            pairs.append((old, come[0]))
    paired = {id(each) for pair in pairs for each in pair}
    return (
        pairs,
        [each for each in gone if id(each) not in paired],
        [each for each in new if id(each) not in paired],
    )


def _article(entry: RecordedEvidence) -> str:
    return entry.statement_id.rpartition("@")[0]


def _section(entry: RecordedEvidence) -> tuple[str, str]:
    return _article(entry), entry.section
