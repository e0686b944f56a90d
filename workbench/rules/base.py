"""What every rule module shares: how a rule describes itself and what it is handed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import NamedTuple

from workbench.domain.decision import Beslut
from workbench.domain.facts import Brukare, Vistelse
from workbench.domain.finding import Allvar
from workbench.domain.fkbeslut import Granted
from workbench.domain.report import Row
from workbench.domain.time import FIRST_DAY, Interval, month_days, month_interval
from workbench.law.citation import Citation
from workbench.law.parameters import Policies


class Scope(Enum):
    """What a rule looks at: decides the arguments of its ``check``.

    FORHALLANDE: ``check(forhallande, context) -> Iterator[Window]``, once per assistant,
    brukare and employer with rows in the month. ANSTALLNING, HOS_BRUKARE: ``check(case,
    context) -> Iterator[RowHit]``, once per assistant and employer, or assistant and brukare.
    ASSISTENT: ``check(assistentmanad, context) -> Iterator[RowHit]``, once per assistant.
    BRUKARE: ``check(brukarmanad, context) -> Iterator[Window | RowHit]``. SETTLING: no
    ``check``; the finding comes out of the sums.
    """

    FORHALLANDE = "forhallande"
    ANSTALLNING = "anstallning"
    HOS_BRUKARE = "hos-brukare"
    ASSISTENT = "assistent"
    BRUKARE = "brukare"
    SETTLING = "settling"


@dataclass(frozen=True, slots=True)
class Kod:
    """A kind of finding: its code, provision, default severity and Swedish title."""

    kod: str
    lagrum: Citation
    allvar: Allvar
    titel: str
    overridable: bool = True
    """False where releasing could pay nothing, since there is nothing to pay from."""
    per_rad: bool = False
    """True where each row is a finding of its own; otherwise one per relation and month."""
    allvar_policy: str = ""
    """The POLICY that decides the severity instead of ``allvar``."""

    def weight(self, policies: Policies, day: int) -> Allvar:
        """Return the severity in the month of a day."""
        if not self.allvar_policy:
            return self.allvar
        return Allvar(str(policies.at(self.allvar_policy, day)))


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule's own description; the registry, help and coverage tests read it."""

    id: str
    scope: Scope
    koder: tuple[Kod, ...]
    policies: tuple[str, ...] = ()


RIMLIGHET = Kod("rimlighet", Citation("-"), Allvar.INFO, "Värt att titta på")
"""The code that the control patterns share; each pattern is a rule with its own ``orsak``."""


class Received:
    """When rows came in: stretches of row ids (first, last, day received), by first id."""

    def __init__(self, stretches: Sequence[tuple[int, int, int]]) -> None:
        self._stretches = sorted(stretches)
        self.latest = max((day for _, _, day in stretches), default=FIRST_DAY)

    def day(self, rad: int) -> int:
        """Return the day a row was received; FIRST_DAY when no file holds the row."""
        index = bisect_right(self._stretches, rad, key=lambda stretch: stretch[0]) - 1
        if index < 0:
            return FIRST_DAY
        _, last, day = self._stretches[index]
        return day if rad <= last else FIRST_DAY


@dataclass(frozen=True, eq=False)
class Context:
    """The month under check, the day it is checked (the clock is an argument) and policies.

    One object per check: rules may keep what they work out of it once (``functools.lru_cache``).
    """

    month: int
    today: int
    policies: Policies
    received: Received

    def says_yes(self, policy: str) -> bool:
        """Tell whether a yes/no policy is ``ja`` in the month."""
        return self._value(policy) == "ja"

    def whole_number(self, policy: str) -> int:
        """Return an int policy's value in the month."""
        return int(str(self._value(policy)))

    def _value(self, policy: str) -> str | int | None:
        if policy not in self._values:
            self._values[policy] = self.policies.at(policy, self.days[0])
        return self._values[policy]

    @cached_property
    def _values(self) -> dict[str, str | int | None]:
        return {}

    @cached_property
    def days(self) -> Interval:
        """Half-open days of the month."""
        return month_days(self.month)

    @cached_property
    def instants(self) -> Interval:
        """Half-open instants of the month."""
        return month_interval(self.month)


class AssistentManad(NamedTuple):
    """An assistant's month over all brukare and employers: rows in order of start.

    ``rows_since`` reads back rows with minutes from an earlier day on, to the month's end.
    """

    rows: Sequence[Row]
    rows_since: Callable[[int], Sequence[Row]]


@dataclass(frozen=True, slots=True)
class BrukarManad:
    """A brukare's month: beslut in order, stays, days granted by FK, and rows in order of start.

    ``rows_since`` reads back rows with minutes from an earlier day on, to the month's end;
    ``number`` gives an assistant's identity number.
    """

    brukare: Brukare
    beslut: Sequence[Beslut]
    vistelser: Sequence[Vistelse]
    fk: Sequence[Granted]
    rows: Sequence[Row]
    rows_since: Callable[[int], Sequence[Row]]
    number: Callable[[int], str]
