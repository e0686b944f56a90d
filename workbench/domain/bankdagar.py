"""Days on which Swedish banks move money between accounts.

Sources: lagen (1989:253) om allmänna helgdagar, with nationaldagen since 2005 (SFS 2004:1320);
2 § lagen (1930:173) om beräkning av lagstadgad tid, which puts Saturdays, midsommarafton,
julafton and nyårsafton on a par with Sundays, as the banks do. Trettondagsafton, skärtorsdagen
and other short days are bank days.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from workbench.domain.time import date_of, day_of, year_of

FIRST_YEAR = 2005
"""The first year with these helgdagar: 6 June came and annandag pingst went."""
LAST_YEAR = 2999
_FIXED = ((1, 1), (1, 6), (5, 1), (6, 6), (12, 24), (12, 25), (12, 26), (12, 31))


def easter(year: int) -> int:
    """Return the day number of påskdagen in the Gregorian calendar (Gauss's rule)."""
    golden, century = year % 19, year // 100
    moon = (century - century // 4 - (8 * century + 13) // 25 + 19 * golden + 15) % 30
    moon -= (moon // 28) * (1 - (29 // (moon + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + moon + 2 - century + century // 4) % 7
    offset = moon - weekday
    month = 3 + (offset + 40) // 44
    return day_of(dt.date(year, month, offset + 28 - 31 * (month // 4)))


@lru_cache(maxsize=64)
def closed_days(year: int) -> frozenset[int]:
    """Return the day numbers of a year's helgdagar and eves on which no bank is open.

    Ordinary Saturdays and Sundays are not in it. Raises ValueError before 2005.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(
            f"Bankdagar kan räknas för åren {FIRST_YEAR}-{LAST_YEAR}, inte för {year}."
        )
    sunday = easter(year)
    midsommar = _first_saturday(dt.date(year, 6, 20))
    alla_helgons = _first_saturday(dt.date(year, 10, 31))
    fixed = {day_of(dt.date(year, month, day)) for month, day in _FIXED}
    movable = {sunday - 2, sunday, sunday + 1, sunday + 39, sunday + 49}
    return frozenset(fixed | movable | {midsommar - 1, midsommar, alla_helgons})


def _first_saturday(date: dt.date) -> int:
    return day_of(date) + (5 - date.weekday()) % 7


def is_bank_day(day: int) -> bool:
    """Tell whether banks move money on a day number. Raises ValueError before 2005."""
    return day not in closed_days(year_of(day)) and date_of(day).weekday() < 5


def next_bank_day(day: int) -> int:
    """Return the day itself when it is a bank day, else the first one after it."""
    while not is_bank_day(day):
        day += 1
    return day
