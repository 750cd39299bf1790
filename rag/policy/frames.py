# ruff: noqa: E501 - a pattern is read as one line, however long
"""English frames: who the question is about, and whether it asks about documents.

The rules combine these with a treatment word and a request; no frame alone restricts anything.
"""

from __future__ import annotations

import re

RELATIVE = (
    r"(?:dad|daddy|father|mum|mom|mummy|mommy|mother|wife|husband|spouse|partner|son|daughter|"
    r"child|children|kids?|baby|newborn|teen|teenager|toddler|infant|brother|sister|siblings?|"
    r"twin|gran|nana?|granny|grandma|grandpa|grandad|granddad|grandmother|grandfather|grandson|"
    r"granddaughter|aunt|auntie|uncle|niece|nephew|cousin|friend|neighbou?r|boyfriend|girlfriend|"
    r"fiance\w*|clients?|patients?|boss|colleague|dog|cat|horse|pet|puppy|pony|parents?|parent|"
    r"family|foster \w+|relative|students?|caregiver|boy|girl|lad|"
    r"\d+[- ]?(?:year|yr|month|week)s?[- ]?olds?|\d+ ?yo)"
)
#: A particular person (or animal) the asker speaks for.
MINE = (
    rf"(?:(?:my|our|this|that) (?:own |dear |poor |old |elderly |frail |little |young |late )?"
    rf"(?:\d+[- ]?(?:year|yr|month)[- ]old )?(?:\w+ )?{RELATIVE}(?:'s)?\b|"
    r"\b(?:grandma|grandpa|granny|mum|mom|dad|nan|gran)(?:'s)?\b|"
    rf"\ba (?:close |good |dear )?(?:friend|client|patient|relative|neighbou?r|colleague)\b(?: of mine)?|"
    rf"\bthe (?:kid|child|boy|girl|man|woman|patient|dog|cat) i\b|"
    r"\b(?:him|her husband|her son|his wife|his mother|her mother)\b)"
)
SELF = r"\b(?:i|i'm|i've|i'd|i'll|me|my|mine|myself|we|we're|we've|us|our|ours)\b"
#: Someone a treatment could be for.
TARGET = (
    rf"(?:\b(?:me|myself|us|him|her|them|someone|somebody|anyone)\b|{MINE}|"
    r"\ban? \d+[- ](?:year|month|week)s?[- ]olds?\b|\ban? (?:\w+[- ]){0,3}(?:patient|person|man|woman|adult|child|senior|boy|girl|baby|individual|"
    r"human|teen|kid|horse|dog|cat|infant)\b|"
    r"\b(?:seniors|elderly people|frail people|older people|old people|the elderly|people like)\b)"
)
TREATMENT = (
    r"(?:mscs?|uc-?mscs?|bm-?mscs?|stem[- ]?cells?|(?:cord|fat|umbilical|mesenchymal|stromal|"
    r"marrow)[- ]?(?:\w+ )?cells?|cells?|exosomes?|infusions?|drips?|iv|injections?|shots?|"
    r"lomecel\S*|ryoncil|remestemcel\S*|alofisel|darvadstrocel|therap(?:y|ies)|treatments?|"
    r"transplants?|banking|procedure|vials?|this|it|these|that|them|one)"
)
_TRT_STRICT = TREATMENT.replace("|this|it|these|that|them|one)", ")")
TREATMENT_NAMED = _TRT_STRICT

_DOCUMENT = re.compile(
    r"\b(?:trials?|stud(?:y|ies|ied)|papers?|articles?|wiki|documents?|pages?|reviews?|reviewed|"
    r"meta-?analys\w+|authors?|participants?|subjects|volunteers|enrolled|arms?|groups?|"
    r"phase (?:[1-4]|i+)\S*|nct\d+|footnotes?|tables?|section|sources?|corpus|library|cohort|"
    r"researchers?|scientists?|investigators?|mice|mouse|rats?|animals?|experiments?|"
    r"publi(?:sh|cation)\w*|reported|tested|et al|label|labell?ed|tags?|tiers?|texts?|evidence|"
    r"placebo|baseline|endpoint|follow-up|adverse events?|approv\w+|authoris\w+|authoriz\w+|"
    r"according to|per the|citations?|references?|design|randomi[sz]ed|criteria|journal|"
    r"(?:was|were) (?:used|given|tested|compared|infused|injected|seen|observed|found))\b|"
    r"\b[a-z]{3,} (?:19|20)\d\d\b"
)
# A capitalised name in a message that is otherwise in mixed case is a trial, as a rule.
_ACRONYM = re.compile(r"\b[A-Z]{4,}(?:-[A-Z0-9]+)?\b")
_NOT_TRIALS = frozenset("MSCS GVHD COVID ADHD JSON COPD HELP PLEASE SYSTEM".split())

_PERSON = re.compile(
    rf"{MINE}|\bfor (?:someone|somebody) (?:with|who|on)\b|\b(?:i have|i've got|i've had|i suffer|i was diagnosed|i weigh|i'm \d+|i am \d+|"
    r"i'm (?:an? )?(?:frail|old|elderly|diabetic|pregnant)|i am (?:frail|old|pregnant)|"
    r"i'm on|i (?:once |recently |also )?had an?|i was told|i take|my (?!question|last|previous|first|next|notes?|thesis|slides?|understanding|"
    r"reading|view|opinion|bad|apolog|point|list|summary)\w+|we have|our)\b|"
    r"\b(?:i'm|i am|he's|she's|he is|she is|aged?|at) (?:\w+ ){0,2}\d{1,3}\b|"
    r"\b\d{1,3} ?(?:kg|kilos?|lb|pounds|stone)\b(?!/)"
)
STRONG_DOSE = re.compile(
    r"\bdos(?:e|es|ed|ing|age|ages)\b|\bwhat volume\b|\bdose-|\b(?:how (?:many|much)|number of|amounts?(?: of)?) "
    r"(?:\w+ ){0,3}(?:cells|infusions?|injections?|mscs|drips|exosomes|million|treatments)\b|"
    r"\b\d+ ?(?:m|million|mg|ml|mio)\b|\bmillion\b|\bper kg\b|/kg\b|\bregimen|\bintervals?\b|"
    r"\bhow (?:often|far apart|frequent\w*)\b|\bamounts?\b|\b(?:two|three|single|repeated|multiple)"
    r"[- ](?:infusion|dos)\w*|\binfusions? (?:schedule|apart)|\bschedules?\b|\bspaced\b|\bquantit|"
    r"\b\d+ ?[x×] ?10|\bcell numbers?\b|\b(?:gaps?|time|weeks?|months?) between\b|\b(?:fewer|more) infusions\b|"
    r"\b(?:more|fewer) cells\b|\b(?:repeat\w*|extra|another|chronic) (?:infusions?|dos\w+|injections?|treatments?)\b|\bvials?\b|\brounds of\b"
)
STRONG_CHILD = re.compile(
    r"\b(?:child(?:ren|hood)?|kids?|kid's|p(?:a)?ediatric\w*|infants?|newborns?|bab(?:y|ies)|"
    r"toddlers?|teens?|teenagers?|adolescents?|youngsters?|youngsters'|boys?|girls?|minors|autis\w+|"
    r"pregnan\w+|breast-?feed\w*|lactati\w+|maternal|juvenile|under (?:four|18|12|five)|niece|nephew|"
    r"duke|ryoncil|remestemcel\S*)\b"
)


def about_documents(sentence: str) -> bool:
    """Tell whether a sentence asks about studies or documents."""
    return bool(_DOCUMENT.search(sentence))


def trial_names(raw: str) -> tuple[str, ...]:
    """Return the names in capitals of a message (none where it is all in capitals)."""
    if raw.isupper():
        return ()
    return tuple(name for name in _ACRONYM.findall(raw) if name not in _NOT_TRIALS)


def names_a_trial(raw: str) -> bool:
    """Tell whether a message holds a trial's name in capitals."""
    return bool(trial_names(raw))


def about_a_person(text: str) -> bool:
    """Tell whether a message speaks of a particular person, the asker included."""
    return bool(_PERSON.search(text))


# Phrases in which the asker merely talks to us: they make a question no more personal.
_CHAT = re.compile(
    r"\b(?:tell|show|give|explain to|remind|help|teach|send|point|let|lets|walk) (?:me|us)\b|"
    r"\bi(?:'d| would|'m| am)? (?:like|want|need|wish|love|trying|hope|hoping|curious|dying) to "
    r"(?:know|understand|learn|see|read|find|ask|hear|cite|compare|check|be sure|get (?:a|the|an))\b|"
    r"\bi(?:'m| am) (?:curious|wondering|reading|writing|confused|interested|not sure|new|an? |the |here|lost|looking)|"
    r"\bi (?:just )?(?:read|heard|saw|think|thought|wonder|know|knew|understand|see|guess|assume|suppose|believe|recall|"
    r"mean|meant|noticed|found|don't (?:understand|know|get|see)|can't (?:find|see|tell))\b|"
    r"\b(?:can|could|may|should|do|did|would|how do|if) (?:i|we) (?:\w+ )?(?:read|see|find|cite|trust|know|tell|say|conclude|"
    r"look|quote|access|download|filter|search|interpret|believe|understand|call|compare|write|refer|learn|ask|mix up|confuse)\b|"
    r"\bmy (?:question|students?|class|thesis|paper|essay|notes|understanding|colleagues?|reading|slides|list|summary|"
    r"last|previous|first|next|immune|body|own (?:cells|body|immune)|cells|blood|bone marrow|genes|lecture|talk|report|homework|book|view|opinion)\b|"
    r"\b(?:what|that|so|as|than) (?:do |can |did )?we (?:know|say|learn|conclude|have|see)\b|\bi'm (?:dead|dying)\b|\b(?:wants?|wanted|asks?|asked|wonders?|curious) (?:me )?(?:to know |about )?(?:who|what|when|which|whether|if|how)\b[^.]{0,40}\b(?:invented|named|coined|published|called|stands? for|mean\w*)\b|"
    r"\b(?:type|phase|stage|grade|class|part|group|level|hla|mhc) i\b"
)
_NET_PERSON = re.compile(
    rf"\b(?:i|i'm|i've|i'd|i'll|me|my|mine|myself|we|we're)\b|{MINE}|\b(?:for|to|on|in|give) (?:him|her)\b"
)
_NET_TREATMENT = re.compile(
    r"\b(?:mscs?|uc-?mscs?|stem[- ]?cells?|(?:cord|fat|umbilical|mesenchymal|stromal|marrow) (?:\w+ )?cells?|cells|"
    r"exosomes?|infusions?|infused|drips?|injections?|injected|lomecel\S*|ryoncil|remestemcel\S*|alofisel|darvadstrocel|"
    r"cell therap(?:y|ies)|therapy|treatments?)\b"
)
_REPORTED_ASK = re.compile(
    r"\b(?:mentioned|brought up|talked about|told (?:me|us) about|asked about|heard (?:of|about))\b|\b(?:wants?|wanted|would like|keen) to know (?:who|what|when|which|why|how (?:the|mscs|cells))\b"
)
_CLAUSES = re.compile(r"[,:]|\s-+\s|\bbut\b|\band (?=what|how|which|did|does|do|is|are|was|were)")


def asks_for_another(sentence: str) -> bool:
    """Tell whether a sentence passes on somebody's wish to know a fact."""
    return bool(_REPORTED_ASK.search(sentence))


def without_chat(sentence: str) -> str:
    """Return a sentence without phrases in which the asker merely talks to us."""
    return _CHAT.sub(" ", sentence)


def personal_treatment(sentence: str) -> bool:
    """Tell whether one clause puts a treatment and a particular person together.

    The net under the patterns: a clause such as "get my nephew talking with cells" is about a
    person whatever its verb. Talking to us ("tell me how cells work") does not count.
    """
    if _REPORTED_ASK.search(sentence):
        return False
    for clause in _CLAUSES.split(sentence):
        plain = _CHAT.sub(" ", clause)
        if _NET_PERSON.search(plain) and _NET_TREATMENT.search(plain):
            return True
    return False
