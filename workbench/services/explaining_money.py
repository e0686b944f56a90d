"""Why a payment or a claim is what it is: run, payee, netting, lines, and back to rows."""

from __future__ import annotations

import sqlite3

from db import claims, journal, ledger, overview, paying, payments, settlements
from db.claims import ClaimFacts, NamedClaimRow
from db.payments import Payment
from db.settlements import NetRow
from workbench.domain.money import kronor
from workbench.domain.time import iso_month
from workbench.services import explaining_lines
from workbench.services.tracing import Node
from workbench.services.viewing import Viewer
from workbench.wording import BETALNING, GRUND, MOTTAGARE

HIDDEN = "[skyddat]"


def payment(connection: sqlite3.Connection, identity: int, viewer: Viewer) -> Node | None:
    """Return the trace of a payment; None when there is none with that number."""
    item = payments.by_id(connection, identity)
    if item is None:
        return None
    month = "" if item.manad is None else f" {iso_month(item.manad)}"
    node = Node(f"B{item.id}{month} betalning", _kr(item.belopp), "9.2.22", _run(connection, item))
    if item.slag == "aterbetalning":
        node.vad, node.lagrum = f"B{item.id} återbetalning", "12 § LSS"
        node.delar.append(Node("det som har betalats för mycket på kravet", f"K{item.aterkrav}"))
    node.delar += _to_whom(connection, item, viewer)
    events = payments.events(connection, identity)
    history = Node("status", BETALNING[item.status])
    history.delar = [
        Node(
            f"{event.tid} {event.aktor}",
            " ".join(part for part in (BETALNING[event.status], event.dag, event.skal) if part),
            kalla=event.underlag or "",
        )
        for event in events
    ]
    node.delar.append(history)
    if item.ersatter is not None:
        node.delar.append(Node("ersätter betalningen", f"B{item.ersatter}"))
    newer = paying.replaced_by(connection, identity)
    if newer is not None:
        node.delar.append(Node("ersatt av betalningen", f"B{newer}"))
    if item.korning is not None and item.slag == "avrakning":
        node.delar += month_in_money(connection, item.korning, item.brukare_id, item.arende, viewer)
    return node


def _run(connection: sqlite3.Connection, item: Payment) -> str:
    facts = None if item.korning is None else ledger.run_facts(connection, item.korning)
    if facts is None:
        return ""
    text = f"körning {facts.id}, {facts.status}; attesterad av {facts.attestant} {facts.attesterad}"
    if facts.makulerad_av:
        text += f"; makulerad av {facts.makulerad_av}: {facts.makulerad_skal}"
    return text


def _to_whom(connection: sqlite3.Connection, item: Payment, viewer: Viewer) -> list[Node]:
    number, name, protected = overview.persons(connection, [item.brukare_id])[item.brukare_id]
    hidden = bool(protected) and not viewer.protected
    brukare = viewer.name(item.brukare_id, number, name, protected)
    person, payee, masked = overview.payee_names(connection, [item.mottagare])[item.mottagare]
    if person is not None:
        payee = viewer.name(person, item.mottagare, payee, masked)
        hidden |= bool(masked) and not viewer.protected
    account = "saknas" if item.konto is None else HIDDEN if hidden else item.konto
    return [
        Node("brukare", brukare),
        Node(
            "betalas till",
            f"{payee or item.mottagare} ({MOTTAGARE[item.mottagare_slag]})",
            "9.2.22",
            f"mottagare och konto som de gällde {item.tid[:10]}",
        ),
        Node("konto", account),
    ]


def month_in_money(
    connection: sqlite3.Connection,
    korning: int,
    brukare: int,
    arende: str | None,
    viewer: Viewer,
) -> list[Node]:
    """Return a brukare's netting in a run, and each of its lines; empty when there is none."""
    net = next(
        (
            one
            for one in settlements.nets(connection, korning)
            if (one.brukare_id, one.arende) == (brukare, arende)
        ),
        None,
    )
    if net is None:
        return []
    lines = Node("rätt enligt raderna", _kr(net.ratt))
    lines.delar = [
        explaining_lines.explained(connection, korning, line, viewer)
        for line in settlements.lines(connection, korning, [brukare])
        if line.arende == arende
    ]
    return [netting(net), lines]


def netting(net: NetRow) -> Node:
    """Return what a right amount means in money: the netting of rulebook section 8."""
    node = Node("betalas = rätt mot vad som redan är betalt", _kr(net.att_betala))
    node.delar = [
        Node("rätt", _kr(net.ratt)),
        Node("betalt: attesterat i tidigare körningar, och nytt förskott", _kr(net.betalt)),
        Node("krav: utestående + återbetalt + nedlagt", _kr(net.krav)),
        Node("skillnad = rätt - (betalt - krav)", _kr(net.skillnad)),
    ]
    for text, ore in (
        ("sänker utestående krav", net.sankta_krav),
        ("tas upp av det som har lagts ned", net.absorberat),
        ("återställer vad en tidigare höjning tog upp", net.aterstallt),
        ("nytt förskott", net.forskott),
        ("förskott som inte är redovisat ännu", net.oredovisat),
        ("föreslås som återkrav", net.aterkrav),
    ):
        if ore:
            node.delar.append(Node(text, _kr(ore)))
    return node


# -- claims -----------------------------------------------------------------------------------


def claim(connection: sqlite3.Connection, identity: int, viewer: Viewer) -> Node | None:
    """Return the trace of a claim; None when there is none with that number."""
    item = claims.facts(connection, identity)
    if item is None:
        return None
    number, name, protected = overview.persons(connection, [item.brukare_id])[item.brukare_id]
    source = "" if item.korning is None else f"körning {item.korning}, {item.tid} {item.aktor}"
    node = Node(f"K{item.id} återkrav", _kr(item.summa), "12 § LSS; 9.2.25", source)
    node.delar = [
        Node("brukare", viewer.name(item.brukare_id, number, name, protected)),
        Node("grund", f"{item.grund}: {GRUND[item.grund]}", "12 § LSS"),
        Node("status", item.status),
        _sum(item),
        _rows(claims.rows(connection, identity)),
        _bookings(connection, identity),
    ]
    told = journal.entries(connection, "aterkrav", f"K{identity}")
    if told:
        history = Node("händelser", str(len(told)))
        history.delar = [
            Node(f"{at} {who}", what, kalla=after or "") for at, who, what, _, after in told
        ]
        node.delar.append(history)
    return node


def _sum(item: ClaimFacts) -> Node:
    node = Node("summa = utestående + återbetalt + nedlagt", _kr(item.summa))
    node.delar = [
        Node("utestående", _kr(item.utestaende)),
        Node("återbetalt", _kr(item.aterbetalt)),
        Node("nedlagt", _kr(item.nedlagt)),
    ]
    if item.absorberat:
        node.delar.append(Node("som senare höjningar har tagit upp", _kr(item.absorberat)))
    return node


def _rows(rows: list[NamedClaimRow]) -> Node:
    node = Node("rader, före och efter", _kr(sum(row.belopp for row in rows)))
    for row in rows:
        part = Node(
            f"{iso_month(row.manad)} {row.orsak}",
            _kr(row.belopp),
            kalla=f"körning {row.korning}" if row.fil is None else f"{row.fil} rad {row.rad}",
        )
        if row.fil is not None:
            part.delar = [
                Node("beslut", row.beslut or ""),
                Node(f"minuter {row.slag}", f"{row.minuter_fore} -> {row.minuter_efter}"),
                Node("timbelopp", f"{_rate(row.timbelopp_fore)} -> {_rate(row.timbelopp_efter)}"),
            ]
        node.delar.append(part)
    return node


def _rate(ore: int | None) -> str:
    return "-" if ore is None else _kr(ore)


def _bookings(connection: sqlite3.Connection, identity: int) -> Node:
    events = claims.events(connection, identity)
    node = Node("bokningar", str(len(events)))
    for event in events:
        changed = [
            f"{what} {kronor(ore)} kr"
            for what, ore in (
                ("utestående", event.utestaende),
                ("återbetalt", event.aterbetalt),
                ("nedlagt", event.nedlagt),
            )
            if ore
        ]
        source = "" if event.korning is None else f"körning {event.korning}"
        node.delar.append(
            Node(
                f"{event.dag or event.tid[:10]} {event.aktor} {event.handelse}",
                ", ".join(changed + ([event.motivering] if event.motivering else [])),
                kalla=source,
            )
        )
    return node


def _kr(ore: int) -> str:
    return f"{kronor(ore)} kr"
