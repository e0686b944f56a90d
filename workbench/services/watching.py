"""Dates to watch: what soon ends or changes, and papers that are missing (9.2.15-16, 9.2.22)."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from db import checks, reports, watch
from workbench.domain.people import age_day
from workbench.domain.time import iso_day, parse_day
from workbench.services import law
from workbench.services.viewing import Viewer

POLICY = "bevakning_dagar"
ADULT = 18


class Watched(NamedTuple):
    """Something to do by a day: ``slag`` says what kind, ``galler`` what it is about."""

    dag: str
    slag: str
    uppgift: str
    brukare: str
    galler: str
    lagrum: str


def watched(connection: sqlite3.Connection, today: str, viewer: Viewer) -> list[Watched]:
    """Return what to watch from a day on, as many days ahead as the setting says, by day."""
    ahead = law.load(connection).policies.integer(POLICY, parse_day(today))
    last = iso_day(parse_day(today) + ahead)
    found = _turning(connection, today, last, viewer)
    for fact in watch.permits(connection, today, last):
        what = "Tillståndet från IVO upphör: fråga anordnaren, och underrätta brukaren"
        found.append(
            Watched(
                fact.dag,
                "tillstand",
                what,
                _who(fact, viewer),
                fact.namn or fact.nummer,
                "9 d § LSS",
            )
        )
    for fact in watch.ending_beslut(connection, today, last):
        what = "Beslutet upphör: pröva om rätten ska fortsätta"
        found.append(
            Watched(fact.dag, "beslut", what, _who(fact, viewer), f"beslut {fact.nummer}", "9.2.11")
        )
    for fact in watch.without_notice(connection, today):
        what = "Brukaren är arbetsgivare utan anmälan till IVO: hjälp brukaren att anmäla"
        found.append(
            Watched(fact.dag, "ivo-anmalan", what, _who(fact, viewer), "", "23 § 5 st LSS; 9.2.16")
        )
    return sorted(found + _papers(connection, today, viewer))


def _who(fact: watch.Fact, viewer: Viewer) -> str:
    if fact.brukare is None:
        return ""
    return viewer.name(fact.brukare, fact.brukare_nummer or "", fact.brukare_namn, fact.skyddad)


def _turning(
    connection: sqlite3.Connection, today: str, last: str, viewer: Viewer
) -> list[Watched]:
    """Return brukare who come of age: the guardians' request and agreement end then."""
    found = []
    for fact in watch.brukare_with_beslut(connection, today):
        day = iso_day(age_day(fact.nummer, ADULT))
        if today <= day <= last:
            what = "Brukaren fyller 18: förnya begäran och avtal, och fråga vem som ska ta emot"
            found.append(Watched(day, "fyller-18", what, _who(fact, viewer), "", "9.2.22"))
    return found


def _papers(connection: sqlite3.Connection, today: str, viewer: Viewer) -> list[Watched]:
    """Return beslut that pay an anordnare who lacks what it takes to be paid directly."""
    wanted = watch.paying_anordnare(connection, today)
    reports.choose(
        connection,
        """SELECT brukare FROM beslut WHERE utbetalas_till = 'anordnare' AND fran <= ?1
               AND (till IS NULL OR till >= ?1)""",
        (today,),
    )
    registered = checks.payees(connection, today)
    found = []
    for fact in wanted:
        assert fact.brukare is not None
        minor = parse_day(today) < age_day(fact.brukare_nummer or "", ADULT)
        known = registered.get(fact.brukare, {}).get("anordnare")
        lacking = known.lacks(minor=minor) if known else ["begäran och avtal"]
        if lacking:
            what = f"Anordnaren ska betalas enligt beslutet men {', '.join(lacking)} saknas"
            found.append(
                Watched(today, "avtal", what, _who(fact, viewer), f"beslut {fact.nummer}", "9.2.22")
            )
    return found
