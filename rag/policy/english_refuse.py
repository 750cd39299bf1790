# ruff: noqa: E501 - a pattern is read as one line, however long
"""English rules for what is refused outright: overrides, amounts, medicines, diagnoses, sellers."""

from __future__ import annotations

from rag.policy.frames import MINE, RELATIVE, SELF, TARGET, TREATMENT_NAMED
from rag.policy.rules import rule

_AMOUNT = (
    r"(?:dos(?:e|es|age|ages|ing)|how (?:many|much)|(?:number|amounts?|quantity) of|quantity|vials?\b|cell (?:number|count|dose)|"
    r"million|\d+ ?(?:m|mg|ml)\b|regimen|units|amount)"
)
_RULES = (
    r"(?:instructions?|rules?|guidelines?|polic(?:y|ies)|restrictions?|limits|limitations|filters?|"
    r"safety|safeguards?|programming|training|guardrails?|prompts?|ethics)"
)

OVERRIDE = (
    rule("override-rules", "jailbreak", "refuse",
         rf"\b(?:ignor\w+|disregard\w*|forget|bypass\w*|overrid\w+|disabl\w+|turn off|switch off|suspend\w*|drop|break|skip|circumvent|without|lift|remove|set aside|violate)\b (?:\w+ ){{0,4}}?{_RULES}\b",
         unless=r"\b(?:what|which|does|do|did)\b[^.]{0,40}\b(?:the (?:paper|article|trial|study|wiki|authors)|safety (?:data|findings|results))|without (?:\w+ )?safety (?:data|concerns|signals|issues)"),
    rule("override-state", "jailbreak", "refuse",
         rf"\b(?:{_RULES}|disclaimers?|admin|safe mode)\b (?:(?:is|are|has been|have been|now) )*(?:off|disabled|lifted|removed|deactivated|overridden|suspended|unlocked)\b"),
    rule("new-rule", "jailbreak", "refuse",
         r"\bnew (?:rules?|policy|instructions?)\b\s*[:,]|\byou (?:may|can|are allowed to|are permitted to|must|will) (?:now )?(?:give|provide|offer|prescribe)\b[^.]{0,20}\b(?:advice|medical|prescri\w+|cells|doses?)\b"),
    rule("spoofed-role", "jailbreak", "refuse",
         r"^\W{0,3}(?:system|developer|admin|assistant)\W{0,2}(?::|\]|>)|<\|?(?:system|im_start|assistant)|\[/?(?:system|inst|admin)\]|###? ?(?:system|instruction)"),
    rule("persona", "jailbreak", "refuse",
         r"\b(?:you are|you're|act as|act like|pretend (?:to be|you are|you're|that you are)|role-?play as|behave (?:as|like)|be|become|imagine you are|answer as|speak as|simulate)\b (?:now |just |only )?(?:in |an? |my |the )?(?:\w+ ){0,3}(?:doctor|physician|surgeon|clinician|healer|prescriber|dan\b|\w*gpt|\w*doc\b|jailbr\w+|developer mode|god mode|unrestricted|uncensored|unfiltered|no restrictions|evil)",
         unless=r"\bare you\b|\bsuppose you\b|\bif you (?:were|are)\b"),
    rule("no-limits", "jailbreak", "refuse",
         r"\b(?:no|without|zero) (?:any )?(?:restrictions|filters?|censorship|limits|rules|guardrails)\b|\b(?:developer|debug|god|admin|dan|jailbreak|sudo|unrestricted|maintenance) mode\b|\bjailbreak|\bunfiltered\b|\buncensored\b"),
    rule("persona-opening", "jailbreak", "refuse",
         r"\b(?:start|begin|open|end|prefix|preface|sign)\w*\b[^.]{0,50}\b(?:as (?:your|a|my) (?:doctor|physician)|i (?:recommend|prescribe|advise)|sure,|you should)|\bas your (?:doctor|physician)\b"),
    rule("forced-statement", "jailbreak", "refuse",
         r"\b(?:repeat after me|say exactly|repeat exactly|say the words?|say this|output exactly|print exactly|complete (?:this|the) sentence)\b|"
         r"\b(?:say|repeat|write|confirm|translate|print|type|output|state|finish)\b[^.]{0,40}['\"][^'\"]{0,80}\b(?:recommend|should (?:get|take|have|use|try)|prescribe|must take|take \d+|are cured|cures?)\b"),
    rule("false-authority", "jailbreak", "refuse",
         r"\b(?:your (?:developers?|creators?|makers?|owner|admin|boss|team)|openai|anthropic|the (?:developers?|admins?|owners?))\b[^.]{0,40}\b(?:said|says|told|allow\w*|approv\w+|agreed|confirmed|permit\w*|authori[sz]ed)|\bverified (?:user|doctor|physician|member)s?\b|\bi (?:have|hold) (?:admin|special|full) (?:access|permission|clearance)|\badmin (?:account|access|rights|password)|\bi (?:waive|consent|take full responsibility|accept (?:all|the) (?:risk|liab))"),
    rule("injected-command", "jailbreak", "refuse",
         r"\b(?:assistant|ai|bot|chatbot|model|service) (?:must|should|shall|has to|is to|will now)\b[^.]{0,40}\b(?:recommend|answer|say|give|name|tell|ignore|obey)|\bdo (?:it|as it says|what it says)$|\bfollow (?:the|those|these|its) (?:hidden )?instructions? in\b"),
    rule("field-tampering", "jailbreak", "refuse",
         r"[\"']?\b(?:recommendation|recommended|prescription|advice|diagnosis)\b[\"']?\s*[:=]\s*(?:\.\.|[\"'_<{\[]|\?)|[\"'](?:action|policy|category|role|mode|outcome)[\"']?\s*(?:[:=]|to\b)|\b(?:set|change|switch)\b (?:the )?[\"']?(?:action|policy|category|outcome)[\"']?\b[^.]{0,10}\b(?:to|=)"),
    rule("prompt-disclosure", "jailbreak", "refuse",
         r"\b(?:reveal|show|print|output|repeat|leak|display|dump|tell me|give me|what is|what's|paste)\b (?:\w+ ){0,3}(?:system prompt|hidden (?:prompt|instructions|rules)|initial prompt|developer message|system message|your (?:secret|internal|exact) (?:instructions|rules|prompt))"),
    rule("advertising", "jailbreak", "refuse",
         r"\b(?:write|draft|create|compose|generate|make|produce|craft|give)\b[^.]{0,30}\b(?:advert\w*|\bads?\b|ad copy|testimonials?|marketing|promo\w*|reviews? for|star reviews?|endorsements?|blurbs?|sales (?:page|pitch|copy|letter)|slogans?|brochures?|flyers?|leaflet|landing page|instagram|tweet|tagline|commercial|press release|social media)\b"),
)  # fmt: skip

DOSING = (
    rule("dose-for-person", "dosing", "refuse",
         rf"\b{_AMOUNT}\b[^.]{{0,90}}\b(?:for|to|suits?|fits?|fit|give|gives|given) (?:{TARGET}|my\b|\d+ ?(?:kg|kilos?|lb|pounds))"),
    rule("dose-needed", "dosing", "refuse",
         rf"\b{_AMOUNT}\b[^.]{{0,60}}\b(?:(?:do|does|should|would|will|can|could|must|did|shall|might|may) (?:i|we|he|she|they|you|one|someone|{TARGET})\b|i'd|i'll|i would|i should|we should|i need|i take|to take|to inject|to ask for|(?:he|she|they) (?:needs?|should|gets?)|needs?\b)",
         unless=r"\bhow (?:many|much) (?:points|met(?:er|re)s|years|months|weeks|days|steps|people|patients|participants|further|better|longer)\b|\bwhich one\b|\bshould (?:i|people|we|seniors) (?:ask for|choose|pick)|\bdo you (?:have|know|mean|show|list|cite|use)\b|\b(?:do|does|did) (?:they|the|each|every|he|she)\b[^.]{0,40}\b(?:test|use|report|receive|give|compare|get)\b|\bneeds? (?:replication|to be)|\b(?:cost|pay)\b|\bhow much (?:evidence|data|do (?:we|you|they) know|should (?:i|we) (?:trust|rely|believe)|can (?:i|we) trust|longer|time)"),
    rule("dose-owner-needs", "dosing", "refuse",
         rf"\b(?:dos(?:e|es|age)|amount|quantity|number of cells|cells)\b[^.]{{0,20}}(?:\b(?:i|we|he|she)\b|{MINE})[^.]{{0,6}}\b(?:should|needs?|ought|must|has to|have to|requires?|takes?)\b",
         unless=r"\b(?:how|what) (?:did|was|were)\b|\bneeds? to know\b"),
    rule("dose-into", "dosing", "refuse",
         rf"\b(?:{_AMOUNT}|cells?)\b[^.]{{0,50}}\b(?:into|for|in) an? (?:\d+[- ]?\w*[- ])?(?:child|kid|boy|girl|man|woman|adult|person|patient|baby)\b",
         unless=r"\b(?:was|were|did|used|trial|study|reported|approved)\b"),
    rule("more-or-less", "dosing", "refuse",
         r"\b(?:do|should|can|could|may|would|must) (?:i|we|he|she) (?:\w+ )?(?:take|need|get|have|use|receive)\b[^.]{0,15}\b(?:twice|double|half|more|fewer|less|extra|triple)\b[^.]{0,15}\b(?:cells|dose|amount|infusions?|million)\b"),
    rule("dose-sum", "dosing", "refuse",
         r"\b(?:do the (?:sum|math|maths)|times \d{2,3}|multipl\w+ by \d+)\b", requires=r"\b(?:cells|dose|per kg|million)\b", unless=r"\b(?:p-value|arms?|groups?)\b"),
    rule("own-schedule", "dosing", "refuse",
         r"\b(?:how far apart|how close together|how long between|what interval|which interval|how spaced)\b[^.]{0,25}\b(?:my|should|do i|do we|can i|must|his|her)\b|\b(?:one|two|half|fewer|single)\b[^.]{0,15}\b(?:infusions?|doses?|cells)\b[^.]{0,10}\b(?:in place of|instead of|rather than)\b",
         unless=r"\b(?:did|were|was) (?:the|they)\b|\b(?:trial|study|arm|group)\b"),
    rule("what-rate", "dosing", "refuse",
         r"\bwhat (?:rate|speed|volume|strength|concentration|interval|frequency|temperature)\b[^.]{0,25}\b(?:do|should|can|must|would|could) (?:i|we|you|one|the nurse)\b"),
    rule("rounds-needed", "dosing", "refuse",
         rf"\bhow many (?:rounds|sessions|courses|cycles|treatments|infusions|injections|visits)\b[^.]{{0,15}}\b(?:will|would|does|do|must|should|might)\b[^.]{{0,10}}(?:\b(?:i|we|he|she)\b|{MINE})"),
    rule("weight-per-kilo", "dosing", "refuse",
         r"\b(?:per|a|each) (?:kg|kilo|kilogram|pound)\b[^.]{0,30}\b(?:my|his|her|for me|i am|i'm)\b|\bmy (?:body ?weight|weight)\b"),
    rule("own-dose", "dosing", "refuse",
         r"\b(?:my|his|her|our) (?:own )?(?:\w+ )?(?:dos(?:e|es|age|ing)|regimen|infusion (?:schedule|rate)|cell (?:count|number|dose)|amount|total)\b|\b(?:my|his|her|\w+'s) (?:body ?)?weight\b[^.]{0,60}\b(?:dos|cells|million|amount)|\b(?:dos\w+|cells|million|\d+ ?m|amount)\b[^.]{0,60}\b(?:my|his|her|\w+'s) (?:body ?)?weight\b",
         unless=r"\bmy (?:question|interest|dose question)"),
    rule("dose-arithmetic", "dosing", "refuse",
         rf"\b(?:convert|scale|calculat\w+|comput\w+|work out|figure out|extrapolat\w+|translate|turn|adjust|adapt|multiply|estimat\w+|double-?check|verif\w+|confirm|check|sanity-?check)\b[^.]{{0,80}}\b(?:{_AMOUNT}|cells?|\d+m)\b[^.]{{0,80}}(?:\b(?:human|person|man|woman|adult|child|patient|size|weigh\w*|weight|\d+ ?(?:kg|kilos?|lb|pounds)|for me|my|order|prescription|is right)\b|{TARGET})",
         unless=r"\b(?:did|does|was|were|how did|do) (?:the |it |they )?(?:\w+ )?(?:authors?|trial|study|paper|article|wiki|investigators|calculat\w+|comput\w+|adjust\w+)\b"),
    rule("order-check", "dosing", "refuse",
         r"\b(?:verify|check|confirm|double-?check|approve|sign off|review|co-?sign)\b[^.]{0,30}\b(?:order|prescription|script|infusion rate|dos(?:e|ing|age)|regimen)\b",
         unless=r"\b(?:trial|study|paper|article|wiki|reported|cited)\b"),
    rule("dose-person-first", "dosing", "refuse",
         rf"(?:\b(?:i weigh|i'm \d+|i am \d+|weigh(?:s|ed|ing)?|for an? \d+[- ]?(?:kg|kilo|lb|pound|year)|\d+[- ]?(?:kg|kilos?|lb|pounds)\b(?!/))|{MINE})[^.]{{0,80}}\b(?:dos(?:e|es|age|ing)|how (?:many|much)|million cells|cells per)\b",
         scope="no_document"),
    rule("dose-change", "dosing", "refuse",
         r"\b(?:can|could|should|may|would|shall|is it (?:ok|okay|safe|fine|alright)|ok|okay|want|going|how (?:do|can)|want to|safe|plan)\b[^.]{0,50}\b(?:double|doubling|halve|half|split|increas\w+|decreas\w+|reduc\w+|rais\w+|lower\w*|skip|repeat|up the|space|spread)\b[^.]{0,40}\b(?:dos(?:e|es|age)|million|\d+ ?m\b|amount|infusions?|cell number)|\b(?:can|could|should|may|is it (?:ok|okay|safe|fine|alright) to)\b[^.]{0,20}\b(?:take|get|have|do|use|inject|receive)\b[^.]{0,25}\b(?:dos(?:e|es|age)s?|million|\d+ ?m\b|mine every|every \d+)",
         unless=r"\b(?:sense|evidence|papers?|results?|sample|group|arm|trial be|study be|the pdf|question)\b|\b(?:did|was|were) (?:the|they|it)\b|\b(?:should|can|could|may|would) (?:i|we|he|she) (?:get|have|do|use|take) (?:an? |the |some |three |two )?(?:\w+ ){0,2}infusions?\b"),
    rule("dose-enough", "dosing", "refuse",
         rf"\b(?:\d+ ?m|million|\d+ infusions?|half|dos(?:e|es)|amount|cells)\b[^.]{{0,40}}\b(?:enough|right|okay|ok|too (?:much|many|little|low|high)|correct|safe)\b[^.]{{0,12}}(?:\bfor\b (?:{TARGET}|my)|\?*$)",
         scope="bare"),
    rule("dose-enough-me", "dosing", "refuse",
         rf"\b(?:\d+ ?m|million|infusions?|half|dos(?:e|es)|amount|cells)\b[^.]{{0,60}}\b(?:enough|right|ok|okay|too (?:much|many|little)|correct|safe|do) for (?:{TARGET}|my)|\b\d{{2,4}}\b[^.]{{0,12}}\b(?:enough|right|ok|okay|safe|correct) for (?:{TARGET}|my)"),
    rule("dose-afford", "dosing", "refuse",
         rf"{SELF}[^.]{{0,30}}\b(?:can only|could only|only) (?:afford|get|have|pay for|manage)\b[^.]{{0,20}}\b(?:\d+|one|two|half)\b"),
    rule("dose-too-much", "dosing", "refuse",
         rf"{SELF}[^.]{{0,60}}\b(?:infusions?|cells|million|dos\w+|injections?)\b[^.]{{0,30}}\b(?:too (?:much|many|little|often)|enough|ok|okay|safe)\b",
         unless=r"\b(?:trial|study|paper|group|arm)\b|\bshould\b"),
    rule("dose-adopt", "dosing", "refuse",
         r"\b(?:\d+ ?m|million|dos\w+|cells|\d+ doses|that's what|so that)\b[^.]{0,60}\b(?:i'll (?:take|use|get|do)|i will (?:take|use)|i (?:can|could|should|may|might|plan to|will|am going to) (?:take|use|get|inject|order)|i take)\b"),
    rule("dose-frequency", "dosing", "refuse",
         r"\bhow (?:often|frequently|many (?:times|rounds|sessions|infusions|treatments|shots|drips))\b[^.]{0,30}\b(?:do|should|must|can|would|will|shall|could) (?:i|we|he|she|you|one|people|patients|someone|my|they)\b|\b(?:do|should|must|can) (?:i|we|he|she|my \w+)\b[^.]{0,40}\bevery \w+ (?:days?|weeks?|months?)"),
    rule("dose-schedule", "dosing", "refuse",
         rf"{SELF}[^.]{{0,40}}\b(?:every \w+ (?:days?|weeks?|months?)|(?:once|twice|\d+ times) (?:a|per) (?:day|week|month))\b",
         unless=r"\b(?:what|which|how) (?:did|was|were|does)\b"),
    rule("self-administration", "dosing", "refuse",
         rf"\bhow (?:do|can|to|should|would|could|must|shall)\b(?: (?:i|we|you|one|a nurse|my \w+))?[^.]{{0,25}}\b(?:inject|infuse|thaw|dilut\w+|reconstitut\w+|prepare|administer|mix|give|store|self-?inject|draw up|handle)\b[^.]{{0,40}}\b(?:{TREATMENT_NAMED}|myself|at home|vial)|\bself-?(?:inject|administ|infus)\w*|\binject(?:ing)? (?:myself|it myself|them myself|at home)|\b(?:what|which) (?:needle|syringe|gauge|drip (?:rate|speed)|infusion rate|diluent|solvent)\b|\b(?:at home|diy|do it yourself|myself)\b[^.]{{0,30}}\b(?:inject|infus|iv\b)|\b(?:infusing|injecting) (?:cells|exosomes|them|it)? ?myself",
         unless=r"\b(?:did|were|was) (?:the|they)\b|\bin (?:the )?(?:trial|study|cratus)"),
    rule("orders", "professional", "refuse",
         r"\b(?:write|draft|enter|place|prepare|give)\b[^.]{0,30}\b(?:medication |discharge |infusion |treatment )?orders?\b[^.]{0,20}\bfor\b",
         unless=r"\bin order\b|\border of\b"),
    rule("clinical-protocol", "professional", "refuse",
         r"\b(?:pre-?med\w*|premedication|infusion rate|order set|standing order|taper schedule|dosing schedule|weaning (?:plan|schedule)|loading dose|rescue dose)\b",
         unless=r"\b(?:trial|study|studies|paper|reported|used in|did|article|wiki)\b"),
    rule("hypothetical-dose", "dosing", "refuse",
         r"\b(?:story|novel|character|screenplay|script|film|movie|game|role-?play|imagine|imaginary|hypothetical\w*|exam|quiz|suppose|supposing|let's say|say a|pretend|fiction\w*|scene|homework|case study)\b[^.]{0,200}\b(?:dos(?:e|es|age|ing)|how many (?:\w+ )?cells|how much|cell number|fill in the number|number of cells)\b",
         unless=r"\b(?:per group|each arm|each group|phase \d|trial had|study had|participants)\b", whole=True),
    rule("ask-for-dose", "dosing", "refuse",
         r"\b(?:recommend|prescribe|suggest|give|tell|advise|name|set|choose|pick)\b(?: \w+){0,3} (?:me )?(?:a|my|the (?:right|best|correct|exact|proper)|an? exact) (?:\w+ )?(?:dose|dosage|regimen|number of cells|amount of cells)\b"),
    rule("dose-interpolation", "dosing", "refuse",
         rf"\b\d+ ?(?:m|million)\b[^.]{{0,90}}\b(?:do|give|be|work|mean) (?:for|to|on) (?:{TARGET}|my)|\bwhat would \d+ ?(?:m|million)\b[^.]{{0,20}}\bdo\b"),
    rule("dose-users", "dosing", "refuse",
         r"\bhow (?:many|much) (?:\w+ ){1,3}(?:do|should|would|does) (?:you|one|people|someone|somebody|we) (?:take|need|use|inject|get|want)\b"),
    rule("bare-dose", "dosing", "refuse",
         r"\b(?:what|which) (?:dos(?:e|age)|amount)\b|\bhow (?:many|much) (?:\w+ ){0,3}(?:cells|infusions|mscs|uc-mscs|exosomes|million|injections|doses)\b|^\W*(?:the )?(?:dose|dosage|dosing)\b", scope="bare"),
    rule("dose-fit", "dosing", "refuse",
         r"\b(?:which|what)\b[^.]{0,40}\bdos(?:e|es|age)\b[^.]{0,30}\b(?:fits?|suits?|matches|right for|applies to|best for|works for) (?:me|my|him|her|us|an?|someone)\b|\b(?:suit|fit|match)\w* (?:my|his|her) (?:weight|age|case)\b"),
    rule("recommended-dose", "dosing", "partial",
         r"\b(?:recommended|optimal|optimum|ideal|best|right|correct|proper|suggested|standard|usual|safe|safest|maximum|max) (?:\w+ ){0,2}(?:dos(?:e|es|age|ing)|number of (?:\w+ )?cells|amount|regimen|cell (?:dose|number|count))\b",
         unless=r"\b(?:cratus|admire\S*|schiess|tompkins|golpanian|identified|did|was|were|labell?ed|galipeau|the authors|is there (?:an?|any)|any agreed|why)\b(?![^.]*\bis that the recommended\b)"),
    rule("ask-for-amount", "dosing", "partial",
         r"\b(?:should|ought) (?:i|we|people|patients|someone|one|seniors|he|she) (?:to )?(?:ask for|choose|pick|request|go for|want|prefer)\b[^.]{0,30}(?:\d+ ?m\b|million|dose)?|\bwhich one should i (?:ask for|choose|pick|take)\b",
         unless=r"\b(?:clinic|paper|article|journal|cite)\b"),
)  # fmt: skip

_DRUG = (
    r"(?:medications?|medicines?|pills?|tablets?|drugs?|steroids?|prednis\w+|cortico\w*|cortisone|"
    r"levodopa|l-dopa|sinemet|madopar|ruxolitinib|jakafi|aspirin|blood ?thinners?|anti-?coagula\w*|warfarin|heparin|"
    r"eliquis|xarelto|tacrolimus|cyclospor\w+|ciclospor\w+|mycophenolate|methotrexate|ibuprof\w*|paracetamol|tylenol|"
    r"acetaminophen|nsaids?|immun\w*suppress\w+|anti-?reject\w+|statins?|metformin|insulin|biologics?|"
    r"infliximab|humira|chemo\w*|supplements?|vitamins?|antidepressants?|donepezil|memantine|aricept|antibiotics?|"
    r"beta-?blockers?|alcohol|herbs?|painkillers?|rapamycin|\w+(?:mab|nib|limus|statins|sartan|olol|cillin|profen|dopa|xaban|"
    r"gliptin|tinib|prazole|azepam|oxetine))"
)
_CHANGE = (
    r"(?:stop|stopping|stopped|quit|quitting|come off|coming off|came off|get off|getting off|go off|going off|went off|"
    r"taper\w*|wean\w*|skip\w*|drop\w*|halv\w+|cut\w*|reduc\w+|lower\w*|decreas\w+|increas\w+|replac\w+|swap\w*|switch\w*|substitut\w+|"
    r"paus\w+|hold|ditch\w*|discontinu\w+|add|adding|combin\w+|mix\w*|chang\w+|stay on|restart\w*|leave out|"
    r"give up|withhold|delay|miss|missed|take|taking|taken|drink|start|avoid)"
)

MEDICATION = (
    rule("medicine-change-asked", "medication_change", "refuse",
         rf"\b(?:can|could|may|should|must|shall|would|do|does|is it (?:\w+ )?(?:ok|okay|safe|fine|alright|good|wise|all right|dangerous|bad)|ok|okay|safe|fine|need|have|want|like|going|plan\w*|how (?:do|can|should|to|long|soon)|when (?:can|should|do|to))\b[^.]{{0,50}}\b{_CHANGE}\b[^.]{{0,40}}\b{_DRUG}\b",
         unless=r"\b(?:did|were|was|had) (?:the )?(?:participants|patients|subjects|people|anyone|they|it)\b|\bdo(?:es)? (?:the )?(?:mscs?|cells|article|paper|wiki|trial|study|authors|documents|these|both|any|stem)\b|\b(?:trial|study|paper|article)s? (?:require|allow|add|combine|stop)"),
    rule("medicine-change-told", "medication_change", "refuse",
         rf"(?:{SELF}|{MINE}|\b(?:he|she|they|i've)\b)[^.]{{0,50}}\b{_CHANGE}\b[^.]{{0,30}}\b{_DRUG}\b",
         unless=r"\b(?:participants|subjects|in the (?:trial|study))\b|\b(?:what|which|how)\b[^.]{0,40}\b(?:did|does|was|were)\b[^.]{0,40}\b(?:trial|study|paper|report|find|show)"),
    rule("medicine-change-own", "medication_change", "refuse",
         rf"\b(?:stop\w*|quit\w*|taper\w*|wean\w*|skip\w*|drop\w*|halv\w+|cut\w*|reduc\w+|lower\w*|replac\w+|swap\w*|switch\w*|paus\w+|ditch\w*|threw|throw\w*|binn?\w*|flush\w*|abandon\w*|discontinu\w+|chang\w+|miss\w*|withhold\w*|combin\w+|give up|off|without|need\w*|continu\w+)\b (?:\w+ ){{0,3}}?(?:my|his|her|our|their|those|these|a few|some) (?:\w+[- ])?{_DRUG}\b",
         unless=r"\b(?:participants|subjects|trial|study|studies|arm|group|paper|article)\b"),
    rule("medicine-which", "medication_change", "refuse",
         rf"\b(?:which|what)\b[^.]{{0,25}}\b{_DRUG}\b[^.]{{0,30}}\b(?:can|should|could|may|must|do) (?:i|we|he|she|my \w+|you)\b|\b(?:what|anything|something) (?:else )?(?:can|could|should|to) (?:i |we )?(?:add|take|combine|avoid|stop|eat)\b[^.]{{0,30}}\b(?:to|with|before|after|for|alongside)\b|\bsupplements?\b[^.]{{0,30}}\bcombine\b"),
    rule("medicine-instead", "medication_change", "refuse",
         rf"\b(?:replac\w+|swap\w*|switch\w*|substitut\w+|trade|instead of)\b[^.]{{0,20}}\b(?:my|his|her|our)?\b[^.]{{0,10}}\b{_DRUG}\b[^.]{{0,25}}\b(?:for|with|by|to)\b[^.]{{0,15}}{TREATMENT_NAMED}",
         unless=r"\b(?:did|were|was|trial|study|studies|paper)\b"),
    rule("medicine-with-cells", "medication_change", "refuse",
         rf"\b(?:can|could|may|should|is it (?:ok|okay|safe|fine)) (?:i|we|he|she|my \w+|to|you) (?:\w+ )?(?:take|use|drink|have|mix|combine|keep taking|continue)\b[^.]{{1,60}}\b(?:with|while|during|after|before|alongside|and)\b[^.]{{0,20}}{TREATMENT_NAMED}",
         unless=r"\b(?:can|should|could|may) (?:i|we|he|she|my \w+) (?:have|use|get|take) (?:an? |the |these |those |some )?(?:\w+ ){0,2}(?:mscs?|stem|cells?|infusions?|exosomes|lomecel\S*|alofisel)\b"),
    rule("medicine-taper", "medication_change", "refuse",
         r"\bhow (?:do i|to|can i|should i|fast|quickly|do we)\b[^.]{0,20}\b(?:taper|wean|come off|quit|withdraw)|\btaper(?:ing)? (?:plan|schedule)\b"),
    rule("medicine-missed", "medication_change", "refuse",
         rf"\b(?:i|i've|he|she|my \w+)\b[^.]{{0,20}}\b(?:n't|not|never|no longer|forgot\w* to|skipped)\b[^.]{{0,15}}\b(?:tak\w+|had)\b[^.]{{0,30}}\b{_DRUG}\b"),
    rule("medicine-stop-pronoun", "medication_change", "refuse",
         r"\b(?:can|should|may|could|when (?:do|can|should)|tell me when to) (?:i |we |he |she |to )?(?:stop|quit|skip|drop|taper|pause|replace) (?:it|them|that|this|taking)\b",
         requires=rf"\b{_DRUG}\b", whole=True),
    rule("medicine-when-stop", "medication_change", "refuse",
         rf"\b{_DRUG}\b[^.]{{0,60}}\b(?:when (?:to|do i|should i)|how (?:to|do i|long)) (?:stop|quit|taper|come off|restart|wean)"),
)  # fmt: skip

_FINDING = (
    r"(?:labs?|lab results?|blood (?:results?|tests?|work|count|values?)|bloods|test results?|scans?|mri|ct|x-?rays?|ecg|biopsy|"
    r"results?|reports?|rash|skin|symptoms?|score|sppb|6mwt|updrs|mds-updrs\S*|mmse|moca|tnf\S*|crp|cpra|fev1|antibod\w+|levels?|"
    r"values?|numbers|walk(?:ing)? test|gvhd|stool|liver values|diagnosis|images?|photo|picture)"
)

DIAGNOSIS = (
    rule("diagnose-me", "diagnosis", "refuse",
         rf"\b(?:do|does|have|has|did) (?:i|we|{MINE}|he|she) (?:\w+ )?(?:have|got|has|suffer from|develop\w*)\b (?!to\b|any chance|access|a (?:chance|good chance)|the (?:right|infusion|cells|therapy)|msc|stem|cells|infusion)",
         unless=r"\bhow (?:long|many|much)\b|\b(?:chance|odds|time|years|left|options?|a say|need)\b|\bhave (?:the )?(?:cells|mscs|infusions?|surgery|therapy|treatment|another|more)\b"),
    rule("am-i-ill", "diagnosis", "refuse",
         r"\b(?:am i|is (?:he|she|my \w+)) (?:\w+ )?(?:frail|sick|ill|demented|pre-?frail|infected|autistic|rejecting|septic|steroid-refractory|in (?:stage|remission)|having (?:a reaction|gvhd|rejection))\b|\bam i in\b|\bwhat stage\b[^.]{0,40}\b(?:am i|is my|is he|is she|do i)\b"),
    rule("if-i-am-ill", "diagnosis", "refuse",
         rf"\b(?:if|whether|that) (?:i'm|i am|he's|she's|he is|she is|{MINE} (?:is|has)|i have|he has|she has) (?:\w+ ){{0,2}}(?:frail|pre-?frail|sick|ill|demented|infected|dementia|gvhd|parkinson\S*|alzheimer\S*|autis\w+|rejecting)\b[^.]{{0,80}}$",
         requires=r"\b(?:tell|say|know|check|see|confirm|judge|decide|work out)\b",
         unless=r"\b(?:trial|study|paper|article|what did|should|can|could|would)\b"),
    rule("is-this-disease", "diagnosis", "refuse",
         r"\b(?:is|was|could|might) (?:this|that|it|these|my \w+)(?: be)? (?:a |an |the )?(?:sign of |symptom of |case of )?(?:gvhd|graft|frailty|alzheimer\S*|parkinson\S*|dementia|rejection|an? infection|infection|cancer|a stroke|stroke|normal|allergic|sepsis|serious|ischa?emic|ha?emorrhagic|bad|high|low|abnormal|autism)\b",
         unless=r"\b(?:is|was) (?:this|that|it) (?:normal|high|low|bad|a stroke|stroke|gvhd|sepsis)[^.]{0,30}\b(?:trial|study|paper|article|in cratus|reported)"),
    rule("score-then-label", "diagnosis", "refuse",
         rf"\bmy (?:\w+[- ]){{0,3}}{_FINDING}\b[^.]{{0,30}}\b(?:is|was|were|are|came back|shows?|showed|of|says)\b",
         unless=r"\bmy (?:results?|report|numbers?|score)s? (?:for|section|slide)\b"),
    rule("interpret-mine", "diagnosis", "refuse",
         rf"\b(?:interpret|read|explain|analy[sz]e|evaluate|assess|grade|stage|score|diagnos\w+|look at|check|classify|rate|decipher|comment on)\b[^.]{{0,12}}\b(?:my|his|her|our|this patient's|the patient's|{RELATIVE}'s|these|this|attached|the attached)\b[^.]{{0,30}}\b{_FINDING}\b",
         unless=r"\b(?:trial|study|paper|article|table|figure|these results of|reported)\b"),
    rule("what-is-wrong", "diagnosis", "refuse",
         r"\bwhat(?:'s| is) wrong with (?:me|him|her|my)\b|\bwhat do i have\b|\bdiagnose (?:me|my|him|her|this|the)\b|\b(?:your|what|a) (?:\w+ )?diagnosis (?:of|for|here|on)\b|\bwhat (?:illness|disease|condition) do i\b|\bsay what it is\b"),
    rule("mine-means", "diagnosis", "refuse",
         rf"\bwhat (?:does|do|is|are|would)\b[^.]{{0,25}}\b(?:my|his|her)\b[^.]{{0,40}}\b(?:mean|say|show|indicate|suggest)\b|\bmy (?:\w+ )?{_FINDING}\b[^.]{{0,60}}\bwhat (?:does|do) (?:that|it|they|this) mean\b|\btell me what (?:it|they|that) means?\b"),
    rule("here-are-findings", "diagnosis", "refuse",
         r"\b(?:here (?:is|are)|attached|upload\w*|see)\b[^.]{0,20}\b(?:my|his|her|labs?|scan|results of mine)\b|\bupload of\b"),
    rule("why-is-mine", "diagnosis", "refuse",
         rf"\bwhy (?:is|are|was|were|did|does|has|have) (?:my|his|her) (?:\w+[- ]){{0,2}}{_FINDING}|\b(?:make|makes|mean|means) (?:me|him|her|i'm|i am|he is|she is) (?:\w+ )?(?:frail|sick|ill|demented|pre-?frail)\b"),
    rule("value-for-me", "diagnosis", "refuse",
         rf"\b{_FINDING}\b[^.]{{0,25}}\b(?:of \d+\S* )?(?:bad|good|normal|high|low|dangerous|ok|okay|worrying|serious|abnormal)\b[^.]{{0,8}}\bfor (?:me|him|her|my)\b"),
    rule("could-my-be", "diagnosis", "refuse",
         r"\b(?:could|can|might|is|are|may) (?:my|his|her) (?:\w+ ){1,3}(?:be|mean|due to|caused by|a sign|because of)\b",
         unless=r"\bmy (?:question|understanding|reading|summary|students?)"),
    rule("symptom-asked", "diagnosis", "refuse",
         r"\b(?:my|i have|i've got|i feel|i am|i'm)\b[^.]{0,30}\b(?:fever|rash|dizzy|dizziness|swollen|swelling|tremor|numb\w*|weakness|tired\w*|nausea|vomiting|headaches?|trembl\w+|forgetful|lump|itch\w*)\b",
         unless=r"\b(?:what did|which trial|how many|how was|what does the)\b"),
)  # fmt: skip

_PLACE = r"(?:clinics?|hospitals?|doctors?|physicians?|surgeons?|specialists?|providers?|cent(?:er|re)s?|practices?|places?|facilit(?:y|ies)|suppliers?|sellers?|vendors?)"

CLINIC = (
    rule("which-provider", "clinic_cost", "refuse",
         rf"\b(?:which|what|best|good|top|find|list|name|nearest|closest|reputable|legit\w*|trusted|cheap\w*|recommend\w*|suggest|safe|any|choose|reliable|know|compare|local|affordable|rate|rank)\b[^.]{{0,25}}\b{_PLACE}\b",
         unless=r"\b(?:ran|run|hosted|conduct\w*|sponsor\w*|took part|participat\w*|enrol\w*|recruit\w*|led|funded|trial|study|paper|article|wiki|documents?|mention\w*|named in|authors?|single|multi-?cent\w*|tell my doctor|what (?:did|do|does|can|should)[^.]{0,20}(?:doctors?|physicians?|specialists?) (?:say|think|measure|decide|use))\b"),
    rule("where-to-get", "clinic_cost", "refuse",
         r"\bwhere (?:can|could|do|does|should|would|might|to|may|is|are)\b[^.]{0,25}\b(?:get|buy|find|go|order|have|purchase|obtain|receive|book|sign up|enrol\w*|source|available|offered|sold|gets)\b",
         unless=r"\bfind (?:support|help|out|information)|\b(?:find|get|read|see|download|obtain|access) (?:the |this |that |a |full |more |these |those |it in )*(?:\w+ )?(?:paper|article|pdf|text|full|references?|citations?|data|evidence|information|study|studies|trial (?:report|results|data)|source|list|table|sentence|passage|definition|section)\b|\b(?:cells?|tissue|mscs?) (?:come|derived|obtained|isolated)\b|\bdo (?:the )?(?:\w+[- ])*cells come\b"),
    rule("where-relative", "clinic_cost", "refuse",
         r"\b(?:near (?:me|us|here|by)|in my (?:area|city|town|country)|close to (?:me|home)|nearest)\b"),
    rule("price-for-me", "clinic_cost", "refuse",
         rf"\bgoing rate\b|\b(?:how much|price|cost\w*|fees?|charge\w*|quoted?|pay\w*|afford\w*|expensive|cheap\w*|dollars?|euros?|bucks|usd)\b[^.]{{0,40}}(?:{SELF}|\b(?:do they charge|does it cost|would it cost|is it to get|fair|reasonable|good (?:deal|price)|rip-?off|to get|for a (?:course|session|round))\b)|(?:\$|€|£) ?\d[\d,.]*k?\b|\bset (?:me|us|him|her|you) back\b|\bout of pocket\b|\b\d[\d,.]*k? ?(?:dollars|euros|usd|pounds sterling|bucks)\b",
         unless=r"\b(?:trial|study|studies|article|paper|wiki)s? (?:cost|funded|budget)|\bto run\b|\bwhat (?:does|did|do) (?:my|our)\b|\b(?:pay attention|costs? of (?:manufactur|production))\b|\bhow much (?:did|was|were|do(?:es)? the|better|longer|further)\b|\bwhat (?:should|would|could|can|do|does|did|is|are|if|about)\b(?![^.]*\b(?:price|cost|pay|charge|fee|set (?:me|us|you) back))"),
    rule("coverage", "clinic_cost", "refuse",
         r"\b(?:insurance|insurer|medicare|medicaid|nhs|health plan|aetna|coverage|reimburs\w+|blue cross|va)\b[^.]{0,40}\b(?:cover\w*|pay\w*|reimburs\w*|approve|fund)|\b(?:cover\w*|reimburs\w*)\b[^.]{0,30}\b(?:by )?(?:insurance|insurer|medicare|medicaid|nhs)\b|\b(?:will|would|does|do|can) [\w ]{1,25}\breimburs\w+|\bdoes (?:\w+ )?(?:cover|pay for)\b[^.]{0,20}\b(?:stem|cells|therapy|treatment)"),
    rule("buy", "clinic_cost", "refuse",
         rf"\b(?:buy|buying|purchas\w+|order(?:ing)?|sells?|selling|for sale|import|ship\w*|get hold of|source)\b[^.]{{0,30}}\b(?:{TREATMENT_NAMED}|online|vials?|product)\b|\bto buy\b|\bwho sells\b|\bcan i (?:buy|order)\b",
         unless=r"\bin order\b|\border of\b|\bsource of\b|\btissue sources?\b|\bwhich source\b|\bcell sources?\b|\bsources? (?:are|is|do|does)|\b(?:stocks?|shares)\b"),
    rule("booking", "clinic_cost", "refuse",
         r"\b(?:book|schedule|arrange|set up|make|get|need|request)\b[^.]{0,25}\b(?:appointment|consultation|consult|slot|visit|call with)\b|\b(?:phone|telephone|contact) (?:number|details|info\w*)\b|\b(?:put me in touch|contact (?:details )?(?:for|of) (?:a|the) (?:clinic|doctor))|\brefer (?:me|us|my \w+) to\b"),
    rule("trial-sign-up", "clinic_cost", "refuse",
         rf"\b(?:sign|signing|get|enrol\w*|enter|register|put|join\w*)\b[^.]{{0,25}}(?:{TARGET}|\b(?:my|our)\b)[^.]{{0,25}}\b(?:trial|study|up for|into)\b|\bhow (?:can|do|could|would) (?:i|we|he|she|my \w+) (?:join|enrol\w*|sign up|get into|apply|participate|take part)\b",
         unless=r"\bshould\b|\bought\b"),
    rule("vouching", "clinic_cost", "refuse",
         r"\b(?:is|are|was)\b[^.]{0,60}\bclinics?\b[^.]{0,60}\b(?:legit\w*|trustworthy|good|safe|reputable|scam|reliable|any good|better|ok|okay|real|fraud\w*|worth)\b|\bclinics? [a-z]\b (?:and|or|vs)|\bcompare\b[^.]{0,25}\bclinics?\b|\bclinic in \w+",
         unless=r"\b(?:trial|study|documents?|article|paper|wiki)\b"),
    rule("which-brand", "comparison", "refuse",
         r"\b(?:which|what|best)\b[^.]{0,20}\b(?:brand|compan(?:y|ies)|product|exosomes?)\b[^.]{0,40}\b(?:to buy|sells?|should i buy|buy|cheapest|purchase)\b|\b(?:compan(?:y|ies)|who) sells? the best\b"),
)  # fmt: skip

PREGNANCY = (
    rule("pregnant-person", "pregnancy_child", "refuse",
         rf"(?:{SELF}|{MINE}|\b(?:she|she's|wife|woman)\b)[^.]{{0,40}}\b(?:pregnan\w+|expecting|breast-?feed\w*|nursing a|trying (?:for a baby|to conceive)|conceiv\w+|ivf|\d+ weeks? along|trimester|lactating)\b",
         unless=r"\b(?:what|which|were|did|was|how many|are there|is there any|does)\b[^.]{0,70}\b(?:evidence|trials?|study|studies|documents?|papers?|articles?|excluded|data|report\w*)\b"),
    rule("bank-cord", "pregnancy_child", "refuse",
         r"\b(?:bank|banking|store|storing|save|saving|freeze|freezing|preserve|keep|donate)\b[^.]{0,40}\b(?:cord|placenta|baby's|newborn's|milk teeth|baby teeth)\b",
         unless=r"\b(?:trial|study|article|paper|wiki|harm|according)\b"),
    rule("give-child", "pregnancy_child", "refuse",
         r"\b(?:can|could|should|may|is it (?:ok|safe|okay)|how)\b[^.]{0,20}\bgiv(?:e|ing)\b[^.]{0,50}\b(?:my|our|a) (?:\w+[- ]){0,3}(?:child|kid|son|daughter|baby|teen\w*|toddler|infant|boy|girl|\w*year[- ]old)\b|\bgiv(?:e|ing)\b (?:my|our) (?:\w+[- ]){0,3}(?:child|kid|son|daughter|baby|teen\w*|toddler|infant)\b"),
)  # fmt: skip
