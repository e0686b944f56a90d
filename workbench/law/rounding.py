"""One function per rounding that the rules name; nothing else in the program rounds.

All are integer arithmetic; no floats.
"""

from __future__ import annotations

from workbench.domain.report import Slag

PARTS_PER_HOUR = {Slag.ASSISTANS: 1, Slag.VANTETID: 4, Slag.BEREDSKAP: 7}
"""How many hours of each kind make one assistanstimme (FKFS 2016:4; instruction 9.2.5)."""

UNITS_PER_MINUTE = {slag: 140 // parts for slag, parts in PARTS_PER_HOUR.items()}
"""A minute of each kind in units that make every conversion whole."""
UNITS_PER_HUNDREDTH = 84
"""The same units in a hundredth of an assistance hour."""


def half_up(numerator: int, denominator: int) -> int:
    """Return numerator / denominator rounded half up; both non-negative."""
    return (2 * numerator + denominator) // (2 * denominator)


def converted_hours(slag: Slag, minutes: int) -> int:
    """Return minutes of one kind as hundredths of an assistance hour, rounded half up once.

    Assistans 1:1, vantetid 4:1, beredskap 7:1 (FKFS 2016:4).
    """
    return half_up(minutes * 100, 60 * PARTS_PER_HOUR[slag])


def line_amount(hundredths: int, ore: int) -> int:
    """Return hours x timbelopp in whole öre, half up, once per line."""
    return half_up(hundredths * ore, 100)


def share_of_period(granted: int, days_in_force: int, days: int) -> int:
    """Return granted x days in force / days of the period, half up, once."""
    return half_up(granted * days_in_force, days)


def raised_rate(base: int, hojning: int, *, whole_kronor: bool) -> int:
    """Return a timbelopp (öre) raised by ``hojning`` hundredths of a per cent.

    Cut off to whole öre, so that the ceiling of 12 % is never passed; for days before
    2018-10-01 the förordning rounded to whole kronor, half up (5 § förordning 1993:1091 in its
    wording then). An unraised rate is never rounded.
    """
    if hojning == 0:
        return base
    exact = base * (10000 + hojning)
    if whole_kronor:
        return half_up(exact, 10000 * 100) * 100
    return exact // 10000
