"""Bookkeeping: each kind of event on its two accounts, in balance, and nobody's name."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.exports.sie_reader import read
from workbench.domain.time import parse_day, parse_month
from workbench.exports.konteringar import (
    Avsandare,
    Handelse,
    Konteringsfel,
    bok,
    verifikationer,
)
from workbench.exports.kontoplan import (
    ASSISTANS,
    BESLUTSSLAG,
    FORSKOTT,
    REGLER,
    SJUKLON,
    Beslutsslag,
    Bokforingskonto,
    Dimension,
    Kontoplan,
)
from workbench.exports.sie import Voucher, write

PLAN = Kontoplan(
    kostnad_assistans=Bokforingskonto("5570", "Personlig assistans"),
    kostnad_sjuklon=Bokforingskonto("5571", "Sjuklön, personlig assistans"),
    kostnad_fk=Bokforingskonto("4538", "Försäkringskassan, 20 timmar"),
    forskott=Bokforingskonto("1611", "Förskott personlig assistans"),
    utbetalning=Bokforingskonto("2890", "Utbetalningar på väg"),
    avvisade=Bokforingskonto("2891", "Avvisade utbetalningar"),
    inbetalning=Bokforingskonto("1690", "Inbetalningar på väg"),
    skuld_fk=Bokforingskonto("2511", "Skuld till Försäkringskassan"),
    fordran_aterkrav=Bokforingskonto("1511", "Återkrav personlig assistans"),
    nedskrivning=Bokforingskonto("7370", "Nedskrivna återkrav"),
    kostnadsstalle=Dimension(1, "Kostnadsställe"),
    brukare=Dimension(20, "Brukare"),
    beslutsslag=Dimension(21, "Slag av beslut"),
    namnder={"4711": "Socialnämnden", "4712": "Omsorgsnämnden"},
)
AVSANDARE = Avsandare(
    "workbench", "1.0", "2026-10-21", "anna", "212000-0142", "Storby", ("2026-01-01", "2026-12-31")
)
DAG, MANAD = parse_day("2026-10-20"), parse_month("2026-09")


def handelse(slag: str, belopp: int = 10000, **more: Any) -> Handelse:
    grund = Handelse(slag, DAG, belopp, "B000123", "4711", MANAD, 12)
    return replace(grund, **more)


def sides(voucher: Voucher) -> tuple[list[str], list[str]]:
    """Return the accounts debited and credited."""
    debet = [entry.account for entry in voucher.entries if entry.amount_ore > 0]
    return debet, [entry.account for entry in voucher.entries if entry.amount_ore < 0]


@pytest.mark.parametrize(
    ("slag", "avser", "debet", "kredit"),
    [
        ("utbetalning-assistans", ASSISTANS, "5570", "2890"),
        ("utbetalning-sjuklon", SJUKLON, "5571", "2890"),
        ("forskott", ASSISTANS, "1611", "2890"),
        ("forskott-avraknat", ASSISTANS, "5570", "1611"),
        ("fk-faktura", ASSISTANS, "4538", "2511"),
        ("fk-slutavrakning", ASSISTANS, "2511", "4538"),
        ("aterkrav-beslutat", ASSISTANS, "1511", "5570"),
        ("aterkrav-beslutat", SJUKLON, "1511", "5571"),
        ("aterkrav-beslutat", FORSKOTT, "1511", "1611"),
        ("aterkrav-sankt", ASSISTANS, "5570", "1511"),
        ("aterkrav-inbetalning", ASSISTANS, "1690", "1511"),
        ("aterkrav-avskrivning", ASSISTANS, "7370", "1511"),
        ("aterkrav-overskott", ASSISTANS, "1511", "2890"),
        ("bank-avvisad", ASSISTANS, "2890", "2891"),
        ("ny-utbetalning", ASSISTANS, "2891", "2890"),
        ("bank-betald-anda", ASSISTANS, "2891", "2890"),
    ],
)
def test_each_kind_has_its_two_accounts(
    slag: str, avser: Beslutsslag, debet: str, kredit: str
) -> None:
    (voucher,) = verifikationer(PLAN, [handelse(slag, avser=avser)])
    assert sides(voucher) == ([debet], [kredit])


def test_every_kind_says_why() -> None:
    for regel in REGLER.values():
        assert regel.varfor.endswith(".")
        assert regel.namn


def test_objects() -> None:
    """The cost knows nämnd, brukare and kind of beslut; the clearing account the nämnd only."""
    (voucher,) = verifikationer(PLAN, [handelse("utbetalning-sjuklon")])
    cost, clearing = voucher.entries
    assert cost.objects == ((1, "4711"), (20, "B000123"), (21, "SJL"))
    assert clearing.objects == ((1, "4711"),)


def test_an_advance_is_cleared_on_the_object_it_was_booked_on() -> None:
    paid, cleared = verifikationer(PLAN, [handelse("forskott"), handelse("forskott-avraknat")])
    assert paid.entries[0].objects == cleared.entries[1].objects
    assert dict(cleared.entries[0].objects)[21] == "ASS"


def test_an_aterkrav_ends_at_nothing() -> None:
    """Decided 100, lowered 20, repaid 70 of which 5 too much, written off 15: no claim is left."""
    vouchers = verifikationer(
        PLAN,
        [
            handelse("aterkrav-beslutat", 10000),
            handelse("aterkrav-sankt", 2000),
            handelse("aterkrav-inbetalning", 7000),
            handelse("aterkrav-overskott", 500),
            handelse("aterkrav-avskrivning", 1500),
        ],
    )
    left = Counter[str]()
    for voucher in vouchers:
        for entry in voucher.entries:
            left[entry.account] += entry.amount_ore
    assert left["1511"] == 0


def test_a_rejected_payment_is_paid_again_without_a_new_cost() -> None:
    slag = ("utbetalning-assistans", "bank-avvisad", "ny-utbetalning")
    left = Counter[str]()
    for voucher in verifikationer(PLAN, map(handelse, slag)):
        for entry in voucher.entries:
            left[entry.account] += entry.amount_ore
    assert left == {"5570": 10000, "2890": -10000, "2891": 0}


def test_one_voucher_per_day_kind_month_and_run() -> None:
    """Rows of the same account and objects are summed, debit before credit."""
    vouchers = verifikationer(
        PLAN,
        [
            handelse("utbetalning-sjuklon", 700),
            handelse("utbetalning-assistans", 100, objekt="B000124"),
            handelse("utbetalning-assistans", 200),
            handelse("utbetalning-assistans", 50),
            handelse("utbetalning-assistans", 1, manad=MANAD - 1),
            handelse("utbetalning-assistans", 2, korning=13),
            handelse("utbetalning-assistans", 3, dag=DAG - 1),
        ],
    )
    assert [voucher.text for voucher in vouchers] == [
        "Assistans 2026-09, körning 12",
        "Assistans 2026-08, körning 12",
        "Assistans 2026-09, körning 12",
        "Assistans 2026-09, körning 13",
        "Sjuklön 2026-09, körning 12",
    ]
    assert [entry.amount_ore for entry in vouchers[2].entries] == [250, 100, -350]


def test_outside_a_run_the_text_has_no_run() -> None:
    (voucher,) = verifikationer(PLAN, [handelse("aterkrav-beslutat", korning=None)])
    assert voucher.text == "Beslutat återkrav 2026-09"


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (handelse("gava"), "'gava' har ingen kontering"),
        (handelse("forskott", 0), "beloppet ska vara större än 0"),
        (handelse("forskott", -1), "beloppet ska vara större än 0"),
        (handelse("forskott", objekt="198112289874"), "aldrig ett namn eller nummer"),
        (handelse("forskott", objekt="B8112289874"), "aldrig ett namn eller nummer"),
        (handelse("forskott", objekt="Maj Andersson"), "aldrig ett namn eller nummer"),
        (handelse("forskott", objekt=""), "aldrig ett namn eller nummer"),
        (handelse("forskott", namnd="9"), "kostnadsstället '9' är okänt"),
        (handelse("forskott", avser=Beslutsslag("X", "x", "bank")), "slaget av beslut"),
    ],
)
def test_what_is_refused(wrong: Handelse, message: str) -> None:
    with pytest.raises(Konteringsfel, match=message):
        verifikationer(PLAN, [wrong])


@pytest.mark.parametrize(
    ("plan", "message"),
    [
        (
            replace(PLAN, forskott=Bokforingskonto("2890", "Utbetalningar på väg")),
            "samma konto, 2890",
        ),
        (replace(PLAN, avvisade=Bokforingskonto("5570", "Något annat")), "5570 har två namn"),
        (replace(PLAN, beslutsslag=Dimension(20, "Slag")), "samma nummer"),
    ],
)
def test_a_chart_that_can_not_be_used(plan: Kontoplan, message: str) -> None:
    with pytest.raises(Konteringsfel, match=message):
        bok(plan, [handelse("forskott")], AVSANDARE)


def test_nobody_is_in_the_file() -> None:
    """The file holds nothing but pseudonyms: no number of ten or twelve digits, no free text."""
    handelser = [handelse(slag, avser=avser) for slag in REGLER for avser in BESLUTSSLAG]
    sie = read(write(bok(PLAN, handelser, AVSANDARE)).innehall)
    spoken = {regel.namn for regel in REGLER.values()}
    for ver in sie.vouchers:
        name, rest = ver.text.rsplit(" 2026-09", 1)
        assert (name in spoken, rest) == (True, ", körning 12")
        assert {row.objects.get("20", "B000123") for row in ver.rows} == {"B000123"}
    texts = [text for record in sie.records for text in record if text != "212000-0142"]
    assert not [text for text in texts if sum(map(str.isdigit, text)) >= 9]
    assert {number for _, number, _ in sie.of("#OBJEKT")} <= {
        "4711",
        "B000123",
        *(slag.objekt for slag in BESLUTSSLAG),
    }


HANDELSER = st.lists(
    st.builds(
        Handelse,
        slag=st.sampled_from(sorted(REGLER)),
        dag=st.integers(parse_day("2026-01-01"), parse_day("2026-12-31")),
        belopp_ore=st.integers(1, 10**11),
        objekt=st.from_regex(r"\AB[0-9]{6}\Z"),
        namnd=st.sampled_from(sorted(PLAN.namnder)),
        manad=st.integers(MANAD - 12, MANAD),
        korning=st.none() | st.integers(1, 99),
        avser=st.sampled_from(BESLUTSSLAG),
    ),
    min_size=1,
    max_size=40,
)


@given(HANDELSER, st.randoms())
def test_any_events_balance_whatever_their_order(handelser: list[Handelse], random: Random) -> None:
    data = write(bok(PLAN, handelser, AVSANDARE)).innehall
    sie = read(data)
    assert all(ver.sum == 0 for ver in sie.vouchers)
    debit = sum(row.amount for ver in sie.vouchers for row in ver.rows if row.amount > 0)
    assert int(debit * 100) == sum(h.belopp_ore for h in handelser)
    random.shuffle(handelser)
    assert write(bok(PLAN, handelser, AVSANDARE)).innehall == data
