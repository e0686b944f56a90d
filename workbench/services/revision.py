"""Following money both ways: from a payment to its rows, and from a row to the money it became."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence

from db import audit_rows, decisions, ledger, outfiles, payments, people, reports, settlements
from db.audit_rows import Found
from db.payments import Payment
from workbench.domain.money import kronor
from workbench.domain.time import iso_instant, month_of, parse_day
from workbench.services import explaining, explaining_money
from workbench.services.explaining import UnknownId
from workbench.services.paying_out import end_to_end
from workbench.services.reviewing import view
from workbench.services.tracing import Node
from workbench.services.viewing import Viewer
from workbench.wording import BETALNING, SLAG, STATUS

MOST = 200
"""Payments of one amount, or rows of one day, that are followed at once."""
_PAYMENT = re.compile(r"B\d+", re.ASCII | re.IGNORECASE)


class NothingFound(UnknownId):
    """Nothing is as it was asked for."""

    def __init__(self, sought: str) -> None:
        LookupError.__init__(
            self,
            f"Det finns inget att följa: {sought}. Ange en betalning (B17), bankens referens, ett "
            "belopp, en fil med rad, eller en person med dag.",
        )


def follow(connection: sqlite3.Connection, identity: str, viewer: Viewer) -> Node:
    """Return a payment (B17, an EndToEndId, or all of a file by its message id) with its run,
    netting, lines, rows, the findings and decisions on the rows, and the claims of its month.

    What else ``explain`` knows by id is explained as there. Raises UnknownId.
    """
    text = identity.strip()
    prefix = end_to_end(outfiles.identity(connection), 0)[:-1]
    if text.upper().startswith(prefix.upper()):
        text = "B" + text[len(prefix) :]
    if _PAYMENT.fullmatch(text):
        item = payments.by_id(connection, int(text[1:]))
        if item is None:
            raise UnknownId(identity)
        return _payment(connection, item, viewer)
    sent = audit_rows.by_message(connection, text)
    if sent:
        return _several(connection, f"filen {text} till banken", sent, viewer)
    return explaining.explain(connection, text, viewer)


def follow_amount(
    connection: sqlite3.Connection, ore: int, day: str | None, viewer: Viewer
) -> Node:
    """Return the payments of an amount (öre); ``day``: the ISO day something happened to them.

    One payment alone is followed to its rows. Raises NothingFound.
    """
    found = audit_rows.by_amount(connection, ore, day)
    about = f"{kronor(ore)} kr" + (f" den {day}" if day else "")
    if not found:
        raise NothingFound(f"ingen betalning på {about}")
    return _several(connection, f"betalningar på {about}", found, viewer)


def follow_row(connection: sqlite3.Connection, fil: str, rad: int, viewer: Viewer) -> Node:
    """Return what came of a row of a file (by name, or the start of its SHA-256): findings, shares
    of lines in each attested run, payments and claims. Raises NothingFound."""
    return _rows(
        connection, f"{fil} rad {rad}", audit_rows.rows_of_file(connection, fil, rad), viewer
    )


def follow_day(connection: sqlite3.Connection, person: str, day: str, viewer: Viewer) -> Node:
    """Return what came of a person's rows (as brukare or assistant) on an ISO day.

    Raises NothingFound.
    """
    known = people.by_number(connection, person.replace("-", ""))
    if known is None:
        raise NothingFound(f"personen {person} finns inte i registren")
    who = viewer.number(known[0], person, known[2])
    number = parse_day(day)
    found = audit_rows.rows_of_day(connection, known[0], month_of(number), number)
    return _rows(connection, f"{who} {day}", found, viewer)


def follow_found(connection: sqlite3.Connection, rad: int, viewer: Viewer) -> Node:
    """Return what came of a row by id. Raises NothingFound."""
    found = audit_rows.rows_by_id(connection, rad)
    return _rows(connection, f"rad {rad}", [found] if found else [], viewer)


# -- from the money ---------------------------------------------------------------------------


def _several(
    connection: sqlite3.Connection, title: str, ids: Sequence[int], viewer: Viewer
) -> Node:
    if len(ids) == 1:
        item = payments.by_id(connection, ids[0])
        assert item is not None
        return _payment(connection, item, viewer)
    more = f", de första {MOST} visas" if len(ids) > MOST else ""
    node = Node(title, f"{len(ids)} betalningar{more}")
    for identity in ids[:MOST]:
        trace = explaining_money.payment(connection, identity, viewer)
        assert trace is not None
        trace.delar = [part for part in trace.delar if part.vad in ("brukare", "betalas till")]
        node.delar.append(trace)
    return node


def _payment(connection: sqlite3.Connection, item: Payment, viewer: Viewer) -> Node:
    node = explaining_money.payment(connection, item.id, viewer)
    assert node is not None
    sent = audit_rows.sent(connection, item.id)
    if sent is not None:
        reference = end_to_end(outfiles.identity(connection), item.id)
        node.delar.append(
            Node("till banken", reference, kalla=f"{sent.meddelande}, {sent.tid} {sent.aktor}")
        )
    if item.korning is None or item.manad is None:
        return node
    kept = ledger.shares(connection, item.korning, (item.brukare_id, item.arende or ""))
    rows = sorted({share[0] for share in kept if share[0] is not None})
    node.delar.append(_findings(connection, rows, viewer))
    node.delar.append(_claims(connection, item, viewer))
    return node


def _findings(connection: sqlite3.Connection, rows: list[int], viewer: Viewer) -> Node:
    """Return the findings on some rows with what was decided of each, by whom and why."""
    found: dict[int, None] = {}
    for first in range(0, len(rows), 500):
        batch = rows[first : first + 500]
        found.update(dict.fromkeys(audit_rows.findings_of(connection, batch)))
    shown = decisions.by_ids(connection, sorted(found))
    node = Node("fynd på raderna, och vad som avgjordes", str(len(shown)))
    for row in shown:
        seen = view(row, viewer)
        part = Node(
            f"{seen.id} {row.kod}: {seen.titel}",
            f"{row.minuter} min, {row.allvar}, {STATUS[row.status]}",
            seen.lagrum,
        )
        part.delar = [
            Node(
                f"{step.tid} {step.aktor}",
                f"{STATUS[step.fran_status]} -> {STATUS[step.till_status]}: {step.motivering}",
            )
            for step in decisions.history(connection, row.id)
        ]
        node.delar.append(part)
    return node


def _claims(connection: sqlite3.Connection, item: Payment, viewer: Viewer) -> Node:
    assert item.manad is not None
    ids = audit_rows.claims_on(connection, item.brukare_id, item.manad, item.arende)
    node = Node("återkrav på månaden", str(len(ids)))
    node.delar += [explaining.explain(connection, f"K{one}", viewer) for one in ids]
    return node


# -- from a row -------------------------------------------------------------------------------


def _rows(
    connection: sqlite3.Connection, title: str, found: Sequence[Found], viewer: Viewer
) -> Node:
    if not found:
        raise NothingFound(f"ingen rad är {title}")
    node = Node(title, f"{len(found)} rader" if len(found) > 1 else "")
    node.delar = [_row(connection, item, viewer) for item in found[:MOST]]
    return node


def _row(connection: sqlite3.Connection, item: Found, viewer: Viewer) -> Node:
    row = reports.named_rows(connection, [item.rad])[0]
    who = viewer.name(
        row.assistent, row.assistent_nummer, row.assistent_namn, row.assistent_skyddad
    )
    whose = viewer.name(row.brukare, row.brukare_nummer, row.brukare_namn, row.brukare_skyddad)
    node = Node(
        f"{iso_instant(row.start)} - {iso_instant(row.slut)} {SLAG[row.slag]} {who} hos {whose}",
        f"{row.slut - row.start} min",
        kalla=f"{row.fil} rad {row.rad}, SHA-256 {row.sha256[:12]}",
    )
    node.delar.append(_findings(connection, [item.rad], viewer))
    for korning in audit_rows.runs_of(connection, (item.manad, item.manad + 1)):
        node.delar += _in_run(connection, korning, item)
    asked = audit_rows.claims_of(connection, item.brukare, item.rad)
    claims = Node("återkrävt av raden", f"{kronor(sum(part.belopp for part in asked))} kr")
    claims.delar = [
        Node(
            f"K{part.aterkrav} {part.orsak}",
            f"{kronor(part.belopp)} kr",
            kalla=f"körning {part.korning}",
        )
        for part in asked
    ]
    node.delar.append(claims)
    return node


def _in_run(connection: sqlite3.Connection, korning: int, item: Found) -> list[Node]:
    """Return what a row became in an attested run: shares, lines and payments."""
    account = (item.brukare, item.arende)
    own = [share for share in ledger.shares(connection, korning, account) if share[0] == item.rad]
    if not own:
        return []
    facts = ledger.run_facts(connection, korning)
    assert facts is not None
    node = Node(
        f"körning {korning}, {facts.status}",
        f"{kronor(sum(share[5] for share in own))} kr",
        kalla=f"attesterad av {facts.attestant} {facts.attesterad}",
    )
    lines = settlements.lines(connection, korning, [item.brukare])
    for _, beslut, slag, rate, minutes, ore in own:
        line = next(
            (
                one
                for one in lines
                if (one.arende or "") == item.arende
                and (item.arende or (one.beslut_id, one.timbelopp) == (beslut, rate))
            ),
            None,
        )
        about = f"L{line.id} {line.beslut}" if line else "ingen rad"
        node.delar.append(Node(f"{about} {slag}, {minutes} min", f"{kronor(ore)} kr"))
    for identity in audit_rows.payments_of(connection, korning, item.brukare, item.arende):
        paid = payments.by_id(connection, identity)
        assert paid is not None
        status = BETALNING[paid.status] + (f" {paid.dag}" if paid.dag else "")
        node.delar.append(Node(f"B{paid.id} betalning", f"{kronor(paid.belopp)} kr", kalla=status))
    return [node]
