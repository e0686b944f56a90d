"""Försäkringskassan's beslut on assistansersättning, and the days they leave granted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from workbench.domain.time import FIRST_DAY, LAST_DAY, Interval


@dataclass(frozen=True, slots=True)
class FkBeslut:
    """One beslut of FK: days are day numbers, both included; hours hundredths per week.

    ``utfall`` is beviljat, avslag or indraget.
    """

    id: int
    beslutsdatum: int
    utfall: str
    fran: int | None = None
    till: int | None = None
    timmar: int | None = None
    grundlaggande: int | None = None
    orsak: str | None = None
    retroaktivt_fran: int | None = None

    @property
    def days(self) -> Interval:
        """Half-open days that the beslut speaks of; without a first day from the beslut on."""
        given = [day for day in (self.fran, self.retroaktivt_fran) if day is not None]
        first = min(given, default=self.beslutsdatum)
        return first, (LAST_DAY if self.till is None else self.till) + 1

    @property
    def week(self) -> int | None:
        """Granted hours a week, in hundredths; None when FK has not told them."""
        return self.grundlaggande if self.timmar is None else self.timmar

    @property
    def retroaktivt(self) -> bool:
        """True when it grants time before it was made (9.2.27)."""
        return self.utfall == "beviljat" and self.retroaktivt_fran is not None


class Granted(NamedTuple):
    """Half-open days that a granted beslut stands on."""

    first: int
    after: int
    beslut: FkBeslut

    @property
    def week(self) -> int | None:
        """Its hours a week, in hundredths; None when FK has not told them."""
        return self.beslut.week


def granted(beslut: Iterable[FkBeslut]) -> list[Granted]:
    """Return the days that are granted as FK's beslut stand now, in order.

    A later beslut goes before an earlier one on its days: a grant with its own hours, a
    withdrawal with none. A refusal grants nothing and takes nothing away.
    """
    found: list[Granted] = []
    for one in sorted(beslut, key=lambda item: (item.beslutsdatum, item.id)):
        first, after = one.days
        if one.utfall == "avslag" or first >= after:
            continue
        found = [piece for old in found for piece in _without(old, (first, after))]
        if one.utfall == "beviljat":
            found.append(Granted(first, after, one))
    return sorted(found, key=lambda item: item.first)


def _without(old: Granted, days: Interval) -> list[Granted]:
    pieces = ((old.first, min(old.after, days[0])), (max(old.first, days[1]), old.after))
    return [Granted(first, after, old.beslut) for first, after in pieces if first < after]


def only_fk(
    granted_days: Iterable[Granted], beslut: Iterable[tuple[int | None, int | None]]
) -> list[Interval]:
    """Return the half-open days with a granted beslut of FK and no beslut here.

    ``beslut`` are first and last day of each beslut here; None = since ever, until further.
    """
    left = list(granted_days)
    for fran, till in beslut:
        days = (FIRST_DAY if fran is None else fran, (LAST_DAY if till is None else till) + 1)
        left = [piece for item in left for piece in _without(item, days)]
    return [(item.first, item.after) for item in left]
