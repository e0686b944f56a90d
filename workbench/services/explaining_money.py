"""Why a payment is what it is: run, payee, netting, lines, and back to rows."""

from __future__ import annotations

import sqlite3

from db import ledger, overview, paying, payments, settlements
from db.payments import Payment
from db.settlements import NetRow
from workbench.domain.money import kronor
from workbench.domain.time import iso_month
from workbench.services import explaining_lines
from workbench.services.tracing import Node
from workbench.services.viewing import Viewer
from workbench.wording import BETALNING, MOTTAGARE

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


def _kr(ore: int) -> str:
    return f"{kronor(ore)} kr"
