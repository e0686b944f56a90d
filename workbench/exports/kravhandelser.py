"""From the ledger of claims to what is booked: nothing before the decision, all after it. Pure.

Rulebook section 8: a claim's sum is outstanding + repaid + dropped. The account of claims holds
what is outstanding of decided claims, and of civil claims that have been put to the anordnare;
nothing else. Money that comes in on a claim that is not decided lowers the cost at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from workbench.exports.konteringar import Handelse
from workbench.exports.kontoplan import ASSISTANS, FORSKOTT, SJUKLON, Beslutsslag

BESLUTAD = "beslutad"
STARTS = frozenset({BESLUTAD, "kommunicerad"})
"""What makes a claim a receivable: the decision, or a civil claim's letter (nothing is booked on a
claim under 12 § LSS when it is communicated)."""
ATERFORVISAD = "aterforvisad"
"""A court sets the decision aside and sends the claim back: it is no receivable until decided."""
COURT = frozenset({"faststalld", "andrad", "upphavd", ATERFORVISAD})
WRITTEN_OFF = frozenset({"eftergift", "avskrivning"})
"""What happened when a dropped part is a cost of its own; any other drop is a lowered claim."""


class Krav(NamedTuple):
    """One key of a claim: pseudonym, nämnd's object, month, and sjuklön's arende.

    ``forskott`` is öre still booked as paid in advance on the key when the claim was decided.
    """

    objekt: str
    namnd: str
    manad: int
    arende: str | None = None
    forskott: int = 0


class Andring(NamedTuple):
    """One change of the key: its row, day number, öre, what happened, and the run behind it.

    ``flyttat`` is the part of ``aterbetalt`` that a court's cut moved from or to another month of
    the claim: no money came or went.
    """

    id: int
    dag: int
    utestaende: int
    aterbetalt: int
    nedlagt: int
    absorberat: int
    handelse: str
    korning: int | None = None
    flyttat: int = 0


def flyttat(ore: Sequence[int]) -> list[int]:
    """Return how much of each key's change of what is repaid only moved between the keys, when a
    court's cut has the repayments counted anew: what came to one month left others."""
    came = sum(max(0, own) for own in ore)
    moved = []
    for own in ore:
        left = min(max(0, -own), came)
        moved.append(own if own > 0 else -left)
        came -= left
    return moved


def krav_handelser(krav: Krav, andringar: Iterable[Andring]) -> list[tuple[int, Handelse]]:
    """Return what each change of a key means to the ledger, as (row of the change, event).

    ``andringar`` are all there have been, oldest first. A change before the decision gives
    nothing; the decision books what stands then.
    """
    book = _Book(krav)
    for andring in andringar:
        book.change(andring)
    return book.events


class _Book:
    def __init__(self, krav: Krav) -> None:
        self._krav = krav
        self._decided = False
        self._out = self._repaid = self._dropped = 0
        self._recognised = 0
        """What the receivable has been raised to in all, before repayments."""
        self._on_advance = 0
        self._written_off = 0
        self._absorbed = 0
        self.events: list[tuple[int, Handelse]] = []

    def change(self, one: Andring) -> None:
        before = self._out + self._repaid + self._dropped
        self._out += one.utestaende
        self._repaid += one.aterbetalt
        self._dropped += one.nedlagt
        self._add(one, "aterkrav-inbetalning", one.aterbetalt - one.flyttat)
        self._add(one, "aterkrav-overskott", one.flyttat - one.aterbetalt)
        absorbed = min(max(one.absorberat, 0), max(-one.nedlagt, 0))
        restored = min(max(-one.absorberat, 0), max(one.nedlagt, 0))
        self._absorb(one, absorbed, restored)
        starts = one.handelse in STARTS and not self._decided
        if self._decided and one.handelse != ATERFORVISAD:
            changed = self._out + self._repaid + self._dropped - before + absorbed - restored
            self._raise(one, changed)
            self._lower(one, -changed, dropped=False)
            self._drop(one, one.nedlagt - restored)
            self._take_back(one, -one.nedlagt - absorbed)
        else:
            self._decided = starts
            # A payment above what is owed is on its way back: it lowers no cost.
            owed = self._out if starts else min(0, self._out)
            self._raise(one, self._repaid + owed - self._recognised)
            self._lower(one, self._recognised - self._repaid - owed, dropped=False)
        self._recognised = self._repaid + (self._out if self._decided else min(0, self._out))

    def _raise(self, one: Andring, ore: int) -> None:
        if ore <= 0:
            return
        advance = min(ore, self._krav.forskott - self._on_advance)
        self._on_advance += advance
        self._add(one, "aterkrav-beslutat", advance, FORSKOTT)
        self._add(one, "aterkrav-beslutat", ore - advance)

    def _lower(self, one: Andring, ore: int, *, dropped: bool) -> None:
        """A rise gives back to the advance first; what is dropped is a cost for good."""
        if ore <= 0:
            return
        advance = 0 if dropped else min(ore, self._on_advance)
        self._on_advance -= advance
        self._add(one, "aterkrav-sankt", advance, FORSKOTT)
        self._add(one, "aterkrav-sankt", ore - advance)

    def _drop(self, one: Andring, ore: int) -> None:
        if ore <= 0:
            return
        if one.handelse in WRITTEN_OFF:
            self._written_off += ore
            self._add(one, "aterkrav-avskrivning", ore)
        else:
            self._lower(one, ore, dropped=True)

    def _take_back(self, one: Andring, ore: int) -> None:
        """What was dropped is owed after all: a higher court gives back what another struck."""
        if ore <= 0:
            return
        written = 0 if one.handelse in COURT else min(ore, self._written_off)
        self._written_off -= written
        self._add(one, "aterkrav-avskrivning-ater", written)
        self._raise(one, ore)

    def _absorb(self, one: Andring, absorbed: int, restored: int) -> None:
        """What was written off becomes, or stops being, a cost of assistance after all."""
        taken = min(absorbed, self._written_off)
        self._add(one, "aterkrav-avskrivning-ater", taken)
        again = min(restored, self._absorbed)
        self._add(one, "aterkrav-avskrivning-igen", again)
        self._written_off += again - taken
        self._absorbed += taken - again

    def _add(self, one: Andring, slag: str, ore: int, avser: Beslutsslag | None = None) -> None:
        if ore <= 0:
            return
        krav = self._krav
        about = avser or (ASSISTANS if krav.arende is None else SJUKLON)
        event = Handelse(
            slag, one.dag, ore, krav.objekt, krav.namnd, krav.manad, one.korning, about
        )
        self.events.append((one.id, event))
