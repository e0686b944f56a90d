"""The month as money against an independent model, in made-up lives of a municipality.

The fast profile takes some walks; WORKBENCH_LONG=1 takes many and longer ones.
"""

from __future__ import annotations

import csv
import io
import os
import random
from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db import Database, ledger, payments
from tests.oracle import generate, money
from tests.services import moneywalk, town
from tests.services.moneylife import attest, hospital, life
from tests.services.moneywalk import MONTHS, OPERATIONS, PIA, Walk
from workbench import netting
from workbench.claiming import GROUNDS, Cause, carried_out, propose
from workbench.domain.report import Row, Slag
from workbench.domain.settlement import Line
from workbench.law.rounding import converted_hours, line_amount
from workbench.services import attesting, reviewing
from workbench.sharing import Difference, shares

LONG = bool(os.environ.get("WORKBENCH_LONG"))
WALKS = settings(
    max_examples=60 if LONG else 6,
    deadline=None,
    derandomize=not LONG,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
PURE = settings(max_examples=2000 if LONG else 150, deadline=None, derandomize=not LONG)

NUMBERS = st.integers(0, 10**6)
STEPS = st.lists(
    st.tuples(st.sampled_from(OPERATIONS), NUMBERS),
    min_size=10 if LONG else 20,
    max_size=120 if LONG else 30,
)
MONEY = (
    *("korning", "avrakning", "netto", "skillnad", "underlag", "betalning", "betalning_handelse"),
    *("aterkrav", "aterkrav_bokning", "aterkrav_rad", "fynd", "fynd_del", "avgorande"),
    *("aterkrav_steg", "aterkrav_galdenar", "aterkrav_delbetalning", "aterkrav_bedomning"),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Somewhere to live; each life begins by clearing it."""
    return tmp_path_factory.mktemp("liv") / "liv"


def dump(base: Database, tables: Iterable[str]) -> dict[str, list[Any]]:
    """Return the content of tables, and of the journal but for its salted hashes."""
    connection = base.read()
    said = "SELECT id, tid, aktor, handelse, objekt, nyckel, fore, efter FROM v_logg ORDER BY id"
    return {
        table: connection.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608 - fixed names
        for table in tables
    } | {"journal": connection.execute(said).fetchall()}


# -- whole lives ------------------------------------------------------------------------------


@given(steps=STEPS, first=NUMBERS)
@WALKS
def test_every_step_of_a_life_agrees(folder: Path, steps: list[Any], first: int) -> None:
    """The netting, the claims with their rows and cases, the shares, the invariant, the views and
    the lists, after each step; and verify in the end."""
    begin = [("rows", first), ("rows", first + 1), ("attest", 0), ("attest", 1), ("fall", first)]
    walk = moneywalk.live(folder, [*begin, *steps])
    walk.base.close()


@pytest.mark.parametrize("seed", range(12 if LONG else 2))
def test_the_same_operations_give_the_same_tables(tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    steps = [("rows", seed), ("attest", 1)]
    steps += [(rng.choice(OPERATIONS), rng.randint(0, 10**6)) for _ in range(30)]
    dumps = []
    for _ in range(2):
        walk = moneywalk.live(tmp_path / "liv", steps)
        dumps.append(dump(walk.base, MONEY))
        walk.base.close()
    assert dumps[0] == dumps[1]


GENERATED = (
    *("attest", "attest", "decide", "decide", "undo", "policy", "annul"),
    *("repay", "drop", "onward", "onward", "step", "regret", "join", "choose"),
)


@pytest.mark.parametrize(
    ("preset", "seed", "start"),
    [
        (preset, 900 + number, generate.WORTH_TRYING[number % 10])
        for number, preset in enumerate(
            ("caps", "double", "ordinary", "overlaps", "registers", "worktime") * (4 if LONG else 1)
        )
    ][: None if LONG else 2],
)
def test_a_generated_municipality_agrees(
    tmp_path: Path, preset: str, seed: int, start: str
) -> None:
    """Half of the rows are there when the months are first attested; the rest arrive later."""
    rows = 400 if LONG else 120
    months = generate.write(tmp_path / "in", seed, start, preset=preset, months=2, rows=rows)
    sheets: dict[str, Any] = {
        path.stem: list(
            csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig")), delimiter=";")
        )
        for path in sorted((tmp_path / "in").glob("*.csv"))
    }
    reported = sheets.pop("tidrapporter")
    rng = random.Random(seed)
    rng.shuffle(reported)
    half = len(reported) // 2
    with town.database(tmp_path / "t.db") as base:
        walk = Walk(tmp_path, base, sheets | {"tidrapporter": reported[:half]}, months)
        for month in months:
            attest(walk, month)
        for part in range(3):
            walk.bring({"tidrapporter": reported[half + part :: 3]})
            walk.go([(rng.choice(GENERATED), rng.randint(0, 10**6)) for _ in range(8)])
        for month in months:
            attest(walk, month)


# -- the pure parts ----------------------------------------------------------------------------

ORE = st.integers(0, 500)
SUMS = st.lists(st.tuples(ORE, ORE, ORE, ORE), max_size=4)


@given(ORE, st.integers(0, 2000), SUMS, st.none() | st.tuples(ORE, ORE, st.booleans(), ORE))
@PURE
def test_the_netting_is_the_models(
    ratt: int, attested: int, sums: list[Any], advance: tuple[int, int, bool, int] | None
) -> None:
    claims = [netting.Claim(number, *item) for number, item in enumerate(sums)]
    own = [money.Claim(("", "", ""), "a", 0, [money.Entry(0, *item)]) for item in sums]
    if advance is None:
        got = netting.net(ratt, attested, claims)
        expected = money.net(ratt, attested, own)
    else:
        given_before, new, accounted, held = advance
        new = 0 if accounted else new
        whole = given_before + new + 1
        got = netting.net(ratt, attested, claims, netting.Forskott(whole, new, accounted, held))
        expected = money.net(ratt, attested, own, money.Advance(whole, new, accounted, held))
    assert (
        money.Net(
            got.ratt,
            got.betalt,
            got.krav,
            got.skillnad,
            got.att_betala,
            got.aterkrav,
            got.sankta_krav,
            got.absorberat,
            got.aterstallt,
            got.oredovisat,
        )
        == expected
    )
    for move, claim in ((move, claims[move.id]) for move in got.movements):
        assert claim.utestaende + move.utestaende >= 0
        assert claim.nedlagt + move.nedlagt >= 0
        assert claim.absorberat + move.absorberat >= 0


@given(st.integers(0, 1000), st.integers(0, 1000), st.integers(0, 300))
@PURE
def test_the_surplus_of_an_advance_is_the_rulebooks(advance: int, ratt: int, held: int) -> None:
    """Nothing claimed before: what is put forward is max(0, forskott - right - held)."""
    net = netting.net(ratt, advance, [], netting.Forskott(advance, 0, True, held))
    assert net.aterkrav == money.surplus(advance, ratt, held)
    refused = netting.net(
        ratt,
        advance,
        [netting.Claim(1, net.aterkrav, 0, 0)] if net.aterkrav else [],
        netting.Forskott(advance, 0, True, 0),
    )
    assert net.aterkrav + refused.aterkrav == max(0, advance - ratt)


@given(
    st.lists(st.tuples(st.integers(-300, 300), st.sampled_from(GROUNDS)), max_size=8),
    st.integers(0, 100),
)
@PURE
def test_proposals_split_by_ground_and_their_rows_add_up(
    rows: list[tuple[int, str]], covered: int
) -> None:
    found = [
        (Difference(n, 1, "assistans", 0, 0, 1, 1, ore), Cause("orsak", ground))
        for n, (ore, ground) in enumerate(rows)
    ]
    amount = max(0, -sum(ore for ore, _ in rows) - covered)
    falls = dict.fromkeys(GROUNDS, 0)
    for ore, ground in rows:
        falls[ground] += max(0, -ore)
    made = propose(found, amount, rest=Cause("rest", "a"))
    expected = money.by_ground(falls, amount) if amount else {}
    assert {item.grund: item.belopp for item in made} == expected
    for item in made:
        assert item.belopp == sum(row.belopp for row in item.rows) > 0


@given(
    st.lists(st.tuples(st.integers(-300, 300), st.sampled_from(GROUNDS)), max_size=8),
    st.integers(0, 100),
    st.integers(0, 200),
    st.lists(st.integers(1, 300), max_size=3),
)
@PURE
def test_what_is_restored_and_what_is_claimed_is_each_row_once(
    made: list[tuple[int, str]], covered: int, beyond: int, restored: list[int]
) -> None:
    """A fall, also beyond what rows say, less what an advance covers, first restores claims."""
    found = [
        (Difference(n, 1, "assistans", 0, 0, 1, 1, ore), Cause("orsak", ground))
        for n, (ore, ground) in enumerate(made, 1)
    ]
    falls = dict.fromkeys(GROUNDS, 0)
    for ore, ground in made:
        falls[ground] += max(0, -ore)
    covers = min(covered, falls["utredning"])
    left = whole = max(0, beyond - covers - sum(ore for ore, _ in made))
    moves = []
    for number, ore in enumerate(restored):
        moves.append((number, min(ore, left)))
        left -= moves[-1][1]
    moves = [move for move in moves if move[1]]
    done = carried_out(found, moves, left, rest=Cause("rest", "a"), covered=covered)
    for number, change in moves:
        assert sum(row.belopp for row in done.rows[number]) == change
    expected = money.by_ground(falls, left, covered) if left else {}
    assert {one.grund: one.belopp for one in done.proposals} == expected
    rows = [row for own in done.rows.values() for row in own]
    rows += [row for one in done.proposals for row in one.rows]
    assert sum(row.belopp for row in rows) == whole
    told: dict[int | None, int] = defaultdict(int)
    for row in rows:
        told[row.difference.rad] += row.belopp
    for number, (ore, _) in enumerate(made, 1):
        assert 0 <= -told[number] * (1 if ore > 0 else -1) <= abs(ore)


PIECES = st.lists(
    st.tuples(st.integers(0, 50), st.integers(1, 60), st.sampled_from(list(Slag))),
    min_size=1,
    max_size=5,
)


@given(PIECES, st.integers(0, 300), st.integers(1, 40000))
@PURE
def test_a_capped_lines_shares_are_the_models(
    made: list[tuple[int, int, Slag]], over: int, rate: int
) -> None:
    """Also where rows run side by side: the last payable minutes go first."""
    rows = [
        Row(start, n, start + length, 1, 1, 1, slag)
        for n, (start, length, slag) in enumerate(made, 1)
    ]
    line = Line(1, 1, "B", rate)
    for row in rows:
        line.minuter[row.slag] += row.slut - row.start
    line.egna = sum(converted_hours(slag, line.minuter[slag]) for slag in Slag)
    line.betalda = max(0, line.egna - over)
    line.over = line.egna - line.betalda
    amount = line_amount(line.timmar, rate)
    pieces = [(row, row.start, row.slut, (1, rate)) for row in rows]
    got = {item.rad: item.ore for item in shares([line], pieces, lambda rad: ("fil", rad))}
    assert sum(got.values()) == amount
    work = [
        money.Work("fil", row.id, name, tuple(range(row.start, row.slut)), row.start, row.id)
        for row in rows
        for name in [("assistans", "vantetid", "beredskap")[row.slag]]
    ]
    cut = Fraction(line.over, 100) * 60
    if amount and sum(money.cut_last(work, cut)[0]):
        expected = money.line_shares(amount, work, cut)
        assert got == {rad: ore for (_, rad), ore in expected.items()}


# -- one thing at a time -----------------------------------------------------------------------


def claims(walk: Walk) -> list[tuple[Any, ...]]:
    """Return (ground, state, outstanding, repaid, dropped) of every claim."""
    return (
        walk.base.read()
        .execute(
            """SELECT c.grund, c.status, sum(b.utestaende), sum(b.aterbetalt), sum(b.nedlagt)
           FROM aterkrav c JOIN aterkrav_bokning b ON b.aterkrav = c.id GROUP BY c.id"""
        )
        .fetchall()
    )


def causes(walk: Walk) -> list[tuple[Any, ...]]:
    """Return (cause, öre) of every claim's rows."""
    return walk.base.read().execute("SELECT orsak, belopp FROM aterkrav_rad ORDER BY id").fetchall()


EIGHT = 8 * 34260


def test_minutes_that_become_held_are_a_claim_of_their_own_ground(tmp_path: Path) -> None:
    walk = life(tmp_path, [town.tid("2025-03-03"), town.tid("2025-03-04")])
    walk.bring({"vistelser": [hospital("2025-03-04T08:00", "2025-03-04T12:00")]})
    attest(walk)
    assert claims(walk) == [("utredning", "forslag", EIGHT // 2, 0, 0)]
    assert causes(walk) == [("hållen: vistelse", EIGHT // 2)]
    walk.base.close()


def test_held_after_refused_on_the_same_row_is_not_a_refusal(tmp_path: Path) -> None:
    """An hour was refused before the first attest; that others are held now is no refusal."""
    rows = [town.tid("2025-03-03", "08:00", "16:00"), town.tid("2025-03-04")]
    folder = tmp_path / "liv"
    folder.mkdir()
    walk = Walk(folder, town.database(folder / "t.db"))
    walk.bring(
        {"tidrapporter": rows, "vistelser": [hospital("2025-03-03T08:00", "2025-03-03T09:00")]}
    )
    town.settled(walk.base, MONTHS[0])
    held = town.one(walk.base, MONTHS[0], "vistelse")
    town.decide(walk.base, [held], "nekad")
    attest(walk)
    walk.bring({"vistelser": [hospital("2025-03-03T12:00", "2025-03-03T14:00")]})
    attest(walk)
    assert claims(walk) == [("utredning", "forslag", 2 * 34260, 0, 0)]
    walk.base.close()


def test_a_row_that_gives_way_to_a_late_one_is_nobodys_fault(tmp_path: Path) -> None:
    """The beslut is full: a late earlier row takes hours from the last, nothing is claimed."""
    rows = [town.tid(f"2025-03-{day:02d}") for day in (4, 5, 6, 7, 10)]
    walk = life(tmp_path, rows)
    walk.bring({"tidrapporter": [town.tid("2025-03-03", "08:00", "12:00")]})
    attest(walk)
    assert claims(walk) == []
    found = ledger.difference_rows(walk.base.read(), 2, (walk.id_of(town.ANNA), ""))
    assert sorted((row.orsak, row.belopp) for row in found) == [
        ("beslutets timmar", -EIGHT // 2),
        ("ny rad", EIGHT // 2),
    ]
    walk.base.close()


def test_a_rise_lowers_absorbs_and_a_fall_restores(tmp_path: Path) -> None:
    """Claimed 8 h; 3 h of it forgiven; 6 h come back: 5 lower the debt, 1 is absorbed; they go
    again: the absorbed hour is restored, and the rest is a new claim."""
    walk = life(tmp_path, [town.tid("2025-03-03"), town.tid("2025-03-04")])
    hour = 34260
    walk.bring({"vistelser": [hospital("2025-03-04T08:00", "2025-03-04T16:00")]})
    town.settled(walk.base, MONTHS[0])
    finding = town.one(walk.base, MONTHS[0], "vistelse")
    refused = town.decide(walk.base, [finding], "nekad")
    attest(walk)
    assert claims(walk) == [("a", "forslag", 8 * hour, 0, 0)]
    states = ("utredning", "kommunicerad", "beslutad", "delgiven", "eftergiven")
    walk.bring_to(walk.latest_case(), *states, ore=3 * hour)
    walk.bring({"tidrapporter": [town.tid("2025-03-05", "08:00", "14:00")]})
    attest(walk)
    assert claims(walk) == [("a", "nedlagd", 0, 0, 2 * hour)]
    walk.bring({"vistelser": [hospital("2025-03-05T08:00", "2025-03-05T14:00")]})
    attest(walk)
    assert claims(walk) == [
        ("a", "nedlagd", 0, 0, 3 * hour),
        ("utredning", "forslag", 5 * hour, 0, 0),
    ]
    assert refused
    walk.base.close()


def test_money_that_comes_in_sets_the_draft_aside(tmp_path: Path) -> None:
    """A draft rests on what is owed; when that changes it is made anew for that brukare."""
    walk = life(tmp_path, [town.tid("2025-03-03"), town.tid("2025-03-04")])
    walk.bring({"vistelser": [hospital("2025-03-04T08:00", "2025-03-04T16:00")]})
    attest(walk)
    walk.bring({"tidrapporter": [town.tid("2025-03-05")]})
    assert sum(net.att_betala for net in town.settled(walk.base, MONTHS[0]).brukare) == 0
    walk.turn += 1
    walk.pay_in(walk.latest_case(), EIGHT)
    assert sum(net.att_betala for net in town.settled(walk.base, MONTHS[0]).brukare) == EIGHT
    attest(walk)
    walk.base.close()


def test_a_run_is_not_annulled_when_money_has_come_in_on_its_claim(tmp_path: Path) -> None:
    walk = life(tmp_path, [town.tid("2025-03-03"), town.tid("2025-03-04")])
    walk.bring({"vistelser": [hospital("2025-03-04T08:00", "2025-03-04T16:00")]})
    run = attest(walk)
    walk.turn += 1
    walk.pay_in(walk.latest_case(), 100)
    with pytest.raises(attesting.Refused, match="pengar kommit in"):
        attesting.annul(walk.base, run, "fel", walk.stamp("tor"))
    walk.base.close()


def test_an_advance_is_accounted_and_no_krona_put_forward_twice(tmp_path: Path) -> None:
    """30 h advance; 10 h worked, 4 of them held; then they are refused."""
    hour = 34260
    rows = [
        town.tid("2025-03-03", "08:00", "14:00", brukare=PIA, arbetsgivare=PIA),
        town.tid("2025-03-04", "08:00", "12:00", brukare=PIA, arbetsgivare=PIA),
    ]
    walk = life(tmp_path, rows)
    assert walk.books.paid((PIA, MONTHS[0], "")) == 30 * hour
    walk.accounts[MONTHS[0]] = 5000000
    walk.bring(
        {
            "redovisning": [{"brukare": PIA, "manad": MONTHS[0], "lon": "50000"}],
            "vistelser": [hospital("2025-03-04T08:00", "2025-03-04T12:00", PIA)],
        }
    )
    attest(walk)
    assert claims(walk) == [("a", "forslag", 20 * hour, 0, 0)]
    town.decide(walk.base, [town.one(walk.base, MONTHS[0], "vistelse")], "nekad")
    attest(walk)
    assert [row[2] for row in claims(walk)] == [20 * hour, 4 * hour]
    attest(walk)
    assert len(claims(walk)) == 2
    walk.base.close()


def test_accounted_costs_cut_the_last_line(tmp_path: Path) -> None:
    """The lines' sum is cut to what was accounted, from the last line on."""
    walk = life(tmp_path, [town.tid("2025-03-03"), town.tid("2025-03-20")])
    walk.bring({"beslut": [town.beslut("B9", town.ANNA, fran="2025-03-15", timmar="100")]})
    walk.bring({"beslut": [town.beslut("B1", town.ANNA, till="2025-03-14", timmar="40")]})
    walk.bring({"redovisning": [{"brukare": town.ANNA, "manad": MONTHS[0], "lon": "1000"}]})
    lines = [line for line in town.settled(walk.base, MONTHS[0]).lines if line.brukare == town.ANNA]
    before = [line.belopp + line.avdrag for line in lines]
    assert [line.avdrag for line in lines] == money.cut_by_accounts(before, 100000)
    assert sum(line.belopp for line in lines) == 100000
    walk.base.close()


def test_a_rejected_payment_paid_again_counts_once(tmp_path: Path) -> None:
    walk = life(tmp_path, [town.tid("2025-03-03")])
    first = payments.of_run(walk.base.read(), 1)[0]
    with walk.base.write() as connection:
        payments.mark(connection, [first.id], "avvisad", walk.stamp("eva"))
        payments.add(
            connection,
            [
                payments.NewPayment(
                    1,
                    None,
                    first.brukare_id,
                    None,
                    "avrakning",
                    first.mottagare,
                    first.mottagare_slag,
                    "123-4567",
                    first.belopp,
                    first.id,
                )
            ],
            walk.stamp("eva"),
        )
    walk.holds()
    walk.bring({"tidrapporter": [town.tid("2025-03-05")]})
    attest(walk)
    assert walk.books.paid((town.ANNA, MONTHS[0], "")) == 2 * EIGHT
    walk.base.close()


def test_findings_decided_later_meet_the_attested_month(tmp_path: Path) -> None:
    """Held time released after the attest is paid as a difference, then taken back by undo."""
    folder = tmp_path / "liv"
    folder.mkdir()
    walk = Walk(folder, town.database(folder / "t.db"))
    walk.bring(
        {
            "tidrapporter": [town.tid("2025-03-03")],
            "vistelser": [hospital("2025-03-03T08:00", "2025-03-03T12:00")],
        }
    )
    attest(walk)
    round_number = town.decide(walk.base, [town.one(walk.base, MONTHS[0], "vistelse")], "godkand")
    attest(walk)
    assert walk.books.paid((town.ANNA, MONTHS[0], "")) == EIGHT
    reviewing.undo(walk.base, round_number, walk.stamp())
    attest(walk)
    assert claims(walk) == [("utredning", "forslag", EIGHT // 2, 0, 0)]
    walk.base.close()
