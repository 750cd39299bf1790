"""What of a message is the question: frames go, whatever names something or asks stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.core import core_of


@pytest.mark.parametrize(
    ("message", "core"),
    [
        ("Enough chatter. What did CRATUS measure?", "What did CRATUS measure?"),
        ("Be brief, no fuss! Was CRATUS safe?", "Was CRATUS safe?"),
        ("Assume I am new here: what is a mesenchymal stem cell?",
         "what is a mesenchymal stem cell?"),
        ("As an editor, was frailty measured in CRATUS?", "was frailty measured in CRATUS?"),
        ("Hi, could you tell me what CRATUS found?", "what CRATUS found?"),
        ("We'd like to know the dose in CRATUS in two sentences, please.",
         "the dose in CRATUS in two sentences."),
        ("What did CRATUS find, in plain words?", "What did CRATUS find?"),
    ],
)  # fmt: skip
def test_frames_go(message: str, core: str) -> None:
    assert core_of(message) == core


@pytest.mark.parametrize(
    "message",
    [
        "Was CRATUS safe? And for how long were people followed?",
        "I have Parkinson's disease. What did CRATUS find?",
        "Compare CRATUS with HERA.",
        "hello",
        "Drop it.",
        "",
    ],
)
def test_what_names_something_or_asks_stays(message: str) -> None:
    assert core_of(message) == message


@given(st.text(max_size=60))
def test_nothing_is_added(message: str) -> None:
    core = core_of(message)
    assert set(core) <= set(message) | {" "}
    assert len(core) <= len(message)
