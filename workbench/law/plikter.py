"""The duties towards others: what raises them, who they are owed to and by when. Pure.

15 § 8-11, 9 d, 11 a, 15 b and 23 §§ LSS; 3 § lag (2008:206); 6 § bidragsbrottslagen. The table is
``parameters/plikter.toml``; a claim's own deadlines are judged in ``law.kravplikter``. Days are day
numbers, hours hundredths.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from workbench.domain.fkbeslut import FkBeslut, granted
from workbench.domain.time import Interval, month_days, month_of
from workbench.law.parameters import ParameterError, Policies, document, policy_definitions

WEEK = 7
NEW_AFTER_DAYS = 92
"""A stay that begins later than this after the one before is a new insats (15 § 9 LSS)."""
SLAG = (
    "beslut",
    "utokning",
    "vistelse",
    "forskott",
    "fkbeslut",
    "fynd-manad",
    "fynd-motpart",
    "fynd-anordnare",
    "fynd-anordnare-ar",
    "fynd-brukare-anordnare",
    "fynd-forhallande",
    "fynd-brukare",
    "fynd-sjukfall",
    "krav-manad",
    "krav-anordnare",
    "krav-provat",
    "krav-steg",
)
"""What can raise a duty: kinds of facts that are looked at."""


@dataclass(frozen=True, slots=True)
class Utlosare:
    """What raises a duty: the kind of facts (one of SLAG), and what narrows them.

    ``antal`` names the policy that says how many or how much there must be.
    """

    slag: str
    kod: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    ord: tuple[str, ...] = ()
    orsak: tuple[str, ...] = ()
    antal: str = ""
    fk: bool = False
    lang: bool = False
    avslagen: bool = False


@dataclass(frozen=True, slots=True)
class Plikt:
    """A duty of the table. ``dagar`` names the policy of its deadline, counted from ``handelse``;
    ``forled`` begins the id of each of its tasks."""

    id: str
    titel: str
    gor: str
    lagrum: str
    sfs: str
    mottagare: str
    till: str
    dagar: str
    handelse: str
    sekretess: str
    beslutar: str
    text: str
    utloses: tuple[Utlosare, ...]
    forled: str


@cache
def plikter() -> Mapping[str, Plikt]:
    """Return the table of duties by id."""
    return read(document("plikter.toml"))


def read(table: Mapping[str, Any]) -> dict[str, Plikt]:
    """Return the duties of a document.

    Raises ParameterError for an unknown key, kind, receiver or policy, or for two that begin alike.
    """
    receivers = table["mottagare"]
    found = {}
    for name, entry in table["plikt"].items():
        if entry["mottagare"] not in receivers:
            raise ParameterError(f"{name}: unknown receiver {entry['mottagare']}")
        values = {"forled": f"{name}-"} | entry | {"till": receivers[entry["mottagare"]]}
        values["utloses"] = tuple(_trigger(name, item) for item in entry["utloses"])
        try:
            found[name] = Plikt(id=name, **values)
        except TypeError as error:
            raise ParameterError(f"{name}: {error}") from error
        _known_policy(name, found[name].dagar)
    if len({plikt.forled for plikt in found.values()}) < len(found):
        raise ParameterError("two duties begin their ids alike")
    return found


def _trigger(name: str, entry: Mapping[str, Any]) -> Utlosare:
    values: dict[str, Any] = {
        key: tuple(item) if isinstance(item, list) else item for key, item in entry.items()
    }
    try:
        made = Utlosare(**values)
    except TypeError as error:
        raise ParameterError(f"{name}: {error}") from error
    if made.slag not in SLAG:
        raise ParameterError(f"{name}: unknown kind {made.slag}")
    if made.antal:
        _known_policy(name, made.antal)
    return made


def _known_policy(name: str, policy: str) -> None:
    if policy not in policy_definitions():
        raise ParameterError(f"{name}: unknown policy {policy}")


def of_task(identity: str) -> Plikt | None:
    """Return the duty that a task's id belongs to, in any case; None when it is no such id."""
    wanted = identity.casefold()
    known = [item for item in plikter().values() if wanted.startswith(item.forled.casefold())]
    return max(known, key=lambda plikt: len(plikt.forled), default=None)


def deadline(plikt: Plikt, event: int, policies: Policies) -> int:
    """Return the last day to do a duty that an event raised."""
    return event + policies.integer(plikt.dagar, event)


# -- 15 § 8: may have a right to assistansersättning ---------------------------------------------


class Beviljat(NamedTuple):
    """A beslut here: first and last day (None = open), hours per period, months of the period."""

    fran: int
    till: int | None
    timmar: int
    manader: int

    @property
    def dagar(self) -> int:
        """Days of the beslut's first period."""
        first = month_of(self.fran)
        return month_days(first + self.manader - 1)[1] - month_days(first)[0]

    def above(self, week_hours: int) -> bool:
        """Tell whether it grants more than some whole hours a week."""
        return self.timmar * WEEK > week_hours * 100 * self.dagar

    def more_than(self, other: Beviljat) -> bool:
        """Tell whether it grants more hours a week than another."""
        return self.timmar * other.dagar > other.timmar * self.dagar


def may_have_right(
    one: Beviljat, here: Iterable[Beviljat], fk: Sequence[FkBeslut], week_hours: int, today: int
) -> bool:
    """Tell whether a beslut gives reason to notify FK (15 § 8 LSS).

    It does when it grants more than ``week_hours`` a week and FK has not granted: never asked, or
    has said no to fewer hours than these. ``here`` are the brukare's beslut here, ``fk`` FK's.
    """
    if (one.till is not None and one.till < today) or not one.above(week_hours):
        return False
    if granted_on(fk, max(today, one.fran)):
        return False
    if not fk:
        return True
    answered = max(item.beslutsdatum for item in fk)
    then = [
        item
        for item in here
        if item.fran <= answered and (item.till is None or item.till >= answered)
    ]
    return bool(then) and one.fran > answered and all(one.more_than(item) for item in then)


def granted_on(fk: Iterable[FkBeslut], day: int) -> bool:
    """Tell whether FK grants assistansersättning on a day, as its beslut stand now."""
    return any(item.first <= day < item.after for item in granted(fk))


def granted_in(fk: Iterable[FkBeslut], months: Collection[int]) -> bool:
    """Tell whether FK grants assistansersättning on some day of the months."""
    spans: list[Interval] = [month_days(month) for month in months]
    return any(
        item.first < after and item.after > first for item in granted(fk) for first, after in spans
    )


# -- 15 § 10 and own employers' accounts ---------------------------------------------------------


def account_due(month: int, months: int, day: int) -> int:
    """Return the last day on which a month's account is in time: a day of a month after it."""
    return month_days(month + months)[0] + day - 1
