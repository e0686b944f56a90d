"""Payments as shown: payee, account as people write it, what has happened to each."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Sequence
from dataclasses import dataclass

from db import payments
from db.payments import Event, Payment, PaymentFilter, Total
from workbench.services.attest_sheet import HIDDEN, account
from workbench.services.runs import Names
from workbench.services.viewing import Viewer
from workbench.wording import MOTTAGARE

MOST = 5000
"""Payments shown at once; counts and sums are of all that match."""


@dataclass(frozen=True, slots=True)
class PaymentView:
    """A payment as shown, öre; ``konto`` empty when there is none."""

    id: str
    nummer: int
    korning: int | None
    manad: int | None
    brukare_id: int
    brukare: str
    namn: str
    mottagare: str
    mottagare_slag: str
    konto: str
    belopp: int
    status: str
    dag: str | None
    skal: str | None
    ersatter: int | None
    tid: str
    aktor: str
    aterkrav: str = ""
    """The claim (``K3``) on which too much had been repaid, when that is what is paid."""


@dataclass(frozen=True, slots=True)
class Payments:
    """The payments that match, latest first, and the true counts of all of them by status."""

    rows: tuple[PaymentView, ...]
    totals: tuple[Total, ...]

    @property
    def antal(self) -> int:
        """How many match, shown or not."""
        return sum(item.antal for item in self.totals)

    @property
    def belopp(self) -> int:
        """What they sum to, öre."""
        return sum(item.belopp for item in self.totals)


def listed(
    connection: sqlite3.Connection, wanted: PaymentFilter, viewer: Viewer, limit: int = MOST
) -> Payments:
    """Return the payments that match, with names masked for the viewer."""
    found = _named(connection, payments.listing(connection, wanted, limit), viewer)
    return Payments(found, tuple(payments.totals(connection, wanted)))


def numbers(connection: sqlite3.Connection, wanted: PaymentFilter) -> array[int]:
    """Return the numbers of all payments that match, latest first, for reading them in parts."""
    return payments.numbers(connection, wanted)


def of_numbers(
    connection: sqlite3.Connection, wanted: Sequence[int], viewer: Viewer
) -> tuple[PaymentView, ...]:
    """Return some payments, latest first."""
    return _named(connection, payments.by_ids(connection, wanted), viewer)


def _named(
    connection: sqlite3.Connection, found: Sequence[Payment], viewer: Viewer
) -> tuple[PaymentView, ...]:
    names = Names(connection, viewer)
    names.learn([item.brukare_id for item in found], [item.mottagare for item in found])
    return tuple(_shown(item, names) for item in found)


def _shown(item: Payment, names: Names) -> PaymentView:
    hidden = names.hidden(item.brukare_id) or names.payee_hidden(item.mottagare)
    konto = "" if item.konto is None else account(item.konto)
    organisation = item.mottagare_slag == "anordnare" and not names.payee_hidden(item.mottagare)
    return PaymentView(
        f"B{item.id}",
        item.id,
        item.korning,
        item.manad,
        item.brukare_id,
        *names.who(item.brukare_id),
        MOTTAGARE["dodsbo"]
        if item.mottagare_slag == "dodsbo"
        else names.payee(item.mottagare, item.brukare_id),
        item.mottagare_slag,
        HIDDEN if konto and hidden and not organisation else konto,
        item.belopp,
        item.status,
        item.dag,
        item.skal,
        item.ersatter,
        item.tid,
        item.aktor,
        f"K{item.aterkrav}" if item.slag == "aterbetalning" else "",
    )


def events(connection: sqlite3.Connection, betalning: int) -> tuple[Event, ...]:
    """Return what has happened to a payment, oldest first."""
    return tuple(payments.events(connection, betalning))
