"""The values of a payment file: batch, debtor, payment, and how one bank wants them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.domain import konto
from workbench.domain.konto import Iban, Konto, KontoSlag


class BatchRefused(ValueError):
    """The batch can not be paid; ``problems`` are Swedish sentences, one per fault."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Party:
    """Who is paid: name, town and country (ISO 3166 alpha-2).

    ``visas`` is what messages to people say instead of the name of a protected person.
    """

    name: str
    town: str = ""
    country: str = "SE"
    visas: str = ""

    @property
    def shown(self) -> str:
        """The name in messages."""
        return self.visas or self.name.strip()


@dataclass(frozen=True, slots=True)
class Debtor:
    """The municipality. ``orgnr`` is ten digits, ``bic`` its bank's.

    ``account`` is charged: an IBAN, or a bankgiro; other forms do not name the bank's branch.
    ``bankgiro`` is charged instead for payments to bankgiro numbers, where the bank wants that.
    """

    name: str
    orgnr: str
    account: Konto | Iban
    bic: str
    town: str
    country: str = "SE"
    bankgiro: Konto | None = None

    def bankgiro_account(self) -> Konto | None:
        """Return the bankgiro that payments to bankgiro numbers leave from, if there is one."""
        for account in (self.bankgiro, self.account):
            if isinstance(account, Konto) and account.slag is KontoSlag.BANKGIRO:
                return account
        return None


@dataclass(frozen=True, slots=True)
class Payment:
    """One payment in öre. ``id`` is the EndToEndId: at most 35 characters, unique for ever.

    ``instruction_id`` empty is the same as ``id``. ``texts`` are lines to the payee.
    """

    id: str
    creditor: Party
    account: Konto
    amount_ore: int
    texts: tuple[str, ...] = ()
    instruction_id: str = ""

    def hints(self) -> list[str]:
        """Return in Swedish what could not be checked about the account."""
        return konto.hints(self.account)


@dataclass(frozen=True, slots=True)
class Batch:
    """One file. ``created`` is a stored ``YYYY-MM-DDTHH:MM:SS``, so a rewrite is the same bytes.

    ``execution_day`` is ``YYYY-MM-DD``, a bank day; ``version`` is ``09`` or ``03``.
    """

    message_id: str
    created: str
    execution_day: str
    debtor: Debtor
    payments: Sequence[Payment]
    version: str = "09"


@dataclass(frozen=True, slots=True)
class BankProfile:
    """What banks want differently. The defaults suit most; the bank's own guide decides.

    ``plusgiro_scheme`` BBAN or PGNR. ``split_bankgiro`` puts payments to bankgiro numbers in a
    PmtInf of their own when a bankgiro is charged; ``bankgiro_from_bankgiro`` refuses them
    otherwise. ``keep_fifth_clearing_digit`` writes Swedbank's fifth digit before the account.
    ``address_required`` refuses a payee without town. ``max_text`` is characters per line to
    the payee, ``max_lines`` how many, ``max_name`` characters of a name. ``charge_bearer`` SHAR,
    SLEV, DEBT or nothing. ``customer_id`` replaces the orgnr as sender, with ``customer_scheme``.
    """

    plusgiro_scheme: str = "BBAN"
    split_bankgiro: bool = True
    bankgiro_from_bankgiro: bool = False
    keep_fifth_clearing_digit: bool = True
    address_required: bool = True
    max_text: int = 140
    max_lines: int = 1
    max_name: int = 70
    charge_bearer: str = ""
    batch_booking: bool = True
    customer_id: str = ""
    customer_scheme: str = ""

    def __post_init__(self) -> None:
        if self.plusgiro_scheme not in ("BBAN", "PGNR"):
            raise ValueError("Bankprofilens plusgiro_scheme ska vara BBAN eller PGNR.")
        if self.charge_bearer not in ("", "SHAR", "SLEV", "DEBT", "CRED"):
            raise ValueError("Bankprofilens charge_bearer ska vara SHAR, SLEV, DEBT eller tom.")
        if not (1 <= self.max_text <= 140 and 1 <= self.max_name <= 140 and self.max_lines >= 1):
            raise ValueError("Bankprofilens längder ska vara 1-140 tecken och minst en rad.")


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that is written otherwise than given, or is not sure.

    ``what`` is Namnet, Orten, Texten or Kontot, ``fore`` and ``efter`` the texts (``efter``
    empty when nothing changes). ``message`` says it in Swedish; about a protected payee it does
    not repeat the text, as ``fore`` and ``efter`` do.
    """

    payment_id: str
    payee: str
    what: str
    fore: str
    efter: str
    message: str
