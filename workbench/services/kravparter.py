"""Who owes a claim, on what ground and why, and proposals joined into one (12 § LSS; 9.2.25)."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from db import Database, claim_steps, claims, ledger
from db.claim_steps import Case, Debtor, Key, NewStep
from db.journal import Stamp, log
from db.ledger import Booking
from workbench.domain.kravlage import word
from workbench.domain.roller import Ratt
from workbench.law import aterkrav as law
from workbench.services import roles
from workbench.services.aterkrav import debtors, paid_as_child
from workbench.services.errors import Refused
from workbench.services.kravsteg import arende, case_of, role_hinder, store

KINDS = ("bevis", "for", "emot", "namnden", "svar")
"""What a piece of the assessment can be."""


def set_debtors(
    database: Database,
    identity: str,
    chosen: Sequence[Debtor],
    motivering: str,
    stamp: Stamp,
    *,
    atagande: tuple[str, str] | None = None,
) -> None:
    """Direct a claim to others than the law's first choice, with the reason.

    ``atagande`` is the day and the document of the anordnare's signed undertaking: only with one,
    and only on FK's money, an anordnare owes, and the claim is then a civil one (9.2.27; KamR
    Göteborg 1798-24). Raises UnknownClaim, Refused.
    """
    with roles.writing(database, stamp, Ratt.KRAV) as connection:
        case = case_of(connection, identity)
        refused = role_hinder(connection, stamp) or _debtor_hinder(
            connection, case, chosen, atagande
        )
        if not motivering.strip():
            refused = refused or "Skriv varför kravet riktas mot någon annan (särskilda skäl)."
        if refused:
            raise Refused(refused)
        civil = any(who.slag == "anordnare" for who in chosen)
        slag = law.CIVIL if civil else law.LSS
        facts: dict[str, object] = {"slag_fore": case.slag}
        if atagande:
            facts |= {"atagande_dag": atagande[0], "atagande_handling": atagande[1]}
        number = store(
            connection,
            NewStep(
                case.id,
                "galdenarer",
                case.status,
                case.status,
                stamp.dag,
                motivering=motivering.strip(),
                uppgifter=facts,
            ),
            stamp,
        )
        claim_steps.set_debtors(connection, number, chosen)
        claim_steps.set_case(connection, case.id, slag=slag)


def debtor(
    database: Database,
    identity: str,
    slag: str,
    nummer: Sequence[str],
    motivering: str,
    stamp: Stamp,
    *,
    atagande: tuple[str, str] | None = None,
) -> None:
    """Direct a claim to debtors of one kind, by number and named from the registers; the enskilde
    and the dödsbo have the brukare's number, so ``nummer`` is empty then.

    Raises UnknownClaim, Refused; see ``set_debtors``.
    """
    connection = database.read()
    case = case_of(connection, identity)
    facts = claims.facts(connection, case.id)
    assert facts is not None
    numbers = nummer or [facts.brukare]
    chosen = [Debtor(one, claims.name(connection, one), slag) for one in dict.fromkeys(numbers)]
    if slag == "dodsbo":
        chosen = [one._replace(namn=f"Dödsboet efter {one.namn}".strip()) for one in chosen]
    set_debtors(database, identity, chosen, motivering, stamp, atagande=atagande)


def _debtor_hinder(
    connection: sqlite3.Connection,
    case: Case,
    chosen: Sequence[Debtor],
    atagande: tuple[str, str] | None,
) -> str:
    if not chosen:
        return "Ange minst en gäldenär."
    dead = all(who.slag == "dodsbo" for who in chosen)
    if case.status in law.ENDED:
        return f"K{case.id} är {word(case.status)}: ingen är skyldig något."
    if case.status not in (*law.PROPOSED, "utredning") and not dead:
        return f"K{case.id} är {word(case.status)}: gäldenären väljs innan kravet kommuniceras."
    facts = claims.facts(connection, case.id)
    assert facts is not None
    adult = paid_as_child(connection, facts) is None
    if adult and any(who.slag == "formyndare" for who in chosen):
        return "Förmyndare svarar bara för den som var under 18 år när pengarna betalades ut."
    anordnare = [who for who in chosen if who.slag == "anordnare"]
    if not anordnare:
        return ""
    if len(anordnare) < len(chosen):
        return "Ett civilrättsligt krav riktas bara mot anordnaren."
    if case.grund != "fk" or atagande is None or not all(part.strip() for part in atagande):
        return (
            "Återkrav enligt 12 § LSS riktas aldrig mot anordnaren (KamR Göteborg 1798-24). Av den "
            "kan bara Försäkringskassans retroaktiva pengar krävas, med ett undertecknat åtagande."
        )
    return ""


def set_ground(
    database: Database, identity: str, grund: str, motivering: str, stamp: Stamp
) -> None:
    """Choose a claim's ground of 12 § LSS with the reason. Raises UnknownClaim, Refused."""
    with roles.writing(database, stamp, Ratt.KRAV) as connection:
        case = case_of(connection, identity)
        problems = [role_hinder(connection, stamp)]
        if case.status not in (*law.PROPOSED, "utredning"):
            problems.append(
                f"K{case.id} är {word(case.status)}: grunden väljs innan det kommuniceras."
            )
        if not motivering.strip():
            problems.append("Skriv varför grunden är vald.")
        problems += law.ground_hinders(arende(connection, case), grund)
        if any(problems):
            raise Refused(" ".join(filter(None, problems)))
        facts = {"grund_fore": case.grund, "grund": grund}
        step = NewStep(
            case.id,
            "grund",
            case.status,
            case.status,
            stamp.dag,
            motivering=motivering.strip(),
            uppgifter=facts,
        )
        store(connection, step, stamp)
        claim_steps.set_case(connection, case.id, grund=grund)


def assess(
    database: Database,
    identity: str,
    slag: str,
    text: str,
    stamp: Stamp,
    *,
    kalla: str = "",
    ersatter: int | None = None,
) -> int:
    """Write a piece of the assessment and return its number: bevis, for, emot, namnden, svar.

    ``ersatter`` names the piece that it stands instead of; an empty text takes that one away. What
    has been written stays in the history. Raises UnknownClaim, Refused.
    """
    with roles.writing(database, stamp, Ratt.KRAV) as connection:
        case = case_of(connection, identity)
        standing = {item.id for item in claim_steps.assessment(connection, case.id)}
        refused = role_hinder(connection, stamp)
        if slag not in KINDS:
            refused = refused or f"Välj {', '.join(KINDS)}, inte {slag}."
        elif not text.strip() and ersatter is None:
            refused = refused or "Skriv texten."
        elif ersatter is not None and ersatter not in standing:
            refused = refused or f"Stycke {ersatter} finns inte i bedömningen av K{case.id}."
        if refused:
            raise Refused(refused)
        number = claim_steps.assess(
            connection, case.id, slag, text.strip(), kalla.strip(), stamp, ersatter=ersatter
        )
        after = {"slag": slag, "text": text.strip(), "kalla": kalla.strip()}
        log(connection, stamp, "bedömning", "aterkrav", f"K{case.id}", None, after)
        return number


def remove(database: Database, identity: str, number: int, stamp: Stamp) -> None:
    """Take a piece of the assessment away. Raises UnknownClaim, Refused."""
    connection = database.read()
    case = case_of(connection, identity)
    standing = {item.id: item for item in claim_steps.assessment(connection, case.id)}
    slag = standing[number].slag if number in standing else KINDS[0]
    assess(database, identity, slag, "", stamp, ersatter=number)


def join(database: Database, identities: Sequence[str], stamp: Stamp) -> str:
    """Join proposals of one debtor and ground into the oldest, each month kept apart in it.

    Returns its number (``K3``). Raises UnknownClaim, Refused.
    """
    with roles.writing(database, stamp, Ratt.KRAV) as connection:
        cases = sorted({case_of(connection, identity) for identity in identities})
        refused = role_hinder(connection, stamp) or _join_hinder(connection, cases)
        if refused:
            raise Refused(refused)
        first, *others = cases
        before = claim_steps.last_booking(connection)
        inside = {}
        for other in others:
            for key in claim_steps.keys(connection, other.id):
                _rebook(connection, key, other.id, first.id, stamp)
            # A claim that holds others brings them: what is joined is always in one that stands.
            for held in claims.joined(connection, other.id):
                inside[held] = other.id
                claim_steps.join(connection, held, first.id)
            claim_steps.join(connection, other.id, first.id)
        joined = [f"K{other.id}" for other in others]
        step = NewStep(
            first.id,
            "samlad",
            first.status,
            first.status,
            stamp.dag,
            motivering=", ".join(joined),
            uppgifter={"samlade": {other.id: None for other in others} | inside},
            bokningar=(before + 1, claim_steps.last_booking(connection)),
        )
        store(connection, step, stamp)
        return f"K{first.id}"


def _join_hinder(connection: sqlite3.Connection, cases: Sequence[Case]) -> str:
    if len(cases) < 2:
        return "Ange minst två krav att samla."
    wrong = [case for case in cases if case.status not in law.PROPOSED]
    if wrong:
        return f"K{wrong[0].id} är {word(wrong[0].status)}: bara förslag samlas."
    if any(key.aterbetalt for case in cases for key in claim_steps.keys(connection, case.id)):
        return "Krav som det har kommit in pengar på samlas inte."
    owing = {tuple(debtors(connection, case.id)) for case in cases}
    same = {(case.brukare, case.arende, case.grund, case.slag, case.status) for case in cases}
    if len(same) > 1 or len(owing) > 1:
        return "Bara krav mot samma gäldenär, på samma grund och i samma slags ärende samlas."
    return ""


def _rebook(connection: sqlite3.Connection, key: Key, former: int, new: int, stamp: Stamp) -> None:
    """Move a key's amounts from one claim to another."""
    for claim, sign in ((former, -1), (new, 1)):
        booking = Booking(
            claim,
            key.manad,
            key.brukare,
            key.arende,
            sign * key.utestaende,
            sign * key.aterbetalt,
            sign * key.nedlagt,
            sign * key.absorberat,
            "samlad",
            None,
            stamp.dag,
            f"K{new}",
        )
        ledger.book(connection, [booking], stamp)
