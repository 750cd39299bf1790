"""Every study and article once, and of authors and journals what the record holds."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.convert import reference_out
from api.exporting.bibliography import (
    Authors,
    Journal,
    Person,
    authors_of,
    is_paper,
    is_registration,
    journal_of,
)
from api.exporting.cited import (
    CitedArticle,
    CitedStudy,
    articles_of,
    known_from,
    nothing_known,
    sources_of,
    studies_of,
)
from api.provider import Provider
from corpus.records import Reference
from tests.api.exporting.answers import GOLPANIAN, GUIDANCE, HERA, asked, handmade, known


def cited(record: Reference) -> CitedStudy:
    return CitedStudy(reference_out(record), record)


def test_every_study_and_article_is_there_once() -> None:
    studies = studies_of(handmade(), known)
    assert [(each.shown.label, each.citations) for each in studies] == [
        ("Golpanian 2017", [1, 2]),
        ("hera", [2]),
        ("FDA 2020", [3]),
    ]
    assert [each.record for each in studies] == [GOLPANIAN, HERA, GUIDANCE]
    # What is merely near the question is not cited.
    assert [(each.label.slug, each.citations) for each in articles_of(handmade())] == [
        ("frailty", [1, 2]),
        ("rules", [3]),
    ]


@pytest.mark.parametrize(
    ("url", "citations"),
    [
        ("https://doi.org/10.1093/GERONA/glx056", [[1, 2, 3], [2], [3]]),
        ("https://clinicaltrials.gov/study/NCT02982915", [[1, 2], [2, 3], [3]]),
    ],
)
def test_a_source_that_is_quoted_and_cited_is_one(url: str, citations: list[list[int]]) -> None:
    answer = handmade()
    first, second, third = answer.evidence
    label = third.article.model_copy(update={"url": url})
    paper = third.model_copy(update={"article": label})
    answer = answer.model_copy(update={"evidence": [first, second, paper]})
    studies, articles = sources_of(answer, known)
    assert [each.citations for each in studies] == citations
    assert [each.label.slug for each in articles] == ["frailty"]


@pytest.mark.parametrize(
    ("url", "doi"),
    [
        ("https://doi.org/10.1186/scrt334", "10.1186/scrt334"),
        ("http://dx.doi.org/10.1016/S0140-6736%2808%2961690-X", "10.1016/S0140-6736(08)61690-X"),
        ("https://example.org/10.1186/scrt334", ""),
        ("https://doi.org/10.1186/scrt334?x=1", ""),
        ("https://doi.org/", ""),
        (None, ""),
    ],
)
def test_the_doi_of_an_article_is_its_address(url: str | None, doi: str) -> None:
    label = handmade().evidence[0].article.model_copy(update={"url": url})
    assert CitedArticle(label, "").doi == doi


def test_footnotes_of_two_articles_without_an_identifier_are_two() -> None:
    answer = handmade()
    first, second, third = answer.evidence
    moved = first.model_copy(update={"references": third.references})
    studies = studies_of(answer.model_copy(update={"evidence": [moved, second, third]}), known)
    assert [each.shown.label for each in studies].count("FDA 2020") == 2


def test_the_registry_is_asked_for_the_very_record(client: TestClient, app: FastAPI) -> None:
    _, answer = asked(client, "answered")
    provider: Provider = app.state.provider
    opened = provider.take()
    try:
        ask = known_from(opened.catalogue())
        (study, *_) = studies_of(answer, ask)
        assert study.record is not None
        assert study.record.authors == "Golpanian S et al."
        # Another snapshot says otherwise of the study: then only what was shown is told.
        other = study.shown.model_copy(update={"n": 16})
        assert ask(other, "frailty") is None
        assert ask(study.shown, "another-article") is None
    finally:
        opened.give_back()
    assert studies_of(answer, nothing_known)[0].record is None


@pytest.mark.parametrize(
    ("written", "authors"),
    [
        ("Golpanian S", Authors((Person("Golpanian", "S."),))),
        ("Tompkins BA, Hare JM et al.", Authors((Person("Tompkins", "B. A."),
                                                 Person("Hare", "J. M.")), more=True)),
        ("Golpanian S et al", Authors((Person("Golpanian", "S."),), more=True)),
        ("van der Berg JA; Garcia Lopez M", Authors((Person("van der Berg", "J. A."),
                                                     Person("Garcia Lopez", "M.")))),
        ("FDA USA", Authors((Person("FDA USA"),))),
        ("United States FDA", Authors((Person("United States FDA"),))),
        ("Mesoblast, Inc.", Authors((Person("Mesoblast, Inc."),))),
        (
            "Hipp M, Hartl FU, for the CRATUS Group",
            Authors((Person("Hipp", "M."), Person("Hartl", "F. U."), Person("CRATUS Group"))),
        ),
        (
            "Strauss JF 3rd, Chen JJ-L & Yu G-Q",
            Authors((Person("Strauss", "J. F.", "3rd"), Person("Chen", "J. J.-L."),
                     Person("Yu", "G.-Q."))),
        ),
        ("Barbosa da Fonseca LM", Authors((Person("Barbosa da Fonseca", "L. M."),))),
        ("E T, Bandeira TFGS", Authors((Person("E", "T."), Person("Bandeira", "T. F. G. S.")))),
        ("Padberg FT Jr", Authors((Person("Padberg", "F. T.", "Jr"),))),
        ("Adachi T et al. (a university)", Authors((Person("Adachi", "T."),), more=True)),
        ("Endo K (first/last)", Authors((Person("Endo", "K."),), more=True)),
        ("Marmon S. (a college)", Authors((Person("Marmon", "S."),))),
        ("St. Jude Research Hospital", Authors((Person("St. Jude Research Hospital"),))),
        # What a footnote has in the place of authors and is none of them is left out.
        ("local PDF available", Authors()),
        ("Musa S. A study of cells, 2008", Authors()),
        ("Zhang L. *Frontiers in Nutrition* 2026", Authors()),
        ("et al.", Authors((), more=True)),
        ("", Authors()),
    ],
)  # fmt: skip
def test_authors_are_persons_where_all_are(written: str, authors: Authors) -> None:
    assert authors_of(cited(replace(GOLPANIAN, authors=written))) == authors


@pytest.mark.parametrize(
    ("written", "journal"),
    [
        ("J Gerontol A 2017;72(11):1505–1512",
         Journal("J Gerontol A", "72", "11", "1505", "1512")),
        ("Arthritis Research & Therapy 2017;19:180",
         Journal("Arthritis Research & Therapy", "19", "", "180")),
        ("Cytotherapy 2017", Journal("Cytotherapy")),
        ("Cytotherapy", Journal("Cytotherapy")),
        ("Cytotherapy 2016;1:2", None),
        ("July 2017", None),
        ("2017", None),
        ("Cell 128:309, 2017; cited 1,023 times", None),
        ("Mol Ther: J American Soc 2017;17(11):1938–47",
         Journal("Mol Ther: J American Soc", "17", "11", "1938", "47")),
        ("", None),
    ],
)  # fmt: skip
def test_journals_are_taken_apart_where_they_can_be(written: str, journal: Journal | None) -> None:
    assert journal_of(cited(replace(GOLPANIAN, venue=written))) == journal


def test_what_has_no_identifier_is_no_paper() -> None:
    assert is_paper(cited(GOLPANIAN))
    assert not is_paper(cited(GUIDANCE))
    assert journal_of(cited(GUIDANCE)) is None
    assert not is_paper(cited(replace(GOLPANIAN, venue="")))
    assert is_paper(cited(replace(GOLPANIAN, venue="", pmid="28444184")))
    assert is_registration(cited(HERA))
    assert not is_registration(cited(replace(HERA, doi="10.1/x")))
    assert not is_paper(CitedStudy(reference_out(GOLPANIAN), None))
