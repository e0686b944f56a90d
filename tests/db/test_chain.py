"""The journal as a chain: what is done to it past the program is found, and the first is named."""

from __future__ import annotations

import hashlib
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from db import Database, Undo, chainproof, guards, open_database, savepoint
from db.journal import Stamp, entries, log
from tests.services import town
from tests.services.forging import forged

STAMP = Stamp("2026-03-01T09:00:00+01:00", "karin")
PERSON = town.ANNA


def journalled(path: Path) -> Path:
    """Return a database with six entries; the third has no content, the fifth a person's key."""
    with town.database(path) as base, base.write() as connection:
        log(connection, STAMP, "värde", "timbelopp", "2026-01-01", None, {"ore": 34000})
        log(connection, STAMP, "avgjort", "fynd", "F1", {"status": "oppen"}, {"status": "nekad"})
        log(connection, STAMP, "visade skyddade uppgifter", "visning", "flags")
        log(connection, STAMP, "avgjort", "fynd", "F2", {"status": "oppen"}, {"status": "godkand"})
        log(connection, STAMP, "konto väntar", "brukare", PERSON, {"konto": "1"}, {"konto": "2"})
        log(connection, STAMP, "användare", "anvandare", "bo", None, {"roll": "attestant"})
    return path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return journalled(tmp_path_factory.mktemp("kedja") / "t.db")


@pytest.fixture
def path(made: Path, tmp_path: Path) -> Path:
    return shutil.copy(made, tmp_path / "t.db")


def broken(path: Path) -> str:
    """Return the first break as it is told; "" = the chain is whole."""
    with open_database(path) as base:
        fault = chainproof.walk(base.read()).brott
    return f"{fault.var}: {fault.vad}" if fault else ""


def test_an_untouched_chain_is_whole(path: Path) -> None:
    with open_database(path) as base:
        walked = chainproof.walk(base.read())
        head = chainproof.head(base.read())
    assert (walked.poster, walked.gallrade, walked.brott) == (6, 0, None)
    assert (head.nummer, head.tid) == (6, STAMP.tid)


SWAP = [
    "UPDATE journal SET id = 99 WHERE id = 2",
    "UPDATE journal SET id = 2 WHERE id = 4",
    "UPDATE journal SET id = 4 WHERE id = 99",
]
"""Two entries change places; what lies beside them stays."""


@pytest.mark.parametrize(
    ("statements", "first"),
    [
        (
            ["UPDATE journal SET aktor = 'lena' WHERE id = 4"],
            "journal 4: post 4 är ändrad: hashen stämmer inte",
        ),
        (
            ["UPDATE journal SET tid = '2026-03-01T09:00:01+01:00' WHERE id = 1"],
            "journal 1: post 1 är ändrad: hashen stämmer inte",
        ),
        (
            ["UPDATE journal SET hash = randomblob(32) WHERE id = 2"],
            "journal 2: post 2 är ändrad: hashen stämmer inte",
        ),
        (SWAP, "journal 2: ordningen är ändrad: det som står som post 4 var post 2"),
        (
            ["DELETE FROM journal WHERE id = 3", "DELETE FROM journal_nyckel WHERE journal = 3"],
            "journal 3: post 3 är borttagen ur journalen",
        ),
        (
            ["DELETE FROM journal WHERE id = 1", "DELETE FROM journal_nyckel WHERE journal = 1"],
            "journal 1: post 1 är borttagen ur journalen",
        ),
        (
            ["DELETE FROM journal WHERE id = 6", "DELETE FROM journal_nyckel WHERE journal = 6",
             "DELETE FROM journal_innehall WHERE journal = 6"],
            "journal 6: post 6 är borttagen ur journalen",
        ),
        (
            ["DELETE FROM journal WHERE id = 3", "UPDATE journal SET id = id - 1 WHERE id > 3"],
            "journal 3: post 3 är ändrad: hashen stämmer inte",
        ),
        (
            ["DELETE FROM journal WHERE id = 6", "UPDATE journal_slut SET nummer = 5"],
            "journal 5: kedjans slut är ändrat: det är inte den sista posten",
        ),
        (
            ["DELETE FROM journal_slut"],
            "journal 6: kedjans slut är ändrat: det är inte den sista posten",
        ),
        (
            ["UPDATE databas SET identitet = 'X'"],
            "journal 1: post 1 är ändrad: hashen stämmer inte",
        ),
        (
            ["REPLACE INTO journal SELECT 5, tid, aktor, 'annat', objekt, nyckel_avtryck,"
             " innehall_avtryck, hash FROM journal WHERE id = 5"],
            "journal 5: post 5 är ändrad: hashen stämmer inte",
        ),
        (
            ["UPDATE journal_innehall SET efter = '{\"status\": \"godkand\"}' WHERE journal = 2"],
            "journal 2: innehållet i post 2 är ändrat",
        ),
        (
            ["UPDATE journal_innehall SET salt = randomblob(16) WHERE journal = 4"],
            "journal 4: innehållet i post 4 är ändrat",
        ),
        (
            ["DELETE FROM journal_innehall WHERE journal = 4"],
            "journal 4: innehållet i post 4 saknas utan gallring",
        ),
        (
            ["INSERT INTO journal_innehall VALUES (3, randomblob(16), NULL, '{}')"],
            "journal 3: innehållet i post 3 är ändrat",
        ),
        (
            ["UPDATE journal_nyckel SET nyckel = '191212121212' WHERE journal = 5"],
            "journal 5: nyckeln till post 5 är ändrad",
        ),
        (
            ["UPDATE journal_nyckel SET salt = randomblob(16) WHERE journal = 5"],
            "journal 5: nyckeln till post 5 är ändrad",
        ),
        (
            ["DELETE FROM journal_nyckel WHERE journal = 5"],
            "journal 5: nyckeln till post 5 saknas utan gallring",
        ),
        (
            ["INSERT INTO journal_innehall VALUES (9, randomblob(16), NULL, '{}')"],
            "journal 9: i journal_innehall ligger uppgifter till en post som inte finns",
        ),
        (
            ["INSERT INTO gallrad VALUES (4, 1, 0)",
             "DELETE FROM journal_innehall WHERE journal = 4"],
            "journal 4: post 4 är gallrad utan gallringsbeslut",
        ),
        (
            ["INSERT INTO gallring VALUES (1, 2031, 'hemligt', 1, printf('%064d', 0), 6, '', '')",
             "INSERT INTO gallrad VALUES (4, 1, 0)",
             "DELETE FROM journal_innehall WHERE journal = 4"],
            "gallring 1: listan är inte den som står i journalen, post 6",
        ),
        (
            ["UPDATE journal SET aktor = 'lena' WHERE id = 5",
             "UPDATE journal_innehall SET efter = NULL WHERE journal = 2",
             "DELETE FROM journal WHERE id = 6"],
            "journal 2: innehållet i post 2 är ändrat",
        ),
    ],
)  # fmt: skip
def test_the_first_break_is_named(path: Path, statements: list[str], first: str) -> None:
    forged(path, *statements)
    assert broken(path) == first


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal SET aktor = 'lena' WHERE id = 4",
        "UPDATE journal SET id = 7 WHERE id = 6",
        "DELETE FROM journal WHERE id = 6",
        "REPLACE INTO journal SELECT * FROM journal WHERE id = 6",
        "INSERT INTO journal SELECT 8, tid, aktor, handelse, objekt, nyckel_avtryck, NULL, hash"
        " FROM journal WHERE id = 6",
        "UPDATE journal_slut SET nummer = 5",
        "UPDATE journal_slut SET hash = randomblob(32)",
        "DELETE FROM journal_slut",
        "REPLACE INTO journal_slut VALUES (1, 0, randomblob(32), 0)",
        "UPDATE journal_innehall SET efter = NULL",
        "DELETE FROM journal_innehall",
        "REPLACE INTO journal_innehall SELECT * FROM journal_innehall WHERE journal = 6",
        "INSERT INTO journal_innehall VALUES (3, randomblob(16), NULL, '{}')",
        "UPDATE journal_nyckel SET nyckel = 'F9'",
        "DELETE FROM journal_nyckel",
        "REPLACE INTO journal_nyckel SELECT * FROM journal_nyckel WHERE journal = 6",
    ],
)
def test_the_triggers_refuse_what_is_plain(path: Path, statement: str) -> None:
    with (
        closing(sqlite3.connect(path)) as raw,
        pytest.raises(sqlite3.IntegrityError, match="journalen"),
    ):
        raw.execute(statement)


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("DROP TRIGGER journal_fast_d", "journal_fast_d: skyddet i databasen är borttaget"),
        (
            "CREATE TRIGGER tyst AFTER INSERT ON journal BEGIN DELETE FROM berord; END",
            "tyst: ett skydd som programmet inte känner ligger i databasen",
        ),
        ("DROP VIEW v_logg", "v_logg: vyn i databasen är borttagen"),
    ],
)
def test_a_trigger_taken_away_is_found(path: Path, statement: str, told: str) -> None:
    with open_database(path) as base:
        assert guards.faults(base.read()) == []
    with closing(sqlite3.connect(path)) as raw:
        raw.execute(statement)
    with open_database(path) as base:
        assert [f"{item.var}: {item.vad}" for item in guards.faults(base.read())] == [told]


def test_a_weakened_trigger_is_found(path: Path) -> None:
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("DROP TRIGGER journal_fast_d")
        raw.execute(
            "CREATE TRIGGER journal_fast_d BEFORE DELETE ON journal WHEN 0"
            " BEGIN SELECT raise(ABORT, 'journalen kan inte ändras'); END"
        )
    with open_database(path) as base:
        assert [item.vad for item in guards.faults(base.read())] == [
            "skyddet i databasen är ändrat"
        ]


def test_an_entry_can_be_hashed_by_hand(path: Path) -> None:
    """As docs/revision.md says, with nothing of the program's own."""

    def part(value: bytes | None) -> bytes:
        return b"-" if value is None else b"%d:%s," % (len(value), value)

    def digest(*parts: bytes | None) -> bytes:
        return hashlib.sha256(b"".join(map(part, (b"workbench-journal-1", *parts)))).digest()

    with closing(sqlite3.connect(path)) as raw:
        identity = raw.execute("SELECT identitet FROM databas").fetchone()[0]
        former = digest("början".encode(), identity.encode())
        for number, *said, key, content, kept in raw.execute("SELECT * FROM journal ORDER BY id"):
            salt, text = raw.execute(
                "SELECT salt, nyckel FROM journal_nyckel WHERE journal = ?", (number,)
            ).fetchone()
            assert key == digest(b"nyckel", salt, text.encode())
            beside = raw.execute(
                "SELECT salt, fore, efter FROM journal_innehall WHERE journal = ?", (number,)
            ).fetchone()
            if beside:
                texts = [None if one is None else one.encode() for one in beside[1:]]
                assert content == digest("innehåll".encode(), beside[0], *texts)
            words = [str(number).encode(), *(word.encode() for word in said)]
            former = digest(b"post", former, *words, key, content)
            assert former == kept


def test_no_two_entries_share_a_salt(path: Path) -> None:
    with open_database(path) as base:
        salts = base.read().execute(
            "SELECT salt FROM journal_nyckel UNION ALL SELECT salt FROM journal_innehall"
        )
        found = [salt for (salt,) in salts]
    assert len(set(found)) == len(found) == 11
    assert {len(salt) for salt in found} == {16}


def test_entries_are_found_by_key_and_stand_in_the_view(path: Path) -> None:
    with open_database(path) as base:
        found = entries(base.read(), "brukare", PERSON)
        assert [(row[2], row[4]) for row in found] == [("konto väntar", '{"konto": "2"}')]
        hashes = base.read().execute("SELECT hash FROM v_logg").fetchall()
    assert all(re.fullmatch("[0-9a-f]{64}", one) for (one,) in hashes)


def test_what_is_rolled_back_leaves_no_gap(path: Path) -> None:
    with open_database(path) as base:
        with base.write() as connection, savepoint(connection):
            log(connection, STAMP, "värde", "timbelopp", "2027-01-01", None, {"ore": 1})
            raise Undo
        with base.write() as connection:
            assert log(connection, STAMP, "värde", "timbelopp", "2027-01-01", None, {"ore": 2}) == 7
    assert broken(path) == ""


@pytest.fixture
def base(path: Path) -> Iterator[Database]:
    with open_database(path) as opened:
        yield opened


def test_a_long_walk_tells_how_far_it_is(base: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chainproof, "EVERY", 2)
    heard: list[tuple[int, int]] = []
    chainproof.walk(base.read(), lambda done, total: heard.append((done, total)))
    assert heard == [(2, 6), (4, 6), (6, 6)]
