"""The dated values in force: shipped ones and those the municipality has registered."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from db import Database, people, proposals, values
from db.journal import Stamp
from workbench.domain.roller import Ratt
from workbench.domain.time import FIRST_DAY, iso_day, parse_day, year_of
from workbench.law.parameters import (
    DatedValue,
    Policies,
    PolicyDefinition,
    PolicyValue,
    Rates,
    UnknownPolicy,
    policy_definitions,
)
from workbench.services import proposing, roles
from workbench.services.errors import Refused
from workbench.settling import Law

ASSUMED = "antaget bara för den här beräkningen"
"""The source of a value that is tried and not registered."""


class Trial(NamedTuple):
    """Values that a look is taken with, in place of what is registered.

    ``policies`` hold from the beginning; ``rates`` are öre per calendar year.
    """

    policies: Mapping[str, str] = MappingProxyType({})
    rates: Mapping[int, int] = MappingProxyType({})


def load(connection: sqlite3.Connection, trial: Trial | None = None) -> Law:
    """Return rates and policies as registered in the database, or as they are tried.

    Raises UnknownPolicy and InvalidPolicyValue for values tried.
    """
    tried = trial or Trial()
    for name, value in tried.policies.items():
        definition(name).parse(value)
    rates = [
        DatedValue(*row)
        for row in values.added_rates(connection)
        if year_of(row[0]) not in tried.rates
    ]
    rates += [
        DatedValue(parse_day(f"{year:04d}-01-01"), ore, ASSUMED, verified=False)
        for year, ore in tried.rates.items()
    ]
    policies = [
        PolicyValue(name, fran, text, source)
        for name, fran, text, source, _, _ in values.policies(connection)
        if name not in tried.policies
    ]
    policies += [
        PolicyValue(name, FIRST_DAY, text, ASSUMED) for name, text in tried.policies.items()
    ]
    return Law(Rates(rates), Policies(policies))


def definition(name: str) -> PolicyDefinition:
    """Return what a policy is. Raises UnknownPolicy."""
    found = policy_definitions().get(name)
    if found is None:
        raise UnknownPolicy(name)
    return found


def add_rate(
    database: Database, year: int, ore: int, source: str, verified: bool, stamp: Stamp
) -> int | None:
    """Register the timbelopp of a calendar year, öre, with its source.

    Returns None when it holds at once; for days already attested it waits for a second person
    and its number is returned.
    """
    fran = f"{year:04d}-01-01"
    with roles.writing(database, stamp, Ratt.VARDEN) as connection:
        if proposing.for_attested_days(connection, fran):
            return proposals.propose(
                connection, proposals.VALUE, values.RATE, fran, str(ore), (source, verified), stamp
            )
        values.set_rate(connection, fran, ore, source, verified, stamp)
    return None


class PolicyRow(NamedTuple):
    """A policy's value from a day on; ``fran`` empty = since ever."""

    namn: str
    fran: str
    varde: str
    kalla: str
    aktor: str
    titel: str


def policy_table(connection: sqlite3.Connection) -> list[PolicyRow]:
    """Return every policy's default and registered values in order of name and day."""
    rows = [
        PolicyRow(name, "", item.default, "förval", "", item.title)
        for name, item in policy_definitions().items()
    ]
    rows += [
        PolicyRow(name, iso_day(fran), text, source, actor, policy_definitions()[name].title)
        for name, fran, text, source, actor, _ in values.policies(connection)
    ]
    return sorted(rows)


def set_policy(
    database: Database, name: str, value: str, fran: str, source: str, stamp: Stamp
) -> int | None:
    """Set a policy from a day. Raises UnknownPolicy or InvalidPolicyValue.

    Returns None when it holds at once; one that amounts depend on, for days already attested,
    waits for a second person and its number is returned.
    """
    known = definition(name)
    known.parse(value)
    with roles.writing(database, stamp, Ratt.VARDEN) as connection:
        if known.answers and proposing.for_attested_days(connection, fran):
            return proposals.propose(
                connection, proposals.POLICY, name, fran, value, (source, True), stamp
            )
        values.set_policy(connection, name, fran, value, source, stamp, answers=known.answers)
    return None


def add_note(
    database: Database, assistent: str, fran: str, till: str | None, text: str, stamp: Stamp
) -> None:
    """Note that an assistant's ability is in doubt. Raises Refused when he is not known."""
    with roles.writing(database, stamp, Ratt.REGISTRERA) as connection:
        found = people.by_number(connection, assistent)
        if found is None:
            raise Refused(f"Assistenten {assistent} finns inte i registren.")
        values.add_note(connection, found[0], fran, till, text, stamp)
