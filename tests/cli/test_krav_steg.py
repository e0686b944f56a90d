"""The life of a claim by commands: what a handler types, what comes back, and the exit codes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from db import Database
from tests.cli.test_money_out import Shell
from tests.services import krav, moneyout, town
from tests.services.krav import BELOPP
from tests.services.town import ANNA, LEA
from workbench.cli import context

MONTHS = ("2024-03", "2024-04")


@pytest.fixture
def base(tmp_path: Path) -> Iterator[Database]:
    with krav.claimed(tmp_path, MONTHS) as opened:
        yield opened


class Clock:
    """What day it is, and who sits there."""

    def __init__(
        self, base: Database, patch: pytest.MonkeyPatch, capture: pytest.CaptureFixture[str]
    ) -> None:
        self.shell = Shell(base.path)
        self.day = town.TODAY
        self.capture = capture
        patch.setattr(context, "now", lambda: f"{self.day}T10:00:00Z")

    def __call__(self, *words: str, who: str = "eva", on: str = "", code: int = 0) -> str:
        """Run a command of ``aterkrav`` and return what it says, stdout first."""
        self.day = on or self.day
        self.shell.said = ""
        self.capture.readouterr()
        left, text = self.shell.run("--as", who, "aterkrav", *words)
        told = text + self.shell.said + self.capture.readouterr().err
        assert left == code, told
        return told


@pytest.fixture
def at(
    base: Database, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Clock:
    return Clock(base, monkeypatch, capsys)


def test_from_proposal_to_money_back(base: Database, at: Clock) -> None:
    assert "2 krav, summa 1 995,60 kr, utestående 1 995,60 kr." in at("list", code=1)
    at("propose", code=1)
    assert "samlat med K2" in at("propose", "K2", "K1", "--join")
    assert "K2 är samlat i K1" in at("show", "K2", code=5)
    at("move", "K1", "utredning", "--grund", "a", "--motivering", "nekad i efterhand")
    offered = at("assess", "K1", "--suggest")
    assert "1 bevis: Brukaren vistades på annat håll (9.2.9), 5 mars 2024, 3:00 h" in offered
    at("assess", "K1", "--take", "1,2")
    assert "1 bevis (redan i bedömningen)" in at("assess", "K1", "--suggest")
    at("assess", "K1", "for", "sade inget om vistelsen")
    assert "! skäl emot saknas" in at("show", "K1")
    at("assess", "K1", "emot", "var mycket sjuk", "--source", "samtal 2026-11-20")
    assert "settings set brev_svar_dagar" in at("move", "K1", "kommunicerad", code=5)
    moneyout.choose(base)
    assert "Frist: 2026-12-13." in at("move", "K1", "kommunicerad")
    assert "K1" not in at("list", "--overdue", on="2026-12-13")
    assert "2026-12-13 förfallen" in at("list", "--overdue", on="2026-12-14", code=1)
    refused = at("move", "K1", "beslutad", code=5)
    assert "32 § FL" in refused
    assert "eva har utrett kravet; en annan person ska besluta." in refused
    at("move", "K1", "beslutad", "--motivering", "beslut § 12", who="bo")
    assert "Frist: 2027-01-07." in at("move", "K1", "delgiven", on="2026-12-16"), "trettondagen"
    assert "till och med 2027-01-07" in at("move", "K1", "laga-kraft", on="2027-01-07", code=5)
    at("move", "K1", "laga-kraft", on="2027-01-08")
    plan = ("--plan-from", "2027-01-31", "--every-month", "700")
    assert "Frist: 2027-01-31." in at("move", "K1", "avbetalning", *plan)
    shown = at("show", "K1")
    assert [line.split() for line in shown.splitlines() if line.startswith("2027-0")][:3] == [
        ["2027-01-31", "700,00", "0,00"],
        ["2027-02-28", "700,00", "0,00"],
        ["2027-03-31", "595,60", "0,00"],
    ]
    assert "Utestående 1 295,60 kr" in at("payment", "K1", "700", on="2027-01-29")
    assert "Frist: 2027-01-31." in at("undo", "K1", "--motivering", "fel krav")
    back = at("payment", "K1", "2 000,00", "--from", "Anna Ek")
    assert "B3: 4,40 kr är för mycket och betalas tillbaka" in back
    assert "workbench pay 3 --out FIL" in back
    assert "0 krav" in at("list", "--status", "avbetalning", "--status", "forslag")


def test_who_owes_and_on_what_ground(at: Clock) -> None:
    at("debtor", "K1", "--motivering", "ingen", code=2)
    at("debtor", "K1", "--formyndare", "198001019999", "--motivering", "fel siffra", code=2)
    told = at("debtor", "K1", "--formyndare", LEA, "--motivering", "god man", code=5)
    assert "under 18 år när pengarna betalades ut" in told
    signed = ("--anordnare", town.FIRMAN, "--atagande", "2024-01-01", "--handling", "dnr 1")
    assert "KamR Göteborg 1798-24" in at(
        "debtor", "K1", *signed, "--motivering", "fick dem", code=5
    )
    at("debtor", "K1", "--dodsbo", "--motivering", "avliden 2026-11-01")
    assert f"gäldenär: {ANNA} Dödsboet efter Anna Ek (dödsbo)" in at("show", "K1")
    at("undo", "K1", "--motivering", "fel person")
    at("ground", "K1", "b", "--motivering", "brevet sade det")
    assert "grund a → b" in at("show", "K1")
    number = at("assess", "K1", "svar", "Jag visste inte").strip()
    at("assess", "K1", "svar", "Jag visste", "--replace", number)
    at("assess", "K1", "--remove", number, code=5)
    at("assess", "K1", "--remove", str(int(number) + 1))
    assert "svar" not in at("show", "K1")
    at("assess", "K1", "--take", "99", code=5)
    at("assess", "K1", "--take", "ett", code=2)
    at("assess", "K1", code=2)


def test_a_claim_is_known_by_its_number_and_states_by_name(at: Clock) -> None:
    assert "K9 finns inte" in at("show", "K9", code=5)
    assert "aterforvisad" in at("move", "K1", "klar", code=2)
    at("move", "K1", "nedlagd", "--belopp", "tre", code=2)
    at("move", "K1", "nedlagd", "--date", "igår", code=2)
    at("move", "K1", "avbetalning", "--plan-from", "2027-01-01", code=2)
    at("propose", "K1", code=2)
    assert "K1" not in at("list", "--brukare", town.BO)
    assert "K1" in at("list", "--brukare", f"{ANNA[:8]}-{ANNA[8:]}", code=1)


def test_what_a_draft_puts_forward_waits(base: Database, at: Clock) -> None:
    town.decide(base, town.findings(base, "2024-03", "vistelse"), "godkand")
    town.settled(base, "2024-03")
    assert at.shell.json("aterkrav", "propose", code=1)["utkast"] == []
    stay = {"brukare": ANNA, "slag": "sjukhus", "fran": "2024-04-06T08:00"}
    town.bring(base, base.path.parent / "c", {"vistelser": [stay | {"till": "2024-04-06T09:00"}]})
    town.settled(base, "2024-04")
    (draft,) = at.shell.json("aterkrav", "propose", code=1)["utkast"]
    assert (draft["manad"], draft["brukare"], draft["aterkrav_ore"]) == ("2024-04", ANNA, 33260)


def test_the_document_of_a_claim_keeps_the_contract(base: Database, at: Clock) -> None:
    promised = {
        "id", "brukare", "arende", "galdenarer", "manader", "belopp_ore", "betalt_ore", "grund",
        "status", "rader",
    }  # fmt: skip
    first, _ = at.shell.json("aterkrav", "list", code=1)
    assert promised <= set(first)
    at("payment", "K1", "10", "--from", "Anna Ek")
    shown = at.shell.json("aterkrav", "show", "K1")
    assert promised <= set(shown)
    assert (shown["belopp_ore"], shown["betalt_ore"]) == (BELOPP, 1000)
    assert [step["handelse"] for step in shown["steg"]] == ["inbetalning"]
    assert shown["galdenarer_slag"] == [{"nummer": ANNA, "namn": "Anna Ek", "slag": "enskild"}]


def test_a_protected_person_is_masked_in_all_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Unless the right is held, and then it is logged."""
    with krav.claimed(tmp_path, skyddad="ja") as base:
        moneyout.choose(base)
        at = Clock(base, monkeypatch, capsys)
        said = [
            at("list", code=1), at("list", "--json", code=1), at("propose", "--json", code=1),
            at("debtor", "K1", "--dodsbo", "--motivering", "avliden"), at("show", "K1"),
            at("move", "K1", "utredning", "--json"), at("assess", "K1", "--suggest"),
            at("payment", "K1", "9999", "--from", "Anna Ek"), at("show", "K1", "--json"),
            at.shell.run("explain", "K1")[1],
        ]  # fmt: skip
        for text in said:
            assert ANNA not in text
            assert "Anna Ek" not in text
        assert "har inte rätt" in at("show", "K1", "--show-protected", code=5)
