"""What must hold of every municipality: nothing lost, nothing twice, and runs that repeat."""

from __future__ import annotations

import random
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from db import Database
from tests.oracle import generate
from tests.services import town
from workbench.domain.time import (
    intersect,
    month_interval,
    parse_month,
    subtract,
    total,
    union,
)

SEEDS = [("ordinary", 31, "2024-02"), ("nights", 32, "2024-09"), ("overlaps", 33, "2022-02")]
MORE = [*SEEDS, ("registers", 34, "2013-06"), ("caps", 35, "2018-08"), ("double", 36, "2020-10")]


def made(tmp_path: Path, preset: str, seed: int, start: str) -> tuple[Path, list[str]]:
    """Write a generated municipality and return its folder and months."""
    folder = tmp_path / "in"
    return folder, generate.write(folder, seed, start, preset=preset)


def dump(base: Database, tables: tuple[str, ...]) -> dict[str, list[Any]]:
    """Return the content of tables."""
    return {
        table: sorted(base.read().execute(f"SELECT * FROM {table}"), key=repr)  # noqa: S608 - fixed names
        for table in tables
    }


STORED = (
    "fil fil_block person brukare assistent bosattning sjukersattning arbetsgivare tillstand "
    "uppdrag beslut beslut_tidigare vistelse tidrapport journal journal_innehall"
)
COMPUTED = ("fynd", "fynd_del", "avrakning", "netto", "avgorande")


@pytest.mark.parametrize(("preset", "seed", "start"), MORE)
def test_nothing_is_lost_and_nothing_counts_twice(
    tmp_path: Path, preset: str, seed: int, start: str
) -> None:
    """Row by row: payable and withheld minutes make up the reported ones, and the lines too."""
    folder, months = made(tmp_path, preset, seed, start)
    with town.database(tmp_path / "t.db") as base:
        town.take_in(base, [folder])
        for month in months:
            result = town.settled(base, month)
            window = month_interval(parse_month(month))
            withheld: dict[int, dict[str, list[tuple[int, int]]]] = defaultdict(
                lambda: {"neka": [], "utred": [], "info": []}
            )
            for rad, allvar, first, after in base.read().execute(
                """SELECT d.rad, y.allvar, d.start, d.slut FROM fynd y
                   JOIN fynd_del d ON d.fynd = y.id
                   WHERE y.manad = ? AND y.aktuell = 1 AND d.aktuell = 1""",
                (parse_month(month),),
            ):
                withheld[rad][allvar].append((first, after))
            paid: dict[tuple[int, int], int] = defaultdict(int)
            refused_sum = held_sum = reported_sum = 0
            for rad, brukare, slag, first, after in base.read().execute(
                "SELECT id, brukare, slag, start, slut FROM tidrapport"
            ):
                inside = intersect([(first, after)], [window])
                said = withheld[rad]
                refused = union(said["neka"])
                held = subtract(said["utred"], refused)
                assert subtract(refused + held, inside) == []
                payable = subtract(inside, refused + held)
                assert total(payable) + total(refused) + total(held) == total(inside)
                paid[brukare, slag] += total(payable)
                refused_sum += total(refused)
                held_sum += total(held)
                reported_sum += total(inside)
            lines: dict[tuple[int, int], int] = defaultdict(int)
            for line in result.lines:
                for slag, minutes in enumerate((line.assistans, line.vantetid, line.beredskap)):
                    lines[line.brukare_id, slag] += minutes
            assert {k: v for k, v in lines.items() if v} == {k: v for k, v in paid.items() if v}
            assert (result.nekade_minuter, result.hallna_minuter) == (refused_sum, held_sum)
            assert sum(lines.values()) + refused_sum + held_sum == reported_sum
            assert result.total_ore == sum(line.belopp for line in result.lines)
            assert sum(net.ratt for net in result.brukare) == result.total_ore


@pytest.mark.parametrize(("preset", "seed", "start"), MORE)
def test_the_order_of_the_files_does_not_matter(
    tmp_path: Path, preset: str, seed: int, start: str
) -> None:
    folder, months = made(tmp_path, preset, seed, start)
    files = sorted(folder.iterdir())
    answers = []
    for turn in range(3):
        random.Random(f"{seed} {turn}").shuffle(files)
        with town.database(tmp_path / f"{turn}.db") as base:
            for path in files:
                town.take_in(base, [path])
            answers.append([town.answer(base, month) for month in months])
    assert answers[0] == answers[1] == answers[2]


@pytest.mark.parametrize(("preset", "seed", "start"), SEEDS)
def test_running_again_changes_nothing(tmp_path: Path, preset: str, seed: int, start: str) -> None:
    """Also on a later day, in another process (connection), and with a check between."""
    folder, months = made(tmp_path, preset, seed, start)
    with town.database(tmp_path / "t.db") as base:
        town.take_in(base, [folder])
        # Lines of beslut with long periods depend on the other months' runs: run until still.
        for _ in range(2):
            for month in months:
                town.settled(base, month)
        before = dump(base, COMPUTED)
        log = base.read().execute("SELECT count(*) FROM journal").fetchone()
        for month in months:
            assert town.settled(base, month).changes == []
    with town.open_database(tmp_path / "t.db") as base:
        for month in months:
            town.check(base, month, "2026-12-24")
            assert town.settled(base, month, "2026-12-24").changes == []
        assert dump(base, COMPUTED) == before
        assert base.read().execute("SELECT count(*) FROM journal").fetchone() == log


@pytest.mark.parametrize(("preset", "seed", "start"), SEEDS)
def test_importing_the_same_files_again_is_a_no_op(
    tmp_path: Path, preset: str, seed: int, start: str
) -> None:
    folder, _ = made(tmp_path, preset, seed, start)
    tables = tuple(STORED.split())
    with town.database(tmp_path / "t.db") as base:
        town.take_in(base, [folder])
        before = dump(base, tables)
        again = town.take_in(base, [folder])
        assert {item.status for item in again.files} == {"redan-importerad"}
        assert again.rader == 0
        renamed = tmp_path / "annat namn.csv"
        renamed.write_bytes((folder / "tidrapporter.csv").read_bytes())
        assert [item.status for item in town.take_in(base, [renamed]).files] == ["redan-importerad"]
        assert dump(base, tables) == before


def test_a_dry_run_says_the_same_and_stores_nothing(tmp_path: Path) -> None:
    folder, months = made(tmp_path, *SEEDS[0])
    with town.database(tmp_path / "t.db") as base:
        town.take_in(base, [folder])
        tables = (*STORED.split(), *COMPUTED, "korning", "kontroll", "lage", "berord")
        before = dump(base, tables)
        looked = town.settle(base, parse_month(months[0]), town.stamp(), dry_run=True)
        assert looked.korning is None
        assert dump(base, tables) == before
        stored = town.settled(base, months[0])
        assert town.lines(looked) == town.lines(stored)
        assert looked.total_ore == stored.total_ore
