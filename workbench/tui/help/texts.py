"""What each part of a screen is for, by the widget's ``help_id``. Swedish, for staff."""

from __future__ import annotations

from collections.abc import Mapping

TEXTS: Mapping[str, str] = {
    "month-rows": "En rad per brukare som har rapporterat tid eller har ett beslut i månaden. "
    "Timmar och Belopp är vad senaste räkningen betalar, i omräknade timmar med komma "
    "(väntetid 4:1 och beredskap 7:1). Nekat och Hållet är verklig tid i timmar:minuter. "
    "Väntar säger vad som står mellan brukaren och klar: antal fynd att avgöra, kompl när svar "
    "väntas, saknas när rapporten inte har kommit (11 a § LSS och 9.2.22).",
    "month-filter": "Skriv en del av namn, början av personnummer eller ett ord ur Väntar, till "
    "exempel utred eller saknas. Flera ord ska alla stämma.",
    "review-rows": "Ett fynd är vad en regel säger om en tid: neka betalas inte, utred hålls tills "
    "någon har tittat, info betalas. Framför effekten: − nekas, ~ hålls; tiden är inte med i "
    "beloppet. "
    "En stjärna framför status: underlaget har ändrats sedan avgörandet. Valda fynd (●) finns "
    "kvar när du bläddrar, byter filter eller går till en annan skärm.",
    "review-filter": "Skriv kod=, allvar=, status=, brukare= eller assistent= (personnummer), och "
    "fria ord som söks i namn och nummer. Tom rad visar alla fynd i månaden. Början av en kod "
    "räcker om bara en kod börjar så.",
    "detail": "Fyndet i ord: vad, varför, enligt vilket lagrum, vad det gör med beloppet, vilka "
    "rader det står på. Dagarna visar klockan 00 till 24: fyndets egna rader fyllda, andras "
    "rader rastrerade. Piltangenterna rullar, Tab går tillbaka till listan.",
    "why": "Allt programmet vet om fyndet. Piltangenterna rullar, esc stänger.",
    "trace": "Uträkningen rad för rad: belopp, timmar, timbelopp, period och vart minuterna kommer "
    "ifrån. Raden under pilen visas i sin helhet längst ner. esc stänger.",
    "import-browser": "Filer och mappar. ⏎ öppnar en mapp, {import.mark} väljer en fil eller en "
    "hel mapp, {import.preview} visar vad som skulle hända. Programmet känner "
    "igen slaget av fil på innehållet: "
    "register och tidrapporter som CSV eller XLSX, FK:s tidredovisning som XML, eller en zip.",
    "import-path": "En sökväg till en fil eller mapp. → fyller i det grå förslaget.",
    "import-received": "Dagen då pappren kom in. Den avgör om redovisningen är sen (11 a § LSS).",
    "import-files": "Varje fil för sig: slag, rader, månader och nya personer. En fil med fel "
    "läses inte in alls; de andra läses in. En fil som redan är inläst hoppas över.",
    "import-issues": "Varje fel med fil, rad, kolumn och värde, och vad som väntades. Rätta i "
    "filen eller be avsändaren om en ny.",
    "import-earlier": "De senast inlästa filerna. Samma fil en gång till gör ingenting.",
    "settle-rows": "En rad per brukare, med raderna per beslut och timbelopp under när de är "
    "flera. Rätt är vad månaden ger rätt till; Betalt är vad som redan är attesterat, med nytt "
    "förskott; Betalas är vad körningen betalar nu; Återkrav är vad den föreslår att kräva "
    "tillbaka (12 § LSS). Inget kvittas mellan månader. Timmar är omräknade och avrundade en gång "
    "per rad; assistans, väntetid och beredskap är verklig tid. Förskott är en betalning, inte en "
    "rätt. En attesterad körning ändras aldrig; en ny räkning ger en ny körning.",
    "settle-filter": "Skriv en del av namn, personnummer eller beslutsnummer.",
    "attest": "Den som har räknat, läst in, avgjort eller ändrat något i körningen kan inte "
    "attestera den. Varje ändring av mottagare, konto, timbelopp, beslut eller inställning sedan "
    "den senaste attesten bockas av för sig. Skriv sedan summan som betalas, siffra för siffra; "
    "⏎ i fältet går till Avbryt. Körningen räknas om först: har något ändrats vägras attesten.",
    "annul": "Makulera tar tillbaka allt som körningen gjorde. Det görs av en tredje person, med "
    "skäl, och bara innan körningen har exporterats och kraven har lämnat förslag. Skriv "
    "körningens nummer för att bekräfta.",
    "differences": "Varje rad som ger andra kronor än i den attesterade körningen, med orsak. "
    "Före och Efter är betald tid. Raden under pilen visas i sin helhet längst ner.",
    "payments-rows": "En rad per betalning, den senaste först. Attesterad väntar på att skickas, "
    "exporterad har lämnat programmet i en fil, mottagen och betald är bankens svar. En avvisad "
    "betalning betalas igen som en ny, som nämner den gamla. Antal och summor gäller alla som "
    "stämmer med filtret, också dem som inte får plats.",
    "payments-filter": "Skriv en del av ett namn, början av ett nummer, eller en betalning som "
    "B12. Skyddade personer hittas inte på namn.",
    "target": "Skriv var filen ska ligga, → fyller i förslaget. En fil som finns med annat "
    "innehåll skrivs aldrig över. Samma körning ger samma fil varje gång. ⏎ i fältet går till "
    "Avbryt.",
    "payment": "Allt om betalningen. esc stänger.",
    "sjuklon-rows": "En rad per ansökan om merkostnad för sjuklön (9.2.28). Beräknat är vad "
    "lönen, passen och avgifterna ger, högst det begärda. Väntar säger vad som står kvar: fynd "
    "att avgöra, svar på en begäran, ditt beslut, eller räkna när månaden ska räknas om först. Ett "
    "beviljat ärende betalas som en rad i körningen för månaden med den första sjukdagen.",
    "sjuklon-filter": "Skriv en del av ärende eller namn, början av ett personnummer, en månad "
    "som 2025-03, eller ett ord ur Väntar. Flera ord ska alla stämma.",
    "sjuklon-decide": "Motiveringen står i beslutet och i journalen. Beviljas ärendet skrivs "
    "ersättningen siffra för siffra; saknas en handling kan det inte beviljas förrän fyndet är "
    "godkänt eller handlingen registrerad.",
    "sjukfall-rows": "Ett pass per rad, med dygnet ritat: █ har en vikarie arbetat, ░ har ingen "
    "godtagen rad, ╳ har den sjuka assistenten själv redovisat arbete. Nr är dagen i sjukperioden; "
    "dag 1-14 räknas, från dag 8 krävs läkarintyg. Täckt är tid med vikarie (HFD 2015 ref. 72), "
    "Betalas det som inget fynd håller eller nekar. Piltangenterna ← → byter sida.",
    "sjukform-field": "Fältet prövas när du lämnar det, med samma regler som när filer läses in. "
    "Märket ! säger vad som är fel, = vem ett nummer hör till. Belopp skrivs med komma. "
    "{sjukform.save} sparar.",
    "sjukform-pass": "Ett pass per rad: 2025-02-03 08:00 16:00 198001019876 assistans 12,50. "
    "Vikarier skiljs med komma i den ordning de ska räknas, - om ingen arbetade. Slag (assistans "
    "eller vantetid) och tillägg per timme får utelämnas. skyddad-17 är en person med skyddade "
    "uppgifter. Tab går vidare.",
    "aterkrav-rows": "Ett krav per rad (12 § LSS). Dagar är tiden sedan det föreslogs, Frist den "
    "dag som väntas in: svar, överklagande eller nästa avbetalning; ! före dagen säger att den har "
    "passerat. * före läget: en körning har ändrat kravet sedan den enskilde fick veta. Belopp är "
    "utestående, återbetalt och nedlagt tillsammans. Förslag mot samma gäldenär på samma grund kan "
    "samlas: välj dem med {aterkrav.mark} och tryck {aterkrav.join}.",
    "aterkrav-filter": "Skriv ett kravs nummer som K3, en del av ett namn, början av ett "
    "personnummer, en månad som 2025-03 eller ett ord ur läget. Flera ord ska alla stämma. Filtret "
    "finns kvar när du kommer tillbaka.",
    "krav-rows": "Kravets sidor, som ← och → byter mellan: bedömningen (bevis, skäl för och emot, "
    "vad nämnden upplyst, svaret), raderna före och efter, planen, historiken och handlingarna. "
    "Under listan står raden i sin helhet; Tab går dit och pilarna rullar.",
    "krav-moves": "Varje rad är ett läge som kravet kan flyttas till. ! säger vad som är i vägen. "
    "⏎ öppnar steget; ingenting är flyttat förrän det är ifyllt och knappen tryckt.",
    "krav-kinds": "Handlingarna som kravet kan ha. ⏎ öppnar utkastet, eller börjar ett ur kravet. "
    "! säger vad som är i vägen nu. Ingenting är fastställt förrän du gör det i handlingen.",
    "krav-sheet": "Tab går mellan fälten och till knapparna. ⏎ i ett fält utför ingenting. Steg "
    "som binder (beslut, nedläggning, eftergift, Kronofogden, en dom som "
    "ändrar) bekräftas med kravets summa. Det du "
    "har skrivit finns kvar om rutan stängs eller steget vägras.",
    "bilaga-text": "Bilagan som den blir när den skickas: varje rad före och efter, så att summan "
    "går att räkna om för hand. Gäldenärens visar assistenternas arbete hos andra bara som minuter "
    "per dag; domstolens visar hos vem och är sekretess. {bilaga.next} och {bilaga.former} går "
    "mellan rubriker.",
    "brev-text": "Handlingen som den blir på papper. Ett utkast skrivs om ur kravet varje gång det "
    "visas, utom den fria texten ({brev.edit}). Fastställd är den densamma för "
    "alltid, med kontrollsumma; "
    "nästa version får nästa nummer.",
    "linear-text": "Skärmen du kom ifrån, uppifrån och ner, en uppgift per rad: inga kolumner, "
    "inga ramar, inga bilder. Listan står med sitt antal först. Samma text för hela listan ger "
    "kommandot workbench --plain NAMN; utan namn visar det skärmarnas namn.",
    "brevtext": "Den fria texten i ett utkast. Rader som börjar med # är rubriker och står kvar "
    "som de är; skriv under dem. Tom rad skiljer stycken. {brevtext.save} "
    "sparar.",
    "tasks-rows": "En uppgift per rad, den med kortast tid först och ! när tiden har gått: vad "
    "lagen kräver att kommunen anmäler, underrättar om, begär eller berättar (9.2.26), och nästa "
    "steg i återkraven. Varje uppgift är ett förslag som du gör ({tasks.do}) eller avskriver med "
    "skäl ({tasks.drop}); "
    "programmet skickar ingenting. Den försvinner av sig själv när det som den grundas på är "
    "borta, och samma sak kommer inte tillbaka. Antalen under listan gäller det som visas.",
    "tasks-filter": "Skriv en del av ett namn, början av ett personnummer, uppgiftens nummer som "
    "FK2, ett ord ur Att göra, en mottagare, ett lagrum eller försenad. Flera ord ska alla stämma.",
    "task": "Allt om uppgiften: vad, till vem, senast när och varför, vem i kommunen som beslutar, "
    "och vilken regel som gör att uppgifterna får lämnas. Piltangenterna rullar, esc stänger.",
    "task-handle": "Motiveringen sparas med uppgiften och i journalen, med de uppgifter som gällde "
    "då. ⏎ i fältet går till Avbryt; Tab och → går till knappen som utför.",
    "revision-rows": "Fem listor, ← → byter: betalningar att följa till sina rader; avsteg, det "
    "människor har avgjort mot eller vid sidan av reglerna; utfall per regel; stickprov; ändringar "
    "i fasta uppgifter. {revision.follow} följer raden ända ner till fil och rad. Kronor i utfall "
    "och avsteg är vad fyndens tid är värd som den står nu. {revision.draw} drar ett stickprov och "
    "{revision.note} noterar vad en post visade; ingenting annat går att ändra här. "
    "{revision.days} väljer två dagar, {revision.seek} följer pengar från det du har i handen.",
    "revision-sheet": "Tab går mellan fälten och till knapparna; ⏎ i ett fält utför ingenting. "
    "Frö är vilken text som helst: samma frö och samma material ger samma stickprov. Dagar "
    "skrivs ÅÅÅÅ-MM-DD, månader ÅÅÅÅ-MM.",
    "revision-filter": "Ord som ska stå i raden, hur som helst. Flera ord ska alla stämma.",
    "revision-note": "Noteringen sparas med namn och tid; en tidigare står kvar bredvid. ⏎ i "
    "fältet går till Avbryt; Tab och → går till knappen som noterar.",
    "underlag-rows": "Det som månaderna vilar på, i tio listor; ← → byter och "
    "{underlag.lists} väljer. Register: "
    "alla personer och anordnare; ⏎ visar allt som finns om dem, med fil och rad, och hur det har "
    "ändrats. Mottagare och konton: vem som får pengarna, stopp, och konton som väntar. Timbelopp "
    "och inställningar: med dag och källa. ! väntar: något som rör attesterade dagar eller ett "
    "registrerat konto gäller först när en annan person än den som lade in det bekräftar det. "
    "Räkna om: månader vars körning inte längre stämmer. Bevakning: dagar att passa.",
    "underlag-filter": "Ord som ska stå i raden, hur som helst; flera ord ska alla stämma. I "
    "registret: del av namn, början av nummer, eller brukare, assistent, anordnare. En skyddad "
    "person hittas bara på hela numret.",
    "underlag-sheet": "Tab går mellan fälten och till knapparna. ⏎ i ett fält utför ingenting. "
    "Datum skrivs ÅÅÅÅ-MM-DD och belopp med komma, som 353,10. Det du har skrivit finns kvar om "
    "rutan stängs eller något vägras. Ändringen antecknas i journalen med ditt namn.",
    "drift-rows": "← → byter sida: databasen, kopiorna som journalen berättar om, den senaste "
    "kontrollen och årets gallringslista. Raden under pilen visas i sin helhet under listan. "
    "Det första brottet i en kontroll är det som ska följas upp först. En kontroll håller "
    "databasen låst för andra som vill skriva medan den räknar.",
    "drift-sheet": "Tab går mellan fälten och till knapparna; ⏎ i ett fält utför ingenting. → "
    "fyller i resten av en sökväg. Ett namn utan mapp läggs där programmet startades. En fil som "
    "finns skrivs aldrig över.",
    "period-rows": "En rad per gräns för arbetstid i månaden: periodens gräns, fyra veckor, "
    "övertid under året och (vid flera arbetsgivare) tiden hos en brukare. Tid i senare månader "
    "som redan är redovisad i samma period räknas med. ● märker gränsen som avgör hur mycket mer "
    "assistenten kan arbeta. ▓ är tid över gränsen. Tab går till staplarna, som pilarna rullar.",
    "find": "Ord som ska stå i raden; flera ord ska alla stämma. I Granskning söks namn och "
    "nummer. Sökningen går till nästa rad och lämnar listan som den är; / filtrerar i stället.",
    "bilder-page": "Bilden som text: först orden, sedan en rad per stapel med siffrorna före "
    "stapeln. Längst ner står vad tecknen betyder; ingenting sägs bara med färg eller längd. ← och "
    "→ byter bild, piltangenterna upp och ner rullar, {bilder.month} byter "
    "månad, {bilder.employer} väljer en anordnare. "
    "Brukaren är den som pilen stod på i Månad. {bilder.save} skriver bilden "
    "till en fil, där skyddade "
    "personer alltid är dolda.",
    "find-assistant": "Skriv en del av namnet eller början av personnumret. Skyddade personer "
    "hittas bara på nummer. Pilarna väljer, ⏎ visar assistentens period i månaden.",
    "choice": "Pilarna väljer, ⏎ tar raden, esc stänger utan att något händer.",
    "done-rows": "Det du själv har gjort, det senaste först: avgöranden av fynd, steg i återkrav, "
    "stycken i deras bedömning, hanterade uppgifter, beslut om sjuklön och attester. Går säger om "
    "det kan ångras nu; raden under listan säger varför inte. Att ångra lämnar båda i historiken.",
    "done-filter": "Ord som ska stå i raden. Flera ord ska alla stämma.",
    "done-undo": "Skälet sparas i historiken. ⏎ i fältet går till Avbryt; Tab och → går till "
    "knappen som ångrar.",
    "undo": "Varje rad är ett tillfälle då någon avgjorde fynd. Välj ett, gå med Tab till "
    "knappen. Fynd som har avgjorts på nytt efteråt lämnas som de är.",
    "decide": "Motiveringen sparas i journalen och visas i fyndets historik. Ingenting händer "
    "förrän du går till den högra knappen och trycker ⏎.",
    "show-protected": "Kräver rätten att se skyddade personuppgifter, som en annan administratör "
    "ger. Skälet och de personer som visas skrivs i journalen. ⏎ i fältet går till Avbryt; Tab "
    "och → går till knappen som visar. F4 döljer dem igen.",
    "confirm": "Vänster knapp gör ingenting. → går till den knapp som utför.",
    "notice": "Ett besked. ⏎ eller esc stänger.",
    "problem": "Något kunde inte göras. Raden till supporten säger var i programmet, inga "
    "uppgifter om någon person.",
    "working": "Arbete pågår. Avbryt tar tillbaka det som inte är sparat; ingenting blir halvt.",
    "find-here": "Skriv ord som ska stå i raden, ⏎ går till nästa ställe som har dem. Tryck "
    "{list.find} och ⏎ "
    "igen för nästa.",
    "palette": "Skriv en del av vad du vill göra; ⏎ gör det.",
}

CHAPTERS: dict[str, str] = {
    "app": "Skärmarna och tangenterna",
    "list": "Skärmarna och tangenterna",
    "rows": "Filtrera, ordna och stora mängder",
    "month": "Månad: se vad som återstår",
    "review": "Granska fynd",
    "import": "Importera filer",
    "settle": "Räkna av månaden",
    "attest": "Attestera",
    "payments": "Betala, bokföra och specificera",
    "sjuklon": "Sjuklön",
    "sjukfall": "Sjuklön",
    "sjukform": "Sjuklön",
    "aterkrav": "Återkrav från förslag till Kronofogden",
    "krav": "Återkrav från förslag till Kronofogden",
    "sheet": "Återkrav från förslag till Kronofogden",
    "bilaga": "Återkrav från förslag till Kronofogden",
    "brev": "Återkrav från förslag till Kronofogden",
    "brevtext": "Återkrav från förslag till Kronofogden",
    "read": "Skärmarna och tangenterna",
    "tasks": "Uppgifter och frister",
    "revision": "Revision",
    "underlag": "Underlag: register, mottagare, värden och användare",
    "drift": "Drift: säkerhetskopior, kontroll och gallring",
    "period": "Bilder och assistentens period",
    "bilder": "Bilder och assistentens period",
    "done": "Skärmarna och tangenterna",
    "linear": "Tillgänglighet: storlekar, färger och skärmläsare",
    "filter": "Filtrera, ordna och stora mängder",
    "palette": "Skärmarna och tangenterna",
    "help": "Så läser du handboken",
    "dialog": "Skärmarna och tangenterna",
}
"""Chapters of docs/handbok.md by scope of the registry."""
