"""The duties of the table, and a claim's deadlines: the day before, the day, and what is silent."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from workbench.domain.fkbeslut import FkBeslut
from workbench.domain.time import parse_day, parse_month
from workbench.law.kravplikter import Dagar, Lage, due, taken_up, tried
from workbench.law.parameters import (
    ParameterError,
    Policies,
    PolicyValue,
    document,
    policy_definitions,
)
from workbench.law.plikter import (
    Beviljat,
    account_due,
    deadline,
    granted_in,
    may_have_right,
    of_task,
    plikter,
    read,
)
from workbench.rules.registry import KODER

TODAY = parse_day("2026-11-22")
DAYS = Dagar(30, 30)


def day(text: str) -> int:
    """Return a day number."""
    return parse_day(text)


# -- the table ---------------------------------------------------------------------------------


def test_every_duty_says_what_for_whom_and_why() -> None:
    for plikt in plikter().values():
        texts = (plikt.titel, plikt.gor, plikt.text, plikt.sekretess, plikt.beslutar, plikt.till)
        assert all(texts), plikt.id
        assert plikt.sfs.count(":") == 1
        assert plikt.utloses
        assert policy_definitions()[plikt.dagar].type == "int"
        for trigger in plikt.utloses:
            assert set(trigger.kod) <= set(KODER), plikt.id
            assert set(trigger.status) <= {"oppen", "komplettering", "godkand", "nekad"}


def test_a_task_belongs_to_the_duty_whose_name_is_longest() -> None:
    for identity, expected in (
        ("15-8-12-3-9000", "15-8"),
        ("15-8-utokning-12-3", "15-8-utokning"),
        ("15-11-4-aldrig", "15-11"),
        ("15-11-LAMPLIGHET-4-2026", "15-11-lamplighet"),
        ("fk2", "15b"),
        ("11a-1-2-3-20240101", "11a"),
    ):
        found = of_task(identity)
        assert found is not None
        assert found.id == expected
    assert of_task("F12") is None


@pytest.mark.parametrize(
    "change",
    [
        {"mottagare": "kommunen"},
        {"dagar": "plikt_nagon_gang"},
        {"utloses": [{"slag": "rykte"}]},
        {"utloses": [{"slag": "fynd-brukare", "koder": ["vila"]}]},
        {"utloses": [{"slag": "beslut", "antal": "plikt_nagot"}]},
        {"forled": "FK"},
        {"foretag": "x"},
    ],
    ids=["receiver", "days", "kind", "key", "count", "same beginning", "unknown"],
)
def test_a_broken_table_is_refused(change: dict[str, Any]) -> None:
    table = document("plikter.toml")
    table["plikt"]["15-9"] |= change
    with pytest.raises(ParameterError):
        read(table)


def test_a_deadline_follows_the_setting_of_the_events_day() -> None:
    """Fourteen days unless the municipality has chosen otherwise; the choice holds from its day."""
    chosen = PolicyValue("plikt_anmalan_dagar", day("2026-05-01"), "3", "nämnden")
    policies = Policies([chosen])
    duty = plikter()["15-9"]
    assert deadline(duty, day("2026-04-30"), policies) == day("2026-05-14")
    assert deadline(duty, day("2026-05-01"), policies) == day("2026-05-04")


# -- 15 § 8 LSS --------------------------------------------------------------------------------


def here(timmar: int, fran: str = "2026-01-01", till: str | None = None) -> Beviljat:
    """Return a beslut of so many hundredths of hours a month."""
    return Beviljat(day(fran), None if till is None else day(till), timmar, 1)


def fk(utfall: str, beslutsdatum: str, **other: Any) -> FkBeslut:
    """Return a beslut of FK."""
    facts = {"fran": day(beslutsdatum), "timmar": 4000} | other
    return FkBeslut(1, day(beslutsdatum), utfall, **facts)


SMALL, LARGE = here(8857), here(8858)
"""January has 31 days: 20 h a week are 88.571 h."""
CASES_15_8 = [
    ("mer än 20 timmar i veckan och FK har inte tillfrågats", LARGE, [LARGE], [], True),
    ("nätt och jämnt under 20 timmar i veckan", SMALL, [SMALL], [], False),
    ("tjugo timmar på pricken i februari", here(8000, "2026-02-01"), [], [], False),
    ("en hundradel mer i februari", here(8001, "2026-02-01"), [], [], True),
    ("perioden är två månader: 59 dagar", Beviljat(day("2026-01-01"), None, 16858, 2), [], [],
     True),
    ("beslutet slutade i går", here(9000, till="2026-11-21"), [], [], False),
    ("beslutet slutar i dag", here(9000, till="2026-11-22"), [], [], True),
    ("beslutet börjar först nästa år", here(9000, "2027-01-01"), [], [], True),
    ("FK har beviljat", LARGE, [LARGE], [fk("beviljat", "2026-02-01")], False),
    ("FK:s beviljande är indraget, efter beslutet här", LARGE, [LARGE],
     [fk("beviljat", "2026-02-01"), fk("indraget", "2026-05-01")], False),
    ("FK sade nej till samma beslut", LARGE, [LARGE], [fk("avslag", "2026-02-01")], False),
    ("FK sade nej, sedan ökade timmarna", here(9500, "2026-06-01"),
     [here(9000, till="2026-05-31"), here(9500, "2026-06-01")], [fk("avslag", "2026-02-01")],
     True),
    ("FK sade nej, sedan samma timmar på nytt", here(9000, "2026-06-01"),
     [here(9300, till="2026-05-31"), here(9000, "2026-06-01")], [fk("avslag", "2026-02-01")],
     False),
    ("FK sade nej innan det fanns något beslut här", LARGE, [LARGE],
     [fk("avslag", "2025-12-01")], False),
]  # fmt: skip


@pytest.mark.parametrize(
    ("one", "others", "asked", "expected"),
    [pytest.param(*case[1:], id=case[0]) for case in CASES_15_8],
)
def test_who_may_have_a_right_to_assistansersattning(
    one: Beviljat, others: list[Beviljat], asked: list[FkBeslut], expected: bool
) -> None:
    assert may_have_right(one, others, asked, 20, TODAY) is expected


def test_granted_in_a_month_is_some_day_of_it() -> None:
    months = [parse_month("2026-03")]
    for first, last, expected in (
        ("2026-03-31", None, True),
        ("2026-04-01", None, False),
        ("2026-01-01", "2026-03-01", True),
        ("2026-01-01", "2026-02-28", False),
    ):
        grant = fk("beviljat", first, till=None if last is None else day(last))
        assert granted_in([grant], months) is expected


def test_an_account_is_late_after_the_fifth_of_the_second_month() -> None:
    assert account_due(parse_month("2026-03"), 2, 5) == day("2026-05-05")
    assert account_due(parse_month("2026-12"), 2, 5) == day("2027-02-05")


# -- claims ------------------------------------------------------------------------------------


def case(status: str, **other: Any) -> Lage:
    """Return a claim of 1 000 kr, proposed today unless told otherwise."""
    facts: dict[str, Any] = {"slag": "lss", "grund": "a", "foreslagen": TODAY} | other
    return Lage(3, facts.pop("slag"), status, facts.pop("grund"), 100_000, **facts)


def duties(claim: Lage) -> list[tuple[str, int, int]]:
    """Return (duty, days from the event to today, öre) of a claim."""
    return [(step.plikt, TODAY - step.dag, step.belopp) for step in due(claim, TODAY, DAYS)]


def plan(first: int, second: int) -> tuple[tuple[int, int], ...]:
    """Return a plan of three instalments with what has not come in of the two that are due."""
    return (TODAY - 40, first), (TODAY - 10, second), (TODAY + 20, 40_000)


FINAL = {"utfall": "beslutad", "laga_kraft": TODAY - 31}
CLAIM_CASES = [
    ("ett förslag som väntat 30 dagar", case("forslag", foreslagen=TODAY - 30), []),
    ("ett förslag som väntat 31 dagar", case("forslag", foreslagen=TODAY - 31),
     [("forslag", 1, 100_000)]),
    ("eget fel som ingen har tittat på", case("skrivs-av-forslag", grund="egen",
     foreslagen=TODAY - 31), [("forslag", 1, 100_000)]),
    ("ett krav som utreds väntar inte", case("utredning", foreslagen=TODAY - 400), []),
    ("svarsdagen är i dag", case("kommunicerad", frist=TODAY), []),
    ("svarsdagen var i går", case("kommunicerad", frist=TODAY - 1), [("svar", 1, 100_000)]),
    ("ett civilrättsligt krav beslutas inte, det betalas",
     case("kommunicerad", slag="civilrattslig", frist=TODAY - 1),
     [("paminnelse", 1, 100_000)]),
    ("sista dagen att överklaga är i dag", case("delgiven", frist=TODAY, utfall="beslutad"), []),
    ("sista dagen att överklaga var i går", case("delgiven", frist=TODAY - 1, utfall="beslutad"),
     [("laga-kraft", 1, 100_000)]),
    ("domen kan inte längre överklagas", case("andrad", frist=TODAY - 1, utfall="andrad"),
     [("laga-kraft", 1, 100_000)]),
    ("ett överklagat krav väntar på domstolen", case("overklagad", frist=TODAY - 90,
     utfall="beslutad"), []),
    ("laga kraft för 30 dagar sedan", case("laga-kraft", **FINAL | {"laga_kraft": TODAY - 30}), []),
    ("laga kraft för 31 dagar sedan, obetalt", case("laga-kraft", **FINAL),
     [("paminnelse", 1, 100_000)]),
    ("obetalt men redan påmint", case("laga-kraft", **FINAL, paminnd=TODAY - 1), []),
    ("påmint före förfallodagen är inte påmint", case("laga-kraft", **FINAL, paminnd=TODAY - 2),
     [("paminnelse", 1, 100_000)]),
    ("påmint för 30 dagar sedan",
     case("laga-kraft", utfall="beslutad", laga_kraft=TODAY - 70, paminnd=TODAY - 30), []),
    ("påmint för 31 dagar sedan",
     case("laga-kraft", utfall="beslutad", laga_kraft=TODAY - 70, paminnd=TODAY - 31),
     [("kronofogden", 1, 100_000)]),
    ("betalt efter laga kraft", replace(case("laga-kraft", **FINAL), utestaende=0), []),
    ("planen följs", case("avbetalning", **FINAL, plan=plan(0, 0)), []),
    ("andra avbetalningen har inte kommit",
     case("avbetalning", **FINAL, plan=plan(0, 30_000)), [("avbetalning", 10, 30_000)]),
    ("ett öre fattas på den första", case("avbetalning", **FINAL, plan=plan(1, 30_000)),
     [("avbetalning", 40, 30_001)]),
    ("avbetalningen är i dag", case("avbetalning", **FINAL, plan=((TODAY, 100_000),)), []),
    ("planen följs inte efter påminnelse", case("avbetalning", **FINAL, plan=plan(30_000, 30_000),
     paminnd=TODAY - 31), [("kronofogden", 1, 100_000)]),
    ("en körning sänkte ett beslutat krav", case("delgiven", utfall="beslutad", frist=TODAY,
     andrad=TODAY - 2), [("andringsbeslut", 2, 100_000)]),
    ("en körning sänkte ett krav som domstolen upphävde", case("upphavd", utfall="upphavd",
     frist=TODAY, andrad=TODAY - 2), []),
    ("lämnat till Kronofogden", case("kronofogden", **FINAL, paminnd=TODAY - 90), []),
    ("nedlagt", case("nedlagd", foreslagen=TODAY - 400), []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("claim", "expected"), [pytest.param(*case[1:], id=case[0]) for case in CLAIM_CASES]
)
def test_what_a_claim_waits_for(claim: Lage, expected: list[tuple[str, int, int]]) -> None:
    assert duties(claim) == expected


@pytest.mark.parametrize(
    ("claim", "reported", "police"),
    [
        pytest.param(case("forslag"), False, False, id="ingen har tagit upp det"),
        pytest.param(case("utredning"), True, False, id="utreds"),
        pytest.param(case("utredning", grund="b"), False, False, id="ingen oriktig uppgift"),
        pytest.param(case("nedlagd"), False, False, id="nedlagt före beslut"),
        pytest.param(case("nedlagd", utfall="beslutad"), True, True, id="avskrivet efter beslut"),
        pytest.param(case("delgiven", utfall="beslutad"), True, True, id="beslutat"),
        pytest.param(case("andrad", utfall="andrad"), True, True, id="domstolen satte ned det"),
        pytest.param(case("laga-kraft", utfall="upphavd"), False, False, id="upphävt"),
        pytest.param(case("utredning", utfall="aterforvisad"), True, False, id="återförvisat"),
        pytest.param(
            case("laga-kraft", slag="civilrattslig", utfall=None), True, False, id="civilrättsligt"
        ),
    ],
)
def test_what_a_claim_tells_others(claim: Lage, reported: bool, police: bool) -> None:
    assert (taken_up(claim), tried(claim)) == (reported, police)


def test_a_step_names_a_duty_of_the_table() -> None:
    named = {name for item in CLAIM_CASES for name, _, _ in item[2]}
    own = {
        plikt.id
        for plikt in plikter().values()
        if [trigger.slag for trigger in plikt.utloses] == ["krav-steg"]
    }
    assert named == own
