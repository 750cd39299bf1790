"""Filters over random libraries, against reading every statement one by one."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.records import Article, Reference
from corpus.vocabulary import TIERS
from index.analysis import analyze
from index.filters import Facets, Filters
from tests.handmade import make_article

NAMES = sorted(TIERS)
CONDITIONS = ("knee osteoarthritis", "aging frailty", "stroke", "")
references = st.builds(
    lambda number, year, condition: Reference(
        key=f"r{number}", label="R", year=year, condition=condition
    ),
    st.integers(0, 10**6),
    st.none() | st.integers(1990, 2026),
    st.sampled_from(CONDITIONS),
)


@st.composite
def libraries(draw: st.DrawFn) -> list[Article]:
    made = []
    for place in range(draw(st.integers(1, 6))):
        sizes = draw(st.lists(st.integers(1, 4), min_size=1, max_size=5))
        groups = [
            (f"S{i}", [f"Text {i} {n}." for n in range(size)]) for i, size in enumerate(sizes)
        ]
        cited = draw(st.lists(references, max_size=3, unique_by=lambda one: one.key))
        # One record for each study over the library, as the registry sees to it.
        cited = [Reference(f"a{place}{one.key}", "R", year=one.year, condition=one.condition)
                 for one in cited]  # fmt: skip
        tiers = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=4))
        heads: list[dict[str, object]] = [{}, {"conditions": ["Lupus"]}, {"condition": "stroke"}]
        own = draw(st.sampled_from(heads))
        made.append(make_article(f"a{place}", groups, tiers=tiers, references=cited, metadata=own))
    return made


wanted = st.builds(
    Filters,
    articles=st.sampled_from([(), ("a0",), ("a1", "a3"), ("nowhere",)]),
    tiers=st.lists(st.sampled_from(NAMES), max_size=3).map(tuple),
    weakest_tier=st.sampled_from(["", *NAMES]),
    conditions=st.sampled_from([(), ("stroke",), ("osteoarthritis", "lupus"), ("frailty aging",)]),
    since_year=st.none() | st.integers(1990, 2026),
    human_only=st.booleans(),
)


def slow_rows(library: list[Article], filters: Filters) -> list[int]:
    """Return what `Facets.rows` should, read from the records themselves."""
    rows, row = [], 0
    for article in library:
        studies = {one.key: one for one in article.references}
        given_conditions = article.metadata.get("conditions") or article.metadata.get("condition")
        own = given_conditions if isinstance(given_conditions, list) else [given_conditions]
        for passage in article.passages:
            fits = False
            for statement in article.statements:
                if statement.id not in passage.statements:
                    continue
                cited = [studies[key] for key in statement.references]
                known = TIERS[statement.tier]
                stems = [
                    set(analyze(str(name)))
                    for name in (*own, *(s.condition for s in cited))
                    if name
                ]
                fits |= (
                    (not filters.articles or article.slug in filters.articles)
                    and (not filters.tiers or statement.tier in filters.tiers)
                    and (
                        not filters.weakest_tier
                        or known.rank <= TIERS[filters.weakest_tier].rank
                    )
                    and (not filters.human_only or known.human)
                    and (
                        filters.since_year is None
                        or any((one.year or 0) >= filters.since_year for one in cited)
                    )
                    and (
                        not filters.conditions
                        or any(set(analyze(want)) <= have for want in filters.conditions
                               for have in stems if have)
                    )
                )  # fmt: skip
            if fits:
                rows.append(row)
            row += 1
    return rows


@settings(max_examples=150, deadline=None)
@given(libraries(), wanted)
def test_facets_give_the_rows_that_reading_every_statement_gives(
    library: list[Article], filters: Filters
) -> None:
    facets = Facets.gather(library)
    with tempfile.TemporaryDirectory() as folder:
        facets.save(Path(folder))
        opened = Facets.open(Path(folder))
    for each in (facets, opened):
        rows = each.rows(filters)
        if filters.empty:
            assert rows is None
        else:
            assert rows is not None
            assert rows.tolist() == slow_rows(library, filters)
