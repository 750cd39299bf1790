"""R9: interpretation, perspective, consensus, calls for research, reasoned risks."""

from __future__ import annotations

from typing import Final

from corpus.tiers.words import AnyOf, Concept, Words

SYNTHESIS: Final = Concept(
    r"^(?:in other words|taken together|overall|in (?:sum|summary|short|conclusion)|collectively"
    r"|across (?:these|the|all)|"
    r"together,? these (?:data|results|findings|observations)|on balance|importantly"
    r"|notably,? this"
    r"|critically|in practice)\b"
    r"|\b(?:this|it|that|these|which|they)(?: (?:findings?|results?|data|observations?|evidence"
    r"|stud(?:y|ies)))? (?:also |further |directly |broadly )?(?:aligns?|align"
    r"|underscor\w+|highlights?|reinforc\w+|suggests?|suggest|"
    r"implies|imply|indicates?|establishes|raises?|speaks? to|represents?|supports?|support"
    r"|points? to|can "
    r"point|makes?|make|argues?|means|illustrates?|"
    r"echoes|challenges?|complicates?|explains? why|informs?|informed)\b"
    r"|\b(?:(?:echo|mirror|recall|parallel)(?:s|es|ing)? (?:the|an?|earlier|his|her|their)\b"
    r"|aligns? with|consistent with the (?:broader|idea|hypothesis|view|model)"
    r"|in line with|in keeping with)\b"
    r"|\b(?:reinforces?|underscores?|strengthens?|bolsters?|weakens?|undermines?) (?:the |this "
    r"|that |a )?(?:\S+ ){0,3}?(?:gap|hypothesis|case|view|critique|idea|"
    r"argument|need|concern|notion|importance|rationale|claim|conclusion|interpretation|theory)\b"
    r"|\b(?:informed|motivated|inspired|prompted|fueled|shaped?|shapes) (?:the |how |a |this "
    r")(?:\S+ ){0,3}?(?:hypothes[ei]s|idea|view|debate|field|programs?|interest|trials?)\b"
    r"|\b(?:carr(?:y|ies)|has|have|deserves?|bears?) (?:the )?(?:most|real|more|less|greatest"
    r"|little|great) weight\b"
    r"|\b(?:overall|general|broader|wider|common) (?:pattern|trend|theme|context|lesson)\b"
    r"|\b(?:pattern|trend|theme|lesson|conclusion|message) (?:is|that emerges)\b"
    r"|\boverlap(?:s|ping)? with\b|\bdistinct from\b.{0,30}\bclaim|\bdemonstrates? (?:regulatory"
    r"|feasibility|the (?:value|importance|need))\b",
)
ATTITUDE: Final = Concept(
    r"\bnext experiment\b|\bcan be justified\b|\bneeds? (?:\w+ ){0,2}?(?:validation"
    r"|replication)\b|"
    r"\b(?:promising|encouraging|exciting|intriguing|tantali[sz]ing|trajectory|groundbreaking"
    r"|attractive (?:candidate|target|strategy)|compelling|"
    r"potential (?:therap|strateg|benefit|treatment|role)\w*|holds? (?:great )?(?:promise"
    r"|potential))\b"
    r"|\b(?:should|ought to|need(?:s)? to|must be (?:interpreted|considered|weighed|read|treated)"
    r"|it is (?:important|worth|likely|unlikely|plausible|possible|reasonable|"
    r"tempting|conceivable|unclear))\b|\bwould (?:improve|require|need|allow|help|enable"
    r"|strengthen"
    r"|be)\b"
    r"|\b(?:authors?|experts?|investigators?|reviewers?|we|commentators|critics) (?:\w+ "
    r")?(?:call(?:s|ed)? for|recommend\w*|argue[sd]?|propose[sd]?|"
    r"suggest(?:s|ed)?|speculate[sd]?|hypothesi[sz]e[sd]?|believe[sd]?|caution(?:s|ed)?"
    r"|advocate[sd]?|urge[sd]?|emphasi[sz]e[sd]?)\b"
    r"|\b(?:calls? for|argues? (?:that|for)|speculat\w+|hypothesi[sz]\w+|plausibl[ey]|arguabl[ey]"
    r"|conceivabl[ey]|presumably|theoretical(?:ly)?|in theory|in principle)\b"
    r"|\bmay (?:partially |partly |also |in part )?(?:reflect|explain|account|contribute"
    r"|represent"
    r"|be due)\b|\bmight\b"
    r"|\bcould\b(?! (?:not )?(?:only )?be (?:read|found|obtained|checked|reached|identified))"
    r"|\b(?:core |major |key |main |central |translational |open )(?:\w+ )?(?:challenge"
    r"|limitation"
    r"|obstacle|hurdle|caveat|bottleneck|gap|concern)s?\b"
    r"|\bfuture (?:[\w-]+,? ){0,3}(?:trials?|research|work|studies)\b"
    r"|\b(?:requires?|needs?|deserves?|merits?|warrants?) (?:further|more|additional|independent"
    r"|dedicated|larger|prospective) (?:[\w-]+ ){0,3}?(?:study|studies|research|investigations?"
    r"|confirmation|validation|replication|verification|testing|work|evidence|data|trials?)\b"
    r"|\b(?:is|are|was|were) (?:foundational|seminal|a landmark)\b"
    r"|\b(?:does|do|did) not (?:strictly |necessarily |by itself )?rule out\b|\blines of evidence\b"
    r"|\b(?:requires?|calls? for|demands?|warrants?) (?:great |some |extra )?caution\b"
    r"|\bauthors? conclude[sd]?\b[^.;]{0,200}\bsuggesting\b"
    r"|\b(?:best|better) (?:understood|seen|viewed|regarded|read) as\b|\bsurrogate efficacy\b"
    r"|\b(?:evidence|data|literature) (?:[^\s.;,]+ ){0,7}?(?:remains?) (?:very |still |quite )?"
    r"(?:limited|sparse|thin|weak|preliminary|mixed)\b|\b(?:is|are) (?:unreliable"
    r"|insufficient|inadequate|premature|limited|needed|warranted|"
    r"impossible|controversial|debated|contested|overstated|unlikely)\b|\bimpossible\b"
    # a factor that a process requires is biology, a trial that a field requires is a wish
    r"|\b(?:trials?|stud(?:y|ies)|research|data|work|evidence|replications?|confirmation|caution"
    r"|validation)\b[^.;]{0,60}\b(?:is|are) (?:also |still )?required\b"
    r"|\bno(?:t)? .{0,20}extrapolation\b|\bextrapolat\w+\b|\bcaveats?\b(?! ?\))"
    r"|\bambigu\w+\b|\bproxies\b|\bstand-?ins?\b|\b(?:no|not an?|neither is an?) (?:\w+ )?validated"
    r" (?:surrogate|measure|endpoint|marker|biomarker)\b"
    r"|\bnon-?standardi[sz]ation\b|\bheterogeneous\b(?! (?:class|group|family|population"
    r"|collection))",
)
RESEARCH_TALK: Final = Concept(
    r"\b(?:the|much of the|most|current|existing|ongoing|published|available|recent) (?:research"
    r"|literature|evidence|field|interest|work)\b(?: \w+){0,3}? "
    r"(?:is|are|has|have|was|clusters?|treats?|focus\w*|remains?|suggests?|supports?|points?"
    r"|centers?|centres?|moves?|moving|continues?|shows?|indicates?)\b"
    r"|\bbeing explored\b|\bstill emerging\b|\bevidence (?:base )?(?:is|remains) (?:\w+ "
    r")?(?:emerging|limited|early|mixed|weak|strong|thin|modest|growing)\b"
    r"|\bgrowing (?:body|interest)\b|\bbody of (?:\w+ )?(?:work|evidence|literature)\b"
    r"|\bthe most "
    r"(?:rigorous|advanced|important|relevant|convincing|promising|extensive)\b"
    r"|\btheoretical risks?\b|\brisks? include\b|\bmixed results\b"
    r"",
)


_JUDGES: Final = (
    r"(?:authors?|investigators?|researchers?|reviewers?|experts?|critics|commentators|editors?"
    r"|pages?|essay|perspective)"
)
FIRM: Final = Concept(
    # what someone holds, asks for or reads into figures, whatever figures stand beside it
    rf"\b{_JUDGES} (?:themselves |also |then |only )?(?:asks? for|asked for|calls? for|called for"
    r"|argue[sd]?|interpret(?:s|ed)?|attribute[sd]?|blame[sd]?|speculate[sd]?|believe[sd]?"
    r"|think|thought|propose[sd]?|hypothesi[sz]e[sd]?)\b"
    rf"|\b{_JUDGES} (?:see|sees|saw|reads?|treats?|regards?|views?|takes?) (?:this|it|that|them|an?"
    r"|the)\b"
    r"|\b(?:is|are|was|remains?) (?:(?:its|his|her|their|an?|the|only|merely"
    r"|our) )?(?:\S+ ){0,2}?"
    r"(?:view|opinion|interpretation|speculation|proposal|conjecture|judge?ment|guess)\b"
    r"|\b(?:is|are) (?:not|no|hardly) (?:evidence|proof)\b"
    r"|\bcaution(?:s|ed)? against\b|\b(?:is|are|as) (?:an? )?(?:\w+ )?(?:caution|warning|reminder"
    r"|lesson)\b|\b(?:cornerstone|mainstay|backbone) of\b|\bstandard[- ]of[- ]care\b"
    r"|\brisk[-–/ ](?:to-)?benefit\b|\bremains? debated\b"
    r"|\b(?:does|do|can) ?not (?:by (?:itself|themselves) |alone |yet )?(?:show|prove|establish"
    r"|demonstrate|tell|say|mean|imply|settle) (?:that|whether|which|how|why|what|if|us)\b"
    r"|\b(?:is|are|was|were) (?:likely|probably|possibly|perhaps|presumably|plausibly) "
    r"(?:attributable|due|explained|caused|driven|an artefact|an artifact)\b"
    r"|\b(?:may|might|could) (?:\w+ )?(?:reflect|explain|account for|be due|be explained)\b"
    r"|\bexpert (?:judge?ment|opinion)\b|\bshould not be (?:compared|ranked|read|taken|used"
    r"|pooled|mixed)\b"
    r"|^(?:this|these|such|the) (?:\w+ ){0,2}?(?:concerns?|caveats?|limitations?|problems?"
    r"|weakness(?:es)?|issues?|tensions?|discrepanc(?:y|ies)|objections?|criticisms?)\b"
    r"|\b(?:this|these) \w+ (?:suggests?|indicates?|implies|imply|underscores?|highlights?"
    r"|validates?"
    r"|points? to|argues?)\b"
    r"|\b(?:say|says|tell|tells)(?: us)? nothing (?:about|of|on)\b"
    r"|\ba reason to\b|\bline of evidence\b"
    r"|\bcannot be (?:asserted|assumed|concluded|inferred|excluded|ruled out|generali[sz]ed)\b"
    r"|\b(?:theory|frame|framework|hypothesis|model|account) (?:is silent|does not (?:explain"
    r"|address|predict|account))\b"
    r"|\blikely (?:captures?|reflects?|represents?|explains?|accounts?|arises?)\b"
    r"|^(?:clinical |practical |translational |research )?implications?\s*:",
)


SOURCING: Final = Concept(
    r"\b(?:figures?|percentages?|numbers?|values?|estimates?|details|rates?)\b.{0,30}? (?:are|is"
    r"|come|comes|were|was) "
    r"(?:taken |drawn |derived |quoted )?(?:only )?from\b.{0,60}\b(?:closed|abstract|paywall"
    r"|secondary|press|unread|review)"
    r"|\b(?:abstract-derived|abstract-only|closed-access|paywalled)\b",
)
_OPINION: Final = AnyOf(SYNTHESIS, ATTITUDE, RESEARCH_TALK, SOURCING)
SPECULATIVE_SECTION: Final = Concept(
    r"\bwhat would\b|\b(?:theoretical|hypothetical|speculative)\b|\bfalsif|\bpredictions?\b"
    r"|\bfuture (?:directions|work|research)\b"
    r"|\bresearch (?:needs|agenda|priorities)\b|\bproposed (?:trial|stud|experiment)",
)
POWER: Final = Concept(r"(?:(?<=was )|(?<=were )|(?<=is )|(?<=are )|(?<![\w ]))\bunder-?powered\b")


def firm_opinion_words(words: Words) -> str:
    """Return words that interpret even where figures stand beside them, or ""."""
    return FIRM.find(words)


def opinion_words(words: Words) -> str:
    """Return words that interpret rather than report, or ""."""
    return _OPINION.find(words)
