"""Checks a month and, when asked, settles it: the streaming passes over the database.

Whoever changed since the last check is checked again, nobody else. Pass 1 goes by assistant;
pass 2, by brukare, runs the remaining rules and turns payable minutes into lines. What the lines
can't pay becomes findings in hours. All in one transaction.
"""

from __future__ import annotations

import gc
import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, partial

from db import accounts, checks, facts, findings, fk, journal, ledger, reports, settlements
from db.facts import AssistantFacts, BrukareFacts, Lockstep
from db.findings import FindingStore, Judged
from db.journal import Stamp
from db.settlements import Change
from workbench.auditing import Stored, normal, reconcile, reconcile_hours
from workbench.checking import AssistentFacts, Relation, check_assistant, check_brukare
from workbench.domain.decision import Beslut
from workbench.domain.facts import Deklaration, Forhallande
from workbench.domain.finding import Finding, Part
from workbench.domain.money import kronor
from workbench.domain.report import Row
from workbench.domain.settlement import Settlement
from workbench.domain.time import (
    Interval,
    iso_day,
    iso_month,
    midnight,
    month_days,
    month_interval,
    month_of,
    parse_day,
    subtract,
)
from workbench.law.parameters import RateMissing, verified_until
from workbench.law.revision import effective
from workbench.rules.base import BrukarManad, Context, Received
from workbench.rules.registry import KODER, RULE_VERSION
from workbench.services import law as law_service
from workbench.services.drafting import Computed, Draft, Granted
from workbench.services.progress import EVERY, Progress
from workbench.services.sjukloner import Sjukloner
from workbench.services.sjukloner import findings as findings_of_claim
from workbench.settling import Law, Withheld, settle_brukare

NOBODY: Mapping[int, list[Interval]] = {}
SECTION_4 = frozenset(kod for kod in KODER if kod.startswith("arbetstid-")) - {"arbetstid-uppgift"}
"""Codes of working time, which all performed time counts in."""


@dataclass(slots=True)
class Work:
    """What one check or settlement did. ``changes`` are lines that differ from the draft;
    ``everyone`` is True when all brukare were settled anew."""

    assistants: int = 0
    brukare: int = 0
    everyone: bool = False
    korning: int | None = None
    changes: list[Change] = field(default_factory=list)
    missing_rates: set[int] = field(default_factory=set)
    again: bool = False
    """What was found of one brukare changes a claim of another, computed before."""


MOST_ROUNDS = 5
"""How often a month is computed anew because claims share vikarier across brukare."""


@dataclass(slots=True)
class _Job:
    connection: sqlite3.Connection
    month: int
    stamp: Stamp
    law: Law
    context: Context
    progress: Progress
    work: Work
    first_month: int
    only_fk: Mapping[int, list[Interval]]
    """Instants of the month that only FK pays for, by brukare (rulebook section 11)."""

    def months(self, day: int) -> range:
        """Return the stored months before this one in which a row of a later day can start."""
        return range(max(month_of(day - 1), self.first_month), self.month)


def run(
    connection: sqlite3.Connection,
    month: int,
    stamp: Stamp,
    progress: Progress,
    *,
    settle: bool,
    law: Law | None = None,
) -> Work:
    """Check a month inside the caller's transaction; with ``settle`` also write its draft.

    ``law`` are values to try in place of the registered ones: everything is then computed anew,
    and the caller rolls it back. Raises RateMissing only when settling: a line needs a timbelopp
    that is not registered.
    """
    with _without_collector():
        work = _run(connection, month, stamp, progress, settle=settle, tried=law)
        for _ in range(MOST_ROUNDS):
            if not work.again:
                break
            more = _run(connection, month, stamp, progress, settle=settle, tried=law)
            more.changes = work.changes + more.changes
            more.everyone |= work.everyone
            work = more
        return work


@contextmanager
def _without_collector() -> Iterator[None]:
    """Spare the hunt for cycles: a check makes millions of short-lived values and no cycles."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _run(
    connection: sqlite3.Connection,
    month: int,
    stamp: Stamp,
    progress: Progress,
    *,
    settle: bool,
    tried: Law | None,
) -> Work:
    law = tried or law_service.load(connection)
    received = Received(facts.received(connection))
    context = Context(month, parse_day(stamp.dag), law.policies, received)
    first = reports.first_month(connection)
    only_fk = fk.only_fk_between(connection, *month_interval(month))
    job = _Job(connection, month, stamp, law, context, progress, Work(), first, only_fk)
    revision = journal.revision(connection)
    before = checks.checked(connection, month)
    since = None if tried else _since(before, journal.ground_revision(connection))
    unchanged = since == revision and before is not None and before.idag == stamp.dag
    if not unchanged:
        _check_assistants(job, since, before.idag if before else stamp.dag)
        _choose_brukare(job, since)
    elif not settle:
        return job.work
    checker = None if unchanged else _BrukareCheck(job, everyone=since is None)
    if settle:
        _choose_for_lines(job, since, unchanged)
    else:
        checks.leave_unsettled(connection, month)
    changed = _settle(job, checker, settle)
    if changed:
        revision = journal.advance(connection, changed)
    if job.work.korning is not None:
        settlements.set_revision(connection, job.work.korning, revision)
        checks.clear_unsettled(connection, month)
    state = checks.Checked(revision, stamp.dag, RULE_VERSION, stamp.tid)
    checks.set_checked(connection, month, state, stamp)
    return job.work


def replay(
    connection: sqlite3.Connection, month: int, stamp: Stamp, progress: Progress
) -> Iterator[Computed]:
    """Yield every brukare's month computed anew from the stored findings, in order of person.

    Nothing is checked or stored. Raises RateMissing.
    """
    law = law_service.load(connection)
    received = Received(facts.received(connection))
    context = Context(month, parse_day(stamp.dag), law.policies, received)
    only_fk = fk.only_fk_between(connection, *month_interval(month))
    job = _Job(connection, month, stamp, law, context, progress, Work(), month, only_fk)
    total = _choose_brukare(job, None)
    for number, computed in enumerate(_computed(job, None, Sjukloner(connection, month))):
        if computed.settlement.missing_year is not None:
            raise RateMissing(month_days(month)[0])
        if number % EVERY == 0:
            progress.step("Räknar om brukare", number, total)
        yield computed


def _since(before: checks.Checked | None, ground: int) -> int | None:
    """Return the revision after which changes are to be checked; None = everything."""
    if before is None or before.regelversion != RULE_VERSION or ground > before.revision:
        return None
    return before.revision


def _choose_for_lines(job: _Job, since: int | None, unchanged: bool) -> None:
    """Select whose lines are to be computed: those just checked, and those checked since the
    draft was written without being settled; everyone when there is no draft to build on."""
    draft = settlements.draft(job.connection, job.month)
    if draft is None or draft.regelversion != RULE_VERSION or (since is None and not unchanged):
        _choose_brukare(job, None)
        job.work.everyone = True
    elif unchanged:
        checks.choose_unsettled(job.connection, job.month)
    else:
        checks.add_unsettled(job.connection, job.month)


def _check_assistants(job: _Job, since: int | None, last_day: str) -> None:
    connection = job.connection
    if since is None:
        total = checks.choose_all(connection, "assistent", job.month)
    else:
        total = checks.choose_assistants(connection, job.month, since, (last_day, job.stamp.dag))
    checks.keep_chosen(connection, "assistenter")
    store = _store(job, "assistent")
    people = AssistantFacts(connection)
    declared = reports.declarations(connection, iso_month(job.month))
    shared = accounts.shared(connection)
    rows_of = reports.rows_between(connection, "assistent", job.month, *job.context.instants)
    for number, (assistent, rows) in enumerate(rows_of):
        relation = people.relations(assistent)
        own = AssistentFacts(
            _with_shared_accounts(relation, shared) if shared else relation,
            people.employer,
            people.uppdrag,
            _rows_since(job, "assistent", assistent, rows),
            _worked_before(job, assistent),
            [_declaration(row) for row in declared.take(assistent)],
        )
        for finding in check_assistant(rows, own, job.context):
            _put(store, finding, job.only_fk)
        if number % EVERY == 0:
            job.progress.step("Kontrollerar assistenter", number, total)
        job.work.assistants += 1
    store.finish()


def _with_shared_accounts(relation: Relation, shared: dict[tuple[str, int], str]) -> Relation:
    def with_account(brukare: int, employer: int) -> Forhallande:
        said = shared.get(("brukare", brukare)) or shared.get(("arbetsgivare", employer), "")
        return relation(brukare, employer)._replace(delat_konto=said)

    return with_account


def _declaration(row: tuple[int, int, int, str, int, int]) -> Deklaration:
    _, employer, agreement, periods, first, last = row
    days = tuple(
        (parse_day(fran), parse_day(till) + 1)
        for fran, till in json.loads(periods)
        if fran and till
    )
    return Deklaration(employer, bool(agreement), days, first, last)


def _rows_since(job: _Job, by: str, person: int, rows: list[Row]) -> Callable[[int], Sequence[Row]]:
    """Return how a person's rows are read back from the database; the month's are at hand."""
    first_day = job.context.days[0]
    read: list[tuple[int, list[Row]]] = [(first_day, rows)]

    def since(day: int) -> Sequence[Row]:
        if day < read[0][0]:
            earlier = reports.rows_before(
                job.connection, by, person, job.months(day), midnight(day), midnight(first_day)
            )
            read[0] = (day, earlier + rows)
        return read[0][1]

    return since


def _worked_before(job: _Job, person: int) -> Callable[[int], int]:
    """Return how the sum of an assistant's earlier work is asked for, by whole months."""
    return lambda day: reports.worked_minutes(job.connection, person, job.months(day))


def _choose_brukare(job: _Job, since: int | None) -> int:
    if since is not None:
        return checks.choose_brukare(job.connection, job.month, since)
    checks.choose_all(job.connection, "brukare", job.month)
    return ledger.choose_with_money(job.connection, job.month, *_iso_days(job))


class _BrukareCheck:
    """Pass 2: the rules by brukare, run on each brukare as the settlement pass comes to him.

    Made while the selection holds those to be checked; the settlement may go through more.
    """

    def __init__(self, job: _Job, *, everyone: bool) -> None:
        self._job = job
        self._chosen = None if everyone else checks.chosen(job.connection)
        self.store = _store(job, "brukare")
        self.sjuklon = _store(job, "sjuklon")

    def wants(self, person: int) -> bool:
        """Tell whether a brukare is to be checked."""
        return self._chosen is None or person in self._chosen

    def check(
        self, person: int, rows: list[Row], people: BrukareFacts, beslut: list[Beslut]
    ) -> bool:
        """Check one brukare; tell whether anything was found or taken back."""
        case = BrukarManad(
            people.brukare(person),
            beslut,
            people.vistelser(person),
            people.granted(person),
            rows,
            _rows_since(self._job, "brukare", person, rows),
            people.number,
        )
        found = check_brukare(case, self._job.context)
        for finding in found:
            _put(self.store, finding, self._job.only_fk)
        self._job.work.brukare += 1
        return bool(found) or self.store.knows(person)


def _store(job: _Job, phase: str) -> FindingStore:
    return FindingStore(
        job.connection,
        job.month,
        phase,
        cache(lambda kod: KODER[kod].weight(job.law.policies, job.context.days[0]).value),
        _judge,
    )


def _put(
    store: FindingStore, finding: Finding, only_fk: Mapping[int, list[Interval]] = NOBODY
) -> None:
    """Store a finding; on days that only FK pays for it is made of section 4's alone."""
    evidence = only_fk.get(finding.brukare)
    if evidence and finding.parts and finding.kod not in SECTION_4:
        finding.parts = [
            Part(part.rad, *piece)
            for part in finding.parts
            for piece in subtract([(part.start, part.slut)], evidence)
        ]
        if not finding.parts:
            return
    finding.parts = list(normal(finding.parts))
    store.store(finding)


def _judge(
    finding: Finding, stored: Sequence[tuple[int, bool, tuple[Part, ...], int | None]]
) -> Judged:
    known = [Stored(*row) for row in stored]
    if finding.timmar is None:
        outcome = reconcile(known, finding.parts)
        return Judged(outcome.kept, {}, outcome.fresh, None, outcome.renewed)
    outcome = reconcile_hours(known, finding.timmar)
    return Judged({}, outcome.kept_hours, (), outcome.fresh_hours, outcome.renewed)


# -- settlement -------------------------------------------------------------------------------


def _settle(job: _Job, checker: _BrukareCheck | None, store_lines: bool) -> set[int]:
    """Check and settle the selected brukare in one pass by brukare.

    Returns those whose lines changed other months' caps.
    """
    connection = job.connection
    store = _store(job, "avrakning")
    draft = Draft(connection, job.month, job.law, job.stamp) if store_lines else None
    sjuk = Sjukloner(connection, job.month)
    looked_at: set[int] = set()
    for number, computed in enumerate(_computed(job, checker, sjuk)):
        settlement = computed.settlement
        looked_at.add(settlement.brukare)
        for excess in settlement.excess:
            _put(
                store,
                Finding(
                    "over-beslut",
                    settlement.brukare,
                    beslut=excess.beslut,
                    timmar=excess.timmar,
                ),
            )
        if settlement.missing_year is not None:
            if store_lines:
                raise RateMissing(month_days(job.month)[0])
            job.work.missing_rates.add(settlement.missing_year)
        if draft:
            draft.store(computed)
        if number % EVERY == 0:
            job.progress.step("Räknar av brukare", number, 0)
    if checker:
        checker.store.finish()
        checker.sjuklon.finish()
        job.work.again = sjuk.finish(looked_at)
    store.finish()
    if draft is None:
        return set()
    draft.finish(value_warnings(job.law, job.month))
    job.work.korning = draft.korning
    job.work.changes = draft.run.changes
    # Only hours given back leave more for the other months; hours taken were theirs to spare.
    fewer = {
        change.brukare
        for change in draft.run.changes
        if (change.timmar_efter or 0) < (change.timmar_fore or 0)
    }
    return checks.multi_month_brukare(connection, fewer)


def _computed(job: _Job, checker: _BrukareCheck | None, sjuk: Sjukloner) -> Iterator[Computed]:
    """Yield the selected brukare's months, computed as the findings stand, in order of person."""
    connection, month = job.connection, job.month
    days = month_days(month)
    people = BrukareFacts(connection)
    flagged = findings.found_by_brukare(connection, month)
    withheld = Lockstep(findings.withheld_by_assistants(connection, month))
    released = findings.released_hours(connection, month)
    paid = settlements.paid_in_other_months(
        connection, [other for other in range(month - 5, month + 6) if other != month]
    )
    approved = findings.approved_versions(connection, month)
    for person, rows in _people(job):
        own = withheld.take(person)
        beslut, lowering = _beslut(job, people.beslut(person), approved)
        if checker and checker.wants(person):
            for finding in lowering:
                _put(checker.store, finding)
            if checker.check(person, rows, people, beslut) or person in flagged:
                checker.store.done(person)
                own = findings.withheld(connection, month, person)
        else:
            people.vistelser(person)
            if person in flagged:
                own = findings.withheld(connection, month, person)
        granted = _granted(sjuk, person, checker)
        in_force = [item for item in beslut if item.days_in(days)]
        if person in job.only_fk:
            rows = _paid_here(rows, job.only_fk[person])
        settle = partial(
            settle_brukare,
            person,
            rows,
            beslut=in_force,
            month=month,
            law=job.law,
            used=_used(paid, month),
            released=released,
        )
        by_row = _by_row(own)
        try:
            settlement = settle(by_row)
        except RateMissing as missing:
            settlement = Settlement(person, missing_year=missing.year)
        again = partial(_with_held, settle, by_row)
        yield Computed(settlement, rows, by_row, in_force, again, granted)


def _granted(sjuk: Sjukloner, person: int, checker: _BrukareCheck | None) -> list[Granted]:
    """Find what stands against a brukare's claims, and return those granted as they are paid.

    What a person has released decides what is found, so the claims are judged again after it.
    """
    claims = sjuk.of(person)
    if checker and checker.wants(person):
        for claim in claims:
            for finding in findings_of_claim(claim):
                _put(checker.sjuklon, finding)
        if claims or checker.sjuklon.knows(person):
            checker.sjuklon.done(person)
            claims = sjuk.of(person)
    return sjuk.granted(claims) if claims else []


def _paid_here(rows: Sequence[Row], only_fk: Sequence[Interval]) -> list[Row]:
    """Return the rows without what only FK pays for. A row touches two days at most, so at most
    one piece of it is left."""
    return [
        row._replace(start=start, slut=slut)
        for row in rows
        for start, slut in subtract([(row.start, row.slut)], only_fk)
    ]


def _with_held(
    settle: Callable[[dict[int, Withheld]], Settlement], withheld: dict[int, Withheld]
) -> Settlement:
    """Settle with held minutes taken as payable."""
    return settle({rad: item._replace(hallna=[]) for rad, item in withheld.items()})


def _iso_days(job: _Job) -> tuple[str, str]:
    """Return the month's first and last day."""
    first, after = job.context.days
    return iso_day(first), iso_day(after - 1)


def _people(job: _Job) -> Iterator[tuple[int, list[Row]]]:
    """Yield the selected brukare with rows, or with money, in the month, in order of person."""
    silent = iter(ledger.with_money(job.connection, job.month, *_iso_days(job)))
    waiting = next(silent, None)
    rows_of = reports.rows_between(job.connection, "brukare", job.month, *job.context.instants)
    for person, rows in rows_of:
        while waiting is not None and waiting <= person:
            if waiting < person:
                yield waiting, []
            waiting = next(silent, None)
        yield person, rows
    while waiting is not None:
        yield waiting, []
        waiting = next(silent, None)


def _beslut(
    job: _Job, versions: Sequence[Sequence[Beslut]], approved: set[tuple[int, str]]
) -> tuple[list[Beslut], list[Finding]]:
    """Return a brukare's beslut as the month is computed, and what waits for a ground."""
    chosen: list[Beslut] = []
    lowering: list[Finding] = []
    for one in versions:
        beslut, findings_of_one = _effective(job, one, approved)
        chosen.append(beslut)
        lowering += findings_of_one
    return chosen, lowering


def _used(paid: dict[tuple[int, int], int], month: int) -> Callable[[Beslut], int]:
    def used(beslut: Beslut) -> int:
        first, after = beslut.period(month)
        return sum(
            paid.get((beslut.id, other), 0) for other in range(first, after) if other != month
        )

    return used


def _by_row(parts: list[tuple[int, int, int, int, int, int]]) -> dict[int, Withheld]:
    rows: dict[int, Withheld] = {}
    for _, rad, start, slut, refused, by_fk in parts:
        own = rows.get(rad)
        if own is None:
            own = rows[rad] = Withheld([], [], [])
        (own.nekade if refused else own.hallna).append((start, slut))
        if refused and by_fk:
            own.fk.append((start, slut))
    return rows


def _effective(
    job: _Job, versions: Sequence[Beslut], approved: set[tuple[int, str]]
) -> tuple[Beslut, list[Finding]]:
    """Return the version a month is computed with, and what waits for a ground (37 § FL)."""
    if len(versions) == 1:
        return versions[0], []
    chosen, lowering = effective(
        versions, job.month, job.law.rates, job.law.policies, _approval(versions, approved)
    )
    return chosen, [
        Finding(
            "beslut-retroaktivt",
            chosen.brukare,
            orsak=f"version-{number}",
            beslut=chosen.id,
            underlag=[{"sanker": ", ".join(reasons)}],
        )
        for number, reasons in lowering
    ]


def _approval(versions: Sequence[Beslut], approved: set[tuple[int, str]]) -> Callable[[int], bool]:
    identity = versions[-1].id
    return lambda number: (identity, f"version-{number}") in approved


def value_warnings(law: Law, month: int) -> list[str]:
    """Return what to know of the values a month rests on: missing, secondary, or not checked."""
    first, after = month_days(month)
    warnings = []
    if after - 1 > verified_until():
        warnings.append(
            f"Programmets lagvärden är kontrollerade till och med {iso_day(verified_until())}, "
            "inte för hela månaden."
        )
    try:
        value = law.rates.at(first)
    except RateMissing as missing:
        return [*warnings, str(missing)]
    if not value.verified:
        warnings.append(
            f"Timbeloppet {kronor(value.value)} kr är inte verifierat ({value.source})."
        )
    return warnings


@dataclass(frozen=True, slots=True)
class BrukareMonthFacts:
    """What one brukare's month is settled from, read back for the trace."""

    rows: list[Row]
    beslut: list[Beslut]
    withheld: dict[int, Withheld]


def brukare_facts(
    connection: sqlite3.Connection, brukare: int, month: int, law: Law
) -> BrukareMonthFacts:
    """Return a brukare's rows, beslut in force and withheld stretches of a month."""
    reports.choose(connection, "SELECT ?", (brukare,))
    people = BrukareFacts(connection)
    approved = findings.approved_versions(connection, month)
    chosen = [
        effective(versions, month, law.rates, law.policies, _approval(versions, approved))[0]
        for versions in people.beslut(brukare)
    ]
    rows = [
        row
        for _, group in reports.rows_between(connection, "brukare", month, *month_interval(month))
        for row in group
    ]
    days = month_days(month)
    return BrukareMonthFacts(
        rows,
        [item for item in chosen if item.days_in(days)],
        _by_row(findings.withheld(connection, month, brukare)),
    )
