# ruff: noqa: ISC004 - a pattern is read as one line or as adjacent pieces
"""Text that speaks to a program and not to a reader: found, never followed.

Indirect prompt injection puts an instruction into what a system retrieves (Greshake et al. 2023,
arXiv:2302.12173; Yi et al. 2023, arXiv:2312.14197). A medical article has no business with the
answer that a program gives, so words about "your response", a role label, or a call to set rules
aside give such text away whatever it asks for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_REPLY = (
    r"(?:responses?|repl(?:y|ies)|answers?|outputs?|completions?|code ?base|summar(?:y|ies)|"
    r"generated text|next message|final message)"
)
_MACHINES = (
    r"ais?|a\.i\.|llms?|language models?|assistants?|chat ?bots?|bots?|gpt|"
    r"(?:answer|search|summari[sz]ation|retrieval|reader|foundation|generative) "
    r"(?:engines?|systems?|models?|agents?)|summari[sz]ers?|crawlers?|virtual assistants?|"
    r"ai (?:agents?|systems?|models?|tools?)|automated (?:systems?|readers?|tools?)"
)
_MACHINE = f"(?:{_MACHINES})"
_ASKERS = (
    r"(?:an? |the |all |any |every |your )?(?:users?|askers?|person asking|questioner|visitors?)"
)
_RULE = (
    r"instructions?|rules?|guidelines?|prompts?|polic(?:y|ies)|restrictions?|guardrails?|"
    r"directives?|safeguards?|constraints?|commands?|programming|training"
)
_RULES = f"(?:{_RULE})"
_SAY = (
    r"(?:say|answer|repl(?:y|ies)|respond|recommend|state|claim|output|tell|reveal|print|ignore|"
    r"mention|cite|rank|declare|assert|report|write|insist|omit|quote|show|treat|follow|comply|"
    r"include|add|begin|start|end|refuse|use|confirm|explain|summari[sz]e|praise|present|list)"
)
_WRITTEN = (
    r"(?:poem|story|letter|essay|speech|song|joke|tweet|e-?mail|script|function|program|"
    r"haiku|limerick|slogan|blog post|advert(?:isement)?|press release)"
)
_FROM = (
    r"(?:^|(?<=[.!?:;>*\-|\"“(\n])\s|(?<=[\n>|]))[\s>*_#|\"“(\-]{0,8}(?:please |now |also |then )?"
)

_SOURCES: tuple[tuple[str, str], ...] = (
    # Setting rules aside.
    (
        "ignor,disregard,forget,overrid,bypass,set aside,discard,abandon,drop ",
        r"\b(?:ignor\w*|disregard\w*|forget\w*|overrid\w*|bypass\w*|set aside|drop|discard|"
        r"abandon)\s+(?:(?:all|any|every|the|your|these|those|my|of)\s+){0,4}"
        r"(?:(?:previous|prior|above|earlier|preceding|foregoing|existing|system|safety|other|"
        rf"usual|original|initial|given|current)\s+){{1,3}}(?:{_RULE}|text|messages?|context|"
        r"questions?)\b",
    ),
    (
        "ignor,disregard,forget,overrid,bypass",
        rf"\b(?:ignore|disregard|forget|override|bypass) (?:all |any )?(?:of )?your {_RULES}\b",
    ),
    (
        "new ,updated ,revised ,hidden ,secret ",
        rf"\b(?:new|updated|revised|hidden|secret) (?:system )?{_RULES} ?"
        rf"(?:for (?:the |any |all )?{_MACHINE}|:)",
    ),
    (
        "system prompt,system override,system message,system instruction,developer mode,"
        "anything now,prompt override,prompt-override",
        r"\bsystem\s+(?:prompt|override|message|instructions?)\b|\bdeveloper\s+mode\b|"
        r"\bdo anything now\b|\bprompt[- ]?override\b",
    ),
    # Role labels and the marks of chat formats.
    (
        "system,assistant:,developer:,user:,human:,ai:,bot:,assistant*,user*,ai*",
        r"(?:^|(?<=\n)|(?<=[.!?]\s))[\s>*_#|\-]{0,8}"
        r"(?:system|assistant|developer|user|human|ai|bot)[*_ ]{0,3}:"
        r"(?=[*_\s]{0,4}(?:you\b|please\b|ignore|disregard|answer|say|repl|respond|recommend|"
        r"do not|always|never|from now|tell|the assistant|the answer|i |sure|of course|yes|add|"
        r"write|set))",
    ),
    (
        "<|,[inst,[/inst,<<sys,<</sys,<system,</system,<assistant,</assistant,"
        "<instruction,</instruction,<prompt,</prompt,##",
        r"<\|[a-z_0-9]{2,24}\|>(?:[^<\n]{0,400}<\|[a-z_0-9]{2,24}\|>)?|"
        r"\[INST\](?:[^\[\n]{0,400}\[/INST\][.!?]?)?|\[/INST\]|<</?SYS>>|</?(?:system|assistant|instructions?|"
        r"prompt)>|(?:^|\n)\s{0,8}#{2,4}\s{0,4}(?:instructions?|system|response|human|assistant)"
        r"\s{0,4}:",
    ),
    (
        "system prompt,hidden prompt,new prompt,system instr,hidden instr,new instr,"
        "system mess,hidden mess,new mess",
        r"\b(?:begin|end) (?:of )?(?:system|hidden|new) (?:prompt|instructions?|message)\b",
    ),
    # The answer that is being made.
    (
        "your ",
        rf"\byour (?:next |final |own |whole |entire |full |generated )?{_REPLY}\b"
        r"(?! (?:to|at|after|during) (?:the |this |that |your |a )?(?:treat|therap|drug|cell|"
        r"infus|inject|vaccin|medic|question|survey))(?! (?:variable|may differ|rate))",
    ),
    (
        "your message,your text,your words,your sentences,your entire,your whole",
        r"\b(?:letters?|words?|spaces?|vowels?|sentences?) (?:in|of|from) your (?:\w+ )?"
        r"(?:message|text|words|sentences)\b|\byour (?:message|text)'s (?:words|letters)\b|"
        r"\b(?:render|rewrite|encode|scramble|spell) your (?:message|text|words)\b",
    ),
    (
        "the generated,the final,generating,composing,writing",
        rf"\bin(?:to)? the (?:generated|final) {_REPLY}\b|\bwhen (?:generating|composing|"
        rf"writing) (?:an? |the |your )?{_REPLY}\b",
    ),
    # Speaking to a machine.
    (
        "dear,attention,notice to,note to,notes to,note for,notes for,message,instruction,"
        "directed at,hey,hello",
        rf"\b(?:dear|attention|notice to|notes? (?:to|for)|messages? (?:to|for)|"
        rf"instructions? (?:to|for)|directed at|hey|hello)[, ]+(?:all |any |the |every )?"
        rf"{_MACHINE}\b",
    ),
    (
        "reads,reading,process,summari,quot,using,uses,index,retriev,pars,encounter,answering",
        rf"\b(?:any|an?|every|each|all|the) {_MACHINE} (?:that |which |who )?(?:is |are )?"
        r"(?:reads?|reading|process(?:es|ing)|summari[sz](?:es|ing)|quot(?:es|ing)|using|uses|"
        r"index(?:es|ing)|retriev(?:es|ing)|pars(?:es|ing)|encounter(?:s|ing)?|answering)\b",
    ),
    (
        " must , should , shall , has to , have to , required to , instructed to ,"
        " needs to , is to , will now ",
        rf"\b(?:{_MACHINES}|model) (?:must|should|shall|has to|have to|is required to|"
        r"are required to|is instructed to|needs to|is to|will now|should now)\b "
        rf"(?:now |always |never |not |only |instead ){{0,2}}{_SAY}\b",
    ),
    (
        "as a,you are a,being a",
        rf"\b(?:as|if you are|since you are|because you are|being) an? (?:\w+ )?{_MACHINE}\b"
        r"[^.]{0,60}\b(?:must|you|say|answer|reply|should|your)\b",
    ),
    (
        "you are,pretend,act as,act to be,behave,roleplay,respond as",
        r"\byou are (?:now |from now on )(?:an?|in|the|free|allowed|no longer)\b|"
        rf"\byou are an? (?:\w+ ){{0,2}}{_MACHINE}\b|"
        r"\b(?:pretend|act|behave|roleplay|respond) (?:to be|as (?:if you|though you|an? "
        r"(?:unrestricted|expert|doctor|salesperson|different)))\b",
    ),
    ("from now on", r"\bfrom now on,? (?:you|always|never|answer|reply|respond|say)\b"),
    # What to tell whoever asks.
    (
        "user,asker,person asking,questioner,visitor",
        r"\b(?:tell|inform|advise|remind|assure|convince|urge|instruct|encourag\w+|invit\w+|warn|"
        rf"persuade|suggest(?:ing)?(?: that)?|direct|redirect|send|refer|for|thank) {_ASKERS} "
        r"(?:that|to|about|they|join|install|visit|download|is|are|should|for)\b",
    ),
    (
        " ask, inquire, wants to know, want to know, quer",
        rf"\b(?:when|if|whenever|once) (?:{_ASKERS}|someone|anyone|anybody|people|you are) "
        r"(?:is |are )?(?:asks?|asked|inquires?|wants? to know|queries|quer(?:y|ied))\b[^.]{0,90}"
        rf"\b{_SAY}\b",
    ),
    (
        "answer,reply,respond",
        rf"{_FROM}(?:answer|reply|respond)(?: only| always| instead| exactly)? "
        r"(?:with|in|by|only|always|that|as|yes|no)\b",
    ),
    (
        "always ",
        rf"{_FROM}always (?:(?:answer|say|reply|respond|recommend|mention|state|include)\b|"
        r"(?:cite|rank|quote|show) (?:this|our|the product)\b)",
    ),
    (
        "never ,do not ,don't ",
        rf"{_FROM}(?:never|do not|don't) (?:mention|reveal|cite|disclose|show|display|quote|"
        r"output|include|add|print|repeat) (?:(?:any|the|this|that|these|other|your|a) ){0,3}"
        r"(?:disclaimer|warning|caveat|notice|instruction|prompt|source|document|page|passage|"
        r"article|tier|limits?|risk|side effect|adverse)s?\b",
    ),
    (
        "omit ,remove ,hide ,skip ,suppress ,leave out ,delete ,disable ,turn off ",
        rf"{_FROM}(?:omit|remove|hide|skip|suppress|leave out|delete|disable|turn off) "
        r"(?:(?:any|all|the|every|your) ){0,3}(?:disclaimer|warning|caveat|safety|notice|guard|"
        r"filter|citation|tier)s?\b",
    ),
    (
        "this ,the following,the above",
        rf"{_FROM}(?:cite|quote|rank|show|display|print|repeat|list|mark|treat|rate|label|return|"
        r"output|present|use|prefer|trust|score) (?:only )?(?:this|the following|the above) "
        r"(?:document|article|page|passage|text|sentence|statement|paragraph|line|source|product|"
        r"block|section)\b[^.]{0,40}\b(?:first|as|above|instead|only|before|verbatim|always|alone|"
        r"highest|word for word|in full|whenever|regardless)\b",
    ),
    (
        "overrid,supersede,replace,precedence,outrank",
        r"\bthis (?:document|article|page|passage|text|source|message|paragraph) (?:overrides?|"
        r"supersedes?|replaces?|takes precedence over|outranks?) (?:\w+ ){0,3}"
        r"(?:others?|sources?|documents?|rules|instructions?|polic(?:y|ies)|guidelines|prompts?)\b",
    ),
    # A task for a writer or a programmer, or a question to one.
    (
        "poem,story,letter,essay,speech,song,joke,tweet,mail,script,function,program,"
        "haiku,limerick,slogan,blog post,advert,press release",
        rf"{_FROM}(?:write|draft|compose|provide|produce|create|generate|develop|give)(?: me| us)? "
        rf"(?:an? |the following |another )(?:\w+ ){{0,3}}{_WRITTEN}\b",
    ),
    (
        "draft ,compose ",
        rf"{_FROM}(?:draft|compose) (?:an? |the )(?:\w+ ){{0,3}}"
        r"(?:introduction|paragraph|summary)\b",
    ),
    (
        "explain ,describe ,break down ,replace ,provide ,equivalent for",
        rf"{_FROM}(?:(?:explain|describe|break down) (?:the |how |why |a |an )"
        r"(?:[\w'’-]+ ){0,7}[\w'’-]+(?=[.!](?:\s|$))|replace (?:every |all |the )?(?:\w+ )?"
        r"(?:letters?|vowels?|words?|spaces?) (?:with|by)\b|provide (?:an example of how to|"
        r"the \w+ equivalent (?:for|of))\b)",
    ),
    ("translate ", rf"{_FROM}translate (?:the following|this|everything|all)\b"),
    (
        "can you ,could you ,would you ,will you ,how do i ,how do you ",
        rf"{_FROM}(?:can|could|would|will) you (?:please )?(?:show|tell|give|explain|write|provide|"
        rf"translate|help) me\b|{_FROM}how do (?:i|you) (?:say|solve|write|code|translate)\b",
    ),
    (
        "code block,code snippet,code section,code excerpt,code segment,code fragment,"
        "your code,your implementation,your solution",
        r"\b(?:following|subsequent|below|this) code (?:block|snippet|section|excerpt|segment|"
        r"fragment)|\bcode (?:block|snippet|section|excerpt|segment|fragment)s? (?:in|into|to) "
        r"your\b|\byour (?:code|codebase|implementation|solution) (?:should|must|embod|to)\b",
    ),
    (
        "command,function call,tool call",
        r"\b(?:execute|run|call) (?:the |this |that )?(?:following )?(?:shell |system |tool )?"
        r"(?:commands?|function call|tool call)\b",
    ),
)
#: For each kind of text: words, parted by commas, of which one must stand in it; and its pattern.
_BEFORE, _BEHIND = 170, 260
"""Characters around such a word that are searched: no pattern reaches farther."""
_KINDS = tuple(
    (tuple(words.split(",")), re.compile(source, re.IGNORECASE)) for words, source in _SOURCES
)
#: All these words: a text without any, as most are, is done with in one pass.
_WORDS = tuple(dict.fromkeys(word for words, _ in _KINDS for word in words))
#: What a text that speaks to a program goes on with: "Praise the product. Say it cures."
_GOES_ON = re.compile(
    rf"\W*(?:you\b|your\b|please\b|instead\b|then\b|also,?\b|never\b|always\b|do not\b|don't\b|"
    rf"{_SAY}\b|praise|tell|give|make|write|use\b|pretend|act\b|behave|assume|remember|keep\b)",
    re.IGNORECASE,
)


def find_prompts(text: str) -> list[tuple[int, int]]:
    """Return (start, end) of each piece of `text` that speaks to a program, in order."""
    lowered = text.lower()
    if len(lowered) != len(text):  # a few capitals have two small letters, which moves places
        lowered = "".join(each if len(each.lower()) != 1 else each.lower() for each in text)
    if not any(word in lowered for word in _WORDS):
        return []
    found: set[tuple[int, int]] = set()
    for words, pattern in _KINDS:
        for start, end in _windows(lowered, words):
            found.update(match.span() for match in pattern.finditer(text, start, end))
    return sorted(found)


def _windows(lowered: str, words: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Yield what is around the places of any of `words`, merged where two meet."""
    places = sorted(place for word in words for place in _places(lowered, word))
    start = end = -1
    for place in places:
        if place - _BEFORE <= end:
            end = place + _BEHIND
            continue
        if end >= 0:
            yield max(0, start), end
        start, end = place - _BEFORE, place + _BEHIND
    if end >= 0:
        yield max(0, start), end


def _places(lowered: str, word: str) -> Iterator[int]:
    place = lowered.find(word)
    while place >= 0:
        yield place
        place = lowered.find(word, place + len(word))


def goes_on(sentence: str) -> bool:
    """Tell whether a sentence behind an instruction reads as more of it."""
    return _GOES_ON.match(sentence) is not None
