"""Which document a claim gets in which state: 25, 32, 37, 39 §§ FL, 3 kap. 1 § UB, 9.2.25."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from workbench.domain.time import parse_day
from workbench.law.aterkrav import CIVIL, LSS, MOVES, Arende
from workbench.law.kravhandlingar import Lage, hinders, notices

TODAY = parse_day("2026-09-10")
CLAIM = Arende(1, LSS, "utredning", "a", 99_780, 0, 1)


def lage(status: str, **more: Any) -> Lage:
    """Return a claim in a state; its fields by name, others are the claim's."""
    known = Lage.__dataclass_fields__
    own = {name: value for name, value in more.items() if name in known}
    case = replace(CLAIM, status=status, **{k: v for k, v in more.items() if k not in known})
    return replace(Lage(case, TODAY, False), **own)


def refused(slag: str, now: Lage, *, utkast: bool = False) -> str:
    return " ".join(hinders(slag, now, utkast=utkast))


SPEAKS = [
    ("kommunikation", lage("utredning"), "before anything is decided, also while it is prepared"),
    ("kommunikation", lage("kommunicerad", frist=TODAY + 1), "the day after is time to answer"),
    ("beslut", lage("beslutad", beslutad=True), "when the claim is decided"),
    ("beslut", lage("delgiven", beslutad=True), "late, when it was never fixed"),
    ("andringsbeslut", lage("delgiven", beslutad=True, andrat=-1), "one öre less is a change"),
    ("andringsbeslut", lage("betald", beslutad=True, andrat=-1), "also when nothing is left"),
    ("paminnelse", lage("laga-kraft"), "after laga kraft"),
    ("paminnelse", lage("avbetalning", forsenat=1), "when an instalment is an öre short"),
    ("kronofogden", lage("laga-kraft"), "after laga kraft"),
    ("kronofogden", lage("kronofogden"), "and when the claim has been moved there"),
    ("kravbrev", lage("utredning", slag=CIVIL, grund="fk"), "the civil claim's own letter"),
    ("kronofogden", lage("laga-kraft", slag=CIVIL, dom=True, grund="fk"), "on a judgment"),
    ("bilaga", lage("nedlagd"), "the computation of any claim that has been taken up"),
]
SILENT = [
    ("kommunikation", lage("forslag"), "ett förslag"),
    ("kommunikation", lage("beslutad", beslutad=True), "innan något är beslutat"),
    ("kommunikation", lage("kommunicerad", frist=TODAY), "har redan varit"),
    ("kommunikation", lage("utredning", grund="egen"), "Välj grund"),
    ("kommunikation", lage("utredning", utestaende=0), "Ingenting är utestående"),
    ("kommunikation", lage("utredning", omraknas=True), "väntar på en ny körning"),
    ("kommunikation", lage("utredning", oppna_fynd=2), "2 fynd"),
    ("beslut", lage("kommunicerad"), "när kravet är beslutat"),
    ("beslut", lage("utredning"), "när kravet är beslutat"),
    ("beslut", lage("delgiven", beslutad=True, beslut_klart=True), "36 § FL"),
    ("andringsbeslut", lage("kommunicerad"), "inget beslut att ändra"),
    ("andringsbeslut", lage("delgiven", beslutad=True), "Ingen körning har ändrat"),
    ("andringsbeslut", lage("delgiven", beslutad=True, andrat=1), "37 § andra stycket"),
    ("paminnelse", lage("delgiven", beslutad=True), "efter laga kraft"),
    ("paminnelse", lage("laga-kraft", utestaende=0), "Ingenting är utestående"),
    ("paminnelse", lage("avbetalning"), "har kommit i tid"),
    ("kronofogden", lage("delgiven", beslutad=True), "laga kraft"),
    ("kronofogden", lage("overklagad", beslutad=True), "laga kraft"),
    ("kronofogden", lage("laga-kraft", utestaende=0), "Ingenting är utestående"),
    ("kronofogden", lage("avbetalning", slag=CIVIL, grund="fk"), "när det finns en dom"),
    ("kravbrev", lage("utredning"), "har inte handlingen kravbrev"),
    ("bilaga", lage("forslag"), "ett förslag"),
]


@pytest.mark.parametrize(("slag", "now", "why"), SPEAKS)
def test_a_document_that_belongs_to_the_state(slag: str, now: Lage, why: str) -> None:
    assert hinders(slag, now, utkast=False) == [], why


@pytest.mark.parametrize(("slag", "now", "said"), SILENT)
def test_a_document_that_does_not(slag: str, now: Lage, said: str) -> None:
    assert said in refused(slag, now)


@pytest.mark.parametrize("status", ["utredning", "kommunicerad"])
def test_a_decision_is_drafted_before_it_is_made(status: str) -> None:
    assert refused("beslut", lage(status), utkast=True) == ""
    assert refused("beslut", lage(status))


@pytest.mark.parametrize("slag", ["kommunikation", "beslut", "andringsbeslut"])
def test_a_civil_claim_has_no_letter_of_an_authority(slag: str) -> None:
    for status in MOVES[CIVIL]:
        if status != "forslag":
            assert "civilrättsligt" in refused(slag, lage(status, slag=CIVIL, beslutad=True))


def test_kronofogden_waits_for_laga_kraft_in_every_state() -> None:
    ready = {
        status for status in MOVES[LSS] if not refused("kronofogden", lage(status, beslutad=True))
    }
    assert ready == {"laga-kraft", "avbetalning", "kronofogden"}


def test_a_decision_is_fixed_again_until_it_is_delivered() -> None:
    assert refused("beslut", lage("beslutad", beslutad=True, beslut_klart=True)) == ""


def test_what_whoever_makes_it_should_know() -> None:
    """39 § FL: after the papers have gone to the court the nämnd can't amend the decision."""
    assert "39 § FL" in notices("andringsbeslut", lage("overklagad", beslutad=True))[0]
    assert notices("andringsbeslut", lage("delgiven", beslutad=True)) == []
    assert "ändringsbeslut" in notices("beslut", lage("beslutad", beslutad=True, andrat=-1))[0]
    assert notices("beslut", lage("beslutad", beslutad=True)) == []
