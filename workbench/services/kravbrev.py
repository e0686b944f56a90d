"""The letters of a claim from the case: sums and days of the ledger, people, settings, free text.

Everything but the free text is read from the case each time until the letter is fixed (12 § LSS;
25, 31-33, 37 §§ FL). Amounts are öre.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from db import claim_documents
from workbench.domain.time import iso_day, parse_day
from workbench.exports.kravbrevinnehall import (
    Andrad,
    Andring,
    Beslut,
    Brev,
    Delbetalning,
    Dom,
    Kommunikation,
    Kravbrev,
    Kronofogden,
    Paminnelse,
    Titel,
)
from workbench.exports.kravbrevstycken import datum
from workbench.law import texts
from workbench.law.aterkrav import CIVIL, FINAL
from workbench.law.kravhandlingar import WITH_ANNEX
from workbench.services.kravlage import Kravlage, payments
from workbench.services.kravunderlag import (
    Underlag,
    answer_by,
    decided_keys,
    head,
    months,
    pay,
    repaid,
    sums,
    to_repay,
    told_keys,
    why_they,
)
from workbench.wording import KRAVHANDLING

DOM = {
    "faststalld": "Domstolen lät beslutet stå fast",
    "andrad": "Domstolen ändrade beslutet",
    "upphavd": "Domstolen upphävde beslutet",
}


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


# -- each letter ----------------------------------------------------------------------------------


def _kommunikation(u: Underlag) -> Kommunikation:
    return Kommunikation(
        head(u),
        u.now.case.grund,
        why_they(u),
        months(u.now.nu),
        repaid(u.now.nu),
        answer_by(u, u.chosen.number("brev_svar_dagar") or 0),
        u.bilaga,
        u.text,
    )


def _beslut(u: Underlag) -> Beslut:
    keys = list(told_keys(u.connection, u.now, u.slag))
    decided = u.now.beslut
    prepared = sorted(u.now.arende.utredare - {decided.aktor if decided else ""})
    return Beslut(
        head(u),
        u.now.case.grund,
        why_they(u),
        months(keys),
        repaid(keys),
        parse_day(decided.dag) if decided else None,
        decided.aktor if decided else "",
        ", ".join(prepared),
        u.clean(decided.motivering) if decided else "",
        u.bilaga,
        pay(u),
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
        head(u),
        parse_day(decided.dag),
        to_repay(decided_keys(u, decided)),
        tuple(Andrad(one, after[one] - changed.get(one, 0), after[one]) for one in months),
        repaid(u.now.nu),
        u.now.case.status == "overklagad",
        u.now.case.status in FINAL,
        u.stamp.aktor,
        u.bilaga,
        pay(u),
        u.chosen.text("overklagande_krav"),
        u.text,
    )


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
        to_repay(u.now.nu) != to_repay(decided_keys(u, decided)),
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
        head(u),
        _titel(u),
        to_repay(u.now.nu),
        repaid(u.now.nu),
        u.dag + (u.chosen.number("krav_betala_dagar") or 0),
        tuple(Delbetalning(parse_day(one.dag), one.belopp, one.betalt) for one in u.now.plan),
        pay(u),
        u.text,
    )


def _kronofogden(u: Underlag) -> Kronofogden:
    decided, delivered = u.now.beslut, u.now.senaste("delgiven")
    came = [
        (parse_day(step.dag), (step.belopp or 0) - step.facts.get("aterbetalas", 0))
        for step in payments(u.now.steg)
    ]
    keys = decided_keys(u, decided) if decided else u.now.nu
    return Kronofogden(
        head(u, numbers=True),
        texts.orgnr(u.chosen.text("betalare_orgnr")),
        _titel(u),
        parse_day(delivered.dag) if delivered else None,
        tuple(
            Dom(parse_day(step.dag), DOM[step.till_status], step.referens or "")
            for step in u.now.flyttar
            if step.till_status in DOM
        ),
        to_repay(keys),
        repaid(u.now.nu),
        u.now.arende.utestaende,
        tuple(came),
        tuple(_enclosed(u.now)),
        pay(u),
        u.text,
    )


def _enclosed(now: Kravlage) -> Iterator[str]:
    """Yield the decisions that stand, or the civil letters, and the annexes that they name."""
    decided = now.beslut
    kinds = ("beslut", "andringsbeslut") if decided else ("kravbrev",)
    for item in (item for kind in kinds for item in now.fasta(kind)):
        if decided is None or item.facts["steg"] == decided.id:
            day = datum(parse_day((item.faststalld or "")[:10]))
            name = f"{KRAVHANDLING[item.slag]} {item.nummer}"
            yield f"{now.krav}, {name}, {day}"
            yield f"{now.krav}, bilaga {item.facts['bilaga']} till {name}"


def _kravbrev(u: Underlag) -> Kravbrev:
    document, day = _undertaking(u)
    return Kravbrev(
        head(u),
        day,
        document,
        months(u.now.nu),
        repaid(u.now.nu),
        answer_by(u, u.chosen.number("krav_betala_dagar") or 0),
        u.bilaga,
        pay(u),
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
