"""What a bank would refuse, found before the file is written; in Swedish, with what to do."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from workbench.domain.bankdagar import is_bank_day, next_bank_day
from workbench.domain.konto import Konto, KontoSlag
from workbench.domain.money import kronor
from workbench.domain.people import InvalidNumber, orgnr
from workbench.domain.time import iso_day, parse_day
from workbench.exports.painmodel import BankProfile, Batch, Debtor, Payment
from workbench.exports.paintext import latin

VERSIONS = ("09", "03")
MAX_MESSAGE_ID = 32
"""Three less than the format's 35: the id of a PmtInf is the message's with -1 or -2."""
MAX_ORE = 10**18 - 1
_ID = re.compile(r"[0-9A-Za-z?:().,'+-][0-9A-Za-z/?:().,'+ -]{0,34}", re.ASCII)
_BIC = re.compile(r"[A-Z]{6}[A-Z2-9][A-NP-Z0-9](?:[A-Z0-9]{3})?", re.ASCII)
_COUNTRY = re.compile(r"[A-Z]{2}", re.ASCII)
_CREATED = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:Z|[+-]\d{2}:\d{2})?", re.ASCII)


def problems(batch: Batch, profile: BankProfile) -> list[str]:
    """Return everything that stops a batch, as Swedish sentences; empty when it can be paid."""
    found = [*_batch(batch), *_debtor(batch.debtor, profile)]
    seen: dict[str, int] = {}
    for number, payment in enumerate(batch.payments, start=1):
        first = seen.setdefault(payment.id, number)
        who = f"Betalning {number} ({payment.id}) till {payment.creditor.shown}"
        if first != number:
            found.append(
                f"{who}: samma id som betalning {first}. Banken ser den som en dubblett; ge "
                "varje betalning ett eget id."
            )
        found += [f"{who}: {problem}" for problem in of_payment(payment, profile)]
    if profile.bankgiro_from_bankgiro and batch.debtor.bankgiro_account() is None:
        count = sum(one.account.slag is KontoSlag.BANKGIRO for one in batch.payments)
        if count:
            found.append(
                f"{count} betalningar går till bankgiro, och banken betalar dem bara från ett "
                "bankgiro. Lägg in kommunens bankgiro som avsändare."
            )
    return found


def _batch(batch: Batch) -> Iterator[str]:
    if batch.version not in VERSIONS:
        yield f"Version {batch.version} av pain.001 kan inte skrivas. Välj 09 eller 03."
    if not good_id(batch.message_id) or len(batch.message_id) > MAX_MESSAGE_ID:
        yield (
            f"Filens id ”{batch.message_id}” går inte att använda. Det ska vara 1-{MAX_MESSAGE_ID} "
            "tecken av A-Z, a-z, 0-9 och bindestreck."
        )
    if not batch.payments:
        yield "Filen skulle bli tom: det finns inget att betala. Skapa ingen betalfil."
    if sum(payment.amount_ore for payment in batch.payments) > MAX_ORE:
        yield "Filens summa är större än formatet rymmer. Dela upp betalningarna."
    if not _is_moment(batch.created):
        yield f"Skapad-tiden ”{batch.created}” ska skrivas ÅÅÅÅ-MM-DDTTT:MM:SS."
    yield from _execution_day(batch.execution_day)


def _is_moment(text: str) -> bool:
    if not _CREATED.fullmatch(text):
        return False
    try:
        dt.datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _execution_day(text: str) -> Iterator[str]:
    try:
        day = parse_day(text)
        open_ = is_bank_day(day)
    except ValueError:
        yield f"Betalningsdagen ”{text}” ska vara en dag skriven ÅÅÅÅ-MM-DD, 2005 eller senare."
        return
    if not open_:
        yield (
            f"Betalningsdagen {text} är ingen bankdag. Närmast därefter är "
            f"{iso_day(next_bank_day(day))}."
        )


def _debtor(debtor: Debtor, profile: BankProfile) -> Iterator[str]:
    if not latin(debtor.name):
        yield "Avsändarens namn saknas. Lägg in kommunens namn."
    try:
        if orgnr(debtor.orgnr) != debtor.orgnr:
            yield f"Avsändarens organisationsnummer {debtor.orgnr} ska vara tio siffror i följd."
    except InvalidNumber as error:
        yield f"Avsändarens organisationsnummer ”{debtor.orgnr}” går inte att använda: {error}."
    if not _BIC.fullmatch(debtor.bic):
        yield f"Avsändarbankens BIC ”{debtor.bic}” ska vara åtta eller elva tecken, som SWEDSESS."
    if not _COUNTRY.fullmatch(debtor.country) or not latin(debtor.town):
        yield "Avsändarens ort och land ska finnas, landet med två bokstäver som SE."
    account = debtor.account
    if isinstance(account, Konto) and account.slag is not KontoSlag.BANKGIRO:
        yield f"Avsändarens konto är ett {account.slag} ({account}). Skriv dess IBAN i stället."
    giro = debtor.bankgiro
    if giro is not None and giro.slag is not KontoSlag.BANKGIRO:
        yield f"Avsändarens bankgiro är ett {giro.slag} ({giro}). Skriv ett bankgiro."
    if profile.customer_id and not good_id(profile.customer_id):
        yield f"Kundnumret hos banken ”{profile.customer_id}” har tecken som inte får finnas."


def of_payment(payment: Payment, profile: BankProfile) -> Iterator[str]:
    """Yield what stops one payment, as the rest of a Swedish sentence about it."""
    if not good_id(payment.id):
        yield (
            "id går inte att använda. Det ska vara 1-35 tecken av A-Z, a-z, 0-9 och bindestreck, "
            "och får inte börja eller sluta med snedstreck."
        )
    if payment.instruction_id and not good_id(payment.instruction_id):
        yield f"instruktionens id ”{payment.instruction_id}” har tecken som inte får finnas."
    if not 0 < payment.amount_ore <= MAX_ORE:
        yield (
            f"beloppet är {kronor(payment.amount_ore)} kr. Bara belopp över noll betalas; ta bort "
            "betalningen eller rätta den."
        )
    if not latin(payment.creditor.name).strip("?"):
        yield "mottagarens namn saknas eller består bara av tecken som banken inte tar. Skriv det."
    if profile.address_required and not latin(payment.creditor.town):
        yield "mottagarens ort saknas, och banken kräver den. Lägg in den i mottagarens adress."
    if not _COUNTRY.fullmatch(payment.creditor.country):
        yield f"landet ”{payment.creditor.country}” ska vara två bokstäver, som SE."


def good_id(text: str) -> bool:
    """Tell whether a text can be an id in a file to a bank: no åäö, no // and no / at an end."""
    return _ID.fullmatch(text) is not None and "//" not in text and text[-1] not in "/ "
