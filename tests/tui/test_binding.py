"""What counts is never stored by Enter alone, nor by pressing the key that began it once more.

Every action of ``actions.BINDS`` is begun in the running program, with the keys that lead to it.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from textual.widgets import Input

from db import Database
from db.journal import Stamp
from tests.services import krav, town
from tests.services.test_kravhandling import chosen
from tests.tui import claims, money
from tests.tui.helpers import MAJ, MARCH, NOW, WIDE, Driver, running, write_files
from tests.tui.kraven import NOW as CLAIMED
from workbench.law import aterkrav as law
from workbench.services import demo, revision_stickprov, taskdoing
from workbench.services.law import set_policy
from workbench.services.tasks import TaskFilter, tasks
from workbench.services.viewing import Viewer
from workbench.tui.actions import BINDS, BY_ID
from workbench.tui.screens.krav_moves import BINDING

Keys = tuple[str, ...]
MONTH: dict[str, Keys] = {
    "review.approve": ("2",),
    "review.refuse": ("2",),
    "review.ask": ("2",),
    "review.undo": ("2",),
    "settle.attest": ("4",),
    "attest.tick_all": ("4", "a"),
    "settle.annul": ("4",),
    "payments.pay": ("5",),
    "payments.answer": ("5",),
    "payments.book": ("5",),
    "payments.spec": ("5",),
    "sjukfall.grant": ("6", "enter"),
    "sjukfall.papers": ("6", "enter"),
    "sjukfall.reject": ("6", "enter"),
    "sjukfall.approve": ("6", "enter", "right", "down"),
    "sjukfall.refuse": ("6", "enter", "right", "down"),
    "sjukfall.ask": ("6", "enter", "right", "down"),
    "sjukfall.undo": ("6", "enter"),
    "tasks.do": ("8",),
    "tasks.drop": ("8",),
    "tasks.undo": ("8",),
    "payments.events": ("5",),
    "drift.restore": ("f9",),
    "revision.draw": ("9",),
    "revision.note": ("9", "right", "right", "right", "enter"),
    "done.undo": ("U",),
}
"""In a month attested once and settled anew: action -> the keys that lead to it."""
CLAIMS: dict[str, Keys] = {
    "aterkrav.join": ("7", "down", "space", "space"),
    "aterkrav.undo": ("7",),
    "krav.move": ("7", "enter"),
    "krav.pay": ("7", "enter"),
    "krav.assess": ("7", "enter"),
    "krav.debtors": ("7", "enter"),
    "krav.ground": ("7", "enter"),
    "krav.undo": ("7", "enter"),
    "krav.remove": ("7", "enter"),
    "brev.fix": ("7", "enter", "h", "enter"),
}
"""With proposals and a claim that is being prepared."""


REFUSED = f"brukare;beslutsdatum;utfall;fran;orsak\n{MAJ};2024-02-05;avslag;;under 20 timmar\n"


UNDERLAG = {f"underlag.{name}" for name in ("confirm", "reject", "stop", "remove")}
ELSEWHERE = {"import.store", "drift.remove", *UNDERLAG}
"""Begun in tests of their own (test_drift.py, test_underlag.py), with forms and what is typed."""


def test_everything_that_counts_is_tried() -> None:
    assert MONTH.keys() | CLAIMS.keys() | ELSEWHERE == BINDS


def head(path: Path) -> int:
    """Return the number of the journal's latest entry: all that is stored is told there."""
    with Database(path) as database:
        number: int = database.read().execute("SELECT nummer FROM journal_slut").fetchone()[0]
    return number


async def stores_nothing(driver: Driver, path: Path, identity: str, keys: Keys) -> None:
    """Begin an action and press Enter, and its own key again, and Enter: nothing is stored."""
    (key, *_) = BY_ID[identity].now
    await driver.press(*keys)
    before, stack = head(path), len(driver.app.screen_stack)
    for more in (("enter",), (key, "enter", "enter")):
        await driver.press(key)
        assert len(driver.app.screen_stack) > stack, f"{identity} opened nothing\n{driver.text}"
        await driver.press(*more)
        assert head(path) == before, f"{identity}: {key} {more}\n{driver.text}"
        while len(driver.app.screen_stack) > stack:
            await driver.press("escape")


@pytest.fixture(scope="module")
def _month(_town: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("allt")
    path = Path(shutil.copy(_town, folder / "kommun.db"))
    with Database(path) as database:
        money.bring(database, folder / "fk", {"fkbeslut.csv": REFUSED}, money.ANNA)
    money.second_run(path, folder)
    claims.bring(path, folder / "sjuk")
    with Database(path) as database:
        for name, value in demo.SETTINGS.items():
            set_policy(database, name, value, "2024-01-01", "påhittat", money.ANNA)
        wanted = revision_stickprov.Wanted("betalning", "storst", 1, "mars", (MARCH, MARCH))
        revision_stickprov.draw(database, wanted, Stamp(NOW, "rut"))
    return path


@pytest.fixture
def month(_month: Path, tmp_path: Path) -> Path:
    """A month attested once, with sick claims, and settled anew."""
    return Path(shutil.copy(_month, tmp_path / "kommun.db"))


@pytest.mark.parametrize("identity", MONTH)
async def test_of_a_month(month: Path, identity: str) -> None:
    stamp = Stamp(NOW, "cecilia")
    if identity in ("tasks.undo", "done.undo"):
        with Database(month) as database:
            task = tasks(database.read(), Viewer("cecilia"), NOW[:10], TaskFilter())[0]
            taskdoing.do(database, task.id, "brev", stamp)
    more = ("s", "s") if identity == "tasks.undo" else ()
    async with running(month, WIDE, MARCH, "cecilia") as driver:
        await stores_nothing(driver, month, identity, (*MONTH[identity], *more))


@pytest.mark.parametrize("identity", CLAIMS)
async def test_of_a_claim(claimed: Path, identity: str) -> None:
    with Database(claimed) as base:
        krav.move(base, "utredning", grund="a", idag=town.TODAY)
        krav.assess(base)
        chosen(base)
    async with running(claimed, WIDE, None, "karin", CLAIMED) as driver:
        await stores_nothing(driver, claimed, identity, CLAIMS[identity])


async def test_of_files(empty: Path, tmp_path: Path) -> None:
    write_files(tmp_path / "in")
    async with running(empty, WIDE, None) as driver:
        await driver.press("3", "slash")
        driver.one("#path", Input).value = str(tmp_path / "in")
        await driver.press("enter", "asterisk")
        await stores_nothing(driver, empty, "import.store", ("f",))


def test_steps_that_decide_or_write_off_are_confirmed_by_the_sum() -> None:
    """Of every step that a person can take: those that bind the person or lessen the debt."""
    can = {till for moves in law.MOVES.values() for ways in moves.values() for till in ways}
    writes_off = {"nedlagd", "eftergiven", "upphavd", "andrad"}
    assert set(BINDING) == (writes_off | {"beslutad", "kronofogden"}) & can
