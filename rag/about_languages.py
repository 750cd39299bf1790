# ruff: noqa: E501 - a pattern is read as one line, however long
"""The commonest questions about the desk in the other languages: who, what for, why not.

Each pattern is a whole question in a short form, as `rag.policy.normalise` writes it (lower case,
Latin letters without accents); longer ones are asked in English.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

_GREETING = re.compile(
    r"^(?:hola|bonjour|salut|hallo|guten tag|ciao|buongiorno|ola|bom dia|hoi|czesc|dzien dobry|"
    r"привет|здравствуйте|merhaba|selam|مرحبا|السلام عليكم|नमस्ते|こんにちは|안녕하세요|你好|您好)[\s,.!،。、！，]*"
)
_END = re.compile(r"[\s.?!؟。？！…।]+$")

_PATTERNS: Final = {
    "es": {
        "who": r"(?:y )?(?:quien|que) (?:eres|es usted)|(?:eres|es usted|es esto) (?:un |una )?(?:medic[oa]|doctor(?:a)?|robot|bot|persona|humano|maquina|programa)(?: real)?|que es (?:esto|este servicio)",
        "scope": r"que (?:puedes|puede|sabes|sabe) (?:usted )?hacer|que (?:te |le )?puedo preguntar(?:te|le)?|(?:como|en que) (?:me )?(?:puedes|puede) ayudar(?:me)?|para que sirves?",
        "declines": r"por que (?:te niegas|se niega|rechazas|rechaza|no quieres|no quiere|no puedes|no puede) (?:usted )?(?:a )?(?:responder(?:me)?|contestar(?:me)?|dar(?:me)? consejos?(?: medicos?)?|recomendar(?:me)?(?: (?:un )?tratamientos?)?)|por que no (?:me )?(?:respondes|responde|contestas|contesta)",
    },
    "fr": {
        "who": r"(?:qui|que) (?:etes-vous|es-tu)|(?:vous etes|tu es|c'est) (?:qui|quoi)|(?:etes-vous|es-tu|vous etes|tu es) (?:un |une )?(?:medecin|docteur|robot|humain|personne|machine|bot)(?: reelle?)?|qu'est-ce que ce service",
        "scope": r"que (?:pouvez-vous|peux-tu|sais-tu|savez-vous) faire|que puis-je (?:vous |te )?demander|comment (?:pouvez-vous|peux-tu) m'aider|a quoi (?:servez-vous|sers-tu)",
        "declines": r"pourquoi (?:refusez-vous|refuses-tu|vous refusez|tu refuses) de (?:me )?(?:repondre|conseiller|recommander(?: un traitement| des traitements)?)|pourquoi (?:ne (?:me )?repondez-vous pas|ne (?:me )?reponds-tu pas)",
    },
    "de": {
        "who": r"(?:wer|was) (?:bist du|sind sie)|(?:bist du|sind sie|ist das) (?:ein |eine )?(?:arzt|arztin|doktor|mensch|roboter|bot|maschine|programm|echter mensch|echte person)|was ist das hier|was ist dieser dienst",
        "scope": r"was (?:kannst du|konnen sie)(?: tun| machen)?|was kann ich (?:dich |sie |hier )?fragen|wie (?:kannst du|konnen sie) mir helfen|wofur bist du da",
        "declines": r"(?:warum|wieso|weshalb) (?:verweigerst du|verweigern sie|lehnst du|lehnen sie) (?:mir )?(?:die |eine )?(?:antwort(?:en)?|auskunft|empfehlungen|empfehlung|fragen)(?: ab)?|(?:warum|wieso|weshalb) (?:antwortest du|antworten sie|antwortest du mir|antworten sie mir) nicht|(?:warum|wieso) (?:gibst du|geben sie) keine (?:medizinischen )?(?:ratschlage|empfehlungen)",
    },
    "it": {
        "who": r"(?:chi|che cosa|cosa) (?:sei|e lei|e questo|e questo servizio)|(?:sei|lei e|e lei) (?:un |una )?(?:medico|dottore|dottoressa|robot|persona|umano|macchina|bot)(?: reale| vera)?",
        "scope": r"(?:che )?(?:cosa|che) (?:puoi|sai|puo) fare|(?:che )?cosa (?:ti |le )?posso chieder(?:e|ti|le)|come puoi aiutarmi|a cosa servi",
        "declines": r"perche (?:ti rifiuti|si rifiuta|rifiuti|rifiuta) di (?:rispondere|rispondermi|consigliare|raccomandare(?: trattamenti| un trattamento)?)|perche non (?:mi )?(?:rispondi|risponde)",
    },
    "pt": {
        "who": r"(?:quem|o que) (?:e voce|es tu|voce e|es)|(?:voce e|es) (?:um |uma )?(?:medic[oa]|doutora?|robo|robot|pessoa|humano|maquina|bot)(?: real)?|o que e (?:isto|isso|este servico)",
        "scope": r"o que (?:voce )?(?:pode|podes|sabe|sabes|consegue) fazer|o que (?:eu )?posso (?:te |lhe )?perguntar|como (?:voce )?(?:pode|podes) me ajudar|para que (?:voce )?serve",
        "declines": r"por ?que (?:voce )?(?:se recusa|te recusas|recusa|recusas) (?:a )?(?:responder|aconselhar|recomendar(?: tratamentos?| um tratamento)?)|por ?que (?:voce )?nao (?:me )?(?:responde|respondes)",
    },
    "nl": {
        "who": r"(?:wie|wat) (?:ben je|ben jij|bent u)|(?:ben je|ben jij|bent u|is dit) (?:een )?(?:arts|dokter|robot|bot|mens|persoon|machine|computer)|wat is dit",
        "scope": r"wat (?:kun|kan) (?:je|jij|u)(?: doen)?|wat kan ik (?:je |u |hier )?vragen|hoe (?:kun|kan) (?:je|u) (?:me|mij) helpen",
        "declines": r"waarom (?:weiger je|weigert u|weiger jij) (?:te |om te )?(?:antwoorden|adviseren|antwoord te geven)|waarom (?:antwoord je|antwoordt u|geef je|geeft u) (?:niet|geen (?:antwoord|advies))",
    },
    "pl": {
        "who": r"(?:kim|czym) (?:ty )?(?:jestes|pan jest|pani jest|to jest)|(?:czy )?jestes (?:lekarzem|robotem|botem|czlowiekiem|maszyna|programem)|co to jest",
        "scope": r"co (?:potrafisz|umiesz|mozesz (?:z)?robic)|o co moge (?:cie )?(?:za)?pytac|jak mozesz mi pomoc",
        "declines": r"dlaczego (?:odmawiasz|odmawia pan|odmawia pani)(?: mi)?(?: (?:odpowiedzi|udzielenia odpowiedzi|rekomendacji|porady))?|dlaczego (?:mi )?nie odpowiadasz",
    },
    "ru": {
        "who": r"(?:кто|что) (?:ты|вы)(?: такой| такая| такое| такие)?|(?:ты|вы) (?:врач|доктор|робот|бот|человек|машина|программа)|что это(?: за сервис)?",
        "scope": r"что (?:ты|вы) (?:умеешь|умеете|можешь|можете)(?: делать)?|что (?:я )?(?:могу|можно) (?:у (?:тебя|вас) )?спросить|(?:чем|как) (?:ты|вы) (?:можешь|можете) (?:мне )?помочь",
        "declines": r"почему (?:ты|вы) (?:отказываешься|отказываетесь)(?: (?:мне )?(?:отвечать|ответить|давать советы|советовать|рекомендовать(?: лечение)?))?|почему (?:ты|вы) не (?:отвечаешь|отвечаете)",
    },
    "tr": {
        "who": r"(?:sen )?(?:kimsin|nesin)(?:iz)?|(?:siz )?(?:kimsiniz|nesiniz)|(?:sen |siz )?(?:bir )?(?:doktor|robot|bot|insan|makine) (?:musun|musunuz|misin|misiniz)|bu (?:nedir|ne)",
        "scope": r"(?:sen |siz )?(?:ne|neler) (?:yapabilirsin|yapabilirsiniz|yapabiliyorsun)|(?:sana|size) ne sorabilirim|bana nasil yardim edebilirsin(?:iz)?",
        "declines": r"(?:neden|nicin|niye) (?:bana )?(?:cevap|yanit) (?:vermeyi reddediyorsun(?:uz)?|vermiyorsun(?:uz)?)|(?:neden|nicin|niye) reddediyorsun(?:uz)?",
    },
    "ar": {
        "who": r"(?:من|ما|ماذا) (?:انت|انتم|تكون)|(?:هل )?انت (?:طبيب|طبيبه|روبوت|انسان|شخص|اله|برنامج)(?: حقيقي)?|ما (?:هذا|هذه الخدمه)",
        "scope": r"(?:ماذا|ما الذي) (?:يمكنك|تستطيع)(?: ان تفعل| فعله| فعل)?|(?:ماذا|عم|عن ماذا) (?:يمكنني|استطيع) (?:ان )?(?:اسال(?:ك)?|سوالك|اسالك عنه)|كيف يمكنك مساعدتي",
        "declines": r"لماذا ترفض(?:ون)?(?: (?:الاجابه|الرد|اجابتي|ان تجيب|التوصيه|تقديم المشوره))?|لماذا لا تجيب(?:ني)?",
    },
    "hi": {
        "who": r"(?:आप|तुम) (?:कौन|क्या) (?:हैं|हो)|(?:क्या )?(?:आप|तुम) (?:एक )?(?:डॉक्टर|डाक्टर|रोबोट|बॉट|इंसान|मनुष्य|मशीन) (?:हैं|हो)|यह क्या है",
        "scope": r"(?:आप|तुम) क्या(?:-क्या| क्या)? कर सकते (?:हैं|हो)|(?:मैं )?(?:आपसे|आप से|तुमसे) क्या पूछ सकत[ाी] (?:हूं|हूँ)|(?:आप|तुम) मेरी (?:कैसे )?मदद (?:कैसे )?कर सकते (?:हैं|हो)",
        "declines": r"(?:आप|तुम) (?:जवाब|उत्तर|सलाह) देने से (?:मना|इनकार|इंकार) क्यों (?:करते|कर रहे) (?:हैं|हो)|(?:आप|तुम) (?:जवाब|उत्तर) क्यों नहीं देते(?: हैं| हो)?|(?:आप|तुम) (?:मना|इनकार|इंकार) क्यों करते (?:हैं|हो)",
    },
    "ja": {
        "who": r"(?:あなた|きみ|君)は?(?:誰|だれ|何|なに)(?:ですか|なの)?|(?:あなたは)?(?:医者|医師|人間|ロボット|ボット|機械)(?:です|なの)か?|これは何ですか|どなたですか",
        "scope": r"(?:あなたは)?(?:何|なに)(?:が|を)(?:できますか|できるの|してくれますか|聞けますか|質問できますか|聞いてもいいですか)|(?:あなたに)?(?:何|なに)を(?:聞|質問)(?:けますか|できますか)|使い方(?:を教えてください)?",
        "declines": r"(?:なぜ|どうして|何故)(?:あなたは)?(?:答えて(?:くれない|もらえない)|回答を(?:拒否する|断る)|拒否する|断る|答えられない|答えない)(?:の)?(?:ですか|か)?",
    },
    "ko": {
        "who": r"(?:당신은|너는|넌)? ?(?:누구|뭐|무엇)(?:입니까|인가요|예요|에요|세요|야|니)|(?:당신은|너는)? ?(?:의사|로봇|봇|사람|인간|기계)(?:입니까|인가요|예요|에요|이세요|야)|이것은 무엇(?:입니까|인가요)",
        "scope": r"(?:당신은 |너는 )?(?:무엇을|뭘|뭐를|어떤 것을) (?:할 수 있나요|할 수 있습니까|할 수 있어요|할 수 있어|물어볼 수 있나요|질문할 수 있나요)|무엇을 도와(?:줄 수 있나요|주나요)",
        "declines": r"(?:당신은 )?왜 (?:답변|대답|답)(?:을|를)? ?(?:거부|거절)(?:하나요|합니까|해요|하세요)|왜 (?:거부|거절)(?:하나요|합니까|해요)|왜 (?:답|대답|답변)(?:을)? ?(?:안 해요|하지 않나요|해주지 않나요|안 하나요)",
    },
    "zh": {
        "who": r"(?:你|您)(?:是谁|是什么|叫什么(?:名字)?)(?:呢|啊)?|(?:你|您)是(?:一个|一名|一位)?(?:医生|大夫|机器人|人|真人|人类|程序)(?:吗|嘛)|这是什么(?:服务)?",
        "scope": r"(?:你|您)(?:能|会|可以|能够)(?:做|干)(?:些|点)?什么(?:呢)?|我(?:可以|能)问(?:你|您)?(?:些)?什么(?:问题)?|(?:你|您)(?:能|可以)(?:怎么|如何)帮(?:我|助我)",
        "declines": r"(?:你|您)?为什么(?:你|您)?(?:拒绝|不)(?:回答|给(?:我)?建议|推荐(?:治疗)?)(?:我|我的问题|问题)?|(?:你|您)为什么拒绝",
    },
}  # fmt: skip


def kind_in_other_language(text: str) -> str | None:
    """Return the kind ("who", "scope", "declines") of a short question in another language.

    Args:
        text: The question as `rag.policy.normalise` writes it.
    """
    bare = _END.sub("", _GREETING.sub("", text.strip()))
    return next((kind for kind, pattern in _whole() if pattern.fullmatch(bare)), None)


@cache
def _whole() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (kind, re.compile(pattern))
        for kinds in _PATTERNS.values()
        for kind, pattern in kinds.items()
    )
