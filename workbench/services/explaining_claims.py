"""Why a claim is what it is: its sum row by row, who owes it, the assessment, and its history."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from db import claim_documents, claim_steps, claims, overview
from db.claim_documents import Document
from db.claims import ClaimFacts, NamedClaimRow
from workbench.domain.money import kronor
from workbench.domain.time import iso_month
from workbench.services.aterkrav import shown_debtors
from workbench.services.kravhistorik import historik
from workbench.services.tracing import Node
from workbench.services.viewing import Viewer
from workbench.wording import BEDOMNING, GALDENAR, GRUND, KRAV, KRAVHANDLING


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
        Node("status", KRAV.get(item.status, item.status)),
        _sum(item),
        _rows(claims.rows(connection, identity)),
        _bookings(connection, identity),
    ]
    node.delar += [_parties(connection, identity, viewer), _assessment(connection, identity)]
    case = claim_steps.case(connection, identity)
    assert case is not None
    if case.samlat_i is not None:
        node.delar.append(Node("samlat i", f"K{case.samlat_i}"))
    elif case.status != "makulerad":
        node.delar.append(_history(connection, identity, viewer))
    papers = claim_documents.documents(connection, identity)
    if papers:
        node.delar.append(_documents(papers))
    return node


def _parties(connection: sqlite3.Connection, identity: int, viewer: Viewer) -> Node:
    found = shown_debtors(connection, identity, viewer)
    node = Node("gäldenärer", str(len(found)), "12 § LSS; 9.2.25")
    node.delar = [Node(GALDENAR[who.slag], who.namn or who.nummer) for who in found]
    return node


def _assessment(connection: sqlite3.Connection, identity: int) -> Node:
    found = claim_steps.assessment(connection, identity)
    node = Node("bedömning", str(len(found)), "9.2.25")
    node.delar = [Node(BEDOMNING[one.slag], one.text, kalla=one.kalla) for one in found]
    return node


def _history(connection: sqlite3.Connection, identity: int, viewer: Viewer) -> Node:
    found = historik(connection, f"K{identity}", viewer)
    node = Node("händelser", str(len(found)))
    for one in found:
        said = [one.vad + (" (ångrat)" if one.angrad else "")]
        said += [] if one.belopp is None else [_kr(one.belopp)]
        said += [text for text in (*one.mer, one.varfor) if text]
        node.delar.append(Node(f"{one.dag} {one.aktor}", "; ".join(said)))
    return node


def _documents(papers: Sequence[Document]) -> Node:
    node = Node("handlingar", str(len(papers)))
    for one in papers:
        fixed = (
            f"fastställd {one.faststalld} av {one.faststalld_av}" if one.faststalld else "utkast"
        )
        node.delar.append(
            Node(f"{KRAVHANDLING[one.slag]} {one.nummer}", fixed, kalla=one.sha256_text or "")
        )
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
