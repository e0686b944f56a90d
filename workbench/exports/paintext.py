"""Texts as Swedish banks take them: letters, digits and a few signs, cut to length.

What stands in for other characters is one table for all exports, ``tecken``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.exports.painmodel import BankProfile, Notice, Party, Payment
from workbench.exports.tecken import Tecken

ALLOWED = frozenset(
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖabcdefghijklmnopqrstuvwxyzåäö/-?:().,'+ "
)
MAX_TOWN = 35
_PLAIN = re.compile(r"(?:[0-9A-Za-zÅÄÖåäö/?:().,'+-]+ )*[0-9A-Za-zÅÄÖåäö/?:().,'+-]+")
_SIGNS = str.maketrans(
    {"&": "+", "_": "-", "[": "(", "]": ")", ";": ","} | dict.fromkeys('"”“„`', "'")
)


def latin(text: str) -> str:
    """Return a text in allowed characters only: é is e, & is +, what has no likeness is ``?``.

    Space is collapsed, which is no change worth telling.
    """
    if _PLAIN.fullmatch(text):
        return text
    written = Tecken(ALLOWED.__contains__, "bankfilen").passa(text.translate(_SIGNS))
    return " ".join(written.split())


def fitted(text: str, most: int) -> str:
    """Return a text in allowed characters, at most ``most`` of them."""
    return latin(text)[:most].rstrip()


def remittance(payment: Payment, profile: BankProfile) -> list[str]:
    """Return the lines to the payee as the bank takes them."""
    lines = (fitted(line, profile.max_text) for line in _lines(payment, profile))
    return [line for line in lines if line]


def changes(
    text: str, most: int, what: str, party: Party, payment_id: str = ""
) -> Iterator[Notice]:
    """Yield what becomes of a text that is not written as given."""
    said, written = " ".join(text.split()), latin(text)
    name, short = party.shown, fitted(text, most)
    if written != said:
        tail = " Ett ? står för ett tecken som banken inte har." * (
            written.count("?") > said.count("?")
        )
        told = f"{what} skrivs ”{written}” i stället för ”{said}”.{tail}"
        if party.visas:
            told = f"{what} innehåller tecken som banken inte har och skrivs om.{tail}"
        yield Notice(payment_id, name, what, said, written, told)
    if short != written:
        told = f"{what} kapas till {most} tecken" + ("." if party.visas else f": ”{short}”.")
        yield Notice(payment_id, name, what, written, short, told)


def notices_of(payment: Payment, profile: BankProfile) -> Iterator[Notice]:
    """Yield what is written otherwise than a payment says, and what is not sure about it."""
    payee = payment.creditor
    yield from changes(payee.name, profile.max_name, "Namnet", payee, payment.id)
    yield from changes(payee.town, MAX_TOWN, "Orten", payee, payment.id)
    for line in _lines(payment, profile):
        yield from changes(line, profile.max_text, "Texten", payee, payment.id)
    for hint in payment.hints():
        yield Notice(payment.id, payee.shown, "Kontot", str(payment.account), "", hint)


def _lines(payment: Payment, profile: BankProfile) -> list[str]:
    """Return the lines given; those beyond what the bank takes are joined to the last one."""
    given = [line for line in payment.texts if line.strip()]
    if len(given) > profile.max_lines:
        kept = profile.max_lines - 1
        given = [*given[:kept], " ".join(given[kept:])]
    return given
