"""Runs: a month's settlement as stored, line by line, and what others have paid."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from db.journal import Stamp
from workbench.domain.settlement import Line, Settlement


class Run(NamedTuple):
    """A stored run of a month."""

    id: int
    manad: int
    status: str
    revision: int
    regelversion: int
    skapad: str
    aktor: str
    nekade_minuter: int
    hallna_minuter: int
    total_ore: int
    varningar: str


class LineRow(NamedTuple):
    """A stored line with the numbers people know."""

    id: int
    brukare_id: int
    brukare: str
    beslut_id: int
    beslut: str
    slag: str
    arende: str | None
    timbelopp: int
    assistans: int
    vantetid: int
    beredskap: int
    egna: int
    betalda: int
    mottagna: int
    slappta: int
    timmar: int
    avdrag: int
    belopp: int


class NetRow(NamedTuple):
    """A brukare's netting in a run."""

    brukare_id: int
    brukare: str
    arende: str | None
    nekade_minuter: int
    hallna_minuter: int
    ratt: int
    betalt: int
    krav: int
    skillnad: int
    att_betala: int
    aterkrav: int
    sankta_krav: int
    absorberat: int
    aterstallt: int
    forskott: int
    oredovisat: int
    mottagare: str | None


_RUN = """id, manad, status, revision, regelversion, skapad, aktor, nekade_minuter,
    hallna_minuter, total_ore, varningar"""


def latest_run(connection: sqlite3.Connection, month: int) -> Run | None:
    """Return the latest run of a month that is not annulled."""
    row = connection.execute(
        f"""SELECT {_RUN} FROM korning WHERE manad = ? AND status <> 'makulerad'
            ORDER BY id DESC LIMIT 1""",
        (month,),
    ).fetchone()
    return Run._make(row) if row else None


def draft(connection: sqlite3.Connection, month: int) -> Run | None:
    """Return the month's draft."""
    row = connection.execute(
        f"SELECT {_RUN} FROM korning WHERE manad = ? AND status = 'utkast'",
        (month,),
    ).fetchone()
    return Run._make(row) if row else None


def run(connection: sqlite3.Connection, number: int) -> Run | None:
    """Return a run by number."""
    row = connection.execute(
        f"SELECT {_RUN} FROM korning WHERE id = ?",
        (number,),
    ).fetchone()
    return Run._make(row) if row else None


def runs(connection: sqlite3.Connection) -> list[Run]:
    """Return every run, latest month first."""
    return [
        Run._make(row)
        for row in connection.execute(f"SELECT {_RUN} FROM korning ORDER BY manad DESC, id DESC")
    ]


def by_rule_version(connection: sqlite3.Connection) -> list[tuple[int, int, int, int]]:
    """Return (rule version, runs, first month, last month), the latest version first."""
    return connection.execute(
        """SELECT regelversion, count(*), min(manad), max(manad) FROM korning
           GROUP BY regelversion ORDER BY regelversion DESC"""
    ).fetchall()


class RunSum(NamedTuple):
    """A run of a month in a list: who did what when, and its sums in öre."""

    id: int
    status: str
    skapad: str
    aktor: str
    attesterad: str | None
    attestant: str | None
    makulerad: str | None
    makulerad_av: str | None
    makulerad_skal: str | None
    betalas: int
    att_betala: int
    krav: int
    aterkrav: int
    aterbetalas: int = 0
    """What the run's claims have been repaid too much, paid back through the run: öre."""


def months(connection: sqlite3.Connection) -> list[int]:
    """Return the months that have a run, latest first."""
    found = connection.execute("SELECT DISTINCT manad FROM korning ORDER BY manad DESC")
    return [row[0] for row in found]


def runs_of_month(connection: sqlite3.Connection, month: int) -> list[RunSum]:
    """Return a month's runs with their sums, latest first; ``betalas`` and ``krav`` are how many
    are paid and how many are asked to pay back."""
    return [
        RunSum._make(row)
        for row in connection.execute(
            """SELECT k.id, k.status, k.skapad, k.aktor, k.attesterad, k.attestant, k.makulerad,
                   k.makulerad_av, k.makulerad_skal, coalesce(sum(n.att_betala > 0), 0),
                   coalesce(sum(n.att_betala), 0), coalesce(sum(n.aterkrav > 0), 0),
                   coalesce(sum(n.aterkrav), 0),
                   (SELECT coalesce(sum(p.belopp), 0) FROM betalning p WHERE p.korning = k.id
                       AND p.slag = 'aterbetalning' AND p.ersatter IS NULL
                       AND NOT EXISTS (SELECT 1 FROM betalning_handelse h
                           WHERE h.betalning = p.id AND h.status = 'makulerad'))
               FROM korning k LEFT JOIN netto n ON n.korning = k.id
               WHERE k.manad = ? GROUP BY k.id ORDER BY k.id DESC""",
            (month,),
        )
    ]


def paid_in_other_months(
    connection: sqlite3.Connection, months: Sequence[int]
) -> dict[tuple[int, int], int]:
    """Return {(beslut, month): hundredths paid} by the latest runs, for the selection.

    Only beslut whose period spans several months, now or in an earlier version, are asked for.
    """
    paid: dict[tuple[int, int], int] = {}
    for month in months:
        latest = latest_run(connection, month)
        if latest is None:
            continue
        for beslut, hours in connection.execute(
            """SELECT r.beslut, sum(r.timmar) FROM temp.urval u
               CROSS JOIN beslut b ON b.brukare = u.person
                   AND (b.period_manader > 1 OR b.version > 0)
               CROSS JOIN avrakning r ON r.korning = ? AND r.brukare = u.person AND r.beslut = b.id
               WHERE r.slag = 'assistans' GROUP BY r.beslut""",
            (latest.id,),
        ):
            paid[(beslut, month)] = hours
    return paid


def begin_draft(connection: sqlite3.Connection, month: int, regelversion: int, stamp: Stamp) -> int:
    """Return the month's draft, made anew when there is none."""
    found = draft(connection, month)
    if found:
        return found.id
    cursor = connection.execute(
        """INSERT INTO korning (manad, status, revision, regelversion, skapad, aktor,
           nekade_minuter, hallna_minuter, total_ore, varningar)
           VALUES (?, 'utkast', 0, ?, ?, ?, 0, 0, 0, '[]')""",
        (month, regelversion, stamp.tid, stamp.aktor),
    )
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def set_revision(connection: sqlite3.Connection, korning: int, revision: int) -> None:
    """Remember the revision that a draft rests on."""
    connection.execute("UPDATE korning SET revision = ? WHERE id = ?", (revision, korning))


class Change(NamedTuple):
    """A line that is not as in the draft before; None = there was or is no such line."""

    brukare: int
    beslut: int
    timbelopp: int
    timmar_fore: int | None
    timmar_efter: int | None
    belopp_fore: int
    belopp_efter: int
    slag: str = "assistans"
    arende: str = ""


_LINE = """assistans, vantetid, beredskap, egna, betalda, mottagna, slappta, timmar, avdrag,
    belopp"""
_HOURS, _AMOUNT = 7, 9
"""Where hours and amount stand in a line's values."""


NetValues = tuple[int, int, int, int, int, int, int, int, int, int, int]
"""ratt, betalt, krav, skillnad, att_betala, aterkrav, sankta_krav, absorberat, aterstallt,
forskott, oredovisat: öre (workbench.netting.Net)."""


LineKey = tuple[int, str, int, str]
"""beslut (0 = none), slag, timbelopp, arende ("" = none)."""
NetKey = tuple[str | None, NetValues, str | None]
"""A netting to store: arende (None = the assistans), its amounts, the payee."""


class RunWriter:
    """Replaces the lines of the selected brukare in a draft; lines that stay keep their id."""

    def __init__(self, connection: sqlite3.Connection, korning: int) -> None:
        self._connection = connection
        self._korning = korning
        self._lines: list[tuple[object, ...]] = []
        self._net: list[tuple[object, ...]] = []
        self._sums_before = self._sums()
        self.changes: list[Change] = []
        self._former: dict[int, dict[LineKey, tuple[int, tuple[int, ...]]]] = {}
        for identity, brukare, beslut, slag, rate, arende, *rest in connection.execute(
            f"""SELECT r.id, r.brukare, coalesce(r.beslut, 0), r.slag, r.timbelopp,
                    coalesce(r.arende, ''), {_LINE}
                FROM temp.urval u CROSS JOIN avrakning r ON r.korning = ? AND r.brukare = u.person
                """,
            (korning,),
        ):
            key = (beslut, slag, rate, arende)
            self._former.setdefault(brukare, {})[key] = (identity, tuple(rest))

    def store(
        self,
        settlement: Settlement,
        lines: Sequence[Line],
        nets: Sequence[NetKey],
    ) -> None:
        """Store one brukare's month: its lines and their nettings, that of the assistans first."""
        former = self._former.pop(settlement.brukare, {})
        if any(key[3] for key in former):
            self._connection.execute(
                "DELETE FROM netto WHERE korning = ? AND brukare = ? AND arende IS NOT NULL",
                (self._korning, settlement.brukare),
            )
        for line in lines:
            values = (
                *line.minuter,
                line.egna,
                line.betalda,
                line.mottagna,
                line.slappta,
                line.timmar,
                line.avdrag,
                line.belopp,
            )
            before = former.pop(line.key, None)
            if before is not None and before[1] == values:
                continue
            identity = before[0] if before else None
            key = (line.beslut or None, line.slag, line.timbelopp, line.arende or None)
            self._lines.append((identity, self._korning, line.brukare, *key, *values))
            if before or any(values):
                self._change(settlement.brukare, line.key, before and before[1], values)
        self._drop(settlement.brukare, former)
        counts = (settlement.rader, settlement.nekade, settlement.hallna)
        for arende, amounts, mottagare in nets:
            self._net.append(
                (
                    self._korning,
                    settlement.brukare,
                    arende,
                    *(counts if arende is None else (0, 0, 0)),
                    *amounts,
                    mottagare,
                )
            )
        if len(self._net) >= 2000:
            self.flush()

    def _change(
        self,
        brukare: int,
        key: LineKey,
        before: tuple[int, ...] | None,
        after: tuple[int, ...] | None,
    ) -> None:
        beslut, slag, rate, arende = key
        self.changes.append(
            Change(
                brukare,
                beslut,
                rate,
                before[_HOURS] if before else None,
                after[_HOURS] if after else None,
                before[_AMOUNT] if before else 0,
                after[_AMOUNT] if after else 0,
                slag,
                arende,
            )
        )

    def _drop(self, brukare: int, former: dict[LineKey, tuple[int, tuple[int, ...]]]) -> None:
        for key, (identity, gone) in former.items():
            self._connection.execute("DELETE FROM avrakning WHERE id = ?", (identity,))
            if any(gone):
                self._change(brukare, key, gone, None)

    def _sums(self) -> tuple[int, int, int]:
        """Return minutes refused, minutes held and öre of the selection, as the run has them."""
        nekade, hallna, ore = self._connection.execute(
            """SELECT coalesce(sum(n.nekade_minuter), 0), coalesce(sum(n.hallna_minuter), 0),
                   coalesce(sum(n.ratt), 0)
               FROM temp.urval u CROSS JOIN netto n ON n.korning = ? AND n.brukare = u.person""",
            (self._korning,),
        ).fetchone()
        return nekade, hallna, ore

    def flush(self) -> None:
        """Write what is queued."""
        self._connection.executemany(
            f"""INSERT OR REPLACE INTO avrakning (id, korning, brukare, beslut, slag, timbelopp,
                arende, {_LINE}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
            self._lines,
        )
        self._connection.executemany(
            """INSERT OR REPLACE INTO netto (korning, brukare, arende, rader, nekade_minuter,
               hallna_minuter, ratt, betalt, krav, skillnad, att_betala, aterkrav, sankta_krav,
               absorberat, aterstallt, forskott, oredovisat, mottagare)
               VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
            self._net,
        )
        self._lines.clear()
        self._net.clear()

    def finish(self, revision: int, regelversion: int, varningar: str, stamp: Stamp) -> None:
        """Take away lines of brukare who no longer have any, and write the run's sums."""
        self.flush()
        for brukare, former in self._former.items():
            self._drop(brukare, former)
            self._connection.execute(
                "DELETE FROM netto WHERE korning = ? AND brukare = ?", (self._korning, brukare)
            )
        self._former.clear()
        nekade, hallna, ore = self._sums()
        self._connection.execute(
            """UPDATE korning SET revision = :revision, regelversion = :regelversion,
                   varningar = :varningar, skapad = :tid, aktor = :aktor,
                   veckor = CASE WHEN sista_rad IS (SELECT max(id) FROM tidrapport)
                       THEN veckor END,
                   sista_rad = (SELECT max(id) FROM tidrapport),
                   nekade_minuter = nekade_minuter + :nekade,
                   hallna_minuter = hallna_minuter + :hallna,
                   total_ore = total_ore + :ore
               WHERE id = :korning""",
            {
                "nekade": nekade - self._sums_before[0],
                "hallna": hallna - self._sums_before[1],
                "ore": ore - self._sums_before[2],
                "korning": self._korning,
                "revision": revision,
                "regelversion": regelversion,
                "varningar": varningar,
                "tid": stamp.tid,
                "aktor": stamp.aktor,
            },
        )


def lines(
    connection: sqlite3.Connection, korning: int, brukare: Iterable[int] | None = None
) -> list[LineRow]:
    """Return a run's lines sorted by brukare, beslut and timbelopp."""
    chosen = list(brukare) if brukare is not None else None
    condition = "" if chosen is None else f"AND r.brukare IN ({', '.join('?' * len(chosen))})"
    return [
        LineRow._make(row)
        for row in connection.execute(
            f"""SELECT r.id, b.id, b.nummer, s.id, s.nummer, r.slag, r.arende, r.timbelopp,
                    r.assistans, r.vantetid, r.beredskap, r.egna, r.betalda, r.mottagna, r.slappta,
                    r.timmar, r.avdrag, r.belopp
                FROM avrakning r JOIN person b ON b.id = r.brukare
                LEFT JOIN beslut s ON s.id = r.beslut
                WHERE r.korning = ? {condition}
                ORDER BY b.nummer, s.nummer, r.timbelopp, r.slag, r.arende""",
            (korning, *(chosen or ())),
        )
    ]


def line_count(connection: sqlite3.Connection, korning: int) -> int:
    """Return how many lines a run has."""
    count: int = connection.execute(
        "SELECT count(*) FROM avrakning WHERE korning = ?", (korning,)
    ).fetchone()[0]
    return count


def line(connection: sqlite3.Connection, identity: int) -> tuple[int, LineRow] | None:
    """Return (run, line) of a line's id."""
    found = connection.execute(
        "SELECT korning, brukare FROM avrakning WHERE id = ?", (identity,)
    ).fetchone()
    if found is None:
        return None
    korning, brukare = found
    rows = lines(connection, korning, [brukare])
    return korning, next(row for row in rows if row.id == identity)


def nets(connection: sqlite3.Connection, korning: int) -> list[NetRow]:
    """Return a run's netting by brukare; those without any line are left out."""
    return [
        NetRow._make(row)
        for row in connection.execute(
            """SELECT b.id, b.nummer, n.arende, n.nekade_minuter, n.hallna_minuter, n.ratt,
                   n.betalt, n.krav, n.skillnad, n.att_betala, n.aterkrav, n.sankta_krav,
                   n.absorberat, n.aterstallt, n.forskott, n.oredovisat, n.mottagare
               FROM netto n JOIN person b ON b.id = n.brukare
               WHERE n.korning = ?1 AND (n.betalt <> 0 OR n.krav <> 0 OR EXISTS
                   (SELECT 1 FROM avrakning r WHERE r.korning = ?1 AND r.brukare = n.brukare))
               ORDER BY b.nummer, n.arende""",
            (korning,),
        )
    ]


def money(connection: sqlite3.Connection, korning: int) -> tuple[int, int]:
    """Return what a run pays and what it puts forward for återkrav, öre."""
    paid, claimed = connection.execute(
        """SELECT coalesce(sum(att_betala), 0), coalesce(sum(aterkrav), 0) FROM netto
           WHERE korning = ?""",
        (korning,),
    ).fetchone()
    return paid, claimed


def waiting(connection: sqlite3.Connection, month: int) -> int:
    """Return how many undecided neka and utred findings a month has."""
    count: int = connection.execute(
        """SELECT count(*) FROM fynd WHERE manad = ? AND aktuell = 1 AND allvar <> 'info'
           AND status IN ('oppen', 'komplettering')""",
        (month,),
    ).fetchone()[0]
    return count


def latest_rate(connection: sqlite3.Connection, month: int, brukare: int) -> int | None:
    """Return a brukare's highest timbelopp (öre) in the latest run of a month."""
    latest = latest_run(connection, month)
    if latest is None:
        return None
    rate: int | None = connection.execute(
        "SELECT max(timbelopp) FROM avrakning WHERE korning = ? AND brukare = ?",
        (latest.id, brukare),
    ).fetchone()[0]
    return rate


def paid_by_beslut(connection: sqlite3.Connection, month: int, beslut: int) -> int:
    """Return the hundredths of an hour that a month's latest run pays from a beslut."""
    latest = latest_run(connection, month)
    if latest is None:
        return 0
    paid: int = connection.execute(
        """SELECT coalesce(sum(timmar), 0) FROM avrakning
           WHERE korning = ? AND beslut = ? AND slag = 'assistans'""",
        (latest.id, beslut),
    ).fetchone()[0]
    return paid


def weeks(connection: sqlite3.Connection, run: Run) -> str | None:
    """Return the reported minutes per week kept with a run, when no row has come since."""
    found = connection.execute(
        """SELECT veckor FROM korning
           WHERE id = ? AND sista_rad IS (SELECT max(id) FROM tidrapport)""",
        (run.id,),
    ).fetchone()
    return found[0] if found else None


def keep_weeks(connection: sqlite3.Connection, korning: int, minutes: str) -> None:
    """Keep the reported minutes per week with a draft, for the front page."""
    connection.execute("UPDATE korning SET veckor = ? WHERE id = ?", (minutes, korning))
