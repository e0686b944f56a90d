"""Sjuklön claims as people work with them: list, one claim with every step, and the decision."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from db import Database, decisions, overview, sjukbeslut, sjukfall
from db.decisions import FindingRow
from db.journal import Stamp
from db.sjukbeslut import Decision
from workbench.domain.finding import Finding
from workbench.domain.money import kronor
from workbench.domain.roller import Ratt
from workbench.domain.sjukfall import Sjukfall
from workbench.domain.time import LAST_DAY, clock, iso_day, iso_month, total
from workbench.law.sjuklon import Amounts
from workbench.services import roles
from workbench.services.errors import Refused
from workbench.services.reviewing import FindingView, view
from workbench.services.sjukloner import findings, judged
from workbench.services.viewing import Viewer
from workbench.sjukloning import Judged

MOVES = {
    "oppen": ("komplettering", "beviljad", "avslagen"),
    "komplettering": ("komplettering", "beviljad", "avslagen"),
    "beviljad": ("komplettering", "avslagen"),
    "avslagen": ("komplettering", "beviljad"),
}
"""From which state a claim may be moved to which."""


class UnknownArende(Refused):
    """There is no claim with that name."""

    def __init__(self, arende: str) -> None:
        super().__init__(f"Ärendet {arende} finns inte. Se ärendena med: workbench sjuklon list")


@dataclass(frozen=True, slots=True)
class PassView:
    """A pass of a claim as it stands: local times, minutes, and what is found on it."""

    datum: str
    start: str
    slut: str
    slag: int
    dag: int
    minuter: int
    tackta: int
    betalbara: int
    tillagg: int
    kod: tuple[str, ...]
    vikarier: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Arende:
    """A claim in a list: people masked for the viewer, amounts öre."""

    arende: str
    manad: str
    brukare: str
    brukare_namn: str
    assistent: str
    assistent_namn: str
    forsta: str
    sista: str | None
    status: str
    begart: int
    ersattning: int
    vantar: int
    """Undecided neka and utred findings."""
    saknas: tuple[str, ...]
    """Documents that are missing and not let through."""
    svar_senast: str | None
    """Last day to answer, of a claim that waits for more."""
    kontrollerad: bool
    """False: the stored findings are not those of the claim as it stands; its month is to be
    checked."""


@dataclass(frozen=True, slots=True)
class ArendeView:
    """One claim whole."""

    rad: Arende
    fall: Sjukfall
    passen: tuple[PassView, ...]
    belopp: Amounts
    saknade: tuple[str, ...]
    findings: tuple[FindingView, ...]
    historik: tuple[Decision, ...]
    fil: str
    filrad: int
    kallor: dict[int, list[tuple[str, int]]]
    """Finding -> (file, row) of the passes it stands on."""


def arenden(
    connection: sqlite3.Connection, viewer: Viewer, status: str | None = None
) -> list[Arende]:
    """Return every claim (or those of a state) by first sick day."""
    cases = sjukfall.everything(connection)
    results = judged(connection, [case.id for case in cases])
    states = sjukfall.states(connection, results)
    return [
        _row(connection, results[case.id], viewer)
        for case in cases
        if status is None or states[case.id].status == status
    ]


def arende(connection: sqlite3.Connection, name: str, viewer: Viewer) -> ArendeView:
    """Return one claim with every pass, step and finding. Raises UnknownArende."""
    case = sjukfall.of_arende(connection, name)
    if case is None:
        raise UnknownArende(name)
    one = judged(connection, [case.id])[case.id]
    state = sjukfall.states(connection, [case.id])[case.id]
    stored = _findings(connection, case, state.manad, viewer)
    return ArendeView(
        _row(connection, one, viewer),
        case,
        tuple(_pass(connection, one, index, viewer) for index in range(len(case.passen))),
        one.belopp,
        tuple(one.saknade_handlingar),
        tuple(stored),
        tuple(sjukbeslut.history(connection, case.id)),
        state.fil,
        state.rad,
        decisions.sources_of(connection, [item.number for item in stored]),
    )


def _row(connection: sqlite3.Connection, one: Judged, viewer: Viewer) -> Arende:
    case = one.case
    state = sjukfall.states(connection, [case.id])[case.id]
    named = overview.persons(connection, [case.brukare, case.assistent])
    shown = {
        person: (viewer.number(person, number, masked), viewer.name(person, number, name, masked))
        for person, (number, name, masked) in named.items()
    }
    stored = _stored(connection, case, state.manad)
    waiting = [
        row for row in stored if row.allvar != "info" and row.status in ("oppen", "komplettering")
    ]
    let_through = {row.orsak for row in stored if row.status == "godkand"}
    decided = sjukbeslut.history(connection, case.id)
    return Arende(
        case.arende,
        iso_month(state.manad),
        *shown[case.brukare],
        *shown[case.assistent],
        iso_day(case.forsta),
        None if case.sista >= LAST_DAY else iso_day(case.sista),
        state.status,
        case.begart,
        one.belopp.ersattning,
        len(waiting),
        tuple(
            name for name in one.saknade_handlingar if f"{case.arende} {name}" not in let_through
        ),
        decided[-1].svar_senast if decided and state.status == "komplettering" else None,
        _minutes((row.kod, row.orsak, row.minuter) for row in stored)
        == _minutes((item.kod, item.orsak, _length(item)) for item in findings(one)),
    )


def _minutes(items: Iterable[tuple[str, str, int]]) -> dict[tuple[str, str], int]:
    """Return the minutes of findings by code and cause."""
    sums: dict[tuple[str, str], int] = defaultdict(int)
    for kod, orsak, minuter in items:
        sums[kod, orsak] += minuter
    return dict(sums)


def _length(item: Finding) -> int:
    return sum(part.slut - part.start for part in item.parts)


def _pass(connection: sqlite3.Connection, one: Judged, index: int, viewer: Viewer) -> PassView:
    item = one.case.passen[index]
    place = sjukfall.places(connection, [item.id])[item.id]
    named = overview.persons(connection, item.vikarier)
    return PassView(
        iso_day(place.dag),
        clock(place.vstart),
        clock(place.vslut),
        item.slag,
        one.dagar[item.id],
        item.minuter,
        total(one.tackta[item.id]),
        total(one.betalbara[item.id]),
        item.tillagg,
        tuple(one.koder(item.id)),
        tuple(viewer.name(who, *named[who]) for who in item.vikarier),
    )


def _findings(
    connection: sqlite3.Connection, case: Sjukfall, month: int, viewer: Viewer
) -> list[FindingView]:
    return [view(row, viewer) for row in _stored(connection, case, month)]


def _stored(connection: sqlite3.Connection, case: Sjukfall, month: int) -> list[FindingRow]:
    """Return the stored findings of a claim: those whose orsak begins with its name."""
    ids = sjukbeslut.finding_ids(connection, month, case.brukare, case.arende)
    return decisions.by_ids(connection, ids)


def decide(
    database: Database,
    name: str,
    status: str,
    motivering: str,
    stamp: Stamp,
    svar_senast: str | None = None,
    ore: int | None = None,
) -> None:
    """Grant, refuse or ask for more on a claim, with a motivering.

    ``ore`` is what the one who grants has seen that it comes to. Raises UnknownArende, and
    Refused when the state does not allow it, the motivering is empty, a document is missing that
    nobody has let through, or the claim comes to another sum.
    """
    if not motivering.strip():
        raise Refused("Skriv en motivering: den står i beslutet och i journalen.")
    with roles.writing(database, stamp, Ratt.AVGORA) as connection:
        case = sjukfall.of_arende(connection, name)
        if case is None:
            raise UnknownArende(name)
        state = sjukfall.states(connection, [case.id])[case.id]
        if status not in MOVES[state.status]:
            raise Refused(f"Ärendet {name} är {state.status} och kan inte bli {status}.")
        if status == "beviljad":
            _may_be_granted(connection, case, state.manad)
            _comes_to(connection, case, ore)
        sjukbeslut.decide(connection, case.id, status, motivering, svar_senast, stamp)


def _may_be_granted(connection: sqlite3.Connection, case: Sjukfall, month: int) -> None:
    """Refuse while a document is missing, unless the finding has been let through."""
    missing = judged(connection, [case.id])[case.id].saknade_handlingar
    let_through = sjukbeslut.released_documents(connection, month, case.brukare, case.arende)
    left = [name for name in missing if name not in let_through]
    if left:
        raise Refused(
            f"Ärendet {case.arende} väntar på {', '.join(left)}. Begär komplettering, eller "
            "godkänn fyndet handling-saknas med motivering."
        )


def _comes_to(connection: sqlite3.Connection, case: Sjukfall, ore: int | None) -> None:
    """Refuse when a claim comes to another sum than the one seen; None = none was seen."""
    now = judged(connection, [case.id])[case.id].belopp.ersattning
    if ore is not None and ore != now:
        raise Refused(
            f"Ärendet {case.arende} ger nu {kronor(now)} kr, inte {kronor(ore)} kr: något har "
            "ändrats sedan du såg det. Öppna ärendet på nytt och granska beloppet."
        )
