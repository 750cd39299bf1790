# ruff: noqa: E501 - a pattern is read as one line, however long
"""English rules for emergencies and self-harm: symptoms in a person now, wishes to die."""

from __future__ import annotations

import re

from rag.policy.frames import MINE, RELATIVE
from rag.policy.rules import rule

_SUBJECT = (
    r"\b(?:i|i'm|i'll|i'd|i've|he|she|he's|she's|he'll|she'll|they|they'll|we|" + RELATIVE + r")\b"
)
_PILLS = r"(?:pills?|tablets?|medications?|medicines?|drugs?|immunosuppressants?|capsules|prednis\w+|tacrolimus|steroids?|insulin|levodopa|opioids?|morphine|paracetamol)"

SELF_HARM = (
    rule("self-harm-verb", "self_harm", "emergency",
         r"\b(?:kill|hurt|harm|cut|shoot|hang|drown|poison|injure|end)(?:ing|s)? (?:my ?self|himself|herself|themselves|themself)\b"),
    rule("end-life", "self_harm", "emergency",
         r"\b(?:end(?:ing|s)?|tak(?:e|ing|es)) (?:my|his|her|their) (?:own )?life\b|"
         rf"{_SUBJECT}[^.]{{0,50}}\b(?:end(?:ing)?|finish(?:ing)?) (?:it|it all|everything|things)\b(?! (?:early|by|in))"),
    rule("wish-to-die", "self_harm", "emergency",
         r"\b(?:want|wants|wanted|wish|wishes|rather|ready|prefer|hop(?:e|ing)|like|going|plan\w*|thinking (?:of|about)) "
         r"(?:to |i was |i were |be |about )?(?:just )?(?:die\b|dying\b|dead\b|be dead\b|not wake up|not be here|disappear forever)",
         unless=r"\bdying to (?:know|see|read|hear)|going to die (?:from|of)"),
    rule("not-wake-up", "self_harm", "emergency",
         r"\b(?:i|i'd|i'll|i'm)\b[^.]{0,40}\b(?:not|never|n't) (?:ever )?wake up\b"),
    rule("no-wish-to-live", "self_harm", "emergency",
         r"\b(?:don't|do not|doesn't|does not|no longer|not) (?:really |even )?(?:want|wish|wants)(?: me)? (?:to )?(?:live|be alive|be here|exist|go on|carry on)\b|"
         r"\b(?:tired|sick|done|fed up) (?:of|with) (?:living|life|being alive|existing)\b|\bgiv(?:e|en|ing) up on (?:life|living)\b|"
         r"\bwhat'?s the point (?:of|in) (?:living|going on|life)"),
    rule("suicide", "self_harm", "emergency",
         r"\bsuicid\w*\b", unless=r"\bsuicide (?:gene|switch|cassette|inhibit)|\bsuicid\w* (?:risks?|rates?|prevention|warning)|^\W*(?:what (?:is|are|causes)|define)\W[^.]{0,8}suicide\W*$", scope="no_document"),
    rule("suicide-person", "self_harm", "emergency",
         rf"{_SUBJECT}[^.]{{0,60}}\bsuicid|\bsuicid\w*[^.]{{0,40}}\b(?:myself|me|my)\b"),
    rule("better-off-dead", "self_harm", "emergency",
         r"\bbetter off (?:dead|without me|if i (?:was|were|am) (?:dead|gone))|\brather be dead\b"),
    rule("no-point", "self_harm", "emergency",
         r"\b(?:no|not any|isn't any|see any|n't any|any) (?:point|reason|sense) (?:in |to |of )?(?:me )?(?:living|liv(?:e|ing)|going on|carry\w* on|being|existing|staying alive|waking up)\b|"
         r"\b(?:nothing|not much|no one) (?:left )?to live for\b|\b(?:life|living)\b[^.]{0,20}\b(?:not|isn't|no longer|n't) worth (?:it|living)|\bnot worth living\b"),
    rule("no-one-would-miss", "self_harm", "emergency",
         r"\bwhy (?:should )?(?:i|he|she) (?:should |would |even )?(?:keep|go on|continue|bother|carry on) ?(?:on )?(?:living|being alive|with life)?\b(?<=living)|\bhurt to die\b|\bto die from\b[^.]{0,40}\bmy\b|\b(?:nobody|no one|noone|everyone|they|family)\b[^.]{0,20}\b(?:would|will|'d) (?:miss me|care if i|be better (?:off )?(?:without me|if i))|\bburden (?:to|on) (?:everyone|my family|everybody)\b|\bif i (?:was|were|am) (?:gone|no longer here|not here|not around)\b|\b(?:no|any|a) reason (?:left )?(?:for me )?to (?:live|be alive|go on|stay alive|keep going)\b"),
    rule("stockpile", "self_harm", "emergency",
         rf"\b(?:stockpil\w+|hoard\w*|sav(?:ed|ing) up|collect(?:ed|ing))\b[^.]{{0,20}}\b{_PILLS}|\b(?:take|swallow) (?:them|the|my|all)(?: of)?(?: the| my)? ?(?:{_PILLS} )?all\b|\btake (?:all|the whole (?:bottle|box|pack)) (?:of )?(?:my |the |of my )?{_PILLS}"),
    rule("cannot-go-on", "self_harm", "emergency",
         r"\b(?:i|we|he|she|i'm)\b[^.]{0,20}\b(?:can't|cannot|can not|couldn't|unable to) (?:go on|carry on|keep (?:going|living)|take (?:it|this) any ?(?:more|longer)|do this any ?more|face another)\b"),
    rule("painless-way", "self_harm", "emergency",
         r"\b(?:painless\w*|easy|easiest|quick\w*|peaceful\w*|gentle|dignified)\b[^.]{0,30}\b(?:way|method|death|exit|means)s?\b[^.]{0,14}\b(?:go|die|end|out)\b|\bway out\b(?= for|\W*$)|\bhow (?:can i|do i|to|could i) (?:die|overdose)\b|\bdie (?:peacefully|painlessly|quickly)\b",
         unless=r"\bdie (?:peacefully )?in the (?:trial|study)"),
    rule("farewell", "self_harm", "emergency",
         r"\b(?:goodbye|good-bye|farewell|suicide) (?:letter|note|message|video|words)s?\b|\bsay(?:ing)? (?:my )?(?:goodbye|farewell)s?\b[^.]{0,50}\b(?:for good|forever|everyone|everybody|family|kids|loved)|\bmy (?:last|final) (?:night|day|evening|goodbye)s?\b"),
    rule("last-night", "self_harm", "emergency",
         r"\b(?:tonight|today|tomorrow) (?:is|will be|'s) (?:it|the night|my last|the last|when i)\b(?! (?:true|right|ok))|\bi won't be (?:here|around) (?:tomorrow|any ?more|for long)\b"),
    rule("lethal-amount", "self_harm", "emergency",
         r"\b(?:how (?:many|much) (?!people|patients|participants|subjects|children)|what (?:amount|dose|dosage|number|quantity)|which (?:dose|drug|pills?))\b[^.]{0,70}\b(?:kill (?:me|him|her|someone|a person)|lethal|fatal|deadly|to die|finish me|end me|to overdose)\b",
         unless=r"\b(?:mice|mouse|rats?|animals?|trial|study|reported)\b(?![^.]*\b(?:me|myself)\b)"),
    rule("overdose-wish", "self_harm", "emergency",
         r"\boverdos\w*\b[^.]{0,60}\b(?:fatal|lethal|deadly|die|kill|painless|enough|myself|for me|asking for)\b|\b(?:fatal|lethal|deadly|die|kill)\b[^.]{0,40}\boverdos\w*", scope="no_document"),
    rule("not-eating", "self_harm", "emergency",
         r"\b(?:i|i've|i'm|he|she|he's|she's)\b[^.]{0,20}\b(?:stopp?\w*|quit|given up|refus\w+|don't see (?:a )?(?:reason|point) (?:in|to)) (?:to )?(?:eat|eating|drinking|food)\b"),
    rule("harm-other", "self_harm", "emergency",
         rf"\b(?:kill|poison|murder|suffocate|smother|strangle|stab|hurt)(?:ing)? (?:my (?:\w+ )?{RELATIVE}|him\b|her\b)",
         unless=r"\b(?:would|will|could|can|does|do|did|might|may) (?:the |these |it|msc|cells|infusion|treatment|this)[^.]{0,40}\b(?:hurt|kill)"),
)  # fmt: skip

# Alarming by themselves when a person has them now.
SEVERE = re.compile(
    r"\b(?:chest (?:pains?|tightness|pressure|hurts|is (?:tight|killing)|feels (?:tight|heavy|crushed))|"
    r"(?:pain|pressure|tightness|tight|crushing) (?:in|on) (?:\w+ )?chest|(?:heart|chest) attack|"
    r"(?:can't|cannot|can not|can hardly|can barely|hardly|barely|couldn't|unable to|not able to|n't|not|struggl\w+ to|hard to|fighting to|trouble|difficulty|problems?) (?:\w+ )?(?:breath\w*|get (?:any |enough )?air|catch (?:my|his|her) breath)|"
    r"breath (?:after|since|help|now)|short(?:ness)? of breath|out of breath|breathless|gasping|wheez\w+|chok(?:ing|es)|(?:isn't|not|stopped|never|hardly|barely) (?:\w+ )?breathing|allergic (?:reaction|shock)|(?:tongue|throat|lips?|face) (?:feels?|is|are|going|getting) (?:thick|tight|numb|huge|big|swollen)|(?:pressure|tightness) (?:in|on|across) (?:my|his|her)|chest (?:feels|is) \w+|gone (?:grey|gray|white|blue|pale)|stopp?(?:ed|s|ing)? (?:responding|breathing|moving|reacting)|"
    r"(?:lips?|tongue|face|throat|airway|eyes?)\b[^.]{0,18}\b(?:swell\w*|swollen|closing|puff\w+|blue)|swollen (?:lips?|tongue|throat|face)|swelling of (?:my|his|her|the) (?:lips?|tongue|throat|face)|"
    r"anaphyla\w+|hives|welts|(?:un|not |isn't |semi-)conscious|unresponsive|not responding|doesn't respond|no pulse|won't wake|can't wake|"
    r"pass(?:ed|ing|es) out|black(?:ed|ing) out|faint(?:ed|ing|s)|collaps(?:ed|ing|es)|seizures?|seizing|convuls\w+|fitting|having a fit|turn(?:ed|ing) blue|blue lips|"
    r"bleeding (?:heavily|badly|a lot|out|non ?-?stop|profusely|and|from)|(?:heavy|severe|massive|won't stop|can't stop|internal) bleeding|bleeding (?:won't|will not|doesn't|does not) stop|"
    r"(?:vomit\w*|cough\w*|throw\w*|spit\w*|pee\w*|puk\w+|pass\w*)(?: up)?(?: bright)? blood|blood (?:is |was |keeps |came |comes )?(?:pouring|gushing|spurting|coming out|everywhere)|(?:feel|feeling|felt) faint|(?:is|gone|went|became) (?:limp|floppy|lifeless)|words (?:come|came|are coming) out wrong|suddenly (?:blind|confused|weak|numb)|blood in (?:my|his|her|the) (?:stools?|vomit|urine|pee|poo)|bloody (?:diarrh\w+|stools?|vomit|urine)|black stools?|"
    r"(?:face|mouth)\b[^.]{0,12}\b(?:droop\w*|sagging|numb)|slurr\w+|(?:having|got|had) a (?:stroke|heart attack)|"
    r"(?:can't|cannot|can not|couldn't|unable to) (?:move|feel|speak|talk|see|swallow)|(?:one|left|right) (?:side|arm|leg)\b[^.]{0,20}\b(?:numb|weak|paraly\w+|dead)|went blind|lost (?:my |his |her |all )?(?:vision|sight|consciousness)|"
    r"(?:fever|temp\w*|temperature)\b[^.]{0,14}\b(?:39|4[0-2]|10[3-7])|(?:39|4[0-2]|10[3-7])(?:\.\d)? ?(?:c|f|degrees|°)?\b[^.]{0,10}\bfever|high fever|"
    r"stiff neck|worst headache|thunderclap|breathing (?:fast|rapidly|very fast|hard|shallow)|rapid breathing|clammy|cold hands|"
    r"heart (?:is |keeps )?(?:racing|pounding|stopp\w+)|go(?:ing|es)? into shock|septic shock|sepsis symptoms|delirious|"
    rf"(?:took|taken|swallow\w*|ate|had|drank|down\w*)\b[^.]{{0,25}}\b(?:all|too many|too much|a whole|the whole|entire|way too|double|handful|bottle|worth|packet|pack|box|strip)\b[^.]{{0,25}}\b{_PILLS}|(?:gave|given|injected|infused|took|taken|had)\b[^.]{{0,25}}\b(?:\d+|ten|five|double|triple|twice) (?:times|x)? ?(?:the|my|his|her) (?:\w+ )?(?:dose|amount)|overdosed|took an overdose|taken an overdose)"
)
# Alarming after an infusion or a transplant.
MODERATE = re.compile(
    r"\b(?:fever\w*|rash\w*|dizz\w+|light-?headed|vomit\w+|throwing up|headaches?|swell\w+|swollen|chills|shaking|shivering|rigors?|palpitations?|numb\w*|weakness|confused|confusion|pus|infected|burning|yellow (?:eyes|skin)|jaundice|diarrh\w+|severe pain|terrible pain|itch\w+|blurr\w+|purple|bruis\w+|bleed\w*)\b"
)
_AFTER = re.compile(
    r"\b(?:after|since|following|from|post|during|mid)[- ](?:\w+ ){0,5}?(?:infusions?|transplants?|injections?|injected|treatments?|drip|iv|cells?|procedure|exosomes?|mscs?|therapy|shot|clinic)\b"
)
_PERSON = re.compile(
    rf"\b(?:i|i'm|i've|me|my|mine|he|she|he's|she's|him|her|his|we|our|us|myself|baby)\b|{MINE}|\bpatient (?:is|has|short|not|un\w+|collaps\w+|can't|isn't|in)\b|\bon scene\b"
)
_PAST = re.compile(
    r"\b(?:last (?:year|month|summer|winter|spring|autumn|fall)|in (?:19|20)\d\d|(?:years?|months?|decades?) ago|years? back|as a (?:child|kid)|when i was|when (?:he|she) was|history of|used to|previously|once had|long ago)\b"
)
_HYPOTHETICAL = re.compile(
    r"\b(?:can|could|will|would|might|may|do|does|did) (?:the |these )?(?:i|he|she|we|they|it|my \w+|mscs?|cells|infusions?|stem cells|this|treatment|anyone|anybody|people|patients)\b[^.]{0,30}\b(?:get|have|cause|experience|develop|suffer|faint|pass out|lead|trigger|give|see|report)\b|\b(?:risk|chances?|rates?|incidence|frequency|definition|meaning|symptoms) of\b"
)
_QUESTION = re.compile(
    r"^(?:and |so |but )?(?:what|which|does|do|did|is|are|was|were|can|could|how|why|who|when|where|has|have|had|will|would)\b(?!')"
)
_STATISTIC = re.compile(
    r"\b(?:rates?|incidence|frequency|risks?|data|events?|meaning|definition)\b"
)
_CLAUSE = re.compile(
    r"[,:]|\s-+\s|\bbut\b|\band (?=what|how|which|did|do)|(?=\b(?:what|which|how) (?:did|do|does|was|were|is|are|protocol|dose)\b)"
)


def emergency_signals(sentence: str, about_documents: bool) -> tuple[str, ...]:
    """Name the emergency patterns in one folded sentence.

    Args:
        sentence: Folded text of one sentence.
        about_documents: Whether the sentence speaks of studies; then a clause must name a person.
    """
    severe_at = SEVERE.search(sentence)
    moderate_at = None if severe_at else MODERATE.search(sentence)
    if not severe_at and not moderate_at:
        return ()
    if _PAST.search(sentence) or _HYPOTHETICAL.search(sentence):
        return ()
    person = bool(_PERSON.search(sentence))
    if severe_at:
        return _severe(sentence, person, about_documents)
    if (
        person
        and _AFTER.search(sentence)
        and not re.search(r"\bhad (?:a )?(?:mild|slight)", sentence)
    ):
        if about_documents and not re.search(r"\b(?:i|i'm|my|she|he)\b", sentence):
            return ()
        return ("symptom-after-treatment",)
    return ()


def _severe(sentence: str, person: bool, about_documents: bool) -> tuple[str, ...]:
    for clause in _CLAUSE.split(sentence):
        if not SEVERE.search(clause):
            continue
        own = bool(_PERSON.search(clause))
        if own or (person and not about_documents):
            return ("alarming-symptom",)
        stated = not _QUESTION.search(sentence) and not _STATISTIC.search(sentence)
        if stated and not about_documents:
            return ("alarming-symptom-stated",)
    return ()
