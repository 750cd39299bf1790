"""Common words of languages in Latin script, accents folded: they tell which language it is.

Languages that the guard does not handle are listed so that they are recognised as such.
"""

from __future__ import annotations

from collections.abc import Mapping

_LISTS = {
    "en": """the of and to a in is are was were be been it this that these those for on with as at
        by from or not no do does did have has had what which who whom whose how when where why
        can could would should will may might must i i'm i've i'd me my mine you your he she his
        her him they them their we us our if then than there any some all about after before into
        through during between but so because please tell give want need get got take let make
        an its it's don't can't won't isn't what's who's he's she's whether only just also more most
        less best better between per according say says said mean means used use found show shows
        write explain list compare summarise summarize describe dose doses cells cell stem treatment
        therapy trial trials study studies evidence patients group groups phase safety results
        frailty infusion clinic doctor people many much one two three years old help work works
        good right safe now today yes ok hi hello thanks""",
    "es": """el la los las un una unos unas de del y o que en es son fue fueron por para con sin no
        si se su sus lo le les me mi mis tu yo como cual cuales cuando donde quien cuanto cuanta
        cuantos cuantas hay este esta estos estas eso debo puedo tengo soy esta estoy ha han muy
        pero mas ya al despues segun sobre entre quiero dime tiene ensayo estudio celulas dosis
        seguro hace peso debe deberia deberian""",
    "pt": """o a os as um uma de do da dos das e ou que em no na nos nas e sao foi foram por para
        com sem nao se seu sua seus suas eu meu minha como qual quais quando onde quem quanto
        quantas quantos ha este esta isso isto devo posso tenho sou estou mas mais ja ao depois
        segundo sobre entre quero pra voce tem estudo ensaio celulas dose""",
    "fr": """le la les l' un une des du de et ou que qui en est sont a ete etait par pour avec sans
        ne pas se son sa ses je j'ai mon ma mes moi comment quel quelle quels quelles quand
        pourquoi combien y ce cette ces dois puis suis ai mais plus deja au aux apres selon sur
        entre veux dans il elle ils nous vous est-ce qu'est-ce c'est essai etude cellules t-elle
        t-il quoi d'un d'une depuis dire peut""",
    "de": """der die das den dem des ein eine einen einem einer und oder dass in ist sind war waren
        wurde wurden von fur mit ohne nicht kein keine sich sein seine ihr ihre ich mein meine
        meiner mir mich wie welche welcher welches wann wo wer warum wieviel viele gibt es dies
        diese dieser soll kann habe bin aber mehr schon nach uber zwischen will im am zum zur bei
        auf er sie wir uns was hat haben werden wird wurden studie zellen dosis worin den""",
    "it": """il lo la i gli le un uno una di del della dei delle e o che in e sono era per con senza
        non si suo sua io mio mia mi me come quale quali quando dove chi quanto quanti quante c'e
        questo questa questi devo posso ho sono ma piu gia al dopo secondo su tra fra voglio nel
        nella cosa perche anche se lo studio cellule dose ha stato stata hanno nello dovrei""",
    "nl": """de het een en of dat die in is zijn was waren van voor met zonder niet geen zich zijn
        haar ik mijn mij me hoe welke wanneer waar wie waarom hoeveel er dit deze moet kan heb ben
        maar meer al na volgens over tussen wil op aan bij om te als wat heeft hebben wordt werd
        naar ook onderzoek cellen dosis omdat we wij u je""",
    "pl": """i w na z ze do nie jest sa byl byla bylo byly to ten ta te sie o od po za przez dla jak
        jaki jaka jakie kiedy gdzie kto dlaczego ile czy moj moja moje mnie mi mam jestem moge
        powinienem powinnam ale juz bardziej wedlug miedzy chce co ktory ktora badanie komorek
        dawka przy mialo""",
    "tr": """ve bir bu su o ile icin mi mu da de ne nasil hangi kac nerede kim neden ben bana benim
        var yok degil ama daha sonra once gore arasinda olmak olan olarak ise cok gibi hucre kok
        doz calisma tedavi calismasi buldu miyim muyum artik istemiyorum""",
    # Recognised, not handled.
    "sv": """och att det som en ett ar av for med till den inte om har jag mig min mitt ska skall
        hur vilken vilka nar var vem varfor kan maste men fran eller vad ta mot""",
    "da": """og at det som en et er af for med til den ikke om har jeg mig min mit skal hvordan
        hvilken hvornar hvor hvem hvorfor kan men fra eller hvad bor""",
    "no": """og at det som en et er av for med til den ikke om har jeg meg min mitt skal hvordan
        hvilken nar hvor hvem hvorfor kan men fra eller hva bor""",
    "fi": """ja on ei se etta ovat oli mutta tai kun jos mina minun minulle voiko pitaisiko onko
        mika mita miten kuinka paljon missa kuka miksi ottaa voin pitaa""",
    "cs": """a v na se je to ze do s z o pro ale jako jsem mam muj moje mne jaky jaka kdy kde kdo
        proc kolik jestli mohu mel bych by neni bunky leceni""",
    "hu": """a az es hogy nem egy van volt ez azt mint meg de vagy ha en nekem mennyi hany milyen
        mikor hol ki miert kell kellene lehet sejt ossejt""",
    "ro": """si in la de cu nu este sunt a fost un o pe pentru care ce cum cand unde cine cat cate
        imi mea meu eu ar trebui pot am dar sau din celule daca sa""",
    "vi": """toi co khong la cua va cho nen bao nhieu te bao goc duoc nguoi benh dieu tri nhu the
        nao lam gi o dau khi bi""",
    "id": """yang dan di ke dari untuk dengan tidak ini itu saya apakah berapa bagaimana kapan di
        mana siapa mengapa harus bisa adalah pada sel punca saya ibu perlu sebaiknya""",
    "tl": """ang ng sa na ay mga ako ko ba po hindi ito siya paano ilan saan kailan sino bakit dapat
        akong aking para may""",
    "sw": """ya na wa kwa ni je ninapaswa nini vipi lini wapi nani kwa nini mimi yangu hii hiyo
        katika la za""",
    "hr": """i u na je se da su za s od ne to kako koji koja kada gdje tko zasto koliko li moj moja
        mi trebam mogu ali ili matične sam""",
    "el": "kai to na me gia pos posa",
}

FUNCTION_WORDS: Mapping[str, frozenset[str]] = {
    lang: frozenset(words.split()) for lang, words in _LISTS.items()
}
