"""Writes a whole made-up municipality: clean households with hand-made plots among them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Literal

from workbench.demo import plots_hours, plots_people, plots_rows, plots_sick
from workbench.demo.background import Background, Scale, accounts
from workbench.demo.fk_xml import write_report
from workbench.demo.model import Calendar, GuideEntry, Household, Row
from workbench.demo.population import Population
from workbench.demo.rosters import household_rows
from workbench.demo.sheets import Sheets
from workbench.demo.stage import Plot, Stage
from workbench.domain.time import iso_day, iso_month, month_first, month_of

ScaleName = Literal["S", "M", "L"]
DEFAULT_MONTHS = 3
RECEIVED_AFTER = 3
PLOTS: tuple[Plot, ...] = (
    plots_people.people,
    plots_people.uppdrag,
    plots_people.permit_told,
    plots_people.permit_silent,
    plots_people.unknown_employer,
    plots_rows.gap,
    plots_rows.over,
    plots_rows.two_brukare,
    plots_rows.standby,
    plots_hours.own_employer,
    plots_hours.statutory,
    plots_hours.two_employers,
    plots_hours.agreement,
    plots_hours.exact_hours,
    plots_sick.sick,
)
SMALL = {"dag-kvall": 3, "delad": 2, "vardag": 2, "kvall-natt": 2}
LARGE = {
    "dygnet": 13,
    "dygnet-tungt": 4,
    "beredskap": 13,
    "kvall-natt": 19,
    "dag-kvall": 25,
    "dubbel": 3,
    "delad": 9,
    "vardag": 7,
    "daglig": 8,
}
SCALES: dict[str, Scale] = {
    "S": Scale(22, 4, 4, 1, SMALL, (0, 0)),
    "M": Scale(250, 24, 12, 3, LARGE, (0, 3)),
    "L": Scale(11_000, 420, 40, 8, LARGE, (0, 5)),
}


@dataclass(frozen=True)
class DemoResult:
    """What was written, how many lines of each kind, and where the findings are.

    ``received`` gives each report file the day it came in, in time: import it as of that day.
    """

    files: tuple[Path, ...]
    counts: dict[str, int]
    months: tuple[int, ...]
    guide: tuple[GuideEntry, ...]
    received: dict[Path, str]


def generate(
    folder: Path,
    scale: ScaleName,
    seed: int,
    months: Sequence[int] | None = None,
    last_month: int | None = None,
) -> DemoResult:
    """Write the files of a demo municipality into ``folder`` and return where to look.

    ``months`` are consecutive month numbers; without them, three that end with ``last_month``.
    The same scale, seed and months give the same bytes. Raises ValueError when neither is
    given or the months do not follow each other.
    """
    calendar = Calendar(_months(months, last_month))
    size = SCALES[scale]
    rng = Random(f"{scale}:{seed}")
    population = Population(rng, calendar)
    stage = Stage(population)
    plots = [home for _ in range(size.plots) for plot in PLOTS for home in plot(stage)]
    background = Background(population, size)
    folder.mkdir(parents=True, exist_ok=True)
    with Sheets(folder, calendar, rng) as sheets:
        for employer in (*background.employers, *stage.employers):
            sheets.employer(employer)
        shown = Reports(folder, rng) if scale == "S" else None
        for batch in _mixed(background, size.brukare, plots):
            rows: list[Row] = []
            for home in batch:
                own = accounts(population, home) if home.own_employer else []
                sheets.household(home, own)
                mine = home.rows or household_rows(home, calendar)
                rows.extend(shown.without(home, mine, calendar) if shown else mine)
            sheets.rows(rows)
        xml = shown.files if shown else []
        counts = {**sheets.counts, "tidredovisning": len(xml)}
        files = (*sheets.files, *xml)
    guide = tuple(sorted(stage.guide, key=lambda entry: entry.kod))
    return DemoResult(files, counts, calendar.months, guide, _received(files, calendar))


def _received(files: Sequence[Path], calendar: Calendar) -> dict[Path, str]:
    """Return the day the reports of each month came in, early in the next."""
    days: dict[Path, str] = {}
    for month in calendar.months:
        prefixes = f"tidrapporter-{iso_month(month)}", f"tidredovisning-{iso_month(month)}-"
        came = iso_day(month_first(month + 1) + RECEIVED_AFTER)
        days |= {path: came for path in files if path.name.startswith(prefixes)}
    return days


def _months(months: Sequence[int] | None, last_month: int | None) -> tuple[int, ...]:
    if months is None:
        if last_month is None:
            raise ValueError("either months or last_month must be given")
        return tuple(range(last_month - DEFAULT_MONTHS + 1, last_month + 1))
    chosen = tuple(months)
    if not chosen or chosen != tuple(range(chosen[0], chosen[0] + len(chosen))):
        raise ValueError("months must be consecutive")
    return chosen


def _mixed(
    background: Background, brukare: int, plots: list[Household]
) -> Iterator[list[Household]]:
    """Yield the background's batches with the plots' households spread over them."""
    waiting = list(plots)
    for batch in background.batches(brukare - len(plots)):
        share = max(1, len(waiting) // 8)
        yield batch + [waiting.pop() for _ in range(min(share, len(waiting)))]
    if waiting:
        yield waiting


class Reports:
    """Takes the reports of a few assistants out of the rows and writes them as XML."""

    def __init__(self, folder: Path, rng: Random) -> None:
        self._folder = folder
        self._rng = rng
        self._wanted = [True, False]
        self.files: list[Path] = []

    def without(self, home: Household, rows: list[Row], calendar: Calendar) -> list[Row]:
        """Return the rows that are left when one of the household's reports is XML."""
        month = calendar.months[-1]
        if home.rows or home.own_employer not in self._wanted:
            return rows
        for uppdrag in home.uppdrag:
            report = [row for row in rows if row[0] is uppdrag and month_of(row[1]) == month]
            if report and all(piece.start < piece.end for _, _, piece in report):
                self._wanted.remove(home.own_employer)
                self.files.append(
                    write_report(self._folder, home, uppdrag, month, report, self._rng)
                )
                taken = set(map(id, report))
                return [row for row in rows if id(row) not in taken]
        return rows
