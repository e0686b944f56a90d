"""The free text of a claim's letters as it is written beforehand, from the case and its assessment.

People go on from there; nothing of it is the program's word (32 § FL; 9.2.25).
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable

from db import claim_documents, claim_steps, claims
from db.claims import NamedClaimRow
from workbench.domain.time import parse_day
from workbench.exports.brev import HARD
from workbench.exports.kravbrevstycken import datum, manaderna
from workbench.exports.kravfritext import Bedomt, Orsakad, bedomda, orsaker
from workbench.services.kravlage import Kravlage
from workbench.services.kravorsaker import ORSAKER
from workbench.wording import LAGRUM_TEXT, LAGRUM_TEXT_SHARED

BEDOMNING = {
    "a": "Vi bedömer att för mycket har betalats, och att det beror på uppgifter som inte stämde "
    "eller på något annat som den som fick stödet eller en ställföreträdare har orsakat. Det som "
    "talar för väger tyngre än det som talar emot.",
    "b": "Vi bedömer att för mycket har betalats, och att den som fick stödet eller en "
    "ställföreträdare skäligen borde ha insett det. Vi har vägt in både det som har berättats för "
    "nämnden och det som nämnden har berättat. Det som talar för väger tyngre än det som talar "
    "emot.",
    "fk": "Vi bedömer att kommunen och Försäkringskassan har betalat för samma tid, och att "
    "kommunens del ska betalas tillbaka. Det som talar för väger tyngre än det som talar emot.",
}
BORJAN = {
    "nekad": "Tiden ersätts inte.",
    "hållen": "Tiden ersätts inte förrän den har utretts.",
}
"""What a cause means that names findings, by how it begins."""
KONTAKT = (
    "Hör gärna av dig till oss om något är oklart eller om det är svårt att betala. Vi vill förstå "
    "varför betalningen inte har kommit och hitta en lösning som fungerar."
)


def beforehand(connection: sqlite3.Connection, now: Kravlage, slag: str) -> dict[str, str]:
    """Return a letter's free text by section, from the rows' causes and the assessment."""
    written = [
        Bedomt(item.slag, item.text, item.kalla)
        for item in claim_steps.assessment(connection, now.case.id)
    ]
    rows = claims.rows(connection, now.case.id)
    why = orsaker(_causes(rows))
    seen = {kind: bedomda(written, kind) for kind in ("bevis", "for", "emot", "namnden", "svar")}
    match slag:
        case "kommunikation":
            return {"varfor": why, "bevis": seen["bevis"], "namnden": seen["namnden"]}
        case "beslut":
            return {
                "hant": why,
                **seen,
                "svar": seen["svar"] or _no_answer(now),
                "bedomning": BEDOMNING.get(now.case.grund, ""),
            }
        case "andringsbeslut":
            runs = claim_documents.runs_since(connection, now.case.id, now.berattat)
            return {"varfor": orsaker(_causes(row for row in rows if row.korning in runs))}
        case "paminnelse":
            return {"kontakt": KONTAKT}
        case "kronofogden":
            return {"kontakter": _contacts(now)}
        case "kravbrev":
            return {"bakgrund": "\n\n".join(filter(None, (why, seen["bevis"])))}
    return {}


def _causes(rows: Iterable[NamedClaimRow]) -> list[Orsakad]:
    """Return the causes of rows, the one with most öre first."""
    months: dict[str, set[int]] = defaultdict(set)
    minutes: dict[str, int] = defaultdict(int)
    sums: dict[str, int] = defaultdict(int)
    for row in rows:
        months[row.orsak].add(row.manad)
        minutes[row.orsak] += row.minuter_fore - row.minuter_efter
        sums[row.orsak] += row.belopp
    found = []
    for orsak in sorted(sums, key=lambda name: -abs(sums[name])):
        named = manaderna(sorted(months[orsak])).replace(HARD, " ")
        found.append(
            Orsakad(_why(orsak), named[:1].upper() + named[1:], minutes[orsak], sums[orsak])
        )
    return found


def _why(orsak: str) -> str:
    """Return a cause in plain words; one that names codes with what their provisions say."""
    kind, _, kods = orsak.partition(": ")
    if kind not in BORJAN:
        return ORSAKER.get(orsak, orsak)
    known = [LAGRUM_TEXT_SHARED.get(kod, kod) for kod in kods.split(", ")]
    said = dict.fromkeys(LAGRUM_TEXT[kod] for kod in known if kod in LAGRUM_TEXT)
    return " ".join([BORJAN[kind], *said])


def _no_answer(now: Kravlage) -> str:
    if now.arende.frist is None or now.case.status == "utredning":
        return ""
    day = datum(now.arende.frist).replace(HARD, " ")
    return f"Det gick att svara till och med den {day}. Vi har inte fått något svar."


def _contacts(now: Kravlage) -> str:
    """Return the reminders that have gone out, and what was written at the hand-over."""
    sent = [
        f"Påminnelse {item.nummer}: {datum(parse_day(item.faststalld[:10])).replace(HARD, ' ')}."
        for item in now.fasta("paminnelse")
        if item.faststalld
    ]
    handed = now.senaste("kronofogden")
    return "\n".join([*sent, *([handed.motivering] if handed else [])])
