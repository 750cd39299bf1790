"""What one language's word lists are made of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lexicon:
    r"""Regular expressions of one language over folded text (no accents, casefolded).

    Every field is an alternation without anchors; "" never matches. `words` tells whether the
    script puts spaces between words, so that a match must start at one.

    Attributes:
        lang: BCP 47 primary subtag.
        words: True where a match must start at a word boundary.
        person: The asker or a person they speak for ("I", "my mother", "70 kg").
        document: Studies and documents: what makes a question one about evidence.
        amount: "which dose", "how many cells", "how often".
        need: The amount is wanted for use ("should I take", "fits me").
        should: "should I", "is it right for me", "may I have".
        recommend: A recommendation is asked of us.
        cure: Cure, odds, "will it help".
        better: A choice between two for a person.
        change: Stopping or changing.
        drug: Medicines.
        clinic: Where to get, which clinic, price, buying.
        diagnose: "do I have", "what does my scan mean".
        symptom: Alarming symptoms; with a person, an emergency.
        alarm: Phrases that are an emergency by themselves.
        self_harm: Wish to die, self-harm, methods, goodbyes.
        override: Attempts to set the rules aside.
        off_topic: Kinds of request that are no question to this library.
        child: Children and pregnancy.
    """

    lang: str
    words: bool
    person: str
    document: str
    amount: str
    need: str
    should: str
    recommend: str
    cure: str
    better: str
    change: str
    drug: str
    clinic: str
    diagnose: str
    symptom: str
    alarm: str
    self_harm: str
    override: str
    off_topic: str
    child: str
