"""The life of a claim: 12 § LSS, 25 and 44 §§ FL, 3 kap. 1 § utsökningsbalken, rulebook 8."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from db.claim_steps import Debtor
from tests.services import krav, town
from tests.services.krav import BELOPP, move, seen
from workbench.services import attesting, kravangra, kravparter, verifying
from workbench.services.errors import Refused


def holds(base: town.Database) -> None:
    """Nothing that verify looks at is wrong."""
    assert verifying.verify(base, town.stamp()).faults == []


def test_a_claim_lives_from_proposal_to_payment(tmp_path: Path) -> None:
    """Utredning, kommunicering, beslut by another, delgivning, laga kraft, paid in two parts."""
    with krav.claimed(tmp_path) as base:
        krav.decided(base)
        move(base, "delgiven", "2026-10-05")
        assert seen(base).frist == "2026-10-26"
        move(base, "laga-kraft", "2026-10-27")
        assert krav.pay_in(base, 10_000).belopp == 10_000
        assert seen(base).krav.status == "laga-kraft"
        last = krav.pay_in(base, BELOPP - 10_000 + 55)
        assert (last.aterbetalas, last.betalning is not None) == (55, True)
        shown = seen(base).krav
        assert (shown.status, shown.betalt, shown.utestaende, shown.belopp) == (
            "betald",
            BELOPP,
            0,
            BELOPP,
        )
        holds(base)


def test_whoever_prepared_a_claim_cannot_decide_it(tmp_path: Path) -> None:
    with krav.claimed(tmp_path) as base:
        move(base, "utredning", "2026-09-01", grund="a")
        krav.assess(base)
        move(base, "kommunicerad", "2026-09-02", frist="2026-09-20")
        with pytest.raises(Refused, match="en annan person ska besluta"):
            move(base, "beslutad", "2026-10-01", "karin")
        with base.write() as connection, pytest.raises(sqlite3.IntegrityError, match="utrett"):
            connection.execute("UPDATE aterkrav SET status = 'beslutad'")


def test_courts_strike_and_what_was_repaid_too_much_goes_back(tmp_path: Path) -> None:
    """Förvaltningsrätten halves it, kammarrätten sets it all aside: everything is paid back."""
    with krav.claimed(tmp_path) as base:
        krav.decided(base)
        krav.pay_in(base, BELOPP - 100, "2026-10-02")
        move(base, "delgiven", "2026-10-05")
        move(base, "overklagad", "2026-10-20")
        move(base, "andrad", "2026-10-25", belopp=50_000, referens="FR 1-26")
        shown = seen(base).krav
        assert (shown.betalt, shown.utestaende, shown.nedlagt) == (50_000, 0, BELOPP - 50_000)
        move(base, "overklagad", "2026-11-01")
        move(base, "upphavd", "2026-11-10", referens="KamR 2-26")
        shown = seen(base).krav
        assert (shown.betalt, shown.utestaende, shown.nedlagt) == (0, 0, BELOPP)
        rows = base.read().execute("SELECT belopp, slag FROM betalning ORDER BY id").fetchall()
        assert rows[1:] == [(BELOPP - 100 - 50_000, "aterbetalning"), (50_000, "aterbetalning")]
        holds(base)


def test_proposals_are_joined_and_money_goes_to_the_oldest_month(tmp_path: Path) -> None:
    months = ("2024-03", "2024-04")
    with krav.claimed(tmp_path, months) as base:
        assert kravparter.join(base, ["K2", "K1"], town.stamp()) == "K1"
        shown = seen(base)
        assert shown.krav.manader == months
        assert shown.krav.belopp == 2 * BELOPP == sum(row.belopp for row in shown.krav.rader)
        with pytest.raises(Refused, match="samlat i K1"):
            seen(base, "K2")
        runs = base.read().execute("SELECT max(id) FROM korning").fetchone()[0]
        with pytest.raises(Refused, match="har samlats"):
            attesting.annul(base, runs, "fel", town.stamp(actor="tor"))
        krav.pay_in(base, BELOPP + 100)
        parts = base.read().execute(
            "SELECT manad, utestaende_ore, betalt_ore FROM v_aterkrav WHERE id = 'K1' ORDER BY 1"
        )
        assert parts.fetchall() == [("2024-03", 0, BELOPP), ("2024-04", BELOPP - 100, 100)]
        kravangra.undo(base, "K1", "fel krav", town.stamp())
        kravangra.undo(base, "K1", "var för sig", town.stamp())
        assert [seen(base, one).krav.belopp for one in ("K1", "K2")] == [BELOPP, BELOPP]
        holds(base)


def test_an_anordnare_owes_only_fk_money_under_its_undertaking(tmp_path: Path) -> None:
    with krav.claimed(tmp_path) as base:
        firm = [Debtor(town.FIRMAN, "Firman", "anordnare")]
        with pytest.raises(Refused, match="1798-24"):
            kravparter.set_debtors(base, "K1", firm, "de fick pengarna", town.stamp())


def test_kronofogden_only_after_laga_kraft_and_back_again(tmp_path: Path) -> None:
    """3 kap. 1 § utsökningsbalken; a write-off there can be undone."""
    with krav.claimed(tmp_path) as base:
        krav.decided(base)
        move(base, "delgiven", "2026-10-05")
        with pytest.raises(Refused, match="kan inte bli Kronofogden"):
            move(base, "kronofogden")
        with base.write() as connection, pytest.raises(sqlite3.IntegrityError, match="laga kraft"):
            connection.execute("UPDATE aterkrav SET status = 'kronofogden'")
        with pytest.raises(Refused, match="2026-10-26"):
            move(base, "laga-kraft", "2026-10-26")
        move(base, "laga-kraft", "2026-10-27")
        move(base, "kronofogden", "2026-11-02", motivering="ringt två gånger, inget svar")
        assert move(base, "nedlagd", motivering="inget att hämta") == "nedlagd"
        assert kravangra.undo(base, "K1", "fel krav", town.stamp()) == "kronofogden"
        assert seen(base).krav.utestaende == BELOPP
        holds(base)


def test_refused_time_waits_for_no_other_finding_on_the_row(tmp_path: Path) -> None:
    """Only time that is merely held is not communicated before its finding is closed."""
    with krav.claimed(tmp_path) as base:
        other = town.tid("2024-03-05", "11:00", "12:00", brukare=town.BO)
        sheets = {
            "uppdrag": [town.uppdrag(town.KIM, town.BO, town.FIRMAN)],
            "tidrapporter": [other],
        }
        town.bring(base, tmp_path / "till", sheets)
        krav.attest(base)
        assert {item.status for item in town.findings(base, krav.MONTH, "overlapp")} == {"oppen"}
        assert not any("avgjorda" in what for what in seen(base).vantar)
