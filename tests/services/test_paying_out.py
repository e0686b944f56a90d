"""Money that leaves and what the bank says of it: whole, once, and never twice for a rejection."""

from __future__ import annotations

import errno
import os
import re
import sqlite3
import stat
from collections.abc import Iterator
from functools import cache
from importlib import resources
from pathlib import Path

import pytest
from lxml import etree

from db import Database, outfiles, users
from tests.exports.pain_reader import File, read
from tests.services import moneyout, town
from tests.services.moneyout import NEW, ORE, stamp
from tests.services.town import ANNA, BO, tid
from workbench.services import attesting, files, law
from workbench.services.bank_answers import Answered, AnswerRefused, take_in
from workbench.services.chosen import NotSet
from workbench.services.errors import Refused
from workbench.services.files import NotWritten
from workbench.services.paying_out import Paid, pay, summary

PAIN = "urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"
CAMT = "urn:iso:std:iso:20022:tech:xsd:camt.054.001.08"


@pytest.fixture
def base(tmp_path: Path) -> Iterator[Database]:
    with town.database(tmp_path / "t.db") as opened:
        yield opened


@cache
def schema(version: str) -> etree.XMLSchema:
    file = resources.files("sepaxml").joinpath(f"schemas/pain.001.001.{version}.xsd")
    return etree.XMLSchema(etree.fromstring(file.read_bytes()))


def sent(path: Path) -> File:
    """Return a payment file that a bank would take."""
    data = path.read_bytes()
    found = read(data)
    schema(found.version).assertValid(etree.fromstring(data))
    assert found.problems() == []
    return found


def statuses(base: Database) -> list[tuple[int, str]]:
    return base.read().execute("SELECT id, status FROM v_betalning ORDER BY tid, id").fetchall()


def run_status(base: Database, run: int) -> str:
    found: str = (
        base.read().execute("SELECT status FROM korning WHERE id = ?", (run,)).fetchone()[0]
    )
    return found


# -- the bank's answers ---------------------------------------------------------------------------


def item(identity: str, status: str = "RJCT", code: str = "AC04", amount: str = "2660.80") -> str:
    why = f"<StsRsnInf><Rsn><Cd>{code}</Cd></Rsn></StsRsnInf>" if status == "RJCT" else ""
    return (
        f"<TxInfAndSts><OrgnlEndToEndId>{identity}</OrgnlEndToEndId><TxSts>{status}</TxSts>{why}"
        f'<OrgnlTxRef><Amt><InstdAmt Ccy="SEK">{amount}</InstdAmt></Amt></OrgnlTxRef></TxInfAndSts>'
    )


def status_report(
    path: Path, message: str, *items: str, group: str = "PART", part: str = ""
) -> Path:
    inside = f"<OrgnlPmtInfId>{message}-1</OrgnlPmtInfId>{part}{''.join(items)}"
    path.write_text(
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="{PAIN}"><CstmrPmtStsRpt><GrpHdr>'
        f"<MsgId>BANK-{path.stem}</MsgId><CreDtTm>2026-11-23T09:00:00</CreDtTm></GrpHdr>"
        f"<OrgnlGrpInfAndSts><OrgnlMsgId>{message}</OrgnlMsgId>"
        f"<OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId><GrpSts>{group}</GrpSts>"
        f"{'<StsRsnInf><Rsn><Cd>AM04</Cd></Rsn></StsRsnInf>' if group == 'RJCT' else ''}"
        f"</OrgnlGrpInfAndSts><OrgnlPmtInfAndSts>{inside}</OrgnlPmtInfAndSts>"
        "</CstmrPmtStsRpt></Document>",
        encoding="utf-8",
    )
    return path


def booked(path: Path, *ids: str, extra: str = "") -> Path:
    details = "".join(
        f'<Ntry><Amt Ccy="SEK">2660.80</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>'
        f"<BookgDt><Dt>2026-11-23</Dt></BookgDt><NtryDtls><TxDtls><Refs><EndToEndId>{identity}"
        "</EndToEndId></Refs></TxDtls></NtryDtls></Ntry>"
        for identity in ids
    )
    path.write_text(
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="{CAMT}"><BkToCstmrDbtCdtNtfctn>'
        f"<GrpHdr><MsgId>{path.stem}</MsgId><CreDtTm>2026-11-23T18:00:00</CreDtTm></GrpHdr><Ntfctn>"
        f"<Id>N1</Id>{details}{extra}</Ntfctn></BkToCstmrDbtCdtNtfctn></Document>",
        encoding="utf-8",
    )
    return path


# -- leaving --------------------------------------------------------------------------------------


def test_a_run_leaves_once_and_whole(base: Database, tmp_path: Path) -> None:
    run = moneyout.begin(base, tmp_path)
    target = tmp_path / "ut.xml"
    first = pay(base, run, target, stamp())
    file = sent(target)
    assert (first.ny, first.utelamnade, first.vantar) == (True, [], False)
    assert file.sum_ore == moneyout.total(base, run) == 2 * ORE
    assert file.days == {"2026-11-23"}
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert len(file.message_id) <= 32
    assert run_status(base, run) == "exporterad"
    assert statuses(base) == [("B1", "exporterad"), ("B2", "exporterad")]
    data = target.read_bytes()
    target.unlink()
    again = pay(base, run, target, stamp("anna", "2026-12-24"))
    assert target.read_bytes() == data
    assert (again.ny, again.fil and again.fil.meddelande) == (False, file.message_id)
    assert "samma" in summary(again)
    pay(base, run, target, stamp())
    assert target.read_bytes() == data
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".")] == []
    with pytest.raises(Refused, match="exporterad"):
        attesting.annul(base, run, "fel", stamp("tredje"))


def test_ids_are_unique_over_databases(base: Database, tmp_path: Path) -> None:
    run = moneyout.begin(base, tmp_path)
    pay(base, run, tmp_path / "a.xml", stamp())
    file = sent(tmp_path / "a.xml")
    own = outfiles.identity(base.read())
    assert re.fullmatch(r"[0-9A-F]{10}", own)
    assert [one.id for one in file.payments] == [f"{own}-B2", f"{own}-B1"]
    assert file.message_id == f"WB{own}-{run}-1"
    from db import open_database

    with open_database(tmp_path / "annan.db") as other:
        assert outfiles.identity(other.read()) != own


def test_a_payee_without_account_comes_later(base: Database, tmp_path: Path) -> None:
    run = moneyout.begin(base, tmp_path, [moneyout.brukare(), moneyout.brukare(BO, "Bo Al", "")])
    first = pay(base, run, tmp_path / "1.xml", stamp())
    (left,) = first.utelamnade
    assert (left.id, left.mottagare, left.belopp) == ("B2", "Bo Al", ORE)
    assert "kontot saknas" in left.varfor
    again = pay(base, run, tmp_path / "1.xml", stamp())
    assert not again.ny
    assert again.utelamnade == [left]
    moneyout.register(base, BO, NEW)
    second = pay(base, run, tmp_path / "2.xml", stamp())
    assert second.ny
    assert second.utelamnade == []
    one, two = sent(tmp_path / "1.xml"), sent(tmp_path / "2.xml")
    assert one.message_id != two.message_id
    assert one.sum_ore + two.sum_ore == moneyout.total(base, run)
    assert two.payments[0].account == "1234566"
    pay(base, run, tmp_path / "1-igen.xml", stamp(), number=1)
    assert (tmp_path / "1-igen.xml").read_bytes() == (tmp_path / "1.xml").read_bytes()
    with pytest.raises(Refused, match="nummer 3"):
        pay(base, run, tmp_path / "3.xml", stamp(), number=3)


def test_whoever_registered_a_later_account_does_not_send_it(
    base: Database, tmp_path: Path
) -> None:
    run = moneyout.begin(base, tmp_path, [moneyout.brukare(), moneyout.brukare(BO, "Bo Al", "")])
    town.bring(base, tmp_path / "b", {"brukare": [moneyout.brukare(BO, "Bo Al", NEW)]})
    mine = pay(base, run, tmp_path / "1.xml", town.stamp())
    assert [one.id for one in mine.utelamnade] == ["B2"]
    assert "En annan person" in mine.utelamnade[0].varfor
    assert sent(tmp_path / "1.xml").count == 1
    other = pay(base, run, tmp_path / "2.xml", stamp())
    assert (other.utelamnade, other.ny) == ([], True)


def test_a_wrong_check_digit_is_left_out(base: Database, tmp_path: Path) -> None:
    run = moneyout.begin(base, tmp_path, [moneyout.brukare(), moneyout.brukare(BO, "Bo Al", "")])
    moneyout.register(base, BO, "BG 5050-1056")
    result = pay(base, run, tmp_path / "1.xml", stamp())
    assert "kontrollsiffra" in result.utelamnade[0].varfor
    assert sent(tmp_path / "1.xml").count == 1


def test_nobody_can_be_paid(base: Database, tmp_path: Path) -> None:
    nobody = [moneyout.brukare(konto=""), moneyout.brukare(BO, "Bo Al", "")]
    run = moneyout.begin(base, tmp_path, nobody)
    result = pay(base, run, tmp_path / "1.xml", stamp())
    assert result.fil is None
    assert len(result.utelamnade) == 2
    assert not (tmp_path / "1.xml").exists()
    assert run_status(base, run) == "attesterad"


def test_nothing_to_pay(base: Database, tmp_path: Path) -> None:
    run = moneyout.begin(base, tmp_path, rows=[tid("2024-03-04", slag="assistans")])
    pay(base, run, tmp_path / "1.xml", stamp())
    town.bring(base, tmp_path / "b", {"tidrapporter": [tid("2024-04-01", brukare=BO)]})
    again = moneyout.attested(base)
    result = pay(base, again, tmp_path / "2.xml", stamp())
    assert result.fil is None
    assert "ingenting att betala" in summary(result)


def test_drafts_and_annulled_runs_do_not_leave(base: Database, tmp_path: Path) -> None:
    moneyout.choose(base)
    town.bring(
        base,
        tmp_path / "a",
        town.clean_town(brukare=moneyout.people(), tidrapporter=[tid("2024-03-04")]),
    )
    draft = town.settled(base, moneyout.MONTH).korning or 0
    with pytest.raises(Refused, match="utkast"):
        pay(base, draft, tmp_path / "1.xml", stamp())
    run = moneyout.attested(base)
    attesting.annul(base, run, "fel konto", stamp("tredje"))
    with pytest.raises(Refused, match="makulerad"):
        pay(base, run, tmp_path / "1.xml", stamp())
    with pytest.raises(Refused, match="finns inte"):
        pay(base, 99, tmp_path / "1.xml", stamp())


def test_missing_settings_are_told_at_once(base: Database, tmp_path: Path) -> None:
    town.bring(
        base,
        tmp_path / "a",
        town.clean_town(brukare=moneyout.people(), tidrapporter=[tid("2024-03-04")]),
    )
    run = moneyout.attested(base)
    with pytest.raises(NotSet) as error:
        pay(base, run, tmp_path / "1.xml", stamp())
    assert set(error.value.names) == {
        "betalare_namn",
        "betalare_orgnr",
        "betalare_konto",
        "betalare_bic",
        "betalare_ort",
        "betalning_dag",
        "betalning_ort",
    }
    for name in error.value.names:
        assert f"workbench settings set {name} VÄRDE --from 2026-11-22" in str(error.value)
    assert run_status(base, run) == "attesterad"


def test_the_day_of_payment(base: Database, tmp_path: Path) -> None:
    moneyout.choose(base, betalning_dag="27")
    sheets = town.clean_town(brukare=moneyout.people(), tidrapporter=[tid("2026-11-02")])
    town.bring(base, tmp_path / "a", sheets, "2026-12-10")
    run = moneyout.attested(base, "2026-11", "2026-12-10")
    for day, words in (("2026-12-09", "passerat"), ("2026-12-25", "ingen bankdag")):
        with pytest.raises(Refused, match=words):
            pay(base, run, tmp_path / "1.xml", stamp(day="2026-12-10"), day=day)
    pay(base, run, tmp_path / "1.xml", stamp(day="2026-12-10"))
    assert sent(tmp_path / "1.xml").days == {"2026-12-28"}


def test_letters_that_the_bank_refuses(base: Database, tmp_path: Path) -> None:
    run = moneyout.begin(
        base,
        tmp_path,
        [moneyout.brukare(name="Łukasz <Ék>"), moneyout.brukare(BO, "中", "BG 5050-1055")],
    )
    result = pay(base, run, tmp_path / "1.xml", stamp())
    assert any("Łukasz" in one.message for one in result.anmarkningar)
    assert [one.id for one in result.utelamnade] == ["B2"]
    assert "namn saknas" in result.utelamnade[0].varfor
    assert sent(tmp_path / "1.xml").count == 1


def test_a_protected_payee_is_not_named(base: Database, tmp_path: Path) -> None:
    hidden = moneyout.brukare(name="Łena Hemlig", skyddad="ja")
    run = moneyout.begin(base, tmp_path, [hidden, moneyout.brukare(BO, "Bo", "")])
    result = pay(base, run, tmp_path / "1.xml", stamp())
    told = " ".join(f"{one.payee} {one.message}" for one in result.anmarkningar)
    assert "[skyddad]" in told
    assert "Hemlig" not in told


def test_who_may_send(base: Database, tmp_path: Path) -> None:
    run = moneyout.begin(base, tmp_path)
    with base.write() as connection:
        users.set_user(connection, "eva", "administrator", False, town.stamp())
        users.set_user(connection, "rut", "revisor", False, town.stamp())
    for name in ("rut", "okänd"):
        with pytest.raises(Refused, match="rollen"):
            pay(base, run, tmp_path / "1.xml", stamp(name))


def test_a_file_that_can_not_be_written(
    base: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = moneyout.begin(base, tmp_path)
    with pytest.raises(NotWritten, match="finns inte"):
        pay(base, run, tmp_path / "ingen" / "1.xml", stamp())
    (tmp_path / "annat.xml").write_text("annat")
    with pytest.raises(NotWritten, match="skrivs inte över"):
        pay(base, run, tmp_path / "annat.xml", stamp())
    assert run_status(base, run) == "attesterad"
    assert (tmp_path / "annat.xml").read_text() == "annat"

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(NotWritten, match="gick inte att skriva"):
        pay(base, run, tmp_path / "1.xml", stamp())
    monkeypatch.undo()
    assert not (tmp_path / "1.xml").exists()
    assert [one for one in tmp_path.iterdir() if one.name.startswith(".")] == []
    (stored,) = outfiles.of_run(base.read(), run, "betalning")
    assert stored.skriven is None
    again = pay(base, run, tmp_path / "1.xml", stamp(day="2026-12-01"))
    assert (tmp_path / "1.xml").read_bytes() == stored.innehall
    assert "skrevs aldrig" in summary(again)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder(base: Database, tmp_path: Path) -> None:
    run = moneyout.begin(base, tmp_path)
    folder = tmp_path / "fast"
    folder.mkdir(mode=0o500)
    with pytest.raises(NotWritten, match="går inte att skriva"):
        pay(base, run, folder / "1.xml", stamp())


def test_killed_between_storing_and_writing(
    base: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And an account that comes meanwhile waits for its own file: the first is never lost."""
    run = moneyout.begin(base, tmp_path, [moneyout.brukare(), moneyout.brukare(BO, "Bo Al", "")])

    def killed(*_: object, **__: object) -> bool:
        raise KeyboardInterrupt

    monkeypatch.setattr(files, "write_whole", killed)
    with pytest.raises(KeyboardInterrupt):
        pay(base, run, tmp_path / "1.xml", stamp())
    monkeypatch.undo()
    moneyout.register(base, BO, NEW)
    first = pay(base, run, tmp_path / "1.xml", stamp())
    assert (first.ny, first.vantar) == (False, True)
    assert sent(tmp_path / "1.xml").count == 1
    second = pay(base, run, tmp_path / "2.xml", stamp())
    assert (second.ny, sent(tmp_path / "2.xml").payments[0].id[-2:]) == (True, "B2")


def test_the_database_keeps_a_payment_from_leaving_twice(base: Database, tmp_path: Path) -> None:
    run = moneyout.begin(base, tmp_path)
    pay(base, run, tmp_path / "1.xml", stamp())
    with base.write() as connection, pytest.raises(sqlite3.IntegrityError):
        outfiles.add_payments(connection, 1, [1])
    with base.write() as connection, pytest.raises(sqlite3.IntegrityError):
        connection.execute("UPDATE utfil SET innehall = x'00'")


def test_many(base: Database, tmp_path: Path) -> None:
    run = moneyout.begin(base, tmp_path, **moneyout.many(280))
    pay(base, run, tmp_path / "1.xml", stamp())
    file = sent(tmp_path / "1.xml")
    assert file.sum_ore == moneyout.total(base, run)
    assert file.count > 250
    take_in(base, status_report(tmp_path / "s.xml", file.message_id, group="ACCP"), stamp())
    assert {status for _, status in statuses(base)} == {"mottagen"}


# -- coming back ----------------------------------------------------------------------------------


def paid(base: Database, tmp_path: Path) -> tuple[int, File]:
    """Return a run that has left, and its file."""
    run = moneyout.begin(base, tmp_path)
    pay(base, run, tmp_path / "ut.xml", stamp())
    return run, sent(tmp_path / "ut.xml")


def ids(file: File) -> dict[str, str]:
    return {one.id.rpartition("-")[2]: one.id for one in file.payments}


def answer(base: Database, path: Path) -> Answered:
    return take_in(base, path, stamp("bea"))


def test_what_the_bank_pays(base: Database, tmp_path: Path) -> None:
    _, file = paid(base, tmp_path)
    first = answer(base, booked(tmp_path / "c1.xml", ids(file)["B1"]))
    assert [one.id for one in first.betalda] == [1]
    assert [one.id for one in first.saknas] == [2]
    assert first.waits
    second = answer(base, booked(tmp_path / "c2.xml", ids(file)["B1"], ids(file)["B2"]))
    assert [one.id for one in second.betalda] == [2]
    assert not second.waits
    assert statuses(base) == [("B1", "betald"), ("B2", "betald")]
    again = answer(base, tmp_path / "c2.xml")
    assert again.known
    assert base.read().execute("SELECT count(*) FROM betalning_handelse").fetchone() == (6,)
    kept = (
        base.read()
        .execute(
            "SELECT b.innehall FROM fil f JOIN fil_block b ON b.fil = f.id WHERE slag = 'banksvar'"
        )
        .fetchall()
    )
    assert [row[0] for row in kept] == [
        (tmp_path / name).read_bytes() for name in ("c1.xml", "c2.xml")
    ]


def test_a_rejected_payment_is_paid_again_once(base: Database, tmp_path: Path) -> None:
    run, file = paid(base, tmp_path)
    said = answer(base, status_report(tmp_path / "s1.xml", file.message_id, item(ids(file)["B2"])))
    assert [(one.id, why.split()[0]) for one, why in said.avvisade] == [(2, "AC04")]
    assert [one.id for one in said.saknas] == []
    assert said.runs == [run]
    same = pay(base, run, tmp_path / "2.xml", stamp())
    assert "detsamma" in same.utelamnade[0].varfor
    assert not same.ny
    (tmp_path / "2.xml").unlink()
    moneyout.register(base, BO, NEW)
    new = pay(base, run, tmp_path / "2.xml", stamp())
    two = sent(tmp_path / "2.xml")
    assert new.ny
    assert [(one.id.rpartition("-")[2], one.ore, one.account) for one in two.payments] == [
        ("B3", ORE, "1234566")
    ]
    assert base.read().execute("SELECT ersatter FROM betalning WHERE id = 3").fetchone() == (2,)
    answer(base, status_report(tmp_path / "s2.xml", file.message_id, item(ids(file)["B2"])))
    nothing = pay(base, run, tmp_path / "2.xml", stamp())
    assert not nothing.ny
    assert base.read().execute("SELECT count(*) FROM betalning").fetchone() == (3,)
    answer(
        base, status_report(tmp_path / "s3.xml", two.message_id, item(ids(two)["B3"], code="AM04"))
    )
    third = pay(base, run, tmp_path / "3.xml", stamp())
    assert third.ny
    assert [one.id.rpartition("-")[2] for one in sent(tmp_path / "3.xml").payments] == ["B4"]
    assert moneyout.total(base, run) == 2 * ORE


def test_the_bank_refuses_the_whole_file(base: Database, tmp_path: Path) -> None:
    run, file = paid(base, tmp_path)
    said = answer(base, status_report(tmp_path / "s.xml", file.message_id, group="RJCT"))
    assert sorted(one.id for one, _ in said.avvisade) == [1, 2]
    new = pay(base, run, tmp_path / "2.xml", stamp())
    assert new.ny
    assert sent(tmp_path / "2.xml").sum_ore == 2 * ORE


def test_the_bank_refuses_one_group(base: Database, tmp_path: Path) -> None:
    """Bo's bankgiro leaves from the municipality's bankgiro, in a PmtInf of its own."""
    _, file = paid(base, tmp_path)
    assert len(file.groups) == 2
    part = "<PmtInfSts>RJCT</PmtInfSts>"
    said = answer(base, status_report(tmp_path / "s.xml", file.message_id, part=part, group="PART"))
    assert [one.id for one, _ in said.avvisade] == [2]
    assert [one.id for one in said.mottagna] == [1]


def test_what_does_not_add_up(base: Database, tmp_path: Path) -> None:
    _, file = paid(base, tmp_path)
    credit = (
        '<Ntry><Amt Ccy="SEK">12.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>'
        "<BookgDt><Dt>2026-11-23</Dt></BookgDt><AcctSvcrRef>R7</AcctSvcrRef></Ntry>"
    )
    path = booked(tmp_path / "c.xml", ids(file)["B1"], "FRÄMMANDE-1", extra=credit)
    path.write_text(path.read_text().replace("2660.80", "2660.81", 1))
    said = answer(base, path)
    assert [one.id for one in said.okanda] == ["FRÄMMANDE-1"]
    assert "2 660,81" in said.avvikelser[0].vad
    assert [(one.slag, one.amount_ore) for one in said.ovriga] == [("kredit", 1200)]


def test_another_municipalitys_file(base: Database, tmp_path: Path) -> None:
    paid(base, tmp_path)
    path = status_report(tmp_path / "s.xml", "WB0123456789-1-1", item("0123456789-B1"))
    with pytest.raises(AnswerRefused, match="Ingen betalning") as error:
        answer(base, path)
    assert error.value.issue.fil == "s.xml"
    assert statuses(base) == [("B1", "exporterad"), ("B2", "exporterad")]
    assert base.read().execute("SELECT count(*) FROM fil WHERE slag = 'banksvar'").fetchone() == (
        0,
    )


@pytest.mark.parametrize("content", [b"", b"<a/>", b"skr\xe4p", b"<!DOCTYPE a><a/>"])
def test_a_file_that_is_no_answer(base: Database, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "s.xml").write_bytes(content)
    with pytest.raises(AnswerRefused):
        answer(base, tmp_path / "s.xml")
    with pytest.raises(AnswerRefused, match="går inte att läsa"):
        answer(base, tmp_path / "finns-inte.xml")


def test_rejected_and_then_paid_after_all(base: Database, tmp_path: Path) -> None:
    run, file = paid(base, tmp_path)
    one, two = ids(file)["B1"], ids(file)["B2"]
    answer(
        base, status_report(tmp_path / "s.xml", file.message_id, item(one), item(two, code="AM04"))
    )
    moneyout.register(base, ANNA, NEW)
    pay(base, run, tmp_path / "2.xml", stamp())
    said = answer(base, booked(tmp_path / "c.xml", one, two))
    assert all("gått ut igen som B" in odd.vad for odd in said.avvikelser)
    assert said.betalda == []


def test_paid_after_all_is_not_paid_again(base: Database, tmp_path: Path) -> None:
    run, file = paid(base, tmp_path)
    one = ids(file)["B1"]
    answer(base, status_report(tmp_path / "s.xml", file.message_id, item(one, code="AM04")))
    said = answer(base, booked(tmp_path / "c.xml", one))
    assert "betalas inte igen" in said.avvikelser[0].vad
    result: Paid = pay(base, run, tmp_path / "2.xml", stamp())
    assert not result.ny


def test_settings_of_the_payer_are_validated(base: Database) -> None:
    from workbench.law.parameters import InvalidPolicyValue

    for name, value, words in (
        ("betalare_konto", "SE00 5000", "IBAN"),
        ("betalare_konto", "6789-123456789", "bankgiro"),
        ("betalare_orgnr", "2120000143", "kontrollsiffran"),
        ("betalare_bic", "SWED", "SWEDSESS"),
        ("bokforing_forskott", "Förskott", "nummer och namn"),
        ("bokforing_namnder", "Socialnämnden", "semikolon"),
        ("betalning_dag", "32", "1 till 31"),
    ):
        with pytest.raises(InvalidPolicyValue, match=words):
            law.set_policy(base, name, value, "2026-01-01", "x", town.stamp())


def test_such_a_setting_asks_for_no_new_run_and_bars_nobody(base: Database, tmp_path: Path) -> None:
    town.bring(
        base,
        tmp_path / "a",
        town.clean_town(brukare=moneyout.people(), tidrapporter=[tid("2024-03-04")]),
    )
    draft = town.settled(base, moneyout.MONTH)
    law.set_policy(base, "betalare_namn", "Storby", "2011-01-01", "x", stamp("olle"))
    attesting.attest(base, draft.korning or 0, ORE, [], stamp("olle"))
