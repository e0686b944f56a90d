"""The oracle against the three worked municipalities, by hand, and on generated ones."""

from __future__ import annotations

import json
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from . import generate, oracle

EXAMPLES = Path(__file__).resolve().parents[3] / "shared" / "examples"
TODAY = date(2026, 11, 22)
NAMES = ("kommun-1", "kommun-2", "kommun-3")

BRUKARE = "198403081006"
ASSISTENT = "198308113029"
FIRMA = "5566104104"


def _answers(name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    folder = EXAMPLES / name
    if not (folder / "expected.json").exists():
        pytest.skip("the worked examples are not beside the repository")
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    return expected, oracle.run(oracle.load(folder), list(expected), TODAY)


@pytest.mark.parametrize("name", NAMES)
def test_agrees_with_the_worked_example(name: str) -> None:
    """Every finding, line and sum, without exception."""
    expected, got = _answers(name)
    for month, answer in expected.items():
        mine = {key: value for key, value in got[month].items() if key != "info"}
        answer["findings"].sort(key=oracle.finding_order)
        assert mine["findings"] == answer["findings"], month
        assert mine["lines"] == answer["lines"], month
        assert mine == answer, month


# ------------------------------------------------------------------------------ hand-made cases


def _row(order: int, day: str, start: str, end: str, **other: str) -> oracle.Row:
    raw = {
        "brukare": BRUKARE,
        "assistent": ASSISTENT,
        "arbetsgivare": FIRMA,
        "datum": day,
        "start": start,
        "slut": end,
        "slag": "assistans",
    }
    return oracle._row(order, raw | other)


def _uppdrag(order: int = 0, **other: str) -> oracle.Uppdrag:
    raw = {
        "assistent": ASSISTENT,
        "brukare": BRUKARE,
        "arbetsgivare": FIRMA,
        "fran": "2020-01-01",
        "till": "",
        "anmald": "2019-12-28",
    }
    return oracle._uppdrag(order, raw | other)


def _beslut(number: str, fran: str, till: str, hours: str, **other: str) -> oracle.Beslut:
    raw = {
        "beslutsnummer": number,
        "brukare": BRUKARE,
        "fran": fran,
        "till": till,
        "timmar": hours,
    }
    return oracle._beslut(raw | other)


def _municipality(rows: list[oracle.Row], **other: Any) -> oracle.Municipality:
    defaults: dict[str, Any] = {
        "anordnare": {FIRMA: oracle.Anordnare(kommunal=True)},
        "assistenter": {ASSISTENT: oracle.Assistent(land={date.min: "SE"})},
        "uppdrag": [_uppdrag()],
        "beslut": {"B1": _beslut("B1", "2020-01-01", "", "744")},
    }
    return oracle.Municipality(rows=rows, **(defaults | other))


@pytest.mark.parametrize(
    ("day", "start", "end", "minutes"),
    [
        ("2024-03-30", "22:00", "06:00", 7 * 60),
        ("2024-10-26", "22:00", "06:00", 9 * 60),
        ("2024-03-31", "00:00", "24:00", 23 * 60),
        ("2024-10-27", "00:00", "24:00", 25 * 60),
        ("2024-10-27", "01:30", "02:30", 60),
        ("2024-10-27", "02:30", "03:00", 90),
        ("2024-05-01", "14:00", "00:00", 10 * 60),
    ],
)
def test_length_is_real_time(day: str, start: str, end: str, minutes: int) -> None:
    row = _row(1, day, start, end)
    assert row.end - row.start == minutes


def test_clock_times_that_do_not_exist_or_do_so_twice() -> None:
    with pytest.raises(ValueError, match="no such wall time"):
        _row(1, "2024-03-31", "02:30", "05:00")
    assert _row(1, "2024-10-26", "22:00", "02:59").ambiguous
    assert not _row(1, "2024-10-27", "03:00", "06:00").ambiguous
    assert oracle.wall(oracle.to_utc(datetime(2024, 10, 27, 2, 30))).endswith("+02:00")  # noqa: DTZ001 - wall time has no zone


@pytest.mark.parametrize(
    ("year", "raise_percent", "own", "expected"),
    [
        (2023, "12", "", 36344),
        (2017, "12", "", 32600),
        (2023, "", "280,50", 28050),
        (2023, "", "400", 32450),
        (2026, "0,01", "", 34773),
    ],
)
def test_timbelopp(year: int, raise_percent: str, own: str, expected: int) -> None:
    beslut = _beslut("B1", "2012-01-01", "", "1", hojning_procent=raise_percent, eget_timbelopp=own)
    assert oracle.timbelopp(beslut, date(year, 6, 1)) == expected


def test_of_age() -> None:
    assert oracle.under_18("200802290000", date(2026, 2, 27))
    assert not oracle.under_18("200802290000", date(2026, 2, 28))
    assert oracle.under_18("200803650000", date(2026, 3, 4))
    assert not oracle.under_18("200803650000", date(2026, 3, 5))


def test_month_limit_is_rounded_up_to_a_whole_hour() -> None:
    """48 x 31 / 7 h is above 212 and 213 are accepted."""
    rows = [_row(n, f"2024-03-{n:02d}", "08:00", "16:00") for n in range(1, 28)]
    agreed = _uppdrag(arbetstid="kollektivavtal", timmar_per_vecka="48", period_langd="1m")
    m = _municipality(rows, uppdrag=[agreed])
    held = oracle.withheld(m, ["2024-03"], TODAY)["2024-03"]
    assert list(held) == [27]
    assert oracle.length(held[27]["arbetstid-avtal"]) == 3 * 60


def test_overtime_year_counts_what_was_flagged() -> None:
    """A later day with extra overtime has 350 h in all, not 350 h more than what was paid."""
    rows = []
    order = 0
    day = date(2023, 1, 1)
    while day < date(2024, 1, 1):
        order += 1
        rows.append(_row(order, day.isoformat(), "08:00", "15:00"))
        day += oracle.DAY
    plain = _uppdrag(0, period_start="2023-01-01", till="2023-12-02")
    extra = _uppdrag(1, period_start="2023-01-01", fran="2023-12-03", extra_overtid="ja")
    m = _municipality(rows, uppdrag=[plain, extra])
    found = oracle.find_all(m, TODAY)
    flagged = sum(
        oracle.length(found.of("arbetstid-atl-ar", row.id, 0, oracle.FOREVER)) for row in rows
    )
    # 196 h in every 28 days are 36 h overtime in each of 13. Before 3 December 200 of 432 h are
    # within the limit; what was flagged counts on, so nothing is left of 350 h after it.
    assert flagged == (13 * 36 - 200) * 60


def test_hours_flow_to_the_later_beslut_beside_and_then_to_the_earlier() -> None:
    rows = [_row(n, f"2024-03-{n:02d}", "08:00", "18:00") for n in range(1, 11)]
    beslut = {
        "A": _beslut("A", "2024-01-01", "2024-03-02", "10"),
        "B": _beslut("B", "2024-03-03", "2024-03-31", "31", hojning_procent="12"),
        "C": _beslut("C", "2024-04-01", "", "500"),
    }
    answer = oracle.run(_municipality(rows, beslut=beslut), ["2024-03"], TODAY)["2024-03"]
    # A: 10 x 2/31 = 0.65 h for 20 h; B: 31 x 29/31 = 29 h for 80 h; C has no day in March.
    assert [(line["beslut"], line["timmar"]) for line in answer["lines"]] == [
        ("A", "0.65"),
        ("B", "29.00"),
    ]
    assert answer["findings"][-1]["timmar"] == "70.35"


def test_received_hours_make_a_line_without_minutes() -> None:
    rows = [_row(1, "2024-03-01", "08:00", "18:00")]
    beslut = {
        "A": _beslut("A", "2024-03-01", "2024-03-15", "2"),
        "B": _beslut("B", "2024-03-16", "2024-03-31", "5", hojning_procent="12"),
    }
    answer = oracle.run(_municipality(rows, beslut=beslut), ["2024-03"], TODAY)["2024-03"]
    assert [(line["timmar"], line["belopp_ore"]) for line in answer["lines"]] == [
        ("0.97", 32262),
        ("2.58", 96108),
    ]
    assert sum(answer["lines"][1]["minuter"].values()) == 0
    assert answer["findings"] == [
        {"kod": "over-beslut", "brukare": BRUKARE, "assistent": None, "timmar": "6.45"}
    ]


def test_half_up() -> None:
    assert oracle.half_up(Fraction(1, 200), 2) == Fraction(1, 100)
    assert oracle.half_up(Fraction(5, 2)) == 3


# ------------------------------------------------------------------------------------ generator


@pytest.mark.parametrize("preset", generate.PRESETS)
@pytest.mark.parametrize("start", generate.WORTH_TRYING[::2])
def test_generated_minutes_add_up(tmp_path: Path, preset: str, start: str) -> None:
    months = generate.write(tmp_path, 11, start, preset=preset)
    m = oracle.load(tmp_path)
    answer = oracle.run(m, months, TODAY)
    evidence = [oracle.only_fk(m, row) for row in m.rows]
    for month in months:
        bounds = oracle.month_bounds(month)
        reported = sum(
            oracle.length(oracle.subtract(oracle.clip([(r.start, r.end)], *bounds), fk))
            for r, fk in zip(m.rows, evidence, strict=True)
        )
        paid = sum(sum(line["minuter"].values()) for line in answer[month]["lines"])
        withheld = answer[month]["nekade_minuter"] + answer[month]["hallna_minuter"]
        assert reported == paid + withheld


def test_generator_is_repeatable(tmp_path: Path) -> None:
    for name in ("one", "two"):
        generate.write(tmp_path / name, 3, "2024-02")
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


def test_generator_meets_every_code(tmp_path: Path) -> None:
    met: set[str] = set()
    for place, start in enumerate(generate.WORTH_TRYING[1::2]):
        for preset in generate.PRESETS:
            months = generate.write(tmp_path, place, start, preset=preset)
            for answer in oracle.run(oracle.load(tmp_path), months, TODAY).values():
                met |= {finding["kod"] for finding in answer["findings"] + answer["info"]}
    months = generate.write(tmp_path, 1, "2024-01", months=9, rows=900, preset="year")
    for answer in oracle.run(oracle.load(tmp_path), months, TODAY).values():
        met |= {finding["kod"] for finding in answer["findings"]}
    assert met == oracle.NEKA | oracle.UTRED | oracle.INFO | {"over-beslut"}


def test_generated_numbers_are_valid(tmp_path: Path) -> None:
    generate.write(tmp_path, 5, "2024-02", unknown=0)
    m = oracle.load(tmp_path)
    persons = {r.brukare for r in m.rows} | {r.assistent for r in m.rows}
    assert all(number[-1] == generate.check_digit(number[2:-1]) for number in persons)
    assert all(n[-1] == generate.check_digit(n[:-1]) and n[2] >= "2" for n in m.anordnare)
