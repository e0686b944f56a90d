"""The claims as a list: how old they are, which day they wait for, what is owed."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from db import claim_list
from db.claim_list import ListedClaim
from workbench.domain.time import iso_month, parse_day
from workbench.services import kravvy
from workbench.services.viewing import Viewer


@dataclass(frozen=True, slots=True)
class Kravrad:
    """A claim as a row: the brukare masked for the viewer, amounts öre, days ISO text.

    ``belopp`` is outstanding, repaid and dropped together; ``alder`` days since it was proposed;
    ``frist`` the day its state waits for, ``forfallen`` that the day has passed.
    """

    id: str
    brukare: str
    brukare_namn: str
    arende: str | None
    manader: tuple[str, ...]
    slag: str
    grund: str
    status: str
    alder: int
    frist: str | None
    forfallen: bool
    belopp: int
    utestaende: int
    betalt: int
    nedlagt: int
    andrat: bool
    """A run has changed the claim since the person was last told of it."""


def rader(connection: sqlite3.Connection, viewer: Viewer, today: str) -> list[Kravrad]:
    """Return every claim that stands, oldest first."""
    return [_row(connection, item, viewer, today) for item in claim_list.listed(connection)]


def _row(connection: sqlite3.Connection, item: ListedClaim, viewer: Viewer, today: str) -> Kravrad:
    plan: tuple[kravvy.Delbetalning, ...] = ()
    if item.status == "avbetalning":
        plan = kravvy.instalments(connection, item.id)
    deadline = kravvy.deadline(item.status, item.frist, plan)
    return Kravrad(
        f"K{item.id}",
        viewer.number(item.brukare_id, item.brukare, item.skyddad),
        viewer.name(item.brukare_id, item.brukare, item.namn, item.skyddad),
        item.arende,
        tuple(iso_month(int(month)) for month in (item.manader or "").split(",") if month),
        item.slag,
        item.grund,
        item.status,
        parse_day(today) - parse_day(item.tid[:10]),
        deadline,
        deadline is not None and deadline < today,
        item.utestaende + item.aterbetalt + item.nedlagt,
        item.utestaende,
        item.aterbetalt,
        item.nedlagt,
        bool(item.andrat and kravvy.since_told(connection, item.id)[1]),
    )
