"""Dates to watch, and the advances of a month."""

from __future__ import annotations

from pathlib import Path

import pytest

from db import Database
from tests.services import town
from tests.services.town import ANNA, BO, FIRMAN, KIM, SEER, stamp
from workbench.domain.time import parse_month
from workbench.services import advances, law, watching
from workbench.services.viewing import Viewer

TODAY = "2026-11-22"
CHILD = town.person("2008-12-24", 238)


def told(base: Database, today: str = TODAY) -> list[tuple[str, str, str]]:
    """Return (day, kind, brukare) of what there is to watch."""
    found = watching.watched(base.read(), today, SEER)
    return [(item.dag, item.slag, item.brukare) for item in found]


def test_what_is_watched(tmp_path: Path) -> None:
    sheets = town.clean_town(
        brukare=[
            {"personnummer": ANNA, "namn": "Anna Ek", "namnd": ""},
            {"personnummer": BO, "namn": "Bo Al"},
            {"personnummer": CHILD, "namn": "Cim"},
        ],
        anordnare=[
            {
                "orgnr": FIRMAN,
                "namn": "Firman",
                "kommunal": "nej",
                "tillstand_fran": "2011-01-01",
                "tillstand_till": "2026-12-31",
            }
        ],
        uppdrag=[town.uppdrag(), town.uppdrag(brukare=BO, arbetsgivare=BO)],
        beslut=[
            town.beslut("B1", utbetalas_till="anordnare", mottagare=FIRMAN),
            town.beslut("B2", BO, till="2026-12-01"),
            town.beslut("B3", CHILD),
        ],
    )
    with town.database(tmp_path / "t.db") as base:
        town.bring(base, tmp_path / "in", sheets)
        expected = [
            (TODAY, "avtal", "Anna Ek"),
            (TODAY, "ivo-anmalan", "Bo Al"),
            ("2026-12-01", "beslut", "Bo Al"),
            ("2026-12-24", "fyller-18", "Cim"),
            ("2026-12-31", "tillstand", "Anna Ek"),
        ]
        assert told(base) == expected
        law.set_policy(base, "bevakning_dagar", "8", "2026-01-01", "N", stamp())
        assert told(base) == expected[:2]
        law.set_policy(base, "bevakning_dagar", "9", "2026-01-01", "N", stamp())
        assert told(base) == expected[:3]
        shown = str(watching.watched(base.read(), TODAY, Viewer("x")))
        assert "Anna Ek" in shown
        town.bring(
            base,
            tmp_path / "more",
            {
                "beslut": [town.beslut("B4", BO, fran="2026-12-02")],
                "brukare": [
                    {"personnummer": ANNA, "namn": "Anna Ek", "skyddad": "ja"},
                    {"personnummer": BO, "namn": "Bo Al", "ivo_anmald": "2026-01-01"},
                ],
            },
        )
        assert told(base) == expected[:1]
        assert "Anna" not in str(watching.watched(base.read(), TODAY, Viewer("x")))


OWN = {"ivo_anmald": "2020-01-01", "arbetsgivare_registrerad": "2020-01-01"}


def own_employers(tmp_path: Path, base: Database) -> None:
    """Anna may have an advance; Bo's beslut says so but he is not notified to IVO."""
    sheets = town.clean_town(
        brukare=[
            {"personnummer": ANNA, "namn": "Anna Ek", **OWN},
            {"personnummer": BO, "namn": "Bo Al"},
        ],
        uppdrag=[
            town.uppdrag(KIM, ANNA, ANNA),
            town.uppdrag(KIM, BO, BO),
        ],
        beslut=[
            town.beslut("B1", timmar="10", forskott="ja"),
            town.beslut("B2", BO, forskott="ja"),
        ],
    )
    town.bring(base, tmp_path / "in", sheets)


def of_month(base: Database, month: str = "2026-10") -> dict[str, advances.Advance]:
    """Return a month's advances by brukare."""
    _, found = advances.advances(base, parse_month(month), stamp(), SEER)
    return {item.brukare: item for item in found}


def test_advances_of_a_month(tmp_path: Path) -> None:
    with town.database(tmp_path / "t.db") as base:
        own_employers(tmp_path, base)
        found = of_month(base)
        anna, bo = found[ANNA], found[BO]
        assert (anna.forskott, anna.nytt, anna.redovisat, anna.hinder) == (347700, 347700, None, [])
        assert (anna.overskott, anna.brist, anna.oredovisat) == (0, 0, 347700)
        assert (bo.forskott, bo.rader) == (0, [])
        assert bo.hinder == ["är inte anmäld till IVO", "är inte registrerad som arbetsgivare"]


@pytest.mark.parametrize(
    ("cost", "surplus", "shortage", "unused"),
    [("2000", 147700, 0, 78160), ("9999", 69540, 0, 0)],
)
def test_an_accounted_advance(
    tmp_path: Path, cost: str, surplus: int, shortage: int, unused: int
) -> None:
    """Eight hours were worked of the ten that were put forward."""
    from workbench.services import attesting

    with town.database(tmp_path / "t.db") as base:
        own_employers(tmp_path, base)
        run = town.settled(base, "2026-10").korning or 0
        attesting.attest(base, run, 347700, ["all"], stamp(actor="eva"))
        town.bring(
            base,
            tmp_path / "account",
            {
                "tidrapporter": [town.tid("2026-10-05", arbetsgivare=ANNA)],
                "redovisning": [{"brukare": ANNA, "manad": "2026-10", "lon": cost}],
            },
        )
        anna = of_month(base)[ANNA]
        assert (anna.forskott, anna.nytt, anna.beraknat) == (347700, 0, 278160)
        assert (anna.overskott, anna.brist, anna.ej_anvant) == (surplus, shortage, unused)
