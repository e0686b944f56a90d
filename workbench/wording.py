"""Swedish texts that staff read, by id: findings, states, kinds. The only place for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from workbench.domain.kravlage import KRAV as KRAV

STATUS = {
    "oppen": "öppen",
    "komplettering": "komplettering",
    "godkand": "godkänd",
    "nekad": "nekad",
}
ALLVAR = {"neka": "neka", "utred": "utred", "info": "info"}
EFFEKT = {"nekad": "nekas", "hallen": "hålls", "ingen": "betalas"}
"""What is done with the minutes of a finding, by ``domain.finding.Effect``."""
SLAG = ("assistans", "väntetid", "beredskap")
MOTTAGARE = {
    "brukare": "brukaren",
    "formyndare": "förmyndare",
    "god-man": "god man",
    "forvaltare": "förvaltare",
    "anordnare": "anordnare",
    "annan": "annan (11 §)",
    "dodsbo": "dödsboet",
}
"""In what capacity someone receives a brukare's money."""
KORNING = {
    "utkast": "utkast",
    "attesterad": "attesterad",
    "exporterad": "exporterad",
    "makulerad": "makulerad",
}
LINE_SLAG = {"assistans": "assistans", "sjuklon": "sjuklön", "forskott": "förskott"}
BETALNING = {
    "attesterad": "attesterad",
    "exporterad": "exporterad",
    "mottagen": "mottagen",
    "betald": "betald",
    "avvisad": "avvisad",
    "makulerad": "makulerad",
}
GRUND = {
    "a": "fel uppgift eller nekad tid",
    "b": "borde ha insett felet",
    "fk": "FK:s retroaktiva beslut",
    "utredning": "tid som bara är hållen",
    "egen": "kommunens egen ändring",
}
"""The ground that a difference or a claim has (12 § LSS; rulebook section 8), shortly."""
GALDENAR = {
    "enskild": "den enskilde",
    "formyndare": "förmyndare",
    "dodsbo": "dödsbo",
    "anordnare": "anordnare, åtagande",
}
BEDOMNING = {
    "bevis": "bevis",
    "for": "skäl för",
    "emot": "skäl emot",
    "namnden": "vad nämnden upplyst",
    "svar": "svaret",
}
"""The pieces of a claim's assessment."""

KRAVHANDLING = {
    "kommunikation": "kommunikation",
    "beslut": "beslut",
    "andringsbeslut": "ändringsbeslut",
    "paminnelse": "påminnelse",
    "kronofogden": "ansökan om verkställighet",
    "kravbrev": "kravbrev",
    "bilaga": "bilaga",
    "bilaga-sekretess": "bilaga med sekretess",
}
"""The documents of a claim for money back."""
SJUKFALL = {
    "oppen": "öppen",
    "komplettering": "komplettering",
    "beviljad": "beviljad",
    "avslagen": "avslagen",
}
HANDLING = {
    "schema": "schema",
    "vikarierapport": "vikariens tidrapport",
    "forsakran": "försäkran om sjukdom",
    "lonespec": "lönespecifikation",
    "berakning": "beräkning av kostnaden",
    "lakarintyg": "läkarintyg",
    "avtal": "kollektivavtal",
    "fullmakt": "fullmakt",
}
"""The documents of a claim for sjuklön."""

REGISTER = {
    "vistelse": "Vistelse",
    "uppdrag": "Uppdrag för assistenten",
    "beslut": "Beslut",
    "redovisning": "Redovisning",
    "tillstand": "Anordnarens tillstånd",
    "bosattning": "Assistentens bosättning",
    "sjukersattning": "Assistentens sjukersättning",
}
REGISTERFALT = {
    "slag": "",
    "nummer": "",
    "fran": "från",
    "till": "till",
    "anmald": "anmält",
    "timmar": "timmar",
    "manad": "månad",
    "underrattad": "brukaren underrättad",
    "land": "land",
    "procent": "procent",
}
"""Registers and their columns, as evidence names them."""
FALT: Mapping[str, str] = REGISTERFALT | {
    "namnd": "nämnd",
    "skyddad": "skyddade uppgifter",
    "formyndare": "förmyndare",
    "ivo_anmald": "anmäld till IVO",
    "arbetsgivare_registrerad": "registrerad som arbetsgivare",
    "kommunal": "kommunal",
    "anstalld_fran": "anställd från",
    "narstaende": "närstående",
    "hushallsgemenskap": "hushållsgemenskap",
    "tillsyn": "tillsyn av husligt arbete",
    "period_start": "period från",
    "period_langd": "periodens längd",
    "timmar_per_vecka": "timmar per vecka",
    "grundlaggande_per_vecka": "grundläggande timmar per vecka",
    "extra_overtid": "extra övertid",
    "period_manader": "period, månader",
    "hojning_procent": "höjning, procent",
    "eget_timbelopp": "eget timbelopp, kr",
    "dubbel_timmar": "timmar dubbel assistans",
    "utbetalas_till": "betalas till",
    "forskott": "förskott",
    "forskott_timmar": "timmar i förskott",
    "andringsforbehall": "ändringsförbehåll",
    "begaran_datum": "begäran",
    "avtal_datum": "avtal",
    "avtal_fran": "avtalet gäller från",
    "undertecknat": "undertecknat",
    "vardnadshavare_undertecknat": "vårdnadshavarna har undertecknat",
    "beslut_11": "beslut enligt 11 §",
    "lon": "lön, kr",
    "assistansomkostnader": "assistansomkostnader, kr",
    "utbildning": "utbildning, kr",
    "arbetsmiljo": "arbetsmiljö, kr",
    "personalomkostnader": "personalomkostnader, kr",
    "administration": "administration, kr",
    "retroaktivt_fran": "retroaktivt från",
    "timbelopp": "timbelopp, kr",
    "belopp": "belopp, kr",
    "arende": "ärende",
    "forsta_sjukdag": "första sjukdag",
    "sista_sjukdag": "sista sjukdag",
    "ansokt": "ansökt",
    "timlon": "timlön, kr",
    "veckolon": "veckolön, kr",
    "betald_sjuklon": "betald sjuklön, kr",
    "begart_belopp": "begärt, kr",
    "sokande": "sökande",
    "lakarintyg_fran": "läkarintyg från",
    "hogriskskydd": "högriskskydd",
    "tidigare_karens": "tidigare karenstillfällen",
    "semester_procent": "semester, procent",
    "avgift_procent": "avgifter, procent",
    "avtal_procent": "enligt avtal, procent",
    "grund": "skäl:",
    "text": "",
}
"""Every column of the registers, as what is on file is told; after the comma stands its unit."""

FORKLARING: Mapping[str, str] = {
    "alder": "Assistenten fyller 18 år {fyller18}. Tid före den dagen är inte en kostnad för "
    "personlig assistans.",
    "ees": "Assistenten är bosatt i {land}, som ligger utanför EES. Tiden är inte en kostnad för "
    "personlig assistans.",
    "bosattning-okand": "Arbetsgivaren har inte lämnat uppgift om i vilket land assistenten är "
    "bosatt. Tiden hålls tills uppgiften har kommit in.",
    "formaga": "Assistentens förmåga att arbeta är ifrågasatt ({skal}). Tiden hålls tills en "
    "person har prövat saken; den nekas aldrig automatiskt.",
    "tillstand": "Anordnaren saknar tillstånd från IVO: {skal}. Tiden är inte en kostnad för "
    "personlig assistans. Särskilda skäl prövas av en person.",
    "tillstand-frist": "Tillståndet upphörde {upphorde}. Brukaren underrättades {underrattad} och "
    "ersätts i 14 dagar därefter.",
    "tillstand-underrattelse": "Tillståndet upphörde {upphorde} men brukaren har inte "
    "underrättats. Underrätta brukaren och registrera dagen; fristen på 14 dagar löper från den.",
    "anordnare-okand": "Arbetsgivaren {orgnr} finns bara i rapporterna. Lägg in anordnaren med "
    "dess tillstånd så att tiden kan prövas.",
    "ivo-anmalan": "Brukaren anställer själv sina assistenter men har inte anmält det till IVO "
    "före dagen ({skal}). Tiden hålls tills anmälan är registrerad.",
    "uppdrag-saknas": "Inget uppdrag täcker assistenten hos brukaren och arbetsgivaren den dagen. "
    "Begär uppgifterna enligt 11 a § från arbetsgivaren.",
    "anmalan-11a": "Uppgifter om närstående, ålder och bosättning har inte kommit in för "
    "uppdraget. Tiden hålls tills de har kommit in; den nekas inte bara för att de är sena.",
    "anmalan-sen": "Uppgifterna om assistenten kom in {anmald}, efter det första passet "
    "{forsta}. Det är ingen grund att neka.",
    "utan-beslut": "Inget beslut om personlig assistans gäller den dagen. Finns ett beslut, lägg "
    "in det och kontrollera på nytt.",
    "over-beslut": "Månadens omräknade timmar går över vad som är kvar av beslutets period. Det "
    "som går över betalas inte utan ett beslut om fler timmar.",
    "beslut-retroaktivt": "Den nya versionen av beslutet sänker {sanker} för tid före sin "
    "beslutsdag. Månaden räknas med det tidigare beslutet tills en person har angett grunden "
    "(37 § FL, ändringsförbehåll).",
    "fk-retroaktiv": "Försäkringskassan har i efterhand beviljat assistansersättning: {beslut}. "
    "Tiden räknas i tidsordning upp till de timmarna och är inte kommunens kostnad.",
    "dubblett": "Raden är densamma som en tidigare inläst rad: samma assistent, brukare, "
    "arbetsgivare, slag och tid. Den senare betalas inte.",
    "overlapp": "Assistenten har två pass samtidigt. Den gemensamma tiden hålls tills någon har "
    "utrett vilket pass som är rätt.",
    "vistelse": "Brukaren vistades på annat håll ({slag}) under passet. Tiden hålls tills det är "
    "prövat om behovet tillgodosågs där.",
    "arbetstid-husligt": "Lagen om husligt arbete medger {grans} med samma arbetsgivare. Det som "
    "ligger över är inte en kostnad: de sist räknade minuterna i tidsordning.",
    "arbetstid-atl": "Arbetstidslagen medger {grans} med samma arbetsgivare. Det som ligger över "
    "är inte en kostnad: de sist räknade minuterna i tidsordning.",
    "arbetstid-atl-4v": "Arbetstidslagen medger {grans}. Det som ligger över hålls tills någon har "
    "frågat arbetsgivaren om grunden: de sist räknade minuterna i tidsordning.",
    "arbetstid-atl-ar": "Övertiden går över {grans}. Det som ligger över hålls tills någon har "
    "frågat arbetsgivaren om grunden: de sist räknade minuterna i tidsordning.",
    "arbetstid-avtal": "Kollektivavtalet medger {grans}. Det som ligger över är inte en kostnad: "
    "de sist räknade minuterna i tidsordning.",
    "arbetstid-brukare": "Assistenten arbetar för flera arbetsgivare hos samma brukare, "
    "tillsammans över {grans}. Tiden hålls tills någon har utrett den.",
    "arbetstid-oklar": "Uppgifterna om assistentens arbetstid är oklara: {skal}. Tiden hålls tills "
    "arbetsgivaren har rättat dem.",
    "dubbelassistans": "Fler än en assistent arbetar samtidigt, utöver beslutets timmar för "
    "dubbel assistans. Den extra tiden hålls tills någon har utrett den.",
    "sen-redovisning": "Raden kom in {mottagen}, senare än {senast}. Den betalas, men "
    "sena uppgifter har lägre bevisvärde.",
    "arbetstid-uppgift": "{skal}. Kommunen räknar med uppdragets uppgifter tills arbetsgivaren har "
    "rättat dem.",
    "vila": "Assistenten är bunden av kollektivavtal och fick som mest {vila} timmars "
    "sammanhängande vila under {tid} från {fran}; minst {minst} krävs.",
    "langt-pass": "Assistenten arbetade {langd} timmar i följd, {fran} till {till}. Gränsen för "
    "att visas är {grans}.",
    "schemalikt": "Månadens {rader} rader upprepar {manad} på pricken: samma veckodagar och "
    "klockslag. Fråga om tiderna är utförd tid eller ett schema.",
    "rimlighet": "Värt att titta på: {skal}. Tiden betalas om ingen har anledning att hålla den.",
    "tvetydig-tid": "Klockan ställdes om natten till {dag}, så att timmen 02-03 inträffade två "
    "gånger. Klockslaget läses som det första.",
    "vikarie-saknas": "Ärende {arende}, passet {passet}: ingen namngiven vikarie har en godtagen "
    "rad hos brukaren för hela passet. {kronor} kr i lön räknas inte.",
    "sjuk-arbetar": "Ärende {arende}, passet {passet}: den sjuka assistenten har själv redovisat "
    "arbete. {kronor} kr i lön hålls tills någon har utrett det.",
    "efter-sjukloneperiod": "Ärende {arende}, passet {passet}: dag {dag} ligger efter de fjorton "
    "dagar som sjuklön betalas. {kronor} kr i lön räknas inte.",
    "intyg-saknas": "Ärende {arende}, passet {passet}: dag {dag} kräver läkarintyg som gäller den "
    "dagen. {kronor} kr i lön hålls tills intyget har kommit.",
    "preskriberad": "Ärende {arende}, passet {passet}: ansökan {ansokt} kom efter "
    "preskriptionstiden. {kronor} kr i lön räknas inte.",
    "over-berakning": "Ärende {arende}: begärt {begart} kr, beräkningen ger {beraknat} kr. Det som "
    "ligger över, {kronor} kr, betalas inte.",
    "handling-saknas": "Ärende {arende}: {handling} saknas. Beloppen står fast men ärendet väntar; "
    "begär handlingen.",
}
"""One sentence or two per code; the braces are the finding's own evidence."""

LAGRUM_TEXT: Mapping[str, str] = {
    "alder": "Den som arbetar som personlig assistent måste ha fyllt 18 år. Regeln gäller från "
    "1 juli 2013 och inte den som var anställd före den dagen.",
    "ees": "Den som arbetar som personlig assistent måste vara bosatt inom Europeiska ekonomiska "
    "samarbetsområdet. Regeln gäller inte den som var anställd före 1 juli 2013.",
    "bosattning-okand": "Arbetsgivaren ska innan assistansen börjar visa om assistenten är bosatt "
    "inom eller utanför EES, och tala om när det ändras.",
    "formaga": "Assistans av någon som på grund av sjukdom, ålderdom eller liknande saknar "
    "förmåga att göra arbetet räknas inte. Hel sjukersättning är en anledning att utreda.",
    "tillstand": "Assistans i en yrkesmässig verksamhet utan tillstånd från IVO räknas inte. "
    "Hade verksamheten tillstånd under avtalstiden ersätts tid i två veckor efter det att "
    "brukaren fick veta att tillståndet upphört, eller längre om det finns särskilda skäl.",
    "anordnare-okand": "Den som yrkesmässigt bedriver personlig assistans ska ha tillstånd från "
    "IVO. Kommunen kontrollerar det innan stöd betalas ut.",
    "ivo-anmalan": "Den som själv anställer sina assistenter ska anmäla det till IVO innan "
    "assistenten börjar arbeta.",
    "uppdrag-saknas": "Arbetsgivaren ska lämna uppgifter om varje assistent till kommunen innan "
    "assistansen börjar utföras.",
    "anmalan-11a": "Arbetsgivaren ska lämna uppgifter om varje assistent innan assistansen "
    "börjar. Utan dem kan kommunen vänta med att betala, men inte neka bara för att de är sena.",
    "utan-beslut": "Stöd betalas inte för tid utöver den som beslutet anger.",
    "over-beslut": "Stöd betalas inte för tid utöver den som beslutet anger. Mer assistans än så "
    "ger rätt till stöd först när en ansökan om det har prövats och bifallits.",
    "beslut-retroaktivt": "Ett gynnande beslut får ändras till nackdel bara om det framgår av "
    "beslutet, om tvingande säkerhetsskäl kräver det eller om uppgifterna var felaktiga.",
    "fk-retroaktiv": "Kommunen svarar för den assistans som staten inte beviljar ersättning för. "
    "Beviljar Försäkringskassan ersättning i efterhand för tid som kommunen har betalat ska "
    "kommunen begära pengarna tillbaka.",
    "dubblett": "Kommunen ersätter verkliga kostnader en gång.",
    "overlapp": "Kommunen ersätter verkliga kostnader; en person kan inte arbeta på två ställen "
    "samtidigt.",
    "vistelse": "Rätten till assistans gäller behov som inte tillgodoses på annat sätt. På "
    "sjukhus, korttids, daglig verksamhet och i särskilt boende gör ofta personalen där det.",
    "arbetstid-husligt": "Den som är anställd av brukaren själv får arbeta i genomsnitt 40 timmar "
    "i veckan och 48 timmars övertid under fyra veckor, högst 300 timmars övertid om året. Vid "
    "tillsyn är 52 timmar i veckan ordinarie tid. Det som ligger över ersätts inte.",
    "arbetstid-atl": "Den sammanlagda arbetstiden får vara högst 48 timmar i veckan i genomsnitt "
    "under högst fyra månader. Det som ligger över ersätts inte.",
    "arbetstid-atl-4v": "Under fyra veckor får arbetstiden vara 160 timmar och övertiden 48, och "
    "jourtiden 48 timmar.",
    "arbetstid-atl-ar": "Övertiden får vara högst 200 timmar under ett kalenderår, och 150 till om "
    "det finns särskilda skäl.",
    "arbetstid-avtal": "Ett kollektivavtal får ersätta lagens gränser men inte medge mer än 48 "
    "timmar i veckan i genomsnitt under högst tolv månader.",
    "arbetstid-brukare": "Domstol har räknat ihop en assistents tid hos en och samma brukare även "
    "när arbetsgivarna var flera.",
    "arbetstid-oklar": "Vilken arbetstid som gäller beror på vem som anställt assistenten och på "
    "kollektivavtal. Oklara uppgifter måste redas ut innan tiden kan prövas.",
    "dubbelassistans": "Rätt till flera assistenter samtidigt finns bara i den omfattning som "
    "beslutet anger, för de behov som har utretts.",
    "sen-redovisning": "Arbetstiden ska redovisas månadsvis i efterhand. Sen redovisning får inte "
    "nekas bara för det, men tillmäts lägre bevisvärde.",
    "arbetstid-uppgift": "Arbetsgivaren ska lämna riktiga uppgifter om avtal och beräkningsperiod; "
    "de avgör hur mycket assistenten får arbeta.",
    "vila": "Ett kollektivavtal om arbetstid bygger på lagens vila: elva timmar under varje "
    "period om tjugofyra timmar och trettiosex timmar under varje period om sju dagar.",
    "langt-pass": "Kommunen granskar ovanligt långa arbetspass: orkar en assistent så länge, och "
    "är tiden väntetid eller beredskap?",
    "schemalikt": "Ersättning lämnas för utförd assistans, inte för den som var planerad.",
    "rimlighet": "Kommunen ska kontrollera att uppgifterna är rimliga innan stöd betalas ut.",
    "tvetydig-tid": "Assistenten rapporterar klockslag; kommunen lägger till eller drar av "
    "timmen när klockan ställs om.",
    "vikarie-saknas": "Merkostnad för sjuklön ersätts när en vikarie har arbetat i den sjuka "
    "assistentens ställe; annars har brukaren ingen extra kostnad.",
    "sjuk-arbetar": "Sjuklön betalas för pass som assistenten inte kunde arbeta.",
    "efter-sjukloneperiod": "Arbetsgivaren betalar sjuklön för de första fjorton dagarna av en "
    "sjukperiod. Därefter svarar Försäkringskassan.",
    "intyg-saknas": "Från den åttonde dagen ska den anställda styrka nedsättningen med läkarintyg.",
    "preskriberad": "Den enskildes skuld till en anordnare upphör efter tre år, andra fordringar "
    "efter tio, om ingen har avbrutit tiden.",
    "over-berakning": "Bara den verkliga merkostnaden ersätts: lön efter karens, semester, "
    "avgifter och det avtalet kräver.",
    "handling-saknas": "Schema, vikarierapport, försäkran, lönespecifikation och beräkning följer "
    "alltid med; läkarintyg, avtal och fullmakt när de behövs.",
}
"""What the provision says, in plain words; codes of one provision share a text."""

LAGRUM_TEXT_SHARED = {
    "tillstand-frist": "tillstand",
    "tillstand-underrattelse": "tillstand",
    "anmalan-sen": "anmalan-11a",
}

GOR: Mapping[str, str] = {
    "bosattning-okand": "Be arbetsgivaren att lämna uppgift om var assistenten är bosatt.",
    "formaga": "Be arbetsgivaren att visa att assistenten kan göra arbetet.",
    "tillstand": "Visa tillståndet, eller de särskilda skäl som finns.",
    "tillstand-underrattelse": "Tala om vilken dag du fick veta att tillståndet upphört.",
    "anordnare-okand": "Be arbetsgivaren att visa sitt tillstånd från IVO.",
    "ivo-anmalan": "Anmäl till IVO att du anställer egna assistenter och skicka in beviset.",
    "uppdrag-saknas": "Be arbetsgivaren att anmäla assistenten.",
    "anmalan-11a": "Be arbetsgivaren att lämna uppgifterna.",
    "utan-beslut": "Skicka in beslutet om du har ett, eller ansök.",
    "over-beslut": "Ansök om fler timmar om behovet har ökat.",
    "fk-retroaktiv": "Skicka in Försäkringskassans beslut om det inte omfattar tiden.",
    "dubblett": "Är det två olika pass: be arbetsgivaren att rätta rapporten.",
    "overlapp": "Be arbetsgivaren att visa vilket pass som är rätt.",
    "vistelse": "Visa varför assistans behövdes under vistelsen.",
    "dubbelassistans": "Visa varför två assistenter behövdes samtidigt.",
    "arbetstid-oklar": "Be arbetsgivaren att rätta uppgifterna om arbetstid.",
    "vikarie-saknas": "Visa vem som arbetade i stället, med vikariens tidrapport.",
    "sjuk-arbetar": "Förklara varför assistenten har redovisat arbete under passet.",
    "efter-sjukloneperiod": "Visa att dagen hör till en annan sjukperiod.",
    "intyg-saknas": "Skicka in läkarintyg som gäller den dagen.",
    "preskriberad": "Visa att preskriptionen har avbrutits.",
    "handling-saknas": "Skicka in handlingen.",
}
"""What a payee can do about time that is not paid, by code."""
GOR_ANNARS = "Skicka in det som visar att tiden ska ersättas."

GRANS = {
    "arbetstid-husligt": "husligt arbete",
    "arbetstid-atl": "arbetstidslagen",
    "arbetstid-avtal": "kollektivavtal",
    "arbetstid-atl-4v": "4 veckor {slag}",
    "arbetstid-brukare": "hos {brukare}",
    "ar": "övertid under året",
}
"""What a limit of working time is called in lists, by code; ``ar`` for the yearly ones."""

HARLEDNING = {
    "arbetstid-husligt": "{vecka} h i veckan (40 ordinarie och 12 övertid) x {dagar} / 7",
    "tillsyn": "{vecka} h i veckan (ordinarie tid vid tillsyn) x {dagar} / 7",
    "vecka": "{vecka} h i veckan x {dagar} / 7",
    "timme": "uppåt till hel timme",
    "minut": "på minuten",
    "assistans": "160 h ordinarie tid och 48 h övertid på 28 dagar",
    "väntetid": "48 h jourtid på 28 dagar",
    "husligt-ar": "{timmar} h på ett kalenderår; övertid är tid över 40 h i veckan i en period",
    "atl-ar": "{timmar} h på ett kalenderår; övertid är assistans över 160 h på 28 dagar",
}
"""How a limit has come about."""

ORDNING = {
    "sist": "Det som ligger över är de sist arbetade minuterna i perioden.",
}
"""Which minutes lie above a limit, by the policy ``arbetstid_ordning``."""


def provision(kod: str) -> str:
    """Return what the provision behind a code says, in plain words."""
    return LAGRUM_TEXT[LAGRUM_TEXT_SHARED.get(kod, kod)]


def explanation(kod: str, underlag: Sequence[Mapping[str, Any]]) -> str:
    """Return the Swedish explanation of a finding, filled in with its evidence.

    Several pieces of evidence of one kind are listed together.
    """
    template = FORKLARING[kod]
    if not underlag:
        return template
    merged: dict[str, str] = {}
    for piece in underlag:
        for name, value in piece.items():
            known = merged.get(name)
            if known is None:
                merged[name] = str(value)
            elif str(value) not in known.split(", "):
                merged[name] = f"{known}, {value}"
    return template.format_map(merged)
