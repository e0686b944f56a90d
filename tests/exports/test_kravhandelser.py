"""Claims in the ledger: a proposal is nothing, and a decided claim is what is outstanding."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.exports.kontoplan import FORSKOTT, REGLER
from workbench.exports.kravhandelser import (
    BESLUTAD,
    COURT,
    Andring,
    Krav,
    flyttat,
    krav_handelser,
)
from workbench.law.kravposter import Post, drop, leave, repay

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


def test_a_payment_before_the_decision_lowers_the_cost_at_once() -> None:
    """Also when there is never a decision; what is above what is owed goes out again."""
    assert booked(PROPOSED, change("inbetalning", -1000, 1000)) == {
        "inbetalning": 1000,
        "kostnad_assistans": -1000,
    }
    above = [change("inbetalning", -50, 50), change("aterbetalning", 50, -50)]
    assert booked(PROPOSED, change("inbetalning", -1000, 1000), *above) == {
        "inbetalning": 1050,
        "utbetalning": -50,
        "kostnad_assistans": -1000,
    }


def test_a_claim_that_a_court_sends_back_is_no_receivable_until_decided_again() -> None:
    paid = change("inbetalning", -400, 400)
    back = change("aterforvisad")
    assert booked(PROPOSED, DECIDED, paid, back) == {"inbetalning": 400, "kostnad_assistans": -400}
    assert booked(PROPOSED, DECIDED, paid, back, DECIDED) == booked(PROPOSED, DECIDED, paid)
    dropped = change("nedlagd", -600, -400, 1000)
    assert booked(PROPOSED, DECIDED, paid, back, dropped) == {
        "inbetalning": 400,
        "utbetalning": -400,
    }


def test_what_a_higher_court_gives_back_was_not_written_off() -> None:
    forgiven = change("eftergift", -400, 0, 400)
    struck = change("andrad", -300, 0, 300)
    whole = change("faststalld", 300, 0, -300)
    assert booked(PROPOSED, DECIDED, forgiven, struck, whole) == {
        "fordran_aterkrav": 600,
        "nedskrivning": 400,
        "kostnad_assistans": -1000,
    }


def test_a_civil_claim_is_a_receivable_when_it_is_put_to_the_anordnare() -> None:
    assert booked(PROPOSED, change("kommunicerad")) == booked(PROPOSED, DECIDED)
    assert booked(PROPOSED, change("kommunicerad"), change("kommunicerad")) == booked(
        PROPOSED, DECIDED
    )


@pytest.mark.parametrize(
    ("changes", "moved"),
    [
        ([-100, 100], [-100, 100]),
        ([-100, 60], [-60, 60]),
        ([-100, -50], [0, 0]),
        ([-50, -50, 70], [-50, -20, 70]),
        ([], []),
    ],
)
def test_a_cut_that_moves_repayments_between_months(changes: list[int], moved: list[int]) -> None:
    """What left one month for another left nobody's account."""
    assert flyttat(changes) == moved


class Life:
    """A claim of three months: what people, courts and runs do, and what was booked of it."""

    def __init__(self) -> None:
        self.posts = [Post(1000, 0, 0), Post(700, 0, 0), Post(300, 0, 0)]
        self.taken = [0, 0, 0]
        self.struck = [0, 0, 0]
        self.changes: list[list[Andring]] = [[change("foreslagen", *post)] for post in self.posts]
        self.came = self.left = 0
        self.decided = False

    def book(self, what: str, after: list[Post], taken: list[int] | None = None) -> None:
        diffs = [
            tuple(b - a for a, b in zip(*two, strict=True))
            for two in zip(self.posts, after, strict=True)
        ]
        court = what in COURT
        moved = flyttat([diff[1] for diff in diffs]) if court else [0, 0, 0]
        for at, diff in enumerate(diffs):
            new = (taken or self.taken)[at] - self.taken[at]
            one = change(what, *diff, new, 1 if new else None)
            self.changes[at].append(one._replace(flyttat=moved[at]))
            self.struck[at] += diff[2] if court else 0
        self.posts, self.taken = after, taken or self.taken

    def do(self, what: str, ore: int) -> None:
        posts = self.posts
        if what == "inbetalning":
            own, above = repay(posts, ore)
            self.book(what, [Post(p.utestaende - o, p.aterbetalt + o, p.nedlagt)
                             for p, o in zip(posts, own, strict=True)])  # fmt: skip
            whole = self.posts
            last = Post(whole[-1].utestaende - above, whole[-1].aterbetalt + above, whole[-1][2])
            self.book(what, [*whole[:-1], last])
            self.book("aterbetalning", whole)
            self.came += ore
            self.left += above
        elif what in ("eftergift", "nedlagd"):
            self.book(what, [Post(p.utestaende - o, p.aterbetalt, p.nedlagt + o)
                             for p, o in zip(posts, drop(posts, ore), strict=True)])  # fmt: skip
        elif what in COURT:
            lost = [
                max(0, min(own, post.nedlagt)) for own, post in zip(self.struck, posts, strict=True)
            ]
            live = sum(post.utestaende + post.aterbetalt for post in posts) + sum(lost)
            target = {"andrad": min(ore, live), "upphavd": 0}.get(what, live)
            after, back = leave(posts, target, lost)
            self.book(what, after)
            self.left += back
            self.decided = self.decided and what != "aterforvisad"
        elif what == "beslutad":
            self.book(what, posts)
            self.decided = True
        elif what == "rise":
            one = posts[0]
            low = min(ore, one.utestaende)
            up = min(ore - low, one.nedlagt)
            first = Post(one.utestaende - low, one.aterbetalt, one.nedlagt - up)
            self.book("andrad av körning", [first, *posts[1:]], [self.taken[0] + up, 0, 0])
        else:
            back = min(ore, self.taken[0])
            first = posts[0]._replace(nedlagt=posts[0].nedlagt + back)
            self.book("andrad av körning", [first, *posts[1:]], [self.taken[0] - back, 0, 0])


MOVES = st.lists(
    st.tuples(
        st.sampled_from(
            ["inbetalning", "eftergift", "nedlagd", "beslutad", "rise", "fall", *sorted(COURT)]
        ),
        st.integers(1, 1500),
    ),
    max_size=14,
)


@given(MOVES, st.integers(0, 2000))
def test_the_claim_account_is_what_is_outstanding_when_decided(
    moves: list[tuple[str, int]], forskott: int
) -> None:
    """Whatever happens: nothing of what is not decided, and each krona in and out once."""
    life = Life()
    for what, ore in moves:
        if life.decided or what not in {*COURT, "eftergift"}:
            life.do(what, ore)
    found: Counter[str] = Counter()
    for at, changes in enumerate(life.changes):
        found.update(booked(*changes, forskott=forskott if at == 0 else 0))
    outstanding = sum(post.utestaende for post in life.posts)
    assert found["fordran_aterkrav"] == (outstanding if life.decided else 0)
    assert found["inbetalning"] == life.came
    assert found["utbetalning"] == -life.left
    assert sum(found.values()) == 0
    assert found["nedskrivning"] >= 0
    assert -forskott <= found["forskott"] <= 0
