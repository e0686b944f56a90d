"""Whether every claim still follows from the two runs it stands between, row by row.

For each netting that an attested run has done something to claims of: the shares of both runs, the
differences between them, the netting, and the claims' rows and bookings are worked out again from
what was stored, and compared to the öre. Causes are taken as the run told them.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest

from db import claim_basis, claims, ledger, registered, reports
from db.claim_basis import Netting
from db.claims import NamedClaimRow
from db.ledger import Account, DifferenceRow
from db.proof import Fault
from workbench.claiming import ADVANCE, REST, Cause, Claimed, Done, carried_out
from workbench.domain.money import kronor
from workbench.domain.time import iso_month
from workbench.netting import Claim, Forskott, Net, net
from workbench.services.andelar import Sida, sida, uneven
from workbench.services.kravavsnitt import ranks
from workbench.sharing import Difference, differences

Stored = Mapping[int, Sequence[NamedClaimRow]]
"""The rows that a run gave to claims, by claim."""
Mark = tuple[int | None, int, str, int, int, int | None, int | None, str]
"""A row of a claim without its öre: row, beslut, kind, minutes, rates and cause."""


def faults(connection: sqlite3.Connection) -> Iterator[Fault]:
    """Yield what of the claims does not follow from the attested runs, by run."""
    stored = _stored(connection)
    for korning, month, account in claim_basis.accounts(connection):
        former = ledger.attested_before(connection, korning)
        if former is None:
            what = f"kravet har ingen attesterad körning före körning {korning}"
            yield Fault(iso_month(month), what)
            continue
        before, after = (sida(connection, run, account) for run in (former, korning))
        own = stored.get(korning, {})
        yield from _Check(connection, month, account, before, after, own).faults()


def _stored(connection: sqlite3.Connection) -> dict[int, dict[int, list[NamedClaimRow]]]:
    """Return {run: {claim: rows}}, each row once, under the claim that it was made for."""
    found: dict[int, dict[int, list[NamedClaimRow]]] = defaultdict(dict)
    for claim in claims.standing(connection):
        own: dict[tuple[int, int], list[NamedClaimRow]] = defaultdict(list)
        for row in claims.rows(connection, claim):
            own[row.korning, row.aterkrav].append(row)
        for (korning, made_for), rows in own.items():
            found[korning].setdefault(made_for, rows)
    return found


class _Check:
    """One netting of one run."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        month: int,
        account: Account,
        before: Sida,
        after: Sida,
        stored: Stored,
    ) -> None:
        self._connection = connection
        self._month = month
        self._account = account
        self._before, self._after = before, after
        self._stored = stored
        self._korning = after.run.id
        self._where = " ".join(filter(None, (iso_month(month), account[1])))
        ids = {item.rad for side in (before, after) for item in side.shares}
        ids |= {row.rad_id for rows in stored.values() for row in rows}
        named = reports.named_rows(connection, sorted(rad for rad in ids if rad is not None))
        self._names = {row.id: f"{row.fil} rad {row.rad}" for row in named}
        self._rank = ranks({row.id: (row.sha256, row.rad) for row in named})

    def faults(self) -> Iterator[Fault]:
        """Yield what does not follow."""
        yield from self._shares()
        found = differences(self._before.shares, self._after.shares)
        told = ledger.difference_rows(self._connection, self._korning, self._account)
        causes = {_difference(item)[:7]: Cause(item.orsak, item.grund) for item in told}
        if not told and _brief(self._before) == _brief(self._after):
            found = []  # lines that stand still are not told row by row when a month is settled
        yield from self._differences(found, told)
        netting = claim_basis.netting(self._connection, self._korning, self._account)
        if netting is None:
            yield Fault(self._where, f"nettot i körning {self._korning} finns inte")
            return
        result = self._net(netting)
        if result.values(netting.forskott) != netting:
            yield Fault(self._where, f"nettot i körning {self._korning} följer inte av andelarna")
        done = carried_out(
            [(item, causes.get(item[:7], REST)) for item in found],
            [(move.id, move.utestaende + move.nedlagt) for move in result.movements],
            result.aterkrav,
            rest=REST if self._after.forskott is None else ADVANCE,
            covered=result.oredovisat,
        )
        yield from self._claims(done)

    def _shares(self) -> Iterator[Fault]:
        for side in (self._before, self._after):
            for share in uneven(side, self._rank):
                yield Fault(
                    f"{self._where} {self._names.get(share.rad or 0, share.slag)}",
                    f"körning {side.run.id} ger raden {kronor(share.ore)} kr, som inte följer av "
                    "postens belopp och radernas enheter",
                )

    def _differences(
        self, found: Iterable[Difference], told: Iterable[DifferenceRow]
    ) -> Iterator[Fault]:
        right = {item[:7]: item.belopp for item in found}
        stored = {_difference(item)[:7]: item.belopp for item in told}
        for key in dict.fromkeys((*right, *stored)):
            was, now = stored.get(key, 0), right.get(key, 0)
            if was != now or (key in stored) != (key in right):
                yield Fault(
                    f"{self._where} {self._row(key[0])}",
                    f"skillnaden i körning {self._korning} är {kronor(was)} kr, andelarna ger "
                    f"{kronor(now)} kr",
                )

    def _net(self, netting: Netting) -> Net:
        """Net again: the right amount from the shares, the claims as they stood before the run."""
        ratt = sum(share.ore for share in self._after.shares)
        sums = claim_basis.sums_before(self._connection, self._korning, self._month, self._account)
        own = [Claim._make(item) for item in sums]
        advance = None
        if self._after.forskott is not None:
            # What the held minutes were worth came of findings; as far as it counted, it is kept.
            advance = Forskott(
                self._after.forskott, netting.forskott, netting.forskott == 0, netting.oredovisat
            )
        return net(ratt, netting.betalt - netting.forskott, own, advance)

    # -- claims -----------------------------------------------------------------------------------

    def _claims(self, done: Done) -> Iterator[Fault]:
        """Compare the rows of every claim, and what is booked on it."""
        booked = claim_basis.moved(self._connection, self._korning, self._account)
        raised = [item for item in booked if item.foreslagen]
        rest = {item.aterkrav: item.summa for item in booked if not item.foreslagen}
        for claim, rows in done.rows.items():
            yield from self._claim(claim, rows, rest.pop(claim, 0))
        for item, proposal in zip_longest(raised, done.proposals):
            if item is None:
                what = f"ett krav på {kronor(proposal.belopp)} kr saknas, grund {proposal.grund}"
                yield Fault(f"{self._where} körning {self._korning}", what)
            else:
                rows = proposal.rows if proposal else ()
                ground = registered.proposed_ground(self._connection, item.aterkrav)
                if proposal and ground != proposal.grund:
                    what = f"föreslogs på grund {ground}, skillnaderna ger {proposal.grund}"
                    yield Fault(f"K{item.aterkrav} {self._where}", what)
                yield from self._claim(item.aterkrav, rows, item.summa)
        for claim, ore in rest.items():
            yield from self._claim(claim, (), ore)

    def _claim(self, claim: int, rows: Sequence[Claimed], booked: int) -> Iterator[Fault]:
        name = f"K{claim} {self._where}"
        right = sum(row.belopp for row in rows)
        if booked != right:
            yield Fault(
                name,
                f"körning {self._korning} har bokfört {kronor(booked)} kr på kravet, skillnaderna "
                f"ger {kronor(right)} kr",
            )
        expected = Counter((_claimed(row), row.belopp) for row in rows)
        present = Counter((_named(row), row.belopp) for row in self._stored.get(claim, ()))
        missing = dict((expected - present).elements())
        for mark, ore in (present - expected).elements():
            where = f"{name} {self._row(mark[0])}"
            if mark in missing:
                now = kronor(missing.pop(mark))
                yield Fault(where, f"kravet har {kronor(ore)} kr på raden, skillnaden ger {now} kr")
            else:
                what = f"kravets rad på {kronor(ore)} kr förklaras inte av någon skillnad"
                yield Fault(where, what)
        for mark, ore in missing.items():
            where = f"{name} {self._row(mark[0])}"
            yield Fault(where, f"raden saknas i kravet: {kronor(ore)} kr")

    def _row(self, rad: int | None) -> str:
        return "utan rad" if rad is None else self._names.get(rad, f"rad {rad}, som inte finns")


def _brief(side: Sida) -> set[tuple[object, ...]]:
    return {(*line[3:11], line.timmar, line.belopp) for line in side.lines}


def _difference(item: DifferenceRow) -> Difference:
    return Difference(item.rad, item.beslut or 0, *item[2:7], item.belopp)


def _claimed(row: Claimed) -> Mark:
    return (*row.difference[:7], row.orsak)


def _named(row: NamedClaimRow) -> Mark:
    return (row.rad_id, row.beslut_id, *row[5:10], row.orsak)
