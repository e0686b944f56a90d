"""Specifications: what each payee is told of a run, as text and PDF, the same bytes each time.

The content is kept when it is first made, since findings, names and settings go on changing.
Protected identities are masked in it, without address (rulebook section 7; 9.2.20-9.2.22).
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from db import Database, decisions, settlements, specifications
from db.decisions import Filter
from db.journal import Stamp, log
from db.ledger import RunFacts
from db.settlements import LineRow, NetRow
from db.specifications import Kept, PaymentRow, Person
from workbench.domain import konto
from workbench.domain.konto import InvalidKonto
from workbench.domain.people import masked
from workbench.domain.roller import Ratt
from workbench.domain.time import iso_month, month_days, parse_day, year_of
from workbench.exports import specification
from workbench.exports.specification import (
    Betalning,
    Ejbetalt,
    Lage,
    Mottagare,
    Netto,
    Rad,
    Specification,
)
from workbench.services import exported, files, roles
from workbench.services import law as law_service
from workbench.services.booked_events import attested, on_paper, pseudonym
from workbench.services.chosen import Chosen
from workbench.services.errors import Refused
from workbench.services.progress import QUIET, Progress
from workbench.services.withheld import not_paid

EACH = 20
"""Specifications between two reports."""


@dataclass(slots=True)
class Specified:
    """What ``spec`` wrote: how many specifications and files, and öre that they say are paid."""

    korning: int
    antal: int = 0
    filer: int = 0
    belopp: int = 0
    ny: bool = False
    """The specifications were made now; False: they had been made, and these are the same."""


def spec(
    database: Database, korning: int, folder: Path, stamp: Stamp, *, progress: Progress = QUIET
) -> Specified:
    """Write one specification per payee and brukare of an attested run to a folder, as PDF and
    text.

    File names hold the brukare's pseudonym, never a number. In a later run of a month only those
    are told whose money or withheld time it changed. Files that are there already are left.
    Raises Refused, NotWritten, and Cancelled between two files.
    """
    roles.need(database.read(), stamp.aktor, Ratt.LAMNA_UT)
    files.make_folder(folder)
    made = specifications.kept(database.read(), korning)
    result = Specified(korning)
    if not made:
        with roles.writing(database, stamp, Ratt.LAMNA_UT) as connection:
            facts = attested(connection, korning)
            if facts.status == "makulerad":
                raise Refused(
                    f"Körning {korning} är makulerad: ingen ska få specifikationer av den."
                )
            made = list(_made(connection, facts))
            specifications.keep(connection, korning, made, stamp)
            log(
                connection,
                stamp,
                "specifikationer",
                "korning",
                str(korning),
                None,
                {"antal": len(made)},
            )
        result.ny = True
    names = _names(made)
    kept = hashlib.sha256(b"".join(hashlib.sha256(one.innehall.encode()).digest() for one in made))
    with roles.writing(database, stamp, Ratt.LAMNA_UT) as connection:
        exported.tell(connection, stamp, "specifikation", folder, len(made), kept.hexdigest())
    for done, (name, one) in enumerate(zip(names, made, strict=True)):
        if done % EACH == 0:
            progress.step("Skriver specifikationer", done, len(made))
        content = _from_json(one.innehall)
        stem = f"{name}-{iso_month(content.manad)}-k{korning}"
        text = specification.as_text(content).encode()
        result.filer += files.write_whole(folder / f"{stem}.txt", text, durable=False)
        if not (folder / f"{stem}.pdf").exists():
            paper = specification.as_pdf(content)
            result.filer += files.write_whole(folder / f"{stem}.pdf", paper, durable=False)
        result.antal += 1
        result.belopp += one.belopp
    return result


def _names(made: Iterable[Kept]) -> list[str]:
    """Return a file name per specification: the pseudonym, with a number when there are several."""
    seen: dict[int, int] = defaultdict(int)
    names = []
    for one in made:
        seen[one.brukare] += 1
        more = f"-{seen[one.brukare]}" if seen[one.brukare] > 1 else ""
        names.append(f"{pseudonym(one.brukare)}{more}")
    return names


# -- the content ----------------------------------------------------------------------------------


def _made(connection: sqlite3.Connection, facts: RunFacts) -> Iterator[Kept]:
    """Yield the specifications of a run, by brukare and payee."""
    assert facts.attesterad is not None
    chosen = Chosen(connection, facts.attesterad[:10])
    for name in ("betalare_namn", "brev_fragor", "brev_overklagande", "brev_svar_dagar"):
        chosen.needed(name)
    chosen.refuse(f"Specifikationerna för körning {facts.id}")
    material = _Material(connection, facts, chosen)
    groups: dict[tuple[int, str], list[NetRow]] = defaultdict(list)
    for net in specifications.nets(connection, facts.id):
        groups[net.brukare_id, net.mottagare or net.brukare].append(net)
    for (person, payee), nets in sorted(groups.items()):
        if material.concerns(nets):
            content = material.specification(person, payee, nets)
            paid = sum(net.att_betala for net in nets)
            yield Kept(person, payee, paid, _to_json(content))


class _Material:
    """All that a run's specifications are made of, read once."""

    def __init__(self, connection: sqlite3.Connection, facts: RunFacts, chosen: Chosen) -> None:
        self._facts = facts
        self._chosen = chosen
        assert facts.attesterad is not None
        self._day = parse_day(facts.attesterad[:10])
        self._persons = specifications.persons(connection, facts.id)
        self._payees = specifications.payees(connection, facts.id)
        self._payments = specifications.payments(connection, facts.id)
        self._reported = specifications.reported(connection, facts.id)
        self._former = specifications.former_withheld(connection, facts.id)
        self._later = bool(self._former)
        self._lines: dict[int, list[LineRow]] = defaultdict(list)
        for line in settlements.lines(connection, facts.id):
            self._lines[line.brukare_id].append(line)
        self._withheld = defaultdict(list)
        answer = self._day + (chosen.number("brev_svar_dagar") or 0)
        found = decisions.listing(connection, Filter(manad=facts.manad), -1, 0)
        for person, item in not_paid(connection, facts.manad, found, answer):
            self._withheld[person].append(item)
        self._source, self._warnings = _rate(connection, facts.manad)

    def concerns(self, nets: list[NetRow]) -> bool:
        """Tell whether there is anything to tell: in a later run, whether anything changed."""
        if not self._later:
            return True
        if any(net.skillnad or net.att_betala or net.aterkrav or net.forskott for net in nets):
            return True
        return any(
            self._former.get(net.brukare_id) != (net.nekade_minuter, net.hallna_minuter)
            for net in nets
            if net.arende is None
        )

    def specification(self, person: int, payee: str, nets: list[NetRow]) -> Specification:
        """Return what one payee is told of one brukare."""
        who = self._persons[person]
        own = {net.arende for net in nets}
        lines = [line for line in self._lines[person] if line.arende in own]
        minutes = self._reported.get(person, [0, 0, 0])
        return Specification(
            kommun=self._chosen.text("betalare_namn"),
            namnd=who.namnd or self._chosen.text("brev_namnd"),
            mottagare=self._payee(who, payee),
            brukare=on_paper(who.id, who.namn, who.skyddad),
            manad=self._facts.manad,
            korning=self._facts.id,
            dag=self._day,
            rapporterat=(minutes[0], minutes[1], minutes[2]) if None in own else (0, 0, 0),
            rader=tuple(_line(line) for line in lines if line.slag != "forskott"),
            netto=tuple(_net(net) for net in nets),
            fragor=self._chosen.text("brev_fragor"),
            overklagande=self._chosen.text("brev_overklagande"),
            taxa_kalla=self._source,
            ej_betalt=tuple(self._withheld.get(person, ())) if None in own else (),
            betalning=self._payment(who, payee),
            forskott=sum(net.forskott for net in nets),
            ej_redovisat=max(0, sum(net.oredovisat - net.forskott for net in nets)),
            varningar=self._warnings,
        )

    def _payee(self, who: Person, number: str) -> Mottagare:
        found = self._payees.get((who.id, number))
        if found is None:
            return Mottagare(on_paper(who.id, who.namn, who.skyddad), "")
        organisation = found.person is None and len(number) == 10
        if found.skyddad or (who.skyddad and not organisation):
            return Mottagare(masked(found.person or who.id), "")
        address = tuple(part.strip() for part in (found.adress or "").split(",") if part.strip())
        name = found.namn or (number if organisation else pseudonym(who.id))
        shown = f"{number[:6]}-{number[6:]}" if organisation else ""
        return Mottagare(name, shown, address)

    def _payment(self, who: Person, payee: str) -> Betalning | None:
        made = self._payments.get((who.id, payee), [])
        if not made:
            return None
        found = self._payees.get((who.id, payee))
        hidden = (
            who.skyddad
            if found is None
            else found.skyddad or (who.skyddad and found.person is not None)
        )
        days = {one.dag for one in made}
        return Betalning(
            sum(one.belopp for one in made),
            "det registrerade kontot" if hidden else ", ".join(sorted({*map(_account, made)})),
            ", ".join(f"B{one.id}" for one in made),
            None if None in days else max(parse_day(day) for day in days if day),
        )


def _account(payment: PaymentRow) -> str:
    if payment.konto is None:
        return "saknas; lämna ett konto till kommunen så betalas beloppet"
    try:
        return konto.parse(payment.konto).visa()
    except InvalidKonto:
        return "går inte att använda; lämna ett annat till kommunen så betalas beloppet"


def _line(line: LineRow) -> Rad:
    if line.arende is not None:
        return Rad(f"Sjuklön, ärende {line.arende}", None, (0, 0, 0), None, line.belopp)
    minutes = (line.assistans, line.vantetid, line.beredskap)
    return Rad(line.beslut, line.timbelopp, minutes, line.timmar, line.belopp)


def _net(net: NetRow) -> Netto:
    about = "Personlig assistans" if net.arende is None else f"Sjuklön, ärende {net.arende}"
    paid = net.betalt - net.krav
    return Netto(about, net.ratt, paid, net.ratt - paid, net.att_betala, net.aterkrav)


def _rate(connection: sqlite3.Connection, month: int) -> tuple[str, tuple[str, ...]]:
    """Return where the month's timbelopp comes from, and warnings about it."""
    law = law_service.load(connection)
    day = month_days(month)[0]
    value = law.rates.at(day)
    sources = [value.source]
    for name in ("eget_timbelopp", "eget_timbelopp_andel"):
        entry = law.policies.entry(name, day)
        if entry.text:
            sources.append(f"kommunens eget belopp: {entry.source}")
    warnings: tuple[str, ...] = ()
    if not value.verified:
        warnings = (
            f"Timbeloppet för {year_of(day)} är inte kontrollerat mot författningen; blir det ett "
            "annat rättas beloppet.",
        )
    return "; ".join(sources), warnings


# -- as JSON --------------------------------------------------------------------------------------


def _to_json(content: Specification) -> str:
    def plain(value: Any) -> Any:
        if isinstance(value, Lage):
            return value.name
        raise TypeError(value)

    return json.dumps(asdict(content), ensure_ascii=False, default=plain)


def _from_json(text: str) -> Specification:
    raw: dict[str, Any] = json.loads(text)
    payee = raw["mottagare"]
    raw["mottagare"] = Mottagare(payee["namn"], payee["nummer"], tuple(payee["adress"]))
    raw["rapporterat"] = tuple(raw["rapporterat"])
    raw["rader"] = tuple(Rad(**{**one, "minuter": tuple(one["minuter"])}) for one in raw["rader"])
    raw["netto"] = tuple(Netto(**one) for one in raw["netto"])
    raw["ej_betalt"] = tuple(
        Ejbetalt(**{**one, "lage": Lage[one["lage"]]}) for one in raw["ej_betalt"]
    )
    raw["betalning"] = raw["betalning"] and Betalning(**raw["betalning"])
    raw["varningar"] = tuple(raw["varningar"])
    return Specification(**raw)
