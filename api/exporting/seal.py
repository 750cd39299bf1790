"""The seal of an answer: by it the service knows, for a day, an answer that it gave itself.

What is exported comes back from a page. Without a seal, whoever may export could make a file that
says, in the name of this service, what it never said.
"""

from __future__ import annotations

import hashlib
import unicodedata
from hmac import compare_digest
from typing import Final

from api.access.tokens import Signer
from api.jsonout import json_bytes
from api.problems import ProblemError
from api.schemas import AnswerOut

SEAL_SECONDS: Final = 24 * 3600


def seal_of(signer: Signer | None, question: str, answer: AnswerOut) -> str:
    """Return the seal of an answer to a question; "" where there is no key to sign with."""
    if signer is None:
        return ""
    try:
        return signer.sign("answer", SEAL_SECONDS, {"sha256": _digest(question, answer)})
    except ProblemError:
        return ""  # The log says why; an answer that cannot be saved can still be read.


def check_seal(signer: Signer | None, question: str, answer: AnswerOut, seal: str) -> None:
    """Refuse a question and an answer that do not belong to a seal.

    Raises:
        ProblemError: 409: one of the three was changed, or the seal is more than a day old.
    """
    if signer is None:
        raise ProblemError("seal-broken")
    try:
        sealed = str(signer.read("answer", seal).get("sha256", ""))
    except ProblemError:
        raise ProblemError("seal-broken") from None
    if not compare_digest(sealed.encode(), _digest(question, answer).encode()):
        raise ProblemError("seal-broken")


def _digest(question: str, answer: AnswerOut) -> str:
    # Canonical: keys in order, and numbers as the model has them. JavaScript writes 1.0 as 1 and
    # -0.0 as 0; both are the same float again once the model has read them, and zero was added.
    whole = {"question": unicodedata.normalize("NFC", question), "answer": answer.model_dump()}
    return hashlib.sha256(json_bytes(_ordered(whole))).hexdigest()


def _ordered(value: object) -> object:
    if isinstance(value, dict):
        return {name: _ordered(value[name]) for name in sorted(value)}
    if isinstance(value, list):
        return [_ordered(each) for each in value]
    return value + 0.0 if isinstance(value, float) else value
