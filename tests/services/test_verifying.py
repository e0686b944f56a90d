"""What has been attested is as it was: every way of changing it past the program is found."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.services import town
from workbench.services import attesting, verifying

MONTH = "2024-03"


def attested(path: Path) -> town.Database:
    """Return a town whose month was attested, refused in part, and attested again."""
    base = town.database(path / "t.db")
    rows = [town.tid(f"2024-03-{day:02d}") for day in range(4, 9)]
    rows += [town.tid("2024-03-04", brukare=town.BO, assistent=town.LEA)]
    town.bring(base, path / "in", town.clean_town(tidrapporter=rows), received="2024-04-02")
    _attest(base)
    town.bring(
        base,
        path / "mer",
        {
            "vistelser": [
                {
                    "brukare": town.ANNA,
                    "slag": "sjukhus",
                    "fran": "2024-03-05T00:00",
                    "till": "2024-03-06T00:00",
                }
            ]
        },
        received="2024-04-09",
    )
    town.settled(base, MONTH)
    town.decide(base, town.findings(base, MONTH, "vistelse"), "nekad")
    _attest(base)
    return base


def _attest(base: town.Database) -> None:
    run = town.settled(base, MONTH)
    assert run.korning is not None
    amount = sum(net.att_betala for net in run.brukare)
    attesting.attest(base, run.korning, amount, ["all"], town.stamp(actor="bo"))


def verified(base: town.Database) -> verifying.Verified:
    return verifying.verify(base, town.stamp(actor="revisor"))


def test_an_untouched_database_holds(tmp_path: Path) -> None:
    with attested(tmp_path) as base:
        result = verified(base)
        assert (result.runs, result.recomputed, result.faults) == (2, [MONTH], [])


def test_a_changed_fact_is_no_break_but_asks_for_a_new_run(tmp_path: Path) -> None:
    with attested(tmp_path) as base:
        town.bring(base, tmp_path / "nytt", {"beslut": [town.beslut("B1", town.ANNA, timmar="9")]})
        result = verified(base)
        assert (result.changed_since, result.recomputed, result.faults) == ([MONTH], [], [])


@pytest.mark.parametrize(
    ("trigger", "change"),
    [
        ("netto_fast_u", "UPDATE netto SET att_betala = att_betala + 1 WHERE korning = 1"),
        ("avrakning_fast_u", "UPDATE avrakning SET belopp = belopp + 1 WHERE korning = 1"),
        ("avrakning_fast_u", "UPDATE avrakning SET timmar = timmar + 1 WHERE korning = 2"),
        ("betalning_fast_u", "UPDATE betalning SET konto = '1234567'"),
        ("betalning_fast_d", "DELETE FROM betalning WHERE id = 1"),
        ("aterkrav_bokning_fast_u", "UPDATE aterkrav_bokning SET utestaende = 0"),
        ("aterkrav_rad_fast_d", "DELETE FROM aterkrav_rad"),
        ("underlag_fast_d", "DELETE FROM underlag WHERE korning = 1"),
        ("korning_fast_u", "UPDATE korning SET attestant = aktor WHERE id = 1"),
        ("journal_fast_d", "DELETE FROM journal WHERE id = 2"),
        ("tidrapport_oforanderlig", "UPDATE tidrapport SET slut = slut + 60 WHERE id = 1"),
    ],
)
def test_what_gets_past_the_triggers_is_found(tmp_path: Path, trigger: str, change: str) -> None:
    with attested(tmp_path) as base:
        path = base.path
    with closing(sqlite3.connect(path)) as raw:
        with pytest.raises(sqlite3.IntegrityError), raw:
            raw.execute(change)
        with raw:
            raw.execute(f"DROP TRIGGER {trigger}")
            raw.execute(change)
    with town.open_database(path) as base:
        assert verified(base).faults


def test_nothing_is_changed_by_looking(tmp_path: Path) -> None:
    with attested(tmp_path) as base:
        before = "\n".join(base.read().iterdump())
        verified(base)
        assert "\n".join(base.new_reader().iterdump()) == before
