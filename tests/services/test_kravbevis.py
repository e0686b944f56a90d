"""Evidence offered from what is stored: enough to prove with, and nothing about anyone else."""

from __future__ import annotations

from pathlib import Path

import pytest

from db import Database
from db.decisions import Move
from tests.services import krav, moneyout, town
from tests.services.krav import MONTH, seen
from tests.services.town import ANNA, BO, KIM, tid
from workbench.services import attesting, kravbevis, reviewing
from workbench.services.errors import Refused
from workbench.services.specifying import spec


def texts(base: Database) -> list[str]:
    return [one.text for one in kravbevis.offered(base.read(), "K1")]


def test_a_refused_stay_is_told_with_its_source_who_and_when(tmp_path: Path) -> None:
    with krav.claimed(tmp_path) as base:
        finding, fact = kravbevis.offered(base.read(), "K1")
    assert (finding.slag, fact.slag) == ("bevis", "bevis")
    assert finding.text.startswith("Brukaren vistades på annat håll (9.2.9), 5 mars 2024, 3:00 h: ")
    assert finding.text.endswith("Nekad 2026-11-22 av karin: prövat")
    assert finding.kalla == "F2; tidrapporter.csv rad 3"
    assert fact.text == (
        "Vistelse: sjukhus, från 2024-03-05T08:00, till 2024-03-05T11:00. Registrerades "
        "2026-11-22 av karin, efter att månaden hade betalats."
    )
    assert fact.kalla == "vistelser.csv rad 2"


def test_what_is_taken_stands_in_the_assessment_once(tmp_path: Path) -> None:
    with krav.claimed(tmp_path) as base:
        assert len(kravbevis.take(base, "K1", [2, 1, 2], town.stamp())) == 2
        assert kravbevis.take(base, "K1", [1], town.stamp()) == []
        assert [one.tagen for one in kravbevis.offered(base.read(), "K1")] == [True, True]
        assert [item.kalla for item in seen(base).bedomning] == [
            "vistelser.csv rad 2",
            "F2; tidrapporter.csv rad 3",
        ]
        with pytest.raises(Refused, match="Förslag 3 finns inte"):
            kravbevis.take(base, "K1", [3], town.stamp())


def test_what_changed_is_told_with_what_it_was_before(tmp_path: Path) -> None:
    """An uppdrag that ended, told afterwards: the assistant's name is not needed for that."""
    with krav.paid(tmp_path) as base:
        ended = town.uppdrag(KIM, ANNA, town.FIRMAN, till=f"{MONTH}-04")
        other = town.uppdrag(KIM, BO, town.FIRMAN, till=f"{MONTH}-04")
        town.bring(base, tmp_path / "mer", {"uppdrag": [ended, other]})
        town.settled(base, MONTH)
        town.decide(base, town.findings(base, MONTH, "uppdrag-saknas"), "nekad")
        krav.attest(base)
        told = [text for text in texts(base) if text.startswith("Uppdrag")]
    assert told == [
        "Uppdrag för assistenten: från 2011-01-01, till 2024-03-04, anmält 2010-12-20. "
        "Registrerades 2026-11-22 av karin, efter att månaden hade betalats. Förut: från "
        "2011-01-01, till okänt, anmält 2010-12-20."
    ]


def test_nothing_is_told_of_another_brukare(tmp_path: Path) -> None:
    """Kim had a pass with Bo at the same time; whoever decided wrote so, with name and number."""
    with krav.paid(tmp_path) as base:
        sheets = {
            "brukare": [{"personnummer": BO, "namn": "Bo Al", "ivo_anmald": ""}],
            "beslut": [town.beslut("B2", BO)],
            "uppdrag": [town.uppdrag(KIM, BO, town.BOLAGET)],
            "tidrapporter": [
                tid(f"{MONTH}-05", "09:00", "12:00", brukare=BO, arbetsgivare=town.BOLAGET)
            ],
        }
        town.bring(base, tmp_path / "mer", sheets, received="2024-06-02")
        town.settled(base, MONTH)
        numbers = [
            view.number for view in town.findings(base, MONTH, "overlapp") if view.brukare == ANNA
        ]
        why = f"Kim var hos Bo Al ({BO[:8]}-{BO[8:]}) då"
        reviewing.decide(base, numbers, Move("nekad", why), town.stamp())
        run = town.settled(base, MONTH)
        paid = sum(net.att_betala for net in run.brukare)
        attesting.attest(base, run.korning or 0, paid, ["all"], town.stamp(actor="bo"))
        found = kravbevis.offered(base.read(), "K1")
    whole = " ".join(one.text + one.kalla for one in found)
    assert "Assistenten har två pass samtidigt" in whole
    assert "Kim var hos [uppgift om annan] ([uppgift om annan]) då" in whole
    for secret in ("Bo Al", BO, BO[2:], town.BOLAGET, "B2"):
        assert secret not in whole


def test_a_stay_in_another_month_is_no_evidence(tmp_path: Path) -> None:
    """Of stays that came afterwards only those that reach into the claim's months are offered."""
    with krav.paid(tmp_path) as base:
        stays = [
            {"brukare": ANNA, "slag": slag, "fran": f"{fran}T08:00", "till": f"{till}T11:00"}
            for slag, fran, till in (
                ("sjukhus", f"{MONTH}-05", f"{MONTH}-05"),
                ("korttids", "2024-04-01", "2024-04-02"),
                ("utomlands", "2024-02-01", "2024-02-28"),
            )
        ]
        town.bring(base, tmp_path / "mer", {"vistelser": stays})
        town.settled(base, MONTH)
        town.decide(base, town.findings(base, MONTH, "vistelse"), "nekad")
        krav.attest(base)
        facts = [one.text for one in kravbevis.offered(base.read(), "K1") if "Vistelse" in one.text]
    assert ["sjukhus" in text for text in facts] == [True]


def test_what_the_namnd_asked_and_told_is_offered_as_such(tmp_path: Path) -> None:
    with krav.paid(tmp_path) as base:
        moneyout.choose(base)
        spec(base, 1, tmp_path / "spec", town.stamp())
        stay = {"brukare": ANNA, "slag": "sjukhus", "fran": f"{MONTH}-05T08:00"}
        sheets = {"vistelser": [stay | {"till": f"{MONTH}-05T11:00"}]}
        town.bring(base, tmp_path / "mer", sheets)
        town.settled(base, MONTH)
        (found,) = town.findings(base, MONTH, "vistelse")
        ask = Move("komplettering", "visa intyg", None, "2026-12-01")
        reviewing.decide(base, [found.number], ask, town.stamp())
        town.decide(base, [found], "nekad")
        krav.attest(base)
        told = [one.text for one in kravbevis.offered(base.read(), "K1") if one.slag == "namnden"]
    assert told == [
        "Komplettering begärdes 2026-11-22 av karin, svar senast 2026-12-01, om brukaren vistades "
        "på annat håll i 2024-03: visa intyg",
        "Specifikationen för 2024-03 (körning 1, 2026-11-22) upplyste mottagaren om att 7 982,40 "
        "kr betalades.",
    ]


def test_fks_grant_proves_a_claim_on_its_money(tmp_path: Path) -> None:
    with krav.paid(tmp_path) as base:
        grant = {
            "brukare": ANNA, "beslutsdatum": "2024-06-10", "utfall": "beviljat",
            "fran": "2024-03-01", "till": "", "timmar_per_vecka": "40",
            "retroaktivt_fran": "2024-03-01",
        }  # fmt: skip
        town.bring(base, tmp_path / "fk", {"fkbeslut": [grant]})
        town.settled(base, MONTH)
        krav.attest(base)
        assert seen(base).krav.grund == "fk"
        assert any(
            text.startswith(
                "Försäkringskassan beviljade 2024-06-10 assistansersättning 40,00 timmar i veckan, "
                "för tid från 2024-03-01."
            )
            for text in texts(base)
        )
