# ruff: noqa: E501 - a pattern is read as one line, however long
"""The kinds of English questions about the desk: what must be in one, and what may be."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from rag.about_words import FILLER


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of question about the desk.

    Attributes:
        name: "who", "model", "declines", ...
        asks: What must be in the sentence; it names the desk or what only the desk has.
        words: All words that the sentence may hold.
    """

    name: str
    asks: re.Pattern[str]
    words: frozenset[str]


def _kind(name: str, words: str, *patterns: str) -> Kind:
    return Kind(name, re.compile("|".join(patterns)), FILLER | frozenset(words.split()))


_US = r"(?:you|refdesk|(?:this|the|your) (?:service|desk|tool|site|website|app|assistant|system))"
_NEG = r"(?:can't|cannot|won't|don't|doesn't|didn't|couldn't|wouldn't|aren't|isn't)"
_WHAT = r"\b(?:what|which)(?: (?:kinds?|sorts?|types?) of)?(?: (?:questions?|things?|topics?|requests?))?"
_SOMEBODY = (
    "doctor|physician|nurse|clinician|pharmacist|surgeon|specialist|expert|scientist|researcher|"
    "professional|human|person|people|bot|robot|chatbot|machine|computer|program|ai|real|alive"
)
_LANGUAGES = (
    "english arabic chinese mandarin cantonese dutch french german hindi italian japanese korean"
    " polish portuguese russian spanish turkish urdu bengali swedish danish norwegian finnish greek"
    " hebrew persian farsi ukrainian czech romanian hungarian vietnamese thai indonesian tamil"
)

KINDS: Final = (
    _kind(
        "model",
        "language model models large llm llms ai artificial intelligence chatgpt gpt gpt-4 openai"
        " gemini copilot generative generated generate generates write writes written wrote text"
        " texts sentences replies reply makes make made up invent invents invented hallucinate"
        " hallucinates hallucination hallucinations use uses used using based run things quotes",
        rf"\b(?:{_US}|answers?|texts?|repl(?:y|ies)|this)\b.*\b(?:language models?|llms?|chatgpt|gpt\S*|openai|gemini|copilot|generative|generated|hallucinat\w+|invent\w*)\b",
        r"\b(?:ai|model)\b.*\b(?:writes?|makes? up|generates?)\b|\b(?:written|made up|generated) by (?:an? )?(?:ai|language model|model)\b",
        r"\b(?:language models?|llms?|chatgpt)\b.*\b(?:used|writing)\b|\byou (?:make|made) (?:things |text |quotes |answers |it )?up\b|\byou make up\b",
        r"\bwho (?:writes|wrote|makes) (?:your|these|the) (?:answers|texts?|replies|sentences)\b|\bwho (?:writes|is writing) this$",
    ),
    _kind(
        "who",
        _SOMEBODY.replace("|", " ")
        + " licensed licenced qualified medical medically trained talk talking speak speaking chat"
        " chatting writing behind yourself introduce name called trust like work works kind thing"
        " someone somebody anyone anybody made run runs or r u read reads reading message messages"
        " watch watching",
        rf"\b(?:who|what) (?:exactly |really |actually )?(?:are|is|r) {_US}(?= |$)(?! for\b)",
        rf"\bare you (?:(?:an?|some|kind|of|the|real|licen[sc]ed|qualified|trained|medical(?:ly)?) )*(?:{_SOMEBODY}|qualified|trained|licen[sc]ed)\b",
        rf"\b(?:does|do|is|are|will) (?:an? )?(?:real )?(?:{_SOMEBODY}|someone|somebody|anyone|anybody) (?:read|reads|reading|answer|answers|answering|watch|watching|write|writing)\b",
        r"\bwho (?:i am|am i|i'm) (?:talking|speaking|chatting|writing) (?:to|with)\b",
        rf"\bam i (?:talking|speaking|chatting|writing) (?:to|with) (?:an? )?(?:real )?(?:{_SOMEBODY}|someone|somebody)\b",
        rf"\bis {_US} (?:really )?(?:run by )?(?:an? )?(?:real )?(?:{_SOMEBODY}|someone|anyone|anybody)\b|\bis this (?:really )?an? (?:real )?(?:{_SOMEBODY})\b|^who(?:'s| is) this$",
        rf"\bis there (?:an? |any )?(?:real )?(?:{_SOMEBODY}|someone|anyone|anybody) (?:behind|here|reading|answering|writing|watching)\b",
        r"\b(?:about|introduce) yourself\b|\bwhat(?:'s| is) your name\b|\bwhat are you called\b",
        rf"\bhow (?:do|does) {_US} works?\b|\bcan i trust {_US}(?= |$)",
    ),
    _kind(
        "declines",
        "refuse refuses refused refusing refusal refusals decline declines declined declining"
        " reject rejects rejected recommend recommends recommending recommendation recommendations"
        " treatment treatments therapy therapies dose doses dosing dosage amount amounts"
        " medical advice advise clinic clinics best personal price prices cost costs diagnose"
        " diagnosis diagnoses prescribe limits"
        " limitations off allowed forbidden permitted give gives offer offers provide provides make"
        " help suggest suggestions policy policies rules name cautious careful strict unhelpful"
        " kind kinds sort sorts type types topics things thing request requests decide decisions"
        " doctor keep keeps anything everything",
        r"^why no (?:medical )?(?:recommendations?|advice|doses?|answers?)$",
        rf"\b(?:anything|something) (?:that )?{_US} (?:will not|can not|cannot|can't|won't|don't|refuse)\b",
        r"\bwhy\b[^,]*\b(?:you|service|desk|tool|assistant)\b[^,]*\b(?:refus\w*|declin\w*|reject\w*|not (?:give|recommend|make|answer|advise|tell|diagnose|suggest|help))\b",
        rf"\bwhy {_NEG} {_US} (?:\w+ ){{0,2}}(?:give|tell|recommend|advise|answer|say|help|suggest|name|make|diagnose|prescribe|decide|offer)\b",
        rf"{_WHAT} (?:do|does|can|will|would|are|did|must|may) {_US} (?:\w+ )?(?:refuse|decline|reject|not (?:be )?(?:answer|allowed|able|do|help))\b",
        rf"{_WHAT} {_NEG} {_US} (?:answer|do|tell|say|help|give|discuss|offer|recommend)\b",
        r"\b(?:what|which) (?:questions|topics|things|requests)\b.*\b(?:off limits|not allowed|forbidden|refused|declined)\b",
        r"\bwhy (?:was|is|did|were) (?:my|this|that|the) (?:questions?|requests?)\b.*\b(?:refused|declined|rejected|not answered)\b",
        rf"\b(?:do|does|can) {_US} (?:give|offer|provide) (?:any )?(?:medical |personal )?advice\b",
        r"\byour (?:\w+ )?(?:policy|policies|rules|limits|limitations)\b",
        r"\bwhy are you so (?:cautious|careful|strict|unhelpful)\b",
    ),
    _kind(
        "library",
        "source sources document documents article articles paper papers text texts quote quotes"
        " quoted quoting library internet web google pubmed online database databases outside"
        " beyond inside word verbatim exact literal literally complete full come comes information"
        " find finds search searches choose look up use uses used using hold holds read rely based"
        " things everything anything memory put together access make made yours browse browses surf",
        r"\byour (?:answers|quotes|information)\b.*\b(?:based|from)\b|\beverything (?:\w+ )?quoted\b",
        r"\bwhere (?:do|does|did) (?:your|the|these) (?:answers?|quotes|information) come from\b|\bwhere (?:do|did) you (?:get|find|take) (?:your|the|these|this) (?:answers?|quotes|information)\b",
        rf"\b(?:what|which) (?:sources?|documents|articles|papers|texts|databases?|information)\b.*\b{_US}\b.*\b(?:use|have|hold|rely|read|search|know)\b",
        rf"\b{_US}\b.*\b(?:internet|web|google|pubmed|online)\b",
        rf"\b{_US}\b.*\b(?:only|outside|beyond)\b.*\b(?:articles|documents|library|sources)\b",
        rf"\bhow (?:do|does) {_US} (?:search$|(?:find|search|choose|look up|get|make|put together)\b.*\b(?:answers?|quotes|information|sources|articles|library)\b)",
        r"\bnot in (?:the|your) library\b|\b(?:what|which) (?:is|are) your (?:sources?|documents|articles|library)\b",
        rf"\b(?:{_US}|your quotes|quotes)\b.*\b(?:word for word|verbatim|exact|literal(?:ly)?)\b",
        r"\bis your library\b|\bwhat(?: \w+)? is in (?:your|the) library\b",
    ),
    _kind(
        "disclaimer",
        "disclaimer disclaimers leave out turn off remove drop hide skip without switch need needed"
        " show shown carry carries legal stop showing read omit",
        r"^(?:please )?(?:remove|drop|skip|hide|omit|stop showing|leave out|turn off)\b.*\bdisclaimers?\b",
        r"\b(?:you|your|i|this service|every answer|each answer|there|for|without)\b.*\bdisclaimers?\b",
        r"^(?:what|why)(?: is| are| does)? (?:the|this|your|that) disclaimers?\b",
        r"\bdisclaimers?\b.*\b(?:you|i|for|here|every answer|each answer|off)\b",
    ),
    _kind(
        "correction",
        "wrong incorrect mistaken mistake mistakes error errors false broken bug bugs inaccurate"
        " citation citations cited quote quotes quoted source sources reference references tier"
        " tiers tag tags found find see spotted noticed look looks seem seems report reporting"
        " whom correct corrected correction corrections check verify complain feedback send give"
        " leave contact fix something anything happens now think believe flag",
        r"\b(?:report|flag|tell|correct|complain|contact|fix|happens)\b.*\b(?:wrong|errors?|mistakes?|incorrect|bugs?|inaccurate)\b",
        r"\b(?:wrong|incorrect|broken|false|mistaken|inaccurate) (?:citations?|quotes?|sources?|answers?|references?|tiers?|tags?)\b",
        r"\b(?:citations?|quotes?|sources?|answers?|references?|tiers?|tags?) (?:is|are|was|looks?|seems?) (?:wrong|incorrect|broken|false|mistaken|inaccurate)\b",
        r"\bhow (?:can|do|could|should) i (?:check|verify) (?:(?:a|an|the|your|these|that|this) )?(?:citations?|quotes?|sources?|answers?|references?)\b",
        r"\b(?:give|send|leave) (?:you )?feedback\b|\bcorrect your (?:answers?|quotes?|citations?)\b",
    ),
    _kind(
        "emergency",
        "emergency emergencies ambulance urgent urgently help able call calls case use used using 112"
        " 911 999",
        rf"\b{_US}\b.*\b(?:emergency|emergencies|ambulance|urgent(?:ly)?)\b",
    ),
    _kind(
        "languages",
        f"{_LANGUAGES} language languages speak speaks understand understands support supports"
        " supported handle handles available use write reply type works work many than another"
        " different",
        rf"\b(?:i|we|{_US}|this)\b.*\b(?:languages?|{'|'.join(_LANGUAGES.split())})\b",
        rf"\blanguages?\b.*\b(?:i|we|{_US}|supported|available)\b",
    ),
    _kind(
        "grading",
        "evidence tier tiers system systems level levels rule rules assign assigned assigns gets"
        " give given statement statements source sources claim claims quote quotes strength strong"
        " stronger strongest weak quality decide decides decided grade grades graded grading rate"
        " rates rated rating rank ranks ranked ranking judge judges judged assess assessed score"
        " scores scored sort sorted weigh measure determine determined list used use uses work"
        " works badge badges define defined method methods way criteria grades certain good reliable exist exists basis"
        " trustworthy solid",
        r"\byour (?:\w+ )?(?:method|methods|way|criteria|rules|system)\b.*\b(?:evidence|tiers?|sources?|statements?)\b|\byour (?:evidence )?(?:levels|grades)\b",
        rf"\b(?:how|what basis|what criteria)\b.*\b(?:{_US})\b.*\b(?:decide|grade|rate|rank|judge|assess|score|sort|weigh|measure|determine|assign|know|tell)s?\b.*\b(?:evidence|sources?|statements?|claims?|strength|quality|tiers?)\b",
        r"\b(?:what|which|explain|list|how|who)\b.*\btiers?\b|\btiers? (?:mean|meaning|system)",
        r"\bhow (?:is|are) (?:the )?(?:\w+ of )?(?:evidence|statements?|sources|claims|strength)\b.*\b(?:graded|rated|ranked|judged|assessed|scored|sorted)\b",
    ),
    _kind(
        "marks",
        "tag tags caveat caveats label labels flag flags mark marks badge badges note notes next"
        " beside quote quotes statement statements read understand use uses used list kinds kind"
        " under different little small coloured colored icons symbols",
        r"\bwhat (?:is|does|are) (?:an? |the |this |that |your )?(?:tag|caveat|flag|badge)s?\b",
        r"\b(?:what|which|explain|how|list|why)\b.*\b(?:tags|caveats|flags|badges)\b",
        r"\b(?:what|which|explain|how|why)\b.*\b(?:labels|marks|notes)\b.*\b(?:mean|you|on|next|beside|under)\b|\byour (?:labels|marks|notes)\b",
    ),
    _kind("help", "help", r"^(?:please )?help(?: me)?(?: please)?$"),
    _kind(
        "scope",
        "kind kinds sort sorts type types thing things topic topics subject subjects help helps use"
        " used using example examples give cover covers handle best able capable abilities purpose"
        " start take accept",
        r"\b(?:what|which)\b.*\b(?:can|could|should|may) i ask\b",
        rf"^(?:\w+ )*?what (?:else )?can {_US} (?:do|answer|help)\b|\bwhat (?:do|does) {_US} (?:do|cover|know about)(?= |$)",
        rf"\b(?:how|what) (?:can|could|do|does|would) {_US} help\b|\bcan {_US} help\b",
        rf"\b(?:what|which) (?:kinds?|sorts?|types?) of (?:questions|things|topics)\b|\b(?:which|what) (?:topics|subjects|questions|things) (?:do|does|can|should|could|may) (?:i ask|{_US})\b",
        rf"\bwhat (?:are you|is (?:this|{_US})) (?:used )?for\b|\bwhat is your purpose\b|\bwhat are you (?:able|capable)\b",
        r"\bexamples?\b.*\b(?:questions?|ask)\b",
        rf"\bhow (?:do|can|should|could) i (?:use (?:this|it|{_US})|ask (?:you|a question|questions)|start)(?= |$)",
    ),
)  # fmt: skip
