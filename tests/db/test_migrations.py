"""Older databases are brought to this program's schema without losing a row."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from db import chainproof, guards, open_database, tasks
from db.connection import SCHEMA_VERSION, _create_private
from db.journal import Stamp, log
from db.migrations import migrate
from tests.db.test_database import integrity

OLDER = {"m003_out_files": 2, "m004_sick_spells": 3, "m005_claim_cases": 4, "m006_chain": 5}
FINDINGS = (
    "SELECT * FROM fynd ORDER BY id",
    "SELECT * FROM fynd_del ORDER BY fynd, rad, start",
    "SELECT * FROM avgorande ORDER BY id",
)
FILLED = """
    INSERT INTO fil VALUES (1, hex(randomblob(32)), 'tider.csv', 1, 'tidrapporter', 'csv', 'utf-8',
        1, 1, 1, '2024-04-02', '2024-04-02T09:00:00Z', 'karin');
    INSERT INTO person (id, nummer) VALUES (1, '198005052389'), (2, '197111301174');
    INSERT INTO arbetsgivare (id, nummer) VALUES (1, '5590000174');
    INSERT INTO tidrapport VALUES (7, 1, 2, 1, 2, 1, 0, 24290, 19787, 100, 200, 100, 200);
    INSERT INTO fynd VALUES
        (3, 24290, 'ees', 'assistent', 'neka', 'godkand', 1, 2, 1, 7, NULL, 'x', 100, 200, 100,
            NULL, NULL, '{}', 5, 1, 1, 1),
        (9, 24290, 'over-beslut', 'avrakning', 'neka', 'oppen', 1, NULL, NULL, NULL, NULL, '', NULL,
            NULL, 0, 250, 100, '{}', 6, 0, 0, 1);
    INSERT INTO fynd_del VALUES (3, 7, 100, 150, 1), (3, 7, 150, 200, 0);
    INSERT INTO avgorande VALUES
        (4, 3, 1, 'oppen', 'godkand', 'prövat', NULL, NULL, NULL, 'karin', '2024-04-03T09:00:00Z');
    INSERT INTO journal VALUES
        (1, '2024-04-02T09:00:00Z', 'karin', 'importerad', 'fil', 'abc'),
        (2, '2024-04-02T10:00:00Z', 'karin', 'visade skyddade uppgifter', 'visning', 'flags'),
        (3, '2024-04-03T09:00:00Z', 'karin', 'avgjort', 'fynd', 'F3');
    INSERT INTO journal_innehall VALUES
        (1, NULL, '{"namn": "tider.csv"}'), (3, '{"status": "oppen"}', '{"status": "godkand"}');
"""
LOG = "SELECT id, tid, aktor, handelse, objekt, nyckel, fore, efter FROM v_logg ORDER BY id"


def older(path: Path, stop_before: str) -> Path:
    """Return a database of an older schema with findings, parts and a decision in it."""
    _create_private(path)
    migrate(path, 0, 1, stop_before)
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(FILLED)
    return path


def rows(path: Path) -> list[list[tuple[object, ...]]]:
    """Return all findings, parts and decisions of a database."""
    with closing(sqlite3.connect(path)) as connection:
        return [connection.execute(statement).fetchall() for statement in FINDINGS]


@pytest.mark.parametrize("stop_before", OLDER)
def test_findings_parts_and_decisions_survive(tmp_path: Path, stop_before: str) -> None:
    path = older(tmp_path / "gammal.db", stop_before)
    before = rows(path)
    assert [len(found) for found in before] == [2, 2, 1]
    with open_database(path) as base:
        assert base.read().execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
        assert base.read().execute("SELECT id FROM v_finding ORDER BY id").fetchall() == [
            ("F3",),
            ("F9",),
        ]
    assert rows(path) == before
    assert integrity(path) == "ok"
    copy = path.with_name(f"{path.name}.schema{OLDER[stop_before]}")
    assert rows(copy) == before


@pytest.mark.parametrize("stop_before", OLDER)
def test_the_entries_there_are_become_a_chain(tmp_path: Path, stop_before: str) -> None:
    path = older(tmp_path / "gammal.db", stop_before)
    with closing(sqlite3.connect(path)) as connection:
        before = connection.execute(LOG).fetchall()
    with open_database(path) as base:
        walked = chainproof.walk(base.read())
        assert (walked.poster, walked.efterat, walked.brott) == (3, 3, None)
        assert base.read().execute(LOG).fetchall() == before
        assert guards.faults(base.read()) == []
        with base.write() as connection:
            assert log(connection, Stamp("2026-01-01T09:00:00Z", "bo"), "x", "y", "z") == 4
        walked = chainproof.walk(base.read())
        assert (walked.poster, walked.efterat, walked.brott) == (4, 3, None)


def test_an_entry_that_was_missing_before_is_told_after(tmp_path: Path) -> None:
    path = older(tmp_path / "gammal.db", "m006_chain")
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            "DROP TRIGGER journal_oforanderlig_d; DELETE FROM journal WHERE id = 2"
        )
    with open_database(path) as base:
        fault = chainproof.walk(base.read()).brott
        assert fault is not None
        assert fault.vad == "post 2 är borttagen ur journalen"
        with base.write() as connection:
            assert log(connection, Stamp("2026-01-01T09:00:00Z", "bo"), "x", "y", "z") == 4


def schema(path: Path) -> set[tuple[str, str, str]]:
    with closing(sqlite3.connect(path)) as connection:
        return set(
            connection.execute(
                """SELECT type, name, tbl_name FROM sqlite_master
                   WHERE name NOT LIKE '\\_sqlite%' ESCAPE '\\'"""
            )
        )


def test_an_upgraded_database_is_as_a_new_one(tmp_path: Path) -> None:
    path = older(tmp_path / "gammal.db", "m004_sick_spells")
    open_database(path).close()
    open_database(tmp_path / "ny.db").close()
    assert schema(path) == schema(tmp_path / "ny.db")


def test_parts_may_stand_on_passes_but_not_on_findings_that_are_not(tmp_path: Path) -> None:
    path = older(tmp_path / "gammal.db", "m004_sick_spells")
    with open_database(path) as base:
        with base.write() as connection:
            connection.execute("UPDATE fynd SET pass = 'sjuklon' WHERE id = 9")
            connection.execute("INSERT INTO fynd_del VALUES (9, -1, 100, 150, 1)")
        with pytest.raises(sqlite3.IntegrityError), base.write() as connection:
            connection.execute("UPDATE fynd SET pass = 'annat' WHERE id = 9")
        with pytest.raises(sqlite3.IntegrityError), base.write() as connection:
            connection.execute("INSERT INTO fynd_del VALUES (4711, -1, 100, 150, 1)")
        with base.write() as connection:
            connection.execute("DELETE FROM fynd WHERE id = 9")
        assert base.read().execute("SELECT DISTINCT fynd FROM fynd_del").fetchall() == [(3,)]


def test_a_row_that_refers_to_nothing_stops_the_upgrade(tmp_path: Path) -> None:
    path = older(tmp_path / "gammal.db", "m004_sick_spells")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE avgorande SET fynd = 4711")
        connection.commit()
    before = rows(path)
    with pytest.raises(Exception, match="avgorande"):
        open_database(path)
    assert rows(path) == before
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (3,)


def test_what_was_noted_of_fks_refusals_is_among_the_tasks(tmp_path: Path) -> None:
    path = older(tmp_path / "gammal.db", "m005_claim_cases")
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            """INSERT INTO fkbeslut (id, brukare, beslutsdatum, utfall, fil, rad)
                   VALUES (4, 1, '2024-03-01', 'avslag', 1, 2);
               INSERT INTO fkinformation VALUES
                   (4, 'gjord', 'brev', '2024-03-05T09:00:00Z', 'karin');"""
        )
    with open_database(path) as base:
        (kept,) = tasks.handled(base.read())
        assert (kept.nyckel, kept.plikt, kept.utfall, kept.aktor) == (
            "FK4",
            "15b",
            "gjord",
            "karin",
        )
        assert kept.innehall["fakta"] == [["Försäkringskassans beslut", "avslag 2024-03-01"]]
        assert kept.innehall["brukare"] == 1
