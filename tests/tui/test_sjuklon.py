"""Sjuklön: the list, a claim with its days and its sums, decisions, and a claim by hand."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from textual.widgets import Button, Input, TextArea

from db import Database, sjukfall
from db.decisions import Move
from tests.tui import claims
from tests.tui.claims import MARKUP, PAPERS
from tests.tui.helpers import (
    EVA,
    HIDDEN,
    MAJ,
    NORMAL,
    PER,
    SMALL,
    VAST,
    WIDE,
    Driver,
    check_golden,
    running,
)
from workbench.domain.money import kronor
from workbench.services import reviewing, settling, sjuklon
from workbench.services.law import set_policy
from workbench.services.sjukdagar import PassDays, Stretch
from workbench.services.viewing import Viewer
from workbench.tui.screens.decide import Decide
from workbench.tui.screens.dialogs import Confirm
from workbench.tui.screens.settle import SettleScreen
from workbench.tui.screens.sjuk_rows import COLUMNS, waits
from workbench.tui.screens.sjukbeslut import DecideClaim
from workbench.tui.screens.sjukfall import SjukfallScreen
from workbench.tui.screens.sjukform import LABELS, SjukformScreen
from workbench.tui.screens.sjuklon import SjuklonScreen
from workbench.tui.screens.why import Trace, Why
from workbench.tui.screens.writing import Target
from workbench.tui.widgets.columns import shares
from workbench.tui.widgets.passtrip import lanes, reach, ruler, strip

SIZES = {"80x24": NORMAL, "120x40": WIDE, "60x20": SMALL}
ANNA = Viewer("anna")


@pytest.fixture(scope="session")
def _sick(_town: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sick")
    return claims.bring(Path(shutil.copy(_town, folder / "kommun.db")), folder / "in")


@pytest.fixture
def sick(_sick: Path, tmp_path: Path) -> Path:
    """The town with three claims, its month settled."""
    return Path(shutil.copy(_sick, tmp_path / "kommun.db"))


def status(path: Path, arende: str) -> str:
    """Return a claim's stored state."""
    with Database(path) as database:
        case = sjukfall.of_arende(database.read(), arende)
        assert case is not None
        return sjukfall.states(database.read(), [case.id])[case.id].status


def comes_to(path: Path, arende: str) -> int:
    """Return what a claim comes to, öre."""
    with Database(path) as database:
        return sjuklon.arende(database.read(), arende, ANNA).belopp.ersattning


def shown(driver: Driver) -> list[str]:
    """Return the claims of the list."""
    screen = driver.app.screen
    assert isinstance(screen, SjuklonScreen)
    return [item.arende for item in screen.rows]


# -- screens as text ----------------------------------------------------------------------------

STEPS = (
    ("sjuklon", ("6",)),
    ("sjukfall", ("enter", "down", "down", "down")),
    ("sjukfall-fynd", ("right", "down")),
    ("sjukfall-bevilja", ("b",)),
    ("sjukform", ("escape", "r")),
)


@pytest.mark.parametrize("size", SIZES)
async def test_screens(sick: Path, size: str) -> None:
    async with running(sick, SIZES[size]) as driver:
        for name, keys in STEPS:
            await driver.press(*keys)
            await check_golden(f"{name}-{size}", driver)


@pytest.mark.parametrize("size", ["80x24", "60x20"])
async def test_the_computation_is_a_page_where_there_is_no_room_beside(
    sick: Path, size: str
) -> None:
    async with running(sick, SIZES[size]) as driver:
        await driver.press("6", "enter", "left")
        await check_golden(f"sjukfall-berakning-{size}", driver)
        await driver.press("down", "down", "right")
        assert "[Pass 5]" in driver.text


async def test_every_size_shows_what_matters(sick: Path) -> None:
    async with running(sick) as driver:
        await driver.press("6")
        for size in (SMALL, NORMAL, WIDE):
            await driver.resize(size)
            for key in ("enter", "right", "escape", "n", "escape"):
                await driver.press(key)
                await driver.fills(size)
    fitting = {COLUMNS[i].title for i, _ in shares(COLUMNS, 57)}
    assert {"Ärende", "Brukare", "Begärt", "Beräknat", "Status", "Väntar"} <= fitting


# -- the list -----------------------------------------------------------------------------------


async def test_search_status_order_and_sums(sick: Path) -> None:
    async with running(sick, WIDE) as driver:
        await driver.press("6")
        assert shown(driver) == ["S-1", "S-3", MARKUP]
        assert "3 ärenden   begärt 11 100,00 kr" in driver.text
        for text, found in (
            ("anders", ["S-1"]),
            (EVA[:8], ["S-1", MARKUP]),
            ("2024-03 s-3", ["S-3"]),
            ("hanna", []),
            (HIDDEN[:8], []),
        ):
            await driver.press("x", "slash")
            await driver.write(text)
            assert shown(driver) == found, text
            await driver.press("enter")
        assert "Inget ärende stämmer" in driver.text
        await driver.press("x", "s", "s")
        assert "status: komplettering" in driver.text
        await driver.press("x", "o", "o")
        assert "ordning: begärt" in driver.text
        assert shown(driver) == ["S-1", MARKUP, "S-3"]


async def test_names_are_data_and_protected_people_are_masked(sick: Path) -> None:
    async with running(sick, (150, 40)) as driver:
        await driver.press("6")
        assert MARKUP in driver.text
        await driver.press("end", "enter")
        assert MARKUP in driver.text
        await driver.press("escape", "slash")
        await driver.write("s-3")
        await driver.press("enter", "enter")
        for key in ("right", "left", "v", "escape", "r"):
            await driver.press(key)
            assert "Hemlig" not in driver.text
            assert HIDDEN not in driver.text
        assert "skyddad-" in driver.text


async def test_a_month_not_settled_asks_for_it(town: Path, tmp_path: Path) -> None:
    claims.bring(town, tmp_path / "in", settled=False)
    async with running(town, WIDE) as driver:
        await driver.press("6")
        assert "räkna" in driver.text
        await driver.press("enter")
        assert "räkna månaden (c)" in driver.text
        await driver.press("c")
        assert "väntar: 9 fynd" in driver.text
        assert "räkna månaden (c)" not in driver.text


# -- a claim ------------------------------------------------------------------------------------


async def test_passes_tell_who_worked_and_what_lacks(sick: Path) -> None:
    async with running(sick, WIDE) as driver:
        await driver.press("6", "enter")
        assert "07:15-15:30 Lind, Per arbetade, 8:15" in driver.text
        await driver.press("down")
        assert "08:00-16:00 ingen vikarie, 8:00" in driver.text
        assert "vikarie-saknas (neka, öppen)" in driver.text
        await driver.press("down", "down")
        assert "08:20-12:50 den sjuka arbetade själv hos Olle" in driver.text
        await driver.press("down")
        assert "22:00-24:00 ingen vikarie, 2:00" in driver.text
        assert "00:00-07:00 ingen vikarie, 7:00" in driver.text
        assert "[ ] läkarintyg: SAKNAS" in driver.text
        assert "!Ersättning" in driver.text


async def test_findings_are_decided_from_the_pass_and_undone(sick: Path) -> None:
    async with running(sick, WIDE) as driver:
        await driver.press("6", "enter", "g")
        assert any("Inget fynd att avgöra här" in said for said in driver.said)
        await driver.press("down", "g")
        assert isinstance(driver.app.screen, Decide)
        assert "8:00 h, 1 324,00 kr" in driver.text
        await driver.write("vikarien kom via bemanningsföretag")
        driver.one("#yes", Button).press()
        await driver.settle()
        assert "godkänd" in driver.text
        assert "8:00    8:00" not in driver.text
        before = comes_to(sick, "S-1")
        assert kronor(before) in driver.text
        await driver.press("u")
        driver.one("#yes", Button).press()
        await driver.settle()
        assert comes_to(sick, "S-1") < before


async def test_chosen_findings_are_decided_together(sick: Path) -> None:
    async with running(sick, WIDE) as driver:
        await driver.press("6", "enter", "right", "down", "space", "space", "k")
        assert "Begär komplettering för 2 fynd" in driver.text
        await driver.press("escape", "v")
        assert isinstance(driver.app.screen, Why)
        await driver.press("escape", "left", "enter")
        assert isinstance(driver.app.screen, Trace)
        assert "1 underlag" in driver.text


async def test_a_claim_that_lacks_a_paper_is_asked_about(sick: Path) -> None:
    async with running(sick, WIDE) as driver:
        await driver.press("6", "enter", "b")
        assert driver.one("#yes", Button).disabled
        assert "Begär handlingarna (h)" in driver.text
        await driver.press("escape", "h")
        assert isinstance(driver.app.screen, DecideClaim)
        assert driver.one("#reason", Input).value == "Kom in med: läkarintyg."
        driver.one("#yes", Button).press()
        await driver.settle()
        assert status(sick, "S-1") == "komplettering"
        assert "väntar: svar till 2024-04-19, 9 fynd" in driver.text


async def test_the_letter_asks_for_what_lacks(
    sick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An open claim has no letter; one that is asked about tells what to complete."""
    monkeypatch.chdir(tmp_path)
    async with running(sick, WIDE) as driver:
        await driver.press("6", "enter", "e")
        assert "inget brev än" in driver.said[-1]
    with Database(sick) as database:
        set_policy(
            database, "betalare_namn", "Påhittad kommun", "2024-01-01", "påhittat", claims.ANNA
        )
        sjuklon.decide(database, "S-1", "komplettering", "Intyg saknas.", claims.ANNA, "2024-04-26")
    async with running(sick, WIDE) as driver:
        await driver.press("6", "enter", "e")
        assert isinstance(driver.app.screen, Target)
        driver.one("#yes", Button).focus()
        await driver.press("enter")
        assert "2 filer skrivna" in driver.text, driver.text
    assert sorted(path.suffix for path in (tmp_path / "brev").iterdir()) == [".pdf", ".txt"]


async def test_granting_takes_the_sum_and_makes_a_line(sick: Path) -> None:
    ore = comes_to(sick, "S-3")
    async with running(sick, WIDE) as driver:
        await driver.press("6", "down", "enter", "b")
        await driver.write("styrkt med lönespecifikation")
        await driver.press("enter")
        await driver.write("1")
        driver.one("#yes", Button).press()
        await driver.settle()
        assert f"Ärendet ger {kronor(ore)} kr, inte 1,00 kr" in driver.text
        assert status(sick, "S-3") == "oppen"
        driver.one("#sum", Input).value = kronor(ore)
        await driver.settle()
        driver.one("#yes", Button).press()
        await driver.settle()
        assert status(sick, "S-3") == "beviljad"
        assert "BEVILJAD" in driver.text
        await driver.press("c", "4")
        assert isinstance(driver.app.screen, SettleScreen)
        entries = driver.app.screen.rows
        place = next(i for i, entry in enumerate(entries) if entry.arende)
        await driver.press("home", *["down"] * place, "enter")
        assert isinstance(driver.app.screen, SjukfallScreen)
        assert "S-3" in driver.text


async def test_a_claim_that_has_changed_is_not_granted_on_the_old_sum(sick: Path) -> None:
    ore = comes_to(sick, "S-3")
    async with running(sick, WIDE) as driver:
        await driver.press("6", "down", "enter", "b")
        await driver.write("styrkt")
        driver.one("#sum", Input).value = kronor(ore)
        await driver.settle()
        with Database(sick) as database:
            found = sjuklon.arende(database.read(), "S-3", ANNA).findings
            numbers = [item.number for item in found if item.kod != "over-berakning"]
            reviewing.decide(database, numbers, Move("godkand", "sett"), claims.ANNA)
        driver.one("#yes", Button).press()
        await driver.settle()
        assert status(sick, "S-3") == "oppen"
        assert "något har ändrats" in driver.text.replace("│", "").replace("\n", " ")


# -- a claim by hand ----------------------------------------------------------------------------

WRITTEN = {
    "arende": "S-9",
    "brukare": MAJ,
    "assistent": EVA,
    "arbetsgivare": VAST,
    "forsta_sjukdag": "2024-03-25",
    "sista_sjukdag": "2024-03-26",
    "ansokt": "2024-04-02",
    "timlon": "165,50",
    "veckolon": "3310",
    "betald_sjuklon": "500",
    "begart_belopp": "700",
    "handlingar": PAPERS,
}


async def test_a_new_claim_is_written_and_stored(sick: Path) -> None:
    async with running(sick, WIDE) as driver:
        await driver.press("6", "n")
        assert isinstance(driver.app.screen, SjukformScreen)
        for name, value in WRITTEN.items():
            driver.one(f"#{name}", Input).value = value
        driver.one("#pass", TextArea).text = f"2024-03-25 08:00 12:00 {PER}\n"
        await driver.press("f2")
        assert isinstance(driver.app.screen, SjukfallScreen)
        assert "S-9  ÖPPEN  Andersson, Maj" in driver.text
        assert "registrerat av anna S-9 sjukfall" in driver.text
        await driver.press("escape")
        assert "S-9" in shown(driver)


async def test_a_field_answers_when_it_is_left(sick: Path) -> None:
    async with running(sick, WIDE) as driver:
        await driver.press("6", "n")
        await driver.press("tab")
        assert driver.text.count("\n                     ! ") == 1
        await driver.write("19500101")
        await driver.press("tab")
        assert "går inte att använda" in driver.text
        assert "Timlön" in driver.text
        before = driver.text.count("! ")
        driver.one("#timlon", Input).focus()
        await driver.settle()
        await driver.write("165 kr")
        await driver.press("tab")
        assert "ta bort enheten" in driver.text
        assert driver.text.count("! ") > before
        driver.one("#pass", TextArea).focus()
        await driver.settle()
        driver.one("#pass", TextArea).text = "2024-03-25 08.00 12:00 -"
        await driver.press("tab")
        assert "! Pass på rad 1:" in driver.text


async def test_nothing_is_stored_when_something_is_wrong(sick: Path) -> None:
    async with running(sick, WIDE) as driver:
        await driver.press("6", "n")
        driver.one("#arende", Input).value = "S-10"
        await driver.press("ctrl+s")
        assert isinstance(driver.app.screen, SjukformScreen)
        assert any("Inget är sparat" in said for said in driver.said)
        await driver.press("escape")
        assert isinstance(driver.app.screen, Confirm)
        driver.one("#yes", Button).press()
        await driver.settle()
        assert "S-10" not in shown(driver)


async def test_a_claim_is_corrected_in_its_form(sick: Path) -> None:
    async with running(sick, WIDE) as driver:
        await driver.press("6", "down", "enter", "r", "f2")
        assert any("Inget har ändrats" in said for said in driver.said)
        assert driver.one("#arende", Input).disabled
        form = driver.app.screen
        assert isinstance(form, SjukformScreen)
        assert form.checked.problem == ()
        driver.one("#begart_belopp", Input).value = "650,00"
        await driver.press("f2")
        assert isinstance(driver.app.screen, SjukfallScreen)
        assert "begärt 650,00" in driver.text
        await driver.press("r", "escape")
        assert isinstance(driver.app.screen, SjukfallScreen)


async def test_a_taken_name_is_refused(sick: Path) -> None:
    async with running(sick, WIDE) as driver:
        await driver.press("6", "n")
        for name, value in {**WRITTEN, "arende": "S-1"}.items():
            driver.one(f"#{name}", Input).value = value
        driver.one("#pass", TextArea).text = f"2024-03-25 08:00 12:00 {PER}\n"
        await driver.press("f2")
        assert "Ärendet S-1 finns redan" in driver.text


# -- pure parts ---------------------------------------------------------------------------------

DAY = PassDays(
    100,
    "22:00",
    "07:00",
    (
        Stretch("tackt", 100, 1320, 1440, 120, "Lea Ås"),
        Stretch("otackt", 101, 0, 420, 420),
        Stretch("eget", 101, 60, 120, 60, "Bo"),
    ),
)


def test_a_night_pass_is_drawn_past_midnight() -> None:
    assert reach([DAY]) == 1800 + 360
    assert strip(DAY, 36, reach([DAY])) == "·" * 22 + "██" + "░╳░░░░░" + "·" * 5
    assert ruler(36, 2160).split() == ["00", "06", "12", "18", "24", "06", "12"]
    texts = [line.plain for line in lanes(DAY, 80, 2160)]
    assert "ingen" in texts[1]
    assert texts[2].startswith("den sjuka")
    assert all(len(text) <= 80 for text in texts)
    assert reach([]) == 1440


def test_labels_of_the_form_name_every_field_of_the_contract() -> None:
    from workbench.services.sjukformular import FIELDS

    assert set(LABELS) == set(FIELDS)


def test_what_a_claim_waits_for(sick: Path) -> None:
    with Database(sick) as database:
        first = next(iter(sjuklon.arenden(database.read(), ANNA)))
        assert waits(first) == "9 fynd"
        sjuklon.decide(database, "S-1", "avslagen", "för sent", claims.ANNA)
        settling.settle(database, claims.MARCH, claims.ANNA)
        (refused,) = sjuklon.arenden(database.read(), ANNA, "avslagen")
        assert refused.status == "avslagen"
