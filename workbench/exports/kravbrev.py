"""Letters of a claim: communication, decision, amendment, reminder, hand-over, civil claim.

Content in ``kravbrevinnehall``; how it looks is in ``brev`` (text) and ``pdf``. A draft says so on
every page (25, 31-33, 37, 43-47 §§ FL; 3 kap. 1 § utsökningsbalken; 9.2.25).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from workbench.domain.time import iso_day
from workbench.exports import kravbrevsenare, kravbrevslag
from workbench.exports.brev import HARD, Del, Dokument, Stycke, Uppgifter, kr
from workbench.exports.kravbrevinnehall import (
    Andring,
    Beslut,
    Brev,
    Huvud,
    Kommunikation,
    Kravbrev,
    Kronofogden,
    Paminnelse,
)
from workbench.exports.kravbrevstycken import namn, tilltal

UTKAST = "UTKAST"
"""Stands on every page of what is not fixed."""


def dokument(content: Brev) -> Dokument:
    """Return a letter as a document of headings, facts and tables."""
    head = content.huvud
    titel, delar = _innehall(content)
    together = [_together(part) for part in delar]
    to = ("Kronofogden",) if isinstance(content, Kronofogden) else mottagare(head)
    return Dokument(
        titel=titel,
        delar=tuple(together),
        avsandare=(head.kommun, head.namnd),
        adress=to,
        fot=f"{head.kommun}, {head.namnd}. {head.krav}, {head.handling}, {iso_day(head.dag)}.",
        marke=UTKAST if head.utkast else "",
    )


_LAGRUM = re.compile(r"(?<=\d) (?=§|kap\.)|(?<=kap\.) (?=\d)")


def _together(part: Del) -> Del:
    """Keep a provision on one line: ``25 §`` is read as one word."""
    match part:
        case Stycke(text, ruta):
            return Stycke(_LAGRUM.sub(HARD, text), ruta)
        case Uppgifter(facts):
            return Uppgifter(tuple((name, _LAGRUM.sub(HARD, value)) for name, value in facts))
        case _:
            return part


def mottagare(head: Huvud) -> tuple[str, ...]:
    """Return whom a letter goes to. Several get the same letter, so without their addresses:
    one of them may not be known to the other."""
    names = [namn(part) for part in head.parter]
    shown = [name[:1].upper() + name[1:] for name in names]
    return (*shown, *head.parter[0].adress) if len(shown) == 1 else tuple(shown)


def _innehall(content: Brev) -> tuple[str, Iterable[Del]]:
    head = content.huvud
    t = tilltal(head.parter)
    match content:
        case Kommunikation():
            belopp = kr(sum(part.kravs for part in content.manader))
            titel = f"Vi utreder om {t.du} ska betala tillbaka {belopp} ({head.krav})"
            return titel, kravbrevslag.kommunikation(content)
        case Beslut():
            return f"Beslut om återbetalning ({head.krav})", kravbrevslag.beslut(content)
        case Andring():
            titel = f"Ändring av ett beslut om återbetalning ({head.krav})"
            return titel, kravbrevslag.andring(content)
        case Paminnelse():
            titel = f"Påminnelse: det finns något kvar att betala ({head.krav})"
            return titel, kravbrevsenare.paminnelse(content)
        case Kronofogden():
            titel = f"Ansökan om verkställighet ({head.krav})"
            return titel, kravbrevsenare.kronofogden(content)
        case Kravbrev():
            titel = f"Krav på återbetalning enligt ert åtagande ({head.krav})"
            return titel, kravbrevsenare.kravbrev(content)
