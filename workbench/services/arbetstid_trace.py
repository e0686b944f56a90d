"""An assistant's period as a trace: limit by limit, down to file and row of what lies above."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from db import people, reports
from db.decisions import FindingRow
from workbench.domain.money import clock_hours
from workbench.domain.time import iso_day, iso_instant, iso_month, month_of
from workbench.law.limits import Sort
from workbench.rules.registry import KODER
from workbench.services.arbetstid import Period, Svar
from workbench.services.arbetstid_limits import BRUKARE
from workbench.services.arbetstid_parts import Grans, Tid
from workbench.services.tracing import Node
from workbench.wording import EFFEKT, SLAG, STATUS


def whole(connection: sqlite3.Connection, period: Period) -> Node:
    """Return the trace of all of an assistant's limits in a month."""
    month = iso_month(period.manad)
    node = Node(f"arbetstid {period.namn} {month}", "inga gränser att räkna mot")
    if period.svar:
        least = period.svar[0]
        node.varde = said(least)
        node.lagrum = _provision(period.granser[least.grans])
        node.delar.append(_answers(period))
    node.delar += [
        Node("gräns saknas", f"{name}: inget uppdrag att räkna mot", "11 a § LSS")
        for name in period.utan_uppdrag
    ]
    node.delar += [
        Node("oklara uppgifter om arbetstid", text, "9 d § 1 st 4 LSS") for text in period.oklart
    ]
    node.delar += [limit(connection, period, item) for item in period.granser]
    node.delar += _settings(period)
    return node


def of_finding(connection: sqlite3.Connection, period: Period, row: FindingRow) -> list[Node]:
    """Return the limits that a finding stands on, else those of its code, else its employer's."""
    name = f"F{row.id}"
    own = [item for item in period.granser if any(found.id == name for found in item.fynd)]
    if own:
        return [limit(connection, period, item) for item in own]
    ids = {item.arbetsgivare_id for item in period.granser if item.arbetsgivare_id is not None}
    names = people.employer_names(connection, ids)
    employer = next((name.id for name in names if name.nummer == row.arbetsgivare), None)
    at_employer = [item for item in period.granser if item.arbetsgivare_id == employer]
    if row.kod == BRUKARE:
        own = [item for item in period.granser if item.brukare == row.brukare_id]
    else:
        own = [item for item in at_employer if item.kod == row.kod]
    if not own:
        own = [item for item in at_employer if item.sort is Sort.PERIOD]
    return [limit(connection, period, item) for item in own]


def said(svar: Svar) -> str:
    """Return an answer in words."""
    kind = f" {SLAG[svar.slag]}" if svar.slag else ""
    where = f" hos {svar.arbetsgivare}" if svar.arbetsgivare else ""
    return (
        f"kan arbeta ytterligare {clock_hours(svar.minuter)} h{kind}{where} till och med "
        f"{iso_day(svar.sista)}"
    )


def limit_name(item: Grans) -> str:
    """Return a limit with its employer and days."""
    whose = f"{item.arbetsgivare}, " if item.arbetsgivare else ""
    return f"{whose}{item.namn} {iso_day(item.dagar[0])} - {iso_day(item.dagar[1] - 1)}"


def limit(connection: sqlite3.Connection, period: Period, item: Grans) -> Node:
    """Return the trace of one limit."""
    over = item.minuter_over
    left = f"{clock_hours(over)} h över" if over else f"{clock_hours(item.kvar)} h kvar"
    node = Node(
        limit_name(item),
        f"{clock_hours(item.arbetat)} av {clock_hours(item.tillatet)} h, {left}",
        _provision(item),
    )
    node.delar.append(Node("tillåtet", f"{clock_hours(item.tillatet)} h", kalla=item.harledning))
    what = "övertid" if item.sort is Sort.YEAR else "arbetat"
    node.delar.append(Node("kvar", f"{clock_hours(item.kvar)} h"))
    if over:
        node.delar.append(_above(connection, item, period))
    worked = Node(what, f"{clock_hours(item.arbetat)} h")
    worked.delar = [_time(period, tid, item.per_dag) for tid in item.per_manad]
    node.delar.append(worked)
    return node


def _provision(item: Grans) -> str:
    return str(KODER[item.kod].lagrum)


def _answers(period: Period) -> Node:
    node = Node("det som är kvar", "den gräns som är närmast avgör")
    for svar in period.svar:
        item = period.granser[svar.grans]
        node.delar.append(Node(limit_name(item), said(svar), _provision(item)))
    return node


def _time(period: Period, tid: Tid, days: tuple[Tid, ...]) -> Node:
    """Return a month's time by brukare; by day too in the month that is asked about."""
    month, several = month_of(tid.dagar[0]), len(tid.minuter) > 1
    node = Node(iso_month(month), _hours(tid), delar=_split(period.brukare, tid))
    if month == period.manad:
        node.delar += [
            Node(
                iso_day(day.dagar[0]),
                _hours(day),
                delar=_split(period.brukare, day) if several else [],
            )
            for day in days
            if month_of(day.dagar[0]) == month
        ]
    return node


def _hours(tid: Tid) -> str:
    above = f", varav {clock_hours(tid.over)} h över" if tid.over else ""
    return f"{clock_hours(tid.summa)} h{above}"


def _split(names: Mapping[int, str], tid: Tid) -> list[Node]:
    return [Node(f"hos {names[who]}", f"{clock_hours(minutes)} h") for who, minutes in tid.minuter]


def _above(connection: sqlite3.Connection, item: Grans, period: Period) -> Node:
    node = Node("över gränsen", f"{clock_hours(item.minuter_over)} h", kalla=period.ordning)
    rows = {
        row.id: row
        for row in reports.named_rows(connection, sorted({part.rad for part in item.over}))
    }
    for part in item.over:
        row = rows[part.rad]
        node.delar.append(
            Node(
                f"{iso_instant(part.start)} - {iso_instant(part.slut)} {SLAG[row.slag]} hos "
                f"{period.brukare[part.brukare]}",
                f"{part.slut - part.start} min",
                kalla=f"{row.fil} rad {row.rad}",
            )
        )
    for found in item.fynd:
        what = EFFEKT[found.effekt]
        node.delar.append(
            Node(
                f"{found.id} {iso_month(found.manad)} ({STATUS[found.status]})",
                f"{clock_hours(found.minuter)} h {what}",
            )
        )
    if item.okontrollerat:
        text = f"{clock_hours(item.okontrollerat)} h i månader som inte är kontrollerade"
        node.delar.append(Node("ännu inget fynd", text))
    return node


def _settings(period: Period) -> list[Node]:
    return [
        Node(f"inställning {item.namn}: {item.titel}", item.varde, kalla=item.kalla)
        for item in period.installningar
    ]
