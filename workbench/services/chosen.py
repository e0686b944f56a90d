"""What the municipality has chosen for money that leaves: payer, bank, chart of accounts, letters.

A reader collects everything that is not set, and refuses once, with the command for each.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from workbench.domain.time import parse_day
from workbench.exports.kontoplan import Bokforingskonto, Dimension, Kontoplan
from workbench.exports.painmodel import BankProfile, Debtor
from workbench.law import texts
from workbench.law.parameters import policy_definitions
from workbench.services import law as law_service
from workbench.services.errors import Refused

ACCOUNTS = (
    "kostnad_assistans",
    "kostnad_sjuklon",
    "kostnad_fk",
    "forskott",
    "utbetalning",
    "avvisade",
    "inbetalning",
    "skuld_fk",
    "fordran_aterkrav",
    "nedskrivning",
)
DIMENSIONS = ("kostnadsstalle", "brukare", "beslutsslag")


class NotSet(Refused):
    """Settings are missing; ``names`` are theirs."""

    def __init__(self, what: str, names: list[str], day: str) -> None:
        self.names = tuple(names)
        lines = [f"{what} går inte att göra: {len(names)} inställningar saknas. Sätt dem med:"]
        for name in names:
            lines.append(
                f"  workbench settings set {name} VÄRDE --from {day} --source KÄLLA"
                f"   ({policy_definitions()[name].title})"
            )
        super().__init__("\n".join(lines))


class Chosen:
    """The settings in force on an ISO day. ``refuse`` when all that is needed has been asked."""

    def __init__(self, connection: sqlite3.Connection, day: str) -> None:
        self.day = day
        self._policies = law_service.load(connection).policies
        self._missing: list[str] = []

    def text(self, name: str) -> str:
        """Return a setting as text, empty when it is not set."""
        value = self._policies.at(name, parse_day(self.day))
        return "" if value is None else str(value)

    def needed(self, name: str) -> str:
        """Return a setting that must be set; one that is not is remembered for ``refuse``."""
        text = self.text(name)
        if not text and name not in self._missing:
            self._missing.append(name)
        return text

    def number(self, name: str) -> int | None:
        """Return a whole number, None when it is not set."""
        text = self.text(name)
        return int(text) if text else None

    def yes(self, name: str) -> bool:
        """Tell whether a ja/nej setting is ja."""
        return self.text(name) == "ja"

    def refuse(self, what: str) -> None:
        """Raise NotSet when something that was needed is not set; ``what`` begins the sentence."""
        if self._missing:
            raise NotSet(what, self._missing, self.day)


def debtor(chosen: Chosen) -> Debtor | None:
    """Return the payer, None when something is missing (``Chosen.refuse`` tells what)."""
    name, number, account, bic, town = (
        chosen.needed(f"betalare_{what}") for what in ("namn", "orgnr", "konto", "bic", "ort")
    )
    if not (name and number and account and bic and town):
        return None
    giro = chosen.text("betalare_bankgiro")
    return Debtor(
        name,
        texts.orgnr(number),
        texts.payer_account(account),
        bic,
        town,
        chosen.text("betalare_land"),
        texts.bankgiro(giro) if giro else None,
    )


def profile(chosen: Chosen) -> BankProfile:
    """Return how the municipality's bank wants its files."""
    bearer = chosen.text("bank_avgifter")
    return BankProfile(
        plusgiro_scheme=chosen.text("bank_plusgiro"),
        split_bankgiro=chosen.yes("bank_bankgiro_for_sig"),
        bankgiro_from_bankgiro=chosen.yes("bank_bankgiro_fran_bankgiro"),
        keep_fifth_clearing_digit=chosen.yes("bank_femte_siffran"),
        address_required=chosen.yes("bank_ort_kravs"),
        max_text=chosen.number("bank_text_tecken") or 140,
        max_lines=chosen.number("bank_text_rader") or 1,
        max_name=chosen.number("bank_namn_tecken") or 70,
        charge_bearer="" if bearer == "inga" else bearer,
        batch_booking=chosen.yes("bank_samlad"),
        customer_id=chosen.text("bank_kundnummer"),
        customer_scheme=chosen.text("bank_kundnummer_slag"),
    )


def kontoplan(chosen: Chosen) -> Kontoplan | None:
    """Return the chart of accounts, None when something is missing (``refuse`` tells what)."""
    accounts = {name: chosen.needed(f"bokforing_{name}") for name in ACCOUNTS}
    dimensions = {name: chosen.needed(f"dimension_{name}") for name in DIMENSIONS}
    of_units = chosen.needed("bokforing_namnder")
    if not all(accounts.values()) or not all(dimensions.values()) or not of_units:
        return None
    units = texts.units(of_units)
    names: dict[str, str] = {}
    for namnd, code in units.items():
        names.setdefault(code, "Övriga" if namnd == "*" else namnd)
    konto = {name: Bokforingskonto(*texts.numbered(text)) for name, text in accounts.items()}
    sort = {name: _dimension(text) for name, text in dimensions.items()}
    return Kontoplan(
        kostnad_assistans=konto["kostnad_assistans"],
        kostnad_sjuklon=konto["kostnad_sjuklon"],
        kostnad_fk=konto["kostnad_fk"],
        forskott=konto["forskott"],
        utbetalning=konto["utbetalning"],
        avvisade=konto["avvisade"],
        inbetalning=konto["inbetalning"],
        skuld_fk=konto["skuld_fk"],
        fordran_aterkrav=konto["fordran_aterkrav"],
        nedskrivning=konto["nedskrivning"],
        kostnadsstalle=sort["kostnadsstalle"],
        brukare=sort["brukare"],
        beslutsslag=sort["beslutsslag"],
        namnder=names,
        serie=chosen.text("bokforing_serie"),
    )


def _dimension(text: str) -> Dimension:
    number, name = texts.numbered(text)
    return Dimension(int(number), name)


def units(chosen: Chosen) -> Mapping[str, str]:
    """Return {nämnd: kostnadsställe}; ``*`` stands for any other. Empty when not set."""
    text = chosen.text("bokforing_namnder")
    return texts.units(text) if text else {}
