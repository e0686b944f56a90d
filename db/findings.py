"""Findings and decisions on them: storing what a check found, moving, undoing, listing."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import NamedTuple

from workbench.domain.finding import Finding, Part
from workbench.domain.time import subtract

BATCH = 2000


class Known(NamedTuple):
    """A stored finding of a key."""

    id: int
    avgoranden: int
    avtryck: int
    aktuell: int
    timmar: int | None


@dataclass(frozen=True, slots=True)
class Judged:
    """What the caller's reconciliation decided for one key (see ``workbench.auditing``)."""

    kept: dict[int, tuple[Part, ...]]
    kept_hours: dict[int, int]
    fresh: tuple[Part, ...]
    fresh_hours: int | None
    renewed: bool


Key = tuple[str, int, int | None, int | None, str, int | None, int | None]
"""Finding.key: kod, brukare, assistent, arbetsgivare, orsak, rad, beslut."""

Judge = Callable[[Finding, Sequence[tuple[int, bool, tuple[Part, ...], int | None]]], Judged]
"""Lays a new finding against the stored ones of its key: (id, decided, parts, hours)."""


def fingerprint(finding: Finding, allvar: str) -> int:
    """Return a 63-bit mark of all that a finding says."""
    text = json.dumps(
        [allvar, finding.parts, finding.timmar, finding.underlag], separators=(",", ":")
    )
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest()) >> 1


class FindingStore:
    """Replaces the findings of the selected persons in one month and pass.

    ``allvar`` gives a code's severity; ``judge`` reconciles where something changed. Call
    ``store`` for every new finding, then ``finish``. ``changed`` collects the brukare whose
    withheld minutes may be others than before.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        month: int,
        phase: str,
        allvar: Callable[[str], str],
        judge: Judge,
    ) -> None:
        self._connection = connection
        self._month = month
        self._phase = phase
        self._allvar = allvar
        self._judge = judge
        self._known = self._load()
        self._queued: list[tuple[int | None, tuple[object, ...], Sequence[Part]]] = []
        self.changed: set[int] = set()

    def _load(self) -> dict[int, dict[Key, list[Known]]]:
        """Return what is stored of the selected persons: person -> key -> findings."""
        person = "assistent" if self._phase == "assistent" else "brukare"
        known: dict[int, dict[Key, list[Known]]] = defaultdict(dict)
        for (
            kod,
            brukare,
            assistent,
            employer,
            orsak,
            rad,
            beslut,
            *rest,
        ) in self._connection.execute(
            f"""SELECT y.kod, y.brukare, y.assistent, y.arbetsgivare, y.orsak, y.rad, y.beslut,
                       y.id, y.avgoranden, y.avtryck, y.aktuell,
                       coalesce(y.timmar_avgjorda, y.timmar)
                   FROM temp.urval u CROSS JOIN fynd y ON y.manad = ? AND y.{person} = u.person
                   WHERE y.pass = ? ORDER BY y.id""",
            (self._month, self._phase),
        ):
            key = (kod, brukare, assistent, employer, orsak, rad, beslut)
            known[self._person(key)].setdefault(key, []).append(Known(*rest))
        return known

    def _person(self, key: Key) -> int:
        """Return whose findings a key belongs to in this pass."""
        person = key[2] if self._phase == "assistent" else key[1]
        assert person is not None
        return person

    def store(self, finding: Finding) -> None:
        """Store one finding: unchanged, renewed or new. Parts must be merged per row."""
        mark = fingerprint(finding, self._allvar(finding.kod))
        key = finding.key
        known = self._known.get(self._person(key), {}).pop(key, None)
        if known is None:
            self._insert(finding, finding.parts, finding.timmar, mark, renewed=False)
        elif any(item.avtryck != mark for item in known):
            self._renew(finding, known, mark)

    def done(self, person: int) -> None:
        """Write what is queued and retire what the rules no longer say of a person."""
        self.flush()
        for key, known in self._known.pop(person, {}).items():
            for item in known:
                if item.avgoranden:
                    if item.aktuell:
                        self._retire(item.id)
                else:
                    self._delete(item.id)
            self.changed.add(key[1])

    def knows(self, person: int) -> bool:
        """Tell whether anything stored of a person has not been said again yet."""
        return person in self._known

    def finish(self) -> None:
        """Write what is queued and retire what the rules no longer say of anyone."""
        self.flush()
        for person in list(self._known):
            self.done(person)

    def _renew(self, finding: Finding, known: list[Known], mark: int) -> None:
        self.flush()
        self.changed.add(finding.brukare)
        stored = [
            (item.id, item.avgoranden > 0, self._all_parts(item.id), item.timmar) for item in known
        ]
        judged = self._judge(finding, stored)
        underlag = json.dumps(finding.underlag, ensure_ascii=False)
        for identity, parts in judged.kept.items():
            self._keep(identity, parts, mark, underlag, self._allvar(finding.kod))
        for identity, hours in judged.kept_hours.items():
            self._connection.execute(
                "UPDATE fynd SET timmar = ?, aktuell = ?, avtryck = ?, underlag = ? WHERE id = ?",
                (hours, int(hours > 0), mark, underlag, identity),
            )
        fresh = bool(judged.fresh or judged.fresh_hours)
        reused = False
        for item in known:
            if item.avgoranden:
                continue
            self._delete(item.id)
            if fresh and not reused:
                self._insert(
                    finding, judged.fresh, judged.fresh_hours, mark, judged.renewed, item.id
                )
                reused = True
        # A reused id is free until it is written; a later flush would give it to a new finding.
        self.flush()
        whole_month = finding.timmar is None and not finding.parts and not known_decided(known)
        if (fresh or whole_month) and not reused:
            self._insert(finding, judged.fresh, judged.fresh_hours, mark, judged.renewed)

    def _all_parts(self, identity: int) -> tuple[Part, ...]:
        return tuple(
            Part(*row)
            for row in self._connection.execute(
                "SELECT rad, start, slut FROM fynd_del WHERE fynd = ?", (identity,)
            )
        )

    def _keep(
        self, identity: int, parts: tuple[Part, ...], mark: int, underlag: str, allvar: str
    ) -> None:
        """Split a decided finding's parts into those that count now and those that don't."""
        former = self._all_parts(identity)
        gone = _without(former, parts)
        self._connection.execute("DELETE FROM fynd_del WHERE fynd = ?", (identity,))
        self._connection.executemany(
            "INSERT INTO fynd_del VALUES (?, ?, ?, ?, ?)",
            [(identity, *part, 1) for part in parts] + [(identity, *part, 0) for part in gone],
        )
        self._connection.execute(
            """UPDATE fynd SET start = ?, slut = ?, minuter = ?, aktuell = ?, avtryck = ?,
               underlag = ?, nytt_underlag = max(nytt_underlag, ?), allvar = ? WHERE id = ?""",
            (
                min((part.start for part in parts), default=None),
                max((part.slut for part in parts), default=None),
                sum(part.slut - part.start for part in parts),
                int(bool(parts) or not former),
                mark,
                underlag,
                int(bool(gone)),
                allvar,
                identity,
            ),
        )

    def _retire(self, identity: int) -> None:
        self._connection.execute("UPDATE fynd_del SET aktuell = 0 WHERE fynd = ?", (identity,))
        self._connection.execute(
            "UPDATE fynd SET aktuell = 0, minuter = 0, avtryck = 0 WHERE id = ?", (identity,)
        )

    def _delete(self, identity: int) -> None:
        self._connection.execute("DELETE FROM fynd_del WHERE fynd = ?", (identity,))
        self._connection.execute("DELETE FROM fynd WHERE id = ?", (identity,))

    def _insert(
        self,
        finding: Finding,
        parts: Sequence[Part],
        hours: int | None,
        mark: int,
        renewed: bool,
        identity: int | None = None,
    ) -> None:
        self.changed.add(finding.brukare)
        row = (
            self._month,
            finding.kod,
            self._phase,
            self._allvar(finding.kod),
            finding.brukare,
            finding.assistent,
            finding.arbetsgivare,
            finding.rad,
            finding.beslut,
            finding.orsak,
            min((part.start for part in parts), default=None),
            max((part.slut for part in parts), default=None),
            sum(part.slut - part.start for part in parts),
            hours,
            json.dumps(finding.underlag, ensure_ascii=False),
            mark,
            int(renewed),
        )
        self._queued.append((identity, row, parts))
        if len(self._queued) >= BATCH:
            self.flush()

    def flush(self) -> None:
        """Write what is queued; new ids are taken now, since several stores may be open."""
        if not self._queued:
            return
        highest = self._connection.execute("SELECT max(id) FROM fynd").fetchone()[0] or 0
        rows: list[tuple[object, ...]] = []
        pieces: list[tuple[int, int, int, int]] = []
        for kept, row, parts in self._queued:
            if kept is None:
                highest += 1
            identity = highest if kept is None else kept
            rows.append((identity, *row))
            pieces += [(identity, *part) for part in parts]
        self._connection.executemany(
            """INSERT INTO fynd (id, manad, kod, pass, allvar, status, brukare, assistent,
               arbetsgivare, rad, beslut, orsak, start, slut, minuter, timmar, underlag, avtryck,
               nytt_underlag)
               VALUES (?, ?, ?, ?, ?, 'oppen', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
            rows,
        )
        self._connection.executemany(
            "INSERT INTO fynd_del (fynd, rad, start, slut) VALUES (?, ?, ?, ?)", pieces
        )
        self._queued.clear()


def known_decided(known: Iterable[Known]) -> bool:
    """Tell whether a person has moved any of the findings."""
    return any(item.avgoranden for item in known)


def _without(former: Sequence[Part], kept: Sequence[Part]) -> list[Part]:
    result = []
    for rad in {part.rad for part in former}:
        before = [(part.start, part.slut) for part in former if part.rad == rad]
        after = [(part.start, part.slut) for part in kept if part.rad == rad]
        result += [Part(rad, *piece) for piece in subtract(before, after)]
    return result


WITHHOLDS = """y.aktuell = 1 AND d.aktuell = 1 AND y.status <> 'godkand'
    AND (y.allvar <> 'info' OR y.status = 'nekad')"""
"""The same reading of severity and status as ``workbench.domain.finding.effect``."""

_WITHHELD = """SELECT y.brukare, d.rad, d.start, d.slut,
    y.allvar = 'neka' OR y.status = 'nekad', y.kod = 'fk-retroaktiv'"""


def withheld_by_assistants(connection: sqlite3.Connection, month: int) -> sqlite3.Cursor:
    """Return (brukare, row, start, slut, refused, by FK) of the selection, in order of brukare.

    Only what the pass by assistant found; copied aside, since the pass by brukare writes
    findings while it reads these.
    """
    connection.execute(
        """CREATE TEMP TABLE IF NOT EXISTS undanhallet
           (brukare INTEGER, rad INTEGER, start INTEGER, slut INTEGER, nekad INTEGER,
            fk INTEGER)"""
    )
    connection.execute("DELETE FROM temp.undanhallet")
    connection.execute(
        f"""INSERT INTO temp.undanhallet {_WITHHELD}
            FROM temp.urval u CROSS JOIN fynd y ON y.manad = ? AND y.brukare = u.person
            JOIN fynd_del d ON d.fynd = y.id
            WHERE y.pass = 'assistent' AND {WITHHOLDS}""",
        (month,),
    )
    return connection.execute("SELECT * FROM temp.undanhallet ORDER BY rowid")


def withheld(
    connection: sqlite3.Connection, month: int, brukare: int
) -> list[tuple[int, int, int, int, int, int]]:
    """Return (brukare, row, start, slut, refused, by FK) of one brukare, whatever found it.

    ``by FK``: since FK's retroactive grant pays for the minutes.
    """
    return connection.execute(
        f"""{_WITHHELD} FROM fynd y JOIN fynd_del d ON d.fynd = y.id
            WHERE y.manad = ? AND y.brukare = ? AND {WITHHOLDS}""",
        (month, brukare),
    ).fetchall()


def withheld_of_passes(
    connection: sqlite3.Connection, passes: Sequence[int]
) -> list[tuple[int, int, int, int]]:
    """Return (pass, start, slut, refused) of some sjuklön passes, whatever found it."""
    return connection.execute(
        f"""SELECT -d.rad, d.start, d.slut, y.allvar = 'neka' OR y.status = 'nekad'
            FROM json_each(?) e CROSS JOIN fynd_del d ON d.rad = -e.value
            JOIN fynd y ON y.id = d.fynd WHERE {WITHHOLDS}""",
        (json.dumps(list(passes)),),
    ).fetchall()


_OF_CHOSEN = "FROM temp.urval u CROSS JOIN fynd y ON y.manad = ? AND y.brukare = u.person"


def found_by_brukare(connection: sqlite3.Connection, month: int) -> set[int]:
    """Return those of the selection that have findings of the pass by brukare in a month."""
    return {
        row[0]
        for row in connection.execute(
            f"SELECT y.brukare {_OF_CHOSEN} WHERE y.pass = 'brukare'", (month,)
        )
    }


def released_hours(connection: sqlite3.Connection, month: int) -> dict[int, int]:
    """Return the hundredths of an hour above each beslut that a person has let through, of the
    selection."""
    return dict(
        connection.execute(
            f"""SELECT y.beslut, sum(coalesce(y.timmar_avgjorda, y.timmar)) {_OF_CHOSEN}
                WHERE y.kod = 'over-beslut' AND y.status = 'godkand' GROUP BY y.beslut""",
            (month,),
        )
    )


def approved_versions(connection: sqlite3.Connection, month: int) -> set[tuple[int, str]]:
    """Return (beslut, orsak) of the retroactive versions whose ground a person has named, of the
    selection."""
    return set(
        connection.execute(
            f"""SELECT y.beslut, y.orsak {_OF_CHOSEN}
                WHERE y.kod = 'beslut-retroaktivt' AND y.status = 'godkand'""",
            (month,),
        )
    )


def withholding(connection: sqlite3.Connection, month: int, brukare: int) -> list[int]:
    """Return the findings that withhold minutes or hours of a brukare's rows in a month."""
    return [
        row[0]
        for row in connection.execute(
            """SELECT y.id FROM fynd y WHERE y.manad = ? AND y.brukare = ? AND y.aktuell = 1
                   AND y.pass <> 'sjuklon' AND y.status <> 'godkand'
                   AND (y.allvar <> 'info' OR y.status = 'nekad')
               ORDER BY y.kod, y.start, y.id""",
            (month, brukare),
        )
    ]
