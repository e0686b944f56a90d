"""A head of the journal's chain kept elsewhere: what it proves, and what it does not."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any

import pytest

from db import Database, backup, open_database
from db.journal import log
from tests.services import town
from tests.services.forging import forged, rewritten
from workbench.services import heads, keys, verifying
from workbench.services.errors import Refused
from workbench.services.files import NotWritten
from workbench.services.heads import BrokenChain, NotAHead

STAMP = town.stamp(actor="eva")


@pytest.fixture(scope="module")
def signer(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A private and a public key."""
    private = tmp_path_factory.mktemp("nycklar") / "nyckel.pem"
    return private, keys.make_keys(private)


@pytest.fixture
def base(tmp_path: Path) -> Database:
    """A database with three entries."""
    made = town.database(tmp_path / "t.db")
    entries(made, 3)
    return made


def entries(base: Database, count: int) -> None:
    with base.write() as connection:
        for number in range(count):
            log(connection, STAMP, "anteckning", "fynd", f"F{number}", None, {"status": "nekad"})


def head(base: Database, path: Path, key: Path | None = None) -> dict[str, Any]:
    """Write a head and read it back."""
    heads.write(base, path, STAMP, key)
    return heads.read(path)


def told(base: Database, document: dict[str, Any], public: Path | None = None) -> list[str]:
    return [f"{item.var}: {item.vad}" for item in heads.check(base, document, public).faults]


def test_a_head_says_where_the_chain_ends(base: Database, tmp_path: Path) -> None:
    written = head(base, tmp_path / "h.json")
    number, last = (
        base.read().execute("SELECT nummer, lower(hex(hash)) FROM journal_slut").fetchone()
    )
    assert (written["nummer"], written["hash"]) == (number, last) == (3, last)
    assert (written["tid"], written["aktor"], written["skriven"]) == (STAMP.tid, "eva", STAMP.tid)
    assert written["databas"] == base.read().execute("SELECT identitet FROM databas").fetchone()[0]
    assert stat.S_IMODE((tmp_path / "h.json").stat().st_mode) == 0o600


def test_a_head_lies_in_the_chain_for_ever(
    base: Database, tmp_path: Path, signer: tuple[Path, Path]
) -> None:
    early = head(base, tmp_path / "h.json", signer[0])
    entries(base, 5)
    found = heads.check(base, early, signer[1])
    assert (found.faults, found.nummer_nu, found.kand) == ([], 8, True)


def test_the_head_of_an_empty_journal_holds(tmp_path: Path) -> None:
    with town.database(tmp_path / "t.db") as base:
        first = head(base, tmp_path / "h.json")
        assert first["nummer"] == 0
        entries(base, 1)
        assert told(base, first) == []


def test_only_a_head_finds_a_chain_computed_anew(base: Database, tmp_path: Path) -> None:
    kept = head(base, tmp_path / "h.json")
    base.close()
    rewritten(base.path, 2, "lena")
    with open_database(base.path) as base:
        assert verifying.verify(base, STAMP).faults == []
        assert told(base, kept) == [
            "huvud: post 3 är en annan än när huvudet skrevs: historien är ändrad"
        ]
        faults = verifying.verify(base, STAMP, head=kept).faults
        assert [item.var for item in faults] == ["huvud"]


def test_an_older_copy_in_the_databases_place_lacks_entries(base: Database, tmp_path: Path) -> None:
    backup.copy_to(base.path, tmp_path / "kopia.db")
    entries(base, 2)
    kept = head(base, tmp_path / "h.json")
    with open_database(tmp_path / "kopia.db") as older:
        assert told(older, kept) == [
            "huvud: post 5 finns inte: kedjan slutar vid post 3, poster saknas"
        ]


def test_another_databases_head_is_told_as_such(base: Database, tmp_path: Path) -> None:
    other_path = tmp_path / "annan.db"
    backup.copy_to(base.path, other_path)
    forged(other_path, "UPDATE databas SET identitet = 'ANNANDATAB'")
    kept = head(base, tmp_path / "h.json")
    with open_database(other_path) as other:
        assert told(other, kept)[-1] == (
            f"huvud: huvudet är från databasen {kept['databas']}, detta är ANNANDATAB"
        )


def test_no_head_of_a_broken_chain_is_written(base: Database, tmp_path: Path) -> None:
    base.close()
    forged(base.path, "UPDATE journal SET aktor = 'lena' WHERE id = 1")
    with open_database(base.path) as base, pytest.raises(BrokenChain, match="post 1 är ändrad"):
        heads.write(base, tmp_path / "h.json", STAMP)
    assert not (tmp_path / "h.json").exists()


def test_a_head_is_never_written_over_another(base: Database, tmp_path: Path) -> None:
    head(base, tmp_path / "h.json")
    entries(base, 1)
    with pytest.raises(NotWritten, match="finns redan"):
        heads.write(base, tmp_path / "h.json", STAMP)


# -- signatures ------------------------------------------------------------------------------------


def test_a_changed_head_loses_its_signature(
    base: Database, tmp_path: Path, signer: tuple[Path, Path]
) -> None:
    kept = head(base, tmp_path / "h.json", signer[0])
    for name, value in {"hash": "0" * 64, "nummer": 2, "tid": "2020-01-01", "aktor": "x"}.items():
        assert "signatur: signaturen stämmer inte med huvudet" in told(base, kept | {name: value})


def test_a_head_signed_by_someone_else_is_not_yours(
    base: Database, tmp_path: Path, signer: tuple[Path, Path]
) -> None:
    keys.make_keys(tmp_path / "annan.pem")
    kept = head(base, tmp_path / "h.json", tmp_path / "annan.pem")
    assert heads.check(base, kept).faults == []
    assert told(base, kept, signer[1]) == ["signatur: huvudet är signerat med en annan nyckel"]


def test_a_head_without_signature_is_no_signed_head(
    base: Database, tmp_path: Path, signer: tuple[Path, Path]
) -> None:
    kept = head(base, tmp_path / "h.json")
    found = heads.check(base, kept)
    assert (found.faults, found.signerad_av) == ([], None)
    assert told(base, kept, signer[1]) == ["signatur: huvudet är inte signerat"]


@pytest.mark.parametrize("signature", ["x", {}, {"nyckel": "å", "varde": "å"}, {"nyckel": "AA=="}])
def test_a_signature_of_no_form_does_not_hold(
    base: Database, tmp_path: Path, signature: object
) -> None:
    kept = head(base, tmp_path / "h.json") | {"signatur": signature}
    assert told(base, kept) == ["signatur: signaturen stämmer inte med huvudet"]


def test_keys_are_private_and_never_written_over(tmp_path: Path) -> None:
    public = keys.make_keys(tmp_path / "k.pem")
    assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()} == {0o600}
    assert public.name == "k.pem.pub"
    with pytest.raises(NotWritten):
        keys.make_keys(tmp_path / "k.pem")
    (tmp_path / "k.pem").chmod(0o640)
    with pytest.raises(Refused, match="Andra kan läsa nyckeln"):
        keys.sign(tmp_path / "k.pem", b"")


@pytest.mark.parametrize("content", ["", "inte PEM", "-----BEGIN PRIVATE KEY-----\nAAAA\n"])
def test_what_is_no_key_signs_nothing(tmp_path: Path, content: str) -> None:
    (tmp_path / "k").write_text(content)
    (tmp_path / "k").chmod(0o600)
    with pytest.raises(Refused, match="är inte en privat nyckel"):
        keys.sign(tmp_path / "k", b"")
    with pytest.raises(Refused, match="är inte en publik nyckel"):
        keys.public_key(tmp_path / "k")
    with pytest.raises(Refused, match="är inte en krypteringsnyckel"):
        keys.read_secret(tmp_path / "k")


def test_a_private_key_is_no_public_one(signer: tuple[Path, Path]) -> None:
    with pytest.raises(Refused, match="är inte en publik nyckel"):
        keys.public_key(signer[0])
    with pytest.raises(Refused, match="går inte att läsa"):
        keys.sign(signer[0].with_name("saknas"), b"")


# -- files that are no heads -----------------------------------------------------------------------

WHOLE = {
    "slag": "workbench-huvud",
    "version": 1,
    "databas": "A",
    "nummer": 1,
    "hash": "",
    "tid": "",
}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{", "inte JSON"),
        ("[]", "är inte ett huvud från"),
        ('{"slag": "annat"}', "är inte ett huvud från"),
        (json.dumps(WHOLE | {"nummer": "1"}), "nummer saknas eller har fel form"),
        (json.dumps({"slag": "workbench-huvud"}), "version saknas"),
        (json.dumps(WHOLE | {"version": 2}), "annan version av programmet"),
        (" " * 70_000, "för stor"),
    ],
)
def test_a_file_that_is_no_head_is_told_why(tmp_path: Path, content: str, words: str) -> None:
    (tmp_path / "h.json").write_text(content)
    with pytest.raises(NotAHead, match=words):
        heads.read(tmp_path / "h.json")
