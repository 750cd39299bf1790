"""R0: notices, disclaimers, navigation and editorial remarks say nothing about medicine."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from corpus.records import Kind
from corpus.tiers.words import AnyOf, Concept, Words, words_of

DISCLAIMER: Final = Concept(
    r"\b(?:not|no substitute for|rather than|instead of) (?:professional |personal |a substitute "
    r"for "
    r"(?:professional )?)?medical advice\b"
    r"|\bdoes not (?:constitute|replace|provide) (?:professional "
    r"|personal )?(?:medical )?advice\b"
    r"|\b(?:educational|informational|information) (?:purposes? )?only\b"
    r"|\bfor (?:educational|informational|information|general information) (?:purposes|use)\b"
    r"|\b(?:consult|speak (?:to|with)|talk to|ask) (?:your|a|an) (?:own |qualified |licensed "
    r"|personal )*"
    r"(?:doctor|physician|clinician|health(?:care)? (?:professional|provider))\b"
    r"|\b(?:treatment|medical|care|therapeutic) decisions? (?:should|must|needs? to|ought to|has "
    r"to) be (?:made|taken|discussed|left|guided|based|reached|individuali[sz]ed)\b"
    r"|\bis a (?:medical|clinical|personal) decision (?:that|for|between|which)\b"
    r"|\bindividual results (?:may |will |can )?vary\b"
    r"|\b(?:results|outcomes?) (?:are|is) not guaranteed\b"
    r"|\bguaranteed? (?:of )?(?:any )?outcome\b"
    r"|\bnot (?:a )?guarantee\b"
    r"|\b(?:these|those|the) (?:compounds|products|substances|therapies|treatments) (?:are|is) "
    r"(?:investigational and )?not approved for the uses? described\b"
    r"|\bnot approved for the uses? described\b"
    r"|\bno (?:doctor|physician|clinician)-patient relationship\b"
    r"|\ball rights reserved\b|\bcopyright (?:©|\(c\)|\d{4})"
)

NAVIGATION: Final = Concept(
    r"^(?:see also|see|read more|learn more|related(?: pages?| articles?)?|back to|jump to|go to|"
    r"browse|explore|view|visit|click|subscribe|share|download|return to|main article)\b"
    r"(?!.*\b(?:show|effect|improv|reduc|increas|patients))"
    r"|\bthis (?:page|article|section|entry|note) (?:covers|describes|is about|is part of"
    r"|summari[sz]es|"
    r"lists|collects|focuses on|deals with|discusses|tracks|documents|should be read)\b"
    r"|\b(?:lives|live|is covered|are covered|is documented|is described|is discussed"
    r"|are discussed"
    r"|"
    r"is treated|are treated) (?:on|in|under|at) (?:the |its |their |a )?"
    r"(?:own |separate |sibling |dedicated )*(?:page|[a-z0-9]+(?:-[a-z0-9]+)+)"
    r"|\bcross-?(?:link|reference)s? (?:to|are)\b|^cross-?references?:|\btable of contents\b"
    r"|\b(?:look (?:at|up)|check with|refer to|turn to) (?:\S+ ){0,8}?(?:pages?|website|site"
    r"|regulators?|registry)\b"
    r"|^for [^.]{3,150}[,:] see\b|^see(?: also)? \S+ (?:for|§)|\b(?:this|that) page is the\b"
    r"|\bon our (?:[a-z]+ )?(?:page|site|website|blog)\b",
)

VERIFICATION: Final = Concept(
    r"\b(?:recency|literature|pubmed) (?:literature )?(?:search(?:es)?"
    r"|check)\b.{0,20}\b(?:conducted"
    r"|performed|run|done|via|on)\b|"
    r"\b(?:verified|checked|confirmed|cross-checked|validated|read|reviewed) (?:directly "
    r"|again )?"
    r"(?:against|from|with|end-to-end|in full)\b.{0,40}\b"
    r"(?:primary sources?|pubmed|clinicaltrials\.gov|full[- ]?(?:text|pdf)s?|pdfs?|the (?:pdf"
    r"|paper"
    r"|original)|"
    r"originals?|abstracts?)"
    r"|\bnot (?:yet )?(?:independently )?re-?(?:read|verified|checked)\b"
    r"|\b(?:last|medically|fact) ?-?(?:reviewed|updated|checked|verified) (?:by|on|:)"
    r"|^(?:selected )?references?,? (?:each|all) "
    r"|\bsearch (?:terms?|strings?|quer(?:y|ies)|strategy)\b"
    r"|\b(?:citation|source|reference) (?:is )?(?:needed|required|missing|to be added)\b"
    r"|\b(?:needs?|requires?|lacks?|awaits?) (?:an? )?(?:\w+ )?(?:\w+ )?citations?\b"
    r"|^(?:archive|local-pdf|verified-scope|verification status|to ?do)\b\s*:",
)

EDITORIAL: Final = Concept(
    # an editor's note on sourcing, whatever figures the sourced claim holds
    r"\b(?:citations?|sources?|references?) (?:is |are |still )*(?:needed|required|missing"
    r"|to be (?:added|checked|verified))\b"
    r"|\b(?:needs?|requires?|lacks?|awaits?|requiring"
    r"|needing) (?:an? )?(?:\w+ ){0,2}?citations?\b"
    r"|\b(?:lives?|is|are) (?:\w+ )?on (?:the )?(?:linked|sibling|separate|its own|dedicated"
    r"|atomic)"
    r" (?:\w+ )?pages?\b|\bnot sourced\b"
    r"|\b(?:correct(?:ed)?|wrong|right|erroneous) (?:doi|pmid|citation|reference|attribution)\b"
    r"|\b(?:doi|pmid|citation) (?:is |was |has been )?(?:now |since )?(?:corrected|fixed"
    r"|updated)\b"
    r"|\b(?:should|must|needs? to|to) be (?:re-?)?(?:verified|checked|confirmed) (?:against"
    r"|with|on"
    r"|from|in|via)\b"
    # the page's own upkeep: numbers looked up, pages not yet written, citations to mend
    r"|\b(?:ids?|identifiers|accessions?)\b[^.;]{0,30}\b(?:confirmed|verified|checked|corrected"
    r"|looked up)\b"
    r"|\b(?:citations?|footnotes?|references?|links?)\b[^.;]{0,40}\b(?:must|should|needs? to) be "
    r"(?:updated|corrected|changed|fixed|replaced|added)\b"
    r"|\bpages?\b[^.;]{0,30}\bnot (?:yet )?(?:seeded|written|created|drafted)\b"
    r"|\b(?:parent |companion |separate |own )(?:\w+ )?page (?:—|–|is|still) ?needed\b"
    r"|\bpage — needed\b|\bdo not cite\b|\bthis page exists\b|^affected claims?\b"
    r"|\b(?:stated|written|taken|given) from (?:general|background|prior) knowledge\b|\b(?:sources?"
    r"|references?|citations?) (?:is |are )?not (?:cited|given|linked) here\b"
    r"|\b(?:earlier|previous|prior) (?:drafts?|versions?) of (?:this|the) (?:page|article|entry)\b"
    # what the page's keeping left to do, or could not look up
    r"|\blint(?:ing)? (?:pass|run|check|cross-check)\b|^tags?:?\W*$|\b(?:not|no)\b[^.;]{0,60}"
    r"\bin this session\b"
    r"|\b(?:not |to be )(?:integrated|used|added|cited) as (?:an? )?(?:primary|main) (?:citation"
    r"|source|reference)\b"
    r"|\b(?:field|frontmatter|front matter|slug) (?:is|was|are|left|set to|remains?) (?:\w+ )?"
    r"(?:null|blank|empty|unset|omitted|unpopulated)\b"
    r"|\b(?:api|browser|website|portal) (?:access|look-?ups?|search|quer(?:y|ies))\b[^.;]{0,30}"
    r"\b(?:to (?:confirm|verify|check)|needed|required)\b"
    r"|\bpreviously (?:noted|listed|cited|stated|given|recorded)\b[^.;]{0,80}\b(?:was|were|is|are)"
    r" (?:an? )?(?:unverified|wrong|incorrect|erroneous|error|misattributed)\b"
    r"|\b(?:is|are) covered (?:in (?:depth|detail) )?(?:on|in|under) [a-z0-9-]+\b(?=[;:.]|$)"
    r"|\bsearch(?:es)?\b.{0,250}?\b(?:returned|retrieved|yielded|gave|found) (?:\S+ ){0,3}?"
    r"(?:hits?|results?|papers?|articles?|records?|entries)\b"
)
_SAME_NOTICE: Final = Concept(
    r"\binclusion of\b|\bis discussed in the context\b|\binvestigational\b|\bphysician\b"
    r"|\bdoctor\b|\bjurisdictions?\b|\bresponsib|\bliab|\bendorse|\bapproved\b|\bvary\b",
)
_NOTICES: Final = AnyOf(DISCLAIMER, NAVIGATION, VERIFICATION)
_POINTERS: Final = re.compile(
    r"^(?:\d+[.)]? )?(?:related (?:\w+,? )*(?:pages?|articles?|topics?|links|entries|concepts"
    r"|interventions|hypotheses|reading|hallmarks|pathways|proteins|molecules|phenotypes"
    r"|studies)$|see also|cross-?(?:links|references)|further reading"
    r"|external links|navigation)",
    re.I,
)


def is_pointer(kind: Kind, section: tuple[str, ...]) -> bool:
    """Tell whether a statement is an entry of a list of other pages."""
    return kind is Kind.LIST_ITEM and bool(section) and _lists_pages(section[-1])


@lru_cache(maxsize=4096)
def _lists_pages(heading: str) -> bool:
    return _POINTERS.match(heading) is not None


def notice_words(words: Words, preceding: Sequence[str]) -> str:
    """Return the words that make a statement a notice, or "".

    A boilerplate sentence that follows a disclaimer in the same paragraph belongs to it.

    Args:
        words: The statement.
        preceding: The earlier statements of its paragraph.
    """
    if _NOTICES.may_be_in(words) and (found := _NOTICES.find(words)):
        return found
    same = _SAME_NOTICE.find(words)
    if same and any(DISCLAIMER.within(words_of(earlier)) for earlier in preceding):
        return same
    return ""
