"""The real program in a real pseudo-terminal: it paints, obeys, leaves; colours can be off."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPT = """
import sys
from pathlib import Path
from db.journal import Stamp
from workbench.tui.app import run
run(Path(sys.argv[1]), stamp=Stamp("", "anna"), clock=lambda: "2024-04-05T08:14:00Z")
"""
PATIENCE = 30.0
OURS = ("NO_COLOR", "WORKBENCH_THEME", "WORKBENCH_CURSOR")


class Terminal:
    """A process on the other side of a pseudo-terminal."""

    def __init__(self, process: subprocess.Popen[bytes], handle: int) -> None:
        self.process = process
        self.handle = handle
        self.seen = b""

    def wait_for(self, text: str) -> None:
        """Read until a text has been written."""
        end = time.monotonic() + PATIENCE
        while text.encode() not in self.seen:
            assert time.monotonic() < end, self.seen[-2000:]
            ready, _, _ = select.select([self.handle], [], [], 0.1)
            if ready:
                try:
                    self.seen += os.read(self.handle, 65536)
                except OSError:
                    break
        assert text.encode() in self.seen, self.seen[-2000:]

    def type(self, keys: bytes) -> None:
        """Write keys."""
        os.write(self.handle, keys)

    def leave(self) -> int:
        """Return the exit code once the process is gone."""
        end = time.monotonic() + PATIENCE
        while self.process.poll() is None and time.monotonic() < end:
            ready, _, _ = select.select([self.handle], [], [], 0.1)
            if ready:
                try:
                    self.seen += os.read(self.handle, 65536)
                except OSError:
                    break
        return self.process.wait(PATIENCE)


@contextmanager
def terminal(path: Path, **extra: str) -> Iterator[Terminal]:
    """Run the program at 80x24."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    environment = {name: value for name, value in os.environ.items() if name not in OURS}
    environment["XDG_CONFIG_HOME"] = str(path.parent / "no-settings")
    environment |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(path)],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=environment | extra,
        start_new_session=True,
    )
    os.close(theirs)
    try:
        yield Terminal(process, ours)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
            process.wait()
        os.close(ours)


@pytest.mark.parametrize("keys", [b"q", b"\x11"], ids=["q", "ctrl+q"])
def test_it_paints_and_leaves(town: Path, keys: bytes) -> None:
    with terminal(town) as screen:
        screen.wait_for("Andersson")
        screen.type(b"2")
        screen.wait_for("overlapp")
        screen.type(keys)
        assert screen.leave() == 0
        assert b"Traceback" not in screen.seen


COLOUR = re.compile(rb"\x1b\[[0-9;]*\b(3[0-8]|4[0-8]|9[0-7]|10[0-7])\b[0-9;]*m")
REVERSED = re.compile(rb"\x1b\[([0-9]+;)*7(;[0-9]+)*m")


def test_no_color_sends_no_colour_at_all_and_still_shows_what_is_chosen(town: Path) -> None:
    with terminal(town, NO_COLOR="1") as screen:
        screen.wait_for("Andersson")
        screen.type(b"2")
        screen.wait_for("overlapp")
        screen.type(b"q")
        screen.leave()
    assert not COLOUR.search(screen.seen)
    assert REVERSED.search(screen.seen)


def test_colours_are_sent_otherwise(town: Path) -> None:
    with terminal(town) as screen:
        screen.wait_for("Andersson")
        screen.type(b"q")
        screen.leave()
    assert COLOUR.search(screen.seen)


MOVES = re.compile(rb"\x1b\[(\d+);(\d+)H")
SHOW, HIDE = b"\x1b[?25h", b"\x1b[?25l"


def at(screen: Terminal, row: int, column: int) -> None:
    """Wait until the terminal's own cursor has been left in a cell, counted from 0."""
    end = time.monotonic() + PATIENCE
    while True:
        *_, last = MOVES.finditer(screen.seen)
        found = int(last[1]) - 1, int(last[2]) - 1
        if found == (row, column):
            return
        assert time.monotonic() < end, found
        ready, _, _ = select.select([screen.handle], [], [], 0.1)
        if ready:
            screen.seen += os.read(screen.handle, 65536)


def test_the_terminals_cursor_follows_the_row_the_field_and_the_button(town: Path) -> None:
    with terminal(town) as screen:
        screen.wait_for("Andersson")
        at(screen, 3, 0)
        screen.type(b"\x1b[B")
        at(screen, 4, 0)
        screen.type(b"/")
        at(screen, 2, 1)
        screen.type(b"dahl")
        at(screen, 2, 5)
        screen.type(b"\r")
        at(screen, 3, 0)
        screen.type(b"q")
        screen.leave()


def test_the_cursor_is_shown_when_it_is_chosen_and_that_is_remembered(
    town: Path, tmp_path: Path
) -> None:
    places = {"XDG_CONFIG_HOME": str(tmp_path / "conf")}
    with terminal(town, **places) as screen:
        screen.wait_for("Andersson")
        assert SHOW not in screen.seen
        screen.type(b"\x07")
        screen.wait_for("visas på det")
        assert screen.seen.rindex(SHOW) > screen.seen.rindex(HIDE)
        screen.type(b"q")
        screen.leave()
    with terminal(town, **places) as screen:
        screen.wait_for("Andersson")
        assert screen.seen.rindex(SHOW) > screen.seen.rindex(HIDE)
        screen.type(b"q")
        screen.leave()
