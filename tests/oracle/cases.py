"""The case of a claim as rulebook section 8 tells it, used only as a test oracle.

Read from the text; nothing here is shared with the program. A `Case` is one or several claims of
`tests.oracle.money` (several when joined) with a state and the days that matter. OPEN marks what
the text leaves open, with the reading and the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

from tests.oracle.money import Claim, Entry, Key

PROPOSED = ("forslag", "skrivs-av-forslag")
PREPARED = ("utredning", "kommunicerad")
COURT = ("faststalld", "andrad", "upphavd", "aterforvisad")
TRIED = ("overklagad", *COURT)
ENDED = ("betald", "nedlagd", "eftergiven")
FINAL = ("laga-kraft", "avbetalning", "kronofogden")
CLAIMABLE = ("a", "b", "fk")

NEXT: Mapping[str, tuple[str, ...]] = {
    # OPEN: the text draws `nedlagd` after `kommunicerad`. Whoever finds before that there is no
    # claim need not first tell the person that there was one (25 § FL protects the party).
    "forslag": ("utredning", "nedlagd"),
    "skrivs-av-forslag": ("utredning", "nedlagd"),
    "utredning": ("kommunicerad", "nedlagd"),
    # OPEN: new material is communicated anew (25 § FL), with a new day to answer by.
    "kommunicerad": ("kommunicerad", "beslutad", "nedlagd"),
    # OPEN: eftergift may be given as soon as there is a decision, not only after laga kraft: it
    # only helps the person. Not while a court has the case.
    "beslutad": ("delgiven", "eftergiven"),
    "delgiven": ("overklagad", "laga-kraft", "eftergiven"),
    "overklagad": COURT,
    # OPEN: a judgment may be appealed like the decision; then a second court speaks.
    "faststalld": ("laga-kraft", "overklagad"),
    "andrad": ("laga-kraft", "overklagad"),
    "upphavd": ("laga-kraft", "overklagad"),
    "aterforvisad": ("utredning",),
    # `nedlagd` after laga kraft is a write-off.
    "laga-kraft": ("avbetalning", "kronofogden", "eftergiven", "nedlagd"),
    "avbetalning": ("avbetalning", "kronofogden", "eftergiven", "nedlagd"),
    "kronofogden": ("avbetalning", "eftergiven", "nedlagd"),
}
CIVIL: Mapping[str, tuple[str, ...]] = {
    # No beslut, no appeal; `laga-kraft` is that of a judgment, and may be asked for whenever the
    # anordnare does not pay.
    "forslag": ("utredning", "nedlagd"),
    "utredning": ("kommunicerad", "nedlagd"),
    "kommunicerad": ("kommunicerad", "avbetalning", "laga-kraft", "eftergiven", "nedlagd"),
    "avbetalning": ("avbetalning", "kronofogden", "laga-kraft", "eftergiven", "nedlagd"),
    "laga-kraft": ("avbetalning", "kronofogden", "eftergiven", "nedlagd"),
    "kronofogden": ("avbetalning", "eftergiven", "nedlagd"),
}


@cache
def easter(year: int) -> date:
    """Easter day (the anonymous Gregorian computus)."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)


def day_off(day: date) -> bool:
    """Saturdays, Sundays, helgdagar and the three eves of 2 § lag 1930:173."""
    moved = {easter(day.year) + timedelta(days=n) for n in (-2, 1, 39)}
    fixed = {(1, 1), (1, 6), (5, 1), (6, 6), (12, 24), (12, 25), (12, 26), (12, 31)}
    midsummer_eve = day.month == 6 and 19 <= day.day <= 25 and day.weekday() == 4
    return day.weekday() >= 5 or day in moved or (day.month, day.day) in fixed or midsummer_eve


def last_day_to_appeal(delivered: date) -> date:
    """Three weeks from delivery; a last day that is a day off moves to the next that is not."""
    day = delivered + timedelta(days=21)
    while day_off(day):
        day += timedelta(days=1)
    return day


@dataclass(frozen=True)
class Asked:
    """A move that someone asks for.

    `ore` is what a court leaves, or what is forgiven or written off (None = all); `by` the day to
    answer or appeal by; `plan` the instalments as (day, öre).
    """

    state: str
    day: date
    today: date
    actor: str
    ore: int | None = None
    by: date | None = None
    ground: str | None = None
    plan: tuple[tuple[date, int], ...] = ()


@dataclass
class Facts:
    """What steps change of a case, but for its money.

    `latest` is the day of the latest move, `until` the day to answer or appeal by; `open_state` the
    state before the claim ended, `by_run` that a run ended it; `judged` that there is a judgment
    or laga kraft, `remanded` that a court has set the decision aside and there is no new one;
    `decided_on` the runs that the decision (a civil claim's letter) knew of; `struck` what courts
    have struck on each key and no other court given back; `back` all that has been paid back;
    `debtors` those chosen.
    """

    state: str
    ground: str
    civil: bool = False
    latest: date | None = None
    until: date | None = None
    open_state: str = ""
    by_run: bool = False
    judged: bool = False
    remanded: bool = False
    decided_on: frozenset[int | None] | None = None
    struck: Mapping[Key, int] = field(default_factory=dict)
    back: int = 0
    debtors: str = ""


@dataclass
class Event:
    """A step that can be undone: how it was before, what was booked, who prepared by it."""

    kind: str
    order: int
    before: Facts
    after: str
    booked: list[tuple[Claim, Entry]]
    runs: int
    prepared_by: str | None = None
    joined: list[Case] = field(default_factory=list)
    had: list[Entry] = field(default_factory=list)


class Case:
    """A claim with what has been joined into it.

    `closed`: no finding behind its rows is open; `current`: none of its months waits for a run.
    """

    def __init__(self, claim: Claim, state: str, ground: str, *, civil: bool = False) -> None:
        self.number = claim.number
        self.parts = [claim]
        self.facts = Facts(state, ground, civil)
        self.events: list[Event] = []
        self.orders = 0
        self.runs = 0
        self.assessors: set[str] = set()
        self.assessed = False
        self.answers: list[int] = []
        self.closed = True
        self.current = True

    # -- sums ----------------------------------------------------------------------------------

    def total(self, column: str) -> int:
        """Outstanding, repaid, dropped or absorbed over all parts, öre."""
        return sum(part.total(column) for part in self.parts)

    @property
    def outstanding(self) -> int:
        return self.total("outstanding")

    @property
    def repaid(self) -> int:
        return self.total("repaid")

    @property
    def sum(self) -> int:
        """Outstanding + repaid + dropped, always."""
        return sum(part.sum for part in self.parts)

    @property
    def live(self) -> int:
        """What is claimed still: owed or paid."""
        return self.outstanding + self.repaid

    def can_return(self, key: Key | None = None) -> int:
        """What a higher court can give back: struck, and not absorbed by a rise since."""
        answer = 0
        for own in {part.key for part in self.parts} if key is None else {key}:
            dropped = sum(part.dropped for part in self.parts if part.key == own)
            answer += max(0, min(self.facts.struck.get(own, 0), dropped))
        return answer

    def in_order(self) -> list[Claim]:
        """Repayments, cuts and eftergift go to the oldest month first."""
        return sorted(self.parts, key=lambda part: (part.key[1], part.number))

    # -- what may be done ----------------------------------------------------------------------

    @property
    def state(self) -> str:
        return self.facts.state

    def prepared(self) -> set[str]:
        """Whoever moved it, chose its ground or debtors, joined it or wrote its assessment.

        OPEN: how far four eyes reach. As far as for a run (section 7): all but reading.
        """
        found = self.assessors | {e.prepared_by for e in self.events if e.prepared_by}
        return found.union(*(one.prepared() for e in self.events for one in e.joined))

    def answered(self) -> bool:
        """The person has answered to what was last communicated."""
        told = [e.order for e in self.events if e.kind == "move" and e.after == "kommunicerad"]
        return any(order > max(told, default=0) for order in self.answers)

    def moves(self) -> tuple[str, ...]:
        """The states that may follow.

        OPEN: a claim that a run lowered to nothing owed has ended (`betald`), but what was repaid
        on the decision may still be appealed, and a court that has the case still speaks.
        """
        order = CIVIL if self.facts.civil else NEXT
        if self.state == "betald" and self.facts.by_run:
            tried = ("delgiven", "overklagad", *COURT)
            return tuple(one for one in order.get(self.facts.open_state, ()) if one in tried)
        return order.get(self.state, ())

    def refuses(self, asked: Asked) -> str | None:
        """Say why a move may not be made; None when it may."""
        if asked.state not in self.moves():
            return "order"
        if asked.day > asked.today or (self.facts.latest and asked.day < self.facts.latest):
            return "day"
        if asked.ground is not None and (problem := self.refuses_ground(asked.ground, asked.state)):
            return problem
        checks: Mapping[str, Callable[[Asked], str | None]] = {
            "utredning": self._to_utredning,
            "kommunicerad": self._to_kommunicerad,
            "beslutad": self._to_beslutad,
            "delgiven": self._three_weeks,
            "overklagad": self._to_overklagad,
            "faststalld": self._to_faststalld,
            "andrad": self._to_andrad,
            "upphavd": self._three_weeks,
            "aterforvisad": self._three_weeks,
            "laga-kraft": self._to_laga_kraft,
            "avbetalning": self._to_avbetalning,
            "kronofogden": self._to_kronofogden,
            "eftergiven": self._to_eftergiven,
            "nedlagd": self._to_nedlagd,
        }
        return checks.get(asked.state, lambda _: None)(asked)

    def refuses_ground(self, ground: str, entering: str = "utredning") -> str | None:
        """OPEN: when the ground is chosen. Before it is communicated: the person answers to it."""
        if entering not in PREPARED or ground not in CLAIMABLE:
            return "ground"
        if (ground == "fk") != (self.facts.ground == "fk"):
            return "ground"
        return None if self.closed else "finding"

    def _to_utredning(self, asked: Asked) -> str | None:
        """Neither ground is presumed for the municipality's own mistakes: a person chooses."""
        return "ground" if self.facts.ground == "egen" and asked.ground is None else None

    def _to_kommunicerad(self, asked: Asked) -> str | None:
        if (asked.ground or self.facts.ground) not in CLAIMABLE:
            return "ground"
        if not self.closed:
            return "finding"
        if self._moving():
            return "sum"
        return None if asked.by and asked.by > asked.day else "answer-by day"

    def _moving(self) -> bool:
        """OPEN: what is told and decided is the sum as it is, not one that is to change."""
        return not self.current or not self.outstanding

    def _to_beslutad(self, asked: Asked) -> str | None:
        if asked.actor in self.prepared():
            return "four eyes"
        if not self.assessed:
            return "burden of proof"
        if self._moving():
            return "sum"
        until = self.facts.until
        return None if self.answered() or until is None or asked.day > until else "answer"

    def _three_weeks(self, asked: Asked) -> str | None:
        """The law's: no one is given less."""
        return "short" if asked.by and asked.by < last_day_to_appeal(asked.day) else None

    def _to_overklagad(self, asked: Asked) -> str | None:
        return "late" if self.facts.until and asked.day > self.facts.until else None

    def _to_faststalld(self, asked: Asked) -> str | None:
        """OPEN: what a second court confirms, the first court's judgment or the nämnd's decision.
        Both are said and they differ by money: whoever registers it says the sum."""
        whole = self.live + self.can_return()
        if whole != self.live and asked.ore not in (self.live, whole):
            return "which"
        if whole == self.live and asked.ore not in (None, whole):
            return "which"
        return self._three_weeks(asked)

    def _to_andrad(self, asked: Asked) -> str | None:
        if asked.ore is None or not 0 < asked.ore < self.live + self.can_return():
            return "what is left"
        return self._three_weeks(asked)

    def _to_laga_kraft(self, asked: Asked) -> str | None:
        until = None if self.facts.civil else self.facts.until
        return "early" if until and asked.day <= until else None

    def _to_avbetalning(self, asked: Asked) -> str | None:
        days = [day for day, _ in asked.plan]
        if not asked.plan or sum(ore for _, ore in asked.plan) != self.outstanding:
            return "plan"
        if min(ore for _, ore in asked.plan) <= 0 or days != sorted(set(days)):
            return "plan"
        return "plan" if days[0] < asked.day else None

    def _to_kronofogden(self, asked: Asked) -> str | None:
        """After laga kraft, which the order sees to; a civil claim not without judgment."""
        if not self.outstanding:
            return "sum"
        return "judgment" if self.facts.civil and not self.facts.judged else None

    def _to_eftergiven(self, asked: Asked) -> str | None:
        if not self.outstanding:
            return "sum"
        return None if asked.ore is None or 0 < asked.ore <= self.outstanding else "sum"

    def _to_nedlagd(self, asked: Asked) -> str | None:
        """OPEN: a part can be written off, but a claim that is not decided is dropped whole."""
        if asked.ore is not None and self.state not in FINAL:
            return "sum"
        return None if asked.ore is None or 0 < asked.ore <= self.outstanding else "sum"

    # -- money ---------------------------------------------------------------------------------

    def _take(self, ore: int, column: str, entry: Callable[[int], Entry]) -> int:
        """Book what the parts have in a column, in order; return what is left."""
        for part in self.in_order():
            taken = min(ore, part.total(column))
            if taken:
                part.entries.append(entry(taken))
            ore -= taken
        return ore

    def _repay(self, ore: int) -> int:
        return self._take(ore, "outstanding", lambda n: Entry(None, outstanding=-n, repaid=n))

    def _drop(self, ore: int) -> None:
        left = self._take(ore, "outstanding", lambda n: Entry(None, outstanding=-n, dropped=n))
        assert left == 0

    def _leave(self, ore: int, *, court: bool = True) -> None:
        """A court leaves öre of the claim.

        OPEN: the order between months of a joined claim that has been paid on. As if the judgment
        had come before the money: what has come in is taken off, the cut falls on the oldest month
        (what a higher court gives back, on the newest that lost it), and the money is counted in
        again, the oldest month first. What then finds nothing to pay is paid back.
        """
        came = self.repaid
        for part in self.parts:
            if part.repaid:
                part.entries.append(Entry(None, outstanding=part.repaid, repaid=-part.repaid))
        change = ore - self.outstanding
        struck = dict(self.facts.struck)
        for part in self.in_order():
            cut = min(max(0, -change), part.outstanding)
            if cut:
                part.entries.append(Entry(None, outstanding=-cut, dropped=cut))
                struck[part.key] = struck.get(part.key, 0) + (cut if court else 0)
                change += cut
        for part in reversed(self.in_order()):
            given = min(max(0, change), part.dropped, struck.get(part.key, 0))
            if given:
                part.entries.append(Entry(None, outstanding=given, dropped=-given))
                struck[part.key] -= given
                change -= given
        assert change == 0
        self.facts.struck = struck
        self.facts.back += self._repay(came)

    # -- what is done --------------------------------------------------------------------------

    def noted(self, kind: str, act: Callable[[], None], prepared_by: str | None = None) -> Event:
        """Let something happen, and remember how it was and what was booked."""
        before = Facts(**vars(self.facts))
        counts = {part.number: len(part.entries) for part in self.parts}
        act()
        booked = [
            (part, entry)
            for part in self.parts
            for entry in part.entries[counts.get(part.number, len(part.entries)) :]
        ]
        self.orders += 1
        event = Event(kind, self.orders, before, self.state, booked, self.runs, prepared_by)
        self.events.append(event)
        return event

    def end(self, state: str, *, by_run: bool = False) -> None:
        """The claim ends; it is remembered what it was."""
        if self.state not in ENDED:
            self.facts.open_state = self.state
        self.facts.state, self.facts.by_run = state, by_run

    def pay_in(self, ore: int) -> int:
        """Money comes in; return the excess, which is paid back.

        OPEN: when. Money that has come has come, in any state. It ends the claim when nothing is
        left, unless there is a decision that may still be appealed or is being tried.
        """
        before = self.facts.back

        def act() -> None:
            self.facts.back += self._repay(ore)
            if not self.outstanding and self.state in (*PROPOSED, *PREPARED, *FINAL):
                self.end("betald")

        self.noted("payment", act)
        return self.facts.back - before

    def assess(self, actor: str) -> None:
        """Evidence and reasons for and against are written. Is not undone."""
        self.assessors.add(actor)
        self.assessed = True

    def answer(self, actor: str) -> None:
        """What the person answers is written down."""
        self.assessors.add(actor)
        self.orders += 1
        self.answers.append(self.orders)

    def refuses_debtors(self, debtors: str) -> str | None:
        """OPEN: when. Before the claim is communicated; a dödsbo takes over in any state.

        Never the anordnare under 12 §; under its undertaking it owes what FK granted.
        """
        if self.state in ENDED:
            return "ended"
        if debtors == "anordnare" and self.facts.ground != "fk":
            return "12 §"
        if self.state not in (*PROPOSED, "utredning") and debtors != "dodsbo":
            return "told"
        return None

    def choose(self, actor: str, *, ground: str = "", debtors: str = "") -> None:
        """Someone chooses debtors or a ground."""

        def act() -> None:
            self.facts.ground = ground or self.facts.ground
            self.facts.debtors = debtors or self.facts.debtors
            self.facts.civil = self.facts.debtors == "anordnare"

        self.noted("choice", act, actor)

    def move(self, asked: Asked) -> None:
        """Make a move that is not refused."""
        prepares = asked.actor if asked.state in PREPARED else None
        self.noted("move", lambda: self._move(asked), prepares)

    def _move(self, asked: Asked) -> None:
        facts = self.facts
        facts.ground = asked.ground or facts.ground
        if asked.state in ("eftergiven", "nedlagd"):
            self._forgive(asked)
            return
        if asked.state in ("kommunicerad", "delgiven"):
            facts.until = asked.by or last_day_to_appeal(asked.day)
        if asked.state == "beslutad":
            facts.remanded = False
        if asked.state == "beslutad" or (facts.civil and asked.state == "kommunicerad"):
            facts.decided_on = frozenset(e.run for part in self.parts for e in part.entries)
        if asked.state in COURT:
            self._judge(asked)
        facts.judged = facts.judged or asked.state == "laga-kraft"
        facts.latest = asked.day
        if asked.state == "laga-kraft" and not self.outstanding:
            self.end("betald" if self.repaid else "nedlagd")
        else:
            facts.state, facts.by_run = asked.state, False

    def _judge(self, asked: Asked) -> None:
        if asked.state == "aterforvisad":
            # OPEN: "goes back with its sum". All of it: when the decision is set aside to be made
            # anew, so is a lower court's judgment that struck a part of it.
            self._leave(self.live + self.can_return())
            self.facts.remanded, self.facts.decided_on = True, None
            return
        left = 0 if asked.state == "upphavd" else asked.ore
        self._leave(self.live if left is None else left)
        self.facts.until = asked.by or last_day_to_appeal(asked.day)

    def _forgive(self, asked: Asked) -> None:
        """Eftergift, write-off or `nedlagd`: of what is owed; what was paid stays paid.

        OPEN: but what was paid on a decision that a court has set aside rests on nothing when the
        claim is then dropped, and is paid back.
        """
        if asked.state == "nedlagd" and self.facts.remanded:
            self._leave(0, court=False)
        else:
            self._drop(self.outstanding if asked.ore is None else asked.ore)
        if not self.outstanding:
            self.facts.latest = asked.day
            self.end(asked.state)

    # -- undo ----------------------------------------------------------------------------------

    def refuses_undo(self) -> str | None:
        """OPEN: the text knows no undo. The latest step can be taken back as if it had not been,
        unless it was the decision, or a run has since touched what it left."""
        if not self.events:
            return "nothing"
        last = self.events[-1]
        if last.kind == "move" and last.after == "beslutad" != last.before.state:
            return "decision"
        if self.state != last.after:
            return "state"
        moved_money = bool(last.booked) or last.kind in ("join", "payment")
        return "run" if moved_money and self.runs > last.runs else None

    def undo(self) -> Event:
        """Take back the latest step."""
        last = self.events.pop()
        for part, entry in last.booked:
            part.entries = [one for one in part.entries if one is not entry]
        self.facts = last.before
        return last
