"""Runs, payees, accounts, advances and values from the command line, as scripts meet them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.services import town
from tests.services.town import ANNA, BO, FIRMAN, KIM, LEA
from workbench.cli import cli
from workbench.cli.diagnostics import guarded

M = "2025-10"
FIRST, SECOND = "5001-0000011", "5001-0000038"
HOUR = 34260
"""The timbelopp of 2025, öre."""


class Desk:
    """Runs commands in this process as someone, and keeps what they say."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capsys = capsys
        self._imports = 0
        self.out = self.err = ""

    def run(self, *arguments: str, who: str = "karin") -> int:
        """Run a command and return its exit code."""
        whole = ["--db", str(self.folder / "t.db"), "--as", who, *arguments]
        code = guarded(lambda: cli.main(whole, prog_name="workbench", standalone_mode=False))
        self.out, self.err = self._capsys.readouterr()
        return code

    def json(self, *arguments: str, who: str = "karin", code: int = 0) -> Any:
        """Return the one document that a command prints."""
        assert self.run(*arguments, "--json", who=who) == code, self.err
        return json.loads(self.out)

    def bring(self, who: str = "karin", **sheets: list[town.Row]) -> None:
        """Import sheets as someone."""
        self._imports += 1
        folder = self.folder / str(self._imports)
        town.write(folder, sheets)
        assert self.run("import", str(folder), who=who) == 0, self.err


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    """A municipality with two rows of October 2025."""
    found = Desk(tmp_path, capsys)
    rows = [town.tid("2025-10-06"), town.tid("2025-10-07", brukare=BO, assistent=LEA)]
    found.bring(**town.clean_town(tidrapporter=rows))
    return found


def attested(desk: Desk) -> int:
    """Settle and attest the month; return the run."""
    run: int = desk.json("settle", "--month", M)["korning"]
    assert desk.run("attest", str(run), "--sum", "5481,60", "--ack", "all", who="eva") == 0
    return run


def test_attest_and_annul(desk: Desk) -> None:
    run = str(desk.json("settle", "--month", M)["korning"])
    assert desk.run("attest", run, "--sum", "5481,60") == 5
    assert "karin kan inte attestera" in desk.err
    assert desk.run("attest", run, "--sum", "5481,61", who="eva") == 5
    assert desk.run("attest", run, "--sum", "femtusen", who="eva") == 2
    assert desk.run("attest", run, who="eva") == 2
    assert desk.run("attest", "99", "--sum", "1", who="eva") == 5
    done = desk.json("attest", run, "--sum", "5 481,60", who="eva")
    assert done == {
        "korning": int(run),
        "month": M,
        "status": "attesterad",
        "att_betala_ore": 16 * HOUR,
        "betalningar": 2,
        "utan_konto": 2,
        "aterkrav": 0,
        "aterkrav_ore": 0,
    }
    assert "saknar konto" in desk.err
    assert desk.run("attest", run, "--sum", "5481,60", who="tom") == 5
    (listed,) = desk.json("runs", "--month", M)
    assert (listed["status"], listed["aktor"], listed["attestant"]) == (
        "attesterad",
        "karin",
        "eva",
    )
    assert listed["att_betala_ore"] == 16 * HOUR
    assert desk.json("runs", "--month", "2020-01") == []
    assert desk.run("annul", run, "--motivering", "fel", who="eva") == 5
    assert desk.run("annul", run, "--motivering", " ", who="tom") == 5
    assert desk.run("annul", run, "--motivering", "fel", who="tom") == 0
    assert desk.run("runs") == 0
    assert "makulerad" in desk.out
    assert desk.run("settle", "--list-marked") == 1
    assert "är makulerad" in desk.out


def test_changes_are_listed_and_ticked_off(desk: Desk) -> None:
    attested(desk)
    desk.bring(beslut=[town.beslut("B1", timmar="100")], tidrapporter=[town.tid("2025-10-08")])
    run = str(desk.json("settle", "--month", M, code=1)["korning"])
    assert desk.run("attest", run, "--sum", "2740,80", who="eva") == 5
    assert "B1 Anna Ek" in desk.out
    assert "744,00" in desk.out
    assert "inte avbockade" in desk.err
    told = desk.json("attest", run, "--changes", who="eva")
    (change,) = told["andringar"]
    assert {"namn": "timmar", "fore": "744,00", "efter": "100,00"} in change["varden"]
    assert [item["aktor"] for item in told["far_inte_attestera"]] == ["karin"]
    assert desk.json("runs", "show", run) == told
    assert desk.run("attest", run, "--sum", "2740,80", "--ack", "J1", who="eva") == 2
    assert desk.run("attest", run, "--sum", "2740,80", "--ack", change["id"], who="eva") == 0


def test_protected_people_are_masked_in_changes(desk: Desk) -> None:
    attested(desk)
    secret = {"personnummer": ANNA, "namn": "Anna Ek", "skyddad": "ja", "konto": FIRST}
    desk.bring(brukare=[secret], beslut=[town.beslut("B1", timmar="100")])
    run = str(desk.json("settle", "--month", M, code=0)["korning"])
    desk.bring(who="olle", brukare=[secret | {"konto": SECOND}])
    for arguments in (
        ("runs", "show", run),
        ("attest", run, "--changes"),
        ("mottagare",),
        ("mottagare", "accounts"),
        ("tasks",),
        ("forskott", "--month", M),
        ("explain", "B1"),
        ("settle", "--month", M, "--dry-run"),
    ):
        for extra in ((), ("--json",)):
            desk.run(*arguments, *extra)
            assert ANNA not in desk.out + desk.err, arguments
            assert "Anna" not in desk.out + desk.err, arguments
            assert "5001" not in desk.out + desk.err, arguments


def test_a_dry_run_on_an_attested_month_says_what_would_change(desk: Desk) -> None:
    attested(desk)
    desk.bring(assistenter=[{"personnummer": KIM, "namn": "Kim Lind", "bosatt_land": "US"}])
    look = desk.json("settle", "--month", M, "--dry-run", code=1)
    assert look["korning"] is None
    (row,) = look["skillnader"]
    assert row == {
        "brukare": ANNA,
        "arende": None,
        "rad": {"fil": "tidrapporter.csv", "rad": 2},
        "beslut": "B1",
        "slag": "assistans",
        "minuter_fore": 480,
        "minuter_efter": 0,
        "timbelopp_fore_ore": HOUR,
        "timbelopp_efter_ore": None,
        "orsak": "nekad: ees",
        "grund": "a",
        "belopp_ore": -8 * HOUR,
    }
    assert (look["att_betala_ore"], look["aterkrav_ore"]) == (0, 8 * HOUR)
    lines = [(line["brukare"], line["beslut"], line["arende"]) for line in look["lines"]]
    assert lines == sorted(lines)
    assert desk.run("settle", "--month", M, "--dry-run") == 1
    assert "nekad: ees" in desk.out
    assert [item["status"] for item in desk.json("runs")] == ["attesterad"]


def test_values_are_tried_only_in_a_dry_run(desk: Desk) -> None:
    attested(desk)
    look = desk.json("settle", "--month", M, "--dry-run", "--rate", "2025=400", code=1)
    assert look["total_ore"] == 16 * 40000
    look = desk.json("settle", "--month", M, "--dry-run", "--policy", "eget_timbelopp=100", code=1)
    assert look["total_ore"] == 16 * 10000
    for wrong in (
        ("--rate", "2025=400"),
        ("--dry-run", "--rate", "2025"),
        ("--dry-run", "--rate", "1999=1"),
        ("--dry-run", "--rate", "2025=1,234"),
        ("--dry-run", "--policy", "delperiod"),
        ("--dry-run", "--policy", "finns-inte=1"),
        ("--dry-run", "--policy", "delperiod=kanske"),
    ):
        assert desk.run("settle", "--month", M, *wrong) == 2, wrong
    assert desk.json("settle", "--month", M, "--dry-run")["skillnader"] == []


def test_payees_stops_and_accounts(desk: Desk) -> None:
    desk.bring(beslut=[town.beslut("B1", utbetalas_till="anordnare", mottagare=FIRMAN)])
    (before,) = desk.json("mottagare", "--brukare", ANNA)
    assert (before["slag"], before["konto"]) == ("anordnare", "")
    agreed = ("--begaran", "2025-01-01", "--avtal", "2025-01-01", "--avtal-from", "2025-02-01")
    add = (
        "mottagare",
        "add",
        ANNA,
        FIRMAN,
        "Firman",
        "--slag",
        "anordnare",
        "--from",
        "2025-02-01",
    )
    assert desk.run(*add, *agreed, "--konto", "BG 123-4567") == 3
    assert "kontrollsiffra" in desk.err
    assert desk.run(*add, *agreed, "--konto", FIRST) == 0
    (unsigned,) = desk.json("mottagare", "--brukare", ANNA)
    assert unsigned["slag"] == "brukare"
    assert "underskrift saknas" in unsigned["hinder"]
    assert desk.run(*add, *agreed, "--undertecknat", "--konto", SECOND) == 1
    (now,) = desk.json("mottagare", "--brukare", ANNA)
    assert (now["betalas_till"], now["konto"]) == (FIRMAN, "5001,0000011")
    (waiting,) = desk.json("mottagare", "accounts", code=1)
    assert (waiting["fore"], waiting["efter"]) == ("5001,0000011", "5001,0000038")
    confirm = ("mottagare", "confirm", "1", "--date", "2025-11-01", "--motivering", "brev")
    assert desk.run(*confirm) == 5
    assert desk.run(*confirm, who="olle") == 0
    assert desk.run(*confirm, who="olle") == 5
    assert desk.run("mottagare", "accounts") == 0
    stop = ("mottagare", "stop", ANNA, "--from", "2025-11-01", "--motivering", "utreds")
    assert desk.run(*stop) == 0
    assert desk.run(*stop) == 5
    (stopped,) = desk.json("mottagare", "--brukare", ANNA)
    assert (stopped["slag"], stopped["stopp"]) == ("brukare", "2025-11-01")
    assert desk.run("mottagare") == 0
    assert "är stoppad" in desk.out
    unstop = ("mottagare", "unstop", ANNA, "--from", "2025-11-02", "--motivering", "utrett")
    assert desk.run(*unstop) == 0
    assert desk.run("mottagare", "--brukare", "191212121212") == 5


def test_rejecting_an_account(desk: Desk) -> None:
    anna = {"personnummer": ANNA, "namn": "Anna Ek", "konto": FIRST}
    desk.bring(brukare=[anna])
    desk.bring(brukare=[anna | {"konto": SECOND}])
    assert "1 konton skiljer sig" in desk.err
    assert desk.run("mottagare", "reject", "1", "--motivering", " ") == 5
    assert desk.run("mottagare", "reject", "1", "--motivering", "okänt") == 0
    assert desk.run("mottagare", "confirm", "1", "--date", "2025-11-01", "--motivering", "x") == 5
    assert desk.json("mottagare", "--brukare", ANNA)[0]["konto"] == "5001,0000011"


def test_advances(desk: Desk) -> None:
    own = {"ivo_anmald": "2020-01-01", "arbetsgivare_registrerad": "2020-01-01"}
    desk.bring(
        brukare=[{"personnummer": BO, "namn": "Bo Al", "konto": FIRST, **own}],
        beslut=[
            town.beslut("B1", forskott="ja"),
            town.beslut("B2", BO, timmar="10", forskott="ja"),
        ],
    )
    told = desk.json("forskott", "--month", M)
    by = {item["brukare"]: item for item in told["forskott"]}
    assert by[ANNA]["far_forskott"] is False
    assert "har uppdrag med annan arbetsgivare" in by[BO]["hinder"]
    assert told["korning"] is not None
    assert desk.json("forskott", "--month", M, "--dry-run")["korning"] is None
    assert desk.run("forskott", "--month", M) == 0
    assert "är inte anmäld till IVO" in desk.out


def test_values_for_attested_days_take_two(desk: Desk) -> None:
    attested(desk)
    assert desk.run("rates", "add", "--year", "2025", "--kronor", "350", "--source", "SFS") == 1
    assert "väntar på en annan person" in desk.err
    (waiting,) = desk.json("rates", "waiting", code=1)
    assert (waiting["varde"], waiting["aktor"]) == ("35000", "karin")
    assert desk.run("rates", "confirm", "1") == 5
    assert desk.run("rates", "confirm", "1", who="olle") == 0
    assert desk.run("rates", "waiting") == 0
    assert desk.json("settle", "--month", M, code=1)["total_ore"] == 16 * 35000
    set_ = ("settings", "set", "delperiod", "hela", "--source", "N", "--from")
    assert desk.run(*set_, "2025-10-31") == 1
    assert desk.run("settings", "confirm", "1", who="olle") == 5
    assert desk.run("settings", "reject", "2") == 0
    assert desk.run(*set_, "2025-11-01") == 0
    assert desk.run("rates", "add", "--year", "2027", "--kronor", "360", "--source", "SFS") == 0


def test_tasks_have_a_section_of_dates(desk: Desk) -> None:
    desk.bring(uppdrag=[town.uppdrag(LEA, BO, BO)])
    told = desk.json("tasks", code=1)
    assert set(told) == {"uppgifter", "bevakning"}
    assert [(item["slag"], item["brukare"]) for item in told["bevakning"]] == [
        ("ivo-anmalan", "Bo Al")
    ]
    assert desk.run("tasks") == 1
    assert "Bevakning:" in desk.out


def test_explain_a_payment_and_a_claim(desk: Desk) -> None:
    attested(desk)
    desk.bring(assistenter=[{"personnummer": KIM, "namn": "Kim Lind", "bosatt_land": "US"}])
    run = str(desk.json("settle", "--month", M, code=1)["korning"])
    assert desk.run("attest", run, "--sum", "0", "--ack", "all", who="eva") == 0
    payment = json.dumps(desk.json("explain", "B1"), ensure_ascii=False)
    assert "tidrapporter.csv rad" in payment
    claim = json.dumps(desk.json("explain", "K1"), ensure_ascii=False)
    assert "480 -> 0" in claim
    assert desk.run("explain", "K9") == 2
