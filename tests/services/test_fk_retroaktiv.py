"""FK grants time afterwards that the municipality has paid: from the attest to the claim and back.

Every step is held to the model of money (`moneywalk`): what is claimed, that nothing is claimed
twice, and that the rows of a claim add up to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from db import ledger
from tests.services import town
from tests.services.moneywalk import Walk
from tests.services.sjuktown import fall, sick
from tests.services.town import SEER
from workbench.claiming import Cause, Undanhallet, cause
from workbench.services import aterkrav, explaining, settling, sjuklon, tracing
from workbench.services.verifying import verify
from workbench.sharing import Difference

MARCH, APRIL = "2025-03", "2025-04"
HOUR = 34260
WEEK = [town.tid(f"2025-03-{day:02d}") for day in (3, 4, 5)]
"""Three days of eight hours with Anna, in a week that FK grants afterwards."""


@pytest.fixture
def walk(tmp_path: Path) -> Iterator[Walk]:
    """A life in which March 2025 has been attested, with WEEK."""
    folder = tmp_path / "liv"
    folder.mkdir()
    made = Walk(folder, town.database(folder / "t.db"))
    made.bring({"tidrapporter": WEEK})
    attest(made)
    yield made
    made.base.close()


def grant(**other: str) -> town.Row:
    """Return FK's grant, in June, of 12 hours for the week of 3-9 March."""
    return {
        "brukare": town.ANNA,
        "beslutsdatum": "2025-06-10",
        "utfall": "beviljat",
        "fran": "2025-03-03",
        "till": "2025-03-09",
        "timmar_per_vecka": "12",
        "retroaktivt_fran": "2025-03-03",
    } | other


def attest(walk: Walk, month: str = MARCH) -> int:
    """Attest a month, held to the model, and return the run."""
    walk.turn += 1
    run = walk.attest_month(month)
    walk.holds()
    return run


def claims(walk: Walk) -> list[tuple[str, str, int]]:
    """Return (ground, state, sum) of every claim."""
    return [(one.grund, one.status, one.belopp) for one in aterkrav.kraven(walk.base.read(), SEER)]


def rows(walk: Walk, number: int = 0) -> list[tuple[Any, ...]]:
    """Return (row, minutes before and after, cause, öre) of a claim."""
    return [
        (row.rad, row.minuter_fore, row.minuter_efter, row.orsak, row.belopp)
        for row in aterkrav.kraven(walk.base.read(), SEER)[number].rader
    ]


def marked(walk: Walk) -> list[str]:
    """Return the months that need a new run."""
    return [item.month for item in settling.marked(walk.base.read())]


# -- the whole life ----------------------------------------------------------------------------


def test_a_grant_that_comes_after_the_attest_is_one_claim_row_by_row(walk: Walk) -> None:
    walk.bring({"fkbeslut": [grant()]})
    assert marked(walk) == [MARCH]
    attest(walk)
    assert claims(walk) == [("fk", "forslag", 12 * HOUR)]
    assert rows(walk) == [
        (2, 480, 0, "nekad: fk-retroaktiv", 8 * HOUR),
        (3, 480, 240, "nekad: fk-retroaktiv", 4 * HOUR),
    ]
    (claim,) = aterkrav.kraven(walk.base.read(), SEER)
    assert claim.galdenarer == (town.ANNA,)
    assert claim.manader == (MARCH,)
    assert marked(walk) == []


def test_the_same_minute_is_never_claimed_twice(walk: Walk) -> None:
    walk.bring({"fkbeslut": [grant()]})
    attest(walk)
    attest(walk)
    assert claims(walk) == [("fk", "forslag", 12 * HOUR)]
    walk.bring({"fkbeslut": [grant(timmar_per_vecka="14")]})
    attest(walk)
    assert claims(walk) == [("fk", "forslag", 12 * HOUR), ("fk", "forslag", 2 * HOUR)]
    assert rows(walk, 1) == [(3, 240, 120, "nekad: fk-retroaktiv", 2 * HOUR)]
    assert verify(walk.base, walk.stamp()).faults == []


def withdrawn(dated: str, fran: str) -> town.Row:
    """Return FK's withdrawal of Anna's grant from a day on."""
    return {
        "brukare": town.ANNA,
        "beslutsdatum": dated,
        "utfall": "indraget",
        "fran": fran,
        "till": "",
    }


def test_a_withdrawn_grant_lowers_the_claim_and_gives_the_right_amount_back(walk: Walk) -> None:
    walk.bring({"fkbeslut": [grant()]})
    attest(walk)
    walk.bring({"fkbeslut": [withdrawn("2025-07-01", "2025-03-04")]})
    assert marked(walk) == [MARCH]
    attest(walk)
    # A day is left of the grant: 12 h x 1 / 7 = 1.71 h, 102 whole minutes.
    assert claims(walk) == [("fk", "forslag", 102 * HOUR // 60)]
    walk.bring({"fkbeslut": [withdrawn("2025-07-02", "2025-03-03")]})
    attest(walk)
    assert claims(walk) == [("fk", "nedlagd", 0)]
    assert town.findings(walk.base, MARCH, "fk-retroaktiv") == []


def test_what_has_been_repaid_of_a_withdrawn_grant_is_paid_out_again(walk: Walk) -> None:
    walk.bring({"fkbeslut": [grant()]})
    attest(walk)
    walk.turn += 1
    walk.pay_in(walk.latest_case(), 12 * HOUR)
    walk.bring({"fkbeslut": [withdrawn("2025-07-01", "2025-03-03")]})
    net = {item.brukare: item for item in town.settled(walk.base, MARCH).brukare}[town.ANNA]
    assert net.att_betala == 12 * HOUR
    attest(walk)


def test_each_month_of_a_grant_is_a_claim_of_its_own(walk: Walk) -> None:
    walk.bring({"tidrapporter": [town.tid("2025-04-01", slut="20:00")]})
    attest(walk, APRIL)
    walk.bring({"fkbeslut": [grant(till="2025-04-07")]})
    assert marked(walk) == [MARCH, APRIL]
    attest(walk)
    attest(walk, APRIL)
    # March has 29 days of the grant and more hours than were reported; April 7 days and 12 h.
    assert claims(walk) == [("fk", "forslag", 24 * HOUR), ("fk", "forslag", 12 * HOUR)]


def test_released_time_is_paid_whatever_fk_has_granted(walk: Walk) -> None:
    walk.bring({"fkbeslut": [grant()]})
    town.settled(walk.base, MARCH)
    town.decide(walk.base, town.findings(walk.base, MARCH, "fk-retroaktiv"), "godkand")
    attest(walk)
    assert claims(walk) == []


# -- beside other findings ---------------------------------------------------------------------


def stay(fran: str, till: str) -> town.Row:
    """Return a stay of Anna's."""
    return {"brukare": town.ANNA, "slag": "sjukhus", "fran": fran, "till": till}


def test_of_a_row_that_is_partly_refused_already_the_rest_is_fks(walk: Walk) -> None:
    walk.bring({"vistelser": [stay("2025-03-03T08:00", "2025-03-03T14:00")]})
    town.settled(walk.base, MARCH)
    town.decide(walk.base, [town.one(walk.base, MARCH, "vistelse")], "nekad")
    attest(walk)
    walk.bring({"fkbeslut": [grant(timmar_per_vecka="8")]})
    attest(walk)
    assert claims(walk) == [("a", "forslag", 6 * HOUR), ("fk", "forslag", 2 * HOUR)]
    assert rows(walk, 1) == [(2, 120, 0, "nekad: fk-retroaktiv, vistelse", 2 * HOUR)]


def test_what_another_finding_refuses_afterwards_is_not_fks(walk: Walk) -> None:
    """FK pays for half of Wednesday; the other half is then refused for another reason."""
    walk.bring({"fkbeslut": [grant()]})
    attest(walk)
    walk.bring({"vistelser": [stay("2025-03-04T12:00", "2025-03-04T16:00")]})
    town.settled(walk.base, MARCH)
    town.decide(walk.base, [town.one(walk.base, MARCH, "vistelse")], "nekad")
    attest(walk)
    assert claims(walk) == [("fk", "forslag", 12 * HOUR), ("a", "forslag", 4 * HOUR)]


def test_a_row_that_another_finding_refuses_too_is_fks(walk: Walk) -> None:
    """FK pays for all of the week, and the assistant turns out to live elsewhere."""
    abroad = {"personnummer": town.KIM, "namn": "Kim Lind", "bosatt_land": "US"}
    walk.bring({"fkbeslut": [grant(timmar_per_vecka="40")], "assistenter": [abroad]})
    attest(walk)
    assert claims(walk) == [("fk", "forslag", 24 * HOUR)]


FALL = Difference(7, 1, "assistans", 480, 120, HOUR, HOUR, -6 * HOUR)
BOTH = [("ees", 1), ("fk-retroaktiv", 1), ("vistelse", 0)]


@pytest.mark.parametrize(
    ("more", "ground"),
    [
        (Undanhallet(360, 0, 360), "fk"),
        (Undanhallet(360, 0, 180), "fk"),  # as much for each: FK's
        (Undanhallet(360, 0, 179), "a"),
        (Undanhallet(360, 0, 0), "a"),
        (Undanhallet(360, 0, -20), "a"),  # FK's hours were less than before
        (Undanhallet(180, 180, 180), "fk"),
        (Undanhallet(179, 181, 179), "utredning"),
        (Undanhallet(20, -20, 300), "fk"),  # most was held before
    ],
)
def test_a_row_goes_with_the_largest_of_what_took_its_minutes(
    more: Undanhallet, ground: str
) -> None:
    found = cause(FALL, new_row=False, kods=BOTH, more=more)
    said = "hållen: vistelse" if ground == "utredning" else "nekad: ees, fk-retroaktiv"
    assert found == Cause(said, ground)


def test_the_minutes_that_fk_pays_for_are_kept_with_the_attested_shares(walk: Walk) -> None:
    walk.bring({"fkbeslut": [grant()]})
    run = attest(walk)
    account = (walk.id_of(town.ANNA), "")
    kept = ledger.withheld_minutes(walk.base.read(), run, account)
    assert list(kept.values()) == [(240, 0, 240)]


# -- what is told ------------------------------------------------------------------------------


def test_the_explanation_names_the_beslut_the_hours_and_the_rows(walk: Walk) -> None:
    walk.bring({"fkbeslut": [grant(till="2025-03-31", timmar_per_vecka="4")]})
    town.settled(walk.base, MARCH)
    finding = town.one(walk.base, MARCH, "fk-retroaktiv")
    assert (
        "beslut 2025-06-10 för 2025-03-03 till 2025-03-31, 4,00 timmar i veckan x 29 dagar / 7 = "
        "16,57 timmar (994 minuter assistans), varav 16,57 timmar (994 minuter) är redovisade"
    ) in finding.forklaring
    told = tracing.lines(explaining.explain(walk.base.read(), finding.id, SEER))
    text = "\n".join(told)
    assert "Försäkringskassans beslut 2025-06-10: beviljat" in text
    assert "fkbeslut.csv rad 2" in text
    assert "retroaktivt från: 2025-03-03" in text
    assert "tidrapporter.csv rad 4" in text


def test_a_vikarie_whom_fk_pays_for_has_worked(tmp_path: Path) -> None:
    """The extra cost of sjuklön is the municipality's also where FK pays the assistance."""
    with town.database(tmp_path / "t.db") as base:
        sheets = town.clean_town(tidrapporter=[town.tid("2024-03-04", assistent=town.LEA)])
        town.bring(base, tmp_path / "0", sheets)
        town.bring(base, tmp_path / "1", {"sjukfall": [fall()], "sjukpass": [sick()]})
        granted = grant(fran="2024-03-04", till="", retroaktivt_fran="2024-03-04")
        town.bring(base, tmp_path / "2", {"fkbeslut": [granted]})
        town.settled(base, "2024-03")
        assert town.one(base, "2024-03", "fk-retroaktiv").minuter == 480
        assert [one.tackta for one in sjuklon.arende(base.read(), "S1", SEER).passen] == [480]
