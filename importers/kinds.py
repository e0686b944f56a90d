"""The kinds of table that can be read: one declarative entry each, in the contract's order.

A new kind is one more entry (and, if cells depend on each other, a function in ``checks``).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Column:
    """One column: ``type`` names a parser in ``cells``, ``choices`` belongs to ``val`` and
    ``lista``. A ``required`` one stands in the header, and its cells are filled in unless they
    ``may_be_empty``."""

    name: str
    type: str = "text"
    required: bool = False
    choices: tuple[str, ...] = ()
    may_be_empty: bool = False


@dataclass(frozen=True)
class Kind:
    """A table: its columns in canonical order."""

    name: str
    columns: tuple[Column, ...]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """All column names in canonical order."""
        return tuple(column.name for column in self.columns)

    @cached_property
    def required(self) -> frozenset[str]:
        """The names that the header must have."""
        return frozenset(column.name for column in self.columns if column.required)


def _columns(text: str) -> tuple[Column, ...]:
    """Read ``*name type(choice choice)`` items, one a line; the star marks a required one, whose
    cells a question mark allows to be empty."""
    columns = []
    for line in text.split("\n"):
        item, _, choices = line.strip().rstrip(")").partition("(")
        if item:
            name, _, kind = item.strip().partition(" ")
            chosen = tuple(choices.split())
            plain = name.lstrip("*").rstrip("?")
            columns.append(
                Column(plain, kind or "text", name[0] == "*", chosen, name.endswith("?"))
            )
    return tuple(columns)


SLAG = ("assistans", "vantetid", "beredskap")
"""The kinds of time; the position is the stored number."""

_BRUKARE = """
    *personnummer person
    *namn
    namnd
    skyddad janej
    formyndare vem
    konto konto
    ivo_anmald datum
    arbetsgivare_registrerad datum
"""
_ANORDNARE = """
    *orgnr orgnr
    *namn
    kommunal janej
    tillstand_fran datum
    tillstand_till datum
    brukare_underrattad datum
    konto konto
"""
_ASSISTENTER = """
    *personnummer person
    *namn
    bosatt_land land
    bosatt_fran datum
    sjukersattning_procent procent
    sjukersattning_fran datum
    sjukersattning_till datum
"""
_UPPDRAG = """
    *assistent person
    *brukare person
    *arbetsgivare arbetsgivare
    *fran datum
    till datum
    anmald datum
    anstalld_fran datum
    narstaende janej
    hushallsgemenskap janej
    arbetstid val(husligt atl kollektivavtal)
    tillsyn janej
    period_start datum
    period_langd langd
    timmar_per_vecka decimal
    extra_overtid janej
"""
_BESLUT = """
    *beslutsnummer
    *brukare person
    *fran datum
    till datum
    *timmar decimal
    beslutsdatum datum
    period_manader heltal
    hojning_procent decimal
    eget_timbelopp decimal
    dubbel_timmar decimal
    utbetalas_till val(brukare anordnare annan)
    mottagare vem
    forskott janej
    forskott_timmar decimal
    andringsforbehall janej
"""
_MOTTAGARE = """
    *brukare person
    *slag val(brukare formyndare god-man forvaltare anordnare annan)
    *nummer nummer
    *namn
    *fran datum
    till datum
    konto konto
    adress
    begaran_datum datum
    avtal_datum datum
    avtal_fran datum
    undertecknat janej
    vardnadshavare_undertecknat janej
    beslut_11
"""
_REDOVISNING = """
    *brukare person
    *manad manad
    lon decimal
    assistansomkostnader decimal
    utbildning decimal
    arbetsmiljo decimal
    personalomkostnader decimal
    administration decimal
"""
_VISTELSER = """
    *brukare person
    *slag
    *fran tidpunkt
    till tidpunkt
"""
_TIDRAPPORTER = """
    *brukare person
    *assistent person
    *arbetsgivare arbetsgivare
    *datum datum
    *start klocka
    *slut klocka
    *slag val(assistans vantetid beredskap)
"""
_SJUKFALL = """
    *arende
    *brukare person
    *assistent person
    *arbetsgivare arbetsgivare
    *forsta_sjukdag datum
    sista_sjukdag datum
    *ansokt datum
    *timlon decimal
    *veckolon decimal
    *betald_sjuklon decimal
    *begart_belopp decimal
    sokande vem
    lakarintyg_fran datum
    hogriskskydd janej
    tidigare_karens heltal
    semester_procent procent
    avgift_procent procent
    avtal_procent procent
    handlingar lista(schema vikarierapport forsakran lonespec berakning lakarintyg avtal fullmakt)
"""
_SJUKPASS = """
    *arende
    *datum datum
    *start klocka
    *slut klocka
    *vikarie? personer
    slag val(assistans vantetid)
    tillagg_per_timme decimal
"""
_FKBESLUT = """
    *brukare person
    *beslutsdatum datum
    *utfall val(beviljat avslag indraget)
    fran datum
    till datum
    timmar_per_vecka decimal
    grundlaggande_per_vecka decimal
    orsak
    retroaktivt_fran datum
"""
_FKFAKTURA = """
    *brukare person
    *manad manad
    *timmar decimal
    *timbelopp decimal
    *belopp decimal
"""

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("brukare", _columns(_BRUKARE)),
        Kind("anordnare", _columns(_ANORDNARE)),
        Kind("assistenter", _columns(_ASSISTENTER)),
        Kind("uppdrag", _columns(_UPPDRAG)),
        Kind("beslut", _columns(_BESLUT)),
        Kind("mottagare", _columns(_MOTTAGARE)),
        Kind("redovisning", _columns(_REDOVISNING)),
        Kind("vistelser", _columns(_VISTELSER)),
        Kind("tidrapporter", _columns(_TIDRAPPORTER)),
        Kind("sjukfall", _columns(_SJUKFALL)),
        Kind("sjukpass", _columns(_SJUKPASS)),
        Kind("fkbeslut", _columns(_FKBESLUT)),
        Kind("fkfaktura", _columns(_FKFAKTURA)),
    )
}
