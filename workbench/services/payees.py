"""Payees and their accounts: who is paid, what waits for a second person, and stops."""

from __future__ import annotations

import csv
import io
import sqlite3
from collections.abc import Mapping
from typing import NamedTuple

from db import Database, account_changes, checks, overview, payments, people, reports, stops
from db.account_changes import PendingAccount
from db.facts import BrukareFacts
from db.journal import Stamp
from workbench.domain import konto
from workbench.domain.payees import Registered
from workbench.domain.people import age_day
from workbench.domain.roller import Ratt
from workbench.domain.time import iso_day, parse_day
from workbench.paying import payee
from workbench.services import importing, roles
from workbench.services.errors import Refused
from workbench.services.importing import FileResult
from workbench.services.viewing import Viewer, masked_numbers

HIDDEN = "[skyddat]"


class RegisteredPayee(NamedTuple):
    """A payee in the register on the day, and what its papers lack."""

    slag: str
    nummer: str
    saknas: tuple[str, ...]


class PaidNow(NamedTuple):
    """Who is paid for a brukare on a day, and why not the one in the beslut.

    ``betalas_till`` is the payee's number and ``namn`` its name, as the viewer may see them;
    ``stopp`` since when an anordnare is not paid directly.
    """

    brukare: str
    brukare_namn: str
    beslut: str
    betalas_till: str
    namn: str
    slag: str
    konto: str
    hinder: str
    stopp: str
    registrerade: tuple[RegisteredPayee, ...]


def paid_now(
    connection: sqlite3.Connection, day: str, viewer: Viewer, brukare: str | None = None
) -> list[PaidNow]:
    """Return who is paid for each brukare with a beslut in force on a day, or for one of them.

    Raises Refused when the one asked for is not known.
    """
    _choose(connection, day, brukare)
    chosen = sorted(checks.chosen(connection))
    named = overview.persons(connection, chosen)
    facts = BrukareFacts(connection)
    registered = checks.payees(connection, day)
    guardians = checks.guardians(connection)
    stopped = dict(stops.in_force(connection, day))
    today = parse_day(day)
    found = []
    for person in chosen:
        number, name, protected = named[person]
        beslut = [versions[-1] for versions in facts.beslut(person)]
        in_force = sorted((item for item in beslut if item.in_force(today)), key=lambda b: b.order)
        first = in_force[0] if in_force else None
        minor = today < age_day(number, 18)
        own = registered.get(person, {})
        now = payee(
            number, first, own, guardians.get(person), minor=minor, stopped=person in stopped
        )
        account = payments.account(connection, person, now.nummer, now.slag, day) or ""
        hidden = bool(protected) and not viewer.protected
        found.append(
            PaidNow(
                viewer.number(person, number, protected),
                viewer.name(person, number, name, protected),
                first.nummer if first else "",
                now.nummer,
                "",
                now.slag,
                HIDDEN if account and hidden else account,
                now.hinder,
                stopped.get(person, ""),
                _registered(own, minor=minor),
            )
        )
    return _with_names(connection, found, viewer)


def _choose(connection: sqlite3.Connection, day: str, brukare: str | None) -> None:
    if brukare is None:
        reports.choose(
            connection,
            """SELECT brukare FROM beslut WHERE fran <= ?1 AND (till IS NULL OR till >= ?1)
               UNION SELECT brukare FROM mottagare
               WHERE fran <= ?1 AND (till IS NULL OR till >= ?1)""",
            (day,),
        )
        return
    reports.choose(connection, "SELECT ?", (_person(connection, brukare),))


def _person(connection: sqlite3.Connection, number: str) -> int:
    found = people.by_number(connection, number.replace("-", ""))
    if found is None:
        raise Refused(f"Brukaren {number} finns inte i registren.")
    return found[0]


def _registered(own: Mapping[str, Registered], *, minor: bool) -> tuple[RegisteredPayee, ...]:
    return tuple(
        RegisteredPayee(
            slag,
            item.nummer,
            tuple(item.lacks(minor=minor)) if slag == "anordnare" else (),
        )
        for slag, item in own.items()
    )


def _with_names(
    connection: sqlite3.Connection, found: list[PaidNow], viewer: Viewer
) -> list[PaidNow]:
    numbers = {item.betalas_till for item in found}
    numbers |= {other.nummer for item in found for other in item.registrerade}
    hidden = masked_numbers(connection, numbers, viewer)
    names = overview.payee_names(connection, sorted(numbers))
    shown = []
    for item in found:
        person, name, protected = names[item.betalas_till]
        if person is not None:
            name = viewer.name(person, item.betalas_till, name, protected)
        shown.append(
            item._replace(
                betalas_till=hidden.get(item.betalas_till, item.betalas_till),
                namn=name or "",
                registrerade=tuple(
                    other._replace(nummer=hidden.get(other.nummer, other.nummer))
                    for other in item.registrerade
                ),
            )
        )
    return shown


# -- registering ------------------------------------------------------------------------------


def add(database: Database, facts: Mapping[str, str], stamp: Stamp) -> FileResult:
    """Register a payee with the agreement's facts, as one row of a mottagare file.

    ``facts`` are the columns of that file as text. The row is kept as a file with its actor, so
    that an amount can be traced to it, and meets the same checks; an account that differs from a
    registered one waits for a second person. The result's issues say what is wrong.
    """
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    writer.writerow(facts)
    writer.writerow(facts.values())
    return importing.import_bytes(
        database, f"registrerat av {stamp.aktor} {stamp.tid[:19]}", text.getvalue().encode(), stamp
    )


def register(database: Database, facts: Mapping[str, str], stamp: Stamp) -> FileResult:
    """Register a payee as ``add`` does. Raises Refused with all that is wrong."""
    result = add(database, facts, stamp)
    if result.fel:
        raise Refused("\n".join(f"{one.kolumn}: {one.fel}" for one in result.fel))
    return result


def stop(database: Database, brukare: str, fran: str, ground: str, stamp: Stamp) -> None:
    """Stop payment straight to an anordnare from a day: the brukare is paid instead (9.2.22).

    Raises Refused: not known, stopped already, or no motivering.
    """
    _motivated(ground)
    with roles.writing(database, stamp, Ratt.REGISTRERA) as connection:
        person = _person(connection, brukare)
        if stops.open_stop(connection, person, fran):
            raise Refused("Utbetalningen direkt till anordnaren är redan stoppad den dagen.")
        stops.stop(connection, person, brukare.replace("-", ""), fran, ground, stamp)


def unstop(database: Database, brukare: str, fran: str, ground: str, stamp: Stamp) -> None:
    """Let an anordnare be paid again from a day. Raises Refused: there is no stop to end."""
    _motivated(ground)
    with roles.writing(database, stamp, Ratt.REGISTRERA) as connection:
        person = _person(connection, brukare)
        if not stops.open_stop(connection, person, fran):
            raise Refused("Utbetalningen till anordnaren är inte stoppad den dagen.")
        last = iso_day(parse_day(fran) - 1)
        stops.unstop(connection, person, brukare.replace("-", ""), fran, last, ground, stamp)


def _motivated(ground: str) -> None:
    if not ground.strip():
        raise Refused("Skriv en motivering.")


# -- accounts that wait -----------------------------------------------------------------------


class ShownAccount(NamedTuple):
    """A pending change of account as shown; ``galler`` is the brukare it is about."""

    id: int
    slag: str
    nummer: str
    namn: str
    galler: str
    fore: str
    efter: str
    fil: str
    rad: int | None
    aktor: str
    tid: str


def pending(connection: sqlite3.Connection, viewer: Viewer) -> list[ShownAccount]:
    """Return the changes of account that wait for a person, oldest first."""
    found = account_changes.pending(connection)
    named = overview.persons(connection, [i.brukare_id for i in found if i.brukare_id is not None])
    hidden = masked_numbers(connection, {item.nummer for item in found}, viewer)
    shown = []
    for item in found:
        about, secret = "", item.nummer in hidden
        if item.brukare_id is not None:
            number, _, protected = named[item.brukare_id]
            about = viewer.number(item.brukare_id, number, protected)
            secret |= about != number
        shown.append(
            ShownAccount(
                item.id,
                "anordnare" if item.tabell == "arbetsgivare" else item.tabell,
                hidden.get(item.nummer, item.nummer),
                hidden.get(item.nummer, item.namn or ""),
                about,
                HIDDEN if secret else item.nu or item.fore,
                HIDDEN if secret else item.efter or "",
                item.fil or "",
                item.rad,
                item.aktor,
                item.tid,
            )
        )
    return shown


def confirm(database: Database, identity: int, day: str, ground: str, stamp: Stamp) -> str:
    """Make a pending account the registered one, and return it.

    ``day`` is the day of the paper or call that confirms it. Raises Refused: the one who brought
    it confirms, it is decided already, no ground, or no account.
    """
    _motivated(ground)
    if day > stamp.dag:
        raise Refused(f"Dagen {day} har inte varit. Skriv dagen då kontot bekräftades.")
    with roles.writing(database, stamp, Ratt.BEKRAFTA) as connection:
        item = _waiting(connection, identity)
        if item.aktor == stamp.aktor:
            raise Refused(
                f"{stamp.aktor} har själv läst in kontot. En annan person ska bekräfta det."
            )
        try:
            new = str(konto.parse(item.efter or ""))
        except konto.InvalidKonto as error:
            raise Refused(str(error)) from error
        account_changes.confirm(connection, item, new, day, ground, stamp)
        return new


def reject(database: Database, identity: int, ground: str, stamp: Stamp) -> None:
    """Leave the registered account as it is. Raises Refused: decided already, or no ground."""
    _motivated(ground)
    with roles.writing(database, stamp, Ratt.BEKRAFTA) as connection:
        account_changes.reject(connection, _waiting(connection, identity), ground, stamp)


def _waiting(connection: sqlite3.Connection, identity: int) -> PendingAccount:
    item = account_changes.by_id(connection, identity)
    if item is None:
        raise Refused(
            f"Kontoändringen {identity} finns inte. Se dem med: workbench mottagare accounts"
        )
    if item.status != "vantar":
        raise Refused(f"Kontoändringen {identity} är redan {_DECIDED[item.status]}.")
    return item


_DECIDED = {"bekraftad": "bekräftad", "avvisad": "avvisad"}
