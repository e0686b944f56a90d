"""Återkrav: the list, a claim's pages, and its life from proposal to payment by keyboard."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.widgets import Button, Input, TextArea

from db import Database, open_database
from tests.services import krav, town
from tests.services.test_kravhandling import chosen
from tests.tui import kraven
from tests.tui.helpers import NORMAL, SMALL, WIDE, Driver, check_golden, running
from workbench.services import kravbevis, kravhandling
from workbench.services.kravvy import Kravvy, vy
from workbench.tui.screens.aterkrav import AterkravScreen
from workbench.tui.screens.dialogs import Confirm, Notice, Problem
from workbench.tui.screens.krav import KravScreen
from workbench.tui.screens.krav_moves import move_form
from workbench.tui.screens.krav_sheets import Moves
from workbench.tui.screens.sheet import Sheet

SIZES = {"80x24": NORMAL, "120x40": WIDE}
SUM = "1995,60"
"""Two claims of three hours of 2024's timbelopp, together."""


@pytest.fixture(scope="session")
def _claimed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kraven")
    return kraven.build(folder / "kommun.db", folder / "in")


@pytest.fixture
def claimed(_claimed: Path, tmp_path: Path) -> Path:
    """Four proposals, one of them of a protected brukare."""
    return Path(shutil.copy(_claimed, tmp_path / "kommun.db"))


@asynccontextmanager
async def handling(
    path: Path, aktor: str = "karin", size: tuple[int, int] = NORMAL
) -> AsyncIterator[Driver]:
    """Run the app on the list of claims as someone."""
    async with running(path, size, None, aktor, kraven.NOW) as driver:
        await driver.press("7")
        yield driver


def seen(path: Path, identity: str = "K1") -> Kravvy:
    """Return a claim as stored."""
    with Database(path) as database:
        return vy(database.read(), identity, town.SEER, town.TODAY)


def shown(driver: Driver) -> list[str]:
    """Return the claims of the list."""
    screen = driver.app.screen
    assert isinstance(screen, AterkravScreen)
    return [item.id for item in screen.rows]


async def fill(driver: Driver, **values: str) -> None:
    """Write in the fields of the sheet on top."""
    for name, value in values.items():
        field = driver.app.screen.query_one(f"#{name}")
        if isinstance(field, TextArea):
            field.text = value
        else:
            assert isinstance(field, Input)
            field.value = value
    await driver.settle()


async def submit(driver: Driver, **values: str) -> None:
    """Fill in the sheet on top, go to its button and press it."""
    assert isinstance(driver.app.screen, Sheet)
    await fill(driver, **values)
    driver.one("#yes", Button).focus()
    await driver.press("enter")


async def move(driver: Driver, till: str, **values: str) -> None:
    """Move the claim on the screen to a state."""
    await driver.press("f")
    box = driver.app.screen
    assert isinstance(box, Moves)
    places = [state for state, _ in box.moves]
    await driver.press("home", *["down"] * places.index(till), "enter")
    await submit(driver, **values)


# -- screens as text ----------------------------------------------------------------------------


def investigated(path: Path) -> Path:
    """Bring K1 so far that an answer is waited for, and its day has passed."""
    with Database(path) as base:
        krav.move(base, "utredning", "2026-09-01", grund="a")
        krav.assess(base)
        krav.move(base, "kommunicerad", "2026-09-02", frist="2026-09-20")
    return path


@pytest.mark.parametrize("size", SIZES)
async def test_screens(claimed: Path, size: str) -> None:
    async with handling(investigated(claimed), size=SIZES[size]) as driver:
        await check_golden(f"aterkrav-{size}", driver)
        await driver.press("enter")
        await check_golden(f"krav-{size}", driver)
        while "[Historik" not in driver.text:
            await driver.press("right")
        await check_golden(f"krav-historik-{size}", driver)
        await driver.press("f")
        await check_golden(f"krav-flytta-{size}", driver)
        await driver.press("enter")
        await check_golden(f"krav-beslut-{size}", driver)


async def test_every_size_shows_what_matters(claimed: Path) -> None:
    async with handling(investigated(claimed)) as driver:
        for size in (SMALL, NORMAL, WIDE):
            await driver.resize(size)
            for key in ("enter", "right", "right", "d", "escape", "f", "escape", "escape"):
                await driver.press(key)
                await driver.fills(size)


# -- the list -----------------------------------------------------------------------------------


async def test_search_state_order_and_sums(claimed: Path) -> None:
    async with handling(investigated(claimed), size=WIDE) as driver:
        assert shown(driver) == ["K1", "K2", "K3", "K4"]
        assert "visar 4 av 4   utestår 3 991,20" in driver.text
        assert "! 1 frist har passerat" in driver.text
        for text, found in (
            ("k3", ["K3"]),
            ("ek 2024-05", ["K4"]),
            ("kommunicerat", ["K1"]),
            (town.ANNA[:8], ["K1", "K3", "K4"]),
            ("hanna", []),
            (kraven.HIDDEN[:8], []),
        ):
            await driver.press("slash")
            driver.one("#needle", Input).value = text
            await driver.press("enter")
            assert shown(driver) == found, text
        assert "visar 0 av 4" in driver.text
        await driver.press("x", "s", "s")
        assert "läge: kommunicerade" in driver.text
        assert shown(driver) == ["K1"]
        await driver.press("x", "o", "o", "o")
        assert "ordning: frist" in driver.text
        assert shown(driver)[0] == "K1"


async def test_the_filter_is_there_when_one_comes_back(claimed: Path) -> None:
    async with handling(claimed) as driver:
        await driver.press("slash", *"maj", "enter", "x", "slash", *"2024-05", "enter")
        await driver.press("enter")
        assert isinstance(driver.app.screen, KravScreen)
        await driver.press("escape")
        assert shown(driver) == ["K4"]
        await driver.press("1", "7")
        assert shown(driver) == ["K4"]
        assert "filter: 2024-05" in driver.text


async def test_whoever_is_protected_is_masked_everywhere(claimed: Path) -> None:
    async with handling(claimed) as driver:
        await driver.press("down", "enter", "d")
        for key in ("escape", "right", "right", "right", "i"):
            assert "Hanna" not in driver.text
            assert kraven.HIDDEN not in driver.text
            assert "[skyddad] " in driver.text
            await driver.press(key)


async def test_letters_and_ends_move_in_the_list(claimed: Path) -> None:
    async with handling(claimed) as driver:
        screen = driver.app.screen
        assert isinstance(screen, AterkravScreen)
        for key, there in (("j", "K2"), ("G", "K4"), ("k", "K3"), ("g", "K1")):
            await driver.press(key)
            assert screen.current is not None
            assert screen.current.id == there


async def test_joining_asks_first_and_can_be_undone(claimed: Path) -> None:
    async with handling(claimed) as driver:
        await driver.press("m")
        assert "Välj minst två" in driver.said[-1]
        await driver.press("space", "down", "space", "m")
        assert isinstance(driver.app.screen, Confirm)
        assert f"Tillsammans {SUM[0]} 995,60 kr" in driver.text
        await driver.press("enter")
        assert shown(driver) == ["K1", "K2", "K3", "K4"]
        await driver.press("m", "right", "enter")
        assert shown(driver) == ["K1", "K2", "K4"]
        assert driver.said[-1] == "Kraven är samlade i K1. u ångrar."
        await driver.press("u")
        await submit(driver, varfor="fel krav")
        assert shown(driver) == ["K1", "K2", "K3", "K4"]


async def test_claims_against_different_people_are_not_joined(claimed: Path) -> None:
    async with handling(claimed) as driver:
        await driver.press("asterisk", "m", "right", "enter")
        assert isinstance(driver.app.screen, Problem)
        assert "samma gäldenär" in driver.text


# -- a claim's whole life -------------------------------------------------------------------------


async def prepare(driver: Driver) -> None:
    """Join K1 and K3, choose the ground, write the assessment, communicate."""
    await driver.press("space", "down", "space", "m", "right", "enter", "home", "enter")
    await move(driver, "utredning", dag="2026-09-01", motivering="vistelse på sjukhus")
    await driver.press("r")
    await submit(driver, grund="b", motivering="borde ha sett vistelsen på specifikationen")
    await driver.press("b", "home", "down", "down", "enter")
    await submit(driver, stycke="Beloppet är litet.\nNämnden svarade sent.", kalla="samtal 3 sep")
    for place, text in ((0, "Journal från sjukhuset."), (1, "Tiden är inte utförd."), (3, "Brev.")):
        await driver.press("b", "home", *["down"] * place, "enter")
        await submit(driver, stycke=text)
    await move(driver, "kommunicerad", dag="2026-09-02", frist="2026-09-20")


async def test_a_claim_is_prepared_decided_by_another_and_paid(claimed: Path) -> None:
    async with handling(claimed) as driver:
        await prepare(driver)
        assert "K1  KOMMUNICERAT" in driver.text
        assert "! Svarstiden gick ut 2026-09-20" in driver.text
        await driver.press("f")
        assert "karin har utrett kravet; en annan person ska besluta." in " ".join(
            driver.text.replace("│", " ").split()
        )
        await driver.press("home", "enter")
        await submit(driver, motivering="se bedömningen", summa=SUM)
        assert isinstance(driver.app.screen, Sheet)
        assert "en annan person ska besluta" in driver.text
    async with handling(claimed, "bo") as driver:
        await driver.press("enter")
        await move(driver, "beslutad", dag="2026-10-01", motivering="se ovan", summa=SUM)
        assert driver.said[-1] == "K1: beslutat."
        await move(driver, "delgiven", dag="2026-10-05")
        assert "! Tiden att överklaga gick ut 2026-10-26" in driver.text
        await move(driver, "laga-kraft", dag="2026-10-27")
        await driver.press("f", "home", "enter")
        await fill(driver, manad="700", forsta="2026-12-31")
        assert driver.one("#plan", TextArea).text == (
            "2026-12-31 700,00\n2027-01-31 700,00\n2027-02-28 595,60"
        )
        await submit(driver)
        await driver.press("i")
        await submit(driver, belopp="750,60", dag="2026-11-20", betalare="Ek, Anna")
        while "[Plan" not in driver.text:
            await driver.press("right")
        assert "2026-12-31       700,00       700,00         0,00 betald" in driver.text
        assert "inkommet sedan planen gjordes 750,60 kr" in driver.text
        await driver.press("u")
        assert "inbetalning" in driver.text
        await submit(driver, varfor="fel krav")
    found = seen(claimed)
    assert (found.krav.status, found.krav.utestaende) == ("avbetalning", 199_560)
    assert [part.belopp for part in found.plan] == [70_000, 70_000, 59_560]


async def test_pieces_of_the_assessment_are_changed_and_taken_away(claimed: Path) -> None:
    async with handling(claimed) as driver:
        await driver.press("enter", "b", "home", "enter")
        await submit(driver, stycke="Första raden.\nAndra [b]raden[/b].", kalla="journal")
        while "[Bedömning 1]" not in driver.text:
            await driver.press("right")
        assert "Andra [b]raden[/b]." in driver.text
        await driver.press("enter")
        assert driver.one("#stycke", TextArea).text.startswith("Första raden.")
        await submit(driver, stycke="Ny text.")
        assert [item.text for item in seen(claimed).bedomning] == ["Ny text."]
        await driver.press("x", "enter")
        assert len(seen(claimed).bedomning) == 1
        await driver.press("x", "right", "enter")
        assert seen(claimed).bedomning == ()


async def test_what_is_stored_already_is_ticked_into_the_assessment(claimed: Path) -> None:
    """The finding behind the claim, its decision and file: offered once."""
    async with handling(claimed) as driver:
        await driver.press("enter", "b")
        with Database(claimed) as base:
            offers = len(kravbevis.offered(base.read(), "K1"))
        assert f"{offers} förslag" in driver.text
        await driver.press("end", "enter")
        assert "Kryssa för minst en." in driver.text
        assert "tidrapporter.csv rad" in driver.text
        await driver.press("space")
        await submit(driver)
        assert driver.said[-1] == "1 stycke är inskrivet i bedömningen."
        assert [item.slag for item in seen(claimed).bedomning] == ["bevis"]
        await driver.press("b")
        assert f"{offers - 1} förslag" in driver.text


async def test_a_claim_is_directed_against_the_dodsbo(claimed: Path) -> None:
    async with handling(claimed) as driver:
        await driver.press("enter", "d")
        await driver.press("space", "space")
        await submit(driver, motivering="avled i oktober")
        assert driver.said[-1] == "K1 riktas mot 1 gäldenär. u ångrar."
        assert "(dödsbo)" in driver.text
    assert [who.slag for who in seen(claimed).galdenarer] == ["dodsbo"]


# -- what never happens ---------------------------------------------------------------------------


async def test_enter_alone_moves_nothing(claimed: Path) -> None:
    """Enter goes from field to field and ends on Avbryt."""
    async with handling(claimed) as driver:
        await driver.press("enter", "f", "end", "enter")
        assert isinstance(driver.app.screen, Sheet)
        await fill(driver, motivering="gammalt", summa="997,80")
        for name in ("dag", "summa"):
            driver.app.screen.query_one(f"#{name}").focus()
            await driver.press("enter")
        assert driver.app.focused is driver.one("#cancel", Button)
        await driver.press("enter")
        assert isinstance(driver.app.screen, KravScreen)
    assert seen(claimed).krav.status == "forslag"


@pytest.mark.parametrize(
    ("summa", "motivering", "said"),
    [
        ("", "gammalt", "Skriv kravets summa för att bekräfta."),
        ("997,79", "gammalt", "Det är inte kravets summa."),
        ("997,80", "", "Skriv varför."),
    ],
)
async def test_a_binding_step_needs_sum_and_reason(
    claimed: Path, summa: str, motivering: str, said: str
) -> None:
    async with handling(claimed) as driver:
        await driver.press("enter", "f", "end", "enter")
        await fill(driver, summa=summa, motivering=motivering)
        assert said in driver.text
        assert driver.one("#yes", Button).disabled


async def test_a_refusal_is_shown_and_what_was_written_stays(claimed: Path) -> None:
    async with handling(claimed) as driver:
        await driver.press("enter")
        await move(driver, "utredning", motivering="")
        await driver.press("r")
        await submit(driver, grund="a", motivering="samma")
        await driver.press("f", "home", "enter")
        await submit(driver, frist="2026-11-01", motivering="lång text")
        assert "Ange en svarsdag efter den dag" in driver.text
        await driver.press("escape", "f", "home", "enter")
        assert driver.one("#motivering", TextArea).text == "lång text"
        await driver.press("escape", "u")
        await submit(driver, varfor="prov")
        await driver.press("u")
        await submit(driver, varfor="prov")
        await driver.press("u")
        assert isinstance(driver.app.screen, Notice)
        assert "K1 har inget steg att ångra." in driver.text


# -- the annex ------------------------------------------------------------------------------------


async def test_the_annex_is_read_switched_and_written(claimed: Path, tmp_path: Path) -> None:
    """The debtor's first; the court's says that it is secret; both are written for their owner."""
    async with handling(claimed) as driver:
        await driver.press("enter", "a")
        assert "Gäldenärens bilaga   rad 21 av" in driver.text
        assert "Sekretess" not in driver.text
        await driver.press("n", "n")
        assert driver.text.split("\n")[2] == "Sammanställning"
        await driver.press("G")
        assert "Kontrollsumma (SHA-256)" in driver.text
        await driver.press("t")
        assert "SEKRETESS" in driver.text
        await driver.press("e")
        assert "26 kap. 1 § OSL" in driver.text
        driver.one("#path", Input).value = str(tmp_path / "ut")
        await driver.press("enter", "right", "enter")
        names = sorted(path.name for path in (tmp_path / "ut").iterdir())
        assert [name.partition("-aterkrav-")[2] for name in names] == [
            "K1-bilaga-sekretess-2026-11-22.pdf",
            "K1-bilaga-sekretess-2026-11-22.txt",
        ]
        assert {path.stat().st_mode & 0o777 for path in (tmp_path / "ut").iterdir()} == {0o600}
        await driver.press("enter", "escape")
        assert isinstance(driver.app.screen, KravScreen)


async def test_a_wide_text_scrolls_sideways_on_a_small_screen(claimed: Path) -> None:
    async with handling(claimed, size=SMALL) as driver:
        await driver.press("enter", "a")
        await driver.press("n", "n")
        assert "Skillnad  I kravet" not in driver.text
        await driver.press(*["right"] * 20)
        assert "Skillnad  I kravet" in driver.text


# -- documents ------------------------------------------------------------------------------------


def set_up(path: Path) -> Path:
    """Choose what letters need, and open an investigation of K1 with its assessment."""
    with Database(path) as base:
        chosen(base)
        krav.move(base, "utredning", "2026-09-01", grund="a")
        krav.assess(base)
    return path


@pytest.mark.parametrize("size", SIZES)
async def test_a_letter_is_drafted_edited_fixed_and_written(
    claimed: Path, tmp_path: Path, size: str
) -> None:
    async with handling(set_up(claimed), size=SIZES[size]) as driver:
        await driver.press("enter", "h")
        await check_golden(f"krav-handling-{size}", driver)
        await driver.press("enter")
        await check_golden(f"brev-{size}", driver)
        await driver.press("r")
        area = driver.one("#area", TextArea)
        assert "# Det vi bygger på" in area.text
        area.text = area.text.replace("text om bevis", "Journalen [b]visar[/b] det.")
        await driver.press("escape")
        assert isinstance(driver.app.screen, Confirm)
        await driver.press("enter", "f2")
        assert driver.said[-1] == "Texten är sparad i utkastet."
        await driver.press("n", "n", "n")
        assert "Journalen [b]visar[/b] det." in driver.text
        await driver.press("f")
        assert "Fastställ K1 kommunikation 1?" in driver.text
        await driver.press("enter")
        assert "UTKAST" in driver.text
        await driver.press("f", "right", "enter")
        assert "fastställd 2026-11-22" in driver.text
        await driver.press("r")
        assert "ändras aldrig" in driver.said[-1]
        await driver.press("e")
        driver.one("#path", Input).value = str(tmp_path / "ut")
        await driver.press("enter", "right", "enter", "enter", "escape")
        names = {path.name.partition("-K1-")[2] for path in (tmp_path / "ut").iterdir()}
        assert names == {
            "bilaga-1.pdf",
            "bilaga-1.txt",
            "kommunikation-1.pdf",
            "kommunikation-1.txt",
        }
        while "[Handlingar 2]" not in driver.text:
            await driver.press("right")
        assert "Hör ihop med" in driver.text or "SHA-256" in driver.text


async def test_a_text_without_its_headings_is_refused_and_stays(claimed: Path) -> None:
    async with handling(set_up(claimed)) as driver:
        await driver.press("enter", "h", "enter")
        await driver.press("r")
        driver.one("#area", TextArea).text = "# Egen rubrik\n\nmycket text"
        await driver.press("f2")
        assert isinstance(driver.app.screen, Problem)
        assert "hör inte till texten" in driver.text
        await driver.press("escape")
        assert driver.one("#area", TextArea).text.endswith("mycket text")


async def test_a_draft_that_lacks_something_is_not_fixed(claimed: Path) -> None:
    """The decision's letter can be drafted during the investigation, and is fixed when the claim
    has been decided."""
    async with handling(set_up(claimed)) as driver:
        await driver.press("enter", "h", "down", "enter")
        assert "UTKAST" in driver.text
        await driver.press("f")
        assert isinstance(driver.app.screen, Notice)
        assert "fastställs när kravet är beslutat" in driver.text
    with Database(claimed) as base:
        found = kravhandling.handlingar(base.read(), "K1")
    assert [(one.slag, one.faststalld) for one in found] == [("beslut", None)]


async def test_why_goes_down_to_file_and_row(claimed: Path) -> None:
    async with handling(claimed) as driver:
        await driver.press("v")
        assert "tidrapporter.csv rad" in driver.text


def test_the_form_asks_which_sum_stands_once_a_court_has_struck(claimed: Path) -> None:
    """A first court confirms the decision; a second its judgment or the decision."""
    base = open_database(claimed)
    krav.decided(base)
    krav.move(base, "delgiven", "2026-10-05")
    krav.move(base, "overklagad", "2026-10-20")

    def asks() -> bool:
        form = move_form(krav.seen(base), "faststalld", town.stamp(), "")
        return any(field.id == "belopp" for field in form.fields)

    assert not asks()
    krav.move(base, "andrad", "2026-10-25", belopp=50_000, referens="FR 1-26")
    krav.move(base, "overklagad", "2026-11-01")
    assert asks()
    base.close()
