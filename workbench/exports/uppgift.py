"""A duty on paper: to whom, what is reported, the facts, the provision, a line to sign.

Content only; how it looks is in ``brev`` (text) and ``pdf``. Names are masked by the caller where
needed. 15 § 8-11 LSS; 3 § lag (2008:206); 6 § bidragsbrottslagen; 9 d, 11 a, 15 b and 23 §§ LSS.
"""

from __future__ import annotations

from dataclasses import dataclass

from workbench.exports.brev import Del, Dokument, Kolumn, Rubrik, Stycke, Tabell, Uppgifter

SIGN = "_" * 40
SHOWN = 40
"""Rows of what it stands on; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Underlag:
    """A finding that a duty stands on: number, when, real time, what."""

    id: str
    nar: str
    tid: str
    vad: str


@dataclass(frozen=True, slots=True)
class Blad:
    """All that the paper says; ``dag`` ISO text, ``hanterad`` what was noted when it was done."""

    kommun: str
    namnd: str
    mottagare: tuple[str, ...]
    titel: str
    text: str
    fakta: tuple[tuple[str, str], ...]
    underlag: tuple[Underlag, ...]
    lagrum: str
    sfs: str
    sekretess: str
    beslutar: str
    dag: str
    nummer: str
    fragor: str = ""
    hanterad: str = ""
    utat: bool = True
    """False: kept inside the nämnd."""


def dokument(blad: Blad) -> Dokument:
    """Return a duty as a document of headings, facts and tables."""
    parts: list[Del] = [Stycke(blad.text), Uppgifter(blad.fakta)]
    if blad.underlag:
        parts += [Rubrik("Underlag"), _table(blad.underlag[:SHOWN])]
        if len(blad.underlag) > SHOWN:
            parts.append(Stycke(f"… och {len(blad.underlag) - SHOWN} till."))
    parts += [Rubrik("Bestämmelse"), Stycke(f"{blad.lagrum} (SFS {blad.sfs})")]
    if blad.utat:
        parts.append(Stycke(blad.sekretess))
        if blad.fragor:
            parts.append(Stycke(f"Frågor: {blad.fragor}"))
    else:
        parts.append(Stycke(blad.beslutar))
    if blad.hanterad:
        parts += [Rubrik("Vad som har gjorts"), Stycke(blad.hanterad)]
    parts += [
        Rubrik("Underskrift"),
        Uppgifter(
            (
                ("Datum", blad.dag),
                ("Underskrift", SIGN),
                ("Namn och befattning", SIGN),
            )
        ),
    ]
    return Dokument(
        titel=blad.titel,
        delar=tuple(parts),
        avsandare=(blad.kommun, blad.namnd),
        adress=blad.mottagare,
        fot=f"{blad.kommun}, {blad.namnd}. Uppgift {blad.nummer}, {blad.dag}.",
    )


def _table(rows: tuple[Underlag, ...]) -> Tabell:
    return Tabell(
        (Kolumn("Fynd", 6), Kolumn("När", 22), Kolumn("Tid", 8, tal=True), Kolumn("Vad", 24)),
        tuple((row.id, row.nar, row.tid, row.vad) for row in rows),
    )
