"""Which numbers are data."""

from __future__ import annotations

import pytest

from corpus.figures import find_figure


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("The response was 71.9% at the end.", "71.9%"),
        ("It rose (p=.011) in one group.", "p=.011"),
        ("A group of n=30 was formed.", "n=30"),
        ("They gave 10×10⁶ cells.", "10×10⁶"),
        ("It cost $1,200 a year.", "$1,200"),
        ("Mean age was 78.4 ± 4.7 then.", "78.4 ± 4.7"),
        ("It had 15 people in it.", "15 people"),
        ("Five groups over 12 months.", "12 months"),
        ("The walk rose by 22.6 m then.", "22.6 m"),
        ("They gave 100 million cells.", "100 million"),
        ("The product was approved in 2024.", "approved in 2024"),
        ("In phase 2 trials it rose 5 points.", "5 points"),
        ("The phase 2 trials are small.", ""),
        ("IL-6 and CD105 and TNF-α fell.", ""),
        ("The 6-minute walk was tested.", ""),
        ("Tier 3 says nothing of it.", ""),
        ("The name dates from 1991.", ""),
        ("Nothing is counted here.", ""),
    ],
)
def test_data_is_told_from_names(text: str, figure: str) -> None:
    assert find_figure(text) == figure
