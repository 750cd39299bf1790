# ruff: noqa: E501 - a pattern is read as one line, however long
"""English concepts that `rag.policy.composition` puts together: who, what treatment, what is asked.

No concept restricts anything alone. Each is a word family, kept wide; what is asked of a person
shows in how families meet in one clause.
"""

from __future__ import annotations

import re

from rag.policy.frames import RELATIVE

_KIN = (
    r"(?:dad|daddy|father|mum|mom|mummy|mommy|mother|wife|husband|hubby|spouse|son|daughter|brother|sister|"
    r"nan|nana|gran|granny|grandma|grandpa|grandad|granddad|grandmother|grandfather|auntie|uncle|missus|(?:mother|father|sister|brother)[- ]in[- ]law|"
    r"old man|better half|little (?:one|girl|boy|lad)|other half|wifey|papa|mama|pops|stepdad|stepmum|stepmother|stepfather)"
)
_FOLK = r"(?:man|woman|lady|gent|gentleman|bloke|fella|fellow|guy|chap|lad|lass|girl|boy|kid|child|baby|toddler|teen\w*|adult|senior|pensioner|retiree|widow\w*|teacher|farmer|nurse|patient|client|resident|customer|grandmother|grandfather|mother|father|person|individual|male|female|beginner|human|athlete|runner|horse|pony|dog|puppy|cat|kitten|labrador|retriever|collie|rabbit|ferret|mare)"
#: Someone particular, the asker included, or a made-up person with an age or a weight.
PERSON = re.compile(
    r"\b(?:i|i'm|i've|i'd|i'll|im|me|my|mine|myself|we|we're|we've|we'd|we'll|us|our|ours)\b|"
    rf"\b{_KIN}(?:'s|s)?\b(?! (?:cells?|sources?|colon\w+|compan\w+))|\b(?:my|our|his|her|this|that|your) (?:\w+[- ]){{0,3}}{RELATIVE}\b|"
    r"\b(?:he|she|he's|she's|him|his|her|herself|himself)\b|"
    rf"\b(?:an?|the|this|that|for|old|elderly|frail|retired) (?:[\w'-]+ ){{0,3}}{_FOLK} (?:like|of|with|who|on|asks?|aged|wanting|needs?|weigh\w*|in (?:his|her|their|my))\b|"
    r"\b(?:some(?:one|body)|any(?:one|body)|people|folks?|person|patients?|those|seniors?) (?:like me|like us|like (?:him|her)|(?:of )?my age|(?:of )?(?:his|her) age|in my (?:position|shoes|situation|state|condition)|on (?:dialysis|warfarin|blood thinners))\b|"
    rf"\bfor (?:some(?:one|body))\b|\bfor (?:an? |the )(?:[\w'-]+ ){{0,3}}{_FOLK}\b|"
    r"\b(?:some(?:one|body)) (?:with|on|who|aged|of|over|in)\b|\bat (?:my|his|her|this|that) (?:age|stage)\b|\bat \d\d\b(?! ?(?:weeks?|months?|days?|hours?|%|percent|cent))|\b\d0[- ]?something|\bmy size\b|"
    rf"\b\d{{1,3}}[- ]?(?:yo|y/o|y\.o\.?|(?:yrs?|years?|months?)[- ]olds?|yrs?\b(?! (?:of|follow)))(?= |$|,)(?! (?:follow|data|later|after|of|trial|study|period|ago|survival))|\b{_FOLK},? (?:aged )?\d{{2}}\b|\b\d{{2}} ?[mf]\b(?= |,|$)|"
    r"\b\d{2,3} ?(?:kg|kilos?|kgs|lbs?|pounds?|stone)\b(?! ?/)|\b(?:mr|mrs|ms) [a-z]+\b"
)
SELF = re.compile(
    r"\b(?:i|i'm|i've|i'd|i'll|im|me|my|mine|myself|we|we're|we've|we'd|we'll|us|our)\b"
)
THERAPY = re.compile(
    r"\b(?:mscs?|(?:uc|bm|ad|wj)-?mscs?|stem[- ]?cells?|stemcells?|stems|(?:cord|fat|adipose|umbilical|mesenchymal|stromal|marrow|placenta\w*)[- ](?:\w+[- ])?(?:cells?|blood|infusions?|therapy|treatment|shots?|injections?)|"
    r"cells|exosomes?|secretome|infusions?|infus(?:ed|ing)|drips?|ivs?|injections?|inject(?:ed|ing)?|jabs?|shots?|lomecel\S*|ryoncil|remestemcel\S*|alofisel|"
    r"darvadstrocel|prochymal|temcell|cell therap(?:y|ies)|regenerative (?:medicine|therap\w+|treatments?)|therap(?:y|ies)|treatments?|vials?|(?:infusion|cell|msc|cryo) bags?|(?:double|half|full|extra) strength|this stuff|the (?:course|procedure|bag|product|transplant))\b|"
    r"\b(?:cord|marrow|adipose|fat)\b(?=[^.]{0,20}\bor\b)|\bor (?:cord|marrow|fat|adipose)\b"
)
PRONOUN = re.compile(r"\b(?:it|this|that|these|those|them|one|either|both)\b")
#: A treatment the asker is already dealing with: "the drip", "my infusion", "the cells".
DEFINITE = re.compile(
    r"\b(?:the|my|our|her|his|this|that|next|tomorrow's|today's) (?:\w+[- ]){0,2}(?:drip|infusion|cells|course|injections?|jab|shot|procedure|bag|vials?|treatment|therapy|harvest)\b|\b(?:infusion|drip|treatment|injection|appointment|procedure) (?:is )?(?:day|date|(?:on )?(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|tonight|next week)\b"
)
#: Words that weigh doing or not doing; with a treatment they ask for a decision by themselves.
DECISION = re.compile(
    r"\b(?:(?:last[- ]minute|any|no|still|some|having|have|has|got|my|full of) (?:doubts?|sense in|worries|misgivings|reservations)|green light|red flags?|flying (?:out|to|over)|travell?ing (?:to|for)|chance it|lean\w* towards|say(?:ing)? (?:yes|no) to|turn (?:up|down)|back(?:ing)? out|pull(?:ing)? out|chicken\w* out|allowed|permitted|contraindicat\w+|(?:take|do|accept|try|get|have) it(?= |\W*$)|what do you (?:think|reckon|say)|you (?:think|reckon)|who (?:do i|to) (?:listen|believe|trust)|(?:sane|sensible|reasonable|normal) person|back and forth|(?:thinking|thought|talk\w*|dream\w*) (?:of|about) (?:\w+ )?(?:doing|having|getting|trying|going|booking|taking|starting|signing|flying|paying|buying)|contemplat\w+|(?:i'm|am|we're|are|been|was) considering|who(?:'s| is) (?:right|correct)|tempted|torn|in two minds|hesitat\w+|second thoughts|cold feet|on the fence|"
    r"(?:am|i'm|all|already|got|is|are|been|we're|have|i've) (?:booked|signed up|scheduled|lined up|enrolled)|booked in|signed up|(?:put|paid)(?: down)? (?:a |the |my )?deposit|go(?:ing)? ahead|go(?:ing)? for it|go or no[- ]go|yes or no|yay or nay|yes\?|"
    r"worth (?:it|the|doing|having|trying|getting|a (?:try|shot|go|punt|look for|gamble)|my|our|while|considering for|paying|freezing|banking)|worthwhile|(?:good|bad|great|terrible|silly|stupid|decent|wise|smart) (?:idea|move|call|plan|choice|decision|shout|bet|option for)|"
    r"(?:the )?right (?:move|call|thing|choice|step|path|treatment|one)|(?:the )?way (?:to go|forward)|better off|no[- ]brainer|daft|foolish|reckless|out of my mind|crazy (?:to|for)|mad to|giv(?:e|ing) (?:it|this|them|the \w+|\w+ \w+) a (?:go|try|shot|chance|whirl)|"
    r"push on|hold(?:ing)? off|wait(?:ing)? (?:until|till|or|for (?:more|better|the)|and see|a bit|longer)|sooner rather|too (?:early|late|old|young|soon|weak|risky) (?:for|to)|(?:my|our|his|her) best (?:bet|shot|option)|better bet|last (?:hope|resort|chance)|"
    r"(?:your )?top pick|go[- ]to\b|point me|steer|nudge me|talk me (?:out|into)|convince me|any (?:harm|reason not|downside|danger|objections?|regrets?)|what have (?:i|we) got to lose|nothing to lose|"
    r"what to (?:get|take|try|use|choose|pick|go for|ask for)|decid(?:e|ed|ing)|make up my mind|keen on|set on|gamble|take the plunge|take the risk|bite the bullet|dive in|jump in)\b"
)
#: Weaker words of suitability and advice: they need a person beside the treatment.
SUITS = re.compile(
    r"\b(?:should|shouldn't|ought|shall|ok|okay|fine|alright|all right|safe\w*|unsafe|suit\w*|unsuitable|appropriate|advisable|sensible|wise|reasonable|candidates?|eligib\w+|qualif\w+|fit (?:for|enough)|good (?:for|enough|to)|bad for|right (?:for|or|to)|"
    r"toler\w+|cope|handle|withstand|benefits? outweigh|risks? (?:outweigh|worth)|refer|offer|enrol\w*|help\w*|something for|anything for|what(?:'s| is)? (?:\w+ )?(?:good|best|right|better)|which (?:\w+ )?(?:good|best|right|better|one|way)|recommend\w*|advi[sc]e|opinion|thoughts|suggest\w*|favou?r|"
    r"prefer\w*|choose|pick|or|vs\.?|versus|do for|suffice|enough|product|gives? (?:me|him|her|us) (?:more|most|the)|try(?:ing)?|need|would you|do i|do we|can i|can we|may i|could i|could we|let (?:him|her|my|our|your)|worth|better|best|harm\w*|danger\w*|risky|hurt|against|trust|believe in|proceed|agree|consent|sign|accept|refuse|decline|skip|postpone|delay|cancel|reconsider|mess (?:with|up)|interfere)\b"
)
#: What someone may expect for themselves.
EXPECT = re.compile(
    r"\b(?:chances?|odds|likel(?:y|ihood)|probab\w+|percent\w*|success rate|hopes?|hop(?:ed|ing)|expect\w*|realistic\w*|outlook|prospects?|predict\w*|guarantee\w*|promise\w*|"
    r"(?:will|would|can|could|might|may|going to|gonna|does|do|is|are) (?:\w+ ){0,4}?(?:work|help|last|cure|fix|heal|improve|slow|stop|reverse|restore|bring|give|make|get|feel|notice|see|see a difference|recover|survive|live|walk|talk|speak|remember|better|regrow|rebuild|undo|turn)|"
    r"how (?:soon|long|fast|quick\w*|much better|far|well)|get (?:\w+ ){1,3}back|ever (?:going to )?(?:be|walk|talk|get)|(?:him|her|my)self again|fail(?:ed|s|ing)? (?:on|for) (?:me|him|her)|(?:mean|means) it (?:failed|worked|isn't)|no (?:change|difference|effect)|do (?:me|him|her) (?:any )?good|(?:walk|talk|speak|drive|swim|dance|run|stand|remember) (?:again|unaided|alone)|make (?:it to|christmas|it through)|see (?:christmas|another|his|her|the)|wear off|top(?:ping)?[- ]?(?:ped )?up|kick in|work for)\b"
)
#: A quantity or the handling of one.
AMOUNT = re.compile(
    r"\b(?:dos(?:e|es|ed|ing|age|ages)|how (?:many|much)(?! (?:points|years|months|steps|met(?:er|re)s|people|patients|studies|trials|better|longer|further|time|evidence))|amounts?|quantity|mg ?/ ?kg|mg|ml|per ?kg|per (?:kilo|kilogram|pound|lb)|cells? (?:per|a|/) ?(?:kg|kilo\w*|pound)|million|billion|mil|\d+ ?m\b|number of|cell count|vials?|regimen|units|"
    r"drip (?:speed|rate)|drops per|flow rate|how (?:often|frequently|far apart|fast (?:do|should|to))|gap between|weeks (?:between|apart)|(?:days|weeks|months) (?:do i|should i|to) (?:leave|wait)|one or two|two or three|schedule|course length|cc|syringe|(?:double|triple|half|full|extra) (?:strength|dose|bag|vial)|every \d+ (?:days|weeks|months)|due my|how big|ccs|volume|(?:use|take|inject) (?:all|half) of|(?:one|two|three|four|half|fewer|less|more|\d+) (?:be enough|do for|suffice))\b|/kg\b|\bx ?\d{2,3} ?=|\b\d+ ?x ?10"
)
#: Using a quantity: with an amount it is a dose for someone even where nobody is named.
DOSE_USE = re.compile(
    r"\b(?:do \w+ (?:get|take|need|use|have)|per (?:session|treatment|visit|area)|sensible|starting|starter|beginners?|right|correct|proper|ideal|standard|usual|plenty|enough|safe|max\w*|minimum|too (?:much|many|little|low|high)|(?:do|should|must|can|would|shall|could) (?:i|we|you|one|he|she|they)|i (?:need|want|take|get|inject|leave|put)|to (?:inject|take|give|put|infuse|order|draw up|chart)|"
    r"need(?:s|ed)? (?:to )?(?:inject|give|for|per)|chart|administer|at home|before|prior to|pre-?med\w*|nebuli[sz]er|inject for|work(?:ed)? out)\b"
)
#: Handling cells oneself.
HANDLING = re.compile(
    r"\b(?:thaw\w*|defrost\w*|warm(?:ing)? (?:it|them|the|up)|water bath|cryo\w*|freezer|saline|dilut\w+|needle|gauge|cannula|syringe|nebuli[sz]\w+|draw (?:it |them )?up|goes? in(?:to)? my|(?:inject|infus)\w* (?:it|them|this|myself|at home|ourselves|him|her|my \w+))\b"
)
DRUG = re.compile(
    r"\b(?:medications?|medicines?|meds|pills?|tablets?|capsules?|drugs?|steroids?|prednis\w+|hydrocortisone|dexa\w+|methylpred\w*|cortico\w*|cortisone|levodopa|l-dopa|sinemet|madopar|stalevo|pramipexole|ropinirole|rasagiline|amantadine|"
    r"ruxolitinib|jakafi|aspirin|blood ?thinners?|anti-?coagula\w*|warfarin|coumadin|heparin|eliquis|xarelto|pradaxa|clopidogrel|plavix|apixaban|rivaroxaban|dabigatran|tacrolimus|prograf|cyclospor\w+|ciclospor\w+|mycophenolate|cellcept|azathioprine|sirolimus|methotrexate|"
    r"ibuprof\w*|naproxen|diclofenac|paracetamol|tylenol|acetaminophen|codeine|tramadol|morphine|oxycodone|fentanyl|gabapentin|pregabalin|nsaids?|immun\w*suppress\w+|anti-?reject\w+|statins?|metformin|ozempic|insulin|thyrox\w+|biologics?|infliximab|adalimumab|humira|"
    r"chemo\w*|supplements?|vitamins?|fish oil|omega-?3|turmeric|curcumin|ginkgo|cbd|herbal|antidepressants?|ssris?|sertraline|lithium|sedat\w+|donepezil|aricept|memantine|rivastigmine|lecanemab|antibiotics?|blood pressure (?:tablets?|pills?|meds?)|beta-?blockers?|inhalers?|painkillers?|epinephrine|adrenaline|"
    r"rapamycin|\w+(?:mab|nib|limus|statin|statins|sartan|olol|cillin|profen|dopa|xaban|grel|gliptin|gliflozin|glutide|prazole|azepam|oxetine|pram|pril|dipine))\b"
)
DRUG_ACT = re.compile(
    r"\b(?:stop\w*|say no to|refuse|up(?:ping)? (?:my|the|his|her)|bump\w*|chang\w*|fights?|quit\w*|off|come off|coming off|taper\w*|wean\w*|skip\w*|miss(?:ed|ing)?|forg[eo]t\w*|drop\w*|ditch\w*|bin\w*|halv\w+|cut\w*|reduc\w+|lower\w*|decreas\w+|increas\w+|replac\w+|swap\w*|switch\w*|paus\w+|hold|held|discontinu\w+|add(?:ing)?|combin\w+|mix\w*|clash\w*|interact\w*|interfere\w*|together|alongside|carry on|keep (?:on )?taking|"
    r"continue|stay on|leav(?:e|es|ing) out|without|give up|withhold|before|after|same (?:day|time)|on top of|instead of|safe|ok|okay|fine|lay off|cold turkey|restart|start(?:ing)?)\b"
)
#: Judging findings in oneself or another.
FINDING = re.compile(
    r"\b(?:crp|il-?6|tnf\S*|sppb|6mwt|updrs\S*|mmse|moca|mri|ct|pet|ecg|ekg|biopsy|bloods|blood (?:tests?|results?|work|counts?)|labs|scans?|x-?rays?|grip|platelets|white count|bilirubin|alt|ferritin|h(?:ae)?moglobin|"
    r"walk(?:ed)? \d+|score[ds]? \d+|\d+ (?:out of|/) \d+|rash\w*|patch\w*|spots?|blister\w*|ulcers?|sores?|bowels?|drool\w*|stumbl\w*|stoop\w*|hallucinat\w*|repeat\w* (?:her|him|my)self|gait|peel\w*|itch\w*|shak(?:es|ing|y)|tremor\w*|trembl\w*|forget\w*|forgotten|confus\w+|swoll?en|swelling|swelled|lumps?|bruis\w*|numb\w*|tingl\w+|dizz\w+|weak(?:er|ness)?|tired\w*|slow(?:er|ly)?|shuffl\w+|stiff\w*|keeps? (?:\w+ing|falling|losing)|losing (?:her|his|my|weight)|"
    r"diarrh\w+|cough\w*|stools?|jaundice|yellow\w*|fever\w*|cramps?|pain\w*|can't (?:find|remember|recognise|recognize))\b"
)
LABEL = re.compile(
    r"\b(?:is (?:it|this|that|he|she)|(?:it|this|that) (?:be|is)|could (?:it|this|that|the|my|he|she)|can (?:it|this) be|might (?:it|this|be)|does (?:it|that|this) (?:make|mean|count|sound|look)|(?:so|and|what|or) is it|what (?:stage|grade|is (?:it|this|wrong)|have i|do i have|does (?:it|that|this) mean|could it be|would you (?:say|call))|how bad|"
    r"tell me (?:if|whether|how bad|what)|am i|do i have|has (?:he|she) got|does (?:he|she) have|sign of|symptoms? of|be (?:parkinson|alzheimer|dementia|gvhd|frail|rejection|cancer|infect)\S*|count as|sound like|look like|(?:dementia|parkinson'?s?|alzheimer'?s?|gvhd|frailty|rejection|infection),? (?:right|yes|yeah|innit|maybe|perhaps|no|do you think|or what)|how worried|what is it|look like|(?:graft|rejection|dementia|parkinson'?s?|alzheimer'?s?|gvhd|frailty) (?:thing|or (?:not|what|just)|starting|already)|should i (?:worry|be worried)|normal|worr(?:y|ied|ying)|frail|serious)\b"
)
LOOK_AT = re.compile(
    r"\b(?:(?:have|take) a look at|look over|go over|run (?:your|an) eye over|read|interpret|make sense of|what do you make of|decipher|check) (?:\w+ ){0,2}(?:these|this|my|his|her|our|the attached) (?:\w+ ){0,2}(?:bloods|labs?|results?|scans?|numbers|report|film|x-?rays?|mri|ecg|values|photo|rash|letter)\b"
)
#: Getting hold of treatment: places, sellers, prices, sign-up.
PLACE = re.compile(
    r"\bwho(?:'s| is| are) (?:\w+ ){0,3}in [a-z]+\b|\bhook (?:me|us) up\b|\bsuppliers? of\b|\bname (?:me )?an? (?:\w+ )?(?:surgeon|doctor|clinic|place|specialist|provider)\b|\b(?:who|where|which|what|any(?:one|body|where)?|some(?:one|body|where)?|need|find|looking for|know|is there|are there|got|recommend|best|good|reputable|decent|trusted|cheap\w*|affordable)\b[^.]{0,45}\b(?:clinics?|places?|centres?|centers?|hospitals?|doctors?|docs?|specialists?|surgeons?|practitioners?|providers?|suppliers?|pharmac(?:y|ies)|vets?|offer(?:s|ing)?|sell(?:s|ing|ers?)?|ship(?:s|ping)?|supply)\b|"
    r"\b(?:clinic|place|hospital|doctor|specialist|surgeon)s? (?:in|near|around|nearby|close|within|i can)\b|\bnear (?:me|us|here|[a-z]+) (?:offer\w*|doing|that|who|which|sell(?:s|ing)?)|\b(?:get|buy|order|obtain|purchase|source|find|score) (?:some |any |hold of |the |a |hands on |more )*(?:\w+[- ]){0,3}(?:shots?|vials?|posted|shipped|delivered|exosomes?|ryoncil|alofisel|lomecel\S*)\b"
)
WHERE = re.compile(
    r"\bwhere (?:to|2|can|do|does|could|should|is|are)? ?(?:\w+ )?(?:get|buy|go|find|have|offer\w*|sell\w*|book|order|done|do it|do they)\b|\b(?:who|anyone|anybody|someone|somebody) (?:\w+ ){0,2}(?:does|doing|offers?|offering|performs?|sells?|selling|provides?) (?:this|it|these|them|that|cord|stem|msc|cell|the|such)\b|\bhow (?:do|would|can|could) (?:i|we|he|she) (?:go about )?(?:get|getting|obtain\w*|buy\w*|order\w*|arrang\w+|book\w*|sign\w*|join\w*|access)\b"
)
COST = re.compile(
    r"\b(?:money\w*|rip[- ]?off|euros?|dollars?|usd|gbp|bucks|quid|set (?:me|us) back|looking at for|ballpark|price[sd]?|pricing|cost(?:s|ing)?|fees?|charg(?:e|es|ed|ing)|quot(?:e|ed)|grand|afford\w*|expensive|cheap\w*|deposit|refund|pay(?:s|ing)? for|paid for (?:by|on)|financ(?:e|ing)|instal?lments?|remortgage|savings|crowdfund\w*|gofundme|insur\w+|bupa|medicare|medicaid|nhs|tricare|aetna|cigna|axa|allianz|reimburs\w+|bang for|money'?s worth|discount|\d+k|(?:\$|€|£) ?\d|per (?:session|course|shot) (?:price|cost))\b"
)
#: Somebody's own case, named without the treatment.
LIKE_ME = re.compile(
    r"\b(?:in (?:my|his|her|our) (?:case|situation|condition|position|shoes|state)|(?:like|as old as|same as) (?:me|mine|us|him|her|my \w+)|(?:for|on|with|to) (?:me|him|her|us|myself)|(?:at|of) (?:my|his|her) (?:age|stage|time of life)|for my (?:\w+[- ])?(?:mum|mom|mother|dad|father|wife|husband|son|daughter|brother|sister|nan|gran|grandma|grandpa|partner|friend|patient|client)|my (?:odds|chances?)|for an? \d+[- ]year)\b"
)
PREGNANT = re.compile(
    r"\b(?:pregnan\w*|expecting (?:a|our|my|twins|in)|weeks? (?:gone|along)|ttc|trying (?:to conceive|for (?:a|another) (?:baby|child|kid)|for kids)|conceiv\w+|ivf|(?:still |currently |am |i'm |is |she's )(?:nursing|lactating)|nursing (?:mum|mom|mother|my|a)|breast-?fe\w+|trimester|due (?:date|in)|fertility|newborn|baby bump|up the duff|bun in the oven|knocked up|preggo|preggers|with child|bump)\b"
)
#: Made for somebody else's asking: a story, a quiz, a role, and a person to be told what to do.
FICTION = re.compile(
    r"\b(?:novel|story|screenplay|script|scene|character|film|movie|game|role-?play|imagine|imagining|imaginary|hypothetical\w*|quiz|exam|mcq|riddle|suppose|supposing|let's say|pretend|fiction\w*|parallel (?:world|universe)|alternate|thought experiment|dialogue|simulat\w+)\b"
)
TOLD_WHAT = re.compile(
    r"\b(?:reply to|advise|tell (?:him|her|them|the)|what (?:would|do|should) (?:you|the doctor|she|he) (?:say|tell|advise|answer|recommend|do)|ought|should|asks? you|correct (?:amount|answer|dose|option)|exactly how many|fill in|wanting|give (?:him|her))\b"
)
# Past and impersonal: what was done and found, not what to do.
_PAST = re.compile(
    r"\b(?:did|was|were|had|has been|have been|took part|received|enrolled|recruited|died|excluded|included|used in|given in|seen in|measured|defined|mentioned|listed|recorded|according|appear\w*)\b"
)
_SELF_OR_HE = re.compile(r"\b(?:i|i'm|i've|me|my|we|our|us|he|she|his|her|him)\b")


def reports(clause: str) -> bool:
    """Tell whether a clause asks what was done or found, with nobody particular in it."""
    return bool(_PAST.search(clause)) and not _SELF_OR_HE.search(clause)
