"""Underlag: ten lists from the keyboard, what waits for another person, and who may not be seen."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from textual.widget import Widget
from textual.widgets import Button, Input, TextArea

from db import Database, proposals, settlements, users
from db.journal import Stamp
from tests.tui.helpers import (
    HIDDEN,
    JAN,
    MAJ,
    MARCH,
    NORMAL,
    NOW,
    SMALL,
    VAST,
    WIDE,
    Driver,
    check_golden,
    running,
)
from tests.tui.test_golden import SIZES
from workbench.services import attesting, law, payees, people, settling
from workbench.tui.screens.dialogs import Choice, Notice
from workbench.tui.screens.sheet import Sheet
from workbench.tui.screens.underlag import UnderlagScreen
from workbench.tui.screens.underlag_pages import PAGES
from workbench.tui.screens.why import Trace

ANNA, BO = Stamp(NOW, "anna"), Stamp(NOW, "bo")
FIRST, SECOND = "BG 5050-1055", "BG 991-2346"


def payee(konto: str) -> dict[str, str]:
    """Return a brukare's own account as a row of a mottagare file."""
    return {
        "brukare": MAJ, "slag": "brukare", "nummer": MAJ, "namn": "Andersson, Maj",
        "fran": "2024-01-01", "konto": konto, "undertecknat": "nej",
    }  # fmt: skip


@pytest.fixture(scope="session")
def _based(_town: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = Path(shutil.copy(_town, tmp_path_factory.mktemp("underlag") / "kommun.db"))
    with Database(path) as database:
        payees.register(database, payee(FIRST), ANNA)
        assert payees.register(database, payee(SECOND), ANNA).nya["kontoandring"] == 1
        run = settling.settle(database, MARCH, ANNA)
        assert run.korning is not None
        paid = sum(net.att_betala for net in run.brukare)
        attesting.attest(database, run.korning, paid, ["all"], BO)
        assert law.add_rate(database, 2024, 40000, "prövning [b]x", True, ANNA) == 1
    return path


@pytest.fixture
def based(_based: Path, tmp_path: Path) -> Path:
    """The town attested, with an account and a timbelopp that anna has brought and that wait."""
    return Path(shutil.copy(_based, tmp_path / "kommun.db"))


def screen(driver: Driver) -> UnderlagScreen:
    """Return the screen, when nothing lies over it."""
    found = driver.app.screen
    assert isinstance(found, UnderlagScreen)
    return found


async def at(driver: Driver, page: str) -> UnderlagScreen:
    """Go to a list."""
    await driver.press("0", "c")
    assert isinstance(driver.app.screen, Choice)
    await driver.press("home", *["down"] * PAGES.index(page), "enter")
    assert screen(driver).state.sida == page
    return screen(driver)


async def written(driver: Driver, **values: str) -> None:
    """Fill in fields of the form on top, then go to the button that does it and press it."""
    assert isinstance(driver.app.screen, Sheet)
    for name, value in values.items():
        field = driver.one(f"#{name}", Widget)
        if isinstance(field, TextArea):
            field.text = value
        elif isinstance(field, Input):
            field.value = value
    await driver.settle()
    assert not driver.one("#yes", Button).disabled, driver.text
    driver.one("#yes", Button).focus()
    await driver.press("enter")


async def mottagare(driver: Driver) -> UnderlagScreen:
    """Go to the payees."""
    return await at(driver, "mottagare och konton")


STEPS = (
    ("underlag", ("0",)),
    ("underlag-person", ("down", "enter")),
    ("underlag-konton", ("escape", "right")),
    ("underlag-timbelopp", ("right",)),
    ("underlag-nytt-timbelopp", ("n",)),
    ("underlag-listor", ("escape", "c")),
)


@pytest.mark.parametrize("size", SIZES)
async def test_screens(based: Path, size: str) -> None:
    async with running(based, SIZES[size]) as driver:
        for name, keys in STEPS:
            await driver.press(*keys)
            await check_golden(f"{name}-{size}", driver)


@pytest.mark.parametrize("size", [SMALL, NORMAL])
async def test_every_list_fills_the_size_and_tells_how_many(
    based: Path, size: tuple[int, int]
) -> None:
    async with running(based, size) as driver:
        await driver.press("0")
        for page in PAGES:
            assert screen(driver).state.sida == page
            await driver.fills(size)
            assert f"[{page}]" in driver.text
            found = screen(driver).state.found
            assert found is not None
            assert found.sums.plain.split()[0] in driver.text
            await driver.press("right")
        assert screen(driver).state.sida == PAGES[0]


@pytest.mark.parametrize("size", [SMALL, NORMAL])
async def test_every_form_shows_its_fields_and_its_button(
    based: Path, size: tuple[int, int]
) -> None:
    keys = {
        "register": (("slash", *"lind", "enter", "n"),),
        "mottagare och konton": (("n", "enter"), ("b",), ("a",), ("end", "s"), ("d",)),
        "timbelopp": (("n",), ("b",), ("a",), ("p",)),
        "inställningar": (("r",), ("p",)),
        "användare": (("n", "enter"),),
    }
    async with running(based, size, aktor="bo") as driver:
        for page, forms in keys.items():
            await at(driver, page)
            for form in forms:
                await driver.press(*form)
                assert isinstance(driver.app.screen, Sheet), (page, form, driver.text)
                driver.one("#yes", Button).scroll_visible(animate=False)
                await driver.settle()
                assert str(driver.one("#yes", Button).label) in driver.text
                await driver.press("escape")


# -- what waits for another person ------------------------------------------------------------


async def test_who_brought_an_account_is_told_that_another_confirms_it(based: Path) -> None:
    async with running(based, WIDE) as driver:
        await mottagare(driver)
        assert "! väntar: nytt konto" in driver.text
        await driver.press("b")
        assert isinstance(driver.app.screen, Notice)
        assert "Fyra ögon krävs" in driver.text
    with Database(based) as database:
        assert len(payees.pending(database.read(), payees.Viewer("bo"))) == 1


async def test_another_person_confirms_an_account_with_day_and_how_he_knows(based: Path) -> None:
    async with running(based, WIDE, aktor="bo") as driver:
        await mottagare(driver)
        await driver.press("b")
        assert driver.one("#yes", Button).disabled, "utan hur man vet det bekräftas inget"
        driver.one("#dag", Input).value = "2024-04-06"
        await driver.settle()
        assert "Dagen har inte varit." in driver.text
        await written(driver, motivering="ringde Maj", dag="2024-04-04")
        assert "Kontot är bekräftat" in driver.said[-1]
        assert "! väntar" not in driver.text
        assert SECOND in driver.text


async def test_an_account_is_refused_and_the_registered_one_stays(based: Path) -> None:
    async with running(based, WIDE) as driver:
        await mottagare(driver)
        await driver.press("a")
        await written(driver, motivering="Maj känner inte till det")
        assert "! väntar" not in driver.text
        assert FIRST in driver.text


async def test_a_timbelopp_for_attested_days_takes_two(based: Path) -> None:
    async with running(based, WIDE) as driver:
        await at(driver, "timbelopp")
        assert "prövning [b]x" in driver.text
        await driver.press("b")
        assert isinstance(driver.app.screen, Notice)
        await driver.press("escape")
    async with running(based, WIDE, aktor="bo") as driver:
        await at(driver, "timbelopp")
        await driver.press("b")
        assert "400,00 kr" in driver.text
        await written(driver)
        assert "gäller nu" in driver.said[-1]
        await at(driver, "räkna om")
        assert "ändrat timbelopp" in driver.text
        await driver.press("enter")
        assert driver.app.screen.SCOPE == "settle"  # type: ignore[attr-defined]  # a work screen
    with Database(based) as database:
        assert law.load(database.read()).rates.at(19783).value == 40000


async def test_ones_own_proposal_is_taken_back(based: Path) -> None:
    async with running(based, WIDE) as driver:
        await at(driver, "timbelopp")
        await driver.press("a")
        await written(driver)
        assert "avvisat" in driver.said[-1]
    with Database(based) as database:
        assert proposals.waiting(database.read(), proposals.VALUE) == []


async def test_a_row_that_does_not_wait_is_neither_confirmed_nor_refused(based: Path) -> None:
    async with running(based, WIDE, aktor="bo") as driver:
        await mottagare(driver)
        await driver.press("end", "b", "a")
        assert screen(driver)
        assert len(driver.said) == 2


# -- values ---------------------------------------------------------------------------------------


async def test_a_timbelopp_is_typed_with_a_comma(town: Path) -> None:
    async with running(town, WIDE) as driver:
        await at(driver, "timbelopp")
        await driver.press("n")
        await written(driver, ar="2027", kronor="353,10", kalla="SFS 2026:999")
        assert driver.said[-1] == "Timbelopp 2027: 353,10 kr."
        assert "SFS 2026:999" in driver.text


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"ar": "1999", "kronor": "300", "kalla": "SFS"}, "Året skrivs"),
        ({"ar": "2027", "kronor": "3,5,3", "kalla": "SFS"}, "Beloppet skrivs i kronor"),
        ({"ar": "2027", "kronor": "0", "kalla": "SFS"}, "större än noll"),
        ({"ar": "2027", "kronor": "300", "kalla": ""}, "Skriv var beloppet är kungjort"),
        ({"ar": "2027", "kronor": "300", "kalla": "SFS", "verifierad": "kanske"}, "ja eller nej"),
    ],
)
async def test_a_wrong_timbelopp_is_told_and_not_stored(
    town: Path, values: dict[str, str], told: str
) -> None:
    async with running(town, WIDE) as driver:
        await at(driver, "timbelopp")
        await driver.press("n")
        for name, value in values.items():
            driver.one(f"#{name}", Input).value = value
        await driver.settle()
        assert told in driver.text
        assert driver.one("#yes", Button).disabled


async def test_a_setting_takes_its_own_values_only(town: Path) -> None:
    async with running(town, WIDE) as driver:
        await at(driver, "inställningar")
        await driver.press("slash", *"delperiod", "enter", "r")
        driver.one("#kalla", Input).value = "nämnden 2024-01-10"
        driver.one("#varde", Input).value = "halva"
        await driver.settle()
        assert "något av proportionell, hela väntades" in " ".join(driver.text.split())
        await written(driver, varde="hela", fran="2024-01-01")
        assert driver.said[-1] == "delperiod = hela från 2024-01-01."
    with Database(town) as database:
        rows = [one for one in law.policy_table(database.read()) if one.namn == "delperiod"]
    assert [(one.varde, one.kalla) for one in rows] == [
        ("proportionell", "förval"),
        ("hela", "nämnden 2024-01-10"),
    ]


async def test_a_value_is_tried_and_nothing_is_stored(town: Path) -> None:
    with Database(town) as database:
        before = settlements.runs(database.read())
    async with running(town, WIDE) as driver:
        await at(driver, "timbelopp")
        await driver.press("p")
        await written(driver, ar="2024", kronor="400")
        assert isinstance(driver.app.screen, Notice)
        assert "Andersson, Maj" in driver.text
        assert "Ingenting är sparat." in driver.text
        assert HIDDEN not in driver.text
    with Database(town) as database:
        assert settlements.runs(database.read()) == before
        assert not law.values.added_rates(database.read())


# -- payees, users, notes -------------------------------------------------------------------------


async def test_a_payee_is_registered_and_what_is_written_is_kept(
    town: Path,
) -> None:
    given = {"brukare": MAJ, "nummer": VAST, "namn": "Omsorg i Väst AB", "undertecknat": "ja"}
    async with running(town, WIDE) as driver:
        await mottagare(driver)
        await driver.press("n", "enter")
        driver.one("#brukare", Input).value = "195001011019"
        await driver.settle()
        assert "Brukarens personnummer är inte giltigt." in driver.text
        driver.one("#namn", Input).value = "Omsorg i Väst AB"
        await driver.press("escape", "n", "enter")
        assert driver.one("#namn", Input).value == "Omsorg i Väst AB", "det skrivna finns kvar"
        await written(driver, **given, fran="2024-05-01")
        assert "är registrerad som mottagare från 2024-05-01" in driver.said[-1]
        await driver.press("d")
        await written(driver, dag="2024-05-02")
        assert "den 2024-05-02" in driver.text


async def test_payment_straight_to_an_anordnare_is_stopped_and_let_go(town: Path) -> None:
    async with running(town, WIDE) as driver:
        await mottagare(driver)
        await driver.press("slash", *"maj", "enter", "s")
        await written(driver, motivering="IVO utreder", fran="2024-04-01")
        assert "stoppad från 2024-04-01" in driver.text
        await driver.press("s")
        assert "Häv stoppet" in driver.text
        await written(driver, motivering="utrett", fran="2024-04-05")
        assert "stoppad från" not in driver.text.replace(driver.said[0], "")


async def test_users_are_added_changed_and_removed(town: Path) -> None:
    async with running(town, WIDE) as driver:
        await at(driver, "användare")
        assert "Inga användare ännu" in driver.text
        await driver.press("n", "enter")
        assert "stänger databasen för alla som inte är användare" in " ".join(driver.text.split())
        assert driver.one("#login", Input).value == "anna"
        await written(driver)
        await driver.press("n", "down", "enter")
        await written(driver, login="bo", ser="ja")
        assert "bo: attestant, ser skyddade." in driver.said
        await driver.press("down", "r", "down", "down", "enter")
        await written(driver, ser="nej")
        assert "bo: revisor." in driver.said
        await driver.press("enter")
        assert "Får: läsa; dra och anteckna stickprov" in driver.text
        await driver.press("escape", "home", "r", "enter")
        await written(driver, ser="ja")
        assert "anna får inte ändra sin egen roll eller rätt" in " ".join(driver.text.split())
        await driver.press("escape", "end", "t")
        assert driver.one("#yes", Button).disabled, "namnet skrivs för att bekräfta"
        await written(driver, login="bo")
        assert "bo är borttagen." in driver.said
    with Database(town) as database:
        found = users.all_users(database.read())
    assert [(one.login, one.roll) for one in found] == [("anna", "administrator")]


async def test_a_key_says_what_the_role_does_not_let_it(based: Path) -> None:
    with Database(based) as database:
        for login, roll in (("bo", "attestant"), ("ada", "administrator")):
            people.add_user(database, login, roll, False, Stamp(NOW, "ada"))
    async with running(based, WIDE, aktor="bo") as driver:
        for page, keys in (("timbelopp", "nr"), ("användare", "nrt"), ("register", "n")):
            await at(driver, page)
            for key in keys:
                told = len(driver.said)
                await driver.press(key)
                assert "bo har rollen attestant" in driver.said[-1], (page, key)
                assert len(driver.said) == told + 1
                assert screen(driver)
        await at(driver, "timbelopp")
        await driver.press("home", "b")
        await written(driver)
        assert "gäller nu" in driver.said[-1]


async def test_a_protected_person_is_shown_with_the_right_and_told_in_the_journal(
    town: Path,
) -> None:
    with Database(town) as database:
        people.add_user(database, "ada", "administrator", False, Stamp(NOW, "ada"))
        people.add_user(database, "anna", "administrator", True, Stamp(NOW, "ada"))
    async with running(town, WIDE) as driver:
        await driver.press("0", "f4", *"prövning", "tab", "tab", "enter")
        assert "Hemlig, Hanna" in driver.text
        await driver.press("slash", *"hemlig", "enter", "enter")
        assert isinstance(driver.app.screen, Trace)
        assert HIDDEN in driver.text
    with Database(town) as database:
        told = database.read().execute(
            "SELECT nyckel, efter FROM v_logg WHERE objekt = 'visning' ORDER BY id"
        )
        said = [(key, json.loads(after)["personer"]) for key, after in told]
    assert [key for key, persons in said if persons]


async def test_a_note_holds_an_assistants_time_and_is_on_file(town: Path) -> None:
    async with running(town, WIDE) as driver:
        await driver.press("0", "slash", *"novak", "enter", "n")
        assert isinstance(driver.app.screen, Sheet)
        assert "Anteckning om förmågan: Novak, Jan" in driver.text
        await written(driver, fran="2024-03-01", skal="uppgift från IVO")
        await driver.press("enter")
        assert isinstance(driver.app.screen, Trace)
        assert "uppgift från IVO" in driver.text
        assert "uppdrag.csv rad" in driver.text
        await driver.press("escape", "x", "slash", *"maj", "enter", "n")
        assert "Ställ pilen på en assistent" in driver.said[-1]


# -- looking --------------------------------------------------------------------------------------


async def test_a_protected_person_is_found_by_the_whole_number_and_never_told(town: Path) -> None:
    async with running(town, WIDE) as driver:
        await driver.press("0", "slash", *"hemlig", "enter")
        assert "Ingen rad stämmer." in driver.text
        await driver.press("x", "slash", *HIDDEN[:11], "enter")
        assert "Ingen rad stämmer." in driver.text
        await driver.press("slash", HIDDEN[11], "enter")
        assert "[skyddad]" in driver.text
        await driver.press("enter")
        assert "B-3" in driver.text
        shown = [node.varde + node.vad for _, node in driver.app.screen.items]  # type: ignore[attr-defined]  # a Trace
        assert not any(HIDDEN in said or "Hemlig" in said for said in shown)


async def test_each_list_keeps_its_filter(town: Path) -> None:
    async with running(town, WIDE) as driver:
        await driver.press("0", "slash", *"anordnare", "enter", "right", "slash", *"dahl", "enter")
        await driver.press("1", "0")
        assert screen(driver).state.needle == "dahl"
        assert [row.line.cells[0] for row in screen(driver).rows] == ["Dahl, Siv"]
        await driver.press("left")
        assert [row.line.cells[0] for row in screen(driver).rows] == [VAST]
        await driver.press("x")
        assert len(screen(driver).rows) == 8


async def test_a_rule_tells_its_provision_and_the_law(town: Path) -> None:
    async with running(town, WIDE) as driver:
        await at(driver, "regler")
        assert "regelversion" in driver.text
        await driver.press("enter")
        assert isinstance(driver.app.screen, Notice)
        assert "måste ha fyllt 18 år" in " ".join(driver.text.split())


async def test_advances_and_the_bill_of_fk_follow_month_and_year(town: Path) -> None:
    async with running(town, WIDE) as driver:
        await at(driver, "förskott")
        assert "Ingen har förskott i mars 2024." in driver.text
        await driver.press("f")
        assert "Nytt förskott 0,00 kr (körning 1)." in driver.said
        await driver.press("p")
        assert "Ingenting är sparat." in driver.text
        await driver.press("escape", "right", "y")
        assert "Ingen räkning från FK 2024." in driver.text


async def test_an_empty_database_says_where_to_begin(empty: Path) -> None:
    async with running(empty, month=None) as driver:
        await driver.press("0")
        for _ in PAGES:
            await driver.press("enter", "n", "escape", "r", "escape", "p", "f", "right")
            if driver.app.screen.is_modal:
                await driver.press("escape", "right")
        assert driver.app.screen.SCOPE in ("underlag", "month")  # type: ignore[attr-defined]


async def test_who_is_on_file_as_an_assistant_has_reported_time(town: Path) -> None:
    async with running(town, WIDE) as driver:
        await driver.press("0", "slash", *JAN, "enter", "enter")
        assert "Redovisad tid som assistent" in driver.text
        assert "tidrapporter-2024-03.csv" in driver.text
