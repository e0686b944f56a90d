"""A run after a claim was made changes it openly: who was told what, and what must be amended."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from db import Database, claim_documents
from db.claim_steps import Debtor
from db.journal import Stamp
from tests.services import krav, town
from tests.services.krav import BELOPP, MONTH, move, seen
from tests.services.test_krav import holds
from workbench.services import attesting, explaining, kravangra, kravparter
from workbench.services.errors import Refused

LATER = "2026-11-25"


def rerun(base: Database, month: str = MONTH) -> int:
    """Settle and attest a month again, three days later."""
    run = town.settled(base, month, LATER).korning
    assert run is not None
    paid = base.read().execute("SELECT sum(att_betala) FROM netto WHERE korning = ?", (run,))
    attesting.attest(base, run, paid.fetchone()[0], ["all"], town.stamp(LATER, "bo"))
    return run


def more_work(base: Database, path: Path, hours: int) -> int:
    """Work comes in late: the month's right rises by some hours, and with it falls the claim."""
    late = [town.tid(f"{MONTH}-11", "08:00", f"{8 + hours:02d}:00")]
    town.bring(base, path / f"sent{hours}", {"tidrapporter": late}, LATER, "2024-06-02")
    return rerun(base)


def test_a_decided_claim_that_a_run_lowers_must_be_amended(tmp_path: Path) -> None:
    """37 § FL: the state stays, the case says by what run, when and by how much; what has been
    fixed since no longer waits, and an annulled run never was."""
    with krav.claimed(tmp_path) as base:
        krav.decided(base)
        assert seen(base).andrad_av == ()
        run = more_work(base, tmp_path, 1)
        shown = seen(base)
        (change,) = shown.andrad_av
        assert shown.krav.status == "beslutad"
        assert (change.korning, change.utestaende, change.dag) == (run, -33260, LATER)
        assert any("37 § FL" in text and "332,60" in text for text in shown.vantar)
        with base.write() as connection:
            noon = Stamp(f"{LATER}T12:00:00Z", "bo")
            paper = claim_documents.begin(connection, 1, "andringsbeslut", "{}", noon)
            both = (sha256(b"text").hexdigest(), sha256(b"pdf").hexdigest())
            told = {"steg": 3, "bokning": claim_documents.last_booking(connection, 1)}
            claim_documents.fix(connection, paper.id, (b"text", b"pdf"), both, told, noon)
        shown = seen(base)
        assert (shown.andrad_av, shown.andringar) == ((), (change,))
        attesting.annul(base, run, "fel rad", town.stamp(LATER, "tor"))
        assert (seen(base).andringar, seen(base).krav.utestaende) == ((), BELOPP)
        holds(base)


def test_a_communicated_claim_says_what_changed_since(tmp_path: Path) -> None:
    with krav.claimed(tmp_path) as base:
        move(base, "utredning", "2026-09-01")
        move(base, "kommunicerad", "2026-09-02", frist="2026-09-20")
        more_work(base, tmp_path, 2)
        shown = seen(base)
        assert any("ändrat sedan kommuniceringen" in text for text in shown.vantar)
        assert not any("37 § FL" in text for text in shown.vantar)
        move(base, "kommunicerad", LATER, idag="2026-11-26", frist="2026-12-20")
        assert seen(base).andrad_av == ()
        assert seen(base).frist == "2026-12-20"


@pytest.mark.parametrize("repaid", [0, 5_000])
def test_a_claim_lowered_to_nothing_ends_and_annulling_the_run_reopens_it(
    tmp_path: Path, repaid: int
) -> None:
    """Betald when something was repaid, else nedlagd, also when it has been appealed."""
    with krav.claimed(tmp_path) as base:
        krav.decided(base)
        move(base, "delgiven", "2026-10-05")
        if repaid:
            krav.pay_in(base, repaid)
        move(base, "overklagad", "2026-10-20")
        town.decide(base, town.findings(base, MONTH, "vistelse"), "godkand", LATER)
        run = rerun(base)
        shown = seen(base).krav
        assert (shown.status, shown.utestaende, shown.betalt) == (
            "betald" if repaid else "nedlagd",
            0,
            repaid,
        )
        holds(base)
        attesting.annul(base, run, "fel beslut", town.stamp(LATER, "tor"))
        shown = seen(base).krav
        assert (shown.status, shown.utestaende) == ("overklagad", BELOPP - repaid)
        holds(base)


def test_what_comes_in_on_a_claim_that_was_lowered_to_nothing_is_paid_back(tmp_path: Path) -> None:
    with krav.claimed(tmp_path) as base:
        town.decide(base, town.findings(base, MONTH, "vistelse"), "godkand", LATER)
        rerun(base)
        came = krav.pay_in(base, 700)
        assert (came.belopp, came.aterbetalas) == (0, 700)
        assert seen(base).krav.status == "nedlagd"
        holds(base)


def test_a_remand_brings_back_the_whole_sum(tmp_path: Path) -> None:
    """What förvaltningsrätten struck is owed again when kammarrätten sends the case back; whoever
    wrote the assessment the first time doesn't decide it the second."""
    with krav.claimed(tmp_path) as base:
        krav.decided(base)
        move(base, "delgiven", "2026-10-02")
        move(base, "overklagad", "2026-10-03")
        move(base, "andrad", "2026-10-04", belopp=50_000, referens="FR 1-26")
        krav.pay_in(base, 20_000)
        move(base, "overklagad", "2026-10-05")
        move(base, "aterforvisad", "2026-10-06", referens="KamR 2-26")
        shown = seen(base).krav
        assert (shown.status, shown.utestaende, shown.betalt, shown.nedlagt) == (
            "aterforvisad",
            BELOPP - 20_000,
            20_000,
            0,
        )
        move(base, "utredning", "2026-10-07", "bo")
        move(base, "kommunicerad", "2026-10-08", "bo", frist="2026-10-20")
        for who in ("karin", "bo"):
            with pytest.raises(Refused, match="en annan person"):
                move(base, "beslutad", "2026-10-21", who)
        move(base, "beslutad", "2026-10-21", "eva")
        holds(base)


def test_a_remanded_claim_that_is_dropped_gives_back_what_was_repaid(tmp_path: Path) -> None:
    with krav.claimed(tmp_path) as base:
        krav.decided(base)
        krav.pay_in(base, 30_000)
        move(base, "delgiven", "2026-10-02")
        move(base, "overklagad", "2026-10-03")
        move(base, "aterforvisad", "2026-10-06", referens="FR 1-26")
        move(base, "utredning", "2026-10-07")
        assert move(base, "nedlagd", "2026-10-08", motivering="går inte att visa") == "nedlagd"
        shown = seen(base).krav
        assert (shown.betalt, shown.nedlagt, shown.belopp) == (0, BELOPP, BELOPP)
        back = base.read().execute("SELECT belopp FROM betalning WHERE slag = 'aterbetalning'")
        assert back.fetchall() == [(30_000,)]
        holds(base)


def test_explain_tells_who_owes_why_and_what_has_happened(tmp_path: Path) -> None:
    with krav.claimed(tmp_path) as base:
        krav.decided(base)
        more_work(base, tmp_path, 1)
        trace = explaining.explain(base.read(), "K1", town.SEER)
        parts = {part.vad: part for part in trace.delar}
        assert [one.varde for one in parts["gäldenärer"].delar] == ["Anna Ek"]
        assert parts["bedömning"].delar[0].vad == "bevis"
        happened = [one.varde for one in parts["händelser"].delar]
        assert any("kommunicerat → beslutat" in text for text in happened)
        assert any("sänkt av körning 3; -332,60 kr" in text for text in happened)


# -- who owes -------------------------------------------------------------------------------------


def test_debtors_are_those_the_claim_was_communicated_to(tmp_path: Path) -> None:
    """A guardian registered afterwards doesn't come to owe it; the dödsbo does, in any state."""
    child = town.person("2012-01-10", 230)
    with krav.claimed(tmp_path, brukare=child, formyndare=town.LEA) as base:
        assert [who.nummer for who in seen(base).galdenarer] == [town.LEA]
        krav.decided(base)
        sheet = [{"personnummer": child, "namn": "Anna Ek", "formyndare": town.BO}]
        town.bring(base, tmp_path / "ny", {"brukare": sheet})
        assert [who.nummer for who in seen(base).galdenarer] == [town.LEA]
        estate = [Debtor(child, "Dödsboet efter Anna Ek", "dodsbo")]
        kravparter.set_debtors(base, "K1", estate, "avliden 2026-11-01", town.stamp())
        assert [who.slag for who in seen(base).galdenarer] == ["dodsbo"]
        kravangra.undo(base, "K1", "fel person", town.stamp())
        assert [who.nummer for who in seen(base).galdenarer] == [town.LEA]


def test_a_child_without_registered_guardian_is_claimed_only_with_a_reason(tmp_path: Path) -> None:
    """12 § LSS: the förmyndare, unless there are särskilda skäl."""
    child = town.person("2012-01-10", 230)
    with krav.claimed(tmp_path, brukare=child) as base:
        assert any("förmyndaren finns inte" in text for text in seen(base).vantar)
        move(base, "utredning", "2026-09-01")
        with pytest.raises(Refused, match="Förmyndaren finns inte i registren"):
            move(base, "kommunicerad", "2026-09-02", frist="2026-09-20")
        own = [Debtor(child, "Anna Ek", "enskild")]
        kravparter.set_debtors(base, "K1", own, "äger alla tillgångar", town.stamp("2026-09-02"))
        move(base, "kommunicerad", "2026-09-02", frist="2026-09-20")


def test_a_formyndare_never_owes_for_who_was_of_age(tmp_path: Path) -> None:
    guardian = [Debtor(town.BO, "Bo Al", "formyndare")]
    with krav.claimed(tmp_path) as base, pytest.raises(Refused, match="under 18 år"):
        kravparter.set_debtors(base, "K1", guardian, "är god man", town.stamp())
