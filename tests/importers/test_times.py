"""Time rows: clock, nights, orders of columns, and the rows that are refused."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importers import Identified, Source, identify, read
from tests.importers.make import (
    ASSISTENT,
    BRUKARE,
    ORG,
    OTHER,
    SAMORDNING,
    TIME_HEADER,
    Ids,
    load,
    table,
    time_row,
    times,
)
from workbench.domain import time


def minutes(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()) // 60


def test_an_ordinary_row() -> None:
    result = load(times(time_row()))
    day = time.parse_day("2025-05-05")
    moments = (minutes("2025-05-05T06:00"), minutes("2025-05-05T14:00"), 480, 960)
    assert result.rows == [
        (7, 2, int(BRUKARE), int(ASSISTENT), int(ORG), 0, 2025 * 12 + 4, day, *moments)
    ]
    assert result.rader == 1


@pytest.mark.parametrize(
    ("datum", "start", "slut", "real", "vslut"),
    [
        ("2025-05-05", "22:00", "06:00", 480, 360),
        ("2025-05-05", "00:00", "24:00", 1440, 1440),
        ("2025-05-05", "22:00", "24:00", 120, 1440),
        ("2025-05-05", "22:00", "00:00", 120, 1440),
        ("2025-05-05", "00:01", "00:00", 1439, 1440),
        ("2025-05-05", "06:00", "05:59", 1439, 359),
        ("2025-03-29", "22:00", "06:00", 420, 360),
        ("2025-03-30", "00:00", "24:00", 1380, 1440),
        ("2025-03-30", "01:00", "03:00", 60, 180),
        ("2025-10-25", "22:00", "06:00", 540, 360),
        ("2025-10-26", "00:00", "24:00", 1500, 1440),
        ("2025-10-26", "02:00", "03:00", 120, 180),
        ("2025-10-26", "01:00", "02:30", 90, 150),
        ("2025-10-26", "22:00", "00:00", 120, 1440),
    ],
)
def test_length_is_real_time(datum: str, start: str, slut: str, real: int, vslut: int) -> None:
    (row,) = load(times(time_row(datum, start, slut))).rows
    assert row[9] - row[8] == real
    assert row[10:] == (time.parse_clock(start), vslut)


def test_own_employer_and_kinds() -> None:
    result = load(
        times(
            time_row(arbetsgivare=BRUKARE, slag="vantetid"),
            time_row(arbetsgivare=f"{BRUKARE[:8]}-{BRUKARE[8:]}", slag="beredskap"),
            time_row(assistent=SAMORDNING, arbetsgivare=f"{ORG[:6]}-{ORG[6:]}"),
        )
    )
    assert [row[3:6] for row in result.rows] == [
        (int(ASSISTENT), int(BRUKARE), 1),
        (int(ASSISTENT), int(BRUKARE), 2),
        (int(SAMORDNING), int(ORG), 0),
    ]


def test_any_order_of_columns_and_empty_tails() -> None:
    header = TIME_HEADER.split(";")[::-1]
    rows = [time_row(), time_row("2025-05-06"), time_row("2025-03-30", "01:00", "03:00")]
    turned = [";".join(row.split(";")[::-1]) + ";;" for row in rows]
    assert load(table(";".join(header), *turned)).rows == load(times(*rows)).rows
    assert load(times(*(f"{row};" for row in rows))).rows == load(times(*rows)).rows
    assert load(table(f"{TIME_HEADER};;", *rows)).rows == load(times(*rows)).rows


def test_empty_rows_are_passed_but_counted_in_row_numbers() -> None:
    result = load(times(time_row(), "", ";;;;;;", "  ", time_row("2025-05-06")))
    assert [row[1] for row in result.rows] == [2, 6]
    assert result.rader == 2


def test_every_bad_row_is_listed_and_none_is_given_after_the_first() -> None:
    bad = time_row("2025-13-01", "8:00", "25:00", "annat", OTHER, "1", "x")
    result = load(times(time_row(), bad, time_row(), time_row(start="08:00", slut="08:00")))
    assert len(result.rows) == 1
    assert [(item.rad, item.kolumn, item.kod) for item in result.issues] == [
        (3, "brukare", "IM-048"),
        (3, "assistent", "IM-048"),
        (3, "datum", "IM-041"),
        (3, "start", "IM-042"),
        (3, "slut", "IM-043"),
        (3, "slag", "IM-056"),
        (5, "slut", "IM-045"),
    ]
    assert result.rader == 4


def test_quoted_cells_anywhere_in_the_file() -> None:
    plain = [time_row(f"2025-05-{day:02d}") for day in range(1, 29)]
    quoted = plain[:14] + [";".join(f'"{cell}"' for cell in row.split(";")) for row in plain[14:]]
    assert load(times(*quoted)).rows == load(times(*plain)).rows
    header = ";".join(f'"{cell}"' for cell in TIME_HEADER.split(";"))
    assert load(table(header, *quoted)).rows == load(times(*plain)).rows


def test_a_file_of_many_blocks() -> None:
    rows = [time_row(f"2025-05-{i % 28 + 1:02d}") for i in range(40_000)]
    seen: list[int] = []
    kept: list[bytes] = []
    data = times(*rows)
    result = load(data, keep=kept.append, progress=lambda done, size: seen.append(done))
    assert len(result.rows) == 40_000
    assert [row[1] for row in result.rows] == list(range(2, 40_002))
    assert b"".join(kept) == data
    assert seen[-1] == len(data)
    assert len(kept) > 2
    crlf = load(times(*rows, end="\r\n").rstrip())
    assert [row[2:] for row in crlf.rows] == [row[2:] for row in result.rows]


def test_ids_are_asked_for_once_each() -> None:
    source = Source.from_bytes("prov", times(*(time_row(f"2025-05-{d:02d}") for d in range(1, 9))))
    identified = identify(source)
    assert isinstance(identified, Identified)
    ids = Ids()
    (reader,) = read(source, identified)
    assert len(list(reader.tidrapporter(1, ids))) == 8
    assert ids.people == {BRUKARE: 1, ASSISTENT: 2}
    assert ids.employers == {ORG: 1}


@settings(max_examples=300, deadline=None)
@given(
    day=st.dates(min_value=date(2024, 1, 1), max_value=date(2026, 12, 31)),
    start=st.integers(0, 1439),
    stop=st.integers(0, 1440),
)
def test_agrees_with_the_domain(day: date, start: int, stop: int) -> None:
    result = load(times(time_row(str(day), time.clock(start), time.clock(stop))))
    number = time.parse_day(str(day))
    if start == stop:
        assert result.codes == ["IM-045"]
        return
    try:
        begin = time.instant(number, start)
        end = time.instant(number, stop) if stop > start else time.instant(number + 1, stop)
    except time.NonexistentTime:
        assert set(result.codes) == {"IM-044"}
        return
    assert result.rows[0][8:10] == (begin, end)
