"""Dated values of law and policy: loading, look-up, and the errors of asking outside them."""

from __future__ import annotations

import datetime as dt
import itertools
import tomllib
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from workbench.domain.money import parse_scaled
from workbench.domain.time import FIRST_DAY, LAST_DAY, day_of, iso_day, year_of
from workbench.law.texts import FORMS


class ParameterError(ValueError):
    """A parameter file is wrong: a value without source, two values on one day, or the like."""


class RateMissing(LookupError):
    """No timbelopp is registered for the year of a day; settling would be a guess."""

    def __init__(self, day: int) -> None:
        self.year = year_of(day)
        super().__init__(
            f"Timbelopp för {self.year} saknas. Lägg in det med källa: "
            f"workbench rates add --year {self.year} --kronor BELOPP --source KÄLLA"
        )


class UnknownPolicy(LookupError):
    """No policy has that name."""


class InvalidPolicyValue(ValueError):
    """The value does not fit the policy's type."""


@dataclass(frozen=True, slots=True)
class DatedValue:
    """A value from a day on, with its source; ``verified`` False = secondary source only."""

    fran: int
    value: int
    source: str
    verified: bool = True


def document(name: str) -> dict[str, Any]:
    """Return a file of shipped values."""
    folder = resources.files("workbench.law") / "parameters"
    return tomllib.loads((folder / name).read_text(encoding="utf-8"))


def dated_values(document: Mapping[str, Any]) -> tuple[DatedValue, ...]:
    """Return the ``values`` of a parameter document in order of day.

    Raises ParameterError for a value without source or two values on one day.
    """
    values = []
    for entry in document["values"]:
        unknown = set(entry) - {"from", "value", "source", "verified"}
        if unknown:
            raise ParameterError(f"unknown keys: {', '.join(sorted(unknown))}")
        if not entry.get("source"):
            raise ParameterError(f"value from {entry.get('from')} has no source")
        fran = entry["from"]
        if not isinstance(fran, dt.date) or not isinstance(entry["value"], int):
            raise ParameterError(f"value from {fran!r} is not a date with an integer")
        values.append(
            DatedValue(day_of(fran), entry["value"], entry["source"], entry.get("verified", True))
        )
    values.sort(key=lambda value: value.fran)
    for earlier, later in itertools.pairwise(values):
        if earlier.fran == later.fran:
            raise ParameterError(f"two values from {iso_day(later.fran)}")
    return tuple(values)


@cache
def statutory_rates() -> tuple[DatedValue, ...]:
    """Return the timbelopp that ship with the program (5 § förordning 1993:1091), öre."""
    return dated_values(document("timbelopp.toml"))


@cache
def verified_until() -> int:
    """Return the last day that every shipped value of law has been checked for."""
    return min(
        day_of(document(name)["verified_until"])
        for name in ("timbelopp.toml", "ees.toml", "arbetsgivaravgift.toml")
    )


class Rates:
    """The state's timbelopp by day: one value per calendar year, never carried over.

    ``added`` are values a user has registered; they replace a shipped one from the same day.
    """

    def __init__(self, added: Iterable[DatedValue] = ()) -> None:
        by_day = {value.fran: value for value in statutory_rates()}
        by_day.update({value.fran: value for value in added})
        self._by_year = {year_of(fran): value for fran, value in sorted(by_day.items())}

    def at(self, day: int) -> DatedValue:
        """Return the timbelopp of a day. Raises RateMissing when its year has none."""
        value = self._by_year.get(year_of(day))
        if value is None or value.fran > day:
            raise RateMissing(day)
        return value

    def all(self) -> list[DatedValue]:
        """Return every value in order of day."""
        return sorted(self._by_year.values(), key=lambda value: value.fran)


@dataclass(frozen=True, slots=True)
class PolicyDefinition:
    """What a policy is called, what it decides, its type and default.

    ``form`` is what a text must look like; ``answers`` False: no check or settlement asks it.
    """

    name: str
    type: str
    default: str
    title: str
    citation: str
    choices: tuple[str, ...] = ()
    least: int = 0
    most: int = 10_000
    form: str = ""
    answers: bool = True

    def parse(self, text: str) -> str | int | None:
        """Return a value of the policy's type: int, öre, hundredths, choice, text; "" = None.

        Raises InvalidPolicyValue with a Swedish explanation.
        """
        try:
            if self.type == "choice":
                if text not in self.choices:
                    raise ValueError(text)
                return text
            if text == "" and self.default == "":
                return None
            if self.type == "int":
                number = int(text)
                if not self.least <= number <= self.most:
                    raise ValueError(text)
                return number
            if self.type == "text":
                FORMS[self.form](text)
                return text.strip()
            return parse_scaled(text)
        except ValueError as error:
            expected = {
                "text": str(error),
                "int": f"ett heltal från {self.least} till {self.most}",
                "kronor": "kronor med högst två decimaler",
                "procent": "procent med högst två decimaler",
                "choice": "något av " + ", ".join(self.choices),
            }[self.type]
            raise InvalidPolicyValue(
                f"Inställningen {self.name} kan inte vara {text!r}; {expected} väntades."
            ) from error


@cache
def policy_definitions() -> Mapping[str, PolicyDefinition]:
    """Return every policy by name."""
    return {
        name: PolicyDefinition(
            name,
            entry["type"],
            entry["default"],
            entry["title"],
            entry["citation"],
            tuple(entry.get("choices", ())),
            entry.get("range", (0, 10_000))[0],
            entry.get("range", (0, 10_000))[1],
            form=entry.get("form", ""),
            answers=answers,
        )
        for file, answers in (
            ("policy.toml", True),
            ("utbetalning.toml", False),
            ("bevarande.toml", False),
        )
        for name, entry in document(file).items()
    }


@dataclass(frozen=True, slots=True)
class PolicyValue:
    """A municipality's own value of a policy from a day on, with its source."""

    name: str
    fran: int
    text: str
    source: str


class Policies:
    """All policies by day; without a municipality's value the default holds since ever."""

    def __init__(self, values: Iterable[PolicyValue] = ()) -> None:
        definitions = policy_definitions()
        chosen: dict[str, list[PolicyValue]] = {
            name: [PolicyValue(name, FIRST_DAY, definition.default, "förval")]
            for name, definition in definitions.items()
        }
        for value in values:
            if value.name not in chosen:
                raise UnknownPolicy(value.name)
            chosen[value.name].append(value)
        self._values = {
            name: sorted(entries, key=lambda entry: entry.fran) for name, entries in chosen.items()
        }

    def entry(self, name: str, day: int) -> PolicyValue:
        """Return the value in force that day with its source. Raises UnknownPolicy."""
        try:
            entries = self._values[name]
        except KeyError as error:
            raise UnknownPolicy(name) from error
        return entries[bisect_right(entries, day, key=lambda entry: entry.fran) - 1]

    def at(self, name: str, day: int) -> str | int | None:
        """Return the parsed value in force that day."""
        return policy_definitions()[name].parse(self.entry(name, day).text)

    def integer(self, name: str, day: int) -> int:
        """Return an int policy's value that day."""
        value = self.at(name, day)
        if not isinstance(value, int):
            raise InvalidPolicyValue(f"Inställningen {name} är inte ett tal.")
        return value

    def changes(self, names: Sequence[str], first: int, after: int) -> list[int]:
        """Return the days inside (first, after) on which any of the policies changes."""
        days = {
            entry.fran
            for name in names
            for entry in self._values[name]
            if first < entry.fran < after
        }
        return sorted(days)


@dataclass(frozen=True, slots=True)
class Membership:
    """The days (both included) that a state has been inside the EEA."""

    fran: int
    till: int


@cache
def ees_members() -> Mapping[str, Membership]:
    """Return the EEA's states by ISO 3166 alpha-2 code."""
    members = {}
    for code, entry in document("ees.toml")["members"].items():
        members[code] = Membership(
            day_of(entry["from"]) if "from" in entry else FIRST_DAY,
            day_of(entry["until"]) if "until" in entry else LAST_DAY,
        )
    return members


@cache
def country_aliases() -> Mapping[str, str]:
    """Return other spellings of country codes, such as EL for GR."""
    aliases: dict[str, str] = document("ees.toml")["aliases"]
    return aliases
