"""What kind of claim a statement makes: a result, a mechanism, an interpretation, a definition."""

from __future__ import annotations

from typing import Final

from corpus.tiers.words import AnyOf, Concept, Words

NUMBERS: Final = AnyOf(
    Concept(
        r"\bp\s?[=<>≤≥]\s?0?\.?\d|\bp-?values?\b"
        r"|\b(?:hr|or|rr|irr|md|smd|wmd|auc|ahr|aor)\s?[=:]\s?[−-]?\d"
        r"|\b(?:hr|rr|smd|md|auc) [−-]?\d"
        r"|\b(?:odds|hazard|risk) ratio\b|\brelative risk\b|\bmean difference\b"
        r"|\bposterior probability\b"
    ),
    Concept(r"\d ?%", "%", figures=True),
    Concept(r"\d-fold\b", "-fold", figures=True),
    Concept(r"[-−+](?<![\w.)].)\d+(?:\.\d+)?(?![\d-]*[a-z])", "- − +", figures=True),
    Concept(r"\b\d+(?:\.\d+)? (?:points?|pts|vs\.?|versus)\b", "point pts vs versus", figures=True),
)
RESULT: Final = Concept(
    r"\b(?:improv(?:ed|ement|ements|es|ing)|reduc(?:ed|tion|tions|es|ing)|increas(?:ed|es|ing)"
    r"|decreas(?:ed|es|ing)|lower(?:ed|s)?|"
    r"higher|rais(?:ed|es)|prolong(?:ed|s)|extend(?:ed|s)|shorten(?:ed|s)|achieved|showed|shows"
    r"|show|found|observed|reported|"
    r"demonstrated|exhibited|experienced|developed|attenuated|prevented|reversed|restored|rescued"
    r"|failed|superior|inferior|"
    r"worse(?:ned)?|worsening|better|faster|slower|greater|fewer|remission|response rates?"
    r"|responders?|mortality|survival|survived|died|deaths?|"
    r"significant(?:ly)?|well[- ]tolerated|adverse events?|aes|saes|side effects?|safe|toxicity"
    r"|mixed results|no (?:difference|effect|benefit|change|"
    r"improvement|reduction)|did not|associated with|correlated|correlates (?:\w+ )?with"
    r"|predict(?:ed|s)"
    r"|predictors? of|maintained"
    r"|relapsed?|recovered|findings|(?:has|have|been|was|were) shown (?:to|in)|"
    r"protected|positive|negative|accelerated|delayed|confirmed|rejection|identified|resulted"
    r"|yielded|led to|elevated|ranged|"
    r"averaged|underpowered|affirmed|documented|favou?red|declin(?:ed|es)(?! to)|rose|fell"
    r"|gained|lost)\b",
)
TRIAL_TALK: Final = Concept(
    r"\b(?:arms?|groups?|placebo|controls|patients"
    r"|participants|subjects|volunteers|primary "
    r"(?:endpoint|outcome|analysis|end point)|"
    r"secondary (?:endpoint|outcome)s?|endpoints?|baseline|follow-?up|per-protocol"
    r"|intention-to-treat|itt|adverse|aes|saes|dose groups?|"
    r"randomi[sz]ed|enrolled|enrol+ment|cohort|weeks? \d+|months? \d+|day[ -]\d+|\d+[ -](?:weeks?"
    r"|months?|years?|days?|doses?|infusions?)|"
    r"double-blind|blinded|open-label|cross-?over|responders?|tolerated|p\s?[=<≤]|ci|n\s?=|trial"
    r"|study|all reports|reports|sample sizes?)\b",
)
METHOD: Final = Concept(
    r"\brandomi[sz]\w+|\bblind\w*|\bplacebo\b|\bendpoints?\b|\barms?\b|\bbaseline\b"
    r"|\benrol\w+|\bfollow-?up\b|\bopen-label\b|\bcohorts?\b|\bcontrol groups?\b|\btrials?\b"
    r"|\bsample sizes?\b",
)
ANAPHORA: Final = Concept(
    r"^(?:in |from |across |within )?(?:this|that|these|those|the|its|both|all|their)\b(?: "
    r"\S+){0,3}? (?:trials?|study|studies|reviews?|"
    r"reports?|analys[ei]s|authors?|investigators?|rct|rcts|evidence|findings?|data|results?"
    r"|effects?|benefits?|improvements?|model|models)\b"
    r"|^(?:the )?(?:authors|investigators|researchers)\b|^(?:it|they|results?|findings)\b",
)
_MECHANISM_NOUN = (
    r"paracrine|secretomes?|secreted?|secretes|secreting|cytokines?|chemokines?|macrophages?"
    r"|monocytes?|neutrophils?|microglia|"
    r"t[- ]cells?|b[- ]cells?|tregs?|nk[- ]cells?|lymphocytes?|dendritic|receptors?|ligands?"
    r"|kinases?|phosphorylat\w+|ubiquitin\w*|"
    r"transcription\w*|promoters?|enhancers?|mrnas?|mirnas?|micrornas?|exosomes?|exosomal"
    r"|vesicles?"
    r"|engraft\w*|pluripoten\w*|multiply|multiplies|"
    r"differentiation|senescen\w+|sasp|proliferati\w+|apopto\w+|autophag\w+|mitophag\w+"
    r"|ferropto\w+"
    r"|pyropto\w+|mitochondri\w+|"
    r"immunomodulat\w+|immune-modulating|immunosuppress\w+|immunogenic\w*|anti-inflammatory"
    r"|pro-inflammatory|inflammasome|"
    r"signal(?:l)?ing|(?:cell|molecular|these|chemical) signals|signal molecules|"
    r"(?<!development )(?<!regulatory )(?<!clinical )(?<!approval )(?<!care )pathways?"
    r"|upregulat\w+|downregulat\w+|up-regulat\w+|down-regulat\w+"
    r"|overexpress\w+|knockdown|knockout|"
    r"express(?:es|ed|ion|ing)|gene|genes|protein|proteins|enzymes?|enzymatic|substrates?"
    r"|cofactors?|ligases?|polymerases?|helicases?|recruits|excision repair|polycomb"
    r"|h[1-4][ab]?k\d+\w*|microsatellite instability"
    r"|methylat\w+|demethylat\w+|"
    r"acetylat\w+|deacetylat\w+|histones?|chromatin|telomer\w+|dna|rna|inhibit(?:s|ed|ion|ing"
    r"|ors?)"
    r"|activat(?:es|ed|ion|ing|ors?)|"
    r"suppress(?:es|ed|ion|ing)?|binds?|binding|mediat(?:es|ed|ors?|ing)|mechanis\w+|oxidati\w+"
    r"|reactive oxygen|ros|nad\+?|ampk|mtorc?\d?|"
    r"hla|antibod(?:y|ies)|antigens?|adaptive immun\w+|immune (?:system|responses?|reactions?"
    r"|cells?"
    r"|sensiti[sz]ation|tolerance|evasion)|potency|viability|"
    r"freeze-thaw|cryo\w+|half-life|clearance|cleared|circulation|capillar\w+|first-pass|trophic"
    r"|growth factors?|fibrosis|collagen|"
    r"metabol\w+|glycolysis|insulin|polarization|polarisation|calcium|ion channels?|membranes?"
    r"|sequester\w*|inactivat\w+|lysosom\w+|proteasom\w+|proteostasis|"
    r"cell cycle|stem-cell niche|niche|homing|home to|inflammaging"
    r"|neuroinflammation|"
    r"growth-factor|regenerat\w+|integrat\w+ into|(?:damaged|injured|host) tissues?"
    r"|tissue (?:repair|damage|remodel\w+|environment)|biosynthesis|catabolism|agonis\w+"
    r"|antagonis\w+|in[- ]vitro|"
    r"cytoplasm\w*|nucle(?:us|ar)|intracellular|extracellular|synap\w+|neurons?|fibroblasts?"
    r"|osteoclast\w*|osteoblast\w*"
)
MECHANISM: Final = Concept(
    rf"\b(?:{_MECHANISM_NOUN})\b|\b(?:il|tnf|ifn|tgf|vegf|hgf|igf|nf-κb|nf-kb|pge|ido"
    rf"|tsg)[-‐]?\d*[αβγκ]?\b(?=[\s,;:.)(/+-]|$)"
)
DEFINITION: Final = Concept(
    r"\b(?:is|are|was|were) (?:a |an |the |one )?(?:\w+[ -]){0,3}?(?:type|types|kind|class|family"
    r"|form|group|subset|member|name|term|source|one of several)\b(?: of| for)?"
    r"|\b(?:heterogeneous |broad |diverse |large )?class of\b|\b(?:also|commonly|often|formerly"
    r"|originally|sometimes) (?:called|known as|termed|named|"
    r"shortened to|abbreviated|referred to|identified by|isolated from)\b|\bknown as\b|\b(?:is"
    r"|are) called\b"
    r"|\b(?:is|are) (?:an? )?different (?:thing|concept|matter|entity) from\b|\brefers? "
    r"to\b|\b(?:is|are) defined (?:as|by)\b|\bstands for\b|"
    r"\b(?:re)?nam(?:ed|ing)\b.{0,60}[\"“'‘]|\brenam(?:ed|ing)\b|\bcoined\b|\b(?:terminology"
    r"|nomenclature)\b|\babbreviat\w+\b|"
    r"^(?:[^\s,;:]+ ){1,10}is the (?:study|science|field|process|organ|tissue|largest|main|primary)"
    r"\b|\bencoded by\b"
    r"|\blocated (?:in|on|at)\b|\bconsists? of\b|\bcomprises?\b|"
    r"\bisolated from\b|\bfirst (?:described|identified|isolated|discovered)\b"
    r"|\bwas (?:discovered"
    r"|founded|developed) (?:in|by)\b|\bbrand names?\b|"
    r"\bderived from the (?:greek|latin)\b|^naming note\b|\bis officially\b",
)
CONSENSUS: Final = Concept(
    r"\bconsensus\b(?! (?:\d|sequences?|motifs?|sites?|elements?|binding))"
    r"|\bregulatory (?:guidance|standards?)\b|\bguidance (?:on|for|document)\b"
    r"|\bposition (?:statement|paper)\b|\bguidelines?\b|\bexpert panel\b|\bcommittee\b"
    r"|\bworking group\b"
    r"|\bsociety\b.{0,60}\b(?:criteria|recommend|statement|established|defined)|\bminimal "
    r"criteria\b|\bminimum criteria\b",
)
LIMITS: Final = Concept(
    r"^(?:it|this|that|they|these|such)\b.*\b(?:does|do|did|cannot|can) ?(?:not|never)? "
    r"(?:establish|prove|show|demonstrate|mean|imply|confirm)\b",
)


def has_result(words: Words) -> bool:
    """Tell whether `words` report an outcome, by figures or by a result verb."""
    return RESULT.within(words) or NUMBERS.within(words)


def result_words(words: Words) -> str:
    """Return the first words that report an outcome, or ""."""
    return RESULT.find(words) or NUMBERS.find(words)
