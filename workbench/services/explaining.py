"""Why something is what it is: a tree down to file and row, made from stored input."""

from __future__ import annotations

import json
import re
import sqlite3

from db import decisions, fk, reports, settlements, sjukfall
from workbench.domain.money import clock_hours, hours
from workbench.domain.time import iso_day, month_days
from workbench.rules.registry import RULES
from workbench.services import (
    arbetstid,
    arbetstid_trace,
    explaining_claims,
    explaining_lines,
    explaining_money,
    sjukspar,
)
from workbench.services import law as law_service
from workbench.services.reviewing import UnknownFinding, finding_number, view
from workbench.services.tracing import Node
from workbench.services.viewing import Viewer
from workbench.wording import STATUS, provision

_FORM = re.compile(r"[FLBK]\d+", re.ASCII | re.IGNORECASE)
"""Ids that the program gives; a claim for sjuklön has whatever name it came with."""


class UnknownId(UnknownFinding):
    """Nothing has that id."""

    def __init__(self, identity: str) -> None:
        LookupError.__init__(
            self,
            f"Det finns inget med id {identity}. Ett fynd skrivs F17, en avräkningsrad L17, en "
            "betalning B17, ett återkrav K17, ett sjuklöneärende med sitt namn och en assistent "
            "med sitt personnummer.",
        )


def names_person(identity: str) -> bool:
    """Tell whether an id has the form of a personnummer, which takes a month beside it."""
    return len(identity.replace("-", "")) == 12 and identity.replace("-", "").isdigit()


def explain(
    connection: sqlite3.Connection, identity: str, viewer: Viewer, month: int | None = None
) -> Node:
    """Return the trace of a finding (F17), a line (L17), a payment (B17), a claim (K17), a claim
    for sjuklön by its name, or an assistant's month by personnummer.

    Raises UnknownId, or UnknownAssistant (both UnknownFinding).
    """
    if month is not None:
        assistent = arbetstid.person(connection, identity)
        return arbetstid_trace.whole(
            connection, arbetstid.period(connection, assistent, month, viewer)
        )
    if not _FORM.fullmatch(identity) and sjukfall.of_arende(connection, identity):
        return sjukspar.trace(connection, identity, viewer)
    kind, number = identity[:1].upper(), identity[1:]
    if kind == "L" and number.isdigit():
        found = settlements.line(connection, int(number))
        if found is None:
            raise UnknownId(identity)
        return explaining_lines.explained(connection, *found, viewer)
    if kind in ("B", "K") and number.isdigit():
        money = {"B": explaining_money.payment, "K": explaining_claims.claim}[kind]
        trace = money(connection, int(number), viewer)
        if trace is None:
            raise UnknownId(identity)
        return trace
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
                node.delar.append(explaining_lines.other_rows(connection, str(value), viewer))
            elif name == "fkbeslut":
                node.delar.append(_fkbeslut(connection, int(value)))
            else:
                node.delar.append(Node(name, str(value)))
    node.delar += _policies(connection, row.kod, row.orsak, row.manad)
    pieces = reports.parts_of_finding(connection, number)
    title = "pass" if any(rad < 0 for rad, _, _ in pieces) else "rader"
    node.delar.append(explaining_lines.row_pieces(connection, title, pieces, viewer))
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


def _fkbeslut(connection: sqlite3.Connection, identity: int) -> Node:
    """Return a beslut of FK as it is registered, with its file and row."""
    beslut, name, rad = fk.source(connection, identity)
    node = Node(
        f"Försäkringskassans beslut {iso_day(beslut.beslutsdatum)}",
        beslut.utfall,
        "9.2.27",
        f"{name} rad {rad}",
    )
    told = {
        "från": beslut.fran,
        "till": beslut.till,
        "retroaktivt från": beslut.retroaktivt_fran,
    }
    node.delar = [Node(what, iso_day(day)) for what, day in told.items() if day is not None]
    for what, hundredths in (
        ("timmar i veckan", beslut.timmar),
        ("grundläggande behov, timmar i veckan", beslut.grundlaggande),
    ):
        if hundredths is not None:
            node.delar.append(Node(what, hours(hundredths)))
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
