"""Why a finding or a line is what it is: a tree down to file and row, made from stored input."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

from db import decisions, findings, reports, settlements
from db.settlements import LineRow
from workbench.domain.decision import Beslut
from workbench.domain.money import clock_hours, hours, kronor
from workbench.domain.report import Slag
from workbench.domain.time import LAST_DAY, iso_day, iso_instant, iso_month, month_days
from workbench.law.granted import granted_hours
from workbench.law.rate import timbelopp
from workbench.law.rounding import PARTS_PER_HOUR, converted_hours
from workbench.rules.registry import RULES
from workbench.services import arbetstid, arbetstid_trace, checking
from workbench.services import law as law_service
from workbench.services.reviewing import UnknownFinding, finding_number, view
from workbench.services.tracing import Node
from workbench.services.viewing import Viewer
from workbench.settling import Law, parts, stretches
from workbench.wording import SLAG, STATUS, provision


class UnknownId(UnknownFinding):
    """Nothing has that id."""

    def __init__(self, identity: str) -> None:
        LookupError.__init__(
            self,
            f"Det finns inget med id {identity}. Ett fynd skrivs F17, en avräkningsrad L17 och en "
            "assistent med sitt personnummer.",
        )


def names_person(identity: str) -> bool:
    """Tell whether an id has the form of a personnummer, which takes a month beside it."""
    return len(identity.replace("-", "")) == 12 and identity.replace("-", "").isdigit()


def explain(
    connection: sqlite3.Connection, identity: str, viewer: Viewer, month: int | None = None
) -> Node:
    """Return the trace of a finding (F17), a line (L17), or an assistant's month by personnummer.

    Raises UnknownId, or UnknownAssistant (both UnknownFinding).
    """
    if month is not None:
        assistent = arbetstid.person(connection, identity)
        return arbetstid_trace.whole(
            connection, arbetstid.period(connection, assistent, month, viewer)
        )
    kind, number = identity[:1].upper(), identity[1:]
    if kind == "L" and number.isdigit():
        found = settlements.line(connection, int(number))
        if found is None:
            raise UnknownId(identity)
        return _line(connection, *found, viewer)
    try:
        return _finding(connection, finding_number(identity), viewer)
    except UnknownFinding as error:
        raise UnknownId(identity) from error


# -- findings ---------------------------------------------------------------------------------


def _finding(connection: sqlite3.Connection, number: int, viewer: Viewer) -> Node:
    rows = decisions.by_ids(connection, [number])
    if not rows:
        raise UnknownFinding(number)
    row = rows[0]
    shown = view(row, viewer)
    amount = (
        f"{hours(row.timmar)} timmar"
        if row.timmar is not None
        else f"{row.minuter} minuter ({clock_hours(row.minuter)})"
    )
    node = Node(f"{shown.id} {row.kod}: {shown.titel}", amount, shown.lagrum)
    node.delar.append(Node("förklaring", shown.forklaring))
    node.delar.append(Node("vad lagen säger", provision(row.kod), shown.lagrum))
    who = [Node("brukare", shown.brukare_namn)]
    if shown.assistent_namn:
        who.append(Node("assistent", shown.assistent_namn))
    if shown.arbetsgivare:
        who.append(Node("arbetsgivare", shown.arbetsgivare))
    if shown.beslut:
        who.append(Node("beslut", shown.beslut))
    node.delar += who
    node.delar.append(
        Node("allvar och status", f"{row.allvar}, {STATUS[row.status]}", kalla=shown.manad)
    )
    for evidence in json.loads(row.underlag):
        for name, value in evidence.items():
            if name == "mot_rad":
                node.delar.append(_other_rows(connection, str(value), viewer))
            else:
                node.delar.append(Node(name, str(value)))
    node.delar += _policies(connection, row.kod, row.orsak, row.manad)
    pieces = reports.parts_of_finding(connection, number)
    node.delar.append(_row_pieces(connection, "rader", pieces, viewer))
    if row.kod.startswith("arbetstid-") and row.assistent_id is not None:
        own = arbetstid.period(connection, row.assistent_id, row.manad, viewer)
        node.delar += arbetstid_trace.of_finding(connection, own, row)
    history = [
        Node(
            f"{step.tid} {step.aktor}",
            f"{STATUS[step.fran_status]} -> {STATUS[step.till_status]}: {step.motivering}",
        )
        for step in decisions.history(connection, number)
    ]
    if history:
        node.delar.append(Node("historik", str(len(history)), delar=history))
    return node


def _policies(connection: sqlite3.Connection, kod: str, orsak: str, month: int) -> list[Node]:
    """Return the policies that a finding's rule read, as of the month's first day."""
    rules = [rule for rule in RULES if kod in (item.kod for item in rule.koder)]
    rule = next((rule for rule in rules if rule.id == f"{kod}-{orsak}"), rules[0])
    policies = law_service.load(connection).policies
    day = month_days(month)[0]
    nodes = []
    for name in rule.policies:
        entry = policies.entry(name, day)
        nodes.append(Node(f"inställning {name}", entry.text, kalla=entry.source))
    return nodes


def _other_rows(connection: sqlite3.Connection, ids: str, viewer: Viewer) -> Node:
    """Return the rows that a finding's row meets, from the ids in its evidence."""
    rows = reports.named_rows(connection, [int(identity) for identity in ids.split(",")])
    pieces = [(row.id, row.start, row.slut) for row in rows]
    return _row_pieces(connection, "mot", pieces, viewer)


def _row_pieces(
    connection: sqlite3.Connection,
    title: str,
    pieces: Sequence[tuple[int, int, int]],
    viewer: Viewer,
) -> Node:
    """Return a node with one part per stretch of a row, each with its file and row number."""
    named = {row.id: row for row in reports.named_rows(connection, [rad for rad, _, _ in pieces])}
    node = Node(title, str(len(pieces)))
    for rad, start, slut in pieces:
        row = named[rad]
        who = viewer.name(
            row.assistent, row.assistent_nummer, row.assistent_namn, row.assistent_skyddad
        )
        node.delar.append(
            Node(
                f"{iso_instant(start)} - {iso_instant(slut)} {SLAG[row.slag]} {who}",
                f"{slut - start} min",
                kalla=f"{row.fil} rad {row.rad}",
            )
        )
    return node


# -- lines ------------------------------------------------------------------------------------


def _line(connection: sqlite3.Connection, korning: int, line: LineRow, viewer: Viewer) -> Node:
    run = settlements.run(connection, korning)
    assert run is not None
    law = law_service.load(connection)
    facts = checking.brukare_facts(connection, line.brukare_id, run.manad, law)
    beslut = next(item for item in facts.beslut if item.id == line.beslut_id)
    node = Node(
        f"L{line.id} {iso_month(run.manad)} beslut {line.beslut}",
        f"{kronor(line.belopp)} kr",
        "9.2.22",
        f"körning {korning}, {run.status}",
    )
    node.delar.append(
        Node("belopp = timmar x timbelopp, avrundat till öre", f"{kronor(line.belopp)} kr")
    )
    node.delar.append(_hours(line))
    node.delar.append(_rate(line, beslut, law, run.manad))
    node.delar.append(_cap(connection, beslut, run.manad, law))
    node.delar.append(_payable(connection, line, facts, run.manad, law, viewer))
    node.delar.append(_withheld(connection, line.brukare_id, run.manad, viewer))
    return node


def _hours(line: LineRow) -> Node:
    minutes = (line.assistans, line.vantetid, line.beredskap)
    node = Node("timmar", hours(line.timmar), "9.2.5; FKFS 2016:4")
    for slag in Slag:
        node.delar.append(
            Node(
                f"{SLAG[slag]}: {minutes[slag]} min / 60 / {PARTS_PER_HOUR[slag]}",
                hours(converted_hours(slag, minutes[slag])),
            )
        )
    node.delar.append(Node("egna timmar, summa", hours(line.egna)))
    node.delar.append(Node("betalda av beslutets egna timmar", hours(line.betalda)))
    if line.mottagna:
        node.delar.append(Node("mottagna från ett annat beslut", hours(line.mottagna)))
    if line.slappta:
        node.delar.append(Node("över beslutet, släppta av en person", hours(line.slappta)))
    return node


def _rate(line: LineRow, beslut: Beslut, law: Law, month: int) -> Node:
    first, after = month_days(month)
    day = next(
        (
            day
            for day in range(first, after)
            if timbelopp(beslut, day, law.rates, law.policies) == line.timbelopp
        ),
        first,
    )
    state = law.rates.at(day)
    node = Node("timbelopp", f"{kronor(line.timbelopp)} kr", "5 § förordning 1993:1091; 9.2.18")
    checked = "" if state.verified else " (inte verifierat)"
    node.delar.append(
        Node(
            f"statens timbelopp från {iso_day(state.fran)}{checked}",
            f"{kronor(state.value)} kr",
            kalla=state.source,
        )
    )
    for name in ("eget_timbelopp", "eget_timbelopp_andel"):
        entry = law.policies.entry(name, day)
        if entry.text:
            node.delar.append(Node(f"inställning {name}", entry.text, kalla=entry.source))
    if beslut.eget_timbelopp is not None:
        node.delar.append(Node("beslutets eget timbelopp", f"{kronor(beslut.eget_timbelopp)} kr"))
    if beslut.hojning:
        node.delar.append(Node("höjning", f"{hours(beslut.hojning)} %", "9.2.18"))
    return node


def _cap(connection: sqlite3.Connection, beslut: Beslut, month: int, law: Law) -> Node:
    first, after = beslut.period(month)
    granted = granted_hours(beslut, month, law.policies)
    days = beslut.period_days(month)
    entry = law.policies.entry("delperiod", days[0])
    till = "tills vidare" if beslut.till == LAST_DAY else f"till {iso_day(beslut.till)}"
    node = Node(
        f"period {iso_month(first)} - {iso_month(after - 1)}",
        f"{hours(granted)} timmar",
        "9.2.11",
        f"beslut {beslut.nummer} från {iso_day(beslut.fran)} {till}",
    )
    node.delar.append(Node("beviljade timmar per period", hours(beslut.timmar)))
    if granted != beslut.timmar:
        inside = beslut.days_in(days)
        assert inside is not None
        node.delar.append(
            Node(
                f"gäller {inside[1] - inside[0]} av {days[1] - days[0]} dagar",
                hours(granted),
                kalla=f"inställning delperiod = {entry.text} ({entry.source})",
            )
        )
    for other in range(first, after):
        if other != month:
            latest = settlements.latest_run(connection, other)
            paid = settlements.paid_by_beslut(connection, other, beslut.id)
            source = f"körning {latest.id}, {latest.status}" if latest else "ingen körning"
            node.delar.append(Node(f"betalt {iso_month(other)}", hours(paid), kalla=source))
    return node


def _payable(
    connection: sqlite3.Connection,
    line: LineRow,
    facts: checking.BrukareMonthFacts,
    month: int,
    law: Law,
    viewer: Viewer,
) -> Node:
    paid_by = stretches(facts.beslut, month, law)
    pieces = [
        (row.id, start, slut)
        for row, start, slut, stretch in parts(facts.rows, facts.withheld, paid_by, month)
        if stretch.beslut.id == line.beslut_id and stretch.timbelopp == line.timbelopp
    ]
    node = _row_pieces(connection, "betalbara minuter rad för rad", pieces, viewer)
    node.varde = f"{sum(slut - start for _, start, slut in pieces)} min i {len(pieces)} delar"
    if line.egna > line.betalda + line.mottagna + line.slappta:
        node.delar.insert(
            0,
            Node(
                "över beslutet",
                hours(line.egna - line.betalda),
                "9.2.22",
                "de sista betalbara minuterna i tidsordning",
            ),
        )
    return node


def _withheld(connection: sqlite3.Connection, brukare: int, month: int, viewer: Viewer) -> Node:
    rows = findings.withholding(connection, month, brukare)
    node = Node("nekat och hållet i månaden", f"{len(rows)} fynd")
    for row in decisions.by_ids(connection, rows):
        shown = view(row, viewer)
        who = f" {shown.assistent_namn}" if shown.assistent_namn else ""
        node.delar.append(
            Node(
                f"{shown.id} {row.kod}{who} ({row.allvar}, {STATUS[row.status]})",
                f"{hours(row.timmar)} tim" if row.timmar is not None else f"{row.minuter} min",
                shown.lagrum,
            )
        )
    return node
