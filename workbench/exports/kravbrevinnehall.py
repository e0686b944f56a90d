"""What the letters of a claim say, letter by letter; ``kravbrev`` makes documents of it.

Amounts are integer öre, days day numbers, months month numbers. People are masked by the caller.
``text`` holds what people have written, by the sections of ``kravfritext``; all else is the
program's and can't be edited (12 § LSS; rulebook section 8).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

Fritext = Mapping[str, str]
"""Free text by section."""


@dataclass(frozen=True, slots=True)
class Part:
    """Someone who owes: name, and whether enskild, formyndare, dodsbo or anordnare.

    ``nummer`` is told to Kronofogden only; ``adress`` are lines.
    """

    namn: str
    slag: str
    nummer: str = ""
    adress: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Huvud:
    """What every letter begins and ends with.

    ``brukare`` is the one that the support was for, ``arende`` a sjuklön claim's; ``handling``
    names the document (``beslut 1``), ``dag`` is its day, ``svar_till`` where answers are sent.
    """

    kommun: str
    namnd: str
    krav: str
    arende: str | None
    brukare: str
    parter: tuple[Part, ...]
    handling: str
    dag: int
    fragor: str
    svar_till: str
    utkast: bool


class Manad(NamedTuple):
    """A month of the claim: what was paid too much, and how much of that is no longer claimed."""

    manad: int
    summa: int
    nedlagt: int

    @property
    def kravs(self) -> int:
        """What is to be repaid, öre."""
        return self.summa - self.nedlagt


@dataclass(frozen=True, slots=True)
class Betalning:
    """Where to pay: account as written, reference, and days to pay in."""

    bankgiro: str
    referens: str
    dagar: int


@dataclass(frozen=True, slots=True)
class Kommunikation:
    """What is claimed and why, before anything is decided (25 § FL).

    ``darfor`` is why it is directed at another than the law's first debtor, ``aterbetalt`` what has
    come in already; ``bilaga`` names the annex.
    """

    huvud: Huvud
    grund: str
    darfor: str
    manader: tuple[Manad, ...]
    aterbetalt: int
    svara_senast: int
    bilaga: str
    text: Fritext


@dataclass(frozen=True, slots=True)
class Beslut:
    """The decision (31-33 §§ FL); ``beslutad`` None: not decided yet, so a draft.

    Amounts are those of the decision. ``av`` decided, ``handlagt`` prepared it.
    """

    huvud: Huvud
    grund: str
    darfor: str
    manader: tuple[Manad, ...]
    aterbetalt: int
    beslutad: int | None
    av: str
    handlagt: str
    motivering: str
    bilaga: str
    betalning: Betalning
    overklagande: str
    text: Fritext


class Andrad(NamedTuple):
    """A month before and after a re-settlement: öre to be repaid."""

    manad: int
    fore: int
    efter: int


@dataclass(frozen=True, slots=True)
class Andring:
    """What a re-settlement changed of a decided claim (37 § FL).

    ``beslutat`` is the sum of the decision; what courts, eftergift and write-off have taken since
    is its difference from ``fore`` of the months. ``overklagat``: the claim is before a court;
    ``laga_kraft``: it is to be paid already.
    """

    huvud: Huvud
    beslutad: int
    beslutat: int
    manader: tuple[Andrad, ...]
    aterbetalt: int
    overklagat: bool
    laga_kraft: bool
    av: str
    bilaga: str
    betalning: Betalning
    overklagande: str
    text: Fritext


@dataclass(frozen=True, slots=True)
class Titel:
    """On what the claim rests for good.

    ``beslutad`` None: a civil claim. ``andrat``: less is owed now than was decided, or judged;
    ``dom`` is the court's name and number of a civil judgment, ``atagande`` the day of the
    undertaking.
    """

    beslutad: int | None
    laga_kraft: int | None
    andrat: bool
    dom: str = ""
    atagande: str = ""


class Delbetalning(NamedTuple):
    """An instalment: day, öre, and how much of it has come in."""

    dag: int
    belopp: int
    betalt: int


@dataclass(frozen=True, slots=True)
class Paminnelse:
    """What has not been paid: öre to be repaid in all and repaid; ``plan`` with what is late."""

    huvud: Huvud
    titel: Titel
    belopp: int
    aterbetalt: int
    senast: int
    plan: tuple[Delbetalning, ...]
    betalning: Betalning
    text: Fritext


class Dom(NamedTuple):
    """What a court did: day, what, and court with number."""

    dag: int
    vad: str
    referens: str


@dataclass(frozen=True, slots=True)
class Kronofogden:
    """The hand-over for enforcement (3 kap. 1 § utsökningsbalken).

    ``grundbelopp`` is the sum of the decision, or of the civil claim; ``inbetalt`` are days and
    öre; ``bifogas`` names what is enclosed.
    """

    huvud: Huvud
    orgnr: str
    titel: Titel
    delgivet: int | None
    domar: tuple[Dom, ...]
    grundbelopp: int
    aterbetalt: int
    utestaende: int
    inbetalt: tuple[tuple[int, int], ...]
    bifogas: tuple[str, ...]
    betalning: Betalning
    text: Fritext


@dataclass(frozen=True, slots=True)
class Kravbrev:
    """A civil claim on an anordnare under its undertaking (9.2.27)."""

    huvud: Huvud
    atagande_dag: int
    atagande: str
    manader: tuple[Manad, ...]
    aterbetalt: int
    senast: int
    bilaga: str
    betalning: Betalning
    text: Fritext


Brev = Kommunikation | Beslut | Andring | Paminnelse | Kronofogden | Kravbrev
