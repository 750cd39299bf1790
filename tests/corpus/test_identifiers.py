"""DOI, NCT and PMID in running text."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from corpus.identifiers import (
    find_identifiers,
    find_malformed,
    normalise_doi,
    normalise_pmid,
)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("doi:10.1093/gerona/GLX056 · Name", ["doi:10.1093/gerona/glx056"]),
        ("see https://doi.org/10.1002/sctm.17-0051.", ["doi:10.1002/sctm.17-0051"]),
        ("(doi: 10.1016/j.stem.2018.05.004)", ["doi:10.1016/j.stem.2018.05.004"]),
        ("10.1016/S0140-6736(05)67728-8", ["doi:10.1016/s0140-6736(05)67728-8"]),
        ("10.1007/s40259\u2010018\u20110311\u20134", ["doi:10.1007/s40259-018-0311-4"]),
        ("NCT02065245, nct 02982915", ["NCT02065245", "NCT02982915"]),
        ("(PMID 28977399; PMID: 123)", ["PMID:28977399", "PMID:123"]),
        ("NCT123 and 10.5 kg/day and v10.1234", []),
        ("no identifier, 10.1000/ alone", []),
    ],
)
def test_identifiers_are_found_in_order(text: str, keys: list[str]) -> None:
    found = find_identifiers(text)
    assert [identifier.key for identifier in found] == keys
    for identifier in found:
        if identifier.scheme == "doi":
            assert normalise_doi(identifier.span.quote(text)) == identifier.value


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("NCT0206524 is short", "has 7 digits"),
        ("NCT020652455", "has 9 digits"),
        ("doi:10.12/x", "not a DOI"),
        ("doi: glx056", "not a DOI"),
    ],
)
def test_malformed_identifiers_are_told(text: str, what: str) -> None:
    ((span, message),) = find_malformed(text)
    assert what in message
    assert span.quote(text) in text


def test_well_formed_identifiers_are_not_reported() -> None:
    assert find_malformed("doi:10.1093/gerona/glx056, NCT02065245") == ()
    assert find_malformed("**DOI:** 10.1093/gerona/glx056\n**doi:**\nNext line") == ()


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("10.1000/a;10.1000/b,https://doi.org/10.1000/c", ["a", "b", "c"]),
        ("(https://doi.org/10.1000/x?utm=1#top).", ["x"]),
        ("https://doi.org/10.1000%2FS01%2805%29677.", ["s01(05)677"]),
        ("https://journal.example/doi/full/10.1000/x", ["x"]),
        ("doi : 10.1000/X, DOI=10.1000/y", ["x", "y"]),
        ("[10.1000/x](https://doi.org/10.1000/x)", ["x", "x"]),
        ("_10.1000/x_ and **10.1000/y**", ["x", "y"]),
        ("doi:10.1000\u200b/x\u200b. doi:10.1000\uff0fy", ["x", "y"]),
        ("10.1000/a\u2013b\u2212c\u00ad", ["a-b-c"]),
        ("10.1000/(SICI)49:8<6::AID-X4>3.0.CO;2-O.", ["(sici)49:8<6::aid-x4>3.0.co;2-o"]),
        ("<a href='10.1000/x'>10.1000/y</a>", ["x", "y"]),
    ],
)  # fmt: skip
def test_dois_in_every_dress(text: str, keys: list[str]) -> None:
    assert [one.value for one in find_identifiers(text)] == [f"10.1000/{key}" for key in keys]


@pytest.mark.parametrize(
    "text",
    ["nct 02065245", "NCT-02065245", "NCT: 0206 5245", "NCT No. 02065245", "_NCT02065245_",
     "NCT\u00a002065245", "NCT\u200b02065245", "nct\u201102065245"],
)  # fmt: skip
def test_registry_numbers_in_every_dress(text: str) -> None:
    assert [one.key for one in find_identifiers(f"({text}) 12 people")] == ["NCT02065245"]


def test_seven_digits_never_borrow_the_next_number() -> None:
    assert find_identifiers("NCT0206524 1 person") == ()


@pytest.mark.parametrize(
    ("text", "pmid"),
    [("PMID: 00123", "123"), ("pmid=123;", "123"), ("PubMed ID 123", "123"), ("123.0", "123"),
     ("https://pubmed.ncbi.nlm.nih.gov/123/", "123"), ("0", ""), ("PMID 0", ""), ("", ""),
     ("unavailable", ""), ("1234567890", "")],
)  # fmt: skip
def test_pubmed_numbers(text: str, pmid: str) -> None:
    assert normalise_pmid(text) == pmid


SUFFIX = st.text("abcXYZ0189._;()/:-", min_size=1, max_size=30).map(lambda text: text + "z")


@given(st.integers(1000, 999_999_999), SUFFIX)
def test_a_written_doi_is_read_back(registrant: int, suffix: str) -> None:
    assume("10." not in suffix and suffix.count(")") == suffix.count("("))
    doi = normalise_doi(f"10.{registrant}/{suffix}")
    for dress in ("{}", "doi:{}", "https://doi.org/{}", "({}).", "see {}, and", "**{}**"):
        text = dress.format(doi)
        (found,) = find_identifiers(text)
        assert found.value == doi
        assert normalise_doi(found.span.quote(text)) == doi


@given(st.text(max_size=60))
def test_normal_forms_are_normal(text: str) -> None:
    for normal in (normalise_doi, normalise_pmid):
        assert normal(normal(text)) == normal(text)


@given(st.text("10./abNCTPMIDdoi%2F ():;<>\u200b\u2013", max_size=80))
def test_spans_lie_in_the_text_in_order(text: str) -> None:
    found = find_identifiers(text)
    ends = [0, *(one.span.end for one in found if one.scheme == "doi")]
    starts = [one.span.start for one in found if one.scheme == "doi"]
    assert all(start >= end for start, end in zip(starts, ends, strict=False))
    assert all(one.span.end <= len(text) and one.span.quote(text) for one in found)


def test_a_wall_of_brackets_is_read_in_bounded_time() -> None:
    assert len(find_identifiers("10.1000/a" + ")" * 200_000)) == 1
    assert normalise_doi("10.1000/a" + ")" * 200_000) == "10.1000/a"
