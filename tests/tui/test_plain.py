"""Linear text: every screen has a name for --plain, in the command and on the screen alike."""

from __future__ import annotations

import importlib
import inspect
import itertools
import pkgutil
import re
import subprocess
import sys
import tracemalloc
from array import array
from collections.abc import Sequence
from getpass import getuser
from pathlib import Path

import pytest
from click.testing import CliRunner

import workbench.tui.screens
from db import Database
from db.journal import Stamp
from tests.tui import claims, kraven, money
from tests.tui.helpers import HIDDEN, MARKUP, NORMAL, NOW, running
from workbench.cli import cli
from workbench.services import people
from workbench.services.viewing import NotAllowed
from workbench.tui.actions import SCOPES
from workbench.tui.plain import screens
from workbench.tui.plain.asked import WrongWord, pick
from workbench.tui.plain.lists import AT_ONCE, streamed
from workbench.tui.plain.text import Page, Part, facts, unframed, write
from workbench.tui.screens.base import WorkScreen
from workbench.tui.screens.decide import Decide
from workbench.tui.screens.linear import LinearScreen
from workbench.tui.widgets.columns import Column, Line
from workbench.tui.widgets.rowlist import RowList

DRAWING = re.compile("[\u2500-\u259f\x1b▌●]| {2,}")


def printed(path: Path, *words: str) -> str:
    """Run ``--plain`` on a database."""
    made = CliRunner().invoke(cli, ["--db", str(path), "--plain", *words], catch_exceptions=False)
    assert made.exit_code == 0, made.output
    return made.output


def scopes() -> set[str]:
    """Return the scope of every screen there is."""
    found = set()
    for info in pkgutil.iter_modules(workbench.tui.screens.__path__):
        module = importlib.import_module(f"workbench.tui.screens.{info.name}")
        for _, item in inspect.getmembers(module, inspect.isclass):
            if issubclass(item, WorkScreen) and "SCOPE" in item.__dict__:
                found.add(item.SCOPE)
    return found


def test_no_screen_is_without_a_plain_name() -> None:
    named = {one.scope for one in screens.SCREENS}
    assert len(scopes()) > 12
    assert scopes() - named - set(screens.FORMS) == set()
    assert named | set(screens.FORMS) <= set(SCOPES)
    assert not named & set(screens.FORMS)
    assert len({one.name for one in screens.SCREENS}) == len(screens.SCREENS)


def test_printing_starts_no_screens(town: Path) -> None:
    modules = ",".join(
        f"workbench.tui.plain.{info.name}"
        for info in pkgutil.iter_modules(importlib.import_module("workbench.tui.plain").__path__)
    )
    code = (
        f"import sys, {modules}\nfrom workbench.cli import main\n"
        f"sys.argv = ['w', '--db', {str(town)!r}, '--plain', 'granskning']\n"
        "try:\n    main()\nexcept SystemExit as stop:\n    assert not stop.code\n"
        "print('Textual:', sorted(m for m in sys.modules if m.split('.')[0] == 'textual'))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.startswith("Granskning, fynd: ")
    assert ran.stdout.endswith("Textual: []\n")


def test_alone_it_lists_the_screens_and_needs_no_database(tmp_path: Path) -> None:
    lines = printed(tmp_path / "none.db").splitlines()
    assert lines[0] == f"{len(screens.SCREENS)} skärmar. Skriv: workbench --plain NAMN"
    assert lines[1].startswith("manad: ")
    assert len(lines) == 1 + len(screens.SCREENS)
    assert not (tmp_path / "none.db").exists()


# -- the form -------------------------------------------------------------------------------------


def test_a_row_is_a_fact_a_line_with_whole_words_and_no_pictures() -> None:
    columns = (
        Column("Namn", 4),
        Column("Timbel.", 7, spoken="Timbelopp", drop=1),
        Column("", 9, drawn=True),
        Column("Kvar", 4, hidden=True),
        Column("Not", 4),
        Column("Status", 4),
    )
    line = Line(("  Ek", "−12,00", "███··", "–", "", "kompl"))
    assert facts(columns, line, [("Status", "komplettering begärd"), ("Mer", "")]) == [
        ("Namn", "Ek"),
        ("Timbelopp", "-12,00"),
        ("Kvar", "inget"),
        ("Status", "komplettering begärd"),
    ]


def test_text_loses_its_frames_rules_and_columns() -> None:
    text = "Rubrik\n======\n\n\nSumma      12,00\nRad   1    2\n07 ███░░···· 22\n│ a │\n"
    assert list(unframed(text)) == ["Rubrik", "", "Summa: 12,00", "Rad, 1, 2", "07: 22", "a"]


@pytest.mark.parametrize(
    ("first", "limit", "said", "numbers"),
    [
        (0, None, "3 st av 7, alla visas", [1, 2, 3]),
        (0, 3, "3 st av 7, alla visas", [1, 2, 3]),
        (0, 2, "3 st av 7, visar 1 till 2, nästa med --offset 2", [1, 2]),
        (2, 2, "3 st av 7, visar 3 till 3", [3]),
        (3, None, "3 st av 7, inga från nummer 4", []),
    ],
)
def test_the_count_comes_first_and_is_honest(
    first: int, limit: int | None, said: str, numbers: list[int]
) -> None:
    part = Part("Fynd", 3, lambda low, high: ([("Nr", str(n))] for n in range(low, high)), (), 7)
    lines = list(write(Page("Granskning", parts=(part,)), first, limit, "--offset"))
    assert lines[0] == f"Granskning: {said}"
    assert [line for line in lines if " av 3" in line] == [f"{n} av 3" for n in numbers]


def test_a_word_may_be_cut_short_but_not_mean_two_things() -> None:
    words = {"oppen": "öppen", "godkand": "godkänd", "": "alla"}
    assert pick("Öp", words, "--status") == "oppen"
    assert pick("godkand", words, "--status") == "godkand"
    with pytest.raises(WrongWord, match="öppen, godkänd, alla"):
        pick("x", words, "--status")
    with pytest.raises(WrongWord):
        pick("", {"a": "ab", "b": "ac"}, "--status")


# -- the screens ----------------------------------------------------------------------------------


def test_every_screen_prints_its_data_without_a_drawing(town: Path, tmp_path: Path) -> None:
    claims.bring(town, tmp_path / "sjuk")
    money.attested_once(town, tmp_path / "mer")
    which = {
        "fynd": "F1",
        "period": "F4",
        "avrakning": "",
        "attest": "1",
        "sjukfall": "S-1",
        "krav": "",
        "bilaga": "",
        "handling": "",
    }
    for one in screens.SCREENS:
        given = which.get(one.name, "")
        if one.which and not one.which.startswith("[") and not given:
            continue  # of a claim: in the test below
        text = printed(town, one.name, *([given] if given else []))
        assert not DRAWING.search(text.replace(MARKUP, "")), (one.name, DRAWING.search(text))
        assert text.splitlines()[0].strip(), one.name
        if one.name in ("manad", "granskning", "betalningar", "avrakning", "sjuklon", "import"):
            assert re.search(r": [1-9]\d* st", text.splitlines()[0]), text[:200]
    for name in ("avsteg", "utfall", "stickprov", "ändringar"):
        assert printed(town, "revision", name).startswith(f"Revision, {name}: ")


def test_the_claims_print_whole(tmp_path: Path) -> None:
    path = kraven.build(tmp_path / "k.db", tmp_path / "in")
    every = printed(path, "aterkrav")
    assert every.startswith("Återkrav: 4 st, alla visas\n")
    assert "Läge: förslag" in every
    case = printed(path, "krav", "K1")
    assert "Nästa steg" in case
    assert re.search(r"^Rader: \d+ st, alla visas$", case, re.M)
    assert "Historik: 1 st" in case
    assert "Hemlig" not in every + printed(path, "krav", "K4") + printed(path, "bilaga", "K4")
    for text in (every, case, printed(path, "bilaga", "K1")):
        assert not DRAWING.search(text)


def test_what_the_filter_line_takes_find_takes(town: Path) -> None:
    assert printed(town, "granskning", "--find", "kod=overlapp").startswith(
        "Granskning, fynd: 2 st av 5"
    )
    assert "Brukare: Dahl, Siv" in printed(town, "manad", "--find", "dahl")
    made = CliRunner().invoke(cli, ["--db", str(town), "--plain", "granskning", "--find", "x=1"])
    assert made.exit_code == 2
    assert "går inte att filtrera på" in made.output
    made = CliRunner().invoke(cli, ["--db", str(town), "--plain", "kartor"])
    assert made.exit_code == 2
    assert "Välj bland: manad, granskning" in made.output
    made = CliRunner().invoke(cli, ["--db", str(town), "--plain", "manad", "K1"])
    assert made.exit_code == 2


def test_data_steers_no_terminal_and_is_no_markup(town: Path) -> None:
    assert f"Brukare: {MARKUP}" in printed(town, "manad")


def test_protected_people_are_masked_but_for_who_may_see_them(town: Path) -> None:
    for name in ("manad", "granskning", "avrakning", "uppgifter"):
        text = printed(town, name)
        assert HIDDEN not in text
        assert "Hemlig" not in text
    with pytest.raises(NotAllowed):
        printed(town, "manad", "--show-protected")
    with Database(town) as database:
        people.add_user(database, getuser(), "administrator", True, Stamp(NOW, "anna"))
    assert "Hemlig, Hanna" in printed(town, "manad", "--show-protected")
    assert "Hemlig" not in printed(town, "manad")


# -- on the screen --------------------------------------------------------------------------------


async def test_a_key_shows_the_screen_as_text_and_goes_back(town: Path) -> None:
    async with running(town, NORMAL) as driver:
        await driver.press("down", "f3")
        assert isinstance(driver.app.screen, LinearScreen)
        text = driver.app.screen.said
        assert text.startswith("Månad, mars 2024\n")
        assert "Lista: 4 st, alla visas (markören är här)" not in text
        assert "Lista: 4 st, alla visas" in text
        second = text.partition("2 av 4\n")[2]
        assert second.startswith("Markören: på raden, som har fokus\nBrukare: ")
        assert "Tangenter, Månad" in text
        assert not DRAWING.search(text.replace(MARKUP, ""))
        assert "Månad som text" in driver.text
        await driver.press("escape")
        assert driver.one("#rows", RowList).cursor == 1


async def test_a_box_is_read_as_text_and_is_still_there(town: Path) -> None:
    async with running(town, NORMAL) as driver:
        await driver.press("2", "g", "f3")
        assert isinstance(driver.app.screen, LinearScreen)
        assert "Knapp: " in driver.app.screen.said
        await driver.press("1")
        assert isinstance(driver.app.screen, LinearScreen)  # the box is answered first
        await driver.press("f3")
        assert isinstance(driver.app.screen, Decide)


# -- long lists -----------------------------------------------------------------------------------


def test_memory_does_not_grow_with_the_list() -> None:
    """A hundred thousand items pass through as many objects as one reading of them has."""
    ids = array("q", range(100_000))
    widest = 0

    def read(some: Sequence[int]) -> list[int]:
        nonlocal widest
        widest = max(widest, len(some))
        return list(some)

    items = streamed(ids, read, lambda one: [("Nr", str(one))])
    page = Page("Fynd", parts=(Part("Fynd", len(ids), items),))
    tracemalloc.start()
    try:
        assert sum(line.startswith("Nr: ") for line in write(page)) == 100_000
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()
    assert widest == AT_ONCE
    assert list(itertools.islice(write(page, 99_998), 8))[-1] == "Nr: 99999"
