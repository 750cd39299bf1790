# ruff: noqa: E501 - a pattern is read as one line, however long
"""Crises by composition: wishes, plans and farewells; alarming signs in somebody now.

Recall comes before precision here: a pair of families in one sentence is enough, unless the
sentence asks what was reported, defines a word, or tells of what is long past.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.policy.frames import RELATIVE

Signal = tuple[str, str, str]
"""Name, category and action of one combination that fired."""

_MEANS = r"(?:pills?|tablets?|capsules|medications?|meds|insulin|morphine|fentanyl|opioids?|opiates?|oxy\w*|sleeping (?:pills?|tablets?)|tacrolimus|prednis\w+|levodopa|sinemet|paracetamol|tylenol|aspirin|warfarin|potassium|helium|nitrogen|carbon monoxide|exhaust|rope|noose|knife|razor\w*|blades?|gun|pistol|rifle|shotgun|bullets?|bridge|railway|train|tracks|roof|rooftop|balcony|cliff|ledge|window|overpass|river|drugs?|steroids|poison|bleach|antifreeze)"
_KIN = rf"(?:{RELATIVE}|everyone|everybody|family|folks|world|people|they|them|you all)"

_WISH = re.compile(
    r"\b(?:want\w*|wanna|wish\w*|hop(?:e|es|ed|ing)|pray\w*|rather|prefer\w*|ready|long(?:s|ing)?|feel(?:s|ing)? like|thinking (?:of|about)|think(?:s)? (?:of|about)|thoughts? (?:of|about)|thought (?:of|about)|plan\w*|going to|gonna|about to|consider\w*|contemplat\w+|(?:better|best|easier|simpler|happier|glad) (?:if|off)|let me|help (?:me|him|her)|need to|tempted|urges?|dream\w* (?:of|about)|keeps? (?:saying|talking)|talk\w* (?:of|about)|says?|said|should have|decided|how (?:do i|to|can i|would i|could i|do you)|ways? (?:to|of)|time to|deserve|begging|begs|looking forward to|scared i(?:'ll| will| might))\b"
)
_DEATH = re.compile(
    r"\b(?:die|dying|(?:be|being|was|were|off|rather|i'm|am|end up) dead|death(?= (?:would|is better|to come)|\W*$)|kms|kys|unalive\w*|(?:not|never|don't|won't|didn't|wouldn't|can't) (?:wake|waking)(?: up)?(?! (?:him|her|my|the))|not (?:be|being) (?:here|alive|around|born)|(?:wasn't|weren't|was not|were not|had never been|never been) (?:here|alive|around|born)|(?:not|stop|quit|cease) exist\w*|cease to (?:be|exist)|disappear\w*|vanish\w*|be gone|gone (?:for good|forever|from this)|over and done|(?:end|ending|finish|finishing|stop) (?:it all|it|everything|things|all this|all of this|my (?:life|suffering|pain|misery|story)|(?:his|her) life|the (?:pain|suffering))|it all to (?:stop|end|be over)|everything to (?:stop|end|be over)|it to be over|"
    r"slip(?:ping)? away|leav(?:e|ing) this (?:world|life|earth|planet)|never open(?:ing)? (?:them|my eyes)|not exist|fall asleep and|sleep (?:forever|and (?:not|never))|go to sleep and|never (?:wake|come) (?:up|back)|join (?:my|him|her|them) (?:late |in )?|be with (?:my late|the angels|god|jesus|him again|her again)|(?:check|checking|opt) out|let(?:ting)? go|jump(?:ing)?|off (?:myself|himself|herself)|do away with (?:myself|himself|herself)|put (?:me|him|her|myself) out of|take (?:the easy|my) way out|easy way out|finish(?:ed)? me off|meet my maker|not (?:see|make it to) (?:tomorrow|morning|another)|driv(?:e|ing) (?:into|off|the car)|crash(?:ing)? (?:my|the) car|step (?:in front|off)|walk into (?:the sea|traffic|a river))\b"
)
_NOT_DEATH = re.compile(
    r"\b(?:cell death|programmed (?:cell )?death|death rates?|deaths|(?:cells?|neurons?|mice|rats?|bacteria|tissue|mscs|trial|study|idea|project|battery) (?:to |will |would |are |is |that |which )?(?:die|dying|dead|kill)|dying to (?:know|see|read|hear|try|find|learn|meet)|death of me|dead (?:cells|tissue|link|end|neurons|mice|animals|line)|deadline|dead ?pool|dead on|drop dead gorgeous|to die for|end (?:it|this|the) (?:early|by|conversation|chat|session|call|sentence|paragraph|answer)|(?:disappear|vanish)\w* (?:from|after|in) (?:the )?(?:blood|lungs?|body|circulation|tissue|site)|(?:symptoms?|fistulas?|tremors?|rash|pain|cells) (?:to )?(?:disappear|vanish|die)|going to die (?:from|of)|(?:why|how|when) (?:do|does|did|would) (?:the )?(?:cells|mscs|they|neurons)|scared of (?:death|dying)|afraid (?:of|to) (?:die|dying|death)|jump to|jump (?:in|between|straight)|letting go of my)\b"
)
_NO_LIFE = re.compile(
    r"\b(?:life|living|existing|existence|being (?:here|alive)|going on|this world|everything|anything|it all|any of (?:it|this)|tomorrow|i|i'm|he|she|he's|she's|who|getting up|getting out of bed|waking up)\b[^.]{0,30}\b(?:not worth|isn't worth|no longer worth|worthless|pointless|hopeless|meaningless|unbearable|isn't for me|not for me|no point|no meaning|no purpose|nothing to live|too much for me|lost (?:all )?(?:hope|the will)|had enough of (?:life|living|it all|this life)|given up (?:hope|on life|on living|on everything|completely)|no (?:hope|future|way out|reason)|can't see (?:a|any) (?:future|way out|point)|see no (?:future|way out|point|reason)|nothing (?:left|matters)|lost (?:my )?will to live|ha(?:s|ve) no will)\b|"
    r"\b(?:no|not any|what(?:'s| is) the|what|n't see (?:the|any|a)|see no|never any|where'?s the) (?:point|reason|sense|use|hope|meaning) (?:left|any ?more|in (?:anything|living|life|me|going|carrying|trying|fighting|getting|waking|it all|this any ?more|being)|of (?:it all|any of (?:it|this)|anything|living|life|going|carrying|trying|fighting|being|me)|to (?:go|live|stay|keep|carry|be|wake|get up))\b|"
    r"\b(?:can't|cannot|can not|couldn't|don't want to|do not want to|no longer want to|unable to|not able to|too tired to|no strength to|lost the will to|don't know (?:how|if i can)|not sure i can) (?:to )?(?:go on|carry on|keep (?:going|fighting|doing this|living)|do (?:this|it|life) (?:any ?more|any ?longer)|take (?:this|it|any) (?:any ?more|any ?longer|more)|face (?:another|tomorrow|the|it|life)|live (?:like this|this way|with (?:this|it|myself)|any ?more|any ?longer)|bear (?:it|this|another|living)|stand (?:it|this|being) |cope any ?more|be here|be alive|exist|wake up)\b|"
    r"\b(?:done|finished|through|tired|sick|weary|exhausted|fed up) (?:of|with) (?:life|living|it all|this life|everything|being (?:alive|here|me|a burden)|fighting|existing|the world|breathing)\b|\b(?:don't|do not|doesn't|not|never) (?:even )?deserve (?:to )?(?:be alive|live|life|to exist|be here)\b|\b(?:never (?:waking|opening|coming back)|not waking|being dead|dying|being gone|death)\b[^.]{0,40}\b(?:sounds?|seems?|feels?|looks?|would be|is)\b[^.]{0,15}\b(?:lovely|nice|good|great|peace\w*|relief|bliss|easier|better|tempting|appealing|welcome|wonderful|like a)\b|\bi (?:just |really )?want out\b|\bwant (?:it|everything|this) (?:all )?(?:over|to be over)\b|\b(?:had|lived) (?:his|her|my|their) (?:time|life)\b|\bnever (?:feel|suffer|hurt)\b[^.]{0,20}\b(?:again|any ?more)\b|\bno hope left\b|\bnothing (?:left|to look forward)\b[^.]{0,20}|\blife (?:has|is|feels) (?:no|nothing|over|empty|finished|done)\b|\bmy life is over\b|\blost the will\b|\bwill to live\b|\bthere(?:'s| is) nothing (?:left )?(?:for me|here for me|to live)\b"
)
_BURDEN = re.compile(
    rf"\b(?:burden|dead weight|in the way|useless to|drag on|waste of (?:space|oxygen|air|money))\b[^.]{{0,60}}|\b{_KIN}\b[^.]{{0,25}}\b(?:better|happier|easier|relieved|freer|richer|glad)\b[^.]{{0,25}}\b(?:without (?:me|him|her)|(?:if|when|once|with) (?:i|me|he|she)\b)|\b(?:if|once|when) i (?:went|died|die|passed|disappear\w*|was gone|wasn't (?:here|around|alive)|weren't (?:here|around|alive)|were (?:gone|dead)|vanish\w*|ended it)\b|\b(?:better|easier|happier) (?:off )?without me\b|\b(?:nobody|no one|noone|who)\b[^.]{{0,15}}\b(?:miss|notice|care)\b[^.]{{0,15}}\b(?:me|i|if)\b"
)
_BURDEN_SELF = re.compile(
    r"\b(?:i|i'm|i am|i've|me|being a|feel|he's|she's|he is|she is|without)\b"
)
_PLAN = re.compile(
    rf"\b(?:sav(?:ed|ing)(?: up)?|stockpil\w+|hoard\w*|collect\w*|stash\w*|hid(?:den|ing)?|kept|keeping|bought|buying|loaded|got hold of|counted(?: out)?|counting|lined up|laid out|prepared|ready|set aside|next to|beside|by (?:the|my|his|her) bed|under (?:the|my|his|her) (?:bed|pillow)|holding|staring at|looking at|stand\w*|sitting|sat|climb\w*|up on|on the edge|found (?:him|her)|enough|all (?:my|the|his|her))\b[^.]{{0,40}}\b{_MEANS}\b|\b{_MEANS}\b[^.]{{0,30}}\b(?:ready|saved|stashed|hidden|in (?:my|his|her) hands?|on the table|in front of (?:me|him|her)|by the bed|prepared|laid out|lined up|counted|beside (?:me|him|her))\b"
)
_PLAN_CUE = re.compile(
    r"\b(?:i know (?:when|what|how|exactly)|tonight|when the time comes|just in case|no one|nobody|alone|locked|note|goodbye|jump\w*|edge|letting go|let go|fall|die|end|sleep|not wake|rather|wish|thinking|think about|plan|way out|it'?s time|finally|gun|rope|noose|shotgun|rifle|pistol|bullets?|bridge|roof|cliff|ledge|by (?:the|my|his|her) bed|under (?:the|my|his|her) (?:bed|pillow)|hoard\w*|stockpil\w*|stash\w*|lined up|laid out|counted|sav(?:ed|ing)(?: up)?)\b"
)
_GOODBYE = re.compile(
    r"\b(?:letters?|notes?|messages?|cards?|video)\b[^.]{0,25}\b(?:for|to) (?:my |the |all |both )?(?:kids|children|family|wife|husband|son|daughter|parents|mum|mom|dad|everyone|loved ones|them to find)\b|"
    r"\b(?:look after|take care of|feed|care for|tell|hug|kiss)\b[^.]{0,40}\b(?:when|after|once|if) i(?:'m| am) (?:gone|dead|no longer|not here)\b|\b(?:when|once|after) i(?:'m| am) gone\b|"
    r"\bi (?:won't|will not|'m not going to|am not going to|shan't) be (?:here|around|alive|seeing)\b|\b(?:giv(?:en|ing)|gave) (?:away |all )?my (?:things|stuff|belongings|possessions|dog|cat)\b[^.]{0,15}\b(?:away)?|\b(?:this is|it's|it is) (?:my |the )?(?:last|final) (?:time|message|thing|goodbye|question)\b[^.]{0,30}|"
    r"\b(?:said|saying|say|says) (?:my |his |her )?(?:goodbyes?|farewells?)\b|\b(?:goodbye|farewell|bye)\b[^.]{0,50}\b(?:won't|will not|no longer|don't) need\b[^.]{0,25}\b(?:any ?more|any ?longer|now)\b|\bgoodbye (?:everyone|everybody|all|world|forever|to (?:my|everyone|all|the))\b|\b(?:affairs|will) in order\b[^.]{0,40}\b(?:ready|time|go|friday|tonight|soon|end)\b|\bsorry (?:for|to) (?:everything|everyone|all)\b[^.]{0,30}\b(?:goodbye|over|soon|bye)\b|\bsoon (?:it|this|i)(?:'ll| will)? (?:all )?be (?:over|gone|free|at peace)\b"
)
_METHOD = re.compile(
    r"\bhow (?:many|much) (?:\w+ )?(?:pills|tablets|insulin|morphine|opioids|medication) (?:would|will|does|do) (?:it|i|you|one|they) (?:take|need)\b(?=\W*$| to (?:die|end|never|kill|not|be))|\b(?:how (?:many|much|high|long|fast)|what (?:amount|dose|happens|would|combination|mix)|which|is there|enough|ways?|what(?:'s| is)|(?:least|less) pain\w*|painless\w*|quickest|would|will|can|does|could)\b[^.]{0,60}\b(?:not (?:wake|waking) up|never (?:wake|waking)|sleep forever|slip away|pass away|go (?:peacefully|quietly|painlessly|in my sleep)|end (?:it|me|things|my)|finish (?:me|it|myself)|kill (?:me|myself|him|her|you|a person|someone)|be (?:fatal|lethal|deadly)|leave this (?:world|life|earth)|fatal|lethal|deadly|do me in|stop (?:my|his|her|the) heart|die (?:from|of|if)|overdos\w*)\b"
)
_METHOD_MEANS = re.compile(
    rf"\b(?:pills|tablets|strips?|box(?:es)?|bottles?|packets?|blister packs?|jars?|old|year-old|{_MEANS}|i|me|my|someone|a person|him|her|mix|combin\w+|overdos\w*)\b"
)
_OWN_HARM = re.compile(
    r"\b(?:been|started|keep|keeps|back to|caught|found (?:him|her)|relapsed|again)\b[^.]{0,15}\b(?:cutting|self-?harm\w*|burning (?:myself|himself|herself)|hurting (?:myself|himself|herself)|scratching (?:my|her|his))\b(?! (?:back|down|out|costs?|corners|sugar|salt|carbs|the|on|my (?:dose|pills|medication)))|\bself-?harm\w*\b|\b(?:cut|slit|slash)\w* (?:my|his|her) (?:wrists?|arms?|veins|throat|thighs?)\b|\bhang(?:ed|ing)? (?:myself|himself|herself)\b|\b(?:starv(?:e|ing)|refus\w+ (?:all )?(?:food|water)|stopp?\w* (?:eating|drinking)) (?:myself|to death|and drinking|because|so (?:i|it))\b"
)
_REGRET = re.compile(
    r"\b(?:wish|should have|shame|pity|sorry|better if|if only)\b[^.]{0,50}\b(?:finished (?:me|him|her) off|taken me|killed me|let me (?:die|go)|died|not survived|never (?:survived|woken|been born)|left me to die|not been saved|not revived)\b"
)
_OTHER_HARM = re.compile(
    rf"\b(?:where (?:the|my|his|her|dad's) (?:gun|rifle|pills|keys to the gun) (?:is|are)|loaded (?:his|her|my|a|the) gun|(?:has|got|holding|grabbed) (?:a|the) (?:gun|knife|rope)|locked (?:the|himself|herself|myself)\b[^.]{{0,25}}\b(?:gun|pills|knife|in)|going to (?:hurt|kill|harm) (?:him|her|them|someone|{RELATIVE})|(?:put|mix|slip)\w* [^.]{{0,30}}\b(?:in|into) (?:his|her) (?:food|tea|drink|drip)\b[^.]{{0,30}}\b(?:sleep|die|never|end|suffer)|end (?:his|her) (?:suffering|pain|life|misery))\b"
)
_REPORTED = re.compile(
    r"\b(?:mice|mouse|rats?|animals?|in (?:the|this|that|any|either|each) (?:\w+ )?(?:trials?|stud(?:y|ies)|papers?|arms?|groups?|articles?|reviews?)|adverse events?|recorded|outcome measure|were there|how many (?:patients|people|participants|deaths|died)|term|phrase|gene|inhibit\w+|apoptosis|as an outcome)\b"
)
_FIRST = re.compile(r"\b(?:i|i'm|i've|i'd|i'll|me|myself|im)\b")
_SOMEONE = re.compile(
    rf"\b(?:i|i'm|i've|i'd|i'll|me|my|myself|im|he|she|he's|she's|his|her|him|we|us|our|{RELATIVE})\b"
)
_TERSE_WISH = re.compile(r"\b(?:kms|unalive\w*|suicidal|end it all|take my (?:own )?life)\b")


def self_harm(sentence: str) -> Iterator[Signal]:
    """Yield signs of self-harm, a wish to die or danger to another in one folded sentence."""
    if _REPORTED.search(sentence) and not _FIRST.search(sentence):
        return
    if _DEFINED.search(sentence) and not _SOMEONE.search(sentence):
        return
    for name in _self_harm_names(sentence):
        yield name, "self_harm", "emergency"


def _self_harm_names(sentence: str) -> Iterator[str]:
    someone = bool(_SOMEONE.search(sentence))
    wished = _WISH.search(sentence) and _DEATH.search(sentence)
    if _TERSE_WISH.search(sentence):
        yield "terse-wish"
    if wished and not _NOT_DEATH.search(sentence) and _close(sentence):
        yield "wish-for-death"
    if _NO_LIFE.search(sentence) and (someone or len(sentence.split()) <= 12):
        yield "no-life"
    if _BURDEN.search(sentence) and _BURDEN_SELF.search(sentence):
        yield "burden"
    if _PLAN.search(sentence) and _PLAN_CUE.search(sentence):
        yield "means-prepared"
    if _GOODBYE.search(sentence):
        yield "goodbye"
    if (
        _METHOD.search(sentence)
        and _METHOD_MEANS.search(sentence)
        and not _GENERIC.search(sentence)
    ):
        yield "method"
    if _OWN_HARM.search(sentence):
        yield "own-harm"
    if _REGRET.search(sentence) and _FIRST.search(sentence):
        yield "regret-to-live"
    if _OTHER_HARM.search(sentence):
        yield "danger-to-another"


# "What is ...?" of a word, not of a way.
_DEFINED = re.compile(
    r"^\W*(?:what (?:is|are|is \(are\)|does|causes?|is meant by)|what's|define|how (?:to (?:diagnose|prevent)|is)|who is at risk (?:for|of))\W(?!.*\b(?:way|ways|method|easiest|quickest|painless\w*|point|reason|sense|amount|dose)\b).{0,60}$"
)
# Questions of toxicology and outcome with nobody in them.
_GENERIC = re.compile(
    r"^(?!.*\b(?:i|i'm|me|my|myself|him|her|someone|a person|you)\b).*\b(?:mscs?|cells|disease|sepsis|infection|infusion|stroke|gvhd|condition|syndrome|cancer|be fatal|fatal in|is .{0,30} (?:fatal|lethal|deadly))\b"
)


def _close(sentence: str) -> bool:
    # The wish stands before what is wished, with little between.
    for wish in _WISH.finditer(sentence):
        rest = sentence[wish.end() : wish.end() + 60]
        death = _DEATH.search(rest)
        if death and not _OTHER_SUBJECT.search(rest[: death.start()]):
            return bool(_SOMEONE.search(sentence)) or len(sentence.split()) <= 14
    return False


_OTHER_SUBJECT = re.compile(
    r"\b(?:cells?|neurons?|mscs?|mice|trial|study|infection|tumou?r|symptoms?|fistula|tremor|what|which|whether the)\b"
)


_BODY = r"(?:chest|heart|throat|tongue|tounge|lips?|mouth|face|jaw|eyes?|eyelids?|vision|sight|neck|windpipe|airways?|lungs?|arms?|legs?|hands?|fingers|feet|foot|side|body|speech|words|skin|nails|stomach|belly|head|breath\w*)"
_STATE = r"(?:clos(?:e|es|ed|ing)(?: up)?|tight\w*|swell\w*|swoll?en|swelled|puff\w*|balloon\w*|block\w*|crush\w*|squeez\w*|heavy|elephant|weight|pressure|vice|band|stabbing|tearing|ripping|numb|dead|droop\w*|dropp?\w*|sagg\w*|slump\w*|slur\w*|gr[ae]y|blue|bluish|purple|white|pale|ashen|mottled|blotchy|cold and|racing|crazy|mad|pound\w*|hammer\w*|flutter\w*|irregular\w*|skipp\w*|jump\w*|stopp?\w*|black|dark|gone|going|blind|blurr\w*|double|lost|rolled|rolling|twitch\w*|jerk\w*|limp|floppy|useless|won't move|not moving|isn't moving|on fire|killing me|explod\w*|burst\w*|worst|garbled|jumbled|gibberish|wrong|hard to swallow|thick)"
_BODY_STATE = re.compile(
    rf"\b{_BODY}\b[^.]{{0,30}}\b{_STATE}(?= |$|,)|\b{_STATE} (?:\w+ ){{0,5}}{_BODY}\b"
)
# Dire in themselves whatever came before; the weaker pairs need somebody and a moment.
_DIRE = re.compile(
    r"\b(?:(?:can't|cannot|can not|couldn't|could not|can barely|can hardly|barely|hardly|not|isn't|stopp?ed|struggl\w+|fighting|labou?r\w*|gasp\w*|trouble|difficulty|difficult|hard|unable) (?:to |for |getting |with )?(?:\w+ ){0,3}(?:breath\w*|air)\b|(?:no|short of|gasping for|out of|fighting for|lost my|catch (?:my|his|her)) (?:air|breath)|breathing (?:is |has |gone |went |getting )*(?:\w+ )?(?:hard|difficult|fast|shallow|noisy|weird|funny|bad|worse|stopped|laboured|labored)|wheez\w+|chok(?:es|ing)|suffocat\w+|(?:stopped|suddenly (?:not|stopped)|can't be) (?:talking|speaking)|"
    r"(?:isn't|not|stopped|won't|doesn't|no longer|can't be|will not|barely) (?:answer\w*|with us|moving|move|responding|respond|reacting|react|waking|wake|woken|rous\w+|conscious|breathing|come round|open (?:his|her) eyes)|(?:won't|can't|doesn't|will not|cannot|couldn't|not) wake(?: \w+)? ?up|(?:fell|fallen|dropped|gone|went|slumped|keeled|crumpled) (?:down|over|to the (?:floor|ground)|unconscious|limp|floppy|grey|gray|blue|white|stiff)|collaps\w+|keel\w+ over|pass(?:ed|es|ing)? out|black(?:ed|ing) out|faint(?:ed|ing|s)|unconscious|unresponsive|lifeless|limp|floppy|out cold|(?:hard|difficult|impossible) to (?:wake|rouse)|(?:so|very|too|extremely|getting) (?:drowsy|sleepy) (?:and|to|he|she|that)|comatose|in a coma|"
    r"eyes (?:have |are |were )?(?:roll\w*|rolled back)|foam\w* at|shaking (?:all over|uncontroll\w+|violently)|convuls\w+|seizures?|seizing|having (?:a )?fits?|jerking|"
    r"(?:talk\w*|speak\w*|spouting) (?:gibberish|nonsense|rubbish|funny|strange\w*)|slurr\w+|(?:couldn't|can't|cannot|lost) (?:find |get )?(?:my|his|her|the) words|words (?:are|were|came|come) (?:\w+ )?(?:mush\w*|slurred|jumbled|wrong|out)|everything went (?:black|blurry|dark|white|grey|numb)|not making (?:any )?sense|doesn't (?:know|recogni[sz]e) (?:where|me|us|who|his|her|my)|suddenly (?:confused|blind|deaf|weak|numb|can't)|half (?:of )?(?:her|his|my|the) (?:face|body)|one side (?:of|is|has|went)|"
    r"(?:blood|bleed\w*|haemorrhag\w+|hemorrhag\w+)\b[^.]{0,40}\b(?:won't stop|not stopping|doesn't stop|can't stop|soak\w*|pour\w*|gush\w*|spurt\w*|everywhere|heav\w+|a lot|lots|pints?|clots|nonstop|non-stop|all over|through)|(?:vomit\w*|cough\w*|throw\w*|spit\w*|pee\w*|puk\w+|sick|bring\w*)(?: up)? (?:\w+ )?blood|blood from (?:the |my |his |her )?(?:nose|mouth|ears?|eyes|bottom|rectum|line|catheter)|black (?:tarry )?(?:poo|stools?|vomit)|coffee[- ]ground|"
    r"heart attack|(?:having|having had|think\w* (?:it'?s|he'?s|she'?s|i'?m)|had) (?:a |having a )?(?:stroke|mini-?stroke|tia|heart attack|anaphyla\w+)|anaphyla\w+|epipen|v-?fib|in vf|into vf|asystole|arrested|arresting|coding|code blue|crash(?:ing|ed)|desat\w*|hypotensive|peri-?arrest|wet (?:him|her)self|cardiac arrest|no pulse|can't (?:find|feel) (?:a|his|her) pulse|cpr|"
    r"(?:bp|blood pressure|pressure)\b[^.]{0,15}\b(?:[5-8]\d ?(?:/|over) ?\d\d|crash\w*|through the floor|plummet\w*|unrecordable|dropp?\w*|2\d\d)|(?:sats?|spo2|oxygen|o2|saturation)\b[^.]{0,18}\b(?:[4-8]\d\b|dropp?\w*|falling|crash\w*|low)|(?:pulse|heart rate|hr|heart|monitor|bpm)\b[^.]{0,18}\b(?:1[4-9]\d|2\d\d|[23]\d\b)|"
    r"(?:temp\w*|fever)\b[^.]{0,20}\b(?:39|4[0-3]|10[3-8])|\b(?:39|4[0-2])\.\d\b|rigors?|teeth (?:are )?chatter\w*|burning up|"
    r"elephant|vice (?:on|round|around)|can't (?:feel|move|lift|speak|talk|see|swallow|stand)|cannot (?:feel|move|lift|speak|talk|see|swallow|stand)|lost (?:the )?(?:use|feeling|movement|sight|vision|control)|paraly[sz]ed|went blind|gone blind|hives|welts|shock|dying right now)\b"
)
_SWALLOWED = re.compile(
    r"\b(?:swallow\w*|drank|drunk|drink\w*|ate|eaten|took|taken|takes|had|inject\w*|infused|given|gave|gulp\w*|downed|inhaled|got into|chewed|necked)\b[^.]{0,35}\b(?:(?:a )?(?:load|lot|bunch|handful|bottle|box|packet|pack|strip|whole|entire)s?\b|all (?:of )?(?:my|the|his|her)|too (?:many|much)|way (?:too|more)|double|triple|ten times|by (?:mistake|accident)|accidental\w*|wrong (?:drug|dose|medicine|vial|bag|pills?|tablets?|one|route|patient)|extra|bleach|dmso|antiseptic|detergent|chemicals|ethanol|alcohol gel|sanitiser|sanitizer|disinfectant|antifreeze|poison|cleaner|formalin|nitrogen|\d\d+ (?:pills?|tablets?|capsules?))\b|"
    r"\b(?:accidental\w*|by (?:mistake|accident)|mistakenly)\b[^.]{0,40}\b(?:swallow\w*|drank|ate|took|taken|inject\w*|infused|given|gave|stuck|overdos\w*)\b|\b(?:overdosed|took an overdose|taken an overdose|overdosing)\b|\bair (?:bubble|embol\w*|in the line)\b"
)
_NOW = re.compile(
    r"\b(?:now|just|since|right after|after|during|today|tonight|this (?:morning|evening|afternoon)|last night|yesterday|minutes?|mins?|hours?|hrs?|ago|suddenly|all of a sudden|started|getting worse|help|please|pls|urgent|emergency|ambulance|keeps?|still|is|are|isn't|has|have|feels?|feel|going|won't|can't|cannot|i'm|he's|she's|mid)\b"
)
_HIS = re.compile(
    rf"\b(?:i|i'm|i've|me|my|he|she|he's|she's|him|his|her|we|our|us|hes|shes|{RELATIVE}|wifes|patient's|pt|someone|somebody|guy|man|woman|lady|bloke)\b"
)
_LONG_AGO = re.compile(
    r"\b(?:last (?:year|month|summer|winter|spring|autumn|fall)|in (?:19|20)\d\d|(?:years?|months?|decades?) ago|years? back|as a (?:child|kid|teenager)|when (?:i|he|she) was|history of|used to|previously|once had|long ago|recovered from|survived a|had a (?:stroke|heart attack|seizure)(?! (?:just|now|today|an hour|after|this)))\b"
)
_ASKED = re.compile(
    r"^(?:and |so |but |also )?(?:how to (?:diagnose|prevent|treat|define|measure|manage)|what(?! to do\b(?! (?:for|in case))| now\b)|which|does|do|did|is|are|was|were|has|have|how (?:many|often|common|is|are|was|were|did|do|does)|why|who|when|where|were there)\b(?!')(?! (?:do|should|can|is|does) (?:i|we|he|she|it|my|this|that|wrong|happening)\b)"
)
_MAYBE = re.compile(
    r"\b(?:can(?!')|could(?!n't)|will|would|might|may|do|does(?!n't)|did|if|whether|worried|afraid|risk|chances?|what if|in case|side effects?|scared)\b[^.]{0,40}\b(?:get|have|cause|experience|develop|suffer|lead|trigger|give|make|happen|collapse|faint|stop|bleed|swell|close)\b|\b(?:rates?|incidence|frequency|definition|meaning|symptoms|signs|treat\w*|trials?|stud(?:y|ies)|reported|causes?) (?:of|for|in|on|about|included|with)\b"
)
_CUT = re.compile(
    r",|\bbecause\b|\bbut\b|\s-+\s|\bas\b(?= (?:i|he|she|my)\b)|\band (?=i'm|i am|he|she|my\b)"
)


def emergency(sentence: str) -> Iterator[Signal]:
    """Yield signs that somebody is in danger now in one folded sentence."""
    if _LONG_AGO.search(sentence):
        return
    parts = [part for part in _CUT.split(sentence) if part]
    own = bool(_HIS.search(sentence))
    for part in (*parts, sentence) if len(parts) > 1 and not _asks(sentence) else parts:
        if _asks(part) or (_asks(sentence) and not _HIS.search(part)):
            continue
        if _SWALLOWED.search(part) and (own or not _reports(part)) and not _reports(part):
            yield "taken-in-error", "emergency", "emergency"
        dire = _DIRE.search(part)
        if dire and (own or _NOW.search(part) or len(part.split()) <= 6) and not _reports(part):
            yield "danger-now", "emergency", "emergency"
        elif _BODY_STATE.search(part) and _in_somebody(part, sentence, own) and not _reports(part):
            yield "body-in-danger", "emergency", "emergency"


_VITAL = re.compile(r"\b(?:chest|throat|tongue|lips|breath\w*|heart)\b")
_FRESH = re.compile(
    r"\b(?:fast|quickly|rapidly|getting|now|just|since|after|suddenly|ago|today|tonight|this morning|last night|yesterday|help|please|pls|urgent)\b"
)


def _in_somebody(part: str, sentence: str, own: bool) -> bool:
    if own:
        return bool(_NOW.search(sentence) or _VITAL.search(part))
    return bool(_FRESH.search(part)) and len(part.split()) <= 14


def _asks(part: str) -> bool:
    asked = _ASKED.search(part)
    return bool(asked or _MAYBE.search(part)) and not re.search(
        r"\b(?:i'm|i am|he's|she's|he is|she is|my \w+ is) (?:\w+ )?(?:burning|chok|collaps|faint|bleed|dying|turning|going)",
        part,
    )


def _reports(part: str) -> bool:
    return bool(_REPORTED.search(part)) and not re.search(
        r"\b(?:i|i'm|my|he|she|he's|she's)\b", part
    )
