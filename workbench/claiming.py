"""From differences row by row to proposed återkrav: cause, ground, and one sum per ground. Pure.

Rulebook section 8; 12 § LSS. ``a``: wrong facts, or minutes refused; ``utredning``: minutes that
became merely held; ``egen``: rate, setting, rule or registration of the municipality itself;
``fk``: FK's retroactive grant.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from workbench.sharing import Difference

GROUNDS = ("a", "fk", "utredning", "egen")
"""In this order a rise of other rows lowers what falls: first what would be claimed."""
SHARE = "radens andel av beloppet"
"""Nothing about the row changed, but the line's öre are shared by other weights."""
HOURS = "beslutets timmar"
COVERED = "täcks av förskott som inte är redovisat"


class Undanhallet(NamedTuple):
    """Minutes withheld of a row: refused, held, and those of the refused that FK's retroactive
    grant pays for."""

    nekat: int
    hallet: int
    fk: int = 0

    def since(self, before: Undanhallet) -> Undanhallet:
        """Return how much more is withheld than before, each with its sign."""
        return Undanhallet(
            self.nekat - before.nekat, self.hallet - before.hallet, self.fk - before.fk
        )


class Cause(NamedTuple):
    """Why a row's öre changed, in Swedish, and the ground that a fall would have."""

    orsak: str
    grund: str


class Claimed(NamedTuple):
    """A row of a proposed claim; ``belopp`` is öre before minus after."""

    difference: Difference
    orsak: str
    belopp: int


class Proposal(NamedTuple):
    """A proposed claim: its ground, its sum in öre, and the rows that add up to it."""

    grund: str
    belopp: int
    rows: tuple[Claimed, ...]


class Done(NamedTuple):
    """What a netting does to claims: the rows it adds to each that it moves, and new proposals."""

    rows: Mapping[int, Sequence[Claimed]]
    proposals: Sequence[Proposal]


Found = Sequence[tuple[Difference, Cause]]
"""What differs, row by row, each with its cause."""
REST = Cause("månadens övriga skillnad", "a")
"""The cause of what the rows don't say."""
ADVANCE = Cause("förskott utöver månadens rätt", "a")
"""The same in a month that has been paid in advance."""
_REST_LINE = Difference(None, 0, "rest", 0, 0, None, None, 0)


def carried_out(
    found: Found, moves: Sequence[tuple[int, int]], amount: int, *, rest: Cause, covered: int = 0
) -> Done:
    """Return the rows behind what a netting does to claims.

    ``moves`` are (claim, öre that its sum changes by): one that is lowered gets rows that rise. One
    that is given back what had been absorbed gets of what falls (see ``propose``), in the order of
    GROUNDS; what is left becomes proposals of ``amount`` öre.
    """
    rows: dict[int, Sequence[Claimed]] = {}
    rises = [Claimed(item, why.orsak, -item.belopp) for item, why in found if item.belopp > 0]
    restored = sum(max(0, change) for _, change in moves)
    falls = [
        (one.grund, list(one.rows))
        for one in propose(found, restored + amount, rest=rest, covered=covered)
    ]
    for claim, change in moves:
        rows[claim] = _given(falls, change) if change > 0 else _lowering(rises, -change, rest)
    left = [Proposal(grund, _sum(own), tuple(own)) for grund, own in falls]
    return Done(rows, [one for one in left if one.belopp])


def _sum(rows: Iterable[Claimed]) -> int:
    return sum(row.belopp for row in rows)


def _lowering(rises: list[Claimed], ore: int, rest: Cause) -> list[Claimed]:
    """Take rows that rise off a list until they lower a claim by so much."""
    taken = _taken(rises, ore)
    left = ore + _sum(taken)
    return [*taken, Claimed(_REST_LINE, rest.orsak, -left)] if left else taken


def _given(falls: Sequence[tuple[str, list[Claimed]]], ore: int) -> list[Claimed]:
    """Take so much off what falls, ground by ground; rows that rise stay with what is left."""
    taken = []
    for _, rows in falls:
        part = min(ore, _sum(rows))
        ore -= part
        if part == _sum(rows):
            taken += rows
            rows.clear()
        elif part:
            own = [row for row in rows if row.belopp > 0]
            kept = [row for row in rows if row.belopp <= 0]
            taken += _taken(own, part)
            rows[:] = own + kept
    return taken


def _taken(rows: list[Claimed], ore: int) -> list[Claimed]:
    """Take rows of one sign off a list until they make up so many öre, or it is empty; the last is
    divided."""
    taken = []
    while ore and rows:
        row = rows.pop(0)
        sign = 1 if row.belopp > 0 else -1
        part = min(ore, abs(row.belopp))
        taken.append(row._replace(belopp=sign * part))
        ore -= part
        if part < abs(row.belopp):
            rows.insert(0, row._replace(belopp=row.belopp - sign * part))
    return taken


def cause(
    difference: Difference,
    *,
    new_row: bool,
    kods: Sequence[tuple[str, int]],
    more: Undanhallet,
) -> Cause:
    """Return why a row differs.

    ``kods`` are (kod, 1 when it refuses, 0 when it holds) of the findings that withhold minutes
    of the row now; ``more`` are the minutes withheld now beyond those that were. A row that lost
    minutes in several ways goes with the largest, FK's grant first: a minute that it pays for is
    FK's whatever else refuses it. One that lost none to findings has given way within the hours
    of the beslut.
    """
    refused = sorted({kod for kod, refuses in kods if refuses})
    held = sorted({kod for kod, refuses in kods if not refuses})
    if difference.rad is None:
        if difference.slag == "redovisning":
            return Cause("redovisade kostnader", "a")
        return Cause(HOURS, "egen")
    if new_row:
        return Cause("ny rad", "egen")
    if difference.minuter_efter < difference.minuter_fore:
        if refused and more.nekat > 0 and more.nekat >= more.hallet:
            by_fk = more.fk > 0 and more.fk >= more.nekat - more.fk
            return Cause(f"nekad: {', '.join(refused)}", "fk" if by_fk else "a")
        if held and more.hallet > 0:
            return Cause(f"hållen: {', '.join(held)}", "utredning")
        return Cause(HOURS, "egen")
    if difference.minuter_efter > difference.minuter_fore:
        return Cause("släppt tid", "egen")
    if difference.timbelopp_fore != difference.timbelopp_efter:
        return Cause("timbelopp", "egen")
    return Cause(SHARE, "egen")


CLAIM_CAUSES = {
    "avslagen": Cause("ärendet är avslaget", "a"),
    "komplettering": Cause("ärendet väntar på komplettering", "utredning"),
    "oppen": Cause("ärendet väntar på beslut", "utredning"),
}
CLAIM_CHANGED = Cause("ärendet är ändrat", "a")


def pass_cause(
    difference: Difference, *, status: str, kods: Sequence[tuple[str, int]], more: Undanhallet
) -> Cause:
    """Return why a pass of a sjuklön claim differs; ``status`` is the claim's, the rest as in
    ``cause``.

    A fall that no finding made comes from what was claimed: the case came again, or another case of
    its chain.
    """
    if status in CLAIM_CAUSES:
        return CLAIM_CAUSES[status]
    if difference.rad is None or difference.minuter_efter == difference.minuter_fore:
        return CLAIM_CHANGED
    found = cause(difference, new_row=False, kods=kods, more=more)
    return CLAIM_CHANGED if found.orsak == HOURS else found


def main_ground(found: Found) -> str:
    """Return the ground of most of what falls: rows whose share merely shifts go with it."""
    falls = {
        ground: sum(
            -item.belopp
            for item, why in found
            if item.belopp < 0 and why.grund == ground and why.orsak != SHARE
        )
        for ground in GROUNDS
    }
    return max(GROUNDS, key=lambda ground: falls[ground]) if any(falls.values()) else "egen"


def propose(found: Found, amount: int, *, rest: Cause, covered: int = 0) -> list[Proposal]:
    """Return the proposals that a fall of ``amount`` öre gives, one per ground.

    The rows' falls are lowered by the rows' rises, in the order of GROUNDS; what the rows say
    beyond the amount (or short of it) stands on a row of its own with the cause ``rest``.
    ``covered`` is the advance not accounted yet: it covers minutes that became merely held.
    """
    if amount <= 0:
        return []
    falls = {
        ground: [
            Claimed(item, why.orsak, -item.belopp)
            for item, why in found
            if item.belopp < 0 and why.grund == ground
        ]
        for ground in GROUNDS
    }
    rises = [Claimed(item, why.orsak, -item.belopp) for item, why in found if item.belopp > 0]
    waiting = min(covered, sum(item.belopp for item in falls["utredning"]))
    if waiting:
        falls["utredning"].append(Claimed(_REST_LINE, COVERED, -waiting))
    short = (
        amount
        - sum(item.belopp for rows in falls.values() for item in rows)
        - sum(item.belopp for item in rises)
    )
    if short < 0:
        rises.append(Claimed(_REST_LINE, rest.orsak, short))
    elif short > 0:
        falls[rest.grund].append(Claimed(_REST_LINE, rest.orsak, short))
    return _lowered(falls, rises)


def _lowered(falls: dict[str, list[Claimed]], rises: list[Claimed]) -> list[Proposal]:
    proposals = []
    for ground in GROUNDS:
        rows = falls[ground]
        left = sum(item.belopp for item in rows)
        while rises and left:
            rise = rises.pop(0)
            taken = min(left, -rise.belopp)
            rows.append(rise._replace(belopp=-taken))
            left -= taken
            if taken < -rise.belopp:
                rises.insert(0, rise._replace(belopp=rise.belopp + taken))
        if left:
            proposals.append(Proposal(ground, left, tuple(rows)))
    return proposals
