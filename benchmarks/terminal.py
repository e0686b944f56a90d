"""A pseudo-terminal of 120 by 40 that notes when which bytes were painted."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from time import perf_counter
from types import TracebackType
from typing import NamedTuple

from benchmarks.process import BenchmarkError, environment

COLUMNS, LINES = 120, 40
QUIET = 0.12
"""Seconds without output after which a screen is taken to be painted."""

CALM = 2.5
"""Seconds without output after which nothing is being read any more."""

BURST = 0.04
"""Seconds without output that part the page itself from what the program draws in its own time."""

_ESCAPES = re.compile(rb"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[@-Z=>]")


def plain(output: bytes) -> str:
    """Return what was painted without colours and cursor movements."""
    return _ESCAPES.sub(b" ", output).decode("utf-8", "replace")


ROWS = 1000
"""Bytes from which a piece of output holds rows of a list, and not just a line beside it."""


class Answered(NamedTuple):
    """Seconds from a key to the last rows, the last byte of the burst, the last byte of all."""

    rows: float
    burst: float
    all: float


class Terminal:
    """A program in a pseudo-terminal of its own; leaving the context ends it."""

    def __init__(self, command: Sequence[str], folder: Path) -> None:
        self._main, worker = pty.openpty()
        size = struct.pack("HHHH", LINES, COLUMNS, 0, 0)
        fcntl.ioctl(worker, termios.TIOCSWINSZ, size)
        self.begun = perf_counter()
        self._process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment(),
            stdin=worker,
            stdout=worker,
            stderr=worker,
            start_new_session=True,
        )
        os.close(worker)
        self.chunks: list[tuple[float, bytes]] = []

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()
        os.close(self._main)

    def read(self, seconds: float) -> bool:
        """Take in what comes within some seconds; False when nothing does."""
        ready, _, _ = select.select([self._main], [], [], seconds)
        if not ready:
            return False
        try:
            block = os.read(self._main, 1 << 16)
        except OSError:  # Linux says so when the program has left
            block = b""
        if not block:
            raise BenchmarkError(f"the program left:\n{self.text()[-2000:]}")
        self.chunks.append((perf_counter(), block))
        return True

    def settle(self, longest: float) -> None:
        """Take in output until none comes for a while."""
        until = perf_counter() + longest
        while perf_counter() < until and self.read(QUIET):
            pass

    def text(self, first: int = 0) -> str:
        """Return what has been painted from a chunk on."""
        return plain(b"".join(block for _, block in self.chunks[first:]))

    def shown(self, wanted: Callable[[str], bool], longest: float, first: int = 0) -> float:
        """Return the moment when what was painted first had what is wanted.

        What was painted is looked through afterwards, so that looking doesn't slow the program.
        """
        until = perf_counter() + longest
        looked = -1
        while perf_counter() < until:
            if len(self.chunks) > looked and wanted(self.text(first)):
                return self._first(wanted, first)
            looked = len(self.chunks)
            while self.read(QUIET):
                pass
        raise BenchmarkError(f"what was waited for did not come:\n{self.text(first)[-2000:]}")

    def _first(self, wanted: Callable[[str], bool], first: int) -> float:
        painted = b""
        for moment, block in self.chunks[first:]:
            painted += block
            if wanted(plain(painted)):
                return moment
        raise AssertionError("it was there a moment ago")

    def send(self, keys: bytes) -> float:
        """Send a key and return the moment."""
        begun = perf_counter()
        os.write(self._main, keys)
        return begun

    def press(self, keys: bytes) -> Answered | None:
        """Send a key and take in what it causes; None when it causes nothing."""
        first = len(self.chunks)
        begun = self.send(keys)
        if not self.read(2.0):
            return None
        self.settle(2.0)
        answer = self.chunks[first:]
        moments = [moment for moment, _ in answer]
        burst = next(
            (before for before, after in pairwise(moments) if after - before > BURST), moments[-1]
        )
        rows = [moment for moment, block in answer if moment <= burst and len(block) >= ROWS]
        return Answered((rows or moments)[-1] - begun, burst - begun, moments[-1] - begun)

    def wait_calm(self, longest: float) -> None:
        """Take in output until none comes for a good while: what is read behind has been drawn."""
        until = perf_counter() + longest
        while perf_counter() < until and self.read(CALM):
            pass

    def rss_mib(self) -> float | None:
        """Return the program's memory now, where the system tells (Linux)."""
        return self._status("VmRSS")

    def peak_mib(self) -> float | None:
        """Return the program's peak memory so far, where the system tells (Linux)."""
        return self._status("VmHWM")

    def _status(self, name: str) -> float | None:
        try:
            status = Path(f"/proc/{self._process.pid}/status").read_text("ascii", "replace")
        except OSError:
            return None
        found = re.search(rf"{name}:\s+(\d+) kB", status)
        return int(found[1]) / 1024 if found else None
