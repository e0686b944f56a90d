"""The dated values in force: shipped ones and those the municipality has registered."""

from __future__ import annotations

import sqlite3

from db import values
from workbench.law.parameters import DatedValue, Policies, PolicyValue, Rates
from workbench.settling import Law


def load(connection: sqlite3.Connection) -> Law:
    """Return rates and policies as registered in the database."""
    rates = Rates(DatedValue(*row) for row in values.added_rates(connection))
    policies = Policies(
        PolicyValue(name, fran, text, source)
        for name, fran, text, source, _, _ in values.policies(connection)
    )
    return Law(rates, policies)
