"""The accounts that a municipality has chosen, and which of them each kind of event uses.

What the accounts are called and numbered is the municipality's own (POLICY); why an event is
debited and credited as it is stands beside it in the table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Bokforingskonto:
    """An account: number and name as in the municipality's chart."""

    nummer: str
    namn: str


@dataclass(frozen=True, slots=True)
class Dimension:
    """A dimension of the ledger: its SIE number (20 and up are free) and name."""

    nummer: int
    namn: str


@dataclass(frozen=True, slots=True)
class Kontoplan:
    """The accounts and dimensions that the municipality has chosen for each purpose.

    ``namnder`` names the objects of the dimension ``kostnadsstalle``.
    """

    kostnad_assistans: Bokforingskonto
    kostnad_sjuklon: Bokforingskonto
    kostnad_fk: Bokforingskonto
    """Försäkringskassan's bill for the first 20 hours a week (9.2.27)."""
    forskott: Bokforingskonto
    """Claim: paid in advance, not yet accounted."""
    utbetalning: Bokforingskonto
    """Clearing: what the payment file sends, until the bank account shows it."""
    avvisade: Bokforingskonto
    """Clearing: payments that the bank has rejected, until they are paid again."""
    inbetalning: Bokforingskonto
    """Clearing: repayments received."""
    skuld_fk: Bokforingskonto
    fordran_aterkrav: Bokforingskonto
    nedskrivning: Bokforingskonto
    """Cost of claims written off or forgiven."""
    kostnadsstalle: Dimension
    brukare: Dimension
    beslutsslag: Dimension
    namnder: Mapping[str, str]
    serie: str = "PA"

    def konto(self, namn: str) -> Bokforingskonto:
        """Return the account of a purpose, by field name."""
        konto: Bokforingskonto = getattr(self, namn)
        return konto


class Beslutsslag(NamedTuple):
    """A kind of beslut as an object of the ledger, and the cost account that it is booked on."""

    objekt: str
    namn: str
    konto: str


ASSISTANS = Beslutsslag("ASS", "Personlig assistans enligt LSS", "kostnad_assistans")
SJUKLON = Beslutsslag("SJL", "Sjuklön", "kostnad_sjuklon")
FORSKOTT = Beslutsslag("FSK", "Förskott", "forskott")
FK20 = Beslutsslag("FK20", "De första 20 timmarna", "kostnad_fk")
BESLUTSSLAG = (ASSISTANS, SJUKLON, FORSKOTT, FK20)
EGET_SLAG = {slag.konto: slag for slag in BESLUTSSLAG}
"""Accounts that always hold one kind of beslut."""


class Regel(NamedTuple):
    """How a kind of event is booked: what it is called, debit, credit and why.

    An account is a field of Kontoplan; ``*`` is the account of the event's ``avser``.
    """

    namn: str
    debet: str
    kredit: str
    varfor: str


REGLER: Mapping[str, Regel] = {
    "utbetalning-assistans": Regel(
        "Assistans",
        "kostnad_assistans",
        "utbetalning",
        "Månadens rätt är en kostnad när den attesteras; utbetalningskontot töms när banken "
        "har betalat.",
    ),
    "utbetalning-sjuklon": Regel(
        "Sjuklön",
        "kostnad_sjuklon",
        "utbetalning",
        "Merkostnaden för den ordinarie assistentens sjuklön är en egen kostnad vid sidan av "
        "timbeloppet.",
    ),
    "forskott": Regel(
        "Förskott",
        "forskott",
        "utbetalning",
        "Ett förskott är en betalning men ingen rätt: det är en fordran tills månaden har "
        "redovisats.",
    ),
    "forskott-avraknat": Regel(
        "Avräknat förskott",
        "kostnad_assistans",
        "forskott",
        "När månaden är redovisad blir den del av förskottet som det finns rätt till en kostnad.",
    ),
    "fk-faktura": Regel(
        "Försäkringskassan, de första 20 timmarna",
        "kostnad_fk",
        "skuld_fk",
        "Kommunen svarar för de första 20 timmarna i veckan; skulden regleras när fakturan "
        "betalas i leverantörsreskontran.",
    ),
    "fk-slutavrakning": Regel(
        "Försäkringskassan, slutavräkning",
        "skuld_fk",
        "kostnad_fk",
        "Det som har betalats för mycket enligt slutavräkningen lämnas tillbaka och sänker "
        "kostnaden.",
    ),
    "aterkrav-beslutat": Regel(
        "Beslutat återkrav",
        "fordran_aterkrav",
        "*",
        "Först nämndens beslut ger en fordran; den sänker den kostnad eller det förskott som "
        "beloppet en gång bokfördes på. Ett förslag bokförs inte.",
    ),
    "aterkrav-sankt": Regel(
        "Sänkt återkrav",
        "*",
        "fordran_aterkrav",
        "Ett beslutat återkrav som sänks, upphävs eller läggs ned minskar fordran och blir "
        "åter den kostnad som det var.",
    ),
    "aterkrav-inbetalning": Regel(
        "Inbetalning av återkrav",
        "inbetalning",
        "fordran_aterkrav",
        "Det som har betalats tillbaka minskar fordran.",
    ),
    "aterkrav-avskrivning": Regel(
        "Avskrivet återkrav",
        "nedskrivning",
        "fordran_aterkrav",
        "Eftergift och avskrivning är en egen kostnad, så att det syns vad som aldrig kom "
        "tillbaka.",
    ),
    "aterkrav-avskrivning-ater": Regel(
        "Avskrivet återkrav som blev rätt",
        "*",
        "nedskrivning",
        "Stiger rätten senare är det avskrivna en vanlig kostnad: den enskilde har redan pengarna.",
    ),
    "aterkrav-avskrivning-igen": Regel(
        "Avskrivet återkrav igen",
        "nedskrivning",
        "*",
        "Faller rätten på nytt är det som en höjning hade tagit upp åter avskrivet.",
    ),
    "aterkrav-overskott": Regel(
        "Återbetalt överskott",
        "fordran_aterkrav",
        "utbetalning",
        "Den som har betalat tillbaka mer än återkravet får tillbaka det som är för mycket.",
    ),
    "bank-avvisad": Regel(
        "Avvisad betalning",
        "utbetalning",
        "avvisade",
        "En betalning som banken avvisar lämnar inte kommunen; den står kvar som skuld på ett "
        "eget konto tills den har betalats igen.",
    ),
    "ny-utbetalning": Regel(
        "Ny utbetalning av avvisad betalning",
        "avvisade",
        "utbetalning",
        "Den avvisade betalningen går ut igen under ett nytt id; kostnaden är redan bokförd.",
    ),
    "bank-betald-anda": Regel(
        "Avvisad betalning som ändå betalades",
        "avvisade",
        "utbetalning",
        "Banken betalade det den först hade avvisat: skulden på kontot för avvisade är borta.",
    ),
}
"""Kind of event to debit, credit and the sentence of why."""

CLEARING = frozenset({"utbetalning", "avvisade", "inbetalning", "skuld_fk"})
"""Accounts without brukare and kind of beslut: they are matched in total, not per person."""
