"""Payments to the bank: an attested run's payments as one pain.001 file, kept for ever.

What leaves is stored with the run in one transaction, and written after that; a file that could
not be written is written by the next call, with the same bytes. Rulebook section 7.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from db import Database, ledger, outfiles, paying
from db.journal import Stamp, log
from db.ledger import RunFacts
from db.outfiles import Made, OutFile
from db.paying import ToPay
from workbench.domain.bankdagar import next_bank_day
from workbench.domain.konto import Konto
from workbench.domain.money import kronor
from workbench.domain.people import masked
from workbench.domain.roller import Ratt
from workbench.domain.time import iso_day, iso_month, month_days, parse_day
from workbench.exports import pain001, paincheck
from workbench.exports.pain001 import BankProfile, Batch, Notice, Party, Payment
from workbench.services import exported, files, roles
from workbench.services.chosen import Chosen, debtor, profile
from workbench.services.errors import Refused
from workbench.services.payable import Candidates, LeftOut, Payable, shown

_TOWN = re.compile(r"\b\d{3} ?\d{2}\s+(\S[^,;\n]*)")


@dataclass(slots=True)
class Paid:
    """What ``pay`` wrote; ``fil`` None = there was nothing to write."""

    korning: int
    month: int
    fil: OutFile | None = None
    ny: bool = False
    """The file was made now; False: it had been made before, and these are its bytes."""
    utelamnade: list[LeftOut] = field(default_factory=list)
    anmarkningar: list[Notice] = field(default_factory=list)
    vantar: bool = False
    """More payments can leave: the same command again, with another file, sends them."""


def pay(
    database: Database,
    korning: int,
    target: Path,
    stamp: Stamp,
    *,
    day: str | None = None,
    number: int | None = None,
) -> Paid:
    """Write an attested run's payments to a file for the bank, and remember that they left.

    A file that is stored but was never written comes first; then payments that have not left
    (later accounts, payments instead of rejected ones) in a new file; else the latest file again
    with the same bytes. ``number`` chooses an earlier file (1 = the first). ``day`` is the day
    the bank pays, else the setting. Raises Refused, or NotWritten when the file can't be written.
    """
    with roles.writing(database, stamp, Ratt.LAMNA_UT) as connection:
        facts = _run(connection, korning)
        result = _stored(connection, facts, number)
        if result.fil is None or (number is None and result.fil.skriven is not None):
            _new(connection, facts, result, stamp, day)
        elif number is None:
            others = Candidates(connection, facts, stamp).look()
            result.utelamnade, result.vantar = others.left, bool(others.payable)
        if result.fil is not None:
            exported.check(connection, stamp, "betalning", target, result.fil)
    if result.fil is not None:
        files.write_whole(target, result.fil.innehall)
        with roles.writing(database, stamp, Ratt.LAMNA_UT) as connection:
            outfiles.written(connection, result.fil, stamp)
    return result


def _run(connection: sqlite3.Connection, korning: int) -> RunFacts:
    facts = ledger.run_facts(connection, korning)
    if facts is None:
        raise Refused(f"Körning {korning} finns inte. Se körningarna med: workbench runs")
    if facts.status == "utkast":
        raise Refused(
            f"Körning {korning} är ett utkast: bara en attesterad körning betalas. Attestera den "
            f"med: workbench attest {korning} --sum KRONOR"
        )
    if facts.status == "makulerad":
        raise Refused(
            f"Körning {korning} är makulerad ({facts.makulerad_skal}) och betalas inte. Räkna "
            "månaden på nytt."
        )
    return facts


def _stored(connection: sqlite3.Connection, facts: RunFacts, number: int | None) -> Paid:
    found = outfiles.of_run(connection, facts.id, "betalning")
    result = Paid(facts.id, facts.manad)
    if number is not None:
        if not 1 <= number <= len(found):
            raise Refused(
                f"Körning {facts.id} har {len(found)} betalfiler; nummer {number} finns inte."
            )
        result.fil = found[number - 1]
    elif found:
        result.fil = next((one for one in found if one.skriven is None), found[-1])
    return result


# -- a new file -----------------------------------------------------------------------------------


def end_to_end(identity: str, betalning: int) -> str:
    """Return the EndToEndId of a payment: unique over payments, files and databases."""
    return f"{identity}-B{betalning}"


def _new(
    connection: sqlite3.Connection, facts: RunFacts, result: Paid, stamp: Stamp, day: str | None
) -> None:
    """Store a new file of what can leave, when there is anything."""
    candidates = Candidates(connection, facts, stamp).look()
    result.utelamnade = candidates.left
    if not candidates.payable:
        return
    chosen = Chosen(connection, stamp.dag)
    payer, bank = debtor(chosen), profile(chosen)
    execution = day or _execution(chosen, facts.manad, stamp)
    towns = [_town(one.item, chosen) for one in candidates.payable]
    if bank.address_required and not all(towns):
        chosen.needed("betalning_ort")
    chosen.refuse(f"Betalfilen för körning {facts.id}")
    assert payer is not None
    sound = _sound(candidates, towns, bank, connection, facts, stamp)
    count = len(outfiles.of_run(connection, facts.id, "betalning")) + 1
    batch = Batch(
        f"WB{outfiles.identity(connection)}-{facts.id}-{count}",
        stamp.tid,
        execution,
        payer,
        [payment for _, payment, _ in sound],
        chosen.text("betalning_version"),
    )
    if execution < stamp.dag:
        raise Refused(f"Betalningsdagen {execution} har passerat. Ange en kommande dag med --date.")
    result.utelamnade = candidates.left
    if not sound:
        return
    problems = pain001.problems(batch, bank)
    if problems:
        raise Refused("\n".join(problems))
    result.anmarkningar = pain001.notices(batch, bank)
    result.fil = _keep(connection, facts, batch, sound, pain001.write(batch, bank), stamp)
    result.ny = True


_Sound = list[tuple[int, Payment, Konto]]
"""Payments that can be written: id, as written, account."""


def _sound(
    candidates: Candidates,
    towns: Sequence[str],
    bank: BankProfile,
    connection: sqlite3.Connection,
    facts: RunFacts,
    stamp: Stamp,
) -> _Sound:
    """Return the payments that a bank takes, those instead of rejected ones made; leave others."""
    identity = outfiles.identity(connection)
    sound: _Sound = []
    for one, town in zip(candidates.payable, towns, strict=True):
        item = one.item
        found = list(paincheck.of_payment(_payment(identity, item.id, one, town, facts), bank))
        if found:
            why = " ".join(f"{text[:1].upper()}{text[1:]}" for text in found)
            candidates.left.append(LeftOut(f"B{item.id}", shown(item), item.belopp, why))
            continue
        number = item.id
        if one.ersatter is not None:
            number = paying.replace(connection, one.ersatter, str(one.account), stamp)
        sound.append((number, _payment(identity, number, one, town, facts), one.account))
    return sound


def _payment(identity: str, number: int, one: Payable, town: str, facts: RunFacts) -> Payment:
    item = one.item
    return Payment(
        end_to_end(identity, number),
        Party(
            item.namn or "", town, visas=masked(item.person or item.brukare) if item.skyddad else ""
        ),
        one.account,
        item.belopp,
        (_told(item, facts, number),),
    )


def _told(item: ToPay, facts: RunFacts, number: int) -> str:
    """Return what the payee reads on the account statement."""
    if item.aterkrav is not None:
        return f"För mycket betalt på krav K{item.aterkrav}, B{number}"
    return f"Assistans {iso_month(facts.manad)}, B{number}"


def _town(item: ToPay, chosen: Chosen) -> str:
    found = _TOWN.search(item.adress or "")
    return found[1].strip() if found else chosen.text("betalning_ort")


def _execution(chosen: Chosen, month: int, stamp: Stamp) -> str:
    """Return the bank day that the setting says, or today's next one when it has passed."""
    if not chosen.needed("betalning_dag"):
        return stamp.dag
    first, after = month_days(month + 1)
    day = min(first + (chosen.number("betalning_dag") or 1) - 1, after - 1)
    return iso_day(next_bank_day(max(day, parse_day(stamp.dag))))


def _keep(
    connection: sqlite3.Connection,
    facts: RunFacts,
    batch: Batch,
    sound: _Sound,
    data: bytes,
    stamp: Stamp,
) -> OutFile:
    total = sum(payment.amount_ore for _, payment, _ in sound)
    made = Made(
        facts.id, "betalning", batch.message_id, data, total, len(sound), batch.execution_day
    )
    utfil = outfiles.keep(connection, made, stamp)
    outfiles.add_payments(connection, utfil, [number for number, _, _ in sound])
    paying.mark_exported(
        connection,
        [(number, str(account)) for number, _, account in sound],
        batch.execution_day,
        stamp,
    )
    ledger.exported(connection, facts.id)
    log(
        connection,
        stamp,
        "betalfil",
        "korning",
        str(facts.id),
        None,
        {"meddelande": batch.message_id, "antal": len(sound), "belopp_ore": total},
    )
    kept = outfiles.by_message(connection, batch.message_id)
    assert kept is not None
    return kept


def summary(result: Paid) -> str:
    """Return in Swedish what happened."""
    file = result.fil
    if file is None:
        if result.utelamnade:
            return f"Körning {result.korning}: ingen betalning kan lämnas. Ingen fil är skriven."
        return f"Körning {result.korning} har ingenting att betala. Ingen fil är skriven."
    count = "1 betalning" if file.antal == 1 else f"{file.antal} betalningar"
    what = f"{count}, {kronor(file.belopp)} kr, betalas {file.dag}"
    if result.ny:
        return f"{file.meddelande}: {what}."
    if file.skriven is None:
        return (
            f"{file.meddelande}: {what}. Filen lagrades {file.tid[:16]} men skrevs aldrig då; nu "
            "är den skriven."
        )
    return f"{file.meddelande}: {what}. Filen är samma som lämnades {file.tid[:16]}."
