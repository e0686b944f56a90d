"""What is personal in the journal goes five years after a file was closed; the chain is whole."""

from __future__ import annotations

import json
import re
import shutil
import stat
from pathlib import Path

import pytest

from db import Database, chainproof, open_database, retention
from db.journal import entries, log
from tests.services import town
from tests.services.town import ANNA, BO, KIM, LEA, SEER
from workbench.services import attesting, gallring, law, people, verifying
from workbench.services.errors import Refused
from workbench.services.files import NotWritten
from workbench.services.gallring import Removal
from workbench.services.viewing import Viewer

LATER = town.stamp("2031-03-01", "chef")
MASKED = Viewer("chef")


def attest(base: Database, month: str, day: str) -> None:
    run = town.settled(base, month, day)
    assert run.korning is not None
    amount = sum(net.att_betala for net in run.brukare)
    attesting.attest(base, run.korning, amount, ["all"], town.stamp(day, "bo"))


def closed(folder: Path) -> Path:
    """Anna's beslut ended in 2017 and her last note is of January 2018; Bo's goes on.

    Kim has worked for Anna only and Lea for Bo. Anna has had another account, her finding has been
    decided, and somebody has looked at protected persons.
    """
    path = folder / "t.db"
    base = town.database(path)
    sheets = town.clean_town(
        brukare=[
            {"personnummer": ANNA, "namn": "Anna Ek", "konto": "BG 5050-1055", "skyddad": "ja"},
            {"personnummer": BO, "namn": "Bo Al", "konto": "", "skyddad": "nej"},
        ],
        uppdrag=[town.uppdrag(KIM, ANNA), town.uppdrag(LEA, BO)],
        beslut=[town.beslut("B1", ANNA), town.beslut("B2", BO)],
        tidrapporter=[
            town.tid("2017-11-06"),
            town.tid("2017-11-07", brukare=BO, assistent=LEA),
        ],
        vistelser=[
            {
                "brukare": ANNA,
                "slag": "sjukhus",
                "fran": "2017-11-06T08:00",
                "till": "2017-11-06T09:00",
            }
        ],
    )
    town.bring(base, folder / "a", sheets, "2017-12-01", "2017-12-01")
    ended = {
        "beslut": [town.beslut("B1", ANNA, till="2017-12-31")],
        "brukare": [{"personnummer": ANNA, "namn": "Anna Ek", "konto": "PG 123456-6"}],
    }
    town.bring(base, folder / "b", ended, "2017-12-02")
    town.confirm_accounts(base, "2017-12-03")
    town.settled(base, "2017-11", "2017-12-04")
    town.decide(base, town.findings(base, "2017-11", "vistelse"), "nekad", "2017-12-05")
    with base.write() as connection:
        log(connection, town.stamp("2017-12-06"), "visade skyddade uppgifter", "visning", ANNA)
    attest(base, "2017-11", "2018-01-10")
    town.bring(
        base,
        folder / "c",
        {"tidrapporter": [town.tid("2018-02-06", brukare=BO, assistent=LEA)]},
        "2018-03-01",
        "2018-03-01",
    )
    changed = {"beslut": [town.beslut("B2", BO, timmar="700")]}
    town.bring(base, folder / "d", changed, "2018-03-02")
    attest(base, "2018-02", "2018-03-05")
    base.close()
    return path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return closed(tmp_path_factory.mktemp("gallring"))


@pytest.fixture
def base(made: Path, tmp_path: Path) -> Database:
    return open_database(shutil.copy(made, tmp_path / "t.db"))


def listed(base: Database, year: int, viewer: Viewer = SEER) -> Removal:
    return gallring.listed(base, year, LATER, viewer)


def told(found: Removal) -> list[tuple[str, str, int]]:
    return [(entry.handelse, entry.objekt, entry.nyckel) for entry in found.poster]


OWN = [("andrad", "beslut", 1), ("avgjort", "fynd", 0)]
ACCOUNT = [("konto väntar", "brukare", 1), ("konto bekräftat", "brukare", 1)]
LOOKED = ("visade skyddade uppgifter", "visning", 1)


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (2022, []),
        # Somebody looked in 2017: 2017 + 5 = 2022 has passed.
        (2023, [LOOKED]),
        # Anna's last note is of 2018, the attest of her month: 2018 + 5 = 2023 has passed.
        (2024, [*OWN, LOOKED]),
        # Her account belongs to the accounts of 2017: kept to the end of 2024.
        (2025, [*OWN, *ACCOUNT, LOOKED]),
        (2031, [*OWN, *ACCOUNT, LOOKED]),
    ],
)
def test_what_falls_due_when(
    base: Database, year: int, expected: list[tuple[str, str, int]]
) -> None:
    assert sorted(told(listed(base, year))) == sorted(expected)


def test_a_file_that_is_open_keeps_all_that_tells_of_it(base: Database) -> None:
    """Bo's beslut was changed too, and has no end."""
    found = listed(base, 2031)
    assert [(akt.person, akt.sista, akt.poster, akt.rader) for akt in found.akter] == [
        (ANNA, "2018-01-10", 4, 1),
        (KIM, "2018-01-10", 1, 1),
    ]
    assert {entry.id for entry in found.poster}.isdisjoint(
        number
        for (number,) in base.read().execute(
            "SELECT id FROM v_logg WHERE nyckel IN ('B2', ?)", (BO,)
        )
    )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE beslut SET till = NULL WHERE nummer = 'B1'",
        "UPDATE beslut SET till = '2026-01-31' WHERE nummer = 'B1'",
        "INSERT INTO beslut SELECT 99, 'B9', brukare, '2026-01-01', NULL, 1, NULL, 1, 0, NULL,"
        " NULL, NULL, NULL, NULL, NULL, NULL, 0, fil, rad FROM beslut WHERE nummer = 'B1'",
        "INSERT INTO fkbeslut SELECT 1, brukare, '2018-01-01', 'beviljat', '2018-01-01', NULL, 0,"
        " 0, NULL, NULL, fil, rad FROM beslut WHERE nummer = 'B1'",
        "INSERT INTO vistelse SELECT 99, brukare, slag, '2026-01-01', NULL, fil, rad FROM vistelse",
    ],
)
def test_anything_later_keeps_a_file_open(base: Database, statement: str) -> None:
    with base.write() as connection:
        connection.execute(statement)
    assert told(listed(base, 2031)) == [LOOKED]


def test_a_longer_time_of_ones_own(base: Database) -> None:
    law.set_policy(base, "gallring_akt_ar", "10", "2020-01-01", "nämnden § 5", town.stamp())
    assert told(listed(base, 2028)) == [LOOKED]
    assert len(told(listed(base, 2029))) == 5
    assert [item.source for item in listed(base, 2029).tider] == ["nämnden § 5", "förval"]


def test_what_came_after_the_last_attest_stays(base: Database) -> None:
    """The four eyes look back to it: here the change of Anna's beslut that nobody has attested."""
    with base.write() as connection:
        log(connection, town.stamp("2018-06-01"), "andrad", "beslut", "B1", {}, {"timmar": 1})
    assert sorted(told(listed(base, 2031))) == sorted([*OWN, *ACCOUNT, LOOKED])


def test_looking_changes_nothing(base: Database) -> None:
    before = "\n".join(base.read().iterdump())
    listed(base, 2031)
    assert "\n".join(base.new_reader().iterdump()) == before


def test_what_is_removed_is_gone_and_the_chain_is_whole(base: Database, tmp_path: Path) -> None:
    head = chainproof.head(base.read())
    expected = listed(base, 2025)
    found = gallring.carry_out(base, 2025, "enligt plan", tmp_path / "l.json", LATER, SEER)
    assert (found.nummer, found.poster) == (1, expected.poster)
    walked = chainproof.walk(base.read())
    assert (walked.brott, walked.gallrade) == (None, 5)
    assert chainproof.hash_at(base.read(), head.nummer) == head.hash
    assert entries(base.read(), "beslut", "B1") == []
    decided = entries(base.read(), "fynd", "F1")
    assert [(row[1], row[2], row[4]) for row in decided] == [("karin", "avgjort", None)]
    gone = base.read().execute("SELECT nyckel, fore, efter FROM v_logg WHERE gallring = 1")
    assert sorted(gone.fetchall(), key=str) == sorted(
        [("F1", None, None), *[(None, None, None)] * 4], key=str
    )
    assert verifying.verify(base, LATER).faults == []
    again = listed(base, 2025)
    assert (told(again), [(akt.poster, akt.rader) for akt in again.akter]) == ([], [(0, 1), (0, 1)])


def test_the_bytes_are_gone_from_the_file(base: Database, tmp_path: Path) -> None:
    """The old account stood in the journal alone."""
    base.close()
    secret = b"hemligt-konto-5050"
    with base.write() as connection:
        known = log(connection, town.stamp("2017-12-07"), "konto avvisat", "brukare", ANNA, None,
            {"konto": secret.decode()})  # fmt: skip
    base.close()
    assert secret in base.path.read_bytes()
    with base.write() as connection:
        # Somebody attests after that.
        connection.execute("DROP TRIGGER korning_fast_u")
        connection.execute("UPDATE korning SET journal = ? WHERE id = 1", (known + 1,))
    gallring.carry_out(base, 2025, "enligt plan", tmp_path / "l.json", LATER, SEER)
    base.close()
    assert secret not in base.path.read_bytes()


def test_a_gallring_is_journalled_and_listed(base: Database, tmp_path: Path) -> None:
    gallring.carry_out(base, 2025, " enligt plan ", tmp_path / "l.json", LATER, MASKED)
    row = (
        base.read()
        .execute(
            "SELECT aktor, handelse, objekt, nyckel, efter FROM v_logg ORDER BY id DESC LIMIT 1"
        )
        .fetchone()
    )
    said = json.loads(row[4])
    assert row[:4] == ("chef", "gallrad", "gallring", "1")
    assert (said["ar"], said["poster"], said["nycklar"], said["motivering"]) == (
        2025,
        5,
        4,
        "enligt plan",
    )
    assert said["avtryck"] == chainproof.list_of(base.read(), 1)
    kept = json.loads((tmp_path / "l.json").read_text())
    assert (kept["antal_poster"], kept["gallring"], kept["aktor"]) == (5, 1, "chef")
    assert [entry["post"] for entry in kept["poster"]] == sorted(
        entry["post"] for entry in kept["poster"]
    )
    assert ANNA not in (tmp_path / "l.json").read_text()
    assert stat.S_IMODE((tmp_path / "l.json").stat().st_mode) == 0o600


def test_a_protected_person_is_masked_in_the_list(base: Database) -> None:
    masked, open_ = (
        [akt.person for akt in listed(base, 2031, who).akter] for who in (MASKED, SEER)
    )
    assert open_ == [ANNA, KIM]
    assert ANNA not in masked
    assert KIM in masked


def test_rows_and_files_stay_and_are_counted(base: Database, tmp_path: Path) -> None:
    found = gallring.carry_out(base, 2025, "enligt plan", tmp_path / "l.json", LATER, SEER)
    assert (found.kvar.rader, found.kvar.fynd, found.kvar.korningar, found.kvar.filer) == (
        1,
        1,
        1,
        1,
    )
    verified = verifying.verify(base, LATER)
    assert (verified.runs, verified.recomputed, verified.faults) == (2, ["2018-02"], [])
    assert verified.changed_since == ["2017-11"]  # Bo's beslut


@pytest.mark.parametrize("role", ["administrator", "attestant", "revisor", "system", None])
def test_only_who_may_attest_may_remove(base: Database, tmp_path: Path, role: str | None) -> None:
    people.add_user(base, "adam", "administrator", False, town.stamp(actor="adam"))
    if role:
        people.add_user(base, "chef", role, False, town.stamp(actor="adam"))
    if role in ("administrator", "attestant"):
        gallring.carry_out(base, 2025, "enligt plan", tmp_path / "l.json", LATER, SEER)
    else:
        with pytest.raises(Refused, match="inte rollen att gallra"):
            gallring.carry_out(base, 2025, "enligt plan", tmp_path / "l.json", LATER, SEER)
        assert not (tmp_path / "l.json").exists()


@pytest.mark.parametrize(
    ("year", "why", "words"),
    [
        (2025, " ", "Skriv en motivering"),
        (2032, "enligt plan", "2032 har inte börjat"),
        (2022, "enligt plan", "ingenting att gallra 2022"),
    ],
)
def test_what_is_refused(base: Database, tmp_path: Path, year: int, why: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        gallring.carry_out(base, year, why, tmp_path / "l.json", LATER, SEER)
    assert not (tmp_path / "l.json").exists()


def test_nothing_is_removed_when_the_list_can_not_be_written(
    base: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "l.json").write_text("annat")
    with pytest.raises(NotWritten):
        gallring.carry_out(base, 2025, "enligt plan", tmp_path / "l.json", LATER, SEER)
    monkeypatch.setattr(gallring, "may_write", lambda _: None)
    with pytest.raises(NotWritten):
        gallring.carry_out(base, 2025, "enligt plan", tmp_path / "l.json", LATER, SEER)
    assert base.read().execute("SELECT count(*) FROM gallrad").fetchone() == (0,)
    assert len(told(listed(base, 2025))) == 5


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO gallrad SELECT id, 1, 1 FROM journal WHERE objekt = 'korning' LIMIT 1",
        "INSERT INTO gallrad SELECT journal, 1, 1 FROM gallring",
        "INSERT INTO gallrad SELECT max(id) + 1, 1, 1 FROM journal",
        "UPDATE gallrad SET nyckel = 1",
        "DELETE FROM gallrad",
        "REPLACE INTO gallrad SELECT journal, 1, 1 FROM gallrad",
        "UPDATE gallring SET motivering = 'x'",
        "DELETE FROM gallring",
        "DELETE FROM journal_innehall WHERE journal NOT IN (SELECT journal FROM gallrad)",
        "DELETE FROM journal_nyckel",
    ],
)
def test_a_gallring_opens_nothing_else(base: Database, tmp_path: Path, statement: str) -> None:
    gallring.carry_out(base, 2025, "enligt plan", tmp_path / "l.json", LATER, SEER)
    with pytest.raises(Exception, match=re.compile("gallr|journal|FOREIGN")), base.write() as raw:
        raw.execute(statement)
    assert chainproof.walk(base.read()).brott is None


@pytest.mark.parametrize(
    ("handelse", "objekt", "nyckel", "told_of"),
    [
        ("andrad", "person", "{anna}", {"anna"}),
        ("andrad", "brukare", "{anna}", {"anna"}),
        ("andrad", "bosattning", "{kim}/2017-01-01", {"kim"}),
        ("andrad", "uppdrag", "{kim}/{anna}/1/2011-01-01", {"anna", "kim"}),
        ("andrad", "redovisning", "{anna}/2017-11", {"anna"}),
        ("andrad", "fkfaktura", "{anna}/2017-11", {"anna"}),
        ("andrad", "beslut", "B1", {"anna"}),
        ("andrad", "arbetsgivare", "{own}", {"anna"}),
        ("andrad", "arbetsgivare", "1", set()),
        ("andrad", "tillstand", "1/2011-01-01", set()),
        ("avgjort", "fynd", "F1", {"anna", "kim"}),
        ("avgjort", "fynd", "F4711", set()),
        ("anteckning", "assistent", "{kim}", {"kim"}),
        ("konto väntar", "brukare", ANNA, {"anna"}),
        ("konto väntar", "arbetsgivare", town.FIRMAN, set()),
        ("konto bekräftat", "mottagare", "195001017890", {"anna"}),
        ("mottagare", "mottagare", "{anna}/god-man/195001017890/2017-01-01", {"anna"}),
        ("betalningsstopp", "betalningsstopp", ANNA, {"anna"}),
        ("uppgift gjord", "uppgift", "T1", {"anna", "kim"}),
        ("värde", "timbelopp", "2017-01-01", set()),
        ("användare", "anvandare", "bo", set()),
        ("attesterad", "korning", "1", set()),
        ("importerad", "fil", "abc", set()),
        ("gallrad", "gallring", "1", set()),
    ],
)
def test_whom_an_entry_tells_of(
    base: Database, handelse: str, objekt: str, nyckel: str, told_of: set[str]
) -> None:
    with base.write() as raw:
        ids = {
            name: raw.execute("SELECT id FROM person WHERE nummer = ?", (number,)).fetchone()[0]
            for name, number in (("anna", ANNA), ("kim", KIM))
        }
        raw.execute(
            "INSERT INTO arbetsgivare (id, nummer, person) VALUES (99, ?, ?)", (ANNA, ids["anna"])
        )
        raw.execute(
            """INSERT INTO mottagare (brukare, slag, nummer, namn, fran, fil, rad)
               VALUES (?, 'god-man', '195001017890', 'G', '2017-01-01', 1, 1)""",
            (ids["anna"],),
        )
        raw.execute(
            """INSERT INTO uppgift (nyckel, plikt, utfall, motivering, innehall, tid, aktor)
               VALUES ('T1', '9d', 'gjord', 'x', ?, '', '')""",
            (json.dumps({"brukare": ids["anna"], "assistent": ids["kim"], "frist": "x"}),),
        )
        number = log(raw, LATER, handelse, objekt, nyckel.format(own=99, **ids))
        retention.find(raw, "2026-01-01", "2024-01-01")
        found = raw.execute("SELECT person FROM temp.berattar WHERE journal = ?", (number,))
        assert {person for (person,) in found} == {ids[name] for name in told_of}
