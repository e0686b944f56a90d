"""What to do with a finding, kod by kod: for the help (?) and the handbook's index."""

from __future__ import annotations

ATGARDER: dict[str, str] = {
    "alder": (
        "Kontrollera födelsedagen mot personnumret. Var assistenten anställd före 1 juli 2013 "
        "gäller regeln inte: registrera anställningens första dag i uppdraget. Annars står "
        "nekandet."
    ),
    "ees": (
        "Kontrollera bosättningslandet och dagen för flytten. Är uppgiften fel, läs in rätt "
        "uppgift för assistenten och räkna om. Annars står nekandet."
    ),
    "bosattning-okand": (
        "Begär komplettering (k): fråga arbetsgivaren i vilket land assistenten är bosatt. Läs in "
        "svaret i assistentregistret; då försvinner fyndet av sig självt."
    ),
    "formaga": (
        "Utred förmågan; sjukersättning eller ålder räcker aldrig för att neka. Godkänn när "
        "utredningen visar att arbetet har kunnat utföras, annars neka med skälen i motiveringen."
    ),
    "tillstand": (
        "Sök anordnaren i IVO:s register. Finns tillståndet, läs in dess dagar. Saknas det står "
        "nekandet, om det inte finns särskilda skäl; dem skriver du i motiveringen."
    ),
    "tillstand-frist": (
        "Ingenting att avgöra. Hjälp brukaren att byta anordnare före den dag då fristen går ut."
    ),
    "tillstand-underrattelse": (
        "Underrätta brukaren om att tillståndet har upphört och registrera dagen i "
        "anordnarregistret. De fjorton dagarna räknas från den."
    ),
    "anordnare-okand": (
        "Lägg in anordnaren med dess tillstånd i anordnarregistret och räkna om. Är "
        "organisationsnumret felskrivet ska avsändaren lämna en rättad rapport."
    ),
    "ivo-anmalan": (
        "Fråga brukaren när anmälan till IVO gjordes och läs in dagen. Pass efter den dagen "
        "frigörs när månaden räknas om."
    ),
    "uppdrag-saknas": (
        "Begär uppgifterna om assistenten av arbetsgivaren och läs in uppdraget. Gäller raden fel "
        "assistent ska avsändaren lämna en rättad rapport."
    ),
    "anmalan-11a": (
        "Begär komplettering (k) av uppgifterna om närstående, ålder och bosättning. Att de är "
        "sena är inte skäl att neka; registrera dagen när de kommer och räkna om."
    ),
    "anmalan-sen": (
        "Ingenting att avgöra. Påminn arbetsgivaren om att uppgifterna ska komma före det första "
        "passet."
    ),
    "arbetstid-husligt": (
        "Öppna assistentens period (p) och se var gränsen passeras. Stämmer uppdragets uppgifter "
        "står nekandet för det som ligger över; annars rättas de och räknas om."
    ),
    "arbetstid-atl": (
        "Öppna assistentens period (p). Kontrollera periodens längd och om det finns "
        "kollektivavtal. Stämmer uppgifterna står nekandet för tiden över gränsen."
    ),
    "arbetstid-atl-4v": (
        "Fråga arbetsgivaren om grunden, till exempel ett avtal eller en dispens. Godkänn om den "
        "finns, annars neka det som ligger över."
    ),
    "arbetstid-atl-ar": (
        "Fråga arbetsgivaren om särskilda skäl för mer övertid. Registrera extra övertid i "
        "uppdraget om de finns; annars neka det som ligger över."
    ),
    "arbetstid-avtal": (
        "Jämför med avtalets timmar per vecka och periodens längd i uppdraget. Stämmer de står "
        "nekandet för tiden över gränsen."
    ),
    "arbetstid-brukare": (
        "Utred tiden hos alla arbetsgivare hos samma brukare: period (p) visar den ihopräknad. "
        "Godkänn eller neka det som ligger över, med skälen i motiveringen."
    ),
    "arbetstid-oklar": (
        "Fråga arbetsgivaren vilket regelverk som gäller, timmar per vecka och periodens längd. "
        "Läs in uppdraget igen med svaren och räkna om."
    ),
    "arbetstid-uppgift": (
        "Jämför rapportens uppgift med uppdraget, som programmet räknar med. Är uppdraget "
        "gammalt, be arbetsgivaren om nya uppgifter; annars behöver du inte göra något."
    ),
    "vila": (
        "Se på passen före och efter. Tiden betalas; är vilan återkommande för kort kan "
        "arbetsgivaren behöva frågas."
    ),
    "utan-beslut": (
        "Kontrollera att beslutet är inläst och gäller den dagen. Saknas det, läs in det och "
        "räkna om. Finns inget beslut står nekandet."
    ),
    "over-beslut": (
        "Jämför med beslutets timmar och period. Sparade timmar som får användas kan släppas "
        "genom att du godkänner; annars betalas det överskjutande inte."
    ),
    "beslut-retroaktivt": (
        "En ny lydelse av beslutet sänker tid som redan har varit, och månaden räknas tills "
        "vidare med den gamla. Finns en grund för sänkningen (37 § FL eller ett "
        "ändringsförbehåll), godkänn med den i motiveringen; annars låt fyndet stå och rätta "
        "beslutet."
    ),
    "fk-retroaktiv": (
        "Försäkringskassan betalar timmarna i efterhand. Kontrollera beslutet. Redan utbetald tid "
        "blir ett återkrav, som brukaren ofta kan betala med Försäkringskassans pengar."
    ),
    "dubblett": (
        "Samma rad finns två gånger, och den senare nekas. Är det två skilda pass ska avsändaren "
        "visa det; godkänn då raden."
    ),
    "overlapp": (
        "Två pass kan inte vara arbetade samtidigt. Fråga vilket som är rätt, godkänn den ena "
        "sidan och neka den andra. Avgör båda fynden när två brukare är berörda."
    ),
    "vistelse": (
        "Brukaren var på annat håll, till exempel sjukhus eller korttidsvistelse. Pröva om "
        "behovet tillgodosågs där: neka i så fall, godkänn annars med skälen i motiveringen."
    ),
    "dubbelassistans": (
        "Se efter om beslutet ger flera assistenter samtidigt och hur många timmar. Godkänn det "
        "som ryms i beslutet, neka resten."
    ),
    "sen-redovisning": (
        "Ingenting att avgöra. Sen redovisning är i sig inget skäl att neka, men uppgifter som "
        "lämnas långt efteråt bevisar mindre: jämför gärna med andra handlingar."
    ),
    "tvetydig-tid": (
        "Passet rör timmen som kom två gånger när klockan ställdes om; programmet läser "
        "klockslaget som det första. Menade avsändaren det andra ska raden rättas."
    ),
    "langt-pass": (
        "Se om passet är rimligt: sov assistenten är det jour eller väntetid. Fråga arbetsgivaren "
        "om det återkommer."
    ),
    "schemalikt": (
        "Månaden är nästan lika som den förra. Jämför med schemat och fråga om tiderna är arbetad "
        "tid eller planerad."
    ),
    "rimlighet": (
        "Ett mönster att titta på, ingen anklagelse. Se förklaringen, jämför med tidigare månader "
        "och ta ett stickprov om det behövs."
    ),
    "vikarie-saknas": (
        "Ingen arbetade i den sjukas ställe, så passet ger ingen merkostnad. Finns en vikarie, "
        "läs in vikariens rader och räkna om."
    ),
    "sjuk-arbetar": (
        "Den sjuka har själv redovisat arbete under passet. Fråga vad som är rätt, rätta "
        "tidrapporten eller ansökan och avgör fyndet."
    ),
    "efter-sjukloneperiod": (
        "Från dag 15 betalar arbetsgivaren ingen sjuklön. Kontrollera första sjukdagen; stämmer "
        "den står nekandet."
    ),
    "intyg-saknas": (
        "Från dag 8 behövs läkarintyg. Begär det av sökanden och registrera från vilken dag det "
        "gäller."
    ),
    "preskriberad": (
        "Ansökan kom för sent för den här sortens fordran. Kontrollera dagen då den kom in; "
        "stämmer den står nekandet."
    ),
    "over-berakning": (
        "Ingenting att avgöra: bara det beräknade betalas. Beräkningens sida visar var beloppen "
        "skiljer sig."
    ),
    "handling-saknas": (
        "Begär handlingen (h i ärendet) eller bocka av den när den har kommit. Ärendet kan inte "
        "beviljas förrän det är gjort eller fyndet är godkänt."
    ),
}
