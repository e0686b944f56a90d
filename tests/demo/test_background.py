"""The people of no plot are in order: nothing overlaps, nothing is over, nobody works too long."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter, defaultdict
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import pytest

from workbench.demo import generate
from workbench.domain.time import day_at, iso_day

from .reading import Line, by_assistant, report_lines, table

OCTOBER = 2026 * 12 + 9
WORTH = {"assistans": Fraction(1), "vantetid": Fraction(1, 4), "beredskap": Fraction(1, 7)}
WEEK = 7 * 24 * 60
MONTHS = ("2026-08", "2026-09", "2026-10")
LEAST, MOST = Fraction(85, 100), Fraction(99, 100)


@dataclass(frozen=True)
class Clean:
    """The files of a demo and its rows outside the plots."""

    folder: Path
    plotted: set[str]
    lines: list[Line]


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Clean:
    folder = tmp_path_factory.mktemp("demo")
    result = generate(folder, "M", 4, last_month=OCTOBER)
    plotted = {entry.brukare for entry in result.guide}
    return Clean(
        folder, plotted, [line for line in report_lines(folder) if line.brukare not in plotted]
    )


def test_no_assistant_is_in_two_places_and_all_rest(clean: Clean) -> None:
    for lines in by_assistant(clean.lines).values():
        for one, two in itertools.pairwise(lines):
            rest = two.begins - one.ends
            assert rest >= 0
            same_day = one.brukare == two.brukare and one.datum == two.datum
            assert rest == 0 or same_day or rest >= 11 * 60, (one, two)


def test_every_week_has_its_long_rest(clean: Clean) -> None:
    for lines in by_assistant(clean.lines).values():
        free_until = lines[0].begins
        for one, two in itertools.pairwise(lines):
            if two.begins - one.ends >= 36 * 60:
                free_until = two.begins
            assert two.ends - free_until <= WEEK - 36 * 60


def test_work_is_well_within_48_hours_a_week(clean: Clean) -> None:
    worked: Counter[tuple[str, str, int]] = Counter()
    for line in clean.lines:
        if line.slag != "beredskap":
            worked[line.assistent, line.arbetsgivare, day_at(line.begins) // 28] += line.minutes
    assert max(worked.values()) < 150 * 60


def test_no_brukare_has_two_assistants_unless_granted(clean: Clean) -> None:
    double = {row["brukare"] for row in table(clean.folder, "beslut") if row["dubbel_timmar"]}
    groups: dict[str, list[Line]] = defaultdict(list)
    for line in sorted(clean.lines, key=lambda one: (one.begins, one.ends)):
        groups[line.brukare].append(line)
    overlapping = {
        brukare
        for brukare, lines in groups.items()
        if any(two.begins < one.ends for one, two in itertools.pairwise(lines))
    }
    assert overlapping
    assert overlapping <= double


def test_used_hours_are_most_of_the_granted(clean: Clean) -> None:
    used: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    for line in clean.lines:
        used[line.brukare, line.datum[:7]] += line.minutes * WORTH[line.slag] / 60
    beslut = table(clean.folder, "beslut")
    several = Counter(row["brukare"] for row in beslut)
    shares: list[Fraction] = []
    for row in beslut:
        throughout = row["fran"] < "2026-08-01" and not (row["till"] and row["till"] < "2026-11")
        if row["brukare"] in clean.plotted or several[row["brukare"]] > 1 or not throughout:
            continue
        granted = Fraction(row["timmar"].replace(",", ".")) / int(row["period_manader"])
        shares += [used[row["brukare"], month] / granted for month in MONTHS]
    assert len(shares) > 500
    assert max(shares) <= 1
    assert sum(LEAST <= share <= MOST for share in shares) > 0.97 * len(shares)


def test_uppdrag_cover_every_row_and_were_notified_before(clean: Clean) -> None:
    first: dict[tuple[str, str, str], str] = {}
    last: dict[tuple[str, str, str], str] = {}
    for line in clean.lines:
        key = line.assistent, line.brukare, line.arbetsgivare
        first[key] = min(first.get(key, line.datum), line.datum)
        last[key] = max(last.get(key, line.datum), iso_day(day_at(line.ends - 1)))
    uppdrag = {
        (row["assistent"], row["brukare"], row["arbetsgivare"]): row
        for row in table(clean.folder, "uppdrag")
    }
    for key, day in first.items():
        assert max(uppdrag[key]["fran"], uppdrag[key]["anmald"]) < day
        assert not uppdrag[key]["till"] or uppdrag[key]["till"] >= last[key]


def test_no_month_repeats_and_no_report_is_all_round(clean: Clean) -> None:
    months: dict[tuple[str, str], dict[str, Counter[tuple[int, str, str]]]] = defaultdict(dict)
    for line in clean.lines:
        weekday = dt.date.fromisoformat(line.datum).weekday()
        table_of = months[line.brukare, line.assistent].setdefault(line.datum[:7], Counter())
        table_of[weekday, line.start, line.slut] += 1
    for report in months.values():
        for rows in report.values():
            assert not all(start[3:] + end[3:] == "0000" for _, start, end in rows)
        ordered = [report[month] for month in sorted(report)]
        assert all(one != two for one, two in itertools.pairwise(ordered))
