"""Four eyes: what changed since the last run, attesting a draft, and annulling (sections 7-8)."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from db import (
    Database,
    Undo,
    changes,
    checks,
    claim_ends,
    journal,
    ledger,
    payments,
    proof,
    savepoint,
    settlements,
)
from db.journal import Stamp, log
from db.ledger import Booking, ClaimRow, DifferenceRow
from db.payments import NewPayment
from workbench.claiming import ADVANCE, REST, Cause, Claimed, carried_out
from workbench.domain.money import kronor
from workbench.domain.roller import Ratt
from workbench.domain.time import iso_month
from workbench.law.shipped import shipped
from workbench.paying import Payee
from workbench.services import checking, roles
from workbench.services import law as law_service
from workbench.services.drafting import Computed, Money, Part
from workbench.services.errors import Refused
from workbench.services.progress import EVERY, QUIET, Progress
from workbench.sharing import Difference


class UnknownRun(Refused):
    """There is no run with that number."""

    def __init__(self, korning: int) -> None:
        super().__init__(f"Körning {korning} finns inte. Se körningarna med: workbench runs")


@dataclass(frozen=True, slots=True)
class Change:
    """Something to tick off before an attest: a changed payee, account, rate, beslut, setting."""

    id: str
    vad: str
    vem: str
    fore: str
    efter: str
    aktor: str
    tid: str


@dataclass(frozen=True, slots=True)
class Attested:
    """What an attest made: payments and proposed claims."""

    korning: int
    month: int
    belopp: int
    betalningar: int
    utan_konto: int
    krav: int
    krav_belopp: int


def to_tick(connection: sqlite3.Connection, korning: int) -> list[Change]:
    """Return what changed since the last attested run, oldest first. Raises UnknownRun."""
    if ledger.run_facts(connection, korning) is None:
        raise UnknownRun(korning)
    found = []
    for entry in changes.to_tick(connection, changes.last_attested_journal(connection)):
        for name in entry.efter:
            before, after = entry.fore.get(name), entry.efter[name]
            if before != after and name not in ("fil", "rad"):
                found.append(
                    Change(
                        f"J{entry.id}",
                        f"{entry.objekt} {name}",
                        entry.nyckel,
                        "" if before is None else str(before),
                        "" if after is None else str(after),
                        entry.aktor,
                        entry.tid,
                    )
                )
    return found


def involved(connection: sqlite3.Connection, korning: int, month: int) -> dict[str, str]:
    """Return {login: what} of those who may not attest a run, since they did it.

    Rows, decisions and money on claims count since the month's last attest; facts, accounts, rates
    and settings since the last attest of any month.
    """
    since_month = changes.last_attested_journal(connection, month)
    since_any = changes.last_attested_journal(connection)
    return {
        **changes.registering(connection, since_any),
        **changes.importing(connection, month, since_month),
        **changes.deciding(connection, month, since_month),
        **changes.claiming(connection, month, since_month),
        **changes.settling(connection, korning),
    }


def hinder(connection: sqlite3.Connection, korning: int, stamp: Stamp) -> str:
    """Return, in Swedish, why a person may not attest a run now; "" = nothing is in the way.

    Whether the draft is stale is known only when it is attested.
    """
    try:
        facts = _draft(connection, korning)
        _may_attest(connection, korning, facts.manad, stamp)
    except Refused as refusal:
        return str(refusal)
    return ""


def hinder_annul(connection: sqlite3.Connection, korning: int, stamp: Stamp) -> str:
    """Return, in Swedish, why a person may not annul a run now; "" = nothing is in the way."""
    facts = ledger.run_facts(connection, korning)
    try:
        if facts is None:
            raise UnknownRun(korning)
        _may_annul(connection, facts, stamp)
    except Refused as refusal:
        return str(refusal)
    return ""


def attest(
    database: Database,
    korning: int,
    ore: int,
    ticked: Collection[str],
    stamp: Stamp,
    *,
    progress: Progress = QUIET,
) -> Attested:
    """Attest a draft: it is computed anew, and becomes payments and proposed claims.

    ``ore`` is the sum that the attestant says is paid; ``ticked`` the changes ticked off, or
    ``all``. Raises Refused, with the reason, and changes nothing then.
    """
    with roles.writing(database, stamp, Ratt.ATTESTERA) as connection:
        facts = _draft(connection, korning)
        _may_attest(connection, korning, facts.manad, stamp)
        _not_stale(connection, korning, facts, stamp, progress)
        paid, _ = settlements.money(connection, korning)
        if ore != paid:
            raise Refused(
                f"Körning {korning} betalar {kronor(paid)} kr, inte {kronor(ore)} kr. "
                "Granska summan och skriv den som den är."
            )
        _all_ticked(connection, korning, ticked, stamp)
        result = _carry_out(connection, korning, facts.manad, stamp, progress)
        if result.belopp != paid:
            raise _stale(korning)
        sigill = ledger.seal(connection, korning)
        number = log(
            connection,
            stamp,
            "attesterad",
            "korning",
            str(korning),
            None,
            {
                "manad": iso_month(facts.manad),
                "betalas_ore": paid,
                "krav_ore": result.krav_belopp,
                "sigill": sigill,
                "regelversion": facts.regelversion,
                "rader_sha256": proof.rows_digest(connection, facts.manad, facts.sista_rad),
                "varden": shipped(facts.manad),
            },
        )
        ledger.attest(connection, korning, number, sigill, stamp)
        return result


def _draft(connection: sqlite3.Connection, korning: int) -> ledger.RunFacts:
    facts = ledger.run_facts(connection, korning)
    if facts is None:
        raise UnknownRun(korning)
    if facts.status != "utkast":
        raise Refused(f"Körning {korning} är redan {facts.status} ({facts.attestant}).")
    return facts


def _may_attest(connection: sqlite3.Connection, korning: int, month: int, stamp: Stamp) -> None:
    did = involved(connection, korning, month).get(stamp.aktor)
    if did:
        raise Refused(
            f"{stamp.aktor} kan inte attestera körning {korning}: {stamp.aktor} {did}. "
            "En annan person ska attestera."
        )


def _stale(korning: int) -> Refused:
    return Refused(
        f"Körning {korning} är äldre än uppgifterna den bygger på. Räkna månaden igen och granska "
        "det nya utkastet."
    )


def _not_stale(
    connection: sqlite3.Connection,
    korning: int,
    facts: ledger.RunFacts,
    stamp: Stamp,
    progress: Progress,
) -> None:
    """Check and settle the month again; refuse when anything comes out differently."""
    before = ledger.seal(connection, korning)
    with savepoint(connection):
        again = Stamp(stamp.tid, facts.aktor)
        checking.run(connection, facts.manad, again, progress, settle=True)
        after = ledger.seal(connection, korning)
        raise Undo
    if before != after:
        raise _stale(korning)


def _all_ticked(
    connection: sqlite3.Connection, korning: int, ticked: Collection[str], stamp: Stamp
) -> None:
    wanted = {change.id for change in to_tick(connection, korning)}
    left = sorted(wanted - set(ticked), key=lambda identity: int(identity[1:]))
    if left and "all" not in ticked:
        raise Refused(
            f"{len(left)} ändringar sedan den senaste körningen är inte avbockade: "
            f"{', '.join(left[:20])}{' ...' if len(left) > 20 else ''}. "
            "Granska dem och bocka av dem (--ack)."
        )
    ledger.acknowledge(connection, korning, wanted, stamp)


def _carry_out(
    connection: sqlite3.Connection, korning: int, month: int, stamp: Stamp, progress: Progress
) -> Attested:
    """Make payments, bookings and proposals of every brukare's netting, and keep the shares."""
    computed_months = checking.replay(connection, month, stamp, progress)
    first = next(computed_months, None)
    if first is None:
        return Attested(korning, month, 0, 0, 0, 0, 0)
    money = Money(connection, month, law_service.load(connection), stamp)
    numbers = checks.chosen_numbers(connection)
    to_pay: list[NewPayment] = []
    kept: list[tuple[ledger.Account, Sequence[ledger.ShareRow]]] = []
    claimed: list[int] = []
    for computed in _chain(first, computed_months):
        person = computed.settlement.brukare
        netted = money.netted(numbers.take(person)[0][1], computed)
        for key, found in money.all_shares(computed, netted):
            kept.append(((person, key), money.kept(computed, key, found)))
        if len(kept) >= EVERY:
            ledger.keep_shares(connection, korning, kept)
            kept.clear()
        for part in netted.parts:
            if part.net.att_betala:
                payment = _payment(connection, korning, person, part, netted.mottagare, stamp)
                to_pay.append(payment)
            claimed += _claims(connection, korning, month, person, part, stamp)
    ledger.keep_shares(connection, korning, kept)
    payments.add(connection, to_pay, stamp)
    return Attested(
        korning,
        month,
        sum(item.belopp for item in to_pay),
        len(to_pay),
        sum(item.konto is None for item in to_pay),
        len(claimed),
        sum(claimed),
    )


def _chain(first: Computed, rest: Iterable[Computed]) -> Iterable[Computed]:
    yield first
    yield from rest


def _payment(
    connection: sqlite3.Connection,
    korning: int,
    person: int,
    part: Part,
    payee: Payee,
    stamp: Stamp,
) -> NewPayment:
    return NewPayment(
        korning,
        None,
        person,
        part.arende or None,
        "avrakning",
        payee.nummer,
        payee.slag,
        payments.account(connection, person, payee.nummer, payee.slag, stamp.dag),
        part.net.att_betala,
    )


ENDED = ("betald", "nedlagd", "eftergiven")
"""States of a claim on which nothing is owed any more."""


def _claims(
    connection: sqlite3.Connection,
    korning: int,
    month: int,
    person: int,
    part: Part,
    stamp: Stamp,
) -> list[int]:
    """Book what the netting does to claims and propose new ones; return their sums."""
    arende = part.arende or None
    for move in part.net.movements:
        _move(connection, korning, month, (person, arende), move, stamp)
    done = carried_out(
        [
            (_difference(item), Cause(item.orsak, item.grund))
            for item in ledger.difference_rows(connection, korning, (person, part.arende))
        ],
        [(move.id, move.utestaende + move.nedlagt) for move in part.net.movements],
        part.net.aterkrav,
        rest=ADVANCE if part.in_advance else REST,
        covered=part.net.oredovisat,
    )
    for claim, moved in done.rows.items():
        ledger.add_claim_rows(connection, claim, korning, month, _rows(moved))
    for proposal in done.proposals:
        rows = _rows(proposal.rows)
        ledger.propose(connection, korning, month, person, arende, proposal.grund, rows, stamp)
    return [proposal.belopp for proposal in done.proposals]


def _rows(claimed: Iterable[Claimed]) -> list[ClaimRow]:
    return [ClaimRow(*item.difference[:7], item.orsak, item.belopp) for item in claimed]


def _difference(item: DifferenceRow) -> Difference:
    return Difference(item.rad, item.beslut or 0, *item[2:7], item.belopp)


def _move(
    connection: sqlite3.Connection,
    korning: int,
    month: int,
    account: tuple[int, str | None],
    move: tuple[int, int, int, int],
    stamp: Stamp,
) -> None:
    """Book a change of a claim; one lowered to nothing ends (section 8, states)."""
    identity, outstanding, dropped, absorbed = move
    before = ledger.claim_state(connection, identity)
    ends = outstanding < 0 and before.utestaende + outstanding == 0
    ledger.book(
        connection,
        [
            Booking(
                identity,
                month,
                *account,
                outstanding,
                0,
                dropped,
                absorbed,
                "andrad av körning",
                korning,
                stamp.dag,
                None,
                before.status if ends else None,
            )
        ],
        stamp,
    )
    if ends:
        status = "betald" if before.aterbetalt else "nedlagd"
        ledger.set_claim_status(connection, identity, status)


def annul(database: Database, korning: int, skal: str, stamp: Stamp) -> None:
    """Annul the month's latest attested run: all it did is undone, also to claims.

    By a third person with a reason, not exported, and with claims that have not left
    ``forslag``. Raises Refused.
    """
    if not skal.strip():
        raise Refused("Skriv varför körningen makuleras.")
    with roles.writing(database, stamp, Ratt.ATTESTERA) as connection:
        facts = ledger.run_facts(connection, korning)
        if facts is None:
            raise UnknownRun(korning)
        _may_annul(connection, facts, stamp)
        claims = ledger.claims_of_run(connection, korning)
        moved = [f"K{claim}" for claim, status in claims if not status.endswith("forslag")]
        if moved:
            raise Refused(
                f"Kraven {', '.join(moved)} har lämnat förslag; körningen kan inte makuleras."
            )
        touched = [f"K{claim}" for claim, _ in claims if _touched(connection, claim)]
        if touched:
            raise Refused(
                f"På kraven {', '.join(touched)} har pengar kommit in eller lagts ned; "
                "körningen kan inte makuleras."
            )
        _not_joined(connection, korning, [claim for claim, _ in claims])
        _not_told(connection, korning, {claim for claim, _ in claims})
        _undo_bookings(connection, korning, {claim for claim, _ in claims}, stamp)
        ids = [item.id for item in payments.of_run(connection, korning)]
        payments.mark(connection, ids, "makulerad", stamp, skal=skal)
        ledger.annul(connection, korning, skal, stamp)
        month = (facts.manad, facts.manad)
        journal.advance(connection, ledger.run_brukare(connection, korning), month)
        log(connection, stamp, "makulerad", "korning", str(korning), None, {"skal": skal})


def _not_joined(connection: sqlite3.Connection, korning: int, raised: Sequence[int]) -> None:
    """Raise Refused when claims that a run raised or moved have been joined since."""
    moved = {item.aterkrav for item in ledger.bookings_of_run(connection, korning)}
    joined = [
        f"K{claim}"
        for claim in sorted({*raised, *moved})
        if ledger.is_joined(connection, claim, others=claim in raised)
    ]
    if joined:
        raise Refused(
            f"Kraven {', '.join(joined)} har samlats; ångra det innan körningen makuleras."
        )


def _not_told(connection: sqlite3.Connection, korning: int, raised: set[int]) -> None:
    """Raise Refused when a claim that the run lowered has been communicated or decided as it was
    then: its sum is never raised again, more owed is a new proposal (section 8)."""
    lowered = {
        item.aterkrav
        for item in ledger.bookings_of_run(connection, korning)
        if item.utestaende < 0 and item.aterkrav not in raised
    }
    told = [
        f"K{claim}"
        for claim in sorted(lowered)
        if _open_state(connection, claim) == "kommunicerad"
        or claim_ends.decided_on(connection, claim, korning)
    ]
    if told:
        raise Refused(
            f"Körningen sänkte kraven {', '.join(told)}, som har kommunicerats eller beslutats med "
            "det lägre beloppet. Räkna månaden igen: det som är mer blir ett nytt förslag."
        )


def _open_state(connection: sqlite3.Connection, claim: int) -> str:
    """Return a claim's state, or when it has ended the one it had before."""
    status = ledger.claim_state(connection, claim).status
    before = claim_ends.before_end(connection, claim) if status in ENDED else None
    return before.status if before else status


def _touched(connection: sqlite3.Connection, claim: int) -> bool:
    """Tell whether money has come in on a claim or been dropped from it."""
    state = ledger.claim_state(connection, claim)
    return bool(state.aterbetalt or state.nedlagt)


def _may_annul(connection: sqlite3.Connection, facts: ledger.RunFacts, stamp: Stamp) -> None:
    if facts.status != "attesterad":
        raise Refused(
            f"Körning {facts.id} är {facts.status}: bara en attesterad körning som inte har "
            "exporterats kan makuleras."
        )
    if ledger.attested_run(connection, facts.manad) != facts.id:
        raise Refused(f"Körning {facts.id} är inte månadens senaste attesterade körning.")
    if stamp.aktor in (facts.aktor, facts.attestant):
        raise Refused(
            f"{stamp.aktor} har räknat eller attesterat körningen; en tredje person makulerar."
        )


def _undo_bookings(
    connection: sqlite3.Connection, korning: int, raised: set[int], stamp: Stamp
) -> None:
    for item in ledger.bookings_of_run(connection, korning):
        undone = item._replace(
            utestaende=-item.utestaende,
            aterbetalt=-item.aterbetalt,
            nedlagt=-item.nedlagt,
            absorberat=-item.absorberat,
            handelse="makulerad körning",
            dag=stamp.dag,
            fran_status=None,
        )
        ledger.book(connection, [undone], stamp)
        if item.aterkrav in raised:
            ledger.set_claim_status(connection, item.aterkrav, "makulerad")
        elif undone.utestaende > 0:
            open_state = _open_state(connection, item.aterkrav)
            ledger.set_claim_status(connection, item.aterkrav, open_state)
