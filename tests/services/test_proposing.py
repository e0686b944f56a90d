"""Values for days already attested hold when a second person has confirmed them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from db import Database
from tests.services import town
from tests.services.town import stamp
from workbench.domain.time import parse_day
from workbench.services import attesting, law, proposing
from workbench.services.errors import Refused

VALUE, POLICY = "varde", "installning"


@pytest.fixture
def base(tmp_path: Path) -> Iterator[Database]:
    """A municipality that has attested October 2026."""
    with town.database(tmp_path / "t.db") as opened:
        rows = [town.tid("2026-10-05")]
        town.bring(opened, tmp_path / "in", town.clean_town(tidrapporter=rows))
        run = town.settled(opened, "2026-10")
        attesting.attest(opened, run.korning or 0, run.total_ore, ["all"], stamp(actor="eva"))
        yield opened


def rate(base: Database, year: int) -> int:
    """Return the timbelopp that holds for a year."""
    values = {item.fran: item.value for item in law.load(base.read()).rates.all()}
    return values[max(values)] if year > 2026 else values[parse_day(f"{year}-01-01")]


def test_a_rate_for_attested_days_waits(base: Database) -> None:
    number = law.add_rate(base, 2026, 35000, "SFS", True, stamp(actor="anna"))
    assert number is not None
    assert rate(base, 2026) == 34770
    with pytest.raises(Refused, match="har själv föreslagit"):
        proposing.confirm(base, VALUE, number, stamp(actor="anna"))
    with pytest.raises(Refused, match="finns inte"):
        proposing.confirm(base, POLICY, number, stamp(actor="bo"))
    proposing.confirm(base, VALUE, number, stamp(actor="bo"))
    assert rate(base, 2026) == 35000
    with pytest.raises(Refused, match="redan bekräftat av bo"):
        proposing.reject(base, VALUE, number, stamp(actor="bo"))


def test_a_rate_for_days_to_come_holds_at_once(base: Database) -> None:
    assert law.add_rate(base, 2027, 35310, "SFS", True, stamp()) is None
    assert rate(base, 2027) == 35310


def test_a_policy_waits_only_for_attested_days_and_for_what_answers_depend_on(
    base: Database,
) -> None:
    assert law.set_policy(base, "delperiod", "hela", "2026-11-01", "N", stamp()) is None
    number = law.set_policy(base, "delperiod", "hela", "2026-10-31", "N", stamp())
    assert number is not None
    assert law.set_policy(base, "bevakning_dagar", "30", "2026-01-01", "N", stamp()) is None
    assert [item.id for item in proposing.waiting(base.read(), POLICY)] == [number]
    proposing.reject(base, POLICY, number, stamp())
    assert proposing.waiting(base.read(), POLICY) == []


def test_neither_of_the_two_attests(base: Database, tmp_path: Path) -> None:
    number = law.add_rate(base, 2026, 35000, "SFS", True, stamp(actor="anna")) or 0
    proposing.confirm(base, VALUE, number, stamp(actor="bo"))
    run = town.settled(base, "2026-10")
    for who in ("anna", "bo", town.ACTOR):
        assert who in attesting.involved(base.read(), run.korning or 0, run.month)
        with pytest.raises(Refused, match=who):
            attesting.attest(base, run.korning or 0, 0, ["all"], stamp(actor=who))


def test_the_database_refuses_one_person_and_another_value(base: Database) -> None:
    law.add_rate(base, 2026, 35000, "SFS", True, stamp(actor="anna"))
    with closing(sqlite3.connect(base.path)) as raw:
        for statement in (
            "UPDATE vardeforslag SET status = 'bekraftad', bekraftad_av = 'anna'",
            "UPDATE vardeforslag SET varde = '99900'",
            "UPDATE vardeforslag SET aktor = 'bo'",
            "DELETE FROM vardeforslag",
            "INSERT OR REPLACE INTO vardeforslag SELECT * FROM vardeforslag",
        ):
            with pytest.raises(sqlite3.IntegrityError):
                raw.execute(statement)
