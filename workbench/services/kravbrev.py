"""The letters of a claim from the case: sums and days of the ledger, people, settings, free text.

Everything but the free text is read from the case each time until the letter is fixed (12 § LSS;
25, 31-33, 37 §§ FL). Amounts are öre.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from db import claim_documents
from db.claim_steps import Key, Step
from db.journal import Stamp
from workbench.domain.time import iso_day, iso_month, parse_day
from workbench.exports.kravbrevinnehall import (
    Andrad,
    Andring,
    Beslut,
    Betalning,
    Brev,
    Delbetalning,
    Dom,
    Fritext,
    Huvud,
    Kommunikation,
    Kravbrev,
    Kronofogden,
    Manad,
    Paminnelse,
    Titel,
)
from workbench.exports.kravbrevstycken import datum
from workbench.law import texts
from workbench.law.aterkrav import CIVIL, FINAL
from workbench.law.kravhandlingar import WITH_ANNEX
from workbench.services.chosen import Chosen
from workbench.services.errors import Refused
from workbench.services.kravlage import Kravlage, brukare, parter, payments

NEEDED = {
    "kommunikation": (),
    "beslut": ("krav_bankgiro", "overklagande_krav"),
    "andringsbeslut": ("krav_bankgiro", "overklagande_krav"),
    "paminnelse": ("krav_bankgiro",),
    "kronofogden": ("krav_bankgiro", "betalare_orgnr"),
    "kravbrev": ("krav_bankgiro",),
}
"""Settings that each letter needs, beside the sender's."""
DOM = {
    "faststalld": "Domstolen lät beslutet stå fast",
    "andrad": "Domstolen ändrade beslutet",
    "upphavd": "Domstolen upphävde beslutet",
}


@dataclass(frozen=True, slots=True)
class Underlag:
    """What a letter is made of: where the claim stands, the document's number, the annex's,
    settings, free text."""

    connection: sqlite3.Connection
    now: Kravlage
    slag: str
    nummer: int
    annex: int
    stamp: Stamp
    chosen: Chosen
    text: Fritext
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


def brev(u: Underlag) -> Brev:
    """Return a letter's content."""
    return _MAKERS[u.slag](u)


def facts(u: Underlag, content: Brev) -> dict[str, Any]:
    """Return what a letter rests on, to be kept with it: bookings, step, answer-by day, sums."""
    decided = u.now.beslut
    step = decided or u.now.flyttar[-1]
    kept: dict[str, Any] = {
        "bokning": claim_documents.last_booking(u.connection, u.now.case.id),
        "steg": step.id,
    }
    if u.slag == "beslut" and decided:
        kept["bokning"] = decided.bokning_till
    if isinstance(content, Kommunikation | Kravbrev):
        day = content.svara_senast if isinstance(content, Kommunikation) else content.senast
        kept["svara_senast"] = iso_day(day)
    if u.slag in WITH_ANNEX:
        kept["manader"] = sums(u.connection, u.now, u.slag)
        kept["bilaga"] = u.annex
    return kept


# -- amounts --------------------------------------------------------------------------------------


def sums(connection: sqlite3.Connection, now: Kravlage, slag: str) -> dict[str, int]:
    """Return {month: öre} of a claim's sum as a letter tells it: a decision that of its day."""
    return {iso_month(one.manad): one.summa for one in _months(_told_keys(connection, now, slag))}


def _told_keys(connection: sqlite3.Connection, now: Kravlage, slag: str) -> Iterable[Key]:
    decided = now.beslut
    if slag == "beslut" and decided is not None and decided.bokning_till is not None:
        return claim_documents.keys_until(connection, now.case.id, decided.bokning_till)
    return now.nu


def _months(keys: Iterable[Key]) -> tuple[Manad, ...]:
    found: dict[int, Manad] = defaultdict(lambda: Manad(0, 0, 0))
    for key in keys:
        total = key.utestaende + key.aterbetalt + key.nedlagt
        former = found[key.manad]
        found[key.manad] = Manad(key.manad, former.summa + total, former.nedlagt + key.nedlagt)
    return tuple(one for _, one in sorted(found.items()) if one.summa)


def _repaid(keys: Iterable[Key]) -> int:
    return sum(key.aterbetalt for key in keys)


def _to_repay(keys: Iterable[Key]) -> int:
    return sum(key.utestaende + key.aterbetalt for key in keys)


# -- what letters share ---------------------------------------------------------------------------


def _head(u: Underlag, *, numbers: bool = False) -> Huvud:
    name, registered = brukare(u.connection, u.now.case)
    namnd = registered or u.chosen.text("brev_namnd")
    return Huvud(
        kommun=u.chosen.text("betalare_namn"),
        namnd=namnd,
        krav=u.now.krav,
        arende=u.now.case.arende,
        brukare=name,
        parter=parter(u.connection, u.now.case, u.stamp, numbers=numbers),
        handling=f"{u.slag} {u.nummer}",
        dag=u.dag,
        fragor=u.chosen.text("brev_fragor"),
        svar_till=_address(u.chosen, namnd),
        utkast=u.utkast,
    )


def _pay(u: Underlag) -> Betalning:
    return Betalning(
        texts.bankgiro(u.chosen.text("krav_bankgiro")).visa(),
        f"{u.chosen.text('krav_referens')} {u.now.krav}".strip(),
        u.chosen.number("krav_betala_dagar") or 0,
    )


def _why_they(u: Underlag) -> str:
    """Return the reason given for directing the claim at others than the law's first choice."""
    chosen = [step for step in u.now.steg if step.handelse == "galdenarer"]
    return f"Skälet till att kravet riktas så: {chosen[-1].motivering}" if chosen else ""


def _answer_by(u: Underlag, days: int) -> int:
    """Return the day to answer by: the one communicated when it is ahead, else some days on."""
    deadline = u.now.arende.frist
    if u.now.case.status == "kommunicerad" and deadline is not None and deadline > u.dag:
        return deadline
    return u.dag + days


# -- each letter ----------------------------------------------------------------------------------


def _kommunikation(u: Underlag) -> Kommunikation:
    return Kommunikation(
        _head(u),
        u.now.case.grund,
        _why_they(u),
        _months(u.now.nu),
        _repaid(u.now.nu),
        _answer_by(u, u.chosen.number("brev_svar_dagar") or 0),
        u.bilaga,
        u.text,
    )


def _beslut(u: Underlag) -> Beslut:
    keys = list(_told_keys(u.connection, u.now, u.slag))
    decided = u.now.beslut
    prepared = sorted(u.now.arende.utredare - {decided.aktor if decided else ""})
    return Beslut(
        _head(u),
        u.now.case.grund,
        _why_they(u),
        _months(keys),
        _repaid(keys),
        parse_day(decided.dag) if decided else None,
        decided.aktor if decided else "",
        ", ".join(prepared),
        decided.motivering if decided else "",
        u.bilaga,
        _pay(u),
        u.chosen.text("overklagande_krav"),
        u.text,
    )


def _andring(u: Underlag) -> Andring:
    decided = u.now.beslut
    assert decided is not None
    after: dict[int, int] = defaultdict(int)
    for key in u.now.nu:
        after[key.manad] += key.utestaende + key.aterbetalt
    changed = u.now.andrat
    months = sorted({*changed, *(month for month, ore in after.items() if ore)})
    return Andring(
        _head(u),
        parse_day(decided.dag),
        _to_repay(_decided_keys(u, decided)),
        tuple(Andrad(one, after[one] - changed.get(one, 0), after[one]) for one in months),
        _repaid(u.now.nu),
        u.now.case.status == "overklagad",
        u.now.case.status in FINAL,
        u.stamp.aktor,
        u.bilaga,
        _pay(u),
        u.chosen.text("overklagande_krav"),
        u.text,
    )


def _decided_keys(u: Underlag, decided: Step) -> list[Key]:
    return claim_documents.keys_until(u.connection, u.now.case.id, decided.bokning_till or 0)


def _titel(u: Underlag) -> Titel:
    decided, final = u.now.beslut, u.now.senaste("laga-kraft")
    if u.now.case.slag == CIVIL:
        _, day = _undertaking(u)
        return Titel(
            None,
            parse_day(final.dag) if final else None,
            False,
            (final.referens or "") if final else "",
            datum(day),
        )
    assert decided is not None
    return Titel(
        parse_day(decided.dag),
        parse_day(final.dag) if final else None,
        _to_repay(u.now.nu) != _to_repay(_decided_keys(u, decided)),
    )


def _undertaking(u: Underlag) -> tuple[str, int]:
    """Return the anordnare's signed undertaking: the document and its day."""
    for step in reversed(u.now.steg):
        found = step.facts
        if "atagande_dag" in found:
            return found["atagande_handling"], parse_day(found["atagande_dag"])
    raise AssertionError(f"{u.now.krav} is civil without an undertaking")


def _paminnelse(u: Underlag) -> Paminnelse:
    return Paminnelse(
        _head(u),
        _titel(u),
        _to_repay(u.now.nu),
        _repaid(u.now.nu),
        u.dag + (u.chosen.number("krav_betala_dagar") or 0),
        tuple(Delbetalning(parse_day(one.dag), one.belopp, one.betalt) for one in u.now.plan),
        _pay(u),
        u.text,
    )


def _kronofogden(u: Underlag) -> Kronofogden:
    decided, delivered = u.now.beslut, u.now.senaste("delgiven")
    came = [
        (parse_day(step.dag), (step.belopp or 0) - step.facts.get("aterbetalas", 0))
        for step in payments(u.now.steg)
    ]
    keys = _decided_keys(u, decided) if decided else u.now.nu
    return Kronofogden(
        _head(u, numbers=True),
        texts.orgnr(u.chosen.text("betalare_orgnr")),
        _titel(u),
        parse_day(delivered.dag) if delivered else None,
        tuple(
            Dom(parse_day(step.dag), DOM[step.till_status], step.referens or "")
            for step in u.now.flyttar
            if step.till_status in DOM
        ),
        _to_repay(keys),
        _repaid(u.now.nu),
        u.now.arende.utestaende,
        tuple(came),
        tuple(_enclosed(u.now)),
        _pay(u),
        u.text,
    )


def _enclosed(now: Kravlage) -> Iterator[str]:
    """Yield the decisions that stand, or the civil letters, and the annexes that they name."""
    decided = now.beslut
    kinds = ("beslut", "andringsbeslut") if decided else ("kravbrev",)
    for item in (item for kind in kinds for item in now.fasta(kind)):
        if decided is None or item.facts["steg"] == decided.id:
            day = datum(parse_day((item.faststalld or "")[:10]))
            yield f"{now.krav}, {item.slag} {item.nummer}, {day}"
            yield f"{now.krav}, bilaga {item.facts['bilaga']} till {item.slag} {item.nummer}"


def _kravbrev(u: Underlag) -> Kravbrev:
    document, day = _undertaking(u)
    return Kravbrev(
        _head(u),
        day,
        document,
        _months(u.now.nu),
        _repaid(u.now.nu),
        _answer_by(u, u.chosen.number("krav_betala_dagar") or 0),
        u.bilaga,
        _pay(u),
        u.text,
    )


_MAKERS: Mapping[str, Callable[[Underlag], Brev]] = {
    "kommunikation": _kommunikation,
    "beslut": _beslut,
    "andringsbeslut": _andring,
    "paminnelse": _paminnelse,
    "kronofogden": _kronofogden,
    "kravbrev": _kravbrev,
}
