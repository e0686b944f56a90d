"""The assistant's period: limits, what is left, what lies above, and the findings agree with it."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

from db import Database, decisions, values
from db.decisions import Filter
from tests.oracle import generate
from tests.services import town
from tests.services.town import ANNA, BO, BOLAGET, FIRMAN, KIM, SEER, Row, tid, uppdrag
from workbench.domain.report import Slag
from workbench.domain.time import iso_day, iso_instant, month_interval, parse_day, parse_month
from workbench.law.limits import Sort
from workbench.services import arbetstid, explaining
from workbench.services.arbetstid import Period, UnknownAssistant
from workbench.services.arbetstid_parts import Grans
from workbench.services.reviewing import UnknownFinding
from workbench.services.tracing import lines
from workbench.services.viewing import Viewer

MEASURED = frozenset(
    {
        "arbetstid-husligt",
        "arbetstid-atl",
        "arbetstid-atl-4v",
        "arbetstid-atl-ar",
        "arbetstid-avtal",
        "arbetstid-brukare",
    }
)


def week_agreement(brukare: str = ANNA, **other: str) -> Row:
    """Return an uppdrag under an agreement of 8 hours a week, weeks from Monday 2024-03-04."""
    facts = {
        "arbetstid": "kollektivavtal",
        "timmar_per_vecka": "8",
        "period_langd": "7d",
        "period_start": "2024-03-04",
    }
    return uppdrag(brukare=brukare, **(facts | other))


def base(
    folder: Path, uppdrag: Sequence[Row], rows: Sequence[Row], **sheets: Sequence[Row]
) -> Database:
    """Return a town's database with these uppdrag and rows."""
    made = town.database(folder / "t.db")
    town.bring(made, folder / "in", town.clean_town(uppdrag=uppdrag, tid=rows, **sheets))
    return made


def period(
    base: Database, month: str, viewer: Viewer = SEER, who: str = KIM, day: str | None = None
) -> Period:
    """Return an assistant's period."""
    connection = base.read()
    assistent = arbetstid.person(connection, who)
    asked = None if day is None else parse_day(day)
    return arbetstid.period(connection, assistent, parse_month(month), viewer, asked)


def limit(found: Period, kod: str, first: str) -> Grans:
    """Return the limit of a code whose days begin on a day."""
    (one,) = [g for g in found.granser if g.kod == kod and iso_day(g.dagar[0]) == first]
    return one


@pytest.mark.parametrize(
    ("slut", "kvar", "over"), [("15:59", 1, 0), ("16:00", 0, 0), ("16:01", 0, 1)]
)
def test_the_limit_and_a_minute_each_side(tmp_path: Path, slut: str, kvar: int, over: int) -> None:
    with base(tmp_path, [week_agreement()], [tid("2024-03-05", "08:00", slut)]) as made:
        town.check(made, "2024-03")
        one = limit(period(made, "2024-03"), "arbetstid-avtal", "2024-03-04")
        assert (one.tillatet, one.kvar, one.minuter_over) == (480, kvar, over)
        assert one.arbetat == 480 - kvar + over
        if over:
            (part,) = one.over
            assert (iso_instant(part.start), iso_instant(part.slut)) == (
                "2024-03-05T16:00",
                "2024-03-05T16:01",
            )
            (found,) = one.fynd
            assert (found.minuter, found.effekt, one.okontrollerat) == (1, "nekad", 0)


def test_how_the_limit_came_about_follows_the_policy(tmp_path: Path) -> None:
    rule = uppdrag(period_start="2024-03-01", period_langd="1m")
    with base(tmp_path, [rule], [tid("2024-03-05")]) as made:
        one = limit(period(made, "2024-03"), "arbetstid-atl", "2024-03-01")
        assert one.tillatet == 213 * 60
        assert one.harledning == "48 h i veckan x 31 / 7, uppåt till hel timme"
        with made.write() as connection:
            name, value = "arbetstid_avrundning", "minut"
            values.set_policy(connection, name, "2020-01-01", value, "KF § 1", town.stamp())
        found = period(made, "2024-03")
        one = limit(found, "arbetstid-atl", "2024-03-01")
        assert one.tillatet == 48 * 31 * 60 // 7
        assert one.harledning.endswith("på minuten")
        assert found.installningar[0].varde == "minut"
        assert found.installningar[0].kalla == "KF § 1"


def test_a_period_over_months_counts_later_rows_too(tmp_path: Path) -> None:
    days = [date(2024, 1, 2) + timedelta(days=n) for n in range(100)]
    rows = [tid(day.isoformat(), "08:00", "17:00", brukare=ANNA if n % 2 else BO)
            for n, day in enumerate(days)]  # fmt: skip
    rule = uppdrag(period_start="2024-01-01", period_langd="4m")
    with base(tmp_path, [rule], rows) as made:
        for month in ("2024-01", "2024-02", "2024-03"):
            town.check(made, month)
        one = limit(period(made, "2024-02"), "arbetstid-atl", "2024-01-01")
        assert iso_day(one.dagar[1] - 1) == "2024-04-30"
        assert one.tillatet == 830 * 60
        assert one.arbetat == 100 * 540
        assert [t.summa for t in one.per_manad] == [30 * 540, 29 * 540, 31 * 540, 10 * 540]
        assert [t.over for t in one.per_manad] == [0, 0, 0, 100 * 540 - 830 * 60]
        assert one.okontrollerat == one.minuter_over
        assert iso_instant(one.over[0].start) == "2024-04-03T10:00"


def test_several_brukare_and_days(tmp_path: Path) -> None:
    rows = [
        tid("2024-03-05", "08:00", "12:00"),
        tid("2024-03-05", "13:00", "16:00", brukare=BO),
        tid("2024-03-06", "22:00", "02:00", brukare=BO),
    ]
    with base(tmp_path, [week_agreement(), week_agreement(BO)], rows) as made:
        found = period(made, "2024-03")
        one = limit(found, "arbetstid-avtal", "2024-03-04")
        named = [
            (iso_day(t.dagar[0]), {found.brukare[who]: m for who, m in t.minuter}, t.over)
            for t in one.per_dag
        ]
        assert named == [
            ("2024-03-05", {"Anna Ek": 240, "Bo Al": 180}, 0),
            ("2024-03-06", {"Bo Al": 120}, 60),
            ("2024-03-07", {"Bo Al": 120}, 120),
        ]
        assert one.okontrollerat == 180


def test_clock_changes(tmp_path: Path) -> None:
    rows = [tid("2024-03-30", "22:00", "06:00"), tid("2024-10-26", "22:00", "06:00")]
    with base(tmp_path, [week_agreement()], rows) as made:
        spring = limit(period(made, "2024-03"), "arbetstid-avtal", "2024-03-25")
        assert (spring.arbetat, spring.kvar, spring.minuter_over) == (420, 60, 0)
        assert [t.summa for t in spring.per_dag] == [120, 300]
        autumn = limit(period(made, "2024-10"), "arbetstid-avtal", "2024-10-21")
        assert (autumn.arbetat, autumn.kvar, autumn.minuter_over) == (540, 0, 60)
        assert iso_instant(autumn.over[0].start) == "2024-10-27T05:00"


def test_several_employers_and_their_brukare(tmp_path: Path) -> None:
    both = [
        uppdrag(arbetsgivare=employer, period_start="2024-03-01", period_langd="28d")
        for employer in (FIRMAN, BOLAGET)
    ]
    rows = [
        tid(f"2024-03-{day:02d}", start, slut, arbetsgivare=employer)
        for day in range(1, 23)
        for start, slut, employer in (("08:00", "14:00", FIRMAN), ("15:00", "18:00", BOLAGET))
    ]
    with base(tmp_path, both, rows) as made:
        town.check(made, "2024-03")
        found = period(made, "2024-03", day="2024-03-28")
        own = {g.arbetsgivare: g for g in found.granser if g.sort is Sort.PERIOD
               and iso_day(g.dagar[0]) == "2024-03-01"}  # fmt: skip
        assert {name: g.kvar for name, g in own.items()} == {
            "Firman": (192 - 132) * 60,
            "Bolaget": (192 - 66) * 60,
        }
        shared = limit(found, "arbetstid-brukare", "2024-03-01")
        assert (shared.arbetat, shared.minuter_over, shared.kvar) == (198 * 60, 360, 0)
        assert sum(f.minuter for f in shared.fynd) == 360
        assert {f.effekt for f in shared.fynd} == {"hallen"}
        least = found.svar[0]
        assert (least.minuter, found.granser[least.grans].kod) == (0, "arbetstid-brukare")
        per_employer = {s.arbetsgivare: s.minuter for s in found.svar if s.arbetsgivare}
        assert per_employer == {"Firman": 60 * 60, "Bolaget": 126 * 60}


def test_waiting_time_has_a_limit_of_its_own(tmp_path: Path) -> None:
    rows = [tid(f"2024-03-{day:02d}", "20:00", "06:00", "vantetid") for day in range(1, 6)]
    rule = uppdrag(period_start="2024-03-01", period_langd="28d")
    with base(tmp_path, [rule], rows) as made:
        found = period(made, "2024-03", day="2024-03-20")
        whole, waiting = found.svar
        assert (whole.slag, whole.minuter) == (Slag.ASSISTANS, 142 * 60)
        assert (waiting.slag, waiting.minuter) == (Slag.VANTETID, 0)
        one = found.granser[waiting.grans]
        assert (one.namn, one.minuter_over) == ("4 veckor väntetid", 120)


def test_overtime_of_the_year_leaves_the_ordinary_time(tmp_path: Path) -> None:
    first = date(2024, 1, 1)
    rows = [
        tid((first + timedelta(days=28 * turn + n)).isoformat(), "06:00", "22:00",
            arbetsgivare=ANNA)
        for turn in range(7)
        for n in range(13)
    ]  # fmt: skip
    own = uppdrag(arbetsgivare=ANNA, period_start="2024-01-01")
    with base(tmp_path, [own], rows) as made:
        town.check(made, "2024-07")
        found = period(made, "2024-07")
        (year,) = [g for g in found.granser if g.sort is Sort.YEAR]
        assert (year.tillatet, year.arbetat, year.minuter_over) == (300 * 60, 336 * 60, 36 * 60)
        assert year.utrymme == 160 * 60
        least = found.svar[0]
        assert found.granser[least.grans] is year
        assert (least.minuter, iso_day(least.sista)) == (160 * 60, "2024-08-11")


def test_ended_limits_and_left_employers_do_not_bind(tmp_path: Path) -> None:
    former = uppdrag(
        arbetsgivare=BOLAGET,
        fran="2024-01-01",
        till="2024-01-31",
        period_start="2024-01-01",
        period_langd="4m",
    )
    rows = [tid("2024-01-09", arbetsgivare=BOLAGET), tid("2024-03-05", "08:00", "20:00")]
    with base(tmp_path, [week_agreement(), former], rows) as made:
        found = period(made, "2024-03")
        assert limit(found, "arbetstid-atl", "2024-01-01").galler is False
        assert limit(found, "arbetstid-avtal", "2024-03-04").galler is False
        least = found.svar[0]
        assert found.granser[least.grans].dagar[0] == parse_day("2024-03-25")
        assert least.minuter == 480


def test_protected_identities_are_masked(tmp_path: Path) -> None:
    people = [
        {"personnummer": ANNA, "namn": "Anna Ek", "skyddad": "ja", "ivo_anmald": "2012-01-01"},
        {"personnummer": BO, "namn": "Bo Al", "skyddad": "nej", "ivo_anmald": ""},
    ]
    own = uppdrag(arbetsgivare=ANNA, period_start="2024-03-01")
    rows = [tid(f"2024-03-{day:02d}", "06:00", "22:00", arbetsgivare=ANNA) for day in range(1, 16)]
    with base(tmp_path, [own], rows, brukare=people) as made:
        town.check(made, "2024-03")
        connection = made.read()
        for viewer, seen in ((Viewer("karin"), False), (SEER, True)):
            node = explaining.explain(connection, KIM, viewer, parse_month("2024-03"))
            text = "\n".join(lines(node)) + json.dumps(node.document(), ensure_ascii=False)
            assert ("Anna Ek" in text) is seen
            assert ANNA not in text
            assert "[skyddad]" in text or seen


def test_rows_without_uppdrag_and_unclear_facts_are_told(tmp_path: Path) -> None:
    rows = [tid("2024-03-05"), tid("2024-03-06", arbetsgivare=BOLAGET)]
    with base(tmp_path, [week_agreement(timmar_per_vecka="")], rows) as made:
        found = period(made, "2024-03")
        assert found.utan_uppdrag == ("Bolaget",)
        assert found.oklart == ("Firman: kollektivavtalets timmar eller period saknas",)


def test_who_is_no_assistant(tmp_path: Path) -> None:
    with base(tmp_path, [], []) as made:
        connection = made.read()
        for number in ("19800505", town.person("1999-01-01", 111), ANNA):
            with pytest.raises(UnknownAssistant):
                explaining.explain(connection, number, SEER, parse_month("2024-03"))
        assert period(made, "2024-03").svar == ()
        with pytest.raises(UnknownFinding):
            arbetstid.assistant_of(connection, 99)


def test_a_finding_is_explained_by_its_period(tmp_path: Path) -> None:
    rows = [tid("2024-03-05", "08:00", "19:00"), tid("2024-03-12", "08:00", "10:00")]
    with base(tmp_path, [week_agreement()], rows) as made:
        town.check(made, "2024-03")
        found = town.one(made, "2024-03", "arbetstid-avtal")
        connection = made.read()
        assert arbetstid.assistant_of(connection, found.number) is not None
        trace = explaining.explain(connection, found.id, SEER)
        (node,) = [part for part in trace.delar if "2024-03-04 - 2024-03-10" in part.vad]
        assert node.varde == "11:00 av 8:00 h, 3:00 h över"
        whole = explaining.explain(connection, KIM, SEER, parse_month("2024-03"))
        assert node in whole.delar
        assert any("tid.csv rad 2" in line for line in lines(node))
        assert {"vad", "varde", "lagrum", "kalla", "delar"} == set(whole.document())


def assistants(connection: sqlite3.Connection, month: int) -> list[int]:
    """Return everybody with rows in a month."""
    start, slut = month_interval(month)
    return [
        row[0]
        for row in connection.execute(
            "SELECT DISTINCT assistent FROM tidrapport WHERE start < ? AND slut > ?", (slut, start)
        )
    ]


def above_in_month(found: Period) -> Counter[tuple[str, int, int]]:
    """Return minutes above in the month by code, assistant and brukare."""
    start, slut = month_interval(found.manad)
    sums: Counter[tuple[str, int, int]] = Counter()
    for one in found.granser:
        for part in one.over:
            minutes = min(part.slut, slut) - max(part.start, start)
            if minutes > 0:
                sums[one.kod, found.assistent, part.brukare] += minutes
    return sums


@pytest.mark.parametrize(
    ("preset", "seed", "start", "months"),
    [
        ("worktime", 11, "2024-02", 4),
        ("worktime", 12, "2020-10", 4),
        ("worktime", 13, "2025-03", 4),
        ("overlaps", 14, "2023-12", 4),
        ("unclear", 15, "2024-09", 4),
        ("nights", 16, "2022-02", 4),
        ("year", 17, "2024-01", 9),
    ],
)
def test_what_lies_above_is_what_the_findings_say(
    tmp_path: Path, preset: str, seed: int, start: str, months: int
) -> None:
    folder = tmp_path / "in"
    listed = generate.write(folder, seed, start, months=months, preset=preset)
    with town.database(tmp_path / "t.db") as made:
        town.take_in(made, [folder])
        for month in listed:
            town.check(made, month)
        connection = made.read()
        checked = [parse_month(month) for month in listed]
        anything = 0
        for month in checked:
            stored: Counter[tuple[str, int, int]] = Counter()
            for row in decisions.listing(connection, Filter(manad=month)):
                if row.kod in MEASURED and row.assistent_id is not None:
                    stored[row.kod, row.assistent_id, row.brukare_id] += row.minuter
            seen: Counter[tuple[str, int, int]] = Counter()
            for who in assistants(connection, month):
                found = arbetstid.period(connection, who, month, SEER)
                seen += above_in_month(found)
                for one in found.granser:
                    holds_together(one, checked)
            assert seen == stored, month
            anything += stored.total()
        assert anything


def holds_together(one: Grans, checked: Sequence[int]) -> None:
    """Check a limit's own sums."""
    assert one.arbetat == sum(t.summa for t in one.per_dag) == sum(t.summa for t in one.per_manad)
    assert one.minuter_over == sum(t.over for t in one.per_dag)
    assert one.kvar >= 0
    if one.sort in (Sort.PERIOD, Sort.FOUR_WEEKS):
        assert one.minuter_over == max(0, one.arbetat - one.tillatet)
    start, slut = month_interval(checked[0])[0], month_interval(checked[-1])[1]
    outside = sum(
        p.slut - p.start - max(0, min(p.slut, slut) - max(p.start, start)) for p in one.over
    )
    assert one.okontrollerat == outside
    assert sum(f.minuter for f in one.fynd) == one.minuter_over - outside
