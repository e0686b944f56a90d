"""A month's draft: each brukare's lines with advance and accounted costs, netted and explained."""

from __future__ import annotations

import json
import sqlite3
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from db import checks, journal, ledger, settlements, sjukfall
from db.journal import Stamp
from db.ledger import AdvanceFacts, DifferenceRow, Former
from db.settlements import RunWriter
from workbench.claiming import SHARE, Undanhallet, cause, main_ground, pass_cause
from workbench.domain.decision import Beslut
from workbench.domain.people import age_day
from workbench.domain.report import Row
from workbench.domain.settlement import Line, Settlement
from workbench.domain.time import (
    intersect,
    iso_day,
    iso_month,
    month_days,
    month_interval,
    parse_day,
    subtract,
    total,
)
from workbench.law.granted import granted_hours
from workbench.law.rate import timbelopp
from workbench.law.rounding import half_up, line_amount
from workbench.netting import Claim, Forskott, Net, net
from workbench.paying import Payee, payee
from workbench.rules.registry import RULE_VERSION
from workbench.settling import Law, Withheld, parts, stretches
from workbench.sharing import Paid, Share, differences, pass_shares, shares

NONE = Undanhallet(0, 0)


class Granted(NamedTuple):
    """A sjuklön claim as it is paid: its right amount, and its passes as ``pass_shares`` wants."""

    arende: str
    belopp: int
    passen: Sequence[tuple[int, int, int, tuple[str, int]]]
    undanhallet: dict[int, tuple[int, int]]
    """``rad`` of a pass -> (minutes refused, minutes held)."""
    steg: tuple[int, ...] = ()
    """Öre of the computation's steps (``law.sjuklon.Amounts``), then what they rest on."""


class Computed(NamedTuple):
    """One brukare's month as computed, and what it was computed from."""

    settlement: Settlement
    rows: Sequence[Row]
    withheld: Mapping[int, Withheld]
    beslut: Sequence[Beslut]
    if_released: Callable[[], Settlement]
    """Settles again with held minutes taken as payable."""
    sjuklon: Sequence[Granted] = ()


class Part(NamedTuple):
    """One netting of a brukare's month: the assistans (``arende`` empty) or a sjuklön claim."""

    arende: str
    net: Net
    forskott: int = 0
    """Öre paid in advance in this run."""
    in_advance: bool = False
    """The month has been paid in advance, now or before."""


class Netted(NamedTuple):
    """One brukare's month in money: all lines, their nettings, and who is paid."""

    lines: list[Line]
    parts: list[Part]
    mottagare: Payee


def may_have_advance(facts: AdvanceFacts, day: str) -> list[str]:
    """Return, in Swedish, why a brukare can't be paid in advance; empty = he can (9.2.22).

    That he doesn't run it as a business can't be told from the registers.
    """
    missing = []
    if facts.andra_arbetsgivare:
        missing.append("har uppdrag med annan arbetsgivare")
    if not facts.ivo_anmald or facts.ivo_anmald > day:
        missing.append("är inte anmäld till IVO")
    if not facts.arbetsgivare_registrerad or facts.arbetsgivare_registrerad > day:
        missing.append("är inte registrerad som arbetsgivare")
    return missing


class Money:
    """What the month's lines meet, read once for the selection: earlier runs, claims, advances,
    accounts, and who is paid."""

    def __init__(self, connection: sqlite3.Connection, month: int, law: Law, stamp: Stamp) -> None:
        self._connection = connection
        self._month = month
        self._law = law
        first, after = month_days(month)
        self.former_run = ledger.attested_run(connection, month)
        self._paid = ledger.attested(connection, month)
        self._claims = ledger.claims(connection, month)
        former = self.former_run
        self._former = {} if former is None else ledger.former_lines(connection, former)
        self._accounted = ledger.accounted(connection, iso_month(month))
        self._advances = ledger.advance_facts(connection, iso_day(first), iso_day(after - 1))
        self._payees = checks.payees(connection, stamp.dag)
        self._guardians = checks.guardians(connection)
        self._stopped = checks.stopped(connection, stamp.dag)
        self._today = stamp.dag
        self._files: list[tuple[int, str]] | None = None

    def netted(self, number: str, computed: Computed) -> Netted:
        """Return a brukare's lines of the month and their netting. ``number`` is his own."""
        person = computed.settlement.brukare
        lines, part = self._assistans(person, computed)
        parts = [part]
        for line in self._sjuklon(person, computed.sjuklon):
            account = (person, line.arende)
            claims = [Claim._make(item) for item in self._claims.get(account, ())]
            parts.append(Part(line.arende, net(line.belopp, self._paid.get(account, 0), claims)))
            lines.append(line)
        return Netted(lines, parts, self._payee(number, computed))

    def _assistans(self, person: int, computed: Computed) -> tuple[list[Line], Part]:
        lines = list(computed.settlement.lines)
        self._cut(person, lines)
        ratt = sum(line.belopp for line in lines)
        advance, new = self._advance(person, computed.beslut)
        whole = sum(line.belopp for line in advance)
        held = 0
        if advance and person in self._accounted:
            held = self._worth(person, computed.if_released()) - ratt
        account = (person, "")
        result = net(
            ratt,
            self._paid.get(account, 0),
            [Claim._make(item) for item in self._claims.get(account, ())],
            Forskott(whole, new, person in self._accounted, held) if advance else None,
        )
        lines += advance
        part = Part("", result, new, bool(advance))
        return lines + self._attested_lines(person, lines), part

    def _sjuklon(self, person: int, granted: Sequence[Granted]) -> list[Line]:
        """Return a line per granted claim, and per claim that has been attested before."""
        amounts = {item.arende: item.belopp for item in granted}
        for former in self._former.get(person, ()):
            if former.arende:
                amounts.setdefault(former.arende, 0)
        lines = []
        for arende in sorted(amounts):
            line = Line(person, 0, "", 0, "sjuklon", arende)
            line.belopp = amounts[arende]
            lines.append(line)
        return lines

    def _cut(self, person: int, lines: list[Line]) -> None:
        """Cut the right amount to the accounted costs, from the last line on (section 7)."""
        accounted = self._accounted.get(person)
        if accounted is None:
            return
        over = sum(line.belopp for line in lines) - accounted
        for line in reversed(lines):
            if over <= 0:
                break
            line.avdrag = min(over, line.belopp)
            line.belopp -= line.avdrag
            over -= line.avdrag

    def _worth(self, person: int, settlement: Settlement) -> int:
        lines = list(settlement.lines)
        self._cut(person, lines)
        return sum(line.belopp for line in lines)

    def _advance(self, person: int, beslut: Sequence[Beslut]) -> tuple[list[Line], int]:
        """Return the month's advance lines and the öre of them that are new in this run."""
        kept = [
            self._attested_line(person, item, timmar=item.timmar, belopp=item.belopp)
            for item in self._former.get(person, ())
            if item.slag == "forskott"
        ]
        facts = self._advances.get(person)
        if kept or facts is None or person in self._accounted:
            return kept, 0
        days = month_days(self._month)
        lines = []
        for item in beslut:
            inside = item.days_in(days)
            if not item.forskott or inside is None or may_have_advance(facts, iso_day(inside[0])):
                continue
            hours = item.forskott_timmar
            if hours is None:
                granted = granted_hours(item, self._month, self._law.policies)
                hours = half_up(granted, item.period_manader)
            rate = timbelopp(item, inside[0], self._law.rates, self._law.policies)
            line = Line(person, item.id, item.nummer, rate, "forskott", forskott=hours)
            line.belopp = line_amount(hours, rate)
            lines.append(line)
        return lines, sum(line.belopp for line in lines)

    def _attested_lines(self, person: int, lines: Sequence[Line]) -> list[Line]:
        """Return empty lines for what has been attested before and is no longer there."""
        present = {line.key for line in lines}
        return [
            self._attested_line(person, item)
            for item in self._former.get(person, ())
            if not item.arende and (item.beslut, item.slag, item.timbelopp, "") not in present
        ]

    def _attested_line(
        self, person: int, item: Former, *, timmar: int = 0, belopp: int = 0
    ) -> Line:
        line = Line(person, item.beslut, "", item.timbelopp, item.slag, forskott=timmar)
        line.belopp = belopp
        return line

    def _payee(self, number: str, computed: Computed) -> Payee:
        person = computed.settlement.brukare
        paid = {line.beslut for line in computed.settlement.lines}
        first = next((item for item in computed.beslut if item.id in paid), None)
        if first is None:
            first = next(iter(computed.beslut), None)
        return payee(
            number,
            first,
            self._payees.get(person, {}),
            self._guardians.get(person),
            minor=parse_day(self._today) < age_day(number, 18),
            stopped=person in self._stopped,
        )

    # -- row by row ---------------------------------------------------------------------------

    def shares(self, computed: Computed, lines: Sequence[Line]) -> list[Share]:
        """Return how a brukare's öre fall on rows."""
        paid_by = stretches(computed.beslut, self._month, self._law)
        pieces: list[Paid] = [
            (row, start, slut, (stretch.beslut.id, stretch.timbelopp))
            for row, start, slut, stretch in parts(
                computed.rows, computed.withheld, paid_by, self._month
            )
            if stretch.timbelopp is not None
        ]
        own = [line for line in lines if line.slag == "assistans"]
        return shares(own, pieces, self._rank)

    def kept(self, computed: Computed, arende: str, paid: Sequence[Share]) -> list[ledger.ShareRow]:
        """Return the shares as they are kept when the run is attested, with what belongs to them:
        exact units, what was withheld of rows partly paid, a claim's steps and where its passes
        stood."""
        found: list[ledger.ShareRow] = [item[:6] for item in paid]
        found += [
            (item.rad, item.beslut, ledger.UNITS, item.timbelopp, item.enheter, 0)
            for item in paid
            if item.enheter is not None
        ]
        rows = {item.rad for item in paid}
        for rad, minutes in self._withheld_minutes(computed, arende).items():
            if rad in rows:
                found += [
                    (rad, 0, what, 0, some, 0)
                    for what, some in zip(ledger.WITHHELD, minutes, strict=True)
                    if some
                ]
        claim = next((item for item in computed.sjuklon if item.arende == arende), None)
        if claim is not None:
            found += [(None, 0, ledger.STEP, 0, place, ore) for place, ore in enumerate(claim.steg)]
            for rad, _, _, (sha, place) in claim.passen:
                if rad in rows:
                    fil = ledger.file_number(self._connection, sha)
                    found.append((rad, 0, ledger.SOURCE, fil, place, 0))
        return found

    def _withheld_minutes(self, computed: Computed, arende: str) -> dict[int, Undanhallet]:
        """Return {row: minutes withheld} of the month, or of a claim's passes."""
        if arende:
            claim = (item.undanhallet for item in computed.sjuklon if item.arende == arende)
            return {rad: Undanhallet(*pair) for rad, pair in next(claim, {}).items()}
        window = [month_interval(self._month)]
        found = {}
        for rad, own in computed.withheld.items():
            refused = intersect(own.nekade, window)
            held = subtract(intersect(own.hallna, window), refused)
            by_fk = total(intersect(own.fk, window)) if own.fk else 0
            found[rad] = Undanhallet(total(refused), total(held), by_fk)
        return found

    def _rank(self, rad: int) -> tuple[str, int]:
        if self._files is None:
            self._files = ledger.file_order(self._connection)
        index = bisect_right(self._files, rad, key=lambda item: item[0]) - 1
        return (self._files[index][1] if index >= 0 else "", rad)

    def all_shares(self, computed: Computed, netted: Netted) -> Iterator[tuple[str, list[Share]]]:
        """Yield (arende, shares) of every netting of a brukare's month."""
        yield "", self.shares(computed, netted.lines)
        for item in computed.sjuklon:
            yield item.arende, pass_shares(item.belopp, item.passen)

    def explained(
        self, computed: Computed, netted: Netted
    ) -> list[tuple[str, list[DifferenceRow]]]:
        """Return what differs from the month's attested run, row by row with its cause."""
        former = self.former_run
        person = computed.settlement.brukare
        if former is None or not self._differs(person, netted.lines):
            return []
        kods = ledger.withholding_kods(self._connection, self._month, person)
        last = ledger.last_row(self._connection, former)
        arenden = [part.arende for part in netted.parts if part.arende]
        states = sjukfall.statuses(self._connection, arenden)
        shares_now = dict(self.all_shares(computed, netted))
        result = []
        for part in netted.parts:
            account = (person, part.arende)
            before = [Share(*item) for item in ledger.shares(self._connection, former, account)]
            was = ledger.withheld_minutes(self._connection, former, account)
            now = self._withheld_minutes(computed, part.arende)
            found = []
            for item in differences(before, shares_now.get(part.arende, ())):
                rad = item.rad or 0
                grown = now.get(rad, NONE).since(Undanhallet(*was.get(rad, NONE)))
                own = kods.get(rad, ())
                if part.arende:
                    why = pass_cause(item, status=states[part.arende], kods=own, more=grown)
                else:
                    why = cause(item, new_row=rad > last, kods=own, more=grown)
                found.append((item, why))
            main = main_ground(found)
            rows = [
                DifferenceRow(
                    *item[:7], why.orsak, main if why.orsak == SHARE else why.grund, item.belopp
                )
                for item, why in found
            ]
            result.append((part.arende, rows))
        return result

    def _differs(self, person: int, lines: Sequence[Line]) -> bool:
        def brief(line: Line | Former) -> tuple[object, ...]:
            key = (line.beslut, line.slag, line.timbelopp, line.arende)
            return (*key, tuple(line.minuter), line.timmar, line.belopp)

        now = {brief(line) for line in lines}
        return now != {brief(line) for line in self._former.get(person, ())}


class Draft:
    """Stores netted months as the draft, brukare by brukare in order of person."""

    def __init__(self, connection: sqlite3.Connection, month: int, law: Law, stamp: Stamp) -> None:
        self._connection = connection
        self._stamp = stamp
        self.korning = settlements.begin_draft(connection, month, RULE_VERSION, stamp)
        self.run = RunWriter(connection, self.korning)
        self.money = Money(connection, month, law, stamp)
        self._numbers = checks.chosen_numbers(connection)

    def store(self, computed: Computed) -> None:
        """Net and store one brukare's month."""
        person = computed.settlement.brukare
        number = self._numbers.take(person)[0][1]
        netted = self.money.netted(number, computed)
        payee = netted.mottagare.nummer
        self.run.store(
            computed.settlement,
            netted.lines,
            [(part.arende or None, part.net.values(part.forskott), payee) for part in netted.parts],
        )
        if self.money.former_run is not None:
            found = self.money.explained(computed, netted)
            ledger.replace_differences(self._connection, self.korning, person, found)

    def finish(self, warnings: Sequence[str]) -> None:
        """Write what is queued, and the run's sums."""
        self.run.finish(
            journal.revision(self._connection),
            RULE_VERSION,
            json.dumps(list(warnings), ensure_ascii=False),
            self._stamp,
        )
