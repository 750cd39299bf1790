# ruff: noqa: ISC004, E501 - a pattern is read as one line
"""The wordings that may not leave as they are, and what excuses each: data of `output_check`.

Every pattern was held against the statements of real corpora; docs/wording.md tells how, and
`python -m benchmarks.wording` what is found and missed.
"""

from __future__ import annotations

import re
from typing import Final, Literal

Severity = Literal["drop", "caveat"]

_TREATMENT = (
    r"(?:mscs?|(?:stem |cord |stromal )?cells?(?! ?(?:cultures?|lines?|models?|counts?|types?))|"
    r"infusions?|injections?|treatments?|therap(?:y|ies)|medications?|medicines?|meds|steroids?|"
    r"drugs?|doses?|dosage|tablets?|pills?|capsules?|exosomes?|supplements?|lomecel\S*|ryoncil|"
    r"alofisel|darvadstrocel|remestemcel\S*|prednis\w+|levodopa|methotrexate|insulin|statins?|"
    r"ibuprofen|aspirin|transplants?|transplantation|trial|vitamin \w+|rapamycin|metformin)"
)
_MODAL = (
    r"(?:should(?:n't)?|must(?:n't)?|need to|ought to|have to|had better|may want to|"
    r"might want to|can safely|would do well to|needn't|do not need to|don't need to|"
    r"are advised to|are urged to)"
)
_ACT = (
    r"(?:take|stop|start|try|get|receive|use|choose|consider|ask (?:for|about)|avoid|increase|"
    r"reduce|continue|switch|undergo|have|skip|inject|book|seek|discontinue|taper|administer|"
    r"combine|quit|infuse|double|halve|replace|pause|request|demand|go for|opt for|pick|buy|order|"
    r"begin|repeat|schedule|wait|delay|swallow|apply|stick to|join|enrol in|enroll in)"
)
#: Orders; "have", "receive" and "undergo" open a rule for who may take part.
_ORDER = (
    _ACT.replace("|receive", "")
    .replace("|undergo", "")
    .replace("|have", "")
    .replace("|request|demand", "")
)
_PEOPLE = (
    r"(?:patients?|people|individuals|adults|women|men|children|seniors|everyone|everybody|anyone|"
    r"persons?|those|parents|families|athletes|sufferers|elderly|clinicians?|physicians?|doctors?)"
)
_GOOD = (
    r"(?:very |particularly |an? )?(?:good|ideal|excellent|suitable|perfect|right|strong|best|prime|"
    r"great|appropriate|natural)"
)
_WHO = r"(?:you|he|she|they|your \w+|(?:older |younger |many |most |some |frail )?" + _PEOPLE + ")"
_AMOUNT = (
    r"(?:\d[\d.,]*(?: ?[×x] ?10\S*)?|one|two|three|four|five|ten|a hundred|half a|a single)"
    r"[\w ()/,.×^⁰-⁹-]{0,30}"
)

SOURCES: Final[tuple[tuple[str, Severity, str, str], ...]] = (
    # Advice to whoever reads.
    (
        "second-person-advice",
        "drop",
        "you",
        rf"\byou(?:r (?:\w+ )?(?:mother|father|child|son|daughter|wife|husband|partner|parent|"
        rf"doctor|dog|cat|pet|horse|baby))?,? (?:\w+ )?{_MODAL}(?! (?:be aware|know|note)\b)",
    ),
    (
        "second-person-advice",
        "drop",
        "recommend,advise,suggest,urge,encourage",
        r"\b(?:i|we|our (?:doctors|team|experts|specialists|clinicians)|the authors?|experts)"
        r"(?: would|'d)? (?:strongly |highly )?"
        r"(?:recommend|advise|suggest|urge|encourage)s?(?: that)? "
        r"(?:you|your|taking|getting|trying|starting|stopping)\b",
    ),
    (
        "second-person-advice",
        "drop",
        "recommend,advise,suggest,urge,encourage",
        r"\b(?:i|we)(?: would|'d)? (?:strongly |highly )?(?:recommend|advise|suggest|urge|"
        rf"encourage) (?:\w+ ){{0,2}}{_TREATMENT}\b",
    ),
    (
        "second-person-advice",
        "drop",
        "for you",
        r"\b(?:recommended|right|best|suitable|safe|appropriate|ideal|perfect|worth it|good) "
        r"(?:\w+ )?(?:option |choice |treatment |therapy )?for (?:you|your)\b",
    ),
    (
        "second-person-advice",
        "drop",
        "you ",
        r"\byou (?:will|would|can|could|may|might|should) (?:\w+ )?(?:benefit|improve|recover|"
        r"feel better|walk again|regain|expect (?:to|a|an|relief|results)|be (?:cured|healed|"
        r"treated|given|offered)|receive|get|need|require|undergo|start|stop|take|have (?:a|an|the) "
        r"(?:infusion|injection|treatment|transplant))\b",
    ),
    (
        "second-person-advice",
        "drop",
        "your,if i were,my advice,to start,to stop,to try,to get,to take,to switch,be glad",
        r"\b(?:ask|tell|talk to|speak (?:to|with)|consult|see|check with) your (?:own |family )?"
        r"(?:doctor|physician|gp|specialist|consultant|oncologist|neurologist|pharmacist|surgeon|"
        r"vet|care team)\b|\bif i were you\b|\bmy advice\b|\b(?:it is|it's) (?:time|worth|best) "
        r"(?:for you )?to (?:start|stop|try|get|take|switch)\b|\byou(?:'ll| will) be glad\b",
    ),
    # Orders without a person.
    (
        "treatment-imperative",
        "drop",
        "",
        rf"(?:^|[.!?]\s+|,\s+so\s+|\bplease |\band then |^[-*•]\s*|\bsimply |\bjust )"
        rf"(?:do not |don't |never |always )?{_ORDER}(?! (?:of|is|was|are|were|in|for|form|showed|from)\b|(?<=double) (?!the|your))\s+"
        rf"(?:[\w'-]+\s+){{0,4}}?{_TREATMENT}\b",
    ),
    (
        "treatment-imperative",
        "drop",
        "seek,get,ask for",
        r"(?:^|[.!?]\s+)(?:please )?(?:seek|get|go and get|ask for) (?:\w+ ){0,3}"
        r"(?:treatment|treated|infused|injected|help from a stem cell)\b",
    ),
    (
        "group-advice",
        "drop",
        "should,ought,had better",
        rf"\b{_PEOPLE}\b[^.;:?]{{0,60}} (?:should|ought to|had better)(?: not| never|n't)? "
        rf"(?:\w+ )?(?:{_ACT}|be (?:offered|given|treated|started|put|switched|prescribed))\b"
        rf"[^.;?]{{0,50}}\b{_TREATMENT}\b",
    ),
    (
        "group-advice",
        "caveat",
        "recommend,advis,prefer,choice,best,should",
        rf"\b{_TREATMENT}\b[^.;:?]{{0,50}} (?:(?:is|are|should be) (?:strongly |highly |"
        r"generally |also |now |therefore )?(?:recommended|advised|advisable|preferred|the treatment "
        r"of choice|the best (?:option|choice|treatment))|should (?:\w+ )?be (?:offered|considered|"
        r"used|given))\b",
    ),
    (
        "group-advice",
        "caveat",
        "recommend",
        r"\b(?:we|the authors?|guidelines?|experts?|societ(?:y|ies)|panel) (?:\w+ )?recommends?\b|"
        r"^\W*recommendations?\b\W*:|\brecommendation\W+(?:to |for )?(?:use|give|offer|pair|start|"
        r"treat)",
    ),
    # Amounts.
    (
        "recommended-dose",
        "drop",
        "dose,dosage,dosing,regimen,amount,schedule",
        r"\b(?:recommended|advised|suggested|correct|right|ideal|optimal|best|proper|prescribed|"
        r"advisable) (?:\w+ ){0,2}(?:dose|dosage|dosing|regimen|amount|schedule)\b"
        rf"[^.;?]{{0,30}}(?:\b(?:is|are|of|would be|remains)\b|[:=]) (?:\w+ ){{0,2}}{_AMOUNT}",
    ),
    (
        "recommended-dose",
        "drop",
        "recommended,advised,right,correct,ideal,enough,best",
        r"\b(?:doses?|dosage|regimen|amounts?|infusions?|injections?) (?:is|are|of [^.;]{1,40} "
        rf"(?:is|are)) (?:recommended|advised)\b|\b{_AMOUNT}(?:cells|mg|ml|units|infusions?|"
        r"injections?|doses?|times)\b[^.;]{0,30} (?:is|are) (?:recommended|advised|the right|the "
        r"recommended|the correct|ideal|enough|best)\b",
    ),
    (
        "recommended-dose",
        "drop",
        "dose,dosage,amount",
        r"\b(?:is|are|as|at|the) (?:the )?(?:recommended|advised|correct|right|ideal) "
        r"(?:\w+ )?(?:dose|dosage|amount)\b(?! ?-?(?:finding|escalation|schedule|window))"
        r"(?=[^.;]{0,60}\b(?:for|in) (?:adults|people|patients|you|humans|most|children|men|women)\b)",
    ),
    # Who is fit for it.
    (
        "candidate-language",
        "drop",
        "candidate,eligible,suitable,good fit,match",
        rf"\b{_WHO}\b[^.;:?]{{0,60}} (?:are|is|may be|might be|would be|could be|will be|makes?|'re) "
        rf"(?:{_GOOD} )candidates?\b|"
        r"\b(?:you|he|she)(?: are| is| may be| might be| would be| could be|'re)(?! not) (?:\w+ ){0,2}"
        r"(?:candidates?|eligible|suitable|a good fit|a match)\b",
    ),
    (
        "candidate-language",
        "drop",
        "candidate,whether you,if you,qualify",
        rf"\b{_GOOD} candidates? (?:for (?:\w+ ){{1,4}})?(?:are|is|include|has|have|would be) "
        rf"(?:\w+ ){{0,3}}{_PEOPLE}\b|\b(?:find out|see|check|learn) (?:if|whether) you\b|"
        r"\bam i a candidate\b|\bqualify for (?:our|the|this) (?:treatment|therapy|program)\b",
    ),
    (
        "candidate-language",
        "caveat",
        "candidate",
        r"\b(?:good|ideal|excellent|suitable|perfect|right|strong|attractive|optimal) candidates? "
        r"(?:for|as) (?!further|future|study|testing|research|a trial|investigation)",
    ),
    # Promises and praise.
    (
        "promissory-language",
        "caveat",
        "breakthrough,mirac,chang,revolution,promising,cutting,wonder,guarant,proven,world,unprecedented,ground,paradigm,transformative,holy grail,magic,panacea,fountain,exciting,state,next,unparall,unrival,spectac,astonish,amazing,extraordinary,second",
        r"\b(?:breakthroughs?|miracles?|miraculous(?:ly)?|game[- ]?chang\w+|revolution(?:ary|i[sz]\w+)|"
        r"life[- ]changing|promising|cutting[- ]edge|wonder (?:drug|cure)s?|guarante(?:e|ed|es)|"
        r"proven (?:cure|results|therapy)|world[- ]class|world[- ]leading|unprecedented|"
        r"ground[- ]?breaking|paradigm[- ]shift\w*|transformative|holy grail|magic bullet|panacea|"
        r"fountain of youth|exciting|state[- ]of[- ]the[- ]art (?:treatment|therapy|care|clinic)|"
        r"next[- ]generation (?:cure|treatment|therapy)|unparalleled|unrivalled|spectacular|"
        r"astonishing|amazing|extraordinary|second[- ]to[- ]none)\b",
    ),
    (
        "promissory-language",
        "caveat",
        "promise,potential,hope",
        r"\b(?:hold|holds|holding|held|show|shows|shown|showed|showing|offer|offers|offered|give|"
        r"gives|has|have|great|considerable|enormous|much|real|significant|the) "
        r"(?:(?:great|much|real|considerable|significant|enormous|some|tremendous) )?promise\b|"
        r"\b(?:great|enormous|huge|tremendous|vast|immense|remarkable|extraordinary) "
        r"(?:\w+ )?(?:potential|promise|hope)\b|\b(?:new|renewed|real|great|fresh) hope\b|"
        r"\bhope (?:for|to) (?:\w+ )?(?:patients|sufferers|millions|families|people)\b",
    ),
    (
        "promissory-language",
        "caveat",
        "remarkabl,dramatic,impressive,outstanding,excellent,speak for,success",
        r"\b(?:remarkabl[ey]|dramatic(?:ally)?|impressive(?:ly)?|outstanding) (?:\w+ )?"
        r"(?:results?|efficacy|recover\w*|improve\w*|success\w*|benefits?|healing|outcomes?|"
        r"effective|safe|relief|cures?)\b|\bexcellent (?:safety|efficacy|results|outcomes?)\b|"
        r"\bresults (?:that )?speak for themselves\b|\bsuccess rates?\b(?=[^.;]{0,25}\d)",
    ),
    (
        "promissory-language",
        "caveat",
        "cur,guarant,revers,restor,heal,back,aging,ageing,rejuvenat",
        r"\b(?:cures?|cured|curing|guarantees?|reverses? (?:the )?(?:ag(?:e?ing)|disease)|"
        r"restores? (?:your )?youth|heals? (?:you|your|people|patients|the body|disease|itself|"
        r"any|everything))\b|\b(?:be|is|are|as|potentially) (?:an? )?curative\b|"
        r"\b(?:turns?|rolls?|winds?) back (?:the )?(?:clock|years|time)\b|"
        r"\banti[- ]?ag(?:e?ing) (?:miracle|cure|solution)\b|\brejuvenates? (?:you|your|the body)\b",
    ),
    (
        "promissory-language",
        "caveat",
        "safe,effective,proven,natural,risk,side effect,side-effect,painless,downside",
        r"\bsafe and (?:highly |very )?effective\b|\bproven (?:to be )?(?:safe|effective)\b|"
        r"\b(?:completely|totally|perfectly|absolutely|entirely|100 ?%) (?:safe|effective|natural|"
        r"painless|risk[- ]free)\b|\brisk[- ]free\b|\b(?:has|have) no (?:known )?(?:side[- ]effects?|"
        r"risks?|downsides?)\b|\bwithout (?:any )?(?:side[- ]effects|risks?)\b|"
        r"\bno side[- ]effects?(?= and\b|\W*$)",
    ),
    # Where to go.
    (
        "clinic-referral",
        "drop",
        "visit,contact,call,book,schedule,choose,come to,travel to,reach out,ask at,go to,head to,fly to,turn to,trust",
        r"\b(?:visit|contact|call|book|schedule|choose|come to|travel to|reach out to|ask at|"
        r"go to|head to|fly to|turn to|trust) (?:us\b|our\b|with us\b|the (?:[\w'-]+ ){0,4}(?:clinic|"
        r"cent(?:er|re)|hospital|institute)\b|an? (?:free |phone |video )?(?:consultation|"
        r"appointment)\b|[\w' ]{0,30}\bclinics?\b|your (?:free |first )?(?:consultation|appointment|"
        r"slot|place)\b)",
    ),
    (
        "clinic-referral",
        "drop",
        "call,phone,tel,fax,mobile,whatsapp,text us,hotline,+,@",
        r"\b(?:call|phone|tel|telephone|fax|mobile|whatsapp|text us|hotline)\b[ :.]{0,3}"
        r"(?:us )?(?:at |on )?\+?\(?\d[\d() .-]{6,}\d|(?<![\w+])\+\d{1,3}[ .(-]{1,2}\d{1,4}\)?"
        r"(?:[ .-]\d{2,4}){2,}|\b[\w.+-]{1,64}@[\w-]{1,60}(?:\.[\w-]{2,20}){1,3}\b",
    ),
    (
        "clinic-referral",
        "drop",
        "book,buy,order,sign up,nquire,apply,register,enrol,limited,money,free consult,payment plan,special offer,discount,price",
        r"\b(?:book|buy|order|sign up|enquire|inquire|apply|register|enrol|enroll) "
        r"(?:now|today|online|here|your)\b|\blimited (?:time|places|spots) (?:offer|only|left|available|this|remain)\b|\blimited offer\b|"
        r"\bmoney[- ]back\b|\bfree consultation\b|\bpayment plans?\b|\bspecial offer\b|"
        r"\bdiscounts? (?:for|on|of)\b|\bprices? (?:start|from)\b",
    ),
    (
        "clinic-referral",
        "drop",
        "we ,our ,available,offered,sold,clinic,provider,hospital",
        r"\b(?:we|our (?:clinic|centre|center|hospital|team|doctors?|specialists?|physicians?)) "
        r"(?:\w+ )?(?:offers?|provides?|treats?|has helped|have helped|will design|specialis\w+|"
        r"specializ\w+|accepts?|welcomes?)\b(?! (?:the |an? |them |some |new |further |here )?(?:[\w-]+ )?(?:guid\w+|information|evidence|results?|data|reviews?|overview|insights?|proof|following|recommendations?))|\b(?:is|are) (?:now )?(?:available|offered|sold) "
        r"(?:at|by|from|through) (?:our|the [\w' -]{0,40}(?:clinic|cent(?:er|re)|institute)|[\w' ]"
        r"{0,30}\bclinics?)\b|\bclinics? (?:in|such as|like|at) [\w' ,-]{2,50} (?:offers?|provides?|"
        r"charges?|sells?|performs?)\b|\b(?:best|leading|top|premier|trusted|renowned|accredited) "
        r"(?:[\w-]+ ){0,3}(?:clinic|provider|hospital)s?\b",
    ),
    # What no article has business with.
    (
        "markup",
        "drop",
        "<",
        r"</?(?:script|iframe|style|img|svg|object|embed|form|a|div|span|p|font|template|meta|link)"
        r"\b[^>]{0,200}>?|<!--",
    ),
    (
        "markup",
        "drop",
        "script:,=,data:text",
        r"\bjavascript:|\bon(?:error|load|click|mouse\w+|focus)\s*=|data:text/html|vbscript:",
    ),
)
PATTERNS: Final = tuple(
    (code, severity, tuple(words.split(",")), re.compile(pattern, re.IGNORECASE))
    for code, severity, words, pattern in SOURCES
)
"""Code, severity, words of which a text must hold one in lower case, and the pattern."""

#: What turns a wording into its denial: "no dose is recommended", "not a cure". A denial reaches
#: over a few words to its left, and stops at a clause boundary.
DENIAL: Final = re.compile(
    r"\b(?:no|not|never|nor|neither|none|without|cannot|can't|isn't|aren't|wasn't|doesn't|don't|"
    r"didn't|nothing|unproven|unclear|unknown|rather than|far from|lacks?|fails? to|failed to|"
    r"avoid(?:s|ed)?|difficult to|hard to|instead of|hardly|few|little)\b(?! only\b)[^.;:!?]{0,60}$",
    re.IGNORECASE,
)
#: A denial behind the wording: "a cure is not known", "the right dose remains unknown".
DENIAL_BEHIND: Final = re.compile(
    r"^[^.;:!?]{0,50}?\b(?:(?:is|are|was|were|has|have|does|do|did|can|could)(?: been| yet)? "
    r"(?:not|never|no)|not (?:yet )?(?:known|been|established|recommended|advised)|cannot|unknown|"
    r"unclear|unproven|(?:remains?|is|are|was|were) (?:to be|un\w+|debated|disputed|an open|elusive|"
    r"controversial|(?:a )?myth)|does not exist|do not exist|lacking)\b",
    re.IGNORECASE,
)
DENIABLE: Final = frozenset(
    {"recommended-dose", "candidate-language", "promissory-language", "group-advice"}
)
#: A question, aim or hypothesis claims nothing: "to find a safe and effective therapy".
AIM: Final = re.compile(
    r"\b(?:whether|if|hypothes\w+|to (?:find|develop|determine|assess|evaluate|test|investigate|"
    r"establish|confirm|verify|study|explore|examine|show|demonstrate|prove)|need(?:s|ed)? for|aims?|"
    r"aimed|objective|purpose|goal|search for|in search of|would need|until|criteria for|claims? "
    r"(?:of|that|to)|claimed|marketed as|advertis\w+|promoted as|so-called|hype|assurance that|found|"
    r"required to be|considered to be)\b[^.;:!?]{0,80}$",
    re.IGNORECASE,
)
#: Codes whose wording an aim or a report of others' claims excuses.
AIMABLE: Final = frozenset({"promissory-language", "group-advice"})
#: Of those, only wording that is a claim of fact; "promising" stays praise in an aim as well.
CLAIM: Final = re.compile(
    r"safe and|proven|curative|\bcur(?:e|es|ed|ing)\b|guarante|success rate|risk|side[- ]effect|"
    r"recommend|revers|restor|heal|considered|used|given|offered|advis|preferred|best|choice",
    re.IGNORECASE,
)
#: Terms of study design, law and medicine that carry the same words.
TERMS: Final = re.compile(
    r"recommended phase|phase (?:2|ii) dose|\bcure (?:models?|fractions?|rates?|period|time)\b|"
    r"\bpromising zone\b|\bwound heal|century cures|cures act|\bcure, mitigation|"
    r"\bbreakthrough (?:bleeding|pain|infections?|seizures?|therapy designation|designation|device|"
    r"cancer|symptoms?)|(?:test of|clinical|parasit\w+|hcv|hbv|h\. pylori|infection|viral|antibiotic|"
    r"microbiolog\w+|virologic\w*) cure|cured (?:mice|animals|rats|of infection)|cured by (?:local )?(?:resection|surgery|excision)|after cure|(?:project|fund|race|"
    r"foundation) (?:to|for)(?: a| the)? cure|(?:light|heat|uv|resin|nitrate|nitrite)[- ]cur(?:e|ed|ing)|"
    r"% of (?:the )?recommended|recommended (?:dietary|daily) (?:allowance|intake|amount)|"
    r"miracle (?:fruit|berry)|signal transduction|guarantee\w* (?:sterility|quality|privacy|"
    r"anonymity|confidentiality)|excit(?:ing|ed) (?:light|laser|neuron)|"
    r"(?:recommended|suggested|advised) (?:by the manufacturer|storage|reporting)",
    re.IGNORECASE,
)
#: Rules for makers and sponsors are no medical advice: "you must register within five days".
REGULATORY: Final = re.compile(
    r"\b(?:manufactur\w+|regist(?:er|ration)\w*|submi\w+|amendments?|21 cfr|hct/ps?|sponsors?|"
    r"bla|labell?ing|minimal manipulation|processing|establishments?|applicants?|device|"
    r"regulated|regulat(?:ory|ion)\w*)\b",
    re.IGNORECASE,
)
#: Reports of what was done to participants, and rules for who may take part.
RECORDED: Final = re.compile(
    r"\b(?:was|were|had been|received|underwent|enrolled|excluded|included|eligib\w+|randomi[sz]ed|"
    r"consent|criteria|participants? (?:must|should)|in (?:this|the) (?:trial|study|arm)|protocol|"
    r"(?:future|further|larger|more) (?:\w+ )?(?:studies|trials|research|work)|at screening|wash-?out|contracepti\w+)\b",
    re.IGNORECASE,
)
#: Words of a trial's own visits: "participants will come to the clinic twice weekly".
VISIT: Final = re.compile(
    r"\b(?:participants?|subjects?|patients? (?:will|were|are|had)|investigators?|study (?:cent|site|team)|"
    r"follow-?up|baseline|weekly|weeks? \d|months? \d|after the (?:infusion|injection))",
    re.IGNORECASE,
)
VISITED: Final = re.compile(r"^(?:visit|come to|travel to|go to|contact|call)\b", re.IGNORECASE)
