"""Any command may be killed at any point and run again: nothing half, and the same end.

Real processes kill themselves with SIGKILL at calls chosen by a seed: at and after those that
touch the disk, and anywhere between. ``WORKBENCH_LONG=1`` tries many more, and kills by the clock.
"""

from __future__ import annotations

import os
import random
import shutil
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.cli.jobs import JOBS, End, Ends, Job, Place
from tests.cli.processes import rows

LONG = os.environ.get("WORKBENCH_LONG") == "1"
POINTS = 80 if LONG else 1
CLOCKED = 25 if LONG else 0
KILLED = -9


def points(name: str, calls: Sequence[int]) -> list[int]:
    """Return the calls to be killed at: at the disk or just after it, one anywhere."""
    chance = random.Random(f"{name} {LONG}")
    total, *edges = calls
    count = min(POINTS, len(edges))
    chosen = {number + chance.randint(0, 1) for number in chance.sample(edges, count)}
    chosen |= {number + after for number in edges[-8:] for after in (0, 1)} if LONG else set()
    return sorted({*chosen, chance.randint(1, total)})


def whole(place: Place, end: End, job: Job) -> None:
    """What a kill leaves: a database in order, and of files all or nothing."""
    if place.database.exists() and place.database.stat().st_size:
        rows(place.database)
    written = {name: content for name, content in place.files().items() if ".ofardig" not in name}
    assert written.items() <= end.files.items(), job.words


def again(place: Place, end: End, job: Job) -> None:
    """Run once more: the same end as undisturbed, and nothing left beside."""
    whole(place, end, job)
    command = place.command(job).start()
    code = command.code()
    assert code in (end.code, *job.again), command.text
    assert rows(place.database, job.anew) == end.rows
    assert place.files() == end.files
    assert place.beside() == end.place.beside()


@pytest.mark.parametrize("name", JOBS)
def test_killed_and_run_again(name: str, ends: Ends, tmp_path: Path) -> None:
    end, job = ends.of(name), JOBS[name]
    codes = []
    for number in points(name, end.calls):
        place = ends.begin(name, tmp_path / str(number))
        killed = place.command(job).start(number)
        codes.append(killed.code())
        # The number of calls is not quite the same twice: the last of them may not be reached.
        assert codes[-1] in (KILLED, end.code), (number, killed.text)
        again(place, end, job)
        shutil.rmtree(place.folder)
    assert codes.count(KILLED) * 2 >= len(codes)


@pytest.mark.skipif(not CLOCKED, reason="takes minutes; WORKBENCH_LONG=1 runs it")
@pytest.mark.parametrize("name", JOBS)
def test_killed_by_the_clock_time_after_time(name: str, ends: Ends, tmp_path: Path) -> None:
    """Killed in the middle of a call too, and killed again when run again."""
    end, job = ends.of(name), JOBS[name]
    chance = random.Random(name)
    for number in range(CLOCKED):
        place = ends.begin(name, tmp_path / str(number))
        for _ in range(chance.randint(1, 3)):
            command = place.command(job).start()
            time.sleep(chance.uniform(0, end.seconds * 1.1))
            command.kill()
            assert command.code() in (KILLED, end.code, *job.again), command.text
        again(place, end, job)
        shutil.rmtree(place.folder)
