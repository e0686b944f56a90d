"""Drift: a copy made and put back, the journal's head, verification, removal, an archive."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from textual.widgets import Button, Input, Static

from db import Database, engine
from db.journal import Stamp, log
from tests.services.forging import forged
from tests.tui.helpers import NORMAL, NOW, SMALL, WIDE, Driver, running
from workbench.services.people import add_user
from workbench.tui.screens.dialogs import Notice
from workbench.tui.screens.drift import DriftScreen
from workbench.tui.screens.month import MonthScreen
from workbench.tui.screens.sheet import Sheet
from workbench.tui.widgets.rowlist import RowList


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(engine, "_keys", {})


def said(driver: Driver) -> str:
    """Return what the box on top says, on one line."""
    assert isinstance(driver.app.screen, Notice), driver.text
    return driver.app.screen.said.plain.replace("\n", " ")


async def fill(driver: Driver, **values: str) -> None:
    """Write in the fields of the form on top and press its button."""
    assert isinstance(driver.app.screen, Sheet), driver.text
    for name, value in values.items():
        driver.one(f"#{name}", Input).value = value
    await driver.settle()
    button = driver.one("#yes", Button)
    assert not button.disabled, driver.text
    button.focus()
    await driver.press("enter")


async def test_every_page_and_form_fills_every_size(town: Path) -> None:
    async with running(town) as driver:
        await driver.press("f9")
        for size in (SMALL, NORMAL, WIDE):
            await driver.resize(size)
            for _ in range(4):
                await driver.press("right")
                await driver.fills(size)
            for key in "stvhpyab":
                await driver.press(key)
                lines = driver.text.rstrip("\n").split("\n")
                assert (len(lines), max(map(len, lines)) <= size[0]) == (size[1], True), key
                if isinstance(driver.app.screen, Sheet):
                    assert "Avbryt" in driver.text, (key, size)
                    await driver.press("escape")


async def test_a_copy_is_made_and_put_back(town: Path, tmp_path: Path) -> None:
    """What came after the copy is gone from the screens, and lies beside the database."""
    async with running(town) as driver:
        await driver.press("4", "f9", "s")
        await fill(driver, fil="kopia.db")
        assert "skriven och kontrollerad" in said(driver)
        await driver.press("enter")
        with Database(town) as base, base.write() as connection:
            log(connection, Stamp(NOW, "bo"), "avgjort", "fynd", "F1", None, {"status": "nekad"})
        screen = driver.app.screen
        assert isinstance(screen, DriftScreen)
        while screen.page != "kopior":
            await driver.press("right")
        assert driver.one("#rows", RowList).count == 1
        await driver.press("t")
        assert driver.one("#fil", Input).value == str(tmp_path / "kopia.db")
        await fill(driver)
        told = " ".join(driver.text.split())
        assert "4 brukare" in told
        assert driver.one("#yes", Button).disabled, "ingenting ersätts utan kopians sista post"
        assert screen.databas is not None
        head = screen.databas.huvud.nummer
        driver.one("#post", Input).value = str(head + 1)
        await driver.settle()
        assert driver.one("#yes", Button).disabled, "inte databasens sista post"
        await fill(driver, post=str(head))
        assert f"journalen till post {head}" in said(driver)
        await driver.press("enter")
        assert isinstance(driver.app.screen, MonthScreen)
        assert "Andersson, Maj" in driver.text
        await driver.press("4")
        assert "Andersson, Maj" in driver.text
    with Database(town) as base:
        told = base.read().execute("SELECT handelse FROM journal ORDER BY id").fetchall()
    assert told[-1] == ("återställd",)
    with Database(tmp_path / "kommun.db.fore-aterstallning") as base:
        told = base.read().execute("SELECT handelse FROM journal ORDER BY id").fetchall()
    assert told[-1] == ("avgjort",)


async def test_a_file_that_is_no_copy_replaces_nothing(town: Path, tmp_path: Path) -> None:
    (tmp_path / "brev.db").write_text("hej")
    async with running(town) as driver:
        await driver.press("f9", "t")
        await fill(driver, fil="finns-inte.db")
        assert "finns inte" in str(driver.one("#problem", Static).render())
        await fill(driver, fil="brev.db")
        assert "inte en SQLite-fil" in driver.text
        await driver.press("escape")
        assert isinstance(driver.app.screen, DriftScreen)
    assert not (tmp_path / "kommun.db.fore-aterstallning").exists()


async def test_a_copy_is_encrypted_with_a_key_made_here(town: Path, tmp_path: Path) -> None:
    pytest.importorskip("sqlcipher3")
    async with running(town) as driver:
        await driver.press("f9", "n", "down", "enter")
        await fill(driver, fil="hemlig")
        assert "Utan den kan ingen läsa" in said(driver)
        await driver.press("enter", "s")
        (tmp_path / "hemlig").chmod(0o644)
        await fill(driver, fil="k.db", nyckel="hemlig")
        assert "chmod 600" in str(driver.one("#problem", Static).render())
        (tmp_path / "hemlig").chmod(0o600)
        await fill(driver)
        assert "krypterad" in said(driver)
    assert not (tmp_path / "k.db").read_bytes().startswith(b"SQLite format 3")


async def test_a_head_is_signed_kept_and_tried(town: Path) -> None:
    async with running(town) as driver:
        await driver.press("f9", "n", "enter")
        await fill(driver, fil="nyckel")
        assert "Fingeravtryck" in said(driver)
        await driver.press("enter", "h")
        await fill(driver, fil="huvud.json", nyckel="nyckel")
        assert "signerat" in said(driver)
        await driver.press("enter", "p")
        await fill(driver, fil="huvud.json", nyckel="nyckel.pub")
        assert "ligger kvar i kedjan" in said(driver)
        assert "gjord med den angivna nyckeln" in said(driver)
        await driver.press("enter")
        last = "DELETE FROM journal WHERE id = (SELECT max(id) FROM journal)"
        forged(town, last, "DELETE FROM journal_slut")
        await driver.press("p")
        await fill(driver, fil="huvud.json", nyckel="")
        assert "poster saknas" in said(driver)


async def test_verify_shows_the_first_break_first(town: Path) -> None:
    async with running(town) as driver:
        await driver.press("f9", "v")
        assert "inga brott" in driver.text
        assert "Allt stämmer." in driver.text
        forged(town, "UPDATE journal SET aktor = 'x' WHERE id = 2")
        await driver.press("v")
        screen = driver.app.screen
        assert isinstance(screen, DriftScreen)
        assert screen.check is not None
        breaks = [one for one in screen.check.said if "BROTT" in one.slag]
        assert (breaks[0].slag, breaks[0].var) == ("FÖRSTA BROTTET", "journal 2")
        assert "FÖRSTA BROTTET" in driver.text
        assert "1 brott" in driver.text


async def test_gallring_is_listed_then_carried_out_with_its_number(
    town: Path, tmp_path: Path
) -> None:
    with Database(town) as base, base.write() as connection:
        old = Stamp("2012-05-01T10:00:00+02:00", "anna")
        log(connection, old, "visade skyddade uppgifter", "visning", "195001011016")
    async with running(town) as driver:
        await driver.press("f9", "x")
        assert "Ta fram ett års gallringslista med y först." in driver.said
        await driver.press("y")
        driver.one("#ar", Input).value = "2999"
        await driver.settle()
        assert driver.one("#yes", Button).disabled
        await fill(driver, ar="2024")
        assert "2024: 1 post får gallras" in driver.text
        await driver.press("x")
        await driver.settle()
        assert driver.one("#yes", Button).disabled
        driver.one("#motivering", Input).value = "enligt plan"
        driver.one("#antal", Input).value = "2"
        await driver.settle()
        assert driver.one("#yes", Button).disabled
        await fill(driver, antal="1", fil="g.json")
        assert "har gallrats" in said(driver)
        await driver.press("enter", "v")
        assert "med gallrat innehåll" in driver.text
    assert json.loads((tmp_path / "g.json").read_text())["motivering"] == "enligt plan"


async def test_an_archive_is_written_and_verified(town: Path, tmp_path: Path) -> None:
    """Somebody here is protected: who may not see that may not write it out."""
    async with running(town) as driver:
        await driver.press("f9", "a")
        await fill(driver, fil="r.zip")
        assert "skyddade" in driver.text
        await driver.press("escape")
        assert not (tmp_path / "r.zip").exists()
        with Database(town) as base:
            add_user(base, "anna", "administrator", True, Stamp(NOW, "anna"))
        await driver.press("a")
        await fill(driver, fil="r.zip")
        assert "SHA-256" in said(driver)
        await driver.press("enter", "b")
        await fill(driver, fil="r.zip")
        assert "Allt stämmer." in driver.text
        (tmp_path / "r.zip").write_bytes(b"PK")
        await driver.press("b")
        await fill(driver, fil="r.zip")
        assert "går inte att läsa som ett arkiv" in said(driver)
