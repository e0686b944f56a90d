"""What a claim's annex says in words, the same in every one: above all how to recompute it."""

from __future__ import annotations

KRAVBILAGA = {
    "inledning": "Här står rad för rad vad som har betalats och vad som är rätt. Varje öre går "
    "att räkna om med miniräknare; hur det görs står under Så kan du räkna själv.",
    "full": "Sekretess, 26 kap. 1 § OSL. Den här bilagan är för domstolen. Den visar också "
    "assistenters arbete hos andra brukare och arbetsgivare. Den enskilde har en egen bilaga utan "
    "de uppgifterna; beloppen är desamma.",
    "sammanstallning": "Före och efter är numren på de två attesterade körningar som jämförs. Rätt "
    "är månadens belopp i körningen. I kravet är den del av skillnaden som det här återkravet har; "
    "en sänkning av kravet står med minus. Varför det inte alltid är hela skillnaden står under "
    "Från skillnad till krav.",
    "rakna": "En post är timmar från ett beslut till ett timbelopp: F1, F2 före och E1, E2 efter.\n"
    "1. Egna timmar är betalbara minuter delat med 60 för assistans, med 240 för väntetid och med "
    "420 för beredskap, vart och ett avrundat till två decimaler (hälften uppåt) och sedan lagda "
    "ihop. Betalda är de som ryms i beslutet. Mottagna kommer från ett annat beslut och släppta "
    "har en person godkänt över beslutet. Timmar är betalda, mottagna och släppta tillsammans.\n"
    "2. Postens belopp är timmar gånger timbelopp, avrundat till hela ören (hälften uppåt).\n"
    "3. Varje rad väger i enheter: en minut assistans 140, väntetid 35 och beredskap 20. En "
    "hundradels timme är 84 enheter.\n"
    "4. Radens andel är postens belopp i ören gånger radens enheter delat med postens enheter. "
    "Räkna bort decimalerna. Rest är det som blir över i divisionen: ören gånger enheter, minus "
    "hela ören gånger postens enheter.\n"
    "5. Över är de ören som då återstår av posten. De går ett och ett till raderna med störst "
    "rest, ned till den rest som står under Gräns; har flera rader den resten går öret först till "
    "den vars källa kommer först (fil, sedan rad).\n"
    "6. Skillnad är andelen efter minus andelen före. I tabellerna betyder f före och e efter, "
    "Enh enheter, Min minuter (rapporterade; med f och e betalda) och Timb timbelopp. Avdrag är "
    "det som posten sänks med när de redovisade kostnaderna är lägre.",
    "rakna_sjuklon": "Ett ärende om sjuklön är en post utan timmar. Beloppet räknas i steg, alla "
    "avrundade till hela ören, och delas på passen som ovan: en minut av ett pass med assistans "
    "väger 140, med väntetid 35.\n"
    "1. Lön för alla pass dag 1-14, och senare som har godkänts. 2. Samma lön för den tid som inte "
    "avslås eller väntar. 3. 80 % av steg 2. 4. Det som ärendet tar av sjukperiodens karensavdrag. "
    "5. Steg 4 gånger steg 2 delat med steg 1. 6. Steg 3 minus steg 5, högst samma andel av betald "
    "sjuklön. 7. Semester, procent av steg 6. 8. Avgifter, procent av steg 6 och 7. 9. Enligt "
    "avtal, procent av steg 6. 10. Steg 6, 7, 8 och 9, högst det begärda.",
    "annat": "En gräns för arbetstid räknar ihop assistentens tid, också hos andra. Av det arbetet "
    "visas bara minuter per dag (26 kap. 1 § OSL). Minuter som två rader delar räknas en "
    "gång mot en gräns.",
    "annat_full": "Minuter per dag, och därunder varje rad hos andra med källa. Minuter som två "
    "rader delar räknas en gång mot en gräns.",
    "bokningar": "Utestående, återbetalt och nedlagt är tillsammans kravets summa. Varje bokning "
    "ändrar en eller flera av dem.",
    "filer": "Källa i tabellerna är filens bokstav och radens nummer i filen. Kontrollsumman visar "
    "att filen är den som lästes in. Bokstäverna följer kontrollsummornas ordning.",
    "annat_fynd": "Fyndet bygger också på uppgifter om andra, som inte visas här.",
    "skyddad": "Uppgifterna rör någon med skyddade personuppgifter och visas inte.",
    "borta": "Fyndet finns inte kvar: uppgifterna har ändrats sedan körningen.",
}
