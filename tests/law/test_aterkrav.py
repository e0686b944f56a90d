"""How a claim may move: 12 § LSS, 25, 32 and 44 §§ FL, 2 § lag 1930:173, 3 kap. 1 § UB.

Each row of a table is a sentence that a lawyer can affirm; what is refused names why.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.domain.time import iso_day, parse_day
from workbench.law.aterkrav import (
    CIVIL,
    LSS,
    MOVES,
    Arende,
    Del,
    Steg,
    allowed,
    appeal_until,
    hinders,
)
from workbench.law.kravposter import Post, drop, leave, repay

ALL = frozenset({"bevis", "for", "emot", "namnden"})
TODAY = parse_day("2026-11-22")


def claim(status: str, **more: object) -> Arende:
    """A claim of 1 000 kr on ground a, assessed, prepared by karin, answered by 20 October."""
    known = Arende(
        1, LSS, status, "a", 100_000, 0, 1, ALL, {}, parse_day("2026-10-01"),
        parse_day("2026-10-20"), frozenset({"karin"}),
    )  # fmt: skip
    return replace(known, **more)


def step(till: str, dag: str = "2026-11-02", aktor: str = "bo", **more: object) -> Steg:
    """A step with a reason, a court and nothing else."""
    asked = Steg(till, parse_day(dag), TODAY, aktor, "prövat", referens="FR 1-26")
    return replace(asked, **more)


def day(text: str) -> int:
    return parse_day(text)


PART = (Del(day("2026-12-01"), 40_000), Del(day("2027-01-01"), 60_000))
ANSWER = day("2026-11-30")

TAKEN = [
    ("ett förslag utreds", claim("forslag"), step("utredning")),
    ("ett förslag läggs ned utan utredning", claim("forslag"), step("nedlagd")),
    ("kommunens eget fel utreds när någon har valt grund",
     claim("skrivs-av-forslag", grund="egen"), step("utredning", grund="b")),
    ("kravet kommuniceras med en svarsdag",
     claim("utredning"), step("kommunicerad", frist=ANSWER)),
    ("svarstiden förlängs",
     claim("kommunicerad"), step("kommunicerad", frist=ANSWER)),
    ("dagen efter svarsdagen beslutas det utan svar",
     claim("kommunicerad"), step("beslutad", "2026-10-21")),
    ("på svarsdagen beslutas det om svaret har kommit",
     claim("kommunicerad", bedomning=ALL | {"svar"}), step("beslutad", "2026-10-20")),
    ("grund b beslutas när det är sagt vad nämnden har upplyst om",
     claim("kommunicerad", grund="b"), step("beslutad")),
    ("på den sista dagen överklagas det i tid",
     claim("delgiven"), step("overklagad", "2026-10-20")),
    ("dagen efter den sista dagen får det laga kraft",
     claim("delgiven"), step("laga-kraft", "2026-10-21")),
    ("en domstol sätter ned det till en krona",
     claim("overklagad"), step("andrad", belopp=100)),
    ("kammarrätten ger tillbaka en del av vad förvaltningsrätten strök",
     claim("overklagad", utestaende=40_000, struket=60_000), step("andrad", belopp=70_000)),
    ("det som återförvisas utreds igen", claim("aterforvisad"), step("utredning")),
    ("avbetalningarna är tillsammans det som är utestående",
     claim("laga-kraft"), step("avbetalning", plan=PART)),
    ("Kronofogden får det när kontakt har tagits", claim("laga-kraft"), step("kronofogden")),
    ("en del efterges", claim("laga-kraft"), step("eftergiven", belopp=1)),
    ("en del skrivs av efter laga kraft", claim("kronofogden"), step("nedlagd", belopp=99_999)),
    ("ett civilrättsligt krav delas upp utan beslut",
     claim("kommunicerad", slag=CIVIL, grund="fk"), step("avbetalning", plan=PART)),
    ("ett civilrättsligt krav får laga kraft genom en dom, när som helst",
     claim("kommunicerad", slag=CIVIL, grund="fk"), step("laga-kraft", "2026-10-02")),
    ("en dom på ett civilrättsligt krav lämnas till Kronofogden",
     claim("laga-kraft", slag=CIVIL, grund="fk", dom=True), step("kronofogden")),
]  # fmt: skip

REFUSED = [
    ("kommunens eget fel är ingen grund", "eget fel",
     claim("skrivs-av-forslag", grund="egen"), step("utredning")),
    ("grunden motiveras", "varför grunden",
     claim("forslag"), step("utredning", grund="b", motivering=" ")),
    ("grunden är ingen annan än a eller b", "Grunden är a eller b",
     claim("forslag"), step("utredning", grund="egen")),
    ("FK:s pengar har sin egen grund", "behåller sin grund",
     claim("forslag", grund="fk"), step("utredning", grund="a")),
    ("ingen annan får den grunden", "Grunden fk har bara",
     claim("forslag"), step("utredning", grund="fk")),
    ("hållen tid krävs inte innan fyndet är avgjort", "fynd",
     claim("utredning", oppna_fynd=1), step("kommunicerad", frist=ANSWER)),
    ("och grunden väljs inte heller", "fynd",
     claim("forslag", grund="utredning", oppna_fynd=1), step("utredning", grund="a")),
    ("tid som bara är hållen kommuniceras inte", "grund är utredning",
     claim("utredning", grund="utredning"), step("kommunicerad", frist=ANSWER)),
    ("en månad som ska räknas om kommuniceras inte", "ny körning",
     claim("utredning", omraknas=True), step("kommunicerad", frist=ANSWER)),
    ("utan känd gäldenär kommuniceras det inte", "gäldenär",
     claim("utredning", galdenarer=0), step("kommunicerad", frist=ANSWER)),
    ("en svarsdag samma dag är ingen", "svarsdag",
     claim("utredning"), step("kommunicerad", frist=day("2026-11-02"))),
    ("det kommuniceras inte om igen utan skäl", "kommuniceras igen",
     claim("kommunicerad"), step("kommunicerad", frist=ANSWER, motivering="")),
    ("på svarsdagen har tiden inte gått ut", "Svarstiden går ut 2026-10-20",
     claim("kommunicerad"), step("beslutad", "2026-10-20")),
    ("den som har utrett beslutar inte", "en annan person",
     claim("kommunicerad"), step("beslutad", aktor="karin")),
    ("beslutet motiveras", "32 § FL",
     claim("kommunicerad"), step("beslutad", motivering="")),
    ("nämnden har bevisbördan", "bevisning",
     claim("kommunicerad", bedomning=ALL - {"bevis"}), step("beslutad")),
    ("skälen emot vägs in", "skäl emot",
     claim("kommunicerad", bedomning=ALL - {"emot"}), step("beslutad")),
    ("grund b prövas mot nämndens upplysningar", "upplyst",
     claim("kommunicerad", grund="b", bedomning=ALL - {"namnden"}), step("beslutad")),
    ("det som ska räknas om beslutas inte", "ny körning",
     claim("kommunicerad", omraknas=True), step("beslutad")),
    ("ingenting beslutas inte", "Ingenting är utestående",
     claim("kommunicerad", utestaende=0, aterbetalt=100_000), step("beslutad")),
    ("det beslutas inte utan kommunicering", "kan inte bli beslutat",
     claim("utredning"), step("beslutad")),
    ("dagen efter den sista dagen är det för sent att överklaga", "45 § FL",
     claim("delgiven"), step("overklagad", "2026-10-21")),
    ("på den sista dagen har det inte laga kraft", "till och med 2026-10-20",
     claim("delgiven"), step("laga-kraft", "2026-10-20")),
    ("en domstol har ett namn och målet ett nummer", "målnummer",
     claim("overklagad"), step("faststalld", referens="")),
    ("ändrat till hela beloppet är fastställt", "faststalld",
     claim("overklagad"), step("andrad", belopp=100_000)),
    ("ändrat till ingenting är upphävt", "upphavd",
     claim("overklagad"), step("andrad", belopp=0)),
    ("ingen kortar tiden att överklaga", "tidigast 2026-11-23",
     claim("beslutad"), step("delgiven", frist=day("2026-11-20"))),
    ("inte heller efter en dom", "tidigast 2026-11-23",
     claim("overklagad"), step("upphavd", frist=day("2026-11-20"))),
    ("Kronofogden får det inte före laga kraft", "kan inte bli Kronofogden",
     claim("delgiven"), step("kronofogden")),
    ("Kronofogden får det inte utan att kontakt har tagits", "frivillig betalning",
     claim("laga-kraft"), step("kronofogden", motivering="")),
    ("Kronofogden får inget civilrättsligt krav utan dom", "dom",
     claim("avbetalning", slag=CIVIL, grund="fk"), step("kronofogden")),
    ("ett civilrättsligt krav beslutas aldrig", "kan inte bli beslutat",
     claim("kommunicerad", slag=CIVIL, grund="fk"), step("beslutad")),
    ("och överklagas inte", "kan inte bli överklagat",
     claim("laga-kraft", slag=CIVIL, grund="fk"), step("overklagad")),
    ("avbetalningarna är inte mindre än det utestående", "De ska vara lika",
     claim("laga-kraft"), step("avbetalning", plan=PART[:1])),
    ("avbetalningarna kommer i ordning", "i ordning",
     claim("laga-kraft"), step("avbetalning", plan=PART[::-1])),
    ("ett förslag läggs ned helt", "läggs ned helt",
     claim("forslag"), step("nedlagd", belopp=1)),
    ("mer än allt efterges inte", "Beloppet ska vara mellan",
     claim("laga-kraft"), step("eftergiven", belopp=100_001)),
    ("eftergift motiveras", "varför",
     claim("laga-kraft"), step("eftergiven", motivering="")),
    ("i morgon har inte varit", "har inte varit",
     claim("forslag"), step("utredning", "2026-11-23")),
    ("ett steg kommer inte före det förra", "före kravets senaste steg",
     claim("delgiven", frist=None), step("laga-kraft", "2026-09-30")),
    ("ett betalt krav har nått sitt slut", "inget mer steg",
     claim("betald"), step("utredning")),
]  # fmt: skip


@pytest.mark.parametrize(("case", "asked"), [row[1:] for row in TAKEN], ids=[r[0] for r in TAKEN])
def test_what_can_be_done(case: Arende, asked: Steg) -> None:
    assert hinders(case, asked) == []


@pytest.mark.parametrize(
    ("why", "case", "asked"), [row[1:] for row in REFUSED], ids=[r[0] for r in REFUSED]
)
def test_what_can_not_be_done(why: str, case: Arende, asked: Steg) -> None:
    (said,) = hinders(case, asked)
    assert why in said


APPEAL = [
    ("en måndag ger en måndag tre veckor senare", "2026-10-05", "2026-10-26"),
    ("en fredag ger en fredag", "2026-10-02", "2026-10-23"),
    ("en lördag ger måndagen efter", "2026-10-03", "2026-10-26"),
    ("en söndag ger måndagen efter", "2026-10-04", "2026-10-26"),
    ("midsommarafton är som en söndag", "2026-05-29", "2026-06-22"),
    ("dagen före midsommarafton är en vardag", "2026-05-28", "2026-06-18"),
    ("julafton, juldagen, annandagen och helgen efter räknas inte", "2026-12-03", "2026-12-28"),
    ("dagen före julafton är en vardag", "2026-12-02", "2026-12-23"),
    ("nyårsafton ger den första vardagen på nyåret", "2026-12-10", "2027-01-04"),
    ("trettondagsafton är en vardag", "2026-12-15", "2027-01-05"),
    ("trettondagen ger dagen efter", "2026-12-16", "2027-01-07"),
    ("skärtorsdagen är en vardag", "2026-03-12", "2026-04-02"),
    ("långfredagen ger tisdagen efter påsk", "2026-03-13", "2026-04-07"),
    ("nationaldagen på en lördag ger måndagen", "2026-05-16", "2026-06-08"),
    ("den 29 februari är en dag som andra", "2028-02-08", "2028-02-29"),
]


@pytest.mark.parametrize(
    ("delivered", "last"), [row[1:] for row in APPEAL], ids=[r[0] for r in APPEAL]
)
def test_the_last_day_to_appeal(delivered: str, last: str) -> None:
    assert iso_day(appeal_until(parse_day(delivered))) == last


def test_a_person_can_not_pay_a_claim_by_moving_it() -> None:
    """Betald follows from the money, in every state and kind."""
    assert not any("betald" in to for moves in MOVES.values() for to in moves.values())
    assert all(allowed(kind, end) == () for kind in MOVES for end in ("betald", "nedlagd"))


# -- money over the months ------------------------------------------------------------------------

ORE = st.integers(0, 500)
POSTS = st.lists(st.builds(Post, ORE, ORE, ORE), min_size=1, max_size=5)


def sums(posts: list[Post]) -> list[int]:
    return [sum(post) for post in posts]


@given(POSTS, st.integers(0, 3000))
def test_a_payment_repays_the_oldest_month_first(posts: list[Post], ore: int) -> None:
    taken, above = repay(posts, ore)
    assert sum(taken) + above == ore
    whole = [own == post.utestaende for own, post in zip(taken, posts, strict=True)]
    first = whole.index(False) if False in whole else len(posts)
    assert all(own == 0 for own in taken[first + 1 :])
    assert above == 0 or all(whole)
    assert drop(posts, ore) == taken


@given(POSTS, st.integers(0, 3000))
def test_a_cut_takes_the_oldest_month_first_and_loses_nothing(posts: list[Post], ore: int) -> None:
    """Every month keeps its sum; what is left is the court's; what is repaid above it goes back."""
    live = sum(post.utestaende + post.aterbetalt for post in posts)
    left = min(ore, live)
    after, back = leave(posts, left, [0] * len(posts))
    assert sums(after) == sums(posts)
    assert sum(post.utestaende + post.aterbetalt for post in after) == left
    assert sum(post.aterbetalt for post in after) + back == sum(post.aterbetalt for post in posts)
    assert back == max(0, sum(post.aterbetalt for post in posts) - left)
    assert all(min(post) >= 0 for post in after)
    kept = [one.utestaende + one.aterbetalt for one in after]
    own = [one.utestaende + one.aterbetalt for one in posts]
    cut = [place for place, _ in enumerate(posts) if kept[place] < own[place]]
    assert all(kept[place] == 0 for place in range(cut[-1])) if cut else True
    unpaid = [place for place, post in enumerate(after) if post.utestaende]
    assert not any(post.aterbetalt for post in after[unpaid[0] + 1 :]) if unpaid else True


@given(POSTS, st.integers(0, 3000), st.integers(0, 3000))
def test_what_a_court_struck_a_higher_court_gives_back(
    posts: list[Post], first: int, later: int
) -> None:
    """And only that: what the nämnd has dropped stays dropped, month by month."""
    live = sum(post.utestaende + post.aterbetalt for post in posts)
    cut, _ = leave(posts, min(first, live), [0] * len(posts))
    struck = [after.nedlagt - before.nedlagt for after, before in zip(cut, posts, strict=True)]
    whole, _ = leave(cut, live, struck)
    assert [post.nedlagt for post in whole] == [post.nedlagt for post in posts]
    part, _ = leave(cut, min(live, max(first, later)), struck)
    assert all(a.nedlagt >= b.nedlagt for a, b in zip(part, posts, strict=True))
    assert sum(one.utestaende + one.aterbetalt for one in part) == min(live, max(first, later))
