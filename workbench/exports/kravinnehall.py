"""What the annex of a claim says, part by part; ``kravbilaga`` makes a document of it.

Amounts are integer öre, minutes integers, hours hundredths. People are masked and others' work
is left out by the caller: the debtor's annex (``full`` False) has of it only minutes per day
(12 § LSS, 9.2.25; 26 kap. 1 § OSL).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Bilagefel(ValueError):
    """The amounts do not add up, so nothing may be sent; the Swedish message says which."""

    def __init__(self, krav: str, vad: str) -> None:
        super().__init__(
            f"Bilagan till {krav} går inte ihop: {vad}. Inget skrivs. Kör workbench verify, som "
            "säger vad som har ändrats."
        )


class Fil(NamedTuple):
    """A file that rows stand in: its letter here, name and SHA-256."""

    bokstav: str
    namn: str
    sha256: str


class Rad(NamedTuple):
    """A reported row (or pass) by its number here: file and row, when, minutes reported, kind and
    assistant."""

    nr: int
    kalla: str
    datum: str
    tid: str
    minuter: int
    slag: str
    assistent: str


class Korning(NamedTuple):
    """An attested run: number, ISO day of attest, by whom ("" = not told), version of the rules."""

    id: int
    dag: str
    av: str
    regelversion: int


class Post(NamedTuple):
    """A line of a run (``F1`` before, ``E1`` after): what one beslut pays at one timbelopp.

    ``belopp`` is what its rows share; ``avdrag`` is cut from it afterwards. ``timbelopp`` and
    ``timmar`` are None for sjuklön, whose ``beslut`` is the arende. ``over`` are the öre that
    rounding down left and ``grans`` the least remainder that got one of them.
    """

    namn: str
    beslut: str
    timbelopp: int | None
    timmar: int | None
    minuter: tuple[int, int, int]
    egna: int
    betalda: int
    mottagna: int
    slappta: int
    enheter: int
    over: int
    grans: int | None
    belopp: int
    avdrag: int


class Andel(NamedTuple):
    """What a line pays for a row: units, what the division left (None: not shared), öre."""

    post: str
    enheter: int
    rest: int | None
    ore: int


class Par(NamedTuple):
    """A row's share before beside its share after; None = it had, or has, none.

    ``vem`` is the row's number, or what stands in place of a row.
    """

    vem: str
    fore: Andel | None
    efter: Andel | None

    @property
    def skillnad(self) -> int:
        """Öre after minus before."""
        return (self.efter.ore if self.efter else 0) - (self.fore.ore if self.fore else 0)


class Kravrad(NamedTuple):
    """A row of the claim; ``skillnad`` is the whole row's öre after minus before (None: no row
    says it), ``belopp`` how much of it this claim has, a fall above 0."""

    vem: str
    orsak: int
    minuter_fore: int
    minuter_efter: int
    timbelopp_fore: int | None
    timbelopp_efter: int | None
    skillnad: int | None
    belopp: int


class Annat(NamedTuple):
    """What the same run did to another claim, or to this: its name, ground and öre."""

    krav: str
    grund: str
    belopp: int


@dataclass(frozen=True, slots=True)
class Netto:
    """The netting between two runs, öre (``workbench.netting.Net``).

    ``oredovisat_fore`` is the advance that was not accounted before; ``krav_delar`` what the run
    did to each claim.
    """

    ratt_fore: int
    oredovisat_fore: int
    ratt_efter: int
    betalt: int
    krav: int
    skillnad: int
    att_betala: int
    aterkrav: int
    sankta_krav: int
    absorberat: int
    aterstallt: int
    forskott: int
    oredovisat: int
    krav_delar: tuple[Annat, ...]


class Steg(NamedTuple):
    """A step of a sjuklön claim before and after, or what the steps rest on: öre, or hundredths of
    a per cent (None: nothing was paid)."""

    vad: str
    fore: int | None
    efter: int | None


@dataclass(frozen=True, slots=True)
class Avsnitt:
    """What one run did to the claim in one month: before, after, and every row of both.

    ``krav`` are the claims that the rows were made for: this one, or those joined into it.
    """

    manad: str
    arende: str | None
    krav: tuple[str, ...]
    fore: Korning
    efter: Korning
    poster: tuple[Post, ...]
    par: tuple[Par, ...]
    kravrader: tuple[Kravrad, ...]
    netto: Netto
    steg: tuple[Steg, ...] = ()

    @property
    def belopp(self) -> int:
        """Öre of the section: what it adds to the claim's sum."""
        return sum(rad.belopp for rad in self.kravrader)

    def sida(self, bokstav: str) -> list[Post]:
        """Return the lines before (``F``) or after (``E``)."""
        return [post for post in self.poster if post.namn[0] == bokstav]


@dataclass(frozen=True, slots=True)
class Fynd:
    """Findings that say the same of some rows, and what people decided of them."""

    titel: str
    lagrum: str
    regel: str
    regelversion: str
    manader: str
    rader: str
    forklaring: str
    avgoranden: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Orsak:
    """A cause of rows by its number: in short, explained, and the findings behind it."""

    nr: int
    text: str
    vad: str
    rader: str
    fynd: tuple[Fynd, ...]


class Dag(NamedTuple):
    """An assistant's minutes of a day with this brukare and elsewhere."""

    dag: str
    har: int
    annat: int


class Pass(NamedTuple):
    """Work elsewhere as the court is told it."""

    datum: str
    tid: str
    slag: str
    minuter: int
    arbetsgivare: str
    brukare: str
    kalla: str


@dataclass(frozen=True, slots=True)
class Annanstans:
    """An assistant's work in some days beside the rows of the claim; ``passen`` in full only."""

    assistent: str
    varfor: str
    rakning: str
    dagar: tuple[Dag, ...]
    passen: tuple[Pass, ...] = ()


class Bokning(NamedTuple):
    """A booking of the claim by its ISO day: changes in öre. ``skal`` is the reason given."""

    dag: str
    manad: str
    vad: str
    skal: str
    utestaende: int
    aterbetalt: int
    nedlagt: int


class Taxa(NamedTuple):
    """Where a timbelopp comes from: öre, the months it stands in, and its source."""

    timbelopp: int
    manader: str
    kalla: str


@dataclass(frozen=True, slots=True)
class Bilaga:
    """All that an annex says. ``rader`` are by month; ``summa`` is the claim's sum, öre."""

    krav: str
    full: bool
    avsandare: tuple[str, ...]
    brukare: str
    arbetsgivare: tuple[str, ...]
    grund: str
    summa: int
    utestaende: int
    aterbetalt: int
    nedlagt: int
    avsnitt: tuple[Avsnitt, ...]
    rader: tuple[tuple[str, tuple[Rad, ...]], ...]
    orsaker: tuple[Orsak, ...]
    taxor: tuple[Taxa, ...]
    annanstans: tuple[Annanstans, ...]
    bokningar: tuple[Bokning, ...]
    filer: tuple[Fil, ...]
