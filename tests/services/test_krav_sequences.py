"""Stories of claims with sums worked out by hand: paid, corrected and claimed must add up.

Unless something else is said: on 3 and 4 March 2025 eight hours each were paid, sixteen in all, and
an hour is 342,60 kr. Sums are whole hours: (state, outstanding, repaid, dropped). After every step
the life is also held to the oracle (`moneywalk`), and at its end `verify` must be silent.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.oracle.cases import Asked
from tests.services import sjuktown, town
from tests.services.moneylife import (
    APRIL,
    DECIDED,
    DELIVERED,
    FINAL,
    HOUR,
    MARCH,
    attest,
    by_month,
    case,
    claims,
    hospital,
    life,
    lift,
    paid,
    paid_back,
    refuse,
    rows,
)
from tests.services.moneywalk import PIA, Walk
from workbench.domain.time import parse_month
from workbench.services import attesting, kravangra, kravbilaga, kravparter
from workbench.services.errors import Refused
from workbench.services.sjuklon import decide as decide_claim

TWO = [town.tid("2025-03-03"), town.tid("2025-03-04")]
HERSELF = {"brukare": PIA, "arbetsgivare": PIA}
SPRING = [*TWO, town.tid("2025-04-03"), town.tid("2025-04-04")]


@pytest.fixture
def march(tmp_path: Path) -> Iterator[Walk]:
    """Sixteen hours of March have been paid."""
    walk = life(tmp_path, TWO)
    yield walk
    walk.ends()
    walk.base.close()


@pytest.fixture
def spring(tmp_path: Path) -> Iterator[Walk]:
    """Sixteen hours each of March and April have been paid."""
    walk = life(tmp_path, SPRING, (MARCH, APRIL))
    yield walk
    walk.ends()
    walk.base.close()


def lowered(walk: Walk, hours: int) -> int:
    """The month rises by hours; return the run."""
    walk.bring({"tidrapporter": [town.tid("2025-03-06", "08:00", f"{8 + hours:02d}:00")]})
    return attest(walk)


# -- what a new run does to a claim ----------------------------------------------------------------


def test_what_was_repaid_is_paid_again_when_the_refusal_is_lifted(march: Walk) -> None:
    """8 h refused and repaid in full; then released. 16 + 8 were paid out and 8 came back: the
    person has the 16 that are right, the claim stays as it was, and nothing is set off."""
    number = refuse(march, 8)
    march.bring_to(case(march), *FINAL)
    march.pay_in(case(march), 8 * HOUR)
    assert claims(march) == [("betald", 0, 8, 0)]
    lift(march, number)
    assert claims(march) == [("betald", 0, 8, 0)]
    assert (paid(march), paid_back(march)) == (24, 0)


def test_half_repaid_half_owed_a_rise_lowers_the_debt_and_pays_the_rest(march: Walk) -> None:
    """8 h claimed, 5 repaid, 3 owed; all 8 are released: 3 lower the debt, which ends the claim,
    and 5 are paid. 16 + 5 - 5 = 16."""
    number = refuse(march, 8)
    march.pay_in(case(march), 5 * HOUR)
    lift(march, number)
    assert claims(march) == [("betald", 0, 5, 0)]
    assert paid(march) == 21


def test_what_was_dropped_absorbs_a_rise_and_a_fall_restores_it(march: Walk) -> None:
    """8 h claimed and dropped: the person kept them. 6 new hours are absorbed and not paid: the
    claim's sum and its dropped part fall to 2. The 6 are refused: restored, and nothing claimed."""
    refuse(march, 8)
    march.bring_to(case(march), "nedlagd")
    march.bring({"tidrapporter": [town.tid("2025-03-06", "08:00", "14:00")]})
    attest(march)
    assert claims(march) == [("nedlagd", 0, 0, 2)]
    assert paid(march) == 16
    refuse(march, 6, "2025-03-06")
    assert claims(march) == [("nedlagd", 0, 0, 8)]
    assert paid(march) == 16
    assert rows(march) == [("nekad: vistelse", 8), ("ny rad", -6), ("nekad: vistelse", 6)]


def test_a_fall_beyond_what_was_absorbed_is_a_new_claim(march: Walk) -> None:
    """As above, but 3 hours of 3 March are refused too: 6 are restored, 3 are claimed anew."""
    refuse(march, 8)
    march.bring_to(case(march), "nedlagd")
    march.bring({"tidrapporter": [town.tid("2025-03-06", "08:00", "14:00")]})
    attest(march)
    march.bring(
        {
            "vistelser": [
                {"brukare": town.ANNA, "slag": "sjukhus", "fran": fran, "till": till}
                for fran, till in (
                    ("2025-03-06T08:00", "2025-03-06T14:00"),
                    ("2025-03-03T08:00", "2025-03-03T11:00"),
                )
            ]
        }
    )
    attest(march)
    assert claims(march) == [("nedlagd", 0, 0, 8), ("forslag", 3, 0, 0)]
    restored = rows(march)[2:]
    assert sum(hours for _, hours in restored) == 6
    assert {cause for cause, _ in [*restored, *rows(march, 2)]} == {"hållen: vistelse"}
    assert [hours for _, hours in rows(march, 2)] == [3]


def test_what_no_row_explains_is_a_row_of_its_own(tmp_path: Path) -> None:
    """Pia was paid 30 h in advance and worked 10: 20 claimed and dropped. 4 new hours are absorbed.
    4 of the first are held: her advance still covers them. They are refused: no row differs from
    the run before, but 4 are restored."""
    first = [town.tid(f"2025-03-{day:02d}", "08:00", "13:00", **HERSELF) for day in (3, 4)]
    walk = life(tmp_path, first)
    walk.accounts[MARCH] = 5000000
    walk.bring({"redovisning": [{"brukare": PIA, "manad": MARCH, "lon": "50000"}]})
    attest(walk)
    walk.bring_to(case(walk), "nedlagd")
    walk.bring({"tidrapporter": [town.tid("2025-03-06", "08:00", "12:00", **HERSELF)]})
    attest(walk)
    assert claims(walk) == [("nedlagd", 0, 0, 16)]
    walk.bring({"vistelser": [hospital("2025-03-04T08:00", "2025-03-04T12:00", PIA)]})
    attest(walk)
    assert claims(walk) == [("nedlagd", 0, 0, 16)]
    walk.turn += 1
    town.decide(walk.base, town.findings(walk.base, MARCH, "vistelse"), "nekad")
    attest(walk)
    assert claims(walk) == [("nedlagd", 0, 0, 20)]
    assert rows(walk)[1:] == [("ny rad", -4), ("förskott utöver månadens rätt", 4)]
    walk.ends()
    walk.base.close()


def test_of_two_dropped_claims_the_oldest_absorbs_first_and_is_restored_last(march: Walk) -> None:
    """3 h and 5 h claimed and dropped. 6 new hours are absorbed by the 3 and 3 of the 5; 4 of them
    are refused: the second claim gets back its 3, the first 1."""
    refuse(march, 3)
    refuse(march, 8)
    march.bring_to(case(march, 1), "nedlagd")
    march.bring_to(case(march, 2), "nedlagd")
    march.bring({"tidrapporter": [town.tid("2025-03-06", "08:00", "14:00")]})
    attest(march)
    assert claims(march) == [("nedlagd", 0, 0, 0), ("nedlagd", 0, 0, 2)]
    refuse(march, 4, "2025-03-06")
    assert claims(march) == [("nedlagd", 0, 0, 1), ("nedlagd", 0, 0, 5)]


def test_a_decided_claim_is_lowered_in_the_same_state(march: Walk) -> None:
    """8 h decided; 5 new hours of the month: 3 are owed, the claim is still delgiven (37 § FL),
    and nothing is paid."""
    refuse(march, 8)
    march.bring_to(case(march), *DELIVERED)
    march.bring({"tidrapporter": [town.tid("2025-03-06", "08:00", "13:00")]})
    attest(march)
    assert claims(march) == [("delgiven", 3, 0, 0)]
    assert paid(march) == 16
    assert rows(march) == [("nekad: vistelse", 8), ("ny rad", -5)]


def test_a_decided_claim_lowered_to_nothing_ends_as_dropped(march: Walk) -> None:
    """8 h decided and nothing repaid; 10 new hours: 8 end the claim, 2 are paid."""
    refuse(march, 8)
    march.bring_to(case(march), *DECIDED)
    march.bring({"tidrapporter": [town.tid("2025-03-06", "08:00", "18:00")]})
    attest(march)
    assert claims(march) == [("nedlagd", 0, 0, 0)]
    assert paid(march) == 18


def test_what_was_repaid_on_a_claim_that_a_run_ended_is_still_tried(march: Walk) -> None:
    """8 h decided, 2 repaid; 6 new hours end it as paid. The appeal is with the court, which sets
    the decision aside: the 2 go back. 16 paid, 14 right: the person kept 2, dropped."""
    refuse(march, 8)
    march.bring_to(case(march), *DELIVERED, "overklagad")
    march.pay_in(case(march), 2 * HOUR)
    march.bring({"tidrapporter": [town.tid("2025-03-06", "08:00", "14:00")]})
    attest(march)
    assert claims(march) == [("betald", 0, 2, 0)]
    march.bring_to(case(march), "upphavd")
    assert claims(march) == [("upphavd", 0, 0, 2)]
    assert (paid(march), paid_back(march)) == (16, 2)
    march.bring_to(case(march), "laga-kraft")
    assert claims(march) == [("nedlagd", 0, 0, 2)]


def test_more_owed_is_always_a_new_claim(march: Walk) -> None:
    """3 h decided; 5 more of the same day are refused: a proposal of 5 beside it."""
    refuse(march, 3)
    march.bring_to(case(march), *DECIDED)
    refuse(march, 8)
    assert claims(march) == [("beslutad", 3, 0, 0), ("forslag", 5, 0, 0)]


def test_a_rise_lowers_the_oldest_claim_first_whatever_their_states(march: Walk) -> None:
    """3 h decided and 5 h proposed; 4 new hours end the decided one and leave 4 of the other."""
    refuse(march, 3)
    march.bring_to(case(march), *DECIDED)
    refuse(march, 8)
    march.bring({"tidrapporter": [town.tid("2025-03-06", "08:00", "12:00")]})
    attest(march)
    assert claims(march) == [("nedlagd", 0, 0, 0), ("forslag", 4, 0, 0)]


def test_months_are_never_set_off_against_each_other(spring: Walk) -> None:
    """March owes 8 h. April rises by 5: they are paid, and March owes 8 (KamR 2929-15)."""
    refuse(spring, 8)
    spring.bring({"tidrapporter": [town.tid("2025-04-07", "08:00", "13:00")]})
    attest(spring, APRIL)
    assert claims(spring) == [("forslag", 8, 0, 0)]
    assert paid(spring) == 32 + 5


def test_sjuklon_and_assistans_are_never_set_off_against_each_other(tmp_path: Path) -> None:
    """A granted claim for sjuklön is paid and later refused: its arende owes it all. Assistans of
    the same person and month rises by 4 h, which are paid."""
    rows = [*TWO, town.tid("2025-03-11", "20:00", "23:00", assistent=town.LEA)]
    walk = life(tmp_path, rows)
    spell = sjuktown.fall(
        forsta_sjukdag="2025-03-10",
        sista_sjukdag="2025-03-16",
        ansokt="2025-04-01",
        hogriskskydd="ja",
    )
    passes = [sjuktown.sick("2025-03-11", "20:00", "23:00")]
    walk.bring({"sjukfall": [spell], "sjukpass": passes})
    town.settled(walk.base, MARCH)
    decide_claim(walk.base, "S1", "beviljad", "prövat", walk.stamp())
    attest(walk)
    (sick,) = (
        walk.base.read().execute("SELECT belopp FROM betalning WHERE arende = 'S1'").fetchone()
    )
    assert sick > 0
    walk.turn += 1
    decide_claim(walk.base, "S1", "avslagen", "fel vikarie", walk.stamp())
    walk.bring({"tidrapporter": [town.tid("2025-03-06", "08:00", "12:00")]})
    attest(walk)
    found = walk.base.read().execute("SELECT arende, manad, utestaende_ore FROM v_aterkrav")
    assert found.fetchall() == [("S1", MARCH, sick)]
    later = walk.base.read().execute("SELECT belopp FROM betalning ORDER BY id DESC LIMIT 1")
    assert later.fetchone() == (4 * HOUR,)
    walk.ends()
    walk.base.close()


def test_passes_that_come_again_in_another_order_were_still_paid_as_they_were(
    tmp_path: Path,
) -> None:
    """Two passes alike share an odd öre: the row read first gets it. The case comes again in a file
    with the other pass first, and is refused: the claim is of what was paid, pass by pass."""
    days = ("2025-03-11", "2025-03-12")
    walk = life(tmp_path, [town.tid(day, "20:00", "23:00", assistent=town.LEA) for day in days])
    passes = [sjuktown.sick(day, "20:00", "23:00") for day in days]
    month = {"forsta_sjukdag": "2025-03-10", "sista_sjukdag": "2025-03-16", "ansokt": "2025-04-01"}
    for wage, rows_read in (("165,07", passes), ("165,08", passes[::-1])):
        spell = sjuktown.fall(timlon=wage, hogriskskydd="ja", **month)
        walk.bring({"sjukfall": [spell], "sjukpass": rows_read})
        town.settled(walk.base, MARCH)
        if wage == "165,07":
            decide_claim(walk.base, "S1", "beviljad", "prövat", walk.stamp())
            attest(walk)
    walk.turn += 1
    decide_claim(walk.base, "S1", "avslagen", "fel vikarie", walk.stamp())
    attest(walk)
    claimed = walk.base.read().execute(
        """SELECT p.dag, c.belopp FROM aterkrav_rad c JOIN sjukpass p ON p.id = -c.rad
           ORDER BY p.dag"""
    )
    (_, first), (_, second) = claimed.fetchall()
    assert first == second + 1
    annex = kravbilaga.bilaga(walk.base.read(), 1, full=False, viewer=town.SEER)
    assert annex.summa == first + second
    walk.ends()
    walk.base.close()


# -- money in --------------------------------------------------------------------------------------


def test_what_is_paid_above_the_debt_goes_back(march: Walk) -> None:
    """8 h owed, 10 come in: 8 are kept, 2 go back, and the sum is 8 still. 3 more all go back."""
    refuse(march, 8)
    march.bring_to(case(march), *FINAL)
    march.pay_in(case(march), 10 * HOUR)
    assert (claims(march), paid_back(march)) == ([("betald", 0, 8, 0)], 2)
    march.pay_in(case(march), 3 * HOUR)
    assert (claims(march), paid_back(march)) == ([("betald", 0, 8, 0)], 5)


def test_a_payment_on_the_wrong_claim_is_taken_back(march: Walk) -> None:
    """10 h came in on 8, 2 went back; the step is undone: 8 are owed and nothing goes back."""
    refuse(march, 8)
    march.bring_to(case(march), *FINAL)
    march.pay_in(case(march), 10 * HOUR)
    assert march.take_back(case(march))
    march.holds()
    assert (claims(march), paid_back(march)) == ([("laga-kraft", 8, 0, 0)], 0)


def test_what_came_in_before_an_appeal_does_not_end_the_claim(march: Walk) -> None:
    """All 8 h are repaid before the court has spoken; it halves them, 4 go back; then laga kraft
    ends the claim as paid."""
    refuse(march, 8)
    march.bring_to(case(march), *DELIVERED)
    march.pay_in(case(march), 8 * HOUR)
    march.bring_to(case(march), "overklagad")
    march.bring_to(case(march), "andrad", ore=4 * HOUR)
    assert (claims(march), paid_back(march)) == ([("andrad", 0, 4, 4)], 4)
    march.bring_to(case(march), "laga-kraft")
    assert claims(march) == [("betald", 0, 4, 4)]


def test_a_part_is_forgiven_a_part_paid_and_the_rest_written_off(march: Walk) -> None:
    """8 h: 2 forgiven, 3 paid, Kronofogden gets nothing out, 3 are written off: 3 repaid, 5
    dropped. A rise of 6 h is then absorbed by 5, and 1 is paid."""
    refuse(march, 8)
    march.bring_to(case(march), *FINAL)
    march.bring_to(case(march), "eftergiven", ore=2 * HOUR)
    assert claims(march) == [("laga-kraft", 6, 0, 2)]
    march.pay_in(case(march), 3 * HOUR)
    march.bring_to(case(march), "kronofogden", "nedlagd")
    assert claims(march) == [("nedlagd", 0, 3, 5)]
    march.bring({"tidrapporter": [town.tid("2025-03-06", "08:00", "14:00")]})
    attest(march)
    assert claims(march) == [("nedlagd", 0, 3, 0)]
    assert paid(march) == 17


def test_a_plan_is_for_what_is_owed_and_a_run_lowers_what_is_left_of_it(march: Walk) -> None:
    """8 h in two instalments of 4; the first comes in; 4 new hours pay the second."""
    refuse(march, 8)
    march.bring_to(case(march), *FINAL)
    plan = ((date(2026, 6, 1), 4 * HOUR), (date(2026, 7, 1), 4 * HOUR))
    march.bring_to(case(march), "avbetalning", plan=plan)
    march.pay_in(case(march), 4 * HOUR)
    assert claims(march) == [("avbetalning", 4, 4, 0)]
    march.bring({"tidrapporter": [town.tid("2025-03-06", "08:00", "12:00")]})
    attest(march)
    assert claims(march) == [("betald", 0, 4, 0)]


UNDONE = [
    ("a payment before the claim was lowered", ("laga-kraft",), 3, "ändrats av en körning"),
    ("a payment before a run ended the claim", ("laga-kraft",), 8, "har ändrat K1 till betalt"),
    ("a decision", (), 0, "tas inte tillbaka"),
]


@pytest.mark.parametrize(
    ("states", "hours", "why"), [row[1:] for row in UNDONE], ids=[row[0] for row in UNDONE]
)
def test_what_is_not_taken_back(march: Walk, states: tuple[str, ...], hours: int, why: str) -> None:
    """What a run has paid or lowered since rests on the step; a decision is amended (37 § FL)."""
    refuse(march, 8)
    march.bring_to(case(march), *DECIDED)
    if states:
        march.bring_to(case(march), "delgiven", *states)
        march.pay_in(case(march), 2 * HOUR)
        lowered(march, hours)
    before = claims(march)
    with pytest.raises(Refused, match=why):
        kravangra.undo(march.base, "K1", "fel", march.stamp())
    assert not march.take_back(case(march))
    assert claims(march) == before


# -- courts ----------------------------------------------------------------------------------------


def test_a_decision_set_aside_gives_everything_back(march: Walk) -> None:
    """8 h repaid in full; the court sets the decision aside: 8 go back and are dropped. The person
    has 16 as at first; 5 new hours of the month are absorbed by what was kept."""
    refuse(march, 8)
    march.bring_to(case(march), *DELIVERED)
    march.pay_in(case(march), 8 * HOUR)
    march.bring_to(case(march), "overklagad", "upphavd")
    assert (claims(march), paid_back(march)) == ([("upphavd", 0, 0, 8)], 8)
    march.bring_to(case(march), "laga-kraft")
    assert claims(march) == [("nedlagd", 0, 0, 8)]
    march.bring({"tidrapporter": [town.tid("2025-03-06", "08:00", "13:00")]})
    attest(march)
    assert claims(march) == [("nedlagd", 0, 0, 3)]
    assert paid(march) == 16


SECOND = [
    ("kammarrätten avslår: förvaltningsrättens halva står fast", "faststalld", 4, 4),
    ("kammarrätten ger nämnden rätt: beslutet står fast", "faststalld", 8, 8),
    ("kammarrätten går emellan", "andrad", 6, 6),
    ("kammarrätten går under", "andrad", 1, 1),
    ("kammarrätten upphäver", "upphavd", None, 0),
    ("kammarrätten återförvisar: allt ska prövas på nytt", "aterforvisad", None, 8),
]


@pytest.mark.parametrize(
    ("state", "says", "left"), [row[1:] for row in SECOND], ids=[row[0] for row in SECOND]
)
def test_a_second_court(march: Walk, state: str, says: int | None, left: int) -> None:
    """8 h, of which 5 were repaid before the first court halved them: 1 went back then. What the
    second court leaves is owed or paid, and no öre is paid back twice."""
    refuse(march, 8)
    march.bring_to(case(march), *DELIVERED, "overklagad")
    march.pay_in(case(march), 5 * HOUR)
    march.bring_to(case(march), "andrad", ore=4 * HOUR)
    assert (claims(march), paid_back(march)) == ([("andrad", 0, 4, 4)], 1)
    ore = None if says is None else says * HOUR
    march.bring_to(case(march), "overklagad")
    march.bring_to(case(march), state, ore=ore)
    repaid = min(4, left)
    assert claims(march) == [(state, left - repaid, repaid, 8 - left)]
    assert paid_back(march) == 5 - repaid


def test_which_sum_a_second_court_confirms_is_never_guessed(march: Walk) -> None:
    refuse(march, 8)
    march.bring_to(case(march), *DELIVERED, "overklagad")
    march.bring_to(case(march), "andrad", ore=4 * HOUR)
    march.bring_to(case(march), "overklagad")
    for ore in (None, 5 * HOUR):
        with pytest.raises(AssertionError):
            march.bring_to(case(march), "faststalld", ore=ore)
    assert claims(march) == [("overklagad", 4, 0, 4)]


def test_what_a_court_sent_back_is_decided_again_or_dropped_with_all_that_was_paid(
    march: Walk,
) -> None:
    """8 h, 3 repaid, sent back with its sum, told and decided anew; appealed and sent back again;
    now the nämnd drops it: nothing carries what was repaid, 3 go back."""
    refuse(march, 8)
    march.bring_to(case(march), *DELIVERED, "overklagad")
    march.pay_in(case(march), 3 * HOUR)
    march.bring_to(case(march), "aterforvisad", *DELIVERED, "overklagad", "aterforvisad")
    assert (claims(march), paid_back(march)) == ([("aterforvisad", 5, 3, 0)], 0)
    march.bring_to(case(march), "utredning", "nedlagd")
    assert (claims(march), paid_back(march)) == ([("nedlagd", 0, 0, 8)], 3)


def test_an_answer_is_to_what_was_told_last(march: Walk) -> None:
    """The person answered before the first decision. When the case has been sent back and is told
    anew, it is not decided before the new day to answer by, nor on it."""
    refuse(march, 8)
    march.bring_to(case(march), "utredning", "kommunicerad")
    march.answer(case(march))
    told = case(march).facts.latest
    assert told is not None
    march.bring_to(case(march), "beslutad", day=told)
    march.bring_to(case(march), "delgiven", "overklagad", "aterforvisad")
    march.bring_to(case(march), "utredning", "kommunicerad")
    by = case(march).facts.until
    assert by is not None
    early = Asked("beslutad", by, by, "bo")
    assert not march.ask(case(march), early)
    march.answer(case(march))
    assert march.ask(case(march), early)


def test_what_a_court_struck_before_it_was_sent_back_is_not_struck_in_the_new_round(
    march: Walk,
) -> None:
    """The first court halves 8 h, the second sends all 8 back. Decided anew; 2 are forgiven; the
    court lets the decision stand: 6, and there is nothing else that it could mean."""
    refuse(march, 8)
    march.bring_to(case(march), *DELIVERED, "overklagad")
    march.bring_to(case(march), "andrad", ore=4 * HOUR)
    march.bring_to(case(march), "overklagad", "aterforvisad", *DELIVERED)
    march.bring_to(case(march), "eftergiven", ore=2 * HOUR)
    march.bring_to(case(march), "overklagad", "faststalld")
    assert claims(march) == [("faststalld", 6, 0, 2)]


def test_what_was_paid_before_any_decision_is_kept_when_the_rest_is_dropped(march: Walk) -> None:
    """8 h, 3 paid of free will when the person was told; the nämnd drops the rest."""
    refuse(march, 8)
    march.bring_to(case(march), "utredning", "kommunicerad")
    march.pay_in(case(march), 3 * HOUR)
    march.bring_to(case(march), "nedlagd")
    assert (claims(march), paid_back(march)) == ([("nedlagd", 0, 3, 5)], 0)


# -- joined months ---------------------------------------------------------------------------------


def joined(walk: Walk) -> None:
    """March and April are claimed 8 h each and joined."""
    refuse(walk, 8)
    refuse(walk, 8, "2025-04-04")
    assert walk.join_all([case(walk, 1), case(walk, 2)])
    walk.holds()


def test_a_claim_that_money_has_come_in_on_is_not_joined(spring: Walk) -> None:
    """1 h has come in on March's proposal: it is what the person was told it was."""
    refuse(spring, 8)
    refuse(spring, 8, "2025-04-04")
    spring.pay_in(case(spring, 1), HOUR)
    assert not spring.join_all([case(spring, 1), case(spring, 2)])
    assert claims(spring) == [("forslag", 7, 1, 0), ("forslag", 8, 0, 0)]


def test_of_two_months_joined_a_court_strikes_half(spring: Walk) -> None:
    """16 h; the court leaves 8: all of March falls. Of 10 h repaid before, 8 are counted on April
    and 2 go back. April then rises by 3 h: nothing is owed or dropped there, they are paid."""
    joined(spring)
    spring.bring_to(case(spring), *DELIVERED, "overklagad")
    spring.pay_in(case(spring), 10 * HOUR)
    assert by_month(spring) == [(0, 8, 0), (6, 2, 0)]
    spring.bring_to(case(spring), "andrad", ore=8 * HOUR)
    assert by_month(spring) == [(0, 0, 8), (0, 8, 0)]
    assert paid_back(spring) == 2
    spring.bring_to(case(spring), "laga-kraft")
    assert claims(spring) == [("betald", 0, 8, 8)]
    spring.bring({"tidrapporter": [town.tid("2025-04-07", "08:00", "11:00")]})
    attest(spring, APRIL)
    assert paid(spring) == 32 + 3


def test_a_higher_court_gives_back_to_the_newest_month_first(spring: Walk) -> None:
    """16 h; the first court leaves 3 (March 0, April 3), the second 13 (March 5, April 8)."""
    joined(spring)
    spring.bring_to(case(spring), *DELIVERED, "overklagad")
    spring.bring_to(case(spring), "andrad", ore=3 * HOUR)
    assert by_month(spring) == [(0, 0, 8), (3, 0, 5)]
    spring.bring_to(case(spring), "overklagad")
    spring.bring_to(case(spring), "andrad", ore=13 * HOUR)
    assert by_month(spring) == [(5, 0, 3), (8, 0, 0)]


def test_a_higher_court_gives_back_only_what_nobody_has_earned_since(march: Walk) -> None:
    """8 h set aside; 6 new hours are absorbed: 2 are left of what was struck, and only they are
    owed when the second court lets the decision stand."""
    refuse(march, 8)
    march.bring_to(case(march), *DELIVERED, "overklagad", "upphavd")
    march.bring({"tidrapporter": [town.tid("2025-03-06", "08:00", "14:00")]})
    attest(march)
    assert claims(march) == [("upphavd", 0, 0, 2)]
    march.bring_to(case(march), "overklagad")
    march.bring_to(case(march), "faststalld", ore=2 * HOUR)
    assert claims(march) == [("faststalld", 2, 0, 0)]
    assert paid(march) == 16


def test_each_month_of_a_joined_claim_keeps_its_own_rise(spring: Walk) -> None:
    """16 h joined; April rises by 5: April owes 3, March 8."""
    joined(spring)
    spring.bring_to(case(spring), *DECIDED)
    spring.bring({"tidrapporter": [town.tid("2025-04-07", "08:00", "13:00")]})
    attest(spring, APRIL)
    assert by_month(spring) == [(8, 0, 0), (3, 0, 0)]
    assert claims(spring) == [("beslutad", 11, 0, 0)]


def test_what_is_joined_can_be_joined_again_and_taken_apart(spring: Walk) -> None:
    """March's claim comes second but is joined to April's two: 16 h with every row. Undone twice
    they stand as they were."""
    refuse(spring, 4, "2025-04-04")
    refuse(spring, 8, "2025-04-04")
    refuse(spring, 8)
    assert claims(spring) == [("forslag", 4, 0, 0), ("forslag", 4, 0, 0), ("forslag", 8, 0, 0)]
    for first, second in ((2, 3), (1, 2)):
        assert spring.join_all([case(spring, first), case(spring, second)])
        spring.holds()
    assert claims(spring) == [("forslag", 16, 0, 0)]
    for first in (1, 2):
        assert spring.take_back(case(spring, first))
        spring.holds()
    assert claims(spring) == [("forslag", 4, 0, 0), ("forslag", 4, 0, 0), ("forslag", 8, 0, 0)]


# -- a run annulled --------------------------------------------------------------------------------


def annul(walk: Walk, run: int) -> None:
    """A third person annuls a run."""
    walk.turn += 1
    assert walk.books.refuses_annul(run) is None
    attesting.annul(walk.base, run, "fel", walk.stamp("tor"))
    walk.books.annul(run, walk.advances.pop(run, None))
    walk.holds()


def test_a_claim_that_a_run_ended_is_owed_again_when_the_run_is_annulled(march: Walk) -> None:
    """8 h delivered; a run lowers 8 and ends it; annulled: 8 owed, delgiven."""
    refuse(march, 8)
    march.bring_to(case(march), *DELIVERED)
    run = lowered(march, 8)
    assert claims(march) == [("nedlagd", 0, 0, 0)]
    annul(march, run)
    assert claims(march) == [("delgiven", 8, 0, 0)]


@pytest.mark.parametrize(("how", "ends"), [("money", "betald"), ("grace", "eftergiven")])
def test_a_claim_that_ended_after_a_run_lowered_it_is_owed_again(
    march: Walk, how: str, ends: str
) -> None:
    """8 h with laga kraft, lowered by 3; the other 5 are paid or forgiven; the run is annulled: 3
    are owed, in the state before the end."""
    refuse(march, 8)
    march.bring_to(case(march), *FINAL)
    run = lowered(march, 3)
    if how == "money":
        march.pay_in(case(march), 5 * HOUR)
    else:
        march.bring_to(case(march), "eftergiven")
    assert claims(march)[0][0] == ends
    annul(march, run)
    done = (5, 0) if how == "money" else (0, 5)
    assert claims(march) == [("laga-kraft", 3, *done)]


@pytest.mark.parametrize("states", [DECIDED[:2], DECIDED, FINAL])
def test_a_sum_that_was_told_or_decided_is_never_raised_by_annulling(
    march: Walk, states: tuple[str, ...]
) -> None:
    """A proposal of 8 h is lowered to 5, told and decided; the run stays. A new run that finds the
    3 hours wrong proposes them by themselves."""
    refuse(march, 8)
    run = lowered(march, 3)
    march.bring_to(case(march), *states)
    with pytest.raises(Refused, match="K1"):
        attesting.annul(march.base, run, "fel", march.stamp("tor"))
    refuse(march, 3, "2025-03-06")
    assert claims(march) == [(states[-1], 5, 0, 0), ("forslag", 3, 0, 0)]


def test_a_decision_made_before_a_run_lowered_it_comes_back_with_its_sum(march: Walk) -> None:
    """8 h decided, lowered to 5; annulled: 8, which is what was decided."""
    refuse(march, 8)
    march.bring_to(case(march), *DECIDED)
    run = lowered(march, 3)
    assert claims(march) == [("beslutad", 5, 0, 0)]
    annul(march, run)
    assert claims(march) == [("beslutad", 8, 0, 0)]


# -- four eyes -------------------------------------------------------------------------------------


def test_whoever_took_in_money_does_not_attest_what_it_changes(march: Walk) -> None:
    """Olle registers 8 h on March's claim: he may not attest March, since what is repaid is paid
    again if the hours turn out right (section 7). April he may."""
    refuse(march, 8)
    march.turn += 1
    march.pay_in(case(march), 8 * HOUR, "olle")
    found = [
        attesting.involved(march.base.read(), 0, parse_month(month)).get("olle")
        for month in (MARCH, APRIL)
    ]
    assert found == ["ändrade K1", None]


def test_whoever_prepared_a_joined_claim_has_prepared_them_all(spring: Walk) -> None:
    """Bo chose the ground of April's claim before it was joined into March's: he can't decide."""
    refuse(spring, 8)
    refuse(spring, 8, "2025-04-04")
    spring.turn += 1
    kravparter.set_ground(spring.base, "K2", "a", "skäl", spring.stamp("bo"))
    case(spring, 2).choose("bo", ground="a")
    assert spring.join_all([case(spring, 1), case(spring, 2)])
    spring.bring_to(case(spring), "utredning", "kommunicerad")
    assert case(spring).prepared() == {"bo", town.ACTOR}
    with pytest.raises(AssertionError):
        spring.bring_to(case(spring), "beslutad")
    spring.bring_to(case(spring), "beslutad", actor="eva")
