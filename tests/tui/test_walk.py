"""Every screen and box at every size: whole, in place when resized, the cursor on its focus.

The program is walked over its registry of actions: each key of each screen is pressed, what opens
is looked at, and it is closed again. A new screen or box is looked at without being named here, and
one that the walk does not reach must be named.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.geometry import Region
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Button, Input, Static, TextArea

from db import Database
from db.journal import Stamp
from tests.tui import claims, kraven, money
from tests.tui.helpers import MARCH, NORMAL, NOW, SMALL, Driver, running
from tests.tui.test_aterkrav import set_up
from tests.tui.test_registry import classes
from tests.tui.test_tasks import MORE as DUTIES
from workbench.services import revision_stickprov, settling
from workbench.tui import hand
from workbench.tui.actions import Action, actions
from workbench.tui.messages import Request
from workbench.tui.screens.base import WorkScreen
from workbench.tui.screens.dialogs import Choice, Confirm, Dialog, Problem
from workbench.tui.screens.paged import PagedScreen
from workbench.tui.screens.progress import Working
from workbench.tui.screens.revision import RevisionScreen
from workbench.tui.screens.revision_doing import NoteBox
from workbench.tui.screens.revision_rows import PAGES
from workbench.tui.widgets.columns import shares
from workbench.tui.widgets.rowlist import RowList
from workbench.tui.workers import Job

Look = Callable[[Driver, str], Awaitable[list[str]]]

OPENS_NOTHING = ("back", "left", "right", "clear", "order", "mark", "mark_down", "mark_up",
                 "mark_all", "earlier", "later", "daily", "all", "changes", "tick", "tick_all",
                 "next", "former", "other", "severity", "status", "state")  # fmt: skip
"""Ends of the ids of actions that only change what is listed: no box comes of them."""
PATIENCE = 60
"""Times that a busy machine is waited for to draw what is right."""
STEPS = 60
"""Presses of escape and the like before the walk gives up."""


# -- what is asked of everything that is seen -----------------------------------------------------


def cut(driver: Driver) -> list[str]:
    """Return what of the screen on top is cut off: columns, sums, buttons, fields."""
    screen = driver.app.screen
    found = []
    width, height = screen.size
    lines = driver.text.rstrip("\n").split("\n")
    if len(lines) > height or max(map(len, lines)) > width:
        found.append(f"drawn outside {width} x {height}")
    for widget in _seen(screen):
        if isinstance(widget, RowList):
            found += _cut_list(widget)
        elif isinstance(widget, Static) and widget.id == "sums":
            found += _cut_sums(widget)
    return found


def _seen(parent: Widget) -> Iterator[Widget]:
    for child in parent.children:
        if child.display:
            yield child
            yield from _seen(child)


def _cut_list(rows: RowList) -> Iterator[str]:
    room = rows.size.width - (1 if rows.marked is None else 2) - 2
    kept = dict(shares(rows.columns, max(1, room)))
    for place, column in enumerate(rows.columns):
        needed = column.least or column.width
        if not column.drop and not column.hidden and kept.get(place, 0) < needed:
            yield f"column {column.title!r} has {kept.get(place, 0)} of {needed} cells"
    if rows.count and rows.size.height < min(3, rows.count + 1):
        yield f"list {rows.id} has {rows.size.height} lines for {rows.count} rows"
    if rows.count and not 1 <= rows.cursor_line < max(2, rows.size.height):
        yield f"the cursor of {rows.id} is out of sight"


def _cut_sums(sums: Static) -> Iterator[str]:
    """The first line tells how many and how much: it is never shortened."""
    text = getattr(sums.content, "plain", str(sums.content))
    first = text.split("\n")[0]
    wrapped = sums.styles.text_wrap != "nowrap"
    if not wrapped and len(first) > sums.content_region.width:
        yield f"sums need {len(first)} cells of {sums.content_region.width}: {first!r}"
    if wrapped and text:
        needed = -(-len(first) // max(1, sums.content_region.width))
        if sums.content_region.height < needed:
            yield f"sums need {needed} lines: {first!r}"


def in_sight(screen: Screen[object], widget: Widget) -> Region:
    """Return the part of a widget that is seen."""
    found = screen._compositor.visible_widgets.get(widget)
    return Region() if found is None else found[0].intersection(found[1])


def focus_problem(driver: Driver) -> str:
    """Return what is wrong with where focus is: not whole in sight, or the cursor not on it."""
    screen, widget = driver.app.screen, driver.app.focused
    if widget is None:
        return ""
    seen = in_sight(screen, widget)
    if isinstance(widget, Button):
        if seen.width < len(str(widget.label)) or seen.height < 1:
            return f"button {widget.label} is cut: {seen}"
    elif isinstance(widget, Input) and (seen.width < 10 or seen.height < 1):
        return f"field {widget.id} is cut: {seen}"
    elif isinstance(widget, TextArea) and seen.height < 2:
        return f"text {widget.id} is cut: {seen}"
    if not seen.contains_point(hand.place(screen)):
        return f"the cursor is at {hand.place(screen)}, {widget!r} at {seen}"
    return ""


async def unsound(driver: Driver, problems: Callable[[], list[str]]) -> list[str]:
    """Return what is wrong and does not become right."""
    for _ in range(PATIENCE):
        if not problems():
            return []
        await asyncio.sleep(0.02)
        await driver.settle()
    return ["\n".join([*problems(), driver.text])]


def kept(driver: Driver) -> tuple[object, ...]:
    """Return what a change of size may not touch: focus, the cursors, what is written."""
    screen = driver.app.screen
    lists = tuple((rows.id, rows.cursor, rows.count) for rows in screen.query(RowList))
    fields = tuple((field.value, field.cursor_position) for field in screen.query(Input))
    focused = driver.app.focused
    return type(screen), None if focused is None else (type(focused), focused.id), lists, fields


TOLD_BESIDE = {("Allvar", "neka"), ("Allvar", "utred")}
"""Cells coloured by what another cell of the row tells: the sign before its time."""


def coloured(driver: Driver) -> list[str]:
    """Return cells whose colour says something that their text does not."""
    wrong = []
    for rows in driver.app.screen.query(RowList):
        said: dict[tuple[str, str], set[str]] = {}
        for place in range(min(rows.count, 200)):
            line = rows.line(place)
            if line is None or not line.roles:
                continue
            for column, cell, role in zip(rows.columns, line.cells, line.roles, strict=False):
                if not column.drawn:
                    said.setdefault((column.title, cell.strip()), set()).add(role)
        wrong += [
            f"{rows.id} {cell}: {sorted(roles)}"
            for cell, roles in said.items()
            if len(roles & {"alert", "held", "good", ""}) > 1 and cell not in TOLD_BESIDE
        ]
    return wrong


async def look(driver: Driver, where: str) -> list[str]:
    """Look at what is shown at every size, with the same in focus; then at all that takes focus.
    Return what is wrong."""
    screen, wrong = driver.app.screen, coloured(driver)
    before = kept(driver)
    scrolled = [(one, one.scroll_offset) for one in screen.query(Widget) if one.scroll_offset]

    def problems() -> list[str]:
        found = [*cut(driver), focus_problem(driver)]
        return [f"{where} at {tuple(screen.size)}: {one}" for one in found if one]

    for size in (SMALL, NORMAL):
        await driver.resize(size)
        wrong += await unsound(driver, problems)
        if kept(driver) != before:
            wrong.append(f"{where} at {size}: {kept(driver)} was {before}")
    wrong += [
        f"{where}: {one} stood at {offset}, stands at {one.scroll_offset}"
        for one, offset in scrolled
        if one.scroll_offset != offset
    ]
    if isinstance(screen, Dialog):
        await driver.resize(SMALL)
        for _ in range(len(screen.focus_chain)):
            await driver.press("tab")
            wrong += await unsound(driver, problems)
        await driver.resize(NORMAL)
    return wrong


# -- the walk -------------------------------------------------------------------------------------


class Walk:
    """Presses every key of a screen, looks at what opens, goes on into screens, and comes back."""

    def __init__(self, driver: Driver, look: Look) -> None:
        self.driver = driver
        self.look = look
        self.seen: set[str] = set()
        self.wrong: list[str] = []
        self.scopes: set[str] = set()

    @property
    def top(self) -> Screen[object]:
        """The screen that is shown."""
        return self.driver.app.screen

    async def screen(self, where: str) -> None:
        """Look at the screen on top, then at all that its keys open."""
        base = self.top
        assert isinstance(base, WorkScreen)
        self.seen.add(type(base).__name__)
        self.wrong += await self.look(self.driver, where)
        if base.SCOPE in self.scopes:
            return
        self.scopes.add(base.SCOPE)
        mode = self.driver.app.current_mode
        writes = isinstance(self.driver.app.focused, Input | TextArea)
        left = list(_that_open(base.SCOPE))
        for page in range(_pages(base)):
            if page:
                await self.driver.press("right")
                self.wrong += await self.look(self.driver, f"{where} page {page + 1}")
            for action in tuple(left):
                await self.driver.press(action.keys[0])
                if self.top is not base:
                    left.remove(action)
                await self._opened(f"{where} {action.keys[0]}", base)
                await self._back(base, mode, writes)

    async def _opened(self, where: str, base: Screen[object]) -> None:
        top = self.top
        if top is base:
            if isinstance(self.driver.app.focused, Input):
                self.wrong += await self.look(self.driver, where)
            return
        if isinstance(top, WorkScreen):
            if len(self.driver.app.screen_stack) > 1:
                await self.screen(where)
            return
        self.seen.add(type(top).__name__)
        self.wrong += await self.look(self.driver, where)
        if isinstance(top, Choice):
            await self.driver.press("enter")
            if self.top is not top:
                await self._opened(f"{where} enter", base)

    async def _back(self, base: Screen[object], mode: str, writes: bool) -> None:
        if self.driver.app.current_mode != mode:
            await self.driver.app.action_go(mode)
            await self.driver.settle()
        for _ in range(STEPS):
            focused = self.driver.app.focused
            if self.top is base and (writes or not isinstance(focused, Input)):
                return
            if type(self.top) is Confirm:
                await self.driver.press("right", "enter")
            else:
                await self.driver.press("escape")
        raise AssertionError(f"no way back to {base} from {self.top}")


def _pages(screen: WorkScreen) -> int:
    """Return how many pages or lists a screen has that → goes between."""
    if isinstance(screen, PagedScreen):
        return len(screen.pages)
    return len(PAGES) if isinstance(screen, RevisionScreen) else 1


def _that_open(scope: str) -> Iterator[Action]:
    """Yield a screen's actions; those that work on the month come last."""
    found = [one for one in actions(scope) if one.id.partition(".")[2] not in OPENS_NOTHING]
    yield from sorted(found, key=lambda one: one.id in ("month.settle", "settle.settle"))


@pytest.fixture(scope="session")
def _whole(_town: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("walk")
    path = Path(shutil.copy(_town, folder / "kommun.db"))
    claims.bring(path, folder / "sjuk")
    money.second_run(path, folder / "mer")
    with Database(path) as base:
        money.bring(base, folder / "plikt", DUTIES, money.ANNA)
        settling.settle(base, MARCH, money.ANNA)
        wanted = revision_stickprov.Wanted("rad", "slump", 3, "mars", (MARCH, MARCH))
        revision_stickprov.draw(base, wanted, Stamp(NOW, "rut"))
    return path


@pytest.fixture
def whole(_whole: Path, tmp_path: Path) -> Path:
    """The town with claims for sjuklön, an attested run and a draft after it."""
    return Path(shutil.copy(_whole, tmp_path / "kommun.db"))


@pytest.fixture(scope="session")
def _claimed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("krav")
    return set_up(kraven.build(folder / "kommun.db", folder / "files"))


@pytest.fixture
def claimed(_claimed: Path, tmp_path: Path) -> Path:
    """Claims K1-K4."""
    return Path(shutil.copy(_claimed, tmp_path / "kommun.db"))


@asynccontextmanager
async def walking(path: Path, key: str, **named: object) -> AsyncIterator[Walk]:
    """Open a screen by its key and walk it."""
    async with running(path, NORMAL, **named) as driver:  # type: ignore[arg-type]  # passed on
        walk = Walk(driver, look)
        if key != "1":
            await driver.press(key)
        await walk.screen(key)
        assert not walk.wrong, "\n".join(walk.wrong)
        yield walk


MODES = {
    "1": {"MonthScreen", "Choice", "Notice"},
    "2": {"ReviewScreen", "Decide", "Why", "Choice", "AssistentScreen", "Undo"},
    "3": {"ImportScreen"},
    "4": {"SettleScreen", "AttestSheet", "Differences", "Trace", "Annul", "Choice", "Notice"},
    "5": {"PaymentsScreen", "PaymentBox", "Trace", "Target"},
    "6": {"SjuklonScreen", "SjukfallScreen", "SjukformScreen", "DecideClaim", "Decide", "Trace"},
    "8": {"TasksScreen", "TaskBox", "Handle", "Target", "Choice"},
    "0": {"UnderlagScreen"},
    "f9": {"DriftScreen"},
    "9": {"RevisionScreen", "Trace", "Choice"},
    "U": {"DoneScreen", "Notice"},
}
"""What each screen's keys must open on the town, at least."""


@pytest.mark.parametrize("key", MODES)
async def test_every_screen_and_box_is_whole_at_every_size(whole: Path, key: str) -> None:
    async with walking(whole, key, aktor="bo") as walk:
        assert walk.seen >= MODES[key], MODES[key] - walk.seen


CLAIMS = {"AterkravScreen", "KravScreen", "BilagaScreen", "BrevScreen", "BrevtextScreen", "Moves",
          "Kinds", "Sheet", "Trace", "Target", "Confirm"}  # fmt: skip


async def test_every_page_and_form_of_a_claim_is_whole_at_every_size(claimed: Path) -> None:
    async with walking(claimed, "7", aktor="anna", month=None, now=kraven.NOW) as walk:
        assert walk.seen >= CLAIMS, CLAIMS - walk.seen


ELSEWHERE = {
    "Asking": "has no form of its own",
    "Dialog": "has no form of its own",
    "Told": "has no form of its own",
    "LinearScreen": "below",
    "Help": "below",
    "Palette": "below",
    "Problem": "below",
    "Working": "below",
    "NoteBox": "below",
    "BilderScreen": "tests of its own: it has no list and no box",
    "FindAssistant": "tests of its own",
    "Find": "tests of its own",
    "OnFile": "tests of its own",
    "ShowProtected": "tests of its own: it needs the right",
}
"""What the walk does not have to reach, and why."""


def test_every_screen_and_box_is_walked_or_named() -> None:
    there = {
        item.__name__
        for item in classes()
        if issubclass(item, Dialog) or (issubclass(item, WorkScreen) and "SCOPE" in item.__dict__)
    }
    walked = set(CLAIMS).union(*MODES.values())
    assert there - walked - set(ELSEWHERE) == set()
    assert not walked & set(ELSEWHERE)
    assert walked | set(ELSEWHERE) <= there


LONG = "Det här är en lång text om vad som händer och vad som inte händer. " * 12


@pytest.mark.parametrize("key", ["f1", "ctrl+p", "f3", "confirm", "problem", "working"])
async def test_what_opens_everywhere_is_whole_at_every_size(town: Path, key: str) -> None:
    made: dict[str, Callable[[], Screen[object]]] = {
        "confirm": lambda: Confirm("Ta bort stycket?", LONG, "Ta bort stycket"),
        "problem": lambda: Problem(LONG, "Refused kravhandling.draft:158 < krav.task:189"),
        "working": lambda: Working(Job("Räknar mars 2024", Request("job", 1))),
    }
    async with running(town, NORMAL) as driver:
        if key in made:
            driver.app.push_screen(made[key]())
            await driver.settle()
        else:
            await driver.press("2", key)
        assert len(driver.app.screen_stack) == 2
        assert await look(driver, key) == []


async def test_a_note_on_a_sample_is_whole_at_every_size(whole: Path) -> None:
    async with running(whole, NORMAL) as driver:
        await driver.press("9", "right", "right", "right", "enter")
        assert await look(driver, "items") == []
        await driver.press("t", "enter")
        assert isinstance(driver.app.screen, NoteBox)
        assert await look(driver, "note") == []


async def test_below_the_least_size_it_says_so_and_all_is_kept(town: Path) -> None:
    async with running(town, NORMAL) as driver:
        await driver.press("2", "down", "g", *"sett")
        before = kept(driver)
        for size in ((59, 20), (60, 19), (40, 8)):
            await driver.resize(size)
            await driver.until(lambda: "Fönstret är för litet" in " ".join(driver.text.split()))
            assert f"{size[0]} x {size[1]}" in " ".join(driver.text.split())
            assert "Godkänn" not in driver.text
        await driver.press("escape")  # what opens while it is small is covered too
        await driver.press("g")
        assert "Godkänn" not in driver.text
        await driver.resize(NORMAL)
        await driver.until(lambda: "Godkänn" in driver.text)
        assert "för litet" not in driver.text
        assert kept(driver)[:2] == before[:2]
