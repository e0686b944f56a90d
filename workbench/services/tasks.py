"""Duties that findings raise, as a list for people; a person does them, not the program."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from db.decisions import Filter
from workbench.services.reviewing import findings
from workbench.services.viewing import Viewer

DUTIES = {
    "tillstand-underrattelse": (
        "Underrätta brukaren om att anordnarens tillstånd har upphört",
        "9 d § 3 st LSS",
    ),
    "anmalan-11a": ("Begär uppgifter om assistenten från arbetsgivaren", "11 a § LSS"),
    "ivo-anmalan": ("Hjälp brukaren att anmäla till IVO", "23 § 5 st LSS; 9.2.16"),
}
"""Kind of finding -> (what to do, the provision of the duty)."""


class Task(NamedTuple):
    """A duty towards someone, raised by an open finding."""

    manad: str
    uppgift: str
    brukare: str
    galler: str
    lagrum: str
    fynd: str


def tasks(connection: sqlite3.Connection, viewer: Viewer) -> list[Task]:
    """Return the duties of open findings; one per brukare and whom it concerns each month."""
    found: dict[tuple[str, str, str, str], Task] = {}
    for kod, (what, lagrum) in DUTIES.items():
        for item in findings(connection, Filter(kod=kod, status="oppen"), viewer):
            concerns = (item.assistent_namn if kod == "anmalan-11a" else item.arbetsgivare) or ""
            key = (item.manad, kod, item.brukare, concerns)
            if key not in found:
                found[key] = Task(item.manad, what, item.brukare_namn, concerns, lagrum, item.id)
    return sorted(found.values())
