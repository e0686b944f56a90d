"""The program's rules of a claim against the oracle's reading: what may be done, and the money."""

from __future__ import annotations

import os
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.oracle.cases import CIVIL, CLAIMABLE, NEXT, Asked, Case, Facts
from tests.oracle.money import Claim, Entry
from workbench.domain.time import parse_day
from workbench.law import aterkrav as law
from workbench.law.aterkrav import Arende, Del, Steg, hinders
from workbench.law.kravposter import Post, drop, leave, repay

LONG = bool(os.environ.get("WORKBENCH_LONG"))
MANY = settings(max_examples=20000 if LONG else 400, deadline=None, derandomize=not LONG)
START = date(2026, 6, 1)
TODAY = date(2026, 7, 6)

STATES = st.sampled_from(sorted({*NEXT, *CIVIL, "betald", "nedlagd", "eftergiven"}))
DAYS = st.integers(-1, 36).map(lambda n: START + timedelta(days=n))
ORE = st.integers(0, 3)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A case with small sums in some state, on few days, so that limits are met often."""
    struck, key = draw(ORE), ("anna", "2025-03", "")
    entry = Entry(None, draw(ORE), draw(ORE), struck + draw(ORE))
    case = Case(Claim(key, "a", 1, [entry], 1, 1), "forslag", "a")
    case.facts = Facts(
        draw(STATES),
        draw(st.sampled_from(("a", "b", "fk", "egen", "utredning"))),
        draw(st.booleans()),
        draw(st.none() | DAYS),
        draw(st.none() | DAYS),
        draw(STATES),
        draw(st.booleans()),
        judged=draw(st.booleans()),
        struck={key: struck},
    )
    case.assessors = set(draw(st.sampled_from(((), ("karin",)))))
    case.assessed, case.closed, case.current = draw(st.tuples(*[st.booleans()] * 3))
    case.answers = [1] if draw(st.booleans()) else []
    return case


@st.composite
def moves(draw: st.DrawFn) -> Asked:
    """Any move, on one of the same few days and sums."""
    parts = draw(st.lists(st.tuples(DAYS, st.integers(-1, 3)), max_size=3))
    return Asked(
        draw(st.sampled_from(sorted({*NEXT, "betald", "eftergiven", "nedlagd"}))),
        draw(DAYS),
        TODAY,
        draw(st.sampled_from(("karin", "bo"))),
        draw(st.none() | st.integers(-1, 10)),
        draw(st.none() | DAYS),
        draw(st.none() | st.sampled_from((*CLAIMABLE, "egen"))),
        tuple(parts),
    )


def number(day: date | None) -> int | None:
    """Return the program's number of a day."""
    return None if day is None else parse_day(day.isoformat())


def known(case: Case) -> Arende:
    """Return the case as the program knows it."""
    facts = case.facts
    written = {"bevis", "for", "emot", "namnden"} if case.assessed else set()
    return Arende(
        1,
        law.CIVIL if facts.civil else law.LSS,
        facts.state,
        facts.ground,
        case.outstanding,
        case.repaid,
        1,
        frozenset(written | ({"svar"} if case.answers else set())),
        {},
        number(facts.latest) or 0,
        number(facts.until),
        frozenset(case.prepared()),
        0 if case.closed else 1,
        not case.current,
        facts.judged,
        case.can_return(),
        facts.open_state if facts.by_run else "",
    )


def likely(case: Case, asked: Asked) -> Asked:
    """Turn a move into one that its state allows, when there is one."""
    allowed = case.moves()
    place = (asked.day - START).days
    state = allowed[place % len(allowed)] if allowed else asked.state
    return Asked(
        state, asked.day, TODAY, asked.actor, asked.ore, asked.by, asked.ground, asked.plan
    )


@given(cases(), moves(), st.booleans())
@MANY
def test_what_may_be_done_is_the_models(case: Case, asked: Asked, turn: bool) -> None:
    """Every limit of days, sums, persons and papers, in every state, of both kinds."""
    if turn:
        asked = likely(case, asked)
    step = Steg(
        asked.state,
        number(asked.day) or 0,
        number(asked.today) or 0,
        asked.actor,
        "prövat",
        asked.ground,
        number(asked.by),
        asked.ore,
        "mål 1-26",
        [Del(number(day) or 0, ore) for day, ore in asked.plan],
    )
    fore = case.facts.open_state if case.facts.by_run else ""
    kind = law.CIVIL if case.facts.civil else law.LSS
    assert sorted(law.allowed(kind, case.state, fore)) == sorted(case.moves())
    refused = case.refuses(asked)
    assert bool(hinders(known(case), step)) == (refused is not None), refused


Steps = list[tuple[str, int]]
MONEY = st.lists(
    st.tuples(st.sampled_from(("pay", "drop", "court", "court", "absorb")), st.integers(0, 60)),
    max_size=8,
)


@given(st.lists(st.integers(0, 12), min_size=1, max_size=4), MONEY)
@MANY
def test_money_over_joined_months_is_the_models(
    sums: list[int], steps: list[tuple[str, int]]
) -> None:
    """Payments, eftergift, courts one after another and rises, in any order: each month's
    outstanding, repaid and dropped, and what goes back."""
    parts = [
        Claim(("anna", f"2025-{month:02d}", ""), "a", 1, [Entry(1, ore)], month, 1)
        for month, ore in enumerate(sums, 1)
    ]
    case = Case(parts[0], "overklagad", "a")
    case.parts = parts
    posts, struck, back = [Post(ore, 0, 0) for ore in sums], [0] * len(sums), 0
    for name, size in steps:
        if name == "pay":
            taken, over = repay(posts, size)
            posts = [
                Post(post.utestaende - ore, post.aterbetalt + ore, post.nedlagt)
                for post, ore in zip(posts, taken, strict=True)
            ]
            back += over
            case.pay_in(size)
        elif name == "drop":
            size = min(size, case.outstanding)
            posts = [
                Post(post.utestaende - ore, post.aterbetalt, post.nedlagt + ore)
                for post, ore in zip(posts, drop(posts, size), strict=True)
            ]
            case._drop(size)
        elif name == "absorb":
            place = size % len(posts)
            ore = min(posts[place].nedlagt, size)
            posts[place] = posts[place]._replace(nedlagt=posts[place].nedlagt - ore)
            parts[place].entries.append(Entry(2, dropped=-ore, absorbed=ore))
        else:
            size = min(size, case.live + case.can_return())
            before = posts
            left = [min(a, post.nedlagt) for a, post in zip(struck, posts, strict=True)]
            posts, over = leave(posts, size, left)
            back += over
            struck = [
                a + after.nedlagt - post.nedlagt
                for a, after, post in zip(struck, posts, before, strict=True)
            ]
            case._leave(size)
        assert posts == [Post(p.outstanding, p.repaid, p.dropped) for p in parts]
        assert back == case.facts.back
        assert min(min(post) for post in posts) >= 0
