"""Roles and rights: the one table of what each role may do. Pure data."""

from __future__ import annotations

from enum import StrEnum


class Ratt(StrEnum):
    """Something a role may do; every change and every look needs one."""

    LASA = "lasa"
    REGISTRERA = "registrera"
    KONTROLLERA = "kontrollera"
    AVGORA = "avgora"
    ATTESTERA = "attestera"
    LAMNA_UT = "lamna-ut"
    KRAV = "krav"
    KRAVBESLUT = "kravbeslut"
    VARDEN = "varden"
    BEKRAFTA = "bekrafta"
    UPPGIFTER = "uppgifter"
    STICKPROV = "stickprov"
    KOPIERA = "kopiera"
    ATERSTALLA = "aterstalla"
    GALLRING = "gallring"
    ANVANDARE = "anvandare"


VERB: dict[Ratt, str] = {
    Ratt.LASA: "läsa",
    Ratt.REGISTRERA: "läsa in och registrera uppgifter",
    Ratt.KONTROLLERA: "kontrollera och räkna av månader",
    Ratt.AVGORA: "avgöra fynd och ärenden",
    Ratt.ATTESTERA: "attestera och makulera körningar",
    Ratt.LAMNA_UT: "lämna ut betalningar, bokföring, specifikationer och brev",
    Ratt.KRAV: "handlägga krav",
    Ratt.KRAVBESLUT: "besluta om krav",
    Ratt.VARDEN: "ändra värden och inställningar",
    Ratt.BEKRAFTA: "bekräfta eller avvisa konton och värden som väntar",
    Ratt.UPPGIFTER: "hantera uppgifter",
    Ratt.STICKPROV: "dra och anteckna stickprov",
    Ratt.KOPIERA: "säkerhetskopiera databasen",
    Ratt.ATERSTALLA: "återställa databasen",
    Ratt.GALLRING: "gallra",
    Ratt.ANVANDARE: "ändra användare",
}
"""Right -> what it lets one do, as it stands after "får" or "rollen att"."""

ROLLER: dict[str, frozenset[Ratt]] = {
    "administrator": frozenset(Ratt),
    "attestant": frozenset(
        {
            Ratt.LASA,
            Ratt.KONTROLLERA,
            Ratt.AVGORA,
            Ratt.ATTESTERA,
            Ratt.LAMNA_UT,
            Ratt.KRAV,
            Ratt.KRAVBESLUT,
            Ratt.BEKRAFTA,
            Ratt.UPPGIFTER,
            Ratt.STICKPROV,
            Ratt.GALLRING,
        }
    ),
    "revisor": frozenset({Ratt.LASA, Ratt.STICKPROV}),
    "system": frozenset(
        {
            Ratt.LASA,
            Ratt.REGISTRERA,
            Ratt.KONTROLLERA,
            Ratt.LAMNA_UT,
            Ratt.KRAV,
            Ratt.KOPIERA,
            Ratt.ATERSTALLA,
        }
    ),
}
"""Role -> what it may do. Four eyes hold beside it: nobody attests one's own work."""

SPELLINGS = {"auditor": "revisor"}
"""Other spellings of a role, for who writes commands."""

ONLY_LOOKS = frozenset({Ratt.LASA, Ratt.STICKPROV})
"""Rights that change nothing an answer or a payment rests on."""


def may(roll: str, ratt: Ratt) -> bool:
    """Tell whether a role may do something; a role that is not known may nothing."""
    return ratt in ROLLER.get(roll, frozenset())


def only_looks(roll: str) -> bool:
    """Tell whether a role may change nothing but samples and the log of its looks."""
    return ROLLER.get(roll, frozenset()) <= ONLY_LOOKS


def holders(ratt: Ratt) -> tuple[str, ...]:
    """Return the roles that may do something."""
    return tuple(roll for roll, rights in ROLLER.items() if ratt in rights)
