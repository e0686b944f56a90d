"""Sjuklön within a check: claims judged as rows and decisions stand, found, granted, marked."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence

from db import findings as findings_db
from db import journal, sjukberorda, sjukbeslut, sjukfall, vikarier
from workbench.domain.finding import Finding, Part
from workbench.domain.money import kronor
from workbench.domain.sjukfall import Pass, Sjukfall
from workbench.domain.time import Interval, clock, iso_day, subtract, total, union, wall
from workbench.law.sjuklon import SEMESTER, avgift_procent, lost_pay
from workbench.services.drafting import Granted
from workbench.sjukloning import CaseFinding, Judged, judge


def judged(connection: sqlite3.Connection, ids: Iterable[int]) -> dict[int, Judged]:
    """Return how some cases, and all that hang together with them, stand now."""
    cases = sjukfall.of_ids(connection, sjukberorda.connected(connection, ids))
    own: dict[int, list[Interval]] = defaultdict(list)
    by_pass = {one.id: case.assistent for case in cases for one in case.passen}
    for passet, rows in vikarier.own_rows(connection, cases).items():
        own[by_pass[passet]] += [(row.start, row.slut) for row in rows]
    return judge(
        cases,
        vikarier.free(connection, cases),
        {assistent: union(minutes) for assistent, minutes in own.items()},
        sjukbeslut.released(connection, by_pass),
    )


def _basis(case: Sjukfall) -> tuple[int, ...]:
    """Return what a claim's steps are reckoned from: pay an hour, pay a week, sjuklön paid and
    amount asked for (öre), then semester, avgifter and avtal (hundredths of a per cent)."""
    return (
        case.timlon,
        case.veckolon,
        case.betald_sjuklon,
        case.begart,
        SEMESTER if case.semester_procent is None else case.semester_procent,
        avgift_procent(case) if case.avgift_procent is None else case.avgift_procent,
        case.avtal_procent or 0,
    )


class Sjukloner:
    """The claims whose line stands in a month, and those that its rows may reach."""

    def __init__(self, connection: sqlite3.Connection, month: int) -> None:
        self._connection = connection
        self._month = month
        self._cases: dict[int, list[Sjukfall]] = defaultdict(list)
        for case in sjukfall.of_month(connection, month):
            self._cases[case.brukare].append(case)
        self._seen: set[int] = set()
        self._used: dict[int, str] = {}

    def of(self, brukare: int) -> list[Judged]:
        """Return a brukare's claims of the month as they stand now, by arende."""
        own = self._cases.get(brukare)
        if not own:
            return []
        found = judged(self._connection, [case.id for case in own])
        self._seen |= found.keys()
        self._used |= {case.id: result(found[case.id]) for case in own}
        mine = [found[case.id] for case in own]
        return sorted(mine, key=lambda one: one.case.arende)

    def granted(self, claims: Iterable[Judged]) -> list[Granted]:
        """Return those of some claims that are granted, as they are paid."""
        claims = list(claims)
        states = sjukfall.states(self._connection, [one.case.id for one in claims])
        passes = [passet.id for one in claims for passet in one.case.passen]
        places = sjukfall.places(self._connection, passes)
        withheld = self._withheld(passes)
        return [
            Granted(
                one.case.arende,
                one.belopp.ersattning,
                [
                    (
                        -passet.id,
                        total(one.betalbara[passet.id]),
                        passet.slag,
                        (places[passet.id].sha256, places[passet.id].rad),
                    )
                    for passet in one.case.passen
                ],
                {-passet.id: withheld.get(passet.id, (0, 0)) for passet in one.case.passen},
                (*one.belopp, *_basis(one.case)),
            )
            for one in claims
            if states[one.case.id].status == "beviljad"
        ]

    def _withheld(self, passes: Sequence[int]) -> dict[int, tuple[int, int]]:
        """Return {pass: (minutes refused, minutes held)} as the findings stand."""
        refused: dict[int, list[Interval]] = defaultdict(list)
        held: dict[int, list[Interval]] = defaultdict(list)
        for passet, start, slut, refuses in findings_db.withheld_of_passes(
            self._connection, passes
        ):
            (refused if refuses else held)[passet].append((start, slut))
        return {
            passet: (
                total(union(refused[passet])),
                total(subtract(union(held[passet]), union(refused[passet]))),
            )
            for passet in refused.keys() | held.keys()
        }

    def finish(self, brukare: Iterable[int]) -> bool:
        """Keep the results that the month was computed with, and mark what they change elsewhere.

        ``brukare`` are those whose month was computed. A claim of the month is judged with its
        brukare, and may change with what is then found for another: True = the month has to be
        computed once more.
        """
        chosen = set(brukare)
        here = {case.id for cases in self._cases.values() for case in cases}
        crossing = sjukfall.of_months(self._connection, self._month, self._month)
        now = judged(self._connection, self._seen | {case.id for case in crossing})
        again = False
        for identity, one in now.items():
            if identity in self._used and one.case.brukare in chosen:
                sjukbeslut.keep_result(self._connection, identity, self._used[identity])
            if _mark(self._connection, one):
                again |= identity in here
        return again


def remark(connection: sqlite3.Connection, months: Iterable[int]) -> None:
    """Mark the months of claims that come out otherwise than when last computed, after a change
    to rows or decisions in some months."""
    reached = {
        case.id
        for month in months
        for case in (
            *sjukfall.of_months(connection, month, month),
            *sjukfall.of_month(connection, month),
        )
    }
    for one in judged(connection, sjukbeslut.computed(connection, reached)).values():
        _mark(connection, one)


def _mark(connection: sqlite3.Connection, one: Judged) -> bool:
    """Mark a claim's month when it was computed with another result; tell whether it was."""
    kept = sjukbeslut.kept_result(connection, one.case.id)
    if kept is None or kept.innehall == result(one):
        return False
    journal.advance(connection, {one.case.brukare}, (kept.manad, kept.manad))
    return True


def result(one: Judged) -> str:
    """Return a claim's result as text, what stands against it with it, to tell whether any of it
    has changed."""
    minutes = {passet: total(parts) for passet, parts in sorted(one.betalbara.items())}
    against = sorted((item.kod, item.passet or 0, item.minuter) for item in one.findings)
    return json.dumps([list(one.belopp), minutes, against])


# -- findings -----------------------------------------------------------------------------------


def findings(one: Judged) -> list[Finding]:
    """Return what stands against a claim, one finding per code and pass or document."""
    return [_finding(one, item) for item in one.findings]


def _finding(one: Judged, item: CaseFinding) -> Finding:
    case = one.case
    if item.passet is None:
        return Finding(
            item.kod,
            case.brukare,
            case.assistent,
            case.arbetsgivare,
            f"{case.arende} {item.handling}".strip(),
            underlag=[_case_evidence(one, item)],
        )
    passet = next(own for own in case.passen if own.id == item.passet)
    day, minute = wall(passet.start)
    evidence: dict[str, str | int] = {
        "arende": case.arende,
        "passet": pass_words(passet),
        "kronor": kronor(lost_pay(case, [(passet, total(item.minuter))])),
    }
    if item.kod in ("efter-sjukloneperiod", "intyg-saknas"):
        evidence["dag"] = one.dagar[passet.id]
    if item.kod == "preskriberad":
        evidence["ansokt"] = iso_day(case.ansokt)
    return Finding(
        item.kod,
        case.brukare,
        case.assistent,
        case.arbetsgivare,
        f"{case.arende} {iso_day(day)} {clock(minute)}",
        underlag=[evidence],
        parts=[Part(-passet.id, start, slut) for start, slut in item.minuter],
    )


def _case_evidence(one: Judged, item: CaseFinding) -> dict[str, str | int]:
    if item.handling:
        return {"arende": one.case.arende, "handling": item.handling}
    return {
        "arende": one.case.arende,
        "begart": kronor(one.case.begart),
        "beraknat": kronor(one.belopp.beraknat),
        "kronor": kronor(item.ore),
    }


def pass_words(passet: Pass) -> str:
    """Return a pass as ``2025-02-03 22:00-07:00``."""
    day, start = wall(passet.start)
    _, slut = wall(passet.slut)
    return f"{iso_day(day)} {clock(start)}-{clock(slut)}"
