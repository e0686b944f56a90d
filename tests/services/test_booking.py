"""Vouchers: what is paid is on the clearing account, everything once, and nobody's number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from db import Database, ledger
from db.journal import Stamp
from db.ledger import Booking, ClaimRow
from tests.exports.sie_reader import Sie, read
from tests.services import moneyout, town
from tests.services.moneyout import ORE, stamp
from tests.services.test_paying_out import answer, booked, ids, item, sent, status_report
from tests.services.town import ANNA, BO, KIM, LEA, tid, uppdrag
from workbench.domain.time import parse_month
from workbench.services import attesting, law
from workbench.services.booked_events import FkRow
from workbench.services.booking import Result, book_events, book_fk_faktura, book_run, summary
from workbench.services.chosen import NotSet
from workbench.services.errors import Refused
from workbench.services.files import NotWritten
from workbench.services.paying_out import pay

COST, CLEARING, REJECTED, ADVANCE, CLAIM, WRITTEN_OFF, REPAID = (
    "5570",
    "2890",
    "2891",
    "1611",
    "1511",
    "7370",
    "1690",
)


@pytest.fixture
def base(tmp_path: Path) -> Iterator[Database]:
    with town.database(tmp_path / "t.db") as opened:
        yield opened


class Books:
    """Books into new files and sums what they hold, öre per account."""

    def __init__(self, base: Database, folder: Path) -> None:
        self.base = base
        self.folder = folder
        self.accounts: Counter[str] = Counter()
        self.files: list[Sie] = []

    def run(self, run: int, by: Stamp | None = None) -> Result:
        return self._take(book_run(self.base, run, self._target(), by or stamp()))

    def events(self) -> Result:
        return self._take(book_events(self.base, self._target(), stamp()))

    def _target(self) -> Path:
        return self.folder / f"bok{len(self.files)}.si"

    def _take(self, result: Result) -> Result:
        if result.fil is not None and (result.ny or result.fil.skriven is None):
            file = read(self._target().read_bytes())
            assert self._target().read_bytes() == result.fil.innehall
            self.files.append(file)
            for voucher in file.vouchers:
                assert voucher.sum == 0
                for row in voucher.rows:
                    self.accounts[row.account] += int(row.amount * 100)
        return result

    @property
    def left(self) -> dict[str, int]:
        return {account: ore for account, ore in self.accounts.items() if ore}


@pytest.fixture
def books(base: Database, tmp_path: Path) -> Books:
    return Books(base, tmp_path)


def test_a_run_is_its_cost_against_what_leaves(
    base: Database, tmp_path: Path, books: Books
) -> None:
    run = moneyout.begin(base, tmp_path)
    first = books.run(run)
    assert first.ny
    assert books.left == {COST: 2 * ORE, CLEARING: -2 * ORE}
    pay(base, run, tmp_path / "ut.xml", stamp())
    assert sent(tmp_path / "ut.xml").sum_ore == -books.accounts[CLEARING]
    data = (tmp_path / "bok0.si").read_bytes()
    for word in (ANNA, BO, KIM, ANNA[2:], "Anna", "Bo Al", "Kim"):
        assert word.encode("cp437") not in data
    rows = [row for voucher in books.files[0].vouchers for row in voucher.rows]
    assert sorted(row.objects["20"] for row in rows if row.account == COST) == [
        "B000001",
        "B000002",
    ]
    again = book_run(base, run, tmp_path / "igen.si", stamp("anna", "2027-02-01"))
    assert not again.ny
    assert "samma" in summary(again)
    assert (tmp_path / "igen.si").read_bytes() == data


def test_rejected_and_paid_again(base: Database, tmp_path: Path, books: Books) -> None:
    run = moneyout.begin(base, tmp_path)
    pay(base, run, tmp_path / "1.xml", stamp())
    books.run(run)
    file = sent(tmp_path / "1.xml")
    answer(
        base,
        status_report(tmp_path / "s.xml", file.message_id, item(ids(file)["B2"], code="AM04")),
    )
    books.run(run)
    assert books.left == {COST: 2 * ORE, CLEARING: -ORE, REJECTED: -ORE}
    pay(base, run, tmp_path / "2.xml", stamp())
    books.run(run)
    assert books.left == {COST: 2 * ORE, CLEARING: -2 * ORE}
    assert len(books.files) == 3
    assert not books.run(run).ny


def test_rejected_and_paid_after_all(base: Database, tmp_path: Path, books: Books) -> None:
    """The bank pays what it had rejected: what was moved aside goes back, and once."""
    run = moneyout.begin(base, tmp_path)
    pay(base, run, tmp_path / "1.xml", stamp())
    file = sent(tmp_path / "1.xml")
    rejected = item(ids(file)["B2"], code="AM04")
    answer(base, status_report(tmp_path / "s.xml", file.message_id, rejected))
    books.run(run)
    assert books.left == {COST: 2 * ORE, CLEARING: -ORE, REJECTED: -ORE}
    answer(base, booked(tmp_path / "c.xml", ids(file)["B2"]))
    books.run(run)
    assert books.left == {COST: 2 * ORE, CLEARING: -2 * ORE}
    assert not books.run(run).ny


def test_events_in_two_years_are_two_files(base: Database, tmp_path: Path, books: Books) -> None:
    run = moneyout.begin(base, tmp_path)
    pay(base, run, tmp_path / "1.xml", stamp())
    file = sent(tmp_path / "1.xml")
    path = status_report(tmp_path / "s.xml", file.message_id, item(ids(file)["B2"]))
    from workbench.services.bank_answers import take_in

    take_in(base, path, stamp(day="2027-01-04"))
    first = books.run(run, stamp(day="2027-01-05"))
    assert (first.ny, first.vantar) == (True, 1)
    second = books.run(run, stamp(day="2027-01-05"))
    assert (second.ny, second.vantar) == (False, 0)
    years = [file.of("#RAR")[0][1][:4] for file in books.files]
    assert years == ["2026", "2027"]
    assert books.left == {COST: 2 * ORE, CLEARING: -ORE, REJECTED: -ORE}


def test_an_advance_is_a_claim_until_it_is_accounted(
    base: Database, tmp_path: Path, books: Books
) -> None:
    """30 h paid in advance, 8 h worked; then the month is accounted."""
    moneyout.choose(base)
    own = moneyout.brukare(ivo_anmald="2011-01-01", arbetsgivare_registrerad="2011-01-01")
    sheets = town.clean_town(
        brukare=[own, moneyout.brukare(BO, "Bo Al")],
        uppdrag=[uppdrag(who, ANNA, ANNA) for who in (KIM, LEA)],
        beslut=[town.beslut("B1", ANNA, timmar="30", forskott="ja")],
        tidrapporter=[tid("2024-03-04", arbetsgivare=ANNA)],
    )
    town.bring(base, tmp_path / "a", sheets)
    run = moneyout.attested(base)
    paid = moneyout.total(base, run)
    assert paid == 30 * ORE // 8
    books.run(run)
    assert books.left == {ADVANCE: paid, CLEARING: -paid}
    account = {"brukare": ANNA, "manad": moneyout.MONTH, "lon": "90000"}
    town.bring(base, tmp_path / "b", {"redovisning": [account]})
    again = moneyout.attested(base)
    books.run(again)
    assert books.left == {ADVANCE: paid - ORE, COST: ORE, CLEARING: -paid}
    town.bring(base, tmp_path / "c", {"tidrapporter": [tid("2024-03-05", arbetsgivare=ANNA)]})
    third = moneyout.attested(base)
    books.run(third)
    assert books.left == {ADVANCE: paid - 2 * ORE, COST: 2 * ORE, CLEARING: -paid}
    decide(base, 1, paid - 2 * ORE)
    books.events()
    assert books.left == {CLAIM: paid - 2 * ORE, COST: 2 * ORE, CLEARING: -paid}


def decide(base: Database, claim: int, *_: int) -> None:
    """Decide a claim as the nämnd does."""
    with base.write() as connection:
        (month, brukare) = connection.execute(
            "SELECT manad, brukare FROM aterkrav_bokning WHERE aterkrav = ?", (claim,)
        ).fetchone()
        row = Booking(claim, month, brukare, None, 0, 0, 0, 0, "beslutad", None, town.TODAY)
        ledger.book(connection, [row], stamp())


def later(base: Database, claim: int, what: str, *ore: int) -> None:
    with base.write() as connection:
        (month, brukare) = connection.execute(
            "SELECT manad, brukare FROM aterkrav_bokning WHERE aterkrav = ?", (claim,)
        ).fetchone()
        row = Booking(claim, month, brukare, None, *ore, what, None, town.TODAY)
        ledger.book(connection, [row], stamp())


def test_claims_are_booked_from_the_decision_on(
    base: Database, tmp_path: Path, books: Books
) -> None:
    run = moneyout.begin(base, tmp_path)
    books.run(run)
    with base.write() as connection:
        row = ClaimRow(None, None, "assistans", 480, 0, 33260, None, "nekad", 100000)
        ledger.propose(connection, run, moneyout.month_number(), 1, None, "a", [row], stamp())
    assert books.events().fil is None
    assert "ingenting att bokföra" in summary(books.events())
    decide(base, 1)
    assert books.events().ny
    assert books.left == {CLAIM: 100000, COST: 2 * ORE - 100000, CLEARING: -2 * ORE}
    later(base, 1, "inbetalning", -40000, 40000, 0, 0)
    later(base, 1, "eftergift", -60000, 0, 60000, 0)
    books.events()
    assert books.left == {
        REPAID: 40000,
        WRITTEN_OFF: 60000,
        COST: 2 * ORE - 100000,
        CLEARING: -2 * ORE,
    }
    assert not books.events().ny


def test_fks_bill(base: Database, tmp_path: Path) -> None:
    moneyout.begin(base, tmp_path)
    month = parse_month(moneyout.MONTH)
    rows = [FkRow(1, 1, month, 50000, town.TODAY), FkRow(2, 2, month, -20000, town.TODAY)]
    first = book_fk_faktura(base, rows, tmp_path / "fk.si", stamp())
    assert first.ny
    file = read((tmp_path / "fk.si").read_bytes())
    accounts: Counter[str] = Counter()
    for voucher in file.vouchers:
        for row in voucher.rows:
            accounts[row.account] += int(row.amount * 100)
    assert accounts == {"4538": 30000, "2511": -30000}
    again = book_fk_faktura(base, rows, tmp_path / "fk.si", stamp())
    assert not again.ny


def test_an_annulled_run_is_booked_back(base: Database, tmp_path: Path, books: Books) -> None:
    run = moneyout.begin(base, tmp_path)
    books.run(run)
    attesting.annul(base, run, "fel", stamp("tredje"))
    books.run(run)
    assert books.left == {}
    assert books.files[1].vouchers[0].text.startswith("Makulering: ")
    assert not books.run(run).ny
    other = moneyout.attested(base)
    attesting.annul(base, other, "fel igen", stamp("tredje"))
    with pytest.raises(Refused, match="aldrig bokförts"):
        books.run(other)


def test_what_is_refused(base: Database, tmp_path: Path) -> None:
    sheets = town.clean_town(brukare=moneyout.people(), tidrapporter=[tid("2024-03-04")])
    town.bring(base, tmp_path / "a", sheets)
    draft = town.settled(base, moneyout.MONTH).korning or 0
    with pytest.raises(Refused, match="utkast"):
        book_run(base, draft, tmp_path / "b.si", stamp())
    run = moneyout.attested(base)
    with pytest.raises(NotSet) as error:
        book_run(base, run, tmp_path / "b.si", stamp())
    assert len(error.value.names) == 13
    moneyout.choose(base, bokforing_namnder="Annan nämnd = 4712")
    with pytest.raises(Refused, match="Socialnämnden"):
        book_run(base, run, tmp_path / "b.si", stamp())
    law.set_policy(
        base, "bokforing_namnder", "Socialnämnden = 4711", "2011-01-01", "x", town.stamp()
    )
    with pytest.raises(NotWritten):
        book_run(base, run, tmp_path / "ingen" / "b.si", stamp())
    assert base.read().execute("SELECT count(*) FROM utfil").fetchone() == (0,)
    book_run(base, run, tmp_path / "b.si", stamp())
    assert '"4711" "Socialnämnden"' in (tmp_path / "b.si").read_bytes().decode("cp437")
