"""Why a line is what it is: as it was attested, and as the facts are, down to file and row."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from db import decisions, findings, ledger, reports, settlements
from db.settlements import LineRow
from workbench.domain.decision import Beslut
from workbench.domain.money import hours, kronor
from workbench.domain.report import Slag
from workbench.domain.time import LAST_DAY, iso_day, iso_instant, iso_month, month_days
from workbench.law.granted import granted_hours
from workbench.law.rate import timbelopp
from workbench.law.rounding import PARTS_PER_HOUR, converted_hours
from workbench.services import checking, sjukspar
from workbench.services import law as law_service
from workbench.services.reviewing import view
from workbench.services.tracing import Node
from workbench.services.viewing import Viewer
from workbench.settling import Law, parts, stretches
from workbench.wording import LINE_SLAG, SLAG, STATUS


def other_rows(connection: sqlite3.Connection, ids: str, viewer: Viewer) -> Node:
    """Return the rows that a finding's row meets, from the ids in its evidence."""
    rows = reports.named_rows(connection, [int(identity) for identity in ids.split(",")])
    pieces = [(row.id, row.start, row.slut) for row in rows]
    return row_pieces(connection, "mot", pieces, viewer)


def row_pieces(
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


def explained(connection: sqlite3.Connection, korning: int, line: LineRow, viewer: Viewer) -> Node:
    """Return why a line is what it is.

    A line of an attested run is shown as it was attested, row by row, and beside that as the
    facts are now; a line of a draft beside what was attested for the same key before.
    """
    run = settlements.run(connection, korning)
    assert run is not None
    about = f"ärende {line.arende}" if line.arende else f"beslut {line.beslut}"
    node = Node(
        f"L{line.id} {iso_month(run.manad)} {about} {LINE_SLAG[line.slag]}",
        f"{kronor(line.belopp)} kr",
        "9.2.28" if line.arende else "9.2.22",
        f"körning {korning}, {run.status}",
    )
    if run.status != "utkast":
        node.delar.append(_as_attested(connection, korning, line, viewer))
        later = settlements.draft(connection, run.manad)
        if later is not None:
            node.delar += _same_key(connection, later.id, line, "i månadens utkast")
        now = Node("som uppgifterna är nu", "")
        now.delar = _now(connection, run.manad, line, viewer)
        node.delar.append(now)
        return node
    node.delar += _now(connection, run.manad, line, viewer)
    former = ledger.attested_run(connection, run.manad)
    if former is not None:
        node.delar += _same_key(connection, former, line, "attesterat före")
    return node


def _now(connection: sqlite3.Connection, month: int, line: LineRow, viewer: Viewer) -> list[Node]:
    """Return the line's parts from the facts as they are."""
    if line.arende:
        return [sjukspar.trace(connection, line.arende, viewer)]
    law = law_service.load(connection)
    facts = checking.brukare_facts(connection, line.brukare_id, month, law)
    beslut = next((item for item in facts.beslut if item.id == line.beslut_id), None)
    if beslut is None:
        return [Node("beslutet gäller inte längre i månaden", "", "9.2.22")]
    total = Node("belopp = timmar x timbelopp, avrundat till öre", f"{kronor(line.belopp)} kr")
    if line.slag == "forskott":
        return [total, _advance_hours(line, beslut), _rate(line, beslut, law, month)]
    if line.avdrag:
        cut = f"-{kronor(line.avdrag)} kr"
        total.delar.append(Node("sänkt till de redovisade kostnaderna", cut, "9.2.22"))
    return [
        total,
        _hours(line),
        _rate(line, beslut, law, month),
        _cap(connection, beslut, month, law),
        _payable(connection, line, facts, month, law, viewer),
        _withheld(connection, line.brukare_id, month, viewer),
    ]


def _advance_hours(line: LineRow, beslut: Beslut) -> Node:
    node = Node("förskott: beslutets timmar per månad", hours(line.timmar), "9.2.22")
    if beslut.forskott_timmar is not None:
        node.delar.append(Node("timmar enligt beslutet om förskott", hours(beslut.forskott_timmar)))
    else:
        node.delar.append(
            Node(f"{hours(beslut.timmar)} timmar / {beslut.period_manader} månader", "")
        )
    return node


def _same_key(
    connection: sqlite3.Connection, korning: int, line: LineRow, title: str
) -> list[Node]:
    """Return the line of the same beslut, kind and timbelopp in another run of the month."""
    key = (line.beslut_id, line.slag, line.arende, line.timbelopp)
    return [
        Node(
            f"{title}: L{other.id}" + ("" if other.arende else f", {hours(other.timmar)} timmar"),
            f"{kronor(other.belopp)} kr",
            kalla=f"körning {korning}",
        )
        for other in settlements.lines(connection, korning, [line.brukare_id])
        if (other.beslut_id, other.slag, other.arende, other.timbelopp) == key
    ]


def _as_attested(
    connection: sqlite3.Connection, korning: int, line: LineRow, viewer: Viewer
) -> Node:
    """Return how the line's öre fell on rows when the run was attested."""
    facts = ledger.run_facts(connection, korning)
    assert facts is not None
    amount = "" if line.arende else f": {hours(line.timmar)} timmar"
    node = Node(
        f"som det attesterades{amount}",
        f"{kronor(line.belopp)} kr",
        kalla=f"{facts.attestant} {facts.attesterad}",
    )
    kept = [
        item
        for item in ledger.shares(connection, korning, (line.brukare_id, line.arende or ""))
        if line.arende
        or ((item[1], item[3]) == (line.beslut_id, line.timbelopp) and line.slag == "assistans")
    ]
    named = {
        row.id: row
        for row in reports.named_rows(connection, [item[0] for item in kept if item[0] is not None])
    }
    for rad, _, slag, _, minutes, ore in kept:
        row = named.get(rad or 0)
        if row is None:
            node.delar.append(Node(slag, f"{kronor(ore)} kr"))
            continue
        who = viewer.name(
            row.assistent, row.assistent_nummer, row.assistent_namn, row.assistent_skyddad
        )
        node.delar.append(
            Node(
                f"{iso_instant(row.start)} - {iso_instant(row.slut)} {SLAG[row.slag]} {who}",
                f"{minutes} min, {kronor(ore)} kr",
                kalla=f"{row.fil} rad {row.rad}",
            )
        )
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
    node = row_pieces(connection, "betalbara minuter rad för rad", pieces, viewer)
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
