"""What the bank says of our payments: kept whole, stored per payment, and what does not add up.

pain.002 and camt.054. A payment that the bank rejects is put forward: ``pay`` of its run makes a
new one instead (rulebook section 7).
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from db import Database, outfiles, paying, payments, reports
from db.journal import Stamp, log
from db.paying import Sent
from importers.bankanswer import MAX_SIZE, BankAnswer, OtherEntry, read_answer
from importers.bankwords import BankStatus
from importers.base import FileProblem, ImportIssue
from workbench.domain.money import kronor
from workbench.domain.roller import Ratt
from workbench.services import roles
from workbench.services.paying_out import end_to_end

_GROUP = re.compile(r"<PmtInfId>([^<]*)</PmtInfId>")
_END_TO_END = re.compile(r"<EndToEndId>([^<]*)</EndToEndId>")


class AnswerRefused(Exception):
    """The file can't be used; nothing is stored. ``issue`` says where and why."""

    def __init__(self, issue: ImportIssue) -> None:
        super().__init__(issue.fel)
        self.issue = issue


class Unknown(NamedTuple):
    """An entry about a payment that is not ours: id as the bank has it, line, öre, status."""

    id: str
    rad: int
    belopp: int | None
    status: str


class Odd(NamedTuple):
    """A payment about which the bank says something that does not fit, and what."""

    id: str
    rad: int
    vad: str


@dataclass(slots=True)
class Answered:
    """What a file from the bank changed, and what a person should look at."""

    fil: str
    sha256: str
    slag: str = ""
    known: bool = False
    """The file had been read before; nothing was changed."""
    mottagna: list[Sent] = field(default_factory=list)
    betalda: list[Sent] = field(default_factory=list)
    avvisade: list[tuple[Sent, str]] = field(default_factory=list)
    okanda: list[Unknown] = field(default_factory=list)
    avvikelser: list[Odd] = field(default_factory=list)
    ovriga: list[OtherEntry] = field(default_factory=list)
    saknas: list[Sent] = field(default_factory=list)
    """Payments of the same files that the bank has not answered."""

    @property
    def waits(self) -> bool:
        """Tell whether a person has something to do."""
        return bool(self.avvisade or self.okanda or self.avvikelser or self.saknas or self.ovriga)

    @property
    def runs(self) -> list[int]:
        """The runs with newly rejected payments."""
        return sorted({sent.korning for sent, _ in self.avvisade})


class _Said(NamedTuple):
    """What a file says of one payment, from its own entry, its group's or the file's status."""

    betalning: int
    status: BankStatus
    belopp: int | None
    skal: str
    dag: str | None
    rad: int


def take_in(database: Database, path: Path, stamp: Stamp) -> Answered:
    """Read a file from the bank and store what it says; the same file again changes nothing.

    Raises AnswerRefused when it can't be read, or when nothing in it is about our payments.
    """
    roles.need(database.read(), stamp.aktor, Ratt.LAMNA_UT)
    data = _read(path)
    result = Answered(path.name, hashlib.sha256(data).hexdigest())
    try:
        answer = read_answer(data, path.name)
    except FileProblem as problem:
        raise AnswerRefused(problem.issue) from problem
    result.slag = answer.kind
    with roles.writing(database, stamp, Ratt.LAMNA_UT) as connection:
        if reports.known_file(connection, result.sha256) is not None:
            result.known = True
            result.saknas = _missing(connection, answer, set())
            return result
        said = list(_said(connection, answer, result))
        if not said and not result.ovriga:
            raise AnswerRefused(_not_ours(path.name, answer))
        found = paying.sent(connection, [one.betalning for one in said])
        for one in said:
            _store(connection, found[one.betalning], one, result, stamp)
        result.saknas = _missing(connection, answer, {one.meddelande for one in found.values()})
        paying.keep_answer(
            connection, path.name, result.sha256, data, answer.kind, len(answer.items), stamp
        )
        log(connection, stamp, "banksvar", "fil", result.sha256, None, _summary(result))
    return result


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_SIZE:
            raise AnswerRefused(_issue(path.name, f"filen är större än {MAX_SIZE >> 20} MB."))
        return path.read_bytes()
    except OSError as error:
        why = f"filen går inte att läsa: {error.strerror}. Kontrollera sökvägen."
        raise AnswerRefused(_issue(path.name, why)) from error


def _issue(name: str, why: str) -> ImportIssue:
    return ImportIssue("BA-001", why[:1].upper() + why[1:], name)


def _not_ours(name: str, answer: BankAnswer) -> ImportIssue:
    about = answer.original_message_id or "okänd fil"
    return ImportIssue(
        "BA-002",
        f"Ingen betalning i filen har lämnats från den här databasen (den gäller {about}). Ingen "
        "uppgift är sparad. Kontrollera att filen hör till kommunen och till den här databasen.",
        name,
    )


# -- what the file says ---------------------------------------------------------------------------


def _said(connection: sqlite3.Connection, answer: BankAnswer, result: Answered) -> Iterator[_Said]:
    """Yield what is said of our payments; what is not about ours is remembered in the result."""
    result.ovriga = list(answer.other)
    identity = outfiles.identity(connection)
    prefix = end_to_end(identity, 0)[:-1]
    ours = [_number(item.end_to_end_id, prefix) for item in answer.items]
    known = paying.sent(connection, [number for number in ours if number])
    named = set()
    for item, number in zip(answer.items, ours, strict=True):
        if number is None or number not in known:
            result.okanda.append(
                Unknown(item.end_to_end_id, item.rad, item.amount_ore, item.status.value)
            )
            continue
        named.add(number)
        skal = " ".join(filter(None, (item.reason_code, item.reason_text)))
        yield _Said(number, item.status, item.amount_ore, skal, item.day, item.rad)
    if answer.original_message_id and answer.kind == "pain.002":
        yield from _groups(connection, answer, prefix, named)


def _number(text: str, prefix: str) -> int | None:
    digits = text.removeprefix(prefix) if text.startswith(prefix) else ""
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 19 else None


def _groups(
    connection: sqlite3.Connection, answer: BankAnswer, prefix: str, named: set[int]
) -> Iterator[_Said]:
    """Yield what the status of a PmtInf or of the whole file means for those not named."""
    file = outfiles.by_message(connection, answer.original_message_id or "")
    if file is None:
        return
    groups = {one.payment_information_id: one for one in answer.groups}
    for name, ids in _members(file.innehall.decode()):
        group = groups.get(name)
        status = group.status if group else answer.group_status
        if status is None:
            continue
        code, text = (
            (group.reason_code, group.reason_text)
            if group
            else (answer.reason_code, answer.reason_text)
        )
        for identity in ids:
            number = _number(identity, prefix)
            if number is not None and number not in named:
                skal = " ".join(filter(None, (code, text)))
                yield _Said(number, status, None, skal, None, 0)


def _members(text: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each PmtInf of a file that we wrote, with the ids in it."""
    for part in text.split("<PmtInf>")[1:]:
        found = _GROUP.search(part)
        assert found is not None
        yield found[1], _END_TO_END.findall(part)


# -- what it changes ------------------------------------------------------------------------------


def _store(
    connection: sqlite3.Connection, sent: Sent, said: _Said, result: Answered, stamp: Stamp
) -> None:
    """Store one answer, unless it says nothing new or contradicts what was final."""
    # A file may name a payment twice: its status is read again, not remembered.
    status = paying.sent(connection, [sent.id])[sent.id].status
    if said.belopp is not None and said.belopp != sent.belopp:
        result.avvikelser.append(
            Odd(
                f"B{sent.id}",
                said.rad,
                f"banken säger {kronor(said.belopp)} kr, vi betalade {kronor(sent.belopp)} kr",
            )
        )
    if status == said.status.value or (status, said.status) == ("betald", BankStatus.MOTTAGEN):
        return
    if status == "avvisad" and not _after_all(connection, sent, said, result):
        return
    payments.mark(
        connection,
        [sent.id],
        said.status.value,
        stamp,
        dag=said.dag,
        skal=said.skal or None,
        underlag=f"{result.sha256}:{said.rad}",
    )
    if said.status is BankStatus.AVVISAD:
        result.avvisade.append((sent, said.skal))
    elif said.status is BankStatus.BETALD:
        result.betalda.append(sent)
    else:
        result.mottagna.append(sent)


def _after_all(connection: sqlite3.Connection, sent: Sent, said: _Said, result: Answered) -> bool:
    """Tell whether a rejected payment counts as paid after all; either way a person is told."""
    again = paying.replaced_by(connection, sent.id)
    paid = said.status is BankStatus.BETALD and again is None
    told = f"banken har avvisat den men säger nu {said.status.value}; "
    if again is not None:
        told += f"den har gått ut igen som B{again}. Fråga banken om båda har betalats"
    elif paid:
        told += "den betalas inte igen. Fråga banken"
    else:
        told += "fråga banken innan något betalas igen"
    result.avvikelser.append(Odd(f"B{sent.id}", said.rad, told))
    return paid


def _missing(connection: sqlite3.Connection, answer: BankAnswer, messages: set[str]) -> list[Sent]:
    """Return payments of the files at hand that still lack the kind of answer that this is."""
    if answer.original_message_id:
        messages = messages | {answer.original_message_id}
    waits = ("exporterad",) if answer.kind == "pain.002" else ("exporterad", "mottagen")
    return [
        sent
        for message in sorted(messages)
        for sent in paying.sent_in(connection, message)
        if sent.status in waits
    ]


def _summary(result: Answered) -> dict[str, object]:
    return {
        "namn": result.fil,
        "slag": result.slag,
        "mottagna": len(result.mottagna),
        "betalda": len(result.betalda),
        "avvisade": len(result.avvisade),
        "okanda": len(result.okanda),
    }
