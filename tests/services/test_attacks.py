"""Attempts to change history with the sqlite3 shell, by somebody who may write the file.

Each is tried on a copy of a town whose month was attested, refused in part and attested again. What
triggers refuse is refused; then the triggers are taken away for a moment, and ``verify`` must name
what was done: without a head, or only with one that was kept elsewhere. ``docs/revision.md`` lists
the same.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from db import open_database
from tests.services import town
from tests.services.forging import forged, rewritten
from tests.services.test_verifying import attested
from workbench.services import heads, law, people, verifying

WHO = town.stamp(actor="revisor")
HEAD = "huvud"


@dataclass(frozen=True)
class Town:
    """A database, its head kept elsewhere, and a copy of it from an earlier day."""

    path: Path
    head: dict[str, Any]
    older: Path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Town:
    folder = tmp_path_factory.mktemp("angrepp")
    older = folder / "aldre.db"
    with attested(folder) as base:
        path = base.path
        law.set_policy(base, "betalare_namn", "Storköping", "2024-01-01", "beslut", WHO)
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(older)) as target:
            source.backup(target)
        people.add_user(base, "eva", "administrator", False, town.stamp(actor="eva"))
        heads.write(base, folder / "huvud.json", WHO)
    return Town(path, heads.read(folder / "huvud.json"), older)


def swapped(path: Path) -> None:
    """Exchange two entries."""
    columns = "tid, aktor, handelse, objekt, nyckel_avtryck, innehall_avtryck, hash"
    forged(
        path,
        "CREATE TEMP TABLE b AS SELECT * FROM journal WHERE id IN (4, 5)",
        *(
            f"UPDATE journal SET ({columns}) = (SELECT {columns} FROM b WHERE id = {other})"  # noqa: S608 - made here
            f" WHERE id = {number}"
            for number, other in ((4, 5), (5, 4))
        ),
    )


CUT = (
    "DELETE FROM journal_innehall WHERE journal = (SELECT nummer FROM journal_slut)",
    "DELETE FROM journal_nyckel WHERE journal = (SELECT nummer FROM journal_slut)",
    "DELETE FROM journal WHERE id = (SELECT nummer FROM journal_slut)",
)
"""Take away the last entry."""
END_MOVED = """UPDATE journal_slut SET nummer = nummer - 1,
    hash = (SELECT hash FROM journal ORDER BY id DESC LIMIT 1)"""


def cut(path: Path) -> None:
    """Take away the last entry; the chain's end still says where it was."""
    forged(path, *CUT)


def cut_with_all_that_told_of_it(path: Path) -> None:
    """Take away the last entry, move the chain's end, and take away the user it told of."""
    forged(path, *CUT, END_MOVED, "DELETE FROM anvandare")


def bytewise(path: Path) -> None:
    """Change a byte in the file itself, past SQLite, in what an entry says."""
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = path.read_bytes()
    at = content.index(b'"slag": "beslut"') + len(b'"slag": "')
    path.write_bytes(content[:at] + b"B" + content[at + 1 :])


def unguarded(*statements: str) -> Callable[[Path], None]:
    """Take triggers away and leave it so."""

    def done(path: Path) -> None:
        with closing(sqlite3.connect(path)) as raw:
            for statement in statements:
                raw.execute(statement)
            raw.commit()

    return done


def schema_written(path: Path) -> None:
    """Write in the schema itself: a condition of a table that is no more."""
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("PRAGMA writable_schema = ON")
        raw.execute(
            """UPDATE sqlite_master SET sql = replace(sql, 'CHECK (belopp > 0)', '')
               WHERE name = 'betalning'"""
        )
        raw.commit()


ATTACKS: dict[str, tuple[str | Callable[[Path], None], str]] = {
    "an attested line": ("UPDATE avrakning SET belopp = belopp + 1 WHERE korning = 1", "L1"),
    "a byte in the file": (bytewise, "journal"),
    "an attested row is removed": ("DELETE FROM tidrapport WHERE id = 1", "fil 6"),
    "an attested row is longer": ("UPDATE tidrapport SET slut = slut + 60 WHERE id = 2", "fil 6"),
    "a received file's bytes": (
        "UPDATE fil_block SET innehall = cast(innehall || ' ' AS BLOB) WHERE fil = 6",
        "fil 6",
    ),
    "two entries change places": (swapped, "journal 4"),
    "an entry's login": ("UPDATE journal SET aktor = 'eva' WHERE id = 3", "journal 3"),
    "what an entry said": (
        "UPDATE journal_innehall SET efter = '{}' WHERE journal = 3",
        "journal 3",
    ),
    "an entry is removed": ("DELETE FROM journal WHERE id = 3", "journal 3"),
    "the journal's end is cut": (cut, "journal"),
    "triggers are dropped and a payment changed": (
        unguarded("DROP TRIGGER betalning_fast_u", "UPDATE betalning SET konto = '5000-1234567'"),
        "betalning_fast_u",
    ),
    "a trigger is dropped, no more": (unguarded("DROP TRIGGER netto_fast_u"), "netto_fast_u"),
    "a payment's account": ("UPDATE betalning SET konto = '5000-1234567'", "körning 1"),
    "a payment's amount": ("UPDATE betalning SET belopp = belopp + 100 WHERE id = 1", "körning 1"),
    "a run's rule version": ("UPDATE korning SET regelversion = 1 WHERE id = 2", "körning 2"),
    "a setting of a past day": (
        "UPDATE installning SET varde = 'Lillköping' WHERE namn = 'betalare_namn'",
        "inställning betalare_namn 2024-01-01",
    ),
    "a setting that nobody registered": (
        """INSERT INTO installning (namn, fran, varde, kalla, aktor, tid)
           VALUES ('arbetstid_avrundning', '2020-01-01', 'minut', 'x', 'bo', '2024-01-01')""",
        "inställning arbetstid_avrundning 2020-01-01",
    ),
    "a setting is removed": (
        "DELETE FROM installning WHERE namn = 'betalare_namn'",
        "inställning betalare_namn 2024-01-01",
    ),
    "who decided a finding": ("UPDATE avgorande SET aktor = 'eva'", "F1"),
    "a decision is removed": ("DELETE FROM avgorande", "F1"),
    "a finding is released": ("UPDATE fynd SET status = 'godkand'", "F1"),
    "a claim's ground": ("UPDATE aterkrav SET grund = 'egen'", "K1"),
    "a claim's debt": ("UPDATE aterkrav_bokning SET utestaende = 0", "K1"),
    "a user is added": (
        """INSERT INTO anvandare VALUES ('mallory', 'administrator', 1, 'eva',
           '2026-11-22T10:00:00Z')""",
        "användare mallory",
    ),
    "a user's role": ("UPDATE anvandare SET roll = 'attestant'", "användare eva"),
    "hours of a beslut": ("UPDATE beslut SET timmar = timmar + 100 WHERE id = 1", "beslut"),
    "a stay is removed": ("DELETE FROM vistelse", "vistelse"),
    "a name": ("UPDATE person SET namn = 'Anna Al' WHERE id = 1", "person"),
    "who is protected": ("UPDATE person SET skyddad = 1 - skyddad WHERE id = 1", "person"),
    "a register's account": ("UPDATE brukare SET konto = '5000-1234567'", "brukare"),
    "a file that was never received": (
        """INSERT INTO fil (sha256, namn, storlek, slag, format, rader, mottagen, importerad, aktor)
           VALUES ('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', 'x.csv', 0,
           'vistelser', 'csv', 0, '2024-04-01', '2024-04-01T10:00:00+02:00', 'bo')""",
        "fil",
    ),
    "the schema is written in": (schema_written, "betalning"),
    "the last entry and all that told of it": (cut_with_all_that_told_of_it, HEAD),
    "an entry, and every hash after it anew": (lambda path: rewritten(path, 3, "eva"), HEAD),
    "an older copy in the database's place": (lambda path: None, HEAD),
}
"""What is done, and where the first break is: HEAD = nowhere without a head kept elsewhere."""


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_is_named(made: Town, tmp_path: Path, name: str) -> None:
    attack, where = ATTACKS[name]
    old = name.startswith("an older copy")
    path = Path(shutil.copy(made.older if old else made.path, tmp_path / "t.db"))
    if isinstance(attack, str):
        forged(path, attack)
    else:
        attack(path)
    with open_database(path) as base:
        faults = verifying.verify(base, WHO, head=made.head).faults
    without = [item.var for item in faults if item.var != HEAD]
    if where == HEAD:
        assert without == []
        assert [item.var for item in faults] == [HEAD]
    else:
        assert without, "nothing is found"
        assert without[0].startswith(where), faults


REGISTERS = {
    "a finding is released", "a claim's ground", "hours of a beslut", "a stay is removed", "a name",
    "who is protected", "a register's account", "a file that was never received",
}  # fmt: skip
"""What no trigger refuses: imports and decisions change the same."""


@pytest.mark.parametrize(
    "name",
    [name for name, (how, _) in ATTACKS.items() if isinstance(how, str) and name not in REGISTERS],
)
def test_triggers_refuse_it_first(made: Town, tmp_path: Path, name: str) -> None:
    statement = ATTACKS[name][0]
    assert isinstance(statement, str)
    path = Path(shutil.copy(made.path, tmp_path / "t.db"))
    with closing(sqlite3.connect(path)) as raw, pytest.raises(sqlite3.IntegrityError):
        raw.execute(statement)


def test_an_untouched_town_holds(made: Town, tmp_path: Path) -> None:
    path = Path(shutil.copy(made.path, tmp_path / "t.db"))
    with open_database(path) as base:
        assert verifying.verify(base, WHO, head=made.head).faults == []
