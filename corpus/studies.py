"""The study registry: papers and registrations joined to studies, and where they disagree.

A trial is a study; its registration describes it and its papers report it. Each keeps the record
and the key that statements cite ("NCT..." the registration, "doi:..." a paper), and fields flow
between them where one is silent. Sources, and which of them decides a field:

    full text    an article of the library that is the paper itself
    registry     an article of the library that is the registration itself
    footnote     what a citing article's footnote says
    mention      an identifier in running text, which says nothing more

    status, phase, condition, n_planned    registry, full text, footnote; of the status, one that
                                           is dated later than the registry's wins
    design, n, population, authors, title,
    venue, year, access                    full text, registry, footnote
    summary, text, label                   footnote, full text, registry

How a citing article checked a study (its abstract only, say) stays with that article's statements,
whose caveats were derived before anything is joined; what a statement claims is its own text's
matter. `FieldConflict` keeps every differing value with its place; none is overwritten in silence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Final

from corpus.designwords import is_trial
from corpus.disagreement import Claim, FieldConflict, claims_of, find_conflicts
from corpus.records import Article, Reference
from corpus.references import canonical_keys, reference_url

_FULL_TEXT, _REGISTRY, _FOOTNOTE, _MENTION = "full text", "registry", "footnote", "mention"
_STATE: Final = (_REGISTRY, _FULL_TEXT, _FOOTNOTE, _MENTION)
_FACTS: Final = (_FULL_TEXT, _REGISTRY, _FOOTNOTE, _MENTION)
_WORDS: Final = (_FOOTNOTE, _FULL_TEXT, _REGISTRY, _MENTION)
_ORDER: Final[Mapping[str, Sequence[str]]] = {
    **dict.fromkeys(("phase", "condition", "n_planned"), _STATE),
    **dict.fromkeys(("summary", "text", "label"), _WORDS),
}
_APART: Final = frozenset({"key", "status", "status_as_of", "where"})


@dataclass(frozen=True, slots=True)
class Study:
    """One study over the whole library.

    Attributes:
        key: The registration's key where there is one, else the paper's.
        registration: Key of the registration's record, or "".
        papers: Keys of the papers' records, in the order met.
        conflicts: Fields on which the sources disagree.
    """

    key: str
    registration: str
    papers: tuple[str, ...]
    conflicts: tuple[FieldConflict, ...] = ()


@dataclass(frozen=True, slots=True)
class StudyRegistry:
    """Records by key, studies by key, and for every key that any article cites its record's key.

    `canonical` differs from its key only where a PubMed number was found to be a known DOI.
    """

    references: dict[str, Reference]
    studies: dict[str, Study]
    canonical: dict[str, str]

    def study_of(self, key: str) -> Study | None:
        """Return the study that a cited key belongs to, or None for an unknown key."""
        record = self.references.get(self.canonical.get(key, key))
        return self.studies.get(record.nct or record.key) if record else None


@dataclass(frozen=True, slots=True)
class _Told:
    """What one article says of one record, and as what it says it."""

    source: str
    reference: Reference
    article: Article


def gather_studies(articles: Iterable[Article]) -> StudyRegistry:
    """Join everything that the articles say of studies.

    The order of the articles decides nothing but ties within one kind of source.
    """
    given = list(articles)
    told = [_told(article, reference) for article in given for reference in article.references]
    canonical = canonical_keys(one.reference for one in told)
    by_key: dict[str, list[_Told]] = defaultdict(list)
    for one in told:
        by_key[canonical[one.reference.key]].append(one)
    references = {key: _merged(key, entries) for key, entries in by_key.items()}
    members = _members(references)
    references = _linked(references, members)
    claims = _claims(told, given, canonical, references)
    studies = {
        key: Study(
            key=key,
            registration=key if key in references and references[key].nct == key else "",
            papers=tuple(one for one in keys if one != key or not references[one].nct),
            conflicts=find_conflicts(claims.get(key, ())),
        )
        for key, keys in members.items()
    }
    return StudyRegistry(references, studies, canonical)


def _told(article: Article, reference: Reference) -> _Told:
    if reference.key == article.own:
        source = _REGISTRY if reference.key == reference.nct else _FULL_TEXT
        return _Told(source, _as_registered(article, reference), article)
    return _Told(_FOOTNOTE if reference.where else _MENTION, reference, article)


def _as_registered(article: Article, own: Reference) -> Reference:
    """Return an article's own study with what the article's head says of it."""
    known = replace(own, status_as_of=own.status_as_of or (article.as_of if own.status else ""))
    planned = article.metadata.get("enrolment")
    if own.n is None and own.n_planned is None and isinstance(planned, int):
        return replace(known, n_planned=planned)
    return known


def _merged(key: str, entries: Sequence[_Told]) -> Reference:
    values: dict[str, object] = {
        field.name: _decided(field.name, entries)
        for field in fields(Reference)
        if field.name not in _APART
    }
    status, as_of = _status(entries)
    places = dict.fromkeys(place for one in entries for place in one.reference.where.split("; "))
    merged = replace(
        entries[0].reference,
        key=key,
        status=status,
        status_as_of=as_of,
        where="; ".join(filter(None, places)),
        **values,  # type: ignore[arg-type]
    )
    return replace(merged, url=reference_url(merged.doi, merged.nct, merged.pmid) or merged.url)


def _decided(name: str, entries: Sequence[_Told]) -> object:
    """Return a field's value from the first source in its order that has one."""
    order = _ORDER.get(name, _FACTS)
    ranked = sorted(entries, key=lambda one: order.index(one.source))
    values = (getattr(one.reference, name) for one in ranked)
    return next(
        (value for value in values if value not in ("", None)), getattr(entries[0].reference, name)
    )


def _status(entries: Sequence[_Told]) -> tuple[str, str]:
    if any(one.reference.status == "retracted" for one in entries):
        return "retracted", ""
    ranked = sorted(entries, key=lambda one: _STATE.index(one.source))
    stated = [one.reference for one in ranked if one.reference.status]
    if not stated:
        return "", ""
    first = stated[0]
    dated = [one for one in stated if one.status_as_of and first.status_as_of]
    latest = max(dated, key=lambda one: one.status_as_of, default=first)
    chosen = latest if latest.status_as_of > first.status_as_of else first
    return chosen.status, chosen.status_as_of


def _members(references: Mapping[str, Reference]) -> dict[str, list[str]]:
    """Return the keys of each study's records by the study's key."""
    members: dict[str, list[str]] = defaultdict(list)
    for key, reference in references.items():
        members[reference.nct or key].append(key)
    return dict(members)


def _linked(
    references: Mapping[str, Reference], members: Mapping[str, Sequence[str]]
) -> dict[str, Reference]:
    """Let fields flow between a registration and the papers that report its trial.

    Size flows to a paper only when it is the trial's single one: further papers report parts.
    """
    linked = dict(references)
    for trial, keys in members.items():
        registration = references.get(trial)
        papers = [key for key in keys if key != trial]
        if registration is None or not papers:
            continue
        for key in papers:
            linked[key] = _from_trial(references[key], registration, only=len(papers) == 1)
        if len(papers) == 1:
            linked[trial] = _from_paper(registration, references[papers[0]])
    return linked


def _from_trial(paper: Reference, trial: Reference, *, only: bool) -> Reference:
    reports = is_trial(paper.design)
    return replace(
        paper,
        condition=paper.condition or trial.condition,
        phase=paper.phase or (trial.phase if reports else ""),
        n=trial.n if paper.n is None and only and reports else paper.n,
        n_planned=paper.n_planned if paper.n_planned is not None else trial.n_planned,
        status=paper.status or trial.status,
        status_as_of=paper.status_as_of if paper.status else trial.status_as_of,
    )


def _from_paper(trial: Reference, paper: Reference) -> Reference:
    return replace(
        trial,
        condition=trial.condition or paper.condition,
        phase=trial.phase or paper.phase,
        design=trial.design or (paper.design if is_trial(paper.design) else ""),
        population=trial.population or paper.population,
    )


def _claims(
    told: Sequence[_Told],
    articles: Sequence[Article],
    canonical: Mapping[str, str],
    references: Mapping[str, Reference],
) -> dict[str, list[Claim]]:
    """Return what is claimed of each study, in the order that the articles claim it."""
    claims: dict[str, list[Claim]] = defaultdict(list)
    known = {
        reference.key: references[canonical[reference.key]]
        for reference in (one.reference for one in told)
    }
    sources = {(one.article.slug, one.reference.key): one for one in told}
    for article in articles:
        own = [
            sources[article.slug, reference.key].reference
            if reference.key == article.own
            else reference
            for reference in article.references
        ]
        for claim in claims_of(article, own):
            record = known.get(claim.record)
            if record is not None:
                study = record.nct or record.key
                claims[study].append(replace(claim, record=record.key))
            elif claim.record.startswith("NCT"):  # a trial of which only papers are cited
                claims[claim.record].append(claim)
    return claims
