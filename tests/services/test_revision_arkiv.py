"""An auditor's archive: recomputed on a machine that has nothing but the program."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from db import open_database
from db.journal import Stamp
from tests.services import moneyout, town
from tests.services.forging import forged
from tests.services.test_verifying import attested
from workbench.services import exported, files, heads, keys, paying_out, people, revision_arkiv
from workbench.services.progress import QUIET
from workbench.services.revision_arkiv import export
from workbench.services.revision_kontroll import BadArchive, Checked, check
from workbench.services.viewing import NotAllowed

ROOT = Path(__file__).resolve().parents[2]
WHO = Stamp("2026-11-22T12:00:00+01:00", "rut")


@pytest.fixture(scope="module")
def town_db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A month attested twice with a claim between, and paid to the bank."""
    folder = tmp_path_factory.mktemp("arkiv")
    with attested(folder) as base:
        moneyout.choose(base)
        town.bring(base, folder / "k", {"brukare": moneyout.people()})
        paying_out.pay(base, 1, folder / "1.xml", moneyout.PAYER)
        return base.path


@pytest.fixture(scope="module")
def archive(town_db: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of it."""
    target = tmp_path_factory.mktemp("ut") / "arkiv.zip"
    with open_database(town_db) as base:
        export(base, target, WHO)
    return target


def named(found: Checked) -> str:
    """Return the first thing that is off."""
    assert found.brott
    return found.brott[0].var


def test_an_archive_holds_on_an_empty_machine(archive: Path, tmp_path: Path) -> None:
    """A new process, an empty home, no database, and nothing left behind."""
    (tmp_path / "hem").mkdir()
    (tmp_path / "tmp").mkdir()
    copy = shutil.copy(archive, tmp_path / "arkiv.zip")
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path / "hem"),
        "TMPDIR": str(tmp_path / "tmp"),
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    command = [sys.executable, "-m", "workbench", "audit", "verify", str(copy), "--json"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert (said["korningar"], said["brott"]) == (2, [])
    assert list((tmp_path / "hem").iterdir()) == list((tmp_path / "tmp").iterdir()) == []


def test_the_same_database_gives_the_same_bytes_whoever_and_whenever(
    town_db: Path, tmp_path: Path
) -> None:
    made = []
    for name, stamp in (("a", WHO), ("b", Stamp("2027-01-01T00:00:00+01:00", "ola"))):
        with open_database(Path(shutil.copy(town_db, tmp_path / f"{name}.db"))) as base:
            export(base, tmp_path / f"{name}.zip", stamp)
        made.append((tmp_path / f"{name}.zip").read_bytes())
    assert made[0] == made[1]


def test_the_archive_is_private_and_says_what_was_received(archive: Path) -> None:
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    with zipfile.ZipFile(archive) as opened:
        names = opened.namelist()
        assert opened.read("indata/000006-tidrapporter.csv").startswith(b"brukare;assistent")
        told = json.loads(opened.read("manifest.json"))
    assert len(told["filer"]) == len(names) - 1
    assert {"lage", "berord", "fynd_del"} <= set(told["bara_i_databasen"])
    assert not {"fil", "tidrapport", "betalning", "journal"} & set(told["bara_i_databasen"])
    assert any("inte togs in" in text for text in told["finns_inte"])
    for folder in ("databas", "regler", "register", "varden", "beslut", "korningar", "krav"):
        assert any(name.startswith(f"{folder}/") for name in names), folder
    assert "journal/v_logg.csv" in names
    assert "korningar/andelar.csv" in names
    assert any(name.startswith("korningar/utfiler/") for name in names)


def test_an_export_is_journaled_before_and_after_with_its_hash(
    town_db: Path, tmp_path: Path
) -> None:
    target = tmp_path / "a.zip"
    with open_database(Path(shutil.copy(town_db, tmp_path / "a.db"))) as base:
        done = export(base, target, WHO)
        rows = base.read().execute(
            "SELECT aktor, efter FROM v_logg WHERE objekt = 'export' AND nyckel = ? ORDER BY id",
            (revision_arkiv.SLAG,),
        )
        before, after = [(who, json.loads(said)) for who, said in rows][-2:]
    assert before == ("rut", {"fil": "a.zip", "mapp": str(tmp_path), "antal": 1})
    assert after[1]["sha256"] == done.sha256
    assert after[1]["antal"] == done.medlemmar


def test_protected_people_need_the_right(tmp_path: Path) -> None:
    with town.database(tmp_path / "t.db") as base:
        hidden = [{"personnummer": town.ANNA, "namn": "Anna Ek", "skyddad": "ja"}]
        town.bring(base, tmp_path / "in", {"brukare": hidden})
        with pytest.raises(NotAllowed):
            export(base, tmp_path / "a.zip", WHO)
        assert not (tmp_path / "a.zip").exists()
        people.add_user(base, "rut", "revisor", True, town.stamp())
        export(base, tmp_path / "a.zip", WHO)
        looks = base.read().execute("SELECT nyckel FROM v_logg WHERE objekt = 'visning'").fetchall()
        assert looks == [("audit export a.zip",)]
    assert check(tmp_path / "a.zip", WHO).brott == []


def test_nothing_is_written_over_and_nothing_is_left_of_what_failed(
    town_db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_database(Path(shutil.copy(town_db, tmp_path / "t.db"))) as base:
        (tmp_path / "a.zip").write_text("min")
        with pytest.raises(files.NotWritten):
            export(base, tmp_path / "a.zip", WHO)
        assert (tmp_path / "a.zip").read_text() == "min"

        def full(*_: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(revision_arkiv, "_add", full)
        with pytest.raises(files.NotWritten):
            export(base, tmp_path / "b.zip", WHO)
    left = {path.name for path in tmp_path.iterdir() if not path.name.startswith("t.db")}
    assert left == {"a.zip"}


# -- tampering ------------------------------------------------------------------------------------

Edit = Callable[[str, bytes], bytes | None]


def rewritten(archive: Path, target: Path, edit: Edit) -> Path:
    """Write an archive again with members edited; None leaves one out."""
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(target, "w") as new:
        for info in old.infolist():
            content = edit(info.filename, old.read(info))
            if content is not None:
                new.writestr(info, content)
    return target


def flipped(content: bytes) -> bytes:
    """Return bytes with one of them another."""
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


KINDS = (
    "databas/workbench.db",
    "regler/regler.json",
    "regler/policy.toml",
    "register/beslut.csv",
    "indata/000006-tidrapporter.csv",
    "varden/installning.csv",
    "beslut/avgorande.csv",
    "korningar/avrakning.csv",
    "korningar/andelar.csv",
    "krav/aterkrav_rad.csv",
    "journal/v_logg.csv",
    "stickprov/stickprov.csv",
)


@pytest.mark.parametrize("name", KINDS)
def test_a_changed_byte_is_named(archive: Path, tmp_path: Path, name: str) -> None:
    def edit(member: str, content: bytes) -> bytes:
        return flipped(content) if member == name else content

    assert named(check(rewritten(archive, tmp_path / "x.zip", edit), WHO)) == name


@pytest.mark.parametrize("name", [*KINDS, "manifest.json"])
def test_a_byte_changed_in_the_file_itself_is_named(
    archive: Path, tmp_path: Path, name: str
) -> None:
    """Without writing the archive again: the packed bytes of a member."""
    content = bytearray(archive.read_bytes())
    with zipfile.ZipFile(archive) as opened:
        info = opened.getinfo(name)
        at = info.header_offset + 30 + len(name.encode()) + 20 + info.compress_size // 2
    content[at] ^= 1
    path = tmp_path / "x.zip"
    path.write_bytes(content)
    assert named(check(path, WHO)) == name


@pytest.mark.parametrize("name", [*KINDS, "manifest.json"])
def test_a_removed_file_is_named(archive: Path, tmp_path: Path, name: str) -> None:
    def edit(member: str, content: bytes) -> bytes | None:
        return None if member == name else content

    assert named(check(rewritten(archive, tmp_path / "x.zip", edit), WHO)) == name


def remade(archive: Path, target: Path, name: str, content: bytes) -> Path:
    """Change a member and make the manifest agree, as someone who knows the form would."""
    from hashlib import sha256

    def edit(member: str, old: bytes) -> bytes:
        if member == name:
            return content
        if member == "manifest.json":
            told = json.loads(old)
            for item in told["filer"]:
                if item["namn"] == name:
                    item["storlek"] = len(content)
                    item["sha256"] = sha256(content).hexdigest()
            text = json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True)
            return f"{text}\n".encode()
        return old

    return rewritten(archive, target, edit)


@pytest.mark.parametrize("name", KINDS[3:])
def test_a_manifest_that_agrees_does_not_help(archive: Path, tmp_path: Path, name: str) -> None:
    with zipfile.ZipFile(archive) as opened:
        content = opened.read(name)
    path = remade(archive, tmp_path / "x.zip", name, content + b"mer\n")
    assert named(check(path, WHO)) == name


def test_a_changed_amount_in_the_copy_is_named_by_its_run(
    archive: Path, tmp_path: Path, town_db: Path
) -> None:
    """The copy, its readable files and the manifest all agree: the seal and the sums do not."""
    import sqlite3

    other = Path(shutil.copy(town_db, tmp_path / "annan.db"))
    with sqlite3.connect(other) as raw:
        raw.execute("DROP TRIGGER avrakning_fast_u")
        raw.execute("UPDATE avrakning SET belopp = belopp + 100 WHERE korning = 1")
    with open_database(other) as base:
        export(base, tmp_path / "a.zip", WHO)
    found = check(tmp_path / "a.zip", WHO)
    assert found.brott
    assert any("L1" in item.var or "körning 1" in item.var for item in found.brott)


# -- archives made to do harm ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "../ut.txt",
        "/etc/passwd",
        "indata/../../ut",
        "indata/.bashrc",
        "indata\\..\\ut",
        "C:/ut.txt",
        "indata/å.csv",
        "indata/" + "a" * 300,
        "a/b/c/d.csv",
    ],
)
def test_a_name_that_leads_elsewhere_is_refused(archive: Path, tmp_path: Path, name: str) -> None:
    path = Path(shutil.copy(archive, tmp_path / "x.zip"))
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr(name, "x")
    with pytest.raises(BadArchive):
        check(path, WHO)
    assert [item.name for item in tmp_path.iterdir()] == ["x.zip"]


def test_a_member_that_unpacks_without_end_is_refused(archive: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(archive, tmp_path / "x.zip"))
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr("indata/bomb.csv", b"0" * 50_000_000)
        opened.infolist()[-1].file_size = 1 << 40
    with pytest.raises(BadArchive):
        check(path, WHO)


def test_a_name_that_stands_twice_is_refused(archive: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(archive, tmp_path / "x.zip"))
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as opened,
        pytest.warns(UserWarning, match="Duplicate name"),
    ):
        opened.writestr("register/beslut.csv", "x")
    with pytest.raises(BadArchive):
        check(path, WHO)


@pytest.mark.parametrize("content", [b"", b"hej", b"PK\x03\x04"])
def test_what_is_no_archive_is_said_to_be_none(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(content)
    with pytest.raises(BadArchive, match=r"x\.zip"):
        check(path, WHO)


def test_an_empty_archive_lacks_its_manifest(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w"):
        pass
    assert named(check(tmp_path / "x.zip", WHO)) == "manifest.json"


def test_a_digest_of_one_file_is_its_own_and_of_several_that_of_their_list() -> None:
    one, two = {Path("a"): b"x"}, {Path("m/b"): b"y", Path("m/a"): b"x"}
    assert exported.digest(one).startswith("2d711642b726b044")
    assert exported.digest(two) == exported.digest(dict(reversed(two.items())))
    assert exported.digest(two) != exported.digest(one)


# -- from the source, and a head kept elsewhere ---------------------------------------------------


def repacked(archive: Path, target: Path, change: str) -> None:
    """Change the copy in an archive past its triggers, and make all else in it follow."""
    copy = target.with_suffix(".db")
    with zipfile.ZipFile(archive) as opened:
        copy.write_bytes(opened.read("databas/workbench.db"))
    forged(copy, change)
    with target.open("wb") as stream:
        revision_arkiv._written(copy, stream, QUIET)


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ("UPDATE tidrapport SET assistent = assistent + 1 WHERE id = 1", "fil 6"),
        ("UPDATE vistelse SET till = '2024-03-05T12:00'", "vistelse"),
        ("UPDATE beslut SET timmar = timmar + 100", "beslut"),
    ],
)
def test_received_files_are_read_again_elsewhere(
    archive: Path, tmp_path: Path, change: str, where: str
) -> None:
    """An archive that agrees with itself in all but what the received files in it say."""
    repacked(archive, tmp_path / "a.zip", change)
    found = check(tmp_path / "a.zip", WHO)
    assert named(found).startswith(where)


def test_an_archive_is_held_to_a_head_and_to_whose_key(archive: Path, tmp_path: Path) -> None:
    private = tmp_path / "nyckel.pem"
    public = keys.make_keys(private)
    other = keys.make_keys(tmp_path / "annan.pem")
    with zipfile.ZipFile(archive) as opened:
        (tmp_path / "t.db").write_bytes(opened.read("databas/workbench.db"))
    with open_database(tmp_path / "t.db") as base:
        heads.write(base, tmp_path / "h.json", WHO, private)
        people.add_user(base, "ada", "administrator", False, WHO)
        heads.write(base, tmp_path / "senare.json", WHO, private)
    head, later = heads.read(tmp_path / "h.json"), heads.read(tmp_path / "senare.json")
    assert check(archive, WHO, head=head, public=public).brott == []
    wrong = check(archive, WHO, head=head, public=other).brott
    assert [item.vad for item in wrong] == ["huvudet är signerat med en annan nyckel"]
    head["aktor"] = "eva"
    assert [item.var for item in check(archive, WHO, head=head).brott] == ["signatur"]
    assert named(check(archive, WHO, head=later)) == "huvud"
