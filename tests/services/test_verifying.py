"""What has been attested is as it was: every way of changing it past the program is found."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from db import ledger
from tests.services import town
from tests.services.forging import forged
from workbench.domain.time import parse_month
from workbench.law.shipped import changed, shipped
from workbench.rules.registry import RULE_VERSION
from workbench.services import attesting, drafting, law, verifying
from workbench.services.progress import Progress

MONTH = "2024-03"
WHO = town.stamp(actor="revisor")


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
    with (
        closing(sqlite3.connect(path)) as raw,
        pytest.raises(sqlite3.IntegrityError) as refused,
    ):
        raw.execute(change)
    assert words(path, trigger) == str(refused.value)
    forged(path, change)
    with town.open_database(path) as base:
        assert verified(base).faults


def words(path: Path, trigger: str) -> str:
    """Return what a trigger says when it refuses."""
    with closing(sqlite3.connect(path)) as raw:
        sql = raw.execute("SELECT sql FROM sqlite_master WHERE name = ?", (trigger,)).fetchone()[0]
    return str(sql.split("'")[-2])


def test_nothing_is_changed_by_looking(tmp_path: Path) -> None:
    with attested(tmp_path) as base:
        before = "\n".join(base.read().iterdump())
        verified(base)
        assert "\n".join(base.new_reader().iterdump()) == before


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            "DELETE FROM tidrapport WHERE id = 6",
            "en rad i månaden är ändrad eller borttagen efter attesten",
        ),
        (
            "UPDATE fil_block SET innehall = cast(innehall || 'x' AS BLOB) WHERE fil = 1",
            "brukare.csv: innehållet är inte det som lästes in",
        ),
        (
            "UPDATE fil SET sha256 = hex(randomblob(32)) WHERE id = 1",
            "brukare.csv: innehållet är inte det som lästes in",
        ),
        (
            "UPDATE korning SET regelversion = 1 WHERE id = 2",
            "regelversionen är inte den som står i journalen",
        ),
        (
            "UPDATE korning SET sigill = 'ett nytt' WHERE id = 2",
            "något har ändrats efter attesten: sigillet stämmer inte",
        ),
    ],
)
def test_what_carries_a_run_is_held_to_its_hash(tmp_path: Path, change: str, told: str) -> None:
    with attested(tmp_path) as base:
        path = base.path
    forged(path, change)
    with town.open_database(path) as base:
        assert told in [item.vad for item in verified(base).faults]


def test_a_run_sealed_anew_is_told_from_what_the_journal_says(tmp_path: Path) -> None:
    """Whoever changes a payment and computes the run's own seal anew does not reach the chain."""
    with attested(tmp_path) as base:
        path = base.path
    forged(path, "UPDATE betalning SET konto = '1234567' WHERE korning = 1")
    with town.open_database(path) as base:
        sigill = ledger.seal(base.read(), 1)
    forged(path, f"UPDATE korning SET sigill = '{sigill}' WHERE id = 1")  # noqa: S608 - a hash
    with town.open_database(path) as base:
        faults = [f"{item.var}: {item.vad}" for item in verified(base).faults]
    assert faults == ["körning 1: sigillet är inte det som står i journalen"]


def test_the_first_break_is_the_chains(tmp_path: Path) -> None:
    with attested(tmp_path) as base:
        path = base.path
    forged(path, "UPDATE journal SET aktor = 'x' WHERE id = 3", "UPDATE avrakning SET belopp = 1")
    with town.open_database(path) as base:
        assert verified(base).faults[0].var == "journal 3"


def test_a_journal_forged_into_no_json_is_named(tmp_path: Path) -> None:
    with attested(tmp_path) as base:
        path = base.path
        number = base.read().execute("SELECT max(journal) FROM korning").fetchone()[0]
    forged(path, "UPDATE journal_innehall SET efter = '{'")
    with town.open_database(path) as base:
        first = verified(base).faults[0]
    assert first.vad == "innehållet i post 1 är ändrat"
    assert number > 1


# -- newer rules and values ------------------------------------------------------------------------


def test_another_result_under_newer_rules_is_no_break(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with attested(tmp_path) as base:
        monkeypatch.setattr(verifying, "RULE_VERSION", 99)
        monkeypatch.setattr(verifying.checking, "replay", one_hour_less)
        result = verified(base)
        assert result.faults == []
        assert result.recomputed == [MONTH]
        (item,) = result.nya_regler
        assert (item.manad, item.korning) == (MONTH, 2)
        assert item.vad == (f"regelversion {RULE_VERSION} då, 99 nu",)
        assert [fault.vad for fault in item.skillnader] == [
            "raderna blir andra nu: 10 643,20 kr då, 10 310,60 kr nu",
            "andelarna ger inte beloppet",
        ]


def test_the_same_result_under_newer_rules_is_not_mentioned(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with attested(tmp_path) as base:
        monkeypatch.setattr(verifying, "RULE_VERSION", 99)
        result = verified(base)
        assert (result.recomputed, result.nya_regler, result.faults) == ([MONTH], [], [])


def test_another_result_under_the_same_rules_is_a_break(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with attested(tmp_path) as base:
        monkeypatch.setattr(verifying.checking, "replay", one_hour_less)
        result = verified(base)
        assert (len(result.faults), result.nya_regler) == (2, [])


def test_a_value_that_ships_otherwise_is_named_with_what_it_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with attested(tmp_path) as base:
        monkeypatch.setattr(
            verifying, "shipped", lambda month: shipped(month) | {"timbelopp": "32927"}
        )
        monkeypatch.setattr(verifying.checking, "replay", one_hour_less)
        result = verified(base)
        assert result.faults == []
        assert [item.vad for item in result.nya_regler] == [("timbelopp: 33260 då, 32927 nu",)]


def one_hour_less(*arguments: Any) -> Iterator[drafting.Computed]:
    """Recompute as a program would that pays the first brukare an hour less."""
    for number, computed in enumerate(REPLAY(*arguments)):
        if number == 0:
            line = computed.settlement.lines[0]
            line.betalda -= 100
            line.belopp -= line.timbelopp
        yield computed


REPLAY = verifying.checking.replay


def test_values_of_other_months_are_not_a_months_own() -> None:
    month = parse_month("2024-03")
    assert shipped(month)["timbelopp"] == "33260"
    assert "inställning arbetstid_avrundning" in shipped(month)
    assert shipped(month)["EES"] == shipped(parse_month("2024-04"))["EES"]
    assert shipped(parse_month("2020-12"))["EES"] != shipped(parse_month("2021-01"))["EES"]
    assert not {name for name in shipped(month) if "gallring" in name or "betalare" in name}


def test_what_changed_is_told_by_name() -> None:
    assert changed({"a": "1", "b": "2"}, {"a": "1", "b": "2"}) == []
    assert changed({"a": "1", "b": "2"}, {"a": "3", "c": "4"}) == [
        "a: 1 då, 3 nu",
        "b: 2 då, saknas nu",
        "c: saknades då, 4 nu",
    ]


# -- beside others ---------------------------------------------------------------------------------


def test_others_may_write_while_it_is_looked_at(tmp_path: Path) -> None:
    """What is told is of the moment it began; what came after is counted, not looked at."""
    with attested(tmp_path) as base, town.Database(base.path, timeout=0) as other:
        begun = base.read().execute("SELECT nummer FROM journal_slut").fetchone()[0]
        written = []

        def meanwhile(what: str, *_: int) -> None:
            if what.startswith("Räknar om brukare") and not written:
                law.set_policy(other, "arbetstid_avrundning", "minut", "2031-01-01", "x", WHO)
                written.append(what)

        result = verifying.verify(base, WHO, progress=Progress(meanwhile))
        assert written
        assert (result.huvud.nummer, result.faults) == (begun, [])
        assert result.tillkomna == 1
        with other.write():
            assert verified(base).faults == []
