"""The patterns look further than a month or a person: what changes elsewhere is seen."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from db import Database, open_database
from tests.services import town
from tests.services.town import ANNA, BO, FIRMAN, KIM, LEA, tid
from workbench.domain.time import iso_day, parse_day

M = "2024-03"
CLARA = town.person("1966-06-06", 381)
AVTAL = {"arbetstid": "kollektivavtal", "timmar_per_vecka": "40", "period_langd": "12m"}
Said = tuple[str, str, str, int, str]


def said(base: Database, month: str = M) -> list[Said]:
    """Return a month's findings with their words."""
    return sorted(
        (one.kod, one.brukare, one.assistent or "", one.minuter, one.forklaring)
        for one in town.findings(base, month)
    )


def checked_anew(folder: Path, name: str, month: str = M) -> list[Said]:
    """Return what a check of everything says, in a copy that forgets every check."""
    copy = folder / "anew.db"
    shutil.copyfile(folder / name, copy)
    with closing(sqlite3.connect(copy)) as connection, connection:
        connection.execute("DELETE FROM kontroll")
    with open_database(copy) as base:
        town.check(base, month)
        return said(base, month)


def account(number: str, name: str, konto: str) -> dict[str, str]:
    """Return a row of the brukare file."""
    return {"personnummer": number, "namn": name, "ivo_anmald": "", "konto": konto}


def payee(brukare: str, number: str, konto: str) -> dict[str, str]:
    """Return a row of the mottagare file."""
    return {
        "brukare": brukare,
        "slag": "annan",
        "nummer": number,
        "namn": "Den som får pengarna",
        "fran": "2024-01-01",
        "konto": konto,
    }


def three_brukare(base: Database, folder: Path) -> None:
    """Anna, Bo and Clara with an assistant each, and an account each."""
    cia = town.person("1991-03-03", 455)
    sheets = town.clean_town(
        brukare=[
            account(ANNA, "Anna", ONE),
            account(BO, "Bo", TWO),
            account(CLARA, "Clara", THREE),
        ],
        assistenter=[
            {"personnummer": who, "namn": "Namn", "bosatt_land": "SE"} for who in (KIM, LEA, cia)
        ],
        uppdrag=[
            town.uppdrag(KIM, ANNA),
            town.uppdrag(LEA, BO),
            town.uppdrag(cia, CLARA),
        ],
        beslut=[
            town.beslut("B1", ANNA),
            town.beslut("B2", BO),
            town.beslut("B3", CLARA),
        ],
        tidrapporter=[
            tid("2024-03-04", "08:10"),
            tid("2024-03-04", "08:10", brukare=BO, assistent=LEA),
            tid("2024-03-04", "08:10", brukare=CLARA, assistent=cia),
        ],
    )
    town.bring(base, folder / "in", sheets)


def shares(base: Database) -> set[str]:
    """Return the brukare whose account is shared."""
    return {one.brukare for one in town.findings(base, M, "rimlighet")}


def words(base: Database) -> set[str]:
    """Return how many are said to share an account."""
    found = town.findings(base, M, "rimlighet")
    return {one.forklaring.partition("står på ")[2].partition(".")[0] for one in found}


ONE, TWO, THREE, NINE = (f"5001-00000{end}" for end in ("11", "38", "46", "97"))
FIRST = {"brukare": [account(BO, "Bo", "50010000011")]}
CHANGES: list[tuple[dict[str, list[dict[str, str]]], set[str], int]] = [
    ({"brukare": [account(BO, "Bo", "5001 000 001 1")]}, {ANNA, BO}, 2),
    ({"brukare": [account(BO, "Bo", NINE)]}, set(), 1),
    ({"mottagare": [payee(ANNA, LEA, "50010000038")]}, {ANNA, BO}, 2),
    ({"mottagare": [payee(ANNA, town.person("1960-01-15", 302), "50010000038")]}, {ANNA}, 1),
    ({"mottagare": [payee(ANNA, town.person("1960-01-15", 302), "50010000011")]}, set(), 1),
]


@pytest.mark.parametrize(("change", "sharing", "checked"), CHANGES)
def test_a_changed_account_is_checked_for_those_who_share_it(
    tmp_path: Path, change: dict[str, list[dict[str, str]]], sharing: set[str], checked: int
) -> None:
    """Also for who is not in the import, and for nobody else; and back again."""
    with town.database(tmp_path / "t.db") as base:
        three_brukare(base, tmp_path)
        town.check(base, M)
        assert shares(base) == set()
        town.bring(base, tmp_path / "change", change)
        town.confirm_accounts(base)
        work = town.check(base, M)
        assert (work.assistants, work.brukare) == (checked, checked)
        assert shares(base) == sharing
        after = said(base)
    assert checked_anew(tmp_path, "t.db") == after


def test_an_account_that_is_no_longer_shared(tmp_path: Path) -> None:
    with town.database(tmp_path / "t.db") as base:
        three_brukare(base, tmp_path)
        town.bring(base, tmp_path / "shared", FIRST)
        assert town.confirm_accounts(base) == 1
        town.check(base, M)
        assert shares(base) == {ANNA, BO}
        town.bring(base, tmp_path / "own", {"brukare": [account(BO, "Bo", TWO)]})
        assert town.confirm_accounts(base) == 1
        work = town.check(base, M)
        assert (work.assistants, work.brukare) == (2, 2)
        assert shares(base) == set()
        after = said(base)
    assert checked_anew(tmp_path, "t.db") == after


def test_a_third_who_joins_changes_the_words_of_the_others(tmp_path: Path) -> None:
    with town.database(tmp_path / "t.db") as base:
        three_brukare(base, tmp_path)
        town.bring(base, tmp_path / "shared", FIRST)
        assert town.confirm_accounts(base) == 1
        town.check(base, M)
        assert words(base) == {"2 brukare"}
        town.bring(base, tmp_path / "third", {"brukare": [account(CLARA, "Clara", "50010000011")]})
        assert town.confirm_accounts(base) == 1
        assert town.check(base, M).assistants == 3
        assert words(base) == {"3 brukare"}
        after = said(base)
    assert checked_anew(tmp_path, "t.db") == after


def test_the_account_of_an_employer_concerns_everyone(tmp_path: Path) -> None:
    with town.database(tmp_path / "t.db") as base:
        three_brukare(base, tmp_path)
        town.check(base, M)
        firman = {"orgnr": FIRMAN, "namn": "Firman", "kommunal": "nej", "konto": THREE}
        town.bring(base, tmp_path / "firman", {"anordnare": [firman]})
        town.check(base, M)
        assert shares(base) == {ANNA, BO, CLARA}
        after = said(base)
    assert checked_anew(tmp_path, "t.db") == after


# -- rows of the month before ---------------------------------------------------------------


def days(first: str, last: str, step: int = 7) -> list[str]:
    """Return days from one to another."""
    return [iso_day(day) for day in range(parse_day(first), parse_day(last) + 1, step)]


MONDAYS = [tid(day, "08:10", "12:25") for day in days("2023-02-06", "2023-03-31")]
TUESDAYS = [tid(day, "08:10", "12:25") for day in days("2023-02-07", "2023-03-31")]
ROTA = [*MONDAYS, *TUESDAYS]
LATE: list[tuple[str, str, Sequence[town.Row], Sequence[town.Row], set[str]]] = [
    ("schemalikt", "2023-03", ROTA[1:], ROTA[:1], {"schemalikt"}),
    ("no longer schemalikt", "2023-03", ROTA, [tid("2023-02-22", "18:00", "19:00")], set()),
    (
        "langt-pass",
        "2024-05",
        [tid("2024-05-01", "00:00", "12:00")],
        [tid("2024-04-30", "08:00", "24:00")],
        {"langt-pass", "vila"},
    ),
    (
        "dygnsvila",
        "2024-05",
        [tid("2024-05-01", "07:00", "15:00")],
        [tid("2024-04-30", "14:00", "23:00")],
        {"vila"},
    ),
    (
        "veckovila",
        "2024-05",
        [tid(day) for day in days("2024-04-26", "2024-05-02", 1) if day != "2024-04-28"],
        [tid("2024-04-28")],
        {"vila"},
    ),
]


@pytest.mark.parametrize(
    ("month", "rows", "late", "found"), [one[1:] for one in LATE], ids=[one[0] for one in LATE]
)
def test_a_late_row_of_the_month_before_reaches_the_month(
    tmp_path: Path,
    month: str,
    rows: Sequence[town.Row],
    late: Sequence[town.Row],
    found: set[str],
) -> None:
    patterns = {"schemalikt", "langt-pass", "vila"}
    with town.database(tmp_path / "t.db") as base:
        sheets = town.clean_town(uppdrag=[town.uppdrag(**AVTAL)], tidrapporter=rows)
        town.bring(base, tmp_path / "in", sheets)
        town.check(base, month)
        before = {one[0] for one in said(base, month)} & patterns
        assert before != found
        town.bring(base, tmp_path / "late", {"tidrapporter": late})
        town.check(base, month)
        after = said(base, month)
        assert {one[0] for one in after} & patterns == found
    assert checked_anew(tmp_path, "t.db", month) == after


def test_a_late_row_two_months_before_reaches_three_months_running(tmp_path: Path) -> None:
    rows = [tid(day, "08:10", "18:10") for day in ("2024-02-05", "2024-03-04")]
    with town.database(tmp_path / "t.db") as base:
        beslut = [town.beslut(fran="2024-01-01", timmar="10")]
        town.bring(base, tmp_path / "in", town.clean_town(beslut=beslut, tidrapporter=rows))
        town.check(base, M)
        assert not town.findings(base, M, "rimlighet")
        late = {"tidrapporter": [tid("2024-01-08", "08:10", "18:10")]}
        town.bring(base, tmp_path / "late", late)
        town.check(base, M)
        assert town.one(base, M, "rimlighet").minuter == 600
        after = said(base)
    assert checked_anew(tmp_path, "t.db") == after


def test_held_rest_follows_a_late_row(tmp_path: Path) -> None:
    """``vila_allvar`` = utred: a late row of the month before changes what the month pays."""
    from db import values

    with town.database(tmp_path / "t.db") as base:
        rows = [tid("2024-05-01", "07:00", "15:00")]
        sheets = town.clean_town(uppdrag=[town.uppdrag(**AVTAL)], tidrapporter=rows)
        town.bring(base, tmp_path / "in", sheets)
        with base.write() as connection:
            stamp = town.stamp()
            values.set_policy(connection, "vila_allvar", "2024-01-01", "utred", "nämnden", stamp)
        assert town.answer(base, "2024-05")["hallna_minuter"] == 0
        late = {"tidrapporter": [tid("2024-04-30", "14:00", "23:00")]}
        town.bring(base, tmp_path / "late", late)
        assert town.answer(base, "2024-05")["hallna_minuter"] == 420
