"""Claims in the ledger: a proposal is nothing, and a decided claim is what is outstanding."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.exports.kontoplan import FORSKOTT, REGLER
from workbench.exports.kravhandelser import BESLUTAD, Andring, Krav, krav_handelser

KRAV = Krav("B000001", "4711", 24290)


def change(
    what: str,
    out: int = 0,
    back: int = 0,
    dropped: int = 0,
    absorbed: int = 0,
    run: int | None = None,
) -> Andring:
    return Andring(1, 20000, out, back, dropped, absorbed, what, run)


def booked(*changes: Andring, forskott: int = 0) -> dict[str, int]:
    events = krav_handelser(KRAV._replace(forskott=forskott), changes)
    found: Counter[str] = Counter()
    for _, event in events:
        rule = REGLER[event.slag]
        debit, credit = (event.avser.konto if f == "*" else f for f in (rule.debet, rule.kredit))
        found[debit] += event.belopp_ore
        found[credit] -= event.belopp_ore
    return {key: value for key, value in found.items() if value}


PROPOSED = change("foreslagen", 1000)
DECIDED = change(BESLUTAD)


def test_a_proposal_is_not_booked() -> None:
    assert booked(PROPOSED, change("andrad av körning", -300, run=7)) == {}


def test_a_decision_lowers_the_cost() -> None:
    assert booked(PROPOSED, DECIDED) == {"fordran_aterkrav": 1000, "kostnad_assistans": -1000}
    assert booked(PROPOSED, DECIDED, forskott=400) == {
        "fordran_aterkrav": 1000,
        "kostnad_assistans": -600,
        "forskott": -400,
    }


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (change("inbetalning", -400, 400), {"inbetalning": 400, "fordran_aterkrav": 600}),
        (change("eftergift", -400, 0, 400), {"nedskrivning": 400, "fordran_aterkrav": 600}),
        (change("nedlagd", -1000, 0, 1000), {"kostnad_assistans": 1000}),
        (
            change("andrad av körning", -300, run=9),
            {"kostnad_assistans": 300, "fordran_aterkrav": 700},
        ),
    ],
)
def test_after_the_decision(after: Andring, expected: dict[str, int]) -> None:
    expected = expected | {"kostnad_assistans": expected.get("kostnad_assistans", 0) - 1000}
    assert booked(PROPOSED, DECIDED, after) == {key: ore for key, ore in expected.items() if ore}


def test_money_before_the_decision() -> None:
    assert booked(PROPOSED, change("inbetalning", -400, 400), DECIDED) == {
        "inbetalning": 400,
        "fordran_aterkrav": 600,
        "kostnad_assistans": -1000,
    }


def test_a_rise_that_a_write_off_absorbs_and_a_fall_that_restores_it() -> None:
    forgiven = change("eftergift", -1000, 0, 1000)
    rise = change("andrad av körning", 0, 0, -400, 400, run=9)
    fall = change("andrad av körning", 0, 0, 400, -400, run=10)
    assert booked(PROPOSED, DECIDED, forgiven, rise) == {
        "nedskrivning": 600,
        "kostnad_assistans": -600,
    }
    assert booked(PROPOSED, DECIDED, forgiven, rise, fall) == {
        "nedskrivning": 1000,
        "kostnad_assistans": -1000,
    }


def test_too_much_is_paid_back() -> None:
    paid = change("inbetalning", -1000, 1000)
    lowered = change("andrad av körning", 0, -300, run=9)
    assert booked(PROPOSED, DECIDED, paid, lowered) == {
        "inbetalning": 1000,
        "utbetalning": -300,
        "kostnad_assistans": -700,
    }


def test_a_claim_on_an_advance_gives_back_to_it_first() -> None:
    events = krav_handelser(
        KRAV._replace(forskott=600), [PROPOSED, DECIDED, change("andrad av körning", -700, run=9)]
    )
    lowered = [(one.belopp_ore, one.avser == FORSKOTT) for _, one in events if "sankt" in one.slag]
    assert lowered == [(600, True), (100, False)]


MOVES = st.lists(
    st.tuples(
        st.sampled_from(
            ["inbetalning", "eftergift", "nedlagd", "andrad av körning", "upp", "ångra"]
        ),
        st.integers(1, 500),
    ),
    max_size=12,
)


@given(MOVES, MOVES, st.integers(0, 2000))
def test_the_claim_account_is_what_is_outstanding(
    before: list[tuple[str, int]], after: list[tuple[str, int]], forskott: int
) -> None:
    out, back, dropped, taken = 1000, 0, 0, 0
    changes = [PROPOSED]
    for place, moves in enumerate((before, after)):
        if place:
            changes.append(DECIDED)
        for what, ore in moves:
            if what == "inbetalning":
                ore = min(ore, out)
                changes.append(change(what, -ore, ore))
                out, back = out - ore, back + ore
            elif what in ("eftergift", "nedlagd"):
                ore = min(ore, out)
                changes.append(change(what, -ore, 0, ore))
                out, dropped = out - ore, dropped + ore
            elif what == "ångra":
                ore = min(ore, dropped)
                changes.append(change(what, ore, 0, -ore))
                out, dropped = out + ore, dropped - ore
            elif what == "upp":
                ore = min(ore, taken)
                changes.append(change("andrad av körning", 0, 0, ore, -ore, run=1))
                dropped, taken = dropped + ore, taken - ore
            else:
                low = min(ore, out)
                absorbed = min(ore - low, dropped)
                changes.append(change(what, -low, 0, -absorbed, absorbed, run=1))
                out, dropped, taken = out - low, dropped - absorbed, taken + absorbed
    found = booked(*changes, forskott=forskott)
    assert found.get("fordran_aterkrav", 0) == out
    assert found.get("inbetalning", 0) == back
    assert sum(found.values()) == 0
    assert found.get("nedskrivning", 0) >= 0
