"""What codes in a bank's answer mean: ISO 20022 external code sets, statuses and reasons."""

from __future__ import annotations

from enum import StrEnum


class BankStatus(StrEnum):
    """What has become of a payment."""

    BETALD = "betald"
    AVVISAD = "avvisad"
    MOTTAGEN = "mottagen"


STATUS: dict[str, BankStatus] = (
    dict.fromkeys(("ACSC", "ACCC"), BankStatus.BETALD)
    | dict.fromkeys(("RJCT", "CANC", "BLCK"), BankStatus.AVVISAD)
    | dict.fromkeys(
        ("RCVD", "ACTC", "ACCP", "ACSP", "ACWC", "ACWP", "ACFC", "PATC", "PART", "PDNG"),
        BankStatus.MOTTAGEN,
    )
)
"""Statuses of pain.002. Settlement under way (ACSP) is not paid yet; PART says: see the items."""

BOOKED: dict[str, BankStatus] = {
    "BOOK": BankStatus.BETALD,
    "PDNG": BankStatus.MOTTAGEN,
    "FUTR": BankStatus.MOTTAGEN,
    "INFO": BankStatus.MOTTAGEN,
}
"""Statuses of an entry in camt.054."""

RETURNS = frozenset({"RRTN", "RPCR"})
"""Sub-families of bank transaction codes: a payment returned, or taken back on request."""

REASONS: dict[str, str] = {
    "AC01": "kontonumret är fel",
    "AC03": "mottagarens kontonummer är fel",
    "AC04": "kontot är avslutat",
    "AC06": "kontot är spärrat",
    "AC13": "kontot är av fel slag",
    "AG01": "betalningen är inte tillåten på kontot",
    "AG02": "fel slag av betalning",
    "AM01": "beloppet är noll",
    "AM02": "beloppet är för stort",
    "AM03": "fel valuta",
    "AM04": "det finns inte täckning på avsändarkontot",
    "AM05": "betalningen är en dubblett",
    "AM09": "beloppet är fel",
    "AM10": "kontrollsumman stämmer inte",
    "BE01": "mottagaren och kontot hör inte ihop",
    "BE04": "mottagarens adress saknas",
    "BE05": "avsändaren är okänd för banken",
    "BE06": "mottagaren är okänd för banken",
    "CUST": "återkallad av avsändaren",
    "CH03": "betalningsdagen ligger för långt fram",
    "CH04": "betalningsdagen har passerat",
    "CNOR": "mottagarens bank deltar inte i clearingen",
    "DT01": "datumet är fel",
    "DUPL": "betalningen är en dubblett",
    "FF01": "filen har fel format",
    "FOCR": "återkallad på begäran",
    "MD06": "återbetalning på begäran",
    "MD07": "mottagaren har avlidit",
    "MS02": "mottagaren har nekat, utan angivet skäl",
    "MS03": "banken har nekat, utan angivet skäl",
    "NARR": "skälet står i bankens text",
    "NOAS": "mottagaren har inte svarat",
    "RC01": "bankens nummer eller BIC är fel",
    "RC03": "avsändarbankens nummer är fel",
    "RC04": "mottagarbankens nummer är fel",
    "RF01": "betalningens id har använts förut",
    "RR03": "mottagarens namn eller adress saknas",
    "RR04": "av rättsliga skäl",
    "TM01": "filen kom efter bankens sista tid för dagen",
}
"""Reasons as we put them; the bank's own text goes before."""
