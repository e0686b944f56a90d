"""People, employers, uppdrag, beslut and the other registers: storing dated facts.

A fact that arrives again for the same key and day is updated, and the journal keeps the old and
the new value. Values come as the importers give them: ISO days, integers, numbers as text.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Mapping
from typing import Any

from db import account_changes, accounts, fk
from db.journal import Stamp, log

Values = Mapping[str, Any]


_UPPDRAG = (
    "till",
    "anmald",
    "anstalld_fran",
    "narstaende",
    "hushallsgemenskap",
    "arbetstid",
    "tillsyn",
    "period_start",
    "period_langd",
    "timmar_per_vecka",
    "extra_overtid",
)
_BESLUT = (
    "brukare",
    "fran",
    "till",
    "timmar",
    "beslutsdatum",
    "period_manader",
    "hojning_procent",
    "eget_timbelopp",
    "dubbel_timmar",
    "utbetalas_till",
    "mottagare",
    "forskott",
    "forskott_timmar",
    "andringsforbehall",
)
_MOTTAGARE = (
    "namn",
    "till",
    "konto",
    "adress",
    "begaran_datum",
    "avtal_datum",
    "avtal_fran",
    "undertecknat",
    "vardnadshavare_undertecknat",
    "beslut_11",
)
_REDOVISNING = (
    "lon",
    "assistansomkostnader",
    "utbildning",
    "arbetsmiljo",
    "personalomkostnader",
    "administration",
)
_FKBESLUT = (
    "till",
    "timmar_per_vecka",
    "grundlaggande_per_vecka",
    "orsak",
    "retroaktivt_fran",
)
_BESIDE = {
    "sjukersattning": (("assistent", "fran"), ("till", "procent")),
    "tillstand": (("arbetsgivare", "fran"), ("till", "underrattad")),
    "uppdrag": (("assistent", "brukare", "arbetsgivare", "fran"), _UPPDRAG),
    "vistelse": (("brukare", "slag", "fran"), ("till",)),
}
"""Registers whose rows of one file may stand side by side: key and facts."""


class Registers:
    """Stores the register rows of one file and remembers what that touched.

    ``touched`` are persons whose months may get another answer; ``everyone`` is True when the
    change concerns all (an employer's permit). ``nya`` and ``andrade`` count by kind.
    """

    def __init__(
        self, connection: sqlite3.Connection, fil: int, stamp: Stamp, *, bulk: bool = False
    ) -> None:
        self._connection = connection
        self.bulk = bulk
        self._fil = fil
        self._stamp = stamp
        self._persons: dict[str, int] = {}
        self._employers: dict[str, int] = {}
        self._beside_tables: set[str] = set()
        self.touched: set[int] = set()
        self.everyone = False
        self._accounts_changed = False
        self._granted_changed: set[int] = set()
        self.nya: Counter[str] = Counter()
        self.andrade: Counter[str] = Counter()
        self.nya_personer: list[str] = []

    def known_people(self) -> dict[str, int]:
        """Return everyone's id for a bulk load; else nobody's.

        A small file asks for the few it names, however many the database knows. Whom the rows
        concern is then told from the rows (``db.journal.mark_reported``).
        """
        if not self.bulk:
            return {}
        return dict(self._connection.execute("SELECT nummer, id FROM person"))

    # -- people and employers named by any row ------------------------------------------------

    def person(self, nummer: str) -> int:
        """Return the id of a person, added with the number alone when new."""
        known = self._persons.get(nummer)
        if known is None:
            known = self._person(nummer)
            self._persons[nummer] = known
            self.touched.add(known)
        return known

    def _person(self, nummer: str) -> int:
        found = self._connection.execute(
            "SELECT id FROM person WHERE nummer = ?", (nummer,)
        ).fetchone()
        if found:
            return int(found[0])
        cursor = self._connection.execute(
            "INSERT INTO person (nummer, fil) VALUES (?, ?)", (nummer, self._fil)
        )
        self.nya["personer"] += 1
        self.nya_personer.append(nummer)
        assert cursor.lastrowid is not None
        return cursor.lastrowid

    def arbetsgivare(self, nummer: str) -> int:
        """Return the id of an employer: an orgnr, or a brukare's own number."""
        known = self._employers.get(nummer)
        if known is None:
            known = self._arbetsgivare(nummer)
            self._employers[nummer] = known
        return known

    def _arbetsgivare(self, nummer: str) -> int:
        found = self._connection.execute(
            "SELECT id FROM arbetsgivare WHERE nummer = ?", (nummer,)
        ).fetchone()
        if found:
            return int(found[0])
        person = self.person(nummer) if len(nummer) == 12 else None
        cursor = self._connection.execute(
            "INSERT INTO arbetsgivare (nummer, person, fil) VALUES (?, ?, ?)",
            (nummer, person, self._fil),
        )
        self.nya["arbetsgivare"] += 1
        assert cursor.lastrowid is not None
        return cursor.lastrowid

    def name_if_unknown(self, nummer: str, namn: str) -> None:
        """Give a person a name that a report carries, unless a register has named him."""
        self._connection.execute(
            "UPDATE person SET namn = ? WHERE nummer = ? AND namn IS NULL", (namn, nummer)
        )

    # -- one method per kind ------------------------------------------------------------------

    def store(self, kind: str, values: Values, rad: int) -> None:
        """Store one row of a register kind."""
        {
            "brukare": self._brukare,
            "anordnare": self._anordnare,
            "assistenter": self._assistent,
            "uppdrag": self._uppdrag,
            "beslut": self._beslut,
            "mottagare": self._mottagare,
            "redovisning": self._redovisning,
            "vistelser": self._vistelse,
            "fkbeslut": self._fkbeslut,
            "fkfaktura": self._fkfaktura,
        }[kind](values, rad)

    def finish(self) -> None:
        """Let this file's spells, uppdrag and stays replace those of the same key and day.

        Rows of one file stand side by side; rows of an earlier file give way.
        """
        for table in sorted(self._beside_tables):
            key = _BESIDE[table][0]
            same = " AND ".join(f"n.{name} IS o.{name}" for name in key)
            columns = ("rowid", *key, *_BESIDE[table][1])
            gone = self._connection.execute(
                f"SELECT {', '.join('o.' + name for name in columns)} FROM {table} o "
                f"WHERE o.fil <> ?1 AND EXISTS "
                f"(SELECT 1 FROM {table} n WHERE {same} AND n.fil = ?1)",
                (self._fil,),
            ).fetchall()
            for rowid, *values in gone:
                self._connection.execute(
                    f"DELETE FROM {table} WHERE rowid = ?",
                    (rowid,),
                )
                before = dict(zip(columns[1:], values, strict=True))
                self._changed(
                    table, "/".join(str(before[name]) for name in key), before, {"fil": self._fil}
                )
        self._beside_tables.clear()
        if self._accounts_changed:
            brukare, employers = accounts.refresh(self._connection)
            self.touched |= brukare
            self.everyone |= employers
            self._accounts_changed = False
        if self._granted_changed:
            fk.refresh_only_fk(self._connection, self._granted_changed)
            self._granted_changed.clear()

    def _brukare(self, values: Values, rad: int) -> None:
        person = self._named(values, rad)
        skyddad = values.get("skyddad")
        if skyddad is not None:
            self._upsert("person", {"id": person}, {"skyddad": int(skyddad)}, rad)
        facts = {
            name: values[name]
            for name in ("namnd", "formyndare", "konto", "ivo_anmald", "arbetsgivare_registrerad")
            if name in values
        }
        registered = self._registered("brukare", "person", person)
        wanted = self._new_account(facts, registered)
        if self._upsert("brukare", {"person": person}, facts, rad):
            self.touched.add(person)
            self._accounts_changed = True
        self._propose("brukare", person, values["personnummer"], (registered, wanted), rad)

    def _anordnare(self, values: Values, rad: int) -> None:
        employer = self.arbetsgivare(values["orgnr"])
        facts = {
            name: _plain(values[name]) for name in ("namn", "kommunal", "konto") if name in values
        }
        facts["kand"] = 1
        registered = self._registered("arbetsgivare", "id", employer)
        wanted = self._new_account(facts, registered)
        if self._upsert("arbetsgivare", {"id": employer}, facts, rad):
            self.everyone = True
            self._accounts_changed = True
        self._propose("arbetsgivare", employer, values["orgnr"], (registered, wanted), rad)
        if values.get("tillstand_fran"):
            names = {"till": "tillstand_till", "underrattad": "brukare_underrattad"}
            spell = {fact: values[name] for fact, name in names.items() if name in values}
            key = {"arbetsgivare": employer, "fran": values["tillstand_fran"]}
            if self._beside("tillstand", key, spell, rad):
                self.everyone = True

    def _assistent(self, values: Values, rad: int) -> None:
        person = self._named(values, rad)
        if self._upsert("assistent", {"person": person}, {}, rad):
            self._accounts_changed = True
        land, fran = values.get("bosatt_land"), values.get("bosatt_fran")
        if land or fran:
            key = {"assistent": person, "fran": fran}
            if self._upsert("bosattning", key, {"land": land}, rad):
                self.touched.add(person)
        procent = values.get("sjukersattning_procent")
        if procent is not None:
            spell = {"till": values.get("sjukersattning_till"), "procent": procent}
            key = {"assistent": person, "fran": values.get("sjukersattning_fran")}
            if self._beside("sjukersattning", key, spell, rad):
                self.touched.add(person)

    def _uppdrag(self, values: Values, rad: int) -> None:
        assistent = self.person(values["assistent"])
        brukare = self.person(values["brukare"])
        key = {
            "assistent": assistent,
            "brukare": brukare,
            "arbetsgivare": self.arbetsgivare(values["arbetsgivare"]),
            "fran": values["fran"],
        }
        facts = {name: _plain(values[name]) for name in _UPPDRAG if name in values}
        if self._beside("uppdrag", key, facts, rad):
            self.touched |= {assistent, brukare}

    def _beslut(self, values: Values, rad: int) -> None:
        facts = {name: _plain(values[name]) for name in _BESLUT if name in values}
        facts["brukare"] = self.person(values["brukare"])
        nummer = values["beslutsnummer"]
        columns = ", ".join(_BESLUT)
        old = self._connection.execute(
            f"SELECT id, version, fil, rad, {columns} FROM beslut WHERE nummer = ?",
            (nummer,),
        ).fetchone()
        for name, default in (("period_manader", 1), ("hojning_procent", 0)):
            if old is None or name in facts:
                facts[name] = facts.get(name) or default
        if old is None:
            self._insert("beslut", {"nummer": nummer, **facts}, rad)
            self.nya["beslut"] += 1
        else:
            identity, version, fil, row, *former = old
            before = dict(zip(_BESLUT, former, strict=True))
            if all(before[name] == value for name, value in facts.items()):
                return
            self._connection.execute(
                f"INSERT INTO beslut_tidigare (beslut, version, fil, rad, {columns}) "
                f"VALUES ({', '.join('?' * (len(_BESLUT) + 4))})",
                (identity, version, fil, row, *former),
            )
            self._update("beslut", {"id": identity}, {**facts, "version": version + 1}, rad)
            self._changed("beslut", nummer, before, facts)
            self.touched.add(int(before["brukare"]))
            self._granted_changed.add(int(before["brukare"]))
        self.touched.add(facts["brukare"])
        self._granted_changed.add(facts["brukare"])

    def _mottagare(self, values: Values, rad: int) -> None:
        brukare = self.person(values["brukare"])
        key = {
            "brukare": brukare,
            "slag": values["slag"],
            "nummer": values["nummer"],
            "fran": values["fran"],
        }
        facts = {name: _plain(values[name]) for name in _MOTTAGARE if name in values}
        registered, taken_over = account_changes.of_payee(
            self._connection, brukare, key["slag"], key["nummer"], key["fran"]
        )
        given = facts.get("konto")
        wanted = self._new_account(facts, registered)
        identity = self._payee_row(key)
        if identity is None and given and registered:
            facts["konto"] = given if wanted is None else taken_over
        if self._upsert("mottagare", key, facts, rad):
            self.touched.add(brukare)
            self._accounts_changed = True
        if identity is None:
            self._new_payee(brukare, key, facts)
            identity = self._payee_row(key)
        assert identity is not None
        self._propose("mottagare", identity, key["nummer"], (registered, wanted), rad)

    def _redovisning(self, values: Values, rad: int) -> None:
        brukare = self.person(values["brukare"])
        key = {"brukare": brukare, "manad": values["manad"]}
        facts = {name: values[name] for name in _REDOVISNING if name in values}
        if self._upsert("redovisning", key, facts, rad):
            self.touched.add(brukare)

    def _vistelse(self, values: Values, rad: int) -> None:
        brukare = self.person(values["brukare"])
        key = {"brukare": brukare, "slag": values["slag"], "fran": values["fran"]}
        facts = {"till": values["till"]} if "till" in values else {}
        if self._beside("vistelse", key, facts, rad):
            self.touched.add(brukare)

    def _fkbeslut(self, values: Values, rad: int) -> None:
        brukare = self.person(values["brukare"])
        key = {
            "brukare": brukare,
            "beslutsdatum": values["beslutsdatum"],
            "utfall": values["utfall"],
            "fran": values.get("fran"),
        }
        facts = {name: values[name] for name in _FKBESLUT if name in values}
        if self._upsert("fkbeslut", key, facts, rad):
            self.touched.add(brukare)
            self._granted_changed.add(brukare)

    def _fkfaktura(self, values: Values, rad: int) -> None:
        brukare = self.person(values["brukare"])
        what = fk.store_bill(self._connection, brukare, values, (self._fil, rad), self._stamp)
        self.nya["fkfaktura"] += what == "ny"
        self.andrade["fkfaktura"] += what == "andrad"

    # -- accounts: one that differs from a registered one waits for a person -------------------

    def _registered(self, table: str, column: str, identity: int) -> str | None:
        row = self._connection.execute(
            f"SELECT konto FROM {table} WHERE {column} = ?", (identity,)
        ).fetchone()
        return row[0] if row else None

    @staticmethod
    def _new_account(facts: dict[str, Any], registered: str | None) -> str | None:
        """Take an account that may not be stored out of the facts; return it when it differs.

        An empty cell says nothing: it takes no account away.
        """
        if "konto" not in facts or registered is None:
            return None
        wanted: str | None = facts.pop("konto")
        return None if wanted is None or account_changes.same(wanted, registered) else wanted

    def _propose(
        self,
        table: str,
        identity: int,
        number: str,
        change: tuple[str | None, str | None],
        rad: int,
    ) -> None:
        before, wanted = change
        if before is None or wanted is None:
            return
        if account_changes.propose(
            self._connection,
            table,
            identity,
            number,
            (before, wanted),
            (self._fil, rad),
            self._stamp,
        ):
            self.nya["kontoandring"] += 1

    def _payee_row(self, key: Values) -> int | None:
        row = self._connection.execute(
            "SELECT id FROM mottagare WHERE brukare = ? AND slag = ? AND nummer = ? AND fran = ?",
            (key["brukare"], key["slag"], key["nummer"], key["fran"]),
        ).fetchone()
        return row[0] if row else None

    def _new_payee(self, brukare: int, key: Values, facts: Values) -> None:
        """Journal a payee that is new for someone who has been paid: to be ticked off."""
        paid = self._connection.execute(
            "SELECT 1 FROM betalning WHERE brukare = ? LIMIT 1", (brukare,)
        ).fetchone()
        if paid:
            about = f"{brukare}/{key['slag']}/{key['nummer']}/{key['fran']}"
            told = {name: facts[name] for name in ("namn", "till", "konto") if facts.get(name)}
            new = {"nummer": key["nummer"], "fran": key["fran"], **told}
            log(self._connection, self._stamp, "mottagare", "mottagare", about, None, new)

    # -- shared ---------------------------------------------------------------------------------

    def _named(self, values: Values, rad: int) -> int:
        person = self.person(values["personnummer"])
        self._upsert("person", {"id": person}, {"namn": values["namn"]}, rad)
        return person

    def _upsert(self, table: str, key: dict[str, Any], facts: dict[str, Any], rad: int) -> bool:
        """Insert or update one row by key; tell whether anything changed."""
        where = " AND ".join(f"{name} IS ?" for name in key)
        columns = ", ".join(facts) or "1"
        old = self._connection.execute(
            f"SELECT {columns} FROM {table} WHERE {where}",
            tuple(key.values()),
        ).fetchone()
        if old is None:
            self._insert(table, {**key, **facts}, rad)
            self.nya[table] += 1
            return True
        before = dict(zip(facts, old, strict=False))
        if before == facts:
            return False
        self._update(table, key, facts, rad)
        first_facts = all(value is None or value == 0 for value in before.values())
        if not (first_facts and table in ("person", "arbetsgivare")):
            self._changed(table, "/".join(str(value) for value in key.values()), before, facts)
        return True

    def _beside(self, table: str, key: dict[str, Any], facts: dict[str, Any], rad: int) -> bool:
        """Store a row that may stand beside others of its key; tell whether it is new.

        A fact whose column the file lacks is taken over from the key's earlier row.
        """
        self._beside_tables.add(table)
        columns = _BESIDE[table][1]
        where = " AND ".join(f"{name} IS ?" for name in key)
        stored = self._connection.execute(
            f"SELECT rowid, fil, {', '.join(columns)} FROM {table} WHERE {where}",
            tuple(key.values()),
        ).fetchall()
        earlier = next((row[2:] for row in stored if row[1] != self._fil), (None,) * len(columns))
        values = tuple(
            facts.get(name, former) for name, former in zip(columns, earlier, strict=True)
        )
        for rowid, fil, *former in stored:
            if tuple(former) == values:
                if fil != self._fil:
                    self._connection.execute(
                        f"UPDATE {table} SET fil = ?, rad = ? WHERE rowid = ?",
                        (self._fil, rad, rowid),
                    )
                return False
        self._insert(table, {**key, **dict(zip(columns, values, strict=True))}, rad)
        if not stored:
            self.nya[table] += 1
        return True

    def _insert(self, table: str, values: dict[str, Any], rad: int) -> None:
        names = ", ".join(values)
        self._connection.execute(
            f"INSERT INTO {table} ({names}, fil, rad) "
            f"VALUES ({', '.join('?' * (len(values) + 2))})",
            (*values.values(), self._fil, rad),
        )

    def _update(self, table: str, key: dict[str, Any], facts: dict[str, Any], rad: int) -> None:
        sets = ", ".join(f"{name} = ?" for name in facts)
        where = " AND ".join(f"{name} IS ?" for name in key)
        self._connection.execute(
            f"UPDATE {table} SET {sets}, fil = ?, rad = ? WHERE {where}",
            (*facts.values(), self._fil, rad, *key.values()),
        )

    def _changed(self, table: str, key: str, before: Values, after: Values) -> None:
        self.andrade[table] += 1
        log(self._connection, self._stamp, "andrad", table, key, before, after)


def _plain(value: Any) -> Any:
    return int(value) if isinstance(value, bool) else value
