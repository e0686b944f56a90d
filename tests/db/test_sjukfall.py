"""Reading sick spells, and the rows of vikarier and of the sick assistant beside them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from db import Database, sjukberorda, sjukfall, vikarier
from tests.services import sjuktown, town
from tests.services.sjuktown import fall, sick
from workbench.domain.report import ASSISTANS, VANTETID
from workbench.domain.time import Interval, instant, parse_clock, parse_day, parse_month

MARCH = parse_month("2024-03")
ALVA = town.person("1991-09-09", 515)


@pytest.fixture
def base(tmp_path: Path) -> Iterator[Database]:
    with town.database(tmp_path / "t.db") as made:
        yield made


def bring(
    base: Database, folder: Path, cases: list[dict[str, str]], passes: list[dict[str, str]]
) -> None:
    result = sjuktown.bring(base, folder, cases, passes)
    assert result.fel == []


def arenden(cases: list[sjukfall.Sjukfall]) -> list[str]:
    return [case.arende for case in cases]


def ident(base: Database, nummer: str, table: str = "person") -> int:
    query = {
        "person": "SELECT id FROM person WHERE nummer = ?",
        "arbetsgivare": "SELECT id FROM arbetsgivare WHERE nummer = ?",
    }[table]
    number: int = base.read().execute(query, (nummer,)).fetchone()[0]
    return number


def at(datum: str, clock: str) -> int:
    return instant(parse_day(datum), parse_clock(clock))


def span(datum: str, start: str, slut: str, till: str | None = None) -> Interval:
    return at(datum, start), at(till or datum, slut)


# -- reading --------------------------------------------------------------------------------------


def test_the_ways_to_ask(base: Database, tmp_path: Path) -> None:
    cases = [
        fall("B", forsta_sjukdag="2024-04-01", sista_sjukdag="", brukare=town.BO),
        fall("A", forsta_sjukdag="2024-03-04"),
        fall("C", forsta_sjukdag="2024-03-04", assistent=ALVA),
        fall("D", forsta_sjukdag="2024-06-01", sista_sjukdag="", arbetsgivare=town.BOLAGET),
    ]
    passes = [
        sick("2024-04-30", "22:00", "06:00", arende="B"),
        sick(arende="A"),
        sick(arende="C"),
        sick("2024-06-02", arende="D"),
    ]
    bring(base, tmp_path / "in", cases, passes)
    read = base.read()
    assert arenden(sjukfall.everything(read)) == ["A", "C", "B", "D"]
    assert arenden(sjukfall.of_brukare(read, ident(base, town.ANNA))) == ["A", "C", "D"]
    kim = ident(base, town.KIM)
    firman, bolaget = (ident(base, who, "arbetsgivare") for who in (town.FIRMAN, town.BOLAGET))
    assert arenden(sjukfall.of_employments(read, [(kim, firman)])) == ["A", "B"]
    assert arenden(sjukfall.of_employments(read, [(kim, bolaget), (kim, firman)])) == [
        *("A", "B"),
        "D",
    ]
    assert arenden(sjukfall.of_months(read, MARCH, MARCH)) == ["A", "C"]
    assert arenden(sjukfall.of_months(read, MARCH + 1, MARCH + 1)) == ["B"]
    # Its pass ends on the first of May.
    assert arenden(sjukfall.of_months(read, MARCH + 2, MARCH + 2)) == ["B"]
    assert arenden(sjukfall.of_months(read, MARCH + 2, MARCH + 3)) == ["B", "D"]
    assert arenden(sjukfall.of_month(read, MARCH)) == ["A", "C"]
    assert sjukfall.of_arende(read, "E") is None
    numbers = sjukfall.ids_of(read, ["A", "D", "E"])
    assert arenden(sjukfall.of_ids(read, numbers.values())) == ["A", "D"]
    assert sjukfall.of_ids(read, []) == []


def test_passes_come_in_time_order_with_vikarier_as_named(base: Database, tmp_path: Path) -> None:
    passes = [
        sick("2024-03-06", vikarie=f"{town.LEA},{ALVA},{town.BO}"),
        sick("2024-03-05", vikarie=f"{town.BO},{town.LEA}"),
    ]
    bring(base, tmp_path / "in", [fall()], passes)
    (case,) = sjukfall.everything(base.read())
    bo, lea, alva = (ident(base, who) for who in (town.BO, town.LEA, ALVA))
    assert [one.vikarier for one in case.passen] == [(bo, lea), (lea, alva, bo)]


def test_a_pass_is_never_deleted(base: Database, tmp_path: Path) -> None:
    bring(base, tmp_path / "in", [fall()], [sick()])
    with base.write() as connection:
        connection.execute("DELETE FROM sjukpass_vikarie")
    with pytest.raises(sqlite3.IntegrityError, match="tas aldrig bort"), base.write() as connection:
        connection.execute("DELETE FROM sjukpass")


def test_cases_hang_together_through_employment_and_vikarier(
    base: Database, tmp_path: Path
) -> None:
    other = town.person("1977-07-07", 321)
    cases = [
        fall("A"),
        # By A's employment; its passes meet C's, which meet D's; E only touches.
        fall("B", brukare=town.BO, forsta_sjukdag="2025-01-01", sista_sjukdag=""),
        fall("C", assistent=other, forsta_sjukdag="2025-01-01", sista_sjukdag=""),
        fall("D", assistent=ALVA, forsta_sjukdag="2025-01-01", sista_sjukdag=""),
        fall("E", assistent=town.BO, forsta_sjukdag="2025-01-01", sista_sjukdag=""),
    ]
    night = {"datum": "2025-01-01", "start": "22:00", "slut": "06:00"}
    passes = [
        sick(arende="A"),
        sick(arende="B", **night),
        sick("2025-01-02", "05:00", "07:00", f"{ALVA},{town.LEA}", "C"),
        sick("2025-01-02", "06:30", "08:00", town.LEA, "D"),
        sick("2025-01-02", "08:00", "09:00", town.LEA, "E"),
    ]
    bring(base, tmp_path / "in", cases, passes)
    numbers = sjukfall.ids_of(base.read(), "ABCDE")
    for start in "ABCD":
        reached = sjukberorda.connected(base.read(), [numbers[start]])
        assert reached == {numbers[name] for name in "ABCD"}, start
    assert sjukberorda.connected(base.read(), [numbers["E"]]) == {numbers["E"]}
    assert sjukberorda.connected(base.read(), []) == set()
    assert sjukberorda.months_of(base.read(), [numbers["A"], numbers["B"]]) == {
        (ident(base, town.ANNA), MARCH, MARCH),
        (ident(base, town.BO), MARCH + 10, MARCH + 10),
    }


# -- what could cover a pass ----------------------------------------------------------------------


def free(base: Database) -> dict[tuple[str, str], dict[int, list[Interval]]]:
    """Return what ``vikarier.free`` gives for all cases, by number."""
    numbers = dict(base.read().execute("SELECT id, nummer FROM person"))
    found = vikarier.free(base.read(), sjukfall.everything(base.read()))
    return {(numbers[who], numbers[whom]): kinds for (who, whom), kinds in found.items()}


def test_rows_of_named_vikarier_with_the_same_brukare(base: Database, tmp_path: Path) -> None:
    rows = [
        town.tid("2024-03-04", "07:00", "10:00", assistent=town.LEA),
        town.tid("2024-03-04", "09:00", "12:00", assistent=town.LEA),
        town.tid("2024-03-04", "15:00", "17:00", "vantetid", assistent=town.LEA),
        # Another employer does not matter; another brukare, kind, person or time does.
        town.tid("2024-03-04", "12:30", "13:00", assistent=town.LEA, arbetsgivare=town.BOLAGET),
        town.tid("2024-03-04", "13:00", "14:00", assistent=town.LEA, brukare=town.BO),
        town.tid("2024-03-04", "14:00", "14:30", "beredskap", assistent=town.LEA),
        town.tid("2024-03-04", "08:00", "09:00", assistent=ALVA),
        town.tid("2024-03-04", "16:00", "18:00", assistent=town.LEA),
        town.tid("2024-03-05", assistent=town.LEA),
    ]
    town.bring(base, tmp_path / "rader", {"tidrapporter": rows})
    bring(base, tmp_path / "in", [fall()], [sick(), sick("2024-03-06", vikarie="")])
    assert free(base) == {
        (town.LEA, town.ANNA): {
            ASSISTANS: [
                span("2024-03-04", "07:00", "12:00"),
                span("2024-03-04", "12:30", "13:00"),
            ],
            VANTETID: [span("2024-03-04", "15:00", "17:00")],
        }
    }


def test_rows_and_passes_over_midnight_and_month(base: Database, tmp_path: Path) -> None:
    rows = [
        town.tid("2024-03-31", "20:00", "02:00", assistent=town.LEA),
        town.tid("2024-04-01", "02:00", "07:00", assistent=ALVA),
    ]
    town.bring(base, tmp_path / "rader", {"tidrapporter": rows})
    long = fall(sista_sjukdag="2024-04-30")
    both = f"{town.LEA},{ALVA}"
    bring(base, tmp_path / "in", [long], [sick("2024-03-31", "22:00", "06:00", both)])
    assert free(base) == {
        (town.LEA, town.ANNA): {ASSISTANS: [span("2024-03-31", "20:00", "02:00", "2024-04-01")]},
        (ALVA, town.ANNA): {ASSISTANS: [span("2024-04-01", "02:00", "07:00")]},
    }
    later = fall("S2", assistent=town.BO, forsta_sjukdag="2024-04-01", sista_sjukdag="")
    bring(base, tmp_path / "b", [later], [sick("2024-04-01", "00:00", "02:00", arende="S2")])
    assert (town.LEA, town.ANNA) in free(base)


def test_refused_minutes_cover_nothing_unless_released(base: Database, tmp_path: Path) -> None:
    stay = {"brukare": town.ANNA, "slag": "sjukhus"}
    sheets = town.clean_town(
        assistenter=[
            {"personnummer": town.KIM, "namn": "Kim", "bosatt_land": "SE", "bosatt_fran": ""},
            {"personnummer": town.LEA, "namn": "Lea", "bosatt_land": "SE", "bosatt_fran": ""},
            # Outside EES from the fifth: neka.
            {
                "personnummer": town.LEA,
                "namn": "Lea",
                "bosatt_land": "US",
                "bosatt_fran": "2024-03-05",
            },
        ],
        vistelser=[stay | {"fran": "2024-03-04T10:00", "till": "2024-03-04T11:00"}],
        tidrapporter=[
            town.tid("2024-03-04", assistent=town.LEA),
            town.tid("2024-03-05", assistent=town.LEA),
        ],
    )
    town.bring(base, tmp_path / "rader", sheets)
    bring(base, tmp_path / "in", [fall()], [sick(), sick("2024-03-05")])
    town.check(base, "2024-03")
    whole, later = span("2024-03-04", "08:00", "16:00"), span("2024-03-05", "08:00", "16:00")
    # A stay only holds (utred): its minutes cover.
    assert free(base)[town.LEA, town.ANNA] == {ASSISTANS: [whole]}
    town.decide(base, town.findings(base, "2024-03", "vistelse"), "nekad")
    parts = [span("2024-03-04", "08:00", "10:00"), span("2024-03-04", "11:00", "16:00")]
    assert free(base)[town.LEA, town.ANNA] == {ASSISTANS: parts}
    town.decide(base, town.findings(base, "2024-03", "ees"), "godkand")
    assert free(base)[town.LEA, town.ANNA] == {ASSISTANS: [*parts, later]}
    town.decide(base, town.findings(base, "2024-03", "ees"), "komplettering")
    assert free(base)[town.LEA, town.ANNA] == {ASSISTANS: parts}


def test_a_copy_that_is_refused_leaves_the_first_row(base: Database, tmp_path: Path) -> None:
    row = town.tid("2024-03-04", assistent=town.LEA)
    town.bring(base, tmp_path / "rader", town.clean_town(tidrapporter=[row, row]))
    bring(base, tmp_path / "in", [fall()], [sick()])
    town.check(base, "2024-03")
    assert town.findings(base, "2024-03", "dubblett")
    assert free(base) == {
        (town.LEA, town.ANNA): {ASSISTANS: [span("2024-03-04", "08:00", "16:00")]}
    }


def test_own_rows_of_the_sick_one(base: Database, tmp_path: Path) -> None:
    rows = [
        town.tid("2024-03-04", "07:00", "09:00", brukare=town.BO, arbetsgivare=town.BOLAGET),
        town.tid("2024-03-04", "15:30", "16:30", "vantetid"),
        town.tid("2024-03-04", "10:00", "11:00", "beredskap"),
        town.tid("2024-03-04", "16:00", "17:00"),
        town.tid("2024-03-04", "12:00", "13:00", assistent=town.LEA),
    ]
    town.bring(base, tmp_path / "rader", {"tidrapporter": rows})
    bring(base, tmp_path / "in", [fall()], [sick(), sick("2024-03-05")])
    (case,) = sjukfall.everything(base.read())
    found = vikarier.own_rows(base.read(), [case])
    assert list(found) == [case.passen[0].id]
    shown = [(one.slag, one.start, one.slut) for one in found[case.passen[0].id]]
    assert shown == [
        (ASSISTANS, *span("2024-03-04", "08:00", "09:00")),
        (VANTETID, *span("2024-03-04", "15:30", "16:00")),
    ]
    first = found[case.passen[0].id][0]
    assert first.brukare == ident(base, town.BO)
    assert first.arbetsgivare == ident(base, town.BOLAGET, "arbetsgivare")


def test_no_cases_no_rows(base: Database) -> None:
    assert vikarier.free(base.read(), []) == {}
    assert vikarier.own_rows(base.read(), []) == {}
