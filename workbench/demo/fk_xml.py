"""Writes a month's report of one assistant as Försäkringskassan's tidredovisning."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from xml.sax.saxutils import escape

from workbench.demo.model import ASSISTANS, VANTETID, Arrangement, Household, Row, Uppdrag
from workbench.domain.time import add_months, clock, date_of, iso_day, iso_month, month_days

NAMESPACE = "http://schema.forsakringskassan.se/integration/isassistansersattning/tidredovisning/1"
KINDS = {ASSISTANS: "aktivTid", VANTETID: "vanteTid"}
STANDBY = "beredskapsTid"
UNIT_DAYS = {"d": 1, "v": 7}


def write_report(
    folder: Path, home: Household, uppdrag: Uppdrag, month: int, rows: Sequence[Row], rng: Random
) -> Path:
    """Write one assistant's month; the file name tells whose and when."""
    path = folder / f"tidredovisning-{iso_month(month)}-{uppdrag.assistant.number}.xml"
    document = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<Tidredovisning xmlns="{NAMESPACE}">',
        f"<id>{_uuid(rng)}</id>",
        f"<redovisningsmanad>{iso_month(month)}</redovisningsmanad>",
        "<personSomHarAssistans>",
        *_person(home.number, home.name),
        "</personSomHarAssistans>",
        "<assistent>",
        *_person(uppdrag.assistant.number, uppdrag.assistant.name),
        f"<kollektivavtal>{_true(uppdrag.arrangement.arbetstid == 'kollektivavtal')}"
        "</kollektivavtal>",
        "</assistent>",
        *_periods(uppdrag.arrangement, month),
        *_employer(home, uppdrag),
        "<tidrapport>",
        *_lines(rows),
        "</tidrapport>",
        "<telefonnummerAnordnare>08-123 45 67</telefonnummerAnordnare>",
        "</Tidredovisning>",
    ]
    path.write_text("\n".join(document) + "\n", encoding="utf-8", newline="\n")
    return path


def _uuid(rng: Random) -> str:
    text = f"{rng.getrandbits(128):032x}"
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


def _true(value: bool) -> str:
    return "true" if value else "false"


def _person(number: str, name: str) -> list[str]:
    first, _, last = name.partition(" ")
    kind = "samordningsnummer" if int(number[6:8]) > 60 else "personnummer"
    return [
        f"<{kind}>{number}</{kind}>",
        f"<fornamn>{escape(first)}</fornamn>",
        f"<efternamn>{escape(last)}</efternamn>",
    ]


def _periods(facts: Arrangement, month: int) -> Iterator[str]:
    """Yield the periods from the anchor on that touch the month."""
    first, after = month_days(month)
    start = facts.period_start
    if start is None or not facts.period_langd:
        return
    length, unit = int(facts.period_langd[:-1]), facts.period_langd[-1]
    while start < after:
        end = add_months(start, length) if unit == "m" else start + length * UNIT_DAYS[unit]
        if end > first:
            yield "<berakningsperiod>"
            yield f"<fromDag>{iso_day(start)}</fromDag><tomDag>{iso_day(end - 1)}</tomDag>"
            yield "</berakningsperiod>"
        start = end


def _employer(home: Household, uppdrag: Uppdrag) -> list[str]:
    if uppdrag.employer == home.number:
        return ["<anstalldAvPersonSomHarAssistans>true</anstalldAvPersonSomHarAssistans>"]
    return [
        "<assistansanordnare>",
        f"<organisationsnummer>{uppdrag.employer}</organisationsnummer>",
        "<assistentAnstalldAvAnordnare>true</assistentAnstalldAvAnordnare>",
        "</assistansanordnare>",
    ]


def _lines(rows: Sequence[Row]) -> Iterator[str]:
    for _, day, piece in sorted(rows, key=lambda row: (row[1], row[2].start)):
        kind = KINDS.get(piece.slag, STANDBY)
        start, end = (clock(minute).replace(":", ".") for minute in (piece.start, piece.end))
        yield (
            f"<rapportRad><dag>{date_of(day).day}</dag><fromTid>{start}</fromTid>"
            f"<tomTid>{end}</tomTid><{kind}>true</{kind}></rapportRad>"
        )
