"""Why each row of a claim differs: the cause, the findings behind it, and what people decided.

The cause is the attested run's; what a finding says and what was decided is as it is stored now.
Where a finding may tell of an assistant's work for others, the debtor is told only that it does
(26 kap. 1 § OSL).
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from db import claim_basis, decisions
from db.decisions import FindingRow
from workbench.claiming import (
    ADVANCE,
    CLAIM_CAUSES,
    CLAIM_CHANGED,
    COVERED,
    HOURS,
    REST,
    SHARE,
)
from workbench.exports.kravinnehall import Fynd, Orsak
from workbench.exports.kravtexter import KRAVBILAGA
from workbench.rules.registry import KODER
from workbench.services.kravavsnitt import Underlag, causes
from workbench.services.kravord import month_stretches, stretches
from workbench.services.viewing import Viewer
from workbench.wording import STATUS, explanation, provision

ORSAKER = {
    "ny rad": "Raden kom in efter körningen före.",
    "släppt tid": "Fler av radens minuter betalas: tid som var nekad eller hållen har godkänts, "
    "eller beslutets timmar räcker till mer av raden.",
    "timbelopp": "Timbeloppet är ett annat än det som betalades: ett nytt eller rättat belopp, "
    "beslut eller kommunens egen inställning. Minuterna är desamma.",
    "redovisade kostnader": "Rätten sänks till de kostnader som har redovisats (9.2.22).",
    SHARE: "Ingenting har ändrats för raden. Posten delas på andra rader än förut, så radens andel "
    "blir en annan.",
    HOURS: "Beslutets timmar räcker inte till raden, eller till en annan del av den än förut.",
    COVERED: "Förskott som inte är redovisat täcker tid som bara är hållen. Den delen krävs inte.",
    REST.orsak: "Det som återstår av månadens skillnad när raderna är räknade.",
    ADVANCE.orsak: "Förskottet var högre än månadens rätt.",
    CLAIM_CHANGED.orsak: "Ärendet, eller ett annat i samma sjukperiod, har ändrats.",
    **{why.orsak: "Hela ärendet betalas inte så länge det är så." for why in CLAIM_CAUSES.values()},
}
"""What a cause means that is no finding, by what it is called in the claim's rows."""
AV_FYND = {
    "nekad": "Minuterna är nekade: de är inte en kostnad som ersätts.",
    "hållen": "Minuterna är hållna: de betalas inte förrän frågan har utretts.",
}
"""What a cause means that names findings, by how it begins."""

EGNA = frozenset(
    {
        *("alder", "ees", "bosattning-okand", "formaga", "tillstand", "tillstand-frist"),
        *("tillstand-underrattelse", "anordnare-okand", "ivo-anmalan", "uppdrag-saknas"),
        *("anmalan-11a", "anmalan-sen", "utan-beslut", "over-beslut", "beslut-retroaktivt"),
        *("dubblett", "overlapp", "vistelse", "dubbelassistans", "sen-redovisning"),
        *(
            "fk-retroaktiv",
            "arbetstid-husligt",
            "arbetstid-atl",
            "arbetstid-atl-4v",
            "arbetstid-atl-ar",
        ),
        *("arbetstid-avtal", "arbetstid-brukare", "arbetstid-oklar", "arbetstid-uppgift"),
        *("schemalikt", "tvetydig-tid", "vikarie-saknas", "sjuk-arbetar", "intyg-saknas"),
        *("efter-sjukloneperiod", "preskriberad", "over-berakning", "handling-saknas"),
    }
)
"""Codes whose explanation tells of the brukare's own rows and of limits, never of others. A code
that is not here is told in the rule's words alone, since its evidence may hold others' hours."""


class Cited(NamedTuple):
    """A finding behind rows of a claim, with the section that it is behind."""

    item: Underlag
    kod: str
    row: FindingRow | None
    rader: tuple[int, ...]


def cited(connection: sqlite3.Connection, items: Sequence[Underlag]) -> dict[str, list[Cited]]:
    """Return {cause: its findings} of a claim's rows, section by section.

    A finding that has gone since the run has ``row`` None.
    """
    found: dict[str, list[Cited]] = {orsak: [] for orsak in causes(items)}
    for item in items:
        by_cause: dict[str, list[int]] = defaultdict(list)
        for row in item.rows:
            if row.rad_id is not None:
                by_cause[row.orsak].append(row.rad_id)
        for orsak, rads in by_cause.items():
            found[orsak] += _behind(connection, item, _kods(orsak), rads)
    return found


def _kods(orsak: str) -> list[str]:
    kind, _, kods = orsak.partition(": ")
    return kods.split(", ") if kind in AV_FYND else []


def _behind(
    connection: sqlite3.Connection, item: Underlag, kods: Sequence[str], rads: Sequence[int]
) -> Iterator[Cited]:
    """Yield the findings of some codes on some rows: those that stand, else those decided."""
    if not kods:
        return
    on: dict[tuple[str, int], list[claim_basis.OnRow]] = defaultdict(list)
    for one in claim_basis.findings_on(connection, rads, item.manad):
        on[one.kod, one.rad].append(one)
    by_finding: dict[tuple[str, int], list[int]] = defaultdict(list)
    for kod in kods:
        for rad in rads:
            there = on.get((kod, rad), [])
            standing = [one for one in there if one.aktuell] or there
            for number in {one.fynd for one in standing} or {0}:
                by_finding[kod, number].append(rad)
    known = decisions.by_ids(connection, sorted({number for _, number in by_finding if number}))
    rows = {row.id: row for row in known}
    for (kod, number), own in sorted(by_finding.items()):
        yield Cited(item, kod, rows.get(number), tuple(own))


# -- in words -------------------------------------------------------------------------------------


def orsaker(
    connection: sqlite3.Connection,
    items: Sequence[Underlag],
    found: Mapping[str, Sequence[Cited]],
    nr: Mapping[tuple[int, int], int],
    viewer: Viewer,
    *,
    full: bool,
) -> tuple[Orsak, ...]:
    """Return the causes by number, explained."""
    result = []
    for place, (orsak, behind) in enumerate(found.items(), 1):
        numbers = [
            nr[item.manad, row.rad_id]
            for item in items
            for row in item.rows
            if row.orsak == orsak and row.rad_id is not None
        ]
        kind = orsak.partition(": ")[0]
        result.append(
            Orsak(
                place,
                orsak,
                AV_FYND.get(kind) or ORSAKER.get(orsak, ""),
                stretches(numbers),
                tuple(_together(connection, behind, nr, viewer, full=full)),
            )
        )
    return tuple(result)


def _together(
    connection: sqlite3.Connection,
    behind: Sequence[Cited],
    nr: Mapping[tuple[int, int], int],
    viewer: Viewer,
    *,
    full: bool,
) -> Iterator[Fynd]:
    """Yield the findings of a cause, those that say the same of several months as one."""
    same: dict[tuple[Any, ...], list[Cited]] = defaultdict(list)
    for one in behind:
        said = _said(one, viewer, full=full)
        same[one.kod, one.item.efter.run.regelversion, said, _decided(connection, one, full)] += [
            one
        ]
    for (kod, version, said, decided), group in same.items():
        yield Fynd(
            f"{kod}: {KODER[kod].titel}",
            str(KODER[kod].lagrum),
            provision(kod),
            str(version),
            month_stretches(one.item.manad for one in group),
            stretches(nr[one.item.manad, rad] for one in group for rad in one.rader),
            said,
            decided,
        )


def _said(one: Cited, viewer: Viewer, *, full: bool) -> str:
    row = one.row
    if row is None:
        return KRAVBILAGA["borta"]
    if row.assistent_skyddad and not viewer.protected:
        return KRAVBILAGA["skyddad"]
    if not full and one.kod not in EGNA:
        return KRAVBILAGA["annat_fynd"]
    return explanation(one.kod, json.loads(row.underlag))


def _decided(connection: sqlite3.Connection, one: Cited, full: bool) -> tuple[str, ...]:
    """Return what people decided of a finding, oldest first."""
    if one.row is None:
        return ()
    steps = decisions.history(connection, one.row.id)
    if not steps:
        return ("Ingen person har avgjort fyndet; regeln gäller.",)
    return tuple(
        f"{step.tid[:10]}{f' {step.aktor}' if full else ''}: {STATUS[step.till_status]}. "
        f"Motivering: {step.motivering}"
        for step in steps
    )
