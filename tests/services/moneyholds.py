"""What must hold of claims after every step of a made-up life: all as the oracle says.

States, sums by key, what is paid back, ``aterkrav list --json`` and the views for auditors.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Mapping, Sequence

from tests.oracle.cases import ENDED
from tests.oracle.docket import Docket
from tests.oracle.money import Claim, Key
from tests.services import town
from workbench.cli import documents
from workbench.domain.time import iso_month
from workbench.services.aterkrav import kraven

Names = Mapping[int, int]
"""The program's number of a claim, by the oracle's."""


def cases_hold(connection: sqlite3.Connection, books: Docket, names: Names) -> None:
    """Hold all that is stored and shown of claims to the oracle."""
    for look in (_stored, _listed, _viewed, _paid_back):
        look(connection, books, names)


def _stored(connection: sqlite3.Connection, books: Docket, names: Names) -> None:
    expected: dict[tuple[int, Key], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for case in books.cases.values():
        for part in case.parts:
            sums = expected[names[case.number], part.key]
            for place, ore in enumerate(_sums(part)):
                sums[place] += ore
    stored = {}
    for number, brukare, month, name, *sums in connection.execute(
        """SELECT s.aterkrav, p.nummer, s.manad, s.arende, s.utestaende, s.aterbetalt,
               s.nedlagt, s.absorberat
           FROM krav_summa s JOIN person p ON p.id = s.brukare"""
    ):
        assert min(sums) >= 0, (number, month, sums)
        if any(sums):
            stored[number, (brukare, iso_month(month), name or "")] = sums
    assert stored == {key: sums for key, sums in expected.items() if any(sums)}


def _listed(connection: sqlite3.Connection, books: Docket, names: Names) -> None:
    """`aterkrav list --json`: the rows add up to the sum, exactly."""
    shown = {item["id"]: item for item in map(documents.aterkrav, kraven(connection, town.SEER))}
    cases = {f"K{names[case.number]}": case for case in books.cases.values()}
    assert shown.keys() == cases.keys()
    for name, case in cases.items():
        item = shown[name]
        assert sum(row["belopp_ore"] for row in item["rader"]) == item["belopp_ore"], name
        assert (item["belopp_ore"], item["betalt_ore"]) == (case.sum, case.repaid), name
        assert (item["utestaende_ore"], item["nedlagt_ore"]) == (
            case.outstanding,
            case.total("dropped"),
        )
        assert (item["status"], item["grund"]) == (case.state, case.facts.ground), name
        own = case.parts[0].key
        assert (item["brukare"], item["arende"] or "") == (own[0], own[2])
        by_month: dict[str, int] = defaultdict(int)
        for row in item["rader"]:
            by_month[row["manad"]] += row["belopp_ore"]
        for month, ore in by_month.items():
            assert ore == sum(part.sum for part in case.parts if part.key[1] == month), name
        assert (case.outstanding == 0) >= (case.state in ENDED), (name, case.state)


def _viewed(connection: sqlite3.Connection, books: Docket, names: Names) -> None:
    """Each term of the invariant is a column of `v_avrakning`; `v_aterkrav` says the same."""
    for month, run in books.latest().items():
        for brukare, name, *terms in connection.execute(
            """SELECT DISTINCT brukare, arende, utbetalt_ore, aterbetalt_ore, ratt_ore,
                   utestaende_ore, nedlagt_ore, forskott_oredovisat_ore
               FROM v_avrakning WHERE korning = ?""",
            (run.id,),
        ):
            expected = books.terms((brukare, month, name or ""))
            assert tuple(terms) == expected, (month, brukare, name)
            assert terms[0] - terms[1] == sum(terms[2:])
    by_case: dict[str, int] = defaultdict(int)
    for name, ore in connection.execute(
        "SELECT id, belopp_ore FROM v_aterkrav WHERE status <> 'makulerad'"
    ):
        by_case[name] += ore
    assert dict(by_case) == {f"K{names[c.number]}": c.sum for c in books.cases.values()}


def _paid_back(connection: sqlite3.Connection, books: Docket, names: Names) -> None:
    """What came in and was not kept has gone back, to the öre."""
    stored: dict[int, int] = defaultdict(int)
    for number, ore in connection.execute(
        """SELECT p.aterkrav, p.belopp FROM betalning p WHERE p.slag = 'aterbetalning'
           AND (SELECT h.status FROM betalning_handelse h WHERE h.betalning = p.id
               ORDER BY h.id DESC LIMIT 1) <> 'makulerad'"""
    ):
        stored[number] += ore
    expected = {
        names[case.number]: case.facts.back for case in books.cases.values() if case.facts.back
    }
    assert dict(stored) == expected


def _sums(part: Claim) -> Sequence[int]:
    return part.outstanding, part.repaid, part.dropped, part.absorbed
