"""A beslut on personlig assistans and its periods of hours (rulebook section 6)."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.domain.time import Interval, month_days, month_of


@dataclass(frozen=True, slots=True)
class Beslut:
    """Hours granted to a brukare.

    ``fran``/``till`` are day numbers, both included. ``timmar`` are hundredths of an hour per
    period of ``period_manader`` calendar months; ``hojning`` hundredths of a per cent;
    ``eget_timbelopp`` öre; ``dubbel_timmar`` hundredths of an hour per period.
    """

    id: int
    nummer: str
    brukare: int
    fran: int
    till: int
    timmar: int
    period_manader: int = 1
    hojning: int = 0
    eget_timbelopp: int | None = None
    dubbel_timmar: int = 0
    beslutsdatum: int | None = None
    utbetalas_till: str | None = None
    mottagare: str | None = None
    forskott: bool = False
    forskott_timmar: int | None = None

    @property
    def order(self) -> tuple[int, str]:
        """Sort key: earliest first day, then lower number as text."""
        return self.fran, self.nummer

    def in_force(self, day: int) -> bool:
        """Tell whether the beslut covers the day."""
        return self.fran <= day <= self.till

    def period(self, month: int) -> Interval:
        """Return the half-open months of the period that a month lies in.

        Periods are whole calendar months counted from the month of the first day.
        """
        first = month_of(self.fran)
        start = first + (month - first) // self.period_manader * self.period_manader
        return start, start + self.period_manader

    def days_in(self, days: Interval) -> Interval | None:
        """Return the half-open part of ``days`` in which the beslut is in force."""
        first, after = max(self.fran, days[0]), min(self.till + 1, days[1])
        return (first, after) if first < after else None

    def period_days(self, month: int) -> Interval:
        """Return the half-open days of the whole period that a month lies in."""
        first, after = self.period(month)
        return month_days(first)[0], month_days(after - 1)[1]
