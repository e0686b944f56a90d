"""What becomes of claims in a made-up life: every step asked of the oracle and of the program.

A step that the oracle refuses must be refused by the program, one that it allows must be taken, and
after it the states, the sums by key, what is paid back and what lists and views say are the same.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from db import Database
from db.claim_steps import Debtor
from db.journal import Stamp
from tests.oracle.cases import CIVIL, COURT, ENDED, FINAL, PROPOSED, Asked, Case
from tests.oracle.docket import Docket
from tests.services import town
from tests.services.moneyholds import cases_hold
from workbench.domain.time import iso_month
from workbench.services import kravangra, kravbetalning, kravflytt, kravparter
from workbench.services.errors import Refused
from workbench.services.kravflytt import Flytt
from workbench.services.kravsteg import arende, case_of

TODAY = date.fromisoformat(town.TODAY)
STATES = (
    *("utredning", "kommunicerad", "beslutad", "delgiven", "overklagad", "laga-kraft"),
    *(*COURT, "avbetalning", "kronofogden", "eftergiven", "nedlagd", "betald"),
)
ONWARD = {
    "forslag": ("utredning",),
    "skrivs-av-forslag": ("utredning",),
    "utredning": ("kommunicerad",) * 9 + ("nedlagd",),
    "kommunicerad": ("beslutad",) * 9 + ("kommunicerad", "nedlagd"),
    "beslutad": ("delgiven",) * 5 + ("eftergiven",),
    "delgiven": ("overklagad", "overklagad", "overklagad", "laga-kraft", "eftergiven"),
    "overklagad": COURT,
    "faststalld": ("overklagad", "laga-kraft"),
    "andrad": ("overklagad", "laga-kraft"),
    "upphavd": ("overklagad", "overklagad", "laga-kraft"),
    "aterforvisad": ("utredning",),
    "laga-kraft": ("avbetalning", "kronofogden", "eftergiven", "nedlagd"),
    "avbetalning": ("avbetalning", "kronofogden", "eftergiven", "nedlagd"),
    "kronofogden": ("avbetalning", "eftergiven", "nedlagd"),
    "betald": ("overklagad", *COURT),
}
"""Where a case is likely to be brought, so that lives get far."""
ACTORS = ("karin", "bo", "tor")


class Cases:
    """The part of a life that handles claims."""

    base: Database
    books: Docket
    turn: int

    def __init__(self) -> None:
        self.numbers: dict[int, int] = {}
        self.payments: dict[int, int] = {}

    def stamp(self, actor: str = town.ACTOR) -> Stamp:
        raise NotImplementedError

    def attest_month(self, month: str) -> int:
        raise NotImplementedError

    def close_findings(self, month: str, kod: str | None = None) -> None:
        raise NotImplementedError

    # -- who is who ----------------------------------------------------------------------------

    def identity(self, case: Case) -> str:
        """Return the program's number of a case."""
        return f"K{self.numbers[case.number]}"

    def learn(self, run: int) -> None:
        """Find the claims that a run raised: one per key and ground."""
        stored = {
            (brukare, iso_month(month), arende or "", grund): number
            for number, brukare, month, arende, grund in self.base.read().execute(
                """SELECT c.id, p.nummer, b.manad, c.arende, c.grund FROM aterkrav c
                   JOIN person p ON p.id = c.brukare
                   JOIN aterkrav_bokning b ON b.aterkrav = c.id AND b.handelse = 'foreslagen'
                   WHERE c.korning = ?""",
                (run,),
            )
        }
        for claim in self.books.claims:
            if claim.raised_by == run:
                self.numbers[claim.number] = stored.pop((*claim.key, claim.ground))
        assert not stored, stored

    def some(self, rng: random.Random, *states: str) -> Case | None:
        """Return a case in one of the states (in any when none is named)."""
        found = [
            case
            for _, case in sorted(self.books.cases.items())
            if not states or case.state in states
        ]
        return rng.choice(found) if found else None

    def look(self, case: Case) -> None:
        """Tell the oracle what it does not know of itself: findings, and months that wait."""
        connection = self.base.read()
        known = arende(connection, case_of(connection, self.identity(case)))
        case.closed, case.current = known.oppna_fynd == 0, not known.omraknas

    # -- steps ---------------------------------------------------------------------------------

    def ask(self, case: Case, asked: Asked) -> bool:
        """Ask both for a move; tell whether it was made."""
        self.look(case)
        problem = case.refuses(asked)
        flytt = Flytt(
            asked.state,
            asked.day.isoformat(),
            "prövat",
            asked.ground,
            asked.by and asked.by.isoformat(),
            asked.ore,
            "mål 1-26",
            [(day.isoformat(), ore) for day, ore in asked.plan],
        )
        name = self.identity(case)
        stamp = self.stamp(asked.actor)
        done = both(
            problem,
            lambda: kravflytt.move(self.base, name, flytt, stamp),
            (name, case.state, asked),
        )
        if done:
            case.move(asked)
        return done

    def asked(self, rng: random.Random, case: Case, state: str) -> Asked:
        """Return a move with days, person and sum that are mostly as they should be."""
        first = case.facts.latest or date(2026, 1, 1)
        until = case.facts.until or first
        day = first + timedelta(days=rng.choice((0, 0, 1, 3)))
        if state in ("laga-kraft", "beslutad"):
            day = until + timedelta(days=rng.choice((1, 1, 1, 0)))
        elif state == "overklagad":
            day = max(first, until - timedelta(days=rng.choice((0, 0, 3, -1))))
        by = None
        if state == "kommunicerad":
            by = day + timedelta(days=rng.choice((1, 7, 7, 14, 0)))
        elif rng.random() < 0.1:
            by = day + timedelta(days=rng.choice((20, 22, 30, 40)))
        ore = self.sum_for(rng, case, state)
        ground = rng.choice((None, None, "a", "b"))
        if state != "utredning" or case.facts.ground in ("egen", "utredning"):
            ground = "a" if state in ("utredning", "kommunicerad") else None
        return Asked(
            state,
            day if rng.random() < 0.97 else TODAY + timedelta(days=1),
            TODAY,
            rng.choice(ACTORS) if rng.random() < 0.1 else "bo" if state == "beslutad" else "karin",
            ore,
            by,
            ground,
            self.plan(rng, case, day) if state == "avbetalning" else (),
        )

    def sum_for(self, rng: random.Random, case: Case, state: str) -> int | None:
        """Return a sum for a court or an eftergift, near what matters."""
        live, more = case.live, case.can_return()
        if state == "andrad":
            near = (live - 1, live, live + more - 1, live + more, live // 2, rng.randint(0, live))
            return rng.choice((*near, live + rng.randint(0, more), 0))
        if state == "faststalld":
            return rng.choice((live, live + more)) if more or rng.random() < 0.2 else None
        if state in ("eftergiven", "nedlagd"):
            some = rng.choice((1, case.outstanding // 2, case.outstanding, case.outstanding + 1, 0))
            wanted = state == "eftergiven" or case.state in FINAL or rng.random() < 0.1
            return some if wanted and rng.random() < 0.6 else None
        return None

    def plan(self, rng: random.Random, case: Case, day: date) -> tuple[tuple[date, int], ...]:
        """Return instalments, rarely wrong."""
        count = rng.randint(1, 4)
        share = case.outstanding // count
        sums = [share] * (count - 1) + [case.outstanding - share * (count - 1)]
        if rng.random() < 0.1:
            sums[0] -= rng.choice((1, -1, share))
        start = rng.choice((0, 1, 30)) - (rng.random() < 0.1)
        return tuple((day + timedelta(days=start + 30 * n), ore) for n, ore in enumerate(sums))

    def onward(self, rng: random.Random) -> None:
        """A case is brought a few steps forward."""
        late = self.some(rng, "beslutad", "delgiven", "overklagad", *COURT)
        case = late if late and rng.random() < 0.6 else self.some(rng, *ONWARD)
        for _ in range(rng.randint(1, 5)):
            if case is None or case.number not in self.books.cases or case.state not in ONWARD:
                return
            known = CIVIL.get(case.state, ()) if case.facts.civil else ()
            state = rng.choice(known or ONWARD[case.state])
            if state in ("kommunicerad", "beslutad"):
                self.ready(rng, case)
                if case.number not in self.books.cases or case.state in ENDED:
                    return
            self.turn += 1
            self.ask(case, self.asked(rng, case, state))

    def bring_to(self, case: Case, *states: str, **more: Any) -> None:
        """Bring a case through states on days that are well apart, by those who may; for stories.

        `more` is said of the last of them.
        """
        for place, state in enumerate(states, 1):
            self.turn += 1
            first = case.facts.latest or date(2026, 1, 1)
            day = max(first, case.facts.until or first) + timedelta(days=1)
            if state == "overklagad":
                day = first
            self.look(case)
            if state in ("kommunicerad", "beslutad") and not case.current:
                self.attest_all(case)
            if state == "beslutad" and not case.assessed:
                self.assess(case)
            asked = Asked(state, day, TODAY, "bo" if state == "beslutad" else "karin")
            if state == "kommunicerad":
                asked = replace(asked, by=day + timedelta(days=14))
            assert self.ask(case, replace(asked, **more) if place == len(states) else asked)
            cases_hold(self.base.read(), self.books, self.numbers)

    def assess(self, case: Case) -> None:
        """Write the whole assessment."""
        for slag in ("bevis", "for", "emot", "namnden"):
            kravparter.assess(self.base, self.identity(case), slag, "text", self.stamp())
        case.assess(town.ACTOR)

    def attest_all(self, case: Case) -> None:
        """Attest a case's months."""
        for month in sorted({part.key[1] for part in case.parts}):
            self.attest_month(month)

    def ready(self, rng: random.Random, case: Case) -> None:
        """See to that a case can be communicated and decided: months attested, all written."""
        self.look(case)
        months = sorted({part.key[1] for part in case.parts})
        if not case.closed and rng.random() < 0.8:
            for month in months:
                self.close_findings(month)
        self.look(case)
        if not case.current:
            self.attest_all(case)
        if not case.assessed and rng.random() < 0.9:
            self.assess(case)
        if rng.random() < 0.2:
            self.answer(case)

    def answer(self, case: Case) -> None:
        """The person answers."""
        self.turn += 1
        kravparter.assess(self.base, self.identity(case), "svar", "text", self.stamp())
        case.answer(town.ACTOR)

    def step(self, rng: random.Random) -> None:
        """Anything at all is asked for."""
        case = self.some(rng)
        if case is not None:
            asked = self.asked(rng, case, rng.choice(STATES))
            day = rng.choice((asked.day, asked.day, asked.day - timedelta(days=1), TODAY))
            actor = rng.choice(ACTORS)
            ground = rng.choice((asked.ground, None, "a", "b", "fk", "egen"))
            self.ask(
                case, Asked(asked.state, day, TODAY, actor, asked.ore, asked.by, ground, asked.plan)
            )

    def repay(self, rng: random.Random) -> None:
        """Money comes in, sometimes more than is owed."""
        case = self.some(rng)
        if case is not None:
            owed = case.outstanding
            self.pay_in(case, rng.choice((owed, rng.randint(0, owed), owed + rng.randint(1, 500))))

    def latest_case(self) -> Case:
        """Return the case of the latest claim."""
        return self.books.cases[max(self.books.cases)]

    def pay_in(self, case: Case, ore: int, actor: str = town.ACTOR) -> None:
        """So much comes in on a case."""
        if ore <= 0:
            return
        done = kravbetalning.payment(
            self.base, self.identity(case), ore, town.TODAY, self.stamp(actor), betalare="Anna"
        )
        over = case.pay_in(ore)
        assert (done.belopp, done.aterbetalas) == (ore - over, over)
        assert (done.betalning is not None) == (over > 0)

    def drop(self, rng: random.Random) -> None:
        """A claim is dropped, or a part of it forgiven, where that may be."""
        case = self.some(rng, rng.choice(PROPOSED), "utredning", "delgiven", *FINAL)
        if case is not None:
            state = "eftergiven" if case.state == "delgiven" else "nedlagd"
            self.ask(case, self.asked(rng, case, state))

    def regret(self, rng: random.Random) -> None:
        """The latest step of a case is taken back."""
        case = self.some(rng)
        if case is not None:
            self.take_back(case)

    def take_back(self, case: Case) -> bool:
        """Take back a case's latest step; tell whether it was."""
        name = self.identity(case)
        done = both(
            case.refuses_undo(),
            lambda: kravangra.undo(self.base, name, "fel", self.stamp()),
            (name, case.state, case.events and case.events[-1].kind),
        )
        if done:
            self.books.undo(case)
        return done

    def join(self, rng: random.Random) -> None:
        """Some cases are joined, mostly ones that may be."""
        chosen = self._to_join(rng)
        if chosen:
            self.join_all(chosen)

    def join_all(self, chosen: Sequence[Case]) -> bool:
        """Join cases; tell whether they were."""
        names = [self.identity(case) for case in chosen]
        done = both(
            self.books.refuses_join(chosen),
            lambda: kravparter.join(self.base, names, self.stamp()),
            names,
        )
        if done:
            self.books.join(chosen, town.ACTOR)
        return done

    def _to_join(self, rng: random.Random) -> list[Case]:
        cases = [case for _, case in sorted(self.books.cases.items())]
        groups: dict[Any, list[Case]] = defaultdict(list)
        for case in cases:
            if case.state in PROPOSED:
                groups[case.parts[0].key[0], case.parts[0].key[2], case.facts.ground].append(case)
        whole = [group for _, group in sorted(groups.items()) if len(group) > 1]
        among = rng.choice(whole) if whole and rng.random() < 0.9 else cases
        return rng.sample(among, min(len(among), rng.randint(2, 3)))

    def choose(self, rng: random.Random) -> None:
        """A ground or debtors are chosen."""
        granted = [c for _, c in sorted(self.books.cases.items()) if c.facts.ground == "fk"]
        case = rng.choice(granted) if granted and rng.random() < 0.7 else self.some(rng)
        if case is None:
            return
        self.look(case)
        name, early = self.identity(case), case.state in (*PROPOSED, "utredning")
        if rng.random() < 0.5:
            slag = rng.choice(("enskild", "dodsbo", "anordnare", "anordnare"))
            number = town.FIRMAN if slag == "anordnare" else case.parts[0].key[0]
            paper = ("2025-01-02", "åtagande 1") if slag == "anordnare" else None
            debtor = Debtor(number, "Anna", slag)
            if both(
                case.refuses_debtors(slag),
                lambda: kravparter.set_debtors(
                    self.base, name, [debtor], "skäl", self.stamp(), atagande=paper
                ),
                (name, case.state, slag),
            ):
                case.choose(town.ACTOR, debtors=slag)
            return
        ground = rng.choice(("a", "b", "fk", "utredning"))
        if both(
            case.refuses_ground(ground) if early else "told",
            lambda: kravparter.set_ground(self.base, name, ground, "skäl", self.stamp()),
            (name, case.state, ground),
        ):
            case.choose(town.ACTOR, ground=ground)


def both(problem: str | None, act: Callable[[], object], told: object) -> bool:
    """Do something that the oracle has a problem with or not; tell whether it was done.

    The program must refuse what the oracle refuses, and nothing else.
    """
    refusal = ""
    try:
        act()
    except Refused as found:
        refusal = str(found)
    assert bool(refusal) == (problem is not None), (told, problem, refusal)
    return not refusal
