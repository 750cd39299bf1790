"""DOI, NCT and PMID in running text."""

from __future__ import annotations

import pytest

from corpus.identifiers import find_identifiers, find_malformed, normalise_doi


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
