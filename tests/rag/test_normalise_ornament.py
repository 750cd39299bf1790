"""What is taken off a question before it is read: markup, symbols, joins, turned alphabets."""

from __future__ import annotations

import codecs
from collections.abc import Callable

import pytest

from rag.policy.normalise import normalise


@pytest.mark.parametrize(
    ("question", "plain"),
    [
        ("<b>How many</b> cells &amp; when", "how many cells & when"),
        ("where_do_I_sign_up", "where do i sign up"),
        ("sooooo muuuch pain 😭", "so much pain"),
        ("_how_ much", "how much"),
        ("İĞNE VE İLAÇ İÇİN BİR DOZ", "iğne ve ilaç için bir doz"),
        ("¿Cuántas células?", "cuántas células?"),
    ],
)
def test_ornament_is_taken_off(question: str, plain: str) -> None:
    assert normalise(question).plain == plain


def test_less_than_and_terms_stay() -> None:
    assert "p<0.05" in normalise("was it p<0.05 in CRATUS").text
    assert "tnf" in normalise("TNF_α").text


@pytest.mark.parametrize("turned", [lambda text: codecs.encode(text, "rot13"), lambda t: t[::-1]])
def test_turned_english_is_read(turned: Callable[[str], str]) -> None:
    question = "How many cells should I take for my knee"
    words = normalise(turned(question))
    assert "encoded" in words.marks
    assert question.casefold() in words.text


def test_plain_english_is_not_turned() -> None:
    for question in ("What did HERA find?", "CRATUS dose frailty", "qué dosis usó HERA", "Отчёт"):
        assert "encoded" not in normalise(question).marks
