"""What a month's right amount means in money: the difference against what was paid (section 8).

Pure. One netting per brukare and month over all assistans lines, and one per arende; nothing is
ever set off between them. All amounts are öre.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple


class Claim(NamedTuple):
    """A claim's part on one key, oldest first in a list. Its sum is what the three add up to."""

    id: int
    utestaende: int
    aterbetalt: int
    nedlagt: int
    absorberat: int = 0
    """Of what was dropped, what later rises have been absorbed by."""

    @property
    def summa(self) -> int:
        """Outstanding + repaid + dropped."""
        return self.utestaende + self.aterbetalt + self.nedlagt


class Movement(NamedTuple):
    """What a netting does to a claim: changes of outstanding, dropped and absorbed."""

    id: int
    utestaende: int
    nedlagt: int
    absorberat: int


@dataclass(frozen=True, slots=True)
class Forskott:
    """The advance of a month: all of it, the amount that is new in this run, whether the month's
    account is in, and what the held minutes are worth if they are found payable."""

    hela: int = 0
    nytt: int = 0
    redovisat: bool = False
    hallet: int = 0


@dataclass(slots=True)
class Net:
    """The netting of one key.

    ``betalt`` is what has been attested with the advance that is new; ``krav`` the claims' sums
    before; ``skillnad`` = right - (paid - claims); ``oredovisat`` the advance not accounted yet.
    """

    ratt: int
    betalt: int
    krav: int
    skillnad: int
    att_betala: int = 0
    aterkrav: int = 0
    oredovisat: int = 0
    movements: list[Movement] = field(default_factory=list)

    def values(self, forskott: int) -> tuple[int, int, int, int, int, int, int, int, int, int, int]:
        """Return what is stored of the netting; ``forskott`` is the advance new in the run."""
        return (
            self.ratt,
            self.betalt,
            self.krav,
            self.skillnad,
            self.att_betala,
            self.aterkrav,
            self.sankta_krav,
            self.absorberat,
            self.aterstallt,
            forskott,
            self.oredovisat,
        )

    @property
    def sankta_krav(self) -> int:
        """By how much outstanding claims are lowered."""
        return -sum(item.utestaende for item in self.movements)

    @property
    def absorberat(self) -> int:
        """How much of a rise was absorbed by what had been dropped."""
        return sum(max(0, item.absorberat) for item in self.movements)

    @property
    def aterstallt(self) -> int:
        """How much of a fall restored what an earlier rise had absorbed."""
        return sum(max(0, -item.absorberat) for item in self.movements)


def net(ratt: int, attested: int, claims: Sequence[Claim], forskott: Forskott | None = None) -> Net:
    """Return the netting of one key.

    ``attested`` is all that has been attested to be paid for it; ``claims`` come oldest first.
    A rise lowers what is owed, then is absorbed by what was dropped, and the rest is paid. A
    fall first restores what was absorbed; the rest is put forward. An advance makes no
    difference before its month is accounted, and covers held minutes after that.
    """
    new = forskott.nytt if forskott else 0
    betalt = attested + new
    krav = sum(claim.summa for claim in claims)
    result = Net(ratt, betalt, krav, ratt - (betalt - krav))
    if forskott and not forskott.redovisat:
        result.att_betala = new
        result.oredovisat = -result.skillnad
        return result
    if result.skillnad > 0:
        _rise(result, claims)
        result.att_betala += new
    elif result.skillnad < 0:
        fall = -result.skillnad
        if forskott:
            above = max(0, forskott.hela - ratt)
            result.oredovisat = min(fall, above, max(0, forskott.hallet))
        _fall(result, claims, fall - result.oredovisat)
    return result


def _rise(result: Net, claims: Sequence[Claim]) -> None:
    left = result.skillnad
    owed: dict[int, int] = {}
    for claim in claims:
        owed[claim.id] = min(claim.utestaende, left)
        left -= owed[claim.id]
    for claim in claims:
        dropped = min(claim.nedlagt, left)
        left -= dropped
        if owed[claim.id] or dropped:
            result.movements.append(Movement(claim.id, -owed[claim.id], -dropped, dropped))
    result.att_betala = left


def _fall(result: Net, claims: Sequence[Claim], fall: int) -> None:
    for claim in reversed(claims):
        restored = min(claim.absorberat, fall)
        if restored:
            result.movements.append(Movement(claim.id, 0, restored, -restored))
            fall -= restored
    result.aterkrav = fall
