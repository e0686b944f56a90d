"""Accounts that stand on several: kept up when a register changes, read by every check."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable

_KINDS = {
    "brukare": ("brukare", "brukare"),
    "assistent": ("assistent", "assistenter"),
    "anordnare": ("anordnare", "anordnare"),
}
"""Words for one and for several."""

_ACCOUNTS = """
    WITH konto AS (
        SELECT upper(replace(replace(b.konto, ' ', ''), '-', '')) AS konto, 'brukare' AS slag,
            p.nummer, b.person AS brukare, NULL AS arbetsgivare
        FROM brukare b JOIN person p ON p.id = b.person WHERE b.konto IS NOT NULL
        UNION ALL
        SELECT upper(replace(replace(konto, ' ', ''), '-', '')), 'anordnare', nummer, NULL, id
        FROM arbetsgivare WHERE konto IS NOT NULL AND person IS NULL
        UNION ALL
        SELECT upper(replace(replace(m.konto, ' ', ''), '-', '')),
            CASE WHEN m.slag = 'anordnare' THEN 'anordnare'
                 WHEN a.person IS NOT NULL THEN 'assistent'
                 WHEN b.person IS NOT NULL THEN 'brukare' END,
            m.nummer, m.brukare, NULL
        FROM mottagare m LEFT JOIN person p ON p.nummer = m.nummer
        LEFT JOIN assistent a ON a.person = p.id LEFT JOIN brukare b ON b.person = p.id
        WHERE m.konto IS NOT NULL)
    SELECT k.konto, k.slag, k.nummer, k.brukare, o.nummer, k.arbetsgivare
    FROM konto k LEFT JOIN person o ON o.id = k.brukare
    WHERE k.konto IN (SELECT konto FROM konto
                      GROUP BY konto HAVING count(DISTINCT nummer) > 1 AND count(slag) > 0)"""
"""Who holds the accounts that several have, one of them a brukare, an assistant or an anordnare. A
payee who is none of these (a ställföreträdare) may receive for several and shares nothing."""


def refresh(connection: sqlite3.Connection) -> tuple[set[int], bool]:
    """Work out anew which accounts are shared.

    Returns the brukare for whom that changed, and whether it changed for an employer.
    """
    holders: dict[str, dict[str, str]] = {}
    owners: list[tuple[str, str, str, int, str]] = []
    for konto, slag, nummer, brukare, own, employer in connection.execute(_ACCOUNTS):
        if slag:
            holders.setdefault(konto, {})[nummer] = slag
        if brukare is not None:
            owners.append((konto, nummer, "brukare", brukare, own))
        if employer is not None:
            owners.append((konto, nummer, "arbetsgivare", employer, nummer))
    now: dict[tuple[str, int], str] = {}
    for konto, nummer, agare, who, own in owners:
        kinds = holders[konto]
        if kinds.keys() - {nummer, own}:
            if nummer not in kinds and own not in kinds:
                kinds = kinds | {own: "brukare"}
            now[agare, who] = _words(kinds.values())
    before = {(row[0], row[1]): row[2] for row in connection.execute("SELECT * FROM delat_konto")}
    changed = {key for key in now.keys() | before.keys() if now.get(key) != before.get(key)}
    connection.executemany("DELETE FROM delat_konto WHERE agare = ? AND id = ?", changed)
    connection.executemany(
        "INSERT INTO delat_konto VALUES (?, ?, ?)",
        [(*key, now[key]) for key in sorted(changed) if key in now],
    )
    brukare_changed = {who for agare, who in changed if agare == "brukare"}
    return brukare_changed, any(agare == "arbetsgivare" for agare, _ in changed)


def shared(connection: sqlite3.Connection) -> dict[tuple[str, int], str]:
    """Return {("brukare" or "arbetsgivare", id): who shares the account, in Swedish}."""
    return {(row[0], row[1]): row[2] for row in connection.execute("SELECT * FROM delat_konto")}


def _words(kinds: Iterable[str]) -> str:
    counts = Counter(kinds)
    said = [
        f"{counts[kind]} {words[counts[kind] > 1]}"
        for kind, words in _KINDS.items()
        if counts[kind]
    ]
    return f"samma konto står på {' och '.join(said)}"
