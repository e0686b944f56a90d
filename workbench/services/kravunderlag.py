"""What a claim's letters are made of: the claim, settings, people, and the ledger's sums.

A decision tells the sums of its day, every other letter those of now. Amounts are öre.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from db import claim_documents, people
from db.claim_documents import Document
from db.claim_steps import Key, Step
from db.journal import Stamp
from workbench.domain.time import iso_month, parse_day
from workbench.exports.kravbrevinnehall import Betalning, Fritext, Huvud, Manad
from workbench.law import texts
from workbench.services.chosen import Chosen
from workbench.services.errors import Refused
from workbench.services.kravlage import Kravlage, brukare, parter
from workbench.services.kravsekretess import cleaner
from workbench.wording import KRAVHANDLING

NEEDED = {
    "kommunikation": (),
    "beslut": ("krav_bankgiro", "overklagande_krav"),
    "andringsbeslut": ("krav_bankgiro", "overklagande_krav"),
    "paminnelse": ("krav_bankgiro",),
    "kronofogden": ("krav_bankgiro", "betalare_orgnr"),
    "kravbrev": ("krav_bankgiro",),
}
"""Settings that each letter needs, beside the sender's."""
DOLD = "[skyddad uppgift]"
"""Stands where people have written the name or number of someone protected."""


@dataclass(frozen=True, slots=True)
class Underlag:
    """What a letter is made of: where the claim stands, the document's number, the annex's,
    settings, free text, and what takes protected people out of text that people have written."""

    connection: sqlite3.Connection
    now: Kravlage
    slag: str
    nummer: int
    annex: int
    stamp: Stamp
    chosen: Chosen
    text: Fritext
    clean: Callable[[str], str]
    utkast: bool

    @property
    def dag(self) -> int:
        """The day that the letter is written."""
        return parse_day(self.stamp.dag)

    @property
    def bilaga(self) -> str:
        """The annex as the letter names it."""
        return f"{self.now.krav}, bilaga {self.annex}"


def settings(connection: sqlite3.Connection, now: Kravlage, slag: str, stamp: Stamp) -> Chosen:
    """Return the settings of a letter's day. Raises NotSet with all that are missing."""
    chosen = Chosen(connection, stamp.dag)
    for name in ("betalare_namn", "brev_svar_till", *NEEDED[slag]):
        chosen.needed(name)
    if slag == "kommunikation" and now.case.status == "utredning":
        chosen.needed("brev_svar_dagar")
    chosen.refuse(f"Handlingen {slag} om {now.krav}")
    return chosen


def _address(chosen: Chosen, namnd: str) -> str:
    """Return where a nämnd gets its answers and appeals. Raises Refused when that is not set."""
    by_name = texts.addresses(chosen.text("brev_svar_till"))
    found = by_name.get(namnd) or by_name.get("*")
    if not found:
        raise Refused(
            f"Adress saknas för {namnd}. Lägg till den, eller * för alla andra, i inställningen "
            "brev_svar_till."
        )
    return found


def underlag(
    connection: sqlite3.Connection,
    now: Kravlage,
    item: Document,
    annex: int,
    text: Fritext,
    stamp: Stamp,
    *,
    utkast: bool,
) -> Underlag:
    """Return what a document's letter is made of. Raises NotSet with all that are missing."""
    chosen = settings(connection, now, item.slag, stamp)
    hidden = {word for person in people.all_protected(connection) for word in person if word}
    clean = cleaner(hidden, None, DOLD)
    written = {name: clean(part) for name, part in text.items()}
    return Underlag(
        connection, now, item.slag, item.nummer, annex, stamp, chosen, written, clean, utkast
    )


# -- what letters share ---------------------------------------------------------------------------


def head(u: Underlag, *, numbers: bool = False) -> Huvud:
    """Return what every letter begins with; ``numbers``: debtors with theirs. Raises Refused."""
    name, registered = brukare(u.connection, u.now.case)
    namnd = registered or u.chosen.text("brev_namnd")
    return Huvud(
        kommun=u.chosen.text("betalare_namn"),
        namnd=namnd,
        krav=u.now.krav,
        arende=u.now.case.arende,
        brukare=name,
        parter=parter(u.connection, u.now.case, u.stamp, numbers=numbers),
        handling=f"{KRAVHANDLING[u.slag]} {u.nummer}",
        dag=u.dag,
        fragor=u.chosen.text("brev_fragor"),
        svar_till=_address(u.chosen, namnd),
        utkast=u.utkast,
    )


def pay(u: Underlag) -> Betalning:
    """Return where a claim is paid."""
    return Betalning(
        texts.bankgiro(u.chosen.text("krav_bankgiro")).visa(),
        f"{u.chosen.text('krav_referens')} {u.now.krav}".strip(),
        u.chosen.number("krav_betala_dagar") or 0,
    )


def why_they(u: Underlag) -> str:
    """Return the reason given for directing the claim at others than the law's first choice."""
    chosen = [step for step in u.now.steg if step.handelse == "galdenarer"]
    if not chosen:
        return ""
    return f"Skälet till att kravet riktas så: {u.clean(chosen[-1].motivering)}"


def answer_by(u: Underlag, days: int) -> int:
    """Return the day to answer by: the one communicated when it is ahead, else some days on."""
    deadline = u.now.arende.frist
    if u.now.case.status == "kommunicerad" and deadline is not None and deadline > u.dag:
        return deadline
    return u.dag + days


# -- amounts --------------------------------------------------------------------------------------


def sums(connection: sqlite3.Connection, now: Kravlage, slag: str) -> dict[str, int]:
    """Return {month: öre} of a claim's sum as a letter tells it: a decision that of its day."""
    return {iso_month(one.manad): one.summa for one in months(told_keys(connection, now, slag))}


def told_keys(connection: sqlite3.Connection, now: Kravlage, slag: str) -> Iterable[Key]:
    """Return the amounts by key that a letter tells: a decision those of its day."""
    decided = now.beslut
    if slag == "beslut" and decided is not None and decided.bokning_till is not None:
        return claim_documents.keys_until(connection, now.case.id, decided.bokning_till)
    return now.nu


def months(keys: Iterable[Key]) -> tuple[Manad, ...]:
    """Return the amounts month by month, oldest first."""
    found: dict[int, Manad] = defaultdict(lambda: Manad(0, 0, 0))
    for key in keys:
        total = key.utestaende + key.aterbetalt + key.nedlagt
        former = found[key.manad]
        found[key.manad] = Manad(key.manad, former.summa + total, former.nedlagt + key.nedlagt)
    return tuple(one for _, one in sorted(found.items()) if one.summa)


def repaid(keys: Iterable[Key]) -> int:
    """Return what has been repaid, öre."""
    return sum(key.aterbetalt for key in keys)


def to_repay(keys: Iterable[Key]) -> int:
    """Return what is to be repaid in all, with what has been, öre."""
    return sum(key.utestaende + key.aterbetalt for key in keys)


def decided_keys(u: Underlag, decided: Step) -> list[Key]:
    """Return the amounts by key of a decision's day."""
    return claim_documents.keys_until(u.connection, u.now.case.id, decided.bokning_till or 0)
