"""What a decision on a pass lifts when the pass has changed since, and the dated avgifter."""

from __future__ import annotations

import pytest

from workbench.domain.sjukfall import Pass, Sjukfall
from workbench.domain.time import Interval, instant, parse_day, total
from workbench.law.avgift import avgift, avgifter
from workbench.sjukloning import Judged, judge

KIM, LEA, ANNA, FIRMAN = 1, 2, 3, 4
DAY = parse_day("2024-03-18")


def _at(hour: int, day: int = DAY) -> int:
    return instant(day, hour * 60)


def _case(first: str, *, ansokt: str = "2024-04-01") -> Sjukfall:
    passet = Pass(7, DAY, _at(8), _at(16), (LEA,))
    return Sjukfall(
        1,
        "S1",
        ANNA,
        KIM,
        "199005051014",
        FIRMAN,
        False,
        parse_day(first),
        DAY,
        parse_day(ansokt),
        20000,
        500000,
        10**9,
        10**9,
        (passet,),
        parse_day(first),
    )


def _judged(
    case: Sjukfall, released: dict[tuple[str, int], list[Interval]], worked: Interval
) -> Judged:
    free = {(LEA, ANNA): {0: [worked]}}
    return judge([case], free, {KIM: [(_at(12), _at(14))]}, released)[1]


@pytest.mark.parametrize(
    ("kod", "case"),
    [
        ("efter-sjukloneperiod", _case("2024-03-04")),
        ("preskriberad", _case("2024-03-18", ansokt="2027-03-19")),
    ],
)
def test_a_pass_made_longer_after_the_decision_is_stopped_again(kod: str, case: Sjukfall) -> None:
    """What stops a pass whole is lifted whole: a decision covers the minutes it was made on."""
    whole = [(_at(8), _at(16))]
    shorter = [(_at(8), _at(15))]
    released = _judged(case, {(kod, 7): whole}, whole[0])
    assert (total(released.tackta[7]), total(released.betalbara[7])) == (480, 360)
    assert released.koder(7) == sorted([kod, "sjuk-arbetar"])
    stopped = _judged(case, {(kod, 7): shorter}, whole[0])
    assert (total(stopped.tackta[7]), total(stopped.betalbara[7])) == (0, 0)
    assert stopped.vikarier[7] == []


def test_released_minutes_pay_and_new_ones_are_held() -> None:
    """`vikarie-saknas` 8-12 was released; since then Lea's row was cut to 14-16."""
    case = _case("2024-03-18")
    one = _judged(case, {("vikarie-saknas", 7): [(_at(8), _at(12))]}, (_at(14), _at(16)))
    assert one.betalbara[7] == [(_at(8), _at(12)), (_at(14), _at(16))]
    assert one.vikarier[7] == [(_at(14), _at(16), LEA)]
    codes = {found.kod: total(found.minuter) for found in one.findings}
    assert codes["vikarie-saknas"] == 360
    assert codes["sjuk-arbetar"] == 120


def test_every_avgift_has_its_source_and_every_year_one_rate_for_everyone() -> None:
    assert all(one.source for one in avgifter())
    for year in range(2009, 2031):
        fits = [one for one in avgifter() if one.turned is None and one.fran <= year <= one.till]
        assert len(fits) == 1


@pytest.mark.parametrize(
    ("year", "born", "rate"),
    [
        (2022, 1956, 1021),
        (2022, 1957, 3142),
        (2023, 1956, 1021),
        (2023, 1957, 3142),
        (2025, 1958, 1021),
        (2025, 1959, 3142),
        (2026, 1958, 1021),
        (2026, 1959, 3142),
        (2000, 1980, 3142),
        (2000, 1930, 1021),
    ],
)
def test_avgift_of_a_year(year: int, born: int, rate: int) -> None:
    assert avgift(year, born).value == rate
