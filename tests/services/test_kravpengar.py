"""What was repaid too much goes back: once, by another person, through the claim's run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from db import Database
from db.claim_steps import Debtor
from db.payments import PaymentFilter
from tests.services import krav, moneyout, town
from tests.services.krav import BELOPP, MONTH, move, seen
from tests.services.moneyout import stamp
from tests.services.test_krav import holds
from tests.services.test_paying_out import answer, booked, ids, item, sent, status_report
from tests.services.town import ANNA, BO, tid
from workbench.services import attesting, explaining, kravangra, kravparter, payees, payments_view
from workbench.services.errors import Refused
from workbench.services.paying_out import pay
from workbench.services.specifying import spec


@pytest.fixture
def base(tmp_path: Path) -> Iterator[Database]:
    """A month paid; then three of Anna's hours are refused and Bo has worked an hour more. Run 2
    pays Bo, claims K1 of Anna, and has left."""
    with town.database(tmp_path / "t.db") as opened:
        moneyout.begin(opened, tmp_path)
        stay = {"brukare": ANNA, "slag": "sjukhus", "fran": f"{MONTH}-04T08:00"}
        more = {
            "vistelser": [stay | {"till": f"{MONTH}-04T11:00"}],
            "tidrapporter": [tid(f"{MONTH}-11", slut="09:00", brukare=BO)],
        }
        town.bring(opened, tmp_path / "mer", more)
        town.settled(opened, MONTH)
        town.decide(opened, town.findings(opened, MONTH, "vistelse"), "nekad")
        assert moneyout.attested(opened) == 2
        yield opened


def statuses(base: Database) -> dict[str, str]:
    return dict(base.read().execute("SELECT id, status FROM v_betalning").fetchall())


def test_it_leaves_once_in_a_file_of_its_own(base: Database, tmp_path: Path) -> None:
    first = pay(base, 2, tmp_path / "1.xml", stamp())
    assert [one.ore for one in sent(tmp_path / "1.xml").payments] == [33260]
    came = krav.pay_in(base, BELOPP + 5_000)
    assert (came.aterbetalas, came.betalning, came.korning) == (5_000, 4, 2)
    mine = pay(base, 2, tmp_path / "2.xml", town.stamp())
    assert "En annan person lämnar den" in mine.utelamnade[0].varfor
    assert (mine.ny, first.fil and first.fil.sha256) == (False, mine.fil and mine.fil.sha256)
    second = pay(base, 2, tmp_path / "3.xml", stamp())
    file = sent(tmp_path / "3.xml")
    assert (second.ny, [one.ore for one in file.payments]) == (True, [5_000])
    assert "K1" in (tmp_path / "3.xml").read_text(encoding="utf-8")
    pay(base, 2, tmp_path / "4.xml", stamp("anna"))
    assert (tmp_path / "4.xml").read_bytes() == (tmp_path / "3.xml").read_bytes()
    report = status_report(
        tmp_path / "s.xml", file.message_id, item(ids(file)["B4"], code="AM04", amount="50.00")
    )
    assert [one.id for one, _ in answer(base, report).avvisade] == [4]
    again = pay(base, 2, tmp_path / "5.xml", stamp())
    (new,) = sent(tmp_path / "5.xml").payments
    assert (again.ny, new.ore, new.id[-2:]) == (True, 5_000, "B5")
    answer(base, booked(tmp_path / "c.xml", new.id))
    assert statuses(base)["B5"] == "betald"
    holds(base)


def test_who_registered_it_never_sends_it_however_often_the_bank_rejects(
    base: Database, tmp_path: Path
) -> None:
    pay(base, 2, tmp_path / "1.xml", stamp())
    krav.pay_in(base, BELOPP + 5_000)
    for number, identity in enumerate(("B4", "B5"), 2):
        pay(base, 2, tmp_path / f"{number}.xml", stamp())
        file = sent(tmp_path / f"{number}.xml")
        wrong = item(ids(file)[identity], code="AM04", amount="50.00")
        answer(base, status_report(tmp_path / f"s{number}.xml", file.message_id, wrong))
    mine = pay(base, 2, tmp_path / "9.xml", town.stamp())
    assert [one.id for one in mine.utelamnade] == ["B5"]
    assert pay(base, 2, tmp_path / "10.xml", stamp()).ny


def test_views_and_specifications_know_it_from_a_months_payment(
    base: Database, tmp_path: Path
) -> None:
    krav.pay_in(base, BELOPP + 5_000)
    rows = payments_view.listed(base.read(), PaymentFilter(korning=2), town.SEER).rows
    assert [(row.id, row.aterkrav, row.belopp) for row in rows] == [
        ("B4", "K1", 5_000),
        ("B3", "", 33_260),
    ]
    node = explaining.explain(base.read(), "B4", town.SEER)
    assert ("det som har betalats för mycket på kravet", "K1") in [
        (part.vad, part.varde) for part in node.delar
    ]
    made = spec(base, 2, tmp_path / "spec", stamp())
    assert made.belopp == 33_260
    texts = [path.read_text() for path in (tmp_path / "spec").glob("*.txt")]
    assert not any("B4" in text for text in texts)


def test_undoing_the_payment_stops_what_has_not_left(base: Database, tmp_path: Path) -> None:
    krav.pay_in(base, BELOPP + 5_000)
    assert kravangra.undo(base, "K1", "fel krav", town.stamp()) == "forslag"
    assert statuses(base)["B4"] == "makulerad"
    pay(base, 2, tmp_path / "1.xml", stamp())
    assert [one.ore for one in sent(tmp_path / "1.xml").payments] == [33_260]
    krav.pay_in(base, BELOPP + 5_000)
    pay(base, 2, tmp_path / "2.xml", stamp())
    with pytest.raises(Refused, match="B5 har lämnats till banken"):
        kravangra.undo(base, "K1", "fel krav", town.stamp())
    holds(base)


def test_the_run_is_not_annulled_when_money_has_come_in(base: Database) -> None:
    krav.pay_in(base, BELOPP + 5_000)
    with pytest.raises(Refused, match="K1"):
        attesting.annul(base, 2, "fel", town.stamp(actor="tor"))
    kravangra.undo(base, "K1", "fel krav", town.stamp())
    attesting.annul(base, 2, "fel", town.stamp(actor="tor"))
    assert set(statuses(base).values()) == {"attesterad", "makulerad"}
    holds(base)


def test_a_dodsbo_waits_for_an_account_of_its_own(base: Database, tmp_path: Path) -> None:
    """Never to the account of the dead, which stands in the register still."""
    pay(base, 2, tmp_path / "1.xml", stamp())
    estate = [Debtor(ANNA, "Dödsboet efter Anna Ek", "dodsbo")]
    kravparter.set_debtors(base, "K1", estate, "avliden 2026-11-01", town.stamp())
    krav.pay_in(base, BELOPP + 5_000)
    (left,) = pay(base, 2, tmp_path / "2.xml", stamp()).utelamnade
    assert "dödsbo och har inget konto" in left.varfor
    assert ANNA not in left.varfor
    given = {
        "brukare": ANNA, "nummer": ANNA, "namn": "Dödsboet efter Anna Ek", "slag": "annan",
        "fran": "2026-11-01", "konto": "BG 5050-1055",
    }  # fmt: skip
    assert payees.add(base, given, town.stamp()).fel == []
    assert pay(base, 2, tmp_path / "3.xml", stamp()).ny
    (one,) = sent(tmp_path / "3.xml").payments
    assert one.ore == 5_000
    assert "Dödsboet efter Anna Ek" in (tmp_path / "3.xml").read_text(encoding="utf-8")


def test_a_courts_cut_pays_back_through_the_same_run(base: Database, tmp_path: Path) -> None:
    krav.decided(base)
    krav.pay_in(base, BELOPP)
    move(base, "delgiven", "2026-10-02")
    move(base, "overklagad", "2026-10-03")
    move(base, "upphavd", "2026-10-04", referens="FR 1-26")
    pay(base, 2, tmp_path / "1.xml", stamp())
    assert sorted(one.ore for one in sent(tmp_path / "1.xml").payments) == [33_260, BELOPP]
    assert seen(base).krav.status == "upphavd"
    holds(base)
