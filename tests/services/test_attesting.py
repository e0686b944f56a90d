"""Four eyes, runs that never change, and taking a run back."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from db import Database, ledger, open_database, payments, settlements, users
from db.decisions import Move
from tests.services import town
from tests.services.town import ANNA, BO, KIM, LEA, SEER, one, stamp
from workbench.domain.time import parse_month
from workbench.services import attesting, explaining, law, payees, reviewing, settling
from workbench.services.attesting import Attested
from workbench.services.errors import Refused
from workbench.services.tracing import lines
from workbench.services.verifying import verify

M = "2026-10"
ROOT = Path(__file__).resolve().parents[2]
ROWS = [town.tid("2026-10-05"), town.tid("2026-10-06", brukare=BO, assistent=LEA)]
SUM = 2 * 8 * 34770
"""What ROWS come to, öre."""


@pytest.fixture
def base(tmp_path: Path) -> Iterator[Database]:
    """A municipality whose October 2026 karin has taken in; nothing is settled."""
    with town.database(tmp_path / "t.db") as opened:
        town.bring(opened, tmp_path / "in", town.clean_town(tidrapporter=ROWS))
        yield opened


def settled(base: Database, actor: str = "rune") -> int:
    """Settle the month as someone and return the run."""
    return settling.settle(base, parse_month(M), stamp(actor=actor)).korning or 0


def attest(base: Database, run: int, actor: str = "eva", ore: int | None = None) -> Attested:
    """Attest as someone, with everything ticked; the sum is the run's unless told."""
    paid = settlements.money(base.read(), run)[0] if ore is None else ore
    return attesting.attest(base, run, paid, ["all"], stamp(actor=actor))


def attested(base: Database) -> int:
    """Settle and attest the month and return the run."""
    run = settled(base)
    attest(base, run)
    return run


def bring(base: Database, tmp_path: Path, **sheets: list[town.Row]) -> None:
    """Import sheets from a folder of their own, as karin."""
    town.bring(base, tmp_path / f"{len(list(tmp_path.iterdir()))}", sheets)


def refuse_kim(base: Database, tmp_path: Path) -> None:
    """Make Kim's time no cost: he lives outside the EES."""
    abroad = {"personnummer": KIM, "namn": "Kim Lind", "bosatt_land": "US"}
    bring(base, tmp_path, assistenter=[abroad])


def status(base: Database, run: int) -> str:
    """Return the state of a run."""
    facts = ledger.run_facts(base.read(), run)
    assert facts is not None
    return facts.status


# -- who may attest ---------------------------------------------------------------------------


def decide(base: Database, actor: str) -> None:
    """Decide the month's open findings as someone."""
    waiting = [item.number for item in town.findings(base, M) if item.status == "oppen"]
    reviewing.decide(base, waiting, Move("nekad", "samma"), stamp(actor=actor))


Deed = Callable[[Database, Path, str], object]
DEEDS: dict[str, Deed] = {
    "imported rows": lambda base, path, who: import_as(base, path, who, town.tid("2026-10-07")),
    "imported earlier rows": lambda base, path, who: import_as(
        base, path, who, town.tid("2026-09-07")
    ),
    "decided": lambda base, _, who: decide(base, who),
    "registered a rate": lambda base, _, who: law.add_rate(
        base, 2027, 40000, "SFS", True, stamp(actor=who)
    ),
    "registered a setting": lambda base, _, who: law.set_policy(
        base, "delperiod", "hela", "2026-10-01", "N", stamp(actor=who)
    ),
    "registered a note": lambda base, _, who: law.add_note(
        base, LEA, "2026-01-01", "2026-01-02", "fråga", stamp(actor=who)
    ),
    "registered a stop": lambda base, _, who: payees.stop(
        base, BO, "2026-11-01", "utreds", stamp(actor=who)
    ),
    "registered a payee": lambda base, _, who: payees.add(
        base,
        {"brukare": BO, "slag": "god-man", "nummer": LEA, "namn": "Lea", "fran": "2026-01-01"},
        stamp(actor=who),
    ),
}


def import_as(base: Database, path: Path, who: str, row: town.Row) -> None:
    """Import a row as someone."""
    from workbench.services import importing

    paths = town.write(path / f"import-{who}", {"tidrapporter": [row]})
    assert importing.import_paths(base, paths, stamp(actor=who)).fel == []


@pytest.mark.parametrize("deed", DEEDS)
def test_whoever_changed_the_amounts_or_payees_cannot_attest(
    base: Database, tmp_path: Path, deed: str
) -> None:
    bring(base, tmp_path, tidrapporter=[ROWS[0], ROWS[0]])
    town.check(base, M)
    found = town.findings(base, M, "dubblett")
    town.decide(base, found[1:] if deed == "decided" else found, "nekad")
    DEEDS[deed](base, tmp_path, "dora")
    run = settled(base)
    with pytest.raises(Refused, match="dora kan inte attestera"):
        attest(base, run, "dora")
    assert status(base, run) == "utkast"
    attest(base, run, "eva")
    assert status(base, run) == "attesterad"


@pytest.mark.parametrize("who", ["karin", "rune"])
def test_neither_importer_nor_runner_attests(base: Database, who: str) -> None:
    run = settled(base)
    with pytest.raises(Refused, match=f"{who} kan inte attestera"):
        attest(base, run, who)


def test_who_ran_it_before_somebody_else_ran_it_again(base: Database, tmp_path: Path) -> None:
    settled(base, "dora")
    bring(base, tmp_path, tidrapporter=[town.tid("2026-10-08")])
    run = settled(base, "rune")
    with pytest.raises(Refused, match="dora"):
        attest(base, run, "dora")


def test_only_roles_that_attest(base: Database) -> None:
    run = settled(base)
    with base.write() as connection:
        users.set_user(connection, "ada", "administrator", False, stamp())
        users.set_user(connection, "eva", "revisor", False, stamp())
    for who in ("eva", "okänd"):
        with pytest.raises(Refused, match="inte rollen"):
            attest(base, run, who)


def test_a_reader_may_attest_and_what_was_before_the_last_attest_does_not_count(
    base: Database, tmp_path: Path
) -> None:
    attested(base)
    bring(base, tmp_path, tidrapporter=[town.tid("2026-10-07")])
    run = settled(base, "karin")
    attest(base, run, "rune")
    assert status(base, run) == "attesterad"


# -- what is refused --------------------------------------------------------------------------


def test_a_wrong_sum(base: Database) -> None:
    run = settled(base)
    for ore in (SUM - 1, SUM + 1, 0):
        with pytest.raises(Refused, match="Granska summan"):
            attest(base, run, ore=ore)
    assert attest(base, run, ore=SUM).belopp == SUM


@pytest.mark.parametrize("deed", ["imported rows", "registered a rate in force", "refused"])
def test_a_draft_older_than_what_it_rests_on(base: Database, tmp_path: Path, deed: str) -> None:
    run = settled(base)
    if deed == "imported rows":
        bring(base, tmp_path, tidrapporter=[town.tid("2026-10-07")])
    elif deed == "refused":
        refuse_kim(base, tmp_path)
    else:
        law.add_rate(base, 2026, 35000, "SFS", True, stamp())
    with pytest.raises(Refused, match="äldre än uppgifterna"):
        attest(base, run, ore=SUM)
    assert status(base, run) == "utkast"
    assert base.read().execute("SELECT count(*) FROM betalning").fetchone() == (0,)
    assert attest(base, settled(base)).betalningar > 0


def test_a_decision_after_the_draft_makes_it_stale(base: Database, tmp_path: Path) -> None:
    bring(base, tmp_path, tidrapporter=[ROWS[0]])
    run = settled(base)
    finding = one(base, M, "dubblett")
    reviewing.decide(base, [finding.number], Move("godkand", "två pass"), stamp())
    with pytest.raises(Refused, match="äldre än uppgifterna"):
        attest(base, run, ore=SUM)
    assert attest(base, settled(base)).belopp == SUM + 8 * 34770


def test_changes_that_are_not_ticked_off(base: Database, tmp_path: Path) -> None:
    attested(base)
    longer = town.beslut("B1", timmar="700")
    bring(base, tmp_path, beslut=[longer], tidrapporter=[town.tid("2026-10-07")])
    run = settled(base)
    (change,) = {
        item.id for item in attesting.to_tick(base.read(), run) if item.vad == "beslut timmar"
    }
    paid = settlements.money(base.read(), run)[0]
    with pytest.raises(Refused, match=change):
        attesting.attest(base, run, paid, [], stamp(actor="eva"))
    attesting.attest(base, run, paid, [change], stamp(actor="eva"))
    ticked = base.read().execute("SELECT andring, aktor FROM bock WHERE korning = ?", (run,))
    assert ticked.fetchall() == [(change, "eva")]
    assert attesting.to_tick(base.read(), settled(base)) == []


def test_two_people_attesting_at_once(base: Database) -> None:
    run = settled(base)
    outcomes: list[str] = []
    gate = threading.Barrier(2)

    def attesting_as(who: str) -> None:
        with open_database(base.path) as own:
            gate.wait()
            try:
                attest(own, run, who)
                outcomes.append("done")
            except Refused as refusal:
                outcomes.append(str(refusal))

    threads = [threading.Thread(target=attesting_as, args=(who,)) for who in ("eva", "tom")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcome == "done" for outcome in outcomes) == [False, True]
    assert any("redan attesterad" in outcome for outcome in outcomes)
    assert len(payments.of_run(base.read(), run)) == 2


# -- taking back ------------------------------------------------------------------------------


def test_a_third_person_annuls_and_all_is_undone(base: Database, tmp_path: Path) -> None:
    first = attested(base)
    refuse_kim(base, tmp_path)
    second = settled(base)
    assert attest(base, second).krav_belopp == 8 * 34770
    for who in ("rune", "eva"):
        with pytest.raises(Refused, match="tredje person"):
            attesting.annul(base, second, "fel", stamp(actor=who))
    with pytest.raises(Refused, match="varför"):
        attesting.annul(base, second, "  ", stamp(actor="tom"))
    with pytest.raises(Refused, match="senaste attesterade"):
        attesting.annul(base, first, "fel", stamp(actor="tom"))
    attesting.annul(base, second, "fel land", stamp(actor="tom"))
    assert (status(base, first), status(base, second)) == ("attesterad", "makulerad")
    left = base.read().execute("SELECT sum(utestaende) FROM aterkrav_bokning").fetchone()
    assert left == (0,)
    assert base.read().execute("SELECT status FROM aterkrav").fetchall() == [("makulerad",)]
    with pytest.raises(Refused, match="är makulerad"):
        attesting.annul(base, second, "igen", stamp(actor="tom"))
    marked = settling.marked(base.read())
    assert [item.month for item in marked] == [M]
    again = settled(base)
    assert attest(base, again).krav_belopp == 8 * 34770


def test_the_only_run_of_a_month_annulled_marks_the_month(base: Database) -> None:
    run = attested(base)
    assert settling.marked(base.read()) == []
    attesting.annul(base, run, "fel", stamp(actor="tom"))
    (marked,) = settling.marked(base.read())
    assert f"körning {run} är makulerad" in marked.orsak
    assert {item.status for item in payments.of_run(base.read(), run)} == {"makulerad"}


def test_an_exported_run_and_a_claim_that_has_moved_are_not_annulled(
    base: Database, tmp_path: Path
) -> None:
    attested(base)
    refuse_kim(base, tmp_path)
    run = settled(base)
    attest(base, run)
    with base.write() as connection:
        ledger.set_claim_status(connection, 1, "utredning")
    with pytest.raises(Refused, match="K1 har lämnat förslag"):
        attesting.annul(base, run, "fel", stamp(actor="tom"))
    with base.write() as connection:
        ledger.set_claim_status(connection, 1, "forslag")
        ledger.exported(connection, run)
    with pytest.raises(Refused, match="är exporterad"):
        attesting.annul(base, run, "fel", stamp(actor="tom"))


def test_unknown_runs(base: Database) -> None:
    for act in (lambda: attest(base, 99, ore=1), lambda: attesting.annul(base, 99, "x", stamp())):
        with pytest.raises(attesting.UnknownRun, match="workbench runs"):
            act()


# -- marked months, and what is told ----------------------------------------------------------


def test_a_month_whose_attested_run_would_change_is_marked(base: Database, tmp_path: Path) -> None:
    run = attested(base)
    assert settling.marked(base.read()) == []
    bring(base, tmp_path, tidrapporter=[town.tid("2026-10-07")])
    assert "1 brukare" in settling.marked(base.read())[0].orsak
    draft = settled(base)
    (marked,) = settling.marked(base.read())
    assert marked.orsak == (
        f"körning {draft} ändrar den attesterade körning {run}: betalar 2 781,60 kr, föreslår "
        "återkrav 0,00 kr"
    )
    attest(base, draft)
    assert settling.marked(base.read()) == []


def test_a_changed_assistant_marks_the_month_and_a_draft_that_changes_nothing_does_not(
    base: Database, tmp_path: Path
) -> None:
    attested(base)
    refuse_kim(base, tmp_path)
    assert "1 assistent" in settling.marked(base.read())[0].orsak
    at_home = {"personnummer": KIM, "namn": "Kim Lind", "bosatt_land": "NO"}
    bring(base, tmp_path, assistenter=[at_home])
    settled(base)
    assert settling.marked(base.read()) == []


def test_a_look_tells_what_would_change_and_why_and_touches_nothing(
    base: Database, tmp_path: Path
) -> None:
    attested(base)
    refuse_kim(base, tmp_path)
    before = "\n".join(base.read().iterdump())
    look = settling.settle(base, parse_month(M), stamp(), dry_run=True)
    assert "\n".join(base.new_reader().iterdump()) == before
    (row,) = look.differences
    assert (row.brukare, row.fil, row.rad) == (ANNA, "tidrapporter.csv", 2)
    assert (row.minuter_fore, row.minuter_efter, row.belopp) == (480, 0, -8 * 34770)
    assert (row.orsak, row.grund) == ("nekad: ees", "a")
    anna = next(item for item in look.brukare if item.brukare == ANNA)
    assert (anna.ratt, anna.betalt, anna.att_betala, anna.aterkrav) == (0, 278160, 0, 278160)


@pytest.mark.parametrize(
    ("trial", "total"),
    [
        (law.Trial(rates={2026: 40000}), 2 * 8 * 40000),
        (law.Trial(policies={"eget_timbelopp": "100"}), 2 * 8 * 10000),
    ],
)
def test_a_look_with_other_values_computes_everything_anew(
    base: Database, trial: law.Trial, total: int
) -> None:
    """Also when nothing has changed since the month was attested, and nothing stays."""
    attested(base)
    before = "\n".join(base.read().iterdump())
    month = parse_month(M)
    look = settling.settle(base, month, stamp(), dry_run=True, trial=trial)
    assert look.total_ore == total
    assert {item.orsak for item in look.differences} == {"timbelopp"}
    assert "\n".join(base.new_reader().iterdump()) == before
    assert settling.settle(base, month, stamp(), dry_run=True).total_ore == SUM
    with pytest.raises(ValueError, match="dry run"):
        settling.settle(base, month, stamp(), trial=trial)


def test_a_year_without_timbelopp_can_be_budgeted(base: Database, tmp_path: Path) -> None:
    bring(base, tmp_path, tidrapporter=[town.tid("2027-01-05")])
    month = parse_month("2027-01")
    with pytest.raises(LookupError, match="2027"):
        settling.settle(base, month, stamp(), dry_run=True)
    look = settling.settle(base, month, stamp(), dry_run=True, trial=law.Trial(rates={2027: 35310}))
    assert look.total_ore == 8 * 35310
    assert any("antaget" in text for text in look.varningar)


def test_explaining_a_payment_a_claim_and_a_line_after_an_attest(
    base: Database, tmp_path: Path
) -> None:
    attested(base)
    payment = next(item for item in payments.of_run(base.read(), 1) if item.brukare == ANNA)
    told = "\n".join(lines(explaining.explain(base.read(), f"B{payment.id}", SEER)))
    for text in ("Anna Ek", "körning 1, attesterad", "2 781,60 kr", "tidrapporter.csv rad 2"):
        assert text in told
    refuse_kim(base, tmp_path)
    attest(base, settled(base))
    claim = "\n".join(lines(explaining.explain(base.read(), "k1", SEER)))
    for text in (
        "480 -> 0",
        "347,70 kr -> -",
        "nekad: ees",
        "tidrapporter.csv rad 2",
        "foreslagen",
    ):
        assert text in claim
    line = next(item for item in settlements.lines(base.read(), 1) if item.brukare == ANNA)
    both = "\n".join(lines(explaining.explain(base.read(), f"L{line.id}", SEER)))
    assert "som det attesterades: 8,00 timmar: 2 781,60 kr" in both
    assert "480 min, 2 781,60 kr" in both
    assert "som uppgifterna är nu" in both
    assert "ees" in both.partition("som uppgifterna är nu")[2]
    for nothing in ("B99", "K99", "L99"):
        with pytest.raises(explaining.UnknownId):
            explaining.explain(base.read(), nothing, SEER)


# -- the database refuses ---------------------------------------------------------------------

TABLES = (
    "korning",
    "avrakning",
    "netto",
    "skillnad",
    "underlag",
    "betalning",
    "betalning_handelse",
    "aterkrav_bokning",
    "aterkrav_rad",
)


@pytest.fixture
def sealed(base: Database, tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """A raw connection to a database with two attested runs, the later with a claim."""
    attested(base)
    refuse_kim(base, tmp_path)
    attest(base, settled(base))
    base.close()
    with closing(sqlite3.connect(base.path, isolation_level=None)) as raw:
        yield raw


ALL, DELETE, REPLACE, SET = (
    "SELECT * FROM {0}",
    "DELETE FROM {0}",
    "INSERT OR REPLACE INTO {0} SELECT * FROM {0} LIMIT 1",
    "UPDATE {0} SET {1} = {2}",
)
FREE = {"korning": {"sista_rad", "veckor", "makulerad", "makulerad_av", "makulerad_skal"}}
"""Columns that an attested run may still get a value in."""


@pytest.mark.parametrize("table", TABLES)
def test_no_column_of_what_was_attested_can_be_changed(
    sealed: sqlite3.Connection, table: str
) -> None:
    before = sealed.execute(ALL.format(table)).fetchall()
    assert before
    columns = [row[0] for row in sealed.execute(ALL.format(table)).description]
    for column in columns:
        if column not in FREE.get(table, ()):
            for value in ("7", "'x'", "NULL"):
                with pytest.raises(sqlite3.Error):
                    sealed.execute(SET.format(table, column, value))
    for statement in (DELETE, REPLACE):
        with pytest.raises(sqlite3.IntegrityError):
            sealed.execute(statement.format(table))
    assert sealed.execute(ALL.format(table)).fetchall() == before


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE korning SET status = 'utkast' WHERE id = 1",
        "UPDATE korning SET attestant = 'chef' WHERE id = 1",
        "UPDATE korning SET aktor = 'chef' WHERE id = 1",
        "UPDATE korning SET status = 'attesterad', attestant = aktor, sigill = 'x' WHERE id = 3",
        "UPDATE korning SET status = 'attesterad', attestant = NULL, sigill = 'x' WHERE id = 3",
        "UPDATE korning SET status = 'attesterad', attestant = 'chef' WHERE id = 3",
        "INSERT INTO korning SELECT 9, manad + 1, 'attesterad', revision, regelversion, skapad,"
        " aktor, nekade_minuter, hallna_minuter, total_ore, varningar, sista_rad, veckor,"
        " attesterad, attestant, journal, sigill, NULL, NULL, NULL FROM korning WHERE id = 1",
        "DELETE FROM aterkrav",
        "INSERT INTO avrakning SELECT 99, 1, brukare, beslut, slag, 'nytt', timbelopp, assistans,"
        " vantetid, beredskap, egna, betalda, mottagna, slappta, timmar, avdrag, belopp"
        " FROM avrakning LIMIT 1",
    ],
)
def test_four_eyes_are_not_cheated_by_plain_sql(
    base: Database, tmp_path: Path, statement: str
) -> None:
    attested(base)
    refuse_kim(base, tmp_path)
    attest(base, settled(base))
    bring(base, tmp_path, tidrapporter=[town.tid("2026-10-09", brukare=BO, assistent=LEA)])
    assert settled(base) == 3
    with closing(sqlite3.connect(base.path)) as raw, pytest.raises(sqlite3.IntegrityError):
        raw.execute(statement)


def test_an_attest_forged_with_sql_is_found(base: Database) -> None:
    run = settled(base)
    with closing(sqlite3.connect(base.path)) as raw, raw:
        raw.execute(
            """UPDATE korning SET status = 'attesterad', attestant = 'chef', sigill = 'x',
               attesterad = '2026-11-22T10:00:00Z', journal = 1 WHERE id = ?""",
            (run,),
        )
    assert verify(base, stamp()).faults


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE OR REPLACE korning SET id = 1 WHERE id = 3",
        "UPDATE OR REPLACE avrakning SET id = 1 WHERE korning = 3",
        "UPDATE OR REPLACE netto SET korning = 1 WHERE korning = 3",
        "UPDATE avrakning SET korning = 1, arende = 'x' WHERE korning = 3",
        "UPDATE skillnad SET korning = 2 WHERE korning = 3",
        "UPDATE OR REPLACE netto SET rowid = 1 WHERE korning = 3",
        "INSERT OR REPLACE INTO avrakning SELECT 1, 3, brukare, beslut, slag, 'x', timbelopp,"
        " assistans, vantetid, beredskap, egna, betalda, mottagna, slappta, timmar, avdrag, belopp"
        " FROM avrakning WHERE id = 1",
        "INSERT OR REPLACE INTO netto (rowid, korning, brukare, arende, rader, nekade_minuter,"
        " hallna_minuter, ratt) SELECT 1, 3, brukare, 'x', 0, 0, 0, 0 FROM netto LIMIT 1",
        "INSERT OR REPLACE INTO skillnad (rowid, korning, brukare, slag, minuter_fore,"
        " minuter_efter, orsak, grund, belopp) VALUES (1, 3, 1, 'x', 0, 0, 'x', 'a', 0)",
    ],
)
def test_a_draft_cannot_take_the_place_of_what_was_attested(
    base: Database, tmp_path: Path, statement: str
) -> None:
    """Not by REPLACE either, which deletes without asking; and without foreign keys."""
    attested(base)
    refuse_kim(base, tmp_path)
    attest(base, settled(base))
    bring(base, tmp_path, tidrapporter=[town.tid("2026-10-09", brukare=BO, assistent=LEA)])
    assert settled(base) == 3
    with closing(sqlite3.connect(base.path)) as raw, pytest.raises(sqlite3.IntegrityError):
        raw.execute(statement)


# -- pulled plug ------------------------------------------------------------------------------

_CHILD = """
import os, signal, sys
from pathlib import Path
from db import ledger, open_database, settlements
from db.journal import Stamp
from workbench.services import attesting

base = open_database(Path(sys.argv[1]))
if sys.argv[2] == "inside":
    ledger.attest = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
paid = settlements.money(base.read(), 1)[0]
attesting.attest(base, 1, paid, ["all"], Stamp("2026-11-22T09:00:00Z", "eva"))
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no kill -9 here")
@pytest.mark.parametrize("when", ["inside", "after"])
def test_killed_while_attesting_and_before_exporting(base: Database, when: str) -> None:
    """All or nothing; what was attested is whole, and what was not can be attested."""
    run = settled(base)
    base.close()
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    child = subprocess.run(
        [sys.executable, "-c", _CHILD, str(base.path), when],
        env=environment,
        check=False,
        timeout=60,
    )
    assert child.returncode == -signal.SIGKILL
    with open_database(base.path) as again:
        found = payments.of_run(again.read(), run)
        assert status(again, run) == ("utkast" if when == "inside" else "attesterad")
        assert len(found) == (0 if when == "inside" else 2)
        if when == "inside":
            attest(again, run)
        assert verify(again, stamp()).faults == []
        assert [item.off for item in ledger.balances(again.read())] == [0, 0]
        assert sum(item.belopp for item in payments.of_run(again.read(), run)) == SUM
