"""Sick spells and their passes, read as the domain's values, and how they stand."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from workbench.domain.sjukfall import Pass, Sjukfall
from workbench.domain.time import LAST_DAY, month_interval, parse_day

FACTS = (
    "brukare",
    "assistent",
    "arbetsgivare",
    "forsta_sjukdag",
    "sista_sjukdag",
    "ansokt",
    "timlon",
    "veckolon",
    "betald_sjuklon",
    "begart_belopp",
    "sokande",
    "lakarintyg_fran",
    "hogriskskydd",
    "tidigare_karens",
    "semester_procent",
    "avgift_procent",
    "avtal_procent",
    "handlingar",
)
"""The columns of a case; ids for persons and employer, ISO days, ``handlingar`` a comma list."""

LONGEST_PASS = 1560
"""Minutes: 24 hours of wall time and the extra hour of the autumn night, with a margin."""
AT_ONCE = 500


class State(NamedTuple):
    """How a case stands, beside what was claimed: its month (year * 12 + month - 1), status,
    version, file and row."""

    manad: int
    status: str
    version: int
    fil: str
    sha256: str
    rad: int


def of_arende(connection: sqlite3.Connection, arende: str) -> Sjukfall | None:
    """Return a case; None when there is none of that name."""
    return next(iter(_read(connection, "f.arende = ?", (arende,))), None)


def of_brukare(connection: sqlite3.Connection, brukare: int) -> list[Sjukfall]:
    """Return a brukare's cases, by first sick day and arende."""
    return _read(connection, "f.brukare = ?", (brukare,))


def of_employments(
    connection: sqlite3.Connection, employments: Iterable[tuple[int, int]]
) -> list[Sjukfall]:
    """Return all cases of each (assistent, arbetsgivare), whatever brukare: chains are made of
    them. By assistant, employer, first sick day and arende."""
    where = "f.assistent = ? AND f.arbetsgivare = ?"
    return [case for pair in sorted(set(employments)) for case in _read(connection, where, pair)]


def of_months(connection: sqlite3.Connection, first: int, last: int) -> list[Sjukfall]:
    """Return the cases that have a pass with minutes in the months from first to last."""
    start, slut = month_interval(first)[0], month_interval(last)[1]
    return _read(
        connection,
        """f.id IN (SELECT sjukfall FROM sjukpass WHERE aktuell = 1 AND start > ? AND start < ?
               AND slut > ?)""",
        (start - LONGEST_PASS, slut, start),
    )


def of_month(connection: sqlite3.Connection, month: int) -> list[Sjukfall]:
    """Return the cases whose line stands in a month."""
    return _read(connection, "f.manad = ?", (month,))


def of_ids(connection: sqlite3.Connection, ids: Iterable[int]) -> list[Sjukfall]:
    """Return the cases with these ids, by first sick day and arende."""
    found = [
        case
        for batch in batches(sorted(ids))
        for case in _read(connection, f"f.id IN ({marks(batch)})", batch)
    ]
    return sorted(found, key=lambda case: case.order)


def everything(connection: sqlite3.Connection) -> list[Sjukfall]:
    """Return all cases, by first sick day and arende."""
    return _read(connection, "1", ())


def ids_of(connection: sqlite3.Connection, arenden: Iterable[str]) -> dict[str, int]:
    """Return {arende: id} of those that are stored."""
    return {
        arende: identity
        for batch in batches(sorted(arenden))
        for arende, identity in connection.execute(
            f"SELECT arende, id FROM sjukfall WHERE arende IN ({marks(batch)})", batch
        )
    }


def states(connection: sqlite3.Connection, ids: Iterable[int]) -> dict[int, State]:
    """Return how some cases stand, by id."""
    return {
        identity: State(*row)
        for batch in batches(sorted(ids))
        for identity, *row in connection.execute(
            f"""SELECT s.id, s.manad, s.status, s.version, f.namn, f.sha256, s.rad
                FROM sjukfall s JOIN fil f ON f.id = s.fil WHERE s.id IN ({marks(batch)})""",
            batch,
        )
    }


def statuses(connection: sqlite3.Connection, arenden: Iterable[str]) -> dict[str, str]:
    """Return {arende: state} of some cases."""
    return {
        arende: status
        for batch in batches(sorted(arenden))
        for arende, status in connection.execute(
            f"SELECT arende, status FROM sjukfall WHERE arende IN ({marks(batch)})", batch
        )
    }


class PassPlace(NamedTuple):
    """Which case a pass belongs to and the file and row it stands on; ``aktuell`` is 0 when the
    case's version in force lacks it. Wall minutes say what was written."""

    arende: str
    brukare: int
    assistent: int
    dag: int
    start: int
    slut: int
    vstart: int
    vslut: int
    slag: int
    aktuell: int
    fil: str
    sha256: str
    rad: int


def places(connection: sqlite3.Connection, passes: Iterable[int]) -> dict[int, PassPlace]:
    """Return where some passes stand, by id; also such as their case no longer has."""
    return {
        identity: PassPlace(*row)
        for batch in batches(sorted(passes))
        for identity, *row in connection.execute(
            f"""SELECT p.id, s.arende, s.brukare, s.assistent, p.dag, p.start, p.slut, p.vstart,
                    p.vslut, p.slag, p.aktuell, f.namn, f.sha256, p.rad
                FROM sjukpass p JOIN sjukfall s ON s.id = p.sjukfall JOIN fil f ON f.id = p.fil
                WHERE p.id IN ({marks(batch)})""",
            batch,
        )
    }


def _read(connection: sqlite3.Connection, where: str, parameters: Sequence[Any]) -> list[Sjukfall]:
    """Return the cases of a condition on ``f`` with their passes, in order."""
    vikarier: dict[int, list[int]] = defaultdict(list)
    of_these = f"(SELECT f.id FROM sjukfall f WHERE {where})"
    for one, person in connection.execute(
        f"""SELECT v.pass, v.person FROM sjukpass p JOIN sjukpass_vikarie v ON v.pass = p.id
            WHERE p.aktuell = 1 AND p.sjukfall IN {of_these} ORDER BY v.pass, v.ordning""",
        parameters,
    ):
        vikarier[one].append(person)
    passes: dict[int, list[Pass]] = defaultdict(list)
    for case, one, dag, start, slut, slag, tillagg in connection.execute(
        f"""SELECT p.sjukfall, p.id, p.dag, p.start, p.slut, p.slag, p.tillagg FROM sjukpass p
            WHERE p.aktuell = 1 AND p.sjukfall IN {of_these} ORDER BY p.start""",
        parameters,
    ):
        passes[case].append(Pass(one, dag, start, slut, tuple(vikarier[one]), slag, tillagg))
    rows = connection.execute(
        f"""SELECT f.id, f.arende, a.nummer, g.person IS NOT NULL, b.nummer,
                {", ".join("f." + name for name in FACTS)}
            FROM sjukfall f JOIN person a ON a.id = f.assistent JOIN person b ON b.id = f.brukare
            JOIN arbetsgivare g ON g.id = f.arbetsgivare
            WHERE {where} ORDER BY f.forsta_sjukdag, f.arende""",
        parameters,
    )
    return [_case(row, tuple(passes[row[0]])) for row in rows]


def _case(row: Sequence[Any], passes: tuple[Pass, ...]) -> Sjukfall:
    identity, arende, assistent_nummer, own, brukare_nummer, *values = row
    facts = dict(zip(FACTS, values, strict=True))
    sista, intyg, sokande = facts["sista_sjukdag"], facts["lakarintyg_fran"], facts["sokande"]
    return Sjukfall(
        id=identity,
        arende=arende,
        brukare=facts["brukare"],
        assistent=facts["assistent"],
        assistent_nummer=assistent_nummer,
        arbetsgivare=facts["arbetsgivare"],
        eget=bool(own),
        forsta=parse_day(facts["forsta_sjukdag"]),
        sista=LAST_DAY if sista is None else parse_day(sista),
        ansokt=parse_day(facts["ansokt"]),
        timlon=facts["timlon"],
        veckolon=facts["veckolon"],
        betald_sjuklon=facts["betald_sjuklon"],
        begart=facts["begart_belopp"],
        passen=passes,
        lakarintyg=None if intyg is None else parse_day(intyg),
        hogriskskydd=bool(facts["hogriskskydd"]),
        tidigare_karens=facts["tidigare_karens"],
        semester_procent=facts["semester_procent"],
        avgift_procent=facts["avgift_procent"],
        avtal_procent=facts["avtal_procent"],
        sokande=None if sokande == brukare_nummer else sokande,
        handlingar=frozenset(filter(None, facts["handlingar"].split(","))),
    )


def marks(batch: Sequence[Any]) -> str:
    """Return the question marks of a list of parameters."""
    return ", ".join("?" * len(batch))


def batches(items: Sequence[Any]) -> Iterable[list[Any]]:
    """Return items in lists that one statement can take."""
    return (list(items[first : first + AT_ONCE]) for first in range(0, len(items), AT_ONCE))
