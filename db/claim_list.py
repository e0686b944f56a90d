"""All claims that stand, each as a row of a list: one question, whatever their number."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple


class ListedClaim(NamedTuple):
    """A claim shortly: amounts öre, ``manader`` month numbers with commas, ``frist`` the ISO day
    that its latest standing step set."""

    id: int
    brukare_id: int
    brukare: str
    namn: str | None
    skyddad: int
    arende: str | None
    slag: str
    grund: str
    status: str
    tid: str
    manader: str | None
    utestaende: int
    aterbetalt: int
    nedlagt: int
    frist: str | None
    andrat: int
    """Bookings of runs that have changed the claim."""


def listed(connection: sqlite3.Connection) -> list[ListedClaim]:
    """Return the claims that stand, oldest first: not those whose run was annulled, and not those
    joined into another."""
    return [
        ListedClaim._make(row)
        for row in connection.execute(
            """SELECT c.id, c.brukare, p.nummer, p.namn, p.skyddad, c.arende, c.slag, c.grund,
                   c.status, c.tid,
                   (SELECT group_concat(manad) FROM (SELECT DISTINCT r.manad FROM aterkrav_rad r
                       WHERE r.aterkrav IN (SELECT c.id UNION ALL
                           SELECT o.id FROM aterkrav o WHERE o.samlat_i = c.id)
                       ORDER BY r.manad)),
                   coalesce(sum(b.utestaende), 0), coalesce(sum(b.aterbetalt), 0),
                   coalesce(sum(b.nedlagt), 0),
                   (SELECT s.frist FROM aterkrav_steg s
                       WHERE s.aterkrav = c.id AND s.handelse = 'flyttad' AND s.frist IS NOT NULL
                           AND NOT EXISTS (SELECT 1 FROM aterkrav_steg n WHERE n.angrar = s.id)
                       ORDER BY s.id DESC LIMIT 1),
                   coalesce(sum(b.handelse = 'andrad av körning'), 0)
               FROM aterkrav c JOIN person p ON p.id = c.brukare
               LEFT JOIN aterkrav_bokning b ON b.aterkrav = c.id
               WHERE c.status <> 'makulerad' AND c.samlat_i IS NULL
               GROUP BY c.id ORDER BY c.id"""
        )
    ]
