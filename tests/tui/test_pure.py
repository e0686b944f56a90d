"""What the screens write and compute without a terminal."""

from __future__ import annotations

from array import array

import pytest

from db.decisions import Filter
from workbench.services.overview import BrukareMonth
from workbench.services.reviewing import TimelineBar, TimelineDay
from workbench.tui import filtering, words
from workbench.tui.screens.finding_rows import following, nearest
from workbench.tui.screens.month_rows import line, waits_shortly
from workbench.tui.screens.progress import bar
from workbench.tui.widgets.blocks import BLOCK, KEPT, Blocks
from workbench.tui.widgets.columns import Column, shares, widened
from workbench.tui.widgets.timeline import timeline


def test_words_of_time() -> None:
    assert words.month_name(2025 * 12 + 2) == "mars 2025"
    assert words.span("2025-03-12T22:00", "2025-03-13T07:00") == "12 mar 22-07"
    assert words.span("2025-03-12T22:15", "2025-03-12T23:00") == "12 mar 22:15-23"
    assert words.span("2025-03-03T07:00", "2025-03-10T14:15") == "3-10 mar"
    assert words.span("2025-02-01T00:00", "2025-03-01T00:00") == "hela feb"
    assert words.span("2025-03-28T07:00", "2025-04-02T14:15") == "28 mar-2 apr"
    assert words.span(None, None) == words.NOTHING
    assert words.stamp_text("2025-07-05T08:14:00Z") == "2025-07-05 10:14"
    assert words.stamp_text("nyss") == "nyss"


def test_words_of_numbers() -> None:
    assert words.effect_text(390, None) == "6:30"
    assert words.effect_text(0, 2175) == "21,75"
    assert words.signed_kronor(120_000) == "+1 200,00"
    assert words.signed_kronor(-5) == "−0,05"
    assert words.percent(1012, 1000) == "+1,2 %"
    assert words.percent(878, 1000) == "−12,2 %"
    assert words.percent(10005, 10000) == "+0,1 %"
    assert words.percent(7, 7) == "±0,0 %"
    assert words.count(1, "rad", "rader") == "1 rad"
    assert words.count(1234, "rad", "rader") == "1 234 rader"
    assert words.spark((0, 50, 100)) == "·▅█"
    assert words.spark((0, 0)) == ""


def test_fit_cuts_pads_and_takes_control_signs_away() -> None:
    assert words.fit("Andersson", 5) == "Ande…"
    assert words.fit("Bo", 5) == "Bo   "
    assert words.fit("7,00", 6, right=True) == "  7,00"
    assert words.fit("a\x1b[2Jb", 8) == "a [2Jb  "
    assert words.fit("x", 0) == ""


def test_names_sort_as_in_sweden() -> None:
    names = ["Östen", "Åke", "Ärla", "Zeb", "anna"]
    assert sorted(names, key=words.alphabetical) == ["anna", "Zeb", "Åke", "Ärla", "Östen"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("", Filter()),
        ("status=öppen", Filter(status="oppen")),
        ("STATUS=Godkänd kod=overl", Filter(status="godkand", kod="overlapp")),
        ("allvar=utred maj andersson", Filter(allvar="utred", text="maj andersson")),
        ("brukare=19500101-1234", Filter(brukare="195001011234")),
        ("person=lind", Filter(text="lind")),
        ("kod=", Filter()),
    ],
)
def test_filter_lines(line: str, expected: Filter) -> None:
    assert filtering.parse(line, None) == filtering.Parsed(expected)


@pytest.mark.parametrize(
    "line", ["status=klar", "allvar=x", "kod=t", "kod=finnsinte", "brukare=maj", "namn=maj"]
)
def test_filter_lines_that_are_wrong_say_so(line: str) -> None:
    assert filtering.parse(line, None).error


def test_a_filter_reads_back_what_it_writes() -> None:
    chosen = Filter(kod="ees", allvar="neka", status="komplettering", text="per lind")
    line = filtering.describe(chosen)
    assert line == "kod=ees allvar=neka status=komplettering per lind"
    assert filtering.parse(line, None).filter == chosen


def test_cycles_come_round() -> None:
    chosen, seen = Filter(), []
    for _ in range(5):
        chosen = filtering.cycled(chosen, "status")
        seen.append(chosen.status)
    assert seen == ["oppen", "komplettering", "godkand", "nekad", None]
    assert filtering.cycled(Filter(), "allvar").allvar == "neka"


def test_columns_share_a_width() -> None:
    columns = (Column("A", 5, grow=1), Column("B", 4, drop=1), Column("C", 3, drop=2))
    assert shares(columns, 20) == [(0, 11), (1, 4), (2, 3)]
    assert shares(columns, 12) == [(0, 7), (1, 4)]
    assert shares(columns, 6) == [(0, 6)]
    assert shares(columns, 3) == [(0, 3)]
    hidden = (Column("A", 5, hidden=True), Column("B", 4))
    assert shares(hidden, 10) == [(1, 4)]
    assert widened(Column("Rader", 1), ["1 234 567"]).width == 9


@pytest.mark.parametrize("width", range(10, 130))
def test_columns_never_pass_the_width(width: int) -> None:
    columns = (
        Column("A", 14, grow=1, most=40),
        Column("B", 9, drop=3),
        Column("C", 8, drop=2),
        Column("D", 6, grow=1, most=20),
    )
    got = shares(columns, width)
    assert sum(share for _, share in got) + len(got) - 1 <= max(width, 3)


def test_blocks_ask_for_what_is_seen_first_and_forget_the_oldest() -> None:
    blocks: Blocks[str] = Blocks(array("q", range(BLOCK * 100)))
    assert blocks.wanted(0, 20) == [0, 1]
    assert blocks.wanted(BLOCK * 50 - 2, BLOCK * 50 + 2) == [49, 50, 51, 48]
    for number in range(KEPT + 3):
        blocks.store(number, [f"{number}"] * BLOCK)
    assert blocks.row(0) is None
    assert blocks.row(BLOCK * 5) == "5"
    assert blocks.wanted(BLOCK * 99, BLOCK * 100) == [99, 98]
    assert blocks.ids_of(1)[:2] == [BLOCK, BLOCK + 1]
    assert Blocks[str]().wanted(0, 20) == []
    assert blocks.touches(1, 0, BLOCK + 1)
    assert not blocks.touches(1, 0, BLOCK)


@pytest.mark.parametrize(
    ("place", "left", "cursor"),
    [(1, [5, 6, 8], 1), (1, [5, 8], 1), (3, [5, 6], 1), (2, [], 0), (2, [1, 2], 0)],
)
def test_the_cursor_goes_to_the_next_finding_that_is_left(
    place: int, left: list[int], cursor: int
) -> None:
    near = nearest(array("q", [5, 6, 7, 8]), place)
    assert following(near, array("q", left)) == cursor


def _bar(fran: int, till: int, who: str, whom: str = "Maj", own: bool = False) -> TimelineBar:
    return TimelineBar(fran, till, who, whom, "assistans", own)


def test_a_timeline_puts_overlaps_on_lines_of_their_own() -> None:
    day = TimelineDay(
        20159,
        (
            _bar(420, 960, "Lind, Per", own=True),
            _bar(900, 1200, "Lind, Per", whom="Ida"),
            _bar(960, 1440, "Novak, Jan"),
        ),
    )
    lines = [line.plain for line in timeline([day], "Maj", 83)]
    assert len(lines) == 3
    assert lines[0].split() == ["00", "03", "06", "09", "12", "15", "18", "21", "24"]
    assert "Lind, Per 07:00-16:00" in lines[1]
    assert "Novak, Jan" in lines[1]
    assert "hos Ida" in lines[2]
    assert all(len(line) == 83 for line in lines)


def test_a_timeline_names_a_short_bar_beside_it_and_stops_at_its_lines() -> None:
    days = [TimelineDay(20159 + n, (_bar(600, 630, "Lind, Per", own=True),)) for n in range(9)]
    lines = [line.plain for line in timeline(days, "Maj", 60, 4)]
    assert len(lines) == 4
    assert "█ Lind, Per 10:00-10:30 ·" in lines[1]
    assert "7 rader till" in lines[-1]
    assert timeline(days, "Maj", 20) == []


def test_what_waits_is_said_shortly() -> None:
    assert waits_shortly("2 neka 1 utred") == "2 neka +1"
    assert waits_shortly("klar") == "klar"
    assert waits_shortly("1 utred") == "1 utred"
    assert waits_shortly("ej räknad") == "ej räknad"


def test_a_progress_bar() -> None:
    assert bar(0, 0) == ""
    assert bar(4096, 0) == "4 096"
    assert bar(5, 10, 4) == "██░░ 50 %"
    assert bar(11, 10, 4) == "████ 100 %"


def test_a_month_row_without_rows_shows_nothing_as_nothing() -> None:
    row = BrukareMonth(1, "1", "Dahl", 0, None, 8000, 0, 0, None, "saknas")
    assert line(row).cells == ("Dahl", "0", "–", "80,00", "–", "–", "–", "saknas")
