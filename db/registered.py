"""What people registered and decided, held to what the journal told of it when they did."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from db.proof import Fault


class _Entry(NamedTuple):
    tid: str
    aktor: str
    efter: dict[str, Any] | None
    """None when it has been gallrat."""


def faults(connection: sqlite3.Connection) -> Iterator[Fault]:
    """Yield every value, setting, user, decision, stop and ground that is not as journaled."""
    yield from _values(connection)
    yield from _findings(connection)
    yield from _decisions(connection)
    yield from _stops(connection)
    yield from _grounds(connection)


_VALUES = (
    ("värde", "SELECT namn, fran, tid, aktor, varde, kalla FROM varde", ("ore", "kalla")),
    (
        "inställning",
        "SELECT namn, fran, tid, aktor, varde, kalla FROM installning",
        ("varde", "kalla"),
    ),
    (
        "användare",
        "SELECT 'anvandare', login, tid, aktor, roll, ser_skyddade FROM anvandare",
        ("roll", "ser_skyddade"),
    ),
)
_SAME_EVENT = {"uppgift": "inställning"}


def _values(connection: sqlite3.Connection) -> Iterator[Fault]:
    latest: dict[str, dict[tuple[str, str], _Entry]] = {name: {} for name, _, _ in _VALUES}
    for event, objekt, nyckel, *entry in connection.execute(
        """SELECT handelse, objekt, nyckel, tid, aktor, efter FROM v_logg
           WHERE handelse IN ('värde', 'inställning', 'uppgift', 'användare',
               'användare borttagen') ORDER BY id"""
    ):
        if event == "användare borttagen":
            latest["användare"].pop((objekt, nyckel), None)
            continue
        latest[_SAME_EVENT.get(event, event)][objekt, nyckel] = _entry(*entry)
    for name, query, names in _VALUES:
        told = latest[name]
        for objekt, nyckel, tid, aktor, *values in connection.execute(query):
            where = f"{name} {'' if objekt == 'anvandare' else objekt + ' '}{nyckel}"
            said = told.pop((objekt, nyckel), None)
            if said is None:
                yield Fault(where, "journalen säger inte att det har registrerats")
            elif said.efter is None:
                continue
            elif (tid, aktor, *values) != (said.tid, said.aktor, *map(said.efter.get, names)):
                yield Fault(where, "är inte som det registrerades enligt journalen")
        for objekt, nyckel in told:
            where = f"{name} {'' if objekt == 'anvandare' else objekt + ' '}{nyckel}"
            yield Fault(where, "är borttaget: journalen säger att det har registrerats")


def _entry(tid: str, aktor: str, efter: str | None) -> _Entry:
    return _Entry(tid, aktor, None if efter is None else _facts(efter))


def _facts(efter: str) -> dict[str, Any]:
    try:
        found = json.loads(efter)
    except ValueError:  # a forged entry, which the chain names
        return {}
    return found if isinstance(found, dict) else {}


def _findings(connection: sqlite3.Connection) -> Iterator[Fault]:
    for number, status, decided in connection.execute(
        """SELECT y.id, y.status, v.till_status FROM fynd y
           LEFT JOIN avgorande v ON v.id = (SELECT max(w.id) FROM avgorande w WHERE w.fynd = y.id)
           WHERE y.status <> coalesce(v.till_status, 'oppen') ORDER BY y.id"""
    ):
        what = f"är {status}, men det senaste avgörandet är {decided or 'inget'}"
        yield Fault(f"F{number}", what)


_DECIDED = (
    (
        "SELECT 'F' || fynd, tid, aktor, till_status FROM avgorande",
        "objekt = 'fynd' AND handelse IN ('avgjort', 'ångrat')",
    ),
    (
        """SELECT s.arende, v.tid, v.aktor, v.till_status FROM sjukfall_avgorande v
           JOIN sjukfall s ON s.id = v.sjukfall""",
        "objekt = 'sjukfall' AND handelse = 'sjuklön avgjord'",
    ),
)


def _decisions(connection: sqlite3.Connection) -> Iterator[Fault]:
    """Hold each decision to its entry; what a gallring took the key of can't be held."""
    for query, entries in _DECIDED:
        told: Counter[tuple[str, str, str]] = Counter()
        states: dict[tuple[str, str, str], set[str]] = {}
        gone = 0
        for nyckel, tid, aktor, efter in connection.execute(
            f"SELECT nyckel, tid, aktor, efter FROM v_logg WHERE {entries}"
        ):
            if nyckel is None:
                gone += 1
                continue
            told[nyckel, tid, aktor] += 1
            if efter is not None:
                states.setdefault((nyckel, tid, aktor), set()).add(_facts(efter).get("status", ""))
        stored = connection.execute(query).fetchall()
        lacking = Counter(row[:3] for row in stored)
        for *key, state in stored:
            about = key[0], key[1], key[2]
            if about not in told:
                if not gone:
                    yield Fault(key[0], "ett avgörande står inte så i journalen: vem eller när")
            elif about in states and state not in states[about]:
                yield Fault(key[0], "ett avgörande är ett annat än det som står i journalen")
        for key, count in told.items():
            if count > lacking[key]:
                yield Fault(key[0], "ett avgörande som står i journalen är borttaget")


def _stops(connection: sqlite3.Connection) -> Iterator[Fault]:
    for number, _ in connection.execute(
        """SELECT s.id, s.tid FROM betalningsstopp s WHERE NOT EXISTS (SELECT 1 FROM journal j
               WHERE j.objekt = 'betalningsstopp' AND j.tid = s.tid AND j.aktor = s.aktor)"""
    ):
        yield Fault(f"betalningsstopp {number}", "står inte så i journalen")
    (stored,) = connection.execute("SELECT count(*) FROM betalningsstopp").fetchone()
    (told,) = connection.execute(
        """SELECT count(*) FROM v_logg WHERE objekt = 'betalningsstopp'
           AND json_valid(efter) AND json_extract(efter, '$.stoppad') IS NOT NULL"""
    ).fetchone()
    if told > stored:
        yield Fault("betalningsstopp", "ett stopp som står i journalen är borttaget")


def proposed_ground(connection: sqlite3.Connection, aterkrav: int) -> str:
    """Return the ground that a claim was proposed on, before anybody chose another."""
    ground: str = connection.execute(
        """SELECT coalesce((SELECT json_extract(s.uppgifter, '$.grund_fore') FROM aterkrav_steg s
               WHERE s.aterkrav = c.id AND json_extract(s.uppgifter, '$.grund_fore') IS NOT NULL
               ORDER BY s.id LIMIT 1), c.grund) FROM aterkrav c WHERE c.id = ?""",
        (aterkrav,),
    ).fetchone()[0]
    return ground


def _grounds(connection: sqlite3.Connection) -> Iterator[Fault]:
    """Hold a claim's ground to the step that chose it last."""
    for number, ground, chosen in connection.execute(
        """SELECT c.id, c.grund, (SELECT json_extract(s.uppgifter, '$.grund') FROM aterkrav_steg s
               WHERE s.aterkrav = c.id AND json_extract(s.uppgifter, '$.grund') IS NOT NULL
                   AND s.angrar IS NULL
                   AND NOT EXISTS (SELECT 1 FROM aterkrav_steg n WHERE n.angrar = s.id)
               ORDER BY s.id DESC LIMIT 1) FROM aterkrav c"""
    ):
        if chosen is not None and chosen != ground:
            yield Fault(f"K{number}", f"grunden är {ground}, men {chosen} valdes")
