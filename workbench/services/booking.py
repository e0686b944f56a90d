"""Bookkeeping: what has happened as SIE 4I files, each event booked once, kept for ever.

A run's cost and advance, bank rejections and payments made instead, claims after their decision,
FK's bill. Brukare are pseudonyms (``B`` and the number of the person in this database). Vouchers
are split by räkenskapsår, which is the calendar year.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path

from db import Database, outfiles
from db.journal import Stamp, log
from db.outfiles import Made, OutFile
from workbench import __version__
from workbench.domain.money import kronor
from workbench.domain.roller import Ratt
from workbench.domain.time import date_of
from workbench.exports import sie
from workbench.exports.konteringar import Avsandare, Handelse, Konteringsfel, bok
from workbench.exports.kontoplan import Kontoplan
from workbench.services import chosen as settings
from workbench.services import exported, files, roles
from workbench.services.booked_claims import claim_events
from workbench.services.booked_events import (
    Event,
    FkRow,
    Units,
    attested,
    fk_events,
    run_events,
)
from workbench.services.chosen import Chosen
from workbench.services.errors import Refused


@dataclass(slots=True)
class Result:
    """What ``book`` wrote; ``fil`` None = there was nothing to book."""

    korning: int | None
    fil: OutFile | None = None
    ny: bool = False
    vantar: int = 0
    """Files that are stored but not written yet, as when events lie in two years."""
    varningar: list[str] = field(default_factory=list)


def book_run(
    database: Database, korning: int, target: Path, stamp: Stamp, *, number: int | None = None
) -> Result:
    """Write the vouchers of a run: its right, advance, and what the bank has rejected since.

    A stored file that was never written comes first; then what has not been booked, in a new
    file; else the latest file again. Raises Refused, or NotWritten.
    """

    def events(connection: sqlite3.Connection, units: Units) -> list[Event]:
        own = run_events(connection, attested(connection, korning), units)
        return own + claim_events(connection, units, korning)

    return _book(database, korning, str(korning), target, stamp, events, number)


def book_events(
    database: Database, target: Path, stamp: Stamp, *, number: int | None = None
) -> Result:
    """Write the vouchers of claims: decisions, changes, repayments, write-offs not booked yet."""
    return _book(database, None, "AK", target, stamp, claim_events, number)


def book_fk_faktura(
    database: Database, rows: Iterable[FkRow], target: Path, stamp: Stamp
) -> Result:
    """Write the vouchers of FK's bill for the first 20 hours; a row is booked once (by id)."""
    kept = list(rows)

    def events(connection: sqlite3.Connection, units: Units) -> list[Event]:
        return fk_events(connection, kept, units)

    return _book(database, None, "FK", target, stamp, events, None)


# -- the file -------------------------------------------------------------------------------------


_Source = Callable[[sqlite3.Connection, Units], list[Event]]
"""Gives the events that have not been booked."""


def _book(
    database: Database,
    korning: int | None,
    tag: str,
    target: Path,
    stamp: Stamp,
    source: _Source,
    number: int | None,
) -> Result:
    result = Result(korning)
    with roles.writing(database, stamp, Ratt.LAMNA_UT) as connection:
        if korning is not None:
            attested(connection, korning)
        prefix = f"WB{outfiles.identity(connection)}-{tag}-SIE"
        stored = outfiles.of_run(connection, korning, "bokforing")
        found = [one for one in stored if one.meddelande.startswith(prefix)]
        pending = [one for one in found if one.skriven is None]
        if number is not None:
            if not 1 <= number <= len(found):
                raise Refused(
                    f"Det finns {len(found)} bokföringsfiler; nummer {number} finns inte."
                )
            result.fil = found[number - 1]
        elif not pending:
            made = _make(connection, prefix, len(found), stamp, source, result)
            pending, result.ny = made, bool(made)
            result.fil = made[0] if made else (found[-1] if found else None)
        else:
            result.fil = pending[0]
        result.vantar = sum(1 for one in pending if one != result.fil)
        if result.fil is not None:
            exported.check(connection, stamp, "bokforing", target, result.fil)
    if result.fil is not None:
        files.write_whole(target, result.fil.innehall)
        with roles.writing(database, stamp, Ratt.LAMNA_UT) as connection:
            outfiles.written(connection, result.fil, stamp)
    return result


def _make(
    connection: sqlite3.Connection,
    prefix: str,
    before: int,
    stamp: Stamp,
    source: _Source,
    result: Result,
) -> list[OutFile]:
    """Store the vouchers of what has not been booked, a file per räkenskapsår."""
    chosen = Chosen(connection, stamp.dag)
    plan = settings.kontoplan(chosen)
    name, orgnr = chosen.needed("betalare_namn"), chosen.needed("betalare_orgnr")
    chosen.refuse("Bokföringsfilen")
    assert plan is not None
    units = Units(settings.units(chosen))
    events = source(connection, units)
    units.refuse()
    by_year = sorted(events, key=lambda event: date_of(event.handelse.dag).year)
    made: list[OutFile] = []
    for year, group in groupby(by_year, key=lambda event: date_of(event.handelse.dag).year):
        own = list(group)
        sender = Avsandare(
            "workbench",
            __version__,
            stamp.dag,
            stamp.aktor,
            orgnr,
            name,
            (f"{year}-01-01", f"{year}-12-31"),
        )
        message = f"{prefix}{before + len(made) + 1}"
        made.append(_keep(connection, message, plan, own, sender, result, stamp))
    return made


def _keep(
    connection: sqlite3.Connection,
    message: str,
    plan: Kontoplan,
    events: Sequence[Event],
    sender: Avsandare,
    result: Result,
    stamp: Stamp,
) -> OutFile:
    try:
        forward = [event.handelse for event in events if not event.undo]
        book = bok(plan, [event.handelse for event in events], sender)
        if any(event.undo for event in events):
            book = _with_undone(plan, book, forward, events, sender)
        file = sie.write(book)
    except (Konteringsfel, sie.SieFel) as error:
        raise Refused(f"Bokföringen går inte att skriva: {error}") from error
    result.varningar += file.varningar
    total = sum(
        entry.amount_ore for one in book.vouchers for entry in one.entries if entry.amount_ore > 0
    )
    korning = result.korning
    made = Made(
        korning, "bokforing", message, file.innehall, total, len(book.vouchers), sender.ar[0]
    )
    utfil = outfiles.keep(connection, made, stamp)
    rows = sorted({event.rad for event in events})
    outfiles.mark_booked(connection, utfil, rows)
    log(
        connection,
        stamp,
        "bokföringsfil",
        "korning" if korning is not None else "aterkrav",
        str(korning or ""),
        None,
        {"meddelande": message, "verifikationer": len(book.vouchers), "belopp_ore": total},
    )
    kept = outfiles.by_message(connection, message)
    assert kept is not None
    return kept


def _with_undone(
    plan: Kontoplan,
    book: sie.Book,
    forward: Sequence[Handelse],
    events: Sequence[Event],
    sender: Avsandare,
) -> sie.Book:
    """Return the book with the vouchers of an annulled run the other way round."""
    undone = bok(plan, [event.handelse for event in events if event.undo], sender).vouchers
    turned = tuple(
        replace(
            one,
            text=f"Makulering: {one.text}",
            entries=tuple(replace(entry, amount_ore=-entry.amount_ore) for entry in one.entries),
        )
        for one in undone
    )
    kept = bok(plan, forward, sender).vouchers
    return replace(book, vouchers=(*kept, *turned))


def summary(result: Result) -> str:
    """Return in Swedish what happened."""
    what = "återkraven" if result.korning is None else f"körning {result.korning}"
    file = result.fil
    if file is None:
        return f"Det finns ingenting att bokföra för {what}. Ingen fil är skriven."
    count = "1 verifikation" if file.antal == 1 else f"{file.antal} verifikationer"
    told = f"{file.meddelande}: {count}, omslutning {kronor(file.belopp)} kr"
    if result.ny:
        return f"{told}."
    if file.skriven is None:
        return f"{told}. Filen lagrades {file.tid[:16]} men skrevs aldrig då; nu är den skriven."
    return f"{told}. Filen är samma som lämnades {file.tid[:16]}."
