"""Progress of long work on stderr, only when a person is watching."""

from __future__ import annotations

import sys
import time

from workbench.cli.diagnostics import quiet
from workbench.services.progress import QUIET, Progress

QUIET_SECONDS = 1.0


def watched() -> Progress:
    """Return progress for a terminal; silent for the first second and for scripts."""
    if quiet() or not sys.stderr.isatty():
        return QUIET
    begun = time.monotonic()
    last = [begun]

    def report(what: str, done: int, total: int) -> None:
        moment = time.monotonic()
        if moment - begun < QUIET_SECONDS or moment - last[0] < 0.2:
            return
        last[0] = moment
        share = f" {done * 100 // total} %" if total else f" {done}"
        sys.stderr.write(f"\r\x1b[K{what}{share}")
        sys.stderr.flush()

    return Progress(report)


def clear() -> None:
    """Take the progress line away."""
    if not quiet() and sys.stderr.isatty():
        sys.stderr.write("\r\x1b[K")
