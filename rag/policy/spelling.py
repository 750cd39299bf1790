"""Chat shorthand, digits for letters, and one-letter typing errors in the words that matter."""

from __future__ import annotations

SHORTHAND = {
    "u": "you", "ur": "your", "wud": "would", "cud": "could", "shud": "should", "shld": "should",
    "pls": "please", "plz": "please", "wanna": "want to", "gonna": "going to", "gotta": "got to",
    "im": "i'm", "ive": "i've", "id": "i'd", "cant": "can't", "wont": "won't", "dont": "don't",
    "doesnt": "doesn't", "didnt": "didn't", "isnt": "isn't", "arent": "aren't", "hes": "he's",
    "shes": "she's", "theyre": "they're", "youre": "you're", "whats": "what's", "wats": "what's",
    "wat": "what", "shouldnt": "shouldn't", "couldnt": "couldn't", "wouldnt": "wouldn't",
    "moms": "mom's", "mums": "mum's", "dads": "dad's", "thru": "through", "b4": "before",
    "gf": "girlfriend", "bf": "boyfriend", "rec": "recommend", "hubby": "husband",
    "recomend": "recommend", "cud've": "could've", "hav": "have", "plse": "please", "tho": "though",
    "reccomend": "recommend", "recommand": "recommend",
    "perscribe": "prescribe", "perscription": "prescription", "breath-": "breathe",
    "meds": "medications", "docs": "documents", "doc": "doctor", "abt": "about", "cuz": "because",
    "ppl": "people", "kg's": "kg", "kgs": "kg", "lbs": "lb",
}  # fmt: skip

# Words whose misspelling would hide a request. Each stands with its usual neighbours, so that a
# correct word is never "corrected".
_KEYS = frozenset(
    """should would could recommend recommends recommended recommending suggest suggests
    suggested prescribe prescribed prescribes prescriber prescription advise advised
    advice dosage dosages dosing steroid steroids prednisone prednisolone levodopa
    ibuprofen paracetamol aspirin methotrexate tacrolimus warfarin ruxolitinib medication
    medications medicine medicines breathe breathes breathing breathed seizure seizures
    suicide suicidal unconscious infusion infusions injection injections injected
    treatment treatments transplant transplants transplanted clinic clinics clinical
    candidate candidates umbilical parkinson parkinson's alzheimer alzheimer's pregnant
    pregnancy frailty exosome exosomes bleeding swelling swollen collapsed fainted
    fainting ignore ignored instructions instruction inject weight million tongue throat
    swallowed overdose suicide breathless ambulance collapse choking unresponsive diagnose
    diagnosis interpret insurance appointment symptoms vomiting myself""".split()
)
_KEY_STEMS = _KEYS | frozenset(
    """dose doses kill die give get take need stop cells me my rules how many much what which
    where should clinic cure buy pills end life myself inject dad mom for to is it""".split()
)
_LEET = str.maketrans(
    {
        "0": "o",
        "1": "i",
        "3": "e",
        "4": "a",
        "5": "s",
        "7": "t",
        "@": "a",
        "$": "s",
        "!": "i",
        "|": "i",
    }
)


def _deletions(word: str) -> set[str]:
    return {word[:at] + word[at + 1 :] for at in range(len(word))}


_BY_DELETION: dict[str, str] = {}
for _key in sorted(_KEYS):
    for _short in _deletions(_key):
        _BY_DELETION.setdefault(_short, _key)


def leet_word(token: str) -> str | None:
    """Return the word behind digits for letters ("d0se"), or None where there is none.

    Only words of the policy's own vocabulary are restored, so "6MWT" and "100M" stay.
    """
    core = token.rstrip("!")
    if core.isalpha() or core.isdigit() or not any(char in "013457@$!|" for char in core):
        return None
    plain = core.translate(_LEET)
    return plain if plain.isascii() and plain in _KEY_STEMS else None


def correct(token: str) -> str:
    """Return `token` with one missing, doubled, wrong or swapped letter of a key word mended."""
    if len(token) < 6 or len(token) > 16 or token in _KEYS or not token.isascii():
        return token
    if not token.isalpha():
        return token
    if token in _BY_DELETION:  # a letter left out
        return _BY_DELETION[token]
    for short in _deletions(token):
        if short in _KEYS:  # a letter too many
            return _keep_inflection(token, short)
        found = _BY_DELETION.get(short)
        # One deletion on each side: a wrong letter or a swapped pair, never a longer word.
        if found is not None and len(found) == len(token) and found[0] == token[0]:
            return found
    return token


def _keep_inflection(token: str, key: str) -> str:
    # "injects", "diagnosed": an ending, not an error.
    return token if token.startswith(key) else key
