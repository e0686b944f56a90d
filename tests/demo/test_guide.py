"""The guide names every kind of finding, and each is where it says."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter
from pathlib import Path

import pytest

from tests.oracle import oracle
from tests.services import town
from workbench.demo import DemoResult, generate
from workbench.domain.time import iso_month
from workbench.services import demo
from workbench.services.progress import QUIET

from .reading import Line, by_assistant, csv_cells, report_lines, table, xml_cells

OCTOBER = 2026 * 12 + 9
MARCH = 2026 * 12 + 2
SJUKLON = {
    "vikarie-saknas",
    "sjuk-arbetar",
    "efter-sjukloneperiod",
    "intyg-saknas",
    "preskriberad",
    "handling-saknas",
    "over-berakning",
}
"""Findings on claims, which the oracle of rows leaves out."""
KINDS = SJUKLON | {
    "alder",
    "ees",
    "bosattning-okand",
    "formaga",
    "tillstand",
    "tillstand-frist",
    "tillstand-underrattelse",
    "anordnare-okand",
    "ivo-anmalan",
    "uppdrag-saknas",
    "anmalan-11a",
    "anmalan-sen",
    "utan-beslut",
    "over-beslut",
    "fk-retroaktiv",
    "dubblett",
    "overlapp",
    "vistelse",
    "tvetydig-tid",
    "arbetstid-husligt",
    "arbetstid-atl",
    "arbetstid-atl-4v",
    "arbetstid-avtal",
    "arbetstid-brukare",
    "arbetstid-oklar",
    "dubbelassistans",
    "vila",
    "langt-pass",
    "schemalikt",
    "rimlighet",
}
UNCOMPUTED = {"vila", "langt-pass", "schemalikt", "rimlighet"}
"""Patterns that the oracle leaves out; the program's own findings and readings by hand below."""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, DemoResult]:
    folder = tmp_path_factory.mktemp("demo")
    return folder, generate(folder, "S", 1, last_month=OCTOBER)


def _own(lines: list[Line], result: DemoResult, kod: str, number: int = 0) -> list[Line]:
    """Return the rows of the guide's entry in its month."""
    entry = [one for one in result.guide if one.kod == kod][number]
    month = iso_month(entry.month)
    return [
        line
        for line in lines
        if line.brukare == entry.brukare
        and entry.assistent in (None, line.assistent)
        and line.datum.startswith(month)
    ]


def test_every_kind_has_an_entry_about_known_people(small: tuple[Path, DemoResult]) -> None:
    folder, result = small
    assert {entry.kod for entry in result.guide} == KINDS
    assert sum(entry.kod == "overlapp" for entry in result.guide) == 4
    brukare = {row["personnummer"] for row in table(folder, "brukare")}
    assistants = {row["personnummer"] for row in table(folder, "assistenter")}
    for entry in result.guide:
        assert entry.brukare in brukare
        assert entry.assistent is None or entry.assistent in assistants
        # A claim that is too late is for a spell of years ago.
        assert entry.month in result.months or entry.kod == "preskriberad"
        assert entry.sentence.endswith(".")


def test_no_autumn_night_no_ambiguous_time(tmp_path: Path) -> None:
    result = generate(tmp_path, "S", 1, last_month=MARCH)
    assert {entry.kod for entry in result.guide} == KINDS - {"tvetydig-tid"}


@pytest.mark.parametrize(("scale", "copies"), [("S", 1), ("M", 3)])
def test_larger_demos_repeat_the_plots(tmp_path: Path, scale: str, copies: int) -> None:
    # The scale is text from the list of parameters, not a literal.
    result = generate(tmp_path, scale, 1, last_month=OCTOBER)  # type: ignore[arg-type]  # text from the parameters
    assert Counter(entry.kod for entry in result.guide)["alder"] == copies


@pytest.mark.parametrize("last_month", [OCTOBER, MARCH])
def test_an_independent_reading_finds_the_plots_and_nothing_else(
    tmp_path: Path, last_month: int
) -> None:
    result = generate(tmp_path, "S", 1, last_month=last_month)
    cells = [*csv_cells(tmp_path), *xml_cells(tmp_path)]
    (tmp_path / "tidrapporter.csv").write_text(
        "brukare;assistent;arbetsgivare;datum;start;slut;slag\n"
        + "".join(f"{';'.join(row)}\n" for row in cells),
        encoding="utf-8",
    )
    months = [iso_month(month) for month in result.months]
    answer = oracle.run(oracle.load(tmp_path), months, dt.date(2027, 1, 1))
    found = {
        (one["kod"], month, one["brukare"], person)
        for month in months
        for one in [*answer[month]["findings"], *answer[month]["info"]]
        for person in (one["assistent"], None)
    }
    told = {(one.kod, iso_month(one.month), one.brukare, one.assistent) for one in result.guide}
    assert {one for one in told if one[0] not in UNCOMPUTED | SJUKLON} <= found
    assert {(one[0], one[2]) for one in found} <= {(one[0], one[2]) for one in told}


@pytest.mark.parametrize("day", ["2026-11-22", "2026-04-02"])
def test_the_program_finds_every_plot(tmp_path: Path, day: str) -> None:
    """Each entry of the guide is a finding in the database, each pattern on its own ground."""
    with town.database(tmp_path / "t.db") as base:
        made = demo.make(base, "S", 1, town.stamp(day), QUIET).made
        found = {
            (kod, month, brukare, person, orsak)
            for kod, month, brukare, assistent, orsak in base.read().execute(
                """SELECT f.kod, f.manad, b.nummer, a.nummer, f.orsak FROM fynd f
                   JOIN person b ON b.id = f.brukare LEFT JOIN person a ON a.id = f.assistent
                   WHERE f.aktuell = 1"""
            )
            for person in (assistent, None)
        }
    told = {(one.kod, one.month, one.brukare, one.assistent) for one in made.guide}
    assert {one[0] for one in told} >= UNCOMPUTED
    assert told <= {one[:4] for one in found}
    grounds = {one[4] for one in found if one[0] in ("rimlighet", "vila") and told & {one[:4]}}
    assert grounds == {
        "dygnsvila",
        "vantetid-dagtid",
        "hela-timmar",
        "delat-konto",
        "exakt-beviljat",
    }


def test_claims_and_their_vikarier(small: tuple[Path, DemoResult]) -> None:
    """Every pass but one was worked by its vikarie, the years-old ones aside; nobody twice."""
    folder, result = small
    cases = {row["arende"]: row for row in table(folder, "sjukfall")}
    assert len(cases) == result.counts["sjukfall"] == 8
    worked = {
        (line.brukare, line.assistent, line.datum, line.start, line.slut)
        for line in report_lines(folder)
    }
    alone = []
    for one in table(folder, "sjukpass"):
        case = cases[one["arende"]]
        assert case["forsta_sjukdag"] <= one["datum"] <= case["sista_sjukdag"]
        where = one["datum"], one["start"], one["slut"]
        assert (case["brukare"], case["assistent"], *where) not in worked
        if not one["vikarie"]:
            alone.append(one)
        elif one["datum"] > "2026":
            assert (case["brukare"], one["vikarie"], *where) in worked
    assert len(alone) == 1
    told = {one.sentence.split(":")[0] for one in result.guide if one.kod in SJUKLON}
    assert told < set(cases)
    assert len(told) == len(SJUKLON)


def test_short_rest_and_long_pass(small: tuple[Path, DemoResult]) -> None:
    folder, result = small
    lines = report_lines(folder)
    rested = by_assistant(_own(lines, result, "vila")).popitem()[1]
    rests = [two.begins - one.ends for one, two in itertools.pairwise(rested)]
    assert [rest for rest in rests if rest < 11 * 60] == [9 * 60]
    working = by_assistant(_own(lines, result, "langt-pass")).popitem()[1]
    longest = length = 0
    for one, two in itertools.pairwise(working):
        length = length + one.minutes if two.begins == one.ends else 0
        longest = max(longest, length and length + two.minutes)
    assert longest > 24 * 60


def test_repeated_month(small: tuple[Path, DemoResult]) -> None:
    folder, result = small
    entry = next(one for one in result.guide if one.kod == "schemalikt")
    months: dict[str, Counter[tuple[int, str, str]]] = {}
    for line in report_lines(folder):
        if (line.brukare, line.assistent) == (entry.brukare, entry.assistent):
            weekday = dt.date.fromisoformat(line.datum).weekday()
            months.setdefault(line.datum[:7], Counter())[weekday, line.start, line.slut] += 1
    before, after = months.values()
    assert before == after
    assert before.total() >= 8


def test_hours_too_round(small: tuple[Path, DemoResult]) -> None:
    folder, result = small
    lines = report_lines(folder)
    entries = [one for one in result.guide if one.kod == "rimlighet"]
    (exact,) = (index for index, one in enumerate(entries) if one.assistent is None)
    same = [line for line in lines if line.brukare == entries[exact].brukare]
    for month in result.months:
        assert (
            sum(line.minutes for line in same if line.datum.startswith(iso_month(month)))
            == 120 * 60
        )
    round_ones = _own(lines, result, "rimlighet", 1 - exact)
    assert all(line.start.endswith("00") and line.slut.endswith("00") for line in round_ones)
    assert any(line.slag == "vantetid" and line.start == "13:00" for line in round_ones)
