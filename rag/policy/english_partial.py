# ruff: noqa: E501 - a pattern is read as one line, however long
"""English rules for personal decisions: recommendation, should-I, prognosis, choice, off topic."""

from __future__ import annotations

from rag.policy.frames import MINE, SELF, TARGET, TREATMENT, TREATMENT_NAMED
from rag.policy.rules import rule

_WE = rf"(?:i|we|he|she|they|one|someone|anyone|people|patients|seniors|elderly people|frail people|older adults|parents|children|kids|{MINE}|(?:an? |my |the )(?:[\w-]+ ){{0,4}}(?:patients?|person|man|woman|child|adult|senior|kid))"
# What one may well do with a paper: none of it is treatment.
_SCHOLARLY = (
    r"\b(?:as (?:evidence|proof|support|confirmation|confirmed|significant|exploratory|preliminary)|cite|citing|read|reading|know|expect|ask (?:my|the|a|your) |learn|see a doctor|call (?:my|a|the) |talk to|quote|trust|believe|interpret|understand|treat (?:this|that|the|it)|"
    r"conclude|consider (?:this|that|the|it)|be (?:read|considered|regarded|seen|taken|interpreted|cited|trusted|called|treated as)|"
    r"call (?:them|it|these|mscs)|look at|search|refer|rely|weigh|compare|pronounce|spell|write|use the (?:term|word|name|abbreviation)|"
    r"take (?:this|that|it|the \w+) (?:as|to mean|seriously)|worry about the (?:p-value|bias|design|sample)|expect (?:the|a) (?:paper|trial|result)|report|reference|assume|infer|download|open|start with)\b"
)
_FINANCE = (
    r"\b(?:stocks?|shares?|invest(?:ing|ments?|ors?)?|sue|lawyer|attorney|court|crypto|bonds?)\b"
)

RECOMMEND = (
    rule("recommend-request", "treatment_recommendation", "partial",
         r"\b(?:(?:would|do|could|can|will|please|should|what|which|might)\b[^.]{0,60}\byou (?:\w+ )?(?:recommend|advise|advice|suggest|propose|prescribe|pick|choose|tell|go (?:for|with)|favou?r|give|treat)\b|(?:recommend|suggest|advise) (?:me|us|a |an |the best|something|which|one|him|her|my))",
         unless=rf"\b(?:clinics?|doctors?|hospitals?|books?|papers?|articles?|sections?|pages?|reading|dos(?:e|age))\b|\byou (?:tell|give|suggest|recommend) (?:me )?(?:which|what|how|the|a|an|more|some)?\s?(?:\w+ )?(?:trials?|studies|tier|section|paper|evidence|approv\w+|dose|many|is meant|hera|cratus|about|reference|citation|summary|list|overview|date|year)|{_FINANCE}|\b(?:do|does|did) (?:any of )?(?:the|these|those|any) (?:\w+ )?\w+ (?:recommend|suggest|advise)"),
    rule("recommend-imperative", "treatment_recommendation", "partial",
         rf"(?:^|[,:] ?|\bplease |\bnow |\band )(?:recommend|suggest|advise|pick|choose|select|prescribe|rank)\b (?!that\b)[^.]{{0,60}}(?:{TREATMENT_NAMED}|\b(?:product|option|source|for me|for my)\b)",
         unless=r"\b(?:clinics?|doctors?|papers?|articles?|trials?|by (?:tier|evidence|size|year)|studies)\b"),
    rule("what-i-need", "treatment_recommendation", "partial",
         rf"\b(?:is|are|be) (?:what|the one|the thing) (?:i|we|he|she|my \w+) (?:needs?|should|wants?)\b|\b(?:which|what)\b[^.]{{0,40}}(?:{TREATMENT_NAMED}|\b(?:product|source|option|one)\b)[^.]{{0,20}}\b(?:do|should|would|does|shall|must|can) (?:{_WE}) (?:need|get|take|use|have|try|choose|pick|go|want|ask|receive)",
         unless=rf"\b(?:trials?|study|paper|evidence)\b|{_FINANCE}"),
    rule("best-treatment", "treatment_recommendation", "partial",
         r"\b(?:best|top|most (?:effective|suitable|appropriate)|strongest|number one|right next|next best|ideal) (?:\w+[- ]){0,3}(?:treatment|therapy|cells?|product|option|msc|choice|step|source|approach|thing to do|remedy)\b",
         unless=r"\b(?:evidence|studied|documented|supported|tier|according|documents?|wiki|trial|study|article|paper|result|approved|did|clinic)\b"),
    rule("prescribe", "treatment_recommendation", "refuse",
         r"\b(?:write|give|issue|make|get|send)\b (?:me |us |him |her |out )?(?:\w+ ){0,2}(?:prescription|script|referral)\b|\bprescribe\b(?! by)",
         unless=r"\b(?:would|do|did|does|can|could) (?:you|doctors|the|they)\b|\bwho can prescribe"),
    rule("plan", "treatment_recommendation", "refuse",
         r"\b(?:design|create|make|draw up|put together|build|write|give|plan|develop|draft|outline|set up|prepare|need|what should)\b[^.]{0,40}\b(?:(?:treatment|therapy|care|anti-?ag(?:e?)ing|dosing|wellness|infusion|recovery|regenerat\w+|longevity|week|month|rejuvenation|healing|my \w+)[ -](?:\w+ )?(?:plan|protocol|program\w*|schedule|regimen|course|stack)|plan for (?:me|my|him|her)|protocol for)\b",
         unless=r"\b(?:trial|study|article|paper|wiki|authors)\b"),
    rule("form-filling", "treatment_recommendation", "refuse",
         r"\b(?:fill|complete|finish)\b[^.]{0,40}\b(?:form|template|blank|sentence|letter|claim)\b|_{3,}|\brecommended (?:therapy|treatment)\s*:",
         unless=r"\bfinish(?:ed)?\b[^.]{0,10}\btrial"),
    rule("treat-me", "treatment_recommendation", "partial",
         rf"\b(?:treat|cure|fix|heal) (?:my|me|him|her)\b(?! as| laptop| computer| car| phone| printer| code| bike| internet)|\bwhat (?:should|can|could) {_WE} (?:do|take|get|try|use|have) (?:about|for|against|with)\b|\bhow (?:should|can|do|would) (?:i|we|you) treat\b"),
)  # fmt: skip

SHOULD = (
    rule("should-i", "should_i", "partial",
         rf"\b(?:should|shouldn't|ought|shall)\b (?:{_WE}\b)",
         unless=rf"{_SCHOLARLY}|{_FINANCE}|\bhow (?:many|much|often)\b|\bshould (?:people|patients|participants|someone|we|they) (?:have been|in (?:the|this) (?:trial|study))|\btell my doctor"),
    rule("tell-doctor", "should_i", "refuse",
         r"\b(?:tell|inform|hide|keep|mention|disclose)\b[^.]{0,30}\b(?:my|the|his|her|our) (?:\w+ )?(?:doctor|physician|gp|oncologist|neurologist|surgeon|team|consultant|nurse)\b|\bfrom my doctor\b",
         unless=r"\bwhat (?:did|does|do)\b"),
    rule("right-for", "should_i", "partial",
         rf"\b(?:is|are|be|was|would|seem|sounds?)\b[^.]{{0,60}}\b(?:right|safe|worth\w*|good|ok|okay|okey|appropriate|suitable|suited|fit|advisable|a good idea|wise|smart|sensible|beneficial|useful|helpful|dangerous|risky|enough|effective|an option|better|best|fine|better off)\b[^.]{{0,30}}\b(?:for|to try on|on|in|to|4)\b (?:{TARGET}|my\b|our\b)",
         unless=rf"{_SCHOLARLY}|\b(?:to me that|clear to (?:me|us)|new to (?:me|us)|okay with (?:me|us)|tell me|show me|remind me|explain to me|right to say|for us to (?:read|compare))\b"),
    rule("worth-doing", "should_i", "partial",
         rf"\b(?:worth|good idea|smart (?:move|idea)|wise|sensible|make sense|makes sense|bad idea|safe|ok|okay|advisable|mistake|crazy|dangerous|too late)\b[^.]{{0,25}}\b(?:to|for us to|for me to|getting|trying|taking|having|doing|it for|flying|travell?ing|waiting)\b[^.]{{0,12}}\b(?:get|getting|try|trying|have|having|take|taking|do|doing|go|receive|start|travel\w*|fly\w*|wait\w*|undergo|use|it|pay)\b[^.]{{0,60}}(?:{TREATMENT_NAMED}|{SELF}|{MINE})",
         unless=rf"{_SCHOLARLY}|\b(?:trial|study|paper|authors) (?:to|is|was)\b|\bworth (?:noting|mentioning)"),
    rule("candidate", "should_i", "partial",
         rf"\b(?:am i|are we|is (?:he|she|{MINE})|would (?:i|we|he|she|{MINE}) be|i'd be|i am|i'm|how)\b[^.]{{0,40}}\b(?:candidates?|eligible|too (?:old|young|frail|sick|late|far gone)|suitable|suited|qualif\w+|a (?:good )?fit|fit enough|ok|okay|safe)\b",
         unless=r"\bhow (?:suitable|fit|safe|eligible) (?:is|are|was|were) the\b|\b(?:how|what|which|who)\b[^.]{0,20}\b(?:were|was|did|the trial|participants)\b|\b(?:emergency|bleeding)\b"),
    rule("qualify", "should_i", "partial",
         rf"\b(?:do|does|would|could|can|will) (?:i|we|he|she|{MINE}) (?:really |still |even )?(?:qualify|need|require|benefit)\b",
         unless=r"\bhow (?:many|much|often)\b|\bneed (?:to (?:see a doctor|know|read|cite)|a (?:licen|login|subscription))"),
    rule("may-i-have", "should_i", "partial",
         rf"\b(?:can|could|may|might) (?:i|we|he|she|{MINE}) (?:\w+ )?(?:get|have|try|use|receive|do|undergo|start|join|take part|safely|be treated|take)\b[^.]{{0,40}}(?:{TREATMENT_NAMED}|\b(?:trial|treated)\b)",
         unless=rf"{_SCHOLARLY}|\b(?:cells?|mscs?|therapy|treatment|trial|infusion) (?:data|evidence|papers?|studies|results?|trials?|references?|summary|overview|information|criteria)\b|\b(?:get|have|see|use) (?:the|a|an|some|more) (?:pdf|list|table|summary|citation|reference|full|link|copy|quote|data|evidence|overview|explanation|figures?|results?)\b|\bwhere (?:can|could|may|might)\b|\b(?:doses?|million)\b[^.]{{0,10}}\binstead"),
    rule("would-you", "should_i", "partial",
         rf"\b(?:would|will|do|could) you\b[^.]{{0,50}}\b(?:have|get|take|do|try|give|tell|go|let|consider|enrol\w*|think)\b[^.]{{0,50}}(?:{TREATMENT}|\b(?:if you were|in my (?:shoes|place|position)|my place|{_WE} to)\b)",
         unless=rf"{_SCHOLARLY}|\bdo you (?:have|get) (?:any|the|a|information|data|evidence|sources?)\b|\b(?:tell|give|show) me (?:what|which|how|who|when|where|the|about|more|a )\b(?! (?:treatment|cells|dose))|\bthink (?:the|this|that) (?:trial|study|paper|result|evidence|design)|\b(?:know|mean|explain)\b"),
    rule("you-would", "should_i", "partial",
         rf"\b(?:you'd|you would|would you|you think|your (?:advice|opinion|recommendation|honest (?:view|opinion)))\b[^.]{{0,60}}(?:\b(?:i|i'd|me|him|her|my|for us)\b|{MINE})",
         unless=rf"{_SCHOLARLY}|\b(?:tell|show|give|send|remind|help) (?:me|us)\b|\b(?:trial|study|paper|documents?|article)\b"),
    rule("suits", "should_i", "partial",
         rf"\b(?:suits?|fits?|suited (?:to|for)|matches)\b[^.]{{0,12}}(?:{TARGET}|\bmy\b|\ban? \d+)"),
    rule("do-i-accept", "should_i", "partial",
         rf"\b(?:do|does) (?:i|we|he|she|{MINE}) (?:just )?(?:accept|say (?:yes|no)|go (?:for|ahead|through)|sign|agree|proceed|decline|do it|choose|pick|have it|try|get|take)\b",
         unless=rf"{_SCHOLARLY}|\b(?:get|have) (?:the|a|an|any|more) (?:pdf|data|evidence|list|paper|access|citation|reference)|\bhow do (?:i|we) (?:get|find|choose|pick)"),
    rule("go-or-no-go", "should_i", "partial",
         r"\b(?:yes or no|go or no go|thumbs up|what'?s your (?:advice|verdict|call))\b",
         unless=r"\b(?:trial|study|paper|documents?|article|approved|published|is it true)\b"),
    rule("makes-sense", "should_i", "partial",
         rf"\b(?:make sense|makes sense|wise|sensible|worth it|reasonable|a good idea)\b[^.]{{0,12}}\bfor (?:{TARGET}|my\b|an? \d+)"),
    rule("in-my-place", "should_i", "partial",
         r"\b(?:in my (?:shoes|place|position)|if you were me|if it were your (?:mother|mum|mom|dad|father|child|wife|husband))\b|\bwhat would you do\b"),
    rule("yes-or-no", "should_i", "partial",
         rf"\b(?:go ahead|proceed|go for|go through|opt|decid\w+|wondering|whether to|torn between|thinking (?:of|about)|considering|consider|about to|planning|tempted)\b[^.]{{0,60}}{TREATMENT_NAMED}(?:[^.]*\b(?:yes or no|thoughts|good idea|opinion|advice|ok|okay|right)\b|\W*$)",
         unless=r"\b(?:trial|study|paper|authors|what did|which|documents?)\b"),
    rule("suitability-score", "should_i", "partial",
         r"\b(?:rate|score|rank|assess|judge|evaluate)\b[^.]{0,30}\b(?:how suitable|my suitab\w+|suitab\w+ (?:of|for)|whether (?:i|he|she|my \w+)|if (?:i|he|she|my \w+))\b|\bmy suitability\b"),
    rule("good-for-named", "should_i", "partial",
         rf"\b(?:appropriate|suitable|good|right|safe|candidate|indicated|an option|worth it|ok)\b[^.]{{0,25}}\bfor (?:{TARGET}|my\b)"),
    rule("therapy-suitable", "should_i", "partial",
         rf"(?:{MINE}|\b(?:i|me)\b)[^.]{{0,120}}\b(?:if|whether) (?:this|the|msc|it|stem|cord)\b[^.]{{0,30}}\b(?:suitable|appropriate|right|safe|worth\w*|good)\b", whole=True),
    rule("would-tell", "hypothetical", "partial",
         r"\b(?:should|would|must)\b (?:the )?(?:seniors|elderly|frail|old(?:er)?|people|patients|everyone|everybody)\b[^.]{0,40}\b(?:take|get|have|use|try|receive|undergo|ask)\b",
         unless=_SCHOLARLY),
)  # fmt: skip

_BETTER = r"(?:better|cured?|heal\w*|recover\w*|improv\w*|walk\w*|live|die|dead|survive|remember|speak|talk|regain|get well|normal|last|gain|work|help\w*|feel|be able|benefit|see|move|lose|win|happen)"
PROGNOSIS = (
    rule("cure-me", "prognosis_cure", "partial",
         rf"\b(?:cure|cures|fix|fixes|heal|heals|save|saves|help|helps|reverse|treat|restore|bring back|slow|stop|work for|work on|work in|extend|improve|let|make|give|keep)\b[^.]{{0,30}}(?:\b(?:me|my|him|her|us|our)\b|{MINE})",
         unless=r"\b(?:help|helps|let|give|show|make|makes|keep|save) (?:me|us) (?:to )?(?:the|a|an|want|wonder|laugh|smile|understand|see|find|read|with|summar\w+|compare|know|explain|think|make|in|more|some|all|any|list|which|what|how|out|out of|write|get|by|please|just|only|your|date|details|short|quick|one|exact)\b|\b(?:my|our) (?:paper|thesis|essay|students?|understanding|summary|slides?|homework|presentation|notes|question|reading|class|talk|report|lecture)\b|\b(?:doctor|physician|clinic|laptop|computer|car|phone|printer|wi-?fi|bike|code|downloads|internet)\b|\banswers?\b|\bgive (?:my|our)\b(?! \w+ (?:back|life))|\b(?:levodopa|steroids?|prednis\w+|medic\w+|pills?)\b"),
    rule("will-i", "prognosis_cure", "partial",
         rf"\b(?:will|would|could|shall|can|might|am|is|are) (?:i|we|he|she|{MINE})\b[^.]{{0,40}}\b{_BETTER}\b",
         unless=rf"{_SCHOLARLY}|\b(?:see|get|have|be able to (?:see|read|find)|know|find) (?:the|a|an|any|more|some)?\s?(?:evidence|data|results?|paper|list|table|pdf|summary|source|reference|citation)"),
    rule("if-i-then", "prognosis_cure", "partial",
         r"\bif\b[^.]{0,60}\b(?:i|me|we|my \w+)\b[^.]{0,60}\b(?:will|would|how (?:many|much|long|far)|what (?:would|will)|could)\b",
         unless=r"\b(?:how many (?:\w+ )?cells|dose|weigh\w*|what (?:would|does) the (?:paper|page|article|wiki|document))\b|\bif i (?:read|understand|remember|recall)"),
    rule("my-odds", "prognosis_cure", "partial",
         rf"\b(?:my|his|her|our|dad's|mum's|mom's|\w+'s) (?:\w+ )?(?:odds|chances?|prognosis|outlook|prospects?|likelihood|probability)\b|\b(?:odds|chances?|probability|likelihood|hope|prospects?)\b[^.]{{0,50}}(?:\b(?:me|i|him|her|we|us)\b|{MINE})"),
    rule("promise", "prognosis_cure", "partial",
         r"\b(?:promise|guarantee|assure|swear|reassure)\b[^.]{0,20}\b(?:me|us|that (?:it|they|i|this|msc|the cells))\b|\bis (?:it|this) guaranteed\b"),
    rule("how-long-better", "prognosis_cure", "partial",
         rf"\b(?:how (?:long|soon|fast|quickly)|when) (?:until|till|before|will|would|can|do|does|should)\b[^.]{{0,20}}(?:\b(?:i|me|we|he|she)\b|{MINE})[^.]{{0,30}}\b(?:better|feel|see|notice|walk|recover|work|improve|expect|results?)\b"),
    rule("more-life", "prognosis_cure", "partial",
         r"\b(?:give|add|buy|gain|get|live|have)\b[^.]{0,20}\b(?:(?:more|extra|longer|additional) (?:years?|life|time|months?)|years? (?:more|longer|to my))\b",
         unless=r"\b(?:trial|study|mice|animals|participants)\b"),
    rule("predict-me", "prognosis_cure", "refuse",
         r"\b(?:predict|forecast|project|foretell|estimate)\b[^.]{0,30}\b(?:my|his|her|how my|how i|what my|me|i)\b"),
    rule("how-long-left", "prognosis_cure", "refuse",
         rf"\bhow (?:long|many (?:years|months|weeks|days)|much (?:time|longer)) (?:do|does|have|has|will|can|would|did)\b (?:i|we|he|she|{MINE})\b[^.]{{0,20}}\b(?:have|got|live|left|last|survive)\b|\b(?:years|months|time|long) (?:have )?(?:i|he|she|we) (?:have |got )?left\b|\bmy life expectancy\b"),
    rule("will-i-die", "prognosis_cure", "refuse",
         rf"\b(?:will|am|is|would|are|could) (?:i|he|she|{MINE})\b[^.]{{0,20}}\b(?:die|dead|dying|survive|live (?:long|to|another|through|until))\b",
         unless=r"\blive longer\b"),
    rule("too-result", "prognosis_cure", "partial",
         r"\b(?:if|had)\b[^.]{0,30}\b(?:repeated|done|tested|tried|given|used) (?:on|to|in|with) (?:me|my \w+|us|him|her)\b|\bon (?:me|myself)\b[^.]{0,30}\bwhat (?:would|will) happen\b"),
    rule("works-for-me", "prognosis_cure", "partial",
         rf"\b(?:works?|working|worked|success|successful|effective|chance)\b[^.]{{0,25}}\b(?:for|on|in) (?:me\b|my\b|him\b|her\b|{MINE})"),
)  # fmt: skip

COMPARISON = (
    rule("better-for-me", "comparison", "partial",
         rf"\b(?:better|best|safer|safest|stronger|wins?|worth it|preferable|superior|more worth|choose|pick|which|or|vs\.?|versus)\b[^.]{{0,70}}\bfor (?:me\b|my\b|him\b|her\b|us\b|{MINE})",
         unless=r"\b(?:for (?:my|our) (?:paper|thesis|essay|class|students|reading|report|talk|slides|lecture|summary|question))\b|\bhow (?:many|much)\b|\bdos(?:e|age)\b"),
    rule("option-or-option", "comparison", "partial",
         r"\b(?:right next step|next step)\b|\bthe (?:right|better|best|safer) (?:choice|option|step|call)\b",
         unless=r"\b(?:trial|study|authors|research|wiki)\b"),
    rule("help-relative", "proxy", "partial",
         rf"{MINE}[^.]{{0,120}}\b(?:would|will|could|can|might|do|does|is|are)\b[^.]{{0,40}}\b(?:help|cure|fix|work|benefit|improve|good|heal|save)\b[^.]{{0,20}}\b(?:him|her|them|it|with|walk|his|she|he)?\b",
         unless=r"\b(?:what did|what does the|which|how many|how was|ask(?:s|ed)?|wants? to know|asked me)\b"),
)  # fmt: skip

OFF_TOPIC = (
    rule("finance", "off_topic", "abstain",
         r"\b(?:stocks?|shares|invest(?:ing|ments?|ors?)?|crypto|bitcoin|share price|portfolio|dividend|mortgage|tax(?:es)?)\b",
         unless=r"\bshares? (?:the|target|mechanis|features)|\btrial|\bstudy|\bshares with"),
    rule("legal", "off_topic", "abstain",
         r"\b(?:sue|suing|lawsuit|lawyer|attorney|take [^.]{0,25} to court|legal action|malpractice|compensation|press charges)\b"),
    rule("complaint", "off_topic", "abstain",
         r"\b(?:file|lodge|submit|make|report)\b[^.]{0,25}\b(?:complaint|medwatch|adverse event to)\b|\breport (?:a|my|the|this) clinic\b"),
    rule("other-vaccine", "off_topic", "abstain",
         r"\b(?:covid|corona\w*|flu|measles|mmr|hpv|tetanus|polio|shingles|rsv)\b[^.]{0,20}\b(?:vaccin\w*|shots?|jabs?|boosters?)\b|\b(?:vaccin\w*|shots?)\b[^.]{0,20}\b(?:covid|measles|mmr|hpv)\b",
         unless=r"\b(?:hera|trial|frailty|msc\w*|lomecel\S*|cells)\b"),
    rule("translate-other", "off_topic", "abstain",
         r"\btranslate\b[^.]{0,30}\b(?:contract|lease|letter|email|menu|poem|book|cv|resume|invoice|document into|this text|recipe)\b"),
)  # fmt: skip
# These kinds of request are off topic unless the library's own subject is in them.
OFF_TOPIC_UNLESS_SUBJECT = (
    rule("creative", "off_topic", "abstain",
         r"\b(?:haiku|poem|poetry|limerick|lyrics|song|joke|riddle|short story|fairy tale|sonnet|rap|novel about)\b"),
    rule("trivia", "off_topic", "abstain",
         r"\b(?:capital (?:city )?of|president of|prime minister|population of|weather|exchange rate|revolution|history of|forecast for|world cup|elections?|washing machine|dishwasher|lawn ?mower|super ?bowl|olympics|who won|football|soccer|basketball|movie|film|netflix|celebrity|horoscope|lottery|time is it|currency|tallest|longest river|war)\b"),
    rule("other-task", "off_topic", "abstain",
         r"\b(?:recipe|cook(?:ing)?|bake|python|javascript|sql|code|homework|cover letter|resume|cv\b|travel|flight|hotel|holiday|vacation|birthday|dating|restaurant|car\b|phone plan|wi-?fi|laptop|printer|password|essay (?:on|about)|equation|square root|solve for|email to my)\b"),
)  # fmt: skip
