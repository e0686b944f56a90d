"""pain.001: payments in kronor to bankgiro, plusgiro and bank accounts, as Swedish banks read it.

ISO 20022 CustomerCreditTransferInitiation, version .09 or .03. Sources: Svenska
Bankföreningen's Swedish Common Interpretation of ISO 20022 Payment Messages, appendix 1, and the
banks' guides; where banks differ the choice lies in ``BankProfile``. Amounts are integer öre.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workbench.domain.konto import Iban, Konto, KontoSlag
from workbench.domain.money import plain
from workbench.exports.paincheck import problems
from workbench.exports.painmodel import (
    BankProfile,
    Batch,
    BatchRefused,
    Debtor,
    Notice,
    Party,
    Payment,
)
from workbench.exports.paintext import MAX_TOWN, changes, fitted, notices_of, remittance

__all__ = [
    "BankProfile",
    "Batch",
    "BatchRefused",
    "Debtor",
    "Notice",
    "Party",
    "Payment",
    "notices",
    "problems",
    "write",
]

_NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001."
_BANKGIROT, _PLUSGIROT = "9900", "9960"
DEFAULT = BankProfile()


@dataclass(frozen=True, slots=True)
class _Group:
    """One PmtInf: payments from the same account on the same day."""

    number: int
    account: Konto | Iban
    payments: Sequence[Payment]


def write(batch: Batch, profile: BankProfile = DEFAULT) -> bytes:
    """Return the file, UTF-8 without BOM; the same batch gives the same bytes.

    Counts and sums stand at both levels and are exact. Raises BatchRefused with everything that
    is wrong, in Swedish; ``notices`` tells beforehand what is written otherwise than given.
    """
    found = problems(batch, profile)
    if found:
        raise BatchRefused(found)
    return "".join(_document(batch, profile)).encode("utf-8")


def notices(batch: Batch, profile: BankProfile = DEFAULT) -> list[Notice]:
    """Return what the file will say otherwise than the batch does, for a person to see first.

    Letters that banks do not take, texts that are cut, and what could not be checked about an
    account. The debtor's notices have an empty ``payment_id``.
    """
    debtor = batch.debtor
    sender = Party(debtor.name, debtor.town, debtor.country)
    found = [
        *changes(debtor.name, profile.max_name, "Avsändarens namn", sender),
        *changes(debtor.town, MAX_TOWN, "Avsändarens ort", sender),
    ]
    for payment in batch.payments:
        found += notices_of(payment, profile)
    return found


def _document(batch: Batch, profile: BankProfile) -> Iterator[str]:
    debtor = batch.debtor
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<Document xmlns="{_NAMESPACE}{batch.version}"><CstmrCdtTrfInitn>\n'
        f"<GrpHdr><MsgId>{batch.message_id}</MsgId><CreDtTm>{batch.created}</CreDtTm>"
        f"{_totals(batch.payments)}"
        f"<InitgPty>{_name(debtor.name, profile)}{_initiator(debtor, profile)}</InitgPty>"
        "</GrpHdr>\n"
    )
    for group in _groups(batch, profile):
        yield from _payment_information(batch, group, profile)
    yield "</CstmrCdtTrfInitn></Document>\n"


def _groups(batch: Batch, profile: BankProfile) -> Iterator[_Group]:
    """Yield bankgiro payments apart when they leave from a bankgiro and the bank wants that."""
    debtor = batch.debtor
    giro = debtor.bankgiro_account()
    if giro is None or not profile.split_bankgiro:
        yield _Group(1, debtor.account, batch.payments)
        return
    to_giro = [one for one in batch.payments if one.account.slag is KontoSlag.BANKGIRO]
    others = [one for one in batch.payments if one.account.slag is not KontoSlag.BANKGIRO]
    parts = [(giro, to_giro), (debtor.account, others)]
    for number, (account, payments) in enumerate((part for part in parts if part[1]), start=1):
        yield _Group(number, account, payments)


def _payment_information(batch: Batch, group: _Group, profile: BankProfile) -> Iterator[str]:
    debtor = batch.debtor
    day, agent = batch.execution_day, "BIC"
    if batch.version == "09":
        day, agent = f"<Dt>{day}</Dt>", "BICFI"
    bearer = f"<ChrgBr>{profile.charge_bearer}</ChrgBr>" if profile.charge_bearer else ""
    yield (
        f"<PmtInf><PmtInfId>{batch.message_id}-{group.number}</PmtInfId><PmtMtd>TRF</PmtMtd>"
        f"<BtchBookg>{'true' if profile.batch_booking else 'false'}</BtchBookg>"
        f"{_totals(group.payments)}<ReqdExctnDt>{day}</ReqdExctnDt>\n"
        f"<Dbtr>{_name(debtor.name, profile)}{_address(debtor.town, debtor.country)}"
        f"{_organisation(debtor.orgnr, '')}</Dbtr>"
        f"<DbtrAcct><Id>{_account(group.account, profile)}</Id><Ccy>SEK</Ccy></DbtrAcct>"
        f"<DbtrAgt><FinInstnId><{agent}>{debtor.bic}</{agent}></FinInstnId></DbtrAgt>{bearer}\n"
    )
    for payment in group.payments:
        yield _transaction(payment, profile)
    yield "</PmtInf>\n"


def _transaction(payment: Payment, profile: BankProfile) -> str:
    payee, account = payment.creditor, payment.account
    text = "".join(f"<Ustrd>{line}</Ustrd>" for line in remittance(payment, profile))
    return (
        f"<CdtTrfTxInf><PmtId><InstrId>{payment.instruction_id or payment.id}</InstrId>"
        f"<EndToEndId>{payment.id}</EndToEndId></PmtId>"
        f'<Amt><InstdAmt Ccy="SEK">{plain(payment.amount_ore)}</InstdAmt></Amt>'
        "<CdtrAgt><FinInstnId><ClrSysMmbId><ClrSysId><Cd>SESBA</Cd></ClrSysId>"
        f"<MmbId>{_member(account)}</MmbId></ClrSysMmbId></FinInstnId></CdtrAgt>"
        f"<Cdtr>{_name(payee.name, profile)}{_address(payee.town, payee.country)}</Cdtr>"
        f"<CdtrAcct><Id>{_account(account, profile)}</Id></CdtrAcct>"
        f"{f'<RmtInf>{text}</RmtInf>' if text else ''}</CdtTrfTxInf>\n"
    )


def _totals(payments: Sequence[Payment]) -> str:
    total = sum(payment.amount_ore for payment in payments)
    return f"<NbOfTxs>{len(payments)}</NbOfTxs><CtrlSum>{plain(total)}</CtrlSum>"


def _name(name: str, profile: BankProfile) -> str:
    return f"<Nm>{fitted(name, profile.max_name)}</Nm>"


def _address(town: str, country: str) -> str:
    if not town:
        return ""
    return f"<PstlAdr><TwnNm>{fitted(town, MAX_TOWN)}</TwnNm><Ctry>{country}</Ctry></PstlAdr>"


def _initiator(debtor: Debtor, profile: BankProfile) -> str:
    if profile.customer_id:
        return _organisation(profile.customer_id, profile.customer_scheme)
    return _organisation(debtor.orgnr, "")


def _organisation(number: str, scheme: str) -> str:
    kind = f"<SchmeNm><Cd>{scheme}</Cd></SchmeNm>" if scheme else ""
    return f"<Id><OrgId><Othr><Id>{number}</Id>{kind}</Othr></OrgId></Id>"


def _member(account: Konto) -> str:
    """Return the SESBA member that a payee's account belongs to."""
    if account.slag is KontoSlag.BANKGIRO:
        return _BANKGIROT
    return _PLUSGIROT if account.slag is KontoSlag.PLUSGIRO else account.clearing[:4]


def _account(account: Konto | Iban, profile: BankProfile) -> str:
    if isinstance(account, Iban):
        return f"<IBAN>{account.nummer}</IBAN>"
    if account.slag is KontoSlag.BANKGIRO:
        return _other(account.nummer, "<Prtry>BGNR</Prtry>")
    if account.slag is KontoSlag.PLUSGIRO:
        proprietary = profile.plusgiro_scheme == "PGNR"
        return _other(account.nummer, "<Prtry>PGNR</Prtry>" if proprietary else "<Cd>BBAN</Cd>")
    fifth = account.clearing[4:] if profile.keep_fifth_clearing_digit else ""
    return _other(fifth + account.nummer, "<Cd>BBAN</Cd>")


def _other(number: str, scheme: str) -> str:
    return f"<Othr><Id>{number}</Id><SchmeNm>{scheme}</SchmeNm></Othr>"
