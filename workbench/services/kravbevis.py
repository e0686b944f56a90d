"""Evidence that is stored already, offered so that a handler need not write it again (9.2.25).

The nämnd bears the burden of proof: what each finding says and who decided it, what the payee was
told and asked, which facts came afterwards, what FK granted. Nothing in it is about another
brukare, and no personnummer; a person reads each text before taking it into the assessment.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from db import Database, claim_evidence, claim_steps, claims, decisions, fk
from db.claim_evidence import Fact, OnRow, Told
from db.decisions import FindingRow, Step
from db.journal import Stamp
from workbench.domain.money import clock_hours, hours, kronor
from workbench.domain.time import day_at, iso_day, iso_month
from workbench.services import kravparter
from workbench.services.errors import Refused
from workbench.services.kravorsaker import EGNA
from workbench.services.kravsekretess import cleaner
from workbench.services.kravsteg import case_of
from workbench.services.reviewing import view
from workbench.services.viewing import NOBODY
from workbench.services.withheld import days_text
from workbench.wording import REGISTER, REGISTERFALT, STATUS, provision

FACTS = {
    "tillstand": ("tillstand", "tillstand-underrattelse"),
    "bosattning": ("ees", "bosattning-okand"),
    "sjukersattning": ("formaga",),
}
"""Registers about others than the brukare, and the codes that make them evidence."""


@dataclass(frozen=True, slots=True)
class Bevis:
    """A piece that can be taken into the assessment: ``bevis`` or ``namnden``, its text and where
    it comes from; ``tagen`` tells that it has been."""

    slag: str
    text: str
    kalla: str
    tagen: bool = False


def offered(connection: sqlite3.Connection, identity: str) -> list[Bevis]:
    """Return what can be taken into a claim's assessment, in an order that stays when some of it
    has been. Raises UnknownClaim, Refused."""
    case = case_of(connection, identity)
    on = claim_evidence.withholding(connection, case.id)
    found = list(_findings(connection, on))
    kods = {row.kod for row in decisions.by_ids(connection, [one.fynd for one in on])}
    months = [iso_month(month) for month in claims.months(connection, case.id)]
    for register in claim_evidence.REGISTERS:
        if register not in FACTS or kods.intersection(FACTS[register]):
            facts = claim_evidence.facts_since(connection, case.id, register)
            found += [_fact(one) for one in facts if _concerns(one, months)]
    if case.grund == "fk":
        found += _granted(connection, case.brukare)
    found += [_told(one) for one in claim_evidence.told(connection, case.id)]
    taken = {(item.slag, item.text) for item in claim_steps.assessment(connection, case.id)}
    clean = cleaner(claim_evidence.not_named(connection, case.id), ())
    told = [replace(one, text=clean(one.text), kalla=clean(one.kalla)) for one in found]
    return [replace(one, tagen=(one.slag, one.text) in taken) for one in told]


def _concerns(one: Fact, months: Sequence[str]) -> bool:
    """Tell whether a fact says anything of a claim's months: a stay in others says nothing."""
    if one.register != "vistelse":
        return True
    first, last = (str(one.nu.get(name) or "")[:7] for name in ("fran", "till"))
    return first <= months[-1] and (not last or last >= months[0])


def take(database: Database, identity: str, numbers: Sequence[int], stamp: Stamp) -> list[Bevis]:
    """Take some of what is offered (1 = the first) into the assessment, and return those; what
    stands there already is left. Raises UnknownClaim, Refused."""
    found = offered(database.read(), identity)
    wrong = [number for number in numbers if not 1 <= number <= len(found)]
    if wrong:
        raise Refused(
            f"Förslag {wrong[0]} finns inte: det finns {len(found)}. Se dem med: workbench "
            f"aterkrav assess {identity} --suggest"
        )
    chosen = [found[number - 1] for number in dict.fromkeys(numbers)]
    new = [one for one in chosen if not one.tagen]
    for one in new:
        kravparter.assess(database, identity, one.slag, one.text, stamp, kalla=one.kalla)
    return new


# -- findings -------------------------------------------------------------------------------------


def _findings(connection: sqlite3.Connection, on: Sequence[OnRow]) -> Iterator[Bevis]:
    """Yield what each finding on the claim's rows says, what was asked and what was decided."""
    rows = {row.id: row for row in decisions.by_ids(connection, [one.fynd for one in on])}
    for number, group in groupby(on, key=lambda one: one.fynd):
        own, row = list(group), rows[number]
        history = decisions.history(connection, number)
        source = f"F{number}; {_files(own)}"
        yield Bevis("bevis", f"{_says(row, own)} {_decided(row, history)}", source)
        for step in history:
            if step.till_status == "komplettering":
                yield Bevis("namnden", _asked(row, step), f"F{number}")


def _says(row: FindingRow, own: Sequence[OnRow]) -> str:
    shown = view(row, NOBODY)
    quiet = row.kod not in EGNA or row.assistent_skyddad
    minutes = sum(one.slut - one.start for one in own)
    days = sorted(
        {day for one in own for day in range(day_at(one.start), day_at(one.slut - 1) + 1)}
    )
    return (
        f"{shown.titel} ({shown.lagrum}), {days_text(days, row.manad)} {iso_month(row.manad)[:4]}, "
        f"{clock_hours(minutes)} h: {provision(row.kod) if quiet else shown.forklaring}"
    )


def _decided(row: FindingRow, history: Sequence[Step]) -> str:
    closed = [step for step in history if step.till_status in ("godkand", "nekad")]
    if not closed:
        rule = "regeln nekar tiden" if row.allvar == "neka" else "tiden är hållen"
        return f"Ingen person har avgjort fyndet; {rule}."
    step = closed[-1]
    word = STATUS[step.till_status].capitalize()
    return f"{word} {step.tid[:10]} av {step.aktor}: {step.motivering}"


def _asked(row: FindingRow, step: Step) -> str:
    by = f", svar senast {step.svar_senast}" if step.svar_senast else ""
    return (
        f"Komplettering begärdes {step.tid[:10]} av {step.aktor}{by}, om "
        f"{view(row, NOBODY).titel.lower()} i {iso_month(row.manad)}: {step.motivering}"
    )


def _files(own: Iterable[OnRow]) -> str:
    by_file: dict[str, list[int]] = {}
    for one in own:
        by_file.setdefault(one.fil, []).append(one.filrad)
    return "; ".join(
        f"{name} rad {', '.join(str(row) for row in sorted(set(rows)))}"
        for name, rows in sorted(by_file.items())
    )


# -- facts, what was told, FK ---------------------------------------------------------------------


def _fact(one: Fact) -> Bevis:
    before = f" Förut: {_values(one.fore)}." if one.fore and one.fore != one.nu else ""
    return Bevis(
        "bevis",
        f"{REGISTER[one.register]}: {_values(one.nu)}. Registrerades {one.dag} av {one.aktor}, "
        f"efter att månaden hade betalats.{before}",
        f"{one.fil} rad {one.rad}",
    )


def _values(facts: dict[str, object]) -> str:
    parts = []
    for name, value in facts.items():
        text = "okänt" if value is None else str(value)
        if name in ("timmar", "procent") and isinstance(value, int):
            text = hours(value)
        parts.append(f"{REGISTERFALT.get(name, name)} {text}".strip())
    return ", ".join(parts)


def _told(one: Told) -> Bevis:
    text = (
        f"Specifikationen för {iso_month(one.manad)} (körning {one.korning}, {one.dag}) upplyste "
        f"mottagaren om att {kronor(one.belopp)} kr betalades"
    )
    withheld = one.innehall.get("ej_betalt")
    if isinstance(withheld, list) and withheld:
        parts = [
            f"{item['dagar']} {clock_hours(item['minuter'])} h, {item['lagrum']}"
            for item in withheld
        ]
        text += f", och att tid inte betalades: {'; '.join(parts)}"
    return Bevis("namnden", f"{text}.", f"specifikation, körning {one.korning}")


def _granted(connection: sqlite3.Connection, brukare: int) -> Iterator[Bevis]:
    for one in fk.beslut(connection, brukare).get(brukare, []):
        if one.utfall != "beviljat":
            continue
        day = iso_day(one.beslutsdatum)
        back = "" if one.retroaktivt_fran is None else (
            f", för tid från {iso_day(one.retroaktivt_fran)}"
        )  # fmt: skip
        week = "" if one.week is None else f" {hours(one.week)} timmar i veckan"
        yield Bevis(
            "bevis",
            f"Försäkringskassan beviljade {day} assistansersättning{week}{back}. Samma tid ersätts "
            "inte av både Försäkringskassan och kommunen (9.2.27).",
            f"Försäkringskassans beslut {day}",
        )
