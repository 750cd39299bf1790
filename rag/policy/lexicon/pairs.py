# ruff: noqa: E501 - a pattern is read as one line, however long
"""Crisis concepts per language that count only together.

A body part and a bad state, "cannot" and something vital, a life and no sense in it, others and
"without me". Native speakers have yet to review them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pairs:
    """Four pairs of families over folded text; both of a pair in one sentence is a sign.

    Attributes:
        body: Parts of the body, with `state`.
        state: Colours, swelling, droop, weight: what is bad in a part of the body.
        cannot: "cannot", "does not", with `vital`.
        vital: Breathing, waking, speaking, moving, answering.
        life: Life, the world, going on, waking, with `senseless`.
        senseless: No sense, enough of, to end, never again.
        others: Everyone, the family, nobody, with `absent`.
        absent: Without me, if I were gone, would miss me, a burden.
    """

    body: str
    state: str
    cannot: str
    vital: str
    life: str
    senseless: str
    others: str
    absent: str


PAIRS: Mapping[str, Pairs] = {
    "es": Pairs(
        r"\b(?:labios?|lengua|cara|garganta|pecho|brazos?|piernas?|boca|dedos|ojos|corazon|piel|lado)\b", r"\b(?:hinchad\w*|hincha\w*|azul\w*|morad\w*|gris\w*|palid\w*|dormid\w*|torcid\w*|caid\w*|cerrad\w*|aprieta\w*|apretad\w*|oprim\w*|duele\w*|dolor|quema\w*|late\w*|sud\w+|paraliz\w*|blanc\w*|en blanco)\b",
        r"\b(?:no|casi no|apenas|ya no)\b", r"\b(?:respira\w*|despiert\w*|despertar|habl\w+|mov\w+|mueve|contesta\w*|responde\w*|reaccion\w*|trag\w+|ve\b|ver\b|levanta\w*)\b",
        r"\b(?:vida|vivir|existir|seguir|despertar|mundo)\b", r"\b(?:sin sentido|no tiene sentido|hart\w+|cansad\w+|acabar|terminar|nunca mas|no volver|basta|no vale|no merece|no quiero)\b",
        r"\b(?:nadie|todos|mi familia|mis hij\w+|ellos)\b", r"\b(?:sin mi\b|si (?:yo )?(?:no|me) (?:existiera|estuviera|muriera|fuera)|echar\w* de menos|extranar\w*|(?:una )?carga|estorbo)",
    ),
    "pt": Pairs(
        r"\b(?:labios?|lingua|rosto|cara|garganta|peito|bracos?|pernas?|boca|dedos|olhos|coracao|pele|lado)\b", r"\b(?:inchad\w*|incha\w*|rox\w*|azu\w*|cinza\w*|palid\w*|dormente\w*|tort\w*|caid\w*|fecha\w*|aperta\w*|doi|dor|doendo|queima\w*|dispara\w*|paralis\w*)\b",
        r"\b(?:nao|mal|quase nao|ja nao)\b", r"\b(?:respira\w*|acord\w+|fala\w*|mex\w+|respond\w*|reag\w*|engol\w+|enxerg\w*|levant\w*)\b",
        r"\b(?:vida|viver|existir|continuar|acordar|mundo)\b", r"\b(?:sem sentido|nao (?:tem|faz|ha|vejo) (?:mais )?sentido|fart\w+|cansad\w+|acabar|terminar|nunca mais|chega|nao vale|nao quero)\b",
        r"\b(?:ninguem|todos|todo mundo|minha familia|meus filhos|eles)\b", r"\b(?:sem mim|se eu (?:nao existisse|morresse|sumisse|nao estivesse|fosse embora)|sentir\w* (?:minha )?falta|peso|fardo|estorvo)\b",
    ),
    "fr": Pairs(
        r"\b(?:levres?|langue|visage|gorge|poitrine|bras|jambes?|bouche|doigts|yeux|coeur|peau|cote)\b", r"\b(?:gonfl\w*|bleu\w*|violett\w*|gris\w*|pale\w*|engourd\w*|tordu\w*|de travers|affaiss\w*|serr\w*|ecras\w*|mal\b|brul\w*|paralys\w*|enfl\w*|tombant\w*)\b",
        r"\b(?:ne|n'\w*|plus|pas|a peine|presque plus|peine a)\b", r"\b(?:respir\w*|reveill\w*|parl\w*|boug\w*|repond\w*|reagi\w*|aval\w+|voi\w*|lever?)\b",
        r"\b(?:vie|vivre|exister|continuer|me reveiller|monde)\b", r"\b(?:n'a plus de sens|aucun sens|marre|fatigue\w*|finir|jamais|plus envie|ne vaut|assez|arreter)\b",
        r"\b(?:personne|tout le monde|tous|ma famille|mes enfants|ils)\b", r"\b(?:sans moi|si (?:je|j') ?(?:n'existais|mourais|disparaissais|n'etais|etais mort)\w*|me (?:regretter|manquer)\w*|fardeau|poids|boulet)\b",
    ),
    "it": Pairs(
        r"\b(?:labbra|lingua|viso|faccia|gola|petto|bracci\w+|gamb\w|bocca|dita|occhi|cuore|pelle|lato)\b", r"\b(?:gonfi\w*|blu|viola|grigi\w*|pallid\w*|intorpid\w*|stort\w*|cadut\w*|chiud\w*|string\w*|strett\w*|fa male|dolore|brucia\w*|paralizz\w*)\b",
        r"\b(?:non|a malapena|quasi non|fatica a)\b", r"\b(?:respira\w*|svegli\w*|parla\w*|muov\w*|rispond\w*|reagi\w*|inghiott\w*|deglut\w*|vede\w*|alza\w*)\b",
        r"\b(?:vita|vivere|esistere|continuare|svegliarmi|mondo)\b", r"\b(?:non ha (?:piu )?senso|senza senso|stanc\w+|stuf\w+|finire|finirla|mai piu|basta|non vale|non voglio)\b",
        r"\b(?:nessuno|tutti|la mia famiglia|i miei figli|loro)\b", r"\b(?:senza di me|se (?:io )?(?:non esistessi|morissi|sparissi|non ci fossi)|mancher\w*|un peso)\b",
    ),
    "de": Pairs(
        r"\b(?:lippen?|zunge|gesicht|hals|kehle|brust|arme?|beine?|mund|finger|augen|herz|haut|seite)\b", r"\b(?:geschwollen\w*|schwill\w*|blau\w*|grau\w*|blass\w*|taub\w*|schief\w*|hangt|eng\w*|druck\w*|weh|schmerz\w*|brenn\w*|rast|gelahmt\w*|lahm\w*|lila)\b",
        r"\b(?:nicht|kaum|kein\w*|nicht mehr)\b", r"\b(?:atm\w*|luft|aufwach\w*|wach\w*|sprech\w*|spricht|beweg\w*|antwort\w*|reagier\w*|schluck\w*|sehen|sieht|aufsteh\w*)\b",
        r"\b(?:leben|weiterleben|existieren|aufwachen|welt|alles|weitermachen)\b", r"\b(?:keinen sinn|sinnlos\w*|satt|mude|beenden|nie wieder|nie mehr|genug vom|hat kein\w*|will nicht|mag nicht mehr)\b",
        r"\b(?:niemand|alle|allen|jeder|meine familie|meine kinder|sie)\b", r"\b(?:ohne mich|wenn ich (?:tot|weg|nicht mehr)|vermiss\w*|last\b|belastung)\b",
    ),
    "nl": Pairs(
        r"\b(?:lippen|tong|gezicht|keel|borst|armen?|benen|been|mond|vingers|ogen|hart|huid|kant)\b", r"\b(?:gezwollen|opgezwollen|zwelt|dik|blauw\w*|grauw\w*|bleek|gevoelloos|scheef|hangt|dicht|drukt?|pijn|strak|brandt|verlamd)\b",
        r"\b(?:niet|nauwelijks|geen|amper|bijna niet)\b", r"\b(?:adem\w*|lucht|wakker|praten|praat|beweeg\w*|bewegen|antwoord\w*|reageer\w*|slikken|zien|opstaan)\b",
        r"\b(?:leven|bestaan|verder|wakker worden|wereld)\b", r"\b(?:geen zin|zinloos|moe van|zat|beu|beeindigen|nooit meer|genoeg van|wil niet)\b",
        r"\b(?:niemand|iedereen|mijn familie|mijn kinderen|ze)\b", r"\b(?:zonder mij|als ik (?:dood|weg|er niet)|missen|tot last|een last)\b",
    ),
    "pl": Pairs(
        r"\b(?:warg\w*|ust\w*|jezyk\w*|twarz\w*|gardl\w*|klat\w*|piers\w*|rek\w*|reka|nog\w*|palc\w*|oczy|serc\w*|skor\w*|stron\w*)\b", r"\b(?:spuch\w*|puch\w*|opuch\w*|sin\w*|szar\w*|blad\w*|zdretw\w*|krzyw\w*|wykrzyw\w*|opad\w*|scis\w*|boli|bol|pali|sparalizow\w*)\b",
        r"\b(?:nie|ledwo|prawie nie)\b", r"\b(?:oddych\w*|budzi\w*|obudzi\w*|mowi\w*|mowic|rusza\w*|odpowiada\w*|reaguj\w*|przelyk\w*|polyka\w*|widzi\w*|wstac|zlapac)\b",
        r"\b(?:zyci\w*|zyc|istniec|swiat|budzic)\b", r"\b(?:nie ma (?:juz )?sensu|bez sensu|dosc|zmeczon\w*|skonczyc|nigdy wiecej|nie warto|nie chce)\b",
        r"\b(?:nikt|nikomu|wszyscy|wszystkim|rodzin\w*|dzieci|im)\b", r"\b(?:beze mnie|gdyby mnie nie|jak umre|gdy umre|tesknic|ciezar\w*)\b",
    ),
    "tr": Pairs(
        r"\b(?:dudag?\w*|dudak\w*|dil[ii]\w*|yuz\w*|bogaz\w*|gogs\w*|gogus\w*|kol\w*|bacag?\w*|agz\w*|parmak\w*|goz\w*|kalb\w*|kalp\w*|cild\w*)\b", r"\b(?:sis\w*|morar\w*|mor\b|gri\w*|soluk|uyus\w*|kay\w*|yamul\w*|kapan\w*|sikis\w*|agri\w*|yan\w*|felc\w*|tutuyor|terl\w*)\b",
        r"\b(?:nefes|konus\w*|uyan\w*|hareket|cevap|tepki|yut\w*|gor\w*|kalk\w*)\b", r"\b(?:alam\w*|almiyor|konusam\w*|uyanm\w*|etmiyor|edemiyor|vermiyor|yutam\w*|gorem\w*|kalkam\w*)\b",
        r"\b(?:hayat\w*|yasa\w*|dunya\w*|uyanmak)\b", r"\b(?:anlams\w*|anlami (?:yok|kalmadi)|bik\w*|yorul\w*|bitir\w*|son ver\w*|istemiyorum|degmez)\b",
        r"\b(?:kimse|herkes\w*|ailem|cocuklarim|onlar)\b", r"\b(?:bensiz|ben (?:olmasam|olmazsam|yok)|ozle\w*|yuk\w*)\b",
    ),
    "ru": Pairs(
        r"\b(?:губ\w*|язык\w*|лиц\w*|горл\w*|груд\w*|рук\w*|ног\w*|рот\w*|рту|пальц\w*|глаз\w*|сердц\w*|кож\w*|половин\w*)\b", r"\b(?:опух\w*|отек\w*|распух\w*|син\w*|посин\w*|сер(?:ый|ая|ое|ые)|бледн\w*|онемел\w*|перекос\w*|обвис\w*|сжима\w*|сдав\w*|давит|болит|боль|жжет|колотит\w*|парализ\w*|отнял\w*)\b",
        r"\b(?:не|еле|едва|с трудом|почти не)\b", r"\b(?:дыш\w*|дыхани\w*|просыпа\w*|говор\w*|двига\w*|отвеча\w*|реагир\w*|глота\w*|види\w*|вста\w*|очну\w*)\b",
        r"\b(?:жизн\w*|жить|существ\w*|просыпаться|мир\w*|все)\b", r"\b(?:нет смысла|не имеет смысла|бессмыслен\w*|устал\w*|надоел\w*|закончить|никогда (?:больше )?не|не хочу|хватит|потеряла? смысл)\b",
        r"\b(?:никто|никому|все|всем|семь\w*|дет\w*|им)\b", r"(?:без меня|если (?:бы )?меня не|если я умру|скучать|обуз\w*|в тягость)",
    ),
    "ar": Pairs(
        r"(?:شف|لسان|وجه|حلق|صدر|ذراع|يد[هي]|يدها|رجل[هي]|ساق|فم|اصابع|عين|قلب|جلد|جانب)", r"(?:متورم|تورم|ورم|منتفخ|انتفخ|ازرق|زرق|شاحب|رمادي|مائل|مايل|معوج|مال\b|مشلول|خدر|تنميل|يضيق|ضيق|الم|يولم|توجع|يحرق|اصفر)",
        r"(?:لا|لم|غير قادر|بالكاد|ما)\s", r"(?:تنفس|التنفس|استيقظ|يستيقظ|الكلام|يتكلم|تتكلم|يتحرك|تتحرك|يرد|ترد|يستجيب|البلع|الرويه|يري|الوقوف|يجيب|تجيب)",
        r"(?:حيا|العيش|اعيش|الدنيا|استيقظ|اصحو)", r"(?:لا معني|بلا معني|تعبت|مللت|سئمت|كرهت|انهي|لا اريد|ابدا|كفي|لا تستحق)",
        r"(?:لا احد|الجميع|عائلتي|اولادي|اهلي|هم)", r"(?:بدوني|من دوني|لو (?:مت|رحلت|لم اكن)|يفتقد|عبء|عبئا|ثقل)",
    ),
    "hi": Pairs(
        r"(?:होंठ|जीभ|चेहर|गल[ाे]|सीन|छाती|हाथ|बांह|पैर|मुंह|मुँह|उंगलि|आंख|दिल|शरीर)", r"(?:सूज|नील|पील|सुन्न|टेढ|लटक|बंद|जकड|दर्द|जल रह|लकवा|काल[ाी]|ठंड)",
        r"(?:नहीं|मुश्किल|नही|ना)", r"(?:सांस|साँस|बोल|उठ|जाग|हिल|जवाब|निगल|दिख|होश|खड़?ा)",
        r"(?:जिंदगी|जीवन|जीने|जीना|दुनिया)", r"(?:मतलब नहीं|कोई मतलब|बेकार|थक|तंग|खत्म|छोड|नहीं चाह|नहीं जी|ऊब)",
        r"(?:सब|कोई|परिवार|घरवाल|बच्च)", r"(?:मेरे बिना|मैं न रहू|मैं ना रहू|मर जाऊं तो|याद नहीं|बोझ)",
    ),
    "zh": Pairs(
        r"(?:嘴唇|舌|脸|喉|嗓|胸|手臂|胳膊|腿|嘴|手指|眼|心脏|皮肤|全身|浑身|身体)", r"(?:肿|紫|青|发白|灰|麻|歪|斜|垂|堵|压|疼|痛|疹|红斑|发烫|瘫|动不了|没知觉|发抖|抽)",
        r"(?:不能|不了|无法|没法|不会|没有|不|急促|困难)", r"(?:呼吸|说话|讲话|醒|动弹|回答|回应|吞咽|看见|站起)",
        r"(?:活|人生|生命|生活|世界|睡)", r"(?:没意思|没意义|没有意义|太累|累了|够了|结束|不想|一了百了|永远不|再也不)",
        r"(?:大家|家人|家里|没人|所有人|孩子们|他们|谁)", r"(?:没有我|没了我|我不在|我死了|我走了|想念我|累赘|拖累|负担)",
    ),
    "ja": Pairs(
        r"(?:唇|舌|顔|喉|のど|胸|腕|足|脚|口|指|目|心臓|皮膚|全身|体)", r"(?:腫れ|はれ|紫|青|白く|灰色|しびれ|ゆが|歪|曲が|垂れ|ふさが|締め|圧迫|痛|焼け|発疹|麻痺|震え)",
        r"(?:ない|ません|なく|できず|苦し|困難)", r"(?:息|呼吸|話せ|しゃべ|起き|目を覚|動か|返事|反応|飲み込|見え|立て)",
        r"(?:生き|人生|命|世の中|明日)", r"(?:意味がない|意味もない|疲れ|嫌にな|終わり|終わらせ|たくない|もういい|価値がない|やめたい)",
        r"(?:みんな|皆|家族|誰も|子供たち|周り)", r"(?:私がいな|僕がいな|私なんて|消え|いなくなっ|悲しまな|迷惑|負担|重荷)",
    ),
    "ko": Pairs(
        r"(?:입술|혀|얼굴|목|가슴|팔|다리|입|손가락|눈|심장|피부|온몸|몸)", r"(?:붓|부었|부어|부은|파래|파랗|파란|보라|창백|회색|저리|마비|돌아갔|처졌|막혀|조여|아파|통증|발진|떨려|떨고)",
        r"(?:못|안|없|않|헐떡)", r"(?:숨|호흡|말을|말도|깨|움직|대답|반응|삼키|보이|일어)",
        r"(?:삶|인생|사는|살아|세상|내일)", r"(?:의미(?:가)? ?없|지쳤|지겹|끝내|끝났|싫|그만|포기|가치(?:가)? ?없)",
        r"(?:모두|가족|아무도|다들|아이들|사람들)", r"(?:내가 ?없|나 ?없|제가 ?없|나만 ?없|그리워|짐|부담|폐)",
    ),
}  # fmt: skip
