"""A small town in files, an app on it with a frozen clock, and the screen as plain text."""

from __future__ import annotations

import asyncio
import difflib
import os
import re
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

from textual import events
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Button, Input

from db import open_database
from db.journal import Stamp
from workbench.domain.people import luhn_digit
from workbench.domain.time import parse_month
from workbench.services import importing, settling
from workbench.tui.app import WorkbenchApp
from workbench.tui.session import Session

W = TypeVar("W", bound=Widget)

NOW = "2024-04-05T08:14:00Z"
MARCH = parse_month("2024-03")
GOLDEN = Path(__file__).parent / "golden"
UPDATE = "WORKBENCH_UPDATE_GOLDEN"
"""Set this variable to anything to write the golden screens anew."""

WIDE, NORMAL, SMALL = (120, 40), (80, 24), (60, 20)


def number(birth: str, serial: int) -> str:
    """Return a valid personnummer."""
    head = f"{birth}{serial:03d}"
    return head + str(luhn_digit(head[2:]))


def orgnr(serial: int) -> str:
    """Return a valid organisationsnummer."""
    head = f"5566{serial:05d}"
    return head + str(luhn_digit(head))


MAJ, OLLE = number("19500101", 101), number("19610203", 102)
HIDDEN, SIV = number("19720304", 103), number("19830405", 104)
PER, JAN = number("19900506", 201), number("19910607", 202)
EVA = number("20060315", 203)
VAST = orgnr(41)
MARKUP = "Olle [red]Berg[/red] [b"
"""A name that would break the screen or colour it if it were read as markup."""

REGISTERS = {
    "brukare.csv": f"""personnummer;namn;skyddad
{MAJ};Andersson, Maj;nej
{OLLE};{MARKUP};nej
{HIDDEN};Hemlig, Hanna;ja
{SIV};Dahl, Siv;nej
""",
    "anordnare.csv": f"""orgnr;namn;tillstand_fran
{VAST};Omsorg i Väst AB;2015-01-01
""",
    "assistenter.csv": f"""personnummer;namn;bosatt_land;bosatt_fran
{PER};Lind, Per;SE;
{JAN};Novak, Jan;RS;
{EVA};Åberg, Eva;SE;
""",
    "uppdrag.csv": "assistent;brukare;arbetsgivare;fran;anmald;anstalld_fran\n"
    + "".join(
        f"{assistent};{brukare};{VAST};2023-01-01;2022-12-20;2023-01-01\n"
        for assistent in (PER, JAN, EVA)
        for brukare in (MAJ, OLLE, HIDDEN)
    ),
    "beslut.csv": f"""beslutsnummer;brukare;fran;timmar;beslutsdatum
B-1;{MAJ};2023-01-01;205,5;2022-12-01
B-2;{OLLE};2023-01-01;96;2022-12-01
B-3;{HIDDEN};2023-01-01;160;2022-12-01
B-4;{SIV};2023-01-01;80;2022-12-01
""",
}
ROWS = (
    (MAJ, PER, "2024-03-04", "07:15", "15:30"),
    (MAJ, JAN, "2024-03-04", "15:30", "22:15"),
    (MAJ, JAN, "2024-03-06", "15:30", "22:15"),
    (MAJ, PER, "2024-03-12", "07:15", "15:30"),
    (OLLE, PER, "2024-03-12", "14:45", "21:10"),
    (OLLE, EVA, "2024-03-13", "08:20", "12:50"),
    (OLLE, EVA, "2024-03-18", "08:20", "12:50"),
    (HIDDEN, PER, "2024-03-20", "09:05", "17:40"),
    (HIDDEN, JAN, "2024-03-21", "09:05", "17:40"),
)


def times(rows: tuple[tuple[str, ...], ...]) -> str:
    """Return time rows as a file's text."""
    head = "brukare;assistent;arbetsgivare;datum;start;slut;slag\n"
    return head + "".join(
        f"{who};{helper};{VAST};{day};{start};{end};assistans\n"
        for who, helper, day, start, end in rows
    )


def write_files(folder: Path) -> list[Path]:
    """Write the town's files and return them in the order to read them."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = {**REGISTERS, "tidrapporter-2024-03.csv": times(ROWS)}
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name in texts]


def build(path: Path, folder: Path, *, settled: bool = True) -> Path:
    """Make the town's database."""
    stamp = Stamp(NOW, "anna")
    with open_database(path) as database:
        for file in write_files(folder):
            result = importing.import_paths(database, [file], stamp, received="2024-04-03")
            assert not result.fel, result.fel
        if settled:
            settling.settle(database, MARCH, stamp)
    return path


SIGNS = {"space": " ", "slash": "/", "asterisk": "*", "question_mark": "?"}
SCROLLBAR = re.compile(r"[▁▂▃▄▅▆▇](?= *(?:│.{0,2})?$)")
"""The rounded end of a scroll bar: where it is drawn depends on when it was."""
FRAME = 0.02
"""Seconds in which a change is drawn."""


class Driver:
    """A running app: keys in, text out."""

    def __init__(self, app: WorkbenchApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot
        self.said = [item.message for item in app._notifications]
        """What has been told in passing: also what is no longer shown."""
        notify = app.notify

        def told(message: str, **named: Any) -> None:
            self.said.append(message)
            notify(message, **named)

        vars(app)["notify"] = told

    async def press(self, *keys: str) -> None:
        """Press keys, each when the one before has been answered; then wait for everything."""
        for key in keys:
            button = self.app.focused
            if key == "enter" and isinstance(button, Button):
                await self._until_up(button)
            await self.key(key)
            await self._answered()
        await self.settle()

    async def _until_up(self, button: Button) -> None:
        """Wait until a button that has been pressed takes the next press."""
        await self.until(lambda: not button.has_class("-active"))

    async def key(self, key: str) -> None:
        """Press a key and wait for nothing: the pilot's own press sleeps far too long."""
        driver = self.app._driver
        assert driver is not None
        event = events.Key(key, SIGNS.get(key, key if len(key) == 1 else None))
        event.set_sender(self.app)
        driver.send_message(event)
        await self.pilot._wait_for_screen()

    async def _answered(self) -> None:
        calm = 0
        for _ in range(6000):
            await self.pilot._wait_for_screen()
            calm = 0 if self._busy() else calm + 1
            if calm == 2:
                return
            await asyncio.sleep(0.002)
        raise AssertionError("no answer came")

    def _busy(self) -> bool:
        return bool(self.app.workers) or self.app.desk.job is not None

    async def write(self, text: str) -> None:
        """Write text in the field that has focus."""
        field = self.app.focused
        assert isinstance(field, Input)
        field.insert_text_at_cursor(text)
        await self.settle()

    async def settle(self) -> None:
        """Wait until threads, timers and messages have nothing more to say, and it is drawn."""
        drawn = ""
        for _ in range(200):
            while self._timers():
                await asyncio.sleep(0.003)
            await self._answered()
            await asyncio.sleep(FRAME)
            await self.pilot._wait_for_screen()
            before, drawn = drawn, self.text
            if before != drawn:
                for screen in self.app.screen_stack:
                    screen.refresh()  # a box is first drawn without what lies behind it
            if before == drawn and not self._busy() and not self._timers():
                return
        raise AssertionError("the app never came to rest")

    async def resize(self, size: tuple[int, int]) -> None:
        """Give the terminal another size and wait until the screen has taken it."""
        await self.pilot.resize_terminal(*size)
        await self.until(lambda: tuple(self.app.screen.size) == size)
        await self.settle()

    async def fills(self, size: tuple[int, int]) -> None:
        """Fail when the screen does not become one within its size, with help in its last line."""
        deadline = time.monotonic() + PATIENCE
        while problem := self._misfit(size):
            assert time.monotonic() < deadline, f"{problem}\n{self.text}"
            await asyncio.sleep(FRAME)
            await self.settle()

    def _misfit(self, size: tuple[int, int]) -> str:
        width, height = size
        lines = self.text.rstrip("\n").split("\n")
        if len(lines) != height or max(map(len, lines)) > width:
            return f"not {width} x {height}"
        covered = self.app.screen.is_modal and height <= SMALL[1]  # a box may need every line
        return "" if covered or "hjälp" in lines[-1] else "no help in the last line"

    def _timers(self) -> bool:
        if self.app._resize_event is not None or self.app._resize_timer is not None:
            return True
        timer = getattr(self.app.screen, "_timer", None)
        return timer is not None and timer._task is not None and not timer._task.done()

    async def until(self, true: Callable[[], bool]) -> None:
        """Wait until something is so."""
        for _ in range(1500):
            if true():
                return
            await asyncio.sleep(0.005)
        raise AssertionError("it never became so")

    def one(self, selector: str, kind: type[W]) -> W:
        """Return a widget of the screen on top."""
        return self.app.screen.query_one(selector, kind)

    @property
    def text(self) -> str:
        """The screen as plain text."""
        strips = self.app.screen._compositor.render_strips()
        lines = [SCROLLBAR.sub(" ", strip.text.rstrip()).rstrip() for strip in strips]
        return "\n".join(lines).rstrip() + "\n"


@asynccontextmanager
async def running(
    path: Path,
    size: tuple[int, int] = NORMAL,
    month: int | None = MARCH,
    aktor: str = "anna",
    now: str = NOW,
    warning: str = "",
) -> AsyncIterator[Driver]:
    """Run the app on a database as someone."""
    app = WorkbenchApp(Session(path, aktor, lambda: now, month), warning)
    async with app.run_test(size=size) as pilot:
        driver = Driver(app, pilot)
        await driver.settle()
        yield driver
        await asyncio.sleep(0)


def golden_problem(name: str, text: str) -> str:
    """Compare a screen with the one committed; the update variable writes it anew."""
    path = GOLDEN / f"{name}.txt"
    if os.environ.get(UPDATE):
        GOLDEN.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    expected = path.read_text(encoding="utf-8") if path.exists() else ""
    if expected == text:
        return ""
    difference = difflib.unified_diff(expected.splitlines(), text.splitlines(), name, "now", n=0)
    return "\n".join([f"{name}: set {UPDATE}=1 if this is meant", *difference])


PATIENCE = 5.0
"""Seconds that a busy machine is given to draw what is expected."""


async def check_golden(name: str, driver: Driver) -> None:
    """Fail with the difference when a screen does not become the one committed."""
    deadline = time.monotonic() + PATIENCE
    while problem := golden_problem(name, driver.text):
        assert time.monotonic() < deadline, problem
        await asyncio.sleep(FRAME)
        await driver.settle()
