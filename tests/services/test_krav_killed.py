"""A process killed in the middle of anything done to a claim leaves the database as it was.

A child process dies, without a word, right after its first write to a table; for every table that
the service writes to. What it had written is gone, and the same thing can then be done.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from db import Database, open_database
from db.claim_steps import Debtor
from tests.services import krav, town
from tests.services.krav import BELOPP, move
from workbench.services import attesting, kravangra, kravbetalning, kravparter, verifying

KILLED = 9
TABLES = (
    *("aterkrav", "aterkrav_steg", "aterkrav_bokning", "aterkrav_rad"),
    *("aterkrav_galdenar", "aterkrav_delbetalning", "aterkrav_bedomning"),
    *("betalning", "betalning_handelse"),
    *("journal", "journal_innehall", "berord", "korning"),
)
Act = Callable[[Database], object]


def delivered(base: Database) -> None:
    """K1 has been decided and delivered."""
    krav.decided(base)
    move(base, "delgiven", "2026-10-05")


def appealed(base: Database) -> None:
    """K1 has been repaid and appealed."""
    delivered(base)
    krav.pay_in(base, BELOPP)
    move(base, "overklagad", "2026-10-20")


def final(base: Database) -> None:
    """K1 has laga kraft."""
    delivered(base)
    move(base, "laga-kraft", "2026-10-27")


def nothing(base: Database) -> None:
    """K1 and K2 are proposals."""


def joined(base: Database) -> None:
    """K2 has been joined into K1."""
    kravparter.join(base, ["K1", "K2"], town.stamp())


def overpaid(base: Database) -> None:
    """More has come in on K1 than was owed."""
    final(base)
    krav.pay_in(base, BELOPP + 100)


def undo(base: Database) -> None:
    kravangra.undo(base, "K1", "fel", town.stamp())


def set_debtors(base: Database) -> None:
    kravparter.set_debtors(
        base, "K1", [Debtor(town.ANNA, "Anna Ek", "dodsbo")], "avliden", town.stamp()
    )


def annul(base: Database) -> None:
    (run,) = base.read().execute("SELECT max(id) FROM korning").fetchone()
    attesting.annul(base, run, "fel", town.stamp(actor="tor"))


def overpay(base: Database) -> None:
    kravbetalning.payment(base, "K1", BELOPP + 5, town.TODAY, town.stamp())


def told(base: Database) -> None:
    """K1 has been communicated and assessed."""
    move(base, "utredning", "2026-09-01", grund="a")
    krav.assess(base)
    move(base, "kommunicerad", "2026-09-02", frist="2026-09-20")


def risen(base: Database) -> None:
    """K1 is decided, and its month has a draft that lowers it to nothing owed."""
    krav.decided(base)
    late = town.sheet([town.tid("2024-03-20", "08:00", "11:00")])
    path = base.path.parent / "sen.csv"
    path.write_bytes(late)
    town.take_in(base, [path])
    town.settled(base, "2024-03")


def attest(base: Database) -> None:
    (run,) = base.read().execute("SELECT max(id) FROM korning").fetchone()
    attesting.attest(base, run, 0, ["all"], town.stamp(actor="eva"))


PLAN = [("2026-12-01", BELOPP - 1), ("2027-01-01", 1)]
CASE = ("aterkrav", "aterkrav_steg")
BOOKED = (*CASE, "aterkrav_bokning")
PAID = (*BOOKED, "betalning", "betalning_handelse")
DONE: list[tuple[str, Act, Act, tuple[str, ...]]] = [
    ("the ground is chosen", nothing, lambda b: move(b, "utredning", grund="b"), CASE),
    ("a decision", told, lambda b: move(b, "beslutad", who="bo"), BOOKED),
    ("a court strikes what was repaid", appealed,
     lambda b: move(b, "andrad", belopp=5, referens="FR 1-26"), PAID),
    ("a plan", final, lambda b: move(b, "avbetalning", plan=PLAN),
     (*CASE, "aterkrav_delbetalning")),
    ("a part is forgiven", final, lambda b: move(b, "eftergiven", belopp=7), BOOKED[1:]),
    ("more is paid than is owed", final, overpay, PAID),
    ("two are joined", nothing, joined, BOOKED),
    ("what was joined is taken apart", joined, undo, BOOKED),
    ("a payment with its repayment is undone", overpaid, undo, (*BOOKED, "betalning_handelse")),
    ("debtors", nothing, set_debtors, (*CASE, "aterkrav_galdenar")),
    ("a ground", nothing,
     lambda b: kravparter.set_ground(b, "K1", "b", "skäl", town.stamp()), CASE),
    ("a piece of the assessment", nothing,
     lambda b: kravparter.assess(b, "K1", "bevis", "text", town.stamp()), ("aterkrav_bedomning",)),
    ("the run is annulled", nothing, annul, ("aterkrav", "aterkrav_bokning", "berord", "korning")),
    ("a run ends the claim", risen, attest,
     ("aterkrav", "aterkrav_bokning", "aterkrav_rad", "korning")),
]  # fmt: skip
"""What is done, the state before, and the tables that are written to beside the journal."""


def killed(path: Path, act: Act, table: str) -> bool:
    """Let a child process do something and die at its first write to a table; tell if it did."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            base = open_database(path)
            with base.write() as connection:
                connection.create_function("dö", 0, lambda: os._exit(KILLED))
                for what in ("INSERT", "UPDATE"):
                    connection.execute(
                        f"CREATE TEMP TRIGGER d_{what} AFTER {what} ON main.{table} "
                        "BEGIN SELECT dö(); END"
                    )
            act(base)
            code = 0
        finally:
            os._exit(code)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert status in (0, KILLED)
    return status == KILLED


def content(path: Path) -> list[tuple[object, ...]]:
    """Return all rows of the tables, as a new process finds them."""
    with open_database(path) as base:
        connection = base.read()
        return [
            (table, *row)
            for table in TABLES
            for row in connection.execute(f"SELECT * FROM {table}")  # noqa: S608 - fixed names
        ]


@pytest.mark.parametrize(
    ("begin", "act", "writes"), [row[1:] for row in DONE], ids=[row[0] for row in DONE]
)
def test_a_killed_process_leaves_nothing_half_done(
    tmp_path: Path, begin: Act, act: Act, writes: tuple[str, ...]
) -> None:
    with krav.claimed(tmp_path, ("2024-03", "2024-04")) as base:
        begin(base)
    path = tmp_path / "t.db"
    before = content(path)
    for table in (*writes, "journal", "journal_innehall"):
        assert killed(path, act, table), table
        assert content(path) == before, table
    with open_database(path) as base:
        act(base)
        assert verifying.verify(base, town.stamp()).faults == []
    after = content(path)
    changed = {row[0] for row in set(after) ^ set(before)}
    assert "journal" in changed <= {*writes, "journal", "journal_innehall"}
