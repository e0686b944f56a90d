"""Made-up sick spells through the whole program, from files to ``sjuklon show``, and the oracle.

Rows are refused where the assistant lives outside the EES; those minutes are read from the program
and told to the oracle, which knows section 11 only.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from db import Database
from db.decisions import Move
from tests.oracle import generate_sjuklon, sjuklon
from tests.oracle.generate_sjuklon import CODES, Claims, Raw
from tests.services import town
from workbench.cli import documents
from workbench.domain.time import iso_month, month_of, parse_day
from workbench.services import reviewing
from workbench.services.sjuklon import arende

SEEDS = range(8)
FIRMA = "5566104104"
ROUNDS = 5


def _sheets(claims: Claims, generator: generate_sjuklon.Generator) -> dict[str, Any]:
    moved = (generator.anchor + timedelta(days=2)).isoformat()
    lands = [("SE", "2000-01-01"), ("US", moved)]
    return {
        "brukare": [{"personnummer": n, "namn": "A", "namnd": ""} for n in generator.brukare],
        "anordnare": [{"orgnr": FIRMA, "namn": "F", "kommunal": "ja"}],
        "assistenter": [
            {"personnummer": n, "namn": "B", "bosatt_land": land, "bosatt_fran": fran}
            for place, n in enumerate(generator.people)
            for land, fran in (lands if place < 2 else lands[:1])
        ],
        "beslut": [
            {"beslutsnummer": f"B{place}", "brukare": n, "fran": "2000-01-01", "timmar": "744"}
            for place, n in enumerate(generator.brukare)
        ],
        "tidrapporter": [
            {key: value for key, value in row.items() if key != "nekade"}
            for row in claims.tidrapporter
        ],
        "sjukfall": claims.sjukfall,
        "sjukpass": claims.sjukpass,
    }


def _importable(claims: Claims) -> None:
    """Leave out what an import refuses: a case without passes, the sick as his own vikarie."""
    sick = {case["arende"]: case["assistent"] for case in claims.sjukfall}
    for one in claims.sjukpass:
        named = one["vikarie"].split(",")
        one["vikarie"] = ",".join(name for name in named if name != sick[one["arende"]])
    with_passes = {one["arende"] for one in claims.sjukpass}
    claims.sjukfall = [case for case in claims.sjukfall if case["arende"] in with_passes]
    for row in claims.tidrapporter:
        row["nekade"] = []


def _months(claims: Claims) -> list[str]:
    days = [row["datum"] for row in (*claims.sjukpass, *claims.tidrapporter)]
    days += [(date.fromisoformat(day) + timedelta(days=1)).isoformat() for day in days]
    days += [case["forsta_sjukdag"] for case in claims.sjukfall]
    return sorted({iso_month(month_of(parse_day(day))) for day in days})


def _decide(base: Database, claims: Claims) -> bool:
    """Decide the findings that the claims say are decided; tell whether there were any."""
    found = base.read().execute(
        "SELECT id, kod, orsak FROM fynd WHERE aktuell = 1 AND status = 'oppen'"
    )
    decided = False
    for identity, kod, orsak in found.fetchall():
        if kod not in CODES:
            continue
        status = claims.decisions.get((kod, *orsak.split(" ")), "oppen")
        if status != "oppen":
            reviewing.decide(base, [identity], Move(status, "prövat"), town.stamp())
            decided = True
    return decided


def _refused(base: Database, rows: list[Raw]) -> None:
    """Put the minutes of rows that the program refuses into the oracle's rows."""
    for rad, start, slut, begin in base.read().execute(
        """SELECT t.rad, d.start, d.slut, t.start FROM fynd_del d
           JOIN fynd y ON y.id = d.fynd JOIN tidrapport t ON t.id = d.rad
           WHERE d.aktuell = 1 AND y.aktuell = 1 AND y.allvar = 'neka'"""
    ):
        rows[rad - 2]["nekade"].append((start - begin, slut - begin))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_whole_program_agrees_with_the_oracle(seed: int, tmp_path: Path) -> None:
    assert differences(seed, tmp_path) == []


def differences(seed: int, folder: Path) -> list[tuple[str, str, object, object]]:
    """Return (arende, key, the oracle's answer, the program's) where they differ."""
    generator = generate_sjuklon.Generator(seed)
    claims = generator.claims_()
    _importable(claims)
    months = _months(claims)
    with town.database(folder / "w.db") as base:
        town.bring(base, folder / "in", _sheets(claims, generator))
        for _ in range(ROUNDS):
            for month in months:
                town.check(base, month)
            if not _decide(base, claims):
                break
        _refused(base, claims.tidrapporter)
        told = sjuklon.Oracle(
            claims.sjukfall, claims.sjukpass, claims.tidrapporter, claims.decisions
        )
        found: list[tuple[str, str, object, object]] = []
        for name in told.cases:
            expected = told.show(name)
            document = documents.sjuklon(arende(base.read(), name, town.SEER))
            missing = {text for kod, text, *_ in expected["findings"] if kod == "handling-saknas"}
            expected["saknade_handlingar"] = sorted(missing)
            document["saknade_handlingar"].sort()
            found += [
                (name, key, expected[key], document[key])
                for key in expected
                if key != "findings" and expected[key] != document[key]
            ]
            codes = {kod for kod, *_ in expected["findings"]}
            shown = {item["kod"] for item in document["findings"]}
            if codes != shown:
                found.append((name, "findings", sorted(codes), sorted(shown)))
    return found
