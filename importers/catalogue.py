"""Every message an import can give, by id: one place for the Swedish wording.

An id keeps its meaning for ever; wording may be improved. ``{names}`` are filled in by
``issue``. Each message says what is wrong, what was expected and what to do.
"""

from __future__ import annotations

from collections.abc import Mapping

from importers.base import ImportIssue

CATALOGUE: dict[str, str] = {
    # Files and folders
    "IM-001": "Sökvägen finns inte. Kontrollera stavningen.",
    "IM-002": "Filen eller mappen kan inte läsas: {orsak}. Kontrollera behörigheten.",
    "IM-003": "Filen är tom. Hämta den på nytt från källan.",
    "IM-004": "Filens innehåll känns inte igen ({sort}). Lämna CSV med semikolon, XLSX eller "
    "Försäkringskassans XML.",
    "IM-005": "Filen ändrades medan den lästes. Stäng den i andra program och importera igen.",
    "IM-006": "Filen är {storlek} MiB; som mest läses {grans} MiB. Dela upp den.",
    "IM-007": "Mappen innehåller inga filer att läsa.",
    # Text and character encoding
    "IM-010": "Filen är sparad som UTF-16. Spara den som UTF-8 (i Excel: CSV UTF-8).",
    "IM-011": "Filen innehåller noll-tecken och är inte en textfil. Spara den som CSV UTF-8.",
    "IM-012": "Filen är trasig UTF-8: byte {byte} på tecken {position} i raden passar inte. "
    "Spara om filen som UTF-8 från källan.",
    "IM-013": "Byte {byte} på tecken {position} i raden finns inte i Windows-1252. Spara om "
    "filen som UTF-8.",
    "IM-014": "Raderna slutar med bara CR, som i gamla Mac-program. Spara om filen med vanliga "
    "radslut.",
    "IM-015": "Raden är längre än {grans} tecken. Kontrollera att filen har radslut.",
    "IM-016": "Citattecknen går inte ihop: {orsak}. Resten av filen kan inte läsas. Ett "
    "citattecken inne i en cell skrivs dubbelt.",
    # The header
    "IM-020": "Kolumnerna skiljs åt med {tecken}. Spara filen med semikolon mellan kolumnerna.",
    "IM-021": "Rubrikraden känns inte igen: {rubrik}. Första raden ska ha kolumnnamnen för {slag}.",
    "IM-022": "Okänd kolumn för {slag}: {kolumner}. Rätta namnet eller ta bort kolumnen.",
    "IM-023": "Kolumn saknas för {slag}: {kolumner}. Lägg till den i rubrikraden.",
    "IM-024": "Kolumnen förekommer flera gånger: {kolumner}. Behåll en av dem.",
    "IM-026": "Filen har en rubrikrad men inga rader.",
    "IM-027": "Kolumn {nummer} saknar namn i rubrikraden. Skriv ett namn eller ta bort kolumnen.",
    "IM-028": "Rubrikraden passar både {slag}. Lägg till en kolumn som bara finns i ett av "
    "slagen, gärna tom: {kolumner}.",
    # A whole row
    "IM-030": "Raden har {antal} celler men rubriken har {vantat} kolumner. Kontrollera att "
    "inget semikolon saknas eller är för mycket.",
    "IM-031": "Cellen är tom men måste fyllas i.",
    # A cell
    "IM-040": "Datum skrivs ÅÅÅÅ-MM-DD{tips}.",
    "IM-041": "Dagen finns inte i kalendern. Rätta datumet.",
    "IM-042": "Klockslag skrivs TT:MM med två siffror på var sida om kolon{tips}.",
    "IM-043": "Klockslaget finns inte. Det ska ligga mellan 00:00 och 23:59; 24:00 får stå som "
    "slut.",
    "IM-044": "Klockslaget finns inte den dagen: klockan ställs fram från 02:00 till 03:00. "
    "Skriv den tid som klockan visade.",
    "IM-045": "Slut är samma tid som start. Ett helt dygn skrivs 00:00 till 24:00.",
    "IM-046": "24:00 får bara stå som slut. Skriv 00:00 på nästa dag som start.",
    "IM-047": "Tidpunkt skrivs ÅÅÅÅ-MM-DDTTT:MM, till exempel 2025-04-17T22:00{tips}.",
    "IM-048": "Personnumret går inte att använda: {orsak}. Skriv ÅÅÅÅMMDDNNNN med rätt "
    "kontrollsiffra.",
    "IM-049": "Numret har förstörts i Excel, som visar det som ett stort tal; siffrorna går "
    "inte att återskapa. Hämta filen på nytt och formatera kolumnen som text.",
    "IM-050": "Organisationsnumret går inte att använda: {orsak}. Skriv tio siffror med rätt "
    "kontrollsiffra.",
    "IM-051": "Arbetsgivaren är en annan person än brukaren. Skriv ett organisationsnummer, "
    "eller brukarens eget personnummer när brukaren är arbetsgivare.",
    "IM-052": "Ett tal väntades, till exempel 8,5 eller 8.5{tips}.",
    "IM-053": "Talet har fler än två decimaler. Skriv det med högst två.",
    "IM-054": "Talet är negativt. Skriv noll eller ett positivt tal.",
    "IM-055": "Här skrivs ja eller nej.",
    "IM-056": "Ordet är inte tillåtet här. Välj ett av: {val}.",
    "IM-057": "Månad skrivs ÅÅÅÅ-MM, till exempel 2025-04.",
    "IM-058": "Periodens längd skrivs som ett antal och d, v eller m: 28d, 16v eller 4m.",
    "IM-059": "Ett heltal väntades, till exempel 3.",
    "IM-060": "Sista dagen (till) ligger före första dagen (fran). Rätta en av dem.",
    "IM-061": "Perioden ska vara 1 till 6 månader.",
    "IM-062": "Höjningen är över 12 procent, som är det högsta tillåtna. Beslutet kan inte "
    "läsas in.",
    "IM-063": "Vistelsen slutar (till) inte efter att den börjar (fran). Rätta en av tiderna.",
    "IM-064": "Kolumnen kommunal säger ja på en rad och nej på en annan för samma orgnr "
    "(rad {annan_rad}). Skriv samma på alla rader.",
    "IM-065": "Talet är för stort. Som mest får det vara {grans}.",
    "IM-066": "Numret går inte att använda: {orsak}. Skriv ett personnummer (ÅÅÅÅMMDDNNNN) "
    "eller organisationsnummer (tio siffror).",
    "IM-067": "Årtalet ligger utanför 1900-2999. Lämna cellen tom om dagen är okänd eller "
    "gäller tills vidare.",
    "IM-068": "Cellen innehåller styrtecken som inte hör hemma i text. Skriv om den.",
    "IM-069": "{orsak}",
    # Workbooks
    "IM-070": "Cellen är ett vanligt tal, inte {vantat}. Formatera cellen som {vantat} i Excel, "
    "eller skriv värdet som text.",
    "IM-071": "Cell {cell} innehåller en formel. Klistra in kolumnen som värden och importera "
    "igen.",
    "IM-072": "Cellerna {omrade} är sammanfogade. Dela dem, så att varje rad har sina egna värden.",
    "IM-073": "Cell {cell} visar ett felvärde från Excel. Rätta eller töm cellen.",
    "IM-074": "Cell {cell} är formaterad som procent, så att 12 % lagras som 0,12. Formatera den "
    "som tal och skriv 12.",
    "IM-075": "Bladet sträcker sig över {rader} rader och {kolumner} kolumner. Ta bort allt "
    "utanför tabellen.",
    "IM-076": "Cellen innehåller {sort}, men {vantat} väntades. Skriv om värdet.",
    "IM-077": "Arbetsboken har inga blad med rader.",
    "IM-078": "Arbetsboken är skadad och kan inte läsas. Öppna den i Excel och spara den på nytt.",
    # Zip archives
    "IM-080": "Zip-filen är skadad eller packad på ett sätt som inte kan läsas. Packa om den.",
    "IM-081": "Zip-filen har {antal} filer; som mest läses {grans}. Dela upp den.",
    "IM-082": "Zip-filens innehåll är {storlek} MiB uppackat; som mest läses {grans} MiB. Dela "
    "upp den.",
    "IM-083": "Filen {medlem} i zip-filen är packad mer än {grans} gånger, vilket är ett tecken "
    "på en fälla. Packa upp och kontrollera den.",
    "IM-084": "Filen {medlem} i zip-filen har en sökväg som leder utanför arkivet. Zip-filen "
    "läses inte.",
    "IM-085": "Zip-filen är krypterad ({medlem}). Packa om den utan lösenord.",
    "IM-086": "Zip-filen ligger inne i en annan fil. Packa upp den först.",
    "IM-087": "Zip-filen innehåller inga filer.",
    # Försäkringskassan's XML
    "IM-090": "XML-filen har en dokumenttyp (DOCTYPE), vilket inte tillåts. Hämta filen på nytt "
    "från källan.",
    "IM-091": "XML-filen är inte välformad: {orsak}.",
    "IM-092": "XML-filen är varken en tidredovisning från Försäkringskassan eller ett kuvert med "
    "en sådan; rotelementet är {rot}.",
    "IM-093": "Kuvertet innehåller {antal} tidredovisningar; en väntades.",
    "IM-094": "Elementet {element} hör inte hemma här; {vantat} väntades.",
    "IM-095": "Elementet {element} saknas i {i}.",
    "IM-096": "Elementet {element} har attributet {attribut}, som inte ska finnas.",
    "IM-097": "Det står text direkt i {element}, som bara ska ha underelement.",
    "IM-098": "Värdet är fel: {vantat} väntades.",
    "IM-099": "Månaden {manad} har inte så många dagar.",
    "IM-100": "Beräkningsperiodens sista dag (tomDag) ligger före den första (fromDag).",
    "IM-101": "XML-filen anger teckenkodningen {kodning}. Spara den som UTF-8.",
    "IM-102": "Månaden finns inte. Skriv ÅÅÅÅ-MM, till exempel 2025-04.",
    # Försäkringskassan's beslut and bills
    "IM-103": "Ett beviljat beslut måste ha en första dag. Fyll i fran, eller retroaktivt_fran.",
    "IM-104": "Beslutet gäller retroaktivt från en dag efter första dagen (fran). Rätta en av dem.",
    "IM-105": "Timmarna för grundläggande behov är fler än alla timmar i veckan. Rätta en av dem.",
    "IM-106": "Brukaren har redan en rad för månaden (rad {annan_rad}). Lägg ihop raderna.",
    # The bank's answers
    "IM-110": "Filen är inget svar från banken som kan läsas: rotelementet är {rot}. Väntat är "
    "pain.002 version {pain} eller camt.054 version {camt}.",
    "IM-111": "Elementet {element} saknas eller är tomt i {i}. Be banken om en ny fil.",
    "IM-112": "Beloppet i {element} ska vara ett tal med högst två decimaler skilda med punkt, "
    "till exempel 1234.50.",
    "IM-113": "Beloppet i {element} är i {valuta}. Bara svenska kronor (SEK) kan läsas.",
    "IM-114": "Statusen {status} i {element} är okänd. Fråga banken vad den betyder; filen läses "
    "inte.",
    "IM-115": "Dagen i {element} ska skrivas ÅÅÅÅ-MM-DD.",
    # Sick spells and their passes
    "IM-120": "Ingen handling heter {okanda}. Skriv de handlingar som har kommit in, skilda med "
    "komma: {val}.",
    "IM-121": "Vikariens personnummer {nummer} går inte att använda: {orsak}. Skriv "
    "ÅÅÅÅMMDDNNNN, flera skilda med komma; lämna cellen tom om ingen vikarie arbetade.",
    "IM-122": "Sista sjukdagen ligger före första sjukdagen. Rätta en av dem, eller lämna den "
    "sista tom om sjukfallet pågår.",
    "IM-123": "Ärendet {arende} finns redan på {plats}. Ett ärende står på en rad; slå ihop "
    "raderna eller rätta ärendenumret.",
    "IM-124": "Ärendet {arende} har inga pass i samma inläsning. Läs in sjukfallet och alla dess "
    "pass (sjukpass) tillsammans; de ersätter det som finns.",
    "IM-125": "Passets ärende {arende} har inget sjukfall i samma inläsning. Läs in sjukfallet "
    "och alla dess pass tillsammans, eller rätta ärendenumret.",
    "IM-126": "Passet börjar {datum}, utanför sjukfallet {forsta} till {sista}. Rätta dagen eller "
    "sjukfallets dagar.",
    "IM-127": "Passet går in i passet {datum} {start}-{slut} i ärende {arende} ({plats}), som är "
    "samma assistents. Rätta tiderna, eller ta bort det ena passet.",
    "IM-129": "Ärendet {arende} är redan attesterat för en annan brukare. Kontrollera "
    "ärendenumret; en ny ansökan får ett eget.",
}


def issue(
    kod: str,
    fil: str,
    *,
    blad: str | None = None,
    rad: int | None = None,
    kolumn: str | None = None,
    varde: str | None = None,
    vagrad: bool = False,
    facts: Mapping[str, object] | None = None,
    **more: object,
) -> ImportIssue:
    """Return the issue ``kod`` with its wording filled in from ``facts`` and the rest.

    Raises KeyError for an unknown id or a fact that the wording lacks.
    """
    text = CATALOGUE[kod].format(**(facts or {}), **more)
    return ImportIssue(kod, text, fil, blad, rad, kolumn, varde, vagrad)
