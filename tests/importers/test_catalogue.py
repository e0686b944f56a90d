"""Every message has a file that provokes it, and reads exactly like this."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from importers import ImportIssue, Source, find, identify
from importers.catalogue import CATALOGUE
from tests.importers.make import (
    ASSISTENT,
    BRUKARE,
    ORG,
    OTHER,
    TIME_HEADER,
    archive,
    envelope,
    fk,
    fk_row,
    load,
    sheet_of,
    table,
    time_row,
    times,
    workbook,
)
from tests.importers.test_bankanswer import BROKEN
from tests.importers.test_sjukfall import TOGETHER, case_row, cases, pass_row, passes

BESLUT = "beslutsnummer;brukare;fran;till;timmar;period_manader;hojning_procent"
PERSON = "personnummer;namn;namnd"
GOOD = times(time_row())


def beslut(*, till: str = "", timmar: str = "10", months: str = "", hojning: str = "") -> bytes:
    return table(BESLUT, f"B1;{BRUKARE};2024-02-01;{till};{timmar};{months};{hojning}")


def sheet(row: int, column: int, value: object) -> bytes:
    cells: list[list[object]] = [list(line) for line in sheet_of(GOOD)]
    cells[row][column] = value
    return workbook({"Tider": cells})


def stay(fran: str, till: str = "") -> bytes:
    return table("brukare;slag;fran;till", f"{BRUKARE};sjukhus;{fran};{till}")


def merged() -> bytes:
    import xlsxwriter

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    page = book.add_worksheet("Tider")
    for number, row in enumerate(sheet_of(GOOD)):
        page.write_row(number, 0, row)
    page.merge_range("A3:C3", "Summa")
    book.close()
    return stream.getvalue()


def far_cell() -> bytes:
    rows: list[list[object]] = [list(line) for line in sheet_of(GOOD)]
    rows += [[] for _ in range(40_000)]
    rows.append([""] * 1000 + ["x"])
    return workbook({"Tider": rows})


def error_cell() -> bytes:
    """Return a workbook where a value has been replaced by an error, as pasting does."""
    data = workbook({"Tider": [list(line) for line in sheet_of(GOOD)]})
    return rewritten(
        data, "xl/worksheets/sheet1.xml", lambda xml: _replaced(xml, b'r="F2" t="s"', b"#REF!")
    )


def _replaced(xml: bytes, cell: bytes, value: bytes) -> bytes:
    start = xml.index(cell)
    end = xml.index(b"</c>", start)
    return xml[:start] + b'r="F2" t="e"><v>' + value + b"</v>" + xml[end:]


def rewritten(data: bytes, member: str, change: Callable[[bytes], bytes]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        files = {info.filename: old.read(info) for info in old.infolist()}
    files[member] = change(files[member])
    return archive(files)


def hidden_doctype() -> bytes:
    return b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'


ADDED = "<a:fel>x</a:fel>"
OUTSIDE = fk(fk_row()).replace(b"<a:tidrapport>", b"<a:tidrapport>hej")

FILES: dict[str, tuple[bytes, str]] = {
    "IM-003": (b"", "Filen är tom. Hämta den på nytt från källan."),
    "IM-004": (
        b"%PDF-1.7 ...",
        "Filens innehåll känns inte igen (PDF). Lämna CSV med semikolon, XLSX eller "
        "Försäkringskassans XML.",
    ),
    "IM-010": (
        GOOD.decode().encode("utf-16"),
        "Filen är sparad som UTF-16. Spara den som UTF-8 (i Excel: CSV UTF-8).",
    ),
    "IM-011": (
        GOOD + b"\0\0",
        "Filen innehåller noll-tecken och är inte en textfil. Spara den som CSV UTF-8.",
    ),
    "IM-012": (
        table(PERSON, f"{BRUKARE};Åsa;x").replace("Å".encode(), b"\xc3\x85\xe5"),
        "Filen är trasig UTF-8: byte E5 på tecken 16 i raden passar inte. Spara om filen som "
        "UTF-8 från källan.",
    ),
    "IM-013": (
        table(PERSON, f"{BRUKARE};Asa;x").replace(b"Asa", b"\xc5s\x81"),
        "Byte 81 på tecken 16 i raden finns inte i Windows-1252. Spara om filen som UTF-8.",
    ),
    "IM-014": (
        GOOD.replace(b"\n", b"\r"),
        "Raderna slutar med bara CR, som i gamla Mac-program. Spara om filen med vanliga radslut.",
    ),
    "IM-015": (
        table(PERSON, f"{BRUKARE};{'x' * 3_000_000};"),
        "Raden är längre än 1048576 tecken. Kontrollera att filen har radslut.",
    ),
    "IM-016": (
        table(PERSON, f'{BRUKARE};"Åsa;x'),
        "Citattecknen går inte ihop: en cell börjar med citattecken som aldrig avslutas. Resten "
        "av filen kan inte läsas. Ett citattecken inne i en cell skrivs dubbelt.",
    ),
    "IM-020": (
        GOOD.replace(b";", b","),
        "Kolumnerna skiljs åt med komma. Spara filen med semikolon mellan kolumnerna.",
    ),
    "IM-021": (
        b"Datum;Text;Belopp\n1;2;3\n",
        "Rubrikraden känns inte igen: Datum;Text;Belopp. Första raden ska ha kolumnnamnen för "
        "brukare, anordnare, assistenter, uppdrag, beslut, mottagare, redovisning, vistelser, "
        "tidrapporter, sjukfall, sjukpass, fkbeslut, fkfaktura.",
    ),
    "IM-022": (
        table("personnummer;namn;nämnd;xyz", f"{BRUKARE};a;b;c"),
        "Okänd kolumn för brukare: nämnd (menas namnd?), xyz. Rätta namnet eller ta bort kolumnen.",
    ),
    "IM-023": (
        table(TIME_HEADER.removesuffix(";slag"), "x"),
        "Kolumn saknas för tidrapporter: slag. Lägg till den i rubrikraden.",
    ),
    "IM-024": (
        table(f"{TIME_HEADER};start", "x"),
        "Kolumnen förekommer flera gånger: start. Behåll en av dem.",
    ),
    "IM-026": (times(), "Filen har en rubrikrad men inga rader."),
    "IM-027": (
        table("personnummer;namn;;namnd", "x"),
        "Kolumn 3 saknar namn i rubrikraden. Skriv ett namn eller ta bort kolumnen.",
    ),
    "IM-028": (
        table("personnummer;namn", f"{BRUKARE};x"),
        "Rubrikraden passar både brukare och assistenter. Lägg till en kolumn som bara finns i "
        "ett av slagen, gärna tom: namnd (brukare) eller bosatt_land (assistenter).",
    ),
    "IM-030": (
        times(time_row().removesuffix(";assistans")),
        "Raden har 6 celler men rubriken har 7 kolumner. Kontrollera att inget semikolon saknas "
        "eller är för mycket.",
    ),
    "IM-031": (times(time_row(slag="")), "Cellen är tom men måste fyllas i."),
    "IM-040": (
        times(time_row("05/09/2025")),
        "Datum skrivs ÅÅÅÅ-MM-DD; året ska stå först.",
    ),
    "IM-041": (times(time_row("2025-02-29")), "Dagen finns inte i kalendern. Rätta datumet."),
    "IM-042": (
        times(time_row(start="8:00")),
        "Klockslag skrivs TT:MM med två siffror på var sida om kolon; skriv nollan först.",
    ),
    "IM-043": (
        times(time_row(slut="25:00")),
        "Klockslaget finns inte. Det ska ligga mellan 00:00 och 23:59; 24:00 får stå som slut.",
    ),
    "IM-044": (
        times(time_row("2025-03-30", "02:30")),
        "Klockslaget finns inte den dagen: klockan ställs fram från 02:00 till 03:00. Skriv den "
        "tid som klockan visade.",
    ),
    "IM-045": (
        times(time_row(start="00:00", slut="00:00")),
        "Slut är samma tid som start. Ett helt dygn skrivs 00:00 till 24:00.",
    ),
    "IM-046": (
        times(time_row(start="24:00")),
        "24:00 får bara stå som slut. Skriv 00:00 på nästa dag som start.",
    ),
    "IM-047": (
        stay("2025-04-17 22:00"),
        "Tidpunkt skrivs ÅÅÅÅ-MM-DDTTT:MM, till exempel 2025-04-17T22:00; bokstaven T saknas "
        "mellan datum och tid.",
    ),
    "IM-048": (
        times(time_row(brukare="197005050101")),
        "Personnumret går inte att använda: kontrollsiffran stämmer inte. Skriv ÅÅÅÅMMDDNNNN med "
        "rätt kontrollsiffra.",
    ),
    "IM-049": (
        times(time_row(assistent="1,98502E+11")),
        "Numret har förstörts i Excel, som visar det som ett stort tal; siffrorna går inte att "
        "återskapa. Hämta filen på nytt och formatera kolumnen som text.",
    ),
    "IM-050": (
        table("orgnr;namn;kommunal", "5592345678;x;"),
        "Organisationsnumret går inte att använda: kontrollsiffran stämmer inte. Skriv tio "
        "siffror med rätt kontrollsiffra.",
    ),
    "IM-051": (
        times(time_row(arbetsgivare=OTHER)),
        "Arbetsgivaren är en annan person än brukaren. Skriv ett organisationsnummer, eller "
        "brukarens eget personnummer när brukaren är arbetsgivare.",
    ),
    "IM-052": (
        beslut(timmar="1 234,50"),
        "Ett tal väntades, till exempel 8,5 eller 8.5; ta bort tusentalsavgränsaren.",
    ),
    "IM-053": (beslut(timmar="1,255"), "Talet har fler än två decimaler. Skriv det med högst två."),
    "IM-054": (beslut(timmar="-1"), "Talet är negativt. Skriv noll eller ett positivt tal."),
    "IM-055": (
        table("personnummer;namn;skyddad", f"{BRUKARE};x;yes"),
        "Här skrivs ja eller nej.",
    ),
    "IM-056": (
        times(time_row(slag="aktiv")),
        "Ordet är inte tillåtet här. Välj ett av: assistans, vantetid, beredskap.",
    ),
    "IM-057": (
        table("brukare;manad", f"{BRUKARE};2025-13"),
        "Månad skrivs ÅÅÅÅ-MM, till exempel 2025-04.",
    ),
    "IM-058": (
        table(
            "assistent;brukare;arbetsgivare;fran;period_langd",
            f"{ASSISTENT};{BRUKARE};{ORG};2024-01-01;4",
        ),
        "Periodens längd skrivs som ett antal och d, v eller m: 28d, 16v eller 4m.",
    ),
    "IM-059": (beslut(months="1,5"), "Ett heltal väntades, till exempel 3."),
    "IM-060": (
        beslut(till="2024-01-31"),
        "Sista dagen (till) ligger före första dagen (fran). Rätta en av dem.",
    ),
    "IM-061": (beslut(months="7"), "Perioden ska vara 1 till 6 månader."),
    "IM-062": (
        beslut(hojning="12,01"),
        "Höjningen är över 12 procent, som är det högsta tillåtna. Beslutet kan inte läsas in.",
    ),
    "IM-063": (
        stay("2025-04-17T22:00", "2025-04-17T22:00"),
        "Vistelsen slutar (till) inte efter att den börjar (fran). Rätta en av tiderna.",
    ),
    "IM-064": (
        table("orgnr;namn;kommunal", f"{ORG};x;ja", f"{ORG};x;", f"{ORG};x;nej"),
        "Kolumnen kommunal säger ja på en rad och nej på en annan för samma orgnr (rad 2). Skriv "
        "samma på alla rader.",
    ),
    "IM-065": (
        table("personnummer;namn;sjukersattning_procent", f"{ASSISTENT};x;101"),
        "Talet är för stort. Som mest får det vara 100.",
    ),
    "IM-066": (
        times(time_row(arbetsgivare="5592345678")),
        "Numret går inte att använda: kontrollsiffran stämmer inte. Skriv ett personnummer "
        "(ÅÅÅÅMMDDNNNN) eller organisationsnummer (tio siffror).",
    ),
    "IM-067": (
        beslut(till="9999-12-31"),
        "Årtalet ligger utanför 1900-2999. Lämna cellen tom om dagen är okänd eller gäller tills "
        "vidare.",
    ),
    "IM-068": (
        table(PERSON, f"{BRUKARE};A\x07sa;"),
        "Cellen innehåller styrtecken som inte hör hemma i text. Skriv om den.",
    ),
    "IM-069": (
        table("personnummer;namn;konto", f"{BRUKARE};x;BG 123-4567"),
        "Kontot ”1234567” går inte att använda: sista siffran i ett bankgiro är en kontrollsiffra, "
        "och den stämmer inte. Någon siffra är fel; kontrollera mot fakturan eller mottagaren.",
    ),
    "IM-070": (
        sheet(1, 4, 0.25),
        "Cellen är ett vanligt tal, inte klockslag. Formatera cellen som klockslag i Excel, "
        "eller skriv värdet som text.",
    ),
    "IM-071": (
        sheet(1, 5, {"f": "=E2", "v": "09:00"}),
        "Cell F2 innehåller en formel. Klistra in kolumnen som värden och importera igen.",
    ),
    "IM-072": (
        merged(),
        "Cellerna A3:C3 är sammanfogade. Dela dem, så att varje rad har sina egna värden.",
    ),
    "IM-073": (
        error_cell(),
        "Cell F2 visar ett felvärde från Excel. Rätta eller töm cellen.",
    ),
    "IM-074": (
        workbook(
            {
                "B": [
                    ["beslutsnummer", "brukare", "fran", "timmar", "hojning_procent"],
                    ["B1", BRUKARE, "2024-01-01", 10, (0.12, "0 %")],
                ]
            }
        ),
        "Cell E2 är formaterad som procent, så att 12 % lagras som 0,12. Formatera den som tal "
        "och skriv 12.",
    ),
    "IM-075": (
        far_cell(),
        "Bladet sträcker sig över 40003 rader och 1001 kolumner. Ta bort allt utanför tabellen.",
    ),
    "IM-076": (
        sheet(1, 6, True),
        "Cellen innehåller ett sanningsvärde, men text eller siffror väntades. Skriv om värdet.",
    ),
    "IM-077": (
        workbook({"Tider": [TIME_HEADER.split(";")], "Tomt": []}),
        "Arbetsboken har inga blad med rader.",
    ),
    "IM-078": (
        rewritten(workbook({"T": sheet_of(GOOD)}), "xl/workbook.xml", lambda xml: xml[:90]),
        "Arbetsboken är skadad och kan inte läsas. Öppna den i Excel och spara den på nytt.",
    ),
    "IM-090": (
        hidden_doctype(),
        "XML-filen har en dokumenttyp (DOCTYPE), vilket inte tillåts. Hämta filen på nytt från "
        "källan.",
    ),
    "IM-091": (
        fk(fk_row()).replace(b"</a:tidrapport>", b""),
        "XML-filen är inte välformad: felet märks på rad 16, tecken 20.",
    ),
    "IM-092": (
        b"<Lista><rad/></Lista>",
        "XML-filen är varken en tidredovisning från Försäkringskassan eller ett kuvert med en "
        "sådan; rotelementet är Lista.",
    ),
    "IM-093": (
        envelope(fk(fk_row()), fk(fk_row(6))),
        "Kuvertet innehåller 2 tidredovisningar; en väntades.",
    ),
    "IM-094": (
        fk(fk_row() + ADDED),
        "Elementet fel hör inte hemma här; inget mer väntades.",
    ),
    "IM-095": (
        fk(fk_row().replace("<a:aktivTid>true</a:aktivTid>", "")),
        "Elementet aktivTid eller vanteTid eller beredskapsTid saknas i rapportRad.",
    ),
    "IM-096": (
        fk(fk_row().replace("<a:dag>", '<a:dag nr="1">')),
        "Elementet dag har attributet nr, som inte ska finnas.",
    ),
    "IM-097": (
        OUTSIDE,
        "Det står text direkt i tidrapport, som bara ska ha underelement.",
    ),
    "IM-098": (fk(fk_row(32)), "Värdet är fel: en dag mellan 1 och 31 väntades."),
    "IM-099": (fk(fk_row(31), month="2025-06"), "Månaden 2025-06 har inte så många dagar."),
    "IM-100": (
        fk(fk_row()).replace(b"2025-05-28", b"2025-04-28"),
        "Beräkningsperiodens sista dag (tomDag) ligger före den första (fromDag).",
    ),
    "IM-101": (
        fk(fk_row()).replace(b'encoding="UTF-8"', b'encoding="UTF-7"'),
        "XML-filen anger teckenkodningen utf-7. Spara den som UTF-8.",
    ),
    "IM-102": (fk(month="2025-13"), "Månaden finns inte. Skriv ÅÅÅÅ-MM, till exempel 2025-04."),
    "IM-120": (
        cases(case_row(handlingar="schema, sjukintyg, Avtal")),
        "Ingen handling heter sjukintyg, Avtal. Skriv de handlingar som har kommit in, skilda med "
        "komma: schema, vikarierapport, forsakran, lonespec, berakning, lakarintyg, avtal, "
        "fullmakt.",
    ),
    "IM-121": (
        passes(pass_row(vikarie=f"{OTHER}, 197106061234")),
        "Vikariens personnummer 197106061234 går inte att använda: kontrollsiffran stämmer inte. "
        "Skriv ÅÅÅÅMMDDNNNN, flera skilda med komma; lämna cellen tom om ingen vikarie arbetade.",
    ),
    "IM-122": (
        cases(case_row(sista_sjukdag="2025-05-04")),
        "Sista sjukdagen ligger före första sjukdagen. Rätta en av dem, eller lämna den sista tom "
        "om sjukfallet pågår.",
    ),
    "IM-103": (
        table("brukare;beslutsdatum;utfall", f"{BRUKARE};2025-01-01;beviljat"),
        "Ett beviljat beslut måste ha en första dag. Fyll i fran, eller retroaktivt_fran.",
    ),
    "IM-104": (
        table(
            "brukare;beslutsdatum;utfall;fran;retroaktivt_fran",
            f"{BRUKARE};2025-01-01;beviljat;2025-01-01;2025-01-02",
        ),
        "Beslutet gäller retroaktivt från en dag efter första dagen (fran). Rätta en av dem.",
    ),
    "IM-105": (
        table(
            "brukare;beslutsdatum;utfall;fran;timmar_per_vecka;grundlaggande_per_vecka",
            f"{BRUKARE};2025-01-01;beviljat;2025-01-01;40;40,01",
        ),
        "Timmarna för grundläggande behov är fler än alla timmar i veckan. Rätta en av dem.",
    ),
    "IM-106": (
        table(
            "brukare;manad;timmar;timbelopp;belopp",
            f"{BRUKARE};2025-01;1;1;1",
            f"{BRUKARE};2025-01;2;1;2",
        ),
        "Brukaren har redan en rad för månaden (rad 2). Lägg ihop raderna.",
    ),
}


@pytest.mark.parametrize("kod", FILES)
def test_message_of_a_file(kod: str) -> None:
    data, text = FILES[kod]
    result = load(data)
    assert [issue.fel for issue in result.issues if issue.kod == kod] == [text]
    assert result.codes == [kod], result.issues
    assert result.rows == [] or kod in ("IM-071", "IM-072", "IM-074", "IM-011", "IM-015")


def _zip_directory(path: Path, **changes: int) -> None:
    """Overwrite fields of the first entry of a zip's central directory."""
    data = bytearray(path.read_bytes())
    entry = data.index(b"PK\x01\x02")
    places = {"flags": (8, "<H"), "packed": (20, "<I"), "size": (24, "<I")}
    for name, value in changes.items():
        offset, form = places[name]
        struct.pack_into(form, data, entry + offset, value)
    path.write_bytes(data)


def _missing(path: Path) -> Path:
    return path / "saknas.csv"


def _folder(path: Path) -> Path:
    (path / "tom").mkdir()
    return path / "tom"


def _zip(path: Path, files: dict[str, bytes], **changes: int) -> Path:
    target = path / "prov.zip"
    target.write_bytes(archive(files))
    _zip_directory(target, **changes)
    return target


def _empty_zip(path: Path) -> Path:
    target = path / "prov.zip"
    target.write_bytes(archive({"mapp/": b""}))
    return target


def _damaged_zip(path: Path) -> Path:
    target = path / "prov.zip"
    target.write_bytes(archive({"a.csv": GOOD * 10})[:-60])
    return target


PATHS: dict[str, tuple[Callable[[Path], Path], str]] = {
    "IM-001": (_missing, "Sökvägen finns inte. Kontrollera stavningen."),
    "IM-007": (_folder, "Mappen innehåller inga filer att läsa."),
    "IM-080": (
        _damaged_zip,
        "Zip-filen är skadad eller packad på ett sätt som inte kan läsas. Packa om den.",
    ),
    "IM-081": (
        lambda path: _zip(path, {f"{number}": b"" for number in range(10_001)}),
        "Zip-filen har 10001 filer; som mest läses 10000. Dela upp den.",
    ),
    "IM-082": (
        lambda path: _zip(path, {"a": GOOD}, size=(1 << 30) + 1),
        "Zip-filens innehåll är 1024 MiB uppackat; som mest läses 1024 MiB. Dela upp den.",
    ),
    "IM-083": (
        lambda path: _zip(path, {"a.csv": b"0" * 3_000_000}),
        "Filen a.csv i zip-filen är packad mer än 200 gånger, vilket är ett tecken på en fälla. "
        "Packa upp och kontrollera den.",
    ),
    "IM-084": (
        lambda path: _zip(path, {"../a.csv": GOOD}),
        "Filen ../a.csv i zip-filen har en sökväg som leder utanför arkivet. Zip-filen läses inte.",
    ),
    "IM-085": (
        lambda path: _zip(path, {"a.csv": GOOD}, flags=1),
        "Zip-filen är krypterad (a.csv). Packa om den utan lösenord.",
    ),
    "IM-087": (_empty_zip, "Zip-filen innehåller inga filer."),
}


@pytest.mark.parametrize("kod", PATHS)
def test_message_of_a_path(kod: str, tmp_path: Path) -> None:
    build, text = PATHS[kod]
    (found,) = find([build(tmp_path)])
    assert isinstance(found, ImportIssue)
    assert (found.kod, found.fel) == (kod, text)


def test_unreadable_path(tmp_path: Path) -> None:
    (tmp_path / "led").symlink_to(tmp_path / "led")
    (found,) = find([tmp_path / "led"])
    assert isinstance(found, ImportIssue)
    source = Source.from_path(tmp_path)
    issue = identify(source)
    assert isinstance(issue, ImportIssue)
    assert issue.kod == "IM-002"
    assert issue.fel.startswith("Filen eller mappen kan inte läsas: ")


def test_a_file_that_changes_while_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "tider.csv"
    path.write_bytes(times(*[time_row()] * 30_000))

    def grow(block: bytes) -> None:
        with path.open("ab") as stream:
            stream.write(time_row("2025-05-06").encode() + b"\n")

    result = load(Source.from_path(path), keep=grow)
    assert result.codes == ["IM-005"]
    assert result.issues[0].fel == (
        "Filen ändrades medan den lästes. Stäng den i andra program och importera igen."
    )


def test_a_file_that_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importers.fkxml.MAX_SIZE", 1 << 20)
    result = load(fk(fk_row()) + b" " * (1 << 20))
    assert [issue.fel for issue in result.issues] == [
        "Filen är 2 MiB; som mest läses 1 MiB. Dela upp den."
    ]
    assert result.codes == ["IM-006"]


def test_a_zip_inside_a_zip(tmp_path: Path) -> None:
    path = tmp_path / "yttre.zip"
    path.write_bytes(archive({"inre.zip": archive({"a.csv": GOOD})}))
    (found,) = find([path])
    assert not isinstance(found, ImportIssue)
    result = load(found.sources[0])
    assert [(issue.kod, issue.fil, issue.fel) for issue in result.issues] == [
        (
            "IM-086",
            f"{path}/inre.zip",
            "Zip-filen ligger inne i en annan fil. Packa upp den först.",
        )
    ]


def test_every_id_is_provoked() -> None:
    elsewhere = {"IM-002", "IM-005", "IM-006", "IM-086"}
    told = set(FILES) | set(PATHS) | set(BROKEN) | set(TOGETHER)
    assert told | elsewhere == set(CATALOGUE)


def test_raise_is_refused_by_a_rule() -> None:
    (issue,) = load(beslut(hojning="12,01")).issues
    assert (issue.vagrad, issue.rad, issue.kolumn, issue.varde) == (
        True,
        2,
        "hojning_procent",
        "12,01",
    )
    assert load(beslut(hojning="12")).issues == []


@pytest.mark.parametrize(
    ("data", "rad", "kolumn", "varde", "blad"),
    [
        (FILES["IM-043"][0], 2, "slut", "25:00", None),
        (FILES["IM-012"][0], 2, None, None, None),
        (FILES["IM-070"][0], 2, "start", "0.25", "Tider"),
        (FILES["IM-071"][0], 2, "slut", "=E2", "Tider"),
        (FILES["IM-098"][0], 13, "dag", "32", None),
        (FILES["IM-099"][0], 13, "dag", "31", None),
    ],
)
def test_where_it_is(
    data: bytes, rad: int, kolumn: str | None, varde: str | None, blad: str | None
) -> None:
    issue = load(data, "tider.csv").issues[0]
    assert (issue.fil, issue.rad, issue.kolumn, issue.varde, issue.blad) == (
        "tider.csv",
        rad,
        kolumn,
        varde,
        blad,
    )
