# ruff: noqa: E501 - a pattern is read as one line, however long
"""Spanish, Portuguese, French and Italian."""

from __future__ import annotations

from rag.policy.lexicon.entry import Lexicon

SPANISH = Lexicon(
    lang="es",
    words=True,
    person=r"yo\b|mi\b|mis\b|me\b|tengo\b|soy\b|estoy\b|peso\b|mama\b|papa\b|nuestr[oa]s?\b|nosotros\b|\d+ anos\b|\d+ kilos\b",
    document=r"ensayos?\b|estudios?\b|articulos?\b|documentos?\b|revision|autores\b|participantes\b|publicad|fase [12i]|probaron|probo\b|se us|se utiliz|utilizo\b|uso el\b|grupo",
    amount=r"que dosis|cual(?:es)? (?:es|son|fue) (?:la|las) dosis|cuant[oa]s? (?:\w+ ){0,2}(?:celulas|infusiones|millones|dosis|inyecciones)|dosis\b|cada cuanto|cuanto (?:debo|tengo)|posologia",
    need=r"(?:debo|deberia|tengo que|puedo|necesito|me corresponde|me toca|hay que|necesita|deberiamos)\b|para mi\b|para mi (?:madre|padre|hij)|si peso\b|peso \d",
    should=r"(?:debo|deberia|deberiamos|tendria que|conviene que|me conviene|vale la pena|es buena idea|es seguro para mi|soy (?:un )?(?:buen )?candidat|puedo (?:hacerme|recibir|ponerme|probar)|me hago|es (?:adecuad|apropiad|recomendable)\w* para (?:mi|el|ella))",
    recommend=r"me (?:recomiend|aconsej|sugier|recomendari|aconsejari)\w*|(?:recomiend|aconsej|recomendari|aconsejari)\w*(?: \w+){0,2} (?:para mi|a mi)|(?:recomendari|aconsejari|recomienda|aconseja)\w* usted|le recomendari\w*|recetame|recetarme|que me recomiend",
    cure=r"(?:me|le|nos) (?:curar|sanar|ayudar|funcionar|serviria|va a curar|va a ayudar)\w*|curara\b|(?:mis|sus) (?:posibilidades|probabilidades)|cuanto tiempo me queda|voy a (?:curarme|mejorar|morir|recuperarme)|mejorare\b",
    better=r"(?:que|cual) es mejor|mejor para (?:mi|el|ella)\b|o .{3,40} para mi\b",
    change=r"dej(?:ar|o|e|aria)\b|suspend|parar\b|interrump|reducir\b|cambiar\b|sustitu|reemplaz|combinar\b|mezclar\b|tomar\b.{0,40}\b(?:con|mientras)",
    drug=r"medic(?:acion|amento|ina)|pastilla|prednis|corticoid|esteroid|levodopa|aspirina|anticoagulante|inmunosupresor|ibuprofen|tacrolimus|tratamiento habitual|ruxolitinib|metotrexat",
    clinic=r"(?:que|cual|mejor|alguna|busco|recomi\w+(?: una)?) (?:\w+ )?(?:clinica|hospital|medico|centro)\b|clinica elegir|donde (?:puedo|se puede|podemos|consigo|compro|hacen)|comprar\b|cuanto (?:cuesta|vale|cobran|me costar)|precio|seguro (?:cubre|paga)|cita\b.{0,20}\bclinica|pedir cita|cerca de mi",
    diagnose=r"tengo (?:yo )?(?:alzheimer|parkinson|demencia|fragilidad|eich)\b.{0,4}$|interpret[ae]\w* mi|que significan? mis?\b|que (?:me pasa|tengo)\b|soy fragil|diagnostic[ao]\w*me|mis (?:analisis|resultados)",
    symptom=r"duele (?:mucho )?el pecho|dolor (?:en el|de) pecho|no (?:puede|puedo|podia|logra) respirar|respira(?:r)? mal|falta (?:de|el) aire|ahog(?:o|a|ando)\b|desmay|inconsciente|perdi\w* el conocimiento|no responde|no reacciona|convuls|hinch\w+.{0,20}(?:labios|cara|lengua|garganta)|(?:labios|cara|lengua|garganta).{0,20}hinch|sangr(?:o|a|ando)\b|vomit\w+ sangre|fiebre (?:alta|de (?:39|40|41))|urticaria|cara caida|no puedo mover|desplom",
    alarm=r"sobredosis|(?:tome|trague|he tomado|tomo) (?:todas|demasiadas|un bote)|ambulancia|infarto ahora",
    self_harm=r"(?:quiero|quisiera|prefiero|deseo|ganas de|quiere) (?:morir|matar)\w*|no quier\w+ (?:seguir )?viv\w+|no quier\w+ seguir (?:asi|viv)|suicid|quitar(?:me|se) la vida|matarme|matarse|acabar con (?:mi vida|todo|su vida)|hacerme dano|mejor muert|sin ganas de vivir|carta de despedida|no vale la pena vivir|terminar con (?:mi vida|todo)",
    override=r"(?:ignora|olvida|omite|saltate|desactiva)\w* (?:\w+ ){0,3}(?:instrucciones|reglas|normas|politicas|restricciones)|actua como (?:mi|un) medico|eres (?:mi|un) medico|sin restricciones",
    off_topic=r"(?:poema|chiste|receta de|mundial|futbol|clima|que tiempo hace|capital de|acciones de|invertir)",
    child=r"nin[oa]s?\b|hij[oa]s?\b|bebe|pediatric|autis|embaraz|lactancia",
)

PORTUGUESE = Lexicon(
    lang="pt",
    words=True,
    person=r"eu\b|meu\b|minha\b|meus\b|minhas\b|me\b|mim\b|tenho\b|sou\b|estou\b|peso\b|mae\b|pai\b|nosso\b|nossa\b|\d+ anos\b",
    document=r"ensaios?\b|estudos?\b|artigos?\b|documentos?\b|revisao|autores\b|participantes\b|publicad|fase [12i]|foi usad|foram usad|usada n|utilizad|testou\b|testad|grupo",
    amount=r"que dose|qual (?:e|foi|seria) a dose|quant[oa]s? (?:\w+ ){0,2}(?:celulas|infusoes|milhoes|doses|injecoes)|dose\b|dosagem|posologia|de quanto em quanto",
    need=r"(?:devo|deveria|preciso|tenho que|posso|precisa|devemos)\b|para mim\b|pra mim\b|se peso\b|peso \d|com \d+ ?(?:kg|quilos)",
    should=r"(?:devo|deveria|devemos|deveriamos|sera que eu|vale a pena|e boa ideia|e segur[oa] para mim|sou (?:um |uma )?(?:bo[am] )?candidat|posso (?:fazer|receber|tentar)|compensa|e (?:adequad|indicad|recomendad)\w* para (?:mim|ele|ela|minha|meu))",
    recommend=r"(?:me|voce|voces|o senhor) (?:recomend|aconselh|indic|suger)\w*|recomend\w+ para mim|receit\w+ para mim|me receit",
    cure=r"(?:vai|vao|pode|podem|iria|ira) (?:me |nos |lhe )?(?:curar|ajudar|salvar)|minhas chances|quanto tempo (?:tenho|me resta)|vou (?:melhorar|ficar bom|morrer|sarar|me curar)|me cura\b",
    better=r"(?:o que|qual) e melhor|melhor para (?:mim|ele|ela|minha|meu)\b",
    change=r"parar\b|deixar de tomar|suspend|interromp|reduzir\b|trocar\b|substitu|largar\b|combinar\b|misturar\b|parei\b|tomar\b.{0,40}\b(?:com|junto)",
    drug=r"medica(?:cao|mento|coes)|remedio|comprimido|prednis|corticoid|esteroid|levodopa|aspirina|anticoagulante|imunossupressor|ibuprofeno|tacrolimus|ruxolitinib|metotrexat",
    clinic=r"(?:que|qual|melhor|alguma|uma) clinica|onde (?:posso|consigo|compro|fazem|encontro|tem)\b|comprar\b|quanto custa|quanto (?:eu )?(?:pago|pagaria)|preco|(?:plano|seguro|convenio|sus) (?:cobre|paga)|marcar (?:uma )?consulta|perto de mim",
    diagnose=r"interpret\w+ (?:meu|minha|meus)|o que (?:significa|quer dizer) (?:meu|minha|meus)|o que (?:eu )?tenho\b|eu tenho (?:alzheimer|parkinson|demencia)\b|sou fragil|meus (?:exames|resultados)",
    symptom=r"dor (?:no|de) peito|peito (?:doi|doendo|apertad)|nao (?:consigo|consegue|conseguia) respirar|falta de ar|desmai|inconsciente|nao responde|nao reage|convuls|inchand|inchad|inchou|sangrando|sangramento|vomit\w+ sangue|febre (?:alta|de (?:39|40|41))|urticaria|rosto torto|nao consigo mexer|perdeu a consciencia",
    alarm=r"overdose|tomei (?:todos|todas|muitos|muitas|demais)|engoli (?:todos|todas)|ambulancia",
    self_harm=r"(?:quero|queria|prefiro|vontade de|quer) (?:morrer|me matar|se matar)|nao (?:quero|quer|aguento) (?:mais )?viver|suicid|tirar (?:a )?minha (?:propria )?vida|me matar\b|acabar com (?:tudo|a minha vida|minha vida)|me machucar|melhor mort[oa]|carta de despedida|nao vale a pena viver",
    override=r"(?:ignore|esqueca|desative|ignora|esquece) (?:\w+ ){0,3}(?:instrucoes|regras|normas|politicas|restricoes)|aja como (?:meu|um) medico|voce e (?:meu|um) medico|sem restricoes",
    off_topic=r"poema|piada|receita de|copa do mundo|futebol|previsao do tempo|capital d|acoes da|investir",
    child=r"crianca|filh[oa]s?\b|bebe|pediatr|autis|gravid|gestante|amament",
)

FRENCH = Lexicon(
    lang="fr",
    words=True,
    person=r"je\b|j'|moi\b|me\b|m'|mon\b|ma\b|mes\b|notre\b|nous\b|papa\b|maman\b|\d+ ans\b",
    document=r"essais?\b|etudes?\b|articles?\b|documents?\b|revue|auteurs\b|participants?\b|publie|phase [12i]|testee?s?\b|utilisee?s?\b|rapporte|signale|groupe",
    amount=r"quelle (?:est (?:la )?)?dose|quelles doses|combien (?:de |d')(?:cellules|perfusions|millions|injections|doses)|dose\b|posologie|tous les combien|a quelle frequence",
    need=r"(?:dois-je|devrais-je|devrais\b|je dois|il me faut|me faut-il|faudrait-il|puis-je|ai-je besoin|dois\b)|pour moi\b|me convient|si je pese|je pese|pour (?:mon|ma) \w+",
    should=r"(?:dois-je|devrais-je|je devrais|je dois|faut-il que je|devrions-nous|doit-(?:il|elle)|devrait-(?:il|elle)|vaut-il la peine|ca vaut|est-ce (?:une bonne idee|sur|adapte|bon|raisonnable)[^.]{0,20} (?:pour (?:moi|mon|ma)|de)|suis-je (?:un )?(?:bon )?candidat|puis-je (?:recevoir|essayer|faire)|ai-je interet)",
    recommend=r"(?:me |m')(?:recommand|conseill|sugger|prescri)\w*|(?:recommand|conseill|prescri)\w*-(?:moi|vous)|vous (?:me )?(?:recommand|conseill)\w*|(?:conseillez|recommandez)[ -]vous",
    cure=r"(?:me|m'|le|la|l'|nous) ?(?:guerir|soigner|aider|sauver)\w*|mes chances|combien de temps (?:me reste|il me reste|ai-je)|vais-je (?:guerir|mourir|aller mieux|remarcher)|je vais (?:guerir|mourir)|va-t-(?:il|elle) (?:guerir|mourir)|(?:guerira|aidera|aideraient|marcherait|aiderait)\b",
    better=r"(?:qu'est-ce qui|lequel|laquelle|que) est (?:le |la )?(?:mieux|meilleur)|mieux pour (?:moi|mon|ma)\b|meilleure? pour (?:moi|mon|ma)\b",
    change=r"arret|stopper\b|cesser\b|suspend|diminuer\b|reduire\b|remplacer\b|changer\b|sauter\b|combiner\b|associer\b|sevrage|prendre\b.{0,40}\b(?:avec|pendant)",
    drug=r"medicament|traitement habituel|comprime|cachet|prednis|cortico|cortisone|steroide|levodopa|l-dopa|aspirine|anticoagulant|immunosuppress|anti-?rejet|ibuprofene|tacrolimus|ruxolitinib|methotrexate",
    clinic=r"(?:quelle|meilleure|bonne|une) clinique|ou (?:puis-je|peut-on|je peux|trouver|acheter|se faire)|acheter\b|combien (?:ca )?coute|combien (?:vais-je|je vais) payer|quel prix|prix\b|(?:mutuelle|assurance|secu\w*) (?:rembourse|paie|prend|couvre)|prendre rendez-vous|rendez-vous\b|pres de chez moi",
    diagnose=r"interpret\w* (?:mon|ma|mes)|que (?:signifie|signifient|veut dire|veulent dire) (?:mon|ma|mes)|qu'est-ce que j'ai|ai-je (?:la|une|le|un) (?:maladie|demence|alzheimer|parkinson|gvh)|suis-je fragile|mes (?:analyses|resultats)",
    symptom=r"mal (?:a|dans) la poitrine|douleurs? (?:a la|dans la|thoracique)|(?:du mal a|peux (?:plus|pas)|peut (?:plus|pas)|n'arrive (?:plus|pas) a|difficulte a) respirer|respire (?:plus|mal|pas)|essouffle|etouff|evanou|inconscient|perdu connaissance|ne repond (?:plus|pas)|ne reagit (?:plus|pas)|convuls|(?:levres|langue|visage|gorge).{0,20}(?:gonfl|enfl)|gonfle|saigne|hemorragie|vomi\w* du sang|fievre (?:a|de) (?:39|40|41)|39 de fievre|40 de fievre|urticaire|paralyse",
    alarm=r"surdose|overdose|avale (?:tous|toutes|trop|toute|une boite)|pris (?:tous mes|toutes mes|trop de) |ambulance|samu\b",
    self_harm=r"(?:envie de|veux|voudrais|prefere|veut) (?:mourir|me tuer|se tuer|en finir)|ne (?:veux|veut) plus vivre|veux plus vivre|suicid|me tuer|mettre fin a (?:ma vie|mes jours|ses jours|tout)|me faire du mal|mieux mort|lettre d'adieu|plus envie de vivre|vie (?:ne )?vaut (?:plus |pas )?la peine|en finir\b",
    override=r"(?:ignore|oublie|desactive|contourne)\w* (?:\w+ ){0,3}(?:instructions|regles|consignes|restrictions)|(?:agis|comporte-toi) comme (?:mon|un) medecin|tu es (?:mon|un) medecin|sans (?:aucune )?restriction",
    off_topic=r"poeme|blague|recette de|coupe du monde|football|meteo|quel temps fait|capitale d|actions de|investir",
    child=r"enfants?\b|fils\b|fille\b|bebe|pediatr|autis|enceinte|grossesse|allait",
)

ITALIAN = Lexicon(
    lang="it",
    words=True,
    person=r"io\b|mio\b|mia\b|miei\b|mie\b|mi\b|ho\b|sono\b|peso\b|mamma\b|papa\b|nostro\b|nostra\b|\d+ anni\b",
    document=r"studi\w?\b|sperimentazion|articol[oi]\b|document[oi]\b|revisione|autori\b|partecipanti\b|pubblicat|fase [12i]|testat|utilizzat|usat[oaie]\b|riportat|grupp[oi]",
    amount=r"qual(?:e|i|') (?:e la |e )?dos[ei]|quant[eio] (?:\w+ ){0,1}(?:cellule|infusioni|milioni|iniezioni|dosi)|dose\b|dosaggio|posologia|ogni quanto",
    need=r"(?:devo|dovrei|mi serv\w+|ho bisogno|posso|deve|dovrebbe|ci vogliono)\b|per me\b|se peso|peso \d|per (?:mia|mio) \w+",
    should=r"(?:devo|dovrei|dovremmo|mi conviene|conviene|vale la pena|e una buona idea|e sicur[oa] per me|sono (?:un |una )?(?:buon )?candidat|posso (?:fare|ricevere|provare)|e (?:adatt|indicat|consigliat)\w* (?:a|per) (?:me|mia|mio))",
    recommend=r"(?:mi|le|gli|vi|ci) (?:consigli|raccomand|sugger|prescriv)\w*|consigliatemi|consigliami|prescriv(?:imi|etemi)|(?:consigli|raccomand)\w+ (?:per me|lei|a mia|a mio)",
    cure=r"(?:mi|la|lo|le|gli) (?:guarir|cur|aiuter|aiutereb)\w*|le mie (?:probabilita|possibilita|speranze)|quanto (?:tempo )?mi resta|(?:guariro|miglior[eo]+|moriro|camminer[oa])\b|guarira\b",
    better=r"(?:cosa|quale|qual) e (?:il |la )?(?:meglio|miglior)|meglio per (?:me|mia|mio|lui|lei)\b",
    change=r"smett|interromp|sospend|ridurre\b|sostitu|cambiare\b|saltare\b|combinare\b|lasciare\b|scalare\b|prendere\b.{0,40}\b(?:con|insieme)",
    drug=r"farmac|medicin|pastigli|compress|prednis|cortison|steroid|levodopa|aspirina|anticoagulant|immunosoppress|ibuprofene|tacrolimus|ruxolitinib|metotrexat",
    clinic=r"(?:quale|migliore|una) clinica|dove (?:posso|si puo|trovo|compro|fanno)|comprare\b|acquistare\b|quanto costa|quanto (?:pago|pagherei)|prezzo|assicurazione (?:copre|paga|rimborsa)|prenot\w+|appuntamento|vicino a me",
    diagnose=r"interpret\w+ (?:i miei|il mio|la mia|le mie)|cosa significa(?:no)? (?:i miei|il mio|la mia|le mie)|cosa ho\b|ho (?:l'alzheimer|il parkinson|la demenza)\b.{0,4}$|sono fragile|i miei (?:esami|risultati)",
    symptom=r"dolore al (?:petto|torace)|male al petto|(?:non (?:riesco|riesce) a|fatica a|non) respir\w*|manca il (?:fiato|respiro)|svenut|svien|incosciente|privo di sensi|non risponde|non reagisce|convuls|(?:labbra|lingua|viso|gola).{0,20}gonfi|gonfi\w*.{0,20}(?:labbra|lingua|viso|gola)|sanguin|vomit\w+ sangue|febbre (?:alta|a (?:39|40|41))|orticaria|paralizzat",
    alarm=r"overdose|(?:preso|ingoiato|inghiottito) (?:tutte|tutti|troppe|troppi)|ambulanza",
    self_harm=r"(?:voglio|vorrei|preferisco|voglia di|vuole) (?:morire|uccidermi|uccidersi|farla finita|ammazzar)\w*|non (?:voglio|vuole) piu vivere|suicid|farla finita|togliermi la vita|uccidermi|ammazzarmi|farmi del male|meglio mort|lettera d'addio|non vale la pena vivere",
    override=r"(?:ignora|dimentica|disattiva|aggira)\w* (?:\w+ ){0,3}(?:istruzioni|regole|norme|restrizioni)|(?:agisci|comportati) come (?:il mio|un) medico|sei (?:il mio|un) medico|senza restrizioni",
    off_topic=r"poesia|barzelletta|ricetta d|mondiali|calcio\b|che tempo fa|capitale d|azioni d|investire",
    child=r"bambin|figli[oa]?\b|neonat|pediatr|autis|incinta|gravidanza|allatt",
)

ROMANCE = (SPANISH, PORTUGUESE, FRENCH, ITALIAN)
