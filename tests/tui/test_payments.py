"""Betalningar: what is found, what is counted, and what has happened."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from db import Database, payments
from tests.tui import money
from tests.tui.helpers import HIDDEN, MAJ, NORMAL, WIDE, Driver, running
from workbench.services import payments_view
from workbench.services.viewing import Viewer
from workbench.tui.screens.payments import PaymentBox, PaymentsScreen
from workbench.tui.screens.why import Trace


@pytest.fixture(scope="session")
def _once(_town: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("once")
    return money.attested_once(Path(shutil.copy(_town, folder / "kommun.db")), folder)


@pytest.fixture
def once(_once: Path, tmp_path: Path) -> Path:
    """A month attested, and a payment that the bank has rejected."""
    path = Path(shutil.copy(_once, tmp_path / "kommun.db"))
    with Database(path) as database, database.write() as connection:
        payments.mark(connection, [1], "exporterad", money.BO, dag="2024-04-08")
        payments.mark(
            connection, [1], "avvisad", money.BO, dag="2024-04-09", skal="AC04 kontot avslutat"
        )
    return path


def names(driver: Driver) -> list[str]:
    """Return whose payments are shown."""
    screen = driver.app.screen
    assert isinstance(screen, PaymentsScreen)
    return [item.namn for item in screen.rows]


async def test_search_by_name_number_and_payment(once: Path) -> None:
    async with running(once, WIDE) as driver:
        await driver.press("5")
        assert len(names(driver)) == 3
        for text, found in (
            ("anders", ["Andersson, Maj"]),
            (MAJ[:10], ["Andersson, Maj"]),
            ("b3", ["[skyddad] 3"]),
            ("hanna", []),
            ("finns inte", []),
        ):
            await driver.press("x", "slash")
            await driver.write(text)
            assert names(driver) == found, text
            await driver.press("enter")
        assert "Ingen betalning stämmer" in driver.text


async def test_status_and_months_with_true_sums(once: Path) -> None:
    async with running(once, WIDE) as driver:
        await driver.press("5")
        assert "3 betalningar   11 724,15 kr" in driver.text
        assert "attesterad 2, 6 236,25   avvisad 1, 5 487,90" in driver.text
        assert "1 betalning saknar konto" in driver.text
        await driver.press("s")
        assert "status: attesterad" in driver.text
        assert "2 betalningar" in driver.text
        await driver.press("x", "n")
        assert "Alla månader" in driver.text
        assert "Hanna" not in driver.text
        assert HIDDEN not in driver.text


async def test_history_and_why(once: Path) -> None:
    async with running(once, WIDE) as driver:
        await driver.press("5", "end", "enter")
        assert isinstance(driver.app.screen, PaymentBox)
        assert "5226, 1 234 562" in driver.text
        assert "bo: avvisad 2024-04-09, AC04 kontot avslutat" in driver.text
        await driver.press("enter", "v")
        assert isinstance(driver.app.screen, Trace)
        assert "betalas = rätt mot vad som redan är betalt: 5 487,90 kr" in driver.text
        assert "tidrapporter-2024-03.csv rad" in driver.text


async def test_a_month_without_payments_says_when_they_come(town: Path) -> None:
    async with running(town, NORMAL) as driver:
        await driver.press("5")
        assert "Inga betalningar för mars 2024" in driver.text
        await driver.press("enter", "v", "escape")
        assert "Körning 1" in driver.text


def test_counts_are_true_when_the_list_is_cut(once: Path) -> None:
    with Database(once) as database:
        found = payments_view.listed(
            database.read(), payments.PaymentFilter(), Viewer("anna"), limit=1
        )
    assert (len(found.rows), found.antal, found.belopp) == (1, 3, 1172415)
