"""Which payments of a run can leave for the bank, and why the others can't.

An account that was not there, or was wrong, when the run was attested is looked up again; then
another person than the one who registered it sends the payment (four eyes, section 7).
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from db import paying, payments
from db.journal import Stamp
from db.ledger import RunFacts
from db.paying import ToPay
from workbench.domain import konto
from workbench.domain.konto import InvalidKonto, Konto
from workbench.domain.people import masked

ACCOUNT_FAULTS = frozenset({"AC01", "AC03", "AC04", "AC06", "AC13", "BE01", "CNOR", "RC04"})
"""Reasons of the bank that paying to the same account again does not cure."""
STOPPED = frozenset({"MD07"})
"""Reasons that a person has to look at first: the payee has died."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A payment that is not in the file: payee as shown, öre, why, and what to do."""

    id: str
    mottagare: str
    belopp: int
    varfor: str


@dataclass(frozen=True, slots=True)
class Payable:
    """A payment that can leave; ``ersatter`` is a rejected one that it is made instead of."""

    item: ToPay
    account: Konto
    ersatter: int | None


class Candidates:
    """Sorts what has not left into what can leave and what can't, with the reason."""

    def __init__(self, connection: sqlite3.Connection, facts: RunFacts, stamp: Stamp) -> None:
        self._connection = connection
        self._facts = facts
        self._stamp = stamp
        self._registered = paying.registered_by(connection, stamp.aktor, facts.journal or 0)
        self.payable: list[Payable] = []
        self.left: list[LeftOut] = []

    def look(self) -> Candidates:
        """Look at payments that never left, then at those the bank has rejected."""
        for item in paying.waiting(self._connection, self._facts.id):
            self._try(item, item.konto, None)
        for item in paying.rejected(self._connection, self._facts.id):
            self._again(item)
        return self

    def _again(self, item: ToPay) -> None:
        code = (item.skal or "").partition(" ")[0].rstrip(":")
        now = self._in_force(item)
        if code in STOPPED:
            self._leave(item, f"banken avvisade den: {item.skal}. Utred vem som ska betalas.")
        elif (
            code in ACCOUNT_FAULTS and now and now == paying.used_account(self._connection, item.id)
        ):
            self._leave(
                item,
                f"banken avvisade den: {item.skal}. Kontot är detsamma än; registrera ett nytt.",
            )
        else:
            self._try(item, None, item.id)

    def _in_force(self, item: ToPay) -> str | None:
        return payments.account(
            self._connection, item.brukare, item.mottagare, item.mottagare_slag, self._stamp.dag
        )

    def _try(self, item: ToPay, attested: str | None, ersatter: int | None) -> None:
        if item.aterkrav is not None and item.aktor == self._stamp.aktor:
            self._leave(
                item,
                f"{self._stamp.aktor} har registrerat det som gör att den betalas tillbaka. En "
                "annan person lämnar den.",
            )
            return
        account = _account(attested, item.mottagare_slag)
        if isinstance(account, Konto):
            self.payable.append(Payable(item, account, ersatter))
            return
        now = self._in_force(item)
        later = _account(now, item.mottagare_slag)
        if not isinstance(later, Konto):
            self._leave(item, later if now else account)
        elif self._registered and now != paying.used_account(self._connection, item.id):
            self._leave(
                item,
                f"kontot är ett annat än när körningen attesterades, och {self._stamp.aktor} har "
                "ändrat uppgifter sedan dess. En annan person lämnar den.",
            )
        else:
            self.payable.append(Payable(item, later, ersatter))

    def _leave(self, item: ToPay, why: str) -> None:
        self.left.append(LeftOut(f"B{item.id}", shown(item), item.belopp, why))


def _account(text: str | None, slag: str) -> Konto | str:
    """Return an account, or in Swedish why there is none."""
    if not text and slag == "dodsbo":
        return (
            "mottagaren är ett dödsbo och har inget konto. Registrera det med den avlidnes "
            "personnummer (workbench mottagare add BRUKARE NUMMER NAMN --slag annan --konto "
            "KONTO) och kör om."
        )
    if not text:
        return "kontot saknas. Registrera mottagarens konto och kör om."
    try:
        return konto.parse(text)
    except InvalidKonto as error:
        return f"{error} Rätta kontot och kör om."


def shown(item: ToPay) -> str:
    """Return a payee as messages name it: masked when protected."""
    if item.skyddad:
        return masked(item.person or item.brukare)
    return item.namn or item.mottagare
