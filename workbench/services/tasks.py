"""Duties that findings raise, as a list for people; a person does them, not the program."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from db import Database, fk
from db.decisions import Filter
from db.journal import Stamp
from workbench.services.errors import Refused
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


INFORM = ("Informera brukaren om annat stöd, sedan Försäkringskassan sagt nej", "15 b § LSS")
"""What a refusal or a withdrawal by FK raises."""


class Task(NamedTuple):
    """A duty towards someone, raised by an open finding or a beslut of FK (``fynd``: FK and id)."""

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
    return sorted([*found.values(), *_to_inform(connection, viewer)])


def _to_inform(connection: sqlite3.Connection, viewer: Viewer) -> list[Task]:
    return [
        Task(
            item.beslutsdatum[:7],
            INFORM[0],
            viewer.name(*item.person),
            f"{item.utfall} {item.beslutsdatum}" + (f": {item.orsak}" if item.orsak else ""),
            INFORM[1],
            f"FK{item.id}",
        )
        for item in fk.refusals(connection)
    ]


def inform(database: Database, task: str, motivering: str, stamp: Stamp, *, drop: bool) -> None:
    """Note that the brukare of a refusal has been informed, or why that was set aside.

    Raises Refused: no motivering, or no such task.
    """
    if not motivering.strip():
        raise Refused("Skriv vad som har gjorts, eller varför uppgiften avskrivs (--motivering).")
    with database.write() as connection:
        known = {f"FK{item.id}": item.id for item in fk.refusals(connection)}
        if task not in known:
            raise Refused(f"Uppgiften {task} finns inte. Se dem med: workbench tasks")
        outcome = "avskriven" if drop else "gjord"
        fk.informed(connection, known[task], outcome, motivering.strip(), stamp)
