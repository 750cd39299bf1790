"""R1: what a source says has not been tested, shown, known or approved.

Runs before any phase word is looked at: "no phase 3 trial" is a gap, not a phase 3 trial. The
absence must concern knowledge (data, trials, proof, approval). "No serious adverse events" and
"no placebo group" are findings and designs, not gaps.
"""

from __future__ import annotations

from typing import Final

from corpus.tiers.words import Concept, Words

_THING = (
    r"(?:data|evidence|trials?|rcts?|stud(?:y|ies)|proof|research|reports?|publications?|"
    r"head-to-head|comparisons?|consensus|standard(?:ized|ised)?|assays?|tests?|biomarkers?"
    r"|approvals?|"
    r"results|follow-?up|replications?|information|literature|meta-analys[ei]s|cohorts?|"
    r"experiments?|guidelines?|interventions?|therap(?:y|ies)|drugs?|products?|treatments?|"
    r"estimates?|measurements?)"
)
_GAP_WORD: Final = (
    r"(?:absent|lacking|missing|scarce|sparse|unavailable|nonexistent|non-existent|"
    r"not (?:yet )?(?:available|known|established|been (?:established|done|performed|conducted|"
    r"published|reported|tested|studied|shown|demonstrated|confirmed|replicated)))"
)

_BETWEEN: Final = (
    r"(?:in v(?:ivo|itro) |(?!(?:throughout|in|on|at|during|between|to|from|with|after|by|across"
    r"|within|were|was"
    r"|and|but)\b)\S+ )"
)

STRONG_GAP: Final = Concept(
    # "no (adjectives) trial ...", but not "no trial-related events"
    rf"\b(?:no|without any|zero|neither)\b {_BETWEEN}{{0,5}}?{_THING}\b(?!-)(?! (?:discontinuation"
    rf"|arms?|groups?|"
    r"drug|product|withdrawals?|site))(?=.{0,80}\b(?:has|have|had|exists?|are|is|were|was|yet"
    r"|beyond|for|in|on|of|"
    r"to date|so far|compar|available|identified|found|support|show|demonstrat|address|examin"
    r"|test"
    r"|report)|\W*$)"
    rf"|\b{_THING}\b(?: \S+){{0,8}}? (?:are|is|were|was|remains?)(?: (?:still|currently|largely"
    rf"|entirely|also))? {_GAP_WORD}\b"
    rf"|\b(?:lack|absence|shortage|paucity|dearth) of (?:\S+ ){{0,4}}?{_THING}\b"
    rf"|\b(?:lacks?|lacking) (?:\S+ ){{0,4}}?{_THING}\b"
    r"|\b(?:has|have|had) (?:never|not(?: yet)?|yet to) been? ?(?:directly |formally "
    r"|clinically |"
    r"rigorously |fully |systematically |prospectively |independently |adequately |firmly |well "
    r"|conclusively )?"
    r"(?:tested|studied|shown|demonstrated|established|evaluated|investigated|confirmed"
    r"|replicated|"
    r"validated|proven|proved|examined|approved|assessed|measured|reported|compared|resolved|"
    r"characteri[sz]ed|determined|identified|explored|trialed|quantified|addressed|conducted"
    r"|performed|done|run|carried out|undertaken|attempted|completed|published)\b"
    r"|\b(?:is|are|was|were) (?:still |currently |largely |as yet |completely )?(?:untested"
    r"|unapproved|unstudied|unexplored|"
    r"uninvestigated)\b|\bremains? (?:largely |entirely |still )?(?:untested|unapproved|unstudied"
    r"|unexplored)\b"
    r"|\b(?:is|are|was|were|been|remains?) (?:not|never)(?: yet| currently)? (?:an? |the )?"
    r"(?:fda-?|ema-?)?(?:approved|licensed|authori[sz]ed|cleared)\b"
    r"|\bnot (?:yet )?(?:fda|ema)[- ]approved\b"
    r"|\bnot (?:yet )?(?:a |an |in |reached |entered )?(?:clinical (?:entity|use|practice|stage"
    r"|development|trials?)|"
    r"human (?:trials?|use|testing|stud(?:y|ies)))\b"
    r"|\b(?:never|not) (?:yet )?(?:been )?(?:tested|studied|replicated|validated|evaluated"
    r"|demonstrated|confirmed) in (?:any )?"
    r"(?:humans?|people|patients|men|women|children|clinical)\b"
    r"|\b(?:evidence|data|knowledge|research|literature) gaps?\b(?! (?:is|are|in product|tag))"
    r"|\bno (?:\S+ ){0,4}?mechanism (?:\w+ )?(?:identified|known|established|found|shown"
    r"|demonstrated|proven|proposed)\b"
    # a thing that nobody has tested, reached or approved
    r"|\b(?:no|none|neither|nothing)\b[^.;]{0,70}\b(?:has|have|had) (?:yet |ever )?(?:entered"
    r"|reached|completed|advanced|progressed|tested|shown|demonstrated"
    r"|been (?!(?:seen|observed|attributed|recorded|noted|detected|found|linked))\w+)\b"
    r"|\bnot (?:yet |currently )?(?:supported|backed|borne out) by\b"
    # an approval whose reach is denied
    r"|\b(?:approvals?|authori[sz]ations?|licen[cs]es?)\b[^.;]{0,40}\b(?:does|do|did) not "
    r"(?:\w+ )?(?:cover|extend|apply|include|reach|concern)\b"
    r"|\b(?:untested|unstudied|unexplored|uninvestigated|unreplicated|unconfirmed)"
    r"(?: (?:in|for|by|at|beyond|with|to)\b[^.;,]*)?\W*$"
    r"|\bneither (?:\w+ ){0,2}?(?:shows?|proves?|establish\w*|demonstrates?|settles?|tested"
    r"|tests|measured|compared|answers?)\b"
    r"|\b(?:has|have|had) no agreed\b"
    r"|\b(?:no|none|neither|nothing)\b[^.;]{0,70}\b(?:approved|licensed|authori[sz]ed)\b"
    r"|\bunknown whether\b|\bnot known (?:whether|if|how|why)\b|\bopen questions?\b"
    r"|\bunanswered\b"
    r"|\bremains? to be (?:seen|shown|determined|established|tested|demonstrated|proven|clarified"
    r"|elucidated|"
    r"confirmed|defined|studied|investigated|evaluated|explored|resolved)\b"
    r"|\bawait(?:s|ing)? (?:\w+ ){0,3}(?:trials?|confirmation|replication|stud(?:y|ies)|testing"
    r"|validation)\b",
)

WEAK_GAP: Final = Concept(
    r"\b(?:unknown|unresolved|unproven|unestablished|undetermined|uncharacteri[sz]ed|undefined)\b"
    r"|\b(?:is|are|remains?|still|be) (?:largely |still |currently |poorly |partly |very |also "
    r"|as "
    r"yet |incompletely )?"
    r"(?:unclear|uncertain|unsettled|not (?:understood|established|resolved|known|proven|settled"
    r"|clear)|"
    r"(?:poorly|incompletely) (?:understood|characteri[sz]ed|defined))\b"
    r"|\bnot (?:yet |been |fully |well |entirely |completely ){0,3}(?:understood|established"
    r"|resolved|proven|elucidated|"
    r"demonstrated|determined|replicated)\b"
    r"|\b(?:is|are|was|were) (?:not|never) (?:yet |ever |directly |formally |fully )?(?:tested"
    r"|studied|assessed|evaluated|investigated|examined|measured|compared|reported|replicated"
    r"|shown|confirmed)\b"
    r"|\bmechanism not\b"
    r"|\b(?:is|are) not (?:well |clearly |yet )?(?:defined|quantified)\b"
    r"|\bunder-?(?:characteri[sz]ed|studied|explored|investigated|researched|reported|tested)\b"
    r"|\bnot yet (?:been )?(?:\w+ )?(?:worked out|clarified|explained|answered|known|mapped"
    r"|defined)\b"
    r"|\bremains? (?:\w+ )?investigational\b|\b(?:is|are) (?:still |strictly |purely "
    r")?investigational\b"
    r"|\b(?:preclinical|mouse|animal|rodent|observational|in vitro)[- ]only\b"
    r"|\bonly (?:preclinical"
    r"|animal|in vitro|mouse|rodent) "
    r"(?:data|evidence)\b"
    r"|\b(?:is|are) absent\b"
    # knowledge that was got in part: "incompletely mapped", "not precisely measured"
    r"|\b(?:incompletely|insufficiently|inadequately|poorly|not (?:well|precisely|accurately"
    r"|directly|formally|systematically|rigorously|independently)) (?:mapped|measured|quantified"
    r"|characteri[sz]ed|understood|defined|studied|tested|documented|assessed|evaluated"
    r"|validated|replicated|established|demonstrated)\b"
    # "no A, B or C was performed", which names what was not tried
    r"|\bno (?!(?:\w+ )?(?:dose|treatment|correction|adjustment|imputation))[^.;]{0,150}?\b(?:was"
    r"|were) (?:performed|conducted|done|undertaken|carried out|attempted|tested|assessed"
    r"|evaluated|examined|studied)\b"
    r"|\bno (?!(?:\w+ )?(?:differences?|correlations?|associations?|relationships?|conflicts?"
    r"|overlaps?|interactions?|effects?|change)\b)(?![^.;,]{0,80}?\b(?:pages?|doi|pmid|ids?|entr(?:y"
    r"|ies))\b)[^.;,]{0,80}?\b(?:exists?|(?:is|are) "
    r"(?:currently |yet |commercially |presently )?available)\b"
    r"|\b(?:is|are|remains?) (?:still |currently |largely |entirely )?(?:lacking|not published)"
    r"(?=\s*(?:$|[.;:,()—–]))|\b(?:unclear|uncertain|unknown) (?:if|whether)\b"
    # without a verb, as in a list: "human data absent"
    r"|\b(?:data|evidence|trials?|rcts?|studies|validation|replications?|literature) (?:\w+ )"
    r"{0,2}?(?:absent|lacking|unavailable|non-?existent|sparse|scarce)(?=\s*(?:$|[.;:,()—–]))",
)

SILENT: Final = Concept(
    # a source that leaves something out, which says nothing about the world
    r"\b(?:sources?|pages?|papers?|abstracts?|texts?|reviews?|summar(?:y|ies)|articles?"
    r"|registr(?:y|ies)|records?|reports?|entr(?:y|ies)|guidance|labels?|footnotes?)\b[^.;]{0,50}"
    r"\b(?:does|do|did) not (?:say|state|give|report|describe|mention|name|cover|specify|list"
    r"|disclose|provide|print)\b"
    r"|\b(?:sources?|pages?|papers?|abstracts?|texts?|reviews?|summar(?:y|ies)|articles?"
    r"|registr(?:y|ies)|records?|reports?|entr(?:y|ies))\b[^.;]{0,30}"
    r"\b(?:gives?|gave|prints?|names?|cites?|provides?|states?|lists?|carries"
    r"|offers?)\b[^.;]{0,50}"
    r"\bno (?:\w+ ){0,3}?\w+"
    r"|\b(?:is|are|was|were) not (?:given|stated|described|named|covered|disclosed|printed)\b",
)
CONCLUDED: Final = Concept(
    r"\b(?:review|reviewers|meta-analysis|authors) (?:\w+ )?conclude[sd]?\b",
)
NO_OUTCOME: Final = Concept(
    r"\b(?:no|neither|without) (?:\w+ ){0,2}?(?:outcomes?|results?|findings?|efficacy data)\b"
    r"|\b(?:outcomes?|results?|findings?) (?:is|are|was|were) not (?:given|stated|described"
    r"|reported|covered)\b"
    r"|\bnot (?:say|state|give|report|describe|mention) (?:\w+ ){0,3}?(?:outcomes?|results?"
    r"|findings?|what (?:it|they) found)\b",
)

# A "no" that stands alone or denies knowledge; "no fibrosis" names a state.
NO_VERDICT: Final = Concept(
    r"^(?:\|? ?[^|]*\|\s*)?(?:(?:no|none)(?=\s*(?:$|[/|—–;:,.(-]|(?:\S+ ){0,2}?(?:human|data|direct"
    r"|evidence|trials?|rcts?|stud|clinical|published|known|formal|controlled|independent"
    r"|replicat|approv|completed|tested|reported|validated|entry|cohort)))"
    r"|not (?:yet|tested|shown|established|known|done|assessed"
    r"|applicable yet)|unknown|"
    r"untested|unclear)\b",
)


def gap_words(words: Words) -> str:
    """Return the words that say knowledge or approval is missing, or ""."""
    return STRONG_GAP.find(words)


def weak_gap_words(words: Words) -> str:
    """Return words of uncertainty that yield to a result reported in the same statement."""
    return WEAK_GAP.find(words)
