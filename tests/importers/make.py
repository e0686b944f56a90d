"""Makes files of every format with made-up people, and reads them back."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import xlsxwriter

from importers import (
    Declaration,
    ImportIssue,
    Record,
    Source,
    TimeRow,
    identify,
    read,
)
from importers.grammar import NAMESPACE
from workbench.domain.people import luhn_digit


def person(birth: str = "19800101", serial: int = 100) -> str:
    """Return a valid made-up number born on ``birth`` (YYYYMMDD, day + 60 allowed)."""
    nine = f"{birth[2:]}{serial:03d}"
    return f"{birth[:2]}{nine}{luhn_digit(nine)}"


def company(serial: int = 1) -> str:
    """Return a valid made-up organisation number."""
    nine = f"55{9000000 + serial:07d}"
    return f"{nine}{luhn_digit(nine)}"


BRUKARE = person("19700505", 10)
OTHER = person("19710606", 11)
ASSISTENT = person("19850202", 20)
SAMORDNING = person("19850262", 21)
ORG = company(1)
ORG2 = company(2)


class Ids:
    """A resolver that gives each number the next id and remembers the order asked."""

    def __init__(self) -> None:
        self.people: dict[str, int] = {}
        self.employers: dict[str, int] = {}

    def known_people(self) -> dict[str, int]:
        """Nobody: every number is asked for."""
        return {}

    def person(self, nummer: str) -> int:
        return self.people.setdefault(nummer, len(self.people) + 1)

    def arbetsgivare(self, nummer: str) -> int:
        return self.employers.setdefault(nummer, len(self.employers) + 1)


class Same:
    """A resolver whose ids are the numbers themselves."""

    def known_people(self) -> dict[str, int]:
        """Nobody: every number is asked for."""
        return {}

    def person(self, nummer: str) -> int:
        return int(nummer)

    def arbetsgivare(self, nummer: str) -> int:
        return int(nummer)


@dataclass
class Result:
    """What reading a file gave."""

    kinds: list[str] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)
    rows: list[TimeRow] = field(default_factory=list)
    issues: list[ImportIssue] = field(default_factory=list)
    declared: list[Declaration] = field(default_factory=list)
    sha256: str = ""
    encoding: str | None = None
    rader: int = 0

    @property
    def codes(self) -> list[str]:
        return [issue.kod for issue in self.issues]

    @property
    def values(self) -> list[dict[str, object]]:
        return [record.values for record in self.records]


def load(data: bytes | Source, name: str = "prov", **options: Any) -> Result:
    """Identify and read a file whole."""
    source = data if isinstance(data, Source) else Source.from_bytes(name, data)
    identified = identify(source)
    result = Result()
    if isinstance(identified, ImportIssue):
        result.issues.append(identified)
        return result
    for reader in read(source, identified, **options):
        result.kinds.append(reader.kind)
        if reader.kind == "tidrapporter":
            result.rows += reader.tidrapporter(7, Same())
        else:
            result.records += reader.records()
        result.issues += reader.issues
        result.declared += reader.deklarationer
        result.rader += reader.rader
        result.sha256 = reader.sha256
        result.encoding = reader.encoding
    return result


def table(header: str, *rows: str, encoding: str = "utf-8", end: str = "\n") -> bytes:
    """Return a CSV file."""
    return "".join(line + end for line in (header, *rows)).encode(encoding)


TIME_HEADER = "brukare;assistent;arbetsgivare;datum;start;slut;slag"


def time_row(
    datum: str = "2025-05-05",
    start: str = "08:00",
    slut: str = "16:00",
    slag: str = "assistans",
    arbetsgivare: str = ORG,
    brukare: str = BRUKARE,
    assistent: str = ASSISTENT,
) -> str:
    """Return one good row of tidrapporter, with what a test wants changed."""
    return ";".join((brukare, assistent, arbetsgivare, datum, start, slut, slag))


def times(*rows: str, **options: str) -> bytes:
    """Return a CSV file of tidrapporter."""
    return table(TIME_HEADER, *rows, **options)


def workbook(
    sheets: dict[str, Sequence[Sequence[object]]], formats: dict[str, str] | None = None
) -> bytes:
    """Return an XLSX file; a dict value {"f": ..} is a formula, (value, format) a format."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                _write(book, sheet, number, column, value)
    book.close()
    return stream.getvalue()


def _write(book: Any, sheet: Any, row: int, column: int, value: object) -> None:
    if isinstance(value, tuple):
        content, shown = value
        style = book.add_format({"num_format": shown})
        if isinstance(content, (int, float)):
            sheet.write_number(row, column, content, style)
        else:
            sheet.write_datetime(row, column, content, style)
    elif isinstance(value, dict):
        sheet.write_formula(row, column, value["f"], None, value.get("v", 0))
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, (int, float)):
        sheet.write_number(row, column, value)
    elif value not in (None, ""):
        sheet.write_string(row, column, str(value))


def sheet_of(data: bytes, encoding: str = "utf-8") -> list[list[str]]:
    """Return the cells of a CSV file, to be written as a sheet."""
    return [line.split(";") for line in data.decode(encoding).splitlines()]


def archive(files: dict[str, bytes], stored: bool = False) -> bytes:
    """Return a zip file."""
    stream = io.BytesIO()
    method = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(stream, "w", method) as bundle:
        for name, data in files.items():
            bundle.writestr(name, data)
    return stream.getvalue()


FK_ROW = (
    "<a:rapportRad><a:dag>{dag}</a:dag><a:fromTid>{fran}</a:fromTid><a:tomTid>{till}</a:tomTid>"
    "<a:{slag}>true</a:{slag}></a:rapportRad>"
)
ANORDNARE = (
    "<a:assistansanordnare><a:anordnareNamn>Påhittad Omsorg AB</a:anordnareNamn>"
    f"<a:organisationsnummer>{ORG}</a:organisationsnummer>"
    "<a:assistentAnstalldAvAnordnare>true</a:assistentAnstalldAvAnordnare>"
    "</a:assistansanordnare>"
)
ANNAN = ANORDNARE.replace(
    "<a:assistentAnstalldAvAnordnare>true</a:assistentAnstalldAvAnordnare>",
    "<a:annanArbetsgivare><a:arbetsgivareNamn>Annat Bolag</a:arbetsgivareNamn>"
    f"<a:organisationsnummer>{ORG2}</a:organisationsnummer></a:annanArbetsgivare>",
)
EGEN = "<a:anstalldAvPersonSomHarAssistans>true</a:anstalldAvPersonSomHarAssistans>"


def fk_row(
    dag: object = 5, fran: str = "08.00", till: str = "16.00", slag: str = "aktivTid"
) -> str:
    """Return one rapportRad."""
    return FK_ROW.format(dag=dag, fran=fran, till=till, slag=slag)


def fk(
    *rows: str,
    month: str = "2025-05",
    employer: str = ANORDNARE,
    assistent: str = f"<a:personnummer>{ASSISTENT}</a:personnummer>",
    brukare: str = BRUKARE,
    before: str = "",
    dokument: str = "0f8fad5b-d9cb-469f-a165-70867728950e",
    kollektivavtal: bool = True,
    perioder: Sequence[tuple[str, str]] = (("2025-05-01", "2025-05-28"),),
) -> bytes:
    """Return a tidredovisning with one element to a line."""
    periods = "\n".join(
        f"<a:berakningsperiod><a:fromDag>{first}</a:fromDag><a:tomDag>{last}</a:tomDag>"
        "</a:berakningsperiod>"
        for first, last in perioder
    )
    text = f"""<?xml version="1.0" encoding="UTF-8"?>
{before}<a:Tidredovisning xmlns:a="{NAMESPACE}">
<a:id>{dokument}</a:id>
<a:redovisningsmanad>{month}</a:redovisningsmanad>
<a:personSomHarAssistans><a:personnummer>{brukare}</a:personnummer>
<a:fornamn>Brita</a:fornamn><a:efternamn>Åkerbär</a:efternamn></a:personSomHarAssistans>
<a:assistent>{assistent}
<a:fornamn>Östen</a:fornamn><a:efternamn>Ängsull</a:efternamn>
<a:kollektivavtal>{str(kollektivavtal).lower()}</a:kollektivavtal></a:assistent>
{periods}
{employer}
<a:tidrapport>
{chr(10).join(rows)}
</a:tidrapport>
<a:telefonnummerAnordnare>0700000000</a:telefonnummerAnordnare>
</a:Tidredovisning>
"""
    return text.encode()


def envelope(*documents: bytes) -> bytes:
    """Return documents in a wrapper of the kind they are sent in, with a false signature."""
    inner = "".join(
        f"<tidredovisning>{base64.encodebytes(data).decode()}</tidredovisning>"
        for data in documents
    )
    signature = base64.b64encode(b"<Signature>" + b"x" * 200 + b"</Signature>").decode()
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<s:SkickaTidredovisning xmlns:s="urn:prov">'
        f"{inner}<assistent-signatur><signature>{signature}</signature></assistent-signatur>"
        "</s:SkickaTidredovisning>"
    ).encode()
