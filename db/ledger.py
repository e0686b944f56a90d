"""What has been attested, paid and claimed: the sums a netting rests on, and what it stores."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from db.journal import Stamp, advance

COUNTS = "('attesterad', 'exporterad')"
"""Runs that count as paid."""


class ClaimSum(NamedTuple):
    """A claim's part on one key of a month, in öre."""

    aterkrav: int
    utestaende: int
    aterbetalt: int
    nedlagt: int
    absorberat: int


class Former(NamedTuple):
    """A line of the month's latest attested run."""

    beslut: int
    slag: str
    timbelopp: int
    minuter: tuple[int, int, int]
    timmar: int
    belopp: int
    avdrag: int
    arende: str = ""


def attested_run(connection: sqlite3.Connection, month: int) -> int | None:
    """Return the month's latest attested run that is not annulled."""
    found: int | None = connection.execute(
        f"SELECT max(id) FROM korning WHERE manad = ? AND status IN {COUNTS}", (month,)
    ).fetchone()[0]
    return found


def attested_before(connection: sqlite3.Connection, korning: int) -> int | None:
    """Return the attested run of the same month that came before a run and is not annulled."""
    found: int | None = connection.execute(
        f"""SELECT max(k.id) FROM korning k JOIN korning r ON r.manad = k.manad
            WHERE r.id = ? AND k.id < r.id AND k.status IN {COUNTS}""",
        (korning,),
    ).fetchone()[0]
    return found


Account = tuple[int, str]
"""What is netted by itself: brukare and arende ("" = the month's assistans)."""


def attested(connection: sqlite3.Connection, month: int) -> dict[Account, int]:
    """Return the öre attested for each netting of a month, of the selection."""
    return {
        (brukare, arende): ore
        for brukare, arende, ore in connection.execute(
            f"""SELECT n.brukare, coalesce(n.arende, ''), sum(n.att_betala) FROM korning k
                CROSS JOIN temp.urval u
                CROSS JOIN netto n ON n.korning = k.id AND n.brukare = u.person
                WHERE k.manad = ? AND k.status IN {COUNTS}
                GROUP BY n.brukare, coalesce(n.arende, '')""",
            (month,),
        )
    }


def claims(connection: sqlite3.Connection, month: int) -> dict[Account, list[ClaimSum]]:
    """Return the claims on each netting of a month, oldest first, of the selection."""
    found: dict[Account, list[ClaimSum]] = defaultdict(list)
    for brukare, arende, *sums in connection.execute(
        """SELECT b.brukare, coalesce(b.arende, ''), b.aterkrav, sum(b.utestaende),
               sum(b.aterbetalt), sum(b.nedlagt), sum(b.absorberat)
           FROM temp.urval u CROSS JOIN aterkrav_bokning b ON b.manad = ? AND b.brukare = u.person
           GROUP BY b.brukare, coalesce(b.arende, ''), b.aterkrav ORDER BY b.aterkrav""",
        (month,),
    ):
        found[brukare, arende].append(ClaimSum._make(sums))
    return dict(found)


def former_lines(connection: sqlite3.Connection, korning: int) -> dict[int, list[Former]]:
    """Return {brukare: lines} of an attested run, of the selection."""
    found: dict[int, list[Former]] = defaultdict(list)
    for brukare, beslut, slag, rate, a, v, b, timmar, belopp, avdrag, arende in connection.execute(
        """SELECT r.brukare, coalesce(r.beslut, 0), r.slag, r.timbelopp, r.assistans, r.vantetid,
               r.beredskap, r.timmar, r.belopp, r.avdrag, coalesce(r.arende, '')
           FROM temp.urval u CROSS JOIN avrakning r ON r.korning = ? AND r.brukare = u.person""",
        (korning,),
    ):
        line = Former(beslut, slag, rate, (a, v, b), timmar, belopp, avdrag, arende)
        found[brukare].append(line)
    return dict(found)


def accounted(connection: sqlite3.Connection, month: str) -> dict[int, int]:
    """Return {brukare: öre of the accounted costs of a month}, of the selection."""
    return dict(
        connection.execute(
            """SELECT r.brukare, coalesce(r.lon, 0) + coalesce(r.assistansomkostnader, 0)
                   + coalesce(r.utbildning, 0) + coalesce(r.arbetsmiljo, 0)
                   + coalesce(r.personalomkostnader, 0) + coalesce(r.administration, 0)
               FROM temp.urval u
               CROSS JOIN redovisning r ON r.brukare = u.person AND r.manad = ?""",
            (month,),
        )
    )


class AdvanceFacts(NamedTuple):
    """What decides whether a brukare may be paid in advance."""

    ivo_anmald: str | None
    arbetsgivare_registrerad: str | None
    andra_arbetsgivare: int


def advance_facts(connection: sqlite3.Connection, first: str, last: str) -> dict[int, AdvanceFacts]:
    """Return the facts of those of the selection whose beslut allows an advance in a month.

    ``first`` and ``last`` are the month's days; counted are uppdrag in force in it with any
    other employer than the brukare himself.
    """
    return {
        person: AdvanceFacts(*facts)
        for person, *facts in connection.execute(
            """SELECT u.person, b.ivo_anmald, b.arbetsgivare_registrerad,
                   (SELECT count(*) FROM uppdrag x JOIN arbetsgivare g ON g.id = x.arbetsgivare
                    WHERE x.brukare = u.person AND x.fran <= ?2
                        AND (x.till IS NULL OR x.till >= ?1) AND g.person IS NOT u.person)
               FROM temp.urval u LEFT JOIN brukare b ON b.person = u.person
               WHERE EXISTS (SELECT 1 FROM beslut s WHERE s.brukare = u.person AND s.forskott = 1
                   AND s.fran <= ?2 AND (s.till IS NULL OR s.till >= ?1))""",
            (first, last),
        )
    }


WITH_MONEY = f"""SELECT brukare FROM beslut WHERE forskott = 1 AND fran <= :last
        AND (till IS NULL OR till >= :first)
    UNION SELECT n.brukare FROM korning k JOIN netto n ON n.korning = k.id
        WHERE k.manad = :month AND k.status IN {COUNTS}
    UNION SELECT brukare FROM aterkrav_bokning WHERE manad = :month
    UNION SELECT brukare FROM sjukfall WHERE manad = :month"""
"""Brukare who have a line in the month whether they have rows or not."""


def choose_with_money(connection: sqlite3.Connection, month: int, first: str, last: str) -> int:
    """Add those to the selection who have a line in the month whether they have rows or not;
    return how many are selected."""
    connection.execute(
        f"INSERT OR IGNORE INTO temp.urval {WITH_MONEY}",
        {"month": month, "first": first, "last": last},
    )
    count: int = connection.execute("SELECT count(*) FROM temp.urval").fetchone()[0]
    return count


def with_money(connection: sqlite3.Connection, month: int, first: str, last: str) -> list[int]:
    """Return those of the selection who have a line in the month whether they have rows or not,
    in order."""
    return [
        row[0]
        for row in connection.execute(
            f"""SELECT person FROM temp.urval u WHERE EXISTS
                    (SELECT 1 FROM beslut INDEXED BY beslut_brukare
                     WHERE brukare = u.person AND forskott = 1 AND fran <= :last
                         AND (till IS NULL OR till >= :first))
                OR EXISTS (SELECT 1 FROM korning k CROSS JOIN netto n ON n.korning = k.id
                    WHERE k.manad = :month AND k.status IN {COUNTS} AND n.brukare = u.person)
                OR EXISTS (SELECT 1 FROM aterkrav_bokning INDEXED BY aterkrav_bokning_manad
                    WHERE manad = :month AND brukare = u.person)
                OR EXISTS (SELECT 1 FROM sjukfall INDEXED BY sjukfall_brukare
                    WHERE manad = :month AND brukare = u.person)
                ORDER BY person""",
            {"month": month, "first": first, "last": last},
        )
    ]


# -- what a run leaves behind ------------------------------------------------------------------

ShareRow = tuple[int | None, int, str, int, int, int]
"""rad, beslut, slag, timbelopp, minuter, öre (workbench.sharing.Share)."""
WITHHELD = ("nekat", "hållet", "fk")
"""In the place of a slag: minutes of a partly paid row that were refused, or held; and those of the
refused that FK's retroactive grant pays for."""
UNITS = "enheter"
"""In the place of a slag: units of a share whose minutes do not say them, in place of minutes."""
STEP = "steg"
"""In the place of a slag: a step of a sjuklön claim, or what the steps rest on; its place in place
of minutes."""


SOURCE = "källa"
"""In the place of a slag: the file and row that a pass stood on when the run was attested, in place
of timbelopp and minutes. A claim that comes again moves its passes to another file."""
BESIDE = (*WITHHELD, UNITS, STEP, SOURCE)
"""What stands among shares and is none."""


def keep_shares(
    connection: sqlite3.Connection,
    korning: int,
    kept: Iterable[tuple[Account, Sequence[ShareRow]]],
) -> None:
    """Keep how the öre of each netting fell on rows (or passes) when a run is attested, with what
    was withheld of rows that were partly paid (a row per WITHHELD), UNITS, STEPs and SOURCEs."""
    connection.executemany(
        "INSERT INTO underlag (korning, brukare, arende, innehall) VALUES (?, ?, ?, ?)",
        (
            (korning, *account, zlib.compress(json.dumps(items, separators=(",", ":")).encode(), 1))
            for account, items in kept
        ),
    )


def shares(connection: sqlite3.Connection, korning: int, account: Account) -> list[ShareRow]:
    """Return how a netting's öre fell on rows (or passes) in an attested run."""
    return [item for item in _kept(connection, korning, account) if item[2] not in BESIDE]


def units(
    connection: sqlite3.Connection, korning: int, account: Account
) -> dict[tuple[int | None, int, int], int]:
    """Return {(row, beslut, timbelopp): units} of the shares whose minutes do not say them."""
    return {
        (rad, beslut, timbelopp): some
        for rad, beslut, what, timbelopp, some, _ in _kept(connection, korning, account)
        if what == UNITS
    }


def steps(connection: sqlite3.Connection, korning: int, account: Account) -> list[int]:
    """Return a sjuklön claim's steps in an attested run and what they rest on, in order; empty: the
    claim was not paid."""
    found = (item for item in _kept(connection, korning, account) if item[2] == STEP)
    return [item[5] for item in sorted(found, key=lambda item: item[4])]


class Place(NamedTuple):
    """Where a pass stood: the file's name and hash, and the row."""

    fil: str
    sha256: str
    rad: int


def sources(connection: sqlite3.Connection, korning: int, account: Account) -> dict[int, Place]:
    """Return {pass as a row: where it stood} of a sjuklön claim in an attested run."""
    found = {
        rad: (fil, place)
        for rad, _, what, fil, place, _ in _kept(connection, korning, account)
        if what == SOURCE and rad is not None
    }
    files = {
        identity: (name, sha)
        for identity, name, sha in connection.execute(
            "SELECT id, namn, sha256 FROM fil WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(sorted({fil for fil, _ in found.values()})),),
        )
    }
    return {rad: Place(*files[fil], place) for rad, (fil, place) in found.items()}


def file_number(connection: sqlite3.Connection, sha256: str) -> int:
    """Return the id of a file that has been imported."""
    found: int = connection.execute("SELECT id FROM fil WHERE sha256 = ?", (sha256,)).fetchone()[0]
    return found


def withheld_minutes(
    connection: sqlite3.Connection, korning: int, account: Account
) -> dict[int, tuple[int, int, int]]:
    """Return {row: (minutes refused, held, refused by FK's grant)} of rows partly paid in an
    attested run."""
    found: dict[tuple[int, str], int] = defaultdict(int)
    for rad, _, what, _, minutes, _ in _kept(connection, korning, account):
        if what in WITHHELD and rad is not None:
            found[rad, what] += minutes
    refused, held, by_fk = WITHHELD
    return {rad: (found[rad, refused], found[rad, held], found[rad, by_fk]) for rad, _ in [*found]}


def _kept(connection: sqlite3.Connection, korning: int, account: Account) -> list[ShareRow]:
    row = connection.execute(
        "SELECT innehall FROM underlag WHERE korning = ? AND brukare = ? AND arende = ?",
        (korning, *account),
    ).fetchone()
    return [tuple(item) for item in json.loads(zlib.decompress(row[0]))] if row else []


class DifferenceRow(NamedTuple):
    """Why a brukare's month differs from the attested run, one row (or line) at a time."""

    rad: int | None
    beslut: int | None
    slag: str
    minuter_fore: int
    minuter_efter: int
    timbelopp_fore: int | None
    timbelopp_efter: int | None
    orsak: str
    grund: str
    belopp: int


_DIFFERENCE = """rad, beslut, slag, minuter_fore, minuter_efter, timbelopp_fore, timbelopp_efter,
    orsak, grund, belopp"""


def replace_differences(
    connection: sqlite3.Connection,
    korning: int,
    brukare: int,
    found: Iterable[tuple[str, Sequence[DifferenceRow]]],
) -> None:
    """Store the differences of one brukare in a draft, by arende, in place of the former ones."""
    connection.execute("DELETE FROM skillnad WHERE korning = ? AND brukare = ?", (korning, brukare))
    connection.executemany(
        f"""INSERT INTO skillnad (korning, brukare, arende, {_DIFFERENCE})
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        [(korning, brukare, arende or None, *item) for arende, items in found for item in items],
    )


def difference_rows(
    connection: sqlite3.Connection, korning: int, account: Account
) -> list[DifferenceRow]:
    """Return the differences of one netting in a run."""
    return [
        DifferenceRow._make(row)
        for row in connection.execute(
            f"""SELECT {_DIFFERENCE} FROM skillnad
                WHERE korning = ? AND brukare = ? AND coalesce(arende, '') = ? ORDER BY rowid""",
            (korning, *account),
        )
    ]


def withholding_kods(
    connection: sqlite3.Connection, month: int, brukare: int
) -> dict[int, list[tuple[str, int]]]:
    """Return {row: [(kod, 1 when it refuses, 0 when it holds)]} of a brukare's month."""
    found: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for rad, kod, refuses in connection.execute(
        """SELECT DISTINCT d.rad, y.kod, y.allvar = 'neka' OR y.status = 'nekad'
           FROM fynd y JOIN fynd_del d ON d.fynd = y.id
           WHERE y.manad = ? AND y.brukare = ? AND y.aktuell = 1 AND d.aktuell = 1
               AND y.status <> 'godkand' AND (y.allvar <> 'info' OR y.status = 'nekad')
           ORDER BY y.kod""",
        (month, brukare),
    ):
        found[rad].append((kod, refuses))
    return dict(found)


def last_row(connection: sqlite3.Connection, korning: int) -> int:
    """Return the highest row id there was when a run was made."""
    found = connection.execute("SELECT sista_rad FROM korning WHERE id = ?", (korning,)).fetchone()
    return int(found[0] or 0)


def difference_counts(connection: sqlite3.Connection, korning: int) -> dict[Account, int]:
    """Return how many differences each netting of a run has against the month's attested one."""
    return {
        (brukare, arende): count
        for brukare, arende, count in connection.execute(
            """SELECT brukare, coalesce(arende, ''), count(*) FROM skillnad
               WHERE korning = ? GROUP BY 1, 2 ORDER BY 1, 2""",
            (korning,),
        )
    }


def file_order(connection: sqlite3.Connection) -> list[tuple[int, str]]:
    """Return (first row id, file hash) of the files that hold rows, in order of row id."""
    return connection.execute(
        """SELECT forsta_rad, sha256 FROM fil WHERE forsta_rad IS NOT NULL
           ORDER BY forsta_rad"""
    ).fetchall()


# -- attested runs ------------------------------------------------------------------------------

_SEALED = (
    ("avrakning", "id"),
    ("netto", "brukare, arende"),
    ("skillnad", "rowid"),
    ("underlag", "brukare, arende"),
    ("betalning", "id"),
    ("aterkrav_bokning", "id"),
    ("aterkrav_rad", "id"),
)
"""What a run leaves behind, in the order it is sealed."""


def seal(connection: sqlite3.Connection, korning: int) -> str:
    """Return the SHA-256 of all that a run holds, as it was attested.

    Payments and bookings that came after the attest are not the run's doing and left out.
    """
    digest = hashlib.sha256()
    for table, order in _SEALED:
        later = {
            "betalning": " AND ersatter IS NULL AND slag = 'avrakning'",
            "aterkrav_bokning": " AND handelse IN ('foreslagen', 'andrad av körning')",
        }.get(table, "")
        digest.update(table.encode())
        for row in connection.execute(
            f"SELECT * FROM {table} WHERE korning = ?{later} ORDER BY {order}", (korning,)
        ):
            digest.update(repr(row).encode())
    return digest.hexdigest()


def attest(
    connection: sqlite3.Connection, korning: int, journal: int, sigill: str, stamp: Stamp
) -> None:
    """Make a draft attested; raises IntegrityError when the one who made it attests."""
    connection.execute(
        """UPDATE korning SET status = 'attesterad', attestant = ?, attesterad = ?, journal = ?,
           sigill = ? WHERE id = ? AND status = 'utkast'""",
        (stamp.aktor, stamp.tid, journal, sigill, korning),
    )


def exported(connection: sqlite3.Connection, korning: int) -> None:
    """Mark an attested run as exported."""
    connection.execute(
        "UPDATE korning SET status = 'exporterad' WHERE id = ? AND status = 'attesterad'",
        (korning,),
    )


def annul(connection: sqlite3.Connection, korning: int, skal: str, stamp: Stamp) -> None:
    """Annul an attested run."""
    connection.execute(
        """UPDATE korning SET status = 'makulerad', makulerad = ?, makulerad_av = ?,
           makulerad_skal = ? WHERE id = ?""",
        (stamp.tid, stamp.aktor, skal, korning),
    )


class RunFacts(NamedTuple):
    """Who made a run, attested it and annulled it."""

    id: int
    manad: int
    status: str
    aktor: str
    skapad: str
    attestant: str | None
    attesterad: str | None
    journal: int | None
    sigill: str | None
    makulerad_av: str | None
    makulerad_skal: str | None
    regelversion: int
    sista_rad: int | None


_FACTS = """id, manad, status, aktor, skapad, attestant, attesterad, journal, sigill, makulerad_av,
    makulerad_skal, regelversion, sista_rad"""


def run_facts(connection: sqlite3.Connection, korning: int) -> RunFacts | None:
    """Return who did what with a run."""
    row = connection.execute(f"SELECT {_FACTS} FROM korning WHERE id = ?", (korning,)).fetchone()
    return RunFacts._make(row) if row else None


def attested_runs(connection: sqlite3.Connection) -> list[RunFacts]:
    """Return every run that has been attested, annulled ones too, oldest first."""
    return [
        RunFacts._make(row)
        for row in connection.execute(
            f"SELECT {_FACTS} FROM korning WHERE sigill IS NOT NULL ORDER BY id"
        )
    ]


def run_brukare(connection: sqlite3.Connection, korning: int) -> list[int]:
    """Return the brukare of a run."""
    return [
        row[0]
        for row in connection.execute(
            "SELECT DISTINCT brukare FROM netto WHERE korning = ?", (korning,)
        )
    ]


def acknowledge(
    connection: sqlite3.Connection, korning: int, changes: Iterable[str], stamp: Stamp
) -> None:
    """Remember which changes were ticked off before an attest."""
    connection.executemany(
        "INSERT OR IGNORE INTO bock VALUES (?, ?, ?, ?)",
        [(korning, change, stamp.aktor, stamp.tid) for change in changes],
    )


# -- claims -------------------------------------------------------------------------------------


class Booking(NamedTuple):
    """A change of a claim's amounts on one key, öre."""

    aterkrav: int
    manad: int
    brukare: int
    arende: str | None
    utestaende: int
    aterbetalt: int
    nedlagt: int
    absorberat: int
    handelse: str
    korning: int | None
    dag: str | None = None
    motivering: str | None = None
    fran_status: str | None = None
    """The claim's state before, when the booking ended it."""


def book(connection: sqlite3.Connection, bookings: Iterable[Booking], stamp: Stamp) -> None:
    """Add bookings to claims. One that no run makes sets the month's draft aside for that brukare:
    what it pays may rest on what is owed."""
    rows = list(bookings)
    connection.executemany(
        """INSERT INTO aterkrav_bokning (aterkrav, manad, brukare, arende, utestaende, aterbetalt,
           nedlagt, absorberat, handelse, korning, dag, motivering, fran_status, tid, aktor)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        [(*item, stamp.tid, stamp.aktor) for item in rows],
    )
    for item in rows:
        if item.korning is None and _has_draft(connection, item.manad):
            advance(connection, [item.brukare], (item.manad, item.manad))


def _has_draft(connection: sqlite3.Connection, month: int) -> bool:
    query = "SELECT 1 FROM korning WHERE manad = ? AND status = 'utkast'"
    return connection.execute(query, (month,)).fetchone() is not None


class ClaimRow(NamedTuple):
    """A row of a claim; ``belopp`` is öre before minus after."""

    rad: int | None
    beslut: int | None
    slag: str
    minuter_fore: int
    minuter_efter: int
    timbelopp_fore: int | None
    timbelopp_efter: int | None
    orsak: str
    belopp: int


def propose(
    connection: sqlite3.Connection,
    korning: int,
    manad: int,
    brukare: int,
    arende: str | None,
    grund: str,
    rows: Sequence[ClaimRow],
    stamp: Stamp,
) -> int:
    """Store a proposed claim with its rows and return its id. Its sum is that of the rows."""
    status = "skrivs-av-forslag" if grund == "egen" else "forslag"
    cursor = connection.execute(
        """INSERT INTO aterkrav (brukare, arende, grund, status, korning, tid, aktor)
           VALUES (?, ?, ?, ?, ?, ?, ?)""",
        (brukare, arende, grund, status, korning, stamp.tid, stamp.aktor),
    )
    identity = cursor.lastrowid
    assert identity is not None
    total = sum(row.belopp for row in rows)
    booking = Booking(
        identity, manad, brukare, arende, total, 0, 0, 0, "foreslagen", korning, stamp.dag
    )
    book(connection, [booking], stamp)
    add_claim_rows(connection, identity, korning, manad, rows)
    return identity


def add_claim_rows(
    connection: sqlite3.Connection,
    aterkrav: int,
    korning: int,
    manad: int,
    rows: Iterable[ClaimRow],
) -> None:
    """Add rows to a claim."""
    connection.executemany(
        """INSERT INTO aterkrav_rad (aterkrav, korning, manad, rad, beslut, slag, minuter_fore,
           minuter_efter, timbelopp_fore, timbelopp_efter, orsak, belopp)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        [(aterkrav, korning, manad, *row) for row in rows],
    )


def bookings_of_run(connection: sqlite3.Connection, korning: int) -> list[Booking]:
    """Return what a run did to claims."""
    return booking_rows(connection, "korning = ?", (korning,))


def booking_rows(
    connection: sqlite3.Connection, condition: str, values: tuple[int, ...]
) -> list[Booking]:
    """Return the bookings that meet a condition, oldest first."""
    return [
        Booking._make(row)
        for row in connection.execute(
            f"""SELECT aterkrav, manad, brukare, arende, utestaende, aterbetalt, nedlagt,
                   absorberat, handelse, korning, dag, motivering, fran_status
               FROM aterkrav_bokning WHERE {condition} ORDER BY id""",
            values,
        )
    ]


def claims_of_run(connection: sqlite3.Connection, korning: int) -> list[tuple[int, str]]:
    """Return (claim, state) of the claims that a run raised."""
    return connection.execute(
        "SELECT id, status FROM aterkrav WHERE korning = ? ORDER BY id", (korning,)
    ).fetchall()


def is_joined(connection: sqlite3.Connection, aterkrav: int, *, others: bool) -> bool:
    """Tell whether a claim has been joined into another; ``others``: or holds others itself."""
    found = connection.execute(
        """SELECT 1 FROM aterkrav WHERE (id = ?1 AND samlat_i IS NOT NULL)
               OR (?2 AND samlat_i = ?1)""",
        (aterkrav, others),
    ).fetchone()
    return found is not None


class ClaimState(NamedTuple):
    """A claim's state and amounts over all its keys, öre."""

    status: str
    utestaende: int
    aterbetalt: int
    nedlagt: int


def claim_state(connection: sqlite3.Connection, aterkrav: int) -> ClaimState:
    """Return a claim's state and amounts."""
    return ClaimState._make(
        connection.execute(
            """SELECT c.status, coalesce(sum(b.utestaende), 0), coalesce(sum(b.aterbetalt), 0),
                   coalesce(sum(b.nedlagt), 0)
               FROM aterkrav c LEFT JOIN aterkrav_bokning b ON b.aterkrav = c.id
               WHERE c.id = ?""",
            (aterkrav,),
        ).fetchone()
    )


def set_claim_status(connection: sqlite3.Connection, aterkrav: int, status: str) -> None:
    """Move a claim to a state."""
    connection.execute("UPDATE aterkrav SET status = ? WHERE id = ?", (status, aterkrav))


class Balance(NamedTuple):
    """The invariant's terms of one brukare and month at its latest attested run, öre."""

    brukare: str
    manad: int
    arende: str | None
    utbetalt: int
    aterbetalt: int
    ratt: int
    utestaende: int
    nedlagt: int
    oredovisat: int

    @property
    def off(self) -> int:
        """By how much paid - repaid differs from right + outstanding + dropped + advance."""
        return (
            self.utbetalt
            - self.aterbetalt
            - (self.ratt + self.utestaende + self.nedlagt + self.oredovisat)
        )


def balances(connection: sqlite3.Connection) -> list[Balance]:
    """Return the invariant's terms of every key that has been attested (section 8)."""
    return [
        Balance._make(row)
        for row in connection.execute(
            f"""WITH senaste AS (SELECT manad, max(id) AS korning FROM korning
                    WHERE status IN {COUNTS} GROUP BY manad),
                betalt AS (SELECT k.manad, n.brukare, coalesce(n.arende, '') AS arende,
                        sum(n.att_betala) AS ore
                    FROM korning k JOIN netto n ON n.korning = k.id WHERE k.status IN {COUNTS}
                    GROUP BY k.manad, n.brukare, coalesce(n.arende, '')),
                krav AS (SELECT manad, brukare, coalesce(arende, '') AS arende,
                        sum(utestaende) AS utestaende, sum(aterbetalt) AS aterbetalt,
                        sum(nedlagt) AS nedlagt
                    FROM aterkrav_bokning GROUP BY manad, brukare, coalesce(arende, ''))
                SELECT p.nummer, s.manad, n.arende, b.ore, coalesce(k.aterbetalt, 0), n.ratt,
                    coalesce(k.utestaende, 0), coalesce(k.nedlagt, 0), n.oredovisat
                FROM senaste s JOIN netto n ON n.korning = s.korning
                JOIN person p ON p.id = n.brukare
                JOIN betalt b ON b.manad = s.manad AND b.brukare = n.brukare
                    AND b.arende = coalesce(n.arende, '')
                LEFT JOIN krav k ON k.manad = s.manad AND k.brukare = n.brukare
                    AND k.arende = coalesce(n.arende, '')"""
        )
    ]
