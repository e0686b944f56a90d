"""A slow and obvious reading of rulebook sections 7 and 8, used only as a test oracle.

Nothing here is shared with the program under test. A `Books` keeps, for every brukare, month and
arende, what has been attested and what has happened to its claims; every change of a claim is an
entry with the run that made it, so that annulling a run is to strike its entries. What becomes of
claims after they were proposed is in `tests.oracle.cases`. Öre are integers, weights are
`Fraction`.

The invariant, per key at its latest attested run: paid out - repaid = right + outstanding +
dropped + advance not accounted. "Paid out" is what runs have attested, "repaid" what has come in
and been kept. Money that came in and went out again, because it was above what was owed or because
a court struck what it was paid on, is in neither: when a court strikes it, repaid falls and dropped
rises by the same öre, and the person has again what the run once paid.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm
from operator import itemgetter

Key = tuple[str, str, str]
"""(brukare, month, arende); arende "" = the month's assistans."""
Account = tuple[str, str]
"""(brukare, arende): what a run nets by itself."""

LOWERED_FIRST = ("a", "fk", "utredning", "egen")
CONVERSION = {"assistans": Fraction(1), "vantetid": Fraction(1, 4), "beredskap": Fraction(1, 7)}


# -------------------------------------------------------------------------------------- claims


@dataclass
class Entry:
    """What one event did to a claim, öre; `run` is the run that did it, or None."""

    run: int | None
    outstanding: int = 0
    repaid: int = 0
    dropped: int = 0
    absorbed: int = 0


@dataclass
class Claim:
    """A proposed återkrav of one brukare, month, arende and ground.

    `number` is its own, `age` tells which of a key's claims is older: a claim that is joined is as
    old as the one it is joined into.
    """

    key: Key
    ground: str
    raised_by: int
    entries: list[Entry] = field(default_factory=list)
    number: int = 0
    age: int = 0

    def total(self, column: str) -> int:
        found: int = sum(getattr(entry, column) for entry in self.entries)
        return found

    @property
    def outstanding(self) -> int:
        return self.total("outstanding")

    @property
    def repaid(self) -> int:
        return self.total("repaid")

    @property
    def dropped(self) -> int:
        return self.total("dropped")

    @property
    def absorbed(self) -> int:
        return self.total("absorbed")

    @property
    def sum(self) -> int:
        """A claim's sum = outstanding + repaid + dropped."""
        return self.outstanding + self.repaid + self.dropped


@dataclass
class Net:
    """One brukare's month in one run, öre."""

    right: int
    paid: int
    claims: int
    difference: int
    pay: int
    claim: int
    lowered: int
    absorbed: int
    restored: int
    unaccounted: int


@dataclass
class Advance:
    """What is known of a month's förskott when it is settled.

    `given` is all that has been or is now paid as förskott, `new` the part that this run pays,
    `accounted` whether the redovisning is in, `held` the value of the held minutes.
    """

    given: int = 0
    new: int = 0
    accounted: bool = False
    held: int = 0


NO_ADVANCE = Advance()


def net(right: int, paid: int, claims: Sequence[Claim], advance: Advance = NO_ADVANCE) -> Net:
    """The difference of section 8 for one brukare and month.

    `paid` is what has been attested for it; a new förskott is paid in any case.
    """
    paid_now = paid + advance.new
    sums = sum(claim.sum for claim in claims)
    difference = right - (paid_now - sums)
    outstanding = sum(claim.outstanding for claim in claims)
    dropped = sum(claim.dropped for claim in claims)
    absorbed = sum(claim.absorbed for claim in claims)
    if advance.given and not advance.accounted:
        # Before the redovisning is in no difference is made.
        return Net(right, paid_now, sums, difference, advance.new, 0, 0, 0, 0, -difference)
    if difference >= 0:
        lowered = min(difference, outstanding)
        taken = min(difference - lowered, dropped)
        rest = difference - lowered - taken
        return Net(right, paid_now, sums, difference, advance.new + rest, 0, lowered, taken, 0, 0)
    fall = -difference
    waits = min(fall, advance.held, max(0, advance.given - right))
    restored = min(fall - waits, absorbed)
    claim = fall - waits - restored
    return Net(right, paid_now, sums, difference, advance.new, claim, 0, 0, restored, waits)


def by_ground(falls: Mapping[str, int], claim: int, covered: int = 0) -> dict[str, int]:
    """Split what is put forward over the grounds of what fell.

    `falls` are positive öre per ground. An advance not yet accounted covers what became merely
    held. What else is not put forward (a rise of other rows, what restored an absorption) lowers
    the grounds in a fixed order; what no row explains is the advance's surplus, ground `a`.
    """
    falls = dict(falls)
    falls["utredning"] = max(0, falls.get("utredning", 0) - covered)
    falls["a"] = falls.get("a", 0) + max(0, claim - sum(falls.values()))
    left = sum(falls.values()) - claim
    assert left >= 0, (falls, claim)
    answer: dict[str, int] = {}
    for ground in LOWERED_FIRST:
        taken = min(left, falls.get(ground, 0))
        left -= taken
        answer[ground] = falls.get(ground, 0) - taken
    return {ground: ore for ground, ore in answer.items() if ore}


# --------------------------------------------------------------------------------------- books


@dataclass
class Run:
    """An attested run of a month."""

    id: int
    month: str
    rights: dict[Account, int]
    paid: dict[Account, int]
    nets: dict[Account, Net]


class Books:
    """Everything that has been attested, and every claim with its history."""

    def __init__(self) -> None:
        self.runs: list[Run] = []
        self.claims: list[Claim] = []
        self.raised = 0
        self.advances: dict[tuple[str, str], int] = defaultdict(int)

    def of(self, key: Key) -> list[Claim]:
        """The key's claims, oldest first."""
        own = [claim for claim in self.claims if claim.key == key]
        return sorted(own, key=lambda claim: (claim.age, claim.number))

    def paid(self, key: Key) -> int:
        """Payments attested for a key; a rejected one is paid again, so it counts once."""
        account = key[0], key[2]
        return sum(run.paid.get(account, 0) for run in self.runs if run.month == key[1])

    def settle(
        self,
        month: str,
        rights: Mapping[Account, int],
        advances: Mapping[Account, Advance] | None = None,
    ) -> dict[Account, Net]:
        """What a run of the month would do, for every account that it or any run of it knows."""
        known = set(rights)
        known |= {account for run in self.runs if run.month == month for account in run.rights}
        answer = {}
        for account in known:
            key = (account[0], month, account[1])
            advance = (advances or {}).get(account, NO_ADVANCE)
            answer[account] = net(rights.get(account, 0), self.paid(key), self.of(key), advance)
        return answer

    def attest(
        self,
        run: int,
        month: str,
        nets: Mapping[Account, Net],
        falls: Mapping[Account, Mapping[str, int]],
        new_advances: Mapping[str, int] | None = None,
    ) -> None:
        """Pay and put forward what `settle` said; `falls` gives öre per ground for a claim."""
        for account, found in nets.items():
            key = (account[0], month, account[1])
            self._lower(run, key, found.lowered)
            self._absorb(run, key, found.absorbed)
            self._restore(run, key, found.restored)
        # Claims are numbered in the order of people and arenden, and of grounds in each.
        for account in sorted(nets):
            found = nets[account]
            if found.claim:
                raised = by_ground(falls.get(account, {}), found.claim, found.unaccounted)
                for ground in LOWERED_FIRST:
                    if ground in raised:
                        self._raise(run, (account[0], month, account[1]), ground, raised[ground])
        self.runs.append(
            Run(
                run,
                month,
                {account: found.right for account, found in nets.items()},
                {account: found.pay for account, found in nets.items()},
                dict(nets),
            )
        )
        for brukare, ore in (new_advances or {}).items():
            self.advances[brukare, month] += ore

    def _raise(self, run: int, key: Key, ground: str, ore: int) -> None:
        self.raised += 1
        entries = [Entry(run, outstanding=ore)]
        self.claims.append(Claim(key, ground, run, entries, self.raised, self.raised))

    def _lower(self, run: int, key: Key, ore: int) -> None:
        """A rise lowers what is owed, oldest first."""
        for claim in self.of(key):
            part = min(ore, claim.outstanding)
            if part:
                claim.entries.append(Entry(run, outstanding=-part))
            ore -= part
        assert ore == 0

    def _absorb(self, run: int, key: Key, ore: int) -> None:
        """Then it is absorbed by what was dropped, oldest first."""
        for claim in self.of(key):
            part = min(ore, claim.dropped)
            if part:
                claim.entries.append(Entry(run, dropped=-part, absorbed=part))
            ore -= part
        assert ore == 0

    def _restore(self, run: int, key: Key, ore: int) -> None:
        """A fall first restores what was absorbed, latest claim first."""
        for claim in reversed(self.of(key)):
            part = min(ore, claim.absorbed)
            if part:
                claim.entries.append(Entry(run, dropped=part, absorbed=-part))
            ore -= part
        assert ore == 0

    def annul(self, run: int, new_advances: Mapping[str, int] | None = None) -> None:
        """Undo all that the latest attested run of a month did, also to claims."""
        found = next(item for item in self.runs if item.id == run)
        assert found is [item for item in self.runs if item.month == found.month][-1]
        self.runs.remove(found)
        self.claims = [claim for claim in self.claims if claim.raised_by != run]
        for claim in self.claims:
            claim.entries = [entry for entry in claim.entries if entry.run != run]
        for brukare, ore in (new_advances or {}).items():
            self.advances[brukare, found.month] -= ore

    def latest(self) -> dict[str, Run]:
        """The latest attested run of each month."""
        return {run.month: run for run in self.runs}

    def terms(self, key: Key) -> tuple[int, int, int, int, int, int]:
        """The invariant's terms: paid out, repaid, right, outstanding, dropped, not accounted."""
        found = self.latest()[key[1]].nets[key[0], key[2]]
        claims = self.of(key)
        return (
            self.paid(key),
            sum(claim.repaid for claim in claims),
            found.right,
            sum(claim.outstanding for claim in claims),
            sum(claim.dropped for claim in claims),
            found.unaccounted,
        )

    def broken(self) -> list[str]:
        """Name each key for which the invariant of section 8 does not hold."""
        wrong = []
        for month, run in self.latest().items():
            for brukare, arende in run.nets:
                terms = self.terms((brukare, month, arende))
                if terms[0] - terms[1] != sum(terms[2:]):
                    wrong.append(f"{brukare} {month} {arende}: {terms}")
        for claim in self.claims:
            sums = (claim.outstanding, claim.repaid, claim.dropped, claim.absorbed)
            if min(sums) < 0:
                wrong.append(f"{claim.key} {claim.ground}: {sums}")
        return wrong


# -------------------------------------------------------------------------------------- shares


@dataclass(frozen=True)
class Work:
    """A row's payable minutes on one line; `minutes` are the instants, one by one."""

    sha: str
    rad: int
    slag: str
    minutes: tuple[int, ...]
    start: int = 0
    id: int = 0


def largest_remainder(
    ore: int, weights: Mapping[tuple[str, int], Fraction]
) -> dict[tuple[str, int], int]:
    """Share öre by weight: rounded down, what is left one öre each to the largest remainders."""
    total = sum(weights.values(), Fraction(0))
    exact = {row: weight * ore / total for row, weight in weights.items()}
    answer = {row: value.numerator // value.denominator for row, value in exact.items()}
    left = ore - sum(answer.values())
    order = sorted(exact, key=lambda row: (answer[row] - exact[row], row))
    for row in order[:left]:
        answer[row] += 1
    return answer


def cut_last(work: Sequence[Work], minutes: Fraction) -> tuple[list[Fraction], list[Fraction]]:
    """Take converted minutes off the end; return what is left and what went, row by row.

    Counted in whole parts of a minute that all weights are whole numbers of.
    """
    whole = lcm(minutes.denominator, *(weight.denominator for weight in CONVERSION.values()))
    weights = {slag: int(weight * whole) for slag, weight in CONVERSION.items()}
    kept, gone = [0] * len(work), [0] * len(work)
    left = int(minutes * whole)
    every = [
        (minute, item.start, item.id, index)
        for index, item in enumerate(work)
        for minute in item.minutes
    ]
    every.sort(key=itemgetter(0, 1, 2))
    for *_, index in reversed(every):
        weight = weights[work[index].slag]
        part = min(left, weight)
        left -= part
        gone[index] += part
        kept[index] += weight - part
    return [Fraction(one, whole) for one in kept], [Fraction(one, whole) for one in gone]


def line_shares(
    ore: int,
    work: Sequence[Work],
    capped: Fraction,
    received: Iterable[tuple[Work, Fraction]] = (),
) -> dict[tuple[str, int], int]:
    """Share a line's öre over its rows.

    `capped` are the converted minutes that the beslut's hours don't cover, `received` the
    converted minutes that arose elsewhere, on the rows they arose on.
    """
    kept, _ = cut_last(work, capped)
    weights: dict[tuple[str, int], Fraction] = defaultdict(Fraction)
    for item, weight in [*zip(work, kept, strict=True), *received]:
        weights[item.sha, item.rad] += weight
    return largest_remainder(ore, {row: weight for row, weight in weights.items() if weight})


# ----------------------------------------------------------------------- förskott, redovisning


def surplus(advance: int, right: int, held: int) -> int:
    """What an accounted förskott puts forward in all."""
    return max(0, advance - right - held)


def cut_by_accounts(lines: Sequence[int], accounted: int | None) -> list[int]:
    """The month's right is the lower of the lines' sum and the accounted costs.

    The cut is taken from the last line, then from the one before it; return each line's cut.
    """
    cuts = [0] * len(lines)
    over = 0 if accounted is None else max(0, sum(lines) - accounted)
    for index in reversed(range(len(lines))):
        cuts[index] = min(over, lines[index])
        over -= cuts[index]
    return cuts
