"""What people and rules have done, for an auditor: findings by rule, and every override."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

Months = tuple[int, int]
"""First and last month, both included."""


class Weight(NamedTuple):
    """A finding with all its worth rests on: minutes by kind, or hundredths of an hour.

    ``regelversion`` is that of the month's last check; ``underlag`` is given only where minutes
    stand on passes of a sjuklön claim, whose worth the evidence tells.
    """

    id: int
    manad: int
    kod: str
    regelversion: int
    allvar: str
    status: str
    brukare: int
    timmar: int | None
    minuter: int
    assistans: int
    vantetid: int
    beredskap: int
    underlag: str | None


_WEIGHT = """SELECT y.id, y.manad, y.kod, coalesce(k.regelversion, 0), y.allvar, y.status,
        y.brukare, y.timmar, y.minuter,
        coalesce(sum((d.slut - d.start) * (t.slag = 0)), 0),
        coalesce(sum((d.slut - d.start) * (t.slag = 1)), 0),
        coalesce(sum((d.slut - d.start) * (t.slag = 2)), 0),
        CASE WHEN y.pass = 'sjuklon' THEN y.underlag END
    FROM fynd y LEFT JOIN kontroll k ON k.manad = y.manad
    LEFT JOIN fynd_del d ON d.fynd = y.id AND d.aktuell = 1
    LEFT JOIN tidrapport t ON t.id = d.rad"""


def weights(
    connection: sqlite3.Connection, months: Months, kod: str | None = None
) -> Iterator[Weight]:
    """Yield every finding that stands in some months."""
    for row in connection.execute(
        f"""{_WEIGHT} WHERE y.manad BETWEEN ? AND ? AND y.aktuell = 1 AND (?3 IS NULL OR y.kod = ?3)
            GROUP BY y.id""",
        (*months, kod),
    ):
        yield Weight._make(row)


def weight(connection: sqlite3.Connection, fynd: int) -> Weight | None:
    """Return one finding, whether it stands or not."""
    row = connection.execute(f"{_WEIGHT} WHERE y.id = ? GROUP BY y.id", (fynd,)).fetchone()
    return Weight._make(row) if row else None


def rates(connection: sqlite3.Connection, months: Months) -> dict[tuple[int, int], int]:
    """Return {(month, brukare): highest timbelopp in öre of the month's latest run}."""
    return {
        (manad, brukare): rate
        for manad, brukare, rate in connection.execute(
            """SELECT k.manad, r.brukare, max(r.timbelopp) FROM korning k
               JOIN avrakning r ON r.korning = k.id
               WHERE k.manad BETWEEN ?1 AND ?2 AND k.id = (SELECT max(j.id) FROM korning j
                   WHERE j.manad = k.manad AND j.status <> 'makulerad')
               GROUP BY k.manad, r.brukare HAVING max(r.timbelopp) > 0""",
            months,
        )
    }


# -- overrides ----------------------------------------------------------------------------------


class OverrideFilter(NamedTuple):
    """Which overrides to list; None = all. ``person`` is a row id, days are ISO text.

    ``journal`` is the same person as the journal names one, by number or id.
    """

    fran: str | None = None
    till: str | None = None
    kod: str | None = None
    person: int | None = None
    nummer: str | None = None
    slag: str | None = None


class Override(NamedTuple):
    """Something a person decided: ``slag`` of what kind, ``id`` of what, ``vad`` to what.

    ``person`` and ``assistent`` are ids; ``ore`` is what it moved where that is stored;
    ``nyckel`` is the journal's, in place of a person. ``angrad`` 1: taken back since.
    """

    tid: str
    aktor: str
    slag: str
    id: str
    kod: str | None
    manad: int | None
    person: int | None
    assistent: int | None
    vad: str
    motivering: str
    ore: int | None
    angrad: int
    nyckel: str | None
    fore: str | None
    efter: str | None


_NOTHING = "NULL AS nyckel, NULL AS fore, NULL AS efter"

_FINDINGS = f"""SELECT v.tid, v.aktor, 'fynd' AS slag, 'F' || y.id AS id, y.kod, y.manad,
        y.brukare AS person, y.assistent, v.fran_status || '>' || v.till_status AS vad,
        v.motivering, NULL AS ore,
        v.omgang IN (SELECT angrar FROM avgorande WHERE angrar IS NOT NULL) AS angrad, {_NOTHING}
    FROM avgorande v JOIN fynd y ON y.id = v.fynd
    WHERE v.till_status IN ('godkand', 'nekad') OR v.angrar IS NOT NULL"""

_CASES = f"""SELECT a.tid, a.aktor, 'sjuklon', s.arende, NULL, s.manad, s.brukare, s.assistent,
        a.fran_status || '>' || a.till_status, a.motivering,
        CASE a.till_status WHEN 'avslagen' THEN s.begart_belopp ELSE
            (SELECT sum(r.belopp) FROM avrakning r WHERE r.arende = s.arende AND r.korning =
                (SELECT max(k.id) FROM korning k WHERE k.manad = s.manad
                    AND k.status <> 'makulerad')) END, 0, {_NOTHING}
    FROM sjukfall_avgorande a JOIN sjukfall s ON s.id = a.sjukfall
    WHERE a.till_status IN ('beviljad', 'avslagen')"""

_CLAIMS = f"""SELECT s.tid, s.aktor, 'aterkrav', 'K' || s.aterkrav, NULL,
        (SELECT min(b.manad) FROM aterkrav_bokning b WHERE b.aterkrav = c.id), c.brukare, NULL,
        s.handelse || ':' || s.fran_status || '>' || s.till_status, s.motivering,
        coalesce((SELECT -sum(b.utestaende) FROM aterkrav_bokning b
            WHERE b.aterkrav = c.id AND b.id BETWEEN s.bokning_fran AND s.bokning_till), s.belopp),
        EXISTS (SELECT 1 FROM aterkrav_steg n WHERE n.angrar = s.id), {_NOTHING}
    FROM aterkrav_steg s JOIN aterkrav c ON c.id = s.aterkrav
    WHERE s.handelse IN ('nedsatt', 'grund', 'angrad', 'samlad')
        OR (s.handelse = 'flyttad' AND s.till_status IN
            ('nedlagd', 'eftergiven', 'andrad', 'upphavd', 'aterforvisad', 'beslutad'))"""

_RUNS = f"""SELECT makulerad, makulerad_av, 'korning', 'körning ' || id, NULL, manad, NULL, NULL,
        'makulerad', makulerad_skal, total_ore, 0, {_NOTHING}
    FROM korning WHERE makulerad IS NOT NULL"""

VALUE_EVENTS = (
    "värde",
    "värde väntar",
    "värde avvisat",
    "inställning",
    "inställning väntar",
    "inställning avvisat",
    "uppgift",
)
USER_EVENTS = ("användare", "användare borttagen")
ACCOUNT_EVENTS = ("konto bekräftat", "konto avvisat", "mottagare")
_JOURNAL = f"""SELECT tid, aktor,
        CASE WHEN handelse IN {VALUE_EVENTS!r} THEN 'varde'
            WHEN handelse IN {ACCOUNT_EVENTS!r} THEN 'konto'
            WHEN handelse = 'betalningsstopp' THEN 'stopp' ELSE 'anvandare' END,
        objekt, NULL, NULL, NULL, NULL, handelse, '', NULL, 0, nyckel, fore, efter
    FROM v_logg WHERE handelse IN
        {(*VALUE_EVENTS, *ACCOUNT_EVENTS, "betalningsstopp", *USER_EVENTS)!r}"""

_ALL = " UNION ALL ".join((_FINDINGS, _CASES, _CLAIMS, _RUNS, _JOURNAL))

KINDS = ("fynd", "sjuklon", "aterkrav", "korning", "varde", "konto", "stopp", "anvandare")
"""Kinds of override, in the order of the money's way."""


def _chosen(wanted: OverrideFilter) -> tuple[str, list[object]]:
    terms, values = ["1"], list[object]()
    for term, value in (
        ("substr(tid, 1, 10) >= ?", wanted.fran),
        ("substr(tid, 1, 10) <= ?", wanted.till),
        ("kod = ?", wanted.kod),
        ("slag = ?", wanted.slag),
    ):
        if value is not None:
            terms.append(term)
            values.append(value)
    if wanted.person is not None:
        terms.append("(person = ? OR assistent = ? OR nyckel = ?)")
        values += [wanted.person, wanted.person, wanted.nummer]
    return " AND ".join(terms), values


def overrides(
    connection: sqlite3.Connection, wanted: OverrideFilter, limit: int = -1
) -> list[Override]:
    """Return what people decided, latest first."""
    condition, values = _chosen(wanted)
    return [
        Override._make(row)
        for row in connection.execute(
            f"SELECT * FROM ({_ALL}) WHERE {condition} ORDER BY tid DESC, slag, id LIMIT ?",
            (*values, limit),
        )
    ]


def override_count(connection: sqlite3.Connection, wanted: OverrideFilter) -> int:
    """Return how many overrides match."""
    condition, values = _chosen(wanted)
    found: int = connection.execute(
        f"SELECT count(*) FROM ({_ALL}) WHERE {condition}", values
    ).fetchone()[0]
    return found
