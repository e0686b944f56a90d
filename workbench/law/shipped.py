"""The values that ship with the program and that a month's answer may rest on."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from workbench.domain.time import month_days, year_of
from workbench.law.avgift import avgifter
from workbench.law.parameters import ees_members, policy_definitions, statutory_rates


def shipped(month: int) -> dict[str, str]:
    """Return {name: value} of what ships for a month; values of other months are left out.

    The timbelopp of its year in öre, the default of each policy that an answer asks, and digests
    of the states of the EEA and of the arbetsgivaravgifter up to the month. Kept with an attested
    run, so that a new value is told from a changed row.
    """
    first, after = month_days(month)
    year = year_of(first)
    found = {
        f"inställning {name}": item.default
        for name, item in policy_definitions().items()
        if item.answers
    }
    for value in statutory_rates():
        if year_of(value.fran) == year:
            found["timbelopp"] = str(value.value)
    states = [
        code for code, member in ees_members().items() if member.fran < after <= member.till + 1
    ]
    found["EES"] = _digest(*sorted(states))
    rates = [item for item in avgifter() if item.fran <= year]
    found["arbetsgivaravgift"] = _digest(
        *(f"{item.fran} {min(item.till, year)} {item.turned} {item.value}" for item in rates)
    )
    return found


def changed(then: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """Return in Swedish what ships otherwise now than it did then, by name."""
    return [
        f"{name}: {then.get(name, 'saknades')} då, {now.get(name, 'saknas')} nu"
        for name in sorted({*then, *now})
        if then.get(name) != now.get(name)
    ]


def _digest(*texts: str) -> str:
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:16]
