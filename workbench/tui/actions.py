"""The one registry of what a user can do: keys, footer, help and palette all come from here.

Keys are named as Textual names them; none needs AltGr on a Swedish keyboard. These are the keys the
program comes with: a user's own (``keys.py``) are put in force with ``use``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.tui.keynames import FIXED, key_sign

if TYPE_CHECKING:
    from textual.binding import BindingType

SCOPES = {
    "app": "Överallt",
    "list": "Listor",
    "rows": "Listans innehåll",
    "month": "Månad",
    "review": "Granskning",
    "import": "Import",
    "settle": "Avräkning",
    "attest": "Attest",
    "payments": "Betalningar",
    "sjuklon": "Sjuklön",
    "sjukfall": "Sjuklöneärendet",
    "sjukform": "Sjuklön, registrering",
    "aterkrav": "Återkrav",
    "krav": "Återkravet",
    "sheet": "Blanketten",
    "bilaga": "Bilagan",
    "brev": "Handlingen",
    "brevtext": "Handlingens text",
    "read": "Texten",
    "linear": "Skärmen som text",
    "tasks": "Uppgifter",
    "revision": "Revision",
    "underlag": "Underlag",
    "drift": "Drift",
    "period": "Assistentens period",
    "done": "Ångra",
    "bilder": "Bilder",
    "filter": "Filterraden",
    "palette": "Kommandolistan",
    "help": "Hjälpen",
    "dialog": "Dialogrutor",
}


@dataclass(frozen=True, slots=True)
class Action:
    """Something a user can do. ``rank`` orders the footer; 0 keeps it out of there.

    The method is ``action_`` and what follows the dot of ``id``, unless ``call`` says otherwise.
    """

    id: str
    keys: tuple[str, ...]
    label: str
    help: str
    rank: int = 0
    call: str = ""

    @property
    def scope(self) -> str:
        """Where the action belongs: a key of SCOPES."""
        return self.id.partition(".")[0]

    @property
    def method(self) -> str:
        """The action string Textual runs."""
        return self.call or self.id.partition(".")[2]

    @property
    def now(self) -> tuple[str, ...]:
        """The keys in force: the user's own before those that always stay, else ``keys``."""
        own = _own.get(self.id)
        if own is None:
            return self.keys
        return (*own, *(key for key in self.keys if key in FIXED and key not in own))

    @property
    def sign(self) -> str:
        """The first key in force as people see it."""
        return key_sign(self.now[0])

    @property
    def binds(self) -> bool:
        """It stores something that counts: never on Enter alone, and never without a question."""
        return self.id in BINDS


ACTIONS: tuple[Action, ...] = (
    Action("app.help", ("question_mark", "f1"), "hjälp",
           "Visar tangenterna här, vad det markerade är, och lagrummet.", 98),
    Action("app.quit", ("q", "ctrl+q", "ctrl+c"), "avsluta",
           "Avslutar. Allt avgjort är redan sparat; pågår ett arbete frågar programmet först.",
           99, "quit_safely"),
    Action("app.palette", ("ctrl+p",), "kommandon", "Söker bland allt som går att göra här."),
    Action("app.go_month", ("1",), "månad", "Går till Månad.", call="go('month')"),
    Action("app.go_review", ("2",), "granskning", "Går till Granskning.", call="go('review')"),
    Action("app.go_import", ("3",), "import", "Går till Import.", call="go('import')"),
    Action("app.go_settle", ("4",), "avräkning", "Går till Avräkning.", call="go('settle')"),
    Action("app.go_payments", ("5",), "betalningar", "Går till Betalningar.",
           call="go('payments')"),
    Action("app.go_sjuklon", ("6",), "sjuklön", "Går till Sjuklön.", call="go('sjuklon')"),
    Action("app.go_aterkrav", ("7",), "återkrav", "Går till Återkrav.", call="go('aterkrav')"),
    Action("app.go_tasks", ("8",), "uppgifter", "Går till Uppgifter: plikter och frister.",
           call="go('tasks')"),
    Action("app.go_revision", ("9",), "revision",
           "Går till Revision: följ pengar, avsteg, utfall, stickprov, ändringar.",
           call="go('revision')"),
    Action("app.go_underlag", ("0",), "underlag",
           "Går till Underlag: register, mottagare, värden, användare, förskott, FK, regler.",
           call="go('underlag')"),
    Action("app.go_drift", ("f9",), "drift",
           "Går till Drift: databasen, säkerhetskopior, kontroll, gallring, revisionsarkiv.",
           call="go('drift')"),
    Action("app.done", ("U",), "ångra",
           "Visar vad du nyss har gjort och vad av det som går att ångra."),
    Action("app.protected", ("f4",), "visa skyddade",
           "Visar skyddade personuppgifter efter ett skrivet skäl, eller döljer dem igen. Kräver "
           "rätten; varje skärm som visar dem skrivs i journalen."),
    Action("app.theme", ("ctrl+t",), "färger",
           "Byter färger: mörkt, ljust, hög kontrast. Valet finns kvar till nästa gång."),
    Action("app.cursor", ("ctrl+g",), "markör",
           "Visar eller döljer terminalens markör på det som har fokus; den står alltid där, för "
           "punktskrift och skärmläsare. Valet finns kvar till nästa gång."),
    Action("app.linear", ("f3",), "som text",
           "Visar skärmen som löpande text, en uppgift per rad, för skärmläsare och punktskrift."),
    Action("list.up", ("up", "k"), "upp", "En rad upp.", call="move(-1)"),
    Action("list.down", ("down", "j"), "ner", "En rad ner.", call="move(1)"),
    Action("list.page_up", ("pageup",), "sida upp", "En sida upp.", call="page(-1)"),
    Action("list.page_down", ("pagedown",), "sida ner", "En sida ner.", call="page(1)"),
    Action("list.home", ("home", "g"), "först", "Till första raden.", call="end(-1)"),
    Action("list.end", ("end", "G"), "sist", "Till sista raden.", call="end(1)"),
    Action("list.choose", ("enter",), "öppna", "Öppnar raden."),
    Action("list.find", ("slash",), "sök", "Söker i listan; en gång till går till nästa.",
           call="find"),
    Action("rows.sort", ("S",), "sortera",
           "Väljer kolumn att sortera efter; samma en gång till vänder. Rubriken visar ▲ eller ▼."),
    Action("rows.reverse", ("R",), "vänd", "Vänder ordningen.", call="turn"),
    Action("rows.find", ("F",), "sök", "Söker i listan och går till nästa rad som stämmer."),
    Action("rows.find_next", ("N",), "sök nästa", "Går till nästa rad som stämmer med sökningen."),
    Action("rows.whole", ("L",), "läs raden",
           "Visar hela raden: varje kolumn för sig, också dem som inte får plats."),
    Action("rows.copy", ("C",), "kopiera",
           "Kopierar en cell, raden eller de valda raderna, eller skriver dem till fil."),
    Action("rows.export", ("E",), "till fil",
           "Skriver listan som den är filtrerad och sorterad till en fil, CSV eller XLSX."),
    Action("rows.mark", ("space",), "välj", "Väljer eller väljer bort raden, att kopiera."),
    Action("month.open", ("enter",), "öppna", "Öppnar granskningen av den valda brukaren.", 1,
           call="open"),
    Action("month.filter", ("slash",), "filtrera",
           "Skriv en del av namnet, numret eller väntar-texten. ⏎ går till listan, esc tömmer.", 2),
    Action("month.order", ("o",), "ordning", "Byter ordning: namn, väntar, belopp.", 6),
    Action("month.imports", ("i",), "importera", "Går till Import.", 3),
    Action("month.settle", ("r",), "räkna",
           "Kontrollerar månaden, räknar av den som utkast och visar vad som ändrades.", 4),
    Action("month.lines", ("a",), "avräkning", "Går till månadens avräkning.", 5),
    Action("month.month", ("m",), "månad", "Väljer månad bland dem som har rapporter.", 3),
    Action("month.all", ("g",), "granska alla", "Granskar hela månaden, alla brukare.", 7),
    Action("month.tasks", ("u",), "uppgifter",
           "Går till Uppgifter: vad som ska anmälas, begäras och berättas, och till när.", 8),
    Action("month.pictures", ("b",), "bilder",
           "Månaden i bilder: timmar mot beslut, nekat och hållet per kod, anordnare över tid.", 9),
    Action("month.period", ("p",), "period",
           "Söker en assistent och visar perioden: gränserna för arbetstid och vad som är kvar."),
    Action("review.approve", ("g",), "godkänn",
           "Godkänner de valda fynden (eller fyndet på raden): tiden betalas. Kräver motivering.",
           1, call="decide('godkand')"),
    Action("review.refuse", ("n",), "neka",
           "Nekar tiden i de valda fynden. Kräver motivering.", 2, call="decide('nekad')"),
    Action("review.ask", ("k",), "komplettera",
           "Begär komplettering med svarsdag; tiden hålls. Kräver motivering.", 3,
           call="decide('komplettering')"),
    Action("review.mark", ("space",), "välj", "Väljer eller väljer bort raden.", 4),
    Action("review.mark_down", ("shift+down", "J"), "välj nedåt",
           "Väljer ett stycke rader nedåt.", call="mark_range(1)"),
    Action("review.mark_up", ("shift+up", "K"), "välj uppåt",
           "Väljer ett stycke rader uppåt.", call="mark_range(-1)"),
    Action("review.mark_all", ("asterisk",), "välj alla",
           "Väljer alla fynd som filtret visar; en gång till väljer bort dem.", 9),
    Action("review.why", ("v", "enter"), "varför",
           "Visar hela förklaringen: lagrum, effekt, källrader, dagar och historik.", 5),
    Action("review.filter", ("slash",), "filtrera",
           "Skriv till exempel kod=overlapp status=öppen maj andersson.", 6),
    Action("review.severity", ("a",), "allvar", "Växlar allvar: alla, neka, utred, info.", 10,
           call="cycle('allvar')"),
    Action("review.status", ("s",), "status",
           "Växlar status: öppen, komplettering, godkänd, nekad, alla.", 8,
           call="cycle('status')"),
    Action("review.code", ("c",), "kod", "Väljer kod bland månadens fynd.", 11),
    Action("review.clear", ("x",), "rensa",
           "Tar bort filter och brukare, så att alla månadens fynd visas.", 12),
    Action("review.undo", ("u",), "ångra",
           "Visar avgörandena i månaden; välj ett att ångra. Går till dess månaden attesteras.", 7),
    Action("review.period", ("p",), "period",
           "Visar assistentens period: gränserna för arbetstid, vad som är arbetat och kvar.", 8,
           call="period"),
    Action("review.month", ("m",), "månad", "Väljer månad.", 13),
    Action("review.back", ("escape",), "tillbaka",
           "Går tillbaka till Månad. Filter och valda fynd finns kvar.", 14),
    Action("import.preview", ("f",), "förhandsgranska",
           "Läser filerna och visar vad som skulle hända. Ingenting sparas.", 1),
    Action("import.store", ("i",), "importera", "Läser in filerna på riktigt, efter en fråga.", 2),
    Action("import.mark", ("space",), "välj", "Väljer filen eller mappen på raden.", 3),
    Action("import.mark_all", ("asterisk",), "välj alla",
           "Väljer alla filer i mappen; en gång till väljer bort dem.", 8),
    Action("import.path", ("slash",), "sökväg", "Skriv en sökväg; → fyller i förslaget.", 4),
    Action("import.earlier", ("t",), "tidigare", "Visar tidigare inlästa filer.", 5),
    Action("import.received", ("d",), "kom in", "Anger dagen då pappren kom in.", 6),
    Action("import.back", ("escape",), "tillbaka", "Tillbaka till filerna, sedan till Månad.", 7),
    Action("settle.settle", ("r",), "räkna om",
           "Kontrollerar och räknar av månaden på nytt; utkastet ersätts.", 1),
    Action("settle.attest", ("a",), "attestera",
           "Öppnar attesten: vem som får, vad som har ändrats, och summan att skriva.", 2),
    Action("settle.why", ("v",), "varför",
           "Visar hur raden är räknad, ända ner till fil och rad.", 3),
    Action("settle.differences", ("s",), "skillnader",
           "Visar rad för rad varför brukarens månad inte är som den attesterades.", 4),
    Action("settle.changes", ("d",), "ändringar",
           "Växlar mellan alla och dem som skiljer sig: från utkastet före när du just räknat, "
           "annars från månadens attesterade körning.", 5),
    Action("settle.filter", ("slash",), "filtrera", "Skriv en del av namn, nummer eller beslut.",
           6),
    Action("settle.preview", ("p",), "förhandsgranska",
           "Räknar utan att spara och visar skillnaderna mot utkastet.", 7),
    Action("settle.runs", ("t",), "tidigare",
           "Visar månadens körningar: utkast, attesterade och makulerade. Välj en att läsa.", 8),
    Action("settle.review", ("g", "enter"), "granska",
           "Öppnar granskningen av radens brukare, eller ärendet på en rad för sjuklön.", 9),
    Action("settle.order", ("o",), "ordning", "Byter ordning: namn, belopp, ändring.", 10),
    Action("settle.month", ("m",), "månad", "Väljer månad.", 11),
    Action("settle.annul", ("x",), "makulera",
           "Makulerar månadens senaste attesterade körning, med skäl. Inget är gjort förrän "
           "körningens nummer är skrivet.", 12),
    Action("settle.back", ("escape",), "tillbaka",
           "Går tillbaka: från en tidigare körning till den senaste, sedan till Månad.", 13),
    Action("attest.tick", ("space",), "bocka av",
           "Bockar av ändringen på raden, eller tar bort bocken.", 1),
    Action("attest.tick_all", ("a",), "bocka av alla",
           "Bockar av alla ändringar, efter en fråga om du har granskat dem.", 2),
    Action("payments.history", ("enter",), "händelser",
           "Visar allt om betalningen: mottagare, konto och vad som har hänt med den.", 1,
           call="history"),
    Action("payments.filter", ("slash",), "filtrera",
           "Skriv ett namn, ett nummer eller en betalning, till exempel B12.", 2),
    Action("payments.status", ("s",), "status",
           "Växlar status: alla, attesterad, exporterad, mottagen, betald, avvisad, makulerad.", 3),
    Action("payments.why", ("v",), "varför",
           "Visar varför betalningen är som den är, ända ner till fil och rad.", 4),
    Action("payments.pay", ("e",), "betalfil",
           "Skriver körningens betalningar till en fil för banken (pain.001). Frågar efter fil.",
           5),
    Action("payments.answer", ("i",), "bankens svar",
           "Läser in bankens svar (pain.002 eller camt.054): betald, mottagen eller avvisad.", 6),
    Action("payments.book", ("b",), "bokför",
           "Skriver körningens verifikationer till en fil för ekonomisystemet (SIE 4I).", 7),
    Action("payments.events", ("h",), "bokför krav",
           "Skriver vad som har hänt med återkraven till en fil för ekonomisystemet (SIE 4I).", 12),
    Action("payments.spec", ("f",), "specifikationer",
           "Skriver en specifikation per mottagare till en mapp, som PDF och text.", 8),
    Action("payments.month", ("m",), "månad", "Väljer månad.", 9),
    Action("payments.all", ("n",), "alla månader",
           "Växlar mellan månadens betalningar och alla månaders.", 10, call="all"),
    Action("payments.clear", ("x",), "rensa", "Tar bort filter och status.", 11),
    Action("payments.back", ("escape",), "tillbaka", "Går till Avräkning.", 13),
    Action("sjuklon.open", ("enter",), "öppna", "Öppnar ärendet på raden.", 1, call="open"),
    Action("sjuklon.filter", ("slash",), "filtrera",
           "Skriv ärende, namn, nummer, månad eller vad som väntar.", 2),
    Action("sjuklon.status", ("s",), "status",
           "Växlar status: alla, öppen, komplettering, beviljad, avslagen.", 3),
    Action("sjuklon.new", ("n",), "ny ansökan", "Registrerar en ansökan med sina pass.", 4),
    Action("sjuklon.order", ("o",), "ordning",
           "Byter ordning: sjukdag, brukare, begärt, väntar.", 5),
    Action("sjuklon.why", ("v",), "varför",
           "Visar hur ärendets ersättning är räknad, ända ner till fil och rad.", 6),
    Action("sjuklon.clear", ("x",), "rensa", "Tar bort filter och status.", 7),
    Action("sjuklon.back", ("escape",), "tillbaka", "Går tillbaka till Månad.", 8),
    Action("sjukfall.right", ("right",), "nästa sida",
           "Går till nästa sida: pass, fynd, beräkning.", 1, call="page(1)"),
    Action("sjukfall.grant", ("b",), "bevilja",
           "Beviljar ärendet, med motivering. Summan skrivs för att bekräfta.", 2,
           call="rule('beviljad')"),
    Action("sjukfall.papers", ("h",), "begär handlingar",
           "Begär komplettering av ärendet med svarsdag.", 3, call="rule('komplettering')"),
    Action("sjukfall.reject", ("a",), "avslå", "Avslår ärendet, med motivering.", 4,
           call="rule('avslagen')"),
    Action("sjukfall.approve", ("g",), "godkänn",
           "Godkänner fynden på raden, eller de valda: tiden räknas. Kräver motivering.", 5,
           call="decide('godkand')"),
    Action("sjukfall.refuse", ("n",), "neka",
           "Nekar tiden i fynden på raden, eller i de valda. Kräver motivering.", 6,
           call="decide('nekad')"),
    Action("sjukfall.ask", ("k",), "komplettera",
           "Begär komplettering i fynden på raden, eller i de valda; tiden hålls.", 7,
           call="decide('komplettering')"),
    Action("sjukfall.why", ("v", "enter"), "varför",
           "Visar hela fyndet, eller hur ärendet är räknat ända ner till fil och rad.", 8),
    Action("sjukfall.correct", ("r",), "rätta",
           "Öppnar ansökan och passen för rättelse; den tidigare lydelsen sparas.", 9),
    Action("sjukfall.check", ("c",), "räkna månaden",
           "Kontrollerar och räknar av ärendets månad, så att fynd och rad är de som gäller nu.",
           10),
    Action("sjukfall.write", ("e",), "brev",
           "Skriver ärendets brev till en mapp: begäran om komplettering, eller beslutet.", 12),
    Action("sjukfall.mark", ("space",), "välj", "Väljer fyndet eller väljer bort det.", 13),
    Action("sjukfall.undo", ("u",), "ångra",
           "Visar avgörandena av fynd i ärendets månad; välj ett att ångra.", 14),
    Action("sjukfall.left", ("left",), "förra sidan", "Går till sidan före.", call="page(-1)"),
    Action("sjukfall.back", ("escape",), "tillbaka", "Går tillbaka till listan.", 15),
    Action("sjukform.save", ("f2", "ctrl+s"), "spara",
           "Sparar ansökan som en inläst fil. Är något fel sparas ingenting.", 1),
    Action("sjukform.back", ("escape",), "tillbaka",
           "Lämnar formuläret; har något skrivits frågar programmet först.", 2),
    Action("aterkrav.open", ("enter",), "öppna", "Öppnar kravet på raden.", 1, call="open"),
    Action("aterkrav.filter", ("slash",), "filtrera",
           "Skriv kravets nummer, namn, personnummer, månad eller läge.", 2),
    Action("aterkrav.mark", ("space",), "välj", "Väljer eller väljer bort kravet på raden.", 3),
    Action("aterkrav.join", ("m",), "samla",
           "Samlar de valda förslagen till ett krav, efter en fråga. Varje månad hålls isär i det.",
           4),
    Action("aterkrav.state", ("s",), "läge",
           "Växlar läge: alla, att utreda, kommunicerade, beslutade, att driva in, avslutade, "
           "passerad frist.", 5),
    Action("aterkrav.order", ("o",), "ordning",
           "Byter ordning: nummer, brukare, ålder, frist, utestår.", 6),
    Action("aterkrav.why", ("v",), "varför",
           "Visar vad kravet består av och vad som har hänt, ända ner till fil och rad.", 7),
    Action("aterkrav.undo", ("u",), "ångra", "Tar tillbaka det senaste steget, med skäl.", 8),
    Action("aterkrav.mark_all", ("asterisk",), "välj alla",
           "Väljer alla krav som filtret visar; en gång till väljer bort dem.", 10),
    Action("aterkrav.clear", ("x",), "rensa", "Tar bort filter och läge.", 9),
    Action("aterkrav.back", ("escape",), "tillbaka", "Går tillbaka till Månad.", 11),
    Action("krav.right", ("right",), "nästa sida",
           "Går till nästa sida: läge, bedömning, rader, plan, historik, handlingar.", 1,
           call="page(1)"),
    Action("krav.move", ("f",), "flytta",
           "Flyttar kravet: visar vad det kan bli och vad varje steg kräver.", 2, call="step"),
    Action("krav.pay", ("i",), "inbetalning", "Registrerar pengar som har kommit in på kravet.", 3),
    Action("krav.assess", ("b",), "bedömning",
           "Skriver ett stycke i bedömningen: bevis, skäl för, skäl emot, vad nämnden upplyst, "
           "svaret.", 4),
    Action("krav.debtors", ("d",), "gäldenär", "Väljer vem kravet riktas mot, med skäl.", 5),
    Action("krav.ground", ("r",), "grund", "Väljer grunden i 12 § LSS, med skäl.", 6),
    Action("krav.letter", ("h",), "handling",
           "Väljer en handling att skriva eller läsa: kommunikation, beslut, påminnelse.", 7),
    Action("krav.annex", ("a",), "bilaga",
           "Visar hela uträkningen: gäldenärens bilaga eller domstolens, att läsa och skriva ut.",
           8),
    Action("krav.undo", ("u",), "ångra", "Tar tillbaka det senaste steget, med skäl.", 9),
    Action("krav.why", ("v",), "varför",
           "Visar vad kravet består av och vad som har hänt, ända ner till fil och rad.", 13),
    Action("krav.open", ("enter",), "ändra, öppna",
           "Öppnar det som raden visar: ett stycke i bedömningen för ändring, en handling för "
           "läsning.", 10, call="open"),
    Action("krav.remove", ("x",), "ta bort",
           "Tar bort stycket i bedömningen på raden, efter en fråga. Det finns kvar i journalen.",
           11),
    Action("krav.left", ("left",), "förra sidan", "Går till sidan före.", call="page(-1)"),
    Action("krav.back", ("escape",), "tillbaka", "Går tillbaka till listan.", 12),
    Action("bilaga.other", ("t",), "växla",
           "Växlar mellan gäldenärens bilaga och domstolens (sekretess).", 1),
    Action("bilaga.write", ("e",), "skriv ut",
           "Skriver bilagan som visas till en mapp, som text och PDF.", 2),
    Action("bilaga.next", ("n",), "nästa rubrik", "Till nästa rubrik.", 3, call="heading(1)"),
    Action("bilaga.former", ("p",), "förra rubriken", "Till rubriken före.", 4,
           call="heading(-1)"),
    Action("bilaga.back", ("escape",), "tillbaka", "Går tillbaka till kravet.", 5),
    Action("brev.edit", ("r",), "redigera",
           "Öppnar den fria texten i ett utkast. Summor, dagar och gäldenärer är programmets.", 1),
    Action("brev.fix", ("f",), "fastställ",
           "Fastställer handlingen: efter det ändras den aldrig. Frågar först.", 2),
    Action("brev.write", ("e",), "skriv ut",
           "Skriver handlingen till en mapp, som text och PDF. Ett utkast säger att det är det.",
           3),
    Action("brev.next", ("n",), "nästa rubrik", "Till nästa rubrik.", 4, call="heading(1)"),
    Action("brev.former", ("p",), "förra rubriken", "Till rubriken före.", 5, call="heading(-1)"),
    Action("brev.back", ("escape",), "tillbaka", "Går tillbaka till kravet.", 6),
    Action("brevtext.save", ("f2", "ctrl+s"), "spara", "Sparar texten i utkastet.", 1),
    Action("brevtext.back", ("escape",), "tillbaka",
           "Lämnar texten; har något skrivits frågar programmet först.", 2),
    Action("read.up", ("up", "k"), "upp", "En rad upp.", call="scroll_up"),
    Action("read.down", ("down", "j"), "ner", "En rad ner.", call="scroll_down"),
    Action("read.page_up", ("pageup",), "sida upp", "En sida upp.", call="page_up"),
    Action("read.page_down", ("pagedown", "space"), "sida ner", "En sida ner.", call="page_down"),
    Action("read.home", ("home", "g"), "början", "Till början.", call="scroll_home"),
    Action("read.end", ("end", "G"), "slutet", "Till slutet.", call="scroll_end"),
    Action("read.left", ("left",), "vänster", "Åt vänster, när texten är bredare än skärmen.",
           call="scroll_left"),
    Action("read.right", ("right",), "höger", "Åt höger, när texten är bredare än skärmen.",
           call="scroll_right"),
    Action("read.find", ("slash",), "sök", "Söker i texten; en gång till går till nästa.",
           call="find"),
    Action("linear.back", ("escape",), "tillbaka", "Går tillbaka till skärmen.", 1),
    Action("sheet.tick", ("space",), "kryssa", "Kryssar för raden eller tar bort krysset.", 1),
    Action("tasks.open", ("enter",), "öppna",
           "Visar hela uppgiften: mottagare, frist, bestämmelse, sekretess, vem som beslutar.", 1,
           call="open"),
    Action("tasks.filter", ("slash",), "filtrera",
           "Skriv en del av namn, nummer, vad som ska göras, mottagare eller lagrum.", 2),
    Action("tasks.do", ("d",), "gjord",
           "Noterar att uppgiften är gjord. Kräver motivering; ingenting skickas.", 3),
    Action("tasks.drop", ("a",), "avskriv", "Avskriver uppgiften. Kräver motivering.", 4),
    Action("tasks.print", ("p",), "skriv ut",
           "Skriver uppgiften som PDF och text till en mapp, ifylld och daterad, att skriva under.",
           5),
    Action("tasks.status", ("s",), "läge",
           "Växlar mellan öppna, försenade, hanterade och alla.", 6),
    Action("tasks.duty", ("c",), "plikt", "Väljer plikt bland dem som har uppgifter.", 7),
    Action("tasks.undo", ("u",), "ångra",
           "Tar tillbaka att uppgiften är gjord eller avskriven, annars den senast hanterade.", 8),
    Action("tasks.clear", ("x",), "rensa", "Tar bort filter, plikt och läge.", 9),
    Action("tasks.back", ("escape",), "tillbaka", "Går tillbaka till Månad.", 10),
    Action("revision.open", ("enter",), "öppna",
           "Öppnar raden: stickprovets poster, kodens avsteg, annars pengarnas väg.", 1,
           call="open"),
    Action("revision.right", ("right",), "nästa lista",
           "Går till nästa lista: betalningar, avsteg, utfall, stickprov, ändringar.", 2,
           call="page(1)"),
    Action("revision.left", ("left",), "förra listan", "Går till listan före.", call="page(-1)"),
    Action("revision.follow", ("v",), "följ",
           "Följer betalningen, fyndet, kravet eller posten ända ner till fil och rad.", 3),
    Action("revision.filter", ("slash",), "filtrera", "Skriv ord som ska stå i raden.", 4),
    Action("revision.note", ("t",), "notera",
           "Noterar vad posten i ett stickprov visade: ok, fel eller oklart.", 5),
    Action("revision.draw", ("s",), "stickprov",
           "Drar ett stickprov ur betalningar eller rader: slump med frö, de största, krona för "
           "krona, eller kontrollmönster.", 6),
    Action("revision.redraw", ("p",), "pröva",
           "Drar stickprovet en gång till och säger om det blir samma.", 11),
    Action("revision.days", ("d",), "dagar",
           "Väljer två dagar (och register) för avsteg, utfall och ändringar.", 7),
    Action("revision.seek", ("b",), "sök pengar",
           "Följer pengar från ett id, ett belopp, en rad i en fil, eller en person och dag.", 8),
    Action("revision.all", ("n",), "alla månader",
           "Växlar mellan månadens rader och alla månaders.", 9, call="all"),
    Action("revision.month", ("m",), "månad", "Väljer månad.", 10),
    Action("revision.clear", ("x",), "rensa", "Tar bort filtret och de valda dagarna.", 12),
    Action("revision.back", ("escape",), "tillbaka",
           "Går från posterna till stickproven, annars till Månad.", 13),
    Action("underlag.open", ("enter",), "öppna",
           "Öppnar raden: allt som finns om någon, varför ett förskott är som det är, månaden att "
           "räkna om, annars hela raden.", 1, call="open"),
    Action("underlag.right", ("right",), "nästa lista",
           "Går till nästa lista: register, mottagare, timbelopp, inställningar, användare, "
           "förskott, FK:s räkning, regler, räkna om, bevakning.", 2, call="page(1)"),
    Action("underlag.left", ("left",), "förra listan", "Går till listan före.", call="page(-1)"),
    Action("underlag.lists", ("c",), "lista", "Väljer bland listorna.", 3),
    Action("underlag.filter", ("slash",), "filtrera",
           "Skriv ord som ska stå i raden; i registret namn, nummer eller brukare, assistent, "
           "anordnare. Filtret finns kvar när du kommer tillbaka.", 4),
    Action("underlag.new", ("n",), "ny",
           "Lägger till: anteckning om en assistents förmåga, mottagare, timbelopp eller "
           "användare.", 5),
    Action("underlag.edit", ("r",), "ändra",
           "Ändrar raden: nytt värde av inställningen från en dag, ny roll för användaren.", 6),
    Action("underlag.confirm", ("b",), "bekräfta",
           "Bekräftar ett konto eller ett värde som väntar; en annan person än den som lade in "
           "det.", 7),
    Action("underlag.reject", ("a",), "avvisa",
           "Avvisar ett konto eller ett värde som väntar; det som gäller står kvar.", 8),
    Action("underlag.stop", ("s",), "stopp",
           "Stoppar utbetalning direkt till anordnaren, eller häver stoppet. Kräver motivering.",
           9),
    Action("underlag.day", ("d",), "dag", "Väljer vilken dag mottagarna visas för.", 10),
    Action("underlag.try", ("p",), "pröva",
           "Räknar månaden med ett annat timbelopp, en annan inställning eller dess förskott och "
           "visar vad som blir annorlunda. Ingenting sparas.", 11),
    Action("underlag.reckon", ("f",), "räkna förskott",
           "Kontrollerar och räknar månaden, så att dess förskott är de rätta.", 13),
    Action("underlag.remove", ("t",), "ta bort",
           "Tar bort användaren på raden. Namnet skrivs för att bekräfta.", 12),
    Action("underlag.month", ("m",), "månad", "Väljer månad för förskott och FK:s räkning.", 14),
    Action("underlag.year", ("y",), "år",
           "Växlar mellan månadens och hela årets räkning från FK.", 15),
    Action("underlag.clear", ("x",), "rensa", "Tar bort filtret.", 16),
    Action("underlag.back", ("escape",), "tillbaka", "Går tillbaka till Månad.", 17),
    Action("drift.right", ("right",), "nästa sida",
           "Går till nästa sida: databasen, kopior, kontroll, gallring.", 1, call="page(1)"),
    Action("drift.backup", ("s",), "säkerhetskopia",
           "Skriver en kopia av databasen, också medan den används, och läser igenom den.", 2),
    Action("drift.verify", ("v",), "kontrollera",
           "Räknar om journalens kedja och varje attesterad körning; säger vad som brister först.",
           3),
    Action("drift.restore", ("t",), "återställ",
           "Läser igenom en kopia och visar vad den har, och lägger den sedan i databasens ställe. "
           "Bekräftas med kopians sista post.", 4),
    Action("drift.head", ("h",), "huvud",
           "Skriver journalens huvud till en fil att förvara på en annan dator, signerat om en "
           "nyckel anges.", 5),
    Action("drift.check_head", ("p",), "pröva huvud",
           "Säger om ett huvud som har förvarats på annat håll ligger kvar i kedjan.", 6),
    Action("drift.keygen", ("n",), "nycklar",
           "Gör nycklar: att signera huvuden med, eller att kryptera kopior med.", 7),
    Action("drift.gallring", ("y",), "gallringslista",
           "Tar fram ett års gallringslista; ingenting tas bort.", 8),
    Action("drift.write_list", ("e",), "skriv listan", "Skriver gallringslistan till en fil.", 10),
    Action("drift.remove", ("x",), "gallra",
           "Tar bort det personliga i posterna på listan, med motivering. Bekräftas med hur många "
           "de är. Kedjan är hel efteråt.", 11),
    Action("drift.archive", ("a",), "arkiv",
           "Skriver ett revisionsarkiv att kontrollera på en annan dator.", 9),
    Action("drift.check_archive", ("b",), "kontrollera arkiv",
           "Håller ett revisionsarkiv mot sitt manifest och räknar om det.", 12),
    Action("drift.left", ("left",), "förra sidan", "Går till sidan före.", call="page(-1)"),
    Action("drift.back", ("escape",), "tillbaka", "Går tillbaka till Månad.", 13),
    Action("period.why", ("v", "enter"), "varför",
           "Visar hur gränsen är räknad, ända ner till fil och rad för det som ligger över.", 1),
    Action("period.earlier", ("left",), "förra månaden", "Visar månaden före.", 2,
           call="step(-1)"),
    Action("period.later", ("right",), "nästa månad", "Visar månaden efter.", 3, call="step(1)"),
    Action("period.daily", ("d",), "dagar", "Växlar mellan dagar och veckor eller månader.", 4),
    Action("period.find", ("p",), "assistent", "Söker en annan assistent.", 6),
    Action("period.back", ("escape",), "tillbaka", "Går tillbaka dit du kom ifrån.", 5),
    Action("bilder.right", ("right",), "nästa bild", "Visar nästa bild.", 1, call="page(1)"),
    Action("bilder.left", ("left",), "förra bilden", "Visar bilden före.", call="page(-1)"),
    Action("bilder.month", ("m",), "månad", "Väljer månad.", 3),
    Action("bilder.employer", ("a",), "anordnare",
           "Väljer en anordnare att visa månad för månad, eller de tio största.", 4),
    Action("bilder.save", ("s",), "spara",
           "Skriver bilden till en fil (SVG) för ett dokument eller en webbläsare.", 2),
    Action("bilder.period", ("p",), "period", "Söker en assistent och visar perioden.", 5),
    Action("bilder.back", ("escape",), "tillbaka", "Går tillbaka till Månad.", 6),
    Action("done.undo", ("u",), "ångra", "Ångrar det som står på raden, efter en fråga.", 1),
    Action("done.open", ("enter",), "visa",
           "Visar hela raden: vad, vem det gäller, och om det går att ångra.", 2, call="open"),
    Action("done.filter", ("slash",), "filtrera", "Skriv ord som ska stå i raden.", 3),
    Action("done.all", ("n",), "bara möjliga",
           "Växlar mellan allt du har gjort och bara det som går att ångra.", 4, call="all"),
    Action("done.back", ("escape",), "tillbaka", "Går tillbaka.", 5),
    Action("filter.clear", ("escape",), "töm", "Tömmer filtret och går till listan.",
           call="leave(False)"),
    Action("filter.keep", ("down",), "till listan", "Går till listan med filtret kvar.",
           call="leave(True)"),
    Action("palette.up", ("up",), "upp", "Förra kommandot.", call="step(-1)"),
    Action("palette.down", ("down",), "ner", "Nästa kommando.", call="step(1)"),
    Action("help.close_too", ("question_mark", "q"), "stäng", "Stänger hjälpen.", call="close"),
    Action("dialog.close", ("escape",), "avbryt", "Stänger rutan; ingenting händer.", 9),
    Action("dialog.previous", ("left",), "förra knappen", "Går till förra knappen."),
    Action("dialog.next", ("right",), "nästa knapp", "Går till nästa knapp."),
    Action("dialog.recall", ("up",), "tidigare motivering",
           "Hämtar den senaste motiveringen i motiveringsrutan."),
)  # fmt: skip

BY_ID = {action.id: action for action in ACTIONS}


def actions(scope: str) -> list[Action]:
    """Return the actions of a scope."""
    return [action for action in ACTIONS if action.scope == scope]


def bindings(scope: str, *only: str) -> list[BindingType]:
    """Return Textual's bindings of a scope, or of those of its actions that are named."""
    from textual.binding import Binding  # plain text needs the keys' signs, not Textual

    return [
        Binding(",".join(action.keys), action.method, action.label, show=False, id=action.id)
        for action in actions(scope)
        if not only or action.id.partition(".")[2] in only
    ]


YIELDS = frozenset({"j", "k", "g", "G", "slash", "space"})
"""Keys of lists and texts that a screen may take for something of its own: it then has them."""

BINDS = frozenset(
    f"{scope}.{name}"
    for scope, names in {
        "review": "approve refuse ask undo",
        "import": "store",
        "settle": "attest annul",
        "attest": "tick_all",
        "payments": "pay answer book events spec",
        "sjukfall": "grant papers reject approve refuse ask undo",
        "aterkrav": "join undo",
        "krav": "move pay assess debtors ground undo remove",
        "brev": "fix",
        "tasks": "do drop undo",
        "revision": "note draw",
        "underlag": "confirm reject stop remove",
        "drift": "restore remove",
        "done": "undo",
    }.items()
    for name in names.split()
)
"""What stores something that counts: see ``Action.binds``."""

_own: dict[str, tuple[str, ...]] = {}


def use(own: Mapping[str, tuple[str, ...]]) -> None:
    """Put a user's own keys in force, by action, in place of any before."""
    _own.clear()
    _own.update(own)


def keymap() -> dict[str, str]:
    """Return the keys in force of the actions that have others than they came with, for Textual."""
    return {identity: ",".join(BY_ID[identity].now) for identity in _own}


def sign(identity: str) -> str:
    """Return the key in force of an action as people see it: for texts that tell what to press."""
    return BY_ID[identity].sign


def told(text: str) -> str:
    """Return a text with the keys in force where it names actions: ``Tryck {krav.move}.``"""
    return _NAMED.sub(lambda found: sign(found[1]), text)


_NAMED = re.compile(r"\{([a-z]+\.[a-z_]+)\}")
